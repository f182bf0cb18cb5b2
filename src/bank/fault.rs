//! Why a file from the bank is not taken in, and at which line.

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It is no OCR giro file.
    NotOcr,
    /// It is neither.
    NotOurs,
    /// It is no camt.054 file: what it is instead, when that can be told.
    NotCamt(String),
    /// It holds nothing.
    Empty,
    /// The file ends before it is finished.
    Cut,
    /// A record has another length than 80: its length.
    Length(usize),
    /// A record that is unknown or stands in the wrong place.
    OutOfPlace(String),
    /// What stands in a field cannot be read: the field's name and what stands there.
    Field(&'static str, String),
    /// What is counted, what the file says, what there is.
    Count(&'static str, u64, u64),
    /// What is summed, what the file says in øre, what there is.
    Sum(&'static str, i64, i64),
    /// The account that the file is of.
    Account(String),
    /// The currency of an amount.
    Currency(String),
    /// A day after today.
    InFuture(String),
    /// A KID whose last digit does not fit the others.
    Kid(String),
    /// A document type or an entity: it could name other files.
    Doctype,
    TooDeep,
    /// More text in one place than a bank writes.
    TooLong,
    /// It is no whole XML: the reader's own words.
    Xml(String),
    /// The letters are not UTF-8.
    Letters,
    /// The file could not be read from the disk: the system's own words.
    Unreadable(String),
    /// The file became another while it was read.
    Changed,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Counts from 1; 0 for the file as a whole.
    pub(crate) line: u64,
    pub(crate) wrong: Wrong,
}

impl Fault {
    pub(super) const fn at(line: u64, wrong: Wrong) -> Self {
        Self { line, wrong }
    }
}
