//! The books' rows: put in and read. Nothing here changes or removes one.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{UtcTime, VatCode, VatTerm, VoucherId};
use crate::db::schema::{closed_term, posting, vat_rate, voucher, voucher_text};
use crate::db::{DbConn, on_each};

use super::chain;
use super::model::{BookedPosting, ClosedTerm, Voucher};

/// The name of a fiscal year's number series.
pub(super) fn series(year: i32) -> String {
    format!("voucher:{year}")
}

/// The rate in force on a day; None before the code's first.
pub(super) fn rate_bp(conn: &mut DbConn, code: VatCode, on: NaiveDate) -> QueryResult<Option<i32>> {
    vat_rate::table
        .filter(vat_rate::code.eq(code).and(vat_rate::valid_from.le(on)))
        .order(vat_rate::valid_from.desc())
        .select(vat_rate::rate_bp)
        .first(conn)
        .optional()
}

/// The hash of the voucher before `number` in the year's series.
pub(super) fn hash_before(conn: &mut DbConn, year: i32, number: i64) -> QueryResult<String> {
    if number == 1 {
        return Ok(chain::BEGINNING.to_owned());
    }
    voucher::table
        .filter(voucher::fiscal_year.eq(year).and(voucher::number.eq(number - 1)))
        .select(voucher::hash)
        .first(conn)
}

pub(super) fn insert(
    tx: &mut DbConn,
    head: &Voucher,
    postings: &[BookedPosting],
    salt: &str,
    words: &str,
) -> QueryResult<()> {
    on_each!(&mut *tx, |c| diesel::insert_into(voucher::table).values(head).execute(c))?;
    for line in postings {
        on_each!(&mut *tx, |c| diesel::insert_into(posting::table).values(line).execute(c))?;
    }
    let text = diesel::insert_into(voucher_text::table).values((
        voucher_text::voucher_id.eq(&head.id),
        voucher_text::salt.eq(salt),
        voucher_text::words.eq(words),
    ));
    on_each!(tx, |c| text.execute(c)).map(drop)
}

pub(super) fn find(conn: &mut DbConn, id: &VoucherId) -> QueryResult<Option<Voucher>> {
    voucher::table.find(id).first(conn).optional()
}

pub(super) fn find_by_number(
    conn: &mut DbConn,
    year: i32,
    number: i64,
) -> QueryResult<Option<Voucher>> {
    voucher::table
        .filter(voucher::fiscal_year.eq(year).and(voucher::number.eq(number)))
        .first(conn)
        .optional()
}

/// The voucher that corrects this one; None when none does.
pub(super) fn find_correction(conn: &mut DbConn, id: &VoucherId) -> QueryResult<Option<Voucher>> {
    voucher::table.filter(voucher::corrects.eq(id)).first(conn).optional()
}

pub(super) fn list_postings(conn: &mut DbConn, id: &VoucherId) -> QueryResult<Vec<BookedPosting>> {
    posting::table.filter(posting::voucher_id.eq(id)).order(posting::line).load(conn)
}

/// The words of a voucher; None when they have been removed.
pub(super) fn find_words(conn: &mut DbConn, id: &VoucherId) -> QueryResult<Option<String>> {
    voucher_text::table.find(id).select(voucher_text::words).first(conn).optional()
}

pub(super) fn find_closed(conn: &mut DbConn, term: VatTerm) -> QueryResult<Option<ClosedTerm>> {
    closed_term::table.find((term.year, term.term)).first(conn).optional()
}

pub(super) fn list_closed(conn: &mut DbConn) -> QueryResult<Vec<ClosedTerm>> {
    closed_term::table.order((closed_term::year, closed_term::term)).load(conn)
}

pub(super) fn insert_closed(tx: &mut DbConn, term: &ClosedTerm) -> QueryResult<()> {
    diesel::insert_into(closed_term::table).values(term).execute(tx)?;
    Ok(())
}

/// When the newest voucher of a term was posted; None when it has none.
pub(super) fn last_posted(conn: &mut DbConn, term: VatTerm) -> QueryResult<Option<UtcTime>> {
    let (first, last) = (term.first_month().first_day(), term.last_month().last_day());
    voucher::table
        .filter(voucher::fiscal_year.eq(term.year))
        .filter(voucher::voucher_date.between(first, last))
        .select(diesel::dsl::max(voucher::posted_at))
        .first(conn)
}

/// Takes the lock of a fiscal year's vouchers until the commit.
pub(super) fn lock_year(tx: &mut DbConn, year: i32) -> QueryResult<()> {
    use crate::db::schema::number_series::dsl;
    let name = series(year);
    crate::db::raise_series(tx, &name, 1)?;
    diesel::update(dsl::number_series.find(name))
        .set(dsl::next_number.eq(dsl::next_number + 0))
        .execute(tx)?;
    Ok(())
}
