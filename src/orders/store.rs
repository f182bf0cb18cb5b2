//! Rows of orders.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Listed, Order, OrderLine, OrderPart, OrderState, OrderStep, PartState};
use crate::base::{AccountId, CustomerId, EnterpriseId, OrderId, Ore, Quantity, UtcTime, fresh_id};
use crate::db::schema::{customer_order, order_estimate, order_line, order_part, order_step};
use crate::db::{DbConn, on_each};

pub(super) fn insert_order(tx: &mut DbConn, row: &Order) -> QueryResult<()> {
    on_each!(tx, |c| diesel::insert_into(customer_order::table).values(row).execute(c)).map(drop)
}

pub(super) fn insert_part(tx: &mut DbConn, row: &OrderPart) -> QueryResult<()> {
    on_each!(tx, |c| diesel::insert_into(order_part::table).values(row).execute(c)).map(drop)
}

pub(super) fn insert_line(tx: &mut DbConn, row: &OrderLine) -> QueryResult<()> {
    on_each!(tx, |c| diesel::insert_into(order_line::table).values(row).execute(c)).map(drop)
}

pub(super) fn insert_step(tx: &mut DbConn, row: &OrderStep) -> QueryResult<()> {
    diesel::insert_into(order_step::table).values(row).execute(tx)?;
    Ok(())
}

/// Many at once, in one statement.
pub(super) fn insert_steps(tx: &mut DbConn, rows: &[OrderStep]) -> QueryResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    on_each!(tx, |c| diesel::insert_into(order_step::table).values(rows).execute(c)).map(drop)
}

/// Moves orders from one state to the next; answers how many stood in the first.
pub(super) fn move_many(
    tx: &mut DbConn,
    ids: &[&OrderId],
    from: OrderState,
    to: OrderState,
) -> QueryResult<usize> {
    let rows = customer_order::table
        .filter(customer_order::id.eq_any(ids).and(customer_order::state.eq(from)));
    diesel::update(rows).set(customer_order::state.eq(to)).execute(tx)
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

/// The numbers of many orders, by their ids.
///
/// # Errors
/// The database's.
pub(crate) fn order_numbers(
    conn: &mut DbConn,
    ids: &[&OrderId],
) -> QueryResult<BTreeMap<OrderId, String>> {
    let rows: Vec<(OrderId, String)> = customer_order::table
        .filter(customer_order::id.eq_any(ids))
        .select((customer_order::id, customer_order::number))
        .load(conn)?;
    Ok(rows.into_iter().collect())
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
        ))
        .load(conn)
}

pub(super) fn set_address(
    tx: &mut DbConn,
    id: &OrderId,
    street: &str,
    postcode: &str,
    city: &str,
) -> QueryResult<()> {
    diesel::update(customer_order::table.find(id))
        .set((
            customer_order::street.eq(street),
            customer_order::postcode.eq(postcode),
            customer_order::city.eq(city),
        ))
        .execute(tx)?;
    Ok(())
}

/// Keeps what a line came to.
pub(super) fn set_delivered(
    tx: &mut DbConn,
    line: &OrderLine,
    quantity: Quantity,
    gross: Ore,
) -> QueryResult<()> {
    diesel::update(order_line::table.find((&line.order_id, line.line)))
        .set((order_line::delivered_milli.eq(quantity), order_line::delivered_gross_ore.eq(gross)))
        .execute(tx)?;
    Ok(())
}

/// Lines by the hour of some orders' parts that are not cancelled.
pub(super) fn estimated_lines(
    conn: &mut DbConn,
    ids: &[OrderId],
) -> QueryResult<Vec<(OrderId, EnterpriseId, Quantity)>> {
    let of_part = order_part::order_id
        .eq(order_line::order_id)
        .and(order_part::enterprise_id.eq(order_line::enterprise_id));
    order_line::table
        .inner_join(order_part::table.on(of_part))
        .filter(order_line::order_id.eq_any(ids))
        .filter(order_line::unit.eq(super::rules::ESTIMATED_UNIT))
        .filter(order_part::state.ne(PartState::Cancelled))
        .select((order_line::order_id, order_line::enterprise_id, order_line::quantity_milli))
        .load(conn)
}

