//! What was typed about a course, read or refused with everything that is wrong with it.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::RuleError;
use crate::base::{AccountId, ClockTime};

/// Sessions in one time that a course is held, at most.
pub(in crate::courses) const SESSIONS_MAX: usize = 40;
/// Letters in a name or a place, at most.
const NAME_MAX: usize = 80;
/// Letters about what one learns, at most.
const WORDS_MAX: usize = 600;
/// Letters in a code, at most.
const CODE_MAX: usize = 12;
/// Months that a certificate may hold, at most.
const VALID_MONTHS_MAX: i32 = 240;
/// Days before a certificate expires that one may be told, at most.
const REMIND_DAYS_MAX: i32 = 365;
/// Days ahead that a session may be planned.
const DAYS_AHEAD_MAX: u64 = 730;

/// A course as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct CourseForm {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) places: String,
    /// Empty for a certificate that never expires.
    pub(crate) valid_months: String,
    pub(crate) remind_days: String,
    pub(crate) share_percent: String,
}

/// A course that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::courses) struct CourseDraft {
    pub(in crate::courses) code: String,
    pub(in crate::courses) name: String,
    pub(in crate::courses) words: String,
    pub(in crate::courses) places: i32,
    pub(in crate::courses) valid_months: Option<i32>,
    pub(in crate::courses) remind_days: i32,
    pub(in crate::courses) share_percent: i32,
}

/// A teacher as typed: an account that was chosen, or a name from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TeacherForm {
    pub(crate) account: String,
    pub(crate) name: String,
}

/// A session as it was typed; all three empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SessionForm {
    pub(crate) date: String,
    pub(crate) start: String,
    pub(crate) end: String,
}

/// A time that a course is to be held, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunForm {
    pub(crate) places: String,
    pub(crate) place: String,
    pub(crate) lived: TeacherForm,
    pub(crate) trade: TeacherForm,
    pub(crate) sessions: Vec<SessionForm>,
}

/// Who teaches: someone with an account here, or someone from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::courses) enum Teacher {
    Account(AccountId),
    Outside(String),
}

/// A session that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::courses) struct SessionDraft {
    pub(in crate::courses) held_on: NaiveDate,
    pub(in crate::courses) start: ClockTime,
    pub(in crate::courses) end: ClockTime,
}

impl SessionDraft {
    /// Are both on at the same time?
    pub(in crate::courses) fn meets(&self, other: &Self) -> bool {
        self.held_on == other.held_on && self.start < other.end && other.start < self.end
    }
}

/// A time that a course is held, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::courses) struct RunDraft {
    pub(in crate::courses) places: i32,
    pub(in crate::courses) place: String,
    pub(in crate::courses) lived: Teacher,
    pub(in crate::courses) trade: Teacher,
    pub(in crate::courses) sessions: Vec<SessionDraft>,
}

/// Reads a course, or says everything that is wrong with it; a course has at most `places_max`.
pub(in crate::courses) fn read_course(
    form: &CourseForm,
    places_max: i32,
) -> Result<CourseDraft, Vec<RuleError>> {
    let mut wrong = Vec::new();
    let mut take = |read: Result<(), RuleError>| wrong.extend(read.err());
    let code = form.code.trim().to_uppercase();
    let is_code = (2..=CODE_MAX).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    take(if is_code { Ok(()) } else { Err(RuleError::Code) });
    take(held_in(&form.name, NAME_MAX, RuleError::Name));
    take(held_in(&form.words, WORDS_MAX, RuleError::Words));
    let places = check_places(&form.places, places_max);
    take(places.map(drop));
    let valid_months = match form.valid_months.trim() {
        "" => Ok(None),
        text => whole(text, 1, VALID_MONTHS_MAX).map(Some).ok_or(RuleError::ValidMonths),
    };
    take(valid_months.map(drop));
    let remind_days = whole(&form.remind_days, 0, REMIND_DAYS_MAX).ok_or(RuleError::RemindDays);
    take(remind_days.map(drop));
    let share_percent = whole(&form.share_percent, 1, 100).ok_or(RuleError::Share);
    take(share_percent.map(drop));
    match (places, valid_months, remind_days, share_percent, wrong.is_empty()) {
        (Ok(places), Ok(valid_months), Ok(remind_days), Ok(share_percent), true) => {
            Ok(CourseDraft {
                code,
                name: form.name.trim().to_owned(),
                words: form.words.trim().to_owned(),
                places,
                valid_months,
                remind_days,
                share_percent,
            })
        }
        _ => Err(wrong),
    }
}

/// Reads how many places there are, from one to `places_max`.
pub(in crate::courses) fn check_places(text: &str, places_max: i32) -> Result<i32, RuleError> {
    whole(text, 1, places_max).ok_or(RuleError::Places(places_max))
}

