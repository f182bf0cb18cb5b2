//! How many are where, and how it went: whole for a leader, and for others as it was told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::model::{
    CompletedTold, Figures, LeftIn, PeopleOn, ReachedIn, STEPS, Told, ToldCell, Way,
};
use super::super::rules::small_cells::{Before, Counts, Entry, publish};
use super::super::{rules, store};
use crate::base::{ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people::{Actor, Right, Role, SMALL};

const PEOPLE: &str = "people";
const GOALS: &str = "goals";
const COURSES: &str = "courses";
/// What one may leave for, in the order of a departure's own columns.
const OUTCOMES: [&str; 3] = ["left to work", "left to own home", "left self-supporting"];

/// Everything told of qualification: to a leader all of it and today's too; to others what was told
/// when each period had ended, which is kept then and never told otherwise.
///
/// # Errors
/// `Forbidden` without the right.
pub(crate) fn figures(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Figures> {
    actor.must(Right::SeeQualification)?;
    let today = now.oslo_date();
    let is_whole = actor.is(Role::Leader);
    let mut days = rules::told_until(today);
    if is_whole {
        days.push(today);
    }
    let mut all = Figures { is_whole, people: Vec::new(), reached: Vec::new(), left: Vec::new() };
    for until in days {
        let people = people_on(tx, until)?;
        let days = (rules::half_year_from(until), until);
        let (goals, courses) = (goals_in(tx, days)?, courses_in(tx, days)?);
        let (people, [goals, by], [courses, through]) = if is_whole {
            (whole(&people), goals.map(Some), courses.map(Some))
        } else {
            (
                told(tx, (PEOPLE, until), &people, now)?,
                reached_told(tx, (GOALS, until), goals, now)?,
                reached_told(tx, (COURSES, until), courses, now)?,
            )
        };
        all.people.push(people_of(until, &people));
        all.reached.push(ReachedIn { until, goals, by, courses, through });
    }
    for year in rules::told_years(today) {
        all.left.push(left_in(tx, year, is_whole, now)?);
    }
    if is_whole {
        all.left.push(left_in(tx, rules::told_years(today)[1] + 1, is_whole, now)?);
    }
    Ok(all)
}

/// Who has a plan on a day and has not left, by way and step.
fn people_on(conn: &mut DbConn, on: NaiveDate) -> AppResult<Counts> {
    let gone = store::gone_by(conn, on)?;
    let mut people: BTreeMap<ResidentId, (Vec<String>, Option<i32>)> = BTreeMap::new();
    for (id, step) in store::steps_on(conn, on)? {
        people.entry(id).or_default().1 = Some(step);
    }
    for (id, kind) in store::routes_on(conn, on)? {
        people.entry(id).or_default().0.push(kind);
    }
    let mut counts = Counts::empty(Way::ALL.len(), STEPS.len());
    for (_, (kinds, step)) in people.into_iter().filter(|(id, _)| !gone.contains(id)) {
        let way = match kinds.as_slice() {
            [] => Way::None.as_str(),
            [kind] => kind,
            _ => Way::Several.as_str(),
        };
        let step = step.map_or_else(|| "none".to_owned(), |step| step.to_string());
        let line = Way::ALL.iter().position(|known| known.as_str() == way);
        let part = STEPS.iter().position(|known| *known == step);
        if let (Some(line), Some(part)) = (line, part) {
            counts.add(line, part);
        }
    }
    Ok(counts)
}

type Entries = BTreeMap<Entry, Told>;

fn whole(counts: &Counts) -> Entries {
    counts.entries().into_iter().map(|entry| (entry, Some(counts.value(entry)))).collect()
}

/// The words that an entry is kept under; empty for a sum.
fn key(entry: Entry) -> (String, String) {
    let word = |place: Option<usize>| place.map(|place| place.to_string()).unwrap_or_default();
    (word(entry.line), word(entry.part))
}

/// A table as it was told for a day; told now, and kept, when it was not told yet.
fn told(
    tx: &mut DbConn,
    (figure, until): (&str, NaiveDate),
    counts: &Counts,
    now: UtcTime,
) -> AppResult<Entries> {
    let entries: BTreeMap<(String, String), Entry> =
        counts.entries().into_iter().map(|entry| (key(entry), entry)).collect();
    if store::figures_told(tx, figure, until)?.is_empty() {
        let mut before = Before::new();
        if figure == PEOPLE {
            for (line, part, value) in store::known_before(tx, figure, until)? {
                if let Some(entry) = entries.get(&(line, part)) {
                    before.entry(*entry).or_default().insert(value);
                }
            }
        }
        for (entry, told) in publish(counts, &before) {
            let (line, part) = key(entry);
            let row = (line, part, told.known(), told.shown().is_some());
            store::insert_figure(tx, (figure, until), &row, now)?;
        }
    }
    let kept = store::figures_told(tx, figure, until)?;
    let shown = |(line, part, value, shown): store::ToldRow| {
        let entry = entries.get(&(line, part))?;
        Some((*entry, value.filter(|_| shown)))
    };
    Ok(kept.into_iter().filter_map(shown).collect())
}

fn people_of(until: NaiveDate, entries: &Entries) -> PeopleOn {
    let row = |line: Option<usize>| -> Vec<Told> {
        let parts = (0..STEPS.len()).map(Some).chain([None]);
        parts.map(|part| entries.get(&Entry { line, part }).copied().flatten()).collect()
    };
    let lines = (0..Way::ALL.len()).map(|line| row(Some(line))).collect();
    PeopleOn { until, lines, sums: row(None) }
}

/// Goals that someone reached for the first time on these days, and how many reached some.
fn goals_in(conn: &mut DbConn, days: (NaiveDate, NaiveDate)) -> AppResult<[i64; 2]> {
    let mut first: BTreeMap<(ResidentId, String), NaiveDate> = BTreeMap::new();
    for (id, goal, at) in store::approved_goals(conn)? {
        first.entry((id, goal)).or_insert(at.oslo_date());
    }
    Ok(within(first.into_iter().map(|((id, _), day)| (id, day)), days))
}

/// Courses completed on these days, and how many completed some.
fn courses_in(conn: &mut DbConn, days: (NaiveDate, NaiveDate)) -> AppResult<[i64; 2]> {
    let given = store::certificates(conn)?.into_iter();
    Ok(within(given.map(|(id, _, day)| (id, day)), days))
}

/// How many things were reached on these days, and by how many.
fn within(
    reached: impl Iterator<Item = (ResidentId, NaiveDate)>,
    (first, last): (NaiveDate, NaiveDate),
) -> [i64; 2] {
    let by: Vec<ResidentId> =
        reached.filter(|(_, day)| (first..=last).contains(day)).map(|(id, _)| id).collect();
    let people: BTreeSet<&ResidentId> = by.iter().collect();
    [count(by.len()), count(people.len())]
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// What was reached in a half-year, when those who did are nobody or at least five. No half-year is
/// within another, so no two of them are the one more than the other.
fn reached_told(
    tx: &mut DbConn,
    (figure, until): (&str, NaiveDate),
    [reached, people]: [i64; 2],
    now: UtcTime,
) -> AppResult<[Told; 2]> {
    if store::figures_told(tx, figure, until)?.is_empty() {
        let is_open = people == 0 || people >= SMALL;
        for (line, value) in [("reached", reached), ("people", people)] {
            let row = (line.to_owned(), String::new(), is_open.then_some(value), is_open);
            store::insert_figure(tx, (figure, until), &row, now)?;
        }
    }
    let kept = store::figures_told(tx, figure, until)?;
    let of = |name: &str| kept.iter().find(|(line, ..)| line == name).and_then(|row| row.2);
    Ok([of("reached"), of("people")])
}

/// Courses completed in each half of a year that is over, and by how many: as they are told to those
/// who are not leaders, told now and kept when they were not yet. None where they are not told.
///
/// Whoever tells of a year's participants too must know what is told here, as the one can be taken
/// from the other.
///
/// # Errors
/// The database's.
pub(crate) fn completed_in(
    tx: &mut DbConn,
    year: i32,
    now: UtcTime,
) -> AppResult<Vec<CompletedTold>> {
    let mut halves = Vec::new();
    for (month, day) in [(6, 30), (12, 31)] {
        let until = NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX);
        let counted = courses_in(tx, (rules::half_year_from(until), until))?;
        let [courses, people] = reached_told(tx, (COURSES, until), counted, now)?;
        halves.push(CompletedTold { courses, people });
    }
    Ok(halves)
}

/// A table of another slice as it was told for a day; None when it was not told yet.
///
/// # Errors
/// The database's.
pub(crate) fn told_before(
    conn: &mut DbConn,
    figure: &str,
    until: NaiveDate,
) -> AppResult<Option<Vec<ToldCell>>> {
    let kept = store::figures_told(conn, figure, until)?;
    let is_told = !kept.is_empty();
    let cell = |(line, part, value, shown): store::ToldRow| ToldCell {
        line,
        part,
        value: value.filter(|_| shown),
    };
    // The row of both sums stands for the table itself, and is there for an empty one too.
    let cells = kept.into_iter().map(cell).filter(|cell| !cell.line.is_empty());
    Ok(is_told.then(|| cells.collect()))
}

/// Keeps a table of another slice as it is told for a day, and for ever.
///
/// # Errors
/// The database's.
pub(crate) fn keep_told(
    tx: &mut DbConn,
    (figure, until): (&str, NaiveDate),
    cells: &[ToldCell],
    now: UtcTime,
) -> AppResult<()> {
    let itself = (String::new(), String::new(), None, false);
    store::insert_figure(tx, (figure, until), &itself, now)?;
    for ToldCell { line, part, value } in cells {
        let row = (line.clone(), part.clone(), *value, value.is_some());
        store::insert_figure(tx, (figure, until), &row, now)?;
    }
    Ok(())
}

/// What people left for in a year. Each outcome is told as those who did and those who did not, as
/// the second is the first taken from all. Years are not within one another.
fn left_in(tx: &mut DbConn, year: i32, is_whole: bool, now: UtcTime) -> AppResult<LeftIn> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN);
    let until = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
    let left = store::departures_between(tx, (first, until))?;
    let mut told_of = |outcome: usize| -> AppResult<(Told, Told)> {
        let mut counts = Counts::empty(2, 1);
        for one in &left {
            let did = one.get(outcome).copied().unwrap_or_default();
            counts.add(usize::from(!did), 0);
        }
        let figure = OUTCOMES.get(outcome).copied().unwrap_or_default();
        let entries =
            if is_whole { whole(&counts) } else { told(tx, (figure, until), &counts, now)? };
        let of = |entry: Entry| entries.get(&entry).copied().flatten();
        Ok((of(Entry { line: Some(0), part: Some(0) }), of(Entry::ALL)))
    };
    let (work, all) = told_of(0)?;
    let (home, own) = (told_of(1)?.0, told_of(2)?.0);
    Ok(LeftIn { year, all, to: [work, home, own] })
}
