//! Rows of offerings, prices, photos and stops.
//!
//! [`offers_on`] and [`closed_reasons`] stand in every order's way. They are one statement for up
//! to [`AT_ONCE`] offerings, of a fixed shape, which diesel prepares once a connection; a list of
//! any length would be prepared anew each time.

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::model::{Closed, Offer, Offering, Price, Stop};
use super::rules;
use crate::base::{EnterpriseId, OfferingId, Ore, UtcTime};
use crate::db::schema::{closed_day, enterprise, offering, offering_price, order_stop, photo};
use crate::db::{DbConn, on_each};

/// Offerings read by one statement.
const AT_ONCE: usize = 4;

/// The offers in force on a day among these codes; what is not for sale is left out.
///
/// # Errors
/// The database's.
pub(crate) fn offers_on(
    conn: &mut DbConn,
    codes: &[&str],
    on: NaiveDate,
) -> QueryResult<Vec<Offer>> {
    let mut offers = Vec::with_capacity(codes.len());
    for some in codes.chunks(AT_ONCE) {
        let code = |i: usize| some.get(i).or(some.first()).copied().unwrap_or_default();
        let named = offering::code
            .eq(code(0))
            .or(offering::code.eq(code(1)))
            .or(offering::code.eq(code(2)))
            .or(offering::code.eq(code(3)));
        let query = offering::table.filter(named).select((offering::all_columns, price_on(on)));
        let rows: Vec<(Offering, Option<Ore>)> = on_each!(&mut *conn, |c| query.load(c))?;
        offers.extend(rows.into_iter().filter_map(for_sale));
    }
    Ok(offers)
}

