//! What is read out of the books: trial balance, an account's postings, a voucher, VAT by term.
//!
//! Sums come from the kept balances ([`sums`]), so a statement costs the months it shows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::base::{AccountNo, EnterpriseId, Month, Ore, VatCode, VatTerm, VoucherId};
use crate::db::DbConn;
use crate::db::schema::{account, balance, posting, voucher};

use super::model::{BookedPosting, ClosedTerm, Sum, Voucher};
use super::{VoucherKind, store, sums};

/// An account in the trial balance; debit positive, credit negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountLine {
    pub(crate) account: AccountNo,
    /// When the span began.
    pub(crate) opening: Ore,
    /// Within the span.
    pub(crate) change: Ore,
    /// When the span ended.
    pub(crate) closing: Ore,
}

/// Every account that has a posting by `to`, with what it held and what the span added.
///
/// # Errors
/// The database's.
pub(crate) fn trial_balance(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<AccountLine>> {
    let mut lines: BTreeMap<AccountNo, (Ore, Ore)> = BTreeMap::new();
    for (account, amount) in held_before(conn, from)? {
        lines.entry(account).or_default().0 += amount;
    }
    for sum in sums(conn, from, to)? {
        lines.entry(sum.account).or_default().1 += sum.amount;
    }
    let line = |(account, (opening, change))| AccountLine {
        account,
        opening,
        change,
        closing: opening + change,
    };
    Ok(lines.into_iter().map(line).collect())
}

/// What each account held when `day` began.
fn held_before(conn: &mut DbConn, day: NaiveDate) -> QueryResult<Vec<(AccountNo, Ore)>> {
    let month = Month::of(day);
    let rows: Vec<(AccountNo, i64)> = balance::table
        .filter(balance::period.lt(month))
        .group_by(balance::account)
        .select((balance::account, sql::<BigInt>("CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT)")))
        .load(conn)?;
    let mut held: Vec<_> = rows.into_iter().map(|(no, ore)| (no, Ore::new(ore))).collect();
    if let Some(yesterday) = day.pred_opt().filter(|y| Month::of(*y) == month) {
        let edge = sums(conn, month.first_day(), yesterday)?;
        held.extend(edge.into_iter().map(|sum| (sum.account, sum.amount)));
    }
    Ok(held)
}

/// A posting of an account, with the voucher it stands in.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct AccountPosting {
    pub(crate) date: NaiveDate,
    pub(crate) year: i32,
    pub(crate) number: i64,
    pub(crate) kind: VoucherKind,
    pub(crate) document: String,
    pub(crate) enterprise_id: Option<EnterpriseId>,
    pub(crate) vat_code: Option<VatCode>,
    pub(crate) amount: Ore,
}

