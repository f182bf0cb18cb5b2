//! Dates are Oslo's; instants are UTC; work is whole minutes. The three never mix.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::Oslo;
use diesel::sql_types::{Integer, Timestamp};
use serde::{Serialize, Serializer};

/// A date as a form sends it, of a year that both databases keep; None when it is none.
pub(crate) fn read_date(text: &str) -> Option<NaiveDate> {
    let date: NaiveDate = text.trim().parse().ok()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}

/// An instant, in UTC. As JSON, RFC 3339.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Timestamp)]
pub(crate) struct UtcTime(NaiveDateTime);

as_column!(UtcTime, NaiveDateTime, Timestamp);

impl UtcTime {
    pub(crate) fn new(at: DateTime<Utc>) -> Self {
        Self(at.naive_utc())
    }

    /// The date in Oslo at this instant.
    pub(crate) fn oslo_date(self) -> NaiveDate {
        self.0.and_utc().with_timezone(&Oslo).date_naive()
    }

    /// `21.11.2026 kl. 14.05`, Oslo's clock.
    pub(crate) fn oslo_text(self) -> String {
        self.0.and_utc().with_timezone(&Oslo).format("%d.%m.%Y kl. %H.%M").to_string()
    }

    /// Minutes since Oslo's midnight, 0 to 1439.
    pub(crate) fn oslo_minute(self) -> u32 {
        use chrono::Timelike;
        let local = self.0.and_utc().with_timezone(&Oslo);
        local.hour() * 60 + local.minute()
    }

    /// The minute that Oslo's clock shows at this instant.
    pub(crate) fn oslo_clock(self) -> ClockTime {
        ClockTime(i32::try_from(self.oslo_minute()).unwrap_or_default())
    }

    /// The instant at which Oslo's clock shows a time on a date; None when the clock skips it.
    pub(crate) fn of_oslo(date: NaiveDate, time: ClockTime, meant: Meant) -> Option<Self> {
        use chrono::TimeZone;
        let since_midnight = chrono::TimeDelta::minutes(i64::from(time.minute()));
        let local = date.and_time(chrono::NaiveTime::MIN).checked_add_signed(since_midnight)?;
        let shown = Oslo.from_local_datetime(&local);
        let at = match meant {
            Meant::First => shown.earliest(),
            Meant::Last => shown.latest(),
        };
        at.map(|at| Self(at.naive_utc()))
    }

    /// The beginning of the minute that it is in.
    pub(crate) fn whole_minute(self) -> Self {
        self.plus_seconds(-self.unix_seconds().rem_euclid(60))
    }

    /// Whole minutes from an earlier instant to this one.
    pub(crate) const fn minutes_since(self, earlier: Self) -> i64 {
        (self.unix_seconds() - earlier.unix_seconds()).div_euclid(60)
    }

    pub(crate) fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + chrono::TimeDelta::seconds(seconds))
    }

    /// Whole seconds since the Unix epoch.
    pub(crate) const fn unix_seconds(self) -> i64 {
        self.0.and_utc().timestamp()
    }

    pub(crate) fn rfc3339(self) -> String {
        self.0.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// Which instant is meant by a time that Oslo's clock shows twice, the night it is set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    First,
    Last,
}

impl Serialize for UtcTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

/// A calendar month as the number 202601, in columns too.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Integer)]
pub(crate) struct Month(i32);

as_column!(Month, i32, Integer);

const MONTH_NAMES: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

impl Month {
    pub(crate) fn of(date: NaiveDate) -> Self {
        let month = i32::try_from(date.month()).unwrap_or_default();
        Self(date.year() * 100 + month)
    }

    /// Reads `2026-01`; None for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() != 7 {
            return None;
        }
        NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok().map(Self::of)
    }

    pub(crate) const fn year(self) -> i32 {
        self.0.div_euclid(100)
    }

    /// 1 to 12.
    pub(crate) const fn number(self) -> i32 {
        self.0.rem_euclid(100)
    }

    pub(crate) fn first_day(self) -> NaiveDate {
        let number = u32::try_from(self.number()).unwrap_or(1);
        NaiveDate::from_ymd_opt(self.year(), number, 1).unwrap_or(NaiveDate::MIN)
    }

    pub(crate) fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }

    pub(crate) const fn next(self) -> Self {
        if self.number() == 12 { Self((self.year() + 1) * 100 + 1) } else { Self(self.0 + 1) }
    }

    pub(crate) const fn previous(self) -> Self {
        if self.number() == 1 { Self((self.year() - 1) * 100 + 12) } else { Self(self.0 - 1) }
    }

    pub(crate) const fn year_before(self) -> Self {
        Self(self.0 - 100)
    }

    /// Every month from this one to `last`, both included; empty when `last` is earlier.
    pub(crate) fn through(self, last: Self) -> Vec<Self> {
        std::iter::successors(Some(self), |m| Some(m.next())).take_while(|m| *m <= last).collect()
    }

    /// `januar 2026`.
    pub(crate) fn words(self) -> String {
        let name = usize::try_from(self.number() - 1).ok().and_then(|i| MONTH_NAMES.get(i));
        format!("{} {}", name.unwrap_or(&"?"), self.year())
    }
}

