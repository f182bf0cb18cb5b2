//! Becoming a mentor: a step that is taken together.

use super::super::model::{Growing, MentorStep};
use super::super::rules::{self, RuleError};
use super::super::store;
use super::{must_follow, own};
use crate::base::{ResidentId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Right, Role};

/// Says that one would like to become a mentor; the leader says yes by giving the role.
///
/// # Errors
/// `plan.mentor_already`; `Forbidden` for who is no resident.
pub(crate) fn wish_mentoring(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let id = own(actor)?;
    if actor.is(Role::Mentor) {
        return Err(RuleError::MentorAlready.into());
    }
    begin(tx, actor, &id, Some(now), now)
}

/// Offers someone to become a mentor; they say yes or no on their own page.
///
/// # Errors
/// `plan.mentor_already`; `NotFound` for who is no resident with an account.
pub(crate) fn offer_mentoring(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<()> {
    must_lead(tx, actor, id)?;
    let account = store::account_of(tx, id)?.ok_or(AppError::NotFound)?;
    if store::holds_role(tx, &account, Role::Mentor, now.oslo_date())? {
        return Err(RuleError::MentorAlready.into());
    }
    begin(tx, actor, id, None, now)
}

fn must_lead(conn: &mut DbConn, actor: &Actor, id: &ResidentId) -> AppResult<()> {
    actor.must(Right::LeadPlans)?;
    must_follow(conn, actor, id)
}

/// A step that is on its way stays as it is; one that ended in a role now over makes room.
fn begin(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    resident_agreed_at: Option<UtcTime>,
    now: UtcTime,
) -> AppResult<()> {
    if let Some(before) = store::growing_of(tx, id)? {
        if rules::growing(Some(&before)) != Growing::Done {
            return Ok(());
        }
        store::set_growing(tx, &MentorStep { withdrawn_at: Some(now), ..before })?;
    }
    let row = MentorStep {
        id: fresh_id(),
        resident_id: id.clone(),
        wished_by: actor.account_id.clone(),
        wished_at: now,
        resident_agreed_at,
        leader_agreed_at: None,
        leader_agreed_by: None,
        withdrawn_at: None,
    };
    Ok(store::insert_growing(tx, &row)?)
}

/// Says yes to what the leader offered.
///
/// # Errors
/// `plan.mentor_settled` when nothing is offered.
pub(crate) fn accept_mentoring(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let id = own(actor)?;
    let row = waiting(tx, &id, &[Growing::Offered])?;
    Ok(store::set_growing(tx, &MentorStep { resident_agreed_at: Some(now), ..row })?)
}

/// Says no to what was offered, or takes back one's own wish.
///
/// # Errors
/// `plan.mentor_settled` when nothing waits.
pub(crate) fn withdraw_mentoring(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let id = own(actor)?;
    let row = waiting(tx, &id, &[Growing::Offered, Growing::Agreed])?;
    Ok(store::set_growing(tx, &MentorStep { withdrawn_at: Some(now), ..row })?)
}

/// Says yes for the house, and gives the role in the same moment; the sign-in is made anew.
///
/// # Errors
/// `plan.mentor_settled` when the resident has not said yes; `role.held` as in [`people::give_role`].
pub(crate) fn give_mentoring(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<()> {
    must_lead(tx, actor, id)?;
    let row = waiting(tx, id, &[Growing::Agreed])?;
    let account = store::account_of(tx, id)?.ok_or(AppError::NotFound)?;
    let agreed = MentorStep {
        leader_agreed_at: Some(now),
        leader_agreed_by: Some(actor.account_id.clone()),
        ..row
    };
    store::set_growing(tx, &agreed)?;
    people::give_role(tx, actor, &account, (Role::Mentor, (now.oslo_date(), None)), now)
}

/// Says not now for the house.
///
/// # Errors
/// `plan.mentor_settled` when nothing waits.
pub(crate) fn decline_mentoring(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<()> {
    must_lead(tx, actor, id)?;
    let row = waiting(tx, id, &[Growing::Offered, Growing::Agreed])?;
    Ok(store::set_growing(tx, &MentorStep { withdrawn_at: Some(now), ..row })?)
}

fn waiting(conn: &mut DbConn, id: &ResidentId, states: &[Growing]) -> AppResult<MentorStep> {
    let row = store::growing_of(conn, id)?;
    let state = rules::growing(row.as_ref());
    let row = row.filter(|_| states.contains(&state));
    row.ok_or_else(|| RuleError::MentorSettled.into())
}
