//! A paper as facts, columns and rows; the same for the eye and for a file.

use chrono::NaiveDate;

use crate::base::Minutes;

/// A column's name in files, and the words above it on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
}

impl Column {
    /// Do minutes stand under it?
    pub(crate) fn is_number(&self) -> bool {
        self.name.ends_with("_min") || self.name == "minutter"
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Day(NaiveDate),
    Words(String),
    /// Below nothing where a row was put right.
    Minutes(i64),
}

impl Cell {
    /// As files write it.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Words(words) => words.clone(),
            Self::Minutes(minutes) => minutes.to_string(),
        }
    }

    /// As a person reads it.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Day(day) => super::words::day_words(*day),
            Self::Words(words) => words.clone(),
            Self::Minutes(0) => String::new(),
            Self::Minutes(minutes) if *minutes < 0 => {
                format!("\u{2212}{}", Minutes::words(minutes.saturating_abs()))
            }
            Self::Minutes(minutes) => Minutes::words(*minutes),
        }
    }

    pub(crate) const fn is_number(&self) -> bool {
        matches!(self, Self::Minutes(_))
    }
}

/// A finished paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) title: String,
    /// The file's name, without its ending.
    pub(crate) file: String,
    /// The day that its file is dated: one that it tells of, so that it is the same each time.
    pub(crate) dated: NaiveDate,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// What the minutes come to, by week or kind and in all.
    pub(crate) sums: Vec<(String, i64)>,
    /// Who may see it.
    pub(crate) seen_by: &'static str,
}

impl Paper {
    /// Every row as files write it, under the names of the columns.
    pub(crate) fn csv_rows(&self) -> impl Iterator<Item = Vec<String>> {
        let head = self.columns.iter().map(|column| column.name.to_owned()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::plain).collect());
        std::iter::once(head).chain(rows)
    }
}
