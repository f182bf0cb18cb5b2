//! A document as UBL 2.1, in the order Peppol BIS Billing 3.0 has its elements.

use super::rules::{Category, Figures, Line, lacks_reference, place};
use super::words::reason;
use super::xml::Xml;
use crate::invoicing::model::{BuyerSnapshot, Document, InvoiceKind, SellerSnapshot};

const CUSTOMIZATION: &str =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
const PROFILE: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
const UBL: &str = "urn:oasis:names:specification:ubl:schema:xsd";
/// Norwegian organisation numbers.
///
/// Source: Peppol code list "Electronic Address Scheme", and ISO 6523.
const ORG_NUMBER: (&str, &str) = ("schemeID", "0192");

/// What differs by kind.
struct Kind {
    root: &'static str,
    type_element: &'static str,
    /// Source: UNTDID 1001.
    type_code: &'static str,
    line: &'static str,
    quantity: &'static str,
}

const INVOICE: Kind = Kind {
    root: "Invoice",
    type_element: "cbc:InvoiceTypeCode",
    type_code: "380",
    line: "cac:InvoiceLine",
    quantity: "cbc:InvoicedQuantity",
};

const CREDIT_NOTE: Kind = Kind {
    root: "CreditNote",
    type_element: "cbc:CreditNoteTypeCode",
    type_code: "381",
    line: "cac:CreditNoteLine",
    quantity: "cbc:CreditedQuantity",
};

/// The document as XML.
///
/// Source: Peppol BIS Billing 3.0.21; NO-R-001 and NO-R-002 of its national rules.
pub(super) fn write(document: &Document, figures: &Figures) -> String {
    let kind = match document.invoice.kind {
        InvoiceKind::Invoice => &INVOICE,
        InvoiceKind::CreditNote => &CREDIT_NOTE,
    };
    let spaces = [
        ("xmlns", format!("{UBL}:{}-2", kind.root)),
        ("xmlns:cac", format!("{UBL}:CommonAggregateComponents-2")),
        ("xmlns:cbc", format!("{UBL}:CommonBasicComponents-2")),
    ];
    let spaces: Vec<(&str, &str)> = spaces.iter().map(|(name, at)| (*name, at.as_str())).collect();
    let mut xml = Xml::new();
    xml.root(kind.root, &spaces, |x| {
        head(x, document, kind);
        references(x, document);
        x.group("cac:AccountingSupplierParty", |x| seller(x, &document.seller));
        x.group("cac:AccountingCustomerParty", |x| buyer(x, &document.buyer));
        delivery(x, document);
        if document.invoice.kind == InvoiceKind::Invoice {
            payment(x, document);
        }
        taxes(x, figures);
        totals(x, figures);
        for (number, line) in (1..).zip(&figures.lines) {
            x.group(kind.line, |x| write_line(x, kind, number, line));
        }
    });
    xml.finish()
}

fn head(x: &mut Xml, document: &Document, kind: &Kind) {
    let invoice = &document.invoice;
    x.text("cbc:CustomizationID", CUSTOMIZATION);
    x.text("cbc:ProfileID", PROFILE);
    x.text("cbc:ID", &invoice.number.to_string());
    x.text("cbc:IssueDate", &invoice.invoice_date.to_string());
    if invoice.kind == InvoiceKind::Invoice {
        x.text("cbc:DueDate", &invoice.due_date.to_string());
    }
    x.text(kind.type_element, kind.type_code);
    x.text("cbc:DocumentCurrencyCode", "NOK");
    x.text("cbc:BuyerReference", &document.buyer.buyer_reference);
}

/// The buyer's order, ours when the buyer gave no reference, and the invoice of a credit note.
fn references(x: &mut Xml, document: &Document) {
    let buyer = &document.buyer;
    if lacks_reference(buyer).is_some() {
        x.group("cac:OrderReference", |x| x.text("cbc:ID", &buyer.order_number));
    } else if !buyer.order_reference.trim().is_empty() {
        x.group("cac:OrderReference", |x| {
            x.text("cbc:ID", &buyer.order_reference);
            x.text("cbc:SalesOrderID", &buyer.order_number);
        });
    }
    if let Some(credited) = &document.credits {
        x.group("cac:BillingReference", |x| {
            x.group("cac:InvoiceDocumentReference", |x| {
                x.text("cbc:ID", &credited.number.to_string());
                x.text("cbc:IssueDate", &credited.invoice_date.to_string());
            });
        });
    }
}

fn seller(x: &mut Xml, seller: &SellerSnapshot) {
    x.group("cac:Party", |x| {
        x.with("cbc:EndpointID", ORG_NUMBER, &seller.org_number);
        address(x, "cac:PostalAddress", &seller.street, &seller.postcode, &seller.city);
        if seller.vat_registered {
            tax_scheme(x, &format!("NO{}MVA", seller.org_number), "VAT");
        }
        if seller.in_business_register {
            tax_scheme(x, "Foretaksregisteret", "TAX");
        }
        legal_entity(x, &seller.name, &seller.org_number);
        if !(seller.phone.trim().is_empty() && seller.email.trim().is_empty()) {
            x.group("cac:Contact", |x| {
                x.text("cbc:Telephone", &seller.phone);
                x.text("cbc:ElectronicMail", &seller.email);
            });
        }
    });
}

