//! Parts of the plan, steps of the model, pauses, and what is learned at today's jobs.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{ModelStep, Pause, PlanElement};
use crate::base::ResidentId;
use crate::db::DbConn;
use crate::db::schema::{evidence, evidence_stamp, model_step, pause, plan_element, resident};

pub(in super::super) fn resident_exists(conn: &mut DbConn, id: &ResidentId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(resident::table.find(id))).get_result(conn)
}

/// Not taken away, the oldest first.
pub(in super::super) fn elements_of(
    conn: &mut DbConn,
    id: &ResidentId,
) -> QueryResult<Vec<PlanElement>> {
    plan_element::table
        .filter(plan_element::resident_id.eq(id).and(plan_element::taken_away_at.is_null()))
        .order((plan_element::added_at, plan_element::id))
        .load(conn)
}

/// Someone's own part of the plan, taken away or not.
pub(in super::super) fn find_element(
    conn: &mut DbConn,
    whose: &ResidentId,
    id: &str,
) -> QueryResult<Option<PlanElement>> {
    plan_element::table.find(id).filter(plan_element::resident_id.eq(whose)).first(conn).optional()
}

pub(in super::super) fn insert_element(tx: &mut DbConn, row: &PlanElement) -> QueryResult<()> {
    diesel::insert_into(plan_element::table).values(row).execute(tx).map(drop)
}

pub(in super::super) fn set_element(tx: &mut DbConn, row: &PlanElement) -> QueryResult<()> {
    diesel::update(plan_element::table.find(&row.id))
        .set((
            plan_element::done_on.eq(row.done_on),
            plan_element::taken_away_at.eq(row.taken_away_at),
            plan_element::done_by.eq(row.done_by.as_ref()),
            plan_element::done_at.eq(row.done_at),
        ))
        .execute(tx)
        .map(drop)
}

/// The newest step of the model that has begun.
pub(in super::super) fn step_of(
    conn: &mut DbConn,
    id: &ResidentId,
    on: NaiveDate,
) -> QueryResult<Option<ModelStep>> {
    model_step::table
        .filter(model_step::resident_id.eq(id).and(model_step::from_date.le(on)))
        .order((model_step::from_date.desc(), model_step::set_at.desc(), model_step::id.desc()))
        .first(conn)
        .optional()
}

pub(in super::super) fn insert_step(tx: &mut DbConn, row: &ModelStep) -> QueryResult<()> {
    diesel::insert_into(model_step::table).values(row).execute(tx).map(drop)
}

pub(in super::super) fn delete_step(tx: &mut DbConn, id: &str) -> QueryResult<()> {
    diesel::delete(model_step::table.find(id)).execute(tx).map(drop)
}

/// The pause that lasts.
pub(in super::super) fn pause_of(conn: &mut DbConn, id: &ResidentId) -> QueryResult<Option<Pause>> {
    pause::table
        .filter(pause::resident_id.eq(id).and(pause::last_day.is_null()))
        .order(pause::set_at.desc())
        .first(conn)
        .optional()
}

pub(in super::super) fn insert_pause(tx: &mut DbConn, row: &Pause) -> QueryResult<()> {
    diesel::insert_into(pause::table).values(row).execute(tx).map(drop)
}

pub(in super::super) fn end_pause(
    tx: &mut DbConn,
    id: &str,
    last_day: NaiveDate,
) -> QueryResult<()> {
    diesel::update(pause::table.find(id))
        .set(pause::last_day.eq(Some(last_day)))
        .execute(tx)
        .map(drop)
}

/// How many pieces of someone's evidence nobody has put a stamp on.
pub(in super::super) fn unseen_of(conn: &mut DbConn, id: &ResidentId) -> QueryResult<i64> {
    let stamped = evidence_stamp::table
        .filter(evidence_stamp::evidence_id.eq(evidence::id))
        .filter(evidence_stamp::undone_at.is_null());
    evidence::table
        .filter(evidence::resident_id.eq(id).and(evidence::withdrawn_at.is_null()))
        .filter(diesel::dsl::not(diesel::dsl::exists(stamped)))
        .count()
        .get_result(conn)
}
