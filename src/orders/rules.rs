//! What may be ordered, and what may be done with an order. Pure.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::model::{Order, OrderLine, OrderPart, OrderState, PartState, Step, WantedLine};
use super::words::Fault;
use crate::base::{Ore, Quantity, VatCode};
use crate::catalog::{self, Offer, OfferingKind};
use crate::customers::CustomerKind;
use crate::error::{Refusal, Refusals};

/// Øre in one order, at most: ten million kroner.
const TOTAL_MAX: Ore = Ore::new(1_000_000_000);
/// The unit whose quantity is an estimate until the work is done.
pub(super) const ESTIMATED_UNIT: &str = "time";
/// Days in which a consumer may withdraw.
///
/// Source: angrerettloven § 21.
const WITHDRAWAL_DAYS: u64 = 14;

/// Why a rule said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotPossible {
    /// A part in this state cannot take this step.
    Part(PartState, Step),
    /// An order in this state cannot take this step.
    Order(OrderState, Step),
}

/// Every step a part can take; what is not here is refused.
const PART_STEPS: [(PartState, Step, PartState); 5] = [
    (PartState::Received, Step::Confirmed, PartState::Confirmed),
    (PartState::Received, Step::Delivered, PartState::Delivered),
    (PartState::Confirmed, Step::Delivered, PartState::Delivered),
    (PartState::Received, Step::Cancelled, PartState::Cancelled),
    (PartState::Confirmed, Step::Cancelled, PartState::Cancelled),
];

/// Every step a whole order takes beyond its parts; what is not here is refused.
const ORDER_STEPS: [(OrderState, Step, OrderState); 5] = [
    (OrderState::Delivered, Step::Invoiced, OrderState::Invoiced),
    (OrderState::Invoiced, Step::Paid, OrderState::Paid),
    (OrderState::Paid, Step::Unpaid, OrderState::Invoiced),
    (OrderState::Invoiced, Step::Credited, OrderState::Credited),
    (OrderState::Paid, Step::Credited, OrderState::Credited),
];

/// The state of a part after a step.
pub(super) fn next_part_state(state: PartState, step: Step) -> Result<PartState, NotPossible> {
    PART_STEPS
        .iter()
        .find(|(from, by, _)| *from == state && *by == step)
        .map(|(.., to)| *to)
        .ok_or(NotPossible::Part(state, step))
}

/// The state of an order after a step that concerns the whole of it.
pub(super) fn next_order_state(state: OrderState, step: Step) -> Result<OrderState, NotPossible> {
    ORDER_STEPS
        .iter()
        .find(|(from, by, _)| *from == state && *by == step)
        .map(|(.., to)| *to)
        .ok_or(NotPossible::Order(state, step))
}

/// The state of an order that has not been invoiced, from its parts'.
///
/// Cancelled when all are; else what the slowest of the others is.
pub(super) fn state_of_parts(parts: impl IntoIterator<Item = PartState>) -> OrderState {
    let slowest = parts.into_iter().filter(|state| *state != PartState::Cancelled).min();
    match slowest {
        None | Some(PartState::Cancelled) => OrderState::Cancelled,
        Some(PartState::Received) => OrderState::Received,
        Some(PartState::Confirmed) => OrderState::Confirmed,
        Some(PartState::Delivered) => OrderState::Delivered,
    }
}

/// A wanted line with its offer and its price.
pub(super) struct Chosen<'a> {
    pub(super) wanted: &'a WantedLine,
    pub(super) offer: &'a Offer,
    /// VAT included.
    pub(super) gross: Ore,
}