/// `2026-01`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One of the six two-month VAT terms of a year.
///
/// Source: skatteforvaltningsforskriften § 8-3-1: term = ceil(month ÷ 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) struct VatTerm {
    pub(crate) year: i32,
    /// 1 to 6.
    pub(crate) term: i32,
}

impl VatTerm {
    pub(crate) fn of(date: NaiveDate) -> Self {
        Self::of_month(Month::of(date))
    }

    pub(crate) const fn of_month(month: Month) -> Self {
        Self { year: month.year(), term: (month.number() + 1).div_euclid(2) }
    }

    pub(crate) const fn first_month(self) -> Month {
        Month(self.year * 100 + self.term * 2 - 1)
    }

    pub(crate) const fn last_month(self) -> Month {
        Month(self.year * 100 + self.term * 2)
    }
}

/// A length of work in whole minutes, never decimal hours.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Integer)]
#[serde(transparent)]
pub(crate) struct Minutes(i32);

as_column!(Minutes, i32, Integer);

impl Minutes {
    pub(crate) const fn new(minutes: i32) -> Self {
        Self(minutes)
    }

    pub(crate) const fn get(self) -> i32 {
        self.0
    }

    /// `7 t 30 min` of any number of minutes.
    pub(crate) fn words(minutes: i64) -> String {
        let (hours, rest) = (minutes.div_euclid(60), minutes.rem_euclid(60));
        match (hours, rest) {
            (0, rest) => format!("{rest}\u{a0}min"),
            (hours, 0) => format!("{hours}\u{a0}t"),
            (hours, rest) => format!("{hours}\u{a0}t {rest}\u{a0}min"),
        }
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::words(i64::from(self.0)))
    }
}

/// A time of day in minutes since midnight, 0 to 1440; 1440 is written `24:00`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Integer)]
pub(crate) struct ClockTime(i32);

as_column!(ClockTime, i32, Integer);

impl ClockTime {
    /// Reads `08:00`, `8.00` or `24:00`; None for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().replace('.', ":");
        let (hours, minutes) = plain.split_once(':')?;
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !matches!(hours.len(), 1 | 2) || minutes.len() != 2 {
            return None;
        }
        if !is_number(hours) || !is_number(minutes) {
            return None;
        }
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        let total = hours * 60 + minutes;
        (minutes < 60 && total <= 1440).then_some(Self(total))
    }

    pub(crate) const fn minute(self) -> i32 {
        self.0
    }

    /// A whole hour of the day.
    pub(crate) const fn of_hour(hour: i32) -> Self {
        Self(hour * 60)
    }

    /// Midnight at the day's end, `24:00`.
    pub(crate) const MIDNIGHT: Self = Self(1440);
}

/// `08:00`.
impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.div_euclid(60), self.0.rem_euclid(60))
    }
}

impl Serialize for ClockTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_date_is_oslos_in_summer_and_in_winter() {
        let at = |text: &str| UtcTime(text.parse().unwrap()).oslo_date();
        assert_eq!(at("2026-06-30T22:30:00"), day("2026-07-01"));
        assert_eq!(at("2026-12-31T22:30:00"), day("2026-12-31"));
        assert_eq!(at("2026-12-31T23:00:00"), day("2027-01-01"));
    }

    #[test]
    fn months_follow_one_another_over_the_year() {
        let december = Month::parse("2025-12").unwrap();
        assert_eq!(december.next().to_string(), "2026-01");
        assert_eq!(december.last_day(), day("2025-12-31"));
        assert_eq!(Month::parse("2026-03").unwrap().previous().last_day(), day("2026-02-28"));
        assert_eq!(Month::parse("2025-11").unwrap().through(december.next()).len(), 3);
        assert_eq!(Month::parse("2025-13"), None);
    }

    #[test]
    fn a_vat_term_is_two_months() {
        assert_eq!(VatTerm::of(day("2026-02-28")).term, 1);
        assert_eq!(VatTerm::of(day("2026-03-01")).term, 2);
        assert_eq!(VatTerm::of(day("2026-12-31")).first_month().to_string(), "2026-11");
    }

    #[test]
    fn a_clock_time_ends_at_midnight() {
        assert_eq!(ClockTime::parse("24:00").map(ClockTime::minute), Some(1440));
        assert_eq!(ClockTime::parse("8.05").map(|t| t.to_string()).as_deref(), Some("08:05"));
        for text in ["24:01", "8:5", "08:60", "-1:00", "0800", "", "a:bc"] {
            assert_eq!(ClockTime::parse(text), None, "{text}");
        }
    }
}
