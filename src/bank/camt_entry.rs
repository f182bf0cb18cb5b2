//! What one entry, transaction and account's notification of a camt.054 say, and whether it adds up.

use chrono::NaiveDate;

use super::camt::day;
use super::fault::{Fault, Wrong};
use super::movement::{Movement, Way, derived_reference};
use crate::base::Ore;

/// The longest name or message that is kept.
const WORDS_MAX: usize = 140;

/// An account's notification: what its summary says, and what has been counted.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) has_account: bool,
    said: [Side; 2],
    counted: [Side; 2],
    /// Of both ways together.
    said_entries: Option<u64>,
}

/// In or out: how many, and how much.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    entries: Option<u64>,
    sum: Option<Ore>,
}

impl Group {
    /// Reads what the summary says; everything else of the notification is passed over.
    pub(super) fn read(&mut self, within: &str, text: &str, line: u64) -> Result<(), Fault> {
        let Some(of) = within.strip_prefix("/TxsSummry/") else { return Ok(()) };
        let [credits, debits] = &mut self.said;
        match of {
            "TtlCdtNtries/NbOfNtries" => credits.entries = Some(number(text, line)?),
            "TtlCdtNtries/Sum" => credits.sum = Some(amount(text, line)?),
            "TtlDbtNtries/NbOfNtries" => debits.entries = Some(number(text, line)?),
            "TtlDbtNtries/Sum" => debits.sum = Some(amount(text, line)?),
            "TtlNtries/NbOfNtries" => self.said_entries = Some(number(text, line)?),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn add(&mut self, entry: &Entry, line: u64) -> Result<(), Fault> {
        let [credits, debits] = &mut self.counted;
        let side = if entry.is_debit { debits } else { credits };
        side.entries = Some(side.entries.unwrap_or_default() + 1);
        let sum = side.sum.unwrap_or_default().ore().checked_add(entry.amount.ore());
        let sum = sum.ok_or_else(|| Fault::at(line, Wrong::Field("sum", "for stor".into())))?;
        side.sum = Some(Ore::new(sum));
        Ok(())
    }

    /// Holds the summary against what there was.
    pub(super) fn end(&mut self, line: u64) -> Result<(), Fault> {
        let mut all = 0;
        for (said, counted) in self.said.iter().zip(&self.counted) {
            let there = counted.entries.unwrap_or_default();
            all += there;
            if let Some(entries) = said.entries.filter(|entries| *entries != there) {
                return Err(Fault::at(line, Wrong::Count("posteringer", entries, there)));
            }
            let there = counted.sum.unwrap_or_default();
            if let Some(sum) = said.sum.filter(|sum| *sum != there) {
                return Err(Fault::at(line, Wrong::Sum("posteringene", sum.ore(), there.ore())));
            }
        }
        match self.said_entries.filter(|entries| *entries != all) {
            Some(entries) => Err(Fault::at(line, Wrong::Count("posteringer", entries, all))),
            None => Ok(()),
        }
    }
}

/// An entry: one movement on the account, or several that the bank booked as one.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Default)]
pub(super) struct Entry {
    line: u64,
    amount: Ore,
    has_amount: bool,
    has_way: bool,
    is_debit: bool,
    is_reversal: bool,
    /// `BOOK`: it is on the account; anything else is yet to be.
    status: String,
    booked_on: Option<NaiveDate>,
    reference: String,
    said_transactions: Option<u64>,
    transactions: u64,
    sum: i64,
    /// A transaction without an amount of its own.
    has_bare: bool,
}

impl Entry {
    pub(super) fn at(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    pub(super) fn read(&mut self, own: &str, text: &str, line: u64) -> Result<(), Fault> {
        match own {
            "Amt" => {
                self.amount = amount(text, line)?;
                self.has_amount = true;
            }
            "CdtDbtInd" => {
                self.is_debit = is_debit(text, line)?;
                self.has_way = true;
            }
            "RvslInd" => self.is_reversal = matches!(text, "true" | "1"),
            "Sts" | "Sts/Cd" if !text.is_empty() => text.clone_into(&mut self.status),
            "BookgDt/Dt" | "BookgDt/DtTm" => self.booked_on = Some(day(text, line)?),
            "AcctSvcrRef" => text.clone_into(&mut self.reference),
            "NbOfTxs" => {
                let more = number(text, line)?;
                self.said_transactions = Some(self.said_transactions.unwrap_or_default() + more);
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes a transaction of the entry; answers the movement it is.
    pub(super) fn take(&mut self, of: &Transaction) -> Result<Option<Movement>, Fault> {
        self.must_be_told(of.line)?;
        self.transactions += 1;
        if self.has_bare {
            return Err(self.unlike(of.line));
        }
        let is_debit = of.is_debit.unwrap_or(self.is_debit);
        let amount = if let Some(own) = of.amount {
            own
        } else {
            self.has_bare = true;
            self.amount
        };
        if self.has_bare && self.transactions > 1 {
            return Err(self.unlike(of.line));
        }
        let part = if is_debit == self.is_debit { amount.ore() } else { -amount.ore() };
        let sum = self.sum.checked_add(part).ok_or_else(|| self.unlike(of.line))?;
        self.sum = sum;
        let reference = match (of.reference.is_empty(), self.reference.is_empty()) {
            (false, _) => of.reference.clone(),
            (true, false) => derived_reference(&self.reference, self.transactions),
            (true, true) => String::new(),
        };
        self.movement(of, amount, is_debit, reference)
    }

    /// The entry is over: its transactions must be all of it; answers it as a movement when it has
    /// none.
    pub(super) fn end(&mut self, line: u64) -> Result<Option<Movement>, Fault> {
        self.must_be_told(line)?;
        if self.transactions == 0 {
            let bare = Transaction::at(self.line);
            return self.movement(&bare, self.amount, self.is_debit, self.reference.clone());
        }
        let said = self.said_transactions.filter(|said| *said != self.transactions);
        if let Some(said) = said {
            return Err(Fault::at(line, Wrong::Count("transaksjoner", said, self.transactions)));
        }
        if self.sum != self.amount.ore() {
            return Err(self.unlike(line));
        }
        Ok(None)
    }

    fn unlike(&self, line: u64) -> Fault {
        Fault::at(line, Wrong::Sum("transaksjonene", self.amount.ore(), self.sum))
    }

    fn must_be_told(&self, line: u64) -> Result<(), Fault> {
        for (is_told, field) in [
            (self.has_amount, "beløp"),
            (self.has_way, "om pengene kom inn eller gikk ut"),
            (!self.status.is_empty(), "status"),
            (self.booked_on.is_some() || self.status != "BOOK", "bokføringsdag"),
        ] {
            if !is_told {
                return Err(Fault::at(line, Wrong::Field(field, String::new())));
            }
        }
        Ok(())
    }

    /// None for what the bank has not booked yet, and for what moves nothing.
    fn movement(
        &self,
        of: &Transaction,
        amount: Ore,
        is_debit: bool,
        reference: String,
    ) -> Result<Option<Movement>, Fault> {
        if self.status != "BOOK" || amount.is_zero() {
            return Ok(None);
        }
        let missing = || Fault::at(of.line, Wrong::Field("bokføringsdag", String::new()));
        let way = match (self.is_reversal, is_debit) {
            (true, _) => Way::Reversal,
            (false, true) => Way::Out,
            (false, false) => Way::In,
        };
        let (kid, message) = of.kid_and_message();
        Ok(Some(Movement {
            line: of.line,
            booked_on: self.booked_on.ok_or_else(missing)?,
            way,
            amount: if is_debit { -amount } else { amount },
            kid,
            reference,
            payer: of.payer.clone(),
            message,
        }))
    }
}

/// A transaction of an entry.
#[derive(Debug, Default)]
pub(super) struct Transaction {
    line: u64,
    amount: Option<Ore>,
    is_debit: Option<bool>,
    reference: String,
    payer: String,
    /// References of what is paid; more than one names no one invoice.
    kids: Vec<String>,
    message: String,
}

impl Transaction {
    pub(super) fn at(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    pub(super) fn read(&mut self, own: &str, text: &str, line: u64) -> Result<(), Fault> {
        match own {
            "Amt" => self.amount = Some(amount(text, line)?),
            "AmtDtls/TxAmt/Amt" if self.amount.is_none() => {
                self.amount = Some(amount(text, line)?);
            }
            "CdtDbtInd" => self.is_debit = Some(is_debit(text, line)?),
            "Refs/AcctSvcrRef" => text.clone_into(&mut self.reference),
            "RltdPties/Dbtr/Nm" | "RltdPties/Dbtr/Pty/Nm" => self.payer = shortened(text),
            "RmtInf/Strd/CdtrRefInf/Ref" if self.kids.len() < 10 => self.kids.push(text.to_owned()),
            "RmtInf/Ustrd" => {
                let joined = format!("{} {text}", self.message);
                self.message = shortened(joined.trim());
            }
            _ => {}
        }
        Ok(())
    }

    /// Has it an amount of its own already?
    pub(super) const fn has_amount(&self) -> bool {
        self.amount.is_some()
    }

    fn kid_and_message(&self) -> (String, String) {
        match self.kids.as_slice() {
            [] => (String::new(), self.message.clone()),
            [one] => (shortened(one), self.message.clone()),
            several => {
                let told = format!("{} {}", several.join(", "), self.message);
                (String::new(), shortened(told.trim()))
            }
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(WORDS_MAX).collect()
}

fn is_debit(text: &str, line: u64) -> Result<bool, Fault> {
    match text {
        "CRDT" => Ok(false),
        "DBIT" => Ok(true),
        other => Err(Fault::at(line, Wrong::Field("inn eller ut", other.to_owned()))),
    }
}

fn number(text: &str, line: u64) -> Result<u64, Fault> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_number);
    number.ok_or_else(|| Fault::at(line, Wrong::Field("antall", text.to_owned())))
}

/// `10612.00`: not negative, at most two decimals that say anything.
fn amount(text: &str, line: u64) -> Result<Ore, Fault> {
    let wrong = || Fault::at(line, Wrong::Field("beløp", text.to_owned()));
    let plain = match text.split_once('.') {
        Some((kroner, decimals)) if decimals.len() > 2 => {
            let kept = decimals.trim_end_matches('0');
            if kept.len() > 2 {
                return Err(wrong());
            }
            format!("{kroner}.{kept:0<2}")
        }
        _ => text.to_owned(),
    };
    let is_plain = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    Ore::parse_kroner(&plain).filter(|_| is_plain).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_kroner_with_a_point() {
        for (text, ore) in [
            ("10612.00", Some(1_061_200)),
            ("0.5", Some(50)),
            ("7", Some(700)),
            ("1.23000", Some(123)),
            ("1.234", None),
            ("-5.00", None),
            ("1,00", None),
            ("1 000", None),
            (".5", None),
            ("", None),
            ("999999999999999", None),
        ] {
            assert_eq!(amount(text, 1).ok(), ore.map(Ore::new), "{text}");
        }
    }
}
