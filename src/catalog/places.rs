//! How much of each day is taken.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::model::{Offering, Place};
use super::{rules, store, words};
use crate::base::OfferingId;
use crate::db::DbConn;
use crate::db::schema::day_places;
use crate::error::{AppResult, Refusals};

/// Days that are looked through for a free one, at most.
const SEARCHED_DAYS: u64 = 366;

/// Takes the places of an order's lines, in its own transaction.
///
/// With `enforce` a line that its day cannot hold is refused; an import takes them all the same.
/// One update a line; the writer's transaction is the only one that writes, so what it reads holds.
///
/// # Refuses
/// `order.day_full` at `lines[i].quantity`, each line that the day cannot hold.
///
/// # Errors
/// The refusals, or the database's.
pub(crate) fn take_places(tx: &mut DbConn, places: &[Place], enforce: bool) -> AppResult<()> {
    let mut full = Refusals::default();
    for (line, (offering, capacity, day, milli)) in places.iter().enumerate() {
        let limit = capacity.filter(|_| enforce).unwrap_or(i64::MAX);
        if add(tx, offering, *day, *milli, limit - milli)? {
            continue;
        }
        let taken = taken_on(tx, offering, *day)?;
        if taken.is_none() && *milli <= limit {
            insert(tx, offering, *day, *milli)?;
        } else {
            full.add(words::day_full(line, limit - taken.unwrap_or(0)));
        }
    }
    Ok(full.or(())?)
}

/// Gives the places of a cancelled order back.
///
/// # Errors
/// The database's.
pub(crate) fn give_back_places(tx: &mut DbConn, places: &[Place]) -> QueryResult<()> {
    for (offering, _, day, milli) in places {
        add(tx, offering, *day, -milli, i64::MAX)?;
    }
    Ok(())
}

/// The first days, at most `count`, on which all of it can be had together.
///
/// `wanted` is offerings with thousandths; the search goes a year ahead of `today`.
///
/// # Errors
/// The database's.
pub(crate) fn free_days(
    conn: &mut DbConn,
    wanted: &[(&Offering, i64)],
    today: NaiveDate,
    count: usize,
) -> QueryResult<Vec<NaiveDate>> {
    let first = wanted.iter().map(|(offering, _)| rules::first_day(offering, today)).max();
    let Some(first) = first else { return Ok(Vec::new()) };
    let enterprises: Vec<_> = wanted.iter().map(|(offering, _)| &offering.enterprise_id).collect();
    let stops = store::stops_from(conn, &enterprises, first)?;
    let mut shut = Vec::new();
    let mut taken = Vec::new();
    for (offering, _) in wanted {
        let days = store::closed_days(conn, &offering.id, first)?;
        shut.extend(days.into_iter().map(|day| (&offering.id, day)));
        let days = taken_from(conn, &offering.id, first)?;
        taken.extend(days.into_iter().map(|(day, milli)| (&offering.id, day, milli)));
    }
    let is_free = |day: &NaiveDate| {
        wanted.iter().all(|(offering, milli)| {
            let stopped = rules::is_stopped(&stops, &offering.enterprise_id, *day);
            let closed = shut.contains(&(&offering.id, *day));
            let same = wanted.iter().filter(|(other, _)| other.id == offering.id);
            let wanted_milli: i64 = same.map(|(_, milli)| *milli).sum::<i64>().max(*milli);
            let of_day = taken.iter().find(|(id, d, _)| *id == &offering.id && d == day);
            let left = offering.capacity_milli.map(|all| all - of_day.map_or(0, |(.., n)| *n));
            rules::closed(offering, *day, stopped, closed).is_none()
                && left.is_none_or(|left| wanted_milli <= left)
        })
    };
    let last = today.checked_add_days(Days::new(SEARCHED_DAYS)).unwrap_or(today);
    Ok(first.iter_days().take_while(|day| *day <= last).filter(is_free).take(count).collect())
}

/// Adds to what is taken when no more than `taken_max` is; answers whether a row was changed.
fn add(
    tx: &mut DbConn,
    offering: &OfferingId,
    day: NaiveDate,
    milli: i64,
    taken_max: i64,
) -> QueryResult<bool> {
    let row = day_places::table.find((offering, day));
    diesel::update(row.filter(day_places::taken_milli.le(taken_max)))
        .set(day_places::taken_milli.eq(day_places::taken_milli + milli))
        .execute(tx)
        .map(|rows| rows == 1)
}

fn taken_on(tx: &mut DbConn, offering: &OfferingId, day: NaiveDate) -> QueryResult<Option<i64>> {
    let row = day_places::table.find((offering, day));
    row.select(day_places::taken_milli).first(tx).optional()
}

fn taken_from(
    conn: &mut DbConn,
    offering: &OfferingId,
    from: NaiveDate,
) -> QueryResult<Vec<(NaiveDate, i64)>> {
    day_places::table
        .filter(day_places::offering_id.eq(offering).and(day_places::day.ge(from)))
        .select((day_places::day, day_places::taken_milli))
        .load(conn)
}

fn insert(tx: &mut DbConn, offering: &OfferingId, day: NaiveDate, milli: i64) -> QueryResult<()> {
    diesel::insert_into(day_places::table)
        .values((
            day_places::offering_id.eq(offering),
            day_places::day.eq(day),
            day_places::taken_milli.eq(milli),
        ))
        .execute(tx)
        .map(|_one| ())
}
