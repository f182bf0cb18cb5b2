//! Rows of files and entries from the bank: put in and read, never changed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;

use crate::base::Ore;
use crate::db::schema::{account, bank_entry, bank_file, bank_settling, invoice, payment, voucher};
use crate::db::{DbConn, on_each};

use super::model::{BankEntry, BankFile, Fate, FileKind, Settling};

pub(super) fn insert_file(tx: &mut DbConn, row: &BankFile) -> QueryResult<()> {
    diesel::insert_into(bank_file::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn insert_entries(tx: &mut DbConn, rows: &[BankEntry]) -> QueryResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    on_each!(tx, |c| diesel::insert_into(bank_entry::table).values(rows).execute(c)).map(drop)
}

pub(super) fn insert_settling(tx: &mut DbConn, row: &Settling) -> QueryResult<()> {
    diesel::insert_into(bank_settling::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn find_file_by_digest(
    conn: &mut DbConn,
    digest: &str,
) -> QueryResult<Option<BankFile>> {
    bank_file::table.filter(bank_file::digest.eq(digest)).first(conn).optional()
}

pub(super) fn find_file(conn: &mut DbConn, id: &str) -> QueryResult<Option<BankFile>> {
    bank_file::table.find(id).first(conn).optional()
}

pub(super) fn find_entry(conn: &mut DbConn, id: &str) -> QueryResult<Option<BankEntry>> {
    bank_entry::table.find(id).first(conn).optional()
}

/// The answer to an entry, and the name of who gave it.
pub(super) fn find_settling(
    conn: &mut DbConn,
    entry: &str,
) -> QueryResult<Option<(Settling, String)>> {
    bank_settling::table
        .inner_join(account::table)
        .filter(bank_settling::entry_id.eq(entry))
        .select((bank_settling::all_columns, account::name))
        .first(conn)
        .optional()
}

/// Those of the keys that are there.
pub(super) fn list_known(conn: &mut DbConn, keys: &[&str]) -> QueryResult<BTreeSet<String>> {
    let known: Vec<String> = bank_entry::table
        .filter(bank_entry::bank_key.eq_any(keys))
        .select(bank_entry::bank_key)
        .load(conn)?;
    Ok(known.into_iter().collect())
}

/// Day, KID, amount, reference, and kind of file, of an entry of another file.
pub(super) type Alike = (NaiveDate, String, Ore, String, FileKind);

/// Entries of other files on these days with these KIDs.
pub(super) fn list_alike(
    conn: &mut DbConn,
    file: &str,
    days: &[NaiveDate],
    kids: &[&str],
) -> QueryResult<Vec<Alike>> {
    bank_entry::table
        .inner_join(bank_file::table)
        .filter(bank_entry::booked_on.eq_any(days).and(bank_entry::kid.eq_any(kids)))
        .filter(bank_entry::file_id.ne(file))
        .select((
            bank_entry::booked_on,
            bank_entry::kid,
            bank_entry::amount_ore,
            bank_entry::reference,
            bank_file::kind,
        ))
        .load(conn)
}

/// Files with how many of their entries are new in them, the newest first.
pub(super) fn list_files(
    conn: &mut DbConn,
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<(BankFile, i64, i64)>> {
    let files: Vec<BankFile> = bank_file::table
        .order((bank_file::taken_at.desc(), bank_file::id.desc()))
        .offset(skip)
        .limit(limit)
        .load(conn)?;
    let mut told = Vec::with_capacity(files.len());
    for file in files {
        let (paid, own) = count_of_file(conn, &file.id)?;
        told.push((file, paid, own));
    }
    Ok(told)
}

pub(super) fn count_files(conn: &mut DbConn) -> QueryResult<i64> {
    bank_file::table.select(count_star()).first(conn)
}

/// Entries of a file that met their invoice, and all that no other file had.
pub(super) fn count_of_file(conn: &mut DbConn, file: &str) -> QueryResult<(i64, i64)> {
    let of_file = bank_entry::table.filter(bank_entry::file_id.eq(file));
    let own = of_file.select(count_star()).first(conn)?;
    let paid = of_file.filter(bank_entry::fate.eq(Fate::Paid)).select(count_star()).first(conn)?;
    Ok((paid, own))
}

/// Entries that wait for a person, the oldest first, at most `limit`.
pub(super) fn list_waiting(conn: &mut DbConn, limit: i64) -> QueryResult<Vec<BankEntry>> {
    let answers = bank_settling::table.filter(bank_settling::entry_id.eq(bank_entry::id));
    bank_entry::table
        .filter(bank_entry::fate.ne(Fate::Paid).and(not(exists(answers))))
        .order((bank_entry::booked_on, bank_entry::id))
        .limit(limit)
        .load(conn)
}

/// How many entries wait, and what they come to.
pub(super) fn count_waiting(conn: &mut DbConn) -> QueryResult<i64> {
    let answers = bank_settling::table.filter(bank_settling::entry_id.eq(bank_entry::id));
    bank_entry::table
        .filter(bank_entry::fate.ne(Fate::Paid).and(not(exists(answers))))
        .select(count_star())
        .first(conn)
}

/// Entries of a file by line, each with the number of the invoice it paid at once.
pub(super) fn list_of_file(
    conn: &mut DbConn,
    file: &str,
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<(BankEntry, Option<i64>)>> {
    bank_entry::table
        .left_join(payment::table.inner_join(invoice::table))
        .filter(bank_entry::file_id.eq(file))
        .order((bank_entry::line, bank_entry::id))
        .select((bank_entry::all_columns, invoice::number.nullable()))
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// Vouchers of a file: year and number, in order.
pub(super) fn list_vouchers_of_file(conn: &mut DbConn, file: &str) -> QueryResult<Vec<(i32, i64)>> {
    bank_entry::table
        .inner_join(voucher::table)
        .filter(bank_entry::file_id.eq(file))
        .select((voucher::fiscal_year, voucher::number))
        .distinct()
        .order((voucher::fiscal_year, voucher::number))
        .load(conn)
}

/// Payments that an amount taken back may be of: paid by then, of that amount in all, not taken
/// back; of the KID first. Id, invoice, day.
pub(super) fn list_reversible(
    conn: &mut DbConn,
    amount: Ore,
    by: NaiveDate,
) -> QueryResult<Vec<(String, i64, NaiveDate, String)>> {
    let back = diesel::alias!(payment as back);
    let taken_back = back.filter(back.field(payment::reverses).eq(payment::id.nullable()));
    payment::table
        .inner_join(invoice::table)
        .filter(payment::paid_on.le(by).and(payment::reverses.is_null()))
        .filter(payment::kind.eq("money"))
        .filter(
            (payment::amount_ore + payment::over_ore + payment::fee_ore + payment::interest_ore)
                .eq(amount.ore()),
        )
        .filter(not(exists(taken_back)))
        .order((payment::paid_on.desc(), payment::id))
        .select((payment::id, invoice::number, payment::paid_on, invoice::kid))
        .limit(50)
        .load(conn)
}
