//! What a person reads of what the register answered.

use super::model::Unworded;
use super::registry::{Organisation, Told};
use crate::error::Refusal;

impl Unworded {
    /// What it was to tell.
    pub(crate) fn about(&self) -> &'static str {
        match self.kind.as_str() {
            "order.placed" => "Ny bestilling",
            "order.withdrawn" => "Bestilling som kunden angrer",
            "order.confirmed" => "Bekreftet bestilling",
            "order.cancelled" => "Avlyst bestilling",
            "order.delivered" => "Levert bestilling",
            "order.told" => "Melding til kunde",
            "invoice.mailed" => "Faktura eller kreditnota",
            "reminder.made" => "Purring",
            _ => "Annet",
        }
    }
}

impl Told {
    /// Name and address, and what is to be said of them; or why there are none.
    ///
    /// # Refuses
    /// `registry.deleted`, `registry.unknown`, `registry.no_answer`, `registry.too_many`,
    /// `registry.off`, all at `field`.
    ///
    /// # Errors
    /// The refusal.
    pub(crate) fn found(self, field: &str) -> Result<(Organisation, String), Refusal> {
        let (code, words) = match self {
            Self::Known(found) => {
                let words = told(&found);
                return Ok((found, words));
            }
            Self::Deleted(name, day) => {
                let name = if name.is_empty() { "Virksomheten".to_owned() } else { name };
                let day = day.map(|day| format!(" {}", day.format("%d.%m.%Y"))).unwrap_or_default();
                ("registry.deleted", format!("{name} ble slettet fra Enhetsregisteret{day}."))
            }
            Self::Unknown => (
                "registry.unknown",
                "Enhetsregisteret kjenner ikke dette nummeret. Se om det er riktig skrevet."
                    .to_owned(),
            ),
            Self::NoAnswer => (
                "registry.no_answer",
                "Enhetsregisteret svarer ikke nå. Skriv navn og adresse selv, eller prøv igjen \
                 senere."
                    .to_owned(),
            ),
            Self::TooMany(seconds) => (
                "registry.too_many",
                format!("Det er spurt mange ganger. Vent {seconds} sekunder, eller skriv selv."),
            ),
            Self::Off => {
                ("registry.off", "Oppslag i Enhetsregisteret er ikke satt opp.".to_owned())
            }
        };
        Err(Refusal::new(code, field, words))
    }
}

fn told(found: &Organisation) -> String {
    let Organisation { name, street, postcode, city, is_ending } = found;
    let place = format!("{street}, {postcode} {city}");
    let place = place.trim_matches([',', ' ']);
    let warning = if *is_ending {
        " Virksomheten er konkurs eller under avvikling. Avtal betaling før dere leverer."
    } else {
        ""
    };
    let comma = if place.is_empty() { "" } else { ", " };
    format!("Enhetsregisteret: {name}{comma}{place}.{warning}")
}
