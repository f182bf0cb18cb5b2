//! Rows of the board.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{BoardHand, OpenPart};
use crate::base::{EnterpriseId, OrderId, Quantity, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{board_hand, customer_order, order_line, order_part};

/// Parts that wait to be done, delivered on `until` at the latest; by day and number.
pub(super) fn open_parts(
    conn: &mut DbConn,
    enterprises: &[EnterpriseId],
    until: NaiveDate,
) -> QueryResult<Vec<OpenPart>> {
    type Row = ((OrderId, EnterpriseId, String, NaiveDate, String), (String, Quantity, String));
    let lines: Vec<Row> = order_line::table
        .inner_join(customer_order::table)
        .inner_join(
            order_part::table.on(order_part::order_id
                .eq(order_line::order_id)
                .and(order_part::enterprise_id.eq(order_line::enterprise_id))),
        )
        .filter(order_part::enterprise_id.eq_any(enterprises))
        .filter(order_part::state.eq_any(["received", "confirmed"]))
        .filter(customer_order::delivery_date.le(until))
        .order((
            customer_order::delivery_date,
            customer_order::number,
            order_line::enterprise_id,
            order_line::line,
        ))
        .select((
            (
                customer_order::id,
                order_line::enterprise_id,
                customer_order::number,
                customer_order::delivery_date,
                customer_order::delivery_time,
            ),
            (order_line::name, order_line::quantity_milli, order_line::unit),
        ))
        .load(conn)?;
    let mut parts: Vec<OpenPart> = Vec::new();
    for ((order_id, enterprise_id, number, day, time), (name, quantity, unit)) in lines {
        let what = format!("{quantity} {unit} {name}");
        match parts.last_mut() {
            Some(p) if p.order_id == order_id && p.enterprise_id == enterprise_id => {
                p.what = format!("{}, {what}", p.what);
            }
            _ => parts.push(OpenPart { order_id, enterprise_id, number, day, time, what }),
        }
    }
    Ok(parts)
}

/// Who is set to what in some enterprises on a day, in the order they were set.
pub(super) fn hands_on(
    conn: &mut DbConn,
    enterprises: &[EnterpriseId],
    date: NaiveDate,
) -> QueryResult<Vec<BoardHand>> {
    board_hand::table
        .filter(board_hand::board_date.eq(date))
        .filter(board_hand::enterprise_id.eq_any(enterprises))
        .filter(board_hand::taken_off_at.is_null())
        .order((board_hand::set_at, board_hand::id))
        .load(conn)
}

pub(super) fn find(conn: &mut DbConn, id: &str) -> QueryResult<Option<BoardHand>> {
    board_hand::table.find(id).first(conn).optional()
}

pub(super) fn insert(tx: &mut DbConn, new: &BoardHand) -> QueryResult<()> {
    diesel::insert_into(board_hand::table).values(new).execute(tx).map(drop)
}

pub(super) fn set_off(tx: &mut DbConn, id: &str, at: Option<UtcTime>) -> QueryResult<()> {
    diesel::update(board_hand::table.find(id))
        .set(board_hand::taken_off_at.eq(at))
        .execute(tx)
        .map(drop)
}

pub(super) fn order_number(conn: &mut DbConn, id: &OrderId) -> QueryResult<String> {
    customer_order::table.find(id).select(customer_order::number).first(conn)
}
