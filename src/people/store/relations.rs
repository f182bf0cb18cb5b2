//! Residents, who mentors them, and who leads or works in which enterprise.

use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Date, HasSqlType, Text};

use super::super::model::Part;
use super::super::rules::called;
use crate::base::{AccountId, EnterpriseId, ResidentId, UtcTime, fresh_id};
use crate::db::schema::{account, enterprise, membership, mentorship, resident};
use crate::db::{DbConn, on_each};

/// One thing in force for an account: a role, a relation, or its resident.
pub(in super::super) struct Standing {
    pub(in super::super) kind: String,
    pub(in super::super) value: String,
}

/// What is in force for an account on a day.
pub(in super::super) fn standing(
    conn: &mut DbConn,
    id: &AccountId,
    on: NaiveDate,
) -> QueryResult<Vec<Standing>> {
    let rows: Vec<(String, String)> = on_each!(conn, |c| InForce { id, on }.load(c))?;
    Ok(rows.into_iter().map(|(kind, value)| Standing { kind, value }).collect())
}

/// Every role and relation in one statement. It is asked for each request, so it is of a fixed
/// text, which diesel prepares once a connection; a written query would be prepared each time.
struct InForce<'a> {
    id: &'a AccountId,
    on: NaiveDate,
}

impl QueryId for InForce<'_> {
    type QueryId = InForce<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for InForce<'_> {
    type SqlType = (Text, Text);
}

impl<C> RunQueryDsl<C> for InForce<'_> {}

impl<DB> QueryFragment<DB> for InForce<'_>
where
    DB: Backend + HasSqlType<Text> + HasSqlType<Date>,
    AccountId: ToSql<Text, DB>,
    NaiveDate: ToSql<Date, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let dated = [
            "SELECT 'role', role FROM account_role WHERE account_id = ",
            " UNION ALL SELECT part, enterprise_id FROM membership WHERE account_id = ",
            " UNION ALL SELECT 'mentee', resident_id FROM mentorship WHERE mentor_account_id = ",
        ];
        for rows in dated {
            out.push_sql(rows);
            out.push_bind_param::<Text, _>(self.id)?;
            out.push_sql(" AND ended_at IS NULL AND valid_from <= ");
            out.push_bind_param::<Date, _>(&self.on)?;
            out.push_sql(" AND (valid_to IS NULL OR valid_to >= ");
            out.push_bind_param::<Date, _>(&self.on)?;
            out.push_sql(")");
        }
        out.push_sql(" UNION ALL SELECT 'resident', id FROM resident WHERE account_id = ");
        out.push_bind_param::<Text, _>(self.id)
    }
}

/// The resident whose hours stand under this key; None when there is none.
///
/// # Errors
/// The database's.
pub(crate) fn find_resident_by_pseudonym(
    conn: &mut DbConn,
    pseudonym: &str,
) -> QueryResult<Option<ResidentId>> {
    Ok(resident_by_pseudonym(conn, pseudonym)?.map(|(id, _)| id))
}

/// A resident and the account tied to it, by key.
pub(in super::super) fn resident_by_pseudonym(
    conn: &mut DbConn,
    pseudonym: &str,
) -> QueryResult<Option<(ResidentId, Option<AccountId>)>> {
    resident::table
        .filter(resident::pseudonym.eq(pseudonym))
        .select((resident::id, resident::account_id))
        .first(conn)
        .optional()
}

pub(in super::super) fn resident_of_account(
    conn: &mut DbConn,
    account_id: &AccountId,
) -> QueryResult<Option<(ResidentId, String)>> {
    resident::table
        .filter(resident::account_id.eq(account_id))
        .select((resident::id, resident::pseudonym))
        .first(conn)
        .optional()
}

