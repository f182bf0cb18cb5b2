//! Made-up documents for the tests of EHF.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{
    CustomerId, EnterpriseId, InvoiceId, OrderId, Ore, Quantity, UtcTime, VatCode, VoucherId,
};
use crate::customers::CustomerKind;
use crate::invoicing::crediting::{mirrored, mirrored_line, mirrored_vat};
use crate::invoicing::issuing::{lines_of, vats_of};
use crate::invoicing::model::{BuyerSnapshot, Document, Invoice, InvoiceKind, SellerSnapshot};
use crate::invoicing::rules::{self as reckoning, Billed, Charges};
use crate::ledger::kontering::SaleKind;

pub(super) fn seller() -> SellerSnapshot {
    SellerSnapshot {
        name: "Solbakken gård AS".into(),
        org_number: "999111238".into(),
        vat_registered: true,
        in_business_register: true,
        street: "Solbakkvegen 12".into(),
        postcode: "2380".into(),
        city: "Brumunddal".into(),
        bank_account: "18131012346".into(),
        email: "post@solbakken.example".into(),
        phone: "62000000".into(),
        is_basis: false,
    }
}

pub(super) fn buyer() -> BuyerSnapshot {
    BuyerSnapshot {
        kind: CustomerKind::Public,
        name: "Ås & Øvre <kommune>".into(),
        org_number: Some("317763174".into()),
        street: "Rådhusgata 2".into(),
        postcode: "4630".into(),
        city: "Kristiansand".into(),
        order_number: "G0000007".into(),
        buyer_reference: "Kari Lunde".into(),
        order_reference: String::new(),
        delivery_place: "Storgata 1, inngang B, 4630 Kristiansand".into(),
    }
}

pub(super) fn billed(kind: SaleKind, code: VatCode, price: i64, milli: i64) -> Billed {
    let (quantity, unit_price) = (Quantity::from_milli(milli), Ore::new(price));
    Billed {
        order_line: 1,
        enterprise_id: EnterpriseId::from_text("e1"),
        name: "Ved i sekk".into(),
        kind,
        unit: "sekk".into(),
        quantity,
        unit_price,
        gross: quantity.price(unit_price).unwrap(),
        vat_code: code,
    }
}

/// Firewood, lunch, a bed, a book, a riding lesson.
pub(super) fn one_of_each() -> Vec<Billed> {
    vec![
        billed(SaleKind::Goods, VatCode::Out25, 12_000, 3_000),
        billed(SaleKind::Goods, VatCode::Out15, 14_900, 37_000),
        billed(SaleKind::Service, VatCode::Out12, 100_002, 2_000),
        billed(SaleKind::Goods, VatCode::ZeroRated, 24_900, 1_000),
        billed(SaleKind::Service, VatCode::OutsideVat, 240_000, 1_000),
    ]
}

pub(super) fn reckoned(lines: Vec<Billed>) -> reckoning::Figures {
    let rates: BTreeMap<VatCode, i32> =
        [(VatCode::Out25, 2500), (VatCode::Out15, 1500), (VatCode::Out12, 1200)].into();
    reckoning::figure(lines, &rates).unwrap()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn document(
    seller: SellerSnapshot,
    buyer: BuyerSnapshot,
    lines: Vec<Billed>,
) -> Document {
    let (id, figures) = (InvoiceId::from_text("i1"), reckoned(lines));
    let invoice = Invoice {
        id: id.clone(),
        number: 17,
        kind: InvoiceKind::Invoice,
        order_id: OrderId::from_text("o1"),
        customer_id: CustomerId::from_text("c1"),
        credits: None,
        invoice_date: day("2026-03-16"),
        delivered_on: day("2026-03-14"),
        due_date: day("2026-03-30"),
        kid: "90000000175".into(),
        total_ore: figures.total,
        seller: serde_json::to_string(&seller).unwrap(),
        buyer: serde_json::to_string(&buyer).unwrap(),
        voucher_id: VoucherId::from_text("v1"),
        issued_at: UtcTime::new(chrono::DateTime::default()),
        issued_by: None,
    };
    let (lines, vats) = (lines_of(&id, &figures), vats_of(&id, &figures));
    let payments = Vec::new();
    Document {
        invoice,
        lines,
        vats,
        payments,
        seller,
        buyer,
        credited_by: None,
        credits: None,
        loss: None,
        reminders: Vec::new(),
        charges: Charges::default(),
    }
}

pub(super) fn credit_of(document: &Document) -> Document {
    let now = document.invoice.issued_at;
    let head = mirrored(&document.invoice, 18, day("2026-04-02"), None, now);
    Document {
        lines: document.lines.iter().map(|line| mirrored_line(&head.id, line)).collect(),
        vats: document.vats.iter().map(|vat| mirrored_vat(&head.id, vat)).collect(),
        credits: Some(document.invoice.clone()),
        invoice: head,
        ..document.clone()
    }
}
