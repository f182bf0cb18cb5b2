//! What a customer has to come: used, paid back; and what makes it more or less on an invoice.

use actix_web::web::Path;
use askama::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::base::{CustomerId, Ore, random_token};
use crate::db::{DbConn, Once, answer_once};
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::invoicing::{self, CreditCard, CustomerCredit};
use crate::ledger::pages::day_words;
use crate::people::Right;
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "invoicing/credit.html")]
struct CreditPage {
    page: Page,
    id: String,
    name: String,
    owed: Ore,
    /// What the customer owes, as the bank took back what it had used; None for others.
    owes: Option<Ore>,
    may_settle: bool,
    movements: Vec<MovementView>,
    /// Number, and number with what is open.
    open: Vec<(String, String)>,
    typed: Typed,
}

struct MovementView {
    day: String,
    what: &'static str,
    invoice: Option<i64>,
    amount: Ore,
}

/// What stands in the page's two forms.
struct Typed {
    invoice: String,
    amount: String,
    /// The day that the first form books on: today.
    date: String,
    back_amount: String,
    back_date: String,
    key: String,
}

/// One of the page's two forms.
#[derive(Clone, Copy)]
enum Form {
    Use,
    PayBack,
}

impl Form {
    const fn verb(self) -> &'static str {
        match self {
            Self::Use => "faktura",
            Self::PayBack => "utbetaling",
        }
    }

    /// The actions speak of `amount`, `date` and `paid_on`; on the page each form has its own fields, and
    /// the first has no day to mend.
    fn at_its_fields(self, refusals: &Refusals) -> Refusals {
        let mut moved = Refusals::default();
        for refusal in refusals.all() {
            let field = match (self, refusal.field.as_str()) {
                (Self::Use, "date" | "paid_on") => "",
                (Self::PayBack, "date" | "paid_on") => "back-date",
                (Self::PayBack, "amount") => "back-amount",
                (_, other) => other,
            };
            moved.add(Refusal::new(refusal.code, field, refusal.detail.clone()));
        }
        moved
    }
}

/// `GET /intern/tilgode/{customer}`
///
/// # Errors
/// `NotFound` for no such customer.
pub(crate) async fn credit_of(ctx: Ctx, customer: Path<String>) -> PageResult {
    render(&ctx, customer.into_inner(), None).await
}

async fn render(
    ctx: &Ctx,
    customer: String,
    refused: Option<(Form, WishForm, Refusals)>,
) -> PageResult {
    let id = CustomerId::from_text(customer);
    let card = ctx.db().read(move |conn| invoicing::credit_card(conn, &id)).await?;
    let page = ctx.page("Til gode");
    let may_settle = ctx.actor()?.may(Right::Invoice) && card.owed > Ore::ZERO;
    let owed = card.owed.point().replace('.', ",");
    let today = ctx.today().to_string();
    let mut typed = Typed {
        invoice: String::new(),
        amount: owed.clone(),
        date: today.clone(),
        back_amount: owed,
        back_date: today,
        key: random_token(),
    };
    let is_refused = refused.is_some();
    let page = match refused {
        Some((form, wish, refusals)) => {
            typed = match form {
                Form::Use => Typed { invoice: wish.invoice, amount: wish.amount, ..typed },
                Form::PayBack => Typed { back_amount: wish.amount, back_date: wish.date, ..typed },
            };
            page.refused(&form.at_its_fields(&refusals))
        }
        None => page,
    };
    let template = view(card, page, may_settle, typed);
    if is_refused { ctx.show_refused(&template) } else { ctx.show(&template) }
}

fn view(card: CreditCard, page: Page, may_settle: bool, typed: Typed) -> CreditPage {
    let movement = |(row, invoice): (CustomerCredit, Option<i64>)| MovementView {
        day: day_words(row.moved_on),
        what: row.kind.words(),
        invoice,
        amount: row.amount_ore,
    };
    let open = |(due, open): (invoicing::Due, Ore)| {
        (due.number.to_string(), format!("{}, {open} kr igjen", due.number))
    };
    CreditPage {
        page,
        id: card.customer.id.as_str().to_owned(),
        name: card.customer.name,
        owed: card.owed,
        owes: (card.owed < Ore::ZERO).then(|| -card.owed),
        may_settle,
        movements: card.movements.into_iter().map(movement).collect(),
        open: card.open.into_iter().map(open).collect(),
        typed,
    }
}

/// What is to be done with what is owed, as it was typed.
#[derive(Clone, Deserialize)]
pub(crate) struct WishForm {
    #[serde(default)]
    invoice: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    date: String,
}

/// What a form's key answers a second time.
#[derive(Serialize, Deserialize)]
struct Done {
    amount: Ore,
}

