//! Work sold by the hour: how long it was agreed to take, and what of it may be billed.
//!
//! The quantity ordered of a line whose unit is `time` is the agreed estimate, until the desk notes
//! that another was agreed with the customer.

use std::collections::BTreeMap;

use diesel::QueryResult;
use rust_decimal::Decimal;

use super::desk::{DeliverOrder, DeskOrder, desk_order, step_of};
use super::model::{OrderLine, PartState, Step};
use super::words::DeskFault;
use super::{rules, store};
use crate::base::{EnterpriseId, OrderId, Quantity, UtcTime};
use crate::db::{DbConn, setting};
use crate::enterprises;
use crate::error::{AppResult, Refusals};
use crate::people::Actor;

/// Hours in an agreed estimate, at most.
const HOURS_MAX_MILLI: i64 = 10_000_000;

/// What was agreed with the customer, as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewEstimate {
    /// The enterprise's code; may be empty where one has one part only.
    pub(crate) enterprise: String,
    pub(crate) hours: String,
}

/// A line by the hour, with what it is proposed to have come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub(crate) line: i32,
    pub(crate) quantity: Quantity,
    /// The most that may be billed.
    pub(crate) most: Quantity,
}

/// Minutes agreed on, of each order's enterprises that have any.
///
/// # Errors
/// The database's.
pub(crate) fn agreed_minutes(
    conn: &mut DbConn,
    ids: &[OrderId],
) -> QueryResult<BTreeMap<(OrderId, EnterpriseId), i64>> {
    let mut milli: BTreeMap<(OrderId, EnterpriseId), i64> = BTreeMap::new();
    for (order_id, enterprise_id, quantity) in store::estimated_lines(conn, ids)? {
        *milli.entry((order_id, enterprise_id)).or_default() += quantity.milli();
    }
    let mut agreed: BTreeMap<_, i64> =
        milli.into_iter().map(|(key, milli)| (key, minutes_of(milli))).collect();
    agreed.extend(agreed_anew(conn, ids)?);
    agreed.retain(|_, minutes| *minutes > 0);
    Ok(agreed)
}

/// What the desk noted that was agreed later; the newest of each part.
fn agreed_anew(
    conn: &mut DbConn,
    ids: &[OrderId],
) -> QueryResult<BTreeMap<(OrderId, EnterpriseId), i64>> {
    let rows = store::estimates_of(conn, ids)?; // the newest comes last, and stays
    Ok(rows
        .into_iter()
        .map(|(order, enterprise, minutes)| ((order, enterprise), minutes))
        .collect())
}

/// Thousandths of an hour as minutes, rounded to the nearest.
const fn minutes_of(milli: i64) -> i64 {
    (milli * 60 + 500).div_euclid(1000)
}

/// Minutes as thousandths of an hour, rounded to the nearest.
pub(super) const fn milli_of(minutes: i64) -> i64 {
    (minutes * 1000 + 30).div_euclid(60)
}

/// Notes that the customer agreed to another estimate of one's part.
///
/// # Refuses
/// `estimate.hours` at `hours`, `estimate.enterprise` at `enterprise`.
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn agree_estimate(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    new: &NewEstimate,
    now: UtcTime,
) -> AppResult<()> {
    let desk = desk_order(tx, actor, number)?;
    let mut refusals = Refusals::default();
    let hours = Quantity::parse(&new.hours)
        .filter(|hours| (1..=HOURS_MAX_MILLI).contains(&hours.milli()))
        .filter(|hours| minutes_of(hours.milli()) > 0);
    if hours.is_none() {
        refusals.add(DeskFault::EstimateHours.refusal());
    }
    let waiting = waiting_parts(&desk);
    let named = match new.enterprise.trim() {
        "" => None,
        code => enterprises::find_enterprise_by_code(tx, code)?.map(|e| e.id),
    };
    let enterprise_id = match (named, waiting.as_slice()) {
        (Some(id), parts) => parts.iter().find(|part| **part == id).cloned(),
        (None, [only]) if new.enterprise.trim().is_empty() => Some(only.clone()),
        _ => None,
    };
    if enterprise_id.is_none() {
        refusals.add(DeskFault::EstimateEnterprise.refusal());
    }
    let (Some(hours), Some(enterprise_id)) = (hours, enterprise_id) else {
        return Err(refusals.into());
    };
    let minutes = minutes_of(hours.milli());
    let order = &desk.order;
    store::insert_estimate(tx, order, &enterprise_id, minutes, &actor.account_id, now)?;
    let note = format!("{hours} timer");
    let step = step_of(order, Some(enterprise_id), Step::Estimate, actor, &note, now);
    Ok(store::insert_step(tx, &step)?)
}

/// Enterprises whose part is neither delivered nor cancelled.
fn waiting_parts(desk: &DeskOrder) -> Vec<EnterpriseId> {
    let waits = |state: PartState| matches!(state, PartState::Received | PartState::Confirmed);
    let waiting = desk.parts.iter().filter(|part| waits(part.state));
    waiting.map(|part| part.enterprise_id.clone()).collect()
}

