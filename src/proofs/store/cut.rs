//! Rows of wishes to be cut, and the cut itself.

use diesel::prelude::*;

use super::super::model::LinkCut;
use crate::base::{AccountId, ResidentId, UtcTime, random_token};
use crate::db::DbConn;
use crate::db::schema::{
    account, account_role, api_token, board_hand, board_learning, evidence, evidence_goal,
    evidence_stamp, help_ask, hour_clock, hour_correction, hour_entry, hours_week, idempotency,
    kind_agreement, kiosk_pin, link_cut, look, membership, mentor_step, mentorship, model_step,
    one_time_link, pause, plan_element, resident, route, session, talk, talk_step,
};
use crate::people;

pub(in crate::proofs) fn open_of(
    conn: &mut DbConn,
    id: &ResidentId,
) -> QueryResult<Option<LinkCut>> {
    link_cut::table
        .filter(link_cut::resident_id.eq(id))
        .filter(link_cut::stopped_at.is_null().and(link_cut::cut_at.is_null()))
        .first(conn)
        .optional()
}

pub(in crate::proofs) fn open(conn: &mut DbConn) -> QueryResult<Vec<LinkCut>> {
    link_cut::table
        .filter(link_cut::stopped_at.is_null().and(link_cut::cut_at.is_null()))
        .order((link_cut::wished_at, link_cut::id))
        .load(conn)
}

pub(in crate::proofs) fn due(conn: &mut DbConn, now: UtcTime) -> QueryResult<Vec<LinkCut>> {
    link_cut::table
        .filter(link_cut::stopped_at.is_null().and(link_cut::cut_at.is_null()))
        .filter(link_cut::due_at.le(now))
        .order((link_cut::due_at, link_cut::id))
        .load(conn)
}

pub(in crate::proofs) fn find(conn: &mut DbConn, id: &str) -> QueryResult<Option<LinkCut>> {
    link_cut::table.find(id).first(conn).optional()
}

pub(in crate::proofs) fn insert(tx: &mut DbConn, row: &LinkCut) -> QueryResult<()> {
    diesel::insert_into(link_cut::table).values(row).execute(tx).map(drop)
}

/// A leader's yes, and from when it may be done.
pub(in crate::proofs) fn agree(
    tx: &mut DbConn,
    id: &str,
    by: &AccountId,
    (now, due): (UtcTime, UtcTime),
) -> QueryResult<()> {
    diesel::update(link_cut::table.find(id))
        .set((
            link_cut::agreed_at.eq(Some(now)),
            link_cut::agreed_by.eq(Some(by)),
            link_cut::due_at.eq(Some(due)),
        ))
        .execute(tx)
        .map(drop)
}