/// Everything for sale on a day, in the enterprises' own order, then as it was entered.
///
/// # Errors
/// The database's.
pub(crate) fn list_offers(conn: &mut DbConn, on: NaiveDate) -> QueryResult<Vec<Offer>> {
    let rows: Vec<(Offering, Option<Ore>)> = offering::table
        .inner_join(enterprise::table)
        .filter(offering::is_offered.eq(true).and(enterprise::internal.eq(false)))
        .order((enterprise::position, enterprise::code, offering::id))
        .select((offering::all_columns, price_on(on)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(for_sale).collect())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn price_on(on: NaiveDate) -> _ {
    let in_force: diesel::dsl::And<
        diesel::dsl::Eq<offering_price::offering_id, offering::id>,
        diesel::dsl::LtEq<offering_price::valid_from, NaiveDate>,
    > = offering_price::offering_id.eq(offering::id).and(offering_price::valid_from.le(on));
    offering_price::table
        .filter(in_force)
        .order(offering_price::valid_from.desc())
        .select(offering_price::price_ore)
        .single_value()
}

fn for_sale((offering, price): (Offering, Option<Ore>)) -> Option<Offer> {
    let price = price?;
    rules::is_for_sale(&offering).then_some(Offer { offering, price })
}

/// Why each offering cannot be had on a day, in the order asked; None where it can.
///
/// # Errors
/// The database's.
pub(crate) fn closed_reasons(
    conn: &mut DbConn,
    offerings: &[&Offering],
    day: NaiveDate,
) -> QueryResult<Vec<Option<Closed>>> {
    let mut shut: Vec<(OfferingId, bool)> = Vec::new();
    if is_anything_shut(conn, day)? {
        for some in offerings.chunks(AT_ONCE) {
            shut.extend(stopped_or_closed(conn, some, day)?);
        }
    }
    let reason = |offering: &&Offering| {
        let about = |is_stop: bool| {
            shut.iter().any(|(id, stopped)| *id == offering.id && *stopped == is_stop)
        };
        rules::closed(offering, day, about(true), about(false))
    };
    Ok(offerings.iter().map(reason).collect())
}

/// Is any enterprise stopped or any offering closed that day? On most days nothing is, and then
/// this is all that an order asks.
fn is_anything_shut(conn: &mut DbConn, day: NaiveDate) -> QueryResult<bool> {
    let stop = order_stop::table.filter(
        order_stop::lifted_at
            .is_null()
            .and(order_stop::first_day.le(day))
            .and(order_stop::last_day.is_null().or(order_stop::last_day.ge(day))),
    );
    let closed = closed_day::table.filter(closed_day::day.eq(day));
    on_each!(conn, |c| diesel::select(exists(stop).or(exists(closed))).get_result(c))
}

/// Those that are stopped (true) or closed (false) on the day.
fn stopped_or_closed(
    conn: &mut DbConn,
    some: &[&Offering],
    day: NaiveDate,
) -> QueryResult<Vec<(OfferingId, bool)>> {
    let Some(first) = some.first() else { return Ok(Vec::new()) };
    let id = |i: usize| &some.get(i).unwrap_or(first).id;
    let named = offering::id
        .eq(id(0))
        .or(offering::id.eq(id(1)))
        .or(offering::id.eq(id(2)))
        .or(offering::id.eq(id(3)));
    let stop = exists(
        order_stop::table.filter(
            order_stop::enterprise_id
                .eq(offering::enterprise_id)
                .and(order_stop::lifted_at.is_null())
                .and(order_stop::first_day.le(day))
                .and(order_stop::last_day.is_null().or(order_stop::last_day.ge(day))),
        ),
    );
    let closed = exists(closed_day::table.find((offering::id, day)));
    offering::table.filter(named.and(stop.or(closed))).select((offering::id, stop)).load(conn)
}

pub(super) fn find(conn: &mut DbConn, code: &str) -> QueryResult<Option<Offering>> {
    offering::table.filter(offering::code.eq(code)).first(conn).optional()
}

pub(super) fn fill(
    tx: &mut DbConn,
    id: &OfferingId,
    filled: &super::import::Filled,
) -> QueryResult<()> {
    diesel::update(offering::table.find(id)).set(filled).execute(tx).map(drop)
}

/// All offerings with the price in force, also those not for sale, in the enterprises' order.
pub(super) fn list_all(
    conn: &mut DbConn,
    on: NaiveDate,
) -> QueryResult<Vec<(Offering, Option<Ore>)>> {
    offering::table
        .inner_join(enterprise::table)
        .order((enterprise::position, enterprise::code, offering::id))
        .select((offering::all_columns, price_on(on)))
        .load(conn)
}

pub(super) fn insert(tx: &mut DbConn, row: &Offering) -> QueryResult<()> {
    diesel::insert_into(offering::table).values(row).execute(tx).map(|_one| ())
}

pub(super) fn update(tx: &mut DbConn, row: &Offering) -> QueryResult<()> {
    diesel::update(offering::table.find(&row.id))
        .set((
            offering::name.eq(&row.name),
            offering::description.eq(&row.description),
            offering::kind.eq(row.kind),
            offering::unit.eq(&row.unit),
            offering::vat_code.eq(row.vat_code),
            offering::lead_days.eq(row.lead_days),
            offering::capacity_milli.eq(row.capacity_milli),
            offering::closed_weekdays.eq(row.closed_weekdays),
            offering::is_food.eq(row.is_food),
            offering::is_served.eq(row.is_served),
            offering::allergens.eq(&row.allergens),
            offering::may_withdraw.eq(row.may_withdraw),
            offering::withdrawal_reason.eq(&row.withdrawal_reason),
            offering::photo_id.eq(&row.photo_id),
            offering::is_offered.eq(row.is_offered),
        ))
        .execute(tx)
        .map(|_one| ())
}

/// The prices of an offering, newest first.
pub(super) fn prices(conn: &mut DbConn, id: &OfferingId) -> QueryResult<Vec<Price>> {
    let rows: Vec<(NaiveDate, Ore)> = offering_price::table
        .filter(offering_price::offering_id.eq(id))
        .order(offering_price::valid_from.desc())
        .select((offering_price::valid_from, offering_price::price_ore))
        .load(conn)?;
    Ok(rows.into_iter().map(|(valid_from, price)| Price { valid_from, price }).collect())
}

/// Sets the price from a day; a price from the same day gives way.
pub(super) fn put_price(tx: &mut DbConn, id: &OfferingId, price: Price) -> QueryResult<()> {
    let row = offering_price::table.find((id, price.valid_from));
    diesel::delete(row).execute(tx)?;
    diesel::insert_into(offering_price::table)
        .values((
            offering_price::offering_id.eq(id),
            offering_price::valid_from.eq(price.valid_from),
            offering_price::price_ore.eq(price.price),
        ))
        .execute(tx)
        .map(|_one| ())
}

/// Single closed days of an offering from a day on, in order.
pub(super) fn closed_days(
    conn: &mut DbConn,
    id: &OfferingId,
    from: NaiveDate,
) -> QueryResult<Vec<NaiveDate>> {
    closed_day::table
        .filter(closed_day::offering_id.eq(id).and(closed_day::day.ge(from)))
        .order(closed_day::day)
        .select(closed_day::day)
        .load(conn)
}

/// Single closed days of any of these offerings from a day on.
pub(super) fn closed_days_of(
    conn: &mut DbConn,
    ids: &[&OfferingId],
    from: NaiveDate,
) -> QueryResult<Vec<(OfferingId, NaiveDate)>> {
    closed_day::table
        .filter(closed_day::offering_id.eq_any(ids).and(closed_day::day.ge(from)))
        .select((closed_day::offering_id, closed_day::day))
        .load(conn)
}

/// Replaces the single closed days.
pub(super) fn put_closed_days(
    tx: &mut DbConn,
    id: &OfferingId,
    days: &[NaiveDate],
) -> QueryResult<()> {
    diesel::delete(closed_day::table.filter(closed_day::offering_id.eq(id))).execute(tx)?;
    for day in days {
        diesel::insert_into(closed_day::table)
            .values((closed_day::offering_id.eq(id), closed_day::day.eq(day)))
            .execute(tx)?;
    }
    Ok(())
}

/// Media type and base64 of a photo.
///
/// # Errors
/// The database's.
pub(crate) fn photo(conn: &mut DbConn, id: &str) -> QueryResult<Option<(String, String)>> {
    photo::table.find(id).select((photo::media_type, photo::bytes_base64)).first(conn).optional()
}

pub(super) fn put_photo(
    tx: &mut DbConn,
    id: &str,
    media_type: &str,
    bytes_base64: &str,
) -> QueryResult<()> {
    let known = diesel::select(exists(photo::table.find(id))).get_result::<bool>(tx)?;
    if known {
        return Ok(());
    }
    diesel::insert_into(photo::table)
        .values((
            photo::id.eq(id),
            photo::media_type.eq(media_type),
            photo::bytes_base64.eq(bytes_base64),
        ))
        .execute(tx)
        .map(|_one| ())
}

/// Removes photos that no offering shows any more.
pub(super) fn remove_unused_photo(tx: &mut DbConn, id: &str) -> QueryResult<()> {
    let used = offering::table.filter(offering::photo_id.eq(id));
    diesel::delete(photo::table.find(id).filter(not(exists(used)))).execute(tx).map(|_n| ())
}

/// Stops not lifted whose last day is not past, by their first day.
///
/// # Errors
/// The database's.
pub(crate) fn stops_in_force(conn: &mut DbConn, today: NaiveDate) -> QueryResult<Vec<Stop>> {
    order_stop::table
        .filter(
            order_stop::lifted_at
                .is_null()
                .and(order_stop::last_day.is_null().or(order_stop::last_day.ge(today))),
        )
        .order((order_stop::first_day, order_stop::id))
        .load(conn)
}

pub(super) fn find_stop(conn: &mut DbConn, id: &str) -> QueryResult<Option<Stop>> {
    order_stop::table.find(id).first(conn).optional()
}

pub(super) fn insert_stop(tx: &mut DbConn, stop: &Stop) -> QueryResult<()> {
    diesel::insert_into(order_stop::table).values(stop).execute(tx).map(|_one| ())
}

pub(super) fn lift(tx: &mut DbConn, id: &str, at: UtcTime) -> QueryResult<()> {
    diesel::update(order_stop::table.find(id))
        .set(order_stop::lifted_at.eq(at))
        .execute(tx)
        .map(|_one| ())
}

/// The stops of some enterprises that reach a day or later, for proposing days.
pub(super) fn stops_from(
    conn: &mut DbConn,
    enterprises: &[&EnterpriseId],
    from: NaiveDate,
) -> QueryResult<Vec<Stop>> {
    let mut stops = stops_in_force(conn, from)?;
    stops.retain(|stop| enterprises.contains(&&stop.enterprise_id));
    Ok(stops)
}
