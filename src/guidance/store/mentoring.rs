//! Who follows whom, becoming a mentor, and leaving.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{Departure, MentorStep};
use crate::base::{AccountId, ResidentId};
use crate::db::DbConn;
use crate::db::schema::{account, account_role, departure, mentor_step, mentorship, resident};
use crate::people::Role;

/// Does somebody follow this resident on a day, who is a mentor then and whose account has not ended?
pub(in super::super) fn has_mentor(
    conn: &mut DbConn,
    id: &ResidentId,
    on: NaiveDate,
) -> QueryResult<bool> {
    let mentors = account_role::table
        .filter(account_role::role.eq(Role::Mentor).and(account_role::valid_from.le(on)))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)))
        .filter(account_role::ended_at.is_null())
        .select(account_role::account_id);
    let open = account::table.filter(account::ended_at.is_null()).select(account::id);
    let lasting = mentorship::table
        .filter(mentorship::resident_id.eq(id).and(mentorship::valid_from.le(on)))
        .filter(mentorship::valid_to.is_null().or(mentorship::valid_to.ge(on)))
        .filter(mentorship::ended_at.is_null())
        .filter(mentorship::mentor_account_id.eq_any(mentors))
        .filter(mentorship::mentor_account_id.eq_any(open));
    diesel::select(diesel::dsl::exists(lasting)).get_result(conn)
}

/// Those a mentor follows on a day, each with the first day of the relation.
pub(in super::super) fn follows_since(
    conn: &mut DbConn,
    mentor: &AccountId,
    on: NaiveDate,
) -> QueryResult<Vec<(ResidentId, NaiveDate)>> {
    mentorship::table
        .filter(mentorship::mentor_account_id.eq(mentor).and(mentorship::valid_from.le(on)))
        .filter(mentorship::valid_to.is_null().or(mentorship::valid_to.ge(on)))
        .filter(mentorship::ended_at.is_null())
        .order(mentorship::valid_from)
        .select((mentorship::resident_id, mentorship::valid_from))
        .load(conn)
}

/// The account of a resident; None when the link is cut.
pub(in super::super) fn account_of(
    conn: &mut DbConn,
    id: &ResidentId,
) -> QueryResult<Option<AccountId>> {
    let found = resident::table.find(id).select(resident::account_id).first(conn).optional()?;
    Ok(found.flatten())
}

/// Does an account hold a role on a day?
pub(in super::super) fn holds_role(
    conn: &mut DbConn,
    account: &AccountId,
    role: Role,
    on: NaiveDate,
) -> QueryResult<bool> {
    let held = account_role::table
        .filter(account_role::account_id.eq(account).and(account_role::role.eq(role)))
        .filter(account_role::valid_from.le(on).and(account_role::ended_at.is_null()))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)));
    diesel::select(diesel::dsl::exists(held)).get_result(conn)
}

/// Those who hold the role of a resident on a day.
pub(in super::super) fn residents_of_today(
    conn: &mut DbConn,
    on: NaiveDate,
) -> QueryResult<Vec<ResidentId>> {
    let accounts: Vec<AccountId> = account_role::table
        .filter(account_role::role.eq(Role::Resident).and(account_role::valid_from.le(on)))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)))
        .filter(account_role::ended_at.is_null())
        .select(account_role::account_id)
        .load(conn)?;
    resident::table
        .filter(resident::account_id.eq_any(accounts))
        .order(resident::id)
        .select(resident::id)
        .load(conn)
}

/// The newest step on the way to being a mentor that was not taken back.
pub(in super::super) fn growing_of(
    conn: &mut DbConn,
    id: &ResidentId,
) -> QueryResult<Option<MentorStep>> {
    mentor_step::table
        .filter(mentor_step::resident_id.eq(id).and(mentor_step::withdrawn_at.is_null()))
        .first(conn)
        .optional()
}

pub(in super::super) fn insert_growing(tx: &mut DbConn, row: &MentorStep) -> QueryResult<()> {
    diesel::insert_into(mentor_step::table).values(row).execute(tx).map(drop)
}

/// Writes who has said yes, and whether it was taken back.
pub(in super::super) fn set_growing(tx: &mut DbConn, row: &MentorStep) -> QueryResult<()> {
    diesel::update(mentor_step::table.find(&row.id))
        .set((
            mentor_step::resident_agreed_at.eq(row.resident_agreed_at),
            mentor_step::leader_agreed_at.eq(row.leader_agreed_at),
            mentor_step::leader_agreed_by.eq(row.leader_agreed_by.as_ref()),
            mentor_step::withdrawn_at.eq(row.withdrawn_at),
        ))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn departure_of(
    conn: &mut DbConn,
    id: &ResidentId,
) -> QueryResult<Option<Departure>> {
    departure::table.find(id).first(conn).optional()
}

pub(in super::super) fn insert_departure(tx: &mut DbConn, row: &Departure) -> QueryResult<()> {
    diesel::insert_into(departure::table).values(row).execute(tx).map(drop)
}

pub(in super::super) fn update_departure(tx: &mut DbConn, row: &Departure) -> QueryResult<()> {
    diesel::update(departure::table.find(&row.resident_id)).set(row).execute(tx).map(drop)
}

/// Takes back that someone left; false when it was not written.
pub(in super::super) fn delete_departure(tx: &mut DbConn, id: &ResidentId) -> QueryResult<bool> {
    Ok(diesel::delete(departure::table.find(id)).execute(tx)? == 1)
}
