//! A CSV file as rows of checked cells. Pure.
//!
//! RFC 4180 in UTF-8: LF or CRLF, a byte order mark tolerated, columns by name in any order.

use std::sync::Arc;

use chrono::NaiveDate;

use super::columns::{Column, Holds, Kind};
use super::words::{self, Place, Troubles};
use crate::base::{ClockTime, Month, Ore, OrgNumber, Quantity, VatCode};

/// Letters in a cell, at most.
const CELL_MAX: usize = 500;

/// A file's rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) kind: Kind,
    pub(super) rows: Vec<Row>,
}

/// A row; its cells stand in the order of the kind's columns, empty where the file has none.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) place: Place,
    columns: &'static [Column],
    pub(super) cells: Vec<String>,
}

impl Row {
    /// A cell by its column's name; empty when it is not filled.
    pub(super) fn text(&self, name: &str) -> &str {
        let at = self.columns.iter().position(|column| column.name == name);
        at.and_then(|i| self.cells.get(i)).map_or("", String::as_str)
    }

    /// None when it is not filled.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    pub(super) fn day(&self, name: &str) -> Option<NaiveDate> {
        self.filled(name).and_then(parse_day)
    }

    pub(super) fn ore(&self, name: &str) -> Ore {
        self.filled(name).and_then(Ore::parse_kroner).unwrap_or_default()
    }

    pub(super) fn count(&self, name: &str) -> i32 {
        self.filled(name).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// What names the row within its kind.
    pub(super) fn key(&self) -> String {
        let parts = self.columns.iter().zip(&self.cells).filter(|(column, _)| column.is_key);
        parts.map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join("|")
    }

    /// Fills a cell that is empty.
    pub(super) fn fill(&mut self, name: &str, text: &str) {
        let at = self.columns.iter().position(|column| column.name == name);
        if let Some(cell) = at.and_then(|i| self.cells.get_mut(i)).filter(|c| c.is_empty()) {
            text.clone_into(cell);
        }
    }

    pub(super) const fn columns(&self) -> &'static [Column] {
        self.columns
    }
}

/// Reads a file. What cannot be read is added to `troubles`, and its row left out.
pub(super) fn read(
    kind: Kind,
    file: &str,
    bytes: &[u8],
    today: NaiveDate,
    troubles: &mut Troubles,
) -> Table {
    let file: Arc<str> = file.into();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut records = reader.byte_records();
    let mut lines = Lines { bytes, seen: 0, line: 1 };
    let mut table = Table { kind, rows: Vec::new() };
    let place = |line| Place { file: file.clone(), line };
    let Some(Ok(head)) = records.next() else {
        troubles.add(
            "import.empty",
            &place(0),
            "",
            "Filen er tom; den skal begynne med en overskrift.",
        );
        return table;
    };
    let Some(order) = read_head(kind, &head, &place(1), troubles) else { return table };
    for record in records {
        let Ok(record) = record else {
            troubles.add("import.unreadable", &place(0), "", "Filen kan ikke leses.");
            return table;
        };
        let place = place(lines.at(record.position().map_or(0, csv::Position::byte)));
        if let Some(row) = read_row(kind, &order, &record, place, today, troubles) {
            table.rows.push(row);
        }
    }
    table
}

/// Counts lines as an editor does; the reader's own count is off after CRLF and empty lines.
struct Lines<'a> {
    bytes: &'a [u8],
    seen: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at a byte or at the first sign after it; asked in order.
    fn at(&mut self, byte: u64) -> u64 {
        let begins = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(sign) = self.bytes.get(self.seen) {
            if self.seen >= begins && !matches!(sign, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*sign == b'\n');
            self.seen += 1;
        }
        self.line
    }
}

