//! Who a cookie or a bearer token stands for, now.

use std::path::Path;

use diesel::prelude::*;

use super::model::{Account, Kiosk, Session};
use super::rules::{Lifetime, TABLET_OPEN};
use super::{Actor, Right, Role, keys, store};
use crate::base::{AccountId, EnterpriseId, ResidentId, UtcTime, random_token, sha256_hex};
use crate::db::schema::secret::dsl;
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult};

/// Who the session cookie stands for; None when it is unknown, ended or idle for too long.
///
/// # Errors
/// The database's.
pub(crate) async fn signed_in(db: &Db, cookie: &str, now: UtcTime) -> AppResult<Option<Actor>> {
    let id_hash = sha256_hex(cookie);
    let found = db
        .look_up(move |conn| {
            let Some((session, account)) = store::session_with_account(conn, &id_hash)? else {
                return Ok(None);
            };
            let actor = actor(conn, account, now)?;
            let actor = match (actor, &session.kiosk_id) {
                (Some(actor), Some(kiosk)) => on_tablet(conn, actor, kiosk, now)?,
                (actor, _) => actor,
            };
            Ok(actor.map(|actor| (session, actor)))
        })
        .await?;
    let Some((session, actor)) = found else { return Ok(None) };
    let lifetime = Lifetime::on(session.kiosk_id.as_ref(), &actor.roles);
    if !lifetime.holds(session.created_at, session.last_seen_at, now) {
        return Ok(None);
    }
    if lifetime.should_note(session.last_seen_at, now) {
        let id_hash = session.id_hash;
        db.write(move |tx| Ok(store::note_session(tx, &id_hash, now)?)).await?;
    }
    Ok(Some(actor))
}

/// Who the bearer token stands for; None when it is forged, expired or revoked.
///
/// # Errors
/// The database's.
pub(crate) async fn bearer(
    db: &Db,
    signing_key: &str,
    token: &str,
    now: UtcTime,
) -> AppResult<Option<Actor>> {
    let Some(row) = keys::row_of_token(signing_key, token, now) else { return Ok(None) };
    db.look_up(move |conn| match store::token_account(conn, &row, now)? {
        Some(account) => Ok(actor(conn, account, now)?.filter(|actor| !actor.roles.is_empty())),
        None => Ok(None),
    })
    .await
}

/// A resident on a shared tablet: by first name, with own hours and nothing else; None when the
/// tablet has been ended.
fn on_tablet(
    conn: &mut DbConn,
    mut actor: Actor,
    kiosk: &str,
    now: UtcTime,
) -> AppResult<Option<Actor>> {
    if !actor.is(Role::Resident) || tablet_by_id(conn, kiosk, now)?.is_none() {
        return Ok(None);
    }
    actor.name = actor.name.split_whitespace().next().unwrap_or_default().to_owned();
    actor.roles = vec![Role::Resident];
    actor.leads.clear();
    actor.mentees.clear();
    actor.tablet = Some(kiosk.to_owned());
    Ok(Some(actor))
}

/// A shared tablet by its cookie, with the one who opened it as they are today; None when it is
/// unknown or ended, has been open for too long, or the opener may open tablets no more.
///
/// # Errors
/// The database's.
pub(super) fn tablet(
    conn: &mut DbConn,
    cookie: &str,
    now: UtcTime,
) -> AppResult<Option<(Kiosk, Actor)>> {
    let found = store::open_kiosk_by_hash(conn, &sha256_hex(cookie))?;
    held(conn, found, now)
}

fn tablet_by_id(conn: &mut DbConn, id: &str, now: UtcTime) -> AppResult<Option<(Kiosk, Actor)>> {
    let found = store::open_kiosk(conn, id)?;
    held(conn, found, now)
}

fn held(
    conn: &mut DbConn,
    found: Option<(Kiosk, Account)>,
    now: UtcTime,
) -> AppResult<Option<(Kiosk, Actor)>> {
    let Some((kiosk, account)) = found else { return Ok(None) };
    let is_old = now.unix_seconds() - kiosk.opened_at.unix_seconds() >= TABLET_OPEN;
    let opener = actor(conn, account, now)?;
    Ok(opener.filter(|opener| !is_old && opener.may(Right::OpenTablets)).map(|o| (kiosk, o)))
}

/// Who has a login, with what is in force for them today; None when nobody has, or no role is.
///
/// # Errors
/// The database's.
pub(crate) fn actor_by_login(
    conn: &mut DbConn,
    login: &str,
    now: UtcTime,
) -> AppResult<Option<Actor>> {
    match store::account_by_login(conn, login)? {
        Some(account) => Ok(actor(conn, account, now)?.filter(|actor| !actor.roles.is_empty())),
        None => Ok(None),
    }
}

