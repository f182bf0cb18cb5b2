//! Recording what an import says, and the sums that reports ask for.

use chrono::{Datelike, NaiveDate};
use diesel::QueryResult;

use super::model::{Funding, ResidentDays, RunningCost};
use super::{rules, store};
use crate::base::{Month, Ore};
use crate::db::{DbConn, Unique, refuse_taken};
use crate::error::{AppResult, Refusal};

/// Records a month's cost of a category.
///
/// # Errors
/// `funding.word` for an empty text, `funding.taken` when the month has the category.
pub(crate) fn record_running_cost(tx: &mut DbConn, cost: &RunningCost) -> AppResult<()> {
    const TAKEN: Unique =
        Unique { pg: "running_cost_pk", sqlite: "running_cost.period, running_cost.category" };
    rules::check_cost(cost)?;
    store::insert_cost(tx, cost).map_err(|error| refuse_taken(error, &TAKEN, taken("category")))
}

/// Records a month's days of a municipality.
///
/// # Errors
/// `funding.municipality`, `funding.days`, `funding.residents`, `funding.word`, `funding.taken`.
pub(crate) fn record_resident_days(tx: &mut DbConn, days: &ResidentDays) -> AppResult<()> {
    const TAKEN: Unique = Unique {
        pg: "resident_days_pk",
        sqlite: "resident_days.period, resident_days.municipality",
    };
    rules::check_days(days)?;
    store::insert_days(tx, days).map_err(|error| refuse_taken(error, &TAKEN, taken("municipality")))
}

/// Records what a source pays in a year.
///
/// # Errors
/// `funding.year`, `funding.word`, `funding.taken` when the year has the source.
pub(crate) fn record_funding(tx: &mut DbConn, source: &Funding) -> AppResult<()> {
    const TAKEN: Unique = Unique { pg: "funding_pk", sqlite: "funding.source, funding.year" };
    rules::check_funding(source)?;
    store::insert_funding(tx, source).map_err(|error| refuse_taken(error, &TAKEN, taken("source")))
}

fn taken(field: &'static str) -> Refusal {
    Refusal::new("funding.taken", field, "Raden finnes fra før.")
}

/// The centre's costs in the months that begin within a span.
///
/// A month's cost has no day, so it counts with the month's first.
///
/// # Errors
/// The database's.
pub(crate) fn costs(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> QueryResult<Ore> {
    let (first, last) = months_begun(from, to);
    store::sum_costs(conn, first, last)
}

/// Residents' own share in a span: of each year's amount, n/12 for n whole months.
///
/// # Errors
/// The database's.
pub(crate) fn own_share(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> QueryResult<Ore> {
    let shares = store::own_shares(conn, from.year(), to.year())?;
    let part = |(year, amount)| rules::share_of_year(amount, rules::whole_months(year, from, to));
    Ok(shares.into_iter().map(part).sum())
}

/// The rows behind [`costs`].
///
/// # Errors
/// The database's.
pub(crate) fn list_running_costs(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<RunningCost>> {
    let (first, last) = months_begun(from, to);
    store::list_costs(conn, first, last)
}

/// Days by month and municipality, of the months that begin within a span.
///
/// # Errors
/// The database's.
pub(crate) fn list_resident_days(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<ResidentDays>> {
    let (first, last) = months_begun(from, to);
    store::list_days(conn, first, last)
}

/// The sources of the years that a span touches.
///
/// # Errors
/// The database's.
pub(crate) fn list_funding(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<Funding>> {
    store::list_funding(conn, from.year(), to.year())
}

/// First and last month whose first day lies within a span.
fn months_begun(from: NaiveDate, to: NaiveDate) -> (Month, Month) {
    let first = Month::of(from);
    let first = if from == first.first_day() { first } else { first.next() };
    (first, Month::of(to))
}
