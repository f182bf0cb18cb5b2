//! What is said when no report is made.

use super::rules::RuleError;
use crate::error::Refusal;

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::Backwards => {
                Self::new("report.backwards", "to", "Siste dag kommer før første dag.")
            }
            RuleError::TooLong => {
                Self::new("report.too_long", "to", "Velg en periode på høyst femti år.")
            }
            RuleError::TwoYears => Self::new(
                "report.two_years",
                "to",
                "MVA-rapporten viser terminer i ett kalenderår. Velg datoer i samme år.",
            ),
        }
    }
}

pub(crate) fn no_date(field: &str) -> Refusal {
    Refusal::new("report.date", field, "Skriv datoen som ÅÅÅÅ-MM-DD.")
}

pub(crate) fn no_grouping() -> Refusal {
    Refusal::new("report.by", "by", "Timene kan deles etter kind. Andre rapporter deles ikke.")
}

pub(crate) fn not_whole_months() -> Refusal {
    Refusal::new(
        "report.whole_months",
        "from",
        "Timer vises for hele måneder. Begynn på den første dagen og slutt på den siste.",
    )
}
