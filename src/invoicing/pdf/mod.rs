//! Invoices, bases, credit notes and reminders as PDF, with the EHF inside where there is one.
//!
//! *Invariant:* nothing is reckoned here: every sum is as it was booked.

mod files;
mod qr;
mod reminder;
mod rules;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::base::Ore;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::ledger::pages::day_words;
use crate::orders;
use crate::pdf::{Attachment, Draft, Template, qr_svg};

use super::ehf;
use super::model::{BuyerSnapshot, Document, InvoiceKind, InvoiceLine, InvoiceVat, SellerSnapshot};
use super::reading::find_document;
use super::shown::{bank_words, kind_words, org_words, plain_org, rate_words};
use super::store;

pub(crate) use files::{export_all_pdf, export_pdf};
pub(crate) use reminder::reminder_draft;

const DOCUMENT: Template = typst_template!("invoicing/document.typ", "invoicing/parts.typ");

/// The document of a number, ready to be set.
///
/// # Errors
/// `NotFound` for a number that is none; the database's.
pub(crate) fn document_draft(conn: &mut DbConn, number: i64) -> AppResult<Draft> {
    draft(&find_document(conn, number)?.ok_or(AppError::NotFound)?)
}

/// The invoice of the order behind a customer's link, ready to be set.
///
/// # Errors
/// `NotFound` for a link that is none, before there is an invoice, and where another finance system
/// issues it; the database's.
pub(crate) fn customer_draft(conn: &mut DbConn, token: &str) -> AppResult<Draft> {
    let order = orders::customer_order(conn, token)?.order;
    let invoice = store::find_of_order(conn, &order.id)?.ok_or(AppError::NotFound)?;
    let document = find_document(conn, invoice.number)?.ok_or(AppError::NotFound)?;
    if document.seller.is_basis {
        return Err(AppError::NotFound);
    }
    draft(&document)
}

/// `faktura-10012`, `purring-1-faktura-10012`: no file's name tells who bought what.
pub(crate) fn file_name(draft: &Draft) -> String {
    draft.data.get("file").and_then(Value::as_str).unwrap_or("faktura").to_owned()
}

/// A document, ready to be set.
///
/// # Errors
/// For a code that cannot be drawn, which is a fault of ours.
fn draft(document: &Document) -> AppResult<Draft> {
    let invoice = &document.invoice;
    let kind = kind_words(document);
    let payable = rules::asks_for_money(document).then_some(Payable {
        amount: invoice.total_ore,
        due: invoice.due_date,
        dated: invoice.invoice_date,
    });
    let net: Ore = document.vats.iter().map(|one| one.base_ore).sum();
    let vat: Ore = document.vats.iter().map(|one| one.vat_ore).sum();
    let data = json!({
        "title": format!("{kind} {}", invoice.number),
        "file": format!("{}-{}", kind.to_lowercase(), invoice.number),
        "kind": kind,
        "seller": seller_data(&document.seller),
        "buyer": buyer_data(&document.buyer),
        "facts": facts(document),
        "notes": notes(document),
        "lines": lines(document),
        "vats": vats(document),
        "sums": {
            "net": net.to_string(),
            "vat": vat.to_string(),
            "total": invoice.total_ore.to_string(),
        },
        "total-words": total_words(document),
        "grand-total": grand_total(document).to_string(),
        "pay": payable.as_ref().map(|payable| pay_data(document, payable)),
    });
    let mut draft = Draft::new(DOCUMENT, invoice.invoice_date, data);
    if let Some(payable) = &payable {
        draft.images.push(("qr", qr_svg(&qr::payload(document, payable)?)?));
    }
    if let Ok(body) = ehf::ehf_of(document) {
        draft.attachments.push(Attachment {
            path: "/ehf.xml",
            mime_type: "application/xml",
            description: "EHF, Peppol BIS Billing 3.0",
            body,
        });
    }
    Ok(draft)
}

/// The seller as a letterhead and a foot hold it.
fn seller_data(seller: &SellerSnapshot) -> Value {
    json!({
        "name": seller.name,
        "street": seller.street,
        "place": place(&seller.postcode, &seller.city),
        "org": format!("Org.nr. {}", org_words(&seller.org_number, seller.vat_registered)),
        "register": if seller.in_business_register { "Foretaksregisteret" } else { "" },
        "email": seller.email,
        "phone": seller.phone,
    })
}

fn buyer_data(buyer: &BuyerSnapshot) -> Value {
    let org = buyer.org_number.as_deref().filter(|digits| !digits.is_empty()).map(plain_org);
    json!({
        "name": buyer.name,
        "street": buyer.street,
        "place": place(&buyer.postcode, &buyer.city),
        "org": org.map(|org| format!("Org.nr. {org}")).unwrap_or_default(),
    })
}

