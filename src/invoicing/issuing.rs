//! An order becomes an invoice: number, KID, VAT, snapshots, lines, voucher, order state.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::base::{AccountId, InvoiceId, OrderId, Ore, UtcTime, VatCode, VoucherId};
use crate::customers::{self, Customer};
use crate::db::{DbConn, next_number, refuse_taken, setting};
use crate::enterprises::{self, Seller, SellerMode};
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::ledger::kontering::{SaleKind, SaleLine, SaleTax};
use crate::ledger::{self, Balanced, NewVoucher, NotBalanced, VoucherKind, kontering};
use crate::orders::{self, Delivery, LineKind, Order, OrderState, OrderToInvoice};

use super::model::{BuyerSnapshot, Invoice, InvoiceKind, InvoiceLine, InvoiceVat, SellerSnapshot};
use super::rules::{self, Billed, COLLECTED, Figures, IssueFacts, RuleError};
use super::store;

/// The one series of invoices and credit notes.
pub(super) const SERIES: &str = "invoice";
/// Days to pay, when no setting says otherwise.
const DUE_DAYS: u64 = 14;

/// Invoices an order whole; a second call answers the same invoice.
///
/// # Refuses
/// `seller.missing`, `invoice.not_delivered`, `invoice.nothing`, `invoice.date` at `date`,
/// `invoice.buyer_address`, `invoice.not_vat_registered`, `invoice.vat_code`,
/// `ledger.term_closed` at `date`.
///
/// # Errors
/// The refusals; `NotFound` for a number that is none; the database's.
pub(crate) fn issue(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    order_number: &str,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<Invoice> {
    let to_invoice = orders::get_order_for_invoice(tx, order_number)?;
    if let Some(issued) = store::find_of_order(tx, &to_invoice.order.id)? {
        return Ok(issued);
    }
    let number = next_number(tx, SERIES, 1)?; // the lock; free again when refused
    let seller = enterprises::seller(tx)?.ok_or_else(|| Refusal::from(RuleError::SellerMissing))?;
    let order = &to_invoice.order;
    let customer = known_customer(tx, order)?;
    let facts = IssueFacts {
        date,
        today: now.oslo_date(),
        is_done: is_done(order),
        delivered_on: to_invoice.delivered_on(),
        newest: store::newest_date(tx)?,
        has_buyer: order.customer_kind.is_organisation()
            || order.has_address()
            || customer.as_ref().is_some_and(has_address),
    };
    refuse(rules::issue_faults(&facts))?;
    let delivered_on = facts.delivered_on.unwrap_or(date);
    let figures = figures(tx, &to_invoice, delivered_on)?;
    if !seller.vat_registered
        && let Some(line) = figures.lines.iter().find(|line| line.rate_bp > 0)
    {
        return Err(Refusal::from(RuleError::NotVatRegistered(line.billed.name.clone())).into());
    }
    let due = due_date(tx, date)?;
    let kid = free_kid(tx, number)?;
    let draft = Draft { number, date, due, delivered_on, kid, by: by.cloned(), now };
    let customer = customer_of(tx, order, customer, now)?;
    book(tx, draft, order, &customer, &seller, &figures)
}

/// An invoice as an import says it was: date, due date and KID are taken at their word.
///
/// # Refuses
/// `seller.missing`, `invoice.not_delivered`, `invoice.nothing`, `invoice.date` for a day after
/// today, `invoice.kid`, `invoice.kid_taken`, `invoice.vat_code`, `ledger.term_closed`.
///
/// # Errors
/// The refusals; `NotFound` for no such order; the database's.
pub(crate) fn record_invoice(
    tx: &mut DbConn,
    order: &OrderId,
    date: NaiveDate,
    due: NaiveDate,
    kid: &str,
    now: UtcTime,
) -> AppResult<InvoiceId> {
    let found = orders::find_order(tx, order)?.ok_or(AppError::NotFound)?;
    let to_invoice = orders::get_order_for_invoice(tx, &found.number)?;
    let number = next_number(tx, SERIES, 1)?;
    let seller = enterprises::seller(tx)?.ok_or_else(|| Refusal::from(RuleError::SellerMissing))?;
    let order = &to_invoice.order;
    let facts = IssueFacts {
        date,
        today: now.oslo_date(),
        is_done: is_done(order),
        delivered_on: to_invoice.delivered_on().map(|day| day.min(date)), // at its word
        newest: None,
        has_buyer: true,
    };
    let mut faults = rules::issue_faults(&facts);
    if !rules::is_kid(kid) {
        faults.push(RuleError::KidForm);
    } else if store::is_kid_taken(tx, kid)? {
        faults.push(RuleError::KidTaken);
    }
    refuse(faults)?;
    let delivered_on = to_invoice.delivered_on().unwrap_or(date);
    let figures = figures(tx, &to_invoice, delivered_on)?;
    let kid = kid.to_owned();
    let draft = Draft { number, date, due, delivered_on, kid, by: None, now };
    let customer = known_customer(tx, order)?;
    let customer = customer_of(tx, order, customer, now)?;
    Ok(book(tx, draft, order, &customer, &seller, &figures)?.id)
}

/// Every fault at once, as refusals.
pub(super) fn refuse(faults: Vec<RuleError>) -> Result<(), Refusals> {
    let mut refusals = Refusals::default();
    for fault in faults {
        refusals.add(fault);
    }
    refusals.or(())
}

/// Is every part delivered or cancelled?
fn is_done(order: &Order) -> bool {
    matches!(order.state, OrderState::Delivered | OrderState::Cancelled)
}

fn known_customer(tx: &mut DbConn, order: &Order) -> AppResult<Option<Customer>> {
    order.customer_id.as_ref().map(|id| customers::get_customer(tx, id)).transpose()
}

fn has_address(customer: &Customer) -> bool {
    !customer.street.is_empty() && !customer.postcode.is_empty() && !customer.city.is_empty()
}

/// The customer of an order, made now for a guest.
fn customer_of(
    tx: &mut DbConn,
    order: &Order,
    known: Option<Customer>,
    now: UtcTime,
) -> AppResult<Customer> {
    if let Some(known) = known {
        return Ok(known);
    }
    let made = customers::customer_for_order(tx, &order.customer_facts(), now)?;
    orders::set_customer(tx, &order.id, &made.id)?;
    Ok(made)
}

fn figures(
    tx: &mut DbConn,
    to_invoice: &OrderToInvoice,
    delivered_on: NaiveDate,
) -> AppResult<Figures> {
    let billed: Vec<Billed> = to_invoice
        .billable()
        .into_iter()
        .map(|line| Billed {
            order_line: line.line,
            enterprise_id: line.enterprise_id.clone(),
            name: line.name.clone(),
            kind: match line.kind {
                LineKind::Goods => SaleKind::Goods,
                LineKind::Service => SaleKind::Service,
            },
            unit: line.unit.clone(),
            quantity: line.final_quantity(),
            unit_price: line.unit_price_ore,
            gross: line.final_gross(),
            vat_code: line.vat_code,
        })
        .collect();
    let codes: BTreeSet<VatCode> = billed.iter().map(|line| line.vat_code).collect();
    let mut rates: BTreeMap<VatCode, i32> = BTreeMap::new();
    for code in codes {
        rates.insert(code, ledger::vat_rate(tx, code, delivered_on)?);
    }
    let figures = rules::figure(billed, &rates).map_err(Refusal::from)?;
    if figures.total == Ore::ZERO {
        return Err(Refusal::from(RuleError::CostsNothing).into());
    }
    Ok(figures)
}

fn due_date(tx: &mut DbConn, date: NaiveDate) -> AppResult<NaiveDate> {
    let days = setting(tx, "invoice.due_days", date)?.and_then(|days| days.parse().ok());
    let due = date.checked_add_days(Days::new(days.unwrap_or(DUE_DAYS)));
    due.ok_or_else(|| AppError::internal("the due date is past the calendar"))
}

fn free_kid(tx: &mut DbConn, number: i64) -> AppResult<String> {
    for attempt in 0..100 {
        let kid = rules::kid(number, attempt);
        if !store::is_kid_taken(tx, &kid)? {
            return Ok(kid);
        }
    }
    Err(AppError::internal("a hundred KIDs of one number are taken"))
}

/// What an invoice has beside its order.
struct Draft {
    number: i64,
    date: NaiveDate,
    due: NaiveDate,
    delivered_on: NaiveDate,
    kid: String,
    by: Option<AccountId>,
    now: UtcTime,
}

/// Writes the invoice and its voucher, and moves the order on.
fn book(
    tx: &mut DbConn,
    draft: Draft,
    order: &Order,
    customer: &Customer,
    seller: &Seller,
    figures: &Figures,
) -> AppResult<Invoice> {
    let seller = seller_snapshot(seller);
    let buyer = buyer_snapshot(order, customer, &seller);
    let mut head = Invoice {
        id: InvoiceId::fresh(),
        number: draft.number,
        kind: InvoiceKind::Invoice,
        order_id: order.id.clone(),
        customer_id: customer.id.clone(),
        credits: None,
        invoice_date: draft.date,
        delivered_on: draft.delivered_on,
        due_date: draft.due,
        kid: draft.kid,
        total_ore: figures.total,
        seller: serde_json::to_string(&seller)?,
        buyer: serde_json::to_string(&buyer)?,
        voucher_id: VoucherId::from_text(""), // posted just below
        issued_at: draft.now,
        issued_by: draft.by,
    };
    let lines = lines_of(&head.id, figures);
    let vats = vats_of(&head.id, figures);
    let balanced = sale_of(customer.id.as_str(), figures).map_err(Refusal::from)?;
    let voucher = NewVoucher {
        kind: VoucherKind::Sale,
        date: head.invoice_date,
        document: head.number.to_string(),
        content_digest: Some(rules::digest(&head, &lines, &vats)),
        by: head.issued_by.clone(),
        text: format!("Faktura {} til {}, bestilling {}", head.number, buyer.name, order.number),
        balanced,
        corrects: None,
    };
    head.voucher_id = ledger::post(tx, voucher, draft.now)?.id;
    store::insert(tx, &head, &lines, &vats)
        .map_err(|error| refuse_taken(error, &store::KID_TAKEN, RuleError::KidTaken.into()))?;
    let note = format!("Faktura {}", head.number);
    orders::mark_invoiced(tx, &order.id, head.issued_by.as_ref(), &note, draft.now)?;
    Ok(head)
}

fn seller_snapshot(seller: &Seller) -> SellerSnapshot {
    SellerSnapshot {
        name: seller.name.clone(),
        org_number: seller.org_number.as_str().to_owned(),
        vat_registered: seller.vat_registered,
        in_business_register: seller.in_business_register,
        street: seller.street.clone(),
        postcode: seller.postcode.clone(),
        city: seller.city.clone(),
        bank_account: seller.bank_account.clone(),
        email: seller.email.clone(),
        phone: seller.phone.clone(),
        is_basis: seller.mode == SellerMode::MunicipalUnit,
    }
}

/// The buyer as the order says it; an address the order lacks is the known customer's.
fn buyer_snapshot(order: &Order, customer: &Customer, seller: &SellerSnapshot) -> BuyerSnapshot {
    let (street, postcode, city) = if order.has_address() {
        (&order.street, &order.postcode, &order.city)
    } else {
        (&customer.street, &customer.postcode, &customer.city)
    };
    let place = |street: &str, postcode: &str, city: &str| format!("{street}, {postcode} {city}");
    let delivery_place = match order.delivery {
        Delivery::Collect => {
            let at = place(&seller.street, &seller.postcode, &seller.city);
            format!("{COLLECTED}{at}")
        }
        Delivery::Deliver if !order.delivery_address.is_empty() => order.delivery_address.clone(),
        Delivery::Deliver => place(street, postcode, city),
    };
    BuyerSnapshot {
        kind: order.customer_kind,
        name: order.name.clone(),
        org_number: order.org_number.as_ref().map(|number| number.as_str().to_owned()),
        street: street.clone(),
        postcode: postcode.clone(),
        city: city.clone(),
        order_number: order.number.clone(),
        buyer_reference: order.buyer_reference.clone(),
        order_reference: order.order_reference.clone(),
        delivery_place,
    }
}

pub(super) fn lines_of(id: &InvoiceId, figures: &Figures) -> Vec<InvoiceLine> {
    (1..)
        .zip(&figures.lines)
        .map(|(line, figured)| InvoiceLine {
            invoice_id: id.clone(),
            line,
            order_line: figured.billed.order_line,
            enterprise_id: figured.billed.enterprise_id.clone(),
            name: figured.billed.name.clone(),
            unit: figured.billed.unit.clone(),
            quantity_milli: figured.billed.quantity,
            unit_price_ore: figured.billed.unit_price,
            gross_ore: figured.billed.gross,
            net_ore: figured.net,
            vat_code: figured.billed.vat_code,
            rate_bp: figured.rate_bp,
            account: figured.account.clone(),
        })
        .collect()
}

pub(super) fn vats_of(id: &InvoiceId, figures: &Figures) -> Vec<InvoiceVat> {
    figures
        .taxes
        .iter()
        .map(|tax| InvoiceVat {
            invoice_id: id.clone(),
            vat_code: tax.vat_code,
            rate_bp: tax.rate_bp,
            gross_ore: tax.gross,
            base_ore: tax.base,
            vat_ore: tax.vat,
        })
        .collect()
}

/// The postings of an invoice that comes to these figures.
///
/// # Errors
/// [`NotBalanced`] when all is zero.
pub(crate) fn sale_of(customer: &str, figures: &Figures) -> Result<Balanced, NotBalanced> {
    let id = InvoiceId::from_text("");
    let (lines, taxes) = booked(&lines_of(&id, figures), &vats_of(&id, figures));
    kontering::sale(customer, figures.total, &lines, &taxes)
}

/// A document's figures as the books take them.
pub(super) fn booked(lines: &[InvoiceLine], vats: &[InvoiceVat]) -> (Vec<SaleLine>, Vec<SaleTax>) {
    let lines = lines.iter().map(|line| SaleLine {
        enterprise_id: line.enterprise_id.clone(),
        account: line.account.clone(),
        vat_code: line.vat_code,
        net: line.net_ore,
    });
    let taxes = vats.iter().map(|vat| SaleTax {
        vat_code: vat.vat_code,
        base: vat.base_ore,
        vat: vat.vat_ore,
    });
    (lines.collect(), taxes.collect())
}
