//! What the pages about people show, gathered.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{
    Account, Held, Look, Part, PersonLine, PersonPage, Reopened, Role, RoleGrant,
};
use super::{account_by_id, open_sessions, reopenings_of, resident_of_account};
use crate::base::{AccountId, EnterpriseId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{
    account, account_role, enterprise, look, membership, mentorship, resident,
};

/// Looks shown on one's own page, at most.
const LOOKS_MAX: i64 = 100;

/// Everyone, with the roles in force on a day, by name.
pub(in super::super) fn people(conn: &mut DbConn, on: NaiveDate) -> QueryResult<Vec<PersonLine>> {
    let accounts: Vec<Account> = account::table
        .order((account::name.asc(), account::login.asc()))
        .select(account::all_columns)
        .load(conn)?;
    let mut grants: HashMap<AccountId, Vec<RoleGrant>> = HashMap::new();
    for grant in account_role::table.select(account_role::all_columns).load::<RoleGrant>(conn)? {
        grants.entry(grant.account_id.clone()).or_default().push(grant);
    }
    let tied: Vec<Option<AccountId>> = resident::table.select(resident::account_id).load(conn)?;
    let lines = accounts.into_iter().map(|account| {
        let own = grants.remove(&account.id).unwrap_or_default();
        let was_resident = own.iter().any(|grant| grant.role == Role::Resident)
            || tied.iter().flatten().any(|id| *id == account.id);
        let mut roles: Vec<Role> =
            own.iter().filter(|grant| in_force(grant, on)).map(|grant| grant.role).collect();
        roles.sort_unstable();
        PersonLine {
            id: account.id,
            login: account.login,
            name: account.name,
            roles,
            was_resident,
            has_password: account.password_hash.is_some(),
            has_ended: account.ended_at.is_some(),
        }
    });
    Ok(lines.collect())
}

fn in_force(grant: &RoleGrant, on: NaiveDate) -> bool {
    grant.ended_at.is_none()
        && grant.valid_from <= on
        && grant.valid_to.is_none_or(|last_day| on <= last_day)
}

/// What stands on a person's page; None when there is no such account.
pub(in super::super) fn person_page(
    conn: &mut DbConn,
    id: &AccountId,
) -> QueryResult<Option<PersonPage>> {
    let Some(account) = account_by_id(conn, id)? else { return Ok(None) };
    let names = names(conn)?;
    let resident = resident_of_account(conn, id)?;
    let mentors = match &resident {
        Some((resident_id, _)) => mentors(conn, resident_id, &names)?,
        None => Vec::new(),
    };
    let choices = enterprise_names(conn)?;
    Ok(Some(PersonPage {
        account,
        roles: roles(conn, id, &names)?,
        parts: parts(conn, id, &names)?,
        resident,
        mentors,
        sessions: open_sessions(conn, id)?.len(),
        mentor_choices: mentor_choices(conn)?,
        enterprise_choices: choices
            .into_iter()
            .map(|(id, _, name)| (id.as_str().to_owned(), name))
            .collect(),
        reopenings: reopenings(conn, id, &names)?,
    }))
}

fn reopenings(conn: &mut DbConn, id: &AccountId, names: &Names) -> QueryResult<Vec<Reopened>> {
    let rows = reopenings_of(conn, id)?.into_iter();
    let told = rows.map(|(ended_at, at, by)| Reopened {
        ended_at,
        at,
        by: names.get(&by).cloned().unwrap_or_default(),
    });
    Ok(told.collect())
}

type Names = HashMap<AccountId, String>;

fn names(conn: &mut DbConn) -> QueryResult<Names> {
    let rows: Vec<(AccountId, String)> =
        account::table.select((account::id, account::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

fn roles(conn: &mut DbConn, id: &AccountId, names: &Names) -> QueryResult<Vec<Held>> {
    let grants: Vec<RoleGrant> = account_role::table
        .filter(account_role::account_id.eq(id))
        .order((account_role::valid_from.desc(), account_role::granted_at.desc()))
        .select(account_role::all_columns)
        .load(conn)?;
    let held = grants.into_iter().map(|grant| {
        let row = (grant.id, grant.valid_from, grant.valid_to);
        let granted = (grant.granted_by, grant.granted_at);
        held(row, grant.role.words(), granted, (grant.ended_by, grant.ended_at), names)
    });
    Ok(held.collect())
}

/// A relation's id, what it is to, its days, who granted it when, and who ended it when.
type RelationRow<T> = (
    (String, NaiveDate, Option<NaiveDate>),
    T,
    (Option<AccountId>, UtcTime),
    (Option<AccountId>, Option<UtcTime>),
);

fn parts(conn: &mut DbConn, id: &AccountId, names: &Names) -> QueryResult<Vec<Held>> {
    let rows: Vec<RelationRow<(Part, String)>> = membership::table
        .inner_join(enterprise::table)
        .filter(membership::account_id.eq(id))
        .order((membership::valid_from.desc(), membership::granted_at.desc()))
        .select((
            (membership::id, membership::valid_from, membership::valid_to),
            (membership::part, enterprise::name),
            (membership::granted_by, membership::granted_at),
            (membership::ended_by, membership::ended_at),
        ))
        .load(conn)?;
    let held = rows.into_iter().map(|(row, (part, enterprise), granted, ended)| {
        held(row, &format!("{} {enterprise}", part.words()), granted, ended, names)
    });
    Ok(held.collect())
}

fn mentors(conn: &mut DbConn, id: &ResidentId, names: &Names) -> QueryResult<Vec<Held>> {
    let rows: Vec<RelationRow<AccountId>> = mentorship::table
        .filter(mentorship::resident_id.eq(id))
        .order((mentorship::valid_from.desc(), mentorship::granted_at.desc()))
        .select((
            (mentorship::id, mentorship::valid_from, mentorship::valid_to),
            mentorship::mentor_account_id,
            (mentorship::granted_by, mentorship::granted_at),
            (mentorship::ended_by, mentorship::ended_at),
        ))
        .load(conn)?;
    let held = rows.into_iter().map(|(row, mentor, granted, ended)| {
        let name = names.get(&mentor).map_or("", String::as_str);
        held(row, name, granted, ended, names)
    });
    Ok(held.collect())
}

fn held(
    (id, from, to): (String, NaiveDate, Option<NaiveDate>),
    what: &str,
    (granted_by, granted_at): (Option<AccountId>, UtcTime),
    (ended_by, ended_at): (Option<AccountId>, Option<UtcTime>),
    names: &Names,
) -> Held {
    let name = |id: Option<AccountId>| id.and_then(|id| names.get(&id).cloned());
    Held {
        id,
        what: what.to_owned(),
        from,
        to,
        granted_by: name(granted_by),
        granted_at,
        ended_by: name(ended_by),
        ended_at,
    }
}

fn mentor_choices(conn: &mut DbConn) -> QueryResult<Vec<(String, String)>> {
    let rows: Vec<(AccountId, String)> = account::table
        .inner_join(account_role::table.on(account_role::account_id.eq(account::id)))
        .filter(account_role::role.eq(Role::Mentor).and(account_role::ended_at.is_null()))
        .filter(account::ended_at.is_null())
        .order(account::name.asc())
        .select((account::id, account::name))
        .distinct()
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (id.as_str().to_owned(), name)).collect())
}

/// Enterprises in their own order: id, code and name.
pub(in super::super) fn enterprise_names(
    conn: &mut DbConn,
) -> QueryResult<Vec<(EnterpriseId, String, String)>> {
    enterprise::table
        .order((enterprise::position.asc(), enterprise::code.asc()))
        .select((enterprise::id, enterprise::code, enterprise::name))
        .load(conn)
}

/// Who looked at a resident's data, newest first.
pub(in super::super) fn looks_at(conn: &mut DbConn, id: &ResidentId) -> QueryResult<Vec<Look>> {
    look::table
        .inner_join(account::table)
        .filter(look::resident_id.eq(id))
        .order(look::looked_at.desc())
        .limit(LOOKS_MAX)
        .select((look::looked_at, account::name, look::what))
        .load(conn)
}
