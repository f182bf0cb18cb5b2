//! camt.054 (001.02 and 001.08), a debit credit notification, read a transaction at a time.
//!
//! Source: ISO 20022 camt.054.001.02 and .08; Bits, "Implementation guide camt.054". What stands in
//! an entry before its transactions (amount, way, status, day) is read when they come.

use std::io::BufRead;

use chrono::NaiveDate;

use super::camt_entry::{Entry, Group, Transaction};
use super::fault::{Fault, Wrong};
use super::guarded::{Guarded, Piece};
use super::movement::{Movement, Totals};

/// The two shapes that are read.
const NAMESPACES: [&str; 2] = [
    "urn:iso:std:iso:20022:tech:xsd:camt.054.001.02",
    "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08",
];

const GROUP: &str = "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn";

/// A file that is being read.
pub(crate) struct Camt<R: BufRead> {
    xml: Guarded<R>,
    /// The accounts the file must be of one of; any, when None.
    accounts: Option<Vec<String>>,
    has_root: bool,
    group: Group,
    entry: Entry,
    transaction: Transaction,
    /// An entry without transactions of its own is one movement.
    pending: Option<Movement>,
}

impl<R: BufRead> Camt<R> {
    pub(super) fn new(input: R, accounts: Option<Vec<String>>) -> Self {
        Self {
            xml: Guarded::new(input),
            accounts,
            has_root: false,
            group: Group::default(),
            entry: Entry::default(),
            transaction: Transaction::default(),
            pending: None,
        }
    }

    /// The next movement; None when the whole file has been read and its sums hold.
    ///
    /// # Errors
    /// The first fault of the file.
    pub(super) fn next(&mut self) -> Result<Option<Movement>, Fault> {
        loop {
            if let Some(pending) = self.pending.take() {
                return Ok(Some(pending));
            }
            match self.xml.next()? {
                Piece::Begins(attributes) => self.begins(&attributes)?,
                Piece::Ends(text) => {
                    let done = self.ends(&text)?;
                    self.xml.leave();
                    if done.is_some() {
                        return Ok(done);
                    }
                }
                Piece::Over if self.has_root => return Ok(None),
                Piece::Over => return Err(self.xml.fault(Wrong::Empty)),
            }
        }
    }

    fn begins(&mut self, attributes: &[(String, String)]) -> Result<(), Fault> {
        if !self.has_root {
            self.has_root = true;
            let namespace = self.xml.namespace().to_owned();
            if self.xml.path() != "/Document" || !NAMESPACES.contains(&namespace.as_str()) {
                return Err(self.xml.fault(Wrong::NotCamt(namespace)));
            }
        }
        let line = self.xml.line();
        let Some(within) = self.xml.path().strip_prefix(GROUP) else { return Ok(()) };
        let currency = attributes.iter().find(|(name, _)| name == "Ccy").map(|(_, ccy)| ccy);
        match within {
            "" => self.group = Group::default(),
            "/Ntry" => self.entry = Entry::at(line),
            "/Ntry/NtryDtls/TxDtls" => self.transaction = Transaction::at(line),
            // An amount in the payer's currency, beside that on the account, moves nothing here.
            "/Ntry/NtryDtls/TxDtls/AmtDtls/TxAmt/Amt" if self.transaction.has_amount() => {}
            "/Ntry/Amt"
            | "/Ntry/NtryDtls/TxDtls/Amt"
            | "/Ntry/NtryDtls/TxDtls/AmtDtls/TxAmt/Amt"
                if currency.is_none_or(|currency| currency != "NOK") =>
            {
                let said = currency.cloned().unwrap_or_default();
                return Err(Fault::at(line, Wrong::Currency(said)));
            }
            _ => {}
        }
        Ok(())
    }

    /// An element is over; answers the movement that it was the last of.
    fn ends(&mut self, text: &str) -> Result<Option<Movement>, Fault> {
        let line = self.xml.line();
        let Some(within) = self.xml.path().strip_prefix(GROUP) else { return Ok(None) };
        if let Some(own) = within.strip_prefix("/Ntry/NtryDtls/TxDtls/") {
            self.transaction.read(own, text, line)?;
            return Ok(None);
        }
        if let Some(own) = within.strip_prefix("/Ntry/NtryDtls/Btch/") {
            if own == "NbOfTxs" {
                self.entry.read("NbOfTxs", text, line)?;
            }
            return Ok(None);
        }
        if let Some(own) = within.strip_prefix("/Ntry/")
            && own != "NtryDtls/TxDtls"
        {
            self.entry.read(own, text, line)?;
            return Ok(None);
        }
        match within {
            "/Acct/Id/IBAN" | "/Acct/Id/Othr/Id" => self.account_is(text, line).map(|()| None),
            "/Acct/Ccy" if text != "NOK" => Err(Fault::at(line, Wrong::Currency(text.into()))),
            "/Ntry/NtryDtls/TxDtls" => {
                self.must_know_the_account(line)?;
                let transaction = std::mem::take(&mut self.transaction);
                self.entry.take(&transaction)
            }
            "/Ntry" => {
                self.must_know_the_account(line)?;
                self.pending = self.entry.end(line)?;
                self.group.add(&self.entry, line)?;
                Ok(None)
            }
            "" => self.group.end(line).map(|()| None),
            other => self.group.read(other, text, line).map(|()| None),
        }
    }

    /// Holds the account against ours; an IBAN of Norway ends with the number.
    fn account_is(&mut self, said: &str, line: u64) -> Result<(), Fault> {
        let plain: String = said.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
        let number = match plain.strip_prefix("NO") {
            Some(rest) => rest.get(2..).unwrap_or_default(),
            None => plain.as_str(),
        };
        if self.accounts.as_ref().is_some_and(|ours| ours.iter().all(|own| own != number)) {
            return Err(Fault::at(line, Wrong::Account(plain.clone())));
        }
        self.group.has_account = true;
        Ok(())
    }

    fn must_know_the_account(&self, line: u64) -> Result<(), Fault> {
        if self.group.has_account {
            return Ok(());
        }
        Err(Fault::at(line, Wrong::Account(String::new())))
    }
}

/// `2026-03-23`, also with a time of day after it.
pub(super) fn day(text: &str, line: u64) -> Result<NaiveDate, Fault> {
    let said = text.get(..10).and_then(|day| day.parse().ok());
    said.ok_or_else(|| Fault::at(line, Wrong::Field("dato", text.to_owned())))
}

/// Reads a file whole.
///
/// # Errors
/// The first fault of the file.
pub(super) fn read_whole(
    input: impl BufRead,
    accounts: Option<Vec<String>>,
    mut each: impl FnMut(&Movement) -> Result<(), Fault>,
) -> Result<Totals, Fault> {
    let mut reader = Camt::new(input, accounts);
    let mut totals = Totals::default();
    while let Some(movement) = reader.next()? {
        each(&movement)?;
        totals.add(&movement);
    }
    Ok(totals)
}
