//! What the desk does with an order. A work leader acts on the own enterprise's part only.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::QueryResult;

use super::model::{
    Listed, Order, OrderLine, OrderPart, OrderState, OrderStep, PartState, PlaceOrder, Placed, Step,
};
use super::words::{DeskFault, Fault};
use super::{estimate, placing, recording, rules, store};
use crate::base::{EnterpriseId, OrderId, Ore, Quantity, UtcTime, fresh_id, is_postcode};
use crate::catalog;
use crate::db::{DbConn, Once};
use crate::enterprises;
use crate::error::{AppError, AppResult, Refusals};
use crate::outside;
use crate::people::{Actor, Right, Role};

/// An order as one at the desk may see it.
#[derive(Clone, Debug)]
pub(crate) struct DeskOrder {
    pub(crate) order: Order,
    /// Of the enterprises one answers for.
    pub(crate) parts: Vec<OrderPart>,
    /// Of those parts.
    pub(crate) lines: Vec<OrderLine>,
    /// All of them for the business manager, else those of one's own parts.
    pub(crate) steps: Vec<OrderStep>,
    /// Does one see the customer whole, with e-mail, numbers and the total?
    pub(crate) sees_all: bool,
}

impl DeskOrder {
    /// What the lines come to that are not cancelled, VAT included.
    pub(crate) fn came_to(&self) -> Ore {
        rules::came_to(&self.lines, &self.parts)
    }
}

/// What is said of a delivery.
#[derive(Clone, Debug)]
pub(crate) struct DeliverOrder {
    /// Today or earlier.
    pub(crate) on: NaiveDate,
    /// Real quantities by line, for lines priced by time.
    pub(crate) quantities: Vec<(i32, Quantity)>,
}

/// Letters in a reason, at most.
const REASON_MAX: usize = 500;

/// An order with the parts that one answers for.
///
/// # Errors
/// `NotFound` for a number that is none, or an order one has no part in.
pub(crate) fn desk_order(conn: &mut DbConn, actor: &Actor, number: &str) -> AppResult<DeskOrder> {
    actor.must(Right::Desk)?;
    let order = store::find_by_number(conn, number)?.ok_or(AppError::NotFound)?;
    let mut parts = store::parts_of(conn, &order.id)?;
    parts.retain(|part| actor.answers_for(&part.enterprise_id));
    if parts.is_empty() {
        return Err(AppError::NotFound);
    }
    let own: BTreeSet<&EnterpriseId> = parts.iter().map(|part| &part.enterprise_id).collect();
    let mut lines = store::lines_of(conn, &order.id)?;
    lines.retain(|line| own.contains(&line.enterprise_id));
    let mut steps = store::steps_of(conn, &order.id)?;
    let sees_all = actor.is(Role::BusinessManager);
    steps.retain(|step| sees_all || step.enterprise_id.as_ref().is_none_or(|e| own.contains(e)));
    Ok(DeskOrder { order, parts, lines, steps, sees_all })
}

/// The orders placed from one day to another, by number, after one; for who may see all of them.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn list_orders(
    conn: &mut DbConn,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
    after: &str,
    limit: i64,
) -> AppResult<Vec<Order>> {
    actor.must(Right::Invoice)?;
    Ok(store::list_by_number(conn, from, to, after, limit)?)
}

/// Each order with what its lines come to that are not cancelled, VAT included.
///
/// # Errors
/// The database's.
pub(crate) fn came_to(conn: &mut DbConn, orders: Vec<Order>) -> QueryResult<Vec<(Order, Ore)>> {
    let ids: Vec<&OrderId> = orders.iter().map(|order| &order.id).collect();
    let mut sums: BTreeMap<OrderId, Ore> = BTreeMap::new();
    for (order, ordered, delivered) in store::amounts_of(conn, &ids)? {
        let sum = sums.entry(order).or_default();
        *sum += delivered.unwrap_or(ordered);
    }
    let with_sum = |order: Order| {
        let sum = sums.get(&order.id).copied().unwrap_or_default();
        (order, sum)
    };
    Ok(orders.into_iter().map(with_sum).collect())
}

/// How many orders a list of the desk has, of the enterprises one answers for.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn count_desk_orders(
    conn: &mut DbConn,
    actor: &Actor,
    listed: Listed,
) -> AppResult<i64> {
    let own = own_enterprises(conn, actor)?;
    Ok(store::count_desk(conn, listed, &own)?)
}

