//! What a person reads about courses.

use chrono::{Datelike, NaiveDate};

use super::model::{CertificateError, Session, Standing};
use super::rules::{Figure, RuleError};
use crate::base::Month;
use crate::error::{Refusal, Refusals};

const WEEKDAYS: [&str; 7] =
    ["Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag"];

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        let (code, field, words) = match error {
            RuleError::Code => (
                "course.code",
                "code",
                "Skriv en kort kode med bokstaver og tall, for eksempel FHJ.",
            ),
            RuleError::CodeTaken => {
                ("course.code_taken", "code", "Et annet kurs har koden. Velg en annen.")
            }
            RuleError::Name => {
                ("course.name", "name", "Skriv hva kurset heter, med høyst 80 tegn.")
            }
            RuleError::Words => {
                ("course.words", "words", "Skriv hva man lærer, med høyst 600 tegn.")
            }
            RuleError::Places(most) => {
                let words = format!("Skriv et antall plasser fra 1 til {most}.");
                return Self::new("course.places", "places", words);
            }
            RuleError::PlacesTaken(taken) => {
                let words = format!("{taken} har alt plass. Skriv {taken} eller flere.");
                return Self::new("course.places_taken", "places", words);
            }
            RuleError::ValidMonths => (
                "course.valid_months",
                "valid_months",
                "Skriv et antall måneder fra 1 til 240, eller la feltet stå tomt.",
            ),
            RuleError::RemindDays => {
                ("course.remind_days", "remind_days", "Skriv et antall dager fra 0 til 365.")
            }
            RuleError::Share => ("course.share", "share_percent", "Skriv en andel fra 1 til 100."),
            RuleError::Place => {
                ("course.place", "place", "Skriv hvor kurset er, med høyst 80 tegn.")
            }
            RuleError::Lived => (
                "course.lived",
                "lived",
                "Velg én lærer med egen erfaring, eller skriv navnet på en som kommer utenfra.",
            ),
            RuleError::Trade => (
                "course.trade",
                "trade",
                "Velg én lærer med faget, eller skriv navnet på en som kommer utenfra.",
            ),
            RuleError::SameTeacher => {
                ("course.same_teacher", "trade", "De to lærerne må være to forskjellige.")
            }
            RuleError::NotOwn => (
                "course.not_own",
                "lived",
                "Sett deg selv som en av lærerne, eller be lederen planlegge kurset.",
            ),
            RuleError::NoSession => ("course.no_session", "date1", "Skriv minst én dag."),
            RuleError::SessionsMax => {
                ("course.sessions_max", "date1", "Et kurs kan ha høyst 40 samlinger.")
            }
            other => return said(other),
        };
        Self::new(code, field, words)
    }
}

/// Refusals about a session, a place, attendance and certificates.
fn said(error: RuleError) -> Refusal {
    let at = |code, field: &str, number: usize, words: &str| {
        Refusal::new(code, format!("{field}{number}"), words)
    };
    let (code, field, words) = match error {
        RuleError::Date(n) => return at("course.date", "date", n, "Velg en dato."),
        RuleError::DatePast(n) => {
            return at("course.date_past", "date", n, "Dagen har vært. Velg i dag eller senere.");
        }
        RuleError::DateFar(n) => {
            return at("course.date_far", "date", n, "Velg en dag i løpet av de neste to årene.");
        }
        RuleError::Start(n) => {
            return at("course.start", "start", n, "Skriv når det begynner, for eksempel 09:00.");
        }
        RuleError::End(n) => {
            return at("course.end", "end", n, "Skriv når det slutter, for eksempel 15:00.");
        }
        RuleError::EndNotAfterStart(n) => {
            return at("course.end", "end", n, "Slutten må være etter starten.");
        }
        RuleError::SessionsMeet(n) => {
            return at("course.sessions_meet", "start", n, "To samlinger er på samme tid.");
        }
        RuleError::Municipality => (
            "course.municipality",
            "municipality",
            "Velg kommunen du kommer fra, eller skriv hva den heter.",
        ),
        RuleError::CalledOff => ("course.called_off", "", "Kurset er avlyst. Velg et annet."),
        RuleError::Begun => ("course.begun", "", "Kurset har begynt. Spør om det neste."),
        RuleError::Over => ("course.over", "", "Kurset er over."),
        RuleError::OwnCourse => ("course.own", "", "Du holder dette kurset selv."),
        RuleError::NotOver => {
            ("course.not_over", "", "Kurset er ikke over ennå. Bevis gis fra den siste dagen.")
        }
        RuleError::NotYetHeld => {
            ("course.not_yet_held", "", "Samlingen har ikke vært ennå. Merk oppmøte når den er.")
        }
        RuleError::NeverThere => {
            ("course.never_there", "", "Personen er ikke merket på noen samling.")
        }
        RuleError::ShareNotReached => {
            ("course.share_not_reached", "", "Det mangler samlinger. En lærer kan si ja likevel.")
        }
        RuleError::HasCertificate => {
            ("course.has_certificate", "", "Beviset er gitt. Da endres ikke oppmøtet.")
        }
        RuleError::NobodyReached => {
            ("course.nobody_reached", "", "Ingen nye har nok samlinger til et bevis.")
        }
        _ => ("course.error_unknown", "error", "Velg hva som er feil med beviset."),
    };
    Refusal::new(code, field, words)
}

