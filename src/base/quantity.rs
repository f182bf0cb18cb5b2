//! Quantities are whole thousandths of a unit.

use std::fmt;

use diesel::sql_types::BigInt;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Ore;

/// How much of a unit, in thousandths. As JSON, a string with at most three decimals.
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
#[diesel(sql_type = BigInt)]
pub(crate) struct Quantity(i64);

as_column!(Quantity, i64, BigInt);

impl Quantity {
    pub(crate) const fn from_milli(milli: i64) -> Self {
        Self(milli)
    }

    pub(crate) const fn milli(self) -> i64 {
        self.0
    }

    /// Reads `12`, `1,5` or `1.125`.
    ///
    /// None for a sign, more than three decimals, more than nine digits before them, or no number.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().replace(',', ".");
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || part.len() > 3 {
            return None;
        }
        if !is_number(whole) || !is_number(part) || (part.is_empty() && plain.contains('.')) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<3}").parse().ok()?;
        Some(Self(whole * 1000 + part))
    }

    pub(crate) const fn is_whole(self) -> bool {
        self.0 % 1000 == 0
    }

    pub(crate) fn decimal(self) -> Decimal {
        Decimal::new(self.0, 3)
    }

    /// `1.5`, as JSON and CSV write it.
    pub(crate) fn point(self) -> String {
        self.decimal().normalize().to_string()
    }

    /// Quantity × unit price, rounded half away from zero to the øre; None past an amount's range.
    pub(crate) fn price(self, unit_price: Ore) -> Option<Ore> {
        unit_price.times(self.decimal())
    }
}

/// `1,5`, as a person reads it.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.point().replace('.', ","))
    }
}

impl Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.point())
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no quantity"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_at_most_three_decimals() {
        assert_eq!(Quantity::parse("1,5"), Some(Quantity::from_milli(1500)));
        assert_eq!(Quantity::parse("0.125"), Some(Quantity::from_milli(125)));
        for text in ["", "-1", "1.2345", "1e3", "x", "1.", "1234567890"] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
        assert_eq!(Quantity::from_milli(1500).to_string(), "1,5");
    }
}
