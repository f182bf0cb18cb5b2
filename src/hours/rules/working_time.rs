//! Working time held against the law's limits: what one is reminded of, and never stopped by.
//!
//! Source: arbeidsmiljøloven §§ 10-4 (nine hours a day, forty a week), 10-8 (eleven hours' rest in
//! twenty-four, thirty-five in a week), 10-9 (breaks), read 2026-11-22. The limits are dated rows.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::base::{ClockTime, Meant, UtcTime};

/// The limits from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WorkingTimeRule {
    pub(crate) valid_from: NaiveDate,
    pub(crate) day_minutes: i32,
    pub(crate) week_minutes: i32,
    pub(crate) daily_rest_minutes: i32,
    pub(crate) weekly_rest_minutes: i32,
    /// A day this long, breaks included, calls for the break.
    pub(crate) break_from_minutes: i32,
    pub(crate) break_minutes: i32,
}

/// A piece of work as it lies in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hours) struct Span {
    /// The day it is written on.
    pub(in crate::hours) date: NaiveDate,
    pub(in crate::hours) from: UtcTime,
    pub(in crate::hours) to: UtcTime,
    pub(in crate::hours) worked_minutes: i64,
    pub(in crate::hours) break_minutes: i64,
}

/// What was passed, by how many minutes it came to and how many the limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::hours) enum Warned {
    LongDay {
        date: NaiveDate,
        minutes: i64,
        limit: i64,
    },
    /// A long day with too short a break.
    BreakDue {
        date: NaiveDate,
        minutes: i64,
        limit: i64,
    },
    /// The longest rest in the twenty-four hours before the work of this date ended it.
    ShortRest {
        date: NaiveDate,
        minutes: i64,
        limit: i64,
    },
    LongWeek {
        minutes: i64,
        limit: i64,
    },
    /// The longest rest between the week's midnights.
    ShortWeeklyRest {
        minutes: i64,
        limit: i64,
    },
}

/// The rule in force on a day; None before the first.
pub(in crate::hours) fn rule_on(
    rules: &[WorkingTimeRule],
    date: NaiveDate,
) -> Option<&WorkingTimeRule> {
    rules.iter().filter(|rule| rule.valid_from <= date).max_by_key(|rule| rule.valid_from)
}

/// What was passed in the week from `monday`; `spans` are those of it and of some days around it.
pub(in crate::hours) fn warnings(
    rules: &[WorkingTimeRule],
    spans: &[Span],
    monday: NaiveDate,
) -> Vec<Warned> {
    let sunday = monday + Days::new(6);
    let in_week = |date: NaiveDate| (monday..=sunday).contains(&date);
    let mut found = long_days(rules, spans.iter().filter(|span| in_week(span.date)));
    found.extend(short_rests(rules, spans).into_iter().filter(|warned| match warned {
        Warned::ShortRest { date, .. } => in_week(*date),
        _ => false,
    }));
    if let Some(rule) = rule_on(rules, monday) {
        found.extend(week(rule, spans, monday));
    }
    found.sort_by_key(|warned| (warned.date().is_none(), warned.date(), *warned));
    found
}

impl Warned {
    /// The day it is about; None when it is the whole week.
    pub(in crate::hours) const fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::LongDay { date, .. }
            | Self::BreakDue { date, .. }
            | Self::ShortRest { date, .. } => Some(*date),
            Self::LongWeek { .. } | Self::ShortWeeklyRest { .. } => None,
        }
    }
}

fn long_days<'a>(rules: &[WorkingTimeRule], spans: impl Iterator<Item = &'a Span>) -> Vec<Warned> {
    let mut days: BTreeMap<NaiveDate, Vec<&Span>> = BTreeMap::new();
    for span in spans {
        days.entry(span.date).or_default().push(span);
    }
    let mut found = Vec::new();
    for (date, spans) in days {
        let Some(rule) = rule_on(rules, date) else { continue };
        let worked: i64 = spans.iter().map(|span| span.worked_minutes).sum();
        let booked: i64 = spans.iter().map(|span| span.break_minutes).sum();
        let between: i64 = gaps(&stretches(spans.iter().map(|s| (s.from, s.to))))
            .map(|(from, to)| to.minutes_since(from))
            .sum();
        let limit = i64::from(rule.day_minutes);
        if worked > limit {
            found.push(Warned::LongDay { date, minutes: worked, limit });
        }
        let (rest, limit) = (booked + between, i64::from(rule.break_minutes));
        if worked + booked >= i64::from(rule.break_from_minutes) && rest < limit {
            found.push(Warned::BreakDue { date, minutes: rest, limit });
        }
    }
    found
}

