//! Rows of reminders and their terms: put in and read, never changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{CustomerId, InvoiceId};
use crate::db::DbConn;
use crate::db::schema::{account, customer, customer_order, invoice, reminder, reminder_term};

use super::model::{Contact, Reminder, Term, TermKind};

/// Every term, the newest of each kind first.
pub(super) fn terms(conn: &mut DbConn) -> QueryResult<Vec<Term>> {
    reminder_term::table.order((reminder_term::kind, reminder_term::valid_from.desc())).load(conn)
}

pub(super) fn newest_term(conn: &mut DbConn, kind: TermKind) -> QueryResult<Option<NaiveDate>> {
    reminder_term::table
        .filter(reminder_term::kind.eq(kind))
        .select(diesel::dsl::max(reminder_term::valid_from))
        .first(conn)
}

pub(super) fn insert_term(tx: &mut DbConn, row: &Term) -> QueryResult<()> {
    diesel::insert_into(reminder_term::table).values(row).execute(tx)?;
    Ok(())
}

/// An invoice's reminders, the first first.
pub(super) fn of_invoice(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Vec<Reminder>> {
    reminder::table.filter(reminder::invoice_id.eq(id)).order(reminder::number).load(conn)
}

/// The reminders of some invoices, the first of each first.
pub(super) fn of_invoices(
    conn: &mut DbConn,
    ids: &[&InvoiceId],
) -> QueryResult<BTreeMap<InvoiceId, Vec<Reminder>>> {
    let rows: Vec<Reminder> = reminder::table
        .filter(reminder::invoice_id.eq_any(ids))
        .order((reminder::invoice_id, reminder::number))
        .load(conn)?;
    let mut sent: BTreeMap<InvoiceId, Vec<Reminder>> = BTreeMap::new();
    for row in rows {
        sent.entry(row.invoice_id.clone()).or_default().push(row);
    }
    Ok(sent)
}

/// Who some invoices are to: through a merge to the customer kept, and by the mail address of the
/// order or of that customer.
pub(super) fn contacts(
    conn: &mut DbConn,
    ids: &[&InvoiceId],
) -> QueryResult<BTreeMap<InvoiceId, Contact>> {
    let rows: Vec<(InvoiceId, String, CustomerId, Option<CustomerId>)> = invoice::table
        .inner_join(customer_order::table)
        .inner_join(customer::table)
        .filter(invoice::id.eq_any(ids))
        .select((invoice::id, customer_order::email, customer::id, customer::merged_into))
        .load(conn)?;
    let kept = |id: &CustomerId, into: &Option<CustomerId>| into.as_ref().unwrap_or(id).clone();
    let customers: Vec<CustomerId> = rows.iter().map(|(_, _, id, into)| kept(id, into)).collect();
    let mailed: BTreeSet<CustomerId> = customer::table
        .filter(customer::id.eq_any(&customers).and(customer::email.ne("")))
        .select(customer::id)
        .load::<CustomerId>(conn)?
        .into_iter()
        .collect();
    let told = |(invoice, email, id, into): (InvoiceId, String, _, _)| {
        let customer_id = kept(&id, &into);
        let has_email = !email.is_empty() || mailed.contains(&customer_id);
        (invoice, Contact { customer_id, has_email })
    };
    Ok(rows.into_iter().map(told).collect())
}

pub(super) fn find(conn: &mut DbConn, id: &str) -> QueryResult<Option<Reminder>> {
    reminder::table.find(id).first(conn).optional()
}

pub(super) fn insert(tx: &mut DbConn, row: &Reminder) -> QueryResult<()> {
    diesel::insert_into(reminder::table).values(row).execute(tx)?;
    Ok(())
}

/// The name of who made a reminder.
pub(super) fn maker(conn: &mut DbConn, row: &Reminder) -> QueryResult<String> {
    account::table.find(&row.made_by).select(account::name).first(conn)
}
