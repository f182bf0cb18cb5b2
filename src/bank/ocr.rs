//! OCR giro from Nets (format NY, service 09), read a record at a time.
//!
//! Source: Nets (BBS), "OCR giro, systemspesifikasjon": records of 80 positions; 10 begins a
//! transmission, 20 an assignment, 30 to 32 are a payment, 88 and 89 end with counts and sums.

use std::io::BufRead;
use std::ops::Range;

use chrono::NaiveDate;

use super::fault::{Fault, Wrong};
use super::movement::{Movement, Totals, Way, fits_its_digit};
use crate::base::Ore;

/// Positions of a record.
const RECORD: usize = 80;
/// Bytes of a line that are looked at, at most; a longer one is of another kind of file.
const LINE_MAX: u64 = 200;

/// Where in the file we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start,
    Between,
    /// Within an assignment of OCR giro.
    Assignment,
    /// Within an assignment of another service, which holds no payments of ours.
    Other,
    End,
}

/// What has been counted.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    transactions: u64,
    records: u64,
    ore: i64,
}

/// A file that is being read.
pub(crate) struct Ocr<R> {
    input: R,
    /// The accounts the file must be of one of; any, when None.
    accounts: Option<Vec<String>>,
    line: u64,
    place: Place,
    whole: Counted,
    part: Counted,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    /// A payment that lacks records yet, or waits to be told that it has all.
    pending: Option<Pending>,
}

/// A payment whose first record is read.
struct Pending {
    /// Type and number, as its other records repeat them.
    name: String,
    /// Is the second record read?
    is_whole: bool,
    movement: Movement,
}

impl<R: BufRead> Ocr<R> {
    pub(super) const fn new(input: R, accounts: Option<Vec<String>>) -> Self {
        Self {
            input,
            accounts,
            line: 0,
            place: Place::Start,
            whole: Counted { transactions: 0, records: 0, ore: 0 },
            part: Counted { transactions: 0, records: 0, ore: 0 },
            first: None,
            last: None,
            pending: None,
        }
    }

    /// The next movement; None when the whole file has been read and its sums hold.
    ///
    /// # Errors
    /// The first fault of the file.
    pub(super) fn next(&mut self) -> Result<Option<Movement>, Fault> {
        loop {
            let Some(record) = self.record()? else {
                return match self.place {
                    Place::End => Ok(None),
                    Place::Start if self.line == 0 => Err(Fault::at(0, Wrong::Empty)),
                    _ => Err(Fault::at(self.line, Wrong::Cut)),
                };
            };
            if let Some(movement) = self.take(&record)? {
                return Ok(Some(movement));
            }
        }
    }

