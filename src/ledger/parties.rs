//! What customers and others have on their accounts, posting by posting.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountNo, Ore};
use crate::db::DbConn;
use crate::db::schema::{posting, voucher};

use super::VoucherKind;

/// A posting told apart by a party, with the voucher it stands in.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct PartyPosting {
    pub(crate) date: NaiveDate,
    pub(crate) year: i32,
    pub(crate) number: i64,
    pub(crate) kind: VoucherKind,
    pub(crate) document: String,
    pub(crate) account: AccountNo,
    pub(crate) amount: Ore,
}

/// What some parties have on some accounts up to a day, by date and number.
///
/// # Errors
/// The database's.
pub(crate) fn party_postings(
    conn: &mut DbConn,
    accounts: &[AccountNo],
    parties: &[String],
    to: NaiveDate,
) -> QueryResult<Vec<PartyPosting>> {
    posting::table
        .inner_join(voucher::table)
        .filter(posting::account.eq_any(accounts).and(posting::entry_date.le(to)))
        .filter(posting::party.eq_any(parties))
        .order((posting::entry_date, voucher::fiscal_year, voucher::number, posting::line))
        .select((
            posting::entry_date,
            voucher::fiscal_year,
            voucher::number,
            voucher::kind,
            voucher::document,
            posting::account,
            posting::amount_ore,
        ))
        .load(conn)
}
