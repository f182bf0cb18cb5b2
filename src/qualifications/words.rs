//! What a person reads about routes, goals and evidence, and when something is refused.

use super::model::{RouteKind, Standing};
use super::rules::{GrepError, NextStep, RuleError, WHOLE};
use crate::error::{AppError, Refusal, Refusals};

/// `Praksiskandidat`, and so on.
pub(crate) const fn route_words(kind: RouteKind) -> &'static str {
    match kind {
        RouteKind::Apprentice => "Lærling",
        RouteKind::LearningCandidate => "Lærekandidat",
        RouteKind::PracticeCandidate => "Praksiskandidat",
        RouteKind::OnTheJob => "Fagbrev på jobb",
    }
}

/// Thousandths of a month in words: `3,4 måneder`. What is not there yet is never shown as there.
pub(crate) fn month_words(milli: i64) -> String {
    let (whole, rest) = (milli.div_euclid(WHOLE), milli.rem_euclid(WHOLE).div_euclid(100));
    match (whole, rest) {
        (1, 0) => "1 måned".to_owned(),
        (whole, 0) => format!("{whole} måneder"),
        (whole, tenths) => format!("{whole},{tenths} måneder"),
    }
}

/// Why hours do not count on a route; empty for those that do.
pub(super) const fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Counts => "",
        Standing::OtherTrade => "et annet fag",
        Standing::NoWage => "uten lønn",
        Standing::BeforeStart => "før veien begynte",
        Standing::AfterEnd => "etter at veien ble avsluttet",
        Standing::Dugnad => "dugnad",
    }
}

/// Why a goal is the next step.
pub(super) const fn next_words(why: NextStep) -> &'static str {
    match why {
        NextStep::TodaysJob => "Jobben din i dag kan gi deg dette.",
        NextStep::AlmostThere => "Dette er du nær.",
        NextStep::Waits => "Du har vist det fram. Spør fagleder om å se på det.",
        NextStep::AtWork => "Dette kan du lære der du jobber.",
        NextStep::FirstLeft => "Dette er det første som er igjen.",
    }
}

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        let (code, field, words) = told(error);
        Self::new(code, field, words)
    }
}

impl From<RuleError> for AppError {
    fn from(error: RuleError) -> Self {
        Refusals::from(Refusal::from(error)).into()
    }
}

const fn told(error: RuleError) -> (&'static str, &'static str, &'static str) {
    match error {
        RuleError::Nothing => {
            ("evidence.nothing", "words", "Skriv noe, ta et bilde eller velg timer.")
        }
        RuleError::WordsTooLong => {
            ("evidence.too_long", "words", "Teksten er for lang. Den kan ha 500 tegn.")
        }
        RuleError::DateUnreadable => ("evidence.date", "date", "Velg en dag."),
        RuleError::DateToCome => ("evidence.to_come", "date", "Dagen har ikke kommet ennå."),
        RuleError::DateTooOld => {
            ("evidence.too_old", "date", "Det er for lenge siden. Velg en dag det siste året.")
        }
        RuleError::NoPlace => {
            ("evidence.place", "enterprise", "Velg en av næringene der du jobber.")
        }
        RuleError::NoGoal => ("evidence.no_goal", "goals", "Velg et mål."),
        RuleError::TooManyGoals => ("evidence.goals", "goals", "Velg ett, to eller tre mål."),
        RuleError::GoalGone => {
            ("evidence.goal_gone", "goals", "Et av målene finnes ikke lenger. Velg et annet.")
        }
        RuleError::GoalElsewhere => {
            ("evidence.goal_elsewhere", "goals", "Målet hører ikke til der du gjorde jobben.")
        }
        RuleError::NotOwnHours => ("evidence.hours", "hours", "Velg noen av dine egne timer."),
        RuleError::LineTooLong => {
            ("stamp.too_long", "words", "Teksten er for lang. Den kan ha 300 tegn.")
        }
        RuleError::LineMissing => ("stamp.line", "words", "Skriv en linje om hva som mangler."),
        RuleError::Approved => ("evidence.approved", "", "Det er godkjent, og blir stående."),
        RuleError::Answered => ("evidence.answered", "", "Det er alt godkjent."),
        RuleError::NothingLeft => {
            ("evidence.gone", "", "Det er ikke noe igjen å vise. Vis det fram på nytt.")
        }
        RuleError::AnswerStands => {
            ("stamp.stands", "", "Svaret er mer enn sju dager gammelt, og blir stående.")
        }
        other => told_of_goals(other),
    }
}

const fn told_of_goals(error: RuleError) -> (&'static str, &'static str, &'static str) {
    match error {
        RuleError::RouteKind => ("route.kind", "kind", "Velg en vei."),
        RuleError::RouteTwice => ("route.twice", "curriculum", "Den veien er alt åpen."),
        RuleError::WageUnreadable => ("route.wage", "day", "Velg en dag."),
        RuleError::WageTooFar => {
            ("route.wage_far", "day", "Dagen er for langt fram. Velg en dag innen et år.")
        }
        RuleError::RouteCurriculum => ("route.curriculum", "curriculum", "Velg et fag."),
        RuleError::CodeUnreadable => (
            "curriculum.code",
            "code",
            "Koden kan ha store bokstaver, tall og bindestrek, som TMF03-02.",
        ),
        RuleError::CodeTaken => ("curriculum.taken", "code", "Den koden er i bruk."),
        RuleError::NameMissing => ("goal.words", "name", "Skriv hva det er."),
        RuleError::NameTooLong => ("goal.too_long", "name", "Teksten er for lang."),
        RuleError::NotOwnGoal => {
            ("goal.not_own", "name", "Målet kommer fra Udir, og kan ikke skrives om her.")
        }
        RuleError::FileMissing => ("grep.file", "file", "Velg en fil først."),
        RuleError::FileTooLarge => ("grep.too_large", "file", "Filen er for stor."),
        RuleError::GrepOff => {
            ("grep.off", "code", "Adressen til Grep er ikke satt. Last opp en fil i stedet.")
        }
        RuleError::GrepSilent => {
            ("grep.silent", "code", "Grep svarte ikke. Prøv igjen om litt, eller last opp en fil.")
        }
        RuleError::GrepUnknown => ("grep.unknown", "code", "Grep kjenner ikke den koden."),
        RuleError::GrepTooLarge => ("grep.answer", "code", "Svaret fra Grep var for stort."),
        _ => ("refused", "", "Det gikk ikke."),
    }
}

impl From<GrepError> for Refusal {
    fn from(error: GrepError) -> Self {
        let (code, words) = match error {
            GrepError::NotJson => ("grep.json", "Filen er ikke JSON, slik Udirs Grep gir den.".to_owned()),
            GrepError::NotGrep => (
                "grep.shape",
                "Filen er ikke fra Grep: «grep-type» sier ikke kompetansemålsett, læreplan eller kompetansemål."
                    .to_owned(),
            ),
            GrepError::Missing(name) => {
                ("grep.missing", format!("Filen mangler «{name}», eller det har feil form. Ingenting er endret."))
            }
            GrepError::Twice(code) => (
                "grep.twice",
                format!("Målet {code} står to ganger i filen. Ingenting er endret."),
            ),
            GrepError::TooMany => ("grep.too_many", "Filen har for mange mål.".to_owned()),
        };
        Self::new(code, "file", words)
    }
}
