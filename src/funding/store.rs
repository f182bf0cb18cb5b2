//! Queries of costs and funding; no decision is made here.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::model::{Funding, FundingKind, ResidentDays, RunningCost};
use crate::base::{Month, Ore};
use crate::db::DbConn;
use crate::db::schema::{funding, resident_days, running_cost};

pub(super) fn insert_cost(tx: &mut DbConn, cost: &RunningCost) -> QueryResult<()> {
    diesel::insert_into(running_cost::table).values(cost).execute(tx)?;
    Ok(())
}

pub(super) fn insert_days(tx: &mut DbConn, days: &ResidentDays) -> QueryResult<()> {
    diesel::insert_into(resident_days::table).values(days).execute(tx)?;
    Ok(())
}

pub(super) fn insert_funding(tx: &mut DbConn, source: &Funding) -> QueryResult<()> {
    diesel::insert_into(funding::table).values(source).execute(tx)?;
    Ok(())
}

pub(super) fn sum_costs(conn: &mut DbConn, first: Month, last: Month) -> QueryResult<Ore> {
    running_cost::table
        .filter(running_cost::period.between(first, last))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(amount_ore),0) AS BIGINT)"))
        .first(conn)
}

pub(super) fn list_costs(
    conn: &mut DbConn,
    first: Month,
    last: Month,
) -> QueryResult<Vec<RunningCost>> {
    running_cost::table
        .filter(running_cost::period.between(first, last))
        .order((running_cost::period, running_cost::category))
        .load(conn)
}

pub(super) fn list_days(
    conn: &mut DbConn,
    first: Month,
    last: Month,
) -> QueryResult<Vec<ResidentDays>> {
    resident_days::table
        .filter(resident_days::period.between(first, last))
        .order((resident_days::period, resident_days::municipality))
        .load(conn)
}

pub(super) fn list_funding(conn: &mut DbConn, first: i32, last: i32) -> QueryResult<Vec<Funding>> {
    funding::table
        .filter(funding::year.between(first, last))
        .order((funding::year, funding::source))
        .load(conn)
}

/// The year and amount of each source that is residents' own share.
pub(super) fn own_shares(conn: &mut DbConn, first: i32, last: i32) -> QueryResult<Vec<(i32, Ore)>> {
    funding::table
        .filter(funding::kind.eq(FundingKind::OwnShare))
        .filter(funding::year.between(first, last))
        .select((funding::year, funding::amount_ore))
        .load(conn)
}
