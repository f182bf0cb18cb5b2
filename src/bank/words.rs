//! What a person reads of files from the bank, and when one is refused.

use crate::base::Ore;
use crate::error::Refusal;

use super::fault::{Fault, Wrong};
use super::model::{Fate, FileKind, How, Taken};

impl Fault {
    /// As a refusal that names file and line.
    pub(super) fn refusal(&self, name: &str) -> Refusal {
        let (code, words) = said(&self.wrong);
        let place = match (name, self.line) {
            ("", 0) => String::new(),
            ("", line) => format!("Linje {line}: "),
            (name, 0) => format!("{name}: "),
            (name, line) => format!("{name} linje {line}: "),
        };
        Refusal::new(code, "file", format!("{place}{words}"))
    }
}

fn said(wrong: &Wrong) -> (&'static str, String) {
    match wrong {
        Wrong::NotOcr => {
            ("bank.kind", "Dette er ikke en OCR giro-fil. Den begynner ikke med NY.".into())
        }
        Wrong::NotOurs => (
            "bank.kind",
            "Dette er verken en OCR giro-fil eller en camt.054-fil fra banken.".into(),
        ),
        Wrong::NotCamt(other) if other.contains("camt.053") => {
            ("bank.kind", "Dette er en kontoutskrift (camt.053). Hent camt.054 fra banken.".into())
        }
        Wrong::NotCamt(_) => {
            ("bank.kind", "Dette er ikke en camt.054-fil av utgave 001.02 eller 001.08.".into())
        }
        Wrong::Empty => ("bank.empty", "Filen er tom.".into()),
        Wrong::Cut => ("bank.cut", "Filen er kuttet: slutten mangler. Hent den på nytt.".into()),
        Wrong::Length(length) => {
            ("bank.format", format!("Linjen har {length} tegn. Den skal ha 80."))
        }
        Wrong::OutOfPlace(what) => {
            ("bank.format", format!("«{what}» er ukjent eller feil plassert."))
        }
        Wrong::Field(field, text) if text.is_empty() => {
            ("bank.format", format!("{field} mangler."))
        }
        Wrong::Field(field, text) => {
            ("bank.format", format!("«{text}» kan ikke leses som {field}."))
        }
        Wrong::Count(what, told, there) => {
            ("bank.count", format!("Filen sier {told} {what}, men har {there}. Hent den på nytt."))
        }
        Wrong::Sum(what, told, there) => (
            "bank.sum",
            format!(
                "Filen sier at {what} er {} kr, men de er {} kr. Hent den på nytt.",
                Ore::new(*told),
                Ore::new(*there)
            ),
        ),
        Wrong::Account(said) if said.is_empty() => {
            ("bank.account", "Filen sier ikke hvilken konto den er for.".into())
        }
        Wrong::Account(said) => (
            "bank.account",
            format!(
                "Filen er for konto {said}. Det er ikke kontoen under Gården, og ingen faktura er \
                 sendt med den."
            ),
        ),
        Wrong::Currency(said) => {
            ("bank.currency", format!("Valutaen er «{said}». Bare NOK kan leses inn."))
        }
        Wrong::InFuture(day) => ("bank.date", format!("{day} er etter i dag.")),
        Wrong::Kid(kid) => {
            ("bank.kid", format!("KID «{kid}» har feil kontrollsiffer. Hent filen på nytt."))
        }
        Wrong::Doctype => {
            ("bank.hostile", "Filen har en DTD eller en entitet. Slike filer leses ikke.".into())
        }
        Wrong::TooDeep => ("bank.hostile", "Filen er dypere enn noen bank skriver.".into()),
        Wrong::TooLong => ("bank.hostile", "Et felt er lengre enn noen bank skriver.".into()),
        Wrong::Xml(_) => {
            ("bank.format", "Filen er ikke hel XML. Hent den på nytt fra banken.".into())
        }
        Wrong::Letters => ("bank.format", "Tegnene er ikke UTF-8.".into()),
        Wrong::Unreadable(words) => ("bank.unreadable", format!("Filen kan ikke leses ({words}).")),
        Wrong::Changed => ("bank.changed", "Filen ble endret mens den ble lest.".into()),
    }
}

/// The refusal of a file when the seller has no account.
pub(super) fn no_account() -> Refusal {
    let words = "Legg inn selgerens kontonummer under Gården først.";
    Refusal::new("bank.no_account", "file", words)
}

/// Why a person's answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotSettled {
    /// It has been answered.
    Done,
    /// The answer is for another kind of entry.
    NotFor,
    /// Without an invoice number that is one.
    NoInvoice,
    NoCustomer,
    /// Without a payment that may be it.
    NoPayment,
    /// Passed over without a word of why.
    NoNote,
}

impl From<NotSettled> for Refusal {
    fn from(reason: NotSettled) -> Self {
        let (code, field, words) = match reason {
            NotSettled::Done => ("bank.settled", "", "Dette er alt avgjort."),
            NotSettled::NotFor => ("bank.not_for", "", "Det svaret passer ikke til dette."),
            NotSettled::NoInvoice => {
                ("bank.invoice", "invoice", "Skriv nummeret på en faktura som finnes.")
            }
            NotSettled::NoCustomer => ("bank.customer", "customer", "Velg en kunde."),
            NotSettled::NoPayment => {
                ("bank.payment", "payment", "Velg betalingen som er tatt tilbake.")
            }
            NotSettled::NoNote => ("bank.note", "note", "Skriv kort hvorfor."),
        };
        Self::new(code, field, words)
    }
}

impl FileKind {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Ocr => "OCR giro",
            Self::Camt => "camt.054",
        }
    }
}

impl Fate {
    /// Why it waits.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Paid => "Ført på fakturaen",
            Self::Unknown => "Ingen faktura har denne KID-en",
            Self::Credited => "Fakturaen er kreditert eller ført som tap",
            Self::Twice => "Kan være kommet før, i en annen fil",
            Self::Out => "Penger ut av kontoen",
            Self::Reversal => "Banken har tatt noe tilbake",
        }
    }
}

impl How {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Invoice => "Ført på en faktura",
            Self::Customer => "Satt til gode hos kunden",
            Self::PaidBack => "Betalt tilbake",
            Self::Reversed => "Betalingen er tilbakeført",
            Self::PassedOver => "Lagt bort",
            Self::Reopened => "Tilbakeført fra fakturaen, og venter på nytt",
        }
    }
}

impl Taken {
    /// `12 bevegelser, 4 500,00 kr: 10 ført, 2 venter på at noen avgjør.`
    pub(crate) fn words(&self) -> String {
        if self.was_known {
            return "Filen er lest inn før. Ingenting nytt.".into();
        }
        let Self { entries, sum, paid, waiting, known, .. } = self;
        let what = if *entries == 1 { "bevegelse" } else { "bevegelser" };
        let mut parts = vec![format!("{entries} {what}, {sum} kr: {paid} ført")];
        if *waiting > 0 {
            parts.push(format!("{waiting} venter på at noen avgjør"));
        }
        if *known > 0 {
            parts.push(format!("{known} var kjent fra før"));
        }
        parts.join(", ") + "."
    }
}
