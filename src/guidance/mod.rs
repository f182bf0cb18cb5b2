//! The plan that residents make together with those who follow them, and what is told of it.
//!
//! A resident sees where they are, what was agreed and what is left, asks for a word, and is on
//! pause when they say so. A mentor sees who needs them today. A leader sees every plan. The steering
//! group sees counts.
//!
//! *Invariant:* nobody is asked why: a pause and a wish for a word have no field for it, and a pause
//! takes nothing away.
//!
//! *Invariant:* a mentor reads and writes the plans of own mentees, while the relation lasts, also in
//! the middle of a form; each look is kept.
//!
//! *Invariant:* a count of persons that was told is never told otherwise, and none of them, nor any
//! sum or difference of them, is of one to four persons.

mod actions;
mod model;
pub(crate) mod pages;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    DepartureForm, ElementForm, Mark, StepForm, TalkForm, accept_mentoring, add_element,
    answer_ask, ask_for_word, begin_pause, completed_in, decline_mentoring, end_pause, figures,
    give_mentoring, hold_talk, keep_told, leaving, listed, mark_agreed, mark_element,
    offer_mentoring, own_plan, plan_of, record_departure, set_step, set_to_learn, take_back_ask,
    tick_element, told_before, undo_departure, undo_step, who_needs_me, wish_mentoring,
    withdraw_mentoring,
};
pub(crate) use model::{CompletedTold, ToldCell};
use model::{Growing, Plan};
