//! What a person reads when a receipt is refused.

use crate::error::Refusal;

use super::rules::NotBookable;

impl From<NotBookable> for Refusal {
    fn from(fault: NotBookable) -> Self {
        let (code, field, words) = match fault {
            NotBookable::NoReceipt => {
                ("purchase.receipt", "receipt", "Skriv kvitteringens nummer.")
            }
            NotBookable::ReceiptTooLong => {
                ("purchase.receipt", "receipt", "Nummeret er for langt. Bruk høyst 100 tegn.")
            }
            NotBookable::ReceiptTaken => (
                "purchase.receipt_taken",
                "receipt",
                "Denne kvitteringen er alt ført. Bruk et annet nummer.",
            ),
            NotBookable::NoSupplier => {
                ("purchase.supplier", "supplier", "Skriv hvem dere kjøpte av.")
            }
            NotBookable::SupplierTooLong => {
                ("purchase.supplier", "supplier", "Navnet er for langt. Bruk høyst 100 tegn.")
            }
            NotBookable::Account => {
                ("purchase.account", "account", "Velg en kostnadskonto, som 4000.")
            }
            NotBookable::VatCode => (
                "purchase.vat_code",
                "vat_code",
                "Velg en MVA-kode for innkjøp: 1, 11, 13 eller 0.",
            ),
            NotBookable::NotRegistered => (
                "purchase.not_registered",
                "vat_code",
                "Selgeren er ikke i Merverdiavgiftsregisteret og får ikke MVA tilbake. Velg kode 0.",
            ),
            NotBookable::Gross => (
                "purchase.gross",
                "gross",
                "Skriv beløpet i kroner med MVA, over 0 og høyst 10 millioner.",
            ),
            NotBookable::DateInFuture => {
                ("purchase.date", "date", "Datoen kan ikke være etter i dag.")
            }
            NotBookable::PaidInFuture => {
                ("purchase.paid_on", "paid_on", "Betalingsdatoen kan ikke være etter i dag.")
            }
            NotBookable::Corrected => (
                "purchase.corrected",
                "paid_on",
                "Kvitteringen er rettet, så det er ingenting å betale.",
            ),
            NotBookable::Unknown => (
                "purchase.unknown",
                "receipt",
                "Vi finner ikke kvitteringen. Skriv nummeret slik det står i lista.",
            ),
            NotBookable::Order => (
                "purchase.order",
                "order",
                "Bestillingen finnes ikke i denne næringen. Skriv et annet nummer, eller ingen.",
            ),
            NotBookable::AlreadyPaid => ("purchase.paid", "paid_on", "Kvitteringen er alt betalt."),
        };
        Self::new(code, field, words)
    }
}
