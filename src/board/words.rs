//! The board in words.

use chrono::{Datelike, NaiveDate};

use crate::base::UtcTime;

const WEEKDAYS: [&str; 7] =
    ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];

/// `i dag`, `skulle vært levert 14.03.`, or `torsdag 19.03.`
pub(super) fn day_words(day: NaiveDate, today: NaiveDate) -> String {
    let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    match day.cmp(&today) {
        std::cmp::Ordering::Less => format!("skulle vært levert {}", day.format("%d.%m.")),
        std::cmp::Ordering::Equal => "i dag".to_owned(),
        std::cmp::Ordering::Greater => {
            let name = WEEKDAYS.get(weekday).copied().unwrap_or_default();
            format!("{name} {}", day.format("%d.%m."))
        }
    }
}

/// `inne siden 08.02`, and with the day when that was not today.
pub(super) fn since_words(since: UtcTime, now: UtcTime) -> String {
    let minute = since.oslo_minute();
    let (hours, minutes) = (minute.div_euclid(60), minute.rem_euclid(60));
    let day = since.oslo_date();
    if day == now.oslo_date() {
        format!("inne siden {hours:02}.{minutes:02}")
    } else {
        format!("har ikke trykket ut siden {} kl. {hours:02}.{minutes:02}", day.format("%d.%m."))
    }
}

/// An order's number, or that it is the daily work.
pub(super) fn job_words(number: &str) -> String {
    if number.is_empty() { "daglig arbeid".to_owned() } else { number.to_owned() }
}
