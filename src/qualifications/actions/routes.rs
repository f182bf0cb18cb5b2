//! Routes opened and ended by who follows a resident, and the page that shows them.

use chrono::NaiveDate;

use crate::base::{ResidentId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusals};
use crate::hours::read_date;
use crate::people::{self, Actor, Right, Role};
use crate::qualifications::model::{Curriculum, CurriculumKind, Progress, Route, RouteKind, Shown};
use crate::qualifications::rules::{RuleError, read_wage_day};
use crate::qualifications::store;

/// A route as a form tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RouteForm {
    pub(crate) kind: String,
    pub(crate) curriculum: String,
    pub(crate) started_on: String,
}

/// Someone's routes and evidence, for who follows them.
#[derive(Clone, Debug)]
pub(crate) struct FollowedPage {
    pub(crate) name: String,
    pub(crate) progress: Progress,
    pub(crate) shown: Vec<Shown>,
    /// Who told of each route's wage contract: the route, the name, and when.
    pub(crate) wage_said: Vec<(String, String, Option<UtcTime>)>,
    /// Trades and other curricula that a route can go to.
    pub(crate) curricula: Vec<Curriculum>,
}

/// Is this resident theirs to follow: the leader's, or their mentor's while the relation lasts?
pub(super) fn must_follow(
    conn: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
) -> AppResult<()> {
    actor.must(Right::SeeProgress)?;
    let is_theirs = if actor.is(Role::Leader) {
        store::is_resident(conn, resident_id)?
    } else {
        actor.mentees.contains(resident_id)
    };
    if is_theirs { Ok(()) } else { Err(AppError::NotFound) }
}

/// Key and first name of those one follows today: own mentees, for the leader everyone.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn followed(
    conn: &mut DbConn,
    actor: &Actor,
    today: NaiveDate,
) -> AppResult<Vec<(ResidentId, String)>> {
    actor.must(Right::SeeProgress)?;
    let ids = if actor.is(Role::Leader) {
        store::residents_on(conn, today)?
    } else {
        actor.mentees.clone()
    };
    let mut named = Vec::new();
    for id in ids {
        let name = people::first_name_of(conn, &id)?;
        named.push((id, name));
    }
    named.sort_by(|(a_id, a), (b_id, b)| (a, a_id).cmp(&(b, b_id)));
    Ok(named)
}

/// The page of someone one follows. Whoever shows it keeps the look first, by [`keep_look`].
///
/// # Errors
/// `NotFound` for who does not follow them.
pub(crate) fn followed_page(
    conn: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    today: NaiveDate,
) -> AppResult<FollowedPage> {
    must_follow(conn, actor, resident_id)?;
    let mut curricula = store::curricula(conn)?;
    curricula.retain(|curriculum| curriculum.kind == CurriculumKind::Trade);
    Ok(FollowedPage {
        name: people::first_name_of(conn, resident_id)?,
        progress: super::progress_of(conn, resident_id, today)?,
        shown: super::shown_of(conn, resident_id)?,
        wage_said: store::wage_setters(conn, resident_id)?,
        curricula,
    })
}

/// Keeps that someone one follows was looked at.
///
/// # Errors
/// `NotFound` for who does not follow them.
pub(crate) fn keep_look(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    now: UtcTime,
) -> AppResult<()> {
    must_follow(tx, actor, resident_id)?;
    Ok(people::log_look_daily(tx, actor, resident_id, "det jeg kan", now)?)
}

/// Opens a route for a resident; answers its id.
///
/// # Errors
/// `NotFound` for who does not follow them; refusals at each field.
pub(crate) fn open_route(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    form: &RouteForm,
    now: UtcTime,
) -> AppResult<String> {
    must_follow(tx, actor, resident_id)?;
    let mut refusals = Refusals::default();
    let kind = RouteKind::parse(&form.kind);
    let curriculum = store::find_curriculum(tx, &form.curriculum)?
        .filter(|curriculum| curriculum.kind == CurriculumKind::Trade);
    let started_on = read_date(&form.started_on);
    if kind.is_none() {
        refusals.add(RuleError::RouteKind);
    }
    if curriculum.is_none() {
        refusals.add(RuleError::RouteCurriculum);
    }
    match started_on {
        None => refusals.add(RuleError::DateUnreadable),
        Some(day) if day > now.oslo_date() => refusals.add(RuleError::DateToCome),
        Some(_) => {}
    }
    let (Some(kind), Some(curriculum), Some(started_on)) = (kind, curriculum, started_on) else {
        return Err(refusals.into());
    };
    refusals.or(())?;
    let route = Route {
        id: fresh_id(),
        resident_id: resident_id.clone(),
        kind,
        curriculum_code: curriculum.code,
        started_on,
        wage_contract_on: None,
        opened_by: actor.account_id.clone(),
        opened_at: now,
        ended_on: None,
        ended_by: None,
        wage_set_by: None,
        wage_set_at: None,
    };
    must_be_new(tx, &route)?;
    store::insert_route(tx, &route)?;
    Ok(route.id)
}

fn must_be_new(conn: &mut DbConn, new: &Route) -> AppResult<()> {
    let same = |known: &Route| {
        known.ended_on.is_none()
            && known.id != new.id
            && (known.kind, &known.curriculum_code) == (new.kind, &new.curriculum_code)
    };
    if store::routes_of(conn, &new.resident_id)?.iter().any(same) {
        return Err(RuleError::RouteTwice.into());
    }
    Ok(())
}

/// A route by whose it is and its id.
type Named<'a> = (&'a ResidentId, &'a str);

/// A route of someone one follows.
fn followed_route(
    conn: &mut DbConn,
    actor: &Actor,
    (resident_id, id): Named<'_>,
) -> AppResult<Route> {
    must_follow(conn, actor, resident_id)?;
    let route = store::find_route(conn, id)?.filter(|route| route.resident_id == *resident_id);
    route.ok_or(AppError::NotFound)
}

/// Ends a route today; what was reached on it stays.
///
/// # Errors
/// `NotFound` for a route of one they do not follow.
pub(crate) fn end_route(
    tx: &mut DbConn,
    actor: &Actor,
    named: Named<'_>,
    now: UtcTime,
) -> AppResult<()> {
    let route = followed_route(tx, actor, named)?;
    if route.ended_on.is_some() {
        return Ok(());
    }
    let last = now.oslo_date().max(route.started_on);
    Ok(store::set_route_end(tx, &route.id, Some((last, &actor.account_id)))?)
}

/// Opens a route again that was ended.
///
/// # Errors
/// `NotFound` for a route of one they do not follow; `route.twice` when there is another.
pub(crate) fn reopen_route(tx: &mut DbConn, actor: &Actor, named: Named<'_>) -> AppResult<()> {
    let route = followed_route(tx, actor, named)?;
    must_be_new(tx, &route)?;
    Ok(store::set_route_end(tx, &route.id, None)?)
}

/// The leader tells of the day a wage contract begins; an empty day takes it away. Who said so, and
/// when, is kept.
///
/// # Errors
/// `NotFound` for a route of one they do not follow, `Forbidden` for who is no leader; `route.wage`,
/// `route.wage_far`.
pub(crate) fn set_wage_contract(
    tx: &mut DbConn,
    actor: &Actor,
    named: Named<'_>,
    day: &str,
    now: UtcTime,
) -> AppResult<()> {
    let route = followed_route(tx, actor, named)?;
    if !actor.is(Role::Leader) {
        return Err(AppError::Forbidden);
    }
    let day = read_wage_day(day, now.oslo_date())?;
    Ok(store::set_wage(tx, &route.id, day, (&actor.account_id, now))?)
}
