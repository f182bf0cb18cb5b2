//! The plans that people at the made-up farm have made: steps, talks, a wish for a word, a pause, one
//! who would like to be a mentor, and those who have left.

use chrono::{Datelike, Days};

use super::story::RESIDENTS;
use crate::base::{ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::guidance::{self, DepartureForm, ElementForm, Mark, StepForm, TalkForm};
use crate::people::{self, Actor};
use crate::qualifications;

const DAY: i64 = 86_400;
/// Those who were there first; the others came later.
const FIRST: usize = 9;
/// Those who have gone on to the second step, by their place in the list.
const OUTSIDE: std::ops::Range<usize> = 2..7;
/// Days since the first came, since the others did, and since some went on.
const SINCE: [u64; 3] = [800, 400, 380];
/// Years back, how many left, to work, to an own home, and supporting themselves.
const LEFT: [(i32, [usize; 4]); 2] = [(2, [10, 5, 10, 5]), (1, [11, 6, 11, 5])];

/// Everyone's plans.
///
/// # Errors
/// The database's.
pub(super) fn make(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let Some(lars) = people::actor_by_login(tx, "lars", now)? else { return Ok(()) };
    for (place, (key, ..)) in RESIDENTS.iter().enumerate() {
        let Some(id) = people::find_resident_by_pseudonym(tx, key)? else { continue };
        let [first, later, outside] = SINCE;
        step(tx, &lars, &id, ("1", if place < FIRST { first } else { later }), now)?;
        if OUTSIDE.contains(&place) {
            step(tx, &lars, &id, ("2", outside), now)?;
        }
    }
    amina(tx, now)?;
    jonas(tx, now)?;
    if let Some(leila) = people::actor_by_login(tx, "leila", now)? {
        guidance::wish_mentoring(tx, &leila, now.plus_seconds(-2 * DAY))?;
    }
    have_left(tx, &lars, now)
}

fn step(
    tx: &mut DbConn,
    lars: &Actor,
    id: &ResidentId,
    (step, days): (&str, u64),
    now: UtcTime,
) -> AppResult<()> {
    let from = (now.oslo_date() - Days::new(days)).to_string();
    guidance::set_step(tx, lars, id, &StepForm { step: step.to_owned(), from }, now)
}

/// Amina has had a talk with Mona, has done one of the things they agreed on, and would like a word.
fn amina(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let then = now.plus_seconds(-20 * DAY);
    let (mona, amina) =
        (people::actor_by_login(tx, "mona", then)?, people::actor_by_login(tx, "amina", then)?);
    let (Some(mona), Some(amina)) = (mona, amina) else { return Ok(()) };
    let Some(id) = amina.resident_id.clone() else { return Ok(()) };
    for kind in ["upper_secondary", "economy", "cooking"] {
        let part = ElementForm { kind: kind.to_owned(), words: String::new() };
        guidance::add_element(tx, &amina, &id, &part, then)?;
    }
    let own = ElementForm { kind: "other".to_owned(), words: "Ta førerkort".to_owned() };
    guidance::add_element(tx, &amina, &id, &own, then)?;
    let talk = TalkForm {
        held_on: then.oslo_date().to_string(),
        next_on: String::new(),
        steps: "Ringe skolen om fagene jeg mangler\nLage et budsjett for desember\n\
                Være med på å planlegge langbordet"
            .to_owned(),
    };
    guidance::hold_talk(tx, &mona, &id, &talk, then)?;
    let plan = guidance::own_plan(tx, &amina, now)?;
    if let Some(step) = plan.agreed.first() {
        guidance::mark_agreed(tx, &amina, &step.id, Mark::Done, now.plus_seconds(-6 * DAY))?;
    }
    guidance::ask_for_word(tx, &amina, now.plus_seconds(-3600))
}

/// Jonas is new with Mona, has a pause, and Terje sets him to something that he has not learnt.
fn jonas(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let Some(jonas) = people::actor_by_login(tx, "jonas", now)? else { return Ok(()) };
    let Some(id) = jonas.resident_id.clone() else { return Ok(()) };
    people::add_mentor(tx, "mona", "B02", now.plus_seconds(-4 * DAY))?;
    guidance::begin_pause(tx, &jonas, &id, now.plus_seconds(-2 * DAY))?;
    let routes = qualifications::progress_of(tx, &id, now.oslo_date())?.routes;
    for leader in ["terje", "olav"] {
        let Some(leader) = people::actor_by_login(tx, leader, now)? else { continue };
        for goal in routes.iter().flat_map(|route| &route.goals.left) {
            if guidance::set_to_learn(tx, &leader, &goal.id, (&id, ""), now).is_ok() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Those who lived there before, and what they left for.
fn have_left(tx: &mut DbConn, lars: &Actor, now: UtcTime) -> AppResult<()> {
    let this_year = now.oslo_date().year();
    for (ago, [all, to_work, own_home, self_supporting]) in LEFT {
        for number in 0..all {
            let year = this_year - ago;
            let then = now.plus_seconds(-1000 * DAY);
            let id = people::make_resident(tx, &format!("U{year}-{number:02}"), then)?;
            let form = DepartureForm {
                left_on: format!("{year}-{:02}-15", 1 + number),
                to_work: number < to_work,
                own_home: number < own_home,
                self_supporting: number < self_supporting,
            };
            guidance::record_departure(tx, lars, &id, &form, now)?;
        }
    }
    Ok(())
}
