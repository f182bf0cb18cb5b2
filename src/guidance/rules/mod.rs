//! What is new, what is due, what a plan may hold, and for which days figures are told.

pub(super) mod small_cells;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use super::model::{Growing, MentorStep, Talk, TalkDue};

/// Why something of a plan was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleError {
    ElementUnknown,
    ElementWords,
    ElementKnown,
    StepUnknown,
    StepDate,
    /// Before the one that counts, which is from this day.
    StepBefore(NaiveDate),
    TalkDate,
    TalkNext,
    TalkSteps,
    TalkStepLong,
    TalkKnown,
    MentorAlready,
    MentorSettled,
    LeftOn,
}

/// Letters of a part of the plan, or of an agreed step, at most.
pub(super) const WORDS_MAX: usize = 120;
/// Steps agreed in one talk, at most: what one can keep in mind.
pub(super) const STEPS_MAX: usize = 5;
/// Days for which someone one follows is new.
const NEW_DAYS: i64 = 30;
/// Days ahead that a talk is called near.
const NEAR_DAYS: i64 = 14;
/// Months from one talk to the next, unless another day is agreed.
const TALK_MONTHS: Months = Months::new(6);
/// Days ahead that the next talk may be.
const NEXT_DAYS_MAX: i64 = 366;

/// The first day of a relation, when it is new.
pub(super) fn new_since(first_day: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    (today - first_day < TimeDelta::days(NEW_DAYS)).then_some(first_day)
}

/// When to talk next: as agreed in the talk before, half a year after it, or, when there was none,
/// once one is no longer new.
pub(super) fn talk_due(last: Option<&Talk>, is_new: bool, today: NaiveDate) -> TalkDue {
    let Some(last) = last else {
        return if is_new { TalkDue::Later } else { TalkDue::First };
    };
    let next = next_talk(last.held_on, last.next_on);
    if next - today <= TimeDelta::days(NEAR_DAYS) { TalkDue::On(next) } else { TalkDue::Later }
}

/// The day of the next talk: as agreed, or half a year on.
pub(super) fn next_talk(held_on: NaiveDate, next_on: Option<NaiveDate>) -> NaiveDate {
    next_on.unwrap_or(held_on + TALK_MONTHS)
}

/// The agreed steps, a line each; empty lines say nothing.
pub(super) fn read_steps(text: &str) -> Result<Vec<String>, RuleError> {
    let lines: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if lines.len() > STEPS_MAX {
        return Err(RuleError::TalkSteps);
    }
    let is_long =
        |line: &String| line.chars().count() > WORDS_MAX || line.contains(char::is_control);
    if lines.iter().any(is_long) { Err(RuleError::TalkStepLong) } else { Ok(lines) }
}