/// Reads a time that a course is to be held, or says everything that is wrong with it.
pub(in crate::courses) fn read_run(
    form: &RunForm,
    places_max: i32,
    today: NaiveDate,
) -> Result<RunDraft, Vec<RuleError>> {
    let mut wrong = Vec::new();
    let places = check_places(&form.places, places_max);
    wrong.extend(places.err());
    wrong.extend(held_in(&form.place, NAME_MAX, RuleError::Place).err());
    let lived = read_teacher(&form.lived, RuleError::Lived);
    let trade = read_teacher(&form.trade, RuleError::Trade);
    wrong.extend(lived.as_ref().err());
    wrong.extend(trade.as_ref().err());
    if lived.is_ok() && lived == trade {
        wrong.push(RuleError::SameTeacher);
    }
    let sessions = read_sessions(&form.sessions, today, &mut wrong);
    match (places, lived, trade, wrong.is_empty()) {
        (Ok(places), Ok(lived), Ok(trade), true) => {
            Ok(RunDraft { places, place: form.place.trim().to_owned(), lived, trade, sessions })
        }
        _ => Err(wrong),
    }
}

fn read_sessions(
    forms: &[SessionForm],
    today: NaiveDate,
    wrong: &mut Vec<RuleError>,
) -> Vec<SessionDraft> {
    let mut sessions: Vec<SessionDraft> = Vec::new();
    let is_typed = |form: &SessionForm| {
        [&form.date, &form.start, &form.end].into_iter().any(|text| !text.trim().is_empty())
    };
    for (number, form) in (1..).zip(forms).filter(|(_, form)| is_typed(form)) {
        match read_session(form, number, today) {
            Ok(session) if sessions.iter().any(|other| other.meets(&session)) => {
                wrong.push(RuleError::SessionsMeet(number));
            }
            Ok(session) => sessions.push(session),
            Err(own) => wrong.extend(own),
        }
    }
    if !forms.iter().any(is_typed) {
        wrong.push(RuleError::NoSession);
    }
    if sessions.len() > SESSIONS_MAX {
        wrong.push(RuleError::SessionsMax);
    }
    sessions.sort_by_key(|session| (session.held_on, session.start));
    sessions
}

/// Reads one session, from today to two years ahead; `number` tells which of the form's it is.
pub(in crate::courses) fn read_session(
    form: &SessionForm,
    number: usize,
    today: NaiveDate,
) -> Result<SessionDraft, Vec<RuleError>> {
    let mut wrong = Vec::new();
    let held_on: Option<NaiveDate> = form.date.trim().parse().ok();
    match held_on {
        None => wrong.push(RuleError::Date(number)),
        Some(date) if date < today => wrong.push(RuleError::DatePast(number)),
        Some(date)
            if today.checked_add_days(Days::new(DAYS_AHEAD_MAX)).is_some_and(|m| date > m) =>
        {
            wrong.push(RuleError::DateFar(number));
        }
        Some(_) => {}
    }
    let (start, end) = (ClockTime::parse(&form.start), ClockTime::parse(&form.end));
    if start.is_none() {
        wrong.push(RuleError::Start(number));
    }
    if end.is_none() {
        wrong.push(RuleError::End(number));
    }
    if matches!((start, end), (Some(start), Some(end)) if end <= start) {
        wrong.push(RuleError::EndNotAfterStart(number));
    }
    match (held_on, start, end, wrong.is_empty()) {
        (Some(held_on), Some(start), Some(end), true) => Ok(SessionDraft { held_on, start, end }),
        _ => Err(wrong),
    }
}

fn read_teacher(form: &TeacherForm, error: RuleError) -> Result<Teacher, RuleError> {
    let (account, name) = (form.account.trim(), form.name.trim());
    match (account.is_empty(), name.is_empty()) {
        (false, true) => Ok(Teacher::Account(AccountId::from_text(account))),
        (true, false) if name.chars().count() <= NAME_MAX && !name.contains(char::is_control) => {
            Ok(Teacher::Outside(name.to_owned()))
        }
        _ => Err(error),
    }
}

/// Reads the name of a municipality: letters, with spaces, hyphens and full stops between.
///
/// One of those `known` is written as it is known.
pub(in crate::courses) fn read_municipality(
    text: &str,
    known: &[String],
) -> Result<String, RuleError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = name.to_lowercase();
    if let Some(known) = known.iter().find(|known| known.to_lowercase() == plain) {
        return Ok(known.clone());
    }
    let is_name = (2..=40).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphabetic() || " -.".contains(c))
        && name.starts_with(char::is_alphabetic);
    if is_name { Ok(name) } else { Err(RuleError::Municipality) }
}

