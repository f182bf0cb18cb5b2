//! Sums of approved hours: whole months from what is kept, the days at the edges from the rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::model::HourKind;
use crate::base::{EnterpriseId, Minutes, Month, ResidentId};
use crate::db::DbConn;
use crate::db::schema::{customer_order, enterprise, hour_entry, hours_kept, resident};

/// Approved minutes of an enterprise in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MonthSum {
    pub(crate) month: Month,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) minutes: i64,
    /// Residents that the sum rests on.
    pub(crate) persons: i64,
}

/// Approved minutes of an enterprise and a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KindSum {
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) kind: HourKind,
    pub(crate) minutes: i64,
    /// Residents that the sum rests on.
    pub(crate) persons: i64,
}

/// An approved entry without its person.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Approved {
    pub(crate) date: NaiveDate,
    pub(crate) enterprise_name: String,
    pub(crate) kind: HourKind,
    pub(crate) order_number: Option<String>,
    pub(crate) minutes: Minutes,
}

/// Which approved entries are asked for; both days included.
#[derive(Clone, Debug)]
pub(crate) struct ApprovedIn {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) enterprise_code: Option<String>,
    pub(crate) kind: Option<HourKind>,
}

/// A span of days as whole months and the days at its edges, each edge within one month.
#[derive(Debug, PartialEq, Eq)]
struct Span {
    whole: Option<(Month, Month)>,
    edges: Vec<(NaiveDate, NaiveDate)>,
}

fn span(from: NaiveDate, to: NaiveDate) -> Span {
    let (first, last) = (Month::of(from), Month::of(to));
    if from > to {
        return Span { whole: None, edges: Vec::new() };
    }
    let is_first_whole = from == first.first_day();
    let is_last_whole = to == last.last_day();
    if first == last && !(is_first_whole && is_last_whole) {
        return Span { whole: None, edges: vec![(from, to)] };
    }
    let mut edges = Vec::new();
    if !is_first_whole {
        edges.push((from, first.last_day()));
    }
    if !is_last_whole {
        edges.push((last.first_day(), to));
    }
    let begin = if is_first_whole { first } else { first.next() };
    let end = if is_last_whole { last } else { last.previous() };
    Span { whole: (begin <= end).then_some((begin, end)), edges }
}

