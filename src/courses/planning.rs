//! A course is made, and a time that it is to be held is planned.

use chrono::NaiveDate;

use super::model::{Course, CourseRun, Held, Session};
use super::rules::{
    self, CourseForm, RuleError, RunDraft, RunForm, SESSIONS_MAX, SessionDraft, SessionForm,
    Teacher,
};
use super::{store, taking};
use crate::base::{AccountId, UtcTime, fresh_id};
use crate::db::{DbConn, refuse_taken, setting};
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::people::{self, Actor, Right, Role};

/// Who may be set to teach.
const TEACHERS: [Role; 3] = [Role::Mentor, Role::WorkLeader, Role::Leader];
/// Places in a course, at most, where nothing is set.
const PLACES_MAX: i32 = 70;

/// Makes a course; answers its code.
///
/// # Errors
/// `course.code`, `course.code_taken`, `course.name`, `course.words`, `course.places`,
/// `course.valid_months`, `course.remind_days`, `course.share`.
pub(crate) fn make_course(
    tx: &mut DbConn,
    actor: &Actor,
    form: &CourseForm,
    now: UtcTime,
) -> AppResult<String> {
    actor.must(Right::HoldCourses)?;
    let most = places_max(tx, now)?;
    let draft = rules::read_course(form, most).map_err(Refusals::from)?;
    if store::course_by_code(tx, &draft.code)?.is_some() {
        return Err(RuleError::CodeTaken.into());
    }
    let row = Course {
        id: fresh_id(),
        code: draft.code,
        name: draft.name,
        words: draft.words,
        places: draft.places,
        valid_months: draft.valid_months,
        remind_days: draft.remind_days,
        share_percent: draft.share_percent,
        made_by: actor.account_id.clone(),
        made_at: now,
    };
    store::insert_course(tx, &row)
        .map_err(|error| refuse_taken(error, &store::CODE_TAKEN, RuleError::CodeTaken.into()))?;
    Ok(row.code)
}

impl From<RuleError> for AppError {
    fn from(error: RuleError) -> Self {
        Refusal::from(error).into()
    }
}

/// Changes a course for the times to come; its code and the certificates given stay. Its share and how
/// long it is valid count for all who hold it, so it is changed by who made it, or by a leader.
///
/// # Errors
/// As [`make_course`]; `NotFound` for no such course, and for another's.
pub(crate) fn change_course(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    form: &CourseForm,
    now: UtcTime,
) -> AppResult<()> {
    let row = own_course(tx, actor, code)?;
    let most = places_max(tx, now)?;
    let form = CourseForm { code: row.code.clone(), ..form.clone() };
    let draft = rules::read_course(&form, most).map_err(Refusals::from)?;
    let changed = Course {
        name: draft.name,
        words: draft.words,
        places: draft.places,
        valid_months: draft.valid_months,
        remind_days: draft.remind_days,
        share_percent: draft.share_percent,
        ..row
    };
    Ok(store::update_course(tx, &changed)?)
}

/// A course by its code.
///
/// # Errors
/// `NotFound`; `Forbidden` for who holds no courses.
pub(crate) fn find_course(conn: &mut DbConn, actor: &Actor, code: &str) -> AppResult<Course> {
    actor.must(Right::HoldCourses)?;
    store::course_by_code(conn, code)?.ok_or(AppError::NotFound)
}

/// A course that one may change.
///
/// # Errors
/// `NotFound` for no such course, and for one that another made; the leader changes all.
pub(crate) fn own_course(conn: &mut DbConn, actor: &Actor, code: &str) -> AppResult<Course> {
    let course = find_course(conn, actor, code)?;
    if may_change(actor, &course) { Ok(course) } else { Err(AppError::NotFound) }
}

pub(super) fn may_change(actor: &Actor, course: &Course) -> bool {
    actor.is(Role::Leader) || course.made_by == actor.account_id
}

