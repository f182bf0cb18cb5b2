//! What a leader does with others: roles and relations with dates, links, and endings.
//!
//! A resident's name is a leader's to see and not an admin's (SECURITY S2): to an admin, those who
//! are or were residents are not there.

use chrono::NaiveDate;

use super::super::model::{NewUser, PersonLine, PersonPage, Reopening};
use super::super::{Actor, Part, Right, Role, log_look, rules, store, words};
use super::add::{Added, add_user, give_resident, new_link};
use crate::base::{AccountId, EnterpriseId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};

/// First and last day; no last day is until further notice.
pub(crate) type Days = (NaiveDate, Option<NaiveDate>);

/// Everyone one may see, with today's roles, by name.
///
/// # Errors
/// `Forbidden` without the right.
pub(crate) fn list_people(
    conn: &mut DbConn,
    actor: &Actor,
    on: NaiveDate,
) -> AppResult<Vec<PersonLine>> {
    actor.must(Right::ManagePeople)?;
    let mut people = store::people(conn, on)?;
    people.retain(|person| actor.is(Role::Leader) || !person.was_resident);
    Ok(people)
}

/// A person's page; that it was looked at is noted when the person is a resident.
///
/// # Errors
/// `NotFound` for someone who is not there, or whom one may not see.
pub(crate) fn show_person(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    now: UtcTime,
) -> AppResult<PersonPage> {
    must_see(tx, actor, id)?;
    let page = store::person_page(tx, id)?.ok_or(AppError::NotFound)?;
    if let Some((resident_id, _)) = &page.resident {
        log_look(tx, actor, resident_id, "Roller og tilknytninger", now)?;
    }
    Ok(page)
}

fn must_see(tx: &mut DbConn, actor: &Actor, id: &AccountId) -> AppResult<()> {
    actor.must(Right::ManagePeople)?;
    if store::account_by_id(tx, id)?.is_none() {
        return Err(AppError::NotFound);
    }
    let hidden = !actor.is(Role::Leader) && store::was_resident(tx, id)?;
    if hidden { Err(AppError::NotFound) } else { Ok(()) }
}

/// As [`must_see`], and the account has not ended.
fn must_change(tx: &mut DbConn, actor: &Actor, id: &AccountId) -> AppResult<()> {
    must_see(tx, actor, id)?;
    let account = store::account_by_id(tx, id)?.ok_or(AppError::NotFound)?;
    if account.ended_at.is_some() {
        return Err(words::account_ended(&account.login).into());
    }
    Ok(())
}

/// What an admin may not do with residents, and nobody with oneself.
fn may_give(actor: &Actor, id: &AccountId, role: Role) -> Result<(), Refusal> {
    if *id == actor.account_id {
        return Err(words::own_role());
    }
    let needs_leader = matches!(role, Role::Resident | Role::Leader);
    if needs_leader && !actor.is(Role::Leader) { Err(words::leader_gives(role)) } else { Ok(()) }
}

/// Makes a new person; a login that is in use is refused.
///
/// # Refuses
/// `user.login_taken`, `role.leader_gives`, and as [`add_user`].
pub(crate) fn register(
    tx: &mut DbConn,
    actor: &Actor,
    user: &NewUser,
    now: UtcTime,
) -> AppResult<Added> {
    actor.must(Right::ManagePeople)?;
    let nobody = AccountId::from_text("");
    user.roles.iter().try_for_each(|role| may_give(actor, &nobody, *role))?;
    if store::account_by_login(tx, &user.login)?.is_some() {
        return Err(words::login_taken().into());
    }
    add_user(tx, user, Some(&actor.account_id), now)
}

/// Gives someone a role; their sessions end, so that the next sign-in is with the new role.
///
/// # Refuses
/// `role.dates`, `role.held`, `role.own`, `role.leader_gives`.
pub(crate) fn give_role(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    (role, (from, to)): (Role, Days),
    now: UtcTime,
) -> AppResult<()> {
    must_change(tx, actor, id)?;
    may_give(actor, id, role)?;
    rules::check_days(from, to).map_err(Refusal::from)?;
    let held = store::days_of_role(tx, id, role)?;
    if held.iter().any(|(first, last)| rules::days_meet((*first, *last), (from, to))) {
        return Err(words::role_held(role).into());
    }
    store::add_role(tx, id, (role, from, to), Some(&actor.account_id), now)?;
    if role == Role::Resident {
        give_resident(tx, id, None, now)?;
    }
    store::end_sessions_of(tx, id, now)?;
    Ok(())
}

/// Ends a role now; the sessions end with it, and a mentor's relations. A leader's is a leader's to end.
///
/// # Refuses
/// `role.own`, `role.leader_gives`; `NotFound` for a grant that is not this person's or has ended.
pub(crate) fn end_role(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    grant_id: &str,
    now: UtcTime,
) -> AppResult<()> {
    must_see(tx, actor, id)?;
    if *id == actor.account_id {
        return Err(words::own_role().into());
    }
    let role = store::role_of_grant(tx, id, grant_id)?;
    if role == Some(Role::Leader) && !actor.is(Role::Leader) {
        return Err(words::leader_gives(Role::Leader).into());
    }
    if !store::end_role(tx, id, grant_id, &actor.account_id, now)? {
        return Err(AppError::NotFound);
    }
    if role == Some(Role::Mentor) {
        // One who still asks for them would be heard by nobody.
        store::end_mentorships_by(tx, id, Some(&actor.account_id), now)?;
    }
    store::end_sessions_of(tx, id, now)?;
    Ok(())
}

