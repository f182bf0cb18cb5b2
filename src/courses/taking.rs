//! A resident signs up and off, and sees own courses.

use super::model::{CourseRun, Held, OwnCourses, Session, Signup, Standing};
use super::rules::{self, RuleError};
use super::{planning, store};
use crate::base::{ResidentId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{Actor, Right};

fn own_key(actor: &Actor) -> AppResult<&ResidentId> {
    actor.must(Right::TakeCourses)?;
    actor.resident_id.as_ref().ok_or(AppError::Forbidden)
}

/// A run that residents can see.
fn seen_run(conn: &mut DbConn, id: &str) -> AppResult<(CourseRun, Vec<Session>)> {
    let run = store::find_run(conn, id)?.ok_or(AppError::NotFound)?;
    let sessions = store::sessions_of(conn, &run.id)?;
    Ok((run, sessions))
}

/// Signs up; answers whether one has a place or waits. Who is signed up already stays as they are.
///
/// The place is taken in this transaction, by an update that finds none when none is left. Who had a
/// place and left in the middle is let in again, with all they were at, while a session remains.
///
/// # Errors
/// `course.municipality`, `course.begun`, `course.called_off`, `course.own` for one's own course;
/// `NotFound` for no such run.
pub(crate) fn sign_up(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    municipality: &str,
    now: UtcTime,
) -> AppResult<Standing> {
    let own = own_key(actor)?;
    let (run, sessions) = seen_run(tx, run)?;
    if let Some(signup) = store::active_signup(tx, &run.id, own)? {
        return standing(tx, &signup);
    }
    if let Some(left) = left_midway(tx, (&run, &sessions), own, now)? {
        if !store::take_place(tx, &run.id)? {
            return Err(RuleError::Begun.into());
        }
        store::reinstate(tx, &left.id)?;
        return Ok(Standing::HasPlace);
    }
    let called_off = run.called_off_at.is_some();
    rules::may_join(called_off, &sessions, now.oslo_date(), now.oslo_clock())?;
    if run.is_taught_by(&actor.account_id) {
        return Err(RuleError::OwnCourse.into());
    }
    let known = store::municipalities(tx)?;
    let municipality = rules::read_municipality(municipality, &known)?;
    let has_place = store::take_place(tx, &run.id)?;
    let signup = Signup {
        id: fresh_id(),
        run_id: run.id,
        resident_id: own.clone(),
        municipality,
        signed_up_at: now,
        place_at: has_place.then_some(now),
        withdrawn_at: None,
    };
    store::insert_signup(tx, &signup)?;
    standing(tx, &signup)
}

/// Where one had a place in a run that goes on, and left it after it had begun.
///
/// What one was at hangs on that row, so it is that one that is had again.
fn left_midway(
    conn: &mut DbConn,
    (run, sessions): (&CourseRun, &[Session]),
    own: &ResidentId,
    now: UtcTime,
) -> AppResult<Option<Signup>> {
    if !rules::goes_on(run.called_off_at.is_some(), sessions, now.oslo_date(), now.oslo_clock()) {
        return Ok(None);
    }
    let was_begun = |left: UtcTime| {
        sessions.iter().any(|s| rules::has_begun(s, left.oslo_date(), left.oslo_clock()))
    };
    let last = store::last_place(conn, &run.id, own)?;
    Ok(last.filter(|signup| signup.withdrawn_at.is_some_and(was_begun)))
}

fn standing(conn: &mut DbConn, signup: &Signup) -> AppResult<Standing> {
    if signup.place_at.is_some() {
        return Ok(Standing::HasPlace);
    }
    let line = store::active_signups(conn, &signup.run_id)?;
    let before = line.iter().filter(|other| other.place_at.is_none() && other.id < signup.id);
    Ok(Standing::Waits(before.count() + 1))
}

/// Signs off, for no reason that is asked; the first who waits has the place, until the course begins.
/// From then on it is kept for the one who left, while a session remains.
///
/// # Errors
/// `course.over`; `NotFound` for a run that one is not signed up to.
pub(crate) fn sign_off(tx: &mut DbConn, actor: &Actor, run: &str, now: UtcTime) -> AppResult<()> {
    let own = own_key(actor)?;
    let (run, sessions) = seen_run(tx, run)?;
    let signup = store::active_signup(tx, &run.id, own)?.ok_or(AppError::NotFound)?;
    let begun = |s: &Session| rules::has_begun(s, now.oslo_date(), now.oslo_clock());
    if sessions.iter().all(begun) {
        return Err(RuleError::Over.into());
    }
    store::withdraw(tx, &signup.id, now)?;
    if signup.place_at.is_some() {
        store::give_back_place(tx, &run.id)?;
        if !sessions.iter().any(begun) {
            move_up(tx, &run.id, now)?;
        }
    }
    Ok(())
}

/// Gives free places to those who have waited the longest.
///
/// # Errors
/// The database's.
pub(super) fn move_up(tx: &mut DbConn, run: &str, now: UtcTime) -> AppResult<()> {
    while let Some(next) = store::first_waiting(tx, run)? {
        if !store::take_place(tx, run)? {
            break;
        }
        store::give_place(tx, &next.id, now)?;
    }
    Ok(())
}

/// What is coming, and where one stands with it.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn own_courses(conn: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<OwnCourses> {
    let own = own_key(actor)?;
    let today = now.oslo_date();
    let mine = store::runs_of(conn, own)?;
    let (mut coming, mut left) = (Vec::new(), Vec::new());
    for run in store::runs_from(conn, today)? {
        let is_own = mine.iter().any(|other| other.id == run.id);
        let held = planning::held(conn, run)?;
        let may_return = !is_own && held.run.places_left() > 0;
        if may_return && left_midway(conn, (&held.run, &held.sessions), own, now)?.is_some() {
            left.push(held);
            continue;
        }
        let begun = |s: &Session| rules::has_begun(s, today, now.oslo_clock());
        let is_open = !held.is_called_off() && !held.sessions.iter().any(begun);
        if is_own || is_open {
            let standing = own_standing(conn, &held, own)?;
            coming.push((held, standing));
        }
    }
    coming.sort_by_key(|(held, _)| held.first_day());
    Ok(OwnCourses {
        coming,
        left,
        municipality: store::last_municipality(conn, own)?.unwrap_or_default(),
    })
}

fn own_standing(conn: &mut DbConn, held: &Held, own: &ResidentId) -> AppResult<Standing> {
    match store::active_signup(conn, &held.run.id, own)? {
        Some(signup) => standing(conn, &signup),
        None => Ok(Standing::Out),
    }
}

/// One time that a course is held, as a resident sees it, and where one stands with it.
///
/// # Errors
/// `NotFound` for none, and for one that is over or called off and not one's own.
pub(crate) fn upcoming(
    conn: &mut DbConn,
    actor: &Actor,
    run: &str,
    now: UtcTime,
) -> AppResult<(Held, Standing)> {
    let own = own_key(actor)?;
    let (run, _) = seen_run(conn, run)?;
    let held = planning::held(conn, run)?;
    let standing = own_standing(conn, &held, own)?;
    let is_gone = held.is_called_off() || held.last_day() < now.oslo_date();
    if is_gone && standing == Standing::Out {
        return Err(AppError::NotFound);
    }
    Ok((held, standing))
}

/// The municipalities to choose among, and the one that a resident told the last time.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn municipality_choices(
    conn: &mut DbConn,
    actor: &Actor,
) -> AppResult<(Vec<String>, String)> {
    let own = own_key(actor)?;
    let last = store::last_municipality(conn, own)?.unwrap_or_default();
    Ok((store::municipalities(conn)?, last))
}
