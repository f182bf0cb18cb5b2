//! What is taken as a cost, days or funding, and what part of a year's money a span holds. Pure.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::model::{Funding, ResidentDays, RunningCost};
use crate::base::{Month, Ore};
use crate::error::Refusal;

/// Letters in a name, at most.
const NAME_MAX: usize = 200;

pub(super) fn check_cost(cost: &RunningCost) -> Result<(), Refusal> {
    check_word("category", &cost.category)?;
    check_word("name", &cost.name)
}

pub(super) fn check_days(days: &ResidentDays) -> Result<(), Refusal> {
    let code = &days.municipality;
    if code.len() != 4 || !code.bytes().all(|b| b.is_ascii_digit()) {
        let words = "Kommunenummeret har fire sifre.";
        return Err(Refusal::new("funding.municipality", "municipality", words));
    }
    check_word("name", &days.name)?;
    if days.residents < 0 {
        return Err(Refusal::new("funding.residents", "residents", "Antallet er minst 0."));
    }
    let day_count = days.month.last_day() - days.month.first_day();
    let most = i64::from(days.residents) * (day_count.num_days() + 1);
    if days.days < 0 || i64::from(days.days) > most {
        let words = "Døgnene må være fra 0 til beboerne ganger dagene i måneden.";
        return Err(Refusal::new("funding.days", "resident_days", words));
    }
    Ok(())
}

pub(super) fn check_funding(funding: &Funding) -> Result<(), Refusal> {
    check_word("source", &funding.source)?;
    check_word("name", &funding.name)?;
    if !(1900..=2200).contains(&funding.year) {
        return Err(Refusal::new("funding.year", "year", "Året må ha fire sifre."));
    }
    Ok(())
}

fn check_word(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > NAME_MAX {
        let words = format!("Feltet må ha fra 1 til {NAME_MAX} tegn.");
        return Err(Refusal::new("funding.word", field, words));
    }
    Ok(())
}

/// Whole months of a year that lie within a span of days, 0 to 12.
pub(super) fn whole_months(year: i32, from: NaiveDate, to: NaiveDate) -> usize {
    Month::of(from)
        .through(Month::of(to))
        .into_iter()
        .filter(|m| m.year() == year && m.first_day() >= from && m.last_day() <= to)
        .count()
}

/// n/12 of a year's amount, rounded half away from zero to the øre.
pub(super) fn share_of_year(amount: Ore, months: usize) -> Ore {
    let twelfths = Decimal::from(amount.ore()) * Decimal::from(months);
    // Exact: an amount times twelve is far within a Decimal, and øre round once.
    let share = (twelfths / Decimal::from(12))
        .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    Ore::new(i64::try_from(share).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_whole_months_count() {
        for (from, to, months) in [
            ("2026-01-01", "2026-12-31", 12),
            ("2026-01-02", "2026-12-31", 11),
            ("2026-01-02", "2026-01-31", 0),
            ("2025-12-01", "2026-02-27", 1),
            ("2025-01-01", "2027-12-31", 12),
            ("2026-05-01", "2026-04-30", 0),
        ] {
            assert_eq!(whole_months(2026, day(from), day(to)), months, "{from} {to}");
        }
    }

    #[test]
    fn a_years_amount_is_shared_by_twelfths() {
        assert_eq!(share_of_year(Ore::new(156_000_000), 12), Ore::new(156_000_000));
        assert_eq!(share_of_year(Ore::new(156_000_000), 1), Ore::new(13_000_000));
        assert_eq!(share_of_year(Ore::new(100), 1), Ore::new(8));
        assert_eq!(share_of_year(Ore::new(6), 1), Ore::new(1));
        assert_eq!(share_of_year(Ore::new(-6), 1), Ore::new(-1));
        assert_eq!(share_of_year(Ore::new(100), 0), Ore::ZERO);
    }
}
