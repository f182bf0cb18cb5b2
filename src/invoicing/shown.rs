//! How parts of a document read, on screen and on paper.

use crate::base::{OrgNumber, VatCode, percent_words};

use super::model::{Document, InvoiceKind};

/// `Faktura`, `Fakturagrunnlag` or `Kreditnota`.
pub(super) fn kind_words(document: &Document) -> &'static str {
    match (document.invoice.kind, document.seller.is_basis) {
        (InvoiceKind::Invoice, true) => "Fakturagrunnlag",
        (kind, _) => kind.words(),
    }
}

/// `25 %`, or why there is none.
pub(super) fn rate_words(code: VatCode, rate_bp: i32) -> String {
    match code {
        VatCode::ZeroRated => "Fritatt".into(),
        VatCode::OutsideVat => "Unntatt".into(),
        _ => percent_words(rate_bp),
    }
}

/// `317 763 174`
pub(super) fn plain_org(digits: &str) -> String {
    OrgNumber::parse(digits).map_or_else(|| digits.to_owned(), |number| number.to_string())
}

/// `317 763 174 MVA`
pub(super) fn org_words(digits: &str, vat_registered: bool) -> String {
    let mva = if vat_registered { " MVA" } else { "" };
    format!("{}{mva}", plain_org(digits))
}

/// `1503 29 14176`
pub(super) fn bank_words(digits: &str) -> String {
    match (digits.get(..4), digits.get(4..6), digits.get(6..11)) {
        (Some(bank), Some(kind), Some(rest)) if digits.len() == 11 => {
            format!("{bank}\u{a0}{kind}\u{a0}{rest}")
        }
        _ => digits.to_owned(),
    }
}
