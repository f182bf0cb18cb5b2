//! The text cases of `tests/bilag`: an event in words an accountant writes, and its postings.
//!
//! ```text
//! salg                                innbetaling 570,00
//! linje snekkeri vare 3 120,00        innkjøp snekkeri 4000 1 12325,62
//! linje catering vare 31 450,00       betalt innkjøp 12325,62
//! ```
//!
//! `kreditnota` is written as `salg`, and `tap 285,00` as the sale of which so much is lost. A posting is `KONTO BELØP [AVDELING] [kode K] [av GRUNNLAG]`,
//! debit positive.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Failure;
use crate::base::{AccountNo, EnterpriseId, Ore, Quantity, Split, VatCode};
use crate::invoicing::{self, Billed, Figures};
use crate::ledger::kontering::{self, SaleKind};
use crate::ledger::{Balanced, Posting};

/// The postings of an event, a line each.
///
/// # Errors
/// When the event cannot be read, or is refused: then in the refusal's own words.
pub fn postings_of(event: &str) -> Result<String, Failure> {
    let balanced = read(event)?;
    let lines: Vec<String> = balanced.postings().iter().map(shown).collect();
    Ok(lines.join("\n"))
}

fn read(event: &str) -> Result<Balanced, Failure> {
    let mut lines = event.lines().map(str::trim).filter(|line| !line.is_empty());
    let first: Vec<&str> = lines.next().unwrap_or_default().split_whitespace().collect();
    let refused = |reason: crate::ledger::NotBalanced| crate::error::Refusal::from(reason).detail;
    match first.as_slice() {
        ["salg"] => sale(lines),
        ["tap", amount] => {
            let (figures, lost) = (figured(lines)?, kroner(amount)?);
            Ok(invoicing::loss_of("k1", &figures, lost).map_err(refused)?)
        }
        ["kreditnota"] => Ok(sale(lines)?.reversed()),
        ["innbetaling", amount] => Ok(kontering::payment("k1", kroner(amount)?).map_err(refused)?),
        ["innkjøp", department, account, code, gross] => {
            purchase(department, account, code, kroner(gross)?)
        }
        ["betalt", "innkjøp", amount] => {
            Ok(kontering::purchase_payment("l1", kroner(amount)?).map_err(refused)?)
        }
        other => Err(format!("no such event: {other:?}").into()),
    }
}

fn sale<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Balanced, Failure> {
    let figures = figured(lines)?;
    invoicing::sale_of("k1", &figures)
        .map_err(|reason| crate::error::Refusal::from(reason).detail.into())
}

/// What an invoice of these lines comes to.
fn figured<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Figures, Failure> {
    let billed = (1..).zip(lines).map(|(place, line)| billed(place, line));
    let rates: BTreeMap<VatCode, i32> =
        VatCode::ALL.iter().map(|code| (*code, rate_bp(*code))).collect();
    let refused = |fault| crate::error::Refusal::from(fault).detail;
    Ok(invoicing::figure(billed.collect::<Result<_, _>>()?, &rates).map_err(refused)?)
}

fn billed(order_line: i32, line: &str) -> Result<Billed, Failure> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["linje", department, kind, code, gross] = words.as_slice() else {
        return Err(format!("no line: {line}").into());
    };
    let gross = kroner(gross)?;
    Ok(Billed {
        order_line,
        enterprise_id: EnterpriseId::from_text(*department),
        name: line.to_owned(),
        kind: if *kind == "tjeneste" { SaleKind::Service } else { SaleKind::Goods },
        unit: "stk".into(),
        quantity: Quantity::from_milli(1000),
        unit_price: gross,
        gross,
        vat_code: VatCode::parse(code).ok_or_else(|| format!("no VAT code: {code}"))?,
    })
}

fn purchase(department: &str, account: &str, code: &str, gross: Ore) -> Result<Balanced, Failure> {
    let vat_code = VatCode::parse(code).ok_or_else(|| format!("no VAT code: {code}"))?;
    let split = Split::of(gross, rate_bp(vat_code));
    let facts = kontering::PurchaseFacts {
        supplier: "l1",
        enterprise_id: &EnterpriseId::from_text(department),
        account: AccountNo::parse(account).ok_or_else(|| format!("no account: {account}"))?,
        vat_code,
        net: split.net,
        vat: split.vat,
    };
    kontering::purchase(&facts).map_err(|reason| crate::error::Refusal::from(reason).detail.into())
}

/// The rates of 2025 and 2026.
const fn rate_bp(code: VatCode) -> i32 {
    match code {
        VatCode::Out25 | VatCode::In25 => 2500,
        VatCode::Out15 | VatCode::In15 => 1500,
        VatCode::Out12 | VatCode::In12 => 1200,
        VatCode::ZeroRated | VatCode::OutsideVat | VatCode::NoTreatment | VatCode::InNone => 0,
    }
}

fn kroner(text: &str) -> Result<Ore, Failure> {
    Ore::parse_kroner(text).ok_or_else(|| format!("no amount: {text}").into())
}

fn shown(posting: &Posting) -> String {
    let amount = |ore: Ore| ore.point().replace('.', ",");
    let mut line = format!("{} {}", posting.account, amount(posting.amount));
    if let Some(enterprise) = &posting.enterprise_id {
        let _ = write!(line, " {enterprise}");
    }
    if let Some(code) = posting.vat_code {
        let _ = write!(line, " kode {code}");
    }
    if let Some(base) = posting.vat_base {
        let _ = write!(line, " av {}", amount(base));
    }
    line
}
