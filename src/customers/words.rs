//! What staff read of customers.

use super::CustomerKind;
use super::rules::{ContactFault, NotMerged};
use crate::error::Refusal;

impl CustomerKind {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Private => "Privatperson",
            Self::Business => "Bedrift",
            Self::Public => "Offentlig virksomhet",
        }
    }
}

impl From<ContactFault> for Refusal {
    fn from(fault: ContactFault) -> Self {
        let (code, field, words) = match fault {
            ContactFault::Name => ("customer.name", "name", "Skriv navnet, høyst 200 tegn."),
            ContactFault::Street => ("customer.street", "street", "Skriv gateadressen."),
            ContactFault::Postcode => {
                ("customer.postcode", "postcode", "Skriv postnummeret med fire sifre.")
            }
            ContactFault::City => ("customer.city", "city", "Skriv poststedet."),
        };
        Self::new(code, field, words)
    }
}

impl From<NotMerged> for Refusal {
    fn from(no: NotMerged) -> Self {
        let words = match no {
            NotMerged::Same => "Dette er den samme kunden. Velg en annen.",
            NotMerged::Before => "Den ene kunden er alt slått sammen med en annen.",
            NotMerged::OtherNumber => "Kundene har hvert sitt organisasjonsnummer, så de er to.",
            NotMerged::OrganisationIntoPerson => {
                "En virksomhet kan ikke legges inn i en privatperson. Gjør det motsatt."
            }
        };
        Self::new("customer.not_merged", "", words)
    }
}
