//! Setting someone to a job of the day in order to learn a goal: one tap.

use chrono::Days;

use super::super::store;
use crate::base::{ResidentId, UtcTime};
use crate::board;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Right};

/// Days ahead that a job may be for.
const DAYS_AHEAD: Days = Days::new(7);

/// Sets someone to work of today that gives a goal, where one leads; answers the row of the board.
///
/// The first order that waits for an offering which gives the goal; else the daily work there. `place`
/// is the code of an enterprise, or empty for any that one leads.
///
/// # Errors
/// `NotFound` for a goal that no work where one leads gives, and for someone who does not work
/// there.
pub(crate) fn set_to_learn(
    tx: &mut DbConn,
    actor: &Actor,
    goal_id: &str,
    (resident_id, place): (&ResidentId, &str),
    now: UtcTime,
) -> AppResult<String> {
    actor.must(Right::PlanDay)?;
    let hands = people::hands_in(tx, &actor.leads, now)?;
    let own = hands.iter().find(|(hand, _)| hand.resident_id == *resident_id);
    let (_, places) = own.ok_or(AppError::NotFound)?;
    let mut work = store::work_of_goal(tx, goal_id)?;
    work.retain(|(id, code, _)| places.contains(id) && (place.is_empty() || code == place));
    let daily = work.first().map(|(_, code, _)| (code.clone(), String::new()));
    let mut job = None;
    for (id, code, offering) in work {
        let number = match &offering {
            Some(offering) => store::order_with(tx, &id, offering, now.oslo_date() + DAYS_AHEAD)?,
            None => Some(String::new()),
        };
        job = job.or(number.map(|number| (code, number)));
    }
    let (code, number) = job.or(daily).ok_or(AppError::NotFound)?;
    let row = board::set_hand(tx, actor, resident_id, (&code, &number), now)?;
    store::tie_learning(tx, &row, goal_id)?;
    Ok(row)
}
