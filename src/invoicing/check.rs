//! Documents proven anew: numbers, sums, and that each says what its voucher carries.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Bool};

use crate::base::{InvoiceId, Ore, VatCode};
use crate::db::schema::{
    invoice, invoice_line, invoice_vat, number_series, payment, posting, voucher, write_off,
};
use crate::db::{Db, DbConn};
use crate::error::AppResult;
use crate::ledger::{Broken, note};

use super::issuing::SERIES;
use super::losses;
use super::model::{Invoice, InvoiceLine, InvoiceVat};
use super::rules;

/// Documents in memory at once.
const PAGE: i64 = 500;

/// Adds where invoices and credit notes have gaps, do not add up, or are not as they were issued.
///
/// # Errors
/// The database's; what was found before stands in `broken`.
pub(crate) fn check(db: &Db, broken: &mut Vec<Broken>) -> AppResult<()> {
    db.read_now(|conn| prove(conn, broken))
}

/// [`check`] on a connection one has, also within a transaction.
///
/// # Errors
/// As [`check`].
pub(crate) fn prove(conn: &mut DbConn, broken: &mut Vec<Broken>) -> AppResult<()> {
    let documents = documents(conn, broken);
    note(broken, "invoice.unreadable", "Fakturaene", documents)?;
    let payments = payments(conn).map(|found| broken.extend(found));
    note(broken, "payment.unreadable", "Betalingene", payments)?;
    let lost = losses::prove(conn).map(|found| broken.extend(found));
    note(broken, "loss.unreadable", "Tapene", lost)?;
    Ok(())
}

/// A document as its rows say it.
struct Told {
    head: Invoice,
    lines: Vec<InvoiceLine>,
    vats: Vec<InvoiceVat>,
    /// What its voucher carries.
    digest: Option<String>,
}

fn documents(conn: &mut DbConn, broken: &mut Vec<Broken>) -> QueryResult<()> {
    let (mut last, mut newest) = (0, None);
    loop {
        let numbers: Vec<i64> = invoice::table
            .inner_join(voucher::table)
            .filter(invoice::number.gt(last))
            .order(invoice::number)
            .limit(PAGE)
            .select(invoice::number)
            .load(conn)?;
        if numbers.is_empty() {
            break;
        }
        for number in &numbers {
            if *number != last + 1 {
                let words = format!("Fakturanummer {} til {} mangler.", last + 1, number - 1);
                broken.push(Broken::new("invoice.numbers", words));
            }
            last = *number;
        }
        for told in read_page(conn, &numbers, broken)? {
            let (number, date) = (told.head.number, told.head.invoice_date);
            if newest.is_some_and(|newest| date < newest) {
                let words = format!("Faktura {number} har en dato før fakturaen foran.");
                broken.push(Broken::new("invoice.dates", words));
            }
            broken.extend(
                faults(&told).map(|words| {
                    Broken::new("invoice.content", format!("Faktura {number} {words}"))
                }),
            );
            newest = newest.max(Some(date));
        }
    }
    let next: Option<i64> = number_series::table
        .find(SERIES)
        .select(number_series::next_number)
        .first(conn)
        .optional()?;
    let drawn = next.unwrap_or(1) - 1;
    if drawn != last {
        let words = format!("{drawn} fakturanumre er trukket, men siste faktura er {last}.");
        broken.push(Broken::new("invoice.numbers", words));
    }
    Ok(())
}

/// The page's documents; one that cannot be read is named, and the others are read one by one.
fn read_page(
    conn: &mut DbConn,
    numbers: &[i64],
    broken: &mut Vec<Broken>,
) -> QueryResult<Vec<Told>> {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
        return Ok(Vec::new());
    };
    match read_span(conn, *first, *last) {
        Err(Error::DeserializationError(_)) => {}
        answer => return answer,
    }
    let mut page = Vec::new();
    for number in numbers {
        let told = read_span(conn, *number, *number).map(|told| page.extend(told));
        note(broken, "invoice.unreadable", &format!("Faktura {number}"), told)?;
    }
    Ok(page)
}

