//! Approved rows as the lines of papers. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::model::{Cell, Column};
use super::words;
use crate::base::{EntryId, Month, ResidentId};
use crate::hours::{EntryState, HourKind, LockedRow, Logged, kind_words};

/// Does a row still hold?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Stands,
    /// Another row takes its minutes back.
    Countered,
    /// Takes the minutes of another back.
    Counter,
}

/// A row with its person's code.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) row: LockedRow,
    pub(super) code: String,
    pub(super) mark: Mark,
}

/// Rows as lines, in the order of what they say: day, start, end, code.
pub(super) fn lines(rows: Vec<LockedRow>, codes: &BTreeMap<ResidentId, String>) -> Vec<Line> {
    let countered: BTreeSet<EntryId> =
        rows.iter().filter(|row| row.counter).filter_map(|row| row.corrects.clone()).collect();
    let line = |row: LockedRow| {
        let mark = match (row.counter, countered.contains(&row.id)) {
            (true, _) => Mark::Counter,
            (false, true) => Mark::Countered,
            (false, false) => Mark::Stands,
        };
        Line { code: codes.get(&row.resident_id).cloned().unwrap_or_default(), mark, row }
    };
    let mut lines: Vec<Line> = rows.into_iter().map(line).collect();
    lines.sort_by(|a, b| says(a).cmp(&says(b)));
    lines
}

type Says<'a> =
    ((NaiveDate, i32, i32), (usize, &'a str), Mark, (&'a str, HourKind, Option<&'a str>, i32));

/// All that a line says, and nothing of when its row was made; a code by its number.
fn says(line: &Line) -> Says<'_> {
    let row = &line.row;
    (
        (row.date, row.start.minute(), row.end.minute()),
        (line.code.len(), &line.code),
        line.mark,
        (&row.enterprise_code, row.kind, row.order_number.as_deref(), row.break_minutes.get()),
    )
}

pub(super) const DAY: Column = Column { name: "dato", words: "Dato" };
pub(super) const CODE: Column = Column { name: "ansattkode", words: "Kode" };
pub(super) const FROM: Column = Column { name: "fra", words: "Fra" };
pub(super) const TO: Column = Column { name: "til", words: "Til" };
pub(super) const BREAK: Column = Column { name: "pause_min", words: "Pause" };
pub(super) const MINUTES: Column = Column { name: "minutter", words: "Arbeidet" };
pub(super) const KIND: Column = Column { name: "slag", words: "Slag" };
pub(super) const PLACE: Column = Column { name: "næring", words: "Næring" };
pub(super) const ORDER: Column = Column { name: "bestilling", words: "Bestilling" };
pub(super) const NOTE: Column = Column { name: "merknad", words: "Merknad" };

/// A line's cell under a column.
pub(super) fn cell(line: &Line, column: Column) -> Cell {
    let row = &line.row;
    match column.name {
        "dato" => Cell::Day(row.date),
        "ansattkode" => Cell::Words(line.code.clone()),
        "fra" => Cell::Words(row.start.to_string()),
        "til" => Cell::Words(row.end.to_string()),
        "pause_min" => Cell::Minutes(row.break_minutes.get().into()),
        "minutter" => Cell::Minutes(row.minutes.get().into()),
        "slag" => Cell::Words(kind_words(row.kind).to_owned()),
        "næring" => Cell::Words(row.enterprise_name.clone()),
        "bestilling" => Cell::Words(row.order_number.clone().unwrap_or_default()),
        _ => Cell::Words(words::mark_words(line.mark).to_owned()),
    }
}

/// The minutes of some lines; counter-entries take back what they counter.
pub(super) fn minutes(lines: &[Line]) -> i64 {
    lines.iter().map(|line| i64::from(line.row.minutes.get())).sum()
}

/// The last day of some lines; None of none.
pub(super) fn last_day(lines: &[Line]) -> Option<NaiveDate> {
    lines.iter().map(|line| line.row.date).max()
}

/// Minutes by week within a month, and of the month.
pub(super) fn by_week(lines: &[Line], month: Month) -> Vec<(String, i64)> {
    let mut weeks: BTreeMap<(i32, u32), i64> = BTreeMap::new();
    for line in lines {
        let week = line.row.date.iso_week();
        *weeks.entry((week.year(), week.week())).or_default() += i64::from(line.row.minutes.get());
    }
    let weeks = weeks.into_iter().map(|((_, week), minutes)| (format!("Uke {week}"), minutes));
    weeks.chain([(month.words(), minutes(lines))]).collect()
}

/// A resident's own day: minutes by kind, and how far they have come.
pub(super) fn own_day(date: NaiveDate, logged: &[Logged]) -> Vec<Cell> {
    let of_day: Vec<&Logged> = logged.iter().filter(|l| l.entry.entry_date == date).collect();
    let of = |kind: Option<HourKind>| {
        let own = of_day.iter().filter(|l| kind.is_none_or(|kind| l.entry.kind == kind));
        Cell::Minutes(own.map(|l| i64::from(l.entry.worked_minutes.get())).sum())
    };
    let least = of_day.iter().map(|l| l.entry.state).min_by_key(|state| match state {
        EntryState::Draft => 0,
        EntryState::Submitted => 1,
        EntryState::Approved => 2,
    });
    vec![
        Cell::Day(date),
        of(Some(HourKind::Training)),
        of(Some(HourKind::Work)),
        of(Some(HourKind::Dugnad)),
        of(None),
        Cell::Words(least.map(words::state_words).unwrap_or_default().to_owned()),
    ]
}

pub(super) const OWN_DAY: [Column; 6] = [
    DAY,
    Column { name: "opplæring_min", words: "Opplæring" },
    Column { name: "arbeid_min", words: "Arbeid" },
    Column { name: "dugnad_min", words: "Dugnad" },
    Column { name: "til_sammen_min", words: "Til sammen" },
    Column { name: "tilstand", words: "Tilstand" },
];
