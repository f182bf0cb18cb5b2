//! Queries of courses; no decision is made here.

mod certificates;
mod runs;
mod signups;

pub(super) use certificates::{
    certificate_of_signup, certificates, certificates_expiring, find_certificate,
    insert_certificate, insert_withdrawal, participants,
};
pub(super) use runs::{
    all_runs, call_off, course_by_code, course_by_id, courses, find_run, insert_course, insert_run,
    insert_session, runs_from, sessions_of, set_places, teachers, update_course,
};
pub(super) use signups::{
    active_signup, active_signups, attendance_of_run, find_signup, first_waiting, give_back_place,
    give_place, insert_signup, last_municipality, last_place, mark, names, reinstate, runs_of,
    take_place, withdraw,
};

use diesel::prelude::*;

use crate::db::schema::resident_days;
use crate::db::{DbConn, Unique};

/// Two courses never share a code.
pub(super) const CODE_TAKEN: Unique = Unique { pg: "course_code_taken", sqlite: "course.code" };

/// The municipalities that residents have come from, by name.
pub(super) fn municipalities(conn: &mut DbConn) -> QueryResult<Vec<String>> {
    resident_days::table
        .select(resident_days::name)
        .distinct()
        .order(resident_days::name)
        .load(conn)
}
