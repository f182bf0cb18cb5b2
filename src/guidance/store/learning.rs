//! Which work gives a goal, and what is learned at today's jobs.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{EnterpriseId, OfferingId, ResidentId};
use crate::db::DbConn;
use crate::db::schema::{
    board_hand, board_learning, customer_order, enterprise, goal, goal_work, order_line, order_part,
};

/// Work that gives a goal: the enterprise with its code, and the offering; the goal still stands.
pub(in super::super) type Work = (EnterpriseId, String, Option<OfferingId>);

/// The work that gives a goal, in the enterprises' own order, offerings before the daily work.
pub(in super::super) fn work_of_goal(conn: &mut DbConn, goal_id: &str) -> QueryResult<Vec<Work>> {
    let mut work: Vec<Work> = goal_work::table
        .inner_join(goal::table)
        .inner_join(enterprise::table)
        .filter(goal::id.eq(goal_id).and(goal::ended_at.is_null()))
        .order((enterprise::code, goal_work::id))
        .select((enterprise::id, enterprise::code, goal_work::offering_id))
        .load(conn)?;
    work.sort_by_key(|(.., offering)| offering.is_none());
    Ok(work)
}

/// The number of the first order that waits for an offering of an enterprise, delivered on `until`
/// at the latest.
pub(in super::super) fn order_with(
    conn: &mut DbConn,
    enterprise_id: &EnterpriseId,
    offering_id: &OfferingId,
    until: NaiveDate,
) -> QueryResult<Option<String>> {
    order_line::table
        .inner_join(customer_order::table)
        .inner_join(
            order_part::table.on(order_part::order_id
                .eq(order_line::order_id)
                .and(order_part::enterprise_id.eq(order_line::enterprise_id))),
        )
        .filter(order_line::enterprise_id.eq(enterprise_id))
        .filter(order_line::offering_id.eq(offering_id))
        .filter(order_part::state.eq_any(["received", "confirmed"]))
        .filter(customer_order::delivery_date.le(until))
        .order((customer_order::delivery_date, customer_order::number))
        .select(customer_order::number)
        .first(conn)
        .optional()
}

/// Words of the goals that someone is to learn at the jobs of a day.
pub(in super::super) fn learning_of(
    conn: &mut DbConn,
    id: &ResidentId,
    on: NaiveDate,
) -> QueryResult<Vec<String>> {
    board_learning::table
        .inner_join(board_hand::table)
        .inner_join(goal::table)
        .filter(board_hand::resident_id.eq(id).and(board_hand::board_date.eq(on)))
        .filter(board_hand::taken_off_at.is_null())
        .order((board_hand::set_at, board_hand::id))
        .select(goal::words)
        .load(conn)
}

/// Says which goal a hand on the board is there to learn; the newest word counts.
pub(in super::super) fn tie_learning(
    tx: &mut DbConn,
    hand: &str,
    goal_id: &str,
) -> QueryResult<()> {
    diesel::delete(board_learning::table.find(hand)).execute(tx)?;
    diesel::insert_into(board_learning::table)
        .values((board_learning::board_hand_id.eq(hand), board_learning::goal_id.eq(goal_id)))
        .execute(tx)
        .map(drop)
}
