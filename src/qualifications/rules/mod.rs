//! What counts on a route, what evidence may point at, and which step is next. Pure.

mod evidence;
mod grep;
mod months;
mod next;

pub(super) use evidence::{
    RuleError, Wanted, check_line, check_wanted, may_take_back, read_wage_day,
};
pub(super) use grep::{Aim, Aims, GrepError, is_code, read_aims};
pub(crate) use months::{Count, WHOLE, count};
pub(super) use next::{Next, NextStep, next_step};

use chrono::NaiveDate;

use super::model::{Route, RouteRule, Standing};
use crate::base::EnterpriseId;
use crate::hours::{HourKind, LockedRow};

/// Do these hours count on a route whose trade is practised in `places`?
pub(super) fn standing(
    route: &Route,
    rule: &RouteRule,
    places: &[&EnterpriseId],
    row: &LockedRow,
) -> Standing {
    let is_before = |day: Option<NaiveDate>| day.is_none_or(|day| row.date < day);
    if !places.contains(&&row.enterprise_id) {
        Standing::OtherTrade
    } else if row.kind == HourKind::Dugnad {
        Standing::Dugnad
    } else if rule.needs_wage && is_before(route.wage_contract_on) {
        Standing::NoWage
    } else if rule.from_start && is_before(Some(route.started_on)) {
        Standing::BeforeStart
    } else if route.ended_on.is_some_and(|last| row.date > last) {
        Standing::AfterEnd
    } else {
        Standing::Counts
    }
}

/// How much of what is needed is there, in hundredths, at most all: by months, or by hours where
/// they may stand in for them.
pub(crate) fn part_done(rule: &RouteRule, counted: &Count) -> i64 {
    let part = |have: i64, need: i64| if need <= 0 { 0 } else { (have * 100).div_euclid(need) };
    let by_months = part(counted.milli, i64::from(rule.months_needed) * WHOLE);
    by_months.max(part(counted.minutes, rule.minutes_needed)).clamp(0, 100)
}
