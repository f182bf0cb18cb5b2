//! Money in proven anew: each movement booked once, the bank to the øre, and what is owed back.

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use crate::base::Ore;
use crate::db::schema::{bank_entry, bank_settling, customer_credit, posting, voucher};
use crate::db::{Db, DbConn};
use crate::error::AppResult;
use crate::ledger::{Broken, note};

use super::store;

/// Adds where files from the bank and what is owed back are not as the books have them.
///
/// # Errors
/// The database's; what was found before stands in `broken`.
pub(crate) fn check(db: &Db, broken: &mut Vec<Broken>) -> AppResult<()> {
    db.read_now(|conn| prove(conn, broken))
}

/// [`check`] on a connection one has, also within a transaction.
///
/// # Errors
/// As [`check`].
pub(crate) fn prove(conn: &mut DbConn, broken: &mut Vec<Broken>) -> AppResult<()> {
    let files = files(conn).map(|found| broken.extend(found));
    note(broken, "bank.unreadable", "Filene fra banken", files)?;
    let once = booked_once(conn).map(|found| broken.extend(found));
    note(broken, "bank.unreadable", "Betalingene fra banken", once)?;
    let owed = owed_back(conn).map(|found| broken.extend(found));
    note(broken, "bank.unreadable", "Tilgodehavende", owed)?;
    Ok(())
}

/// What each voucher of a file has in the bank is the sum of the file's entries on it.
fn files(conn: &mut DbConn) -> QueryResult<Vec<Broken>> {
    let unlike: Vec<(i64, i64)> = voucher::table
        .inner_join(bank_entry::table)
        .group_by((voucher::fiscal_year, voucher::number, voucher::id))
        .having(sql::<Bool>(
            "SUM(bank_entry.amount_ore) <> (SELECT COALESCE(SUM(p.amount_ore), 0) FROM posting p \
             WHERE p.voucher_id = voucher.id AND p.account = '1920')",
        ))
        .order((voucher::fiscal_year, voucher::number))
        .select((sql::<BigInt>("CAST(voucher.fiscal_year AS BIGINT)"), voucher::number))
        .load(conn)?;
    let told = |(year, number)| {
        let words = format!("Bilag {year}-{number} har en annen sum i banken enn filen.");
        Broken::new("bank.sum", words)
    };
    Ok(unlike.into_iter().map(told).collect())
}

/// No payment is of two movements, and one that met its invoice is a payment of its amount.
fn booked_once(conn: &mut DbConn) -> QueryResult<Vec<Broken>> {
    let twice: Vec<Option<String>> = bank_entry::table
        .filter(bank_entry::payment_id.is_not_null())
        .group_by(bank_entry::payment_id)
        .having(sql::<Bool>("COUNT(*) > 1"))
        .select(sql::<Nullable<Text>>("MIN(bank_entry.reference)"))
        .load(conn)?;
    let mut broken: Vec<Broken> = twice
        .into_iter()
        .map(|reference| {
            let reference = reference.unwrap_or_default();
            Broken::new("bank.twice", format!("Betalingen {reference} er ført to ganger."))
        })
        .collect();
    let unlike: Vec<String> = bank_entry::table
        .filter(sql::<Bool>(
            "bank_entry.fate = 'paid' AND NOT EXISTS (SELECT 1 FROM payment p \
             WHERE p.id = bank_entry.payment_id AND p.voucher_id = bank_entry.voucher_id \
             AND p.amount_ore + p.over_ore + p.fee_ore + p.interest_ore = bank_entry.amount_ore)",
        ))
        .order(bank_entry::id)
        .select(bank_entry::reference)
        .load(conn)?;
    broken.extend(unlike.into_iter().map(|reference| {
        Broken::new("bank.payment", format!("Betalingen {reference} er ikke som filen sier."))
    }));
    Ok(broken)
}

/// The account of what is owed back is what customers have to come and what nobody has placed.
fn owed_back(conn: &mut DbConn) -> QueryResult<Option<Broken>> {
    let sum = |of: &str| sql::<BigInt>("CAST(COALESCE(SUM(").sql(of).sql("), 0) AS BIGINT)");
    let customers: i64 =
        customer_credit::table.select(sum("customer_credit.amount_ore")).first(conn)?;
    let is_said = exists(bank_settling::table.filter(bank_settling::entry_id.eq(bank_entry::id)));
    let waits: i64 = bank_entry::table
        .filter(sql::<Bool>(store::WAITS))
        .filter(bank_entry::voucher_id.is_not_null().or(is_said))
        .select(sum("bank_entry.amount_ore"))
        .first(conn)?;
    let booked: i64 = posting::table
        .filter(posting::account.eq("2900"))
        .select(sum("posting.amount_ore"))
        .first(conn)?;
    let owed = Ore::new(customers + waits);
    let booked = Ore::new(-booked);
    Ok((owed != booked).then(|| {
        let words = format!("Konto 2900 er {booked} kr, men det som skyldes, er {owed} kr.");
        Broken::new("bank.owed_back", words)
    }))
}
