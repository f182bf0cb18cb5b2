//! Norwegian organisation numbers.

use diesel::sql_types::Text;
use serde::Serialize;

/// Nine digits whose last is the MOD11 check of the others.
///
/// Source: Brønnøysundregistrene, "Om organisasjonsnummeret", weights 3 2 7 6 5 4 3 2.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Text)]
#[serde(transparent)]
pub(crate) struct OrgNumber(String);

as_column!(OrgNumber, String, Text);

impl OrgNumber {
    /// Reads nine digits, spaces allowed; None when they are not nine or the check digit is wrong.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.')).collect();
        let digits: Vec<u32> = plain.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
        let (check, body) = digits.split_last()?;
        if body.len() != 8 {
            return None;
        }
        let sum: u32 = body.iter().zip([3, 2, 7, 6, 5, 4, 3, 2]).map(|(d, w)| d * w).sum();
        let expected = match sum % 11 {
            0 => 0,
            rest => 11 - rest,
        };
        (expected == *check).then_some(Self(plain))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// `123 456 789`, with no-break spaces.
impl std::fmt::Display for OrgNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 3 == 0 {
                f.write_str("\u{a0}")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_decides() {
        assert!(OrgNumber::parse("317 763 174").is_some());
        for text in ["317763175", "31776317", "3177631744", "abcdefghi", "", "123456780"] {
            assert_eq!(OrgNumber::parse(text), None, "{text}");
        }
    }
}
