//! When a piece of a day is taken, and which way it may go. Pure.

mod kinds;
mod nights;
mod working_time;

pub(super) use kinds::{Agreement, Side, agreed_kinds, check_agreed, may_settle, usual_kind};
pub(super) use nights::{Stamped, instants, pieces, with_break};
pub(crate) use working_time::WorkingTimeRule;
pub(super) use working_time::{Span, Warned, warnings};

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::model::{DayForm, EntryState, HourKind};
use crate::base::{ClockTime, Minutes};

/// Days back that a resident may still log.
pub(super) const DAYS_BACK_MAX: i64 = 366;

/// Why a piece of a day is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleError {
    DateUnreadable,
    StartUnreadable,
    /// The clock was set forward past it that night.
    StartSkipped,
    EndUnreadable,
    /// The clock was set forward past it that night.
    EndSkipped,
    BreakUnreadable,
    EndNotAfterStart,
    BreakTooLong,
    InTheFuture,
    TooOld,
    EnterpriseMissing,
    EnterpriseUnknown,
    KindUnknown,
    /// The resident and the leader have agreed on others.
    KindNotAgreed,
    /// Not as it was when it was shown.
    Changed,
    OrderUnknown,
    Overlap {
        start: ClockTime,
        end: ClockTime,
    },
    Locked,
    /// Evidence of what one can points at it.
    IsShown,
    NotSent,
    NoteMissing,
    NothingToCopy,
    NothingToReopen,
    NotClockedIn,
    /// Another one runs.
    ClockRuns,
    ReasonMissing,
    NotApproved,
    NothingToCorrect,
    CorrectionAsked,
    CorrectionSettled,
    AgreementKnown,
    AgreementSettled,
    AgreementDays,
}

/// A piece of a day, read but not yet held against what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadDay {
    pub(super) date: NaiveDate,
    pub(super) start: ClockTime,
    pub(super) end: ClockTime,
    pub(super) break_minutes: Minutes,
    pub(super) worked_minutes: Minutes,
    /// A code that may be none.
    pub(super) enterprise: String,
    pub(super) kind: HourKind,
    /// A number that may be none.
    pub(super) order: Option<String>,
}

/// Reads a date of a year that anyone means; None for anything else.
pub(crate) fn read_date(text: &str) -> Option<NaiveDate> {
    let date: NaiveDate = text.trim().parse().ok()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}

/// Reads what was typed, or says everything that is wrong with it.
pub(super) fn read_day(form: &DayForm, today: NaiveDate) -> Result<ReadDay, Vec<RuleError>> {
    let mut wrong = Vec::new();
    let date = read_date(&form.date);
    match date {
        None => wrong.push(RuleError::DateUnreadable),
        Some(date) => wrong.extend(check_date(date, today)),
    }
    let start = ClockTime::parse(&form.start);
    if start.is_none() {
        wrong.push(RuleError::StartUnreadable);
    }
    let end = ClockTime::parse(&form.end);
    if end.is_none() {
        wrong.push(RuleError::EndUnreadable);
    }
    let break_minutes = read_break(&form.break_minutes);
    if break_minutes.is_none() {
        wrong.push(RuleError::BreakUnreadable);
    }
    let worked = match (date, start, end, break_minutes) {
        (Some(date), Some(start), Some(end), Some(rest)) => {
            worked_minutes(date, start, end, rest).map_err(|e| wrong.push(e)).ok()
        }
        _ => None,
    };
    if form.enterprise.trim().is_empty() {
        wrong.push(RuleError::EnterpriseMissing);
    }
    let kind = HourKind::parse(form.kind.trim());
    if kind.is_none() {
        wrong.push(RuleError::KindUnknown);
    }
    let order = Some(form.order.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    match (date, start, end, break_minutes, worked, kind) {
        (
            Some(date),
            Some(start),
            Some(end),
            Some(break_minutes),
            Some(worked_minutes),
            Some(kind),
        ) if wrong.is_empty() => {
            let enterprise = form.enterprise.trim().to_owned();
            Ok(ReadDay { date, start, end, break_minutes, worked_minutes, enterprise, kind, order })
        }
        _ => Err(wrong),
    }
}

/// Minutes as a person or a program writes them; nothing at all is none. None past a day.
fn read_break(text: &str) -> Option<Minutes> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Minutes::new(0));
    }
    let is_number = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let minutes = if is_number { text.parse::<i32>().ok()? } else { return None };
    (minutes <= 1440).then(|| Minutes::new(minutes))
}

