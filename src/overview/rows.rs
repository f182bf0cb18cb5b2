//! The rows that a figure of the overview opens to; their sum is the figure.

use super::model::Span;
use super::store::{self, Bought, Sold};
use crate::base::{EnterpriseId, Ore};
use crate::db::DbConn;
use crate::error::AppResult;

/// Rows on one page, at most; the sum is always of all.
pub(crate) const ROWS_MAX: i64 = 2000;

/// Rows with the sum of all, those beyond the limit too.
#[expect(clippy::struct_field_names, reason = "rows of rows is what they are")]
pub(crate) struct Rows<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) count: i64,
    pub(crate) sum: Ore,
}

/// What was invoiced and credited, line by line; of one enterprise or of all.
///
/// # Errors
/// The database's.
pub(crate) fn sold(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
) -> AppResult<Rows<Sold>> {
    let rows = store::sold(conn, span, of, ROWS_MAX)?;
    let (count, sum) = store::sum_sold(conn, span, of)?;
    Ok(Rows { rows, count, sum })
}

/// What was bought, receipt by receipt; of one enterprise or of all.
///
/// # Errors
/// The database's.
pub(crate) fn bought(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
) -> AppResult<Rows<Bought>> {
    let rows = store::bought(conn, span, of, ROWS_MAX)?;
    let (count, sum) = store::sum_bought(conn, span, of)?;
    Ok(Rows { rows, count, sum })
}
