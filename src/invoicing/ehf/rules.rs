//! What of a document an EHF states, and which documents it cannot state. Pure.

use rust_decimal::{Decimal, RoundingStrategy};

use super::units;
use crate::base::{Ore, OrgNumber, Quantity, VatCode};
use crate::customers::CustomerKind;
use crate::invoicing::model::{BuyerSnapshot, Document, InvoiceKind, InvoiceLine, SellerSnapshot};
use crate::invoicing::rules::COLLECTED;

/// Decimals of a unit price.
///
/// Source: CONTRACT section 3, "unit price = net ÷ quantity in eight decimals".
const PRICE_DECIMALS: u32 = 8;
/// For a quantity so large that eight do not give the net back.
const PRICE_DECIMALS_MAX: u32 = 16;

/// Why a document has no EHF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    PrivateBuyer,
    /// Another finance system issues the invoice.
    Basis,
    BuyerOrgNumber,
    /// VAT from a seller outside the VAT register.
    NotVatRegistered,
    /// The stored figures do not add up.
    Sums,
}

/// A VAT category of EN 16931.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    /// With a rate in basis points.
    Standard(i32),
    ZeroRated,
    Exempt,
    /// The seller is outside VAT.
    Outside,
}

impl Category {
    /// Source: CONTRACT section 3, "5 is category Z and 6 is E with its reason"; EN 16931, BR-O-11:
    /// what is outside VAT shares a document with no other category.
    fn of(seller: &SellerSnapshot, code: VatCode, rate_bp: i32) -> Self {
        match code {
            _ if rate_bp > 0 => Self::Standard(rate_bp),
            _ if !seller.vat_registered => Self::Outside,
            VatCode::OutsideVat | VatCode::NoTreatment => Self::Exempt,
            _ => Self::ZeroRated,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Standard(_) => "S",
            Self::ZeroRated => "Z",
            Self::Exempt => "E",
            Self::Outside => "O",
        }
    }

    /// None where there is no rate at all.
    pub(super) fn percent(self) -> Option<String> {
        match self {
            Self::Standard(bp) => Some(Decimal::new(i64::from(bp), 2).normalize().to_string()),
            Self::ZeroRated | Self::Exempt => Some("0".to_owned()),
            Self::Outside => None,
        }
    }
}

/// A line; amounts are positive on a credit note too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) name: String,
    /// The unit in its own word, where no code says it.
    pub(super) unit_word: Option<String>,
    pub(super) quantity: Quantity,
    pub(super) unit_code: &'static str,
    pub(super) net: Ore,
    pub(super) price: Decimal,
    /// Rounding that went below nothing; the price is then nothing.
    pub(super) allowance: Ore,
    pub(super) category: Category,
}

/// What one category comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subtotal {
    pub(super) category: Category,
    pub(super) base: Ore,
    pub(super) vat: Ore,
}

/// A document's figures as booked, with the sign its kind has in an EHF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) lines: Vec<Line>,
    pub(super) subtotals: Vec<Subtotal>,
    pub(super) net: Ore,
    pub(super) vat: Ore,
    pub(super) total: Ore,
}

/// The figures of a document, or why it has no EHF.
pub(super) fn figures(document: &Document) -> Result<Figures, Fault> {
    if let Some(fault) = fault(document) {
        return Err(fault);
    }
    let is_credit = document.invoice.kind == InvoiceKind::CreditNote;
    let turned = |amount: Ore| if is_credit { -amount } else { amount };
    let seller = &document.seller;
    let mut subtotals: Vec<Subtotal> = Vec::new();
    for vat in &document.vats {
        let category = Category::of(seller, vat.vat_code, vat.rate_bp);
        let (base, vat) = (turned(vat.base_ore), turned(vat.vat_ore));
        match subtotals.iter_mut().find(|known| known.category == category) {
            Some(known) => {
                known.base += base;
                known.vat += vat;
            }
            None => subtotals.push(Subtotal { category, base, vat }),
        }
    }
    let figures = Figures {
        lines: document.lines.iter().map(|line| stated(seller, line, is_credit)).collect(),
        net: subtotals.iter().map(|sub| sub.base).sum(),
        vat: subtotals.iter().map(|sub| sub.vat).sum(),
        total: turned(document.invoice.total_ore),
        subtotals,
    };
    if adds_up(&figures) { Ok(figures) } else { Err(Fault::Sums) }
}

