//! What an import fills of an entry that is there.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{ClockTime, EntryId, Minutes, ResidentId};
use crate::db::DbConn;
use crate::db::schema::hour_entry;
use crate::hours::EntryState;

/// The entry that waits for approval and begins then, with its end; none or one.
pub(in crate::hours) fn waiting_at(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
    start: ClockTime,
) -> QueryResult<Vec<(EntryId, ClockTime)>> {
    hour_entry::table
        .filter(hour_entry::resident_id.eq(resident_id))
        .filter(hour_entry::entry_date.eq(date).and(hour_entry::start_minute.eq(start)))
        .filter(hour_entry::state.eq(EntryState::Submitted))
        .select((hour_entry::id, hour_entry::end_minute))
        .load(conn)
}

pub(in crate::hours) fn set_break(
    tx: &mut DbConn,
    id: &EntryId,
    rest: Minutes,
    worked: Minutes,
) -> QueryResult<()> {
    diesel::update(hour_entry::table.find(id))
        .set((hour_entry::break_minutes.eq(rest), hour_entry::worked_minutes.eq(worked)))
        .execute(tx)
        .map(drop)
}
