//! What a piece of evidence must be.

use chrono::{Days, NaiveDate};

use crate::base::UtcTime;
use crate::hours::read_date;
use crate::qualifications::model::{CurriculumKind, Goal};

/// Letters in a line of text, at most.
const WORDS_MAX: usize = 500;
/// Letters in a stamp's line, at most.
const LINE_MAX: usize = 300;
/// Goals that a piece of evidence may point at.
const GOALS_MAX: usize = 3;
/// Days back that evidence may be of.
const EVIDENCE_DAYS_BACK: u64 = 366;
/// Days ahead that a wage contract may begin.
const WAGE_DAYS_AHEAD: u64 = 366;
/// Seconds that an answer can be taken back.
const ANSWERED_SECONDS: i64 = 7 * 86_400;

/// Why something is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum RuleError {
    Nothing,
    WordsTooLong,
    DateUnreadable,
    DateToCome,
    DateTooOld,
    NoPlace,
    NoGoal,
    TooManyGoals,
    /// It is nobody's goal, or was taken out of its curriculum.
    GoalGone,
    /// Its trade is not practised there.
    GoalElsewhere,
    NotOwnHours,
    LineTooLong,
    LineMissing,
    Approved,
    Answered,
    /// Nothing is left of what was taken back.
    NothingLeft,
    /// It was given too long ago to be taken back.
    AnswerStands,
    RouteKind,
    RouteTwice,
    RouteCurriculum,
    WageUnreadable,
    WageTooFar,
    CodeUnreadable,
    CodeTaken,
    NameMissing,
    NameTooLong,
    NotOwnGoal,
    FileMissing,
    FileTooLarge,
    GrepOff,
    GrepSilent,
    GrepUnknown,
    GrepTooLarge,
}

/// What is told of a piece of evidence, with what was found of it.
pub(in super::super) struct Wanted<'a> {
    pub(in super::super) words: &'a str,
    pub(in super::super) date: &'a str,
    pub(in super::super) has_photo: bool,
    pub(in super::super) has_hours: bool,
    /// The goals asked for.
    pub(in super::super) asked: usize,
    /// Those of them that are there: with their curriculum's kind, and whether they can be given at
    /// the place told.
    pub(in super::super) found: &'a [(Goal, CurriculumKind, bool)],
}

/// The day it happened; every reason against it at once.
pub(in super::super) fn check_wanted(
    wanted: &Wanted<'_>,
    today: NaiveDate,
) -> Result<NaiveDate, Vec<RuleError>> {
    let mut errors = Vec::new();
    if wanted.words.trim().is_empty() && !wanted.has_photo && !wanted.has_hours {
        errors.push(RuleError::Nothing);
    }
    if wanted.words.chars().count() > WORDS_MAX {
        errors.push(RuleError::WordsTooLong);
    }
    let date = read_date(wanted.date);
    match date {
        None => errors.push(RuleError::DateUnreadable),
        Some(date) if date > today => errors.push(RuleError::DateToCome),
        Some(date) if date + Days::new(EVIDENCE_DAYS_BACK) < today => {
            errors.push(RuleError::DateTooOld);
        }
        Some(_) => {}
    }
    errors.extend(check_goals(wanted));
    match date {
        Some(date) if errors.is_empty() => Ok(date),
        _ => Err(errors),
    }
}

fn check_goals(wanted: &Wanted<'_>) -> Option<RuleError> {
    let stands = |(goal, ..): &(Goal, CurriculumKind, bool)| goal.ended_at.is_none();
    let fits = |(_, kind, is_given): &(Goal, CurriculumKind, bool)| {
        *kind != CurriculumKind::Trade || *is_given
    };
    if wanted.asked == 0 {
        Some(RuleError::NoGoal)
    } else if wanted.asked > GOALS_MAX {
        Some(RuleError::TooManyGoals)
    } else if wanted.found.len() != wanted.asked || !wanted.found.iter().all(stands) {
        Some(RuleError::GoalGone)
    } else if !wanted.found.iter().all(fits) {
        Some(RuleError::GoalElsewhere)
    } else {
        None
    }
}

/// May an answer that was given then be taken back now? Within seven days.
pub(in super::super) fn may_take_back(given: UtcTime, now: UtcTime) -> bool {
    now.unix_seconds() - given.unix_seconds() < ANSWERED_SECONDS
}

