//! Rows of courses, the times they are held, and their sessions.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{Course, CourseRun, Session};
use crate::base::{AccountId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{account, account_role, course, course_run, course_session};
use crate::people::Role;

pub(in crate::courses) fn insert_course(tx: &mut DbConn, new: &Course) -> QueryResult<()> {
    diesel::insert_into(course::table).values(new).execute(tx).map(drop)
}

/// Changes what may be changed of a course; its code stays.
pub(in crate::courses) fn update_course(tx: &mut DbConn, row: &Course) -> QueryResult<()> {
    diesel::update(course::table.find(&row.id))
        .set((
            course::name.eq(&row.name),
            course::words.eq(&row.words),
            course::places.eq(row.places),
            course::valid_months.eq(row.valid_months),
            course::remind_days.eq(row.remind_days),
            course::share_percent.eq(row.share_percent),
        ))
        .execute(tx)
        .map(drop)
}

/// Every course, by name.
pub(in crate::courses) fn courses(conn: &mut DbConn) -> QueryResult<Vec<Course>> {
    course::table.order((course::name, course::code)).load(conn)
}

pub(in crate::courses) fn course_by_code(
    conn: &mut DbConn,
    code: &str,
) -> QueryResult<Option<Course>> {
    course::table.filter(course::code.eq(code)).first(conn).optional()
}

pub(in crate::courses) fn course_by_id(conn: &mut DbConn, id: &str) -> QueryResult<Course> {
    course::table.find(id).first(conn)
}

pub(in crate::courses) fn insert_run(tx: &mut DbConn, new: &CourseRun) -> QueryResult<()> {
    diesel::insert_into(course_run::table).values(new).execute(tx).map(drop)
}

pub(in crate::courses) fn find_run(conn: &mut DbConn, id: &str) -> QueryResult<Option<CourseRun>> {
    course_run::table.find(id).first(conn).optional()
}

/// Every time that a course has been held or is to be, the newest plan last.
pub(in crate::courses) fn all_runs(conn: &mut DbConn) -> QueryResult<Vec<CourseRun>> {
    course_run::table.order(course_run::id).load(conn)
}

/// The times that are not over on a day, called off or not.
pub(in crate::courses) fn runs_from(
    conn: &mut DbConn,
    on: NaiveDate,
) -> QueryResult<Vec<CourseRun>> {
    let goes_on = course_session::table
        .filter(course_session::run_id.eq(course_run::id))
        .filter(course_session::held_on.ge(on));
    course_run::table.filter(diesel::dsl::exists(goes_on)).order(course_run::id).load(conn)
}

pub(in crate::courses) fn set_places(tx: &mut DbConn, id: &str, places: i32) -> QueryResult<()> {
    diesel::update(course_run::table.find(id))
        .set(course_run::places.eq(places))
        .execute(tx)
        .map(drop)
}

/// Calls a run off, or takes that back.
pub(in crate::courses) fn call_off(
    tx: &mut DbConn,
    id: &str,
    at: Option<UtcTime>,
) -> QueryResult<()> {
    diesel::update(course_run::table.find(id))
        .set(course_run::called_off_at.eq(at))
        .execute(tx)
        .map(drop)
}

pub(in crate::courses) fn insert_session(tx: &mut DbConn, new: &Session) -> QueryResult<()> {
    diesel::insert_into(course_session::table).values(new).execute(tx).map(drop)
}

/// A run's sessions, by day and hour.
pub(in crate::courses) fn sessions_of(conn: &mut DbConn, run: &str) -> QueryResult<Vec<Session>> {
    course_session::table
        .filter(course_session::run_id.eq(run))
        .order((course_session::held_on, course_session::start_minute))
        .load(conn)
}

/// Who can be set to teach on a day, by name.
pub(in crate::courses) fn teachers(
    conn: &mut DbConn,
    roles: &[Role],
    on: NaiveDate,
) -> QueryResult<Vec<(AccountId, String)>> {
    account::table
        .inner_join(account_role::table.on(account_role::account_id.eq(account::id)))
        .filter(account_role::role.eq_any(roles).and(account_role::ended_at.is_null()))
        .filter(account_role::valid_from.le(on))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)))
        .filter(account::ended_at.is_null())
        .order((account::name, account::id))
        .select((account::id, account::name))
        .distinct()
        .load(conn)
}
