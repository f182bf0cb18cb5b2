//! Which dates are open. Pure.

use chrono::{Datelike, NaiveDate};

use crate::base::VatTerm;

/// Nothing is posted before this year; an earlier one is a slip of the hand.
const FIRST_YEAR: i32 = 1970;

/// Is the date before any that the books take?
pub(crate) fn is_too_old(date: NaiveDate) -> bool {
    date.year() < FIRST_YEAR
}

/// Why a term cannot be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotClosable {
    /// No term of a year: only 1 to 6 are.
    NoTerm,
    /// Its last day is today or later.
    NotEnded(VatTerm),
}

/// May the term be closed today? Every term may whose last day has passed, in any order.
///
/// Source: skatteforvaltningsforskriften § 8-3-1 (terms); bokføringsloven § 7 (up to date by then).
pub(crate) fn may_close(term: VatTerm, today: NaiveDate) -> Result<(), NotClosable> {
    if !(1..=6).contains(&term.term) {
        return Err(NotClosable::NoTerm);
    }
    if term.last_month().last_day() >= today {
        return Err(NotClosable::NotEnded(term));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_posted_before_1970() {
        for (day, answer) in [("0025-11-21", true), ("1969-12-31", true), ("1970-01-01", false)] {
            assert_eq!(is_too_old(day.parse().unwrap()), answer, "{day}");
        }
    }

    #[test]
    fn a_term_is_closed_when_its_last_day_has_passed() {
        let today = "2026-05-01".parse().unwrap();
        for (year, term, answer) in [
            (2026, 2, Ok(())),
            (2025, 6, Ok(())),
            (2026, 3, Err(NotClosable::NotEnded(VatTerm { year: 2026, term: 3 }))),
            (2026, 7, Err(NotClosable::NoTerm)),
            (2026, 0, Err(NotClosable::NoTerm)),
        ] {
            assert_eq!(may_close(VatTerm { year, term }, today), answer, "{year}-{term}");
        }
        let last_day = "2026-04-30".parse().unwrap();
        assert!(may_close(VatTerm { year: 2026, term: 2 }, last_day).is_err());
    }
}
