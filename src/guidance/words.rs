//! What a person reads about plans.

use chrono::NaiveDate;

use super::model::{ElementKind, Followed, Growing, PlanElement, TalkDue, Way};
use super::rules::{RuleError, STEPS_MAX, WORDS_MAX};
use crate::error::{AppError, Refusal};

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        let letters = format!("Skriv det kort, høyst {WORDS_MAX} tegn.");
        let (code, field, words) = match error {
            RuleError::ElementUnknown => ("plan.element", "kind", "Velg hva du vil ha med.".into()),
            RuleError::ElementWords => ("plan.words", "words", letters),
            RuleError::ElementKnown => ("plan.known", "kind", "Det står alt i planen.".into()),
            RuleError::StepUnknown => ("plan.step", "step", "Velg et trinn.".into()),
            RuleError::StepDate => {
                ("plan.step_date", "from", "Velg en dag som har vært, eller i dag.".into())
            }
            RuleError::StepBefore(from) => (
                "plan.step_before",
                "from",
                format!(
                    "Trinnet som gjelder, er satt fra {}. Velg den dagen eller en senere, eller ta \
                     bort trinnet først.",
                    day(from)
                ),
            ),
            RuleError::TalkDate => {
                ("plan.talk_date", "held_on", "Velg dagen dere snakket sammen.".into())
            }
            RuleError::TalkNext => (
                "plan.talk_next",
                "next_on",
                "Neste samtale må være etter denne, og innen et år.".into(),
            ),
            RuleError::TalkSteps => (
                "plan.talk_steps",
                "steps",
                format!("Velg høyst {STEPS_MAX} steg. Flere er vanskelig å huske."),
            ),
            RuleError::TalkStepLong => ("plan.talk_step", "steps", letters),
            RuleError::TalkKnown => {
                ("plan.talk_known", "held_on", "Det er alt skrevet en samtale den dagen.".into())
            }
            RuleError::MentorAlready => ("plan.mentor_already", "", "Det er alt en mentor.".into()),
            RuleError::MentorSettled => {
                ("plan.mentor_settled", "", "Det er ingenting som venter her nå.".into())
            }
            RuleError::LeftOn => {
                ("plan.left_on", "left_on", "Velg dagen beboeren flyttet ut.".into())
            }
        };
        Self::new(code, field, words)
    }
}

impl From<RuleError> for AppError {
    fn from(error: RuleError) -> Self {
        Refusal::from(error).into()
    }
}

/// `16.03.2026`
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A part of the plan, as people call it.
pub(super) const fn kind_words(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::PrimarySchool => "Grunnskole",
        ElementKind::UpperSecondary => "Videregående skole",
        ElementKind::Economy => "Egen økonomi",
        ElementKind::Cooking => "Matlaging",
        ElementKind::Cleaning => "Renhold",
        ElementKind::Other => "Noe annet",
    }
}

/// What stands on the plan for a part.
pub(super) fn element_words(element: &PlanElement) -> String {
    match element.kind {
        ElementKind::Other => element.words.clone(),
        kind => kind_words(kind).to_owned(),
    }
}

/// The model's steps: name, and what one does there.
pub(super) const STEPS: [(&str, &str); 3] = [
    ("Her på gården", "Du bor og jobber her. Du lærer av dem rundt deg."),
    ("Ute i jobb eller skole", "Du går på skole eller jobber et annet sted."),
    ("Egne ting", "Du er med og lager nye varer og ny drift."),
];

/// The name of a step from 1 to 3.
pub(super) fn step_name(step: i32) -> &'static str {
    let place = usize::try_from(step - 1).ok();
    place.and_then(|place| STEPS.get(place)).map_or("", |(name, _)| name)
}

/// Why someone needs their mentor today, a line each.
pub(super) fn reasons(one: &Followed) -> Vec<String> {
    let mut reasons = Vec::new();
    if let Some(asked) = one.asked_at {
        reasons.push(format!("Vil gjerne snakke. Sa fra {}.", asked.oslo_text()));
    }
    if let Some(since) = one.new_since {
        reasons.push(format!("Ny hos deg siden {}.", day(since)));
    }
    if let Some(since) = one.paused_since {
        reasons.push(format!("Har pause siden {}.", day(since)));
    }
    match one.unseen {
        0 => {}
        1 => reasons.push("Har vist fram én ting du ikke har sett.".into()),
        many => reasons.push(format!("Har vist fram {many} ting du ikke har sett.")),
    }
    match one.talk {
        TalkDue::First => reasons.push("Dere har ikke hatt en samtale ennå.".into()),
        TalkDue::On(on) => reasons.push(format!("Samtalen dere skal ha, er satt til {}.", day(on))),
        TalkDue::Later => {}
    }
    reasons
}

/// Where becoming a mentor stands, to the leader; empty when nothing waits.
pub(super) const fn growing_words(growing: Growing) -> &'static str {
    match growing {
        Growing::Unspoken | Growing::Done => "",
        Growing::Offered => "Er spurt om å bli mentor",
        Growing::Agreed => "Vil bli mentor, og venter på deg",
    }
}

/// A way to a certificate, in the table.
pub(super) const fn way_words(way: Way) -> &'static str {
    match way {
        Way::Apprentice => "Lærling",
        Way::LearningCandidate => "Lærekandidat",
        Way::PracticeCandidate => "Praksiskandidat",
        Way::OnTheJob => "Fagbrev på jobb",
        Way::Several => "Flere veier",
        Way::None => "Ingen vei ennå",
    }
}
