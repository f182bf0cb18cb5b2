//! Routes, and the dated rules they are counted by.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, ResidentId};
use crate::db::DbConn;
use crate::db::schema::{route, route_rule};
use crate::qualifications::model::{Route, RouteKind, RouteRule};

/// The rule of a kind that is in force on a day.
pub(in super::super) fn rule_on(
    conn: &mut DbConn,
    kind: RouteKind,
    on: NaiveDate,
) -> QueryResult<Option<RouteRule>> {
    route_rule::table
        .filter(route_rule::kind.eq(kind.as_str()).and(route_rule::valid_from.le(on)))
        .order(route_rule::valid_from.desc())
        .first(conn)
        .optional()
}

/// Someone's routes, those that go on first.
pub(in super::super) fn routes_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Vec<Route>> {
    let mut routes: Vec<Route> = route::table
        .filter(route::resident_id.eq(resident_id))
        .order((route::started_on, route::id))
        .load(conn)?;
    routes.sort_by_key(|route| route.ended_on.is_some());
    Ok(routes)
}

pub(in super::super) fn find_route(conn: &mut DbConn, id: &str) -> QueryResult<Option<Route>> {
    route::table.find(id).first(conn).optional()
}

pub(in super::super) fn insert_route(tx: &mut DbConn, new: &Route) -> QueryResult<()> {
    diesel::insert_into(route::table).values(new).execute(tx).map(drop)
}

/// Its last day, and who said so; None opens it again.
pub(in super::super) fn set_route_end(
    tx: &mut DbConn,
    id: &str,
    end: Option<(NaiveDate, &AccountId)>,
) -> QueryResult<()> {
    diesel::update(route::table.find(id))
        .set((route::ended_on.eq(end.map(|end| end.0)), route::ended_by.eq(end.map(|end| end.1))))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn set_wage(
    tx: &mut DbConn,
    id: &str,
    on: Option<NaiveDate>,
) -> QueryResult<()> {
    diesel::update(route::table.find(id)).set(route::wage_contract_on.eq(on)).execute(tx).map(drop)
}
