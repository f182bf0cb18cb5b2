//! What a person reads about hours.

use chrono::{Datelike, NaiveDate};

use super::guard::Level;
use super::model::{EntryState, HourKind};
use super::rules::{DAYS_BACK_MAX, RuleError, Warned};
use crate::base::Minutes;
use crate::error::{AppError, Refusal, Refusals};

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::DateUnreadable => Self::new("hours.date", "date", "Velg en dato."),
            RuleError::StartUnreadable => {
                Self::new("hours.start", "start", "Skriv når du begynte, for eksempel 08:00.")
            }
            RuleError::StartSkipped => Self::new(
                "hours.start_skipped",
                "start",
                "Klokka ble stilt fra 02:00 til 03:00 den natta. Tiden fantes ikke. Skriv 03:00.",
            ),
            RuleError::EndSkipped => Self::new(
                "hours.end_skipped",
                "end",
                "Klokka ble stilt fra 02:00 til 03:00 den natta. Tiden fantes ikke. Skriv 03:00.",
            ),
            RuleError::EndUnreadable => {
                Self::new("hours.end", "end", "Skriv når du var ferdig, for eksempel 14:00.")
            }
            RuleError::BreakUnreadable => Self::new(
                "hours.break",
                "break_minutes",
                "Skriv pausen i hele minutter, for eksempel 30.",
            ),
            RuleError::EndNotAfterStart => Self::new(
                "hours.end",
                "end",
                "Slutten må være etter starten. En natt skrives som to dager.",
            ),
            RuleError::BreakTooLong => Self::new(
                "hours.break",
                "break_minutes",
                "Pausen er like lang som dagen. Skriv en kortere pause.",
            ),
            RuleError::InTheFuture => Self::new(
                "hours.future",
                "date",
                "Dagen har ikke vært ennå. Velg en dag som har vært.",
            ),
            RuleError::TooOld => Self::new(
                "hours.too_old",
                "date",
                format!("Du kan skrive timer for de siste {DAYS_BACK_MAX} dagene."),
            ),
            RuleError::Overlap { start, end } => Self::new(
                "hours.overlap",
                "start",
                format!("Du har alt skrevet {start} til {end} den dagen. Endre tiden her."),
            ),
            RuleError::Locked => {
                Self::new("hours.locked", "", "Timene er låst og kan ikke endres.")
            }
            RuleError::NotSent => Self::new("hours.not_sent", "", "Timene er ikke sendt inn ennå."),
            RuleError::NoteMissing => {
                Self::new("hours.note", "note", "Skriv en linje om hva som må rettes.")
            }
            RuleError::NothingToCopy => {
                Self::new("hours.nothing_to_copy", "", "Det står ingen timer dagen før.")
            }
            other => settled(other),
        }
    }
}

/// Refusals about the place, kind and order of a piece, and about weeks, clocks, corrections and
/// agreed kinds.
fn settled(error: RuleError) -> Refusal {
    let (code, field, words) = match error {
        RuleError::EnterpriseMissing => ("hours.enterprise", "enterprise", "Velg en næring."),
        RuleError::EnterpriseUnknown => {
            ("hours.enterprise", "enterprise", "Vi kjenner ikke næringen. Velg en annen.")
        }
        RuleError::KindUnknown => ("hours.kind", "kind", "Velg hva slags tid det var."),
        RuleError::Changed => {
            ("hours.changed", "", "Timene er endret siden du så dem. Se en gang til.")
        }
        RuleError::KindNotAgreed => (
            "hours.kind_agreed",
            "kind",
            "Det er ikke avtalt for deg den dagen. Velg et annet, eller snakk med lederen.",
        ),
        RuleError::OrderUnknown => (
            "hours.order",
            "order",
            "Bestillingen finnes ikke i denne næringen. Velg en annen, eller ingen.",
        ),
        RuleError::NothingToReopen => {
            ("hours.nothing_to_reopen", "", "Uka er ikke meldt ferdig. Du kan skrive i den.")
        }
        RuleError::NotClockedIn => {
            ("hours.not_clocked_in", "", "Du er ikke meldt på jobb nå. Skriv timene i stedet.")
        }
        RuleError::ClockRuns => (
            "hours.clock_runs",
            "",
            "Du er i gang igjen. Meld deg ut først, og rett timene etterpå.",
        ),
        RuleError::IsShown => (
            "hours.shown",
            "",
            "Disse timene er vist fram som noe du kan. Ta det tilbake under «Det jeg kan» først.",
        ),
        RuleError::ReasonMissing => {
            ("hours.reason", "reason", "Skriv en linje om hva som er feil.")
        }
        RuleError::NothingToCorrect => {
            ("hours.nothing_to_correct", "", "Det er likt det som står. Endre det som er feil.")
        }
        RuleError::NotApproved => {
            ("hours.not_approved", "", "Timene er ikke godkjent ennå. Da kan de endres uten dette.")
        }
        RuleError::CorrectionAsked => {
            ("hours.correction_asked", "", "Du har alt bedt om å få dette rettet.")
        }
        RuleError::CorrectionSettled => {
            ("hours.correction_settled", "", "Rettelsen er alt avgjort.")
        }
        RuleError::AgreementKnown => {
            ("hours.agreement_known", "kind", "Et forslag om dette slaget venter alt på svar.")
        }
        RuleError::AgreementSettled => ("hours.agreement_settled", "", "Forslaget er alt besvart."),
        RuleError::AgreementDays => {
            ("hours.agreement_days", "valid_to", "Siste dag kan ikke være før første dag.")
        }
        _ => ("hours.locked", "", "Timene er låst og kan ikke endres."),
    };
    Refusal::new(code, field, words)
}