/// What was ordered and what it came to, of the lines whose parts are not cancelled.
pub(super) fn amounts_of(
    conn: &mut DbConn,
    ids: &[&OrderId],
) -> QueryResult<Vec<(OrderId, Ore, Option<Ore>)>> {
    let of_part = order_part::order_id
        .eq(order_line::order_id)
        .and(order_part::enterprise_id.eq(order_line::enterprise_id));
    order_line::table
        .inner_join(order_part::table.on(of_part))
        .filter(order_line::order_id.eq_any(ids.iter().copied()))
        .filter(order_part::state.ne(PartState::Cancelled))
        .select((order_line::order_id, order_line::gross_ore, order_line::delivered_gross_ore))
        .load(conn)
}

/// Minutes agreed later, the newest last.
pub(super) fn estimates_of(
    conn: &mut DbConn,
    ids: &[OrderId],
) -> QueryResult<Vec<(OrderId, EnterpriseId, i64)>> {
    order_estimate::table
        .filter(order_estimate::order_id.eq_any(ids))
        .order((order_estimate::recorded_at, order_estimate::id))
        .select((order_estimate::order_id, order_estimate::enterprise_id, order_estimate::minutes))
        .load(conn)
}

pub(super) fn insert_estimate(
    tx: &mut DbConn,
    order: &Order,
    enterprise_id: &EnterpriseId,
    minutes: i64,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(order_estimate::table)
        .values((
            order_estimate::id.eq(fresh_id()),
            order_estimate::order_id.eq(&order.id),
            order_estimate::enterprise_id.eq(enterprise_id),
            order_estimate::minutes.eq(minutes),
            order_estimate::agreed_on.eq(now.oslo_date()),
            order_estimate::recorded_by.eq(by),
            order_estimate::recorded_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// The orders' states and their parts' states in a list of the desk.
const fn states_of(listed: Listed) -> (&'static [OrderState], &'static [PartState]) {
    const WAITING: &[OrderState] = &[OrderState::Received, OrderState::Confirmed];
    match listed {
        Listed::New => (WAITING, &[PartState::Received]),
        Listed::Ahead => (WAITING, &[PartState::Received, PartState::Confirmed]),
        Listed::Delivered => (OrderState::ALL, &[PartState::Delivered]),
        Listed::ToInvoice => (&[OrderState::Delivered], &[PartState::Delivered]),
    }
}

/// The least an order of a list was for: one of nothing never waits for an invoice.
const fn least(listed: Listed) -> Ore {
    match listed {
        Listed::New | Listed::Ahead | Listed::Delivered => Ore::new(i64::MIN),
        Listed::ToInvoice => Ore::new(1),
    }
}

/// Orders with a part of these enterprises, in the list's own order: at most `limit` after `skip`.
pub(super) fn list_desk(
    conn: &mut DbConn,
    listed: Listed,
    enterprises: &[EnterpriseId],
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<Order>> {
    let (states, part_states) = states_of(listed);
    let parts = order_part::table
        .filter(order_part::state.eq_any(part_states))
        .filter(order_part::enterprise_id.eq_any(enterprises))
        .select(order_part::order_id);
    let orders = customer_order::table
        .filter(customer_order::id.eq_any(parts))
        .filter(customer_order::state.eq_any(states))
        .filter(customer_order::total_ore.ge(least(listed)))
        .offset(skip)
        .limit(limit);
    match listed {
        Listed::Delivered => orders
            .order((customer_order::delivery_date.desc(), customer_order::number.desc()))
            .load(conn),
        Listed::New | Listed::Ahead | Listed::ToInvoice => {
            orders.order((customer_order::delivery_date, customer_order::number)).load(conn)
        }
    }
}

/// How many orders such a list has.
pub(super) fn count_desk(
    conn: &mut DbConn,
    listed: Listed,
    enterprises: &[EnterpriseId],
) -> QueryResult<i64> {
    let (states, part_states) = states_of(listed);
    let parts = order_part::table
        .filter(order_part::state.eq_any(part_states))
        .filter(order_part::enterprise_id.eq_any(enterprises))
        .select(order_part::order_id);
    customer_order::table
        .filter(customer_order::id.eq_any(parts))
        .filter(customer_order::state.eq_any(states))
        .filter(customer_order::total_ore.ge(least(listed)))
        .count()
        .get_result(conn)
}

/// Orders placed on some days, by number, after one.
pub(super) fn list_by_number(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
    after: &str,
    limit: i64,
) -> QueryResult<Vec<Order>> {
    customer_order::table
        .filter(customer_order::ordered_on.between(from, to))
        .filter(customer_order::number.gt(after))
        .order(customer_order::number)
        .limit(limit)
        .load(conn)
}