fn place(postcode: &str, city: &str) -> String {
    format!("{postcode} {city}").trim().to_owned()
}

/// Source: bokføringsforskriften § 5-1-1 nos. 1, 4 and 5: number and date, time and place of the
/// delivery, when it is due.
fn facts(document: &Document) -> Vec<(&'static str, String)> {
    let (invoice, buyer) = (&document.invoice, &document.buyer);
    let (number, date) = match (invoice.kind, document.seller.is_basis) {
        (InvoiceKind::CreditNote, _) => ("Kreditnotanummer", "Kreditnotadato"),
        (InvoiceKind::Invoice, true) => ("Grunnlagsnummer", "Dato"),
        (InvoiceKind::Invoice, false) => ("Fakturanummer", "Fakturadato"),
    };
    let mut facts =
        vec![(number, invoice.number.to_string()), (date, day_words(invoice.invoice_date))];
    if let Some(credited) = &document.credits {
        let words = format!("{} av {}", credited.number, day_words(credited.invoice_date));
        facts.push(("Gjelder faktura", words));
    } else if !document.seller.is_basis {
        facts.push(("Forfall", day_words(invoice.due_date)));
    }
    facts.push(("Levert", day_words(invoice.delivered_on)));
    facts.push(("Leveringssted", buyer.delivery_place.clone()));
    facts.push(("Bestilling", buyer.order_number.clone()));
    facts.push(("Deres referanse", buyer.buyer_reference.clone()));
    facts.push(("Deres bestillingsnr.", buyer.order_reference.clone()));
    facts.retain(|(_, words)| !words.is_empty());
    facts
}

fn notes(document: &Document) -> Vec<&'static str> {
    if document.seller.is_basis {
        vec![
            "Dette er et grunnlag. Den som skal betale, får dokumentet fra kommunens økonomisystem.",
        ]
    } else {
        Vec::new()
    }
}

const fn total_words(document: &Document) -> &'static str {
    match (document.invoice.kind, document.seller.is_basis) {
        (InvoiceKind::CreditNote, _) => "Kreditert",
        (InvoiceKind::Invoice, true) => "Sum med MVA",
        (InvoiceKind::Invoice, false) => "Å betale",
    }
}

/// What stands after [`total_words`]: "Kreditert" says already that it goes the other way.
const fn grand_total(document: &Document) -> Ore {
    match document.invoice.kind {
        InvoiceKind::CreditNote => document.invoice.total_ore.abs(),
        InvoiceKind::Invoice => document.invoice.total_ore,
    }
}

/// Source: bokføringsforskriften § 5-1-1 nos. 3 and 5: what was delivered, how much, and its price.
fn lines(document: &Document) -> Vec<Value> {
    let line = |line: &InvoiceLine| {
        json!({
            "name": line.name,
            "quantity": quantity_words(line),
            "price": line.unit_price_ore.to_string(),
            "rate": rate_words(line.vat_code, line.rate_bp),
            "gross": line.gross_ore.to_string(),
        })
    };
    document.lines.iter().map(line).collect()
}

/// `−1,5 hg`
fn quantity_words(line: &InvoiceLine) -> String {
    format!("{}\u{a0}{}", line.quantity_milli.to_string().replace('-', "\u{2212}"), line.unit)
}

/// Source: bokføringsforskriften § 5-1-1 no. 6: VAT in kroner, by rate, and apart from them what has
/// none.
fn vats(document: &Document) -> Vec<Value> {
    let vat = |vat: &InvoiceVat| {
        json!({
            "name": rate_words(vat.vat_code, vat.rate_bp),
            "reason": rules::reason(&document.seller, vat.vat_code, vat.rate_bp),
            "base": vat.base_ore.to_string(),
            "vat": vat.vat_ore.to_string(),
            "gross": vat.gross_ore.to_string(),
        })
    };
    document.vats.iter().map(vat).collect()
}

/// Something to pay by a date.
struct Payable {
    amount: Ore,
    due: NaiveDate,
    /// The paper's own day.
    dated: NaiveDate,
}

fn pay_data(document: &Document, payable: &Payable) -> Value {
    json!({
        "amount": payable.amount.to_string(),
        "due": day_words(payable.due),
        "account": bank_words(&document.seller.bank_account),
        "kid": document.invoice.kid,
        "receiver": document.seller.name,
        "code-words": "QR-kode med beløp, kontonummer, KID og forfall, som står ved siden av.",
    })
}