/// Orders that the desk lists, of the enterprises one answers for: at most `limit` after `skip`.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn desk_orders(
    conn: &mut DbConn,
    actor: &Actor,
    listed: Listed,
    skip: i64,
    limit: i64,
) -> AppResult<Vec<Order>> {
    let own = own_enterprises(conn, actor)?;
    Ok(store::list_desk(conn, listed, &own, skip, limit)?)
}

fn own_enterprises(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<EnterpriseId>> {
    actor.must(Right::Desk)?;
    let listed = enterprises::list_enterprises(conn)?.into_iter().map(|e| e.id);
    Ok(listed.filter(|enterprise| actor.answers_for(enterprise)).collect())
}

/// Enters an order that came by phone, of offerings of enterprises one answers for.
///
/// # Refuses
/// As [`super::place_order_once`]; `order.unknown_offering` for another enterprise's.
///
/// # Errors
/// The refusals, `Forbidden`, or the database's.
pub(crate) fn enter_order(
    tx: &mut DbConn,
    actor: &Actor,
    once: &Once,
    wish: &PlaceOrder,
    now: UtcTime,
) -> AppResult<Placed> {
    actor.must(Right::Desk)?;
    let mut refusals = Refusals::default();
    for offer in placing::offers_for(tx, wish, now)? {
        let lines = wish.lines.iter().filter(|line| line.offering == offer.offering.code);
        for line in lines.filter(|_| !actor.answers_for(&offer.offering.enterprise_id)) {
            let field = format!("lines[{}].offering", line.position);
            refusals.add(Fault::UnknownOffering.at(&field));
        }
    }
    refusals.or(())?;
    placing::place_order_once(tx, once, wish, now)
}

/// Confirms one's parts of an order, and tells the customer.
///
/// # Refuses
/// `order.not_possible` when none of them is new.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn confirm(tx: &mut DbConn, actor: &Actor, number: &str, now: UtcTime) -> AppResult<()> {
    let desk = desk_order(tx, actor, number)?;
    let moved = move_parts(tx, actor, &desk, Step::Confirmed, None, "", now)?;
    tell(tx, "order.confirmed", &desk.order, &moved, now)
}

/// Cancels one's parts of an order, gives their places back and tells the customer why.
///
/// That the reason names nobody of the farm is seen to by `costing::cancel`, which knows the names.
///
/// # Refuses
/// `order.reason` at `reason`, `order.not_possible`.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn cancel(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    reason: &str,
    now: UtcTime,
) -> AppResult<()> {
    let reason = reason.trim();
    let letters = reason.chars().count();
    let desk = desk_order(tx, actor, number)?;
    if letters == 0 || letters > REASON_MAX {
        return Err(DeskFault::Reason.refusal().into());
    }
    let moved = move_parts(tx, actor, &desk, Step::Cancelled, None, reason, now)?;
    let mut given_back = desk.lines.clone();
    given_back.retain(|line| moved.contains(&line.enterprise_id));
    let places = recording::places_of(&given_back, desk.order.delivery_date);
    catalog::give_back_places(tx, &places)?;
    tell(tx, "order.cancelled", &desk.order, &moved, now)
}

/// Delivers one's parts of an order, also straight from new; once delivered, again is no error.
///
/// # Refuses
/// `order.delivery_future` and `order.delivery_before_order` at `date`, `order.real_quantity` at
/// `quantity[LINE]`, `order.not_possible` when all of them are cancelled.
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn deliver(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    wish: &DeliverOrder,
    now: UtcTime,
) -> AppResult<DeskOrder> {
    let desk = desk_order(tx, actor, number)?;
    let waits = |part: &OrderPart| matches!(part.state, PartState::Received | PartState::Confirmed);
    let is_done = desk.parts.iter().any(|part| part.state == PartState::Delivered)
        && !desk.parts.iter().any(waits);
    if is_done {
        return Ok(desk);
    }
    let mut refusals = Refusals::default();
    if wish.on > now.oslo_date() {
        refusals.add(DeskFault::DeliveryFuture.refusal());
    }
    if wish.on < desk.order.ordered_on {
        refusals.add(DeskFault::DeliveryBeforeOrder.refusal());
    }
    let terms = estimate::terms(tx, &desk, wish.on)?;
    refusals.with(terms.faults(&desk, wish)).or(())?;
    let moved = move_parts(tx, actor, &desk, Step::Delivered, Some(wish.on), "", now)?;
    for (line, quantity) in &wish.quantities {
        set_real_quantity(tx, &desk, &moved, *line, *quantity)?;
    }
    tell(tx, "order.delivered", &desk.order, &moved, now)?;
    desk_order(tx, actor, number)
}

