//! The two nights when the clock is set: minutes are those that went by, whatever the clock says.

use chrono::NaiveDate;

use super::RuleError;
use crate::base::{ClockTime, Meant, Minutes, UtcTime};

/// A piece of one day as the clock shows it, and the minutes that really went by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hours) struct Stamped {
    pub(in crate::hours) date: NaiveDate,
    pub(in crate::hours) start: ClockTime,
    pub(in crate::hours) end: ClockTime,
    pub(in crate::hours) minutes: Minutes,
}

/// From when to when a piece lasted. A time shown twice is the first as a start, the last as an end.
///
/// # Refuses
/// A start or an end that the clock skipped that night.
pub(in crate::hours) fn instants(
    date: NaiveDate,
    start: ClockTime,
    end: ClockTime,
) -> Result<(UtcTime, UtcTime), RuleError> {
    let begun = UtcTime::of_oslo(date, start, Meant::First);
    let ended = UtcTime::of_oslo(date, end, Meant::Last);
    match (begun, ended) {
        (None, _) => Err(RuleError::StartSkipped),
        (_, None) => Err(RuleError::EndSkipped),
        (Some(begun), Some(ended)) => Ok((begun, ended)),
    }
}

/// Minutes that went by between two times of a day.
///
/// # Refuses
/// As [`instants`].
pub(super) fn elapsed(date: NaiveDate, start: ClockTime, end: ClockTime) -> Result<i32, RuleError> {
    let (begun, ended) = instants(date, start, end)?;
    Ok(minutes(begun, ended).get())
}

fn minutes(from: UtcTime, to: UtcTime) -> Minutes {
    Minutes::new(i32::try_from(to.minutes_since(from)).unwrap_or(i32::MAX))
}

/// The pieces between two instants, a day each, in whole minutes; none for less than a minute.
///
/// When the clock is set back within a piece that would then end before it begins, the piece is
/// split where the clock is set.
pub(in crate::hours) fn pieces(from: UtcTime, to: UtcTime) -> Vec<Stamped> {
    let (mut from, to) = (from.whole_minute(), to.whole_minute());
    let mut found = Vec::new();
    while from < to {
        let date = from.oslo_date();
        let midnight = UtcTime::of_oslo(date, ClockTime::MIDNIGHT, Meant::First).unwrap_or(to);
        let until = midnight.min(to);
        let end = if until == midnight { ClockTime::MIDNIGHT } else { until.oslo_clock() };
        let start = from.oslo_clock();
        let set_back = UtcTime::of_oslo(date, BACK_TO, Meant::Last).filter(|_| end <= start);
        if let Some(at) = set_back {
            found.push(Stamped { date, start, end: BACK_FROM, minutes: minutes(from, at) });
            found.push(Stamped { date, start: BACK_TO, end, minutes: minutes(at, until) });
        } else {
            found.push(Stamped { date, start, end, minutes: minutes(from, until) });
        }
        from = until;
    }
    found.retain(|piece| piece.minutes.get() > 0);
    found
}

/// The clock is set back from 03:00 to 02:00.
///
/// Source: forskrift om sommertid § 1, read 2026-11-22: at 01:00 UTC, in all of Europe at once.
const BACK_FROM: ClockTime = ClockTime::of_hour(3);
const BACK_TO: ClockTime = ClockTime::of_hour(2);

