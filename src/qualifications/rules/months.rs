//! How many months of practice approved hours make, the county's way. Whole numbers only: minutes,
//! and thousandths of a month.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::base::Month;
use crate::qualifications::RouteRule;

/// Thousandths in a month.
pub(crate) const WHOLE: i64 = 1000;
/// Basis points in a whole.
const BP: i64 = 10_000;

/// A month with approved hours, and what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MonthCount {
    pub(crate) month: Month,
    pub(crate) minutes: i64,
    /// Thousandths of a month; 0 when it stands alone.
    pub(crate) milli: i64,
    /// Too few months in a row with it.
    pub(crate) is_alone: bool,
}

/// What hours make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// By month.
    pub(crate) months: Vec<MonthCount>,
    /// Thousandths of a month that count.
    pub(crate) milli: i64,
    /// Minutes that count.
    pub(crate) minutes: i64,
    /// Thousandths that are too old to count beside so few newer ones.
    pub(crate) too_old_milli: i64,
}

/// Counts months from approved minutes by month, in any order; counter-entries below nothing among
/// them.
///
/// A month of at least 80 % of a full one is a whole month, below that in proportion. Fewer than two
/// months in a row count nothing. Old months count at most as much as the newer ones, so that half is
/// never older than ten years. A year gives at most twelve.
///
/// Source: Agder fylkeskommune, beregning av praksis for praksiskandidater; the numbers are rows of
/// `route_rule`.
pub(crate) fn count(rule: &RouteRule, worked: &[(Month, i64)], today: NaiveDate) -> Count {
    let mut by_month: BTreeMap<Month, i64> = BTreeMap::new();
    for (month, minutes) in worked {
        *by_month.entry(*month).or_default() += minutes;
    }
    by_month.retain(|_, minutes| *minutes > 0);
    let months = in_stretches(rule, &by_month);
    let limit = first_recent(rule, today);
    let is_old = |one: &&MonthCount| limit.is_some_and(|limit| one.month < limit);
    let counted = || months.iter().filter(|one| !one.is_alone);
    let old_minutes: i64 = counted().filter(is_old).map(|one| one.minutes).sum();
    let new_minutes: i64 = counted().filter(|one| !is_old(one)).map(|one| one.minutes).sum();
    let (mut old, mut new) = (0, 0);
    for (old_of_year, new_of_year) in by_year(counted(), is_old) {
        let most = i64::from(rule.year_months_max) * WHOLE;
        let newer = new_of_year.min(most);
        new += newer;
        old += old_of_year.min(most - newer);
    }
    let old_counted = old.min(beside(rule, new));
    Count {
        milli: new + old_counted,
        minutes: new_minutes + old_minutes.min(beside(rule, new_minutes)),
        too_old_milli: old - old_counted,
        months,
    }
}

/// Each month with whether enough others stand in a row with it.
fn in_stretches(rule: &RouteRule, by_month: &BTreeMap<Month, i64>) -> Vec<MonthCount> {
    let mut months: Vec<MonthCount> = Vec::new();
    let mut stretch: Vec<MonthCount> = Vec::new();
    for (month, minutes) in by_month {
        if stretch.last().is_some_and(|last| last.month.next() != *month) {
            months.append(&mut closed(rule, std::mem::take(&mut stretch)));
        }
        stretch.push(MonthCount {
            month: *month,
            minutes: *minutes,
            milli: part_of_month(rule, *minutes),
            is_alone: false,
        });
    }
    months.append(&mut closed(rule, stretch));
    months
}

fn closed(rule: &RouteRule, mut stretch: Vec<MonthCount>) -> Vec<MonthCount> {
    let least = usize::try_from(rule.stretch_months).unwrap_or(0);
    if stretch.len() < least {
        for one in &mut stretch {
            one.is_alone = true;
            one.milli = 0;
        }
    }
    stretch
}

/// Thousandths that a month's minutes make, at most a whole month.
fn part_of_month(rule: &RouteRule, minutes: i64) -> i64 {
    let full = i64::from(rule.full_month_minutes).max(1);
    if minutes * BP >= full * i64::from(rule.full_from_bp) {
        return WHOLE;
    }
    (minutes * WHOLE).div_euclid(full).min(WHOLE)
}

