//! What a person reads of documents, and when one is refused.

use crate::base::Ore;
use crate::error::{Refusal, Refusals};

use super::model::{CreditKind, InvoiceKind, Standing};
use super::rules::{Age, RuleError};
use super::statement::What;

/// Code, field and words.
type Said = (&'static str, &'static str, String);

impl From<RuleError> for Refusal {
    fn from(reason: RuleError) -> Self {
        let (code, field, words) = said(reason);
        Self::new(code, field, words)
    }
}

#[expect(clippy::too_many_lines, reason = "a table of words, one row a reason")]
fn said(reason: RuleError) -> Said {
    match reason {
        RuleError::SellerMissing => (
            "seller.missing",
            "",
            "Ingen selger er lagt inn. Legg inn selgeren under Gården først.".to_owned(),
        ),
        RuleError::NotDelivered => (
            "invoice.not_delivered",
            "",
            "Alt i bestillingen må være levert eller avlyst før den kan faktureres.".into(),
        ),
        RuleError::NothingToInvoice => (
            "invoice.nothing",
            "",
            "Hele bestillingen er avlyst. Det er ingenting å fakturere.".into(),
        ),
        RuleError::CostsNothing => (
            "invoice.nothing",
            "",
            "Det som er levert, kom på 0 kroner. Det er ingenting å fakturere.".into(),
        ),
        RuleError::DateInFuture => {
            ("invoice.date", "date", "Datoen kan ikke være etter i dag.".into())
        }
        RuleError::BeforeDelivery(day) => {
            ("invoice.date", "date", format!("Datoen kan ikke være før leveringen {}.", shown(day)))
        }
        RuleError::BeforeNewest(day) => (
            "invoice.date",
            "date",
            format!(
                "Det finnes alt en faktura med dato {}. Bruk den datoen eller en senere.",
                shown(day)
            ),
        ),
        RuleError::BeforeInvoice(day) => {
            ("invoice.date", "date", format!("Datoen kan ikke være før fakturaen, {}.", shown(day)))
        }
        RuleError::BuyerAddress => (
            "invoice.buyer_address",
            "address",
            "Kjøperen mangler adresse. Legg den inn på bestillingen først.".into(),
        ),
        RuleError::NotVatRegistered(name) => (
            "invoice.not_vat_registered",
            "lines",
            format!(
                "Selgeren er ikke registrert for MVA, men {name} har MVA. Endre MVA-koden på \
                     varen, eller registrer selgeren under Gården."
            ),
        ),
        RuleError::NoAccount(name) => (
            "invoice.vat_code",
            "lines",
            format!(
                "{name} har en MVA-kode som ikke passer til varer eller tjenester av dette \
                     slaget. Rett koden på varen."
            ),
        ),
        RuleError::TooLarge => {
            ("invoice.amount", "lines", "Beløpet er for stort til å faktureres.".into())
        }
        RuleError::KidTaken => {
            ("invoice.kid_taken", "kid", "KID-nummeret er alt i bruk på en faktura.".into())
        }
        RuleError::KidForm => {
            ("invoice.kid", "kid", "KID er 2 til 25 siffer, det siste kontrollsiffer.".into())
        }
        RuleError::IsCreditNote => (
            "invoice.is_credit_note",
            "",
            "Dette er en kreditnota. Bruk fakturaen den gjelder.".into(),
        ),
        RuleError::Credited => (
            "payment.credited",
            "amount",
            "Fakturaen er kreditert, så det er ingenting å betale.".into(),
        ),
        RuleError::WrittenOff => (
            "payment.written_off",
            "amount",
            "Fakturaen er ført som tap. Åpne kravet igjen under Tap på krav før betalingen \
             registreres."
                .into(),
        ),
        RuleError::CreditOfWrittenOff => (
            "payment.written_off",
            "date",
            "Fakturaen er ført som tap, så MVA-en er alt rettet. Åpne kravet igjen under Tap på \
             krav først."
                .into(),
        ),
        RuleError::AmountNotPositive => (
            "payment.amount",
            "amount",
            "Skriv beløpet i kroner, mer enn 0, for eksempel 450,00.".into(),
        ),
        RuleError::AmountTooLarge => (
            "payment.amount",
            "amount",
            "Så mye betales ikke på én gang. Se etter om beløpet er riktig.".into(),
        ),
        RuleError::CreditTooSmall(owed) => (
            "credit.amount",
            "amount",
            if owed > Ore::ZERO {
                format!("Kunden har {owed} kr til gode. Skriv det eller mindre.")
            } else {
                "Kunden har ingenting til gode.".to_owned()
            },
        ),
        RuleError::MoreThanOpen(open) => (
            "credit.amount",
            "amount",
            format!("Det er {open} kr igjen å betale på fakturaen. Skriv det eller mindre."),
        ),
        RuleError::OtherCustomer => (
            "credit.other_customer",
            "invoice",
            "Fakturaen er til en annen kunde. Velg en av kundens egne.".into(),
        ),
        RuleError::BeforePayment(day) => (
            "payment.date",
            "date",
            format!("Datoen kan ikke være før betalingen, {}.", shown(day)),
        ),
        RuleError::OverUsed(used) => (
            "credit.amount",
            "",
            format!(
                "Av det som var betalt for mye, er {used} kr alt brukt eller betalt tilbake. Er det \
                 brukt på en annen faktura, må det tilbakeføres der først. Er det betalt tilbake til \
                 kunden, blir betalingen stående her."
            ),
        ),
        RuleError::Reversed => ("payment.reversed", "", "Betalingen er alt tilbakeført.".into()),
        RuleError::MovedAway => (
            "payment.moved",
            "",
            "Fakturaen er kreditert, og pengene står som tilgode hos kunden. Bruk dem eller betal dem \
             tilbake derfra."
                .into(),
        ),
        RuleError::NothingToMove => {
            ("credit.nothing", "", "Det er ingen penger å flytte fra denne fakturaen.".into())
        }
        RuleError::PaidInFuture => {
            ("payment.date", "paid_on", "Datoen kan ikke være etter i dag.".into())
        }
        RuleError::PaidBeforeInvoice(day) => (
            "payment.date",
            "paid_on",
            format!("Datoen kan ikke være før fakturaen, {}.", shown(day)),
        ),
    }
}