/// Where the break is taken from: the longest of the pieces.
///
/// # Refuses
/// A break that leaves nothing of it.
pub(in crate::hours) fn with_break(
    pieces: &[Stamped],
    break_minutes: i32,
) -> Result<Vec<(Stamped, Minutes)>, RuleError> {
    let longest = pieces
        .iter()
        .enumerate()
        .max_by_key(|(place, piece)| (piece.minutes, std::cmp::Reverse(*place)));
    let Some((at, longest)) = longest else { return Ok(Vec::new()) };
    if break_minutes < 0 || break_minutes >= longest.minutes.get() {
        return Err(RuleError::BreakTooLong);
    }
    let rest = |place| Minutes::new(if place == at { break_minutes } else { 0 });
    Ok(pieces.iter().enumerate().map(|(place, piece)| (*piece, rest(place))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> ClockTime {
        ClockTime::parse(text).unwrap()
    }

    fn utc(text: &str) -> UtcTime {
        let at: chrono::NaiveDateTime = text.parse().unwrap();
        UtcTime::new(at.and_utc())
    }

    #[test]
    fn minutes_are_those_that_went_by() {
        let table = [
            ("2026-03-28", "22:00", "24:00", Ok(120)),
            ("2026-03-29", "00:00", "06:00", Ok(300)), // the clock goes from 02:00 to 03:00
            ("2026-03-29", "00:00", "02:00", Err(RuleError::EndSkipped)),
            ("2026-03-29", "01:30", "03:00", Ok(30)),
            ("2026-03-29", "02:30", "06:00", Err(RuleError::StartSkipped)),
            ("2026-03-29", "01:00", "02:59", Err(RuleError::EndSkipped)),
            ("2026-03-29", "03:00", "24:00", Ok(1260)),
            ("2026-03-29", "00:00", "24:00", Ok(1380)),
            ("2026-10-25", "00:00", "06:00", Ok(420)), // the clock goes from 03:00 to 02:00
            ("2026-10-25", "01:00", "02:30", Ok(150)),
            ("2026-10-25", "02:00", "03:00", Ok(120)),
            ("2026-10-25", "02:30", "02:45", Ok(75)),
            ("2026-10-25", "03:00", "06:00", Ok(180)),
            ("2026-10-25", "00:00", "24:00", Ok(1500)),
            ("2026-12-31", "22:00", "24:00", Ok(120)),
            ("2027-01-01", "00:00", "06:00", Ok(360)),
        ];
        for (date, start, end, expected) in table {
            assert_eq!(elapsed(day(date), at(start), at(end)), expected, "{date} {start} {end}");
        }
    }

    /// `2026-03-28 22:00-24:00 120`
    fn told(from: &str, to: &str) -> Vec<String> {
        let one = |p: &Stamped| format!("{} {}-{} {}", p.date, p.start, p.end, p.minutes.get());
        pieces(utc(from), utc(to)).iter().map(one).collect()
    }

    #[test]
    fn a_stamp_is_split_at_midnight_and_where_the_clock_is_set_back() {
        assert_eq!(
            told("2026-03-16T07:00:59", "2026-03-16T07:01:00"),
            ["2026-03-16 08:00-08:01 1"]
        );
        assert!(told("2026-03-16T07:00:00", "2026-03-16T07:00:59").is_empty());
        let spring = told("2026-03-28T21:00:00", "2026-03-29T04:00:00");
        assert_eq!(spring, ["2026-03-28 22:00-24:00 120", "2026-03-29 00:00-06:00 300"]);
        let autumn = told("2026-10-24T20:00:00", "2026-10-25T05:00:00");
        assert_eq!(autumn, ["2026-10-24 22:00-24:00 120", "2026-10-25 00:00-06:00 420"]);
        let year = told("2026-12-31T21:00:00", "2027-01-01T05:00:00");
        assert_eq!(year, ["2026-12-31 22:00-24:00 120", "2027-01-01 00:00-06:00 360"]);
        let to_midnight = told("2026-12-31T21:00:00", "2026-12-31T23:00:00");
        assert_eq!(to_midnight, ["2026-12-31 22:00-24:00 120"]);
        // 02:50 the first time to 02:10 the second: twenty minutes, and the clock went backwards.
        let back = told("2026-10-25T00:50:00", "2026-10-25T01:10:00");
        assert_eq!(back, ["2026-10-25 02:50-03:00 10", "2026-10-25 02:00-02:10 10"]);
        assert_eq!(
            told("2026-10-25T00:30:00", "2026-10-25T01:00:00"),
            ["2026-10-25 02:30-03:00 30"]
        );
        // 02:30 the second time: an hour less than the form would make of it.
        assert_eq!(
            told("2026-10-25T01:30:00", "2026-10-25T02:30:00"),
            ["2026-10-25 02:30-03:30 60"]
        );
    }

    #[test]
    fn the_break_is_taken_from_the_longest_piece() {
        let night = pieces(utc("2026-03-16T21:00:00"), utc("2026-03-17T05:00:00"));
        let rests = |minutes| {
            with_break(&night, minutes)
                .map(|p| p.iter().map(|(_, rest)| rest.get()).collect::<Vec<_>>())
        };
        assert_eq!(rests(30), Ok(vec![0, 30]));
        assert_eq!(rests(359), Ok(vec![0, 359]));
        assert_eq!(rests(360), Err(RuleError::BreakTooLong));
        assert_eq!(rests(-1), Err(RuleError::BreakTooLong));
    }
}
