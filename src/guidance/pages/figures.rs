//! `/intern/kvalifisering`: how many are where, and how it went, without persons.

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::super::model::{STEPS, Told, Way};
use crate::error::PageResult;
use crate::guidance::{self, words};
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "guidance/figures.html")]
struct FiguresPage {
    page: Page,
    is_whole: bool,
    /// The day that the large table is of.
    on: String,
    steps: Vec<String>,
    /// The newest by way and step, with the sum of each way and of all.
    now: Vec<Row>,
    days: Vec<String>,
    /// By way over time, and by step over time.
    ways_then: Vec<Row>,
    steps_then: Vec<Row>,
    halves: Vec<String>,
    goals: Vec<Row>,
    years: Vec<String>,
    left: Vec<Row>,
}

/// A line of a table: its name, and what is told.
struct Row {
    name: String,
    cells: Vec<String>,
    is_sum: bool,
}

fn told(value: Told) -> String {
    value.map_or_else(|| "skjult".to_owned(), |value| value.to_string())
}

fn row(name: impl Into<String>, cells: impl IntoIterator<Item = Told>) -> Row {
    Row { name: name.into(), cells: cells.into_iter().map(told).collect(), is_sum: false }
}

fn sum(row: Row) -> Row {
    Row { is_sum: true, ..row }
}

/// `1. Her på gården`, or that no step is set.
fn step_words(step: &str) -> String {
    match step.parse() {
        Ok(number) => format!("{step}. {}", words::step_name(number)),
        Err(_) => "Ikke satt".to_owned(),
    }
}

/// `første halvår 2026`, or what there is of it so far.
fn half_words(until: NaiveDate) -> String {
    let name = if until.month() <= 6 { "Første halvår" } else { "Andre halvår" };
    let is_whole =
        (until.day(), until.month()) == (30, 6) || (until.day(), until.month()) == (31, 12);
    let words = format!("{name} {}", until.year());
    if is_whole { words } else { format!("{words} til {}", until.format("%d.%m.")) }
}

/// GET `/intern/kvalifisering`
pub(crate) async fn qualification(ctx: Ctx) -> PageResult {
    let (actor, now, today) = (ctx.actor()?.clone(), ctx.now, ctx.today());
    let figures = ctx.db().write(move |tx| guidance::figures(tx, &actor, now)).await?;
    let people = &figures.people;
    let newest = people.last();
    let way_of = |(place, way): (usize, &Way)| {
        let name = words::way_words(*way);
        let line = newest.and_then(|newest| newest.lines.get(place)).cloned().unwrap_or_default();
        row(name, line)
    };
    let all = newest.map(|newest| newest.sums.clone()).unwrap_or_default();
    let now = Way::ALL.iter().enumerate().map(way_of).chain([sum(row("Til sammen", all))]);
    let way_then = |(place, way): (usize, &Way)| {
        let cell = |lines: &Vec<Vec<Told>>| lines.get(place)?.last().copied().flatten();
        row(words::way_words(*way), people.iter().map(|one| cell(&one.lines)))
    };
    let step_then =
        |place: usize| people.iter().map(move |one| one.sums.get(place).copied().flatten());
    let everyone = sum(row("Til sammen", step_then(STEPS.len())));
    let steps =
        STEPS.iter().enumerate().map(|(place, step)| row(step_words(step), step_then(place)));
    let left = &figures.left;
    let outcome = |place: usize| left.iter().map(move |one| one.to.get(place).copied().flatten());
    let is_this_year = |year: i32| year == today.year();
    let years = left.iter().map(|one| {
        if is_this_year(one.year) { format!("{} til nå", one.year) } else { one.year.to_string() }
    });
    ctx.show(&FiguresPage {
        page: ctx.page("Kvalifisering i tall"),
        is_whole: figures.is_whole,
        on: newest.map(|newest| words::day(newest.until)).unwrap_or_default(),
        steps: STEPS.iter().map(|step| step_words(step)).collect(),
        now: now.collect(),
        days: people.iter().map(|one| words::day(one.until)).collect(),
        ways_then: Way::ALL.iter().enumerate().map(way_then).collect(),
        steps_then: steps.chain([everyone]).collect(),
        halves: figures.reached.iter().map(|one| half_words(one.until)).collect(),
        goals: vec![
            row("Mål som er nådd", figures.reached.iter().map(|one| one.goals)),
            row("Beboere som nådde mål", figures.reached.iter().map(|one| one.by)),
            row("Kurs som er fullført", figures.reached.iter().map(|one| one.courses)),
            row("Beboere som fullførte kurs", figures.reached.iter().map(|one| one.through)),
        ],
        years: years.collect(),
        left: vec![
            row("Flyttet ut", left.iter().map(|one| one.all)),
            row("Til arbeid", outcome(0)),
            row("Til egen bolig", outcome(1)),
            row("Forsørger seg selv", outcome(2)),
        ],
    })
}
