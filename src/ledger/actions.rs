//! What is done to the books: a voucher posted, a voucher mirrored, a term closed.

use chrono::{Datelike, NaiveDate};

use crate::base::{Month, UtcTime, VatCode, VatTerm, VoucherId, random_token};
use crate::db::{DbConn, next_number};
use crate::error::{AppError, AppResult, Refusal};
use crate::people::{Actor, Right};

use super::model::{BookedPosting, ClosedTerm, Voucher};
use super::voucher::{Balanced, NewVoucher, Posted, Posting, VoucherKind};
use super::{balances, chain, period, store, words};

/// Posts a voucher: number, hash, postings and balances in the caller's transaction.
///
/// # Errors
/// `ledger.too_old`, and `ledger.term_closed` when the date stands in a closed term; else the
/// database's.
pub(crate) fn post(tx: &mut DbConn, new: NewVoucher, now: UtcTime) -> AppResult<Posted> {
    refuse_too_old(new.date)?;
    let year = new.date.year();
    let number = next_number(tx, &store::series(year), 1)?; // the lock of this year's books
    refuse_closed(tx, new.date)?;
    let previous_hash = store::hash_before(tx, year, number)?;
    let salt = random_token();
    let id = VoucherId::fresh();
    let postings = booked(&id, &new);
    let mut head = Voucher {
        id: id.clone(),
        fiscal_year: year,
        number,
        kind: new.kind,
        voucher_date: new.date,
        posted_at: now,
        by_account: new.by,
        document: new.document,
        content_digest: new.content_digest,
        corrects: new.corrects,
        text_digest: chain::digest_of_words(&salt, &new.text),
        previous_hash,
        hash: String::new(),
    };
    head.hash = chain::hash(&head, &postings);
    store::insert(tx, &head, &postings, &salt, &new.text)?;
    balances::keep(tx, &postings)?;
    Ok(Posted { id, year, number })
}

fn booked(id: &VoucherId, new: &NewVoucher) -> Vec<BookedPosting> {
    let period = Month::of(new.date);
    (1..)
        .zip(new.balanced.postings())
        .map(|(line, posting)| BookedPosting {
            voucher_id: id.clone(),
            line,
            account: posting.account.clone(),
            amount_ore: posting.amount,
            enterprise_id: posting.enterprise_id.clone(),
            vat_code: posting.vat_code,
            vat_base_ore: posting.vat_base,
            party: posting.party.clone(),
            entry_date: new.date,
            period,
        })
        .collect()
}

/// Posts the mirror image of a voucher, on a date of its own, with the reason in words.
///
/// Invoices, credit notes and their payments are not mirrored here: a credit note is, and does it.
///
/// # Errors
/// `ledger.reason` without a reason, `ledger.has_own_way` for invoices and payments,
/// `ledger.corrected` when it has been done, `ledger.before_original` and `ledger.in_future` for
/// the date, `ledger.term_closed`; `NotFound` for no voucher, `Forbidden` for others than the
/// business manager.
pub(crate) fn reverse(
    tx: &mut DbConn,
    actor: &Actor,
    id: &VoucherId,
    date: NaiveDate,
    reason: &str,
    now: UtcTime,
) -> AppResult<Posted> {
    actor.must(Right::CloseTerm)?;
    let original = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    store::lock_year(tx, original.fiscal_year)?;
    let is_corrected = store::find_correction(tx, id)?.is_some();
    words::check_reversal(&original, is_corrected, date, reason, now.oslo_date())?;
    let postings = store::list_postings(tx, id)?.iter().map(as_posting).collect();
    let balanced = Balanced::new(postings).map_err(Refusal::from)?.reversed();
    let new = NewVoucher {
        kind: VoucherKind::Correction,
        date,
        document: original.document.clone(),
        content_digest: None,
        by: Some(actor.account_id.clone()),
        text: format!(
            "Retter bilag {}-{}: {}",
            original.fiscal_year,
            original.number,
            reason.trim()
        ),
        balanced,
        corrects: Some(id.clone()),
    };
    post(tx, new, now)
}

