//! What a paper says of money and VAT. Pure.

use crate::base::{Ore, VatCode};
use crate::invoicing::ehf::reason;
use crate::invoicing::model::{Document, InvoiceKind, SellerSnapshot};

/// Source: merverdiavgiftsloven chapter 6 (zero-rated).
const ZERO_RATED: &str = "Fritatt etter merverdiavgiftsloven kapittel 6";

/// Is there something to pay, and by this paper? A basis asks for nothing.
pub(super) fn asks_for_money(document: &Document) -> bool {
    document.invoice.kind == InvoiceKind::Invoice
        && !document.seller.is_basis
        && document.invoice.total_ore > Ore::ZERO
}

/// Why a code bears no VAT; empty when it does.
pub(super) const fn reason(seller: &SellerSnapshot, code: VatCode, rate_bp: i32) -> &'static str {
    match code {
        _ if rate_bp > 0 => "",
        _ if !seller.vat_registered => reason::OUTSIDE,
        VatCode::OutsideVat | VatCode::NoTreatment => reason::EXEMPT,
        _ => ZERO_RATED,
    }
}