/// An account with what is in force for it today; None when no role is, and it was no resident's.
pub(super) fn actor(conn: &mut DbConn, account: Account, now: UtcTime) -> AppResult<Option<Actor>> {
    let standing = store::standing(conn, &account.id, now.oslo_date())?;
    let mut actor = Actor {
        account_id: account.id,
        login: account.login,
        name: account.name,
        roles: Vec::new(),
        resident_id: None,
        has_left: false,
        leads: Vec::new(),
        works_in: Vec::new(),
        mentees: Vec::new(),
        tablet: None,
    };
    for one in standing {
        match one.kind.as_str() {
            "role" => actor.roles.extend(Role::parse(&one.value)),
            "leads" => actor.leads.push(EnterpriseId::from_text(one.value)),
            "works" => actor.works_in.push(EnterpriseId::from_text(one.value)),
            "mentee" => actor.mentees.push(ResidentId::from_text(one.value)),
            _ => actor.resident_id = Some(ResidentId::from_text(one.value)),
        }
    }
    if !actor.is(Role::Mentor) {
        actor.mentees.clear();
    }
    if !actor.is(Role::Resident) && actor.resident_id.is_some() {
        actor.has_left = store::has_left(conn, &actor.account_id, now.oslo_date())?;
        if !actor.has_left {
            actor.resident_id = None;
        }
    }
    Ok((actor.has_left || !actor.roles.is_empty()).then_some(actor))
}

/// Begins a session; answers what the cookie holds, which is kept nowhere.
///
/// # Errors
/// The database's.
pub(crate) fn open_session(
    tx: &mut DbConn,
    account_id: &AccountId,
    now: UtcTime,
) -> AppResult<String> {
    open_session_on(tx, account_id, None, now)
}

/// [`open_session`], on a shared tablet when one is named.
pub(super) fn open_session_on(
    tx: &mut DbConn,
    account_id: &AccountId,
    kiosk_id: Option<String>,
    now: UtcTime,
) -> AppResult<String> {
    let cookie = random_token();
    let session = Session {
        id_hash: sha256_hex(&cookie),
        account_id: account_id.clone(),
        created_at: now,
        last_seen_at: now,
        kiosk_id,
        ended_at: None,
    };
    store::insert_session(tx, &session)?;
    Ok(cookie)
}

/// Ends the session of a cookie; an unknown one changes nothing.
///
/// # Errors
/// The database's.
pub(crate) fn sign_out(tx: &mut DbConn, cookie: &str, now: UtcTime) -> AppResult<()> {
    Ok(store::end_session(tx, &sha256_hex(cookie), now)?)
}

/// Letters in a key that signs, at least; who guesses it makes everyone's tokens.
const SIGNING_KEY_MIN: usize = 32;

/// The key that signs, from its file or from the database, made there when there is none.
///
/// # Errors
/// When the file cannot be read or holds too short a key, or the database does not answer.
pub(crate) fn signing_key(db: &Db, file: Option<&Path>) -> AppResult<String> {
    if let Some(file) = file {
        let key = std::fs::read_to_string(file)
            .map_err(|e| AppError::internal(format!("{}: {e}", file.display())))?;
        let key = key.trim();
        let letters = key.chars().count();
        if letters < SIGNING_KEY_MIN {
            return Err(AppError::internal(format!(
                "SIGNING_KEY_FILE {}: the key has {letters} characters and needs at least \
                 {SIGNING_KEY_MIN}; make one with `openssl rand -hex 32`",
                file.display()
            )));
        }
        return Ok(key.to_owned());
    }
    db.write_now(|tx| {
        let kept = dsl::secret.find("signing").select(dsl::value).first(tx).optional()?;
        if let Some(key) = kept {
            return Ok(key);
        }
        let key = random_token() + &random_token();
        diesel::insert_into(dsl::secret)
            .values((dsl::name.eq("signing"), dsl::value.eq(&key)))
            .execute(tx)?;
        Ok(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Address;

    #[test]
    fn a_key_file_that_is_empty_or_short_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}?durability=off", dir.path().join("farm").display());
        let db = Db::open(&Address::parse(&address).unwrap()).unwrap();
        let file = dir.path().join("key");
        let (short, long) = ("k".repeat(31), "k".repeat(32));
        for (key, is_taken) in
            [("", false), (" \n", false), (short.as_str(), false), (long.as_str(), true)]
        {
            std::fs::write(&file, format!("{key}\n")).unwrap();
            match signing_key(&db, Some(&file)) {
                Ok(read) => assert!(is_taken && read == key, "{key}"),
                Err(AppError::Internal(told)) => {
                    assert!(!is_taken && told.to_string().contains("SIGNING_KEY_FILE"), "{told}");
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(signing_key(&db, None).unwrap().len() >= SIGNING_KEY_MIN, "our own is long enough");
    }
}
