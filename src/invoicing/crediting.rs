//! An invoice is credited.

use chrono::NaiveDate;

use crate::base::{AccountId, InvoiceId, UtcTime, VoucherId};
use crate::db::{DbConn, next_number};
use crate::error::{AppError, AppResult, Refusal};
use crate::ledger::{self, NewVoucher, VoucherKind, kontering};
use crate::orders;

use super::issuing::{SERIES, booked, refuse};
use super::losses;
use super::model::{BuyerSnapshot, Invoice, InvoiceKind, InvoiceLine, InvoiceVat};
use super::rules::{self, RuleError};
use super::store;

/// Credits an invoice whole, by its number; a second call answers the same credit note.
///
/// # Refuses
/// `invoice.is_credit_note`; `payment.written_off`; `invoice.date` at `date` for a day after today, before the invoice or
/// before the newest document; `ledger.term_closed` at `date`.
///
/// # Errors
/// The refusals; `NotFound` for a number that is none; the database's.
pub(crate) fn credit(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    invoice_number: i64,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<Invoice> {
    let invoice = store::find_by_number(tx, invoice_number)?.ok_or(AppError::NotFound)?;
    if let Some(credited) = store::find_credit_of(tx, &invoice.id)? {
        return Ok(credited);
    }
    let newest = store::newest_date(tx)?;
    book_credit(tx, &invoice, by, date, newest, now)
}

/// A credit note as an import says it was: the whole invoice.
///
/// # Refuses
/// `invoice.date` for a day after today or before the invoice; `ledger.term_closed`.
///
/// # Errors
/// The refusals; `NotFound` for no such invoice; the database's.
pub(crate) fn record_credit(
    tx: &mut DbConn,
    invoice: &InvoiceId,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<InvoiceId> {
    let invoice = store::find(tx, invoice)?.ok_or(AppError::NotFound)?;
    Ok(book_credit(tx, &invoice, None, date, None, now)?.id)
}

fn book_credit(
    tx: &mut DbConn,
    invoice: &Invoice,
    by: Option<&AccountId>,
    date: NaiveDate,
    newest: Option<NaiveDate>,
    now: UtcTime,
) -> AppResult<Invoice> {
    if invoice.kind == InvoiceKind::CreditNote {
        return Err(Refusal::from(RuleError::IsCreditNote).into());
    }
    if losses::find_booked(tx, &invoice.id)?.is_some() {
        return Err(Refusal::from(RuleError::CreditOfWrittenOff).into());
    }
    let fault = rules::credit_fault(invoice.invoice_date, date, now.oslo_date(), newest);
    refuse(fault.into_iter().collect())?;
    let number = next_number(tx, SERIES, 1)?;
    let lines = store::list_lines(tx, &invoice.id)?;
    let vats = store::list_vats(tx, &invoice.id)?;
    let (sale_lines, sale_taxes) = booked(&lines, &vats);
    let customer = invoice.customer_id.as_str();
    let balanced = kontering::credit_note(customer, invoice.total_ore, &sale_lines, &sale_taxes)
        .map_err(Refusal::from)?;
    let mut head = mirrored(invoice, number, date, by, now);
    let lines: Vec<InvoiceLine> = lines.iter().map(|line| mirrored_line(&head.id, line)).collect();
    let vats: Vec<InvoiceVat> = vats.iter().map(|vat| mirrored_vat(&head.id, vat)).collect();
    let buyer: BuyerSnapshot = serde_json::from_str(&invoice.buyer)?;
    let text = format!("Kreditnota {number} for faktura {} til {}", invoice.number, buyer.name);
    let voucher = NewVoucher {
        kind: VoucherKind::CreditNote,
        date,
        document: number.to_string(),
        content_digest: Some(rules::digest(&head, &lines, &vats)),
        by: by.cloned(),
        text,
        balanced,
        corrects: Some(invoice.voucher_id.clone()),
    };
    head.voucher_id = ledger::post(tx, voucher, now)?.id;
    store::insert(tx, &head, &lines, &vats)?;
    let note = format!("Kreditnota {number}");
    orders::mark_credited(tx, &invoice.order_id, by, &note, now)?;
    Ok(head)
}

pub(super) fn mirrored(
    invoice: &Invoice,
    number: i64,
    date: NaiveDate,
    by: Option<&AccountId>,
    now: UtcTime,
) -> Invoice {
    Invoice {
        id: InvoiceId::fresh(),
        number,
        kind: InvoiceKind::CreditNote,
        credits: Some(invoice.id.clone()),
        invoice_date: date,
        due_date: date,
        total_ore: -invoice.total_ore,
        voucher_id: VoucherId::from_text(""), // posted just after
        issued_at: now,
        issued_by: by.cloned(),
        ..invoice.clone()
    }
}

pub(super) fn mirrored_line(id: &InvoiceId, line: &InvoiceLine) -> InvoiceLine {
    InvoiceLine {
        invoice_id: id.clone(),
        quantity_milli: crate::base::Quantity::from_milli(-line.quantity_milli.milli()),
        gross_ore: -line.gross_ore,
        net_ore: -line.net_ore,
        ..line.clone()
    }
}

pub(super) fn mirrored_vat(id: &InvoiceId, vat: &InvoiceVat) -> InvoiceVat {
    InvoiceVat {
        invoice_id: id.clone(),
        gross_ore: -vat.gross_ore,
        base_ore: -vat.base_ore,
        vat_ore: -vat.vat_ore,
        ..vat.clone()
    }
}
