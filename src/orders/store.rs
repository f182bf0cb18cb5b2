//! Rows of orders.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Order, OrderLine, OrderPart, OrderState, OrderStep, PartState};
use crate::base::{CustomerId, EnterpriseId, OrderId};
use crate::db::DbConn;
use crate::db::schema::{customer_order, order_line, order_part, order_step};

pub(super) fn insert_order(tx: &mut DbConn, row: &Order) -> QueryResult<()> {
    diesel::insert_into(customer_order::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn insert_part(tx: &mut DbConn, row: &OrderPart) -> QueryResult<()> {
    diesel::insert_into(order_part::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn insert_line(tx: &mut DbConn, row: &OrderLine) -> QueryResult<()> {
    diesel::insert_into(order_line::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn insert_step(tx: &mut DbConn, row: &OrderStep) -> QueryResult<()> {
    diesel::insert_into(order_step::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn find(conn: &mut DbConn, id: &OrderId) -> QueryResult<Option<Order>> {
    customer_order::table.find(id).first(conn).optional()
}

pub(super) fn find_by_number(conn: &mut DbConn, number: &str) -> QueryResult<Option<Order>> {
    customer_order::table.filter(customer_order::number.eq(number)).first(conn).optional()
}

pub(super) fn find_by_token(conn: &mut DbConn, token: &str) -> QueryResult<Option<Order>> {
    customer_order::table.filter(customer_order::token.eq(token)).first(conn).optional()
}

pub(super) fn parts_of(conn: &mut DbConn, id: &OrderId) -> QueryResult<Vec<OrderPart>> {
    order_part::table
        .filter(order_part::order_id.eq(id))
        .order(order_part::enterprise_id)
        .load(conn)
}

pub(super) fn lines_of(conn: &mut DbConn, id: &OrderId) -> QueryResult<Vec<OrderLine>> {
    order_line::table.filter(order_line::order_id.eq(id)).order(order_line::line).load(conn)
}

pub(super) fn steps_of(conn: &mut DbConn, id: &OrderId) -> QueryResult<Vec<OrderStep>> {
    order_step::table
        .filter(order_step::order_id.eq(id))
        .order((order_step::taken_at, order_step::id))
        .load(conn)
}

/// Moves a part from the state it was read in; false when someone was first.
pub(super) fn move_part(
    tx: &mut DbConn,
    part: &OrderPart,
    to: PartState,
    delivered_on: Option<NaiveDate>,
) -> QueryResult<bool> {
    let row = order_part::table.find((&part.order_id, &part.enterprise_id));
    let moved = diesel::update(row.filter(order_part::state.eq(part.state)))
        .set((order_part::state.eq(to), order_part::delivered_on.eq(delivered_on)))
        .execute(tx)?;
    Ok(moved == 1)
}

pub(super) fn set_state(tx: &mut DbConn, id: &OrderId, state: OrderState) -> QueryResult<()> {
    diesel::update(customer_order::table.find(id))
        .set(customer_order::state.eq(state))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_customer(
    tx: &mut DbConn,
    id: &OrderId,
    customer: &CustomerId,
) -> QueryResult<()> {
    diesel::update(customer_order::table.find(id))
        .set(customer_order::customer_id.eq(customer))
        .execute(tx)?;
    Ok(())
}

/// Offerings by code, with what an order's line keeps of them.
pub(super) fn lines_offered(
    conn: &mut DbConn,
    codes: &[&str],
) -> QueryResult<Vec<super::recording::OfferingFacts>> {
    use crate::db::schema::offering::dsl;
    dsl::offering
        .filter(dsl::code.eq_any(codes))
        .select((
            dsl::code,
            dsl::id,
            dsl::enterprise_id,
            dsl::name,
            dsl::kind,
            dsl::unit,
            dsl::may_withdraw,
            dsl::withdrawal_reason,
            dsl::capacity_milli,
        ))
        .load(conn)
}

/// The parts of an order that one enterprise has; empty when it has none.
pub(super) fn enterprises_of(conn: &mut DbConn, id: &OrderId) -> QueryResult<Vec<EnterpriseId>> {
    order_part::table
        .filter(order_part::order_id.eq(id))
        .select(order_part::enterprise_id)
        .load(conn)
}
