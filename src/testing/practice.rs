//! The text cases of `tests/praksis`: hours by month as anyone writes them, and the months they make.
//!
//! ```text
//! regel: hel måned 145:00, full fra 80 %, minst 2 på rad, 50 % nyere enn 10 år, høyst 12 i året
//! dag 16.03.2026
//! 01.2025: 145:00
//! ```
//!
//! The answer is `teller: 2,000 måneder` and `timer: 290:00`; then, where there are such, the months
//! that stand alone and what is too old.

use chrono::NaiveDate;

use super::Failure;
use crate::base::Month;
use crate::qualifications::{self, RouteKind, RouteRule};

/// What hours make, a line each.
///
/// # Errors
/// When the case cannot be read.
pub fn practice_of(case: &str) -> Result<String, Failure> {
    let (mut rule, mut day, mut worked) = (None, None, Vec::new());
    let plain = |line: &&str| !line.is_empty() && !line.starts_with('#');
    for line in case.lines().map(str::trim).filter(plain) {
        if let Some(words) = line.strip_prefix("regel: ") {
            rule = Some(rule_of(words)?);
        } else if let Some(text) = line.strip_prefix("dag ") {
            day = Some(NaiveDate::parse_from_str(text, "%d.%m.%Y")?);
        } else {
            worked.push(row_of(line)?);
        }
    }
    let rule = rule.ok_or("no line says the rule")?;
    let count = qualifications::count(&rule, &worked, day.ok_or("no line says the day")?);
    let mut told = vec![
        format!("teller: {}", thousandths(count.milli)),
        format!("timer: {}:{:02}", count.minutes.div_euclid(60), count.minutes.rem_euclid(60)),
    ];
    let alone = count.months.iter().filter(|one| one.is_alone);
    let alone: Vec<String> =
        alone.map(|one| format!("{:02}.{}", one.month.number(), one.month.year())).collect();
    if !alone.is_empty() {
        told.push(format!("står alene: {}", alone.join(", ")));
    }
    if count.too_old_milli > 0 {
        told.push(format!("for gammelt: {}", thousandths(count.too_old_milli)));
    }
    Ok(told.join("\n"))
}

fn thousandths(milli: i64) -> String {
    format!("{},{:03} måneder", milli.div_euclid(1000), milli.rem_euclid(1000))
}

/// `hel måned 145:00, full fra 80 %, minst 2 på rad, 50 % nyere enn 10 år, høyst 12 i året`
fn rule_of(line: &str) -> Result<RouteRule, Failure> {
    let words: Vec<&str> = line.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [
            "hel",
            "måned",
            full,
            "full",
            "fra",
            from,
            "%",
            "minst",
            stretch,
            "på",
            "rad",
            part,
            "%",
            "nyere",
            "enn",
            years,
            "år",
            "høyst",
            most,
            "i",
            "året",
        ] => Ok(RouteRule {
            kind: RouteKind::PracticeCandidate,
            valid_from: NaiveDate::default(),
            months_needed: 60,
            minutes_needed: 0,
            full_month_minutes: i32::try_from(minutes(full)?)?,
            full_from_bp: from.parse::<i32>()? * 100,
            stretch_months: stretch.parse()?,
            recent_years: years.parse()?,
            recent_part_bp: part.parse::<i32>()? * 100,
            year_months_max: most.parse()?,
            needs_wage: false,
            from_start: false,
            source: String::new(),
        }),
        other => Err(format!("no rule: {other:?}").into()),
    }
}

/// `01.2025: 145:00`, below nothing for what was put right.
fn row_of(line: &str) -> Result<(Month, i64), Failure> {
    let (month, time) = line.split_once(": ").ok_or("a row has a month and hours")?;
    let (number, year) = month.split_once('.').ok_or("a month is written 01.2025")?;
    let month = Month::parse(&format!("{year}-{number}")).ok_or("no month")?;
    Ok((month, minutes(time)?))
}

/// `37:30` as minutes.
fn minutes(text: &str) -> Result<i64, Failure> {
    let (hours, minutes) = text.split_once(':').ok_or("hours and minutes have a colon between")?;
    let (hours, minutes): (i64, i64) = (hours.parse()?, minutes.parse()?);
    Ok(if text.starts_with('-') { hours * 60 - minutes } else { hours * 60 + minutes })
}
