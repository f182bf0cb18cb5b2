//! What a person reads when the books say no.

use chrono::NaiveDate;

use crate::base::{VatCode, VatTerm};
use crate::error::{Refusal, Refusals};

use super::model::Voucher;
use super::period::NotClosable;
use super::voucher::{NotBalanced, VoucherKind};

/// Letters in a reason, at most.
const REASON_MAX: usize = 500;

/// `mars–april 2026`.
pub(crate) fn term_words(term: VatTerm) -> String {
    let first = term.first_month().words();
    let first = first.split(' ').next().unwrap_or_default().to_owned();
    format!("{first}–{}", term.last_month().words())
}

/// The refusal of a posting in a closed term.
pub(super) fn term_closed(term: VatTerm) -> Refusal {
    let words = format!(
        "MVA-terminen {} er avsluttet og tar ikke imot flere føringer. Velg en dato i en åpen termin.",
        term_words(term)
    );
    Refusal::new("ledger.term_closed", "date", words)
}

/// The refusal of a posting on a day that nobody means.
pub(super) fn too_old(date: NaiveDate) -> Refusal {
    let day = date.format("%d.%m.%Y");
    let words = format!("Datoen {day} er for gammel. Se etter at året er riktig.");
    Refusal::new("ledger.too_old", "date", words)
}

/// The refusal of a VAT code on a day before its first rate.
pub(super) fn no_rate(code: VatCode, on: NaiveDate) -> Refusal {
    let day = on.format("%d.%m.%Y");
    let words = format!("MVA-kode {code} hadde ingen sats {day}. Se etter at datoen er riktig.");
    Refusal::new("ledger.no_rate", "date", words)
}

impl From<NotBalanced> for Refusal {
    fn from(reason: NotBalanced) -> Self {
        match reason {
            NotBalanced::Difference(difference) => Self::new(
                "ledger.not_balanced",
                "",
                format!("Bilaget går ikke i balanse. Differansen er {} kr.", difference.abs()),
            ),
            NotBalanced::Empty => {
                Self::new("ledger.empty", "", "Bilaget er tomt. Det må være et beløp å føre.")
            }
            NotBalanced::TooLarge => {
                Self::new("ledger.too_large", "", "Beløpet er for stort til å føres.")
            }
        }
    }
}

impl From<NotClosable> for Refusal {
    fn from(reason: NotClosable) -> Self {
        match reason {
            NotClosable::NoTerm => {
                Self::new("ledger.no_term", "term", "Et år har seks MVA-terminer, fra 1 til 6.")
            }
            NotClosable::NotEnded(term) => Self::new(
                "ledger.term_not_ended",
                "term",
                format!(
                    "MVA-terminen {} er ikke over ennå. Den kan avsluttes når siste dag er passert.",
                    term_words(term)
                ),
            ),
        }
    }
}

/// May this voucher be mirrored on that date, with that reason?
pub(super) fn check_reversal(
    original: &Voucher,
    is_corrected: bool,
    date: NaiveDate,
    reason: &str,
    today: NaiveDate,
) -> Result<(), Refusals> {
    let mut refusals = Refusals::default();
    let mut no = |code, field: &str, words: &str| refusals.add(Refusal::new(code, field, words));
    let has_own_way =
        !matches!(original.kind, VoucherKind::Purchase | VoucherKind::PurchasePayment);
    if has_own_way {
        no(
            "ledger.has_own_way",
            "",
            "Dette bilaget rettes ikke her. En faktura rettes med en kreditnota.",
        );
    }
    if is_corrected {
        no("ledger.corrected", "", "Bilaget er alt rettet.");
    }
    if reason.trim().is_empty() {
        no("ledger.reason", "reason", "Skriv hvorfor bilaget rettes.");
    }
    if reason.chars().count() > REASON_MAX {
        no("ledger.reason", "reason", "Skriv det kortere, høyst 500 tegn.");
    }
    if date > today {
        no("ledger.in_future", "date", "Datoen kan ikke være etter i dag.");
    }
    if date < original.voucher_date {
        no("ledger.before_original", "date", "Datoen kan ikke være før bilaget som rettes.");
    }
    refusals.or(())
}

/// What a VAT code is for, as a person reads it.
pub(crate) const fn vat_code_name(code: VatCode) -> &'static str {
    match code {
        VatCode::Out25 => "Salg, 25 %",
        VatCode::Out15 => "Salg av mat, 15 %",
        VatCode::Out12 => "Salg, 12 %",
        VatCode::ZeroRated => "Salg, fritatt (0 %)",
        VatCode::OutsideVat => "Salg, unntatt",
        VatCode::NoTreatment => "Ingen MVA-behandling",
        VatCode::In25 => "Innkjøp, 25 %",
        VatCode::In15 => "Innkjøp av mat, 15 %",
        VatCode::In12 => "Innkjøp, 12 %",
        VatCode::InNone => "Innkjøp uten MVA",
    }
}