/// Minutes by month and enterprise, those that have some.
///
/// # Errors
/// The database's.
pub(crate) fn approved_by_month(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<MonthSum>> {
    let span = span(from, to);
    let mut sums = Vec::new();
    if let Some((first, last)) = span.whole {
        let kept: Vec<(Month, EnterpriseId, i64, i64)> = hours_kept::table
            .filter(hours_kept::period.between(first, last))
            .filter(hours_kept::minutes.ne(0)) // nobody, when all was taken back
            .group_by((hours_kept::period, hours_kept::enterprise_id))
            .select((
                hours_kept::period,
                hours_kept::enterprise_id,
                sql::<BigInt>("CAST(COALESCE(SUM(minutes),0) AS BIGINT)"),
                sql::<BigInt>("COUNT(DISTINCT resident_id)"),
            ))
            .load(conn)?;
        sums.extend(kept.into_iter().map(|(month, enterprise_id, minutes, persons)| MonthSum {
            month,
            enterprise_id,
            minutes,
            persons,
        }));
    }
    for (first, last) in span.edges {
        let month = Month::of(first);
        let mut edge: BTreeMap<EnterpriseId, (i64, BTreeSet<ResidentId>)> = BTreeMap::new();
        for (enterprise_id, _, resident_id, minutes) in edge_facts(conn, first, last)? {
            let (sum, persons) = edge.entry(enterprise_id).or_default();
            *sum += minutes;
            persons.insert(resident_id);
        }
        sums.extend(edge.into_iter().map(|(enterprise_id, (minutes, persons))| MonthSum {
            month,
            enterprise_id,
            minutes,
            persons: i64::try_from(persons.len()).unwrap_or(i64::MAX),
        }));
    }
    sums.sort_by(|a, b| (a.month, &a.enterprise_id).cmp(&(b.month, &b.enterprise_id)));
    Ok(sums)
}

type Fact = (EnterpriseId, HourKind, ResidentId, i64);

/// Minutes by enterprise, kind and resident, whole months and edges each on their own.
fn facts(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> QueryResult<Vec<Fact>> {
    let span = span(from, to);
    let mut facts: Vec<Fact> = Vec::new();
    if let Some((first, last)) = span.whole {
        facts = hours_kept::table
            .filter(hours_kept::period.between(first, last).and(hours_kept::minutes.ne(0)))
            .group_by((hours_kept::enterprise_id, hours_kept::kind, hours_kept::resident_id))
            .select((
                hours_kept::enterprise_id,
                hours_kept::kind,
                hours_kept::resident_id,
                sql::<BigInt>("CAST(COALESCE(SUM(minutes),0) AS BIGINT)"),
            ))
            .load(conn)?;
    }
    for (first, last) in span.edges {
        facts.extend(edge_facts(conn, first, last)?);
    }
    Ok(facts)
}

/// [`facts`] of days within a month, from the rows; those whose all was taken back are left out.
fn edge_facts(conn: &mut DbConn, first: NaiveDate, last: NaiveDate) -> QueryResult<Vec<Fact>> {
    let mut rows: Vec<Fact> = hour_entry::table
        .filter(sql::<Bool>("hour_entry.state = 'approved'")) // as text, so that its index is used
        .filter(hour_entry::entry_date.between(first, last))
        .group_by((hour_entry::enterprise_id, hour_entry::kind, hour_entry::resident_id))
        .select((
            hour_entry::enterprise_id,
            hour_entry::kind,
            hour_entry::resident_id,
            sql::<BigInt>("CAST(COALESCE(SUM(worked_minutes),0) AS BIGINT)"),
        ))
        .load(conn)?;
    rows.retain(|(.., minutes)| *minutes != 0);
    Ok(rows)
}

/// Minutes by enterprise and kind, those that have some.
///
/// # Errors
/// The database's.
pub(crate) fn by_kind(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<KindSum>> {
    let mut sums: BTreeMap<(EnterpriseId, HourKind), (i64, BTreeSet<ResidentId>)> = BTreeMap::new();
    for (enterprise_id, kind, resident_id, minutes) in facts(conn, from, to)? {
        let (sum, persons) = sums.entry((enterprise_id, kind)).or_default();
        *sum += minutes;
        persons.insert(resident_id);
    }
    let sum_of = |((enterprise_id, kind), (minutes, persons)): (_, (i64, BTreeSet<_>))| KindSum {
        enterprise_id,
        kind,
        minutes,
        persons: i64::try_from(persons.len()).unwrap_or(i64::MAX),
    };
    Ok(sums.into_iter().map(sum_of).collect())
}

/// Minutes by pseudonym, places outside left out; for the command line only.
///
/// # Errors
/// The database's.
pub(crate) fn by_resident(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<(String, i64)>> {
    let names: Vec<(ResidentId, String)> =
        resident::table.select((resident::id, resident::pseudonym)).load(conn)?;
    let names: BTreeMap<ResidentId, String> = names.into_iter().collect();
    let outside: BTreeSet<EnterpriseId> = enterprise::table
        .filter(enterprise::outside.eq(true))
        .select(enterprise::id)
        .load(conn)?
        .into_iter()
        .collect();
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    let facts = facts(conn, from, to)?;
    let own = facts.into_iter().filter(|(place, _, _, m)| *m != 0 && !outside.contains(place));
    for (_, _, resident_id, minutes) in own {
        let pseudonym = names.get(&resident_id).cloned().unwrap_or_default();
        *sums.entry(pseudonym).or_default() += minutes;
    }
    Ok(sums.into_iter().collect())
}

/// Builds the query of [`approved`] and its sums; a macro, as its type is longer than its words.
/// Without an enterprise it is the farm's own, as in every sum of hours.
macro_rules! approved_rows {
    ($wish:expr) => {{
        let mut query = hour_entry::table
            .inner_join(enterprise::table)
            .left_join(customer_order::table)
            .filter(sql::<Bool>("hour_entry.state = 'approved'")) // as text, so that its index is used
            .filter(hour_entry::entry_date.between($wish.from, $wish.to))
            .into_boxed();
        query = match &$wish.enterprise_code {
            Some(code) => query.filter(enterprise::code.eq(code)),
            None => query.filter(enterprise::outside.eq(false)),
        };
        if let Some(kind) = $wish.kind {
            query = query.filter(hour_entry::kind.eq(kind));
        }
        query
    }};
}

/// Approved entries without their persons, by day and enterprise; at most `limit` after `offset`.
///
/// # Errors
/// The database's.
pub(crate) fn approved(
    conn: &mut DbConn,
    wish: &ApprovedIn,
    offset: i64,
    limit: i64,
) -> QueryResult<Vec<Approved>> {
    approved_rows!(wish)
        .order((
            hour_entry::entry_date,
            enterprise::position,
            hour_entry::start_minute,
            hour_entry::worked_minutes,
            hour_entry::id,
        ))
        .select((
            hour_entry::entry_date,
            enterprise::name,
            hour_entry::kind,
            customer_order::number.nullable(),
            hour_entry::worked_minutes,
        ))
        .offset(offset)
        .limit(limit)
        .load(conn)
}

/// How many approved entries there are, and their minutes.
///
/// # Errors
/// The database's.
pub(crate) fn sum_approved(conn: &mut DbConn, wish: &ApprovedIn) -> QueryResult<(i64, i64)> {
    let span = span(wish.from, wish.to);
    if let (Some(months), true) = (span.whole, span.edges.is_empty()) {
        return sum_kept(conn, wish, months);
    }
    approved_rows!(wish)
        .select((
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(COALESCE(SUM(hour_entry.worked_minutes),0) AS BIGINT)"),
        ))
        .first(conn)
}

/// [`sum_approved`] of whole months, from what is kept.
fn sum_kept(
    conn: &mut DbConn,
    wish: &ApprovedIn,
    (first, last): (Month, Month),
) -> QueryResult<(i64, i64)> {
    let mut query = hours_kept::table
        .inner_join(enterprise::table.on(enterprise::id.eq(hours_kept::enterprise_id)))
        .filter(hours_kept::period.between(first, last))
        .into_boxed();
    query = match &wish.enterprise_code {
        Some(code) => query.filter(enterprise::code.eq(code)),
        None => query.filter(enterprise::outside.eq(false)),
    };
    if let Some(kind) = wish.kind {
        query = query.filter(hours_kept::kind.eq(kind));
    }
    query
        .select((
            sql::<BigInt>("CAST(COALESCE(SUM(entries),0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(minutes),0) AS BIGINT)"),
        ))
        .first(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_is_whole_months_and_the_days_at_its_edges() {
        let of = |from, to| span(day(from), day(to));
        let whole = |first: &str, last: &str| {
            Some((Month::parse(first).unwrap(), Month::parse(last).unwrap()))
        };
        let edge = |from, to| (day(from), day(to));
        let table = [
            ("2026-01-01", "2026-12-31", whole("2026-01", "2026-12"), vec![]),
            ("2026-02-01", "2026-02-28", whole("2026-02", "2026-02"), vec![]),
            ("2026-02-02", "2026-02-28", None, vec![edge("2026-02-02", "2026-02-28")]),
            (
                "2026-01-15",
                "2026-02-10",
                None,
                vec![edge("2026-01-15", "2026-01-31"), edge("2026-02-01", "2026-02-10")],
            ),
            (
                "2026-01-15",
                "2026-04-10",
                whole("2026-02", "2026-03"),
                vec![edge("2026-01-15", "2026-01-31"), edge("2026-04-01", "2026-04-10")],
            ),
            ("2026-03-02", "2026-03-01", None, vec![]),
        ];
        for (from, to, whole, edges) in table {
            assert_eq!(of(from, to), Span { whole, edges }, "{from} {to}");
        }
    }
}
