//! Courses: what is taught, who has a place, who was there, and the certificate that leaves with the
//! person.
//!
//! A course is held many times, each time by two teachers: one with own experience, one with a
//! profession. Residents sign up and off by one tap; when it is full they wait, and the first who
//! waits has the place that comes free. A certificate keeps the words of its day.
//!
//! *Invariants:* no place is sold twice; a certificate is never changed, and taken back only because
//! it was wrong; nothing here says why someone was away or signed off, and nothing outside the course
//! tells which teacher has own experience. Teachers see the participants of their own courses, and
//! the leader of all; who looked is told.

mod holding;
mod model;
pub(crate) mod pages;
mod planning;
mod proving;
mod rules;
mod store;
mod taking;
mod words;
mod yearly;

pub(crate) use holding::{mark, run_page, steering};
pub(crate) use model::{CertificateFacts, Course, Held, Participant, Standing};
pub(crate) use planning::{
    add_session, call_off, change_course, find_course, make_course, own_course, plan_run,
    set_places, teacher_choices,
};
pub(crate) use proving::{certificate, certificates_of, issue_all, issue_one, take_back};
pub(crate) use rules::{CourseForm, RunForm, SessionForm, TeacherForm};
pub(crate) use taking::{municipality_choices, own_courses, sign_off, sign_up, upcoming};
pub(crate) use words::sessions_words;
pub(crate) use yearly::participants_of;
