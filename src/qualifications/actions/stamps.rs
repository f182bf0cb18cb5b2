//! What others say of a piece of evidence: the mentor's "sett", the skilled person's "godkjent" or
//! "ikke ennå".

use crate::base::{UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Right, Role};
use crate::qualifications::model::{Evidence, Stamp, StampKind};
use crate::qualifications::rules::{RuleError, check_line};
use crate::qualifications::store;

/// A mentor or the leader has seen it; answers the stamp's id. It counts as nothing.
///
/// # Errors
/// `NotFound` for evidence of one they do not follow; `stamp.too_long`.
pub(crate) fn see(
    tx: &mut DbConn,
    actor: &Actor,
    evidence: &str,
    words: &str,
    now: UtcTime,
) -> AppResult<String> {
    let one = standing(tx, evidence)?;
    super::routes::must_follow(tx, actor, &one.resident_id)?;
    let words = check_line(words, false)?;
    people::log_look_daily(tx, actor, &one.resident_id, "det jeg kan", now)?;
    put(tx, actor, &one, (StampKind::Seen, words), now)
}

/// The skilled person approves it: the goals it points at are reached. Answers the stamp's id.
///
/// # Errors
/// `NotFound` for evidence of another place and for one's own; `evidence.answered` when it has been
/// approved; `stamp.too_long`.
pub(crate) fn approve(
    tx: &mut DbConn,
    actor: &Actor,
    evidence: &str,
    words: &str,
    now: UtcTime,
) -> AppResult<String> {
    let one = evidence_to_sign(tx, actor, evidence)?;
    let words = check_line(words, false)?;
    must_be_unanswered(tx, &one)?;
    put(tx, actor, &one, (StampKind::Approved, words), now)
}

/// The skilled person says that it is not there yet, with a kind line. Answers the stamp's id.
///
/// # Errors
/// As [`approve`], and `stamp.line` without a line.
pub(crate) fn not_yet(
    tx: &mut DbConn,
    actor: &Actor,
    evidence: &str,
    words: &str,
    now: UtcTime,
) -> AppResult<String> {
    let one = evidence_to_sign(tx, actor, evidence)?;
    let words = check_line(words, true)?;
    must_be_unanswered(tx, &one)?;
    put(tx, actor, &one, (StampKind::NotYet, words), now)
}

/// Takes back a stamp of one's own, while one could still give it.
///
/// # Errors
/// `NotFound` for another's stamp, and for evidence one could no longer stamp.
pub(crate) fn undo_stamp(
    tx: &mut DbConn,
    actor: &Actor,
    stamp: &str,
    now: UtcTime,
) -> AppResult<()> {
    let stamp = store::find_stamp(tx, stamp)?
        .filter(|stamp| stamp.stamped_by == actor.account_id && stamp.undone_at.is_none())
        .ok_or(AppError::NotFound)?;
    if stamp.kind == StampKind::Seen {
        let one = standing(tx, &stamp.evidence_id)?;
        super::routes::must_follow(tx, actor, &one.resident_id)?;
    } else {
        evidence_to_sign(tx, actor, &stamp.evidence_id)?;
    }
    Ok(store::undo_stamp(tx, &stamp.id, now)?)
}

/// Evidence that this person may sign: of an enterprise they lead, or for the leader one outside the
/// enterprises; never their own.
pub(super) fn evidence_to_sign(conn: &mut DbConn, actor: &Actor, id: &str) -> AppResult<Evidence> {
    actor.must(Right::SignGoals)?;
    let one = standing(conn, id)?;
    if signs(actor, &one) { Ok(one) } else { Err(AppError::NotFound) }
}

/// May this person sign it?
pub(super) fn signs(actor: &Actor, one: &Evidence) -> bool {
    let is_theirs = match &one.enterprise_id {
        Some(place) => actor.is(Role::WorkLeader) && actor.leads.contains(place),
        None => actor.is(Role::Leader),
    };
    is_theirs && actor.resident_id.as_ref() != Some(&one.resident_id)
}

fn standing(conn: &mut DbConn, id: &str) -> AppResult<Evidence> {
    let one = store::find_evidence(conn, id)?.filter(|one| one.withdrawn_at.is_none());
    one.ok_or(AppError::NotFound)
}

fn must_be_unanswered(conn: &mut DbConn, one: &Evidence) -> AppResult<()> {
    let stamps = store::stamps_of(conn, std::slice::from_ref(&one.id))?;
    if stamps.values().flatten().any(|stamp| stamp.kind == StampKind::Approved) {
        return Err(RuleError::Answered.into());
    }
    Ok(())
}

fn put(
    tx: &mut DbConn,
    actor: &Actor,
    one: &Evidence,
    (kind, words): (StampKind, String),
    now: UtcTime,
) -> AppResult<String> {
    let stamp = Stamp {
        id: fresh_id(),
        evidence_id: one.id.clone(),
        kind,
        words,
        stamped_by: actor.account_id.clone(),
        stamped_at: now,
        undone_at: None,
    };
    store::insert_stamp(tx, &stamp)?;
    Ok(stamp.id)
}
