//! Courses one was at, and courses one taught.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::tables::section;
use super::{Section, Whose};
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::db::schema::{
    course_attendance, course_certificate, course_certificate_error, course_run, course_signup,
};
use crate::error::AppResult;

type At = UtcTime;
type PerhapsAt = Option<UtcTime>;

pub(super) fn sections(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let (id, own) = (&whose.account_id, &whose.resident_id);
    let taught = course_run::lived_account_id.eq(id).or(course_run::trade_account_id.eq(id));
    Ok(vec![
        section!(conn, course_signup, "kurs", "Kurs du har meldt deg på",
            course_signup::table.filter(course_signup::resident_id.eq(own))
                .order(course_signup::id),
            { id: String, run_id: String, municipality: String, signed_up_at: At,
              place_at: PerhapsAt, withdrawn_at: PerhapsAt }),
        section!(conn, course_attendance, "kurs-oppmote", "Samlinger du var på",
            course_attendance::table.inner_join(course_signup::table)
                .filter(course_signup::resident_id.eq(own))
                .order((course_attendance::signup_id, course_attendance::session_id)),
            { signup_id: String, session_id: String, was_there: bool, marked_at: At }),
        section!(conn, course_certificate, "kursbevis", "Kursbevisene dine",
            course_certificate::table.filter(course_certificate::resident_id.eq(own))
                .order(course_certificate::id),
            { id: String, number: String, course_name: String, seller_name: String,
              sessions: i32, minutes: i32, first_day: NaiveDate, last_day: NaiveDate,
              issued_on: NaiveDate, expires_on: Option<NaiveDate> }),
        section!(conn, course_certificate_error, "kursbevis-feil", "Kursbevis det var feil i",
            course_certificate_error::table.inner_join(course_certificate::table)
                .filter(course_certificate::resident_id.eq(own))
                .order(course_certificate_error::certificate_id),
            { certificate_id: String, error: String, withdrawn_at: At }),
        section!(conn, course_run, "kurs-du-holdt", "Kurs du har holdt",
            course_run::table.filter(taught).order(course_run::id),
            { id: String, place: String, planned_at: At, called_off_at: PerhapsAt }),
    ])
}
