//! Proposing a loss, settling it by another, and opening the debt again.

use chrono::NaiveDate;

use crate::base::{InvoiceId, Ore, UtcTime, VoucherId, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};
use crate::ledger::kontering::SaleTax;
use crate::ledger::{self, Balanced, NewVoucher, NotBalanced, VoucherKind, kontering};
use crate::people::{Actor, Right};

use super::super::issuing::vats_of;
use super::super::model::{BuyerSnapshot, Invoice, SellerSnapshot};
use super::super::rules::Figures;
use super::super::{settling, store as documents};
use super::model::{LossState, WriteOff};
use super::rules::{self, LossFault};
use super::store;

/// Settled ones that a page shows, at most.
const SHOWN_MAX: i64 = 100;

/// A loss with what it is of, for those who settle it.
#[derive(Clone, Debug)]
pub(crate) struct LossCard {
    pub(crate) row: WriteOff,
    pub(crate) invoice: Invoice,
    pub(crate) buyer: BuyerSnapshot,
    /// What each VAT code has of it.
    pub(crate) taxes: Vec<SaleTax>,
    pub(crate) proposed_by: String,
    /// Empty while it waits.
    pub(crate) settled_by: String,
    /// Empty unless it was opened again.
    pub(crate) reopened_by: String,
}

/// Proposes that what is left of an invoice is lost.
///
/// # Refuses
/// `loss.reason` at `reason`, `loss.nothing`, `loss.not_due`, `loss.known`, `loss.elsewhere`;
/// `invoice.is_credit_note`, `payment.credited`.
///
/// # Errors
/// The refusals, `Forbidden`, `NotFound` for a number that is none, or the database's.
pub(crate) fn propose_loss(
    tx: &mut DbConn,
    actor: &Actor,
    invoice_number: i64,
    reason: &str,
    now: UtcTime,
) -> AppResult<WriteOff> {
    actor.must(Right::WriteOff)?;
    let invoice = documents::find_by_number(tx, invoice_number)?.ok_or(AppError::NotFound)?;
    let reason = rules::reason(reason).map_err(Refusal::from)?;
    let seller: SellerSnapshot = serde_json::from_str(&invoice.seller)?;
    if seller.is_basis {
        return Err(Refusal::from(LossFault::Elsewhere).into());
    }
    if store::find_live(tx, &invoice.id)?.is_some() {
        return Err(Refusal::from(LossFault::Known).into());
    }
    let open = settling::open_amount(tx, &invoice)?;
    if open <= Ore::ZERO {
        return Err(Refusal::from(LossFault::NothingOpen).into());
    }
    if invoice.due_date >= now.oslo_date() {
        return Err(Refusal::from(LossFault::NotDue).into());
    }
    let row = WriteOff {
        id: fresh_id(),
        invoice_id: invoice.id,
        state: LossState::Proposed,
        amount_ore: open,
        reason,
        proposed_at: now,
        proposed_by: actor.account_id.clone(),
        settled_at: None,
        settled_by: None,
        voucher_id: None,
        reopened_at: None,
        reopened_by: None,
        reopening_reason: String::new(),
        reopening_voucher_id: None,
    };
    store::insert(tx, &row)?;
    Ok(row)
}

