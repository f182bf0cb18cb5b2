//! The text cases of `tests/bilag`: an event in words an accountant writes, and its postings.
//!
//! ```text
//! salg                                innbetaling 570,00
//! linje snekkeri vare 3 120,00        innkjøp snekkeri 4000 1 12325,62
//! linje catering vare 31 450,00       betalt innkjøp 12325,62
//! ```
//!
//! `kreditnota` is written as `salg`, and `tap 285,00` as the sale of which so much is lost. Money beside
//! the invoice:
//!
//! ```text
//! innbetaling 650,00 av 570,00                       forskudd 300,00
//! innbetaling 650,00 av 570,00 renter 7,00 gebyr 35,00
//! tilbakeført innbetaling 650,00 av 570,00           ukjent innbetaling 300,00
//! bankfil                                            ukjent 300,00 til faktura 250,00
//! betaling 570,00 av 570,00                          ukjent 300,00 til kunde
//! ukjent 300,00                                      ukjent 300,00 tilbake
//! tilgode 300,00 til faktura                         tilgode 300,00 tilbake
//! kreditert etter betaling 570,00                    flyttet innbetaling 650,00 av 570,00
//! kreditert etter betaling 570,00 renter 2,62 gebyr 35,00
//! tilbakeført innbetaling 570,00 av 570,00 igjen 0,00
//! ```
//!
//! `flyttet` is a payment of the bank's that a person takes back: the money waits anew. `igjen` says how
//! much is left on the invoice of what was paid, when the bank takes a payment back.
//!
//! A posting is `KONTO BELØP [AVDELING] [kode K] [av GRUNNLAG]`,
//! debit positive; on 2900 it says whether the customer is known.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Failure;
use crate::base::{AccountNo, EnterpriseId, Ore, Quantity, Split, VatCode};
use crate::invoicing::{self, Billed, Charges, Figures};
use crate::ledger::kontering::{self, MoneyFrom, Paid, Received, SaleKind};
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
        ["innbetaling", amount] => payment(&["betaling", amount, "av", amount]),
        ["innbetaling", rest @ ..] => payment(&[&["betaling"], rest].concat()),
        ["tilbakeført", "innbetaling", rest @ .., "igjen", left] => {
            let left = Paid { invoice: kroner(left)?, ..Paid::default() };
            let taken = invoicing::taken_back(paid(&[&["betaling"], rest].concat())?, left);
            Ok(kontering::payment(MoneyFrom::Bank, "k1", taken).map_err(refused)?.reversed())
        }
        ["flyttet", "innbetaling", rest @ ..] => {
            let paid = paid(&[&["betaling"], rest].concat())?;
            Ok(kontering::payment(MoneyFrom::Unplaced, "k1", paid).map_err(refused)?.reversed())
        }
        ["tilbakeført", "innbetaling", rest @ ..] => {
            Ok(payment(&[&["betaling"], rest].concat())?.reversed())
        }
        ["bankfil"] => bank_file(lines),
        ["innkjøp", department, account, code, gross] => {
            purchase(department, account, code, kroner(gross)?)
        }
        ["betalt", "innkjøp", amount] => {
            Ok(kontering::purchase_payment("l1", kroner(amount)?).map_err(refused)?)
        }
        other => owed_back(other),
    }
}

/// An event of what is owed to customers.
fn owed_back(words: &[&str]) -> Result<Balanced, Failure> {
    let made = match words {
        ["forskudd", amount] => kontering::prepayment(MoneyFrom::Bank, "k1", kroner(amount)?),
        ["ukjent", "innbetaling", amount] => {
            kontering::receipts(&[Received::Unplaced(kroner(amount)?)])
        }
        ["ukjent", amount, "til", "faktura", open] => {
            let paid = invoicing::split(kroner(amount)?, kroner(open)?, Charges::default());
            kontering::payment(MoneyFrom::Unplaced, "k1", paid)
        }
        ["ukjent", amount, "til", "kunde"] => {
            kontering::prepayment(MoneyFrom::Unplaced, "k1", kroner(amount)?)
        }
        ["ukjent", amount, "tilbake"] => kontering::paid_back(None, kroner(amount)?),
        ["tilgode", amount, "til", "faktura"] => {
            let paid = Paid { invoice: kroner(amount)?, ..Paid::default() };
            kontering::payment(MoneyFrom::Credit, "k1", paid)
        }
        ["tilgode", amount, "tilbake"] => kontering::paid_back(Some("k1"), kroner(amount)?),
        ["kreditert", "etter", rest @ ..] => {
            let of = match rest {
                ["betaling", amount] => Paid { invoice: kroner(amount)?, ..Paid::default() },
                ["betaling", amount, "renter", interest, "gebyr", fee] => Paid {
                    invoice: kroner(amount)?,
                    interest: kroner(interest)?,
                    fee: kroner(fee)?,
                    over: Ore::ZERO,
                },
                other => return Err(format!("no payment: {other:?}").into()),
            };
            kontering::credited_after_payment("k1", of)
        }
        other => return Err(format!("no such event: {other:?}").into()),
    };
    made.map_err(|reason| crate::error::Refusal::from(reason).detail.into())
}

fn payment(words: &[&str]) -> Result<Balanced, Failure> {
    kontering::payment(MoneyFrom::Bank, "k1", paid(words)?)
        .map_err(|reason| crate::error::Refusal::from(reason).detail.into())
}

/// `betaling 650,00 av 570,00 renter 7,00 gebyr 35,00`, the last two if there are any.
fn paid(words: &[&str]) -> Result<Paid, Failure> {
    let (amount, open, interest, fee) = match words {
        ["betaling", amount, "av", open] => (amount, open, "0,00", "0,00"),
        ["betaling", amount, "av", open, "renter", interest, "gebyr", fee] => {
            (amount, open, *interest, *fee)
        }
        other => return Err(format!("no payment: {other:?}").into()),
    };
    let charges = Charges { fee: kroner(fee)?, interest: kroner(interest)? };
    Ok(invoicing::split(kroner(amount)?, kroner(open)?, charges))
}

fn bank_file<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Balanced, Failure> {
    let received = lines.map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["ukjent", amount] => Ok(Received::Unplaced(kroner(amount)?)),
            payment => Ok(Received::Known("k1", paid(payment)?)),
        }
    });
    kontering::receipts(&received.collect::<Result<Vec<_>, Failure>>()?)
        .map_err(|reason| crate::error::Refusal::from(reason).detail.into())
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
    if posting.account == AccountNo::of(2900) {
        line += if posting.party.is_some() { " kunde" } else { " ukjent" };
    }
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
