//! Which months a page is about, from its address.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::base::Month;
use crate::error::{Refusal, Refusals};
use crate::overview::Span;

/// Months on a page, at most.
const MONTHS_MAX: usize = 24;

/// `?fra=2026-01&til=2026-12&naering=hest`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) fra: String,
    #[serde(default)]
    pub(crate) til: String,
    #[serde(default)]
    pub(crate) naering: String,
    /// The page of the sold lines.
    #[serde(default)]
    pub(crate) side: String,
    /// The page of the purchases.
    #[serde(default)]
    pub(crate) kjop: String,
}

/// Whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) first: Month,
    pub(crate) last: Month,
}

impl Period {
    /// The twelve months that end with today's.
    pub(crate) fn year_to(today: NaiveDate) -> Self {
        let last = Month::of(today);
        Self { first: last.year_before().next(), last }
    }

    /// What was asked for; the last twelve months when nothing was.
    ///
    /// # Errors
    /// Refusals at `fra` and `til`.
    pub(crate) fn read(asked: &Asked, today: NaiveDate) -> Result<Self, Refusals> {
        let usual = Self::year_to(today);
        let mut refusals = Refusals::default();
        let mut month = |field: &str, text: &str, usual: Month| {
            if text.is_empty() {
                return usual;
            }
            Month::parse(text).filter(|m| (1900..=2200).contains(&m.year())).unwrap_or_else(|| {
                let words = "Skriv måneden som ÅÅÅÅ-MM.";
                refusals.add(Refusal::new("overview.month", field, words));
                usual
            })
        };
        let last = month("til", &asked.til, usual.last);
        let first = month("fra", &asked.fra, usual.first.min(last));
        if first > last {
            let words = "Siste måned kommer før første måned.";
            refusals.add(Refusal::new("overview.backwards", "til", words));
        } else if first.through(last).len() > MONTHS_MAX {
            let words = "Velg høyst 24 måneder om gangen.";
            refusals.add(Refusal::new("overview.too_long", "til", words));
        }
        refusals.or(Self { first, last })
    }

    pub(crate) fn span(self) -> Span {
        Span::of_months(self.first, self.last)
    }

    pub(crate) fn months(self) -> Vec<Month> {
        self.first.through(self.last)
    }

    /// `januar 2026 til mars 2026`.
    pub(crate) fn words(self) -> String {
        if self.first == self.last {
            return self.first.words();
        }
        format!("{} til {}", self.first.words(), self.last.words())
    }

    /// `fra=2026-01&til=2026-12`
    pub(crate) fn query(self) -> String {
        format!("fra={}&til={}", self.first, self.last)
    }

    pub(crate) const fn year_before(self) -> Self {
        Self { first: self.first.year_before(), last: self.last.year_before() }
    }
}
