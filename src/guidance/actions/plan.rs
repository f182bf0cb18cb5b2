//! The plan itself: where one is, its parts, and a pause.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::model::{ElementKind, ModelStep, Pause, Plan, PlanElement};
use super::super::rules::{self, RuleError, WORDS_MAX};
use super::super::store;
use super::{LOOKED_AT, must_be_in_it, must_follow, own};
use crate::base::{ResidentId, UtcTime, fresh_id, read_date};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusals};
use crate::people::{self, Actor};

/// A part of the plan as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct ElementForm {
    pub(crate) kind: String,
    pub(crate) words: String,
}

/// A step of the model as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct StepForm {
    pub(crate) step: String,
    pub(crate) from: String,
}

/// What is done with something of one's own plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Done,
    NotDone,
    TakenAway,
    Back,
}

/// One's own plan.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn own_plan(conn: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Plan> {
    let id = own(actor)?;
    read(conn, &id, now.oslo_date())
}

/// The first name and plan of someone one follows; the look is kept.
///
/// # Errors
/// `NotFound` for whom one does not follow, or no longer.
pub(crate) fn plan_of(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<(String, Plan)> {
    must_follow(tx, actor, id)?;
    people::log_look_daily(tx, actor, id, LOOKED_AT, now)?;
    Ok((people::first_name_of(tx, id)?, read(tx, id, now.oslo_date())?))
}

fn read(conn: &mut DbConn, id: &ResidentId, today: NaiveDate) -> AppResult<Plan> {
    let talk = store::last_talk(conn, id)?;
    let agreed = match &talk {
        Some(talk) => store::steps_of(conn, &talk.id)?,
        None => Vec::new(),
    };
    let elements = store::elements_of(conn, id)?;
    let own = store::account_of(conn, id)?;
    let mut ticked_by = BTreeMap::new();
    for by in elements.iter().filter_map(|element| element.done_by.as_ref()) {
        if Some(by) != own.as_ref() {
            ticked_by.insert(by.clone(), people::account_name(conn, by)?);
        }
    }
    Ok(Plan {
        step: store::step_of(conn, id, today)?,
        elements,
        ticked_by,
        pause: store::pause_of(conn, id)?,
        ask: store::ask_of(conn, id)?,
        growing: rules::growing(store::growing_of(conn, id)?.as_ref()),
        has_mentor: store::has_mentor(conn, id, today)?,
        learning: store::learning_of(conn, id, today)?,
        talk,
        agreed,
    })
}

/// Adds a part to a plan; each of the house's own stands there once.
///
/// # Errors
/// `plan.element`, `plan.words`, `plan.known`; `NotFound` for a plan that is neither one's own nor
/// of someone one follows.
pub(crate) fn add_element(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    form: &ElementForm,
    now: UtcTime,
) -> AppResult<()> {
    must_be_in_it(tx, actor, id)?;
    let kind = ElementKind::parse(&form.kind).ok_or(RuleError::ElementUnknown)?;
    let is_own = kind == ElementKind::Other;
    let words = if is_own { form.words.trim().to_owned() } else { String::new() };
    let is_long = words.chars().count() > WORDS_MAX || words.contains(char::is_control);
    if is_long || (is_own && words.is_empty()) {
        return Err(RuleError::ElementWords.into());
    }
    let mut known = store::elements_of(tx, id)?.into_iter();
    if known.any(|own| own.kind == kind && own.words == words && own.done_on.is_none()) {
        return Err(RuleError::ElementKnown.into());
    }
    let row = PlanElement {
        id: fresh_id(),
        resident_id: id.clone(),
        kind,
        words,
        started_on: now.oslo_date(),
        done_on: None,
        added_by: actor.account_id.clone(),
        added_at: now,
        taken_away_at: None,
        done_by: None,
        done_at: None,
    };
    Ok(store::insert_element(tx, &row)?)
}

/// Marks a part of one's own plan.
///
/// # Errors
/// `NotFound` for one that is not there or another's.
pub(crate) fn mark_element(
    tx: &mut DbConn,
    actor: &Actor,
    element: &str,
    mark: Mark,
    now: UtcTime,
) -> AppResult<()> {
    let id = own(actor)?;
    let row = store::find_element(tx, &id, element)?.ok_or(AppError::NotFound)?;
    let row = match mark {
        Mark::Done | Mark::NotDone => ticked(row, actor, mark == Mark::Done, now),
        Mark::TakenAway => {
            PlanElement { taken_away_at: Some(row.taken_away_at.unwrap_or(now)), ..row }
        }
        Mark::Back => PlanElement { taken_away_at: None, ..row },
    };
    Ok(store::set_element(tx, &row)?)
}

/// Marks a part of the plan of someone one follows as done, or not done after all; they see who did
/// it, and when.
///
/// # Errors
/// `NotFound` for a part that is not theirs or was taken away, and for whom one does not follow.
pub(crate) fn tick_element(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    (element, is_done): (&str, bool),
    now: UtcTime,
) -> AppResult<()> {
    must_follow(tx, actor, id)?;
    let row = store::find_element(tx, id, element)?.filter(|row| row.taken_away_at.is_none());
    let row = row.ok_or(AppError::NotFound)?;
    Ok(store::set_element(tx, &ticked(row, actor, is_done, now))?)
}

/// Done or not, by someone now; what was done before stays as it was said.
fn ticked(row: PlanElement, actor: &Actor, is_done: bool, now: UtcTime) -> PlanElement {
    let row = PlanElement { taken_away_at: None, ..row };
    match (is_done, row.done_on) {
        (true, Some(_)) => row,
        (true, None) => PlanElement {
            done_on: Some(now.oslo_date()),
            done_by: Some(actor.account_id.clone()),
            done_at: Some(now),
            ..row
        },
        (false, _) => PlanElement { done_on: None, done_by: None, done_at: None, ..row },
    }
}

/// Says which step of the model someone is on, from a day on, as the two have agreed.
///
/// # Errors
/// `plan.step`, `plan.step_date`, `plan.step_before` for a day before the step that counts;
/// `NotFound` for whom one does not follow.
pub(crate) fn set_step(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    form: &StepForm,
    now: UtcTime,
) -> AppResult<()> {
    must_follow(tx, actor, id)?;
    let mut refusals = Refusals::default();
    let step = form.step.parse::<i32>().ok().filter(|step| (1..=3).contains(step));
    let from = read_date(&form.from).filter(|from| *from <= now.oslo_date());
    if step.is_none() {
        refusals.add(RuleError::StepUnknown);
    }
    if from.is_none() {
        refusals.add(RuleError::StepDate);
    }
    let (Some(step), Some(from_date)) = (step, from) else { return Err(refusals.into()) };
    let newest = store::step_of(tx, id, now.oslo_date())?;
    if let Some(newest) = newest.filter(|newest| from_date < newest.from_date) {
        return Err(RuleError::StepBefore(newest.from_date).into());
    }
    let row = ModelStep {
        id: fresh_id(),
        resident_id: id.clone(),
        step,
        from_date,
        set_by: actor.account_id.clone(),
        set_at: now,
    };
    Ok(store::insert_step(tx, &row)?)
}

/// Takes the step that counts away; the one before it counts again.
///
/// # Errors
/// `NotFound` for one that is not the newest, and for whom one does not follow.
pub(crate) fn undo_step(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    step: &str,
    now: UtcTime,
) -> AppResult<()> {
    must_follow(tx, actor, id)?;
    let newest = store::step_of(tx, id, now.oslo_date())?;
    newest.filter(|newest| newest.id == step).ok_or(AppError::NotFound)?;
    Ok(store::delete_step(tx, step)?)
}

/// Begins a pause today; one that lasts goes on.
///
/// # Errors
/// `NotFound` for a plan that is neither one's own nor of someone one follows.
pub(crate) fn begin_pause(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<()> {
    must_be_in_it(tx, actor, id)?;
    if store::pause_of(tx, id)?.is_some() {
        return Ok(());
    }
    let row = Pause {
        id: fresh_id(),
        resident_id: id.clone(),
        first_day: now.oslo_date(),
        last_day: None,
        set_by: actor.account_id.clone(),
        set_at: now,
    };
    Ok(store::insert_pause(tx, &row)?)
}

/// Ends the pause that lasts, if one does.
///
/// # Errors
/// As [`begin_pause`].
pub(crate) fn end_pause(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<()> {
    must_be_in_it(tx, actor, id)?;
    if let Some(pause) = store::pause_of(tx, id)? {
        store::end_pause(tx, &pause.id, pause.first_day.max(now.oslo_date()))?;
    }
    Ok(())
}
