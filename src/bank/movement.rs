//! A movement on the account, as any kind of file tells it. Pure.

use chrono::NaiveDate;

use crate::base::Ore;

/// What a movement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Money came in.
    In,
    /// Money went out.
    Out,
    /// The bank took back a movement of before.
    Reversal,
}

/// One movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Movement {
    /// Where in the file.
    pub(crate) line: u64,
    /// The bank's day.
    pub(crate) booked_on: NaiveDate,
    pub(crate) way: Way,
    /// Out of the account: negative. Never zero.
    pub(crate) amount: Ore,
    /// Empty when it came without one.
    pub(crate) kid: String,
    /// The bank's own reference as it was written; empty when there is none.
    pub(crate) reference: String,
    /// A name or an account; may be empty.
    pub(crate) payer: String,
    /// What the payer wrote; may be empty.
    pub(crate) message: String,
}

/// What a whole file comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) entries: u64,
    /// In, less out.
    pub(crate) sum: Ore,
}

impl Totals {
    pub(super) fn add(&mut self, movement: &Movement) {
        self.entries += 1;
        self.sum += movement.amount;
    }
}

/// A reference in its plainest form: letters and digits, without leading zeros, in large letters.
///
/// One bank writes `000001234` in one kind of file and `1234` in another.
pub(super) fn plain_reference(reference: &str) -> String {
    let mut large: String = reference.chars().filter(char::is_ascii_alphanumeric).collect();
    large.make_ascii_uppercase();
    large.trim_start_matches('0').to_owned()
}

/// What parts a reference that was made here from the place it was given.
const PLACE: char = '#';

/// The reference of a transaction that has none of its own: its entry's, and its place in the entry.
pub(super) fn derived_reference(entry: &str, place: u64) -> String {
    format!("{entry}{PLACE}{place}")
}

/// Can a reference not tell its movement from every other? It is none, or was made of an entry's and a
/// place: another file may list the same movements in another order, or by references of their own.
pub(super) fn is_weak(reference: &str) -> bool {
    reference.contains(PLACE) || plain_reference(reference).is_empty()
}

/// What tells a movement from every other, in whatever file it comes: the bank's reference with
/// day, KID and amount, and how many such went before it in the file.
///
/// Without a reference it is known by its file and line alone.
pub(super) fn bank_key(movement: &Movement, before: u32, digest: &str) -> String {
    let reference = plain_reference(&movement.reference);
    if reference.is_empty() {
        return format!("{digest}:{}", movement.line);
    }
    let Movement { booked_on, kid, amount, .. } = movement;
    format!("{booked_on}:{reference}:{kid}:{}:{before}", amount.ore())
}

/// Does a KID end with the check digit of the others, by MOD10 or MOD11?
///
/// Source: DOMAIN section 4, "KID".
pub(super) fn fits_its_digit(kid: &str) -> bool {
    let is_long_enough = (2..=25).contains(&kid.len());
    let Some((check, body)) = kid.as_bytes().split_last() else { return false };
    if !is_long_enough || !body.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let digits: Vec<u32> = body.iter().rev().map(|b| u32::from(b - b'0')).collect();
    *check == mod10(&digits) || *check == mod11(&digits)
}

/// Digits from the right; the check digit as it is written.
fn mod10(digits: &[u32]) -> u8 {
    let weighed = digits.iter().zip([2, 1].into_iter().cycle()).map(|(digit, weight)| {
        let product = digit * weight;
        if product > 9 { product - 9 } else { product }
    });
    written((10 - weighed.sum::<u32>() % 10) % 10)
}

fn mod11(digits: &[u32]) -> u8 {
    let weighed = digits.iter().zip((2..=7).cycle()).map(|(digit, weight)| digit * weight);
    match (11 - weighed.sum::<u32>() % 11) % 11 {
        10 => b'-',
        digit => written(digit),
    }
}

fn written(digit: u32) -> u8 {
    u8::try_from(digit).map_or(b'?', |digit| b'0' + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kid_fits_its_digit_by_mod10_or_mod11() {
        for (kid, answer) in [
            ("123456782", true),
            ("123456785", true),
            ("123456783", false),
            ("0001230000174", true),
            ("000100008-", true),
            ("1", false),
            ("", false),
            ("12a4", false),
        ] {
            assert_eq!(fits_its_digit(kid), answer, "{kid}");
        }
    }

    #[test]
    fn a_reference_that_was_made_here_tells_nothing_for_sure() {
        for (reference, answer) in
            [("", true), ("000", true), ("AB-1", false), ("AB#1", true), ("1234", false)]
        {
            assert_eq!(is_weak(reference), answer, "{reference}");
        }
        assert!(is_weak(&derived_reference("AB", 2)));
        assert_eq!(plain_reference(&derived_reference("AB", 2)), "AB2");
    }

    #[test]
    fn a_movement_is_known_by_the_banks_reference_however_it_is_written() {
        let movement = |reference: &str| Movement {
            line: 3,
            booked_on: NaiveDate::from_ymd_opt(2026, 3, 24).unwrap(),
            way: Way::In,
            amount: Ore::new(57_000),
            kid: "0001230000174".into(),
            reference: reference.into(),
            payer: String::new(),
            message: String::new(),
        };
        let key = bank_key(&movement("000001234"), 0, "d");
        assert_eq!(key, "2026-03-24:1234:0001230000174:57000:0");
        assert_eq!(bank_key(&movement(" 1234"), 0, "e"), key);
        assert_ne!(bank_key(&movement("1234"), 1, "d"), key);
        assert_eq!(bank_key(&movement("000"), 0, "d"), "d:3");
    }
}
