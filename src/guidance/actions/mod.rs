//! What is done with plans, a function a verb.

mod figures;
mod learning;
mod leaving;
mod mentoring;
mod plan;
mod talks;
mod today;

pub(crate) use figures::{completed_in, figures, keep_told, told_before};
pub(crate) use learning::set_to_learn;
pub(crate) use leaving::{DepartureForm, leaving, record_departure, undo_departure};
pub(crate) use mentoring::{
    accept_mentoring, decline_mentoring, give_mentoring, offer_mentoring, wish_mentoring,
    withdraw_mentoring,
};
pub(crate) use plan::{
    ElementForm, Mark, StepForm, add_element, begin_pause, end_pause, mark_element, own_plan,
    plan_of, set_step, tick_element, undo_step,
};
pub(crate) use talks::{TalkForm, answer_ask, ask_for_word, hold_talk, mark_agreed, take_back_ask};
pub(crate) use today::{listed, who_needs_me};

use super::store;
use crate::base::ResidentId;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{Actor, Right, Role};

/// What a look at someone's plan is called where they read who looked.
const LOOKED_AT: &str = "plan og samtaler";

/// One's own key.
fn own(actor: &Actor) -> AppResult<ResidentId> {
    actor.must(Right::OwnPlan)?;
    actor.resident_id.clone().ok_or(AppError::Forbidden)
}

/// A leader follows everyone, a mentor own mentees while the relation lasts, and nobody themselves.
fn must_follow(conn: &mut DbConn, actor: &Actor, id: &ResidentId) -> AppResult<()> {
    actor.must(Right::FollowPlans)?;
    let is_theirs = actor.is(Role::Leader) || actor.mentees.contains(id);
    let is_own = actor.resident_id.as_ref() == Some(id);
    let is_there = is_theirs && !is_own && store::resident_exists(conn, id)?;
    if is_there { Ok(()) } else { Err(AppError::NotFound) }
}

/// One's own, or of someone one follows.
fn must_be_in_it(conn: &mut DbConn, actor: &Actor, id: &ResidentId) -> AppResult<()> {
    let is_own = actor.may(Right::OwnPlan) && actor.resident_id.as_ref() == Some(id);
    if is_own { Ok(()) } else { must_follow(conn, actor, id) }
}
