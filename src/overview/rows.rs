//! The rows that a figure of the overview opens to; their sum is the figure.

use super::model::Span;
use super::store::{self, Bought, Sold};
use crate::base::{EnterpriseId, Ore};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::web::{PAGE_ROWS, page_asked};

/// A page of rows with the count and the sum of all.
#[expect(clippy::struct_field_names, reason = "rows of rows is what they are")]
pub(crate) struct Rows<T> {
    pub(crate) rows: Vec<T>,
    /// The page, from 0.
    pub(crate) index: i64,
    pub(crate) count: i64,
    pub(crate) sum: Ore,
}

/// What was invoiced and credited, line by line; of one enterprise or of all. `side` is
/// the page asked for.
///
/// # Errors
/// The database's.
pub(crate) fn sold(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
    side: &str,
) -> AppResult<Rows<Sold>> {
    let (count, sum) = store::sum_sold(conn, span, of)?;
    let index = page_asked(side, PAGE_ROWS, count);
    let rows = store::sold(conn, span, of, (index * PAGE_ROWS, PAGE_ROWS))?;
    Ok(Rows { rows, index, count, sum })
}

/// What was bought, receipt by receipt; of one enterprise or of all. `side`
/// is the page asked for.
///
/// # Errors
/// The database's.
pub(crate) fn bought(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
    side: &str,
) -> AppResult<Rows<Bought>> {
    let (count, sum) = store::sum_bought(conn, span, of)?;
    let index = page_asked(side, PAGE_ROWS, count);
    let rows = store::bought(conn, span, of, (index * PAGE_ROWS, PAGE_ROWS))?;
    Ok(Rows { rows, index, count, sum })
}
