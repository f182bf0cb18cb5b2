//! Pages about hours: the resident's week and day, approval, a mentor's view, and the rows behind
//! the sums.

mod approval;
mod clock;
mod corrections;
mod day;
mod kinds;
mod mentees;
mod phone;
mod rows;
mod undo;
mod week;

pub(crate) use approval::{approve_one, approve_shown, send_back, waiting};
pub(crate) use clock::{
    ask_break, ask_end, clock_in, clock_out, clock_undo, home, reopen_week, tell_end,
};
pub(crate) use corrections::{
    accept_correction, ask_correction, correction, decline_correction, withdraw_correction,
};
pub(crate) use day::{change_day, edit_day, forget_day, new_day, save_day};
pub(crate) use kinds::{
    accept_kind, accept_own_kind, decline_kind, decline_own_kind, kinds_of, open_kinds, own_kinds,
    propose_kind, propose_own_kind,
};
pub(crate) use mentees::mentee;
pub(crate) use phone::{queue_token, take_queued, without_coverage};
pub(crate) use rows::rows;
pub(crate) use week::{copy_day, send_week, week};

use chrono::NaiveDate;

use super::model::{EntryState, HourKind, Logged};
use super::rules::{monday_of, read_date};
use super::{Warning, words};
use crate::base::Minutes;
use crate::web::Ctx;

/// Kinds as a form's choices.
fn kind_choices(kinds: &[HourKind]) -> Vec<(&'static str, &'static str)> {
    kinds.iter().map(|kind| (kind.as_str(), words::kind_words(*kind))).collect()
}

/// A day a link named, or `other` when it named none.
fn day_or(text: Option<&String>, other: NaiveDate) -> NaiveDate {
    text.and_then(|text| read_date(text)).unwrap_or(other)
}

/// Where one comes back to after the clock: the start page, or on a shared tablet the week.
fn place_of(ctx: &Ctx) -> &'static str {
    let is_tablet = ctx.actor_if_any().is_some_and(|actor| actor.tablet.is_some());
    if is_tablet { "/intern/timer" } else { "/intern" }
}

/// A piece of a day, in words.
struct Piece {
    id: String,
    mark: String,
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
    /// Approved: one may ask to have it put right.
    is_locked: bool,
    /// It stands in place of one that was put right.
    is_corrected: bool,
    /// How a correction that was asked for stands, on the resident's own page.
    asked: Option<corrections::Asked>,
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
            mark: entry.mark(),
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
            is_locked: entry.state == EntryState::Approved,
            is_corrected: entry.corrects.is_some(),
            asked: None,
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