fn check_date(date: NaiveDate, today: NaiveDate) -> Option<RuleError> {
    if date > today {
        return Some(RuleError::InTheFuture);
    }
    (today - date > TimeDelta::days(DAYS_BACK_MAX)).then_some(RuleError::TooOld)
}

/// The date of an import: any day that has come.
pub(super) fn check_happened(date: NaiveDate, today: NaiveDate) -> Result<(), RuleError> {
    if date > today { Err(RuleError::InTheFuture) } else { Ok(()) }
}

/// The minutes that went by between start and end, less the break.
///
/// # Refuses
/// An end that is not after the start, a time that the clock skipped, and a break that leaves
/// nothing.
pub(super) fn worked_minutes(
    date: NaiveDate,
    start: ClockTime,
    end: ClockTime,
    break_minutes: Minutes,
) -> Result<Minutes, RuleError> {
    if end <= start {
        return Err(RuleError::EndNotAfterStart);
    }
    let length = nights::elapsed(date, start, end)?;
    if break_minutes.get() < 0 || break_minutes.get() >= length {
        return Err(RuleError::BreakTooLong);
    }
    Ok(Minutes::new(length - break_minutes.get()))
}

/// Refuses a piece that overlaps another of the same day. Pieces may touch.
///
/// Pieces of one day that never overlap are at most 24 hours together.
pub(super) fn check_overlap(
    start: ClockTime,
    end: ClockTime,
    others: impl IntoIterator<Item = (ClockTime, ClockTime)>,
) -> Result<(), RuleError> {
    match others.into_iter().find(|(from, to)| start < *to && *from < end) {
        Some((start, end)) => Err(RuleError::Overlap { start, end }),
        None => Ok(()),
    }
}

/// The Monday of a day's week.
pub(super) fn monday_of(date: NaiveDate) -> NaiveDate {
    date - TimeDelta::days(i64::from(date.weekday().num_days_from_monday()))
}

/// What one does to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The resident changes or forgets it.
    Change,
    /// The resident sends it.
    Send,
    /// The work leader approves it.
    Approve,
    /// The work leader sends it back with a line.
    Return,
    /// The resident takes back that the week is finished.
    Reopen,
}

