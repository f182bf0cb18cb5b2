//! Pages about hours: the resident's week and day, approval, a mentor's view, and the rows behind
//! the sums.

mod approval;
mod day;
mod mentees;
mod phone;
mod rows;
mod week;

pub(crate) use approval::{approve_one, approve_shown, send_back, waiting};
pub(crate) use day::{change_day, edit_day, forget_day, new_day, save_day};
pub(crate) use mentees::{mentee, mentees};
pub(crate) use phone::{queue_token, take_queued, without_coverage};
pub(crate) use rows::rows;
pub(crate) use week::{copy_day, send_week, week};

use chrono::NaiveDate;

use super::model::{EntryState, Logged};
use super::rules::monday_of;
use super::{Warning, words};
use crate::base::Minutes;

/// A day a link named, or `other` when it named none.
fn day_or(text: Option<&String>, other: NaiveDate) -> NaiveDate {
    text.and_then(|text| text.parse().ok()).unwrap_or(other)
}

/// A piece of a day, in words.
struct Piece {
    id: String,
    day: String,
    times: String,
    rest: String,
    worked: String,
    place: String,
    kind: &'static str,
    order: String,
    state: &'static str,
    note: String,
    is_draft: bool,
}

impl From<&Logged> for Piece {
    fn from(logged: &Logged) -> Self {
        let entry = &logged.entry;
        let rest = match entry.break_minutes.get() {
            0 => String::new(),
            minutes => format!("{minutes} min pause"),
        };
        Self {
            id: entry.id.to_string(),
            day: words::day_words(entry.entry_date),
            times: format!("{} til {}", entry.start_minute, entry.end_minute),
            rest,
            worked: entry.worked_minutes.to_string(),
            place: logged.enterprise_name.clone(),
            kind: words::kind_words(entry.kind),
            order: logged.order_number.clone().unwrap_or_default(),
            state: words::state_words(entry.state),
            note: entry.returned_note.clone(),
            is_draft: entry.state == EntryState::Draft,
        }
    }
}

/// One of a week's seven lines.
struct DayLine {
    date: NaiveDate,
    name: String,
    pieces: Vec<Piece>,
    /// Empty for a day without hours.
    sum: String,
    warnings: Vec<String>,
    is_today: bool,
    /// Has the day come?
    is_open: bool,
}

fn minutes_of<'a>(logged: impl Iterator<Item = &'a Logged>) -> i64 {
    logged.map(|l| i64::from(l.entry.worked_minutes.get())).sum()
}

/// The seven lines of the week from `monday`.
fn week_lines(
    monday: NaiveDate,
    today: NaiveDate,
    logged: &[Logged],
    warnings: &[Warning],
) -> Vec<DayLine> {
    monday
        .iter_days()
        .take(7)
        .map(|date| {
            let of_day = || logged.iter().filter(move |l| l.entry.entry_date == date);
            let worked = minutes_of(of_day());
            DayLine {
                date,
                name: words::day_words(date),
                pieces: of_day().map(Piece::from).collect(),
                sum: if worked == 0 { String::new() } else { Minutes::words(worked) },
                warnings: warnings
                    .iter()
                    .filter(|warning| warning.date == Some(date))
                    .map(|warning| warning.words.clone())
                    .collect(),
                is_today: date == today,
                is_open: date <= today,
            }
        })
        .collect()
}
