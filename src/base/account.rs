//! Account numbers of NS 4102.

use diesel::sql_types::Text;
use serde::Serialize;

/// Four digits; the first is the class: 1 assets, 2 equity and debt, 3 income, 4–7 costs, 8 finance.
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
pub(crate) struct AccountNo(String);

as_column!(AccountNo, String, Text);

impl AccountNo {
    /// None when the text is not four digits of class 1 to 8.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_number = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let in_plan = matches!(text.bytes().next(), Some(b'1'..=b'8'));
        (is_number && in_plan).then(|| Self(text.to_owned()))
    }

    /// An account this program itself posts to.
    pub(crate) fn of(number: u16) -> Self {
        Self(number.to_string())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Is this one of the accounts that hold VAT owed or to be got back (27xx)?
    pub(crate) fn is_vat(&self) -> bool {
        self.0.starts_with("27")
    }
}

impl std::fmt::Display for AccountNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
