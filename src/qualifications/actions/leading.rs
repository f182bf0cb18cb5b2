//! What a work leader needs: which goals the work gives, who lacks them, and what waits to be signed.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::dressed;
use super::stamps::signs;
use crate::base::{EnterpriseId, OfferingId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise};
use crate::error::AppResult;
use crate::people::{self, Actor, Right, Role};
use crate::qualifications::model::{CurriculumKind, Goal, GoalWork, Shown, StampKind, Stamped};
use crate::qualifications::rules::may_take_back;
use crate::qualifications::store;

/// What one leads, and what waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct LedPage {
    /// Evidence that nobody has answered, oldest first, with the first name of whose it is.
    pub(crate) waiting: Vec<(String, Shown)>,
    /// What one answered oneself the last days, newest first, with the first name.
    pub(crate) answered: Vec<(String, Shown)>,
    pub(crate) places: Vec<LedPlace>,
    pub(crate) looks: BTreeSet<Look>,
}

/// Who is seen, and what is told them that one looked at.
pub(crate) type Look = (ResidentId, &'static str);

/// An enterprise one leads.
#[derive(Clone, Debug)]
pub(crate) struct LedPlace {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Those who work there.
    hands: Vec<ResidentId>,
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

/// The work leader's page of goals; for the leader what waits outside the enterprises. Whoever shows
/// it keeps `looks` first, by [`keep_looks`].
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn goals_led(conn: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<LedPage> {
    actor.must(Right::SignGoals)?;
    let residents = store::residents_on(conn, now.oslo_date())?;
    let pieces = store::evidence_among(conn, &residents)?;
    let own = pieces.into_iter().filter(|one| signs(actor, one)).collect();
    let mut led = LedPage { places: places_led(conn, actor, now)?, ..LedPage::default() };
    let hands = led.places.iter().flat_map(|place| place.hands.iter().cloned());
    led.looks.extend(hands.map(|id| (id, "mål som mangler")));
    let mut names: BTreeMap<ResidentId, String> = BTreeMap::new();
    for one in dressed(conn, own)? {
        let waits = one.waits();
        if !waits && !one.stamps.iter().any(|stamp| may_undo(actor, stamp, now)) {
            continue;
        }
        let id = one.evidence.resident_id.clone();
        let name = match names.get(&id) {
            Some(name) => name.clone(),
            None => people::first_name_of(conn, &id)?,
        };
        names.insert(id.clone(), name.clone());
        led.looks.insert((id, "det jeg kan"));
        if waits { led.waiting.push((name, one)) } else { led.answered.push((name, one)) }
    }
    led.answered.sort_by_key(|(_, one)| std::cmp::Reverse(one.stamps.last().map(|stamp| stamp.at)));
    Ok(led)
}

/// Is it an answer of one's own that can still be taken back?
pub(crate) fn may_undo(actor: &Actor, stamp: &Stamped, now: UtcTime) -> bool {
    let is_answer = stamp.kind != StampKind::Seen;
    is_answer && stamp.by_id == actor.account_id && may_take_back(stamp.at, now)
}

/// Keeps that those on a work leader's page were looked at.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn keep_looks(
    tx: &mut DbConn,
    actor: &Actor,
    looks: &BTreeSet<Look>,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::SignGoals)?;
    for (resident_id, what) in looks {
        people::log_look_daily(tx, actor, resident_id, what, now)?;
    }
    Ok(())
}

fn places_led(conn: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Vec<LedPlace>> {
    if !actor.is(Role::WorkLeader) {
        return Ok(Vec::new());
    }
    let mut own = enterprises::list_enterprises(conn)?;
    own.retain(|place| actor.leads.contains(&place.id));
    let given = store::goal_work(conn)?;
    let goals = store::all_goals(conn)?;
    let offerings = store::offerings(conn)?;
    let hands = people::hands_in(conn, &actor.leads, now)?;
    let ids: Vec<ResidentId> = hands.iter().map(|(hand, _)| hand.resident_id.clone()).collect();
    let standing = Standings::of(conn, &ids)?;
    let lacking = |goal: &Goal, place: &EnterpriseId| -> Vec<Lacking> {
        let here = hands.iter().filter(|(_, places)| places.contains(place));
        here.filter(|(hand, _)| standing.lacks(&hand.resident_id, goal))
            .map(|(hand, _)| Lacking {
                resident_id: hand.resident_id.clone(),
                name: hand.name.clone(),
            })
            .collect()
    };
    Ok(own
        .into_iter()
        .map(|place| {
            let here = hands.iter().filter(|(_, places)| places.contains(&place.id));
            let here = here.map(|(hand, _)| hand.resident_id.clone()).collect();
            led_place(place, here, (&given, &goals, &offerings), &lacking)
        })
        .collect())
}

/// How some residents stand, read once for all of them: their routes, and the goals they reached.
struct Standings {
    /// Resident and curriculum, of routes that go on.
    open: BTreeSet<(ResidentId, String)>,
    /// And of those that ended.
    ended: BTreeSet<(ResidentId, String)>,
    /// Resident and goal.
    reached: BTreeSet<(ResidentId, String)>,
    /// Curricula of the centre's own.
    own: BTreeSet<String>,
}

impl Standings {
    fn of(conn: &mut DbConn, residents: &[ResidentId]) -> AppResult<Self> {
        let (ended, open): (Vec<_>, Vec<_>) = store::routes_among(conn, residents)?
            .into_iter()
            .partition(|(.., last_day)| last_day.is_some());
        let key = |(resident, curriculum, _): (ResidentId, String, _)| (resident, curriculum);
        let pieces = store::evidence_among(conn, residents)?;
        let mut reached = BTreeSet::new();
        for one in dressed(conn, pieces)?.iter().filter(|one| one.approval().is_some()) {
            let whose = &one.evidence.resident_id;
            reached.extend(one.goals.iter().map(|goal| (whose.clone(), goal.id.clone())));
        }
        let own = store::curricula(conn)?.into_iter();
        Ok(Self {
            open: open.into_iter().map(key).collect(),
            ended: ended.into_iter().map(key).collect(),
            own: own.filter(|one| one.kind == CurriculumKind::Own).map(|one| one.code).collect(),
            reached,
        })
    }

    /// Is the goal left on a route that goes on, or is it one of the centre's own that is left?
    fn lacks(&self, resident: &ResidentId, goal: &Goal) -> bool {
        let on_route = (resident.clone(), goal.curriculum_code.clone());
        let is_left =
            goal.ended_at.is_none() && !self.reached.contains(&(resident.clone(), goal.id.clone()));
        let is_others = self.own.contains(&goal.curriculum_code) && !self.ended.contains(&on_route);
        is_left && (self.open.contains(&on_route) || is_others)
    }
}

type Known<'a> = (&'a [GoalWork], &'a [Goal], &'a [(OfferingId, EnterpriseId, String, bool)]);

fn led_place(
    place: Enterprise,
    hands: Vec<ResidentId>,
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
        let sold = |id| offerings.iter().find(|(own, .., is_sold)| own == id && *is_sold);
        let name = offering.and_then(sold);
        let lines: Vec<GoalLine> = goals.iter().filter(is_given).map(line).collect();
        let is_known = offering.is_none() || name.is_some();
        if is_known && !lines.is_empty() {
            work.push(WorkLine {
                name: name.map(|(_, _, name, _)| name.clone()).unwrap_or_default(),
                goals: lines,
            });
        }
    }
    LedPlace { code: place.code, name: place.name, hands, work }
}
