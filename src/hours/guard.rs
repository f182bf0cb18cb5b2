//! How an order's hours stand to what was agreed with its customer.
//!
//! Reckoned from all that is logged, drafts too, so that it is right the minute an hour is logged.

use std::collections::BTreeMap;

use super::layers;
use super::model::{EntryState, Logged};
use crate::base::{EnterpriseId, OrderId, UtcTime};
use crate::db::{DbConn, setting};
use crate::error::AppResult;
use crate::orders;

/// How near the estimate the hours are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// There is time left.
    Within,
    /// The agreed time is used; yellow.
    Used,
    /// As much as may be billed without a new agreement is used; red.
    Over,
}

/// One enterprise's part of an order, held to what was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guard {
    pub(crate) order_id: OrderId,
    pub(crate) enterprise_id: EnterpriseId,
    /// Minutes agreed with the customer.
    pub(crate) agreed: i64,
    /// Minutes that may be billed without a new agreement.
    pub(crate) most: i64,
    /// Minutes logged, whether sent in and approved or not.
    pub(crate) logged: i64,
    pub(crate) approved: i64,
    pub(crate) level: Level,
}

impl Guard {
    /// Whole per cent of what was agreed.
    pub(crate) const fn percent(&self) -> i64 {
        (self.logged * 100).div_euclid(self.agreed)
    }
}

/// Where logged minutes stand to the agreed ones; `overrun_bp` in basis points: 1500 is 15 %.
///
/// Source: håndverkertjenesteloven § 32.
pub(super) const fn level(agreed: i64, logged: i64, overrun_bp: i64) -> Level {
    if logged * 10_000 >= agreed * (10_000 + overrun_bp) {
        Level::Over
    } else if logged >= agreed {
        Level::Used
    } else {
        Level::Within
    }
}

/// The guards of some orders: one for each enterprise that has agreed on time.
///
/// # Errors
/// The database's.
pub(crate) fn guards(
    conn: &mut DbConn,
    order_ids: &[OrderId],
    now: UtcTime,
) -> AppResult<Vec<Guard>> {
    let agreed = orders::agreed_minutes(conn, order_ids)?;
    if agreed.is_empty() {
        return Ok(Vec::new());
    }
    let overrun_bp = setting(conn, "estimate.overrun_bp", now.oslo_date())?;
    let overrun_bp = overrun_bp.and_then(|bp| bp.parse().ok()).unwrap_or(0);
    let mut used: BTreeMap<(OrderId, EnterpriseId), (i64, i64)> = BTreeMap::new();
    for (order_id, enterprise_id, state, minutes) in layers::minutes_on(conn, order_ids)? {
        let (logged, approved) = used.entry((order_id, enterprise_id)).or_default();
        *logged += minutes;
        if state == EntryState::Approved {
            *approved += minutes;
        }
    }
    let guard = |((order_id, enterprise_id), agreed): ((OrderId, EnterpriseId), i64)| {
        let key = (order_id.clone(), enterprise_id.clone());
        let (logged, approved) = used.get(&key).copied().unwrap_or_default();
        let most = (agreed * (10_000 + overrun_bp)).div_euclid(10_000);
        let level = level(agreed, logged, overrun_bp);
        Guard { order_id, enterprise_id, agreed, most, logged, approved, level }
    };
    Ok(agreed.into_iter().map(guard).collect())
}

/// Kind words about the orders among some entries whose agreed time is used.
///
/// # Errors
/// The database's.
pub(crate) fn job_words(
    conn: &mut DbConn,
    logged: &[Logged],
    now: UtcTime,
) -> AppResult<Vec<String>> {
    let mut jobs: BTreeMap<(OrderId, EnterpriseId), &str> = BTreeMap::new();
    for Logged { entry, order_number, .. } in logged {
        if let (Some(order_id), Some(number)) = (&entry.order_id, order_number) {
            jobs.insert((order_id.clone(), entry.enterprise_id.clone()), number);
        }
    }
    let ids: Vec<OrderId> = jobs.keys().map(|(order_id, _)| order_id.clone()).collect();
    let word = |guard: Guard| {
        let number = jobs.get(&(guard.order_id, guard.enterprise_id))?;
        super::words::guard_words(number, guard.level)
    };
    Ok(guards(conn, &ids, now)?.into_iter().filter_map(word).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_used_at_a_hundred_per_cent_and_passed_at_a_hundred_and_fifteen() {
        for (logged, wanted) in [
            (0, Level::Within),
            (599, Level::Within),
            (600, Level::Used),
            (689, Level::Used),
            (690, Level::Over),
            (900, Level::Over),
        ] {
            assert_eq!(level(600, logged, 1500), wanted, "{logged}");
        }
        assert_eq!(level(600, 600, 0), Level::Over, "where nothing more was agreed");
    }
}