/// `POST /intern/tilgode/{customer}/faktura`: pays of an invoice with what is owed.
///
/// # Errors
/// `NotFound` for no such customer; refusals are shown at the fields.
pub(crate) async fn use_credit(
    ctx: Ctx,
    customer: Path<String>,
    form: HtmlForm<WishForm>,
) -> PageResult {
    let (by, now) = (ctx.actor()?.account_id.clone(), ctx.now);
    let customer = customer.into_inner();
    let id = CustomerId::from_text(customer.clone());
    let act = move |tx: &mut DbConn, wish: &WishForm| {
        let (amount, date) = read(wish)?;
        let words = "Velg en faktura.";
        let missing = || Refusal::new("credit.invoice", "invoice", words);
        let number = wish.invoice.parse().map_err(|_shape| missing())?;
        invoicing::use_credit(tx, &by, &id, number, amount, date, now)?;
        Ok(amount)
    };
    settle(&ctx, customer, Form::Use, form, act, "er brukt på fakturaen").await
}

/// `POST /intern/tilgode/{customer}/utbetaling`: books that the customer got money back.
///
/// # Errors
/// `NotFound` for no such customer; refusals are shown at the fields.
pub(crate) async fn pay_back(
    ctx: Ctx,
    customer: Path<String>,
    form: HtmlForm<WishForm>,
) -> PageResult {
    let (by, now) = (ctx.actor()?.account_id.clone(), ctx.now);
    let customer = customer.into_inner();
    let id = CustomerId::from_text(customer.clone());
    let act = move |tx: &mut DbConn, wish: &WishForm| {
        let (amount, date) = read(wish)?;
        invoicing::pay_back(tx, &by, &id, amount, date, now)?;
        Ok(amount)
    };
    settle(&ctx, customer, Form::PayBack, form, act, "er ført som betalt tilbake").await
}

async fn settle(
    ctx: &Ctx,
    customer: String,
    which: Form,
    form: HtmlForm<WishForm>,
    act: impl FnOnce(&mut DbConn, &WishForm) -> AppResult<Ore> + Send + 'static,
    done: &str,
) -> PageResult {
    let path = format!("/intern/tilgode/{customer}");
    let by = ctx.actor()?.account_id.clone();
    let once = Once::new(format!("{by} {path}/{}", which.verb()), &form.key, &form.body)?;
    let (typed, now) = (form.value.clone(), ctx.now);
    let outcome = ctx
        .db()
        .write(move |tx| {
            answer_once(tx, &once, now, |tx| Ok(Done { amount: act(tx, &form.value)? }))
        })
        .await;
    match outcome {
        Ok(Done { amount }) => ctx.done(&path, &format!("{amount} kr {done}.")),
        Err(AppError::Refused(refusals)) => {
            render(ctx, customer, Some((which, typed, refusals))).await
        }
        Err(other) => Err(other.into()),
    }
}

fn read(wish: &WishForm) -> Result<(Ore, NaiveDate), Refusals> {
    let mut refusals = Refusals::default();
    let amount = Ore::parse_kroner(wish.amount.trim());
    if amount.is_none() {
        let words = "Skriv beløpet i kroner, for eksempel 450,00.";
        refusals.add(Refusal::new("payment.amount", "amount", words));
    }
    let date: Option<NaiveDate> = wish.date.parse().ok();
    if date.is_none() {
        refusals.add(Refusal::new("payment.date", "date", "Skriv datoen."));
    }
    match (amount, date) {
        (Some(amount), Some(date)) => Ok((amount, date)),
        _ => Err(refusals),
    }
}

/// A form without fields.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `POST /intern/fakturaer/{number}/tilgode`: what was paid of a credited invoice becomes the
/// customer's to have. Twice it is refused, so no key.
///
/// # Errors
/// `NotFound` for no such invoice; refusals are shown on the invoice.
pub(crate) async fn move_to_credit(
    ctx: Ctx,
    number: Path<i64>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let (number, now, by) = (number.into_inner(), ctx.now, ctx.actor()?.account_id.clone());
    let moved = ctx.db().write(move |tx| invoicing::move_to_credit(tx, &by, number, now)).await;
    let words = |paid: &invoicing::Payment| format!("{} kr er satt til gode.", paid.over_ore);
    told(&ctx, number, moved.as_ref().map(words), "Det er ingenting å flytte.").await
}

/// Goes back to the invoice with what was done, or shows it again with why not.
///
/// # Errors
/// `NotFound`; what is no refusal.
pub(crate) async fn told(
    ctx: &Ctx,
    number: i64,
    outcome: Result<String, &AppError>,
    otherwise: &str,
) -> PageResult {
    match outcome {
        Ok(words) => ctx.done(&format!("/intern/fakturaer/{number}"), &words),
        Err(AppError::Refused(refusals)) => {
            super::document::show_document(ctx, number, None, Some(refusals.clone())).await
        }
        Err(AppError::NotFound) => Err(AppError::NotFound.into()),
        Err(other) => Err(AppError::internal(format!("{otherwise} {other}")).into()),
    }
}
