//! Working-time warnings of a resident's week: reckoned when they are shown, never kept, and never
//! in anyone's way.

use chrono::{Days, NaiveDate};

use super::model::Logged;
use super::rules::{self, RuleError, Span, Warned, WorkingTimeRule};
use super::{store, words};
use crate::base::{ClockTime, Minutes, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppResult, Refusal};

/// Days around the week whose work a rest may lie between.
const AROUND: Days = Days::new(7);

/// A word about a day, or about the whole week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Warning {
    /// None when it is about the week.
    pub(crate) date: Option<NaiveDate>,
    /// To the one it is about.
    pub(crate) words: String,
    /// To the work leader: shorter, and of nobody by name.
    pub(crate) brief: String,
}

impl From<Warned> for Warning {
    fn from(warned: Warned) -> Self {
        let (words, brief) = words::warning_words(warned);
        Self { date: warned.date(), words, brief }
    }
}

/// What was passed in a resident's week from `monday`, by the rules in force then.
///
/// # Errors
/// The database's.
pub(crate) fn warnings_for(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    monday: NaiveDate,
    _now: UtcTime,
) -> AppResult<Vec<Warning>> {
    let rules = store::working_time_rules(conn)?;
    let (from, to) = (monday - AROUND, monday + Days::new(6) + AROUND);
    let spans = spans_of(&store::of_resident(conn, resident_id, from, to)?);
    Ok(rules::warnings(&rules, &spans, monday).into_iter().map(Warning::from).collect())
}

/// Where pieces that stand lie in time.
fn spans_of(logged: &[Logged]) -> Vec<Span> {
    let span = |logged: &Logged| {
        let entry = &logged.entry;
        let (from, to) =
            rules::instants(entry.entry_date, entry.start_minute, entry.end_minute).ok()?;
        Some(Span {
            date: entry.entry_date,
            from,
            to,
            worked_minutes: i64::from(entry.worked_minutes.get()),
            break_minutes: i64::from(entry.break_minutes.get()),
        })
    };
    logged.iter().filter_map(span).collect()
}

/// A piece of a day: its date, start, end and break.
pub(crate) type Piece = (NaiveDate, ClockTime, ClockTime, Minutes);

/// What was passed in the week from `monday`, by these rules and among these pieces.
///
/// # Errors
/// As a day that is logged, when a piece is none.
pub(crate) fn warnings_among(
    rules: &[WorkingTimeRule],
    pieces: &[Piece],
    monday: NaiveDate,
) -> Result<Vec<Warning>, Refusal> {
    let span = |(date, start, end, rest): &Piece| -> Result<Span, RuleError> {
        let worked = rules::worked_minutes(*date, *start, *end, *rest)?;
        let (from, to) = rules::instants(*date, *start, *end)?;
        let (worked_minutes, break_minutes) = (i64::from(worked.get()), i64::from(rest.get()));
        Ok(Span { date: *date, from, to, worked_minutes, break_minutes })
    };
    let spans: Vec<Span> = pieces.iter().map(span).collect::<Result<_, _>>()?;
    Ok(rules::warnings(rules, &spans, monday).into_iter().map(Warning::from).collect())
}
