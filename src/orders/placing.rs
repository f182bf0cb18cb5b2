//! An order is placed: the one action behind the shop, the desk and the API.

use std::collections::BTreeSet;

use super::model::{
    ORDER_SERIES, Order, OrderLine, OrderPart, OrderState, PartState, PlaceOrder, Placed,
};
use super::parse::Parsed;
use super::rules::Chosen;
use super::{rules, store};
use crate::base::{EnterpriseId, OrderId, UtcTime, random_token};
use crate::catalog::{self, Offer, Offering, Place};
use crate::db::{DbConn, Once, answer_once, next_number, replay};
use crate::error::{AppResult, Refusals};
use crate::outside;

/// Places an order once for a key; the same key and body again answers the same order.
///
/// # Refuses
/// As [`place_order`], and `idempotency.reused`, 409.
///
/// # Errors
/// The refusals, or the database's; then nothing was done and the key is free.
pub(crate) fn place_order_once(
    tx: &mut DbConn,
    once: &Once,
    wish: &PlaceOrder,
    now: UtcTime,
) -> AppResult<Placed> {
    place_or_repeat(tx, once, wish, now).map(|answered| answered.placed)
}

/// What a key was answered, now or the first time.
pub(crate) struct Answered {
    pub(crate) placed: Placed,
    pub(crate) is_new: bool,
}

/// As [`place_order_once`], and tells whether the order is a new one.
///
/// # Errors
/// As [`place_order_once`].
pub(crate) fn place_or_repeat(
    tx: &mut DbConn,
    once: &Once,
    wish: &PlaceOrder,
    now: UtcTime,
) -> AppResult<Answered> {
    let mut is_new = false;
    let placed = answer_once(tx, once, now, |tx| {
        is_new = true;
        place_order(tx, wish, now)
    })?;
    Ok(Answered { placed, is_new })
}

/// The order that a key was answered with before; None when the key is new.
///
/// # Errors
/// `idempotency.reused`, 409, when the key came with another body; the database's.
pub(crate) fn placed_before(conn: &mut DbConn, once: &Once) -> AppResult<Option<Placed>> {
    replay(conn, once)
}

/// Places a customer's order, takes its places in the day's capacity and queues its mails.
///
/// Prices are read from the catalog now and kept on the lines; later changes do not reach it.
///
/// # Refuses
/// `order.unknown_offering`, `order.quantity`, `order.too_early`, `order.served_with_food`,
/// `order.amount`, `order.day_closed`, `order.day_stopped`, `order.day_full`.
///
/// # Errors
/// The refusals, or the database's.
pub(crate) fn place_order(tx: &mut DbConn, wish: &PlaceOrder, now: UtcTime) -> AppResult<Placed> {
    let today = now.oslo_date();
    let offers = offers_for(tx, wish, now)?;
    let (chosen, mut refusals) = rules::choose(&wish.lines, &offers, wish.delivery_date, today);
    refuse_closed_days(tx, wish, &chosen, &mut refusals)?;
    refusals.or(())?;
    catalog::take_places(tx, &places(wish, &chosen), true)?;
    let number = format!("G{:07}", next_number(tx, ORDER_SERIES, 1)?);
    let order = order_of(wish, &chosen, number, now);
    store::insert_order(tx, &order)?;
    insert_parts(tx, &order, &chosen)?;
    for (line, row) in (1..).zip(&chosen) {
        store::insert_line(tx, &line_of(&order.id, line, row))?;
    }
    outside::queue(tx, "order.placed", order.id.as_str(), "", now)?;
    Ok(Placed {
        number: order.number,
        token: order.token,
        state: order.state,
        delivery_date: order.delivery_date,
        total_incl_vat_ore: order.total_ore,
    })
}

/// Everything that is wrong with a form that could not be read whole: its own faults, and what the
/// catalog says of the lines that could be read.
///
/// # Errors
/// The database's.
pub(crate) fn every_refusal(
    conn: &mut DbConn,
    parsed: Parsed,
    now: UtcTime,
) -> AppResult<Refusals> {
    let Parsed { wish, mut refusals } = parsed;
    let today = now.oslo_date();
    let offers = offers_for(conn, &wish, now)?;
    // A day that could not be read is refused already; the first possible one stands in for it.
    let has_day = refusals.at("delivery_date").is_none();
    let day = if has_day { wish.delivery_date } else { chrono::NaiveDate::MAX };
    let (chosen, more) = rules::choose(&wish.lines, &offers, day, today);
    for refusal in more.all() {
        refusals.add(refusal.clone());
    }
    if has_day {
        refuse_closed_days(conn, &wish, &chosen, &mut refusals)?;
    }
    Ok(refusals)
}