/// How far an estimate may be passed, and what was agreed later, on a day.
pub(super) struct Terms {
    overrun_bp: i64,
    anew: BTreeMap<EnterpriseId, i64>,
}

pub(super) fn terms(
    conn: &mut DbConn,
    desk: &DeskOrder,
    on: chrono::NaiveDate,
) -> QueryResult<Terms> {
    let overrun_bp = setting(conn, "estimate.overrun_bp", on)?;
    let anew = agreed_anew(conn, std::slice::from_ref(&desk.order.id))?;
    Ok(Terms {
        overrun_bp: overrun_bp.and_then(|bp| bp.parse().ok()).unwrap_or(0),
        anew: anew.into_iter().map(|((_, enterprise), minutes)| (enterprise, minutes)).collect(),
    })
}

impl Terms {
    /// The most that may be billed of a line, where the others come to `quantity_of`.
    ///
    /// What was agreed later is of the whole part, so the lines share it.
    fn most(
        &self,
        lines: &[OrderLine],
        line: &OrderLine,
        quantity_of: impl Fn(&OrderLine) -> Quantity,
    ) -> Quantity {
        let Some(minutes) = self.anew.get(&line.enterprise_id) else {
            return rules::quantity_max(line.quantity_milli, self.overrun_bp);
        };
        let whole = Quantity::from_milli(milli_of(*minutes));
        let whole = rules::quantity_max(whole, self.overrun_bp);
        let others = lines.iter().filter(|other| {
            other.enterprise_id == line.enterprise_id
                && other.line != line.line
                && rules::is_estimated(other)
        });
        let taken: i64 = others.map(|other| quantity_of(other).milli()).sum();
        Quantity::from_milli((whole.milli() - taken).max(0))
    }

    /// What of a delivery's real quantities may not be billed.
    pub(super) fn faults(&self, desk: &DeskOrder, wish: &DeliverOrder) -> Refusals {
        let mut refusals = Refusals::default();
        let real = |line: &OrderLine| {
            let said = wish.quantities.iter().find(|(number, _)| *number == line.line);
            said.map_or(line.quantity_milli, |(_, quantity)| *quantity)
        };
        for (line, quantity) in &wish.quantities {
            let of = desk.lines.iter().find(|l| l.line == *line && rules::is_estimated(l));
            let most = of.map(|of| self.most(&desk.lines, of, real));
            if quantity.milli() <= 0 || most.is_none_or(|most| *quantity > most) {
                refusals.add(DeskFault::RealQuantity(*line, most).refusal());
            }
        }
        refusals
    }
}

/// What the lines by the hour of waiting parts are proposed to have come to, from approved minutes.
///
/// Never more than may be billed; as ordered where no hour is approved.
///
/// # Errors
/// The database's.
pub(crate) fn propose_quantities(
    conn: &mut DbConn,
    desk: &DeskOrder,
    approved: &BTreeMap<EnterpriseId, i64>,
    on: chrono::NaiveDate,
) -> QueryResult<Vec<Proposal>> {
    let terms = terms(conn, desk, on)?;
    let mut proposals = Vec::new();
    for enterprise_id in waiting_parts(desk) {
        let is_own =
            |line: &&OrderLine| line.enterprise_id == enterprise_id && rules::is_estimated(line);
        let lines: Vec<&OrderLine> = desk.lines.iter().filter(is_own).collect();
        let worked = approved.get(&enterprise_id).copied().filter(|minutes| *minutes > 0);
        let shares = share_out(&lines, worked.map(milli_of));
        let share = |of: &OrderLine| {
            let place = lines.iter().position(|line| line.line == of.line);
            let share = place.and_then(|place| shares.get(place));
            Quantity::from_milli(share.copied().unwrap_or_default())
        };
        for line in &lines {
            let most = terms.most(&desk.lines, line, share);
            // Less than a thousandth of an hour is not delivered at all.
            let quantity = share(line).min(most).max(Quantity::from_milli(1));
            proposals.push(Proposal { line: line.line, quantity, most });
        }
    }
    proposals.sort_by_key(|proposal| proposal.line);
    Ok(proposals)
}

/// Splits worked thousandths over lines as they were ordered; the last takes what remains.
fn share_out(lines: &[&OrderLine], worked: Option<i64>) -> Vec<i64> {
    let ordered: Vec<i64> = lines.iter().map(|line| line.quantity_milli.milli()).collect();
    let Some(worked) = worked else { return ordered };
    let whole: i64 = ordered.iter().sum();
    let mut left = worked;
    let count = ordered.len();
    let share = |(place, own): (usize, i64)| {
        if place + 1 == count {
            return left;
        }
        let exact = Decimal::from(worked) * Decimal::from(own);
        let part = exact.checked_div(Decimal::from(whole)).unwrap_or_default().floor();
        let part = i64::try_from(part).unwrap_or_default();
        left -= part;
        part
    };
    ordered.into_iter().enumerate().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_minutes_are_the_same_time() {
        for (minutes, milli) in [(60, 1000), (90, 1500), (20, 333), (40, 667), (675, 11_250)] {
            assert_eq!(milli_of(minutes), milli);
            assert_eq!(minutes_of(milli), minutes);
        }
    }
}