/// The first month of which not all days are older than the rule's years; None: all are recent.
fn first_recent(rule: &RouteRule, today: NaiveDate) -> Option<Month> {
    let months = u32::try_from(rule.recent_years).ok()?.checked_mul(12)?;
    today.checked_sub_months(Months::new(months)).map(Month::of)
}

/// Thousandths a year, old and newer.
fn by_year<'a>(
    counted: impl Iterator<Item = &'a MonthCount>,
    is_old: impl Fn(&&'a MonthCount) -> bool,
) -> Vec<(i64, i64)> {
    let mut years: BTreeMap<i32, (i64, i64)> = BTreeMap::new();
    for one in counted {
        let year = years.entry(one.month.year()).or_default();
        if is_old(&one) {
            year.0 += one.milli;
        } else {
            year.1 += one.milli;
        }
    }
    years.into_values().collect()
}

/// How much that is old may count beside something newer.
fn beside(rule: &RouteRule, new: i64) -> i64 {
    let part = i64::from(rule.recent_part_bp);
    if part <= 0 {
        return i64::MAX;
    }
    (new * (BP - part).max(0)).div_euclid(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::qualifications::model::RouteKind;

    fn rule() -> RouteRule {
        RouteRule {
            kind: RouteKind::PracticeCandidate,
            valid_from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap(),
            months_needed: 60,
            minutes_needed: 522_000,
            full_month_minutes: 8700,
            full_from_bp: 8000,
            stretch_months: 2,
            recent_years: 10,
            recent_part_bp: 5000,
            year_months_max: 12,
            needs_wage: false,
            from_start: false,
            source: String::new(),
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 16).unwrap()
    }

    /// Rows of up to twenty years, many of the same months.
    fn rows() -> impl Strategy<Value = Vec<(Month, i64)>> {
        let row = (2006..2027_i32, 1..13_u32, 1..4000_i64).prop_map(|(year, month, minutes)| {
            (Month::of(NaiveDate::from_ymd_opt(year, month, 1).unwrap()), minutes)
        });
        prop::collection::vec(row, 0..120)
    }

    proptest! {
        #[test]
        fn it_is_never_more_than_the_calendar_months(rows in rows()) {
            let count = count(&rule(), &rows, today());
            let months: std::collections::BTreeSet<Month> = rows.iter().map(|row| row.0).collect();
            prop_assert!(count.milli <= i64::try_from(months.len()).unwrap() * WHOLE);
            prop_assert!(count.minutes <= rows.iter().map(|row| row.1).sum());
        }

        #[test]
        fn more_hours_never_make_it_less(rows in rows(), more in rows()) {
            let before = count(&rule(), &rows, today());
            let after = count(&rule(), &[rows, more].concat(), today());
            prop_assert!(after.milli >= before.milli && after.minutes >= before.minutes);
        }

        #[test]
        fn the_order_of_rows_does_not_matter(rows in rows(), seed in any::<u64>()) {
            let mut mixed = rows.clone();
            mixed.sort_by_key(|(month, minutes)| {
                (u64::try_from(*minutes).unwrap() ^ seed).wrapping_mul(0x9E37_79B9) ^ u64::try_from(month.year()).unwrap()
            });
            prop_assert_eq!(count(&rule(), &rows, today()), count(&rule(), &mixed, today()));
        }

        #[test]
        fn at_least_half_is_newer_than_ten_years(rows in rows()) {
            let limit = Month::parse("2016-03").unwrap();
            let newer: Vec<(Month, i64)> = rows.iter().copied().filter(|row| row.0 >= limit).collect();
            // A newer month may need an old one to stand in a row with, so one is given it.
            let one = (limit.previous(), 1);
            let alone = count(&rule(), &[newer, vec![one]].concat(), today());
            prop_assert!(count(&rule(), &rows, today()).milli <= 2 * alone.milli + 2 * WHOLE);
        }
    }
}
