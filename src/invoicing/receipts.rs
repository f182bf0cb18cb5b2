//! Payments of one file from the bank, a day of them at a time, in one voucher.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{AccountId, InvoiceId, OrderId, Ore, UtcTime, VoucherId, fresh_id};
use crate::db::DbConn;
use crate::error::{AppResult, Refusal};
use crate::ledger::kontering::{self, Paid, Received};
use crate::ledger::{self, NewVoucher, VoucherKind};
use crate::orders;

use super::losses;
use super::model::{CreditKind, CustomerCredit, Due, Payment, PaymentKind};
use super::reminding::charges_open;
use super::rules::{self, Charges};
use super::settling::{Days, payment_row};
use super::store;

/// Money that came on the account.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    /// More than zero.
    pub(crate) amount: Ore,
    /// Empty when it came without one.
    pub(crate) kid: String,
}

/// What became of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// It paid of the invoice that its KID names: the payment's id.
    Invoice(String),
    /// No invoice has its KID.
    Nothing,
    /// The invoice of its KID is credited, or in the books as lost.
    Credited,
}

/// The file that receipts came in, as the books name it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FromFile<'a> {
    /// `OCR 3f2a90b1`: no names.
    pub(crate) document: &'a str,
    /// SHA-256 of the file.
    pub(crate) digest: &'a str,
}

/// Books what came on one day; each that names an open invoice pays it at once. Answers the voucher
/// and what became of each, in the order given.
///
/// Money that came in a term that is closed is booked on the first day after it, and keeps the bank's
/// day as the day it was paid.
///
/// What exceeds all that is open is the customer's to have; what meets no invoice is booked as owed
/// to whoever paid it ([`kontering::receipts`]).
///
/// # Refuses
/// `ledger.too_old` at `date`.
///
/// # Errors
/// The refusals; the database's.
pub(crate) fn book_receipts(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    file: FromFile<'_>,
    day: NaiveDate,
    receipts: &[Receipt],
    now: UtcTime,
) -> AppResult<(VoucherId, Vec<Met>)> {
    let days = Days { paid: day, booked: ledger::lock_first_open(tx, day)? };
    let mut known = Known::of(tx, receipts)?;
    let mut spread = Vec::with_capacity(receipts.len());
    for receipt in receipts {
        spread.push(known.meet(tx, receipt, day)?);
    }
    let received: Vec<Received<'_>> = receipts
        .iter()
        .zip(&spread)
        .map(|(receipt, meeting)| match meeting {
            Meeting::Pays(due, paid) => Received::Known(due.customer_id.as_str(), *paid),
            Meeting::Not(_) => Received::Unplaced(receipt.amount),
        })
        .collect();
    let voucher = NewVoucher {
        kind: VoucherKind::Payment,
        date: days.booked,
        document: file.document.to_owned(),
        content_digest: Some(file.digest.to_owned()),
        by: by.cloned(),
        text: format!("Innbetalinger fra banken, {}{}", file.document, days.words()),
        balanced: kontering::receipts(&received).map_err(Refusal::from)?,
        corrects: None,
    };
    let voucher = ledger::post(tx, voucher, now)?.id;
    let met = keep(tx, by, &voucher, day, &spread, now)?;
    orders::mark_many_paid(tx, &known.paid_in_full, by, now)?;
    Ok((voucher, met))
}

/// A receipt and its invoice.
enum Meeting {
    Pays(Due, Paid),
    Not(Met),
}

/// The invoices that some receipts name, and what is open on each as they are met.
struct Known {
    by_kid: BTreeMap<String, Standing>,
    paid_in_full: Vec<(OrderId, String)>,
}

/// An invoice as the receipts so far have left it.
struct Standing {
    due: Due,
    /// Credited, or in the books as lost.
    is_closed: bool,
    open: Ore,
    /// Of the invoice, paid by these receipts.
    met: Ore,
    /// Of what reminders ask for, paid by these receipts.
    taken: Charges,
}

impl Known {
    fn of(tx: &mut DbConn, receipts: &[Receipt]) -> AppResult<Self> {
        let mut kids: Vec<&str> = receipts.iter().map(|receipt| receipt.kid.as_str()).collect();
        kids.sort_unstable();
        kids.dedup();
        let dues = store::list_by_kids(tx, &kids)?;
        let ids: Vec<&InvoiceId> = dues.iter().map(|due| &due.id).collect();
        let paid = store::list_paid_of(tx, &ids)?;
        let mut closed = store::list_credited_of(tx, &ids)?;
        closed.extend(losses::list_booked_of(tx, &ids)?);
        let by_kid = dues.into_iter().map(|due| {
            let paid = paid.get(&due.id).copied().unwrap_or_default();
            let is_closed = closed.contains(&due.id);
            let open = due.total_ore - paid;
            let kid = due.kid.clone();
            (kid, Standing { due, is_closed, open, met: Ore::ZERO, taken: Charges::default() })
        });
        Ok(Self { by_kid: by_kid.collect(), paid_in_full: Vec::new() })
    }

    fn meet(&mut self, tx: &mut DbConn, receipt: &Receipt, day: NaiveDate) -> AppResult<Meeting> {
        let Some(standing) = self.by_kid.get_mut(&receipt.kid) else {
            return Ok(Meeting::Not(Met::Nothing));
        };
        if standing.is_closed {
            return Ok(Meeting::Not(Met::Credited));
        }
        let mut charges = Charges::default();
        if receipt.amount > standing.open {
            let coming = Some((day, standing.met + receipt.amount));
            charges = charges_open(tx, &standing.due.id, standing.due.total_ore, coming)?;
            charges.fee -= standing.taken.fee;
            charges.interest -= standing.taken.interest;
        }
        let paid = rules::split(receipt.amount, standing.open, charges);
        standing.open -= paid.invoice;
        standing.met += paid.invoice;
        standing.taken.fee += paid.fee;
        standing.taken.interest += paid.interest;
        let due = standing.due.clone();
        if standing.open.is_zero() && paid.invoice > Ore::ZERO {
            self.paid_in_full.push((due.order_id.clone(), format!("Faktura {}", due.number)));
        }
        Ok(Meeting::Pays(due, paid))
    }
}

/// Keeps the payments and what is owed after them.
fn keep(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    voucher: &VoucherId,
    day: NaiveDate,
    spread: &[Meeting],
    now: UtcTime,
) -> AppResult<Vec<Met>> {
    let mut met = Vec::with_capacity(spread.len());
    let mut payments: Vec<Payment> = Vec::new();
    let mut credits = Vec::new();
    for meeting in spread {
        let (due, paid) = match meeting {
            Meeting::Pays(due, paid) => (due, paid),
            Meeting::Not(why) => {
                met.push(why.clone());
                continue;
            }
        };
        let row = payment_row(&due.id, PaymentKind::Money, *paid, day, voucher.clone(), by, now);
        met.push(Met::Invoice(row.id.clone()));
        if paid.over > Ore::ZERO {
            credits.push(CustomerCredit {
                id: fresh_id(),
                customer_id: due.customer_id.clone(),
                kind: CreditKind::Over,
                amount_ore: paid.over,
                moved_on: day,
                payment_id: Some(row.id.clone()),
                voucher_id: voucher.clone(),
                registered_at: now,
                registered_by: by.cloned(),
            });
        }
        payments.push(row);
    }
    store::insert_payments(tx, &payments)?;
    store::insert_credits(tx, &credits)?;
    Ok(met)
}
