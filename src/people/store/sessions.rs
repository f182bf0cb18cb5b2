//! Sessions, one-time links and bearer tokens: each a row, so that each can be ended.

use diesel::prelude::*;

use super::super::model::{Account, ApiToken, OneTimeLink, Session};
use crate::base::{AccountId, UtcTime};
use crate::db::schema::{account, api_token, one_time_link, session};
use crate::db::{DbConn, on_each};

pub(in super::super) fn insert_session(tx: &mut DbConn, new: &Session) -> QueryResult<()> {
    diesel::insert_into(session::table).values(new).execute(tx).map(drop)
}

/// A session not ended, with its account not ended.
pub(in super::super) fn session_with_account(
    conn: &mut DbConn,
    id_hash: &str,
) -> QueryResult<Option<(Session, Account)>> {
    let query = session::table
        .inner_join(account::table)
        .filter(session::id_hash.eq(id_hash))
        .filter(session::ended_at.is_null())
        .filter(account::ended_at.is_null())
        .select((session::all_columns, account::all_columns));
    on_each!(conn, |c| query.first(c)).optional()
}

pub(in super::super) fn note_session(
    tx: &mut DbConn,
    id_hash: &str,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::update(session::table.find(id_hash))
        .set(session::last_seen_at.eq(now))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn end_session(
    tx: &mut DbConn,
    id_hash: &str,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::update(session::table.find(id_hash).filter(session::ended_at.is_null()))
        .set(session::ended_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}

/// Ends every session of an account; answers how many.
pub(in super::super) fn end_sessions_of(
    tx: &mut DbConn,
    account_id: &AccountId,
    now: UtcTime,
) -> QueryResult<usize> {
    let open = session::account_id.eq(account_id).and(session::ended_at.is_null());
    diesel::update(session::table.filter(open)).set(session::ended_at.eq(Some(now))).execute(tx)
}

pub(in super::super) fn insert_link(tx: &mut DbConn, new: &OneTimeLink) -> QueryResult<()> {
    diesel::insert_into(one_time_link::table).values(new).execute(tx).map(drop)
}

/// A link that still works, with its account; None when it is used, expired, or of nobody.
pub(in super::super) fn link_by_hash(
    conn: &mut DbConn,
    token_hash: &str,
    now: UtcTime,
) -> QueryResult<Option<Account>> {
    one_time_link::table
        .inner_join(account::table.on(account::id.eq(one_time_link::account_id)))
        .filter(one_time_link::token_hash.eq(token_hash))
        .filter(one_time_link::used_at.is_null())
        .filter(one_time_link::expires_at.gt(now))
        .filter(account::ended_at.is_null())
        .select(account::all_columns)
        .first(conn)
        .optional()
}

/// Uses a link; false when someone was first or it has expired.
pub(in super::super) fn use_link(
    tx: &mut DbConn,
    token_hash: &str,
    now: UtcTime,
) -> QueryResult<bool> {
    let works = one_time_link::used_at.is_null().and(one_time_link::expires_at.gt(now));
    let used = diesel::update(one_time_link::table.find(token_hash).filter(works))
        .set(one_time_link::used_at.eq(Some(now)))
        .execute(tx)?;
    Ok(used == 1)
}

/// Calls back every link of an account that is not used.
pub(in super::super) fn revoke_links_of(
    tx: &mut DbConn,
    account_id: &AccountId,
    now: UtcTime,
) -> QueryResult<usize> {
    let open = one_time_link::account_id.eq(account_id).and(one_time_link::used_at.is_null());
    diesel::update(one_time_link::table.filter(open))
        .set(one_time_link::used_at.eq(Some(now)))
        .execute(tx)
}

pub(in super::super) fn insert_token(tx: &mut DbConn, new: &ApiToken) -> QueryResult<()> {
    diesel::insert_into(api_token::table).values(new).execute(tx).map(drop)
}

/// The account of a token that is neither revoked nor expired.
pub(in super::super) fn token_account(
    conn: &mut DbConn,
    id: &str,
    now: UtcTime,
) -> QueryResult<Option<Account>> {
    let query = api_token::table
        .inner_join(account::table)
        .filter(api_token::id.eq(id))
        .filter(api_token::revoked_at.is_null())
        .filter(api_token::expires_at.gt(now))
        .filter(account::ended_at.is_null())
        .select(account::all_columns);
    on_each!(conn, |c| query.first(c)).optional()
}

pub(in super::super) fn revoke_tokens_of(
    tx: &mut DbConn,
    account_id: &AccountId,
    now: UtcTime,
) -> QueryResult<usize> {
    let open = api_token::account_id.eq(account_id).and(api_token::revoked_at.is_null());
    diesel::update(api_token::table.filter(open))
        .set(api_token::revoked_at.eq(Some(now)))
        .execute(tx)
}

/// Bearer tokens of an account that still work, newest first.
pub(in super::super) fn open_tokens(
    conn: &mut DbConn,
    account_id: &AccountId,
    now: UtcTime,
) -> QueryResult<Vec<ApiToken>> {
    api_token::table
        .filter(api_token::account_id.eq(account_id).and(api_token::revoked_at.is_null()))
        .filter(api_token::expires_at.gt(now))
        .order((api_token::created_at.desc(), api_token::id.desc()))
        .select(api_token::all_columns)
        .load(conn)
}

/// Revokes one of an account's tokens; false when it is not the account's or is revoked.
pub(in super::super) fn revoke_token(
    tx: &mut DbConn,
    account_id: &AccountId,
    id: &str,
    now: UtcTime,
) -> QueryResult<bool> {
    let open = api_token::account_id.eq(account_id).and(api_token::revoked_at.is_null());
    let revoked = diesel::update(api_token::table.find(id).filter(open))
        .set(api_token::revoked_at.eq(Some(now)))
        .execute(tx)?;
    Ok(revoked == 1)
}

/// Sessions of an account that nobody has ended, newest first; some may be idle for too long.
pub(in super::super) fn open_sessions(
    conn: &mut DbConn,
    account_id: &AccountId,
) -> QueryResult<Vec<Session>> {
    session::table
        .filter(session::account_id.eq(account_id).and(session::ended_at.is_null()))
        .order(session::last_seen_at.desc())
        .select(session::all_columns)
        .load(conn)
}

/// Ends every session of an account but one.
pub(in super::super) fn end_sessions_but(
    tx: &mut DbConn,
    account_id: &AccountId,
    kept: &str,
    now: UtcTime,
) -> QueryResult<usize> {
    let others = session::account_id.eq(account_id).and(session::id_hash.ne(kept));
    diesel::update(session::table.filter(others.and(session::ended_at.is_null())))
        .set(session::ended_at.eq(Some(now)))
        .execute(tx)
}
