//! Courses at the made-up farm: some held, one to come with places left, one that is full.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::base::{ClockTime, Meant, UtcTime};
use crate::courses::{self, CourseForm, RunForm, SessionForm, Standing, TeacherForm};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people::{self, Actor};

/// Code, name, what one learns, places, and months that its certificate holds.
const COURSES: [[&str; 5]; 4] = [
    ["FHJ", "Førstehjelp", "Du lærer å hjelpe når noen blir skadet eller syk.", "15", "24"],
    ["HYG", "Mathygiene", "Du lærer å lage mat som er trygg for alle.", "12", "36"],
    ["VAR", "Varme arbeider", "Du lærer å bruke varme og gnister uten at det tar fyr.", "12", "60"],
    ["OKO", "Privatøkonomi", "Du lærer å holde orden på penger, lån og regninger.", "15", ""],
];
/// Where residents come from, each with the number of the last.
const FROM: [(&str, u32); 3] = [("Kristiansand", 6), ("Lillesand", 12), ("Grimstad", 14)];
/// Who has the knowledge, from outside.
const TRADE: &str = "Ola Røed";
/// Who has been through it, from outside.
const LIVED: &str = "Nina Berg";

/// A time that a course was held: which, months ago, the first resident and one past the last.
const PAST: [(&str, u32, u32, u32); 4] =
    [("FHJ", 23, 1, 13), ("OKO", 14, 3, 15), ("FHJ", 8, 7, 15), ("HYG", 5, 1, 15)];

/// Four courses, four times that they were held, with certificates that are about to expire, and two
/// times to come: one with places left, one with a waiting list that Amina is on.
///
/// # Errors
/// The database's.
pub(super) fn tell(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let actor = |tx: &mut DbConn, login| people::actor_by_login(tx, login, now);
    let (Some(lars), Some(amina)) = (actor(tx, "lars")?, actor(tx, "amina")?) else {
        return Ok(());
    };
    let today = now.oslo_date();
    let began = morning(today - Months::new(25), now);
    for [code, name, words, places, valid_months] in COURSES.map(|c| c.map(str::to_owned)) {
        let form = CourseForm {
            code,
            name,
            words,
            places,
            valid_months,
            remind_days: "60".to_owned(),
            share_percent: "80".to_owned(),
        };
        courses::make_course(tx, &lars, &form, began)?;
    }
    for (code, months, first, last) in PAST {
        let day = weekday_from(today - Months::new(months));
        hold(tx, (&lars, &amina), code, day, first..last, now)?;
    }
    let plan = |tx: &mut DbConn, code, ahead, teacher: &str| {
        let lived = account_of(tx, "Mona Dahl", now)?;
        let trade = account_of(tx, teacher, now)?;
        let days =
            [weekday_from(today + Days::new(ahead)), weekday_from(today + Days::new(ahead + 7))];
        let form = form_of((&lived, &trade), "Stua", &days);
        courses::plan_run(tx, &lars, code, &form, now)
    };
    let food = plan(tx, "HYG", 17, "Kari Lunde")?;
    let hot = plan(tx, "VAR", 9, "Terje Moen")?;
    go_on(tx, (&lars, &amina), now)?;
    for number in [3, 4, 7, 9, 11] {
        sign_up(tx, &amina, &food, number, now)?;
    }
    for number in (2..=13).chain([1, 14]) {
        sign_up(tx, &amina, &hot, number, now)?;
    }
    Ok(())
}

/// A weekday, the day itself or the next.
fn weekday_from(day: NaiveDate) -> NaiveDate {
    let is_rest = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    day.iter_days().find(|day| !is_rest(day)).unwrap_or(day)
}

/// Eight in the morning of a day.
fn morning(day: NaiveDate, otherwise: UtcTime) -> UtcTime {
    UtcTime::of_oslo(day, ClockTime::of_hour(8), Meant::First).unwrap_or(otherwise)
}

