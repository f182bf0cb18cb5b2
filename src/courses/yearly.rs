//! Participants of a year, by municipality and course, without persons.

use chrono::{Datelike, NaiveDate};

use super::rules::{self, Figure, YearRow, YearTable};
use super::store;
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::guidance::{self, ToldCell};
use crate::people::{Actor, Right};

/// What the table is kept under as it was told.
const FIGURE: &str = "participants";
/// The first year that can be asked for.
const YEAR_MIN: i32 = 2000;

/// Counts who were at a course's sessions in a year, each person once a course.
///
/// A year that is over is told once, and from then on as it was told: who is marked late is not to be
/// counted out of two readings. Nor by what is told elsewhere of courses completed.
///
/// # Errors
/// `Forbidden` for who may not see it; `NotFound` for a year to come.
pub(crate) fn participants_of(
    tx: &mut DbConn,
    actor: &Actor,
    year: i32,
    now: UtcTime,
) -> AppResult<YearTable> {
    actor.must(Right::SeeCourseReport)?;
    let this_year = now.oslo_date().year();
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    let (Some(first), Some(last), true) = (first, last, (YEAR_MIN..=this_year).contains(&year))
    else {
        return Err(AppError::NotFound);
    };
    if year == this_year {
        return Ok(rules::yearly(&store::participants(tx, first, last)?, false));
    }
    if let Some(told) = guidance::told_before(tx, FIGURE, last)? {
        return Ok(as_table(told));
    }
    let completed = guidance::completed_in(tx, year, now)?;
    let took = store::participants(tx, first, last)?;
    let table = rules::guarded(rules::yearly(&took, true), &took, &completed);
    guidance::keep_told(tx, (FIGURE, last), &as_cells(&table), now)?;
    Ok(table)
}

fn as_cells(table: &YearTable) -> Vec<ToldCell> {
    let cell = |row: &YearRow, part: &str, figure: Figure| ToldCell {
        line: row.municipality.clone(),
        part: part.to_owned(),
        value: match figure {
            Figure::Exact(count) => Some(count),
            Figure::AtLeast(_) | Figure::Hidden => None,
        },
    };
    let of_row = |row: &YearRow| -> Vec<ToldCell> {
        let courses = table.courses.iter().zip(&row.by_course);
        let cells = courses.map(|(course, figure)| cell(row, course, *figure));
        cells.chain([cell(row, "", row.all)]).collect()
    };
    table.rows.iter().flat_map(of_row).collect()
}

fn as_table(cells: Vec<ToldCell>) -> YearTable {
    let told = cells.into_iter().map(|ToldCell { line, part, value }| {
        (line, part, value.map_or(Figure::Hidden, Figure::Exact))
    });
    rules::table_of(told)
}
