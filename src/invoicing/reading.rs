//! What is read of documents.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::base::Ore;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::orders::{self, Order};

use super::model::{Brief, BuyerSnapshot, Document, Listed, Receivable, SellerSnapshot, Wish};
use super::rules::Charges;
use super::store;
use super::{losses, reminding};

/// The date of the newest invoice or credit note; None before the first.
///
/// # Errors
/// The database's.
pub(crate) fn newest_invoice_date(conn: &mut DbConn) -> QueryResult<Option<NaiveDate>> {
    store::newest_date(conn)
}

/// The document of a number; None when there is none.
///
/// # Errors
/// The database's, and of a snapshot that cannot be read.
pub(crate) fn find_document(conn: &mut DbConn, number: i64) -> AppResult<Option<Document>> {
    let Some(invoice) = store::find_by_number(conn, number)? else { return Ok(None) };
    let credited_by = store::find_credit_of(conn, &invoice.id)?;
    let loss = losses::find_live(conn, &invoice.id)?;
    // A debt that is no more bears neither fee nor interest.
    let is_over = credited_by.is_some()
        || loss.as_ref().is_some_and(|loss| loss.state == losses::LossState::Booked);
    let charges = if is_over {
        Charges::default()
    } else {
        reminding::charges_open(conn, &invoice.id, invoice.total_ore, None)?
    };
    Ok(Some(Document {
        lines: store::list_lines(conn, &invoice.id)?,
        vats: store::list_vats(conn, &invoice.id)?,
        payments: store::list_payments(conn, &invoice.id)?,
        seller: serde_json::from_str(&invoice.seller)?,
        buyer: serde_json::from_str(&invoice.buyer)?,
        credited_by,
        loss,
        reminders: reminding::list_reminders(conn, &invoice.id)?,
        charges,
        credits: match &invoice.credits {
            Some(id) => store::find(conn, id)?,
            None => None,
        },
        invoice,
    }))
}

/// Documents dated from `from` to `to`, both included, by number; each in one line.
///
/// # Errors
/// The database's.
pub(crate) fn list_invoices(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<Brief>> {
    store::list_by_number(conn, from, to)
}

/// Documents of the wish, newest first, at most `limit` after the first `skip`.
///
/// # Errors
/// The database's.
pub(crate) fn list_newest_invoices(
    conn: &mut DbConn,
    wish: &Wish,
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<Listed>> {
    store::list(conn, wish, skip, limit)
}

/// How many documents the wish has, and what they come to, VAT included.
///
/// # Errors
/// The database's.
pub(crate) fn sum_invoices(conn: &mut DbConn, wish: &Wish) -> QueryResult<(i64, Ore)> {
    store::sum(conn, wish)
}

/// What customers owe, by due date, and last what they have to come after a credit note.
///
/// Only invoices with something open are read, however many there are.
///
/// # Errors
/// The database's, and of a snapshot that cannot be read.
pub(crate) fn list_receivables(conn: &mut DbConn) -> AppResult<Vec<Receivable>> {
    let unpaid = store::list_unpaid(conn)?.into_iter().map(|(listed, paid)| {
        let open = listed.invoice.total_ore - Ore::new(paid);
        (listed, open)
    });
    let overpaid =
        store::list_overpaid(conn)?.into_iter().map(|(listed, paid)| (listed, -Ore::new(paid)));
    let receivable = |(listed, open): (Listed, _)| {
        let buyer = serde_json::from_str(&listed.invoice.buyer).map_err(AppError::from)?;
        let Listed { invoice, order_number, .. } = listed;
        Ok(Receivable { invoice, order_number, buyer, open })
    };
    unpaid.chain(overpaid).map(receivable).collect()
}

/// Orders delivered and not invoiced, the oldest first, each with what it came to; those that came to
/// nothing are no one's to invoice.
///
/// # Errors
/// The database's.
pub(crate) fn list_to_invoice(conn: &mut DbConn) -> QueryResult<Vec<(Order, Ore)>> {
    let delivered = store::list_to_invoice(conn)?;
    let mut waiting = orders::came_to(conn, delivered)?;
    waiting.retain(|(_, came_to)| *came_to > Ore::ZERO);
    Ok(waiting)
}

/// Invoices of which just that much is open, the oldest due date first, at most `limit`: number and
/// buyer.
///
/// # Errors
/// The database's, and of a snapshot that cannot be read.
pub(crate) fn list_open_of_amount(
    conn: &mut DbConn,
    amount: Ore,
    limit: i64,
) -> AppResult<Vec<(i64, String)>> {
    let named = |(number, buyer): (i64, String)| {
        let buyer: BuyerSnapshot = serde_json::from_str(&buyer)?;
        Ok((number, buyer.name))
    };
    store::list_open_of_amount(conn, amount, limit)?.into_iter().map(named).collect()
}

/// The bank accounts that invoices were printed with, eleven digits each: customers may pay to any of
/// them.
///
/// # Errors
/// The database's, and of a snapshot that cannot be read.
pub(crate) fn list_seller_accounts(conn: &mut DbConn) -> AppResult<Vec<String>> {
    let mut accounts = Vec::new();
    for seller in store::list_sellers(conn)? {
        let seller: SellerSnapshot = serde_json::from_str(&seller)?;
        let digits: String = seller.bank_account.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() && !accounts.contains(&digits) {
            accounts.push(digits);
        }
    }
    Ok(accounts)
}