fn as_posting(booked: &BookedPosting) -> Posting {
    Posting {
        account: booked.account.clone(),
        amount: booked.amount_ore,
        enterprise_id: booked.enterprise_id.clone(),
        vat_code: booked.vat_code,
        vat_base: booked.vat_base_ore,
        party: booked.party.clone(),
    }
}

/// Takes the lock of the books of a day's year until the commit, and refuses a closed term.
///
/// # Errors
/// `ledger.too_old`, `ledger.term_closed` at `date`.
pub(crate) fn lock_books(tx: &mut DbConn, date: NaiveDate) -> AppResult<()> {
    refuse_too_old(date)?;
    store::lock_year(tx, date.year())?;
    refuse_closed(tx, date)
}

/// The first day from a date on whose books are open, locked as [`lock_books`] does: the date itself,
/// or the day after the closed terms it stands in.
///
/// For what happened on its day whether or not the books are closed, as what the bank tells of.
///
/// # Errors
/// `ledger.too_old` at `date`; the database's.
///
/// Source: bokføringsloven § 4 nr. 1 (fullstendighet): what comes to light after the term is closed
/// is booked in the one that is open.
pub(crate) fn lock_first_open(tx: &mut DbConn, date: NaiveDate) -> AppResult<NaiveDate> {
    refuse_too_old(date)?;
    let mut day = date;
    loop {
        store::lock_year(tx, day.year())?;
        let term = VatTerm::of(day);
        let next = term.last_month().last_day().succ_opt();
        match (store::find_closed(tx, term)?, next) {
            (Some(_), Some(next)) => day = next,
            _ => return Ok(day),
        }
    }
}

/// The rate of a VAT code on a day, in basis points (2500 is 25 %).
///
/// # Errors
/// `ledger.too_old`, and `ledger.no_rate` before the code's first rate, at `date`; the database's.
pub(crate) fn vat_rate(conn: &mut DbConn, code: VatCode, on: NaiveDate) -> AppResult<i32> {
    refuse_too_old(on)?;
    let rate = store::rate_bp(conn, code, on)?;
    rate.ok_or_else(|| words::no_rate(code, on).into())
}

/// Refuses a date that nobody means: a year with too few digits, or long before the farm.
fn refuse_too_old(date: NaiveDate) -> Result<(), Refusal> {
    if period::is_too_old(date) { Err(words::too_old(date)) } else { Ok(()) }
}

/// Refuses a date that stands in a closed VAT term.
///
/// # Errors
/// `ledger.term_closed` at `date`.
fn refuse_closed(conn: &mut DbConn, date: NaiveDate) -> AppResult<()> {
    let term = VatTerm::of(date);
    match store::find_closed(conn, term)? {
        Some(_) => Err(words::term_closed(term).into()),
        None => Ok(()),
    }
}

/// Closes a VAT term for good: it takes no posting after this, from an import either.
///
/// A term that is closed already stays as it was closed. It is said to be closed no earlier than its
/// newest posting: clocks of two machines differ, and a request may have waited for another.
///
/// # Errors
/// `ledger.no_term`, `ledger.term_not_ended`; `Forbidden` for others than the business manager.
pub(crate) fn close_term(
    tx: &mut DbConn,
    actor: &Actor,
    term: VatTerm,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::CloseTerm)?;
    period::may_close(term, now.oslo_date()).map_err(Refusal::from)?;
    store::lock_year(tx, term.year)?;
    if store::find_closed(tx, term)?.is_some() {
        return Ok(());
    }
    let closed = ClosedTerm {
        year: term.year,
        term: term.term,
        closed_at: store::last_posted(tx, term)?.map_or(now, |last| last.max(now)),
        closed_by: Some(actor.account_id.clone()),
    };
    store::insert_closed(tx, &closed)?;
    Ok(())
}