pub(in super::super) fn insert_resident(
    tx: &mut DbConn,
    id: &ResidentId,
    pseudonym: &str,
    account_id: Option<&AccountId>,
    now: UtcTime,
) -> QueryResult<()> {
    let code = super::super::names::next_code(tx)?;
    diesel::insert_into(resident::table)
        .values((
            resident::id.eq(id),
            resident::pseudonym.eq(pseudonym),
            resident::account_id.eq(account_id),
            resident::created_at.eq(now),
            resident::employee_code.eq(Some(code)),
        ))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn tie_resident(
    tx: &mut DbConn,
    id: &ResidentId,
    account_id: &AccountId,
) -> QueryResult<()> {
    diesel::update(resident::table.find(id))
        .set(resident::account_id.eq(Some(account_id)))
        .execute(tx)
        .map(drop)
}

/// What a resident is called: the first name, with a letter of the surname where another who is here
/// has it too; the pseudonym when no account is tied to it any more.
///
/// # Errors
/// The database's; `NotFound` for a resident that is none.
pub(crate) fn first_name_of(conn: &mut DbConn, id: &ResidentId) -> QueryResult<String> {
    let (pseudonym, name): (String, Option<String>) = resident::table
        .left_join(account::table)
        .filter(resident::id.eq(id))
        .select((resident::pseudonym, account::name.nullable()))
        .first(conn)?;
    let Some(own) = name.filter(|name| !name.trim().is_empty()) else { return Ok(pseudonym) };
    let others: Vec<String> = resident::table
        .inner_join(account::table)
        .filter(resident::id.ne(id).and(account::ended_at.is_null()))
        .select(account::name)
        .load(conn)?;
    let names: Vec<String> = std::iter::once(own).chain(others).collect();
    Ok(called(&names).into_iter().next().unwrap_or(pseudonym))
}

pub(in super::super) fn enterprise_id_by_code(
    conn: &mut DbConn,
    code: &str,
) -> QueryResult<Option<EnterpriseId>> {
    enterprise::table
        .filter(enterprise::code.eq(code))
        .select(enterprise::id)
        .first(conn)
        .optional()
}

pub(in super::super) fn add_membership(
    tx: &mut DbConn,
    account_id: &AccountId,
    (enterprise_id, part): (&EnterpriseId, Part),
    (from, to): (NaiveDate, Option<NaiveDate>),
    by: Option<&AccountId>,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(membership::table)
        .values((
            membership::id.eq(fresh_id()),
            membership::account_id.eq(account_id),
            membership::enterprise_id.eq(enterprise_id),
            membership::part.eq(part),
            membership::valid_from.eq(from),
            membership::valid_to.eq(to),
            membership::granted_by.eq(by),
            membership::granted_at.eq(now),
        ))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn add_mentorship(
    tx: &mut DbConn,
    mentor_id: &AccountId,
    resident_id: &ResidentId,
    (from, to): (NaiveDate, Option<NaiveDate>),
    by: Option<&AccountId>,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(mentorship::table)
        .values((
            mentorship::id.eq(fresh_id()),
            mentorship::mentor_account_id.eq(mentor_id),
            mentorship::resident_id.eq(resident_id),
            mentorship::valid_from.eq(from),
            mentorship::valid_to.eq(to),
            mentorship::granted_by.eq(by),
            mentorship::granted_at.eq(now),
        ))
        .execute(tx)
        .map(drop)
}

/// Ends a membership now; false when it is not this account's or has ended.
pub(in super::super) fn end_membership(
    tx: &mut DbConn,
    account_id: &AccountId,
    membership_id: &str,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<bool> {
    let open = membership::account_id.eq(account_id).and(membership::ended_at.is_null());
    let ended = diesel::update(membership::table.find(membership_id).filter(open))
        .set((
            membership::valid_to.eq(Some(now.oslo_date())),
            membership::ended_by.eq(Some(by)),
            membership::ended_at.eq(Some(now)),
        ))
        .execute(tx)?;
    Ok(ended == 1)
}

/// Ends a mentorship now; false when it is not this resident's or has ended.
pub(in super::super) fn end_mentorship(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    mentorship_id: &str,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<bool> {
    let open = mentorship::resident_id.eq(resident_id).and(mentorship::ended_at.is_null());
    let ended = diesel::update(mentorship::table.find(mentorship_id).filter(open))
        .set((
            mentorship::valid_to.eq(Some(now.oslo_date())),
            mentorship::ended_by.eq(Some(by)),
            mentorship::ended_at.eq(Some(now)),
        ))
        .execute(tx)?;
    Ok(ended == 1)
}

/// Ends everyone's relation to a mentor who is one no longer, now.
pub(in super::super) fn end_mentorships_by(
    tx: &mut DbConn,
    mentor_id: &AccountId,
    by: Option<&AccountId>,
    now: UtcTime,
) -> QueryResult<()> {
    let open = mentorship::mentor_account_id.eq(mentor_id).and(mentorship::ended_at.is_null());
    diesel::update(mentorship::table.filter(open))
        .set((
            mentorship::valid_to.eq(Some(now.oslo_date())),
            mentorship::ended_by.eq(by),
            mentorship::ended_at.eq(Some(now)),
        ))
        .execute(tx)
        .map(drop)
}