fn held_in(text: &str, most: usize, error: RuleError) -> Result<(), RuleError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > most { Err(error) } else { Ok(()) }
}

fn whole(text: &str, least: i32, most: i32) -> Option<i32> {
    let text = text.trim();
    let is_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number: i32 = text.parse().ok().filter(|_| is_digits)?;
    (least..=most).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> CourseForm {
        CourseForm {
            code: "fhj".into(),
            name: "Førstehjelp".into(),
            words: "Du lærer å hjelpe.".into(),
            places: "15".into(),
            valid_months: "24".into(),
            remind_days: "60".into(),
            share_percent: "80".into(),
        }
    }

    fn session(date: &str, start: &str, end: &str) -> SessionForm {
        SessionForm { date: date.into(), start: start.into(), end: end.into() }
    }

    fn run() -> RunForm {
        let outside = |name: &str| TeacherForm { account: String::new(), name: name.into() };
        RunForm {
            places: "12".into(),
            place: "Stua".into(),
            lived: outside("Nina Berg"),
            trade: outside("Ola Røed"),
            sessions: vec![session("2026-03-18", "09:00", "12:00")],
        }
    }

    #[test]
    fn a_course_is_read_or_everything_wrong_is_told() {
        let read = read_course(&course(), 70).unwrap();
        assert_eq!((read.code.as_str(), read.places, read.valid_months), ("FHJ", 15, Some(24)));
        let never = CourseForm { valid_months: String::new(), ..course() };
        assert_eq!(read_course(&never, 70).unwrap().valid_months, None);
        for places in ["0", "71", "10000", "-1", "+5", "1,5", "", "tolv", "99999999999"] {
            let form = CourseForm { places: places.into(), ..course() };
            assert_eq!(read_course(&form, 70), Err(vec![RuleError::Places(70)]), "{places}");
        }
        let wrong = read_course(&CourseForm::default(), 70).unwrap_err();
        let wanted = [
            RuleError::Code,
            RuleError::Name,
            RuleError::Words,
            RuleError::Places(70),
            RuleError::RemindDays,
            RuleError::Share,
        ];
        assert_eq!(wrong, wanted);
        let odd = CourseForm { code: "<b>".into(), valid_months: "0".into(), ..course() };
        assert_eq!(read_course(&odd, 70).unwrap_err(), [RuleError::Code, RuleError::ValidMonths]);
    }

    #[test]
    fn a_run_has_two_teachers_and_sessions_that_can_be() {
        let today: NaiveDate = "2026-03-16".parse().unwrap();
        let wrong = |form: RunForm| read_run(&form, 70, today).unwrap_err();
        assert_eq!(read_run(&run(), 70, today).unwrap().sessions.len(), 1);
        let same = RunForm { trade: run().lived, ..run() };
        assert_eq!(wrong(same), [RuleError::SameTeacher]);
        let both = TeacherForm { account: "a1".into(), name: "Ola".into() };
        assert_eq!(wrong(RunForm { trade: both, ..run() }), [RuleError::Trade]);
        for (sessions, wanted) in [
            (vec![], RuleError::NoSession),
            (vec![session("2026-03-15", "09:00", "12:00")], RuleError::DatePast(1)),
            (vec![session("2029-03-15", "09:00", "12:00")], RuleError::DateFar(1)),
            (vec![session("2026-03-18", "12:00", "09:00")], RuleError::EndNotAfterStart(1)),
            (vec![session("2026-03-18", "09:00", "09:00")], RuleError::EndNotAfterStart(1)),
            (vec![session("i morgen", "09:00", "10:00")], RuleError::Date(1)),
            (
                vec![
                    session("2026-03-18", "09:00", "12:00"),
                    session("", "", ""),
                    session("2026-03-18", "11:59", "13:00"),
                ],
                RuleError::SessionsMeet(3),
            ),
        ] {
            assert_eq!(wrong(RunForm { sessions, ..run() }), [wanted]);
        }
    }

    #[test]
    fn a_municipality_is_known_or_looks_like_one() {
        let known = ["Kristiansand".to_owned(), "Vennesla".to_owned()];
        let read = |text: &str| read_municipality(text, &known);
        assert_eq!(read(" kristiansand "), Ok("Kristiansand".to_owned()));
        assert_eq!(read("Nordre  Land"), Ok("Nordre Land".to_owned()));
        assert_eq!(read("Å"), Err(RuleError::Municipality));
        for text in ["", "4204", "<script>alert(1)</script>", "-vei", "=1+1", &"a".repeat(41)] {
            assert_eq!(read(text), Err(RuleError::Municipality), "{text}");
        }
    }
}
