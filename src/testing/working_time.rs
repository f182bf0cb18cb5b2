//! The text cases of `tests/arbeidstid`: a week's hours as anyone writes them, and what one is warned
//! of.
//!
//! ```text
//! regel fra 01.01.2000: dag 9:00, uke 40:00, døgnhvile 11:00, ukehvile 35:00, pause 30 ved 8:00
//! uke fra 16.03.2026
//! 16.03.2026 07:00-17:30 pause 30
//! ```
//!
//! The answer is a line each, `16.03.2026: 10 t på en dag, grensen er 9 t`, or `ingen`.

use chrono::NaiveDate;

use super::Failure;
use crate::base::{ClockTime, Minutes};
use crate::hours::{self, WorkingTimeRule};

/// The warnings of a week, a line each.
///
/// # Errors
/// When the week cannot be read, or a piece of it would be refused: then in the refusal's words.
pub fn warnings_of(week: &str) -> Result<String, Failure> {
    let (mut rules, mut pieces, mut monday) = (Vec::new(), Vec::new(), None);
    let plain = |line: &&str| !line.is_empty() && !line.starts_with('#');
    for line in week.lines().map(str::trim).filter(plain) {
        if let Some(rule) = line.strip_prefix("regel fra ") {
            rules.push(rule_of(rule)?);
        } else if let Some(first) = line.strip_prefix("uke fra ") {
            monday = Some(day(first)?);
        } else {
            pieces.push(piece_of(line)?);
        }
    }
    let monday = monday.ok_or("no line says which week")?;
    let warnings =
        hours::warnings_among(&rules, &pieces, monday).map_err(|refusal| refusal.detail)?;
    let told: Vec<String> = warnings
        .iter()
        .map(|warning| match warning.date {
            Some(date) => format!("{}: {}", date.format("%d.%m.%Y"), warning.brief),
            None => format!("uka: {}", warning.brief),
        })
        .collect();
    let told = if told.is_empty() { "ingen".to_owned() } else { told.join("\n") };
    Ok(told.replace('\u{a0}', " "))
}

/// `01.01.2000: dag 9:00, uke 40:00, døgnhvile 11:00, ukehvile 35:00, pause 30 ved 8:00`
fn rule_of(line: &str) -> Result<WorkingTimeRule, Failure> {
    let (from, limits) = line.split_once(':').ok_or("a rule begins with its day")?;
    let words: Vec<&str> = limits.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [
            "dag",
            of_day,
            "uke",
            of_week,
            "døgnhvile",
            daily,
            "ukehvile",
            weekly,
            "pause",
            rest,
            "ved",
            long,
        ] => Ok(WorkingTimeRule {
            valid_from: day(from)?,
            day_minutes: minutes(of_day)?,
            week_minutes: minutes(of_week)?,
            daily_rest_minutes: minutes(daily)?,
            weekly_rest_minutes: minutes(weekly)?,
            break_from_minutes: minutes(long)?,
            break_minutes: rest.parse()?,
        }),
        other => Err(format!("no rule: {other:?}").into()),
    }
}

/// `16.03.2026 07:00-17:30 pause 30`, or without a break.
fn piece_of(line: &str) -> Result<(NaiveDate, ClockTime, ClockTime, Minutes), Failure> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (date, times, rest) = match words.as_slice() {
        [date, times] => (date, times, "0"),
        [date, times, "pause", rest] => (date, times, *rest),
        other => return Err(format!("no piece of a day: {other:?}").into()),
    };
    let (start, end) = times.split_once('-').ok_or("a piece has a start and an end")?;
    let clock = |text: &str| ClockTime::parse(text).ok_or(format!("no time of day: {text}"));
    Ok((day(date)?, clock(start)?, clock(end)?, Minutes::new(rest.parse()?)))
}

/// `16.03.2026`
fn day(text: &str) -> Result<NaiveDate, Failure> {
    Ok(NaiveDate::parse_from_str(text.trim(), "%d.%m.%Y")?)
}

/// `37:30` as minutes.
fn minutes(text: &str) -> Result<i32, Failure> {
    let (hours, minutes) = text.split_once(':').ok_or("hours and minutes have a colon between")?;
    Ok(hours.parse::<i32>()? * 60 + minutes.parse::<i32>()?)
}
