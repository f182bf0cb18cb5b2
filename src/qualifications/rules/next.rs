//! The next small step: always the same one from the same facts.

use crate::base::{EnterpriseId, OfferingId};
use crate::qualifications::model::{Goal, GoalWork, Shown, StampKind};

/// Work: an enterprise, and an offering of it, or its daily work.
type Work = (EnterpriseId, Option<OfferingId>);

/// Why a goal is the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// Today's job can give it.
    TodaysJob,
    /// One has shown it, and was answered "not yet".
    AlmostThere,
    /// One has shown it, and the answer has not come.
    Waits,
    /// Work where one works can give it.
    AtWork,
    /// It is the first that is left.
    FirstLeft,
}

/// A goal to go for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Next {
    pub(crate) goal: Goal,
    pub(crate) why: NextStep,
    /// The line of a "not yet"; empty otherwise.
    pub(crate) words: String,
}

/// The step that is nearest: what today's job can give, then what is almost done, then what one's own
/// work can give, then the first that is left. None when no goal is left.
pub(in super::super) fn next_step(
    left: &[Goal],
    given: &[GoalWork],
    (today, works_in): (&[Work], &[EnterpriseId]),
    shown: &[Shown],
) -> Option<Next> {
    let next = |goal: &Goal, why: NextStep, words: &str| Next {
        goal: goal.clone(),
        why,
        words: words.to_owned(),
    };
    let of_today = |goal: &&Goal| {
        given.iter().filter(|work| work.goal_id == goal.id).any(|work| {
            today.iter().any(|(place, offering)| {
                work.enterprise_id == *place && work.offering_id == *offering
            })
        })
    };
    let points_at = |one: &Shown, goal: &Goal| one.goals.iter().any(|own| own.id == goal.id);
    let is_left = |one: &Shown| left.iter().find(|goal| points_at(one, goal));
    if let Some(goal) = left.iter().find(of_today) {
        return Some(next(goal, NextStep::TodaysJob, ""));
    }
    for one in shown {
        if let (Some(stamp), Some(goal)) = (one.newest(StampKind::NotYet), is_left(one)) {
            return Some(next(goal, NextStep::AlmostThere, &stamp.words));
        }
    }
    if let Some(goal) = shown.iter().filter(|one| one.waits()).find_map(is_left) {
        return Some(next(goal, NextStep::Waits, ""));
    }
    let at_work = |goal: &&Goal| {
        given.iter().any(|work| work.goal_id == goal.id && works_in.contains(&work.enterprise_id))
    };
    if let Some(goal) = left.iter().find(at_work) {
        return Some(next(goal, NextStep::AtWork, ""));
    }
    left.first().map(|goal| next(goal, NextStep::FirstLeft, ""))
}
