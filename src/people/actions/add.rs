//! Adding people: a login, its roles and relations, and the link that lets it in.

use super::super::model::{Account, NewUser, OneTimeLink};
use super::super::{Part, Role, rules, store, words};
use crate::base::{AccountId, EnterpriseId, ResidentId, UtcTime, random_token, sha256_hex};
use crate::db::{self, DbConn};
use crate::error::{AppResult, Refusals};

/// Someone just added or given more roles, and the token of their one-time link.
#[derive(Clone, Debug)]
pub(crate) struct Added {
    pub(crate) account_id: AccountId,
    pub(crate) link_token: String,
}

/// Makes a login with its roles and relations, or adds them to a known login.
///
/// A known login keeps its name. New roles end its sessions.
///
/// # Refuses
/// `user.login`, `user.name`, `user.role`, `user.enterprise_unknown`, `user.account_ended`,
/// `resident.taken`, `resident.tied`.
pub(crate) fn add_user(
    tx: &mut DbConn,
    user: &NewUser,
    by: Option<&AccountId>,
    now: UtcTime,
) -> AppResult<Added> {
    Refusals::from(rules::check_user(user)).or(())?;
    let enterprises = known_enterprises(tx, &user.enterprises)?;
    let account_id = find_or_make_account(tx, user, now)?;
    if give_roles(tx, &account_id, &user.roles, by, now)? {
        store::end_sessions_of(tx, &account_id, now)?;
    }
    if user.roles.contains(&Role::Resident) {
        give_resident(tx, &account_id, user.pseudonym.as_deref(), now)?;
    }
    give_enterprises(tx, &account_id, (&enterprises, &user.roles), by, now)?;
    let link_token = new_link(tx, &account_id, by, now)?;
    Ok(Added { account_id, link_token })
}

fn known_enterprises(tx: &mut DbConn, codes: &[String]) -> AppResult<Vec<EnterpriseId>> {
    let mut known = Vec::new();
    let mut refusals = Refusals::default();
    for code in codes {
        match store::enterprise_id_by_code(tx, code)? {
            Some(id) => known.push(id),
            None => refusals.add(words::unknown_enterprise(code)),
        }
    }
    Ok(refusals.or(known)?)
}

fn find_or_make_account(tx: &mut DbConn, user: &NewUser, now: UtcTime) -> AppResult<AccountId> {
    if let Some(known) = store::account_by_login(tx, &user.login)? {
        if known.ended_at.is_some() {
            return Err(words::account_ended(&known.login).into());
        }
        return Ok(known.id);
    }
    let account = Account {
        id: AccountId::fresh(),
        login: rules::login_of(&user.login),
        name: user.name.trim().to_owned(),
        password_hash: None,
        created_at: now,
        ended_at: None,
    };
    store::insert_account(tx, &account)?;
    Ok(account.id)
}

/// True when a role was given that was not in force already.
fn give_roles(
    tx: &mut DbConn,
    account_id: &AccountId,
    roles: &[Role],
    by: Option<&AccountId>,
    now: UtcTime,
) -> AppResult<bool> {
    let today = now.oslo_date();
    let mut held = store::roles_in_force(tx, account_id, today)?;
    let before = held.len();
    for role in roles {
        if !held.contains(role) {
            store::add_role(tx, account_id, (*role, today, None), by, now)?;
            held.push(*role);
        }
    }
    Ok(held.len() > before)
}

/// Ties the account to the resident of the pseudonym, or to a new one of its own.
pub(super) fn give_resident(
    tx: &mut DbConn,
    account_id: &AccountId,
    pseudonym: Option<&str>,
    now: UtcTime,
) -> AppResult<()> {
    let own = store::resident_of_account(tx, account_id)?;
    let Some(pseudonym) = pseudonym.map(str::trim) else {
        if own.is_none() {
            let fresh = fresh_pseudonym(tx)?;
            store::insert_resident(tx, &ResidentId::fresh(), &fresh, Some(account_id), now)?;
        }
        return Ok(());
    };
    if let Some((_, known)) = own {
        return if known == pseudonym { Ok(()) } else { Err(words::resident_tied().into()) };
    }
    match store::resident_by_pseudonym(tx, pseudonym)? {
        None => {
            store::insert_resident(tx, &ResidentId::fresh(), pseudonym, Some(account_id), now)?;
        }
        Some((id, None)) => store::tie_resident(tx, &id, account_id)?,
        Some((_, Some(_))) => return Err(words::resident_taken(pseudonym).into()),
    }
    Ok(())
}

