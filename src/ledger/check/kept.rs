//! What is kept as sums, against the rows it is the sum of.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::{max, min, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::base::{Month, Ore};
use crate::db::DbConn;
use crate::db::schema::{balance, hour_entry, hours_kept, posting};

use super::Broken;

/// Month, account, enterprise, VAT code; as text, so that a damaged row is told and not stumbled on.
type BalanceKey = (i32, String, String, String);
/// Amount, VAT base and number of postings.
type BalanceSum = (i64, i64, i64);

/// Kept balances against their postings.
pub(super) fn balances(conn: &mut DbConn) -> QueryResult<Vec<Broken>> {
    let kept = kept_balances(conn)?;
    let summed = summed_postings(conn)?;
    let keys: BTreeSet<&BalanceKey> = kept.keys().chain(summed.keys()).collect();
    let mut broken = Vec::new();
    for key in keys {
        let (held, is) = (kept.get(key), summed.get(key));
        if held == is {
            continue;
        }
        let (period, account, enterprise, code) = key;
        let amount = |sum: Option<&BalanceSum>| {
            sum.map_or("ingenting".to_owned(), |(ore, _, count)| {
                format!("{} kr av {count} posteringer", Ore::new(*ore))
            })
        };
        broken.push(Broken::new(
            "ledger.balance",
            format!(
                "Konto {account}, avdeling {}, MVA-kode {}, {period}: saldoen sier {}, \
                 posteringene {}.",
                or_dash(enterprise),
                or_dash(code),
                amount(held),
                amount(is)
            ),
        ));
    }
    Ok(broken)
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn kept_balances(conn: &mut DbConn) -> QueryResult<BTreeMap<BalanceKey, BalanceSum>> {
    type Row = (i32, String, String, String, i64, i64, i64);
    let rows: Vec<Row> = balance::table
        .select((
            balance::period,
            balance::account,
            balance::enterprise_id,
            balance::vat_code,
            balance::amount_ore,
            balance::vat_base_ore,
            balance::postings,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(period, account, enterprise, code, ore, base, count)| {
            ((period, account, enterprise, code), (ore, base, count))
        })
        .collect())
}

fn summed_postings(conn: &mut DbConn) -> QueryResult<BTreeMap<BalanceKey, BalanceSum>> {
    type Row = (i32, String, Option<String>, Option<String>, i64, i64, i64);
    let rows: Vec<Row> = posting::table
        .group_by((posting::period, posting::account, posting::enterprise_id, posting::vat_code))
        .select((
            posting::period,
            posting::account,
            posting::enterprise_id,
            posting::vat_code,
            sql::<BigInt>("CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(vat_base_ore), 0) AS BIGINT)"),
            sql::<BigInt>("COUNT(*)"),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(period, account, enterprise, code, ore, base, count)| {
            let key = (period, account, enterprise.unwrap_or_default(), code.unwrap_or_default());
            (key, (ore, base, count))
        })
        .collect())
}

/// Enterprise, kind, resident.
type HoursKey = (String, String, String);

/// Kept hours against the approved entries, month by month.
pub(super) fn hours(conn: &mut DbConn) -> QueryResult<Vec<Broken>> {
    let mut broken = Vec::new();
    for month in months_with_hours(conn)? {
        let (kept, summed) = (kept_hours(conn, month)?, summed_hours(conn, month)?);
        let keys: BTreeSet<&HoursKey> = kept.keys().chain(summed.keys()).collect();
        for key in keys {
            let of =
                |sums: &BTreeMap<HoursKey, (i64, i64)>| sums.get(key).copied().unwrap_or((0, 0));
            let ((held, _), (is, _)) = (of(&kept), of(&summed));
            if of(&kept) != of(&summed) {
                let (enterprise, kind, resident) = key;
                broken.push(Broken::new(
                    "hours.kept",
                    format!(
                        "Timer i {month}, avdeling {enterprise}, {kind}, {resident}: \
                         summen sier {held} minutter, de godkjente radene {is}."
                    ),
                ));
            }
        }
    }
    Ok(broken)
}

fn months_with_hours(conn: &mut DbConn) -> QueryResult<Vec<Month>> {
    let kept: Vec<Month> = hours_kept::table.select(hours_kept::period).distinct().load(conn)?;
    let (first, last): (Option<NaiveDate>, Option<NaiveDate>) = hour_entry::table
        .filter(hour_entry::state.eq("approved"))
        .select((min(hour_entry::entry_date), max(hour_entry::entry_date)))
        .first(conn)?;
    let mut months: BTreeSet<Month> = kept.into_iter().collect();
    if let (Some(first), Some(last)) = (first, last) {
        months.extend(Month::of(first).through(Month::of(last)));
    }
    Ok(months.into_iter().collect())
}

fn kept_hours(conn: &mut DbConn, month: Month) -> QueryResult<BTreeMap<HoursKey, (i64, i64)>> {
    let rows: Vec<(String, String, String, i64, i64)> = hours_kept::table
        .filter(hours_kept::period.eq(month))
        .select((
            hours_kept::enterprise_id,
            hours_kept::kind,
            hours_kept::resident_id,
            hours_kept::minutes,
            hours_kept::entries,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(e, k, r, minutes, count)| ((e, k, r), (minutes, count))).collect())
}

fn summed_hours(conn: &mut DbConn, month: Month) -> QueryResult<BTreeMap<HoursKey, (i64, i64)>> {
    let rows: Vec<(String, String, String, i64, i64)> = hour_entry::table
        .filter(hour_entry::state.eq("approved"))
        .filter(hour_entry::entry_date.between(month.first_day(), month.last_day()))
        .group_by((hour_entry::enterprise_id, hour_entry::kind, hour_entry::resident_id))
        .select((
            hour_entry::enterprise_id,
            hour_entry::kind,
            hour_entry::resident_id,
            sql::<BigInt>("CAST(COALESCE(SUM(worked_minutes), 0) AS BIGINT)"),
            sql::<BigInt>("COUNT(*)"),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(e, k, r, minutes, count)| ((e, k, r), (minutes, count))).collect())
}

/// Resident, day, enterprise, kind, order, minutes.
type Entry = (String, NaiveDate, String, String, Option<String>, i32);

/// Each counter-entry against the approved entry that it takes back.
pub(super) fn counter_entries(conn: &mut DbConn) -> QueryResult<Vec<Broken>> {
    let cells = (
        hour_entry::resident_id,
        hour_entry::entry_date,
        hour_entry::enterprise_id,
        hour_entry::kind,
        hour_entry::order_id,
        hour_entry::worked_minutes,
    );
    let counters: Vec<(String, Option<String>, Entry)> = hour_entry::table
        .filter(hour_entry::counter)
        .select((hour_entry::id, hour_entry::corrects, cells))
        .load(conn)?;
    let mut broken = Vec::new();
    for (id, corrects, (resident, date, enterprise, kind, order, minutes)) in counters {
        let original: Option<Entry> = hour_entry::table
            .filter(hour_entry::id.eq(corrects.unwrap_or_default()))
            .filter(hour_entry::state.eq("approved").and(hour_entry::counter.eq(false)))
            .select(cells)
            .first(conn)
            .optional()?;
        if original != Some((resident, date, enterprise, kind, order, -minutes)) {
            let words = format!("Motføringen {id} tar ikke tilbake det den retter.");
            broken.push(Broken::new("hours.counter", words));
        }
    }
    Ok(broken)
}
