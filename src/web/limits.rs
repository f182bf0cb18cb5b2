//! How often an address may try, counted in this process's memory.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::base::UtcTime;
use crate::error::{AppError, AppResult};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Limit {
    /// Tries to sign in, by address and by login.
    SignIn,
    /// Orders placed without signing in.
    Order,
    /// Checkouts shown, each with its search for a free day.
    Checkout,
    /// Orders placed without signing in, by phone number.
    Phone,
    /// Look-ups by a secret link.
    Link,
    /// Questions to Enhetsregisteret.
    Registry,
    /// Proofs checked, by address.
    Check,
    /// Costly files made for one person.
    File,
}

impl Limit {
    /// Tries within the window, and the window in seconds.
    const fn allowance(self) -> (u32, i64) {
        match self {
            Self::SignIn => (10, 300),
            Self::Order => (30, 600),
            Self::Checkout => (60, 60),
            Self::Phone => (20, 86_400),
            Self::Link => (120, 60),
            Self::Registry => (20, 60),
            Self::Check => (30, 60),
            Self::File => (20, 600),
        }
    }
}

/// Counts kept at the same time, at most; the oldest windows are dropped beyond it.
const COUNTS_MAX: usize = 50_000;
/// Counts dropped at a time when none has ended.
const DROPPED: usize = 5_000;

/// What is tried and by whom; when the window began, and the tries in it.
type Counts = HashMap<(Limit, String), (i64, u32)>;

/// Counters by what is tried and by whom.
pub(crate) struct Limits {
    on: bool,
    counts: Mutex<Counts>,
}

impl Limits {
    pub(crate) fn new(on: bool) -> Self {
        Self { on, counts: Mutex::new(HashMap::new()) }
    }

    /// Counts one try.
    ///
    /// # Errors
    /// `TooMany` with the seconds until the window ends.
    pub(crate) fn count(&self, limit: Limit, who: &str, now: UtcTime) -> AppResult<()> {
        if !self.on {
            return Ok(());
        }
        let (allowed, window) = limit.allowance();
        let second = now.unix_seconds();
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if counts.len() >= COUNTS_MAX {
            make_room(&mut counts, second);
        }
        let (began, tries) = counts.entry((limit, who.to_owned())).or_insert((second, 0));
        if second - *began >= window {
            (*began, *tries) = (second, 0);
        }
        *tries += 1;
        if *tries > allowed {
            let wait = u64::try_from(window - (second - *began)).unwrap_or(1);
            return Err(AppError::TooMany(wait));
        }
        Ok(())
    }

    /// Takes one try back, when it turned out to be right.
    pub(crate) fn forgive(&self, limit: Limit, who: &str) {
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, tries)) = counts.get_mut(&(limit, who.to_owned())) {
            *tries = tries.saturating_sub(1);
        }
    }
}

/// Drops the windows that have ended, and the oldest of the others while there are too many.
fn make_room(counts: &mut Counts, second: i64) {
    counts.retain(|(kind, _), (began, _)| second - *began < kind.allowance().1);
    if counts.len() < COUNTS_MAX {
        return;
    }
    let mut begun: Vec<i64> = counts.values().map(|(began, _)| *began).collect();
    let (_, last_dropped, _) = begun.select_nth_unstable(DROPPED - 1);
    let last_dropped = *last_dropped;
    let mut left = DROPPED;
    counts.retain(|_, (began, _)| {
        let is_dropped = *began <= last_dropped && left > 0;
        left -= usize::from(is_dropped);
        !is_dropped
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_come_no_more_than_so_many_are_remembered_and_the_newest_are_among_them() {
        let limits = Limits::new(true);
        let at = |second: i64| {
            UtcTime::new(chrono::DateTime::from_timestamp(1_773_651_600 + second, 0).unwrap())
        };
        for number in 0..COUNTS_MAX + 20_000 {
            let second = i64::try_from(number.div_euclid(1_000)).unwrap();
            limits.count(Limit::Phone, &number.to_string(), at(second)).unwrap();
        }
        let newest = (Limit::Phone, (COUNTS_MAX + 19_999).to_string());
        let counts = limits.counts.lock().unwrap();
        assert!(counts.len() <= COUNTS_MAX, "{}", counts.len());
        assert!(counts.contains_key(&newest));
        assert!(!counts.contains_key(&(Limit::Phone, "0".to_owned())));
    }
}