/// An account's postings by date and number, at most `limit` after the first `skip`.
///
/// # Errors
/// The database's.
pub(crate) fn account_postings(
    conn: &mut DbConn,
    account: &AccountNo,
    from: NaiveDate,
    to: NaiveDate,
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<AccountPosting>> {
    posting::table
        .inner_join(voucher::table)
        .filter(posting::account.eq(account).and(posting::entry_date.between(from, to)))
        .order((posting::entry_date, voucher::fiscal_year, voucher::number, posting::line))
        .select((
            posting::entry_date,
            voucher::fiscal_year,
            voucher::number,
            voucher::kind,
            voucher::document,
            posting::enterprise_id,
            posting::vat_code,
            posting::amount_ore,
        ))
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// How many postings an account has in a span.
///
/// # Errors
/// The database's.
pub(crate) fn count_account_postings(
    conn: &mut DbConn,
    account: &AccountNo,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<i64> {
    posting::table
        .filter(posting::account.eq(account).and(posting::entry_date.between(from, to)))
        .count()
        .get_result(conn)
}

/// A voucher with all that is known of it.
#[derive(Clone, Debug)]
pub(crate) struct ShownVoucher {
    pub(crate) voucher: Voucher,
    pub(crate) postings: Vec<BookedPosting>,
    /// None when the law had them removed.
    pub(crate) words: Option<String>,
    /// Who posted; None for the program.
    pub(crate) by: Option<String>,
    /// The voucher that this one corrects.
    pub(crate) corrects: Option<Voucher>,
    /// The voucher that corrects this one.
    pub(crate) corrected_by: Option<Voucher>,
}

/// The voucher of a number; None when there is none.
///
/// # Errors
/// The database's.
pub(crate) fn find_voucher(
    conn: &mut DbConn,
    year: i32,
    number: i64,
) -> QueryResult<Option<ShownVoucher>> {
    let Some(voucher) = store::find_by_number(conn, year, number)? else { return Ok(None) };
    let postings = store::list_postings(conn, &voucher.id)?;
    let words = store::find_words(conn, &voucher.id)?;
    let by = match &voucher.by_account {
        Some(id) => account::table.find(id).select(account::name).first(conn).optional()?,
        None => None,
    };
    let corrects = match &voucher.corrects {
        Some(id) => store::find(conn, id)?,
        None => None,
    };
    let corrected_by = store::find_correction(conn, &voucher.id)?;
    Ok(Some(ShownVoucher { voucher, postings, words, by, corrects, corrected_by }))
}

/// What a voucher's number is, by its id; None for no voucher.
///
/// # Errors
/// The database's.
pub(crate) fn voucher_number(conn: &mut DbConn, id: &VoucherId) -> QueryResult<Option<(i32, i64)>> {
    Ok(store::find(conn, id)?.map(|found| (found.fiscal_year, found.number)))
}

/// Has the voucher been corrected by its mirror image?
///
/// # Errors
/// The database's.
pub(crate) fn is_corrected(conn: &mut DbConn, id: &VoucherId) -> QueryResult<bool> {
    Ok(store::find_correction(conn, id)?.is_some())
}

/// The numbers of many vouchers, year and number, by their ids.
///
/// # Errors
/// The database's.
pub(crate) fn voucher_numbers(
    conn: &mut DbConn,
    ids: &[&VoucherId],
) -> QueryResult<BTreeMap<VoucherId, (i32, i64)>> {
    let rows: Vec<(VoucherId, (i32, i64))> = voucher::table
        .filter(voucher::id.eq_any(ids))
        .select((voucher::id, (voucher::fiscal_year, voucher::number)))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Those of many vouchers that have been corrected.
///
/// # Errors
/// The database's.
pub(crate) fn corrected_among(
    conn: &mut DbConn,
    ids: &[&VoucherId],
) -> QueryResult<BTreeSet<VoucherId>> {
    let rows: Vec<Option<VoucherId>> = voucher::table
        .filter(voucher::corrects.eq_any(ids))
        .select(voucher::corrects)
        .load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// What a VAT code comes to in a term, as positive figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VatFigure {
    pub(crate) term: VatTerm,
    pub(crate) code: VatCode,
    pub(crate) base: Ore,
    pub(crate) vat: Ore,
}

/// VAT by term and code, those that have something.
///
/// Base is what is posted under the code outside the tax accounts, VAT what is posted on them.
///
/// Source: CONTRACT section 3, "VAT term".
pub(crate) fn vat_figures(sums: &[Sum]) -> Vec<VatFigure> {
    let mut found: BTreeMap<(VatTerm, VatCode), (Ore, Ore)> = BTreeMap::new();
    for sum in sums {
        let Some(code) = sum.vat_code else { continue };
        let amount = if code.is_sale() { -sum.amount } else { sum.amount };
        let figure = found.entry((VatTerm::of_month(sum.month), code)).or_default();
        if sum.account.is_vat() {
            figure.1 += amount;
        } else {
            figure.0 += amount;
        }
    }
    found
        .into_iter()
        .filter(|(_, (base, vat))| !base.is_zero() || !vat.is_zero())
        .map(|((term, code), (base, vat))| VatFigure { term, code, base, vat })
        .collect()
}

/// A posting behind the base of a VAT code, with its account.
pub(crate) type BasePosting = (AccountNo, AccountPosting);

/// The postings behind a base figure, by date and number, at most `limit` after the first `skip`.
///
/// # Errors
/// The database's.
pub(crate) fn vat_base_postings(
    conn: &mut DbConn,
    (term, code): (VatTerm, VatCode),
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<BasePosting>> {
    let (from, to) = days_of(term);
    posting::table
        .inner_join(voucher::table)
        .filter(posting::vat_code.eq(code).and(posting::entry_date.between(from, to)))
        .filter(posting::account.not_like(TAX_ACCOUNTS))
        .order((posting::entry_date, voucher::fiscal_year, voucher::number, posting::line))
        .select((
            posting::account,
            (
                posting::entry_date,
                voucher::fiscal_year,
                voucher::number,
                voucher::kind,
                voucher::document,
                posting::enterprise_id,
                posting::vat_code,
                posting::amount_ore,
            ),
        ))
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// How many postings are behind a base figure, and their sum, debit positive.
///
/// # Errors
/// The database's.
pub(crate) fn sum_vat_base(
    conn: &mut DbConn,
    (term, code): (VatTerm, VatCode),
) -> QueryResult<(i64, Ore)> {
    let (from, to) = days_of(term);
    let (count, ore): (i64, i64) = posting::table
        .filter(posting::vat_code.eq(code).and(posting::entry_date.between(from, to)))
        .filter(posting::account.not_like(TAX_ACCOUNTS))
        .select((
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT)"),
        ))
        .first(conn)?;
    Ok((count, Ore::new(ore)))
}

/// What [`AccountNo::is_vat`] says, in SQL.
const TAX_ACCOUNTS: &str = "27%";

fn days_of(term: VatTerm) -> (NaiveDate, NaiveDate) {
    (term.first_month().first_day(), term.last_month().last_day())
}

/// The years that have a voucher, newest first.
///
/// # Errors
/// The database's.
pub(crate) fn list_years(conn: &mut DbConn) -> QueryResult<Vec<i32>> {
    let months: Vec<Month> = balance::table.select(balance::period).distinct().load(conn)?;
    let years: BTreeSet<i32> = months.into_iter().map(Month::year).collect();
    Ok(years.into_iter().rev().collect())
}

/// The terms that take no more postings.
///
/// # Errors
/// The database's.
pub(crate) fn list_closed_terms(conn: &mut DbConn) -> QueryResult<Vec<ClosedTerm>> {
    store::list_closed(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vat_is_told_in_positive_figures_by_term_and_code() {
        let sum = |account, code, month: &str, ore| Sum {
            account: AccountNo::of(account),
            enterprise_id: None,
            vat_code: code,
            month: Month::parse(month).unwrap(),
            amount: Ore::new(ore),
        };
        let figures = vat_figures(&[
            sum(1500, None, "2025-01", 250),
            sum(3010, Some(VatCode::Out25), "2025-01", -100),
            sum(3020, Some(VatCode::Out25), "2025-02", -100),
            sum(2700, Some(VatCode::Out25), "2025-02", -50),
            sum(4000, Some(VatCode::In25), "2025-03", 80),
            sum(2710, Some(VatCode::In25), "2025-03", 20),
            sum(3220, Some(VatCode::OutsideVat), "2025-03", -70),
            sum(3010, Some(VatCode::Out15), "2025-03", -5),
            sum(3010, Some(VatCode::Out15), "2025-04", 5),
        ]);
        let seen: Vec<_> = figures
            .iter()
            .map(|f| (f.term.term, f.code.as_str(), f.base.ore(), f.vat.ore()))
            .collect();
        assert_eq!(seen, [(1, "3", 200, 50), (2, "6", 70, 0), (2, "1", 80, 20)]);
    }
}
