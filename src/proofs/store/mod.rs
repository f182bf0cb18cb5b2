//! Rows of proofs, of wishes to be cut, and what an archive reads.

pub(super) mod cut;
pub(super) mod known;
pub(super) mod pictures;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::Proof;
use crate::base::{AccountId, ResidentId, UtcTime, sha256_hex};
use crate::db::DbConn;
use crate::db::schema::{proof, proof_in_force, setting};

/// Withdrawn proofs that are listed, at most.
const LISTED_MAX: i64 = 500;

pub(super) fn insert(tx: &mut DbConn, row: &Proof) -> QueryResult<()> {
    diesel::insert_into(proof::table).values(row).execute(tx)?;
    put_in_force(tx, &row.id)
}

pub(super) fn find(conn: &mut DbConn, id: &str) -> QueryResult<Option<Proof>> {
    proof::table.find(id).select(proof::all_columns).first(conn).optional()
}

/// A resident's proofs, the newest first.
pub(super) fn of_resident(conn: &mut DbConn, id: &ResidentId) -> QueryResult<Vec<Proof>> {
    proof::table
        .filter(proof::resident_id.eq(id))
        .order((proof::issued_at.desc(), proof::id.desc()))
        .select(proof::all_columns)
        .load(conn)
}

/// Those withdrawn, the newest first.
pub(super) fn withdrawn(conn: &mut DbConn) -> QueryResult<Vec<Proof>> {
    proof::table
        .filter(proof::withdrawn_at.is_not_null())
        .order((proof::withdrawn_at.desc(), proof::id.desc()))
        .limit(LISTED_MAX)
        .select(proof::all_columns)
        .load(conn)
}

/// Is a proof of this number in force? One look by a digest, whatever the number is of.
pub(super) fn is_in_force(conn: &mut DbConn, id: &str) -> QueryResult<bool> {
    let found: Option<String> = proof_in_force::table
        .find(sha256_hex(id))
        .select(proof_in_force::id_digest)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Withdraws a proof; false when there is none, or it was withdrawn before.
pub(super) fn withdraw(
    tx: &mut DbConn,
    id: &str,
    (by, note): (&AccountId, &str),
    now: UtcTime,
) -> QueryResult<bool> {
    diesel::delete(proof_in_force::table.find(sha256_hex(id))).execute(tx)?;
    let open = proof::table.find(id).filter(proof::withdrawn_at.is_null());
    let withdrawn = diesel::update(open)
        .set((
            proof::withdrawn_at.eq(Some(now)),
            proof::withdrawn_by.eq(Some(by)),
            proof::withdrawal_note.eq(note),
        ))
        .execute(tx)?;
    Ok(withdrawn == 1)
}

/// Undoes a withdrawal; false when there was none.
pub(super) fn let_hold(tx: &mut DbConn, id: &str) -> QueryResult<bool> {
    let withdrawn = proof::table.find(id).filter(proof::withdrawn_at.is_not_null());
    let undone = diesel::update(withdrawn)
        .set((
            proof::withdrawn_at.eq(None::<UtcTime>),
            proof::withdrawn_by.eq(None::<AccountId>),
            proof::withdrawal_note.eq(""),
        ))
        .execute(tx)?;
    if undone == 1 {
        put_in_force(tx, id)?;
    }
    Ok(undone == 1)
}

fn put_in_force(tx: &mut DbConn, id: &str) -> QueryResult<()> {
    diesel::insert_into(proof_in_force::table)
        .values(proof_in_force::id_digest.eq(sha256_hex(id)))
        .execute(tx)
        .map(drop)
}

/// Sets a dated setting from a day on; a second one on the same day takes its place.
pub(super) fn put_setting(
    tx: &mut DbConn,
    name: &str,
    from: NaiveDate,
    value: &str,
) -> QueryResult<()> {
    let known = diesel::update(setting::table.find((name, from)))
        .set(setting::value.eq(value))
        .execute(tx)?;
    if known == 0 {
        diesel::insert_into(setting::table)
            .values((
                setting::name.eq(name),
                setting::valid_from.eq(from),
                setting::value.eq(value),
                setting::source.eq("set by the leader"),
            ))
            .execute(tx)?;
    }
    Ok(())
}