type Stretch = (UtcTime, UtcTime);

/// Work that goes on without a gap, in order: a night's two rows are one stretch.
fn stretches(spans: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut sorted: Vec<Stretch> = spans.collect();
    sorted.sort_unstable();
    let mut found: Vec<Stretch> = Vec::new();
    for (from, to) in sorted {
        match found.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => found.push((from, to)),
        }
    }
    found
}

/// The rests between stretches.
fn gaps(stretches: &[Stretch]) -> impl Iterator<Item = Stretch> {
    stretches.iter().zip(stretches.iter().skip(1)).map(|((_, end), (next, _))| (*end, *next))
}

const DAY_SECONDS: i64 = 86_400;

/// The rests too short, by the day whose work ended them.
///
/// Twenty-four hours are counted from the first work. The rest in them is the first that is long
/// enough, or else the longest; the next twenty-four hours begin with the work that ends it.
fn short_rests(rules: &[WorkingTimeRule], spans: &[Span]) -> Vec<Warned> {
    let stretches = stretches(spans.iter().map(|span| (span.from, span.to)));
    let mut found = Vec::new();
    let mut left: &[Stretch] = &stretches;
    while let Some(((begun, _), later)) = left.split_first() {
        let limit = rule_on(rules, begun.oslo_date()).map(|r| i64::from(r.daily_rest_minutes));
        let rest = limit.and_then(|limit| rest_of(left, begun.plus_seconds(DAY_SECONDS), limit));
        let (Some(limit), Some(rest)) = (limit, rest) else {
            left = later;
            continue;
        };
        if let Some(to) = rest.to.filter(|to| to.minutes_since(rest.from) < limit) {
            let minutes = to.minutes_since(rest.from);
            found.push(Warned::ShortRest { date: to.oslo_date(), minutes, limit });
        }
        left = left.get(rest.after..).unwrap_or_default();
    }
    found
}

/// A rest between two stretches, or after the last one.
#[derive(Clone, Copy)]
struct Rest {
    from: UtcTime,
    /// None when no work has ended it.
    to: Option<UtcTime>,
    /// Stretches before it.
    after: usize,
}

/// The rest that counts of those that begin before `until`; None when work fills the time.
fn rest_of(stretches: &[Stretch], until: UtcTime, limit: i64) -> Option<Rest> {
    let nexts = stretches.iter().skip(1).map(|(next, _)| Some(*next)).chain([None]);
    let rests = (1..).zip(stretches.iter().zip(nexts)).map(|(after, ((_, from), to))| Rest {
        from: *from,
        to,
        after,
    });
    let within = |rest: &Rest| rest.to.unwrap_or(until).min(until).minutes_since(rest.from);
    let mut counts: Option<Rest> = None;
    for rest in rests.take_while(|rest| rest.from < until) {
        if counts.is_none_or(|longest| within(&rest) > within(&longest)) {
            counts = Some(rest);
        }
        if within(&rest) >= limit {
            break;
        }
    }
    counts
}

/// The week's sum, and its longest rest between its own midnights.
fn week(rule: &WorkingTimeRule, spans: &[Span], monday: NaiveDate) -> Vec<Warned> {
    let mut found = Vec::new();
    let sunday = monday + Days::new(6);
    let of_week = spans.iter().filter(|span| (monday..=sunday).contains(&span.date));
    let minutes: i64 = of_week.map(|span| span.worked_minutes).sum();
    let limit = i64::from(rule.week_minutes);
    if minutes > limit {
        found.push(Warned::LongWeek { minutes, limit });
    }
    let edge = |date| UtcTime::of_oslo(date, ClockTime::of_hour(0), Meant::First);
    let (Some(first), Some(last)) = (edge(monday), edge(sunday + Days::new(1))) else {
        return found;
    };
    let within = spans.iter().map(|span| (span.from.max(first), span.to.min(last)));
    let worked = within.filter(|(from, to)| from < to);
    // The midnights themselves are stretches of no length, so that the rests at the edges count.
    let edges = [(first, first), (last, last)];
    let longest = gaps(&stretches(worked.chain(edges)))
        .map(|(from, to)| to.minutes_since(from))
        .max()
        .unwrap_or(0);
    let limit = i64::from(rule.weekly_rest_minutes);
    if longest < limit {
        found.push(Warned::ShortWeeklyRest { minutes: longest, limit });
    }
    found
}
