//! The kinds that a resident's hours may be of, agreed by resident and leader together.

use chrono::NaiveDate;

use super::actions::own_key;
use super::model::{HourKind, KindAgreement};
use super::rules::{self, RuleError, Side};
use super::store;
use crate::base::{ResidentId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusals};
use crate::people::{self, Actor, Right};

/// Days back that tell what one usually does.
const USUAL_DAYS: i64 = 31;

/// Holds a kind against what is agreed for the day; one select by the resident.
pub(super) fn check(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    on: NaiveDate,
    kind: HourKind,
) -> diesel::QueryResult<Result<(), RuleError>> {
    let agreements = store::agreements(conn, resident_id)?;
    Ok(rules::check_agreed(&agreements, on, kind))
}

/// The kinds to choose among on a day: those agreed, or all when none is.
///
/// # Errors
/// The database's.
pub(crate) fn kinds_for(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    on: NaiveDate,
) -> AppResult<Vec<HourKind>> {
    let agreed = rules::agreed_kinds(&store::agreements(conn, resident_id)?, on);
    Ok(if agreed.is_empty() { HourKind::ALL.to_vec() } else { agreed })
}

/// The kind to propose for a day: what one has done most often of late, of the kinds agreed.
///
/// # Errors
/// The database's.
pub(super) fn usual_kind(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    on: NaiveDate,
) -> AppResult<HourKind> {
    let open = kinds_for(conn, resident_id, on)?;
    let since = on - chrono::TimeDelta::days(USUAL_DAYS);
    Ok(rules::usual_kind(&open, &store::used_kinds(conn, resident_id, since, on)?))
}

/// The kinds that are agreed for a day; empty when none is.
///
/// # Errors
/// The database's.
pub(crate) fn agreed_on(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    on: NaiveDate,
) -> AppResult<Vec<HourKind>> {
    Ok(rules::agreed_kinds(&store::agreements(conn, resident_id)?, on))
}

/// A proposal as it was typed. A last day ends what was agreed of the kind before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProposeKind {
    pub(crate) kind: String,
    pub(crate) valid_from: String,
    /// Empty until further notice.
    pub(crate) valid_to: String,
}

/// On whose side someone speaks, and of whom: a leader for anyone but themselves.
fn side_of(actor: &Actor, resident_id: &ResidentId) -> AppResult<Side> {
    if actor.resident_id.as_ref() == Some(resident_id) {
        return Ok(Side::Resident);
    }
    if actor.may(Right::AgreeKinds) { Ok(Side::Leader) } else { Err(AppError::NotFound) }
}

/// Proposes a kind for a resident; the other side says yes or no.
///
/// # Errors
/// `hours.kind`, `hours.date`, `hours.agreement_days`, `hours.agreement_known`; `NotFound` for who
/// is neither the resident nor a leader.
pub(crate) fn propose_kind(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    wish: &ProposeKind,
    now: UtcTime,
) -> AppResult<()> {
    let side = side_of(actor, resident_id)?;
    if side == Side::Leader && !store::resident_exists(tx, resident_id)? {
        return Err(AppError::NotFound);
    }
    let mut refusals = Refusals::default();
    let kind = HourKind::parse(wish.kind.trim());
    let valid_from = rules::read_date(&wish.valid_from);
    let valid_to = wish.valid_to.trim();
    let last = rules::read_date(valid_to);
    if kind.is_none() {
        refusals.add(RuleError::KindUnknown);
    }
    if valid_from.is_none() {
        refusals.add(RuleError::DateUnreadable);
    }
    let is_turned = matches!((valid_from, last), (Some(from), Some(to)) if to < from);
    if is_turned || (last.is_none() && !valid_to.is_empty()) {
        refusals.add(RuleError::AgreementDays);
    }
    let (Some(kind), Some(valid_from), true) = (kind, valid_from, refusals.is_empty()) else {
        return Err(refusals.into());
    };
    let waits = |row: &KindAgreement| row.kind == kind && row.is_open();
    if store::kinds_of(tx, resident_id)?.iter().any(waits) {
        return Err(RuleError::AgreementKnown.into());
    }
    let is_leader = side == Side::Leader;
    let row = KindAgreement {
        id: fresh_id(),
        resident_id: resident_id.clone(),
        kind,
        valid_from,
        valid_to: last,
        proposed_by: actor.account_id.clone(),
        proposed_at: now,
        resident_agreed_at: (!is_leader).then_some(now),
        leader_agreed_at: is_leader.then_some(now),
        leader_agreed_by: is_leader.then(|| actor.account_id.clone()),
        declined_at: None,
    };
    Ok(store::propose_kind(tx, &row)?)
}

/// Says yes to what the other side proposed; it is in force from its first day.
///
/// # Errors
/// `hours.agreement_settled`; `NotFound` as [`propose_kind`].
pub(crate) fn accept_kind(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<ResidentId> {
    let row = store::find_kind(tx, id)?.ok_or(AppError::NotFound)?;
    let side = side_of(actor, &row.resident_id)?;
    rules::may_settle(side, row.said(), row.declined_at.is_some())?;
    store::agree_kind(tx, id, side, &actor.account_id, now)?;
    Ok(row.resident_id)
}

/// Says no to what the other side proposed, or takes one's own proposal back.
///
/// # Errors
/// As [`accept_kind`].
pub(crate) fn decline_kind(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<ResidentId> {
    let row = store::find_kind(tx, id)?.ok_or(AppError::NotFound)?;
    side_of(actor, &row.resident_id)?;
    if !row.is_open() {
        return Err(RuleError::AgreementSettled.into());
    }
    store::decline_kind(tx, id, now)?;
    Ok(row.resident_id)
}

/// One's own kinds, the newest first.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn own_kinds(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<KindAgreement>> {
    let resident_id = own_key(actor)?;
    Ok(store::kinds_of(conn, resident_id)?)
}

/// A resident's kinds as a leader sees them, with the first name; the look is kept.
///
/// # Errors
/// `NotFound` for who is no leader, or for a resident that is none.
pub(crate) fn kinds_seen(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    now: UtcTime,
) -> AppResult<(String, Vec<KindAgreement>)> {
    actor.must(Right::AgreeKinds)?;
    if !store::resident_exists(tx, resident_id)? {
        return Err(AppError::NotFound);
    }
    people::log_look(tx, actor, resident_id, "slag timer", now)?;
    Ok((people::first_name_of(tx, resident_id)?, store::kinds_of(tx, resident_id)?))
}

/// What waits for a leader's yes or a resident's, by first name.
///
/// # Errors
/// `Forbidden` for who is no leader.
pub(crate) fn open_kinds(
    tx: &mut DbConn,
    actor: &Actor,
    now: UtcTime,
) -> AppResult<Vec<(String, KindAgreement)>> {
    actor.must(Right::AgreeKinds)?;
    let mut named = Vec::new();
    for row in store::open_kinds(tx)? {
        if actor.resident_id.as_ref() == Some(&row.resident_id) {
            continue;
        }
        people::log_look(tx, actor, &row.resident_id, "slag timer", now)?;
        named.push((people::first_name_of(tx, &row.resident_id)?, row));
    }
    Ok(named)
}
