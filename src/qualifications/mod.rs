//! What people learn by their work: curricula and goals, routes to a certificate, evidence and its
//! stamps.
//!
//! A route counts months from approved hours in the enterprises that practise its trade, by dated
//! rules; the same hours count on every route. A goal is reached when someone skilled has approved
//! evidence that points at it: the work leader of the enterprise it was done in, and the leader for
//! what is done outside them. A mentor's "sett" counts as nothing but a kind word.
//!
//! *Invariant:* nothing here is a mark, a rank or a row of absences, and nobody approves their own.
//!
//! *Invariant:* what was reached stays reached: a goal that leaves its curriculum is ended and never
//! removed, and a pause changes nothing.
//!
//! *Invariant:* a picture is seen by oneself, one's mentor while the relation lasts, the work leader of
//! the enterprise and the leader, and that it was seen is kept.

mod actions;
mod fetch;
mod model;
pub(crate) mod pages;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    CurriculumForm, EvidenceForm, RouteForm, add_curriculum, add_goal, evidence_of, goal_page,
    open_route, progress_of, set_practice, set_work, show_evidence, stamp,
};
pub(crate) use model::{
    GoalsOf, Progress, Reached, RouteKind, RouteProgress, RouteRule, Shown, StampKind,
};
pub(crate) use rules::count;
pub(crate) use words::{month_words, route_words};
