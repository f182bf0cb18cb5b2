//! What a person reads of costs and of an estimate, and when a rule says no.

use super::rules::RateFault;
use crate::base::Minutes;
use crate::error::Refusal;
use crate::hours::{Guard, Level};

impl From<RateFault> for Refusal {
    fn from(fault: RateFault) -> Self {
        let (code, field, words) = match fault {
            RateFault::Kind => ("rate.kind", "kind", "Velg hva slags tid det er."),
            RateFault::Date => ("rate.date", "valid_from", "Skriv dagen satsen gjelder fra."),
            RateFault::Amount => {
                ("rate.amount", "kroner", "Skriv kroner for en time, fra 0 til 10 000.")
            }
        };
        Self::new(code, field, words)
    }
}

/// How far the agreed time has gone, in one line.
pub(super) fn guard_words(guard: &Guard) -> String {
    let (logged, agreed) = (Minutes::words(guard.logged), Minutes::words(guard.agreed));
    let so_far = format!("{logged} av {agreed} ({} %)", guard.percent());
    match guard.level {
        Level::Within => so_far,
        Level::Used => format!("{so_far}: avtalt tid er brukt"),
        Level::Over => format!("{so_far}: mer må avtales med kunden"),
    }
}

/// The same in a word or two, for a list; empty while there is time left.
pub(super) fn guard_short(guard: &Guard) -> String {
    match guard.level {
        Level::Within => String::new(),
        Level::Used => format!("{} % av tida", guard.percent()),
        Level::Over => format!("{} % av tida, avtal mer", guard.percent()),
    }
}

/// The colour of the design system; the words say the same.
pub(super) const fn colour(level: Level) -> &'static str {
    match level {
        Level::Within => "success",
        Level::Used => "warning",
        Level::Over => "danger",
    }
}

/// A message that is ready to send; it names nobody.
pub(super) fn message(guard: &Guard) -> String {
    let (logged, agreed) = (Minutes::words(guard.logged), Minutes::words(guard.agreed));
    let most = Minutes::words(guard.most);
    let text = match guard.level {
        Level::Within => {
            format!("Arbeidet er i gang. Vi har brukt {logged} av de {agreed} som er avtalt.")
        }
        Level::Used => format!(
            "Vi har nå brukt {logged}. Avtalen er {agreed}, og vi er ikke helt ferdige. Prisen kan \
             ikke bli høyere enn for {most} uten at vi avtaler det med deg. Ta kontakt hvis du vil \
             at vi skal stoppe eller gjøre det på en annen måte."
        ),
        Level::Over => format!(
            "Vi har nå brukt {logged}. Avtalen er {agreed}, og vi tar ikke betalt for mer enn \
             {most} uten en ny avtale. Ta kontakt, så blir vi enige om veien videre. Vi venter til \
             vi har hørt fra deg."
        ),
    };
    text.replace('\u{a0}', " ")
}
