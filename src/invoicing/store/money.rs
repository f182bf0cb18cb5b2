//! Rows of payments and of what the farm owes: put in and read, never changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::base::{CustomerId, InvoiceId, Ore};
use crate::db::schema::{customer, customer_credit, customer_order, invoice, payment, voucher};
use crate::db::{DbConn, on_each};
use crate::ledger::kontering::Paid;
use crate::orders::OrderState;

use crate::invoicing::model::{CustomerCredit, Due, LooseCredit, MetInvoice, Payment};

pub(in crate::invoicing) fn insert_payments(tx: &mut DbConn, rows: &[Payment]) -> QueryResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    on_each!(tx, |c| diesel::insert_into(payment::table).values(rows).execute(c)).map(drop)
}

pub(in crate::invoicing) fn insert_credits(
    tx: &mut DbConn,
    rows: &[CustomerCredit],
) -> QueryResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    on_each!(tx, |c| diesel::insert_into(customer_credit::table).values(rows).execute(c)).map(drop)
}

pub(in crate::invoicing) fn find_payment(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<Payment>> {
    payment::table.find(id).first(conn).optional()
}

pub(in crate::invoicing) fn is_reversed(conn: &mut DbConn, id: &str) -> QueryResult<bool> {
    let taken_back = payment::table.filter(payment::reverses.eq(id));
    diesel::select(exists(taken_back)).get_result(conn)
}

pub(in crate::invoicing) fn list_payments(
    conn: &mut DbConn,
    id: &InvoiceId,
) -> QueryResult<Vec<Payment>> {
    payment::table
        .filter(payment::invoice_id.eq(id))
        .order((payment::paid_on, payment::id))
        .load(conn)
}

/// The payments of some invoices, those of each by day.
pub(in crate::invoicing) fn list_payments_of(
    conn: &mut DbConn,
    ids: &[&InvoiceId],
) -> QueryResult<BTreeMap<InvoiceId, Vec<Payment>>> {
    let rows: Vec<Payment> = payment::table
        .filter(payment::invoice_id.eq_any(ids))
        .order((payment::paid_on, payment::id))
        .load(conn)?;
    let mut paid: BTreeMap<InvoiceId, Vec<Payment>> = BTreeMap::new();
    for row in rows {
        paid.entry(row.invoice_id.clone()).or_default().push(row);
    }
    Ok(paid)
}

pub(in crate::invoicing) fn sum_paid(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Ore> {
    payment::table
        .filter(payment::invoice_id.eq(id))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT)"))
        .first(conn)
        .map(Ore::new)
}

/// What is left of what was paid of an invoice, of it and beside it.
pub(in crate::invoicing) fn sum_parts(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Paid> {
    let paid: Vec<Payment> = payment::table.filter(payment::invoice_id.eq(id)).load(conn)?;
    Ok(paid.iter().map(Payment::parts).fold(Paid::default(), |sum, of| Paid {
        invoice: sum.invoice + of.invoice,
        interest: sum.interest + of.interest,
        fee: sum.fee + of.fee,
        over: sum.over + of.over,
    }))
}

type DueColumns = (
    invoice::id,
    invoice::number,
    invoice::order_id,
    invoice::customer_id,
    invoice::kid,
    invoice::total_ore,
);

const DUE: DueColumns = (
    invoice::id,
    invoice::number,
    invoice::order_id,
    invoice::customer_id,
    invoice::kid,
    invoice::total_ore,
);

/// Invoices by their KIDs. The kind is written out, so that the index of KIDs is the one used.
pub(in crate::invoicing) fn list_by_kids(
    conn: &mut DbConn,
    kids: &[&str],
) -> QueryResult<Vec<Due>> {
    invoice::table
        .filter(invoice::kid.eq_any(kids).and(sql::<Bool>("invoice.kind = 'invoice'")))
        .select(DUE)
        .load(conn)
}

/// What has been paid of each invoice that anything has been paid of.
pub(in crate::invoicing) fn list_paid_of(
    conn: &mut DbConn,
    ids: &[&InvoiceId],
) -> QueryResult<BTreeMap<InvoiceId, Ore>> {
    let rows: Vec<(InvoiceId, i64)> = payment::table
        .filter(payment::invoice_id.eq_any(ids))
        .group_by(payment::invoice_id)
        .select((payment::invoice_id, sql::<BigInt>("CAST(SUM(amount_ore) AS BIGINT)")))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, ore)| (id, Ore::new(ore))).collect())
}

