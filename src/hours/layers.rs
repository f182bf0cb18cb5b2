//! Sums by order, and by month and kind, as guards and costs are reckoned from them.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::model::{EntryState, HourKind};
use crate::base::{EnterpriseId, Month, OrderId};
use crate::db::DbConn;
use crate::db::schema::{hour_entry, hours_kept};

/// Minutes logged on some orders, drafts too, by order, enterprise and state.
///
/// # Errors
/// The database's.
pub(super) fn minutes_on(
    conn: &mut DbConn,
    order_ids: &[OrderId],
) -> QueryResult<Vec<(OrderId, EnterpriseId, EntryState, i64)>> {
    type Sum = (Option<OrderId>, EnterpriseId, EntryState, i64);
    let sums: Vec<Sum> = hour_entry::table
        .filter(hour_entry::order_id.eq_any(order_ids))
        .group_by((hour_entry::order_id, hour_entry::enterprise_id, hour_entry::state))
        .select((
            hour_entry::order_id,
            hour_entry::enterprise_id,
            hour_entry::state,
            sql::<BigInt>("CAST(COALESCE(SUM(worked_minutes),0) AS BIGINT)"),
        ))
        .load(conn)?;
    let whole =
        |(order, enterprise, state, minutes): Sum| Some((order?, enterprise, state, minutes));
    Ok(sums.into_iter().filter_map(whole).collect())
}

/// Approved minutes of an enterprise and a kind in a month.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct KindMonth {
    pub(crate) month: Month,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) kind: HourKind,
    pub(crate) minutes: i64,
}

/// Minutes by month, enterprise and kind, from what is kept; those that have some.
///
/// # Errors
/// The database's.
pub(crate) fn kept_by_kind(
    conn: &mut DbConn,
    first: Month,
    last: Month,
) -> QueryResult<Vec<KindMonth>> {
    hours_kept::table
        .filter(hours_kept::period.between(first, last))
        .group_by((hours_kept::period, hours_kept::enterprise_id, hours_kept::kind))
        .select((
            hours_kept::period,
            hours_kept::enterprise_id,
            hours_kept::kind,
            sql::<BigInt>("CAST(COALESCE(SUM(minutes),0) AS BIGINT)"),
        ))
        .load(conn)
}

/// An enterprise's approved minutes of some days within a month, by kind, from the rows.
///
/// # Errors
/// The database's.
pub(crate) fn days_by_kind(
    conn: &mut DbConn,
    enterprise_id: &EnterpriseId,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<(HourKind, i64)>> {
    hour_entry::table
        .filter(sql::<Bool>("hour_entry.state = 'approved'"))
        .filter(hour_entry::enterprise_id.eq(enterprise_id))
        .filter(hour_entry::entry_date.between(from, to))
        .group_by(hour_entry::kind)
        .select((
            hour_entry::kind,
            sql::<BigInt>("CAST(COALESCE(SUM(worked_minutes),0) AS BIGINT)"),
        ))
        .load(conn)
}
