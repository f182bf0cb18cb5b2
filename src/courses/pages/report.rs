//! `/intern/kurs/rapport`: participants by municipality and course, this year and the one before.

use actix_web::web::Query;
use askama::Template;
use chrono::Datelike;
use serde::Deserialize;

use super::super::rules::{Figure, YearTable};
use super::super::words;
use crate::base::csv_lines;
use crate::courses;
use crate::error::{AppError, AppResult, PageResult};
use crate::web::{Ctx, Page, csv_file};

#[derive(Template)]
#[template(path = "courses/report.html")]
struct ReportPage {
    page: Page,
    year: i32,
    before: i32,
    after: Option<i32>,
    years: Vec<YearView>,
}

/// A year as a table.
struct YearView {
    year: i32,
    /// What the table is called, as no two may share a name.
    label: String,
    courses: Vec<String>,
    /// Municipality, a figure a course, and all.
    rows: Vec<(String, Vec<String>, String)>,
    is_over: bool,
}

/// Which year, with the one before it.
#[derive(Deserialize)]
pub(crate) struct WhichYear {
    ar: Option<i32>,
}

/// The year asked for and the one before it, with their tables.
async fn two_years(ctx: &Ctx, asked: &WhichYear) -> AppResult<(i32, [YearTable; 2])> {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let year = asked.ar.unwrap_or_else(|| ctx.today().year());
    let before = year.checked_sub(1).ok_or(AppError::NotFound)?;
    let tables = ctx
        .db()
        .write(move |tx| {
            let earlier = courses::participants_of(tx, &actor, before, now)?;
            Ok([courses::participants_of(tx, &actor, year, now)?, earlier])
        })
        .await?;
    Ok((year, tables))
}

/// GET `/intern/kurs/rapport`
pub(crate) async fn report(ctx: Ctx, query: Query<WhichYear>) -> PageResult {
    let (year, [table, before]) = two_years(&ctx, &query).await?;
    let this_year = ctx.today().year();
    let view = |year: i32, table: YearTable| YearView {
        year,
        label: format!("Deltakere i {year}"),
        courses: table.courses,
        rows: table
            .rows
            .into_iter()
            .map(|row| {
                let cells = row.by_course.into_iter().map(words::figure_words).collect();
                (row.municipality, cells, words::figure_words(row.all))
            })
            .collect(),
        is_over: year < this_year,
    };
    ctx.show(&ReportPage {
        page: ctx.page("Deltakere på kurs"),
        year,
        before: year - 1,
        after: (year < this_year).then(|| year + 1),
        years: vec![view(year, table), view(year - 1, before)],
    })
}

/// GET `/intern/kurs/rapport.csv`: a line a year, municipality and course, empty where it is hidden.
pub(crate) async fn report_file(ctx: Ctx, query: Query<WhichYear>) -> PageResult {
    let (year, tables) = two_years(&ctx, &query).await?;
    let figure = |figure: Figure| match figure {
        Figure::Hidden => String::new(),
        other => words::figure_words(other),
    };
    let mut lines = vec![["ar", "kommune", "kurs", "deltakere"].map(str::to_owned).to_vec()];
    for (year, table) in [year, year - 1].into_iter().zip(tables) {
        for row in table.rows {
            let mut add = |course: &str, shown: Figure| {
                let place = row.municipality.clone();
                lines.push(vec![year.to_string(), place, course.to_owned(), figure(shown)]);
            };
            for (course, shown) in table.courses.iter().zip(&row.by_course) {
                add(course, *shown);
            }
            add("Alle kurs", row.all);
        }
    }
    Ok(csv_file(&format!("kursdeltakere-{year}"), &csv_lines(lines.into_iter())))
}
