//! What teachers and the leader see of own courses, and marking who was there.

use super::model::{Attendance, Expiring, Held, Participant, Signup, Steering};
use super::planning::{held, may_change, own_run};
use super::rules::{self, RuleError};
use super::{proving, store};
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Right, Role};

/// What is written down when someone sees who takes part.
const LOOKED_AT_COURSE: &str = "deltakelse på kurs";
/// The same of certificates that are to be renewed.
const LOOKED_AT_EXPIRY: &str = "kursbevis som går ut";

/// The times that one holds a course, every course, and certificates that are to be renewed: a
/// mentor's of own mentees, a leader's of all. Whose they are is told who looked, once a day.
///
/// # Errors
/// `Forbidden` for who holds no courses.
pub(crate) fn steering(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Steering> {
    actor.must(Right::HoldCourses)?;
    let today = now.oslo_date();
    let mut runs = Vec::new();
    for run in store::all_runs(tx)? {
        if actor.is(Role::Leader) || run.is_taught_by(&actor.account_id) {
            runs.push(held(tx, run)?);
        }
    }
    let (mut coming, mut past): (Vec<Held>, Vec<Held>) =
        runs.into_iter().partition(|held| !held.is_called_off() && held.last_day() >= today);
    coming.sort_by_key(Held::first_day);
    past.sort_by_key(|held| std::cmp::Reverse(held.last_day()));
    let mut expiring = Vec::new();
    for row in proving::expiring(tx, today)? {
        if !actor.is(Role::Leader) && !actor.mentees.contains(&row.resident_id) {
            continue;
        }
        people::log_look_daily(tx, actor, &row.resident_id, LOOKED_AT_EXPIRY, now)?;
        expiring.push(Expiring {
            name: people::first_name_of(tx, &row.resident_id)?,
            course: row.course,
            expires_on: row.expires_on.unwrap_or(today),
        });
    }
    let courses = store::courses(tx)?;
    let courses = courses.into_iter().map(|course| {
        let may_change = may_change(actor, &course);
        (course, may_change)
    });
    Ok(Steering { coming, past, courses: courses.collect(), expiring })
}

/// A run as its teachers see it: who has a place, who waits, who was where. Those who are seen are
/// told who looked, once a day.
///
/// # Errors
/// `NotFound` for a run that one does not teach; the leader teaches all.
pub(crate) fn run_page(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    now: UtcTime,
) -> AppResult<(Held, Vec<Participant>)> {
    let run = own_run(tx, actor, run)?;
    let signups = store::active_signups(tx, &run.id)?;
    let held = held(tx, run)?;
    for signup in &signups {
        people::log_look_daily(tx, actor, &signup.resident_id, LOOKED_AT_COURSE, now)?;
    }
    let people = participants(tx, &held, &signups)?;
    Ok((held, people))
}

fn participants(conn: &mut DbConn, held: &Held, signups: &[Signup]) -> AppResult<Vec<Participant>> {
    let ids: Vec<_> = signups.iter().map(|signup| signup.resident_id.clone()).collect();
    let named = store::names(conn, &ids)?;
    let full: Vec<String> = ids
        .iter()
        .map(|id| named.iter().find(|(other, _)| other == id).map(|(_, name)| name.clone()))
        .map(Option::unwrap_or_default)
        .collect();
    let marks = store::attendance_of_run(conn, &held.run.id)?;
    let mut people = Vec::new();
    for (signup, name) in signups.iter().zip(people::called(&full)) {
        let own = marks.iter().filter(|(other, _)| *other == signup.id);
        let was_at: Vec<String> = own.map(|(_, session)| session.clone()).collect();
        let share = held.course.share_percent;
        people.push(Participant {
            signup: signup.id.clone(),
            name,
            has_place: signup.place_at.is_some(),
            reached: rules::reaches(was_at.len(), held.sessions.len(), share),
            was_at,
            certificate: store::certificate_of_signup(conn, &signup.id)?.map(Into::into),
        });
    }
    Ok(people)
}

/// Someone's part in a run: who has a place and has not signed off.
///
/// # Errors
/// `NotFound` for one who is not in the run, waits, or has signed off.
pub(super) fn part_in(conn: &mut DbConn, run: &str, signup: &str) -> AppResult<Signup> {
    store::find_signup(conn, signup)?
        .filter(|row| row.run_id == run && row.place_at.is_some() && row.withdrawn_at.is_none())
        .ok_or(AppError::NotFound)
}

/// Marks that someone was at a session, or takes that back.
///
/// # Errors
/// `course.not_yet_held`, `course.has_certificate`; `NotFound` for a run that one does not teach, for
/// one who has no place in it, and for a session that is not its.
pub(crate) fn mark(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    (signup, session): (&str, &str),
    was_there: bool,
    now: UtcTime,
) -> AppResult<()> {
    let run = own_run(tx, actor, run)?;
    let signup = part_in(tx, &run.id, signup)?;
    let sessions = store::sessions_of(tx, &run.id)?;
    let session = sessions.iter().find(|s| s.id == session).ok_or(AppError::NotFound)?;
    if !rules::has_begun(session, now.oslo_date(), now.oslo_clock()) {
        return Err(RuleError::NotYetHeld.into());
    }
    if store::certificate_of_signup(tx, &signup.id)?.is_some() {
        return Err(RuleError::HasCertificate.into());
    }
    let row = Attendance {
        signup_id: signup.id,
        session_id: session.id.clone(),
        was_there,
        marked_by: actor.account_id.clone(),
        marked_at: now,
    };
    Ok(store::mark(tx, &row)?)
}