/// A key that nobody has: `B` and six digits and letters that are not mistaken for one another.
fn fresh_pseudonym(tx: &mut DbConn) -> AppResult<String> {
    loop {
        let digits = random_token().to_uppercase();
        let clear = digits.chars().filter(|c| "23456789ABCDEFGHJKMNPQRSTUVWXYZ".contains(*c));
        let pseudonym: String = std::iter::once('B').chain(clear.take(6)).collect();
        let is_whole = pseudonym.len() == 7;
        if is_whole && store::resident_by_pseudonym(tx, &pseudonym)?.is_none() {
            return Ok(pseudonym);
        }
    }
}

/// A work leader leads the enterprises named; a resident, and whoever leads none, works in them.
fn give_enterprises(
    tx: &mut DbConn,
    account_id: &AccountId,
    (enterprises, roles): (&[EnterpriseId], &[Role]),
    by: Option<&AccountId>,
    now: UtcTime,
) -> AppResult<()> {
    let today = now.oslo_date();
    let leads = roles.contains(&Role::WorkLeader);
    let works = !leads || roles.contains(&Role::Resident);
    let standing = store::standing(tx, account_id, today)?;
    for enterprise_id in enterprises {
        for (part, wanted) in [(Part::Leads, leads), (Part::Works, works)] {
            let held = standing
                .iter()
                .any(|one| one.kind == part.as_str() && one.value == enterprise_id.as_str());
            if wanted && !held {
                let relation = (enterprise_id, part);
                store::add_membership(tx, account_id, relation, (today, None), by, now)?;
            }
        }
    }
    Ok(())
}

/// Makes a one-time link; answers its token, which is kept nowhere.
///
/// # Errors
/// The database's.
pub(crate) fn new_link(
    tx: &mut DbConn,
    account_id: &AccountId,
    by: Option<&AccountId>,
    now: UtcTime,
) -> AppResult<String> {
    let hours = db::setting(tx, "link.hours", now.oslo_date())?;
    let hours: i64 = hours.and_then(|hours| hours.parse().ok()).unwrap_or(24);
    let token = random_token();
    let link = OneTimeLink {
        token_hash: sha256_hex(&token),
        account_id: account_id.clone(),
        created_by: by.cloned(),
        created_at: now,
        expires_at: now.plus_seconds(hours * 3600),
        used_at: None,
    };
    store::insert_link(tx, &link)?;
    Ok(token)
}

/// Makes a resident nobody signs in as yet, for imported hours.
///
/// # Errors
/// The database's, also when the pseudonym is taken.
pub(crate) fn make_resident(
    tx: &mut DbConn,
    pseudonym: &str,
    now: UtcTime,
) -> AppResult<ResidentId> {
    let id = ResidentId::fresh();
    store::insert_resident(tx, &id, pseudonym, None, now)?;
    Ok(id)
}

/// Makes someone the mentor of the resident with this pseudonym, from today.
///
/// # Refuses
/// `user.unknown` for a login or a pseudonym nobody has.
pub(crate) fn add_mentor(
    tx: &mut DbConn,
    mentor: &str,
    pseudonym: &str,
    now: UtcTime,
) -> AppResult<()> {
    let mentor_id = store::account_by_login(tx, mentor)?
        .map(|account| account.id)
        .ok_or_else(|| words::unknown_login(mentor))?;
    let (resident_id, _) = store::resident_by_pseudonym(tx, pseudonym)?
        .ok_or_else(|| words::unknown_login(pseudonym))?;
    let days = (now.oslo_date(), None);
    Ok(store::add_mentorship(tx, &mentor_id, &resident_id, days, None, now)?)
}
