//! Routes, evidence, the plan and the talks.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::tables::section;
use super::{Section, Whose};
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::db::schema::{
    departure, evidence, evidence_goal, evidence_stamp, help_ask, mentor_step, model_step, pause,
    plan_element, route, talk, talk_step,
};
use crate::error::AppResult;

type Day = NaiveDate;
type PerhapsDay = Option<NaiveDate>;
type At = UtcTime;
type PerhapsAt = Option<UtcTime>;

pub(super) fn sections(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let mut all = of_evidence(conn, whose)?;
    all.extend(of_plan(conn, whose)?);
    Ok(all)
}

fn of_evidence(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let own = &whose.resident_id;
    Ok(vec![
        section!(conn, route, "veier", "Veiene dine mot et fagbrev",
            route::table.filter(route::resident_id.eq(own)).order((route::started_on, route::id)),
            { kind: String, curriculum_code: String, started_on: Day,
              wage_contract_on: PerhapsDay, opened_at: At, ended_on: PerhapsDay }),
        section!(conn, evidence, "vist-fram", "Det du har vist fram",
            evidence::table.filter(evidence::resident_id.eq(own))
                .order((evidence::happened_on, evidence::id)),
            { id: String, enterprise_id: Option<String>, happened_on: Day, words: String,
              photo_media_type: Option<String>, made_at: At, withdrawn_at: PerhapsAt }),
        section!(conn, evidence_goal, "vist-fram-mal", "Målene det peker på",
            evidence_goal::table.inner_join(evidence::table)
                .filter(evidence::resident_id.eq(own))
                .order((evidence_goal::evidence_id, evidence_goal::goal_id)),
            { evidence_id: String, goal_id: String }),
        section!(conn, evidence_stamp, "stempler", "Sett og godkjent",
            evidence_stamp::table.inner_join(evidence::table)
                .filter(evidence::resident_id.eq(own))
                .order((evidence_stamp::stamped_at, evidence_stamp::id)),
            { evidence_id: String, kind: String, words: String, stamped_at: At,
              undone_at: PerhapsAt }),
    ])
}

fn of_plan(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let own = &whose.resident_id;
    Ok(vec![
        section!(conn, plan_element, "planen", "Planen din",
            plan_element::table.filter(plan_element::resident_id.eq(own))
                .order((plan_element::started_on, plan_element::id)),
            { kind: String, words: String, started_on: Day, done_on: PerhapsDay, added_at: At,
              taken_away_at: PerhapsAt, done_at: PerhapsAt }),
        section!(conn, model_step, "trinn", "Trinnene dine",
            model_step::table.filter(model_step::resident_id.eq(own))
                .order((model_step::from_date, model_step::id)),
            { step: i32, from_date: Day, set_at: At }),
        section!(conn, pause, "pauser", "Pausene dine",
            pause::table.filter(pause::resident_id.eq(own)).order((pause::first_day, pause::id)),
            { first_day: Day, last_day: PerhapsDay, set_at: At }),
        section!(conn, talk, "samtaler", "Samtaler hvert halvår",
            talk::table.filter(talk::resident_id.eq(own)).order((talk::held_on, talk::id)),
            { id: String, held_on: Day, next_on: PerhapsDay, recorded_at: At }),
        section!(conn, talk_step, "avtalt", "Det dere avtalte",
            talk_step::table.inner_join(talk::table).filter(talk::resident_id.eq(own))
                .order((talk::held_on, talk_step::place)),
            { talk_id: String, words: String, done_on: PerhapsDay }),
        section!(conn, help_ask, "snakke", "Ganger du ba om å få snakke med noen",
            help_ask::table.filter(help_ask::resident_id.eq(own)).order(help_ask::asked_at),
            { asked_at: At, answered_at: PerhapsAt }),
        section!(conn, mentor_step, "bli-mentor", "Å bli mentor",
            mentor_step::table.filter(mentor_step::resident_id.eq(own))
                .order(mentor_step::wished_at),
            { wished_at: At, resident_agreed_at: PerhapsAt, leader_agreed_at: PerhapsAt,
              withdrawn_at: PerhapsAt }),
        section!(conn, departure, "flytting", "Da du flyttet", departure::table.find(own),
            { left_on: Day, to_work: bool, own_home: bool, self_supporting: bool,
              recorded_at: At }),
    ])
}