/// Who can be set to teach today: id and name.
///
/// # Errors
/// The database's.
pub(crate) fn teacher_choices(conn: &mut DbConn, now: UtcTime) -> AppResult<Vec<(String, String)>> {
    let rows = store::teachers(conn, &TEACHERS, now.oslo_date())?;
    Ok(rows.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// Plans a time that a course is to be held; answers the run. A leader plans for anyone, others
/// where they are one of the two teachers.
///
/// # Errors
/// `course.places`, `course.place`, `course.lived`, `course.trade`, `course.same_teacher`,
/// `course.not_own`, `course.no_session`, `course.date`, `course.date_past`, `course.date_far`,
/// `course.start`, `course.end`, `course.sessions_meet`, `course.sessions_max`; `NotFound` for no
/// such course.
pub(crate) fn plan_run(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    form: &RunForm,
    now: UtcTime,
) -> AppResult<String> {
    let course = find_course(tx, actor, code)?;
    let most = places_max(tx, now)?;
    let draft = rules::read_run(form, most, now.oslo_date()).map_err(Refusals::from)?;
    check_teachers(tx, actor, &draft, now)?;
    let (lived_account_id, lived_name) = apart(draft.lived);
    let (trade_account_id, trade_name) = apart(draft.trade);
    let run = CourseRun {
        id: fresh_id(),
        course_id: course.id,
        places: draft.places,
        taken: 0,
        place: draft.place,
        lived_account_id,
        lived_name,
        trade_account_id,
        trade_name,
        planned_by: actor.account_id.clone(),
        planned_at: now,
        called_off_at: None,
    };
    store::insert_run(tx, &run)?;
    for session in &draft.sessions {
        insert_session(tx, &run.id, session)?;
    }
    Ok(run.id)
}

fn apart(teacher: Teacher) -> (Option<AccountId>, String) {
    match teacher {
        Teacher::Account(id) => (Some(id), String::new()),
        Teacher::Outside(name) => (None, name),
    }
}

fn insert_session(tx: &mut DbConn, run: &str, session: &SessionDraft) -> AppResult<()> {
    let row = Session {
        id: fresh_id(),
        run_id: run.to_owned(),
        held_on: session.held_on,
        start_minute: session.start,
        end_minute: session.end,
    };
    Ok(store::insert_session(tx, &row)?)
}

fn check_teachers(
    conn: &mut DbConn,
    actor: &Actor,
    draft: &RunDraft,
    now: UtcTime,
) -> AppResult<()> {
    let known = store::teachers(conn, &TEACHERS, now.oslo_date())?;
    let can_teach = |teacher: &Teacher| match teacher {
        Teacher::Account(id) => known.iter().any(|(other, _)| other == id),
        Teacher::Outside(_) => true,
    };
    let mut refusals = Refusals::default();
    for (teacher, error) in [(&draft.lived, RuleError::Lived), (&draft.trade, RuleError::Trade)] {
        if !can_teach(teacher) {
            refusals.add(error);
        }
    }
    let own = Teacher::Account(actor.account_id.clone());
    if !actor.is(Role::Leader) && draft.lived != own && draft.trade != own {
        refusals.add(RuleError::NotOwn);
    }
    Ok(refusals.or(())?)
}

/// A run that one teaches; the leader teaches all.
///
/// # Errors
/// `NotFound` for another's, and for none.
pub(super) fn own_run(conn: &mut DbConn, actor: &Actor, id: &str) -> AppResult<CourseRun> {
    actor.must(Right::HoldCourses)?;
    let is_own = |run: &CourseRun| actor.is(Role::Leader) || run.is_taught_by(&actor.account_id);
    store::find_run(conn, id)?.filter(is_own).ok_or(AppError::NotFound)
}

/// Adds a session to a run that is not over.
///
/// # Errors
/// `course.date`, `course.date_past`, `course.date_far`, `course.start`, `course.end`,
/// `course.sessions_meet`, `course.sessions_max`, `course.over`, `course.called_off`; `NotFound` as
/// [`own_run`].
pub(crate) fn add_session(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    form: &SessionForm,
    now: UtcTime,
) -> AppResult<()> {
    let run = own_run(tx, actor, run)?;
    let today = now.oslo_date();
    let sessions = open_sessions(tx, &run, today)?;
    let new = rules::read_session(form, 1, today).map_err(Refusals::from)?;
    let known = |session: &Session| SessionDraft {
        held_on: session.held_on,
        start: session.start_minute,
        end: session.end_minute,
    };
    if sessions.iter().any(|session| known(session).meets(&new)) {
        return Err(RuleError::SessionsMeet(1).into());
    }
    if sessions.len() >= SESSIONS_MAX {
        return Err(RuleError::SessionsMax.into());
    }
    insert_session(tx, &run.id, &new)
}

/// The sessions of a run that is neither called off nor over.
fn open_sessions(conn: &mut DbConn, run: &CourseRun, today: NaiveDate) -> AppResult<Vec<Session>> {
    if run.called_off_at.is_some() {
        return Err(RuleError::CalledOff.into());
    }
    let sessions = store::sessions_of(conn, &run.id)?;
    if sessions.iter().all(|session| session.held_on < today) {
        return Err(RuleError::Over.into());
    }
    Ok(sessions)
}

/// Sets how many places a run has; those who have waited the longest get what comes free.
///
/// # Errors
/// `course.places`, `course.places_taken` for fewer than have one, `course.over`, `course.called_off`; `NotFound` as [`own_run`].
pub(crate) fn set_places(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    places: &str,
    now: UtcTime,
) -> AppResult<()> {
    let run = own_run(tx, actor, run)?;
    open_sessions(tx, &run, now.oslo_date())?;
    let most = places_max(tx, now)?;
    let places = rules::check_places(places, most)?;
    if places < run.taken {
        return Err(RuleError::PlacesTaken(run.taken).into());
    }
    store::set_places(tx, &run.id, places)?;
    taking::move_up(tx, &run.id, now)
}

/// Calls a run off, or takes that back; a run that has been held is not called off.
///
/// # Errors
/// `course.over`; `NotFound` as [`own_run`].
pub(crate) fn call_off(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    is_off: bool,
    now: UtcTime,
) -> AppResult<()> {
    let run = own_run(tx, actor, run)?;
    let sessions = store::sessions_of(tx, &run.id)?;
    let begun = |s: &Session| rules::has_begun(s, now.oslo_date(), now.oslo_clock());
    if sessions.iter().all(begun) {
        return Err(RuleError::Over.into());
    }
    let at = is_off.then(|| run.called_off_at.unwrap_or(now));
    Ok(store::call_off(tx, &run.id, at)?)
}

/// A run with its course, sessions and teachers' names.
///
/// # Errors
/// The database's.
pub(super) fn held(conn: &mut DbConn, run: CourseRun) -> AppResult<Held> {
    let name = |conn: &mut DbConn, id: &Option<AccountId>, name: &str| match id {
        Some(id) => people::account_name(conn, id),
        None => Ok(name.to_owned()),
    };
    let signups = store::active_signups(conn, &run.id)?;
    let waiting = signups.iter().filter(|signup| signup.place_at.is_none()).count();
    Ok(Held {
        course: store::course_by_id(conn, &run.course_id)?,
        sessions: store::sessions_of(conn, &run.id)?,
        lived: name(conn, &run.lived_account_id, &run.lived_name)?,
        trade: name(conn, &run.trade_account_id, &run.trade_name)?,
        waiting: i64::try_from(waiting).unwrap_or(i64::MAX),
        run,
    })
}

/// Places in a course today, at most.
fn places_max(conn: &mut DbConn, now: UtcTime) -> AppResult<i32> {
    let most = setting(conn, "course.places_max", now.oslo_date())?;
    Ok(most.and_then(|most| most.parse().ok()).unwrap_or(PLACES_MAX))
}
