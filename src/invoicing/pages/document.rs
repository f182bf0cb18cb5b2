//! One invoice or credit note, as it prints, with the ways to credit it and to register a payment.

use actix_web::web::Path;
use askama::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::after::{After, Sending};
use crate::base::{Ore, Quantity, random_token};
use crate::db::{Once, answer_once};
use crate::error::{AppError, PageResult, Refusal, Refusals};
use crate::invoicing::shown::{bank_words, kind_words, org_words, plain_org, rate_words};
use crate::invoicing::{
    self, BuyerSnapshot, Document, EhfState, InvoiceKind, Payment, PaymentKind, SellerSnapshot,
};
use crate::ledger;
use crate::ledger::pages::day_words;
use crate::pdf;
use crate::people::Right;
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "invoicing/document.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not by itself")]
struct DocumentPage {
    page: Page,
    /// `Faktura`, `Fakturagrunnlag` or `Kreditnota`.
    kind: &'static str,
    is_credit_note: bool,
    number: i64,
    date: String,
    due: String,
    delivered: String,
    kid: String,
    seller: SellerSnapshot,
    seller_org: String,
    bank_account: String,
    buyer: BuyerSnapshot,
    buyer_org: String,
    lines: Vec<LineView>,
    vats: Vec<VatView>,
    net: Ore,
    vat: Ore,
    total: Ore,
    /// The other document of the two: its kind, number and date.
    other: Option<(&'static str, i64, String)>,
    payments: Vec<PaymentView>,
    open: Ore,
    has_pdf: bool,
    ehf: EhfState,
    /// `2026/17`; empty for those who see no books.
    voucher: String,
    /// Empty for those who see no orders.
    order_href: String,
    may_credit: bool,
    may_pay: bool,
    after: After,
    sending: Sending,
    /// Was it credited after something had been paid, by one who may settle that?
    may_move: bool,
    typed: Typed,
}

struct LineView {
    name: String,
    quantity: Quantity,
    unit: String,
    unit_price: Ore,
    rate: String,
    gross: Ore,
}

struct PaymentView {
    /// `570,00 kr betalt 24.03.2026`
    words: String,
    /// What came beside the invoice's own amount; empty when nothing did.
    beside: String,
    /// `24.03.2026 kl. 10.00`
    registered: String,
    /// Its id, when it may be taken back.
    reversible: Option<String>,
}

struct VatView {
    name: String,
    base: Ore,
    vat: Ore,
}

/// What was typed in the page's forms.
pub(super) struct Typed {
    pub(super) date: String,
    pub(super) amount: String,
    pub(super) paid_on: String,
    pub(super) key: String,
    /// Why the debt is lost.
    pub(super) reason: String,
    /// Where a mail goes to; None for where it is known to go.
    pub(super) recipient: Option<String>,
}

impl Typed {
    /// What the forms propose: today, and all that is to be paid.
    pub(super) fn proposed(ctx: &Ctx, open: Ore) -> Self {
        let today = ctx.today().to_string();
        Self {
            date: today.clone(),
            amount: open.point().replace('.', ","),
            paid_on: today,
            key: random_token(),
            reason: String::new(),
            recipient: None,
        }
    }
}

/// `GET /intern/fakturaer/{number}`
///
/// # Errors
/// `NotFound` for no such document.
pub(crate) async fn show(ctx: Ctx, number: Path<i64>) -> PageResult {
    show_document(&ctx, number.into_inner(), None, None).await
}

/// The page of a document, also as it is shown again after a refusal.
pub(super) async fn show_document(
    ctx: &Ctx,
    number: i64,
    typed: Option<Typed>,
    refused: Option<Refusals>,
) -> PageResult {
    let (document, voucher, ways) = ctx
        .db()
        .read(move |conn| {
            let found = invoicing::find_document(conn, number)?.ok_or(AppError::NotFound)?;
            let voucher = ledger::voucher_number(conn, &found.invoice.voucher_id)?;
            let ways = invoicing::ways_of(conn, &found)?;
            Ok((found, voucher, ways))
        })
        .await?;
    let actor = ctx.actor()?;
    let typed = typed.unwrap_or_else(|| Typed::proposed(ctx, document.to_pay()));
    let page = ctx.page(format!("{} {number}", kind_words(&document)));
    let frame = Frame {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        may_see_orders: actor.may(Right::Desk),
        may_invoice: actor.may(Right::Invoice),
        after: After::of(&document, actor, ctx.today()),
        sending: Sending::of(&document, &ways, ctx, typed.recipient.clone())?,
        typed,
        voucher: voucher
            .filter(|_| actor.may(Right::SeeLedger))
            .map(|(year, no)| format!("{year}/{no}"))
            .unwrap_or_default(),
    };
    let template = view(document, frame);
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// What is about the one who looks, and not about the document.
struct Frame {
    page: Page,
    may_see_orders: bool,
    may_invoice: bool,
    after: After,
    sending: Sending,
    typed: Typed,
    /// `2026/17`; empty for those who see no books.
    voucher: String,
}

fn view(document: Document, frame: Frame) -> DocumentPage {
    let open = document.open();
    let is_credit_note = document.invoice.kind == InvoiceKind::CreditNote;
    let may_credit = frame.may_invoice
        && !is_credit_note
        && document.credited_by.is_none()
        && document.lost().is_zero();
    let other = document.credited_by.as_ref().or(document.credits.as_ref());
    let other = other.map(|o| (o.kind.words(), o.number, day_words(o.invoice_date)));
    let payments = payment_views(&document, frame.may_invoice);
    DocumentPage {
        page: frame.page,
        kind: kind_words(&document),
        is_credit_note,
        number: document.invoice.number,
        date: day_words(document.invoice.invoice_date),
        due: day_words(document.invoice.due_date),
        delivered: day_words(document.invoice.delivered_on),
        kid: document.invoice.kid.clone(),
        seller_org: org_words(&document.seller.org_number, document.seller.vat_registered),
        bank_account: bank_words(&document.seller.bank_account),
        buyer_org: document.buyer.org_number.as_deref().map(plain_org).unwrap_or_default(),
        net: document.vats.iter().map(|vat| vat.base_ore).sum(),
        vat: document.vats.iter().map(|vat| vat.vat_ore).sum(),
        total: document.invoice.total_ore,
        other,
        payments,
        open,
        has_pdf: pdf::IS_BUILT,
        ehf: invoicing::ehf_state(&document),
        voucher: frame.voucher,
        order_href: if frame.may_see_orders {
            format!("/intern/bestillinger/{}", document.buyer.order_number)
        } else {
            String::new()
        },
        may_credit,
        may_pay: may_credit && document.to_pay() > Ore::ZERO,
        after: frame.after,
        sending: frame.sending,
        may_move: frame.may_invoice && document.to_give_back() > Ore::ZERO,
        typed: frame.typed,
        lines: document
            .lines
            .into_iter()
            .map(|line| LineView {
                name: line.name,
                quantity: line.quantity_milli,
                unit: line.unit,
                unit_price: line.unit_price_ore,
                rate: rate_words(line.vat_code, line.rate_bp),
                gross: line.gross_ore,
            })
            .collect(),
        vats: document
            .vats
            .into_iter()
            .map(|vat| VatView {
                name: rate_words(vat.vat_code, vat.rate_bp),
                base: vat.base_ore,
                vat: vat.vat_ore,
            })
            .collect(),
        seller: document.seller,
        buyer: document.buyer,
    }
}

fn payment_views(document: &Document, may_invoice: bool) -> Vec<PaymentView> {
    let all = &document.payments;
    let is_reversed = |id: &str| all.iter().any(|other| other.reverses.as_deref() == Some(id));
    let beside = |paid: &Payment| {
        let named = [
            (paid.interest_ore, "i renter"),
            (paid.fee_ore, "i purregebyr"),
            (paid.over_ore, "til gode"),
        ];
        let told = named.iter().filter(|(amount, _)| !amount.is_zero());
        told.map(|(amount, what)| format!("{amount} kr {what}")).collect::<Vec<_>>().join(", ")
    };
    let view = |paid: &Payment| {
        let what = match (paid.kind, &paid.reverses) {
            (_, Some(_)) => "tilbakeført",
            (PaymentKind::Money, None) => "betalt",
            (PaymentKind::Credit, None) => "brukt av det kunden har til gode",
            (PaymentKind::Moved, None) => "flyttet til det kunden har til gode",
        };
        let may = may_invoice
            && document.credited_by.is_none()
            && paid.kind != PaymentKind::Moved
            && paid.reverses.is_none()
            && !is_reversed(&paid.id);
        PaymentView {
            words: format!("{} kr {what} {}", paid.amount_ore, day_words(paid.paid_on)),
            beside: beside(paid),
            registered: paid.registered_at.oslo_text(),
            reversible: may.then(|| paid.id.clone()),
        }
    };
    all.iter().map(view).collect()
}

/// On which day an invoice is credited.
#[derive(Deserialize)]
pub(crate) struct CreditForm {
    #[serde(default)]
    date: String,
}

/// `POST /intern/fakturaer/{number}/kreditnota`: credits the whole invoice. Twice answers the same
/// credit note, so no key.
///
/// # Errors
/// `NotFound` for no such invoice; refusals are shown at the field.
pub(crate) async fn credit(ctx: Ctx, number: Path<i64>, form: HtmlForm<CreditForm>) -> PageResult {
    let (number, now) = (number.into_inner(), ctx.now);
    let typed = form.value.date;
    let date: Option<NaiveDate> = typed.parse().ok();
    let by = ctx.actor()?.account_id.clone();
    let outcome = ctx
        .db()
        .write(move |tx| {
            let date = date.ok_or_else(super::super::words::no_date)?;
            invoicing::credit(tx, Some(&by), number, date, now)
        })
        .await;
    match outcome {
        Ok(made) => ctx.done(
            &format!("/intern/fakturaer/{}", made.number),
            &format!("Kreditnota {} er laget.", made.number),
        ),
        Err(AppError::Refused(refusals)) => {
            let typed = Typed { date: typed, ..Typed::proposed(&ctx, Ore::ZERO) };
            show_document(&ctx, number, Some(typed), Some(refusals)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// A payment as it was typed.
#[derive(Clone, Deserialize)]
pub(crate) struct PayForm {
    #[serde(default)]
    amount: String,
    #[serde(default)]
    paid_on: String,
}

/// What a form's key answers a second time.
#[derive(Serialize, Deserialize)]
struct Paid {
    amount: Ore,
}

/// `POST /intern/fakturaer/{number}/betaling`: registers a payment.
///
/// # Errors
/// `NotFound` for no such invoice; refusals are shown at the fields.
pub(crate) async fn pay(ctx: Ctx, number: Path<i64>, form: HtmlForm<PayForm>) -> PageResult {
    let (number, now) = (number.into_inner(), ctx.now);
    let path = format!("/intern/fakturaer/{number}");
    let by = ctx.actor()?.account_id.clone();
    let once = Once::new(format!("{by} {path}/betaling"), &form.key, &form.body)?;
    let typed = form.value.clone();
    let outcome = ctx
        .db()
        .write(move |tx| {
            answer_once(tx, &once, now, |tx| {
                let (amount, date) = read_payment(&form.value)?;
                let paid = invoicing::pay(tx, Some(&by), number, amount, date, now)?;
                Ok(Paid { amount: paid.parts().total() })
            })
        })
        .await;
    match outcome {
        Ok(paid) => ctx.done(&path, &format!("Betalingen på {} kr er registrert.", paid.amount)),
        Err(AppError::Refused(refusals)) => {
            let PayForm { amount, paid_on } = typed;
            let typed = Typed { amount, paid_on, ..Typed::proposed(&ctx, Ore::ZERO) };
            show_document(&ctx, number, Some(typed), Some(at_paid_on(&refusals))).await
        }
        Err(other) => Err(other.into()),
    }
}

fn read_payment(form: &PayForm) -> Result<(Ore, NaiveDate), Refusals> {
    let mut refusals = Refusals::default();
    let amount = Ore::parse_kroner(form.amount.trim());
    if amount.is_none() {
        let words = "Skriv beløpet i kroner, for eksempel 450,00.";
        refusals.add(Refusal::new("payment.amount", "amount", words));
    }
    let date: Option<NaiveDate> = form.paid_on.parse().ok();
    if date.is_none() {
        let words = "Skriv datoen pengene kom inn.";
        refusals.add(Refusal::new("payment.date", "paid_on", words));
    }
    match (amount, date) {
        (Some(amount), Some(date)) => Ok((amount, date)),
        _ => Err(refusals),
    }
}

/// The books speak of `date`; on the payment's form that is `paid_on`.
fn at_paid_on(refusals: &Refusals) -> Refusals {
    let mut moved = Refusals::default();
    for refusal in refusals.all() {
        let field = if refusal.field == "date" { "paid_on" } else { refusal.field.as_str() };
        moved.add(Refusal::new(refusal.code, field, refusal.detail.clone()));
    }
    moved
}
