//! A person says what an entry that waited is.

use chrono::NaiveDate;

use crate::base::{AccountId, CustomerId, UtcTime, VoucherId};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};
use crate::invoicing::{self, Days, TakenBack};
use crate::ledger;
use crate::ledger::kontering::MoneyFrom;
use crate::people::{Actor, Right};

use super::model::{BankEntry, How, Settling};
use super::store;
use super::words::NotSettled;

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A payment of the invoice of that number.
    Invoice(i64),
    /// Money of a customer for no invoice yet.
    Customer(CustomerId),
    /// It went back to whoever paid, from the bank, on that day.
    PaidBack(NaiveDate),
    /// The bank took this payment back.
    Reversed(String),
    /// It is booked by other ways, or is none of ours; why.
    PassedOver(String),
}

/// Settles an entry that waits, and books what the answer says.
///
/// What was booked when it came is placed today; what was not is booked on the bank's own day, or on
/// the first day after it whose term is open.
///
/// # Refuses
/// `bank.settled`, `bank.not_for`, `bank.note`; what the slice of invoices refuses.
///
/// # Errors
/// The refusals; `Forbidden`; `NotFound` for no such entry; the database's.
pub(crate) fn settle(
    tx: &mut DbConn,
    actor: &Actor,
    entry: &str,
    answer: &Answer,
    now: UtcTime,
) -> AppResult<How> {
    actor.must(Right::Invoice)?;
    let entry = store::find_entry(tx, entry)?.ok_or(AppError::NotFound)?;
    let by = &actor.account_id;
    let last = store::find_settling(tx, &entry.id)?.map(|(row, _)| row);
    if !entry.waits(last.as_ref()) {
        return Err(Refusal::from(NotSettled::Done).into());
    }
    let is_booked = entry.is_booked(last.as_ref());
    if !entry.takes(answer.how(), is_booked) {
        return Err(Refusal::from(NotSettled::NotFor).into());
    }
    let (payment_id, voucher_id) = book(tx, by, &entry, is_booked, answer, now)?;
    let note = match answer {
        Answer::PassedOver(why) if why.trim().is_empty() => {
            return Err(Refusal::from(NotSettled::NoNote).into());
        }
        Answer::PassedOver(why) => why.trim().chars().take(500).collect(),
        _ => String::new(),
    };
    let row = Settling {
        entry_id: entry.id,
        turn: next_turn(last.as_ref()),
        how: answer.how(),
        payment_id,
        voucher_id,
        note,
        settled_at: now,
        settled_by: by.clone(),
    };
    store::insert_settling(tx, &row)?;
    Ok(row.how)
}

const fn next_turn(last: Option<&Settling>) -> i32 {
    match last {
        Some(last) => last.turn + 1,
        None => 1,
    }
}

/// Takes a payment of an invoice back by hand; does what it came by wait anew?
///
/// Money that came by the bank is on the account still, so it is owed back, and its entry waits for
/// another answer. What was registered by hand leaves the account as it came.
///
/// # Refuses
/// As [`invoicing::reverse_payment`].
///
/// # Errors
/// As [`invoicing::reverse_payment`].
pub(crate) fn take_back(
    tx: &mut DbConn,
    by: &AccountId,
    payment: &str,
    now: UtcTime,
) -> AppResult<bool> {
    let today = now.oslo_date();
    let days = Days { paid: today, booked: today };
    let Some(entry) = store::find_entry_of_payment(tx, payment)? else {
        invoicing::reverse_payment(tx, by, payment, TakenBack::Undone, days, now)?;
        return Ok(false);
    };
    let back = invoicing::reverse_payment(tx, by, payment, TakenBack::Waits, days, now)?;
    let last = store::find_settling(tx, &entry.id)?.map(|(row, _)| row);
    let row = Settling {
        entry_id: entry.id,
        turn: next_turn(last.as_ref()),
        how: How::Reopened,
        payment_id: Some(back.id),
        voucher_id: Some(back.voucher_id),
        note: String::new(),
        settled_at: now,
        settled_by: by.clone(),
    };
    store::insert_settling(tx, &row)?;
    Ok(true)
}

/// Books what an answer says; answers the payment and the voucher, where there are such.
fn book(
    tx: &mut DbConn,
    by: &AccountId,
    entry: &BankEntry,
    is_booked: bool,
    answer: &Answer,
    now: UtcTime,
) -> AppResult<(Option<String>, Option<VoucherId>)> {
    let (from, booked) = if is_booked {
        (MoneyFrom::Unplaced, now.oslo_date())
    } else {
        (MoneyFrom::Bank, ledger::lock_first_open(tx, entry.booked_on)?)
    };
    let days = Days { paid: entry.booked_on, booked };
    let amount = entry.amount_ore;
    Ok(match answer {
        Answer::Invoice(number) => {
            let paid = invoicing::pay_with_received(tx, by, from, *number, amount, days, now);
            let paid = paid.map_err(|error| match error {
                AppError::NotFound => Refusal::from(NotSettled::NoInvoice).into(),
                other => other,
            })?;
            (Some(paid.id), Some(paid.voucher_id))
        }
        Answer::Customer(customer) => {
            let kept = invoicing::prepay(tx, by, from, customer, amount, days, now);
            let kept = kept.map_err(|error| match error {
                AppError::NotFound => Refusal::from(NotSettled::NoCustomer).into(),
                other => other,
            })?;
            (None, Some(kept))
        }
        Answer::PaidBack(day) => {
            let back = invoicing::pay_back_unplaced(tx, by, amount, entry.booked_on, *day, now)?;
            (None, Some(back))
        }
        Answer::Reversed(payment) => {
            let known = store::list_reversible(tx, -amount, entry.booked_on, &entry.kid)?;
            if !known.iter().any(|(id, ..)| id == payment) {
                return Err(Refusal::from(NotSettled::NoPayment).into());
            }
            let how = TakenBack::ByBank;
            let back = invoicing::reverse_payment(tx, by, payment, how, days, now)?;
            (Some(back.id), Some(back.voucher_id))
        }
        Answer::PassedOver(_) => (None, None),
    })
}

impl Answer {
    pub(super) const fn how(&self) -> How {
        match self {
            Self::Invoice(_) => How::Invoice,
            Self::Customer(_) => How::Customer,
            Self::PaidBack(_) => How::PaidBack,
            Self::Reversed(_) => How::Reversed,
            Self::PassedOver(_) => How::PassedOver,
        }
    }
}