fn read_span(conn: &mut DbConn, first: i64, last: i64) -> QueryResult<Vec<Told>> {
    let in_page = invoice::number.between(first, last);
    let heads: Vec<(Invoice, Option<String>)> = invoice::table
        .inner_join(voucher::table)
        .filter(in_page)
        .order(invoice::number)
        .select((invoice::all_columns, voucher::content_digest))
        .load(conn)?;
    let all_lines: Vec<InvoiceLine> = invoice_line::table
        .inner_join(invoice::table)
        .filter(in_page)
        .order((invoice::number, invoice_line::line))
        .select(invoice_line::all_columns)
        .load(conn)?;
    let all_vats: Vec<InvoiceVat> = invoice_vat::table
        .inner_join(invoice::table)
        .filter(in_page)
        .select(invoice_vat::all_columns)
        .load(conn)?;
    let mut lines: BTreeMap<InvoiceId, Vec<InvoiceLine>> = BTreeMap::new();
    for line in all_lines {
        lines.entry(line.invoice_id.clone()).or_default().push(line);
    }
    let mut vats: BTreeMap<InvoiceId, Vec<InvoiceVat>> = BTreeMap::new();
    for vat in all_vats {
        vats.entry(vat.invoice_id.clone()).or_default().push(vat);
    }
    let told = |(head, digest): (Invoice, Option<String>)| Told {
        lines: lines.remove(&head.id).unwrap_or_default(),
        vats: vats.remove(&head.id).unwrap_or_default(),
        digest,
        head,
    };
    Ok(heads.into_iter().map(told).collect())
}

fn faults(told: &Told) -> impl Iterator<Item = &'static str> {
    let gross: Ore = told.lines.iter().map(|line| line.gross_ore).sum();
    let of_vats: Ore = told.vats.iter().map(|vat| vat.gross_ore).sum();
    let adds_up = |vat: &InvoiceVat| {
        let of_code = |code: VatCode| told.lines.iter().filter(move |l| l.vat_code == code);
        let net: Ore = of_code(vat.vat_code).map(|line| line.net_ore).sum();
        net == vat.base_ore && vat.base_ore + vat.vat_ore == vat.gross_ore
    };
    let is_summed = gross == told.head.total_ore
        && of_vats == told.head.total_ore
        && told.vats.iter().all(adds_up);
    let says = rules::digest(&told.head, &told.lines, &told.vats);
    let is_unchanged = told.digest.as_deref() == Some(says.as_str());
    [
        (is_summed, "går ikke opp: linjer, MVA og sum er ulike."),
        (is_unchanged, "er endret etter at den ble utstedt."),
    ]
    .into_iter()
    .filter_map(|(holds, words)| (!holds).then_some(words))
}

/// Payments against their vouchers, against what was invoiced, and against the account of debtors.
fn payments(conn: &mut DbConn) -> QueryResult<Vec<Broken>> {
    let mut broken = Vec::new();
    let unlike: Vec<(i64, i64)> = voucher::table
        .inner_join(payment::table)
        .group_by((voucher::fiscal_year, voucher::number, voucher::id))
        .having(sql::<Bool>(
            "SUM(payment.amount_ore) <> (SELECT COALESCE(-SUM(p.amount_ore), 0) FROM posting p \
             WHERE p.voucher_id = voucher.id AND p.account = '1500')",
        ))
        .order((voucher::fiscal_year, voucher::number))
        .select((sql::<BigInt>("CAST(voucher.fiscal_year AS BIGINT)"), voucher::number))
        .load(conn)?;
    broken.extend(unlike.into_iter().map(|(year, number)| {
        let words = format!("Betalingene på bilag {year}-{number} er ikke som bilaget.");
        Broken::new("payment.content", words)
    }));
    let paid: Vec<(i64, Ore, i64)> = payment::table
        .inner_join(invoice::table)
        .group_by((invoice::number, invoice::total_ore))
        .select((
            invoice::number,
            invoice::total_ore,
            sql::<BigInt>("CAST(SUM(payment.amount_ore) AS BIGINT)"),
        ))
        .order(invoice::number)
        .load(conn)?;
    for (number, total, paid) in paid {
        if paid > total.ore() {
            let words = format!("Faktura {number} er betalt med mer enn den lyder på.");
            broken.push(Broken::new("payment.too_much", words));
        }
        if paid < 0 {
            let words = format!("Det er tatt mer tilbake av faktura {number} enn som var betalt.");
            broken.push(Broken::new("payment.too_little", words));
        }
    }
    broken.extend(debtors(conn)?);
    Ok(broken)
}

/// The account of debtors is what is open on all documents together.
fn debtors(conn: &mut DbConn) -> QueryResult<Option<Broken>> {
    let sum = |of: &str| sql::<BigInt>("CAST(COALESCE(SUM(").sql(of).sql("), 0) AS BIGINT)");
    let issued: i64 = invoice::table.select(sum("total_ore")).first(conn)?;
    let paid: i64 = payment::table.select(sum("amount_ore")).first(conn)?;
    let lost: i64 = write_off::table
        .filter(write_off::state.eq("booked"))
        .select(sum("amount_ore"))
        .first(conn)?;
    let booked: i64 =
        posting::table.filter(posting::account.eq("1500")).select(sum("amount_ore")).first(conn)?;
    let open = Ore::new(issued - paid - lost);
    let booked = Ore::new(booked);
    Ok((open != booked).then(|| {
        let words = format!("Konto 1500 er {booked} kr, men åpne fakturaer er {open} kr.");
        Broken::new("invoice.debtors", words)
    }))
}
