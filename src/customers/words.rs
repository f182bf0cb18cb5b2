//! What staff read of customers.

use super::CustomerKind;

impl CustomerKind {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Private => "Privatperson",
            Self::Business => "Bedrift",
            Self::Public => "Offentlig virksomhet",
        }
    }
}
