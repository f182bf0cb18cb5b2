//! What an hour is reckoned at. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::model::{Rate, RateForm};
use crate::base::{Month, Ore, read_date};
use crate::hours::HourKind;

/// 10 000 kr an hour.
const RATE_MAX: Ore = Ore::new(1_000_000);

/// What is wrong with a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RateFault {
    Kind,
    Date,
    Amount,
}

/// Reads a rate, or says everything that is wrong with it.
pub(super) fn read_rate(form: &RateForm) -> Result<Rate, Vec<RateFault>> {
    let kind = HourKind::parse(form.kind.trim());
    let valid_from = read_date(&form.valid_from);
    let rate = Ore::parse_kroner(form.kroner.trim());
    let rate = rate.filter(|rate| (Ore::ZERO..=RATE_MAX).contains(rate));
    if let (Some(kind), Some(valid_from), Some(ore_per_hour)) = (kind, valid_from, rate) {
        return Ok(Rate { kind, valid_from, ore_per_hour });
    }
    let faults = [
        (kind.is_none(), RateFault::Kind),
        (valid_from.is_none(), RateFault::Date),
        (rate.is_none(), RateFault::Amount),
    ];
    Err(faults.into_iter().filter_map(|(is_wrong, fault)| is_wrong.then_some(fault)).collect())
}

/// The rate of a kind in force on a day; nothing before the first.
pub(super) fn rate_on(rates: &[Rate], kind: HourKind, on: NaiveDate) -> Ore {
    let in_force = rates.iter().filter(|rate| rate.kind == kind && rate.valid_from <= on);
    in_force.max_by_key(|rate| rate.valid_from).map_or(Ore::ZERO, |rate| rate.ore_per_hour)
}

/// What minutes come to at a rate an hour, rounded half away from zero to the øre.
pub(super) fn amount(minutes: i64, rate: Ore) -> Ore {
    let sixtieths = i128::from(minutes) * i128::from(rate.ore());
    let whole = (sixtieths.abs() + 30).div_euclid(60) * sixtieths.signum();
    Ore::new(i64::try_from(whole).unwrap_or_default())
}

/// The days of a month in pieces that each have the same rates.
pub(super) fn pieces(rates: &[Rate], month: Month) -> Vec<(NaiveDate, NaiveDate)> {
    let (first, last) = (month.first_day(), month.last_day());
    let changes =
        rates.iter().map(|rate| rate.valid_from).filter(|day| first < *day && *day <= last);
    let starts: BTreeSet<NaiveDate> = std::iter::once(first).chain(changes).collect();
    let nexts = starts.iter().skip(1).filter_map(NaiveDate::pred_opt).chain([last]);
    starts.iter().copied().zip(nexts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rate(kind: HourKind, from: &str, ore: i64) -> Rate {
        Rate { kind, valid_from: day(from), ore_per_hour: Ore::new(ore) }
    }

    #[test]
    fn minutes_are_rounded_half_away_from_zero() {
        for (minutes, rate, wanted) in [
            (60, 30_000, 30_000),
            (10, 20_000, 3_333),
            (50, 33, 28), // 27,5
            (-50, 33, -28),
            (20, 1, 0),
            (30, 1, 1),
            (-30, 1, -1),
            (0, 30_000, 0),
        ] {
            assert_eq!(amount(minutes, Ore::new(rate)), Ore::new(wanted), "{minutes} {rate}");
        }
    }

    #[test]
    fn a_rate_counts_from_its_day() {
        let rates = [
            rate(HourKind::Work, "2026-02-10", 32_000),
            rate(HourKind::Work, "2000-01-01", 30_000),
            rate(HourKind::Training, "2000-01-01", 20_000),
        ];
        assert_eq!(rate_on(&rates, HourKind::Work, day("2026-02-09")), Ore::new(30_000));
        assert_eq!(rate_on(&rates, HourKind::Work, day("2026-02-10")), Ore::new(32_000));
        assert_eq!(rate_on(&rates, HourKind::Dugnad, day("2026-02-10")), Ore::ZERO);
        let of = |month| pieces(&rates, Month::parse(month).unwrap());
        assert_eq!(of("2026-01"), [(day("2026-01-01"), day("2026-01-31"))]);
        assert_eq!(
            of("2026-02"),
            [(day("2026-02-01"), day("2026-02-09")), (day("2026-02-10"), day("2026-02-28"))]
        );
    }
}
