//! Evidence, what it points at, and what was said of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, EnterpriseId, EntryId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{account, evidence, evidence_goal, evidence_stamp, goal};
use crate::qualifications::model::{Evidence, Goal, Stamp, Stamped};

/// A piece of evidence to be kept.
pub(in super::super) struct NewEvidence<'a> {
    pub(in super::super) id: &'a str,
    pub(in super::super) resident_id: &'a ResidentId,
    pub(in super::super) enterprise_id: Option<&'a EnterpriseId>,
    pub(in super::super) happened_on: NaiveDate,
    pub(in super::super) words: &'a str,
    /// Its type, and its bytes.
    pub(in super::super) photo: Option<(&'a str, &'a str)>,
    pub(in super::super) entry_id: Option<&'a EntryId>,
    pub(in super::super) made_by: &'a AccountId,
    pub(in super::super) made_at: UtcTime,
}

pub(in super::super) fn insert_evidence(
    tx: &mut DbConn,
    new: &NewEvidence<'_>,
    goals: &[Goal],
) -> QueryResult<()> {
    diesel::insert_into(evidence::table)
        .values((
            evidence::id.eq(new.id),
            evidence::resident_id.eq(new.resident_id),
            evidence::enterprise_id.eq(new.enterprise_id),
            evidence::happened_on.eq(new.happened_on),
            evidence::words.eq(new.words),
            evidence::photo_media_type.eq(new.photo.map(|photo| photo.0)),
            evidence::photo_base64.eq(new.photo.map(|photo| photo.1)),
            evidence::entry_id.eq(new.entry_id),
            evidence::made_by.eq(new.made_by),
            evidence::made_at.eq(new.made_at),
        ))
        .execute(tx)?;
    for goal in goals {
        diesel::insert_into(evidence_goal::table)
            .values((evidence_goal::evidence_id.eq(new.id), evidence_goal::goal_id.eq(&goal.id)))
            .execute(tx)?;
    }
    Ok(())
}

/// Someone's evidence that stands, newest first.
pub(in super::super) fn evidence_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Vec<Evidence>> {
    evidence::table
        .filter(evidence::resident_id.eq(resident_id).and(evidence::withdrawn_at.is_null()))
        .order((evidence::happened_on.desc(), evidence::id.desc()))
        .select(Evidence::as_select())
        .load(conn)
}

/// Evidence of these residents that stands, oldest first.
pub(in super::super) fn evidence_among(
    conn: &mut DbConn,
    residents: &[ResidentId],
) -> QueryResult<Vec<Evidence>> {
    evidence::table
        .filter(evidence::resident_id.eq_any(residents).and(evidence::withdrawn_at.is_null()))
        .order((evidence::made_at, evidence::id))
        .select(Evidence::as_select())
        .load(conn)
}

pub(in super::super) fn find_evidence(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<Evidence>> {
    evidence::table.find(id).select(Evidence::as_select()).first(conn).optional()
}

/// The type and the bytes of a picture.
pub(in super::super) fn photo(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<(String, String)>> {
    let found: Option<(Option<String>, Option<String>)> = evidence::table
        .find(id)
        .select((evidence::photo_media_type, evidence::photo_base64))
        .first(conn)
        .optional()?;
    Ok(found.and_then(|(media_type, base64)| media_type.zip(base64)))
}

/// Takes it back; the hours it points at are let go of. Again changes nothing.
pub(in super::super) fn withdraw(tx: &mut DbConn, id: &str, at: UtcTime) -> QueryResult<()> {
    diesel::update(evidence::table.find(id).filter(evidence::withdrawn_at.is_null()))
        .set((
            evidence::withdrawn_at.eq(at),
            evidence::let_go_entry_id.eq(evidence::entry_id),
            evidence::entry_id.eq(None::<EntryId>),
        ))
        .execute(tx)
        .map(drop)
}

/// Has it back that was taken back, with the hours that are still there.
pub(in super::super) fn stand_again(
    tx: &mut DbConn,
    id: &str,
    entry: Option<&EntryId>,
) -> QueryResult<()> {
    diesel::update(evidence::table.find(id))
        .set((
            evidence::withdrawn_at.eq(None::<UtcTime>),
            evidence::entry_id.eq(entry),
            evidence::let_go_entry_id.eq(None::<EntryId>),
        ))
        .execute(tx)
        .map(drop)
}

/// Pictures of what was withdrawn before `before` are no longer kept.
pub(in super::super) fn forget_photos(tx: &mut DbConn, before: UtcTime) -> QueryResult<()> {
    let gone = evidence::table
        .filter(evidence::withdrawn_at.lt(before).and(evidence::photo_base64.is_not_null()));
    diesel::update(gone)
        .set((
            evidence::photo_base64.eq(None::<String>),
            evidence::photo_media_type.eq(None::<String>),
        ))
        .execute(tx)
        .map(drop)
}

/// The goals of each of these pieces, in their curriculum's order.
pub(in super::super) fn goals_of_evidence(
    conn: &mut DbConn,
    ids: &[String],
) -> QueryResult<BTreeMap<String, Vec<Goal>>> {
    let rows: Vec<(String, Goal)> = evidence_goal::table
        .inner_join(goal::table)
        .filter(evidence_goal::evidence_id.eq_any(ids))
        .order((goal::curriculum_code, goal::place, goal::id))
        .select((evidence_goal::evidence_id, goal::all_columns))
        .load(conn)?;
    let mut by_piece: BTreeMap<String, Vec<Goal>> = BTreeMap::new();
    for (id, goal) in rows {
        by_piece.entry(id).or_default().push(goal);
    }
    Ok(by_piece)
}

/// The stamps that stand on each of these pieces, oldest first.
pub(in super::super) fn stamps_of(
    conn: &mut DbConn,
    ids: &[String],
) -> QueryResult<BTreeMap<String, Vec<Stamped>>> {
    let rows: Vec<(Stamp, String)> = evidence_stamp::table
        .inner_join(account::table)
        .filter(evidence_stamp::evidence_id.eq_any(ids).and(evidence_stamp::undone_at.is_null()))
        .order((evidence_stamp::stamped_at, evidence_stamp::id))
        .select((evidence_stamp::all_columns, account::name))
        .load(conn)?;
    let mut by_piece: BTreeMap<String, Vec<Stamped>> = BTreeMap::new();
    for (stamp, by) in rows {
        by_piece.entry(stamp.evidence_id).or_default().push(Stamped {
            id: stamp.id,
            kind: stamp.kind,
            words: stamp.words,
            by,
            by_id: stamp.stamped_by,
            at: stamp.stamped_at,
        });
    }
    Ok(by_piece)
}

pub(in super::super) fn find_stamp(conn: &mut DbConn, id: &str) -> QueryResult<Option<Stamp>> {
    evidence_stamp::table.find(id).first(conn).optional()
}

pub(in super::super) fn insert_stamp(tx: &mut DbConn, new: &Stamp) -> QueryResult<()> {
    diesel::insert_into(evidence_stamp::table).values(new).execute(tx).map(drop)
}

pub(in super::super) fn undo_stamp(tx: &mut DbConn, id: &str, at: UtcTime) -> QueryResult<()> {
    diesel::update(evidence_stamp::table.find(id))
        .set(evidence_stamp::undone_at.eq(Some(at)))
        .execute(tx)
        .map(drop)
}
