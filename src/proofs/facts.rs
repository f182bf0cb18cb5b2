//! What a resident has built, gathered from the slices that know.

use chrono::NaiveDate;

use super::model::{Built, BuiltCourse, BuiltGoal, BuiltRoute, Task};
use crate::base::{ResidentId, UtcTime};
use crate::courses::{self, CertificateFacts};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::qualifications::{self, GoalsOf, Progress, Reached, RouteProgress, Shown};

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

/// None when nothing counts on it yet and no goal is reached. The month that goes on ends today.
fn built_route(progress: &RouteProgress, shown: &[Shown], today: NaiveDate) -> Option<BuiltRoute> {
    let counted = progress.count.months.iter().filter(|month| month.minutes > 0);
    let months: Vec<_> = counted.map(|month| month.month).collect();
    let goals = built_goals(&progress.goals.reached, shown);
    if months.is_empty() && goals.is_empty() {
        return None;
    }
    let kind = qualifications::route_words(progress.route.kind).to_lowercase();
    Some(BuiltRoute {
        key: progress.route.id.clone(),
        name: format!("{} ({kind})", progress.goals.curriculum.name),
        days: months
            .first()
            .zip(months.last())
            .map(|(a, z)| (a.first_day(), z.last_day().min(today))),
        months: qualifications::month_words(progress.count.milli),
        minutes: progress.count.minutes,
        goals,
    })
}

/// Goals of a curriculum that one is on no route to; None when none is reached.
fn beside_routes(goals: &GoalsOf, shown: &[Shown]) -> Option<BuiltRoute> {
    let reached = built_goals(&goals.reached, shown);
    (!reached.is_empty()).then(|| BuiltRoute {
        key: goals.curriculum.code.clone(),
        name: goals.curriculum.name.clone(),
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