fn buyer(x: &mut Xml, buyer: &BuyerSnapshot) {
    let org_number = buyer.org_number.as_deref().unwrap_or_default();
    x.group("cac:Party", |x| {
        x.with("cbc:EndpointID", ORG_NUMBER, org_number);
        address(x, "cac:PostalAddress", &buyer.street, &buyer.postcode, &buyer.city);
        legal_entity(x, &buyer.name, org_number);
    });
}

fn address(x: &mut Xml, name: &str, street: &str, postcode: &str, city: &str) {
    x.group(name, |x| {
        x.text("cbc:StreetName", street);
        x.text("cbc:CityName", city);
        x.text("cbc:PostalZone", postcode);
        x.group("cac:Country", |x| x.text("cbc:IdentificationCode", "NO"));
    });
}

fn tax_scheme(x: &mut Xml, company: &str, scheme: &str) {
    x.group("cac:PartyTaxScheme", |x| {
        x.text("cbc:CompanyID", company);
        x.group("cac:TaxScheme", |x| x.text("cbc:ID", scheme));
    });
}

fn legal_entity(x: &mut Xml, name: &str, org_number: &str) {
    x.group("cac:PartyLegalEntity", |x| {
        x.text("cbc:RegistrationName", name);
        x.with("cbc:CompanyID", ORG_NUMBER, org_number);
    });
}

fn delivery(x: &mut Xml, document: &Document) {
    let place = place(&document.buyer.delivery_place);
    x.group("cac:Delivery", |x| {
        x.text("cbc:ActualDeliveryDate", &document.invoice.delivered_on.to_string());
        if !(place.street.is_empty() && place.city.is_empty()) {
            x.group("cac:DeliveryLocation", |x| {
                address(x, "cac:Address", place.street, place.postcode, place.city);
            });
        }
    });
}

/// Source: UNTDID 4461, 30 is a credit transfer.
fn payment(x: &mut Xml, document: &Document) {
    x.group("cac:PaymentMeans", |x| {
        x.text("cbc:PaymentMeansCode", "30");
        x.text("cbc:PaymentID", &document.invoice.kid);
        x.group("cac:PayeeFinancialAccount", |x| {
            x.text("cbc:ID", &document.seller.bank_account);
        });
    });
}

fn taxes(x: &mut Xml, figures: &Figures) {
    x.group("cac:TaxTotal", |x| {
        x.amount("cbc:TaxAmount", figures.vat);
        for subtotal in &figures.subtotals {
            x.group("cac:TaxSubtotal", |x| {
                x.amount("cbc:TaxableAmount", subtotal.base);
                x.amount("cbc:TaxAmount", subtotal.vat);
                category(x, "cac:TaxCategory", subtotal.category, |x| match subtotal.category {
                    Category::Exempt => x.text("cbc:TaxExemptionReason", reason::EXEMPT),
                    Category::Outside => {
                        x.text("cbc:TaxExemptionReasonCode", "VATEX-EU-O");
                        x.text("cbc:TaxExemptionReason", reason::OUTSIDE);
                    }
                    Category::Standard(_) | Category::ZeroRated => {}
                });
            });
        }
    });
}

/// A category with its rate and what `why` writes between that and the scheme.
fn category(x: &mut Xml, name: &str, category: Category, why: impl FnOnce(&mut Xml)) {
    x.group(name, |x| {
        x.text("cbc:ID", category.code());
        x.text("cbc:Percent", &category.percent().unwrap_or_default());
        why(x);
        x.group("cac:TaxScheme", |x| x.text("cbc:ID", "VAT"));
    });
}

fn totals(x: &mut Xml, figures: &Figures) {
    x.group("cac:LegalMonetaryTotal", |x| {
        x.amount("cbc:LineExtensionAmount", figures.net);
        x.amount("cbc:TaxExclusiveAmount", figures.net);
        x.amount("cbc:TaxInclusiveAmount", figures.total);
        x.amount("cbc:PayableAmount", figures.total);
    });
}

fn write_line(x: &mut Xml, kind: &Kind, number: u32, line: &Line) {
    x.text("cbc:ID", &number.to_string());
    if let Some(unit) = &line.unit_word {
        x.text("cbc:Note", &format!("Enhet: {unit}"));
    }
    x.with(kind.quantity, ("unitCode", line.unit_code), &line.quantity.point());
    x.amount("cbc:LineExtensionAmount", line.net);
    if !line.allowance.is_zero() {
        x.group("cac:AllowanceCharge", |x| {
            x.text("cbc:ChargeIndicator", "false");
            x.text("cbc:AllowanceChargeReason", reason::ROUNDING);
            x.amount("cbc:Amount", line.allowance);
        });
    }
    x.group("cac:Item", |x| {
        x.text("cbc:Name", &line.name);
        category(x, "cac:ClassifiedTaxCategory", line.category, |_| {});
    });
    x.group("cac:Price", |x| {
        x.with("cbc:PriceAmount", ("currencyID", "NOK"), &line.price.to_string());
    });
}
