//! Money is whole øre. `Decimal` exists only inside one multiplication.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use diesel::sql_types::BigInt;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount in øre (1/100 NOK). In the ledger, positive is debit and negative is credit.
///
/// Sums that leave `i64` panic, which the writer turns into a refused transaction.
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
    Deserialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = BigInt)]
#[serde(transparent)]
pub(crate) struct Ore(i64);

as_column!(Ore, i64, BigInt);

impl Ore {
    pub(crate) const ZERO: Self = Self(0);

    pub(crate) const fn new(ore: i64) -> Self {
        Self(ore)
    }

    pub(crate) const fn ore(self) -> i64 {
        self.0
    }

    pub(crate) const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Reads kroner as a person or a file writes them: `1 234,50`, `1234.5`, `-3`.
    ///
    /// None for anything else: more than two decimals, letters, nothing, or an amount past
    /// 90 000 000 000 kr.
    pub(crate) fn parse_kroner(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .map(|c| match c {
                ',' => '.',
                '\u{2212}' => '-',
                other => other,
            })
            .collect();
        let (sign, digits) = match plain.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, plain.as_str()),
        };
        let (kroner, ore) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if kroner.is_empty() || kroner.len() > 11 || ore.len() > 2 {
            return None;
        }
        if !is_number(kroner) || !is_number(ore) || (ore.is_empty() && digits.contains('.')) {
            return None;
        }
        let whole: i64 = kroner.parse().ok()?;
        let part: i64 = format!("{ore:0<2}").parse().ok()?;
        Some(Self(sign * (whole * 100 + part)))
    }

    /// The amount as kroner, exactly.
    pub(crate) fn kroner(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// `1234.50`, as reports, CSV and JSON write kroner.
    pub(crate) fn point(self) -> String {
        self.kroner().to_string()
    }

    /// The amount multiplied, rounded half away from zero to the øre.
    ///
    /// None when the product leaves the range of an amount.
    pub(crate) fn times(self, factor: Decimal) -> Option<Self> {
        let product = Decimal::from(self.0).checked_mul(factor)?;
        let whole = product.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        i64::try_from(whole).ok().map(Self)
    }

    pub(crate) const fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

/// `1 234,50` with no-break spaces and a true minus sign.
impl fmt::Display for Ore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:03}", self.0.unsigned_abs());
        let (kroner, ore) = digits.split_at(digits.len() - 2);
        if self.0 < 0 {
            f.write_str("\u{2212}")?;
        }
        for (i, digit) in kroner.chars().enumerate() {
            if i > 0 && (kroner.len() - i).is_multiple_of(3) {
                f.write_str("\u{a0}")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ",{ore}")
    }
}

impl Add for Ore {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl AddAssign for Ore {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl Sub for Ore {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl SubAssign for Ore {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Neg for Ore {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl Sum for Ore {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kroner_are_read_as_people_write_them() {
        for (text, ore) in [
            ("1 234,50", 123_450),
            ("1234.5", 123_450),
            ("-3", -300),
            ("\u{2212}0,01", -1),
            ("0", 0),
            ("1\u{a0}000", 100_000),
        ] {
            assert_eq!(Ore::parse_kroner(text), Some(Ore::new(ore)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "-", "1,234", "1.2.3", "12kr", "1e3", ",5", "5,", "999999999999", "٣"] {
            assert_eq!(Ore::parse_kroner(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_shown_with_spaces_and_a_true_minus() {
        assert_eq!(Ore::new(123_450).to_string(), "1\u{a0}234,50");
        assert_eq!(Ore::new(-5).to_string(), "\u{2212}0,05");
        assert_eq!(Ore::new(100_000_000).to_string(), "1\u{a0}000\u{a0}000,00");
        assert_eq!(Ore::new(-5).point(), "-0.05");
    }

    #[test]
    fn products_round_half_away_from_zero() {
        assert_eq!(Ore::new(1001).times(Decimal::new(15, 1)), Some(Ore::new(1502)));
        assert_eq!(Ore::new(-1001).times(Decimal::new(15, 1)), Some(Ore::new(-1502)));
        assert_eq!(Ore::new(i64::MAX).times(Decimal::from(2)), None);
    }
}