/// The offers of the lines of a wish, each once.
pub(super) fn offers_for(
    conn: &mut DbConn,
    wish: &PlaceOrder,
    now: UtcTime,
) -> AppResult<Vec<Offer>> {
    let mut codes: Vec<&str> = wish.lines.iter().map(|line| line.offering.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    Ok(catalog::offers_on(conn, &codes, now.oslo_date())?)
}

fn refuse_closed_days(
    conn: &mut DbConn,
    wish: &PlaceOrder,
    chosen: &[Chosen<'_>],
    refusals: &mut Refusals,
) -> AppResult<()> {
    let offerings: Vec<&Offering> = chosen.iter().map(|line| &line.offer.offering).collect();
    let reasons = catalog::closed_reasons(conn, &offerings, wish.delivery_date)?;
    for (offering, reason) in offerings.into_iter().zip(reasons) {
        if let Some(closed) = reason {
            refusals.add(closed.refusal("delivery_date", &offering.name));
        }
    }
    Ok(())
}

fn places(wish: &PlaceOrder, chosen: &[Chosen<'_>]) -> Vec<Place> {
    chosen
        .iter()
        .map(|line| {
            let offering = &line.offer.offering;
            let milli = line.wanted.quantity.milli();
            (offering.id.clone(), offering.capacity_milli, wish.delivery_date, milli)
        })
        .collect()
}

fn order_of(wish: &PlaceOrder, chosen: &[Chosen<'_>], number: String, now: UtcTime) -> Order {
    let customer = wish.customer.clone();
    Order {
        id: OrderId::fresh(),
        number,
        token: random_token(),
        channel: wish.channel,
        ordered_on: now.oslo_date(),
        placed_at: now,
        placed_by: wish.placed_by.clone(),
        customer_id: None,
        customer_kind: customer.kind,
        name: customer.name,
        org_number: customer.org_number,
        email: customer.email,
        phone: customer.phone,
        street: customer.street,
        postcode: customer.postcode,
        city: customer.city,
        delivery: wish.delivery,
        delivery_date: wish.delivery_date,
        delivery_time: wish.delivery_time.clone(),
        delivery_address: wish.delivery_address.clone(),
        buyer_reference: wish.buyer_reference.clone(),
        order_reference: wish.order_reference.clone(),
        message: wish.message.clone(),
        total_ore: chosen.iter().map(|line| line.gross).sum(),
        state: OrderState::Received,
    }
}

fn insert_parts(tx: &mut DbConn, order: &Order, chosen: &[Chosen<'_>]) -> AppResult<()> {
    let enterprises: BTreeSet<&EnterpriseId> =
        chosen.iter().map(|line| &line.offer.offering.enterprise_id).collect();
    for enterprise in enterprises {
        let part = OrderPart {
            order_id: order.id.clone(),
            enterprise_id: enterprise.clone(),
            state: PartState::Received,
            delivered_on: None,
        };
        store::insert_part(tx, &part)?;
    }
    Ok(())
}

fn line_of(order: &OrderId, line: i32, chosen: &Chosen<'_>) -> OrderLine {
    let offering = &chosen.offer.offering;
    OrderLine {
        order_id: order.clone(),
        line,
        enterprise_id: offering.enterprise_id.clone(),
        offering_id: offering.id.clone(),
        name: offering.name.clone(),
        kind: offering.kind,
        unit: offering.unit.clone(),
        vat_code: offering.vat_code,
        unit_price_ore: chosen.offer.price,
        quantity_milli: chosen.wanted.quantity,
        gross_ore: chosen.gross,
        delivered_milli: None,
        delivered_gross_ore: None,
        may_withdraw: offering.may_withdraw,
        withdrawal_reason: offering.withdrawal_reason.clone(),
    }
}
