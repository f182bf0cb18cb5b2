//! What is done with a document: issued, credited, paid.

use chrono::NaiveDate;

use crate::base::{AccountId, InvoiceId, OrderId, Ore, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};

use super::model::{Invoice, Payment};

fn not_yet<T>() -> AppResult<T> {
    Err(AppError::internal("not yet"))
}

/// Invoices an order whole; a second call answers the same invoice.
///
/// # Errors
/// Not yet.
pub(crate) fn issue(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    order_number: &str,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<Invoice> {
    let _ = (tx, by, order_number, date, now);
    not_yet()
}

/// Credits an invoice whole, by its number; a second call answers the same credit note.
///
/// # Errors
/// Not yet.
pub(crate) fn credit(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    invoice_number: i64,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<Invoice> {
    let _ = (tx, by, invoice_number, date, now);
    not_yet()
}

/// Registers a payment of an invoice.
///
/// # Errors
/// Not yet.
pub(crate) fn pay(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    invoice_number: i64,
    amount: Ore,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<Payment> {
    let _ = (tx, by, invoice_number, amount, date, now);
    not_yet()
}

/// An invoice as an import says it was: date, due date and KID are taken at their word.
///
/// # Errors
/// Not yet.
pub(crate) fn record_invoice(
    tx: &mut DbConn,
    order: &OrderId,
    date: NaiveDate,
    due: NaiveDate,
    kid: &str,
    now: UtcTime,
) -> AppResult<InvoiceId> {
    let _ = (tx, order, date, due, kid, now);
    not_yet()
}

/// A credit note as an import says it was: the whole invoice.
///
/// # Errors
/// Not yet.
pub(crate) fn record_credit(
    tx: &mut DbConn,
    invoice: &InvoiceId,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<InvoiceId> {
    let _ = (tx, invoice, date, now);
    not_yet()
}

/// A payment in full, as an import says it was.
///
/// # Errors
/// Not yet.
pub(crate) fn record_payment(
    tx: &mut DbConn,
    invoice: &InvoiceId,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<()> {
    let _ = (tx, invoice, date, now);
    not_yet()
}

/// The date of the newest invoice or credit note; None before the first.
///
/// # Errors
/// The database's.
pub(crate) fn newest_invoice_date(conn: &mut DbConn) -> diesel::QueryResult<Option<NaiveDate>> {
    use crate::db::schema::invoice::dsl;
    use diesel::prelude::*;
    dsl::invoice.select(diesel::dsl::max(dsl::invoice_date)).first(conn)
}
