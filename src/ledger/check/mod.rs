//! The books proven anew: every rule that the program holds is read back from the rows themselves.
//!
//! Rows are read in pages, so that a million postings are proven in little memory.

mod kept;
mod vouchers;

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

/// Proves balance, numbers, chain, closed terms and kept sums; empty when all holds.
///
/// # Errors
/// The database's.
pub(crate) fn check(db: &Db) -> AppResult<Vec<Broken>> {
    db.read_now(prove)
}

/// [`check`] on a connection one has, also within a transaction.
///
/// # Errors
/// The database's.
pub(crate) fn prove(conn: &mut DbConn) -> AppResult<Vec<Broken>> {
    let mut broken = vouchers::check(conn)?;
    broken.extend(kept::balances(conn)?);
    broken.extend(kept::hours(conn)?);
    broken.extend(kept::counter_entries(conn)?);
    Ok(broken)
}
