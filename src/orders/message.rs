//! A message from the desk to an order's customer, kept as a step of the order.

use super::desk::{DeskOrder, desk_order, step_of};
use super::model::{OrderState, Step};
use super::words::DeskFault;
use super::{rules, store};
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::{AppResult, Refusals};
use crate::outside;
use crate::people::Actor;

/// Letters in a message, at most.
const TEXT_MAX: usize = 2000;

/// Sends a message to the customer, and keeps it with who sent it and when.
///
/// # Refuses
/// `message.text` and `message.no_email` at `text`; `order.not_possible` for an order that is
/// cancelled or credited.
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn tell_customer(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    text: &str,
    now: UtcTime,
) -> AppResult<()> {
    let desk = desk_order(tx, actor, number)?;
    if matches!(desk.order.state, OrderState::Cancelled | OrderState::Credited) {
        return Err(rules::NotPossible::Order(desk.order.state, Step::Message).into());
    }
    let text = text.trim().replace("\r\n", "\n");
    let mut refusals = Refusals::default();
    let is_plain = text.chars().all(|c| !c.is_control() || c == '\n');
    if text.is_empty() || text.chars().count() > TEXT_MAX || !is_plain {
        refusals.add(DeskFault::MessageText(TEXT_MAX).refusal());
    }
    if desk.order.email.is_empty() {
        refusals.add(DeskFault::NoEmail.refusal());
    }
    refusals.or(())?;
    let DeskOrder { order, parts, .. } = desk;
    let enterprise = match parts.as_slice() {
        [only] => Some(only.enterprise_id.clone()),
        _ => None,
    };
    let step = step_of(&order, enterprise, Step::Message, actor, &text, now);
    store::insert_step(tx, &step)?;
    let payload = serde_json::to_string(&step.id)?;
    Ok(outside::queue(tx, "order.told", order.id.as_str(), &payload, now)?)
}