impl From<RuleError> for AppError {
    fn from(error: RuleError) -> Self {
        Refusal::from(error).into()
    }
}

/// Every fault at once.
pub(super) fn refusals(errors: Vec<RuleError>) -> Refusals {
    let mut refusals = Refusals::default();
    for error in errors {
        refusals.add(error);
    }
    refusals
}

/// A state, as the one whose hours they are reads it.
pub(super) const fn state_words(state: EntryState) -> &'static str {
    match state {
        EntryState::Draft => "Ikke sendt",
        EntryState::Submitted => "Sendt inn",
        EntryState::Approved => "Godkjent",
    }
}

/// A kind of time, as people say it.
pub(crate) const fn kind_words(kind: HourKind) -> &'static str {
    match kind {
        HourKind::Training => "Opplæring",
        HourKind::Work => "Arbeid",
        HourKind::Dugnad => "Dugnad",
    }
}

/// What was passed: to the one it is about, and to the work leader. Never a refusal.
pub(super) fn warning_words(warned: Warned) -> (String, String) {
    let of = |minutes: i64| Minutes::words(minutes);
    match warned {
        Warned::LongDay { minutes, limit, .. } => (
            format!("Det ble en lang dag: {}. Husk å hvile.", of(minutes)),
            format!("{} på en dag, grensen er {}", of(minutes), of(limit)),
        ),
        Warned::BreakDue { minutes, limit, .. } => (
            format!("Husk pausen. En lang dag trenger {}.", of(limit)),
            format!("{} pause på en lang dag, grensen er {}", of(minutes), of(limit)),
        ),
        Warned::ShortRest { minutes, limit, .. } => (
            format!("Du fikk {} hvile før denne dagen. Du bør ha {}.", of(minutes), of(limit)),
            format!("{} hvile før denne dagen, grensen er {}", of(minutes), of(limit)),
        ),
        Warned::LongWeek { minutes, limit } => (
            format!("Det ble en lang uke: {}. Husk å hvile.", of(minutes)),
            format!("{} på en uke, grensen er {}", of(minutes), of(limit)),
        ),
        Warned::ShortWeeklyRest { minutes, limit } => (
            format!("Den lengste hvilen i uka var {}. Du bør ha {}.", of(minutes), of(limit)),
            format!("{} lengste hvile i uka, grensen er {}", of(minutes), of(limit)),
        ),
    }
}

/// What stands on a counter-entry whose order had been invoiced.
pub(super) const AFTER_INVOICE: &str = "Rettet etter at bestillingen var fakturert.";

/// What one is told who stops for the day.
pub(super) fn thanks_for(minutes: i64) -> String {
    format!("Takk for i dag! {} er lagret.", Minutes::words(minutes))
}

const WEEKDAYS: [&str; 7] =
    ["Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag"];
const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

/// `Mandag 16. november`.
pub(super) fn day_words(date: NaiveDate) -> String {
    let of = |words: &[&'static str], i: u32| {
        usize::try_from(i).ok().and_then(|i| words.get(i).copied()).unwrap_or_default()
    };
    let weekday = of(&WEEKDAYS, date.weekday().num_days_from_monday());
    format!("{weekday} {}. {}", date.day(), of(&MONTHS, date.month0()))
}

/// `Uke 47`.
pub(super) fn week_words(date: NaiveDate) -> String {
    format!("Uke {}", date.iso_week().week())
}

/// What one who logs on an order is told when its agreed time is used; it is nobody's fault.
pub(super) fn guard_words(number: &str, level: Level) -> Option<String> {
    match level {
        Level::Within => None,
        Level::Used => Some(format!(
            "Tida som er avtalt for {number}, er brukt. Bra at du skrev den opp. Si fra til fagleder."
        )),
        Level::Over => Some(format!(
            "{number} har tatt mer tid enn avtalt. Det er greit. Snakk med fagleder før dere går videre."
        )),
    }
}

/// `1 linje`, `3 linjer` and the like.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}
