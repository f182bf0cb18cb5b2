//! Leaving: when, and for what. It ends nothing by itself.

use super::super::model::Departure;
use super::super::rules::RuleError;
use super::super::store;
use super::{LOOKED_AT, must_follow};
use crate::base::{AccountId, ResidentId, UtcTime, read_date};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Held, Right};

/// A departure as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct DepartureForm {
    pub(crate) left_on: String,
    pub(crate) to_work: bool,
    pub(crate) own_home: bool,
    pub(crate) self_supporting: bool,
}

/// What a leader sees of someone who leaves.
#[derive(Clone, Debug)]
pub(crate) struct Leaving {
    pub(crate) name: String,
    pub(crate) written: Option<Departure>,
    /// None when the link is cut.
    pub(crate) account_id: Option<AccountId>,
    /// Roles, places and mentors that last.
    pub(crate) lasting: Vec<String>,
}

/// What is written of someone's leaving, and what lasts that someone may want to end.
///
/// # Errors
/// `NotFound` for a resident that is none; `Forbidden` for who is no leader.
pub(crate) fn leaving(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<Leaving> {
    actor.must(Right::LeadPlans)?;
    must_follow(tx, actor, id)?;
    people::log_look_daily(tx, actor, id, LOOKED_AT, now)?;
    let account_id = store::account_of(tx, id)?;
    let mut lasting = Vec::new();
    if let Some(account_id) = &account_id {
        let person = people::show_person(tx, actor, account_id, now)?;
        let open = |held: Vec<Held>| held.into_iter().filter(|one| one.ended_at.is_none());
        lasting.extend(open(person.roles).map(|role| role.what));
        lasting.extend(open(person.parts).map(|part| part.what));
        lasting.extend(open(person.mentors).map(|mentor| format!("mentor: {}", mentor.what)));
    }
    let name = people::first_name_of(tx, id)?;
    Ok(Leaving { name, written: store::departure_of(tx, id)?, account_id, lasting })
}

/// Writes down that someone has left; written again, it is put right.
///
/// # Errors
/// `plan.left_on`; as [`leaving`].
pub(crate) fn record_departure(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    form: &DepartureForm,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::LeadPlans)?;
    must_follow(tx, actor, id)?;
    let left_on = read_date(&form.left_on).filter(|day| *day <= now.oslo_date());
    let row = Departure {
        resident_id: id.clone(),
        left_on: left_on.ok_or(RuleError::LeftOn)?,
        to_work: form.to_work,
        own_home: form.own_home,
        self_supporting: form.self_supporting,
        recorded_by: actor.account_id.clone(),
        recorded_at: now,
    };
    match store::departure_of(tx, id)? {
        Some(_) => Ok(store::update_departure(tx, &row)?),
        None => Ok(store::insert_departure(tx, &row)?),
    }
}

/// Takes back that someone has left.
///
/// # Errors
/// `NotFound` when it is not written; as [`leaving`].
pub(crate) fn undo_departure(tx: &mut DbConn, actor: &Actor, id: &ResidentId) -> AppResult<()> {
    actor.must(Right::LeadPlans)?;
    must_follow(tx, actor, id)?;
    if store::delete_departure(tx, id)? { Ok(()) } else { Err(AppError::NotFound) }
}
