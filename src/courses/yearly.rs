//! Participants of a year, by municipality and course, without persons.

use chrono::{Datelike, NaiveDate};

use super::rules::{self, YearTable};
use super::store;
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{Actor, Right};

/// Counts who were at a course's sessions in a year, each person once a course.
///
/// # Errors
/// `Forbidden` for who may not see it; `NotFound` for a year to come.
pub(crate) fn participants_of(
    conn: &mut DbConn,
    actor: &Actor,
    year: i32,
    now: UtcTime,
) -> AppResult<YearTable> {
    actor.must(Right::SeeCourseReport)?;
    let this_year = now.oslo_date().year();
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    let (Some(first), Some(last), true) = (first, last, year <= this_year) else {
        return Err(AppError::NotFound);
    };
    Ok(rules::yearly(&store::participants(conn, first, last)?, year < this_year))
}
