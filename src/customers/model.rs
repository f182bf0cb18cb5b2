//! Customers.

use crate::base::{AccountId, CustomerId, OrgNumber, UtcTime};
use crate::db::schema::{customer, customer_merge};

text_enum!(
    /// Who buys; it decides what an invoice must hold and how it is sent.
    CustomerKind {
        Private = "private",
        Business = "business",
        /// A public body.
        Public = "public",
    }
);

impl CustomerKind {
    /// Has it an organisation number?
    pub(crate) const fn is_organisation(self) -> bool {
        matches!(self, Self::Business | Self::Public)
    }
}

/// A customer we have invoiced, or imported.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = customer, treat_none_as_default_value = false)]
pub(crate) struct Customer {
    pub(crate) id: CustomerId,
    pub(crate) kind: CustomerKind,
    pub(crate) name: String,
    /// None for a private person.
    pub(crate) org_number: Option<OrgNumber>,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    /// The customer kept, when staff found the two to be one.
    pub(crate) merged_into: Option<CustomerId>,
    pub(crate) created_at: UtcTime,
}

/// What is known of someone who buys, before they are a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomerFacts {
    pub(crate) kind: CustomerKind,
    pub(crate) name: String,
    pub(crate) org_number: Option<OrgNumber>,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
}

/// Name and address as staff write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) name: String,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
}

/// That someone found two customers to be one. Never changed.
#[derive(Clone, Debug, diesel::Insertable)]
#[diesel(table_name = customer_merge)]
pub(crate) struct Merge {
    pub(crate) id: String,
    pub(crate) old_id: CustomerId,
    pub(crate) kept_id: CustomerId,
    pub(crate) merged_at: UtcTime,
    pub(crate) merged_by: AccountId,
}

/// A merge with names, for the eye.
#[derive(Clone, Debug)]
pub(crate) struct MergeTold {
    pub(crate) old: (CustomerId, String),
    pub(crate) kept: (CustomerId, String),
    /// `22.11.2026 kl. 10.00`.
    pub(crate) at: String,
    /// Who found it.
    pub(crate) by: String,
}
