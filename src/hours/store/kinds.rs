//! Rows of the kinds that resident and leader agree on.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{HourKind, KindAgreement};
use super::super::rules::{Agreement, Side};
use crate::base::{AccountId, ResidentId, UtcTime};
use crate::db::schema::kind_agreement;
use crate::db::{DbConn, on_each};

/// What both have said yes to, in the order it was proposed.
pub(in crate::hours) fn agreements(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Vec<Agreement>> {
    let query = kind_agreement::table
        .filter(kind_agreement::resident_id.eq(resident_id))
        .filter(kind_agreement::resident_agreed_at.is_not_null())
        .filter(kind_agreement::leader_agreed_at.is_not_null())
        .filter(kind_agreement::declined_at.is_null())
        .order((kind_agreement::proposed_at, kind_agreement::id))
        .select((kind_agreement::kind, kind_agreement::valid_from, kind_agreement::valid_to));
    let rows: Vec<(HourKind, NaiveDate, Option<NaiveDate>)> = on_each!(conn, |c| query.load(c))?;
    let agreement = |(kind, valid_from, valid_to)| Agreement { kind, valid_from, valid_to };
    Ok(rows.into_iter().map(agreement).collect())
}

/// Everything proposed for a resident, the newest first.
pub(in crate::hours) fn kinds_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Vec<KindAgreement>> {
    kind_agreement::table
        .filter(kind_agreement::resident_id.eq(resident_id))
        .order((kind_agreement::proposed_at.desc(), kind_agreement::id.desc()))
        .load(conn)
}

/// Everything that waits for a yes, the oldest first.
pub(in crate::hours) fn open_kinds(conn: &mut DbConn) -> QueryResult<Vec<KindAgreement>> {
    kind_agreement::table
        .filter(kind_agreement::declined_at.is_null())
        .filter(
            kind_agreement::resident_agreed_at
                .is_null()
                .or(kind_agreement::leader_agreed_at.is_null()),
        )
        .order((kind_agreement::proposed_at, kind_agreement::id))
        .load(conn)
}

pub(in crate::hours) fn find_kind(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<KindAgreement>> {
    kind_agreement::table.find(id).first(conn).optional()
}

pub(in crate::hours) fn propose_kind(tx: &mut DbConn, row: &KindAgreement) -> QueryResult<()> {
    diesel::insert_into(kind_agreement::table).values(row).execute(tx).map(drop)
}

/// A side says yes.
pub(in crate::hours) fn agree_kind(
    tx: &mut DbConn,
    id: &str,
    side: Side,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<()> {
    let row = kind_agreement::table.find(id);
    match side {
        Side::Resident => diesel::update(row)
            .set(kind_agreement::resident_agreed_at.eq(Some(now)))
            .execute(tx)
            .map(drop),
        Side::Leader => diesel::update(row)
            .set((
                kind_agreement::leader_agreed_at.eq(Some(now)),
                kind_agreement::leader_agreed_by.eq(Some(by)),
            ))
            .execute(tx)
            .map(drop),
    }
}

/// A side says no, or takes its own proposal back.
pub(in crate::hours) fn decline_kind(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<()> {
    diesel::update(kind_agreement::table.find(id))
        .set(kind_agreement::declined_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}
