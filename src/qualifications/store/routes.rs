//! Routes, and the dated rules they are counted by.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{account, route, route_rule};
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

/// The day of a wage contract, who said so, and when.
pub(in super::super) fn set_wage(
    tx: &mut DbConn,
    id: &str,
    on: Option<NaiveDate>,
    (by, at): (&AccountId, UtcTime),
) -> QueryResult<()> {
    diesel::update(route::table.find(id))
        .set((route::wage_contract_on.eq(on), route::wage_set_by.eq(by), route::wage_set_at.eq(at)))
        .execute(tx)
        .map(drop)
}

/// Who told of the wage contract of each of someone's routes: the route, the name, and when.
pub(in super::super) fn wage_setters(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Vec<(String, String, Option<UtcTime>)>> {
    route::table
        .inner_join(account::table.on(route::wage_set_by.eq(account::id.nullable())))
        .filter(route::resident_id.eq(resident_id))
        .select((route::id, account::name, route::wage_set_at))
        .load(conn)
}

/// Whose open and ended routes go to which curriculum: resident, curriculum, last day.
pub(in super::super) fn routes_among(
    conn: &mut DbConn,
    residents: &[ResidentId],
) -> QueryResult<Vec<(ResidentId, String, Option<NaiveDate>)>> {
    route::table
        .filter(route::resident_id.eq_any(residents))
        .select((route::resident_id, route::curriculum_code, route::ended_on))
        .load(conn)
}
