//! The seller, the enterprises, and what is asked about them.

use diesel::prelude::*;

use crate::base::{EnterpriseId, OrgNumber, UtcTime};
use crate::db::schema::{enterprise, seller};

text_enum!(
    /// Who issues the invoices.
    SellerMode {
        /// An own company or foundation, with complete books.
        Company = "company",
        /// The municipality's finance system issues; the books here are a shadow.
        MunicipalUnit = "municipal_unit",
    }
);

/// The body that sells and invoices; there is one.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = seller)]
pub(crate) struct Seller {
    pub(crate) org_number: OrgNumber,
    pub(crate) name: String,
    /// `AS`, `Stiftelse`, …
    pub(crate) legal_form: String,
    pub(crate) vat_registered: bool,
    /// "Foretaksregisteret" then stands on the invoice.
    pub(crate) in_business_register: bool,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    /// Eleven digits.
    pub(crate) bank_account: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) mode: SellerMode,
}

impl Seller {
    /// `317 763 174 MVA`, as the law wants it on an invoice and in a shop.
    pub(crate) fn org_number_in_full(&self) -> String {
        let mva = if self.vat_registered { " MVA" } else { "" };
        format!("{}{mva}", self.org_number)
    }

    /// `1503 29 14176`, with no-break spaces; as it is told when it is no eleven digits.
    pub(crate) fn bank_account_in_full(&self) -> String {
        let is_plain = self.bank_account.bytes().all(|b| b.is_ascii_digit());
        if !is_plain || self.bank_account.len() != 11 {
            return self.bank_account.clone();
        }
        let parts = (self.bank_account.get(..4), self.bank_account.get(4..6));
        match (parts, self.bank_account.get(6..)) {
            ((Some(bank), Some(kind)), Some(rest)) => format!("{bank}\u{a0}{kind}\u{a0}{rest}"),
            _ => self.bank_account.clone(),
        }
    }
}

/// Who sells, as a form tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SellerDraft {
    pub(crate) org_number: String,
    pub(crate) name: String,
    pub(crate) legal_form: String,
    pub(crate) vat_registered: bool,
    pub(crate) in_business_register: bool,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    pub(crate) bank_account: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) mode: SellerMode,
}

impl From<Seller> for SellerDraft {
    fn from(seller: Seller) -> Self {
        Self {
            org_number: seller.org_number.as_str().to_owned(),
            name: seller.name,
            legal_form: seller.legal_form,
            vat_registered: seller.vat_registered,
            in_business_register: seller.in_business_register,
            street: seller.street,
            postcode: seller.postcode,
            city: seller.city,
            bank_account: seller.bank_account,
            email: seller.email,
            phone: seller.phone,
            mode: seller.mode,
        }
    }
}

/// One of the businesses run at the farm.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = enterprise)]
pub(crate) struct Enterprise {
    pub(crate) id: EnterpriseId,
    /// `snekkeri`; stands in addresses, files and the API.
    pub(crate) code: String,
    pub(crate) name: String,
    /// The number that stands on its postings.
    pub(crate) department: String,
    /// Sells nothing and is in no revenue report.
    pub(crate) internal: bool,
    /// Where new orders are told; may be empty.
    pub(crate) email: String,
    /// The enterprises' own order.
    pub(crate) position: i32,
    pub(crate) created_at: UtcTime,
    /// A place outside (work, school): internal, and nobody's result here.
    pub(crate) outside: bool,
}

/// An enterprise to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NewEnterprise {
    /// Made from the name when empty.
    pub(crate) code: String,
    pub(crate) name: String,
    /// The next free ten when empty.
    pub(crate) department: String,
    pub(crate) internal: bool,
    /// A place outside is internal too.
    pub(crate) outside: bool,
    pub(crate) email: String,
}

/// What may change about an enterprise later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangeEnterprise {
    pub(crate) name: String,
    pub(crate) department: String,
    pub(crate) email: String,
    pub(crate) position: i32,
}