impl From<RuleError> for Refusals {
    fn from(reason: RuleError) -> Self {
        Refusal::from(reason).into()
    }
}

/// `21.11.2026`.
fn shown(day: chrono::NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

impl InvoiceKind {
    /// As a person reads it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Invoice => "Faktura",
            Self::CreditNote => "Kreditnota",
        }
    }
}

impl Age {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::NotDue => "Ikke forfalt",
            Self::To14 => "1–14 dager over",
            Self::To30 => "15–30 dager over",
            Self::To60 => "31–60 dager over",
            Self::Older => "Mer enn 60 dager over",
        }
    }
}

/// The refusal of a date that cannot be read.
pub(super) fn no_date() -> Refusal {
    Refusal::new("invoice.date", "date", "Skriv datoen som ÅÅÅÅ-MM-DD.")
}

impl Standing {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::All => "Alle",
            Self::Open => "Åpne",
            Self::Overdue => "Forfalt",
            Self::Paid => "Betalt",
            Self::Credited => "Kreditert",
            Self::Lost => "Ført som tap",
        }
    }
}

impl What {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Invoice => "Faktura",
            Self::CreditNote => "Kreditnota",
            Self::Paid => "Innbetaling",
            Self::PaidUndone => "Betaling ført tilbake",
            Self::Used => "Brukt av det som var til gode",
            Self::UsedUndone => "Bruk av til gode ført tilbake",
            Self::Moved => "Satt til gode etter kreditering",
            Self::Prepaid => "Forskudd",
            Self::PaidBack => "Betalt tilbake",
            Self::Lost => "Tap på krav",
            Self::LossUndone => "Tap åpnet igjen",
            Self::Other => "Annet i regnskapet",
        }
    }
}

impl CreditKind {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Over => "Betalt for mye",
            Self::Prepaid => "Forskudd",
            Self::Used => "Brukt",
            Self::PaidBack => "Betalt tilbake",
            Self::Moved => "Kreditert etter betaling",
        }
    }
}
