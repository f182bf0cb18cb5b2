//! Rows of certificates, and who took part in a year.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{Certificate, Withdrawal};
use super::super::rules::Took;
use crate::base::ResidentId;
use crate::db::DbConn;
use crate::db::schema::{
    account, course, course_attendance, course_certificate, course_certificate_error, course_run,
    course_session, course_signup, resident,
};

pub(in crate::courses) fn insert_certificate(
    tx: &mut DbConn,
    new: &Certificate,
) -> QueryResult<()> {
    diesel::insert_into(course_certificate::table).values(new).execute(tx).map(drop)
}

pub(in crate::courses) fn insert_withdrawal(tx: &mut DbConn, new: &Withdrawal) -> QueryResult<()> {
    diesel::insert_into(course_certificate_error::table).values(new).execute(tx).map(drop)
}

/// A certificate that stands; None for one that was wrong.
pub(in crate::courses) fn find_certificate(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<Certificate>> {
    course_certificate::table
        .left_join(course_certificate_error::table)
        .filter(course_certificate::id.eq(id))
        .filter(course_certificate_error::certificate_id.nullable().is_null())
        .select(course_certificate::all_columns)
        .first(conn)
        .optional()
}

/// The certificate that stands for someone's part in a run.
pub(in crate::courses) fn certificate_of_signup(
    conn: &mut DbConn,
    signup: &str,
) -> QueryResult<Option<Certificate>> {
    course_certificate::table
        .left_join(course_certificate_error::table)
        .filter(course_certificate::signup_id.eq(signup))
        .filter(course_certificate_error::certificate_id.nullable().is_null())
        .select(course_certificate::all_columns)
        .first(conn)
        .optional()
}

/// A resident's certificates that stand, the newest first.
pub(in crate::courses) fn certificates(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Vec<Certificate>> {
    course_certificate::table
        .left_join(course_certificate_error::table)
        .filter(course_certificate::resident_id.eq(resident_id))
        .filter(course_certificate_error::certificate_id.nullable().is_null())
        .order((course_certificate::issued_on.desc(), course_certificate::id.desc()))
        .select(course_certificate::all_columns)
        .load(conn)
}

/// Certificates that stand and whose end is to be told of on a day, those that ended since
/// `ended_since` too, of those who are at the farm; the first to end first.
pub(in crate::courses) fn certificates_expiring(
    conn: &mut DbConn,
    on: NaiveDate,
    ended_since: NaiveDate,
) -> QueryResult<Vec<Certificate>> {
    course_certificate::table
        .left_join(course_certificate_error::table)
        .inner_join(resident::table.inner_join(account::table))
        .filter(account::ended_at.is_null())
        .filter(course_certificate_error::certificate_id.nullable().is_null())
        .filter(course_certificate::remind_on.le(on))
        .filter(course_certificate::expires_on.ge(ended_since))
        .order((course_certificate::expires_on, course_certificate::id))
        .select(course_certificate::all_columns)
        .load(conn)
}

/// Who was at a session of a course within a span of days, once a course and municipality.
pub(in crate::courses) fn participants(
    conn: &mut DbConn,
    first: NaiveDate,
    last: NaiveDate,
) -> QueryResult<Vec<Took>> {
    let rows: Vec<(ResidentId, String, String)> = course_attendance::table
        .inner_join(course_session::table)
        .inner_join(course_signup::table)
        .inner_join(course_run::table.on(course_run::id.eq(course_signup::run_id)))
        .inner_join(course::table.on(course::id.eq(course_run::course_id)))
        .filter(course_attendance::was_there)
        .filter(course_session::held_on.between(first, last))
        .select((course_signup::resident_id, course_signup::municipality, course::name))
        .distinct()
        .load(conn)?;
    let took = |(resident, municipality, course)| Took { resident, municipality, course };
    Ok(rows.into_iter().map(took).collect())
}
