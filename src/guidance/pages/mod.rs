//! Pages about plans: a resident's own, a mentor's and a leader's, and figures without persons.

mod figures;
mod follow;
mod leading;
mod learning;
mod own;
mod talk;
mod today;

pub(crate) use figures::qualification;
pub(crate) use follow::{
    add_element_for, answered, begin_pause_for, end_pause_for, plan_for, set_step,
};
pub(crate) use leading::{
    decline_mentoring, departure, give_mentoring, list, offer_mentoring, record_departure,
    undo_departure,
};
pub(crate) use learning::set_to_learn;
pub(crate) use own::{
    accept_mentoring, add_element, agreed_done, agreed_undone, ask, begin_pause, element_away,
    element_back, element_done, element_undone, end_pause, plan, take_back_ask, wish_mentoring,
    withdraw_mentoring,
};
pub(crate) use talk::{hold_talk, talk_form};
pub(crate) use today::today;

use actix_web::web::Path;
use serde::Deserialize;

use super::model::ElementKind;
use super::rules::next_talk;
use super::words;
use super::{Growing, Plan};
use crate::base::UtcTime;
use crate::web::HtmlForm;

/// A form with nothing but its token.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

type Tap = HtmlForm<Nothing>;
type OneId = Path<String>;

/// A part of the plan as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TypedElement {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
    /// A part that is ticked off instead, or not after all.
    #[serde(default)]
    element: String,
    #[serde(default)]
    mark: String,
}

impl From<TypedElement> for super::ElementForm {
    fn from(typed: TypedElement) -> Self {
        Self { kind: typed.kind, words: typed.words }
    }
}

/// A plan in words.
struct PlanView {
    steps: Vec<StepView>,
    /// Empty when no step is set.
    since: String,
    /// The step that counts.
    step_id: String,
    elements: Vec<ElementView>,
    /// Empty when there is no pause.
    paused_since: String,
    agreed: Vec<AgreedView>,
    /// Empty when no talk was held.
    talk_on: String,
    next_on: String,
    /// Empty when nothing is asked.
    asked_at: String,
    has_mentor: bool,
    learning: Vec<String>,
    growing: Growing,
}

struct StepView {
    name: &'static str,
    words: &'static str,
    is_here: bool,
}

struct ElementView {
    id: String,
    words: String,
    since: String,
    /// Empty when it goes on.
    done: String,
    /// Empty when it was the one whose plan it is.
    done_by: String,
}

struct AgreedView {
    id: String,
    words: String,
    /// Empty when it is to be done.
    done: String,
}

impl From<Plan> for PlanView {
    fn from(plan: Plan) -> Self {
        let here = plan.step.as_ref().map_or(0, |step| step.step);
        let step = |(number, (name, words)): (i32, (&'static str, &'static str))| StepView {
            name,
            words,
            is_here: number == here,
        };
        let elements = plan.elements.iter().map(|element| ElementView {
            id: element.id.clone(),
            words: words::element_words(element),
            since: words::day(element.started_on),
            done: element.done_on.map(words::day).unwrap_or_default(),
            done_by: element
                .done_by
                .as_ref()
                .and_then(|by| plan.ticked_by.get(by))
                .cloned()
                .unwrap_or_default(),
        });
        let agreed = plan.agreed.into_iter().map(|step| AgreedView {
            id: step.id,
            words: step.words,
            done: step.done_on.map(words::day).unwrap_or_default(),
        });
        let next = plan.talk.as_ref().map(|talk| next_talk(talk.held_on, talk.next_on));
        Self {
            steps: (1..).zip(words::STEPS).map(step).collect(),
            since: plan.step.as_ref().map(|step| words::day(step.from_date)).unwrap_or_default(),
            step_id: plan.step.map(|step| step.id).unwrap_or_default(),
            elements: elements.collect(),
            paused_since: plan.pause.map(|pause| words::day(pause.first_day)).unwrap_or_default(),
            agreed: agreed.collect(),
            talk_on: plan.talk.map(|talk| words::day(talk.held_on)).unwrap_or_default(),
            next_on: next.map(words::day).unwrap_or_default(),
            asked_at: plan.ask.map(|ask| UtcTime::oslo_text(ask.asked_at)).unwrap_or_default(),
            has_mentor: plan.has_mentor,
            learning: plan.learning,
            growing: plan.growing,
        }
    }
}

impl PlanView {
    fn is_offered(&self) -> bool {
        self.growing == Growing::Offered
    }

    fn is_agreed(&self) -> bool {
        self.growing == Growing::Agreed
    }

    fn is_unspoken(&self) -> bool {
        self.growing == Growing::Unspoken
    }
}

/// What can be put on a plan.
fn kinds() -> Vec<(&'static str, &'static str)> {
    ElementKind::ALL.iter().map(|kind| (kind.as_str(), words::kind_words(*kind))).collect()
}