fn fault(document: &Document) -> Option<Fault> {
    let (seller, buyer) = (&document.seller, &document.buyer);
    let has_number = buyer.org_number.as_deref().and_then(OrgNumber::parse).is_some();
    let has_vat = document.lines.iter().any(|line| line.rate_bp > 0);
    [
        (buyer.kind == CustomerKind::Private, Fault::PrivateBuyer),
        (seller.is_basis, Fault::Basis),
        (!has_number, Fault::BuyerOrgNumber),
        (has_vat && !seller.vat_registered, Fault::NotVatRegistered),
    ]
    .into_iter()
    .find_map(|(is_so, fault)| is_so.then_some(fault))
}

fn stated(seller: &SellerSnapshot, line: &InvoiceLine, is_credit: bool) -> Line {
    let milli = line.quantity_milli.milli();
    let quantity = Quantity::from_milli(if is_credit { -milli } else { milli });
    let net = if is_credit { -line.net_ore } else { line.net_ore };
    let unit = units::code(&line.unit);
    let allowance = if net < Ore::ZERO { -net } else { Ore::ZERO };
    Line {
        name: line.name.clone(),
        unit_word: unit.is_none().then(|| line.unit.clone()),
        quantity,
        unit_code: unit.unwrap_or(units::ONE),
        net,
        price: price(net + allowance, quantity),
        allowance,
        category: Category::of(seller, line.vat_code, line.rate_bp),
    }
}

/// Net ÷ quantity, in as many decimals as give the net back to the øre.
fn price(net: Ore, quantity: Quantity) -> Decimal {
    let net = net.kroner();
    let exact = net.checked_div(quantity.decimal()).unwrap_or_default();
    let rounded = |decimals| {
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
    };
    let price = rounded(PRICE_DECIMALS);
    let back = price.checked_mul(quantity.decimal()).map(|product| product.round_dp(2));
    if back == Some(net) { price } else { rounded(PRICE_DECIMALS_MAX) }
}

/// Do lines, categories and total say the same?
fn adds_up(figures: &Figures) -> bool {
    let of = |category: Category| -> Ore {
        figures.lines.iter().filter(|line| line.category == category).map(|line| line.net).sum()
    };
    let lines: Ore = figures.lines.iter().map(|line| line.net).sum();
    lines == figures.net
        && figures.net + figures.vat == figures.total
        && figures.subtotals.iter().all(|sub| of(sub.category) == sub.base)
}

/// What the buyer gave to find the invoice's way by, when it is not both nothing.
pub(super) fn lacks_reference(buyer: &BuyerSnapshot) -> Option<CustomerKind> {
    let has_none =
        buyer.buyer_reference.trim().is_empty() && buyer.order_reference.trim().is_empty();
    has_none.then_some(buyer.kind)
}

/// Where something was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// May be more than a street, when no postcode is found at the end.
    pub(super) street: &'a str,
    pub(super) postcode: &'a str,
    pub(super) city: &'a str,
}

/// The parts of `Storgata 1, 4630 Kristiansand`, also after `Hentet: `.
pub(super) fn place(text: &str) -> Place<'_> {
    let text = text.strip_prefix(COLLECTED).unwrap_or(text).trim();
    let whole = Place { street: text, postcode: "", city: "" };
    let (street, end) = text.rsplit_once(',').unwrap_or(("", text));
    match end.trim().split_once(' ') {
        Some((postcode, city)) if crate::base::is_postcode(postcode) => {
            Place { street: street.trim(), postcode, city: city.trim() }
        }
        _ => whole,
    }
}
