//! How an order's hours stand to what was agreed with its customer.
//!
//! Reckoned from what is sent in and approved, so that it is right the minute an hour is logged.

use std::collections::BTreeMap;

use super::model::EntryState;
use super::{layers, store};
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
    /// Minutes sent in or approved.
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

/// A kind word to the one who logged on an order whose time is used; None while there is time left.
///
/// # Errors
/// The database's.
pub(crate) fn job_word(
    conn: &mut DbConn,
    number: &str,
    enterprise: &str,
    now: UtcTime,
) -> AppResult<Option<String>> {
    let Some(order) = orders::find_order_by_number(conn, number)? else { return Ok(None) };
    let Some(enterprise_id) = store::enterprise_id(conn, enterprise)? else { return Ok(None) };
    let guards = guards(conn, &[order.id], now)?;
    let own = guards.into_iter().find(|guard| guard.enterprise_id == enterprise_id);
    Ok(own.and_then(|guard| super::words::guard_words(number, guard.level)))
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
