//! The books proven anew: every rule that the program holds is read back from the rows themselves.
//!
//! Rows are read in pages, so that a million postings are proven in little memory.

mod kept;
mod vouchers;

use diesel::prelude::*;
use diesel::result::Error;

use crate::db::{Db, DbConn};
use crate::error::AppResult;

/// A rule that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Stable, such as `ledger.chain`.
    pub(crate) rule: &'static str,
    /// Norwegian; names the row.
    pub(crate) what: String,
}

impl Broken {
    pub(crate) fn new(rule: &'static str, what: impl Into<String>) -> Self {
        Self { rule, what: what.into() }
    }
}

/// `ledger.chain: Bilag 2026-5 …`
impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)
    }
}

/// Adds what is broken of balance, numbers, chain, closed terms and kept sums.
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
    let vouchers = vouchers::check(conn, broken);
    note(broken, "ledger.unreadable", "Bilagene", vouchers)?;
    let balances = kept::balances(conn).map(|found| broken.extend(found));
    note(broken, "ledger.unreadable", "Saldoene", balances)?;
    let hours = kept::hours(conn).map(|found| broken.extend(found));
    note(broken, "hours.unreadable", "Timene", hours)?;
    let counters = kept::counter_entries(conn).map(|found| broken.extend(found));
    note(broken, "hours.unreadable", "Motføringene", counters)?;
    Ok(())
}

/// A part of a proof that met what cannot be read is a broken rule like others.
///
/// # Errors
/// What else went wrong.
pub(crate) fn note(
    broken: &mut Vec<Broken>,
    rule: &'static str,
    what: &str,
    proven: QueryResult<()>,
) -> QueryResult<()> {
    match proven {
        Err(Error::DeserializationError(reason)) => {
            broken.push(Broken::new(rule, format!("{what} kan ikke leses: {reason}.")));
            Ok(())
        }
        other => other,
    }
}
