//! Balances, kept per account × enterprise × VAT code × month in the posting's own transaction.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::base::{AccountNo, EnterpriseId, Month, Ore, VatCode};
use crate::db::DbConn;
use crate::db::schema::{balance, posting};

use super::model::{BookedPosting, Sum};

type Key = (Month, AccountNo, String, String);

/// Adds a voucher's postings to what is kept.
pub(super) fn keep(tx: &mut DbConn, postings: &[BookedPosting]) -> QueryResult<()> {
    let mut added: BTreeMap<Key, (Ore, Ore, i64)> = BTreeMap::new();
    for line in postings {
        let enterprise = line.enterprise_id.as_ref().map_or("", |id| id.as_str()).to_owned();
        let code = line.vat_code.map_or("", VatCode::as_str).to_owned();
        let kept = added.entry((line.period, line.account.clone(), enterprise, code)).or_default();
        kept.0 += line.amount_ore;
        kept.1 += line.vat_base_ore.unwrap_or_default();
        kept.2 += 1;
    }
    for ((month, account, enterprise, code), (amount, base, count)) in added {
        let row = balance::table.find((month, &account, &enterprise, &code));
        let changed = diesel::update(row)
            .set((
                balance::amount_ore.eq(balance::amount_ore + amount.ore()),
                balance::vat_base_ore.eq(balance::vat_base_ore + base.ore()),
                balance::postings.eq(balance::postings + count),
            ))
            .execute(tx)?;
        if changed == 0 {
            diesel::insert_into(balance::table)
                .values((
                    balance::account.eq(&account),
                    balance::enterprise_id.eq(&enterprise),
                    balance::vat_code.eq(&code),
                    balance::period.eq(month),
                    balance::amount_ore.eq(amount),
                    balance::vat_base_ore.eq(base),
                    balance::postings.eq(count),
                ))
                .execute(tx)?;
        }
    }
    Ok(())
}

/// A span of days as whole months and the days at its edges.
#[derive(Debug, PartialEq, Eq)]
struct Span {
    whole: Option<(Month, Month)>,
    edges: Vec<(NaiveDate, NaiveDate)>,
}

fn span(from: NaiveDate, to: NaiveDate) -> Span {
    if from > to {
        return Span { whole: None, edges: Vec::new() };
    }
    let (mut first, mut last) = (Month::of(from), Month::of(to));
    let starts_whole = from == first.first_day();
    let ends_whole = to == last.last_day();
    if first == last && !(starts_whole && ends_whole) {
        return Span { whole: None, edges: vec![(from, to)] };
    }
    let mut edges = Vec::new();
    if !starts_whole {
        edges.push((from, first.last_day()));
        first = first.next();
    }
    if !ends_whole {
        edges.push((last.first_day(), to));
        last = last.previous();
    }
    Span { whole: (first <= last).then_some((first, last)), edges }
}

/// What the days from `from` to `to`, both included, hold: per account, enterprise, VAT code and
/// month, in that order of months.
///
/// Whole months come from the kept balances, so the cost is that of the months and not of the books.
///
/// # Errors
/// The database's.
pub(crate) fn sums(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> QueryResult<Vec<Sum>> {
    let (from, to) = rounded_out(conn, from, to)?;
    let span = span(from, to);
    let mut found: Vec<Sum> = Vec::new();
    if let Some((first, last)) = span.whole {
        let rows: Vec<(AccountNo, String, String, Month, Ore)> = balance::table
            .filter(balance::period.between(first, last))
            .select((
                balance::account,
                balance::enterprise_id,
                balance::vat_code,
                balance::period,
                balance::amount_ore,
            ))
            .load(conn)?;
        found.extend(rows.into_iter().map(|(account, enterprise, code, month, amount)| Sum {
            account,
            enterprise_id: (!enterprise.is_empty()).then(|| EnterpriseId::from_text(enterprise)),
            vat_code: VatCode::parse(&code),
            month,
            amount,
        }));
    }
    for (first, last) in span.edges {
        found.extend(edge(conn, first, last)?);
    }
    found.sort_by(|a, b| (a.month, &a.account).cmp(&(b.month, &b.account)));
    Ok(found)
}

/// The span widened to whole months where the rest of a month holds nothing, as the days to come of
/// this month do: what it sums is the same, and it need not be summed anew.
fn rounded_out(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<(NaiveDate, NaiveDate)> {
    let (first, last) = (Month::of(from).first_day(), Month::of(to).last_day());
    let mut is_empty = |dates: (NaiveDate, NaiveDate)| {
        let some = posting::table
            .filter(posting::entry_date.ge(dates.0).and(posting::entry_date.le(dates.1)))
            .select(posting::line)
            .first::<i32>(conn)
            .optional()?;
        QueryResult::Ok(some.is_none())
    };
    if from > to {
        return Ok((from, to));
    }
    let before = from.pred_opt().filter(|day| *day >= first);
    let after = to.succ_opt().filter(|day| *day <= last);
    let from = match before {
        Some(day) if is_empty((first, day))? => first,
        _ => from,
    };
    let to = match after {
        Some(day) if is_empty((day, last))? => last,
        _ => to,
    };
    Ok((from, to))
}

fn edge(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> QueryResult<Vec<Sum>> {
    type Row = (AccountNo, Option<EnterpriseId>, Option<VatCode>, Month, i64);
    let rows: Vec<Row> = posting::table
        .filter(posting::entry_date.between(from, to))
        .group_by((posting::account, posting::enterprise_id, posting::vat_code, posting::period))
        .select((
            posting::account,
            posting::enterprise_id,
            posting::vat_code,
            posting::period,
            sql::<BigInt>("CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT)"),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(account, enterprise_id, vat_code, month, ore)| Sum {
            account,
            enterprise_id,
            vat_code,
            month,
            amount: Ore::new(ore),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_is_whole_months_and_edges() {
        let months = |first: &str, last: &str| {
            Some((Month::parse(first).unwrap(), Month::parse(last).unwrap()))
        };
        for (from, to, whole, edges) in [
            ("2025-01-01", "2025-12-31", months("2025-01", "2025-12"), vec![]),
            ("2025-01-02", "2025-01-31", None, vec![("2025-01-02", "2025-01-31")]),
            ("2025-01-01", "2025-01-01", None, vec![("2025-01-01", "2025-01-01")]),
            (
                "2025-01-15",
                "2025-03-10",
                months("2025-02", "2025-02"),
                vec![("2025-01-15", "2025-01-31"), ("2025-03-01", "2025-03-10")],
            ),
            (
                "2025-01-15",
                "2025-02-10",
                None,
                vec![("2025-01-15", "2025-01-31"), ("2025-02-01", "2025-02-10")],
            ),
            ("2025-02-01", "2025-01-31", None, vec![]),
        ] {
            let edges = edges.into_iter().map(|(a, b)| (day(a), day(b))).collect();
            assert_eq!(span(day(from), day(to)), Span { whole, edges }, "{from} {to}");
        }
    }
}
