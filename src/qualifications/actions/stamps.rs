//! What others say of a piece of evidence: the mentor's "sett", the skilled person's "godkjent" or
//! "ikke ennå".

use crate::base::{UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Right, Role};
use crate::qualifications::model::{Evidence, Stamp, StampKind, Stamped};
use crate::qualifications::rules::{RuleError, check_line, may_take_back};
use crate::qualifications::store;

/// Stamps a piece of evidence; answers the stamp's id. "Seen" is for who follows the person, and
/// counts as nothing; the answers are the skilled person's, and "approved" means that the goals it
/// points at are reached. The same said again is kept once, and other words take the place of one's
/// earlier ones.
///
/// # Errors
/// `NotFound` for evidence of one they do not follow or of another place, and for answers to one's
/// own; `evidence.answered` when it has been approved; `stamp.too_long`; `stamp.line` for a "not yet"
/// without a line.
pub(crate) fn stamp(
    tx: &mut DbConn,
    actor: &Actor,
    evidence: &str,
    (kind, words): (StampKind, &str),
    now: UtcTime,
) -> AppResult<String> {
    let one = evidence_to_stamp(tx, actor, evidence, kind)?;
    let words = check_line(words, kind == StampKind::NotYet)?;
    let stamps = store::stamps_of(tx, std::slice::from_ref(&one.id))?;
    let standing = || stamps.values().flatten();
    if kind == StampKind::Seen {
        people::log_look_daily(tx, actor, &one.resident_id, "det jeg kan", now)?;
    } else if standing().any(|stamp| stamp.kind == StampKind::Approved) {
        return Err(RuleError::Answered.into());
    }
    let is_own = |stamp: &&Stamped| stamp.kind == kind && stamp.by_id == actor.account_id;
    for before in standing().filter(is_own) {
        if before.words == words {
            return Ok(before.id.clone());
        }
        store::undo_stamp(tx, &before.id, now)?;
    }
    let stamp = Stamp {
        id: fresh_id(),
        evidence_id: one.id,
        kind,
        words,
        stamped_by: actor.account_id.clone(),
        stamped_at: now,
        undone_at: None,
    };
    store::insert_stamp(tx, &stamp)?;
    Ok(stamp.id)
}

/// Takes back one's own word that one has seen it; again changes nothing.
///
/// # Errors
/// `NotFound` for another's stamp or another kind, and for evidence of one they no longer follow.
pub(crate) fn undo_seen(
    tx: &mut DbConn,
    actor: &Actor,
    stamp: &str,
    now: UtcTime,
) -> AppResult<()> {
    let stamp = own_stamp(tx, actor, stamp)?;
    if stamp.kind != StampKind::Seen {
        return Err(AppError::NotFound);
    }
    Ok(store::undo_stamp(tx, &stamp.id, stamp.undone_at.unwrap_or(now))?)
}

/// Takes back one's own answer, for seven days; again changes nothing.
///
/// # Errors
/// `stamp.stands` for one that is older; `NotFound` for another's stamp, for a "seen", and for
/// evidence one could no longer answer.
pub(crate) fn undo_answer(
    tx: &mut DbConn,
    actor: &Actor,
    stamp: &str,
    now: UtcTime,
) -> AppResult<()> {
    let stamp = own_stamp(tx, actor, stamp)?;
    if stamp.kind == StampKind::Seen {
        return Err(AppError::NotFound);
    }
    if stamp.undone_at.is_none() && !may_take_back(stamp.stamped_at, now) {
        return Err(RuleError::AnswerStands.into());
    }
    Ok(store::undo_stamp(tx, &stamp.id, stamp.undone_at.unwrap_or(now))?)
}

/// A stamp of one's own, on evidence that one could still stamp so.
fn own_stamp(conn: &mut DbConn, actor: &Actor, id: &str) -> AppResult<Stamp> {
    let own = store::find_stamp(conn, id)?.filter(|stamp| stamp.stamped_by == actor.account_id);
    let stamp = own.ok_or(AppError::NotFound)?;
    evidence_to_stamp(conn, actor, &stamp.evidence_id, stamp.kind)?;
    Ok(stamp)
}

fn evidence_to_stamp(
    conn: &mut DbConn,
    actor: &Actor,
    id: &str,
    kind: StampKind,
) -> AppResult<Evidence> {
    if kind != StampKind::Seen {
        return evidence_to_sign(conn, actor, id);
    }
    let one = standing(conn, id)?;
    super::routes::must_follow(conn, actor, &one.resident_id)?;
    Ok(one)
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
