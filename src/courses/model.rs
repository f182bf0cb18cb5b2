//! A course, each time it is held, who takes part, and what they take along.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, ClockTime, ResidentId, UtcTime};
use crate::db::schema::{
    course, course_attendance, course_certificate, course_certificate_error, course_run,
    course_session, course_signup,
};

text_enum!(
    /// What was wrong with a certificate that is taken back; there is no other reason.
    CertificateError {
        WrongPerson = "wrong_person",
        WrongCourse = "wrong_course",
        WrongDate = "wrong_date",
        WasNotHeld = "was_not_held",
    }
);

/// Something that is taught.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = course, treat_none_as_default_value = false)]
pub(crate) struct Course {
    pub(crate) id: String,
    /// Never changes.
    pub(crate) code: String,
    pub(crate) name: String,
    /// What one learns, as residents read it.
    pub(crate) words: String,
    /// Proposed each time it is held.
    pub(crate) places: i32,
    /// None: its certificate never expires.
    pub(crate) valid_months: Option<i32>,
    /// Days before a certificate expires from which that is told.
    pub(crate) remind_days: i32,
    /// Of the sessions, for a certificate without a teacher's yes.
    pub(crate) share_percent: i32,
    pub(crate) made_by: AccountId,
    pub(crate) made_at: UtcTime,
}

/// A time that a course is held. Each teacher is an account, or from outside by name.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = course_run, treat_none_as_default_value = false)]
pub(crate) struct CourseRun {
    pub(crate) id: String,
    pub(crate) course_id: String,
    pub(crate) places: i32,
    /// By those who have a place now.
    pub(crate) taken: i32,
    pub(crate) place: String,
    /// Who teaches from own experience.
    pub(crate) lived_account_id: Option<AccountId>,
    pub(crate) lived_name: String,
    /// Who teaches from a profession.
    pub(crate) trade_account_id: Option<AccountId>,
    pub(crate) trade_name: String,
    pub(crate) planned_by: AccountId,
    pub(crate) planned_at: UtcTime,
    pub(crate) called_off_at: Option<UtcTime>,
}

impl CourseRun {
    /// Is the account one of the two teachers?
    pub(super) fn is_taught_by(&self, account: &AccountId) -> bool {
        [&self.lived_account_id, &self.trade_account_id].into_iter().flatten().any(|t| t == account)
    }

    pub(super) const fn places_left(&self) -> i32 {
        self.places - self.taken
    }
}

/// A day, or a part of one, that a course is held on.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = course_session)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) run_id: String,
    pub(crate) held_on: NaiveDate,
    pub(crate) start_minute: ClockTime,
    pub(crate) end_minute: ClockTime,
}

impl Session {
    pub(super) const fn minutes(&self) -> i32 {
        self.end_minute.minute() - self.start_minute.minute()
    }
}

/// Someone who takes part, or waits to; by id in the order that they came.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = course_signup, treat_none_as_default_value = false)]
pub(super) struct Signup {
    pub(super) id: String,
    pub(super) run_id: String,
    pub(super) resident_id: ResidentId,
    /// On the day, for the yearly report.
    pub(super) municipality: String,
    pub(super) signed_up_at: UtcTime,
    /// None while they wait.
    pub(super) place_at: Option<UtcTime>,
    pub(super) withdrawn_at: Option<UtcTime>,
}

/// That someone was at a session, or was marked so and is not.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = course_attendance)]
pub(super) struct Attendance {
    pub(super) signup_id: String,
    pub(super) session_id: String,
    pub(super) was_there: bool,
    pub(super) marked_by: AccountId,
    pub(super) marked_at: UtcTime,
}

/// What leaves with the person, in the words of its day. Never changed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = course_certificate, treat_none_as_default_value = false)]
pub(super) struct Certificate {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) signup_id: String,
    pub(super) resident_id: ResidentId,
    pub(super) course_name: String,
    /// A line each; which of them has own experience is not told.
    pub(super) teachers: String,
    pub(super) seller_name: String,
    /// That the person was at.
    pub(super) sessions: i32,
    /// Of those.
    pub(super) minutes: i32,
    pub(super) first_day: NaiveDate,
    pub(super) last_day: NaiveDate,
    pub(super) issued_on: NaiveDate,
    /// The last day it holds; None for one that never expires.
    pub(super) expires_on: Option<NaiveDate>,
    /// From when it is told that it will.
    pub(super) remind_on: Option<NaiveDate>,
    pub(super) issued_by: AccountId,
    pub(super) issued_at: UtcTime,
}