/// The day from which there is a wage contract; None for an empty one, which takes it away.
pub(in super::super) fn read_wage_day(
    text: &str,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, RuleError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = read_date(text).ok_or(RuleError::WageUnreadable)?;
    if day > today + Days::new(WAGE_DAYS_AHEAD) {
        return Err(RuleError::WageTooFar);
    }
    Ok(Some(day))
}

/// A stamp's line; "not yet" needs one.
pub(in super::super) fn check_line(line: &str, is_needed: bool) -> Result<String, RuleError> {
    let line = line.trim();
    if line.chars().count() > LINE_MAX {
        return Err(RuleError::LineTooLong);
    }
    if is_needed && line.is_empty() {
        return Err(RuleError::LineMissing);
    }
    Ok(line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(id: &str) -> Goal {
        Goal {
            id: id.to_owned(),
            curriculum_code: "TMF03-02".to_owned(),
            code: id.to_owned(),
            words: "sette opp en vegg".to_owned(),
            set_code: String::new(),
            place: 1,
            ended_at: None,
        }
    }

    #[test]
    fn each_reason_is_told_and_all_at_once() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 16).unwrap();
        let here = [(goal("KM1"), CurriculumKind::Trade, true)];
        let away = [(goal("KM1"), CurriculumKind::Trade, false)];
        let own = [(goal("E1"), CurriculumKind::Own, false)];
        let long = "a".repeat(501);
        let try_it = |words: &str, date: &str, photo, asked, found| {
            let wanted = Wanted { words, date, has_photo: photo, has_hours: false, asked, found };
            check_wanted(&wanted, today)
        };
        assert_eq!(try_it("Vegg", "2026-03-16", false, 1, &here), Ok(today));
        assert_eq!(try_it("", "2026-03-16", true, 1, &own), Ok(today));
        let none: &[(Goal, CurriculumKind, bool)] = &[];
        let cases = [
            (try_it(" ", "2026-03-16", false, 1, &here), RuleError::Nothing),
            (try_it(&long, "2026-03-16", false, 1, &here), RuleError::WordsTooLong),
            (try_it("a", "i går", false, 1, &here), RuleError::DateUnreadable),
            (try_it("a", "+262142-12-31", false, 1, &here), RuleError::DateUnreadable),
            (try_it("a", "0026-03-16", false, 1, &here), RuleError::DateUnreadable),
            (try_it("a", "2026-03-17", false, 1, &here), RuleError::DateToCome),
            (try_it("a", "2025-03-01", false, 1, &here), RuleError::DateTooOld),
            (try_it("a", "2026-03-16", false, 0, none), RuleError::NoGoal),
            (try_it("a", "2026-03-16", false, 4, none), RuleError::TooManyGoals),
            (try_it("a", "2026-03-16", false, 2, &here), RuleError::GoalGone),
            (try_it("a", "2026-03-16", false, 1, &away), RuleError::GoalElsewhere),
        ];
        for (answer, error) in cases {
            assert_eq!(answer, Err(vec![error]));
        }
        let both = try_it("", "", false, 0, none).unwrap_err();
        assert_eq!(both, [RuleError::Nothing, RuleError::DateUnreadable, RuleError::NoGoal]);
    }

    #[test]
    fn a_wage_contract_begins_on_a_day_that_anyone_means() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let read = |text: &str| read_wage_day(text, day("2026-03-16"));
        assert_eq!(read(" "), Ok(None));
        assert_eq!(read("2027-03-17"), Ok(Some(day("2027-03-17"))));
        assert_eq!(read("2027-03-18"), Err(RuleError::WageTooFar));
        assert_eq!(read("2026-02-30"), Err(RuleError::WageUnreadable));
        assert_eq!(read("0226-03-16"), Err(RuleError::WageUnreadable));
    }

    #[test]
    fn not_yet_comes_with_a_line() {
        assert_eq!(check_line("  ", true), Err(RuleError::LineMissing));
        assert_eq!(check_line(" Litt til ", true), Ok("Litt til".to_owned()));
        assert_eq!(check_line("", false), Ok(String::new()));
        assert_eq!(check_line(&"a".repeat(301), false), Err(RuleError::LineTooLong));
    }
}
