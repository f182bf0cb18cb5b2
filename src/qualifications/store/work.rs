//! What other slices keep that learning rests on: today's jobs, and whose an hour is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{EnterpriseId, EntryId, Minutes, OfferingId, ResidentId};
use crate::db::DbConn;
use crate::db::schema::{
    account, account_role, board_hand, enterprise, hour_entry, offering, order_line, resident,
};

/// The work someone is set to on a day: the enterprise, and the offerings of the job.
pub(in super::super) fn jobs_on(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
) -> QueryResult<Vec<(EnterpriseId, Option<OfferingId>)>> {
    board_hand::table
        .left_join(
            order_line::table.on(order_line::order_id
                .nullable()
                .eq(board_hand::order_id)
                .and(order_line::enterprise_id.eq(board_hand::enterprise_id))),
        )
        .filter(board_hand::resident_id.eq(resident_id).and(board_hand::board_date.eq(date)))
        .filter(board_hand::taken_off_at.is_null())
        .order((board_hand::set_at, board_hand::id))
        .select((board_hand::enterprise_id, order_line::offering_id.nullable()))
        .load(conn)
}

/// Own hours from a day on, newest first: id, day, minutes, enterprise.
pub(in super::super) fn own_hours(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
) -> QueryResult<Vec<(EntryId, NaiveDate, Minutes, String)>> {
    hour_entry::table
        .inner_join(enterprise::table)
        .filter(hour_entry::resident_id.eq(resident_id).and(hour_entry::entry_date.ge(from)))
        .filter(hour_entry::counter.eq(false))
        .order((hour_entry::entry_date.desc(), hour_entry::start_minute.desc()))
        .select((
            hour_entry::id,
            hour_entry::entry_date,
            hour_entry::worked_minutes,
            enterprise::name,
        ))
        .load(conn)
}

/// Whose an hour entry is, and its minutes.
pub(in super::super) fn entry_of(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<(EntryId, ResidentId, Minutes)>> {
    hour_entry::table
        .find(id)
        .select((hour_entry::id, hour_entry::resident_id, hour_entry::worked_minutes))
        .first(conn)
        .optional()
}

/// The minutes of some hour entries.
pub(in super::super) fn minutes_of(
    conn: &mut DbConn,
    ids: &[EntryId],
) -> QueryResult<BTreeMap<EntryId, Minutes>> {
    let rows: Vec<(EntryId, Minutes)> = hour_entry::table
        .filter(hour_entry::id.eq_any(ids))
        .select((hour_entry::id, hour_entry::worked_minutes))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Every offering with its enterprise and name, and whether it is sold; by enterprise and name.
pub(in super::super) fn offerings(
    conn: &mut DbConn,
) -> QueryResult<Vec<(OfferingId, EnterpriseId, String, bool)>> {
    offering::table
        .order((offering::enterprise_id, offering::name, offering::id))
        .select((offering::id, offering::enterprise_id, offering::name, offering::is_offered))
        .load(conn)
}

/// Is there such a resident?
pub(in super::super) fn is_resident(conn: &mut DbConn, id: &ResidentId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(resident::table.find(id))).get_result(conn)
}

/// Those who hold the role of resident on a day, by key.
pub(in super::super) fn residents_on(
    conn: &mut DbConn,
    on: NaiveDate,
) -> QueryResult<Vec<ResidentId>> {
    resident::table
        .inner_join(account::table)
        .inner_join(account_role::table.on(account_role::account_id.eq(account::id)))
        .filter(account_role::role.eq("resident").and(account_role::valid_from.le(on)))
        .filter(account_role::ended_at.is_null().and(account::ended_at.is_null()))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)))
        .order(resident::id)
        .select(resident::id)
        .distinct()
        .load(conn)
}
