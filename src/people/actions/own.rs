//! Signing in, one's own password, and one's own sessions.

use tokio::sync::Semaphore;

use super::super::model::{Account, MyPage};
use super::super::rules::{self, may_be_password};
use super::super::{Actor, access, keys, store, words};
use crate::base::{AccountId, UtcTime, sha256_hex};
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult};

/// Hashes at once: each takes 19 MB and a core.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Runs slow work on passwords away from the server's threads, two at a time.
pub(super) async fn hashing<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> AppResult<T> {
    let _turn = HASHING.acquire().await.map_err(|e| AppError::internal(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| AppError::internal(e.to_string()))
}

/// The account that a login and a password open.
///
/// An unknown login takes the same work and gets the same answer as a wrong password: that someone
/// is known here is not told.
///
/// # Refuses
/// `sign_in.wrong`.
pub(crate) async fn check_sign_in(
    db: &Db,
    login: String,
    password: String,
    now: UtcTime,
) -> AppResult<AccountId> {
    let known = db.read(move |conn| Ok(store::account_by_login(conn, &login)?)).await?;
    let hash = known.as_ref().and_then(|account| account.password_hash.clone());
    let right = may_be_password(&password)
        && hashing(move || keys::is_password(&password, hash.as_deref())).await?;
    let account = known.filter(|account| right && account.ended_at.is_none());
    let account_id = account.ok_or_else(words::wrong_sign_in)?.id;
    let today = now.oslo_date();
    let id = account_id.clone();
    let may_enter = db
        .read(move |conn| {
            let has_role = !store::roles_in_force(conn, &id, today)?.is_empty();
            Ok(has_role || store::has_left(conn, &id, today)?)
        })
        .await?;
    if may_enter { Ok(account_id) } else { Err(words::wrong_sign_in().into()) }
}

/// Whose a one-time link is; None when it is used, expired or of nobody.
///
/// # Errors
/// The database's.
pub(crate) fn link_owner(
    conn: &mut DbConn,
    token: &str,
    now: UtcTime,
) -> AppResult<Option<Account>> {
    Ok(store::link_by_hash(conn, &sha256_hex(token), now)?)
}

/// Sets the password of a link's owner and signs them in; answers the new session's cookie.
///
/// The link, the owner's other links, their sessions and their bearer tokens end with it.
///
/// # Refuses
/// `password.short`, `password.long`, `password.differs`; `NotFound` when the link works no more.
pub(crate) async fn set_first_password(
    db: &Db,
    token: String,
    (password, again): (String, String),
    now: UtcTime,
) -> AppResult<String> {
    rules::check_password(&password, &again).map_err(crate::error::Refusal::from)?;
    let hash = hashing(move || keys::hash_password(&password)).await??;
    db.write(move |tx| {
        let account = link_owner(tx, &token, now)?.ok_or(AppError::NotFound)?;
        if !store::use_link(tx, &sha256_hex(&token), now)? {
            return Err(AppError::NotFound);
        }
        store::revoke_links_of(tx, &account.id, now)?;
        store::end_sessions_of(tx, &account.id, now)?;
        store::revoke_tokens_of(tx, &account.id, now)?;
        store::set_password_hash(tx, &account.id, &hash)?;
        access::open_session(tx, &account.id, now)
    })
    .await
}

/// Gives a login a password without a link; for the demo, whose passwords are made on the spot.
///
/// # Errors
/// `NotFound` for an unknown login; else the database's.
pub(crate) fn give_password(tx: &mut DbConn, login: &str, password: &str) -> AppResult<()> {
    let account = store::account_by_login(tx, login)?.ok_or(AppError::NotFound)?;
    Ok(store::set_password_hash(tx, &account.id, &keys::hash_password(password)?)?)
}

/// Changes one's own password; every other way in of one's own ends: sessions, bearer tokens, and
/// links that are not used.
///
/// # Refuses
/// `password.wrong`, and as [`set_first_password`].
pub(crate) async fn change_password(
    db: &Db,
    actor: &Actor,
    cookie: String,
    current: String,
    (password, again): (String, String),
    now: UtcTime,
) -> AppResult<()> {
    rules::check_password(&password, &again).map_err(crate::error::Refusal::from)?;
    let id = actor.account_id.clone();
    let account = db.read(move |conn| Ok(store::account_by_id(conn, &id)?)).await?;
    let account = account.ok_or(AppError::NotSignedIn)?;
    let kept = account.password_hash.clone();
    let right = may_be_password(&current)
        && hashing(move || keys::is_password(&current, kept.as_deref())).await?;
    if !right {
        return Err(words::wrong_password().into());
    }
    let hash = hashing(move || keys::hash_password(&password)).await??;
    db.write(move |tx| {
        store::set_password_hash(tx, &account.id, &hash)?;
        store::end_sessions_but(tx, &account.id, &sha256_hex(cookie), now)?;
        store::revoke_tokens_of(tx, &account.id, now)?;
        store::revoke_links_of(tx, &account.id, now)?;
        Ok(())
    })
    .await
}

/// What one's own page shows: roles, sessions, bearer tokens, and who looked.
///
/// # Errors
/// The database's.
pub(crate) fn my_page(
    conn: &mut DbConn,
    actor: &Actor,
    cookie: &str,
    now: UtcTime,
) -> AppResult<MyPage> {
    let mut sessions = store::open_sessions(conn, &actor.account_id)?;
    sessions.retain(|one| {
        let lifetime = rules::Lifetime::on(one.kiosk_id.as_ref(), &actor.roles);
        lifetime.holds(one.created_at, one.last_seen_at, now)
    });
    let looks = match &actor.resident_id {
        Some(resident_id) => store::looks_at(conn, resident_id)?,
        None => Vec::new(),
    };
    let tokens = store::open_tokens(conn, &actor.account_id, now)?;
    let has_pin = match &actor.resident_id {
        Some(resident_id) => store::find_pin(conn, resident_id)?.is_some(),
        None => false,
    };
    Ok(MyPage { sessions, this_session: sha256_hex(cookie), tokens, looks, has_pin })
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `NotFound` when the session is not one's own.
pub(crate) fn end_own_session(
    tx: &mut DbConn,
    actor: &Actor,
    id_hash: &str,
    now: UtcTime,
) -> AppResult<()> {
    let own = store::open_sessions(tx, &actor.account_id)?;
    if !own.iter().any(|session| session.id_hash == id_hash) {
        return Err(AppError::NotFound);
    }
    Ok(store::end_session(tx, id_hash, now)?)
}

/// Ends every session of one's own but the one that asks.
///
/// # Errors
/// The database's.
pub(crate) fn end_other_sessions(
    tx: &mut DbConn,
    actor: &Actor,
    cookie: &str,
    now: UtcTime,
) -> AppResult<usize> {
    Ok(store::end_sessions_but(tx, &actor.account_id, &sha256_hex(cookie), now)?)
}

/// Revokes one of one's own bearer tokens; programs that hold it are shut out at once.
///
/// # Errors
/// `NotFound` when the token is not one's own or works no more.
pub(crate) fn revoke_own_token(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<()> {
    let revoked = store::revoke_token(tx, &actor.account_id, id, now)?;
    if revoked { Ok(()) } else { Err(AppError::NotFound) }
}
