//! Half-year talks, and asking for a word.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{HelpAsk, Talk, TalkStep};
use crate::base::{AccountId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{help_ask, talk, talk_step};

pub(in super::super) fn last_talk(conn: &mut DbConn, id: &ResidentId) -> QueryResult<Option<Talk>> {
    talk::table
        .filter(talk::resident_id.eq(id))
        .order((talk::held_on.desc(), talk::recorded_at.desc()))
        .first(conn)
        .optional()
}

pub(in super::super) fn talk_held_on(
    conn: &mut DbConn,
    id: &ResidentId,
    held_on: NaiveDate,
) -> QueryResult<bool> {
    let talks = talk::table.filter(talk::resident_id.eq(id).and(talk::held_on.eq(held_on)));
    diesel::select(diesel::dsl::exists(talks)).get_result(conn)
}

pub(in super::super) fn insert_talk(
    tx: &mut DbConn,
    row: &Talk,
    steps: &[TalkStep],
) -> QueryResult<()> {
    diesel::insert_into(talk::table).values(row).execute(tx)?;
    for step in steps {
        diesel::insert_into(talk_step::table).values(step).execute(tx)?;
    }
    Ok(())
}

/// What was agreed in a talk, in its own order.
pub(in super::super) fn steps_of(conn: &mut DbConn, talk_id: &str) -> QueryResult<Vec<TalkStep>> {
    talk_step::table.filter(talk_step::talk_id.eq(talk_id)).order(talk_step::place).load(conn)
}

/// A step of someone's own talks.
pub(in super::super) fn find_agreed(
    conn: &mut DbConn,
    whose: &ResidentId,
    id: &str,
) -> QueryResult<Option<TalkStep>> {
    talk_step::table
        .inner_join(talk::table)
        .filter(talk_step::id.eq(id).and(talk::resident_id.eq(whose)))
        .select(talk_step::all_columns)
        .first(conn)
        .optional()
}

pub(in super::super) fn set_agreed(
    tx: &mut DbConn,
    id: &str,
    done_on: Option<NaiveDate>,
) -> QueryResult<()> {
    diesel::update(talk_step::table.find(id))
        .set(talk_step::done_on.eq(done_on))
        .execute(tx)
        .map(drop)
}

/// What someone has asked, and nobody has answered.
pub(in super::super) fn ask_of(conn: &mut DbConn, id: &ResidentId) -> QueryResult<Option<HelpAsk>> {
    help_ask::table
        .filter(help_ask::resident_id.eq(id).and(help_ask::answered_at.is_null()))
        .first(conn)
        .optional()
}

pub(in super::super) fn insert_ask(tx: &mut DbConn, row: &HelpAsk) -> QueryResult<()> {
    diesel::insert_into(help_ask::table).values(row).execute(tx).map(drop)
}

pub(in super::super) fn answer(
    tx: &mut DbConn,
    id: &str,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::update(help_ask::table.find(id))
        .set((help_ask::answered_at.eq(Some(now)), help_ask::answered_by.eq(Some(by))))
        .execute(tx)
        .map(drop)
}
