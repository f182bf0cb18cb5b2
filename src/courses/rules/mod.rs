//! What can be a course, who has a place in it, and when it gives a certificate. Pure.

mod forms;
mod report;

pub(crate) use forms::{CourseForm, RunForm, SessionForm, TeacherForm};
pub(super) use forms::{
    RunDraft, SESSIONS_MAX, SessionDraft, Teacher, check_places, read_course, read_municipality,
    read_run, read_session,
};
pub(crate) use report::{Figure, Took, YearTable};
pub(super) use report::{YearRow, guarded, table_of, yearly};

use chrono::{Days, Months, NaiveDate};

use super::model::Session;
use crate::base::ClockTime;

/// Why something about a course is not done. A number tells which of a form's sessions it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleError {
    Code,
    CodeTaken,
    Name,
    Words,
    Places(i32),
    /// So many have one.
    PlacesTaken(i32),
    ValidMonths,
    RemindDays,
    Share,
    Place,
    Lived,
    Trade,
    SameTeacher,
    /// Who plans it is neither a teacher of it nor the leader.
    NotOwn,
    NoSession,
    Date(usize),
    DatePast(usize),
    DateFar(usize),
    Start(usize),
    End(usize),
    EndNotAfterStart(usize),
    SessionsMeet(usize),
    SessionsMax,
    Municipality,
    CalledOff,
    Begun,
    Over,
    OwnCourse,
    NotOver,
    NotYetHeld,
    NeverThere,
    ShareNotReached,
    HasCertificate,
    ErrorUnknown,
    NobodyReached,
}

/// Has a session begun at this time of a day?
pub(super) fn has_begun(session: &Session, today: NaiveDate, clock: ClockTime) -> bool {
    session.held_on < today || (session.held_on == today && session.start_minute <= clock)
}

/// May one still sign up? Until the first session begins.
pub(super) fn may_join(
    is_called_off: bool,
    sessions: &[Session],
    today: NaiveDate,
    clock: ClockTime,
) -> Result<(), RuleError> {
    if is_called_off {
        return Err(RuleError::CalledOff);
    }
    if sessions.iter().any(|session| has_begun(session, today, clock)) {
        return Err(RuleError::Begun);
    }
    Ok(())
}

/// Has it begun, and is there a session left? Then who left may have their place again.
pub(super) fn goes_on(
    is_called_off: bool,
    sessions: &[Session],
    today: NaiveDate,
    clock: ClockTime,
) -> bool {
    let begun = |session: &Session| has_begun(session, today, clock);
    !is_called_off && sessions.iter().any(begun) && !sessions.iter().all(begun)
}

/// Did someone reach the share of the sessions that gives a certificate?
pub(super) fn reaches(attended: usize, sessions: usize, share_percent: i32) -> bool {
    let share = usize::try_from(share_percent).unwrap_or(100);
    attended > 0 && attended * 100 >= share * sessions
}

/// May a certificate be issued? A teacher's yes stands in for the share, and never for having been
/// there.
pub(super) fn may_issue(
    (attended, sessions, share_percent): (usize, usize, i32),
    is_teachers_yes: bool,
    last_day: NaiveDate,
    today: NaiveDate,
) -> Result<(), RuleError> {
    if today < last_day {
        return Err(RuleError::NotOver);
    }
    if attended == 0 {
        return Err(RuleError::NeverThere);
    }
    if !is_teachers_yes && !reaches(attended, sessions, share_percent) {
        return Err(RuleError::ShareNotReached);
    }
    Ok(())
}

/// The last day that a certificate holds, and the day from which its end is told.
///
/// It is counted from the course's last day, not from when the paper was written.
///
/// None for one that never expires.
pub(super) fn expiry(
    last_day: NaiveDate,
    valid_months: Option<i32>,
    remind_days: i32,
) -> Option<(NaiveDate, NaiveDate)> {
    let months = u32::try_from(valid_months?).ok()?;
    let expires_on = last_day.checked_add_months(Months::new(months))?;
    let days = u64::try_from(remind_days).unwrap_or_default();
    let remind_on = expires_on.checked_sub_days(Days::new(days))?;
    Some((expires_on, remind_on.max(last_day)))
}

/// `KB2026-0001`
pub(super) fn number_words(year: i32, number: i64) -> String {
    format!("KB{year}-{number:04}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn session(date: &str, start: &str, end: &str) -> Session {
        Session {
            id: format!("{date}{start}"),
            run_id: String::new(),
            held_on: day(date),
            start_minute: ClockTime::parse(start).unwrap(),
            end_minute: ClockTime::parse(end).unwrap(),
        }
    }

    #[test]
    fn one_joins_until_the_first_session_begins() {
        let sessions =
            [session("2026-03-18", "09:00", "12:00"), session("2026-03-20", "09:00", "12:00")];
        let at = |date: &str, clock: &str, off| {
            may_join(off, &sessions, day(date), ClockTime::parse(clock).unwrap())
        };
        assert_eq!(at("2026-03-17", "23:59", false), Ok(()));
        assert_eq!(at("2026-03-18", "08:59", false), Ok(()));
        assert_eq!(at("2026-03-18", "09:00", false), Err(RuleError::Begun));
        assert_eq!(at("2026-03-19", "08:00", false), Err(RuleError::Begun));
        assert_eq!(at("2026-03-17", "08:00", true), Err(RuleError::CalledOff));
    }

    #[test]
    fn a_share_or_a_yes_gives_a_certificate_and_absence_never_does() {
        let (last, after) = (day("2026-03-20"), day("2026-03-21"));
        for (attended, sessions, share, yes, today, wanted) in [
            (4, 5, 80, false, after, Ok(())),
            (3, 5, 80, false, after, Err(RuleError::ShareNotReached)),
            (3, 5, 80, true, after, Ok(())),
            (0, 5, 1, true, after, Err(RuleError::NeverThere)),
            (5, 5, 80, true, day("2026-03-19"), Err(RuleError::NotOver)),
            (2, 3, 67, false, last, Err(RuleError::ShareNotReached)),
            (2, 3, 66, false, last, Ok(())),
            (1, 1, 100, false, last, Ok(())),
        ] {
            let found = may_issue((attended, sessions, share), yes, last, today);
            assert_eq!(found, wanted, "{attended} of {sessions}, {share} %, {yes}");
        }
    }

    #[test]
    fn a_certificate_expires_by_whole_months_from_the_last_day() {
        let at = |last, months, days| expiry(day(last), months, days);
        assert_eq!(at("2026-03-20", None, 60), None);
        assert_eq!(at("2026-03-20", Some(24), 60), Some((day("2028-03-20"), day("2028-01-20"))));
        assert_eq!(at("2024-02-29", Some(12), 30), Some((day("2025-02-28"), day("2025-01-29"))));
        assert_eq!(at("2026-08-31", Some(6), 0), Some((day("2027-02-28"), day("2027-02-28"))));
        // A reminder is not due before the course was over.
        assert_eq!(at("2026-03-20", Some(1), 90), Some((day("2026-04-20"), day("2026-03-20"))));
    }
}
