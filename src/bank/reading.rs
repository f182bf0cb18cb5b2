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
const PROPOSED_MAX: usize = 20;

/// What waits for a person.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    /// How many, also those that are not shown.
    pub(crate) count: i64,
    /// The oldest first.
    pub(crate) entries: Vec<BankEntry>,
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
    /// Each with the invoice it paid at once.
    pub(crate) entries: Vec<(BankEntry, Option<i64>)>,
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
    /// With the name of who answered.
    pub(crate) settling: Option<(Settling, String)>,
    /// Of what was booked when it came, and of the answer: year and number.
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
    let answered = settling.as_ref().and_then(|(row, _)| row.voucher_id.as_ref());
    let mut vouchers = Vec::new();
    for voucher in entry.voucher_id.iter().chain(answered) {
        vouchers.extend(ledger::voucher_number(conn, voucher)?);
    }
    let waits = entry.waits() && settling.is_none();
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
    let open = invoicing::list_receivables(conn)?.into_iter();
    let same = open.filter(|receivable| receivable.open == amount);
    Ok(same
        .take(PROPOSED_MAX)
        .map(|receivable| (receivable.invoice.number, receivable.buyer.name))
        .collect())
}

fn reversible(
    conn: &mut DbConn,
    entry: &BankEntry,
) -> AppResult<Vec<(String, i64, NaiveDate, bool)>> {
    if entry.amount_ore > Ore::ZERO {
        return Ok(Vec::new());
    }
    let found = store::list_reversible(conn, -entry.amount_ore, entry.booked_on)?;
    let mut told: Vec<_> = found
        .into_iter()
        .map(|(id, number, day, kid)| {
            let is_same = !entry.kid.is_empty() && kid == entry.kid;
            (id, number, day, is_same)
        })
        .collect();
    told.sort_by_key(|(.., is_same)| !is_same);
    Ok(told)
}
