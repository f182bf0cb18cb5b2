//! How often something that is sent is tried, and when it is given up.

use super::UtcTime;

/// Tries, at most; with the waits between them a little more than a day.
pub(crate) const TRIES_MAX: i32 = 12;
/// Days after which something to be told is no news.
pub(crate) const NEWS_DAYS: i64 = 3;

/// Seconds after the try that follows `attempts` others: a minute, then twice as long each time, six
/// hours at most.
pub(crate) fn wait_seconds(attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts.clamp(0, 9)).unwrap_or_default();
    (60 * 2_i64.pow(doublings)).min(21_600)
}

/// Is something of `since` that has been tried so often not tried any more?
pub(crate) fn is_given_up(attempts: i32, since: UtcTime, now: UtcTime) -> bool {
    attempts >= TRIES_MAX || since < now.plus_seconds(-NEWS_DAYS * 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_double_up_to_six_hours() {
        assert_eq!([0, 1, 5, 9, 40].map(wait_seconds), [60, 120, 1_920, 21_600, 21_600]);
    }

    #[test]
    fn what_was_tried_twelve_times_or_is_three_days_old_is_given_up() {
        let since = UtcTime::new(chrono::DateTime::UNIX_EPOCH);
        let cases = [(11, 3 * 86_400, false), (12, 0, true), (0, 3 * 86_400 + 1, true)];
        for (attempts, seconds, answer) in cases {
            let now = since.plus_seconds(seconds);
            assert_eq!(is_given_up(attempts, since, now), answer, "{attempts} {seconds}");
        }
    }
}