/// For each cell of a line, the kind's column it belongs to; None when the header is refused.
fn read_head(
    kind: Kind,
    head: &csv::ByteRecord,
    place: &Place,
    troubles: &mut Troubles,
) -> Option<Vec<usize>> {
    let columns = kind.columns();
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let mut order = Vec::new();
    let mut is_sound = true;
    for cell in head {
        let name = String::from_utf8_lossy(cell);
        let name = name.trim();
        let at = names.iter().position(|known| *known == name);
        let words = match at {
            None => words::unknown_column(name, &names),
            Some(at) if order.contains(&at) => words::twice(name),
            Some(at) => {
                order.push(at);
                continue;
            }
        };
        troubles.add("import.column", place, name, &words);
        is_sound = false;
    }
    for (at, column) in columns.iter().enumerate() {
        if column.is_required && !order.contains(&at) {
            troubles.add("import.column", place, column.name, &words::missing_column(column.name));
            is_sound = false;
        }
    }
    is_sound.then_some(order)
}

fn read_row(
    kind: Kind,
    order: &[usize],
    record: &csv::ByteRecord,
    place: Place,
    today: NaiveDate,
    troubles: &mut Troubles,
) -> Option<Row> {
    if record.len() != order.len() {
        let words = words::wrong_width(record.len(), order.len());
        troubles.add("import.width", &place, "", &words);
        return None;
    }
    let columns = kind.columns();
    let mut cells = vec![String::new(); columns.len()];
    let mut is_sound = true;
    for (at, cell) in order.iter().zip(record) {
        let (Some(column), Some(kept)) = (columns.get(*at), cells.get_mut(*at)) else { continue };
        match read_cell(column, cell, today) {
            Ok(text) => *kept = text,
            Err(words) => {
                troubles.add("import.cell", &place, column.name, &words);
                is_sound = false;
            }
        }
    }
    is_sound.then_some(Row { place, columns, cells })
}

/// The cell in its one spelling.
fn read_cell(column: &Column, cell: &[u8], today: NaiveDate) -> Result<String, String> {
    let text = std::str::from_utf8(cell).map_err(|_bytes| "Teksten er ikke UTF-8.".to_owned())?;
    let text = text.trim();
    if text.is_empty() {
        let words = "Feltet må fylles ut.".to_owned();
        return if column.is_required { Err(words) } else { Ok(String::new()) };
    }
    if text.chars().count() > CELL_MAX {
        return Err(format!("Teksten er lengre enn {CELL_MAX} tegn."));
    }
    if text.chars().any(char::is_control) {
        return Err("Teksten har linjeskift eller andre styretegn.".into());
    }
    spelled(column.holds, text, today)
}

fn spelled(holds: Holds, text: &str, today: NaiveDate) -> Result<String, String> {
    let or = |read: Option<String>, words: &str| read.ok_or_else(|| format!("«{text}» {words}"));
    let past = |day: Option<NaiveDate>| match day {
        Some(day) if day > today => Err(format!("{day} er etter i dag, og kan ikke ha skjedd.")),
        Some(day) => Ok(day),
        None => Err(format!("«{text}» er ikke en dato. Skriv ÅÅÅÅ-MM-DD.")),
    };
    match holds {
        Holds::Words => Ok(text.to_owned()),
        Holds::OrgNumber => or(
            OrgNumber::parse(text).map(|n| n.as_str().to_owned()),
            "er ikke et organisasjonsnummer: ni sifre der det siste stemmer med de andre.",
        ),
        Holds::Kroner => or(
            parse_amount(text).map(Ore::point),
            "er ikke et beløp. Skriv kroner med punktum, som 1234.50.",
        ),
        Holds::Day => {
            or(parse_day(text).map(|d| d.to_string()), "er ikke en dato. Skriv ÅÅÅÅ-MM-DD.")
        }
        Holds::PastDay => past(parse_day(text)).map(|d| d.to_string()),
        Holds::PastMonth => match Month::parse(text) {
            Some(month) if month > Month::of(today) => Err(format!("{month} har ikke begynt.")),
            month => or(month.map(|m| m.to_string()), "er ikke en måned. Skriv ÅÅÅÅ-MM."),
        },
        Holds::Count => or(parse_count(text), "er ikke et helt tall fra 0 til 999999."),
        Holds::Quantity => or(
            parse_quantity(text).map(Quantity::point),
            "er ikke et antall. Skriv et tall over null med høyst tre desimaler.",
        ),
        Holds::Clock => {
            or(ClockTime::parse(text).map(|t| t.to_string()), "er ikke et klokkeslett, som 08:00.")
        }
        Holds::YesNo => {
            or(matches!(text, "yes" | "no").then(|| text.to_owned()), "skal være yes eller no.")
        }
        Holds::VatCode => {
            or(VatCode::parse(text).map(|c| c.to_string()), "er ikke en MVA-kode vi kjenner.")
        }
        Holds::OneOf(known) => {
            let words = format!("er ukjent her. Skriv {}.", known.join(" eller "));
            or(known.contains(&text).then(|| text.to_owned()), &words)
        }
    }
}

