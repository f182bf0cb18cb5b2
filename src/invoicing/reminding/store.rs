//! Rows of reminders and their terms: put in and read, never changed.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::InvoiceId;
use crate::db::DbConn;
use crate::db::schema::{account, reminder, reminder_term};

use super::model::{Reminder, Term, TermKind};

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