/// The state after a step; the one table of what an entry may go through.
pub(super) fn next_state(state: EntryState, step: Step) -> Result<EntryState, RuleError> {
    use EntryState::{Approved, Draft, Submitted};
    match (state, step) {
        (Draft, Step::Change) | (Submitted, Step::Return | Step::Reopen) => Ok(Draft),
        (Draft, Step::Send) => Ok(Submitted),
        (Submitted | Approved, Step::Approve) => Ok(Approved),
        (Draft, Step::Approve | Step::Return | Step::Reopen) => Err(RuleError::NotSent),
        (Submitted, Step::Change | Step::Send)
        | (Approved, Step::Change | Step::Send | Step::Return | Step::Reopen) => {
            Err(RuleError::Locked)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> ClockTime {
        ClockTime::parse(text).unwrap()
    }

    fn typed(date: &str, start: &str, end: &str, rest: &str) -> DayForm {
        DayForm {
            date: date.into(),
            start: start.into(),
            end: end.into(),
            break_minutes: rest.into(),
            enterprise: "snekkeri".into(),
            kind: "training".into(),
            order: String::new(),
        }
    }

    #[test]
    fn a_days_piece_is_read_or_every_fault_is_named() {
        use RuleError::*;
        let today = day("2026-11-20");
        let faults: &[(&str, &str, &str, &str, &[RuleError])] = &[
            ("2026-11-20", "08:00", "14:30", "30", &[]),
            ("2026-11-20", "8.00", "24:00", "", &[]),
            ("2025-11-19", "08:00", "09:00", "0", &[]),
            ("2025-11-18", "08:00", "09:00", "0", &[TooOld]),
            ("2026-11-21", "08:00", "09:00", "0", &[InTheFuture]),
            ("+262142-12-31", "08:00", "24:00", "0", &[DateUnreadable]),
            (
                "20.11.2026",
                "x",
                "24:01",
                "-5",
                &[DateUnreadable, StartUnreadable, EndUnreadable, BreakUnreadable],
            ),
            ("2026-11-20", "14:00", "14:00", "0", &[EndNotAfterStart]),
            ("2026-11-20", "14:00", "08:00", "0", &[EndNotAfterStart]),
            ("2026-11-20", "08:00", "09:00", "60", &[BreakTooLong]),
            ("2026-11-20", "08:00", "09:00", "59", &[]),
            ("2026-11-20", "08:00", "09:00", "1.5", &[BreakUnreadable]),
            ("2026-11-20", "08:00", "09:00", "99999", &[BreakUnreadable]),
        ];
        for (date, start, end, rest, expected) in faults {
            let read = read_day(&typed(date, start, end, rest), today);
            assert_eq!(read.err().unwrap_or_default(), *expected, "{date} {start} {end} {rest}");
        }
        let empty = read_day(&DayForm::default(), today).unwrap_err();
        assert_eq!(
            empty,
            [DateUnreadable, StartUnreadable, EndUnreadable, EnterpriseMissing, KindUnknown]
        );
    }

    #[test]
    fn worked_time_is_what_the_break_leaves() {
        let read =
            read_day(&typed("2026-11-20", "08:00", "14:30", "30"), day("2026-11-20")).unwrap();
        assert_eq!(read.worked_minutes, Minutes::new(360));
    }

    #[test]
    fn pieces_may_touch_and_never_overlap() {
        let morning = [(at("08:00"), at("12:00"))];
        for (start, end, is_fine) in [
            ("12:00", "16:00", true),
            ("06:00", "08:00", true),
            ("11:59", "13:00", false),
            ("07:00", "08:01", false),
            ("09:00", "10:00", false),
            ("07:00", "13:00", false),
            ("08:00", "12:00", false),
        ] {
            let checked = check_overlap(at(start), at(end), morning);
            assert_eq!(checked.is_ok(), is_fine, "{start} {end}");
        }
    }

    #[test]
    fn an_approved_entry_takes_no_step_but_being_approved_again() {
        use EntryState::*;
        let table = [
            (Draft, Step::Change, Ok(Draft)),
            (Draft, Step::Send, Ok(Submitted)),
            (Draft, Step::Approve, Err(RuleError::NotSent)),
            (Draft, Step::Return, Err(RuleError::NotSent)),
            (Submitted, Step::Change, Err(RuleError::Locked)),
            (Submitted, Step::Send, Err(RuleError::Locked)),
            (Submitted, Step::Approve, Ok(Approved)),
            (Submitted, Step::Return, Ok(Draft)),
            (Approved, Step::Change, Err(RuleError::Locked)),
            (Approved, Step::Send, Err(RuleError::Locked)),
            (Approved, Step::Approve, Ok(Approved)),
            (Approved, Step::Return, Err(RuleError::Locked)),
            (Draft, Step::Reopen, Err(RuleError::NotSent)),
            (Submitted, Step::Reopen, Ok(Draft)),
            (Approved, Step::Reopen, Err(RuleError::Locked)),
        ];
        for (state, step, expected) in table {
            assert_eq!(next_state(state, step), expected, "{state} {step:?}");
        }
    }
}
