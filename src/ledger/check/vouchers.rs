//! Every voucher: its number, its balance, its hash, its words, and that its term was open.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::result::Error;

use crate::base::{Month, Ore, UtcTime, VatTerm, VoucherId};
use crate::db::DbConn;
use crate::db::schema::{number_series, posting, voucher, voucher_text};
use crate::ledger::chain;
use crate::ledger::model::{BookedPosting, Voucher};
use crate::ledger::store;

use super::Broken;

/// Vouchers in memory at once.
const PAGE: i64 = 500;

type Closed = BTreeMap<VatTerm, UtcTime>;

/// A voucher as its rows say it.
struct Told {
    head: Voucher,
    postings: Vec<BookedPosting>,
    /// Salt and words, unless they were removed.
    text: Option<(String, String)>,
}

pub(super) fn check(conn: &mut DbConn, broken: &mut Vec<Broken>) -> QueryResult<()> {
    let closed: Closed = store::list_closed(conn)?
        .into_iter()
        .map(|term| (term.vat_term(), term.closed_at))
        .collect();
    let mut years: Vec<i32> = voucher::table.select(voucher::fiscal_year).distinct().load(conn)?;
    for name in series_names(conn)? {
        years.extend(name.strip_prefix("voucher:").and_then(|year| year.parse::<i32>().ok()));
    }
    years.sort_unstable();
    years.dedup();
    for year in years {
        check_year(conn, year, &closed, broken)?;
    }
    Ok(())
}

fn series_names(conn: &mut DbConn) -> QueryResult<Vec<String>> {
    number_series::table
        .filter(number_series::series.like("voucher:%"))
        .select(number_series::series)
        .load(conn)
}

fn check_year(
    conn: &mut DbConn,
    year: i32,
    closed: &Closed,
    broken: &mut Vec<Broken>,
) -> QueryResult<()> {
    let mut last = 0;
    let mut hash_before = chain::BEGINNING.to_owned();
    loop {
        let numbers: Vec<i64> = voucher::table
            .filter(voucher::fiscal_year.eq(year).and(voucher::number.gt(last)))
            .order(voucher::number)
            .limit(PAGE)
            .select(voucher::number)
            .load(conn)?;
        let Some(end) = numbers.last().copied() else { break };
        for told in read_page(conn, year, &numbers, broken)? {
            let number = told.head.number;
            if number != last + 1 {
                broken.push(Broken::new(
                    "ledger.numbers",
                    format!("Bilag {year}-{} til {year}-{} mangler.", last + 1, number - 1),
                ));
            } else if told.head.previous_hash != hash_before {
                broken.push(Broken::new(
                    "ledger.chain",
                    format!("Bilag {year}-{number} følger ikke bilaget før det."),
                ));
            }
            check_voucher(&told, closed, broken);
            hash_before = told.head.hash;
            last = number;
        }
        last = end;
    }
    check_end(conn, year, last, broken)
}

/// Does the series say that more numbers were drawn than there are vouchers?
fn check_end(conn: &mut DbConn, year: i32, last: i64, broken: &mut Vec<Broken>) -> QueryResult<()> {
    let next: Option<i64> = number_series::table
        .find(store::series(year))
        .select(number_series::next_number)
        .first(conn)
        .optional()?;
    let drawn = next.unwrap_or(1) - 1;
    if drawn != last {
        broken.push(Broken::new(
            "ledger.numbers",
            format!("I {year} er {drawn} bilagsnumre trukket, men siste bilag er {last}."),
        ));
    }
    Ok(())
}

/// The page's vouchers; one that cannot be read is named, and the others are read one by one.
fn read_page(
    conn: &mut DbConn,
    year: i32,
    numbers: &[i64],
    broken: &mut Vec<Broken>,
) -> QueryResult<Vec<Told>> {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
        return Ok(Vec::new());
    };
    match read_span(conn, year, *first, *last) {
        Err(Error::DeserializationError(_)) => {}
        answer => return answer,
    }
    let mut page = Vec::new();
    for number in numbers {
        match read_span(conn, year, *number, *number) {
            Ok(told) => page.extend(told),
            Err(Error::DeserializationError(reason)) => broken.push(Broken::new(
                "ledger.unreadable",
                format!("Bilag {year}-{number} kan ikke leses: {reason}."),
            )),
            Err(other) => return Err(other),
        }
    }
    Ok(page)
}

fn read_span(conn: &mut DbConn, year: i32, first: i64, last: i64) -> QueryResult<Vec<Told>> {
    let in_span = voucher::fiscal_year.eq(year).and(voucher::number.between(first, last));
    let heads: Vec<Voucher> = voucher::table.filter(in_span).order(voucher::number).load(conn)?;
    let rows: Vec<BookedPosting> = posting::table
        .inner_join(voucher::table)
        .filter(in_span)
        .order((voucher::number, posting::line))
        .select(posting::all_columns)
        .load(conn)?;
    let texts: Vec<(VoucherId, String, String)> = voucher_text::table
        .inner_join(voucher::table)
        .filter(in_span)
        .select(voucher_text::all_columns)
        .load(conn)?;
    let mut postings: BTreeMap<VoucherId, Vec<BookedPosting>> = BTreeMap::new();
    for row in rows {
        postings.entry(row.voucher_id.clone()).or_default().push(row);
    }
    let mut texts: BTreeMap<VoucherId, (String, String)> =
        texts.into_iter().map(|(id, salt, words)| (id, (salt, words))).collect();
    Ok(heads
        .into_iter()
        .map(|head| Told {
            postings: postings.remove(&head.id).unwrap_or_default(),
            text: texts.remove(&head.id),
            head,
        })
        .collect())
}

fn check_voucher(told: &Told, closed: &Closed, broken: &mut Vec<Broken>) {
    let head = &told.head;
    let name = format!("Bilag {}-{}", head.fiscal_year, head.number);
    let mut no = |rule, words: String| broken.push(Broken::new(rule, format!("{name} {words}")));
    let sum: i128 = told.postings.iter().map(|p| i128::from(p.amount_ore.ore())).sum();
    if sum != 0 {
        let shown =
            i64::try_from(sum).map_or_else(|_| sum.to_string(), |s| Ore::new(s).to_string());
        no("ledger.not_balanced", format!("går ikke i balanse: differansen er {shown} kr."));
    }
    if told.postings.is_empty() {
        no("ledger.empty", "har ingen posteringer.".into());
    }
    if chain::hash(head, &told.postings) != head.hash {
        no("ledger.chain", "er endret etter at det ble ført: summen i kjeden stemmer ikke.".into());
    }
    if let Some((salt, words)) = &told.text
        && chain::digest_of_words(salt, words) != head.text_digest
    {
        no("ledger.chain", "har fått endret teksten sin.".into());
    }
    let month = Month::of(head.voucher_date);
    let is_dated =
        told.postings.iter().all(|p| p.entry_date == head.voucher_date && p.period == month);
    if !is_dated || month.year() != head.fiscal_year {
        no("ledger.dates", "har posteringer på en annen dato eller et annet år.".into());
    }
    let closed_at = closed.get(&VatTerm::of(head.voucher_date));
    if closed_at.is_some_and(|at| head.posted_at > *at) {
        no("ledger.term_closed", "er ført i en MVA-termin etter at den ble avsluttet.".into());
    }
}