fn account_of(tx: &mut DbConn, name: &str, now: UtcTime) -> AppResult<TeacherForm> {
    let known = courses::teacher_choices(tx, now)?;
    let found = known.into_iter().find(|(_, other)| other == name);
    Ok(TeacherForm { account: found.map(|(id, _)| id).unwrap_or_default(), name: String::new() })
}

fn form_of(
    (lived, trade): (&TeacherForm, &TeacherForm),
    place: &str,
    days: &[NaiveDate],
) -> RunForm {
    let session = |day: &NaiveDate| SessionForm {
        date: day.to_string(),
        start: "09:00".to_owned(),
        end: "14:00".to_owned(),
    };
    RunForm {
        places: "12".to_owned(),
        place: place.to_owned(),
        lived: lived.clone(),
        trade: trade.clone(),
        sessions: days.iter().map(session).collect(),
    }
}

/// Holds a course of two days, with residents by number, of whom one in six misses a day.
fn hold(
    tx: &mut DbConn,
    (lars, amina): (&Actor, &Actor),
    code: &str,
    first: NaiveDate,
    residents: std::ops::Range<u32>,
    now: UtcTime,
) -> AppResult<()> {
    let last = weekday_from(first + Days::new(7));
    let outside = |name: &str| TeacherForm { account: String::new(), name: name.to_owned() };
    let places = residents.len().to_string();
    let form = RunForm {
        places,
        ..form_of((&outside(LIVED), &outside(TRADE)), "Biblioteket", &[first, last])
    };
    let before = morning(first - Days::new(20), now);
    let run = courses::plan_run(tx, lars, code, &form, before)?;
    for number in residents {
        sign_up(tx, amina, &run, number, before)?;
    }
    let evening = morning(last, now).plus_seconds(10 * 3600);
    let (held, people) = courses::run_page(tx, lars, &run, evening)?;
    for (number, one) in (1..).zip(&people) {
        let was_at = if number % 6 == 0 { 1 } else { held.sessions.len() };
        for session in held.sessions.iter().take(was_at) {
            courses::mark(tx, lars, &run, (&one.signup, &session.id), true, evening)?;
        }
    }
    courses::issue_all(tx, lars, &run, evening).map(drop)
}

/// A course that has begun: its first day was last week, and its second is to come.
fn go_on(tx: &mut DbConn, (lars, amina): (&Actor, &Actor), now: UtcTime) -> AppResult<()> {
    let today = now.oslo_date();
    let days = [weekday_from(today - Days::new(6)), weekday_from(today + Days::new(2))];
    let lived = account_of(tx, "Mona Dahl", now)?;
    let trade = account_of(tx, "Terje Moen", now)?;
    let form = form_of((&lived, &trade), "Møterommet", &days);
    let before = morning(today - Days::new(20), now);
    let run = courses::plan_run(tx, lars, "OKO", &form, before)?;
    for number in [1, 2, 5, 6, 8, 13] {
        sign_up(tx, amina, &run, number, before)?;
    }
    let (held, people) = courses::run_page(tx, lars, &run, now)?;
    for (session, one) in held.sessions.iter().take(1).cycle().zip(people.iter().take(4)) {
        courses::mark(tx, lars, &run, (&one.signup, &session.id), true, now)?;
    }
    Ok(())
}

/// Signs up the resident with a number; the hand is Amina's, as most of them have no account.
fn sign_up(
    tx: &mut DbConn,
    amina: &Actor,
    run: &str,
    number: u32,
    now: UtcTime,
) -> AppResult<Option<Standing>> {
    let Some(id) = people::find_resident_by_pseudonym(tx, &format!("B{number:02}"))? else {
        return Ok(None);
    };
    let own = Actor { resident_id: Some(id), ..amina.clone() };
    let from =
        FROM.iter().find(|(_, last)| number <= *last).map_or("Kristiansand", |(name, _)| name);
    courses::sign_up(tx, &own, run, from, now).map(Some)
}
