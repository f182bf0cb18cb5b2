//! Rows of finished weeks and of the working-time rules, and who works where.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::EntryState;
use super::super::rules::WorkingTimeRule;
use crate::base::{EnterpriseId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{
    account, account_role, hour_entry, hours_week, membership, resident, working_time_rule,
};

/// When a resident's week was finished; None when it is not.
pub(in crate::hours) fn finished_at(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    monday: NaiveDate,
) -> QueryResult<Option<UtcTime>> {
    hours_week::table
        .find((resident_id, monday))
        .select(hours_week::finished_at)
        .first(conn)
        .optional()
}

pub(in crate::hours) fn finish(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    monday: NaiveDate,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(hours_week::table)
        .values((
            hours_week::resident_id.eq(resident_id),
            hours_week::monday.eq(monday),
            hours_week::finished_at.eq(now),
        ))
        .execute(tx)
        .map(drop)
}

/// Answers how many there were, none or one.
pub(in crate::hours) fn reopen(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    monday: NaiveDate,
) -> QueryResult<usize> {
    diesel::delete(hours_week::table.find((resident_id, monday))).execute(tx)
}

/// What was sent at one instant and is not approved is said to be sent at another.
pub(in crate::hours) fn send_again(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    (from, to): (NaiveDate, NaiveDate),
    (before, now): (UtcTime, UtcTime),
) -> QueryResult<()> {
    let sent = hour_entry::table
        .filter(hour_entry::resident_id.eq(resident_id))
        .filter(hour_entry::entry_date.between(from, to))
        .filter(hour_entry::state.eq(EntryState::Submitted))
        .filter(hour_entry::submitted_at.eq(before).and(hour_entry::corrects.is_null()));
    diesel::update(sent).set(hour_entry::submitted_at.eq(now)).execute(tx).map(drop)
}

/// Takes back what was sent at an instant and is not approved.
pub(in crate::hours) fn take_back(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    (from, to): (NaiveDate, NaiveDate),
    sent_at: UtcTime,
    state: EntryState,
) -> QueryResult<usize> {
    let sent = hour_entry::table
        .filter(hour_entry::resident_id.eq(resident_id))
        .filter(hour_entry::entry_date.between(from, to))
        .filter(hour_entry::state.eq(EntryState::Submitted))
        .filter(hour_entry::submitted_at.eq(sent_at).and(hour_entry::corrects.is_null()));
    diesel::update(sent)
        .set((hour_entry::state.eq(state), hour_entry::submitted_at.eq(None::<UtcTime>)))
        .execute(tx)
}

/// Residents who work in some enterprises on a day: key and enterprise.
pub(in crate::hours) fn hands(
    conn: &mut DbConn,
    enterprises: &[EnterpriseId],
    on: NaiveDate,
) -> QueryResult<Vec<ResidentId>> {
    membership::table
        .inner_join(account::table.on(account::id.eq(membership::account_id)))
        .inner_join(resident::table.on(resident::account_id.eq(account::id.nullable())))
        .inner_join(account_role::table.on(account_role::account_id.eq(account::id)))
        .filter(membership::enterprise_id.eq_any(enterprises).and(membership::part.eq("works")))
        .filter(membership::ended_at.is_null().and(membership::valid_from.le(on)))
        .filter(membership::valid_to.is_null().or(membership::valid_to.ge(on)))
        .filter(account_role::role.eq("resident").and(account_role::ended_at.is_null()))
        .filter(account_role::valid_from.le(on))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)))
        .filter(account::ended_at.is_null())
        .select(resident::id)
        .distinct()
        .order(resident::id)
        .load(conn)
}

/// Those of some residents who have finished a week.
pub(in crate::hours) fn finished(
    conn: &mut DbConn,
    residents: &[ResidentId],
    monday: NaiveDate,
) -> QueryResult<Vec<ResidentId>> {
    hours_week::table
        .filter(hours_week::resident_id.eq_any(residents).and(hours_week::monday.eq(monday)))
        .select(hours_week::resident_id)
        .load(conn)
}

/// Those of some residents who have drafts between two days.
pub(in crate::hours) fn with_drafts(
    conn: &mut DbConn,
    residents: &[ResidentId],
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<ResidentId>> {
    hour_entry::table
        .filter(hour_entry::resident_id.eq_any(residents))
        .filter(hour_entry::entry_date.between(from, to))
        .filter(hour_entry::state.eq(EntryState::Draft))
        .select(hour_entry::resident_id)
        .distinct()
        .load(conn)
}

/// Every rule there has been, the oldest first.
pub(in crate::hours) fn working_time_rules(conn: &mut DbConn) -> QueryResult<Vec<WorkingTimeRule>> {
    type Row = (NaiveDate, i32, i32, i32, i32, i32, i32);
    let rows: Vec<Row> = working_time_rule::table
        .order(working_time_rule::valid_from)
        .select((
            working_time_rule::valid_from,
            working_time_rule::day_minutes,
            working_time_rule::week_minutes,
            working_time_rule::daily_rest_minutes,
            working_time_rule::weekly_rest_minutes,
            working_time_rule::break_from_minutes,
            working_time_rule::break_minutes,
        ))
        .load(conn)?;
    let rule = |(from, day, week, daily, weekly, break_from, break_minutes): Row| WorkingTimeRule {
        valid_from: from,
        day_minutes: day,
        week_minutes: week,
        daily_rest_minutes: daily,
        weekly_rest_minutes: weekly,
        break_from_minutes: break_from,
        break_minutes,
    };
    Ok(rows.into_iter().map(rule).collect())
}
