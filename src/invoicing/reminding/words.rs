//! What a person reads of reminders and their terms.

use crate::base::{Ore, percent_words};
use crate::error::Refusal;

use super::model::{Term, TermKind};
use super::rules::TermFault;

impl From<TermFault> for Refusal {
    fn from(fault: TermFault) -> Self {
        let (code, field, words) = match fault {
            TermFault::Kind => ("reminder.kind", "kind", "Velg hva satsen gjelder.".to_owned()),
            TermFault::Date => {
                ("reminder.date", "valid_from", "Skriv dagen den gjelder fra.".to_owned())
            }
            TermFault::NotNewer(day) => (
                "reminder.date",
                "valid_from",
                format!(
                    "Det finnes alt en sats fra {}. Skriv en senere dag.",
                    day.format("%d.%m.%Y")
                ),
            ),
            TermFault::Fee => {
                let words = "Skriv gebyret i kroner, fra 0 til 100. Loven tillater en tjuedel av \
                             inkassosatsen.";
                ("reminder.value", "value", words.to_owned())
            }
            TermFault::Interest => (
                "reminder.value",
                "value",
                "Skriv renten i prosent for et år, fra 0 til 50, for eksempel 12,25.".to_owned(),
            ),
            TermFault::FeeCount => {
                let words = "Skriv 0, 1 eller 2. Loven tillater gebyr på høyst to purringer.";
                ("reminder.value", "value", words.to_owned())
            }
            TermFault::Days => {
                let words =
                    "Skriv et helt antall dager fra 14 til 365. Loven krever minst fjorten.";
                ("reminder.value", "value", words.to_owned())
            }
            TermFault::Source => (
                "reminder.source",
                "source",
                "Skriv hvor tallet kommer fra, høyst 300 tegn.".to_owned(),
            ),
        };
        Self::new(code, field, words)
    }
}

impl TermKind {
    /// As a person reads it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Fee => "Purregebyr",
            Self::FeeCount => "Purringer med gebyr",
            Self::Interest => "Forsinkelsesrente",
            Self::Wait => "Ventetid etter forfall",
            Self::Pay => "Ny betalingsfrist",
        }
    }
}

impl Term {
    /// `35,00 kr`, `12,25 %`, `14 dager`.
    pub(crate) fn shown(&self) -> String {
        match self.kind {
            TermKind::Fee => format!("{}\u{a0}kr", Ore::new(self.value)),
            TermKind::Interest => {
                i32::try_from(self.value).map_or_else(|_range| String::new(), percent_words)
            }
            TermKind::FeeCount => self.value.to_string(),
            TermKind::Wait | TermKind::Pay => format!("{}\u{a0}dager", self.value),
        }
    }
}
