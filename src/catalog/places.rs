//! How much of each day is taken.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Date, HasSqlType, Text};

use super::model::{Offering, Place};
use super::{rules, store, words};
use crate::base::OfferingId;
use crate::db::schema::day_places;
use crate::db::{DbConn, on_each};
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
/// `wanted` is offerings with thousandths, added up when one is named more than once; the search
/// goes a year ahead of `today`. It takes three questions however much is wanted, and none at all
/// when no day could ever hold it.
///
/// # Errors
/// The database's.
pub(crate) fn free_days(
    conn: &mut DbConn,
    wanted: &[(&Offering, i64)],
    today: NaiveDate,
    count: usize,
) -> QueryResult<Vec<NaiveDate>> {
    let mut wishes: BTreeMap<&OfferingId, (&Offering, i64)> = BTreeMap::new();
    for (offering, milli) in wanted {
        let (_, sum) = wishes.entry(&offering.id).or_insert((offering, 0));
        *sum = sum.saturating_add((*milli).max(0));
    }
    let holds = |(offering, milli): &(&Offering, i64)| {
        offering.capacity_milli.is_none_or(|capacity| *milli <= capacity)
    };
    if !wishes.values().all(holds) {
        return Ok(Vec::new());
    }
    let first = wishes.values().map(|(offering, _)| rules::first_day(offering, today)).max();
    let Some(first) = first else { return Ok(Vec::new()) };
    let enterprises: Vec<_> =
        wishes.values().map(|(offering, _)| &offering.enterprise_id).collect();
    let stops = store::stops_from(conn, &enterprises, first)?;
    let ids: Vec<&OfferingId> = wishes.keys().copied().collect();
    let shut: BTreeSet<_> = store::closed_days_of(conn, &ids, first)?.into_iter().collect();
    let taken: BTreeMap<_, _> = taken_from(conn, &ids, first)?.into_iter().collect();
    let is_free = |day: &NaiveDate| {
        wishes.values().all(|(offering, milli)| {
            let stopped = rules::is_stopped(&stops, &offering.enterprise_id, *day);
            let at = (offering.id.clone(), *day);
            let left = offering
                .capacity_milli
                .map(|capacity| capacity - taken.get(&at).copied().unwrap_or(0));
            rules::closed(offering, *day, stopped, shut.contains(&at)).is_none()
                && left.is_none_or(|left| *milli <= left)
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
    let update = AddTaken { offering, day, milli, taken_max };
    on_each!(tx, |c| update.execute(c)).map(|rows| rows == 1)
}

/// The update that every line of every order runs. Diesel prepares an update of its own anew each
/// time; this one, of a fixed text, is prepared once a connection.
struct AddTaken<'a> {
    offering: &'a OfferingId,
    day: NaiveDate,
    milli: i64,
    taken_max: i64,
}

impl QueryId for AddTaken<'_> {
    type QueryId = AddTaken<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<C> RunQueryDsl<C> for AddTaken<'_> {}

impl<DB> QueryFragment<DB> for AddTaken<'_>
where
    DB: Backend + HasSqlType<Text> + HasSqlType<Date> + HasSqlType<BigInt>,
    OfferingId: ToSql<Text, DB>,
    NaiveDate: ToSql<Date, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE day_places SET taken_milli = taken_milli + ");
        out.push_bind_param::<BigInt, _>(&self.milli)?;
        out.push_sql(" WHERE offering_id = ");
        out.push_bind_param::<Text, _>(self.offering)?;
        out.push_sql(" AND day = ");
        out.push_bind_param::<Date, _>(&self.day)?;
        out.push_sql(" AND taken_milli <= ");
        out.push_bind_param::<BigInt, _>(&self.taken_max)
    }
}

fn taken_on(tx: &mut DbConn, offering: &OfferingId, day: NaiveDate) -> QueryResult<Option<i64>> {
    let row = day_places::table.find((offering, day));
    row.select(day_places::taken_milli).first(tx).optional()
}