impl From<Vec<RuleError>> for Refusals {
    fn from(wrong: Vec<RuleError>) -> Self {
        let mut refusals = Self::default();
        for error in wrong {
            refusals.add(error);
        }
        refusals
    }
}

/// `16. mars 2026`
pub(super) fn date_words(date: NaiveDate) -> String {
    format!("{}. {}", date.day(), Month::of(date).words())
}

/// `Mandag 16. mars kl. 09:00 til 12:00`, the time unbroken; with the year when it is another than today's.
pub(super) fn session_words(session: &Session, today: NaiveDate) -> String {
    let date = session.held_on;
    let place = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
    let weekday = WEEKDAYS.get(place).copied().unwrap_or_default();
    let whole = date_words(date);
    let day = match whole.rsplit_once(' ') {
        Some((short, _)) if date.year() == today.year() => short,
        _ => &whole,
    };
    let (start, end) = (session.start_minute, session.end_minute);
    format!("{weekday} {day} kl.\u{a0}{start}\u{a0}til\u{a0}{end}")
}

/// How many places there are left, for one who may sign up.
pub(super) fn places_words(left: i32, waiting: i64) -> String {
    match (left, waiting) {
        (..=0, 0) => "Fullt. Du kan stå på venteliste.".to_owned(),
        (..=0, 1) => "Fullt. Én venter på plass.".to_owned(),
        (..=0, waiting) => format!("Fullt. {waiting} venter på plass."),
        (1, _) => "Én ledig plass".to_owned(),
        (left, _) => format!("{left} ledige plasser"),
    }
}

/// `én samling`, `3 samlinger`
pub(crate) fn sessions_words(count: i32) -> String {
    match count {
        1 => "én samling".to_owned(),
        count => format!("{count} samlinger"),
    }
}

/// Where one stands with a course.
pub(super) fn standing_words(standing: Standing) -> String {
    match standing {
        Standing::Out => String::new(),
        Standing::HasPlace => "Du har plass.".to_owned(),
        Standing::Waits(number) => {
            format!("Du er nummer {number} på ventelista. Blir det plass, får du den.")
        }
    }
}

/// How long a certificate holds, said kindly.
pub(super) fn expiry_words(
    expires_on: Option<NaiveDate>,
    remind_on: Option<NaiveDate>,
    today: NaiveDate,
) -> String {
    let Some(last) = expires_on else { return "Varer alltid.".to_owned() };
    let on = date_words(last);
    if last < today {
        return format!("Varte til {on}. Du kan ta kurset på nytt.");
    }
    if remind_on.is_none_or(|day| day > today) {
        return format!("Varer til {on}.");
    }
    let left = match (last - today).num_days() {
        0 => "i dag".to_owned(),
        1 => "i morgen".to_owned(),
        days @ 2..=13 => format!("om {days} dager"),
        days => format!("om {} uker", days.div_euclid(7)),
    };
    format!("Siste dag er {left}, {on}. Spør om et nytt kurs.")
}

/// What was wrong with a certificate.
pub(super) const fn error_words(error: CertificateError) -> &'static str {
    match error {
        CertificateError::WrongPerson => "Feil person",
        CertificateError::WrongCourse => "Feil kurs",
        CertificateError::WrongDate => "Feil dato",
        CertificateError::WasNotHeld => "Kurset ble ikke holdt",
    }
}

/// A figure for the eye.
pub(super) fn figure_words(figure: Figure) -> String {
    match figure {
        Figure::Exact(count) => count.to_string(),
        Figure::AtLeast(count) => format!("minst {count}"),
        Figure::Hidden => "vises ikke".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_told_kindly_and_in_time() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let at = |today: &str| {
            expiry_words(Some(day("2026-06-12")), Some(day("2026-04-13")), day(today))
        };
        assert_eq!(at("2026-04-12"), "Varer til 12. juni 2026.");
        let soon = "Siste dag er om 8 uker, 12. juni 2026. Spør om et nytt kurs.";
        assert_eq!(at("2026-04-13"), soon);
        assert!(at("2026-06-01").starts_with("Siste dag er om 11 dager"));
        assert!(at("2026-06-12").starts_with("Siste dag er i dag"));
        assert_eq!(at("2026-06-13"), "Varte til 12. juni 2026. Du kan ta kurset på nytt.");
        assert_eq!(expiry_words(None, None, day("2026-06-13")), "Varer alltid.");
    }
}
