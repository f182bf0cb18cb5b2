//! Chance that falls the same way every time, so that the demo tells one story. Pure.

/// A sequence of numbers that look thrown.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, by splitmix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or_default() + 1;
        low + i64::try_from(self.next().rem_euclid(width)).unwrap_or_default()
    }

    /// True `percent` times of a hundred.
    pub(super) fn falls(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of them; None of none.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(from.len()).ok()? - 1;
        if last < 0 {
            return None;
        }
        from.get(usize::try_from(self.between(0, last)).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_falls_the_same_way_every_time_and_stays_within() {
        let throw = || {
            let mut chance = Chance::new(7);
            (0..50).map(|_| chance.between(1, 6)).collect::<Vec<_>>()
        };
        assert_eq!(throw(), throw());
        assert!(throw().iter().all(|n| (1..=6).contains(n)));
        assert!((1..=6).all(|n| throw().contains(&n)));
        assert_eq!(Chance::new(1).pick::<u8>(&[]), None);
    }
}