/// Those of the invoices that are credited.
pub(in crate::invoicing) fn list_credited_of(
    conn: &mut DbConn,
    ids: &[&InvoiceId],
) -> QueryResult<BTreeSet<InvoiceId>> {
    let rows: Vec<Option<InvoiceId>> =
        invoice::table.filter(invoice::credits.eq_any(ids)).select(invoice::credits).load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// What the farm owes a customer, and those merged into it.
pub(in crate::invoicing) fn sum_owed(conn: &mut DbConn, id: &CustomerId) -> QueryResult<Ore> {
    customer_credit::table
        .inner_join(customer::table)
        .filter(customer::id.eq(id).or(customer::merged_into.eq(id)))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(customer_credit.amount_ore), 0) AS BIGINT)"))
        .first(conn)
        .map(Ore::new)
}

/// What the farm owes some customers, those merged into each counted with it.
pub(in crate::invoicing) fn list_owed_of(
    conn: &mut DbConn,
    kept: &[&CustomerId],
) -> QueryResult<BTreeMap<CustomerId, Ore>> {
    let rows: Vec<(CustomerId, Option<CustomerId>, i64)> = customer_credit::table
        .inner_join(customer::table)
        .filter(customer::id.eq_any(kept).or(customer::merged_into.eq_any(kept)))
        .group_by((customer::id, customer::merged_into))
        .select((
            customer::id,
            customer::merged_into,
            sql::<BigInt>("CAST(SUM(customer_credit.amount_ore) AS BIGINT)"),
        ))
        .load(conn)?;
    Ok(by_kept(rows))
}

/// Sums by the customer that each was merged into, or is.
fn by_kept(rows: Vec<(CustomerId, Option<CustomerId>, i64)>) -> BTreeMap<CustomerId, Ore> {
    let mut owed: BTreeMap<CustomerId, Ore> = BTreeMap::new();
    for (id, kept, ore) in rows {
        *owed.entry(kept.unwrap_or(id)).or_default() += Ore::new(ore);
    }
    owed
}

/// Those that the farm owes something: the one a customer was merged into, its name, how much.
pub(in crate::invoicing) fn list_owed(
    conn: &mut DbConn,
) -> QueryResult<Vec<(CustomerId, String, Ore)>> {
    let rows: Vec<(CustomerId, Option<CustomerId>, i64)> = customer_credit::table
        .inner_join(customer::table)
        .group_by((customer::id, customer::merged_into))
        .select((
            customer::id,
            customer::merged_into,
            sql::<BigInt>("CAST(SUM(customer_credit.amount_ore) AS BIGINT)"),
        ))
        .load(conn)?;
    let mut owed = by_kept(rows);
    owed.retain(|_, amount| !amount.is_zero());
    let mut named: Vec<(CustomerId, String)> = customer::table
        .filter(customer::id.eq_any(owed.keys()))
        .select((customer::id, customer::name))
        .load(conn)?;
    named.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    let with = |(id, name): (CustomerId, String)| {
        let amount = owed.get(&id).copied().unwrap_or_default();
        (id, name, amount)
    };
    Ok(named.into_iter().map(with).collect())
}

/// Movements of what is owed, the newest first, each with the number of its invoice.
pub(in crate::invoicing) fn list_credits(
    conn: &mut DbConn,
    id: &CustomerId,
) -> QueryResult<Vec<(CustomerCredit, Option<i64>)>> {
    customer_credit::table
        .inner_join(customer::table)
        .left_join(payment::table.left_join(invoice::table))
        .filter(customer::id.eq(id).or(customer::merged_into.eq(id)))
        .order((customer_credit::registered_at.desc(), customer_credit::id.desc()))
        .select((customer_credit::all_columns, invoice::number.nullable()))
        .load(conn)
}