/// Lines that the catalog can fill on a day, and every refusal of those it cannot.
///
/// Closed, stopped and full days are asked of the catalog itself.
///
/// # Refuses
/// `order.unknown_offering`, `order.quantity`, `order.too_early`, `order.served_with_food`,
/// `order.amount`.
pub(super) fn choose<'a>(
    lines: &'a [WantedLine],
    offers: &'a [Offer],
    day: NaiveDate,
    today: NaiveDate,
) -> (Vec<Chosen<'a>>, Refusals) {
    let mut refusals = Refusals::default();
    let mut chosen = Vec::with_capacity(lines.len());
    for wanted in lines {
        match choose_line(wanted, offers) {
            Ok(line) => chosen.push(line),
            Err(refusal) => refusals.add(refusal),
        }
    }
    let total: i128 = chosen.iter().map(|line| i128::from(line.gross.ore())).sum();
    if total > i128::from(TOTAL_MAX.ore()) {
        refusals.add(Fault::Amount.at("lines"));
    }
    if let Some(refusal) = too_early(&chosen, day, today) {
        refusals.add(refusal);
    }
    if serves_with_food(&chosen) {
        refusals.add(Fault::ServedWithFood.at("lines"));
    }
    (chosen, refusals)
}

fn choose_line<'a>(wanted: &'a WantedLine, offers: &'a [Offer]) -> Result<Chosen<'a>, Refusal> {
    let at = |part: &str| format!("lines[{}].{part}", wanted.position);
    let offer = offers
        .iter()
        .find(|offer| offer.offering.code == wanted.offering)
        .ok_or_else(|| Fault::UnknownOffering.at(&at("offering")))?;
    let unit = &offer.offering.unit;
    if !catalog::takes_decimals(unit) && !wanted.quantity.is_whole() {
        return Err(Fault::NotWhole(unit.clone()).at(&at("quantity")));
    }
    let gross = wanted.quantity.price(offer.price);
    let gross = gross.ok_or_else(|| Fault::Amount.at(&at("quantity")))?;
    Ok(Chosen { wanted, offer, gross })
}

/// The longest lead decides the whole order's day.
fn too_early(chosen: &[Chosen<'_>], day: NaiveDate, today: NaiveDate) -> Option<Refusal> {
    let slowest = chosen.iter().max_by_key(|line| line.offer.offering.lead_days)?;
    let first = catalog::first_day(&slowest.offer.offering, today);
    let name = || slowest.offer.offering.name.clone();
    (day < first).then(|| Fault::TooEarly(name(), first).at("delivery_date"))
}

/// Food to serve has 25 % VAT and food to take away 15 %; in one delivery they would mix.
///
/// Source: merverdiavgiftsloven § 5-2; DOMAIN section 3.
fn serves_with_food(chosen: &[Chosen<'_>]) -> bool {
    let is_served = |line: &Chosen<'_>| line.offer.offering.is_served;
    let is_taken_away = |line: &Chosen<'_>| {
        line.offer.offering.vat_code == VatCode::Out15 && !line.offer.offering.is_served
    };
    chosen.iter().any(is_served) && chosen.iter().any(is_taken_away)
}

/// What an order comes to: its lines' real amounts, without those of cancelled parts.
pub(super) fn came_to(lines: &[OrderLine], parts: &[OrderPart]) -> Ore {
    let is_cancelled = |line: &OrderLine| {
        let part = parts.iter().find(|part| part.enterprise_id == line.enterprise_id);
        part.is_some_and(|part| part.state == PartState::Cancelled)
    };
    lines.iter().filter(|line| !is_cancelled(line)).map(OrderLine::final_gross).sum()
}

/// May the real quantity of a line differ from what was ordered?
pub(super) fn is_estimated(line: &OrderLine) -> bool {
    line.unit == ESTIMATED_UNIT
}

/// The most that may be invoiced of an estimated line.
///
/// `overrun_bp` in basis points: 1500 is 15 %. Rounded down to a thousandth.
///
/// Source: håndverkertjenesteloven § 32.
pub(super) fn quantity_max(ordered: Quantity, overrun_bp: i64) -> Quantity {
    let factor = Decimal::ONE + Decimal::new(overrun_bp, 4);
    let most = (Decimal::from(ordered.milli()) * factor).floor();
    Quantity::from_milli(i64::try_from(most).unwrap_or(ordered.milli()))
}

/// The last day that a line may be withdrawn from; None when it may not, or not by this customer.
///
/// Fourteen days from the receipt of goods, or from a service's contract; before goods are received
/// the period is open, and ends a year after the order at the latest.
///
/// Source: angrerettloven §§ 20–22.
pub(super) fn withdraw_until(
    order: &Order,
    line: &OrderLine,
    parts: &[OrderPart],
) -> Option<NaiveDate> {
    let part = parts.iter().find(|part| part.enterprise_id == line.enterprise_id)?;
    let is_over = part.state == PartState::Cancelled || order.state == OrderState::Credited;
    let is_consumer = order.customer_kind == CustomerKind::Private;
    if !line.may_withdraw || is_over || !is_consumer {
        return None;
    }
    let days = Days::new(WITHDRAWAL_DAYS);
    match (line.kind, part.delivered_on) {
        (OfferingKind::Service, _) => order.ordered_on.checked_add_days(days),
        (OfferingKind::Goods, Some(received)) => received.checked_add_days(days),
        (OfferingKind::Goods, None) => order.delivery_date.checked_add_days(Days::new(366)),
    }
}

/// What may be done about a line by the right of withdrawal, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withdrawal {
    /// The line has no such right, for its own reason.
    Never,
    /// Organisations have none.
    ConsumersOnly,
    /// The part was cancelled: there is nothing to withdraw from.
    Cancelled,
    /// The invoice was credited.
    Credited,
    /// Until this day, included.
    Until(NaiveDate),
    /// Until fourteen days after the goods are received, which they are not yet.
    AfterReceipt,
    /// Until this day, which has been.
    Ended(NaiveDate),
}

