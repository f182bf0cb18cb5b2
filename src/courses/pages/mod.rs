//! Pages about courses: the resident's own, those of teachers and leader, and the yearly report.

mod own;
mod report;
mod run;
mod steering;

pub(crate) use own::{certificate, index, one, sign_off, sign_up};
pub(crate) use report::{report, report_file};
pub(crate) use run::{
    add_session, call_off, issue_all, issue_one, mark, reopen, set_places, show, take_back,
};
pub(crate) use steering::{change, create, edit, new, plan, plan_form, steering};

use actix_web::web::Path;
use serde::Deserialize;

use super::model::{Held, Session};
use super::words;
use crate::base::Minutes;
use crate::web::{Ctx, HtmlForm};

/// The one blank of a path.
type OneId = Path<String>;

/// A form that says nothing but that it was pressed.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// A tap.
type Tap = HtmlForm<Nothing>;

/// A run's sessions in words.
fn session_lines(ctx: &Ctx, held: &Held) -> Vec<String> {
    held.sessions.iter().map(|session| words::session_words(session, ctx.today())).collect()
}

/// `6 t`: all of a run's sessions.
fn length_words(sessions: &[Session]) -> String {
    Minutes::words(sessions.iter().map(|session| i64::from(session.minutes())).sum())
}

/// Both teachers' names, in an order that does not tell which is which.
fn teacher_words(held: &Held) -> String {
    let mut names = [held.lived.as_str(), held.trade.as_str()];
    names.sort_unstable();
    names.join(" og ")
}
