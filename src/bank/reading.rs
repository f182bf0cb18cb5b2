//! What is read of files from the bank.

use chrono::NaiveDate;

use crate::base::Ore;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::invoicing;
use crate::ledger;

use super::model::{BankEntry, BankFile, Settling};
use super::store;

/// Entries that wait, shown at once.
const WAITING_MAX: i64 = 200;
/// Invoices proposed for an entry, at most.
const PROPOSED_MAX: i64 = 20;

/// What waits for a person.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    /// How many, also those that are not shown.
    pub(crate) count: i64,
    /// The oldest first; does each wait anew, as its payment was taken back?
    pub(crate) entries: Vec<(BankEntry, bool)>,
}

/// The entries that wait for a person.
///
/// # Errors
/// The database's.
pub(crate) fn list_waiting(conn: &mut DbConn) -> AppResult<Waiting> {
    Ok(Waiting {
        count: store::count_waiting(conn)?,
        entries: store::list_waiting(conn, WAITING_MAX)?,
    })
}

/// How many files have been taken in.
///
/// # Errors
/// The database's.
pub(crate) fn count_files(conn: &mut DbConn) -> AppResult<i64> {
    Ok(store::count_files(conn)?)
}

/// Files with how many of their entries paid an invoice and how many no other file had, the newest
/// first.
///
/// # Errors
/// The database's.
pub(crate) fn list_files(
    conn: &mut DbConn,
    skip: i64,
    limit: i64,
) -> AppResult<Vec<(BankFile, i64, i64)>> {
    Ok(store::list_files(conn, skip, limit)?)
}

/// How many entries of a file no other file had.
///
/// # Errors
/// The database's.
pub(crate) fn count_of_file(conn: &mut DbConn, id: &str) -> AppResult<i64> {
    Ok(store::count_of_file(conn, id)?.1)
}

/// A file with a page of its entries.
#[derive(Clone, Debug)]
pub(crate) struct FileCard {
    pub(crate) file: BankFile,
    /// Entries that no other file had.
    pub(crate) own: i64,
    /// Each with the invoice it paid at once, and whether it waits.
    pub(crate) entries: Vec<(BankEntry, Option<i64>, bool)>,
    /// Year and number.
    pub(crate) vouchers: Vec<(i32, i64)>,
}

/// A file and its entries, at most `limit` after the first `skip`.
///
/// # Errors
/// `NotFound`; the database's.
pub(crate) fn file_card(conn: &mut DbConn, id: &str, skip: i64, limit: i64) -> AppResult<FileCard> {
    let file = store::find_file(conn, id)?.ok_or(AppError::NotFound)?;
    let (_, own) = store::count_of_file(conn, id)?;
    Ok(FileCard {
        own,
        entries: store::list_of_file(conn, id, skip, limit)?,
        vouchers: store::list_vouchers_of_file(conn, id)?,
        file,
    })
}

/// An entry, what may be answered it, and what was.
#[derive(Clone, Debug)]
pub(crate) struct EntryCard {
    pub(crate) entry: BankEntry,
    pub(crate) file: BankFile,
    /// What was last said, with the name of who did.
    pub(crate) settling: Option<(Settling, String)>,
    /// Of what was booked when it came, and of all that was said: year and number.
    pub(crate) vouchers: Vec<(i32, i64)>,
    /// Open invoices of just this amount: number, buyer.
    pub(crate) proposed: Vec<(i64, String)>,
    /// Payments that an amount taken back may be of: id, invoice, day, is it of the same KID?
    pub(crate) reversible: Vec<(String, i64, NaiveDate, bool)>,
}

/// The card of an entry.
///
/// # Errors
/// `NotFound`; the database's.
pub(crate) fn entry_card(conn: &mut DbConn, id: &str) -> AppResult<EntryCard> {
    let entry = store::find_entry(conn, id)?.ok_or(AppError::NotFound)?;
    let file = store::find_file(conn, &entry.file_id)?.ok_or(AppError::NotFound)?;
    let settling = store::find_settling(conn, id)?;
    let said = store::list_settling_vouchers(conn, id)?;
    let mut vouchers = Vec::new();
    for voucher in entry.voucher_id.iter().chain(&said) {
        vouchers.extend(ledger::voucher_number(conn, voucher)?);
    }
    let waits = entry.waits(settling.as_ref().map(|(row, _)| row));
    Ok(EntryCard {
        proposed: if waits { proposed(conn, entry.amount_ore)? } else { Vec::new() },
        reversible: if waits { reversible(conn, &entry)? } else { Vec::new() },
        vouchers,
        settling,
        file,
        entry,
    })
}

fn proposed(conn: &mut DbConn, amount: Ore) -> AppResult<Vec<(i64, String)>> {
    if amount <= Ore::ZERO {
        return Ok(Vec::new());
    }
    invoicing::list_open_of_amount(conn, amount, PROPOSED_MAX)
}

fn reversible(
    conn: &mut DbConn,
    entry: &BankEntry,
) -> AppResult<Vec<(String, i64, NaiveDate, bool)>> {
    if entry.amount_ore > Ore::ZERO {
        return Ok(Vec::new());
    }
    let found = store::list_reversible(conn, -entry.amount_ore, entry.booked_on, &entry.kid)?;
    let told = |(id, number, day, kid): (String, i64, NaiveDate, String)| {
        let is_same = !entry.kid.is_empty() && kid == entry.kid;
        (id, number, day, is_same)
    };
    Ok(found.into_iter().map(told).collect())
}