/// Writes a proposed loss off today, the books and the output tax of each code; answers the
/// invoice's number.
///
/// # Refuses
/// `loss.settled`, `loss.same_person`, `loss.changed`, `ledger.term_closed`.
///
/// # Errors
/// The refusals, `Forbidden`, `NotFound`, or the database's.
pub(crate) fn accept_loss(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<i64> {
    actor.must(Right::WriteOff)?;
    let (row, invoice) = get(tx, id)?;
    let date = now.oslo_date();
    ledger::lock_books(tx, date)?;
    let open = left(tx, &row, &invoice)?;
    let by = (&row.proposed_by, &actor.account_id);
    rules::may_accept(row.state, by, (row.amount_ore, open)).map_err(Refusal::from)?;
    let vats = documents::list_vats(tx, &invoice.id)?;
    let taxes = rules::share(&vats, invoice.total_ore, row.amount_ore);
    let balanced = kontering::loss(invoice.customer_id.as_str(), &taxes).map_err(Refusal::from)?;
    let text = format!("Tap på faktura {}: {}", invoice.number, row.reason);
    let voucher = post(tx, actor, (&invoice, date, now), balanced, text, None)?;
    let settled = (&actor.account_id, now);
    store::set_settled(tx, id, LossState::Booked, settled, Some(&voucher))?;
    Ok(invoice.number)
}

/// The postings of a loss of so much of an invoice that comes to these figures.
///
/// # Errors
/// [`NotBalanced`] when nothing is lost.
pub(crate) fn loss_of(
    customer: &str,
    figures: &Figures,
    lost: Ore,
) -> Result<Balanced, NotBalanced> {
    let vats = vats_of(&InvoiceId::from_text(""), figures);
    kontering::loss(customer, &rules::share(&vats, figures.total, lost))
}

/// What is left of the invoice of a proposal; that of one settled by then is what it was of.
fn left(tx: &mut DbConn, row: &WriteOff, invoice: &Invoice) -> AppResult<Ore> {
    if row.state != LossState::Proposed {
        return Ok(row.amount_ore);
    }
    if documents::find_credit_of(tx, &invoice.id)?.is_some() {
        return Ok(Ore::ZERO);
    }
    settling::open_amount(tx, invoice)
}

fn post(
    tx: &mut DbConn,
    actor: &Actor,
    (invoice, date, now): (&Invoice, NaiveDate, UtcTime),
    balanced: Balanced,
    text: String,
    corrects: Option<VoucherId>,
) -> AppResult<VoucherId> {
    let voucher = NewVoucher {
        kind: VoucherKind::WriteOff,
        date,
        document: invoice.number.to_string(),
        content_digest: None,
        by: Some(actor.account_id.clone()),
        text,
        balanced,
        corrects,
    };
    Ok(ledger::post(tx, voucher, now)?.id)
}

/// Says no to a proposed loss; who proposed it may take it back so. Answers the invoice's number.
///
/// # Refuses
/// `loss.settled`.
///
/// # Errors
/// The refusal, `Forbidden`, `NotFound`, or the database's.
pub(crate) fn decline_loss(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<i64> {
    actor.must(Right::WriteOff)?;
    let (row, invoice) = get(tx, id)?;
    if row.state != LossState::Proposed {
        return Err(Refusal::from(LossFault::Settled).into());
    }
    store::set_settled(tx, id, LossState::Declined, (&actor.account_id, now), None)?;
    Ok(invoice.number)
}

/// Opens a debt again that was written off, as when it is paid after all: the mirror image of the
/// loss is posted, and the invoice is owed as before. Answers the invoice's number.
///
/// # Refuses
/// `loss.settled` unless it is in the books, `loss.reason` at `reason`, `ledger.term_closed`.
///
/// # Errors
/// The refusals, `Forbidden`, `NotFound`, or the database's.
pub(crate) fn reopen_loss(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    reason: &str,
    now: UtcTime,
) -> AppResult<i64> {
    actor.must(Right::WriteOff)?;
    let (row, invoice) = get(tx, id)?;
    let reason = rules::reason(reason).map_err(Refusal::from)?;
    let date = now.oslo_date();
    ledger::lock_books(tx, date)?;
    if row.state != LossState::Booked {
        return Err(Refusal::from(LossFault::Settled).into());
    }
    let vats = documents::list_vats(tx, &invoice.id)?;
    let taxes = rules::share(&vats, invoice.total_ore, row.amount_ore);
    let loss = kontering::loss(invoice.customer_id.as_str(), &taxes).map_err(Refusal::from)?;
    let text = format!("Tap på faktura {} er åpnet igjen: {reason}", invoice.number);
    let about = (&invoice, date, now);
    let voucher = post(tx, actor, about, loss.reversed(), text, row.voucher_id)?;
    store::set_reopened(tx, id, (&actor.account_id, now), &reason, &voucher)?;
    Ok(invoice.number)
}

fn get(conn: &mut DbConn, id: &str) -> AppResult<(WriteOff, Invoice)> {
    let row = store::find(conn, id)?.ok_or(AppError::NotFound)?;
    let invoice = documents::find(conn, &row.invoice_id)?.ok_or(AppError::NotFound)?;
    Ok((row, invoice))
}

/// Losses that wait for another, the oldest first, and then the hundred newest that are settled.
///
/// # Errors
/// `Forbidden`, the database's, or of a snapshot that cannot be read.
pub(crate) fn list_losses(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<LossCard>> {
    actor.must(Right::WriteOff)?;
    let mut rows = store::list_proposed(conn)?;
    let settled = store::list(conn, SHOWN_MAX)?.into_iter();
    rows.extend(settled.filter(|(row, _)| row.state != LossState::Proposed));
    rows.into_iter().map(|(row, invoice)| card(conn, row, invoice)).collect()
}

fn card(conn: &mut DbConn, row: WriteOff, invoice: Invoice) -> AppResult<LossCard> {
    let vats = documents::list_vats(conn, &invoice.id)?;
    let mut name = |id: Option<&crate::base::AccountId>| match id {
        Some(id) => store::name_of(conn, id),
        None => Ok(String::new()),
    };
    Ok(LossCard {
        proposed_by: name(Some(&row.proposed_by))?,
        settled_by: name(row.settled_by.as_ref())?,
        reopened_by: name(row.reopened_by.as_ref())?,
        buyer: serde_json::from_str(&invoice.buyer)?,
        taxes: rules::share(&vats, invoice.total_ore, row.amount_ore),
        row,
        invoice,
    })
}
