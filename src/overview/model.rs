//! A report as columns and rows, the same for the eye, a spreadsheet and a program.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::base::{EnterpriseId, Month, Ore};
use crate::people::Shown;

text_enum!(
    /// The reports of CONTRACT section 4.
    Kind {
        Revenue = "revenue",
        Hours = "hours",
        Contribution = "contribution",
        Vat = "vat",
        TrialBalance = "trial-balance",
        SelfFinancing = "self-financing",
    }
);

text_enum!(
    /// What the hours report is grouped by, when not by month.
    By { WorkKind = "kind", Resident = "resident" }
);

/// A span of days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

impl Span {
    /// The whole months from one to another.
    pub(crate) fn of_months(first: Month, last: Month) -> Self {
        Self { from: first.first_day(), to: last.last_day() }
    }

    /// Every month that holds a day of it.
    pub(crate) fn months(self) -> Vec<Month> {
        Month::of(self.from).through(Month::of(self.to))
    }

    /// Does it begin on a month's first day and end on a month's last?
    pub(crate) fn is_whole_months(self) -> bool {
        self.from == Month::of(self.from).first_day() && self.to == Month::of(self.to).last_day()
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// In reports, kroner with two decimals.
    Money(Ore),
    /// Minutes, or the number of a term.
    Count(i64),
    /// Six decimals; None when there is nothing to divide by.
    Share(Option<Decimal>),
    /// Rests on fewer than five persons.
    Hidden,
}

/// A column's name in files, and the words above it in a table for the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
}

/// A finished report. As JSON, CONTRACT's shape: `{"rows": […]}`, or the bare object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Value>>,
    /// One object and no list.
    pub(crate) is_single: bool,
}

/// An enterprise as a report names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: EnterpriseId,
    pub(crate) code: String,
    pub(crate) name: String,
    /// Sells nothing and is in no revenue report.
    pub(crate) internal: bool,
    /// A place outside: its hours stand apart from the farm's own.
    pub(crate) outside: bool,
}

/// Minutes of a month and an enterprise, as they may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HoursCell {
    pub(crate) month: Month,
    pub(crate) code: String,
    pub(crate) minutes: Worked,
}

/// Minutes as they may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Worked {
    Minutes(i64),
    /// Rounded, so that what one person's approval changed cannot be told.
    About(i64),
    /// Rests on fewer than five persons.
    Hidden,
    /// The month is not over: each approval would show.
    NotOver,
}

impl From<Shown> for Worked {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Value(minutes) => Self::Minutes(minutes),
            Shown::Hidden => Self::Hidden,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Money(amount) => serializer.serialize_str(&amount.point()),
            Self::Count(count) => serializer.serialize_i64(*count),
            Self::Share(Some(share)) => serializer.serialize_str(&share.to_string()),
            Self::Share(None) | Self::Hidden => serializer.serialize_none(),
        }
    }
}

struct Object<'a>(&'a [Column], &'a [Value]);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (column, value) in self.0.iter().zip(self.1) {
            map.serialize_entry(column.name, value)?;
        }
        map.end()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let objects: Vec<_> = self.rows.iter().map(|row| Object(&self.columns, row)).collect();
        match objects.first() {
            Some(object) if self.is_single => object.serialize(serializer),
            _ => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("rows", &objects)?;
                map.end()
            }
        }
    }
}