/// Lets someone lead or work in an enterprise, on these days.
///
/// # Refuses
/// `part.own` for oneself, `role.dates`; `NotFound` for an enterprise that is none.
pub(crate) fn give_part(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    (enterprise_id, part, days): (&EnterpriseId, Part, Days),
    now: UtcTime,
) -> AppResult<()> {
    must_change(tx, actor, id)?;
    if *id == actor.account_id {
        return Err(words::own_part().into());
    }
    rules::check_days(days.0, days.1).map_err(Refusal::from)?;
    let known = store::enterprise_names(tx)?;
    if !known.iter().any(|(known, _, _)| known == enterprise_id) {
        return Err(AppError::NotFound);
    }
    let relation = (enterprise_id, part);
    Ok(store::add_membership(tx, id, relation, days, Some(&actor.account_id), now)?)
}

/// Ends that someone leads or works in an enterprise, now.
///
/// # Errors
/// `NotFound` for a relation that is not this person's or has ended.
pub(crate) fn end_part(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    membership_id: &str,
    now: UtcTime,
) -> AppResult<()> {
    must_see(tx, actor, id)?;
    let ended = store::end_membership(tx, id, membership_id, &actor.account_id, now)?;
    if ended { Ok(()) } else { Err(AppError::NotFound) }
}

/// Gives a resident a mentor, on these days. A leader's to do: it names a resident.
///
/// # Refuses
/// `role.dates`, `mentor.role`; `NotFound` when the person is no resident.
pub(crate) fn give_mentor(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    (mentor_id, days): (&AccountId, Days),
    now: UtcTime,
) -> AppResult<()> {
    must_change(tx, actor, id)?;
    rules::check_days(days.0, days.1).map_err(Refusal::from)?;
    let (resident_id, _) = store::resident_of_account(tx, id)?.ok_or(AppError::NotFound)?;
    let is_mentor = store::roles_in_force(tx, mentor_id, now.oslo_date())?.contains(&Role::Mentor);
    if !is_mentor || mentor_id == id {
        return Err(words::not_a_mentor().into());
    }
    let by = Some(&actor.account_id);
    Ok(store::add_mentorship(tx, mentor_id, &resident_id, days, by, now)?)
}

/// Ends that someone is a resident's mentor, now.
///
/// # Errors
/// `NotFound` for a relation that is not this resident's or has ended.
pub(crate) fn end_mentor(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    mentorship_id: &str,
    now: UtcTime,
) -> AppResult<()> {
    must_see(tx, actor, id)?;
    let (resident_id, _) = store::resident_of_account(tx, id)?.ok_or(AppError::NotFound)?;
    let ended = store::end_mentorship(tx, &resident_id, mentorship_id, &actor.account_id, now)?;
    if ended { Ok(()) } else { Err(AppError::NotFound) }
}

/// A leader, also one who is to become it, is another leader's to let in and to end.
fn must_be_as_high(tx: &mut DbConn, actor: &Actor, id: &AccountId) -> AppResult<()> {
    let is_leader = !store::days_of_role(tx, id, Role::Leader)?.is_empty();
    if is_leader && !actor.is(Role::Leader) {
        return Err(words::leader_gives(Role::Leader).into());
    }
    Ok(())
}

/// A new one-time link for someone; answers its token, shown once to the one who asked.
///
/// # Refuses
/// `user.account_ended`, `role.leader_gives`.
pub(crate) fn link_for(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    now: UtcTime,
) -> AppResult<String> {
    must_change(tx, actor, id)?;
    // Who holds someone's link is that person: an admin may not become a leader by it.
    must_be_as_high(tx, actor, id)?;
    new_link(tx, id, Some(&actor.account_id), now)
}

/// Ends every way in that someone has open: sessions, links and bearer tokens.
///
/// # Errors
/// `NotFound` for someone one may not see.
pub(crate) fn end_all_sessions(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    now: UtcTime,
) -> AppResult<()> {
    must_see(tx, actor, id)?;
    store::end_sessions_of(tx, id, now)?;
    store::revoke_links_of(tx, id, now)?;
    store::revoke_tokens_of(tx, id, now)?;
    Ok(())
}

/// Ends an account: nobody signs in with it again, its PIN for the tablets is gone, and it is nobody's
/// mentor any more.
///
/// # Refuses
/// `user.own_account`, `role.leader_gives`.
pub(crate) fn end_account(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    now: UtcTime,
) -> AppResult<()> {
    if *id == actor.account_id {
        return Err(words::own_account().into());
    }
    must_see(tx, actor, id)?;
    must_be_as_high(tx, actor, id)?;
    end_all_sessions(tx, actor, id, now)?;
    store::delete_pin_of(tx, id)?;
    store::end_mentorships_by(tx, id, Some(&actor.account_id), now)?;
    Ok(store::end_account(tx, id, now)?)
}

/// Opens an account that had ended, without the password and the PIN it had; answers a one-time link's token.
///
/// A leader's to do. Roles stand as they were, by their own dates; whom one was a mentor for is given
/// anew.
///
/// # Refuses
/// `user.not_ended`; `Forbidden` for who is no leader.
pub(crate) fn reopen_account(
    tx: &mut DbConn,
    actor: &Actor,
    id: &AccountId,
    now: UtcTime,
) -> AppResult<String> {
    must_see(tx, actor, id)?;
    if !actor.is(Role::Leader) {
        return Err(AppError::Forbidden);
    }
    let account = store::account_by_id(tx, id)?.ok_or(AppError::NotFound)?;
    let ended_at = account.ended_at.ok_or_else(words::not_ended)?;
    let row = Reopening {
        id: fresh_id(),
        account_id: id.clone(),
        ended_at,
        reopened_at: now,
        reopened_by: actor.account_id.clone(),
    };
    store::reopen_account(tx, &row)?;
    store::delete_pin_of(tx, id)?;
    new_link(tx, id, Some(&actor.account_id), now)
}