/// `2025-01-31` with all its digits; chrono alone takes `2025-1-31` too.
fn parse_day(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (text.len() == 10 && date.to_string() == text).then_some(date)
}

fn parse_amount(text: &str) -> Option<Ore> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    if is_plain { Ore::parse_kroner(text) } else { None }
}

fn parse_count(text: &str) -> Option<String> {
    let is_plain = text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    let count: u32 = is_plain.then(|| text.parse().ok())??;
    Some(count.to_string())
}

fn parse_quantity(text: &str) -> Option<Quantity> {
    let quantity = if text.contains(',') { None } else { Quantity::parse(text) };
    quantity.filter(|q| q.milli() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(csv: &str) -> Vec<u64> {
        let today = "2026-01-01".parse().unwrap();
        let mut troubles = Troubles::default();
        let table = read(Kind::Enterprises, "e.csv", csv.as_bytes(), today, &mut troubles);
        assert!(troubles.is_empty(), "{troubles:?}");
        table.rows.iter().map(|row| row.place.line).collect()
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        assert_eq!(lines_of("enterprise,name\na,A\nb,B\n"), [2, 3]);
        assert_eq!(lines_of("enterprise,name\r\na,A\r\n\r\nb,B"), [2, 4]);
        assert_eq!(lines_of("\u{feff}enterprise,name\n\n\n\"a\",A\n"), [4]);
    }

    #[test]
    fn a_cell_is_kept_in_one_spelling() {
        let today = "2026-01-01".parse().unwrap();
        let table = [
            (Holds::Kroner, "149", "149.00"),
            (Holds::Kroner, "-3.5", "-3.50"),
            (Holds::Quantity, "2.500", "2.5"),
            (Holds::Clock, "8:05", "08:05"),
            (Holds::Count, "007", "7"),
            (Holds::OrgNumber, "318 462 151", "318462151"),
            (Holds::PastMonth, "2025-12", "2025-12"),
        ];
        for (holds, text, kept) in table {
            assert_eq!(spelled(holds, text, today).as_deref(), Ok(kept), "{text}");
        }
    }

    #[test]
    fn what_a_cell_cannot_hold_is_refused() {
        let today = "2026-01-01".parse().unwrap();
        let table = [
            (Holds::Kroner, "1 234,50"),
            (Holds::Kroner, "12.345"),
            (Holds::Quantity, "0"),
            (Holds::Quantity, "-1"),
            (Holds::Quantity, "1.2345"),
            (Holds::Day, "2025-1-31"),
            (Holds::Day, "31.01.2025"),
            (Holds::PastDay, "2026-01-02"),
            (Holds::PastMonth, "2026-02"),
            (Holds::Count, "-1"),
            (Holds::YesNo, "ja"),
            (Holds::VatCode, "25"),
            (Holds::OrgNumber, "318462152"),
            (Holds::OneOf(&["goods", "service"]), "Goods"),
        ];
        for (holds, text) in table {
            assert!(spelled(holds, text, today).is_err(), "{text}");
        }
    }
}