/// Days of a talk: held today or before, and the next one after it and within a year.
pub(super) fn check_talk_days(
    held_on: NaiveDate,
    next_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<RuleError> {
    let mut wrong = Vec::new();
    if held_on > today {
        wrong.push(RuleError::TalkDate);
    }
    let is_far = |next: NaiveDate| next - held_on > TimeDelta::days(NEXT_DAYS_MAX);
    if next_on.is_some_and(|next| next <= held_on || is_far(next)) {
        wrong.push(RuleError::TalkNext);
    }
    wrong
}

/// Where becoming a mentor stands.
pub(super) fn growing(step: Option<&MentorStep>) -> Growing {
    match step {
        Some(step) if step.withdrawn_at.is_none() => {
            match (step.resident_agreed_at, step.leader_agreed_at) {
                (Some(_), Some(_)) => Growing::Done,
                (Some(_), None) => Growing::Agreed,
                (None, _) => Growing::Offered,
            }
        }
        _ => Growing::Unspoken,
    }
}

/// The last days that figures of persons are told for: the half-year that has ended, and the two
/// before it, the oldest first.
///
/// A half-year is told whole or not at all, so that whoever looks twice sees the same, and what came
/// between two looks is half a year's. What is told of one is kept as it was told.
///
/// Source: SECURITY S3 and abuse case 16: periods that cannot be subtracted to less than five.
pub(super) fn told_until(today: NaiveDate) -> Vec<NaiveDate> {
    let half_years = (today.year() - 2..=today.year()).flat_map(|year| {
        [NaiveDate::from_ymd_opt(year, 6, 30), NaiveDate::from_ymd_opt(year, 12, 31)]
    });
    let mut ended: Vec<NaiveDate> = half_years.flatten().filter(|day| *day < today).collect();
    ended.split_off(ended.len().saturating_sub(3))
}

/// The years that outcomes are told for: the two that have ended, the oldest first. Few leave in a
/// year, so a part of one is never told.
pub(super) fn told_years(today: NaiveDate) -> [i32; 2] {
    [today.year() - 2, today.year() - 1]
}

/// The first day of the half-year that ends on a day.
pub(super) fn half_year_from(until: NaiveDate) -> NaiveDate {
    let first = if until.month() <= 6 { 1 } else { 7 };
    NaiveDate::from_ymd_opt(until.year(), first, 1).unwrap_or(until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{AccountId, ResidentId, UtcTime};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(on: &str, next: Option<&str>) -> Talk {
        Talk {
            id: String::new(),
            resident_id: ResidentId::from_text("r"),
            held_on: day(on),
            next_on: next.map(day),
            held_by: AccountId::from_text("a"),
            recorded_at: UtcTime::new(chrono::DateTime::UNIX_EPOCH),
        }
    }

    #[test]
    fn a_relation_is_new_for_thirty_days() {
        assert_eq!(new_since(day("2026-03-01"), day("2026-03-30")), Some(day("2026-03-01")));
        assert_eq!(new_since(day("2026-03-01"), day("2026-03-31")), None);
    }

    #[test]
    fn a_talk_is_due_when_its_day_is_two_weeks_away() {
        let cases = [
            (None, true, TalkDue::Later),
            (None, false, TalkDue::First),
            (Some(held("2025-10-01", None)), false, TalkDue::Later), // 1 April
            (Some(held("2025-09-30", None)), false, TalkDue::On(day("2026-03-30"))),
            (Some(held("2026-03-01", Some("2026-03-20"))), true, TalkDue::On(day("2026-03-20"))),
            (Some(held("2025-01-01", None)), false, TalkDue::On(day("2025-07-01"))),
        ];
        for (last, is_new, wanted) in cases {
            assert_eq!(talk_due(last.as_ref(), is_new, day("2026-03-16")), wanted, "{last:?}");
        }
    }

    #[test]
    fn agreed_steps_are_five_lines_at_most() {
        assert_eq!(
            read_steps(" Ringe NAV \n\n Lage budsjett").unwrap(),
            ["Ringe NAV", "Lage budsjett"]
        );
        assert_eq!(read_steps("").unwrap(), Vec::<String>::new());
        assert_eq!(read_steps("1\n2\n3\n4\n5\n6"), Err(RuleError::TalkSteps));
        assert_eq!(read_steps(&"x".repeat(121)), Err(RuleError::TalkStepLong));
    }

    #[test]
    fn a_talk_was_held_and_the_next_one_comes_after_it() {
        let today = day("2026-03-16");
        assert!(check_talk_days(today, None, today).is_empty());
        assert_eq!(check_talk_days(day("2026-03-17"), None, today), [RuleError::TalkDate]);
        assert_eq!(check_talk_days(today, Some(today), today), [RuleError::TalkNext]);
        assert_eq!(check_talk_days(today, Some(day("2027-03-18")), today), [RuleError::TalkNext]);
    }

    #[test]
    fn figures_are_told_for_half_years_that_have_ended() {
        let told = |today: &str| told_until(day(today));
        assert_eq!(told("2026-03-16"), [day("2024-12-31"), day("2025-06-30"), day("2025-12-31")]);
        assert_eq!(told("2026-06-30"), told("2026-01-01"), "not on its last day");
        assert_eq!(told("2026-07-01"), [day("2025-06-30"), day("2025-12-31"), day("2026-06-30")]);
        assert_eq!(half_year_from(day("2026-06-30")), day("2026-01-01"));
        assert_eq!(half_year_from(day("2025-12-31")), day("2025-07-01"));
        assert_eq!(told_years(day("2026-12-31")), [2024, 2025]);
    }
}
