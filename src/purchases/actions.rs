//! What is done with a receipt: booked, paid, found.

use chrono::NaiveDate;

use crate::base::{AccountId, EnterpriseId, OrderId, Ore, Split, UtcTime, VoucherId, fresh_id};
use crate::db::{DbConn, refuse_taken};
use crate::enterprises;
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::ledger::{self, NewVoucher, VoucherKind, kontering};
use crate::orders;

use super::model::{NewPurchase, Purchase};
use super::rules::{self, NotBookable};
use super::store;

/// Does the seller get input VAT back? Before anyone has said who sells, it is not known that not.
///
/// # Errors
/// The database's.
pub(crate) fn gets_vat_back(conn: &mut DbConn) -> diesel::QueryResult<bool> {
    Ok(enterprises::seller(conn)?.is_none_or(|seller| seller.vat_registered))
}

/// Books a receipt that a person entered: as [`record_purchase`], and only a seller in the VAT
/// register gets its VAT back. A file is taken at its word, since the seller may have been in the
/// register on the receipt's day.
///
/// # Errors
/// `purchase.not_registered`, and as [`record_purchase`].
pub(crate) fn enter_purchase(
    tx: &mut DbConn,
    by: &AccountId,
    new: &NewPurchase,
    now: UtcTime,
) -> AppResult<Purchase> {
    if new.vat_code.is_purchase() && !rules::may_deduct(new.vat_code, gets_vat_back(tx)?) {
        let mut refusals = Refusals::default();
        refusals.add(NotBookable::NotRegistered);
        for fault in rules::faults(new, now.oslo_date()) {
            refusals.add(fault);
        }
        return Err(refusals.into());
    }
    record_purchase(tx, Some(by), new, now)
}

/// Books a receipt on its date, and its payment when that is known.
///
/// # Errors
/// `purchase.*` (see [`NotBookable`]), `ledger.no_rate`, `ledger.too_old`, `ledger.term_closed`.
pub(crate) fn record_purchase(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    new: &NewPurchase,
    now: UtcTime,
) -> AppResult<Purchase> {
    let mut refusals = Refusals::default();
    for fault in rules::faults(new, now.oslo_date()) {
        refusals.add(fault);
    }
    if store::find_by_receipt(tx, new.receipt.trim())?.is_some() {
        refusals.add(NotBookable::ReceiptTaken);
    }
    refusals.or(())?;
    let rate = ledger::vat_rate(tx, new.vat_code, new.date)?;
    let split = Split::of(new.gross, rate);
    let supplier = store::supplier_id(tx, new.supplier.trim())?;
    let facts = kontering::PurchaseFacts {
        supplier: &supplier,
        enterprise_id: &new.enterprise_id,
        account: new.account.clone(),
        vat_code: new.vat_code,
        net: split.net,
        vat: split.vat,
    };
    let mut row = unposted(new, split);
    let voucher = NewVoucher {
        kind: VoucherKind::Purchase,
        date: new.date,
        document: new.receipt.trim().to_owned(),
        content_digest: Some(rules::digest(&row)),
        by: by.cloned(),
        text: format!("Innkjøp hos {}", new.supplier.trim()),
        balanced: kontering::purchase(&facts).map_err(Refusal::from)?,
        corrects: None,
    };
    row.voucher_id = ledger::post(tx, voucher, now)?.id;
    store::insert(tx, &row).map_err(|error| {
        refuse_taken(error, &store::RECEIPT_TAKEN, NotBookable::ReceiptTaken.into())
    })?;
    match new.paid_on {
        Some(paid_on) => record_purchase_payment(tx, by, &row.receipt, paid_on, now),
        None => Ok(row),
    }
}

/// The receipt's row as it will be, but for its voucher, which is posted first.
fn unposted(new: &NewPurchase, split: Split) -> Purchase {
    Purchase {
        id: fresh_id(),
        receipt: new.receipt.trim().to_owned(),
        purchase_date: new.date,
        supplier: new.supplier.trim().to_owned(),
        enterprise_id: new.enterprise_id.clone(),
        account: new.account.clone(),
        vat_code: new.vat_code,
        gross_ore: new.gross,
        net_ore: split.net,
        vat_ore: split.vat,
        paid_on: None,
        voucher_id: VoucherId::from_text(""),
        payment_voucher_id: None,
        order_id: new.order_id.clone(),
    }
}