pub(in crate::proofs) fn stop(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<()> {
    diesel::update(link_cut::table.find(id))
        .set(link_cut::stopped_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}

pub(in crate::proofs) fn set_cut(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<()> {
    diesel::update(link_cut::table.find(id))
        .set(link_cut::cut_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}

/// Removes all that is a person's alone, ends every way in, and takes the name off what is left.
///
/// What stays, under the resident's key: approved hours and their sums, proofs and certificates (they
/// hold), sign-ups to courses and what one left for (both are counted), and what one looked at that
/// is others' (theirs to know of). It reaches over slices, so that all that goes is read in one place.
pub(in crate::proofs) fn forget_person(
    tx: &mut DbConn,
    id: &ResidentId,
    now: UtcTime,
) -> QueryResult<()> {
    forget_learned(tx, id)?;
    forget_worked(tx, id)?;
    let account_id: Option<Option<AccountId>> =
        resident::table.find(id).select(resident::account_id).first(tx).optional()?;
    diesel::update(resident::table.find(id))
        .set(resident::account_id.eq(None::<AccountId>))
        .execute(tx)?;
    match account_id.flatten() {
        Some(account_id) => forget_account(tx, &account_id, now),
        None => Ok(()),
    }
}

fn forget_learned(tx: &mut DbConn, id: &ResidentId) -> QueryResult<()> {
    let pieces = || evidence::table.filter(evidence::resident_id.eq(id)).select(evidence::id);
    let talks = || talk::table.filter(talk::resident_id.eq(id)).select(talk::id);
    diesel::delete(evidence_goal::table.filter(evidence_goal::evidence_id.eq_any(pieces())))
        .execute(tx)?;
    diesel::delete(evidence_stamp::table.filter(evidence_stamp::evidence_id.eq_any(pieces())))
        .execute(tx)?;
    diesel::delete(evidence::table.filter(evidence::resident_id.eq(id))).execute(tx)?;
    diesel::delete(talk_step::table.filter(talk_step::talk_id.eq_any(talks()))).execute(tx)?;
    diesel::delete(talk::table.filter(talk::resident_id.eq(id))).execute(tx)?;
    diesel::delete(route::table.filter(route::resident_id.eq(id))).execute(tx)?;
    diesel::delete(plan_element::table.filter(plan_element::resident_id.eq(id))).execute(tx)?;
    diesel::delete(model_step::table.filter(model_step::resident_id.eq(id))).execute(tx)?;
    diesel::delete(pause::table.filter(pause::resident_id.eq(id))).execute(tx)?;
    diesel::delete(help_ask::table.filter(help_ask::resident_id.eq(id))).execute(tx)?;
    diesel::delete(mentor_step::table.filter(mentor_step::resident_id.eq(id))).execute(tx)?;
    Ok(())
}

/// What is not approved is nobody's record; what is asked about it goes with it.
fn forget_worked(tx: &mut DbConn, id: &ResidentId) -> QueryResult<()> {
    let entries =
        || hour_entry::table.filter(hour_entry::resident_id.eq(id)).select(hour_entry::id);
    let hands = || board_hand::table.filter(board_hand::resident_id.eq(id)).select(board_hand::id);
    diesel::delete(hour_correction::table.filter(hour_correction::entry_id.eq_any(entries())))
        .execute(tx)?;
    let open = hour_entry::resident_id.eq(id).and(hour_entry::state.ne("approved"));
    diesel::delete(hour_entry::table.filter(open)).execute(tx)?;
    diesel::delete(board_learning::table.filter(board_learning::board_hand_id.eq_any(hands())))
        .execute(tx)?;
    diesel::delete(board_hand::table.filter(board_hand::resident_id.eq(id))).execute(tx)?;
    diesel::delete(hour_clock::table.filter(hour_clock::resident_id.eq(id))).execute(tx)?;
    diesel::delete(hours_week::table.filter(hours_week::resident_id.eq(id))).execute(tx)?;
    diesel::delete(kind_agreement::table.filter(kind_agreement::resident_id.eq(id))).execute(tx)?;
    diesel::delete(kiosk_pin::table.filter(kiosk_pin::resident_id.eq(id))).execute(tx)?;
    diesel::delete(mentorship::table.filter(mentorship::resident_id.eq(id))).execute(tx)?;
    diesel::delete(look::table.filter(look::resident_id.eq(id))).execute(tx)?;
    Ok(())
}

fn forget_account(tx: &mut DbConn, id: &AccountId, now: UtcTime) -> QueryResult<()> {
    diesel::delete(session::table.filter(session::account_id.eq(id))).execute(tx)?;
    diesel::delete(one_time_link::table.filter(one_time_link::account_id.eq(id))).execute(tx)?;
    diesel::delete(api_token::table.filter(api_token::account_id.eq(id))).execute(tx)?;
    diesel::delete(account_role::table.filter(account_role::account_id.eq(id))).execute(tx)?;
    diesel::delete(membership::table.filter(membership::account_id.eq(id))).execute(tx)?;
    let followed = mentorship::mentor_account_id.eq(id).and(mentorship::ended_at.is_null());
    diesel::update(mentorship::table.filter(followed))
        .set((mentorship::valid_to.eq(Some(now.oslo_date())), mentorship::ended_at.eq(Some(now))))
        .execute(tx)?;
    let asked = idempotency::scope.like(format!("%{id}%"));
    diesel::delete(idempotency::table.filter(asked)).execute(tx)?;
    diesel::update(account::table.find(id))
        .set((
            account::login.eq(format!("slettet-{}", random_token().to_lowercase())),
            account::name.eq(people::NOBODY),
            account::password_hash.eq(None::<String>),
            account::ended_at.eq(Some(now)),
        ))
        .execute(tx)
        .map(drop)
}
