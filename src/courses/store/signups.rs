//! Rows of who takes part, who waits, and who was where.

use diesel::prelude::*;

use super::super::model::{Attendance, CourseRun, Signup};
use crate::base::{ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{
    account, course_attendance, course_run, course_session, course_signup, resident,
};

/// Takes a place where one is left; answers whether it did. The row is locked until the commit.
pub(in crate::courses) fn take_place(tx: &mut DbConn, run: &str) -> QueryResult<bool> {
    diesel::update(
        course_run::table
            .filter(course_run::id.eq(run))
            .filter(course_run::taken.lt(course_run::places)),
    )
    .set(course_run::taken.eq(course_run::taken + 1))
    .execute(tx)
    .map(|rows| rows == 1)
}

pub(in crate::courses) fn give_back_place(tx: &mut DbConn, run: &str) -> QueryResult<()> {
    diesel::update(course_run::table.find(run))
        .set(course_run::taken.eq(course_run::taken - 1))
        .execute(tx)
        .map(drop)
}

pub(in crate::courses) fn insert_signup(tx: &mut DbConn, new: &Signup) -> QueryResult<()> {
    diesel::insert_into(course_signup::table).values(new).execute(tx).map(drop)
}

pub(in crate::courses) fn find_signup(conn: &mut DbConn, id: &str) -> QueryResult<Option<Signup>> {
    course_signup::table.find(id).first(conn).optional()
}

/// Where a resident takes part or waits in a run; None when they do neither.
pub(in crate::courses) fn active_signup(
    conn: &mut DbConn,
    run: &str,
    resident_id: &ResidentId,
) -> QueryResult<Option<Signup>> {
    course_signup::table
        .filter(course_signup::run_id.eq(run))
        .filter(course_signup::resident_id.eq(resident_id))
        .filter(course_signup::withdrawn_at.is_null())
        .first(conn)
        .optional()
}

/// The newest place that a resident has or had in a run; None when they had none.
pub(in crate::courses) fn last_place(
    conn: &mut DbConn,
    run: &str,
    resident_id: &ResidentId,
) -> QueryResult<Option<Signup>> {
    course_signup::table
        .filter(course_signup::run_id.eq(run))
        .filter(course_signup::resident_id.eq(resident_id))
        .filter(course_signup::place_at.is_not_null())
        .order(course_signup::id.desc())
        .first(conn)
        .optional()
}

/// Lets who left take part again, as they did.
pub(in crate::courses) fn reinstate(tx: &mut DbConn, id: &str) -> QueryResult<()> {
    diesel::update(course_signup::table.find(id))
        .set(course_signup::withdrawn_at.eq(None::<UtcTime>))
        .execute(tx)
        .map(drop)
}

/// Who takes part or waits in a run, in the order they came.
pub(in crate::courses) fn active_signups(conn: &mut DbConn, run: &str) -> QueryResult<Vec<Signup>> {
    course_signup::table
        .filter(course_signup::run_id.eq(run))
        .filter(course_signup::withdrawn_at.is_null())
        .order(course_signup::id)
        .load(conn)
}

/// Who has waited the longest.
pub(in crate::courses) fn first_waiting(
    conn: &mut DbConn,
    run: &str,
) -> QueryResult<Option<Signup>> {
    course_signup::table
        .filter(course_signup::run_id.eq(run))
        .filter(course_signup::withdrawn_at.is_null().and(course_signup::place_at.is_null()))
        .order(course_signup::id)
        .first(conn)
        .optional()
}

pub(in crate::courses) fn give_place(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<()> {
    diesel::update(course_signup::table.find(id))
        .set(course_signup::place_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}

pub(in crate::courses) fn withdraw(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<()> {
    diesel::update(course_signup::table.find(id))
        .set(course_signup::withdrawn_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}

/// The municipality that someone told the last time; None when they never have.
pub(in crate::courses) fn last_municipality(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Option<String>> {
    course_signup::table
        .filter(course_signup::resident_id.eq(resident_id))
        .order(course_signup::id.desc())
        .select(course_signup::municipality)
        .first(conn)
        .optional()
}

/// The runs that a resident takes part or waits in.
pub(in crate::courses) fn runs_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Vec<CourseRun>> {
    course_run::table
        .inner_join(course_signup::table)
        .filter(course_signup::resident_id.eq(resident_id))
        .filter(course_signup::withdrawn_at.is_null())
        .select(course_run::all_columns)
        .load(conn)
}

/// Marks that someone was at a session, or takes that back.
pub(in crate::courses) fn mark(tx: &mut DbConn, new: &Attendance) -> QueryResult<()> {
    let changed = diesel::update(course_attendance::table.find((&new.signup_id, &new.session_id)))
        .set((
            course_attendance::was_there.eq(new.was_there),
            course_attendance::marked_by.eq(&new.marked_by),
            course_attendance::marked_at.eq(new.marked_at),
        ))
        .execute(tx)?;
    if changed == 0 {
        diesel::insert_into(course_attendance::table).values(new).execute(tx)?;
    }
    Ok(())
}

/// Signup and session of all who were somewhere in a run.
pub(in crate::courses) fn attendance_of_run(
    conn: &mut DbConn,
    run: &str,
) -> QueryResult<Vec<(String, String)>> {
    course_attendance::table
        .inner_join(course_session::table)
        .filter(course_session::run_id.eq(run).and(course_attendance::was_there))
        .select((course_attendance::signup_id, course_attendance::session_id))
        .load(conn)
}

/// Residents' names in full; the pseudonym where the link to the name is cut.
pub(in crate::courses) fn names(
    conn: &mut DbConn,
    ids: &[ResidentId],
) -> QueryResult<Vec<(ResidentId, String)>> {
    let rows: Vec<(ResidentId, Option<String>, String)> = resident::table
        .left_join(account::table)
        .filter(resident::id.eq_any(ids))
        .select((resident::id, account::name.nullable(), resident::pseudonym))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name, key)| (id, name.unwrap_or(key))).collect())
}
