//! An order's way after it was placed: what the invoice's slice asks and tells.

use diesel::QueryResult;

use super::model::{Order, OrderState, OrderStep, OrderToInvoice, Step};
use super::{rules, store};
use crate::base::{AccountId, CustomerId, OrderId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};

/// The order of an id.
///
/// # Errors
/// The database's.
pub(crate) fn find_order(conn: &mut DbConn, id: &OrderId) -> QueryResult<Option<Order>> {
    store::find(conn, id)
}

/// An order with its lines and parts.
///
/// # Errors
/// `NotFound` for a number that is none.
pub(crate) fn get_order_for_invoice(conn: &mut DbConn, number: &str) -> AppResult<OrderToInvoice> {
    let order = store::find_by_number(conn, number)?.ok_or(AppError::NotFound)?;
    let lines = store::lines_of(conn, &order.id)?;
    let parts = store::parts_of(conn, &order.id)?;
    Ok(OrderToInvoice { order, lines, parts })
}

/// Ties an order to the customer it is invoiced to.
///
/// # Errors
/// The database's.
pub(crate) fn set_customer(
    tx: &mut DbConn,
    id: &OrderId,
    customer: &CustomerId,
) -> QueryResult<()> {
    store::set_customer(tx, id, customer)
}

/// Notes that the order was invoiced.
///
/// # Refuses
/// `order.not_possible` unless it is delivered.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn mark_invoiced(
    tx: &mut DbConn,
    id: &OrderId,
    by: Option<&AccountId>,
    note: &str,
    now: UtcTime,
) -> AppResult<()> {
    mark(tx, id, Step::Invoiced, by, note, now)
}

/// Notes that the order's invoice was paid.
///
/// # Refuses
/// `order.not_possible` unless it is invoiced.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn mark_paid(
    tx: &mut DbConn,
    id: &OrderId,
    by: Option<&AccountId>,
    note: &str,
    now: UtcTime,
) -> AppResult<()> {
    mark(tx, id, Step::Paid, by, note, now)
}

/// Notes that the invoices of many orders were paid, each with a note of its own.
///
/// # Errors
/// When one of them was not invoiced; the database's.
pub(crate) fn mark_many_paid(
    tx: &mut DbConn,
    paid: &[(OrderId, String)],
    by: Option<&AccountId>,
    now: UtcTime,
) -> AppResult<()> {
    let next = rules::next_order_state(OrderState::Invoiced, Step::Paid)?;
    let ids: Vec<&OrderId> = paid.iter().map(|(id, _)| id).collect();
    let moved = store::move_many(tx, &ids, OrderState::Invoiced, next)?;
    if moved != paid.len() {
        return Err(AppError::internal("an order that was paid was not invoiced"));
    }
    let step = |(id, note): &(OrderId, String)| OrderStep {
        id: fresh_id(),
        order_id: id.clone(),
        enterprise_id: None,
        step: Step::Paid,
        taken_at: now,
        by_account: by.cloned(),
        note: note.clone(),
    };
    Ok(store::insert_steps(tx, &paid.iter().map(step).collect::<Vec<_>>())?)
}

/// Notes that the payment of the order's invoice was taken back.
///
/// # Refuses
/// `order.not_possible` unless it is paid.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn mark_unpaid(
    tx: &mut DbConn,
    id: &OrderId,
    by: Option<&AccountId>,
    note: &str,
    now: UtcTime,
) -> AppResult<()> {
    mark(tx, id, Step::Unpaid, by, note, now)
}

/// Notes that the order's invoice was credited.
///
/// # Refuses
/// `order.not_possible` unless it is invoiced or paid.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn mark_credited(
    tx: &mut DbConn,
    id: &OrderId,
    by: Option<&AccountId>,
    note: &str,
    now: UtcTime,
) -> AppResult<()> {
    mark(tx, id, Step::Credited, by, note, now)
}

fn mark(
    tx: &mut DbConn,
    id: &OrderId,
    step: Step,
    by: Option<&AccountId>,
    note: &str,
    now: UtcTime,
) -> AppResult<()> {
    let order = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    let next: OrderState = rules::next_order_state(order.state, step)?;
    store::set_state(tx, id, next)?;
    store::insert_step(
        tx,
        &OrderStep {
            id: fresh_id(),
            order_id: id.clone(),
            enterprise_id: None,
            step,
            taken_at: now,
            by_account: by.cloned(),
            note: note.to_owned(),
        },
    )?;
    Ok(())
}
