//! What came with a form that was refused, held for an hour by the form's key, so that it need not
//! be sent again.

use diesel::prelude::*;

use super::schema::held_file::dsl;
use super::{DbConn, on_each};
use crate::base::UtcTime;

/// Seconds that something is held.
const HELD_SECONDS: i64 = 3600;
/// Letters in a form's key, at most; with a longer one nothing is held.
const KEY_MAX: usize = 200;

/// Holds a file by who sent it where and by the form's key, in place of what was held by them; what
/// has been held for an hour is let go of.
///
/// # Errors
/// The database's.
pub(crate) fn hold_file(
    tx: &mut DbConn,
    (scope, key): (&str, &str),
    body: &str,
    now: UtcTime,
) -> QueryResult<()> {
    purge_held(tx, now)?;
    if key.is_empty() || key.len() > KEY_MAX {
        return Ok(());
    }
    diesel::delete(dsl::held_file.find((scope, key))).execute(tx)?;
    let row = diesel::insert_into(dsl::held_file).values((
        dsl::scope.eq(scope),
        dsl::form_key.eq(key),
        dsl::body.eq(body),
        dsl::held_at.eq(now),
    ));
    on_each!(tx, |c| row.execute(c)).map(drop)
}

/// What is held by a form's key; None when nothing is, or has been for more than an hour.
///
/// # Errors
/// The database's.
pub(crate) fn held_file(
    conn: &mut DbConn,
    (scope, key): (&str, &str),
    now: UtcTime,
) -> QueryResult<Option<String>> {
    dsl::held_file
        .find((scope, key))
        .filter(dsl::held_at.ge(oldest(now)))
        .select(dsl::body)
        .first(conn)
        .optional()
}

/// Lets go of what has been held for an hour; answers how many.
///
/// # Errors
/// The database's.
pub(super) fn purge_held(tx: &mut DbConn, now: UtcTime) -> QueryResult<usize> {
    diesel::delete(dsl::held_file.filter(dsl::held_at.lt(oldest(now)))).execute(tx)
}

fn oldest(now: UtcTime) -> UtcTime {
    now.plus_seconds(-HELD_SECONDS)
}