/// That a certificate was wrong. Never changed.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = course_certificate_error)]
pub(super) struct Withdrawal {
    pub(super) certificate_id: String,
    pub(super) error: CertificateError,
    pub(super) withdrawn_by: AccountId,
    pub(super) withdrawn_at: UtcTime,
}

/// All that a certificate says, for whoever puts it on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificateFacts {
    pub(crate) id: String,
    /// `KB2026-0001`
    pub(crate) number: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) course: String,
    /// Sessions that the person was at, and the minutes of those.
    pub(crate) sessions: i32,
    pub(crate) minutes: i32,
    /// The course's first and last day.
    pub(crate) first_day: NaiveDate,
    pub(crate) last_day: NaiveDate,
    pub(crate) teachers: Vec<String>,
    pub(crate) issued_on: NaiveDate,
    /// The last day it holds; None for one that never expires.
    pub(crate) expires_on: Option<NaiveDate>,
    /// From when it is told that it will.
    pub(crate) remind_on: Option<NaiveDate>,
    /// Who issued it, as on an invoice.
    pub(crate) seller: String,
}

impl From<Certificate> for CertificateFacts {
    fn from(row: Certificate) -> Self {
        Self {
            id: row.id,
            number: row.number,
            resident_id: row.resident_id,
            course: row.course_name,
            sessions: row.sessions,
            minutes: row.minutes,
            first_day: row.first_day,
            last_day: row.last_day,
            teachers: row.teachers.lines().map(str::to_owned).collect(),
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            remind_on: row.remind_on,
            seller: row.seller_name,
        }
    }
}

/// A time that a course is held, with all that is told of it without its participants.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) run: CourseRun,
    pub(crate) course: Course,
    /// By day and hour; never empty.
    pub(crate) sessions: Vec<Session>,
    /// Names of the teachers: from own experience, and from a profession.
    pub(crate) lived: String,
    pub(crate) trade: String,
    /// Who wait for a place.
    pub(crate) waiting: i64,
}

impl Held {
    pub(crate) fn first_day(&self) -> NaiveDate {
        self.sessions.iter().map(|s| s.held_on).min().unwrap_or(NaiveDate::MAX)
    }

    pub(crate) fn last_day(&self) -> NaiveDate {
        self.sessions.iter().map(|s| s.held_on).max().unwrap_or(NaiveDate::MIN)
    }

    pub(crate) const fn is_called_off(&self) -> bool {
        self.run.called_off_at.is_some()
    }
}

/// Where one stands with a time that a course is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not signed up.
    Out,
    HasPlace,
    /// With the number in the line, from 1.
    Waits(usize),
}

/// What is coming, as a resident sees it.
#[derive(Clone, Debug)]
pub(crate) struct OwnCourses {
    /// Not begun, or begun and one takes part; the first first.
    pub(crate) coming: Vec<(Held, Standing)>,
    /// Begun, left in the middle, and to be had again.
    pub(crate) left: Vec<Held>,
    /// As one told it the last time; empty when one never has.
    pub(crate) municipality: String,
}

/// Someone in a course, as its teachers see them.
#[derive(Clone, Debug)]
pub(crate) struct Participant {
    pub(crate) signup: String,
    /// The first name.
    pub(crate) name: String,
    pub(crate) has_place: bool,
    /// Ids of the sessions they were at.
    pub(crate) was_at: Vec<String>,
    /// Of the sessions, rounded down; for a certificate.
    pub(crate) reached: bool,
    pub(crate) certificate: Option<CertificateFacts>,
}

/// A certificate that is to be renewed, and whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Expiring {
    /// The first name.
    pub(crate) name: String,
    pub(crate) course: String,
    pub(crate) expires_on: NaiveDate,
}

/// What a teacher or the leader has before them.
#[derive(Clone, Debug)]
pub(crate) struct Steering {
    /// Own times to come, and now; the first first.
    pub(crate) coming: Vec<Held>,
    /// Those that were, or were called off; the newest first.
    pub(crate) past: Vec<Held>,
    /// Each with whether one may change it.
    pub(crate) courses: Vec<(Course, bool)>,
    /// The first to end first.
    pub(crate) expiring: Vec<Expiring>,
}
