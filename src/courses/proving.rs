//! Certificates: issued, read, and taken back when they were wrong.

use chrono::{Datelike, Months, NaiveDate};

use super::holding::part_in;
use super::model::{
    Certificate, CertificateError, CertificateFacts, Held, Session, Signup, Withdrawal,
};
use super::planning::{held, own_run};
use super::rules::{self, RuleError};
use super::store;
use crate::base::{ResidentId, UtcTime, fresh_id};
use crate::db::{DbConn, next_number};
use crate::enterprises;
use crate::error::{AppError, AppResult};
use crate::people::Actor;

/// Months after its end that a certificate still stands among those to be renewed.
const RENEWED_WITHIN: Months = Months::new(6);

/// Issues a certificate to everyone who was at enough of a run's sessions and has none; answers how
/// many.
///
/// # Errors
/// `course.not_over`, `course.called_off`, `course.nobody_reached`; `NotFound` for a run that one
/// does not teach.
pub(crate) fn issue_all(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    now: UtcTime,
) -> AppResult<usize> {
    let run = own_run(tx, actor, run)?;
    let held = held(tx, run)?;
    let marks = store::attendance_of_run(tx, &held.run.id)?;
    let mut issued = 0;
    for signup in store::active_signups(tx, &held.run.id)? {
        if signup.place_at.is_none() || store::certificate_of_signup(tx, &signup.id)?.is_some() {
            continue;
        }
        let attended = attended(&held.sessions, &marks, &signup.id);
        match may_issue(&held, attended.len(), false, now) {
            Ok(()) => {
                issue(tx, actor, (&held, &signup), &attended, now)?;
                issued += 1;
            }
            Err(RuleError::NeverThere | RuleError::ShareNotReached) => {}
            Err(other) => return Err(other.into()),
        }
    }
    if issued == 0 {
        return Err(RuleError::NobodyReached.into());
    }
    Ok(issued)
}

/// Issues a certificate by a teacher's yes, though the share was not reached; answers its number.
/// Who has one already keeps that.
///
/// # Errors
/// `course.not_over`, `course.called_off`, `course.never_there`; `NotFound` for a run that one does
/// not teach, and for one who has no place in it.
pub(crate) fn issue_one(
    tx: &mut DbConn,
    actor: &Actor,
    run: &str,
    signup: &str,
    now: UtcTime,
) -> AppResult<String> {
    let run = own_run(tx, actor, run)?;
    let signup = part_in(tx, &run.id, signup)?;
    if let Some(known) = store::certificate_of_signup(tx, &signup.id)? {
        return Ok(known.number);
    }
    let held = held(tx, run)?;
    let marks = store::attendance_of_run(tx, &held.run.id)?;
    let attended = attended(&held.sessions, &marks, &signup.id);
    may_issue(&held, attended.len(), true, now)?;
    issue(tx, actor, (&held, &signup), &attended, now)
}

fn may_issue(
    held: &Held,
    attended: usize,
    is_teachers_yes: bool,
    now: UtcTime,
) -> Result<(), RuleError> {
    if held.is_called_off() {
        return Err(RuleError::CalledOff);
    }
    let part = (attended, held.sessions.len(), held.course.share_percent);
    rules::may_issue(part, is_teachers_yes, held.last_day(), now.oslo_date())
}

fn attended<'a>(
    sessions: &'a [Session],
    marks: &[(String, String)],
    signup: &str,
) -> Vec<&'a Session> {
    let was_at =
        |session: &&Session| marks.iter().any(|(who, which)| who == signup && *which == session.id);
    sessions.iter().filter(was_at).collect()
}

fn issue(
    tx: &mut DbConn,
    actor: &Actor,
    (held, signup): (&Held, &Signup),
    attended: &[&Session],
    now: UtcTime,
) -> AppResult<String> {
    let today = now.oslo_date();
    let year = today.year();
    let number = next_number(tx, &format!("course_certificate.{year}"), 1)?;
    let course = &held.course;
    let expiry = rules::expiry(held.last_day(), course.valid_months, course.remind_days);
    let row = Certificate {
        id: fresh_id(),
        number: rules::number_words(year, number),
        signup_id: signup.id.clone(),
        resident_id: signup.resident_id.clone(),
        course_name: course.name.clone(),
        // By name, so that the order tells nothing either.
        teachers: in_order(&held.lived, &held.trade),
        seller_name: enterprises::seller(tx)?.map(|seller| seller.name).unwrap_or_default(),
        sessions: i32::try_from(attended.len()).unwrap_or(i32::MAX),
        minutes: attended.iter().map(|session| session.minutes()).sum(),
        first_day: held.first_day(),
        last_day: held.last_day(),
        issued_on: today,
        expires_on: expiry.map(|(last, _)| last),
        remind_on: expiry.map(|(_, day)| day),
        issued_by: actor.account_id.clone(),
        issued_at: now,
    };
    store::insert_certificate(tx, &row)?;
    Ok(row.number)
}

fn in_order(one: &str, other: &str) -> String {
    let mut names = [one, other];
    names.sort_unstable();
    names.join("\n")
}

/// Takes a certificate back because it was wrong; a right one can then be issued.
///
/// # Errors
/// `course.error_unknown`; `NotFound` for one that does not stand, and of a run that one does not
/// teach.
pub(crate) fn take_back(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    error: &str,
    now: UtcTime,
) -> AppResult<String> {
    let row = store::find_certificate(tx, id)?.ok_or(AppError::NotFound)?;
    let signup = store::find_signup(tx, &row.signup_id)?.ok_or(AppError::NotFound)?;
    let run = own_run(tx, actor, &signup.run_id)?;
    let error = CertificateError::parse(error.trim()).ok_or(RuleError::ErrorUnknown)?;
    let withdrawal = Withdrawal {
        certificate_id: row.id,
        error,
        withdrawn_by: actor.account_id.clone(),
        withdrawn_at: now,
    };
    store::insert_withdrawal(tx, &withdrawal)?;
    Ok(run.id)
}

/// What a certificate says; None for none, and for one that was wrong and taken back.
///
/// One that has expired is told of too, by its last day.
///
/// # Errors
/// The database's.
pub(crate) fn certificate(conn: &mut DbConn, id: &str) -> AppResult<Option<CertificateFacts>> {
    Ok(store::find_certificate(conn, id)?.map(Into::into))
}

/// A resident's certificates that stand, the newest first; those that have expired too.
///
/// # Errors
/// The database's.
pub(crate) fn certificates_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> AppResult<Vec<CertificateFacts>> {
    Ok(store::certificates(conn, resident_id)?.into_iter().map(Into::into).collect())
}

/// Certificates that are to be renewed by a day: the newest of each course and person alone.
///
/// # Errors
/// The database's.
pub(super) fn expiring(conn: &mut DbConn, today: NaiveDate) -> AppResult<Vec<CertificateFacts>> {
    let since = today.checked_sub_months(RENEWED_WITHIN).unwrap_or(today);
    let mut due = Vec::new();
    for row in store::certificates_expiring(conn, today, since)? {
        let newer = store::certificates(conn, &row.resident_id)?
            .into_iter()
            .any(|other| other.course_name == row.course_name && other.last_day > row.last_day);
        if !newer {
            due.push(row.into());
        }
    }
    Ok(due)
}
