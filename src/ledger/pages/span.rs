//! Which days a page of the books is about, from its address.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::error::{Refusal, Refusals};

/// `?fra=2026-01-01&til=2026-03-31&side=2`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct SpanAsked {
    #[serde(default)]
    pub(crate) fra: String,
    #[serde(default)]
    pub(crate) til: String,
    #[serde(default)]
    pub(crate) side: String,
}

/// Before the first day that books are kept for.
fn beginning() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN)
}

impl SpanAsked {
    /// The days asked for; from the year's first day to today when none are.
    ///
    /// # Errors
    /// Refusals at `fra` and `til`.
    pub(crate) fn read(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Refusals> {
        let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        self.read_or(first, today)
    }

    /// The days asked for; `usual` for what is left out.
    ///
    /// # Errors
    /// Refusals at `fra` and `til`.
    pub(crate) fn read_or(
        &self,
        usual_from: NaiveDate,
        usual_to: NaiveDate,
    ) -> Result<(NaiveDate, NaiveDate), Refusals> {
        let mut refusals = Refusals::default();
        let mut day = |field: &str, text: &str, usual: NaiveDate| match text {
            "" => usual,
            "start" => beginning(),
            text => text.parse().ok().filter(|day| in_range(*day)).unwrap_or_else(|| {
                refusals.add(Refusal::new("span.date", field, "Velg en dato."));
                usual
            }),
        };
        let to = day("til", &self.til, usual_to);
        let from = day("fra", &self.fra, usual_from.min(to));
        if from > to {
            refusals.add(Refusal::new("span.backwards", "til", "Siste dag er før første dag."));
        }
        refusals.or((from, to))
    }

    /// The page asked for, from 0.
    pub(crate) fn page_index(&self) -> i64 {
        self.side.parse::<i64>().unwrap_or(1).clamp(1, 1_000_000) - 1
    }
}

fn in_range(day: NaiveDate) -> bool {
    (1900..=2200).contains(&day.year())
}

/// `21.11.2026`.
pub(crate) fn day_words(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// `1. januar 2026 til 31. mars 2026`, short; the beginning of the books is said so.
pub(super) fn span_words(from: NaiveDate, to: NaiveDate) -> String {
    if from == beginning() {
        format!("Fra regnskapet begynte til {}", day_words(to))
    } else {
        format!("Fra {} til {}", day_words(from), day_words(to))
    }
}

/// What stands in an address for a day.
pub(crate) fn day_code(day: NaiveDate) -> String {
    if day == beginning() { "start".into() } else { day.to_string() }
}
