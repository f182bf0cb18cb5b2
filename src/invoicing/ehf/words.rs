//! What a person reads of EHF.

use super::rules::Fault;
use crate::customers::CustomerKind;
use crate::error::Refusal;

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let (code, field, words) = match fault {
            Fault::PrivateBuyer => (
                "ehf.private_buyer",
                "customer.kind",
                "Kjøperen er en privatperson. EHF er for kjøpere med organisasjonsnummer.",
            ),
            Fault::Basis => (
                "ehf.basis",
                "",
                "Dette er et fakturagrunnlag. Fakturaen, også som EHF, kommer fra kommunens \
                 økonomisystem.",
            ),
            Fault::BuyerOrgNumber => (
                "ehf.buyer_org_number",
                "customer.org_number",
                "Kjøperen mangler organisasjonsnummer på fakturaen, så den kan ikke sendes som \
                 EHF. Krediter den, og lag en ny med organisasjonsnummeret.",
            ),
            Fault::NotVatRegistered => (
                "ehf.not_vat_registered",
                "lines",
                "Selgeren sto ikke i Merverdiavgiftsregisteret da fakturaen ble laget, men den har \
                 MVA. Den kan ikke sendes som EHF. Krediter den, rett selgeren under Gården, og \
                 lag en ny.",
            ),
            Fault::Sums => (
                "ehf.sums",
                "lines",
                "Linjer, MVA og sum på fakturaen er ulike. Den kan ikke sendes som EHF. Si fra til \
                 den som har ansvar for regnskapet.",
            ),
        };
        Self::new(code, field, words)
    }
}

/// What to know before the file is sent; empty when there is nothing.
///
/// `lacks_reference` is the kind of a buyer who gave none.
pub(super) const fn advice(lacks_reference: Option<CustomerKind>) -> &'static str {
    match lacks_reference {
        None => "",
        Some(CustomerKind::Public) => {
            "Kjøperen har ikke oppgitt noen referanse. Bestillingens nummer står i stedet. En \
             offentlig kjøper kan avvise fakturaen uten sin egen referanse: spør om den ved neste \
             bestilling."
        }
        Some(_) => "Kjøperen har ikke oppgitt noen referanse. Bestillingens nummer står i stedet.",
    }
}

/// Why goods and services bear no VAT, as the buyer's system shows it.
pub(in crate::invoicing) mod reason {
    /// Source: merverdiavgiftsloven chapter 3, part II (exempt from the act).
    pub(in crate::invoicing) const EXEMPT: &str = "Unntatt etter merverdiavgiftsloven kapittel 3";
    /// Source: merverdiavgiftsloven § 2-1 (who is registered).
    pub(in crate::invoicing) const OUTSIDE: &str =
        "Selgeren er ikke registrert i Merverdiavgiftsregisteret";
    pub(in super::super) const ROUNDING: &str = "Øreavrunding av MVA";
}
