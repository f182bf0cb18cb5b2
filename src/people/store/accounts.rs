//! Accounts and their roles.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{Account, Reopening, Role, RoleGrant};
use crate::base::{AccountId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::db::schema::{account, account_reopening, account_role, resident};

/// The account with this login; None when there is none.
///
/// # Errors
/// The database's.
pub(crate) fn account_by_login(conn: &mut DbConn, login: &str) -> QueryResult<Option<Account>> {
    let login = super::super::rules::login_of(login);
    account::table
        .filter(account::login.eq(login))
        .select(account::all_columns)
        .first(conn)
        .optional()
}

pub(in super::super) fn account_by_id(
    conn: &mut DbConn,
    id: &AccountId,
) -> QueryResult<Option<Account>> {
    account::table.find(id).select(account::all_columns).first(conn).optional()
}

/// The name of an account, for "by" on a page; empty when there is none.
///
/// # Errors
/// The database's.
pub(crate) fn account_name(conn: &mut DbConn, id: &AccountId) -> QueryResult<String> {
    let name = account::table.find(id).select(account::name).first(conn).optional()?;
    Ok(name.unwrap_or_default())
}

pub(in super::super) fn insert_account(tx: &mut DbConn, new: &Account) -> QueryResult<()> {
    diesel::insert_into(account::table).values(new).execute(tx).map(drop)
}

pub(in super::super) fn set_password_hash(
    tx: &mut DbConn,
    id: &AccountId,
    hash: &str,
) -> QueryResult<()> {
    diesel::update(account::table.find(id))
        .set(account::password_hash.eq(Some(hash)))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn roles_in_force(
    conn: &mut DbConn,
    id: &AccountId,
    on: NaiveDate,
) -> QueryResult<Vec<Role>> {
    account_role::table
        .filter(account_role::account_id.eq(id))
        .filter(account_role::valid_from.le(on))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)))
        .filter(account_role::ended_at.is_null())
        .select(account_role::role)
        .load(conn)
}

pub(in super::super) fn add_role(
    tx: &mut DbConn,
    account_id: &AccountId,
    (role, from, to): (Role, NaiveDate, Option<NaiveDate>),
    by: Option<&AccountId>,
    now: UtcTime,
) -> QueryResult<()> {
    let grant = RoleGrant {
        id: fresh_id(),
        account_id: account_id.clone(),
        role,
        valid_from: from,
        valid_to: to,
        granted_by: by.cloned(),
        granted_at: now,
        ended_by: None,
        ended_at: None,
    };
    diesel::insert_into(account_role::table).values(&grant).execute(tx).map(drop)
}

/// The days of a role that has not been ended.
pub(in super::super) fn days_of_role(
    conn: &mut DbConn,
    id: &AccountId,
    role: Role,
) -> QueryResult<Vec<(NaiveDate, Option<NaiveDate>)>> {
    account_role::table
        .filter(account_role::account_id.eq(id).and(account_role::role.eq(role)))
        .filter(account_role::ended_at.is_null())
        .select((account_role::valid_from, account_role::valid_to))
        .load(conn)
}

/// The role of a grant of this account, ended or not; None when it is another's.
pub(in super::super) fn role_of_grant(
    conn: &mut DbConn,
    id: &AccountId,
    grant_id: &str,
) -> QueryResult<Option<Role>> {
    account_role::table
        .find(grant_id)
        .filter(account_role::account_id.eq(id))
        .select(account_role::role)
        .first(conn)
        .optional()
}

/// Ends a role now; false when it is not this account's or has ended.
pub(in super::super) fn end_role(
    tx: &mut DbConn,
    id: &AccountId,
    grant_id: &str,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<bool> {
    let open = account_role::account_id.eq(id).and(account_role::ended_at.is_null());
    let ended = diesel::update(account_role::table.find(grant_id).filter(open))
        .set((
            account_role::valid_to.eq(Some(now.oslo_date())),
            account_role::ended_by.eq(Some(by)),
            account_role::ended_at.eq(Some(now)),
        ))
        .execute(tx)?;
    Ok(ended == 1)
}

pub(in super::super) fn end_account(
    tx: &mut DbConn,
    id: &AccountId,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::update(account::table.find(id).filter(account::ended_at.is_null()))
        .set(account::ended_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}

/// Opens an account again, without the password it had; the row says who did it.
pub(in super::super) fn reopen_account(tx: &mut DbConn, row: &Reopening) -> QueryResult<()> {
    diesel::update(account::table.find(&row.account_id))
        .set((account::ended_at.eq(None::<UtcTime>), account::password_hash.eq(None::<String>)))
        .execute(tx)?;
    diesel::insert_into(account_reopening::table).values(row).execute(tx).map(drop)
}

/// When an account had ended and was opened again, and by whom.
pub(in super::super) fn reopenings_of(
    conn: &mut DbConn,
    id: &AccountId,
) -> QueryResult<Vec<(UtcTime, UtcTime, AccountId)>> {
    account_reopening::table
        .filter(account_reopening::account_id.eq(id))
        .order(account_reopening::reopened_at)
        .select((
            account_reopening::ended_at,
            account_reopening::reopened_at,
            account_reopening::reopened_by,
        ))
        .load(conn)
}

/// Was this account a resident's on some day before this one, or until a moment ago, with hours still
/// tied to it?
pub(in super::super) fn has_left(
    conn: &mut DbConn,
    id: &AccountId,
    on: NaiveDate,
) -> QueryResult<bool> {
    let was = account_role::table
        .filter(account_role::account_id.eq(id).and(account_role::role.eq(Role::Resident)))
        .filter(account_role::valid_from.le(on))
        .filter(account_role::ended_at.is_not_null().or(account_role::valid_to.lt(on)));
    let tied = resident::table.filter(resident::account_id.eq(id));
    let has_been = diesel::select(diesel::dsl::exists(was)).get_result::<bool>(conn)?;
    Ok(has_been && diesel::select(diesel::dsl::exists(tied)).get_result::<bool>(conn)?)
}

/// Is or was this account a resident's?
pub(in super::super) fn was_resident(conn: &mut DbConn, id: &AccountId) -> QueryResult<bool> {
    let grants = account_role::table
        .filter(account_role::account_id.eq(id).and(account_role::role.eq(Role::Resident)));
    let by_role = diesel::select(diesel::dsl::exists(grants)).get_result::<bool>(conn)?;
    let rows = resident::table.filter(resident::account_id.eq(id));
    Ok(by_role || diesel::select(diesel::dsl::exists(rows)).get_result::<bool>(conn)?)
}
