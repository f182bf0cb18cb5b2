//! Rows of files and entries from the bank: put in and read, never changed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::base::{Ore, VoucherId};
use crate::db::schema::{account, bank_entry, bank_file, bank_settling, invoice, payment, voucher};
use crate::db::{DbConn, on_each};

use super::model::{BankEntry, BankFile, Fate, FileKind, How, Settling};

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

/// What was last said of an entry, and the name of who did.
pub(super) fn find_settling(
    conn: &mut DbConn,
    entry: &str,
) -> QueryResult<Option<(Settling, String)>> {
    bank_settling::table
        .inner_join(account::table)
        .filter(bank_settling::entry_id.eq(entry))
        .order(bank_settling::turn.desc())
        .select((bank_settling::all_columns, account::name))
        .first(conn)
        .optional()
}

/// Vouchers of all that was said of an entry, the first first.
pub(super) fn list_settling_vouchers(
    conn: &mut DbConn,
    entry: &str,
) -> QueryResult<Vec<VoucherId>> {
    let found: Vec<Option<VoucherId>> = bank_settling::table
        .filter(bank_settling::entry_id.eq(entry))
        .order(bank_settling::turn)
        .select(bank_settling::voucher_id)
        .load(conn)?;
    Ok(found.into_iter().flatten().collect())
}

/// The entry that a payment came by: at once, or as a person answered.
pub(super) fn find_entry_of_payment(
    conn: &mut DbConn,
    payment: &str,
) -> QueryResult<Option<BankEntry>> {
    let at_once: Option<BankEntry> =
        bank_entry::table.filter(bank_entry::payment_id.eq(payment)).first(conn).optional()?;
    if at_once.is_some() {
        return Ok(at_once);
    }
    bank_settling::table
        .inner_join(bank_entry::table)
        .filter(bank_settling::payment_id.eq(payment).and(bank_settling::how.eq(How::Invoice)))
        .select(bank_entry::all_columns)
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

/// Does an entry wait? It met no invoice and nothing was said of it, or what was last said is that it
/// waits anew. By two indexes that hold little else than what waits.
pub(super) const WAITS: &str = "bank_entry.id IN (\
    SELECT e.id FROM bank_entry e WHERE e.fate <> 'paid' \
    AND NOT EXISTS (SELECT 1 FROM bank_settling s WHERE s.entry_id = e.id) \
    UNION ALL \
    SELECT s.entry_id FROM bank_settling s WHERE s.how = 'reopened' AND NOT EXISTS \
    (SELECT 1 FROM bank_settling l WHERE l.entry_id = s.entry_id AND l.turn > s.turn))";

/// Entries that wait for a person, the oldest first, at most `limit`; does each wait anew?
pub(super) fn list_waiting(conn: &mut DbConn, limit: i64) -> QueryResult<Vec<(BankEntry, bool)>> {
    let said = exists(bank_settling::table.filter(bank_settling::entry_id.eq(bank_entry::id)));
    bank_entry::table
        .filter(sql::<Bool>(WAITS))
        .order((bank_entry::booked_on, bank_entry::id))
        .select((bank_entry::all_columns, said))
        .limit(limit)
        .load(conn)
}

/// How many entries wait.
pub(super) fn count_waiting(conn: &mut DbConn) -> QueryResult<i64> {
    bank_entry::table.filter(sql::<Bool>(WAITS)).select(count_star()).first(conn)
}

/// Entries of a file by line, each with the number of the invoice it paid at once, and whether it
/// waits.
pub(super) fn list_of_file(
    conn: &mut DbConn,
    file: &str,
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<(BankEntry, Option<i64>, bool)>> {
    bank_entry::table
        .left_join(payment::table.inner_join(invoice::table))
        .filter(bank_entry::file_id.eq(file))
        .order((bank_entry::line, bank_entry::id))
        .select((bank_entry::all_columns, invoice::number.nullable(), sql::<Bool>(WAITS)))
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
/// back; those of the KID first, then the newest. Id, invoice, day, KID.
pub(super) fn list_reversible(
    conn: &mut DbConn,
    amount: Ore,
    by: NaiveDate,
    kid: &str,
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
        .order((invoice::kid.ne(kid), payment::paid_on.desc(), payment::id))
        .select((payment::id, invoice::number, payment::paid_on, invoice::kid))
        .limit(50)
        .load(conn)
}