/// What met the invoices of some customers up to a day of the books, and what of it they have to good.
pub(in crate::invoicing) fn list_met(
    conn: &mut DbConn,
    customers: &[CustomerId],
    to: NaiveDate,
) -> QueryResult<Vec<MetInvoice>> {
    payment::table
        .inner_join(invoice::table)
        .inner_join(voucher::table)
        .left_join(customer_credit::table)
        .filter(invoice::customer_id.eq_any(customers).and(voucher::voucher_date.le(to)))
        .order((voucher::voucher_date, voucher::fiscal_year, voucher::number, payment::id))
        .select((
            voucher::voucher_date,
            voucher::fiscal_year,
            voucher::number,
            invoice::number,
            payment::kind,
            payment::reverses,
            payment::amount_ore,
            payment::fee_ore,
            payment::interest_ore,
            customer_credit::amount_ore.nullable(),
        ))
        .load(conn)
}

/// What some customers got to good or back without an invoice, up to a day of the books.
pub(in crate::invoicing) fn list_loose_credits(
    conn: &mut DbConn,
    customers: &[CustomerId],
    to: NaiveDate,
) -> QueryResult<Vec<LooseCredit>> {
    customer_credit::table
        .inner_join(voucher::table)
        .filter(customer_credit::customer_id.eq_any(customers))
        .filter(customer_credit::payment_id.is_null().and(voucher::voucher_date.le(to)))
        .order((voucher::voucher_date, voucher::fiscal_year, voucher::number, customer_credit::id))
        .select((
            voucher::voucher_date,
            voucher::fiscal_year,
            voucher::number,
            customer_credit::kind,
            customer_credit::amount_ore,
        ))
        .load(conn)
}

/// By how much what the farm owes a customer, and those merged into it, changed on each day.
pub(in crate::invoicing) fn list_owed_days(
    conn: &mut DbConn,
    id: &CustomerId,
) -> QueryResult<Vec<(NaiveDate, Ore)>> {
    let rows: Vec<(NaiveDate, i64)> = customer_credit::table
        .inner_join(customer::table)
        .filter(customer::id.eq(id).or(customer::merged_into.eq(id)))
        .group_by(customer_credit::moved_on)
        .order(customer_credit::moved_on)
        .select((
            customer_credit::moved_on,
            sql::<BigInt>("CAST(SUM(customer_credit.amount_ore) AS BIGINT)"),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(day, ore)| (day, Ore::new(ore))).collect())
}

/// Invoices of a customer, and of those merged into it, that wait for money; the oldest due first.
pub(in crate::invoicing) fn list_open_of(
    conn: &mut DbConn,
    id: &CustomerId,
) -> QueryResult<Vec<Due>> {
    invoice::table
        .inner_join(customer_order::table)
        .inner_join(customer::table)
        .filter(customer::id.eq(id).or(customer::merged_into.eq(id)))
        .filter(customer_order::state.eq(OrderState::Invoiced))
        .filter(sql::<Bool>("invoice.kind = 'invoice'"))
        .filter(sql::<Bool>(super::IS_NOT_LOST))
        .order((invoice::due_date, invoice::number))
        .select(DUE)
        .load(conn)
}

/// Number and buyer of invoices that wait for money, of which just that much is left; the oldest due
/// first.
pub(in crate::invoicing) fn list_open_of_amount(
    conn: &mut DbConn,
    amount: Ore,
    limit: i64,
) -> QueryResult<Vec<(i64, String)>> {
    let paid =
        "(SELECT COALESCE(SUM(p.amount_ore), 0) FROM payment p WHERE p.invoice_id = invoice.id)";
    let left =
        sql::<Bool>("invoice.total_ore - ").sql(paid).sql(" = ").bind::<BigInt, _>(amount.ore());
    invoice::table
        .inner_join(customer_order::table)
        .filter(customer_order::state.eq(OrderState::Invoiced))
        .filter(sql::<Bool>("invoice.kind = 'invoice'"))
        .filter(sql::<Bool>(super::IS_NOT_LOST))
        .filter(left)
        .order((invoice::due_date, invoice::number))
        .select((invoice::number, invoice::buyer))
        .limit(limit)
        .load(conn)
}