/// Books that a receipt was paid from the bank.
///
/// # Errors
/// `purchase.paid_on` for a day after today, `purchase.paid` when it is paid already,
/// `purchase.corrected`, `ledger.too_old` and `ledger.term_closed` at `paid_on`; `NotFound` for no
/// such receipt.
pub(crate) fn record_purchase_payment(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    receipt: &str,
    paid_on: NaiveDate,
    now: UtcTime,
) -> AppResult<Purchase> {
    // Two payments at once are met one after the other.
    ledger::lock_books(tx, paid_on).map_err(at_paid_on)?;
    let mut row = store::find_by_receipt(tx, receipt)?.ok_or(AppError::NotFound)?;
    if let Some(fault) = payment_fault(tx, &row, paid_on, now)? {
        return Err(Refusal::from(fault).into());
    }
    let supplier = store::supplier_id(tx, &row.supplier)?;
    let balanced = kontering::purchase_payment(&supplier, row.gross_ore).map_err(Refusal::from)?;
    let voucher = NewVoucher {
        kind: VoucherKind::PurchasePayment,
        date: paid_on,
        document: row.receipt.clone(),
        content_digest: None,
        by: by.cloned(),
        text: format!("Betalt til {}", row.supplier),
        balanced,
        corrects: None,
    };
    let posted = ledger::post(tx, voucher, now).map_err(at_paid_on)?;
    store::set_paid(tx, &row.id, paid_on, &posted.id)?;
    row.paid_on = Some(paid_on);
    row.payment_voucher_id = Some(posted.id);
    Ok(row)
}

/// What the books say of a payment's date, at the field where it was typed.
fn at_paid_on(error: AppError) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let mut moved = Refusals::default();
    for refusal in refusals.all() {
        let field = if refusal.field == "date" { "paid_on" } else { &refusal.field };
        moved.add(Refusal::new(refusal.code, field, &refusal.detail));
    }
    moved.into()
}

/// What keeps a receipt from being paid; a payment that was corrected is no payment.
fn payment_fault(
    tx: &mut DbConn,
    row: &Purchase,
    paid_on: NaiveDate,
    now: UtcTime,
) -> AppResult<Option<NotBookable>> {
    if paid_on > now.oslo_date() {
        return Ok(Some(NotBookable::PaidInFuture));
    }
    if ledger::is_corrected(tx, &row.voucher_id)? {
        return Ok(Some(NotBookable::Corrected));
    }
    let is_paid = match &row.payment_voucher_id {
        Some(payment) => !ledger::is_corrected(tx, payment)?,
        None => false,
    };
    Ok(is_paid.then_some(NotBookable::AlreadyPaid))
}

/// The order of a number, when the enterprise has a part in it; None when no number is given.
///
/// # Errors
/// `purchase.order` for a number that is none of the enterprise's.
pub(crate) fn order_for(
    conn: &mut DbConn,
    enterprise_id: &EnterpriseId,
    number: &str,
) -> AppResult<Option<OrderId>> {
    let number = number.trim();
    if number.is_empty() {
        return Ok(None);
    }
    let whole = match orders::get_order_for_invoice(conn, number) {
        Err(AppError::NotFound) => return Err(Refusal::from(NotBookable::Order).into()),
        other => other?,
    };
    let has_part = whole.parts.iter().any(|part| part.enterprise_id == *enterprise_id);
    if has_part { Ok(Some(whole.order.id)) } else { Err(Refusal::from(NotBookable::Order).into()) }
}

/// Ties a receipt to the order it was bought for; no number unties it. The books are not touched.
///
/// # Errors
/// `purchase.unknown` for no such receipt, `purchase.order`.
pub(crate) fn tie_to_order(tx: &mut DbConn, receipt: &str, number: &str) -> AppResult<()> {
    let row = store::find_by_receipt(tx, receipt.trim())?;
    let row = row.ok_or_else(|| Refusal::from(NotBookable::Unknown))?;
    let order_id = order_for(tx, &row.enterprise_id, number)?;
    Ok(store::set_order(tx, &row.id, order_id.as_ref())?)
}

/// Receipts of the days, both included, newest first, at most `limit` after the first `skip`.
///
/// # Errors
/// The database's.
pub(crate) fn list_purchases(
    conn: &mut DbConn,
    days: (NaiveDate, NaiveDate),
    skip: i64,
    limit: i64,
) -> diesel::QueryResult<Vec<Purchase>> {
    store::list(conn, days, skip, limit)
}

/// How many receipts the days have, and what they come to, VAT included.
///
/// # Errors
/// The database's.
pub(crate) fn sum_purchases(
    conn: &mut DbConn,
    days: (NaiveDate, NaiveDate),
) -> diesel::QueryResult<(i64, Ore)> {
    store::sum(conn, days)
}

/// How many receipts stand before this one in the list of its day.
///
/// # Errors
/// The database's.
pub(crate) fn place_in_day(conn: &mut DbConn, purchase: &Purchase) -> diesel::QueryResult<i64> {
    store::count_before(conn, purchase)
}

/// A receipt by its number; None when it is not booked.
///
/// # Errors
/// The database's.
pub(crate) fn find_purchase(
    conn: &mut DbConn,
    receipt: &str,
) -> diesel::QueryResult<Option<Purchase>> {
    store::find_by_receipt(conn, receipt)
}
