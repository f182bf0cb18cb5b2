//! Orders of an import: taken at their word, as if each had happened on its day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::model::{
    Channel, Delivery, Order, OrderLine, OrderPart, OrderState, OrderStep, PartState, Step,
};
use super::{rules, store};
use crate::base::{
    CustomerId, EnterpriseId, OfferingId, OrderId, Ore, Quantity, UtcTime, VatCode, fresh_id,
    random_token,
};
use crate::catalog::{self, OfferingKind};
use crate::customers;
use crate::db::{DbConn, raise_series};
use crate::error::{AppError, AppResult, Refusal};

/// An order as a farm's history tells it.
#[derive(Clone, Debug)]
pub(crate) struct ImportedOrder {
    pub(crate) number: String,
    pub(crate) customer: CustomerId,
    pub(crate) ordered_on: NaiveDate,
    pub(crate) delivery_date: NaiveDate,
    pub(crate) lines: Vec<ImportedLine>,
}

/// A line of it; price and VAT code are as given, the rest is the offering's.
#[derive(Clone, Debug)]
pub(crate) struct ImportedLine {
    /// 1 and up, unique within the order.
    pub(crate) line: i32,
    /// The offering's code.
    pub(crate) offering: String,
    pub(crate) quantity: Quantity,
    /// VAT included.
    pub(crate) unit_price: Ore,
    pub(crate) vat_code: VatCode,
}

/// What a line keeps of its offering.
#[derive(Clone, Debug, diesel::Queryable)]
pub(super) struct OfferingFacts {
    code: String,
    id: OfferingId,
    enterprise_id: EnterpriseId,
    name: String,
    kind: OfferingKind,
    unit: String,
    may_withdraw: bool,
    withdrawal_reason: String,
}

/// Records an order that was placed; its places are taken even past a day's limit.
///
/// # Refuses
/// `order.unknown_offering` at `offering`, `order.number_taken` at `order`, `order.amount`.
///
/// # Errors
/// The refusals, or the database's.
pub(crate) fn record_order(
    tx: &mut DbConn,
    imported: &ImportedOrder,
    now: UtcTime,
) -> AppResult<OrderId> {
    if store::find_by_number(tx, &imported.number)?.is_some() {
        let words = format!("Bestilling {} finnes fra før.", imported.number);
        return Err(Refusal::new("order.number_taken", "order", words).into());
    }
    let id = OrderId::fresh();
    let lines = priced_lines(tx, &id, imported)?;
    let order = order_of(tx, id, imported, &lines, now)?;
    store::insert_order(tx, &order)?;
    let enterprises: BTreeSet<&EnterpriseId> = lines.iter().map(|l| &l.enterprise_id).collect();
    for enterprise in enterprises {
        let part = OrderPart {
            order_id: order.id.clone(),
            enterprise_id: enterprise.clone(),
            state: PartState::Received,
            delivered_on: None,
        };
        store::insert_part(tx, &part)?;
    }
    for line in &lines {
        store::insert_line(tx, line)?;
    }
    catalog::take_places(tx, &places_of(&lines, order.delivery_date), false)?;
    if let Some(own) = own_number(&imported.number) {
        raise_series(tx, super::model::ORDER_SERIES, own + 1)?;
    }
    Ok(order.id)
}

/// Records that every part was delivered.
///
/// # Refuses
/// `order.not_possible` when it was before, or cancelled.
///
/// # Errors
/// The refusal, or the database's.
pub(crate) fn record_delivery(
    tx: &mut DbConn,
    id: &OrderId,
    on: NaiveDate,
    now: UtcTime,
) -> AppResult<()> {
    record_step(tx, id, Step::Delivered, on, now)
}

/// Records that the whole order was cancelled; its places are given back.
///
/// # Refuses
/// `order.not_possible` when it was before, or delivered.
///
/// # Errors
/// The refusal, or the database's.
pub(crate) fn record_cancellation(
    tx: &mut DbConn,
    id: &OrderId,
    on: NaiveDate,
    now: UtcTime,
) -> AppResult<()> {
    record_step(tx, id, Step::Cancelled, on, now)
}