/// Adds the customer's address to an order that lacks one, so that it can be invoiced.
///
/// # Refuses
/// `order.address` at `street`, `postcode` or `city`; `order.not_possible` when it has one, or is
/// invoiced.
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn add_address(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    address: [&str; 3],
    now: UtcTime,
) -> AppResult<()> {
    let desk = desk_order(tx, actor, number)?;
    let order = desk.order;
    let may_still =
        matches!(order.state, OrderState::Received | OrderState::Confirmed | OrderState::Delivered);
    if order.has_address() || !may_still {
        return Err(rules::NotPossible::Order(order.state, Step::Address).into());
    }
    let [street, postcode, city] = address.map(str::trim);
    let mut refusals = Refusals::default();
    let is_line = |text: &str, letters_max: usize| {
        !text.is_empty()
            && text.chars().count() <= letters_max
            && !text.chars().any(char::is_control)
    };
    for (field, fits) in [
        ("street", is_line(street, 100)),
        ("postcode", is_postcode(postcode)),
        ("city", is_line(city, 60)),
    ] {
        if !fits {
            refusals.add(DeskFault::Address(field).refusal());
        }
    }
    refusals.or(())?;
    store::set_address(tx, &order.id, street, postcode, city)?;
    if let Some(customer) = &order.customer_id {
        crate::customers::fill_address(tx, customer, [street, postcode, city])?;
    }
    store::insert_step(tx, &step_of(&order, None, Step::Address, actor, "", now))?;
    Ok(())
}

/// Moves those of one's parts that can take the step; refused when none can.
fn move_parts(
    tx: &mut DbConn,
    actor: &Actor,
    desk: &DeskOrder,
    step: Step,
    delivered_on: Option<NaiveDate>,
    note: &str,
    now: UtcTime,
) -> AppResult<Vec<EnterpriseId>> {
    let mut moved = Vec::new();
    let mut refused = None;
    for part in &desk.parts {
        match rules::next_part_state(part.state, step) {
            Ok(next) => {
                store::move_part(tx, part, next, delivered_on)?;
                let enterprise = Some(part.enterprise_id.clone());
                let row = step_of(&desk.order, enterprise, step, actor, note, now);
                store::insert_step(tx, &row)?;
                moved.push(part.enterprise_id.clone());
            }
            Err(no) => refused = Some(no),
        }
    }
    match refused {
        Some(no) if moved.is_empty() => return Err(no.into()),
        _ => {}
    }
    let states = store::parts_of(tx, &desk.order.id)?.into_iter().map(|part| part.state);
    store::set_state(tx, &desk.order.id, rules::state_of_parts(states))?;
    Ok(moved)
}

fn set_real_quantity(
    tx: &mut DbConn,
    desk: &DeskOrder,
    moved: &[EnterpriseId],
    line: i32,
    quantity: Quantity,
) -> AppResult<()> {
    let of = desk.lines.iter().find(|l| l.line == line && moved.contains(&l.enterprise_id));
    let Some(of) = of.filter(|of| of.quantity_milli != quantity) else { return Ok(()) };
    let gross = quantity.price(of.unit_price_ore);
    let gross = gross.ok_or_else(|| AppError::internal("a delivered amount left its range"))?;
    Ok(store::set_delivered(tx, of, quantity, gross)?)
}

pub(super) fn step_of(
    order: &Order,
    enterprise_id: Option<EnterpriseId>,
    step: Step,
    actor: &Actor,
    note: &str,
    now: UtcTime,
) -> OrderStep {
    OrderStep {
        id: fresh_id(),
        order_id: order.id.clone(),
        enterprise_id,
        step,
        taken_at: now,
        by_account: Some(actor.account_id.clone()),
        note: note.to_owned(),
    }
}

/// Queues a mail about some parts of an order.
fn tell(
    tx: &mut DbConn,
    kind: &str,
    order: &Order,
    parts: &[EnterpriseId],
    now: UtcTime,
) -> AppResult<()> {
    let payload = serde_json::to_string(parts)?;
    Ok(outside::queue(tx, kind, order.id.as_str(), &payload, now)?)
}
