//! What a work leader needs: which goals the work gives, who lacks them, and what waits to be signed.

use std::collections::BTreeSet;

use super::evidence::dressed;
use super::stamps::signs;
use crate::base::{EnterpriseId, OfferingId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise};
use crate::error::AppResult;
use crate::people::{self, Actor, Right, Role};
use crate::qualifications::model::{CurriculumKind, Goal, GoalWork, Progress, Shown};
use crate::qualifications::store;

/// What one leads, and what waits.
#[derive(Clone, Debug)]
pub(crate) struct LedPage {
    /// Evidence that nobody has answered, oldest first, with the first name of whose it is.
    pub(crate) waiting: Vec<(String, Shown)>,
    /// What one answered oneself the last days, newest first, with the first name.
    pub(crate) answered: Vec<(String, Shown)>,
    pub(crate) places: Vec<LedPlace>,
}

/// An enterprise one leads.
#[derive(Clone, Debug)]
pub(crate) struct LedPlace {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Work that gives goals.
    pub(crate) work: Vec<WorkLine>,
}

/// Work, and the goals it gives.
#[derive(Clone, Debug)]
pub(crate) struct WorkLine {
    /// Empty for the daily work.
    pub(crate) name: String,
    pub(crate) goals: Vec<GoalLine>,
}

/// A goal, and who lacks it.
#[derive(Clone, Debug)]
pub(crate) struct GoalLine {
    pub(crate) goal: Goal,
    pub(crate) lacking: Vec<Lacking>,
}

/// Someone who works there, is on the way to a goal and has not reached it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lacking {
    pub(crate) resident_id: ResidentId,
    pub(crate) name: String,
}

/// Seconds back that one's own answers are shown with a way to take them back.
const ANSWERED_SECONDS: i64 = 7 * 86_400;

/// The work leader's page of goals; for the leader what waits outside the enterprises. Who is seen
/// is told who looked.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn goals_led(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<LedPage> {
    actor.must(Right::SignGoals)?;
    let residents = store::residents_on(tx, now.oslo_date())?;
    let pieces = store::evidence_among(tx, &residents)?;
    let own = pieces.into_iter().filter(|one| signs(actor, one)).collect();
    let (mut waiting, mut answered) = (Vec::new(), Vec::new());
    for one in dressed(tx, own)? {
        let is_own_answer = one.stamps.iter().any(|stamp| {
            stamp.by_id == actor.account_id
                && now.unix_seconds() - stamp.at.unix_seconds() < ANSWERED_SECONDS
        });
        let waits = one.waits();
        if waits || is_own_answer {
            let id = &one.evidence.resident_id;
            people::log_look_daily(tx, actor, id, "det jeg kan", now)?;
            let name = people::first_name_of(tx, id)?;
            if waits { waiting.push((name, one)) } else { answered.push((name, one)) }
        }
    }
    answered.sort_by_key(|(_, one)| std::cmp::Reverse(one.stamps.last().map(|stamp| stamp.at)));
    Ok(LedPage { waiting, answered, places: places_led(tx, actor, now)? })
}

fn places_led(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Vec<LedPlace>> {
    if !actor.is(Role::WorkLeader) {
        return Ok(Vec::new());
    }
    let mut own = enterprises::list_enterprises(tx)?;
    own.retain(|place| actor.leads.contains(&place.id));
    let given = store::goal_work(tx)?;
    let goals = store::all_goals(tx)?;
    let kinds: Vec<(String, CurriculumKind)> =
        store::curricula(tx)?.into_iter().map(|one| (one.code, one.kind)).collect();
    let offerings = store::offerings(tx)?;
    let mut hands = Vec::new();
    for (hand, places) in people::hands_in(tx, &actor.leads, now)? {
        let progress = super::progress_of(tx, &hand.resident_id, now.oslo_date())?;
        people::log_look_daily(tx, actor, &hand.resident_id, "mål som mangler", now)?;
        hands.push((hand, places, progress));
    }
    let lacking = |goal: &Goal, place: &EnterpriseId| -> Vec<Lacking> {
        let is_own = kinds
            .iter()
            .any(|(code, kind)| *code == goal.curriculum_code && *kind == CurriculumKind::Own);
        let here = hands.iter().filter(|(_, places, _)| places.contains(place));
        here.filter(|(_, _, progress)| lacks(progress, goal, is_own))
            .map(|(hand, ..)| Lacking {
                resident_id: hand.resident_id.clone(),
                name: hand.name.clone(),
            })
            .collect()
    };
    Ok(own
        .into_iter()
        .map(|place| led_place(place, (&given, &goals, &offerings), &lacking))
        .collect())
}

/// Is the goal left on a route that goes on, or is it one of the centre's own that is left?
fn lacks(progress: &Progress, goal: &Goal, is_own: bool) -> bool {
    let open = progress.routes.iter().filter(|route| route.route.ended_on.is_none());
    let on_route = open.map(|route| &route.goals);
    let others = progress.others.iter().filter(|_| is_own);
    on_route.chain(others).any(|goals| goals.left.iter().any(|left| left.id == goal.id))
}

type Known<'a> = (&'a [GoalWork], &'a [Goal], &'a [(OfferingId, EnterpriseId, String)]);

fn led_place(
    place: Enterprise,
    (given, goals, offerings): Known<'_>,
    lacking: &dyn Fn(&Goal, &EnterpriseId) -> Vec<Lacking>,
) -> LedPlace {
    let here: Vec<&GoalWork> = given.iter().filter(|work| work.enterprise_id == place.id).collect();
    let used: BTreeSet<Option<&OfferingId>> =
        here.iter().map(|work| work.offering_id.as_ref()).collect();
    let mut work = Vec::new();
    for offering in used {
        let is_given = |goal: &&Goal| {
            let same = |work: &&&GoalWork| {
                work.goal_id == goal.id && work.offering_id.as_ref() == offering
            };
            goal.ended_at.is_none() && here.iter().any(|work| same(&work))
        };
        let line = |goal: &Goal| GoalLine { goal: goal.clone(), lacking: lacking(goal, &place.id) };
        let name = offering.and_then(|id| offerings.iter().find(|(own, ..)| own == id));
        let lines: Vec<GoalLine> = goals.iter().filter(is_given).map(line).collect();
        let is_known = offering.is_none() || name.is_some();
        if is_known && !lines.is_empty() {
            work.push(WorkLine {
                name: name.map(|(.., name)| name.clone()).unwrap_or_default(),
                goals: lines,
            });
        }
    }
    LedPlace { code: place.code, name: place.name, work }
}
