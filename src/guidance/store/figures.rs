//! What figures are counted from, and figures as they were told.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{
    course_certificate, course_certificate_error, departure, evidence, evidence_goal,
    evidence_stamp, figure_published, model_step, route,
};

/// A figure as it was told: line, part, value, and whether it is shown.
pub(in super::super) type ToldRow = (String, String, Option<i64>, bool);

/// A table as it was told for a day; empty when it was not told yet.
pub(in super::super) fn figures_told(
    conn: &mut DbConn,
    figure: &str,
    until: NaiveDate,
) -> QueryResult<Vec<ToldRow>> {
    figure_published::table
        .filter(figure_published::figure.eq(figure).and(figure_published::until.eq(until)))
        .order((figure_published::line, figure_published::part))
        .select((
            figure_published::line,
            figure_published::part,
            figure_published::value,
            figure_published::shown,
        ))
        .load(conn)
}

/// What can be known of a table from all that was told of it for earlier days.
pub(in super::super) fn known_before(
    conn: &mut DbConn,
    figure: &str,
    until: NaiveDate,
) -> QueryResult<Vec<(String, String, i64)>> {
    figure_published::table
        .filter(figure_published::figure.eq(figure).and(figure_published::until.lt(until)))
        .filter(figure_published::value.is_not_null())
        .select((
            figure_published::line,
            figure_published::part,
            figure_published::value.assume_not_null(),
        ))
        .load(conn)
}

pub(in super::super) fn insert_figure(
    tx: &mut DbConn,
    (figure, until): (&str, NaiveDate),
    (line, part, value, shown): &ToldRow,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(figure_published::table)
        .values((
            figure_published::figure.eq(figure),
            figure_published::until.eq(until),
            figure_published::line.eq(line),
            figure_published::part.eq(part),
            figure_published::value.eq(value),
            figure_published::shown.eq(shown),
            figure_published::published_at.eq(now),
        ))
        .execute(tx)
        .map(drop)
}

/// Those who had left by a day.
pub(in super::super) fn gone_by(conn: &mut DbConn, on: NaiveDate) -> QueryResult<Vec<ResidentId>> {
    departure::table.filter(departure::left_on.le(on)).select(departure::resident_id).load(conn)
}

/// Every step that had begun by a day, the newest of each resident last.
pub(in super::super) fn steps_on(
    conn: &mut DbConn,
    on: NaiveDate,
) -> QueryResult<Vec<(ResidentId, i32)>> {
    model_step::table
        .filter(model_step::from_date.le(on))
        .order((model_step::from_date, model_step::set_at, model_step::id))
        .select((model_step::resident_id, model_step::step))
        .load(conn)
}

/// The routes that someone was on, on a day, by kind.
pub(in super::super) fn routes_on(
    conn: &mut DbConn,
    on: NaiveDate,
) -> QueryResult<Vec<(ResidentId, String)>> {
    route::table
        .filter(route::started_on.le(on))
        .filter(route::ended_on.is_null().or(route::ended_on.ge(on)))
        .select((route::resident_id, route::kind))
        .distinct()
        .load(conn)
}

/// Every approval of a goal that stands: whose, which and when, the oldest first.
pub(in super::super) fn approved_goals(
    conn: &mut DbConn,
) -> QueryResult<Vec<(ResidentId, String, UtcTime)>> {
    evidence_stamp::table
        .inner_join(evidence::table)
        .inner_join(evidence_goal::table.on(evidence_goal::evidence_id.eq(evidence::id)))
        .filter(evidence_stamp::kind.eq("approved").and(evidence_stamp::undone_at.is_null()))
        .filter(evidence::withdrawn_at.is_null())
        .order(evidence_stamp::stamped_at)
        .select((evidence::resident_id, evidence_goal::goal_id, evidence_stamp::stamped_at))
        .load(conn)
}

/// Every course certificate that was not given in error: whose, of which course, and when.
pub(in super::super) fn certificates(
    conn: &mut DbConn,
) -> QueryResult<Vec<(ResidentId, String, NaiveDate)>> {
    course_certificate::table
        .left_join(course_certificate_error::table)
        .filter(course_certificate_error::certificate_id.is_null())
        .order(course_certificate::issued_on)
        .select((
            course_certificate::resident_id,
            course_certificate::id,
            course_certificate::issued_on,
        ))
        .load(conn)
}

/// Work, own home and supporting oneself, of each who left on these days.
pub(in super::super) fn departures_between(
    conn: &mut DbConn,
    (first, last): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<[bool; 3]>> {
    let rows: Vec<(bool, bool, bool)> = departure::table
        .filter(departure::left_on.between(first, last))
        .select((departure::to_work, departure::own_home, departure::self_supporting))
        .load(conn)?;
    Ok(rows.into_iter().map(|(work, home, own)| [work, home, own]).collect())
}