fn record_step(
    tx: &mut DbConn,
    id: &OrderId,
    step: Step,
    on: NaiveDate,
    now: UtcTime,
) -> AppResult<()> {
    let mut states = Vec::new();
    for part in store::parts_of(tx, id)? {
        let next = rules::next_part_state(part.state, step)?;
        store::move_part(tx, &part, next, (step == Step::Delivered).then_some(on))?;
        states.push(next);
    }
    if step == Step::Cancelled {
        let order = store::find(tx, id)?.ok_or(AppError::NotFound)?;
        let lines = store::lines_of(tx, id)?;
        catalog::give_back_places(tx, &places_of(&lines, order.delivery_date))?;
    }
    store::set_state(tx, id, rules::state_of_parts(states))?;
    store::insert_step(
        tx,
        &OrderStep {
            id: fresh_id(),
            order_id: id.clone(),
            enterprise_id: None,
            step,
            taken_at: now,
            by_account: None,
            note: format!("Hentet inn. Skjedde {}.", on.format("%d.%m.%Y")),
        },
    )?;
    Ok(())
}

/// The places that lines take, by what they were ordered with and no limit.
pub(super) fn places_of(lines: &[OrderLine], day: NaiveDate) -> Vec<catalog::Place> {
    lines
        .iter()
        .map(|line| (line.offering_id.clone(), None, day, line.quantity_milli.milli()))
        .collect()
}

fn priced_lines(
    tx: &mut DbConn,
    id: &OrderId,
    imported: &ImportedOrder,
) -> AppResult<Vec<OrderLine>> {
    let codes: Vec<&str> = imported.lines.iter().map(|l| l.offering.as_str()).collect();
    let offered = store::lines_offered(tx, &codes)?;
    imported
        .lines
        .iter()
        .map(|line| {
            let facts = offered.iter().find(|o| o.code == line.offering).ok_or_else(|| {
                let words = format!("{} er ingen vare vi kjenner.", line.offering);
                Refusal::new("order.unknown_offering", "offering", words)
            })?;
            let gross = line
                .quantity
                .price(line.unit_price)
                .ok_or_else(|| Refusal::new("order.amount", "quantity", "Beløpet er for stort."))?;
            Ok(OrderLine {
                order_id: id.clone(),
                line: line.line,
                enterprise_id: facts.enterprise_id.clone(),
                offering_id: facts.id.clone(),
                name: facts.name.clone(),
                kind: facts.kind,
                unit: facts.unit.clone(),
                vat_code: line.vat_code,
                unit_price_ore: line.unit_price,
                quantity_milli: line.quantity,
                gross_ore: gross,
                delivered_milli: None,
                delivered_gross_ore: None,
                may_withdraw: facts.may_withdraw,
                withdrawal_reason: facts.withdrawal_reason.clone(),
            })
        })
        .collect()
}

fn order_of(
    tx: &mut DbConn,
    id: OrderId,
    imported: &ImportedOrder,
    lines: &[OrderLine],
    now: UtcTime,
) -> AppResult<Order> {
    let customer =
        customers::get_customer(tx, &imported.customer).map_err(|error| match error {
            AppError::NotFound => {
                Refusal::new("order.unknown_customer", "customer", "Kunden er ukjent.").into()
            }
            other => other,
        })?;
    Ok(Order {
        id,
        number: imported.number.clone(),
        token: random_token(),
        channel: Channel::Import,
        ordered_on: imported.ordered_on,
        placed_at: now,
        placed_by: None,
        customer_id: Some(customer.id),
        customer_kind: customer.kind,
        name: customer.name,
        org_number: customer.org_number,
        email: customer.email,
        phone: customer.phone,
        street: customer.street,
        postcode: customer.postcode,
        city: customer.city,
        delivery: Delivery::Collect,
        delivery_date: imported.delivery_date,
        delivery_time: String::new(),
        delivery_address: String::new(),
        buyer_reference: String::new(),
        order_reference: String::new(),
        message: String::new(),
        total_ore: lines.iter().map(|l| l.gross_ore).sum(),
        state: OrderState::Received,
    })
}

/// The place in our own series of a number that looks like one of ours.
fn own_number(number: &str) -> Option<i64> {
    let digits = number.strip_prefix('G')?;
    (digits.len() == 7).then(|| digits.parse().ok())?
}
