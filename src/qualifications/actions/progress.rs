//! How far someone has come, counted anew from the rows each time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::shown_of;
use crate::base::{EnterpriseId, Month, ResidentId};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::hours::{self, LockedRow};
use crate::qualifications::model::{
    Curriculum, CurriculumKind, Goal, GoalsOf, PlaceMinutes, Progress, Reached, Route,
    RouteProgress, Shown, Standing,
};
use crate::qualifications::rules::{self, Next};
use crate::qualifications::store;

/// Someone's routes with months and goals, and the centre's own goals, on a day.
///
/// Rows taken back are counted with their counter-entries. A pause changes nothing of it.
///
/// # Errors
/// The database's.
pub(crate) fn progress_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    today: NaiveDate,
) -> AppResult<Progress> {
    let rows = hours::approved_rows_of_resident(conn, resident_id, NaiveDate::default(), today)?;
    let reached = reached_by(&shown_of(conn, resident_id)?);
    let practice = store::practice(conn)?;
    let mut routes = Vec::new();
    for route in store::routes_of(conn, resident_id)? {
        let places: Vec<&EnterpriseId> = practice
            .iter()
            .filter(|(code, _)| *code == route.curriculum_code)
            .map(|(_, place)| place)
            .collect();
        routes.push(route_progress(conn, route, (&rows, &places), &reached, today)?);
    }
    let others = other_goals(conn, &routes, &reached)?;
    Ok(Progress { routes, others })
}

fn route_progress(
    conn: &mut DbConn,
    route: Route,
    (rows, places): (&[LockedRow], &[&EnterpriseId]),
    reached: &BTreeMap<String, Reached>,
    today: NaiveDate,
) -> AppResult<RouteProgress> {
    let rule = store::rule_on(conn, route.kind, today)?
        .ok_or_else(|| AppError::internal("a kind of route has no rule"))?;
    let curriculum = store::find_curriculum(conn, &route.curriculum_code)?
        .ok_or_else(|| AppError::internal("a route has no curriculum"))?;
    let mut counted: Vec<(Month, i64)> = Vec::new();
    let mut hours: BTreeMap<(Standing, String), i64> = BTreeMap::new();
    for row in rows {
        let standing = rules::standing(&route, &rule, places, row);
        let minutes = i64::from(row.minutes.get());
        if standing == Standing::Counts {
            counted.push((Month::of(row.date), minutes));
        }
        *hours.entry((standing, row.enterprise_name.clone())).or_default() += minutes;
    }
    let is_closed = rule.needs_wage && route.wage_contract_on.is_none();
    Ok(RouteProgress {
        count: rules::count(&rule, &counted, today),
        goals: goals_as_they_stand(conn, curriculum, reached)?,
        hours: hours
            .into_iter()
            .filter(|(_, minutes)| *minutes != 0)
            .map(|((standing, place), minutes)| PlaceMinutes { place, minutes, standing })
            .collect(),
        route,
        rule,
        is_closed,
    })
}

fn goals_as_they_stand(
    conn: &mut DbConn,
    curriculum: Curriculum,
    reached: &BTreeMap<String, Reached>,
) -> AppResult<GoalsOf> {
    let goals = store::goals_of(conn, &curriculum.code)?;
    let mut done: Vec<Reached> =
        goals.iter().filter_map(|goal| reached.get(&goal.id).cloned()).collect();
    done.sort_by_key(|one| (one.on, one.goal.place));
    let is_left = |goal: &Goal| goal.ended_at.is_none() && !reached.contains_key(&goal.id);
    let left = goals.into_iter().filter(is_left).collect();
    Ok(GoalsOf { curriculum, reached: done, left })
}

/// Goals outside one's routes: the centre's own, and what was reached of others.
fn other_goals(
    conn: &mut DbConn,
    routes: &[RouteProgress],
    reached: &BTreeMap<String, Reached>,
) -> AppResult<Vec<GoalsOf>> {
    let on_route: BTreeSet<&str> =
        routes.iter().map(|route| route.route.curriculum_code.as_str()).collect();
    let mut others = Vec::new();
    for curriculum in store::curricula(conn)? {
        if on_route.contains(curriculum.code.as_str()) {
            continue;
        }
        let is_own = curriculum.kind == CurriculumKind::Own;
        let goals = goals_as_they_stand(conn, curriculum, reached)?;
        let is_some = !goals.reached.is_empty() || (is_own && !goals.left.is_empty());
        if is_some {
            others.push(goals);
        }
    }
    Ok(others)
}

/// The goals that approved evidence points at, each with its first approval.
fn reached_by(shown: &[Shown]) -> BTreeMap<String, Reached> {
    let mut reached: BTreeMap<String, Reached> = BTreeMap::new();
    for one in shown {
        let Some(stamp) = one.approval() else { continue };
        for goal in &one.goals {
            let on = stamp.at.oslo_date();
            if reached.get(&goal.id).is_none_or(|known| on < known.on) {
                let by = stamp.by.clone();
                reached.insert(goal.id.clone(), Reached { goal: goal.clone(), on, by });
            }
        }
    }
    reached
}

/// The goals someone reached from a day to a day, by date.
///
/// # Errors
/// The database's.
pub(crate) fn goals_reached(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<Reached>> {
    let reached = reached_by(&shown_of(conn, resident_id)?).into_values();
    let mut reached: Vec<Reached> = reached.filter(|one| from <= one.on && one.on <= to).collect();
    reached.sort_by(|a, b| {
        let key = |one: &Reached| (one.on, one.goal.curriculum_code.clone(), one.goal.place);
        key(a).cmp(&key(b))
    });
    Ok(reached)
}

/// The next small step, of the goals left on routes that go on and of the centre's own; None when
/// none is left.
///
/// # Errors
/// The database's.
pub(crate) fn next_for(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    works_in: &[EnterpriseId],
    progress: &Progress,
    today: NaiveDate,
) -> AppResult<Option<Next>> {
    let open = progress.routes.iter().filter(|route| route.route.ended_on.is_none());
    let goals = open.map(|route| &route.goals).chain(&progress.others);
    let left: Vec<Goal> = goals.flat_map(|goals| goals.left.clone()).collect();
    let given = store::goal_work(conn)?;
    let jobs = store::jobs_on(conn, resident_id, today)?;
    let shown = shown_of(conn, resident_id)?;
    Ok(rules::next_step(&left, &given, (&jobs, works_in), &shown))
}