/// What is taken of these offerings from a day on.
fn taken_from(
    conn: &mut DbConn,
    offerings: &[&OfferingId],
    from: NaiveDate,
) -> QueryResult<Vec<((OfferingId, NaiveDate), i64)>> {
    day_places::table
        .filter(day_places::offering_id.eq_any(offerings).and(day_places::day.ge(from)))
        .select(((day_places::offering_id, day_places::day), day_places::taken_milli))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{EnterpriseId, Ore, UtcTime, VatCode};
    use crate::catalog::model::Closed;
    use crate::catalog::{
        ImportedOffering, OfferingKind, closed_reasons, offers_on, record_offering,
    };
    use crate::db::{Address, Db};
    use crate::enterprises::{self, NewEnterprise};

    /// Code, enterprise, units a day.
    const SOLD: [(&str, &str, Option<i64>); 5] = [
        ("VED", "snekkeri", None),
        ("BENK", "snekkeri", Some(2)),
        ("TUR", "hest", Some(6)),
        ("LUNSJ", "catering", Some(40)),
        ("KAKE", "catering", Some(20)),
    ];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Runs on a small farm, on Monday 2026-03-16.
    fn at_the_farm(test: impl FnOnce(&mut DbConn) + Send + 'static) {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?durability=off", dir.path().join("farm.db").display());
        let db = Db::open(&Address::parse(&url).unwrap()).unwrap();
        let now = UtcTime::new("2026-03-16T09:00:00Z".parse().unwrap());
        db.write_now(move |tx| {
            for name in ["Snekkeri", "Hest", "Catering"] {
                let new = NewEnterprise { name: name.into(), ..Default::default() };
                enterprises::add_enterprise(tx, new, now)?;
            }
            for (code, enterprise, capacity) in SOLD {
                let enterprise = enterprises::find_enterprise_by_code(tx, enterprise)?.unwrap();
                record_offering(tx, &sold(code, enterprise.id, capacity), now)?;
            }
            test(tx);
            Ok(())
        })
        .unwrap();
    }

    fn sold(code: &str, enterprise_id: EnterpriseId, capacity: Option<i64>) -> ImportedOffering {
        ImportedOffering {
            code: code.into(),
            enterprise_id,
            name: code.into(),
            kind: OfferingKind::Goods,
            unit: "stk".into(),
            price: Ore::new(10_000),
            vat_code: VatCode::Out25,
            lead_days: if code == "BENK" { 14 } else { 1 },
            capacity_milli: capacity.map(|units| units * 1000),
            allergens: String::new(),
        }
    }

    fn offering(tx: &mut DbConn, code: &str) -> Offering {
        offers_on(tx, &[code], day("2026-03-16")).unwrap().remove(0).offering
    }

    fn taken(tx: &mut DbConn, offering: &Offering, on: NaiveDate) -> Option<i64> {
        taken_on(tx, &offering.id, on).unwrap()
    }

    #[test]
    fn more_offers_than_one_statement_reads_are_all_read_and_unknown_codes_left_out() {
        at_the_farm(|tx| {
            let mut codes: Vec<&str> = SOLD.iter().map(|(code, ..)| *code).collect();
            codes.push("FINNES-IKKE");
            let offers = offers_on(tx, &codes, day("2026-03-16")).unwrap();
            assert_eq!(offers.len(), SOLD.len());
            assert!(offers_on(tx, &codes, day("2026-03-15")).unwrap().is_empty(), "no price yet");
            assert!(offers_on(tx, &[], day("2026-03-16")).unwrap().is_empty());
        });
    }

    #[test]
    fn a_day_holds_what_it_holds_and_no_more() {
        at_the_farm(|tx| {
            let cake = offering(tx, "KAKE");
            let on = day("2026-03-20");
            let place = |milli| (cake.id.clone(), cake.capacity_milli, on, milli);
            take_places(tx, &[place(15_000), place(5_000)], true).unwrap();
            let refused = take_places(tx, &[place(1_000)], true).unwrap_err();
            assert_eq!(refused.code(), "order.day_full");
            assert_eq!(taken(tx, &cake, on), Some(20_000));
            take_places(tx, &[place(1_000)], false).unwrap();
            assert_eq!(taken(tx, &cake, on), Some(21_000), "an import goes past the limit");
            give_back_places(tx, &[place(6_000)]).unwrap();
            take_places(tx, &[place(5_000)], true).unwrap();
            assert!(take_places(tx, &[place(1)], true).is_err());
        });
    }

    #[test]
    fn what_one_day_cannot_hold_is_refused_on_an_empty_day_too() {
        at_the_farm(|tx| {
            let cake = offering(tx, "KAKE");
            let on = day("2026-03-21");
            let place = (cake.id.clone(), cake.capacity_milli, on, 20_001);
            assert!(take_places(tx, &[place], true).is_err());
            assert_eq!(taken(tx, &cake, on), None);
        });
    }

    #[test]
    fn a_limit_set_later_knows_what_was_taken_without_one() {
        at_the_farm(|tx| {
            let wood = offering(tx, "VED");
            assert_eq!(wood.capacity_milli, None);
            let on = day("2026-03-20");
            take_places(tx, &[(wood.id.clone(), None, on, 9_000)], true).unwrap();
            assert!(take_places(tx, &[(wood.id.clone(), Some(10_000), on, 2_000)], true).is_err());
        });
    }

    #[test]
    fn stops_and_closed_days_are_told_in_the_order_asked() {
        at_the_farm(|tx| {
            let codes = ["KAKE", "VED", "LUNSJ", "TUR", "BENK"];
            let all: Vec<Offering> = codes.iter().map(|code| offering(tx, code)).collect();
            let asked: Vec<&Offering> = all.iter().collect();
            let (on, next) = (day("2026-03-20"), day("2026-03-21"));
            assert_eq!(closed_reasons(tx, &asked, on).unwrap(), [None; 5]);
            store::put_closed_days(tx, &all[3].id, &[on]).unwrap();
            let stop = crate::catalog::Stop {
                id: "1".into(),
                enterprise_id: all[0].enterprise_id.clone(),
                first_day: on,
                last_day: Some(on),
                stopped_by: None,
                stopped_at: all[0].created_at,
                lifted_at: None,
            };
            store::insert_stop(tx, &stop).unwrap();
            let (stopped, closed) = (Some(Closed::Stopped), Some(Closed::Day));
            let told = closed_reasons(tx, &asked, on).unwrap();
            assert_eq!(told, [stopped, None, stopped, closed, None]);
            assert_eq!(closed_reasons(tx, &asked, next).unwrap(), [None; 5]);
        });
    }

    #[test]
    fn the_days_proposed_are_open_for_all_of_it() {
        at_the_farm(|tx| {
            let (cake, bench) = (offering(tx, "KAKE"), offering(tx, "BENK"));
            let today = day("2026-03-16");
            let full = (bench.id.clone(), bench.capacity_milli, day("2026-03-30"), 2_000);
            take_places(tx, &[full], true).unwrap();
            store::put_closed_days(tx, &cake.id, &[day("2026-04-01")]).unwrap();
            let days = free_days(tx, &[(&cake, 20_000), (&bench, 1_000)], today, 2).unwrap();
            assert_eq!(days, [day("2026-03-31"), day("2026-04-02")]);
            assert!(free_days(tx, &[(&cake, 20_001)], today, 2).unwrap().is_empty());
        });
    }

    #[test]
    fn an_offering_named_on_many_lines_is_added_up_before_a_day_is_looked_for() {
        at_the_farm(|tx| {
            let (cake, lunch) = (offering(tx, "KAKE"), offering(tx, "LUNSJ"));
            let today = day("2026-03-16");
            let full = (cake.id.clone(), cake.capacity_milli, day("2026-03-17"), 1_000);
            take_places(tx, &[full], true).unwrap();
            let twenty = [(&cake, 1_000); 20];
            assert_eq!(free_days(tx, &twenty, today, 1).unwrap(), [day("2026-03-18")]);
            let nineteen = &twenty[..19];
            assert_eq!(free_days(tx, nineteen, today, 1).unwrap(), [day("2026-03-17")]);
            let too_many = [(&cake, 1_000); 21];
            assert!(free_days(tx, &too_many, today, 1).unwrap().is_empty());
            let most = [(&lunch, i64::MAX), (&lunch, i64::MAX)];
            assert!(free_days(tx, &most, today, 1).unwrap().is_empty());
        });
    }
}
