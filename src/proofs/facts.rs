//! What a resident has built, gathered from the slices that know.

use chrono::NaiveDate;

use super::model::{Built, BuiltCourse, BuiltGoal, BuiltRoute, Task};
use crate::base::{ResidentId, UtcTime};
use crate::courses::{self, CertificateFacts};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::qualifications::{self, GoalsOf, Progress, Reached, RouteProgress, Shown};

/// Where a curriculum comes from that is Udir's.
const GREP: &str = "Grep";

/// Routes with their goals, goals that are of no route, and courses; only what someone approved.
///
/// # Errors
/// The database's.
pub(super) fn built_by(conn: &mut DbConn, id: &ResidentId, now: UtcTime) -> AppResult<Built> {
    let today = now.oslo_date();
    let Progress { routes, others } = qualifications::progress_of(conn, id, today)?;
    let shown = qualifications::evidence_of(conn, id)?;
    let on_route = routes.iter().filter_map(|route| built_route(route, &shown, today));
    let beside = others.iter().filter_map(|goals| beside_routes(goals, &shown));
    let routes = on_route.chain(beside).collect();
    let courses = courses::certificates_of(conn, id)?.into_iter().map(built_course).collect();
    Ok(Built { routes, courses })
}

/// None when nothing counts on it yet and no goal is reached.
fn built_route(progress: &RouteProgress, shown: &[Shown], today: NaiveDate) -> Option<BuiltRoute> {
    let days = period(progress, today);
    let goals = built_goals(&progress.goals.reached, shown);
    if days.is_none() && goals.is_empty() {
        return None;
    }
    let kind = qualifications::route_words(progress.route.kind).to_lowercase();
    Some(BuiltRoute {
        key: progress.route.id.clone(),
        name: format!("{} ({kind})", progress.goals.curriculum.name),
        is_public: progress.goals.curriculum.source == GREP,
        days,
        months: qualifications::month_words(progress.count.milli),
        minutes: progress.count.minutes,
        goals,
    })
}

/// The first and last day of the months that count, within the days on which hours count on the
/// route; None when nothing counts. The month that goes on ends today.
fn period(progress: &RouteProgress, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let RouteProgress { route, rule, count, .. } = progress;
    if count.milli == 0 {
        return None;
    }
    let mut counted = count.months.iter().filter(|month| !month.is_alone);
    let first = counted.next()?;
    let last = counted.next_back().unwrap_or(first);
    let begins = [
        Some(first.month.first_day()),
        route.wage_contract_on.filter(|_| rule.needs_wage),
        Some(route.started_on).filter(|_| rule.from_start),
    ];
    let ends = [Some(last.month.last_day()), Some(today), route.ended_on];
    Some((begins.into_iter().flatten().max()?, ends.into_iter().flatten().min()?))
}

/// Goals of a curriculum that one is on no route to; None when none is reached.
fn beside_routes(goals: &GoalsOf, shown: &[Shown]) -> Option<BuiltRoute> {
    let reached = built_goals(&goals.reached, shown);
    (!reached.is_empty()).then(|| BuiltRoute {
        key: goals.curriculum.code.clone(),
        name: goals.curriculum.name.clone(),
        is_public: goals.curriculum.source == GREP,
        days: None,
        months: String::new(),
        minutes: 0,
        goals: reached,
    })
}

fn built_goals(reached: &[Reached], shown: &[Shown]) -> Vec<BuiltGoal> {
    let tasks = |reached: &Reached| {
        let showed = shown.iter().filter(|one| {
            one.approval().is_some() && one.goals.iter().any(|goal| goal.id == reached.goal.id)
        });
        let task =
            |one: &Shown| Task { on: one.evidence.happened_on, words: one.evidence.words.clone() };
        showed.map(task).collect()
    };
    let goal = |one: &Reached| BuiltGoal {
        key: one.goal.id.clone(),
        words: one.goal.words.clone(),
        is_public: !one.goal.set_code.is_empty(),
        reached_on: one.on,
        tasks: tasks(one),
    };
    reached.iter().map(goal).collect()
}

fn built_course(facts: CertificateFacts) -> BuiltCourse {
    BuiltCourse {
        key: facts.id,
        name: facts.course,
        completed_on: facts.last_day,
        valid_to: facts.expires_on,
    }
}