    /// The next line that is not blank after the end, without its ending; None at the end of the
    /// file. With it, whether it had an ending.
    fn line_of(&mut self) -> Result<Option<(Vec<u8>, bool)>, Fault> {
        loop {
            let mut bytes = Vec::new();
            let mut limited = std::io::Read::take(&mut self.input, LINE_MAX);
            let read = limited.read_until(b'\n', &mut bytes);
            read.map_err(|e| Fault::at(self.line + 1, Wrong::Unreadable(e.to_string())))?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let ended = bytes.ends_with(b"\n");
            while bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
                bytes.pop();
            }
            if self.place != Place::End || !bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some((bytes, ended)));
            }
        }
    }

    /// The next record as 80 letters, one a byte; None at the end of the file.
    fn record(&mut self) -> Result<Option<String>, Fault> {
        let Some((bytes, ended)) = self.line_of()? else { return Ok(None) };
        self.line += 1;
        if self.line == 1 && !bytes.starts_with(b"NY") {
            return Err(self.fault(Wrong::NotOcr));
        }
        if bytes.len() != RECORD {
            let is_cut = !ended && bytes.len() < RECORD;
            let wrong = if is_cut { Wrong::Cut } else { Wrong::Length(bytes.len()) };
            return Err(self.fault(wrong));
        }
        if !bytes.starts_with(b"NY") {
            return Err(self.out_of_place(&bytes));
        }
        // Letters beyond ASCII are of ISO 8859-1, as Nets writes them: a byte is its letter.
        Ok(Some(bytes.into_iter().map(char::from).collect()))
    }

    fn out_of_place(&self, bytes: &[u8]) -> Fault {
        let said: String = bytes.iter().take(8).map(|b| char::from(*b)).collect();
        self.fault(Wrong::OutOfPlace(said))
    }

    const fn fault(&self, wrong: Wrong) -> Fault {
        Fault::at(self.line, wrong)
    }

    /// Takes a record; answers the movement that it shows to be whole.
    fn take(&mut self, record: &str) -> Result<Option<Movement>, Fault> {
        let (service, kind) = (letters(record, 2..4), letters(record, 6..8));
        self.whole.records += 1;
        if self.place == Place::Other {
            return self.take_other(record, &kind).map(|()| None);
        }
        match (self.place, kind.as_str(), service.as_str()) {
            (Place::Start, "10", "00") => {
                self.place = Place::Between;
                Ok(None)
            }
            (Place::Between, "20", "09") => self.begin(record).map(|()| None),
            (Place::Between, "20", _) => {
                self.place = Place::Other;
                Ok(None)
            }
            (Place::Between, "89", "00") => {
                self.place = Place::End;
                self.compare(record, self.whole).map(|()| None)
            }
            (Place::Assignment, "30", "09") => self.payment(record),
            (Place::Assignment, "31", "09") => self.second(record).map(|()| None),
            (Place::Assignment, "32", "09") => self.third(record).map(|()| None),
            (Place::Assignment, "88", "09") => self.end(record),
            _ => Err(self.out_of_place(record.as_bytes())),
        }
    }

    /// Records of a service that is not OCR giro are counted, and nothing else of them is read.
    fn take_other(&mut self, record: &str, kind: &str) -> Result<(), Fault> {
        match kind {
            "30" => {
                self.whole.transactions += 1;
                let ore = self.amount(record, 32..49)?;
                self.add_to_whole(ore)?;
            }
            "88" => self.place = Place::Between,
            "10" | "20" | "89" => return Err(self.out_of_place(record.as_bytes())),
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, record: &str) -> Result<(), Fault> {
        let account = letters(record, 24..35);
        if self.accounts.as_ref().is_some_and(|ours| !ours.contains(&account)) {
            return Err(self.fault(Wrong::Account(account)));
        }
        self.place = Place::Assignment;
        self.part = Counted { records: 1, ..Counted::default() };
        (self.first, self.last) = (None, None);
        Ok(())
    }

    /// The first record of a payment; the one before it is whole.
    fn payment(&mut self, record: &str) -> Result<Option<Movement>, Fault> {
        let done = self.settled()?;
        self.part.records += 1;
        self.part.transactions += 1;
        self.whole.transactions += 1;
        let kind = self.number("transaksjonstype", record, 4..6)?;
        if !(10..=21).contains(&kind) {
            return Err(self.fault(Wrong::Field("transaksjonstype", letters(record, 4..6))));
        }
        let booked_on = self.date(record, 15..21)?;
        self.first = Some(self.first.map_or(booked_on, |first| first.min(booked_on)));
        self.last = Some(self.last.map_or(booked_on, |last| last.max(booked_on)));
        let ore = self.amount(record, 32..49)?;
        let (way, ore) = match letters(record, 31..32).as_str() {
            "-" => (Way::Out, -ore),
            "0" => (Way::In, ore),
            other => return Err(self.fault(Wrong::Field("fortegn", other.to_owned()))),
        };
        self.add_to_whole(ore)?;
        self.part.ore = self.added(self.part.ore, ore)?;
        let kid = letters(record, 49..74).trim().to_owned();
        let has_free_text = kind >= 20;
        if !has_free_text && !fits_its_digit(&kid) {
            return Err(self.fault(Wrong::Kid(kid)));
        }
        let movement = Movement {
            line: self.line,
            booked_on,
            way,
            amount: Ore::new(ore),
            kid,
            reference: String::new(),
            payer: String::new(),
            message: String::new(),
        };
        self.pending = Some(Pending { name: name_of(record), is_whole: false, movement });
        Ok(done)
    }

    /// The payment before, when it is whole and moves anything.
    fn settled(&mut self) -> Result<Option<Movement>, Fault> {
        let Some(pending) = self.pending.take() else { return Ok(None) };
        if !pending.is_whole {
            return Err(self.fault(Wrong::OutOfPlace(pending.name)));
        }
        Ok(Some(pending.movement).filter(|movement| !movement.amount.is_zero()))
    }

    fn second(&mut self, record: &str) -> Result<(), Fault> {
        self.part.records += 1;
        let out_of_place = self.out_of_place(record.as_bytes());
        let pending = self.pending.as_mut().filter(|pending| pending.name == name_of(record));
        let Some(pending) = pending else { return Err(out_of_place) };
        pending.is_whole = true;
        let reference = letters(record, 25..34);
        if !reference.trim_matches(['0', ' ']).is_empty() {
            reference.trim().clone_into(&mut pending.movement.reference);
        }
        let payer = letters(record, 47..58);
        if !payer.trim_matches(['0', ' ']).is_empty() {
            payer.trim().clone_into(&mut pending.movement.payer);
        }
        Ok(())
    }

    fn third(&mut self, record: &str) -> Result<(), Fault> {
        self.part.records += 1;
        let out_of_place = self.out_of_place(record.as_bytes());
        let pending = self.pending.as_mut().filter(|pending| pending.name == name_of(record));
        let Some(pending) = pending else { return Err(out_of_place) };
        letters(record, 15..55).trim().clone_into(&mut pending.movement.message);
        Ok(())
    }

    fn end(&mut self, record: &str) -> Result<Option<Movement>, Fault> {
        let done = self.settled()?;
        self.part.records += 1;
        self.compare(record, self.part)?;
        for (field, at, day) in
            [("første dato", 47..53, self.first), ("siste dato", 53..59, self.last)]
        {
            if day.is_some() && self.date(record, at.clone())? != day.unwrap_or_default() {
                return Err(self.fault(Wrong::Field(field, letters(record, at))));
            }
        }
        self.place = Place::Between;
        Ok(done)
    }

    /// Holds what an end record says against what was counted.
    fn compare(&self, record: &str, counted: Counted) -> Result<(), Fault> {
        let transactions = self.number("antall transaksjoner", record, 8..16)?;
        if transactions != counted.transactions {
            let wrong = Wrong::Count("transaksjoner", transactions, counted.transactions);
            return Err(self.fault(wrong));
        }
        let records = self.number("antall records", record, 16..24)?;
        if records != counted.records {
            return Err(self.fault(Wrong::Count("linjer", records, counted.records)));
        }
        let ore = self.amount(record, 24..41)?;
        if ore != counted.ore {
            return Err(self.fault(Wrong::Sum("betalingene", ore, counted.ore)));
        }
        Ok(())
    }

    fn add_to_whole(&mut self, ore: i64) -> Result<(), Fault> {
        self.whole.ore = self.added(self.whole.ore, ore)?;
        Ok(())
    }

    fn added(&self, sum: i64, ore: i64) -> Result<i64, Fault> {
        let sum = sum.checked_add(ore);
        sum.ok_or_else(|| self.fault(Wrong::Field("sum", ore.to_string())))
    }

    fn amount(&self, record: &str, at: Range<usize>) -> Result<i64, Fault> {
        let number = self.number("beløp", record, at)?;
        i64::try_from(number)
            .map_err(|_range| self.fault(Wrong::Field("beløp", number.to_string())))
    }

    fn number(&self, field: &'static str, record: &str, at: Range<usize>) -> Result<u64, Fault> {
        let said = letters(record, at);
        let is_number = said.bytes().all(|b| b.is_ascii_digit());
        let number = said.parse().ok().filter(|_| is_number);
        number.ok_or_else(|| self.fault(Wrong::Field(field, said)))
    }

    /// `DDMMYY`; the format has no century, and is of 1970 to 2069.
    fn date(&self, record: &str, at: Range<usize>) -> Result<NaiveDate, Fault> {
        let said = letters(record, at);
        let part = |from: usize| letters(&said, from..from + 2).parse::<u32>().ok();
        let date = match (part(0), part(2), part(4).and_then(|year| i32::try_from(year).ok())) {
            (Some(day), Some(month), Some(year)) => {
                let century = if year < 70 { 2000 } else { 1900 };
                NaiveDate::from_ymd_opt(century + year, month, day)
            }
            _ => None,
        };
        date.ok_or_else(|| self.fault(Wrong::Field("dato", said)))
    }
}

/// Type and number of a payment.
fn name_of(record: &str) -> String {
    format!("{} {}", letters(record, 4..6), letters(record, 8..15))
}

/// Some letters of a record, counted from 0.
fn letters(record: &str, at: Range<usize>) -> String {
    record.chars().skip(at.start).take(at.end.saturating_sub(at.start)).collect()
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
    let mut reader = Ocr::new(input, accounts);
    let mut totals = Totals::default();
    while let Some(movement) = reader.next()? {
        each(&movement)?;
        totals.add(&movement);
    }
    Ok(totals)
}