impl Withdrawal {
    /// May the line be withdrawn from now?
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Until(_) | Self::AfterReceipt)
    }
}

/// What may be done about a line today.
pub(super) fn withdrawal(
    order: &Order,
    line: &OrderLine,
    parts: &[OrderPart],
    today: NaiveDate,
) -> Withdrawal {
    let part = parts.iter().find(|part| part.enterprise_id == line.enterprise_id);
    let is_cancelled = part.is_none_or(|part| part.state == PartState::Cancelled);
    let is_received = part.is_some_and(|part| part.delivered_on.is_some());
    match withdraw_until(order, line, parts) {
        Some(last) if last < today => Withdrawal::Ended(last),
        Some(_) if line.kind == OfferingKind::Goods && !is_received => Withdrawal::AfterReceipt,
        Some(last) => Withdrawal::Until(last),
        None if !line.may_withdraw => Withdrawal::Never,
        None if is_cancelled => Withdrawal::Cancelled,
        None if order.state == OrderState::Credited => Withdrawal::Credited,
        None => Withdrawal::ConsumersOnly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_passed_by_fifteen_per_cent_at_most() {
        for (ordered, most) in [(10_000, 11_500), (1, 1), (7_333, 8_432)] {
            let ordered = Quantity::from_milli(ordered);
            assert_eq!(quantity_max(ordered, 1500), Quantity::from_milli(most));
        }
    }

    #[test]
    fn an_order_is_where_its_slowest_part_is() {
        use PartState::{Cancelled, Confirmed, Delivered, Received};
        for (parts, state) in [
            (vec![Received], OrderState::Received),
            (vec![Received, Delivered], OrderState::Received),
            (vec![Confirmed, Delivered], OrderState::Confirmed),
            (vec![Delivered, Cancelled], OrderState::Delivered),
            (vec![Cancelled, Cancelled], OrderState::Cancelled),
            (vec![Cancelled, Confirmed], OrderState::Confirmed),
        ] {
            assert_eq!(state_of_parts(parts.clone()), state, "{parts:?}");
        }
    }

    #[test]
    fn a_part_takes_only_the_steps_of_the_table() {
        for state in PartState::ALL {
            for step in Step::ALL {
                let allowed = PART_STEPS.iter().any(|(from, by, _)| from == state && by == step);
                assert_eq!(next_part_state(*state, *step).is_ok(), allowed);
            }
        }
        assert!(next_part_state(PartState::Delivered, Step::Cancelled).is_err());
    }

    #[test]
    fn an_invoice_needs_a_delivery_and_a_payment_an_invoice() {
        assert!(next_order_state(OrderState::Confirmed, Step::Invoiced).is_err());
        assert!(next_order_state(OrderState::Delivered, Step::Paid).is_err());
        assert_eq!(next_order_state(OrderState::Paid, Step::Credited), Ok(OrderState::Credited));
        assert!(next_order_state(OrderState::Credited, Step::Credited).is_err());
    }
}
