//! What stands on papers.

use chrono::{Datelike, NaiveDate};

use super::rules::Mark;
use crate::hours::EntryState;

/// Who may see the papers of an enterprise.
pub(super) const SEEN_BY_FARM: &str =
    "Kan ses av fagleder for næringen, næringsansvarlig og leder. Det skrives ned hvem som ser.";
/// Who may see a resident's working time.
pub(super) const SEEN_BY_LEADERS: &str = "Kan ses av beboeren selv, av leder, og av fagleder for timene i egen næring. Det skrives ned hvem som ser.";
/// Who may see one's own fourteen days.
pub(super) const SEEN_BY_SELF: &str = "Bare du kan se dette arket.";

const WEEKDAYS: [&str; 7] = ["ma.", "ti.", "on.", "to.", "fr.", "lø.", "sø."];

/// `ma. 16.03.2026`.
pub(super) fn day_words(day: NaiveDate) -> String {
    let place = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    let weekday = WEEKDAYS.get(place).copied().unwrap_or_default();
    format!("{weekday} {}", day.format("%d.%m.%Y"))
}

/// What is said of a row that does not simply stand.
pub(super) const fn mark_words(mark: Mark) -> &'static str {
    match mark {
        Mark::Stands => "",
        Mark::Countered => "Rettet, gjelder ikke",
        Mark::Counter => "Retting, trekkes fra",
    }
}

/// A state, as the one whose hours they are reads it.
pub(super) const fn state_words(state: EntryState) -> &'static str {
    match state {
        EntryState::Draft => "Ikke sendt",
        EntryState::Submitted => "Sendt inn",
        EntryState::Approved => "Godkjent",
    }
}
