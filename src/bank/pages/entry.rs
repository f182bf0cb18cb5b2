//! One entry: what it is, and the ways a person may settle it.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::index::file_words;
use crate::bank::{self, Answer, EntryCard, How, NotSettled};
use crate::base::{CustomerId, Ore};
use crate::customers;
use crate::error::{AppError, PageResult, Refusal, Refusals};
use crate::invoicing;
use crate::ledger::pages::day_words;
use crate::people::Right;
use crate::web::{Ctx, HtmlForm, Page};

#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Template)]
#[template(path = "bank/entry.html")]
struct EntryPage {
    page: Page,
    id: String,
    day: String,
    amount: Ore,
    kid: String,
    reference: String,
    payer: String,
    message: String,
    /// Why it waits.
    why: &'static str,
    is_booked: bool,
    file: String,
    file_id: String,
    /// What was answered, by whom, when, and with which words.
    answered: Option<(&'static str, String, String, String)>,
    /// `2026/17`; none for those who see no books.
    vouchers: Vec<String>,
    proposed: Vec<(i64, String)>,
    /// What may be answered by the one who looks.
    takes_invoice: bool,
    takes_back: bool,
    takes_reversal: bool,
    takes_passing: bool,
    reversible: Vec<(String, String)>,
    /// The words that customers were searched by, and those found.
    words: String,
    customers: Vec<(String, String)>,
    typed: AnswerForm,
}

/// Which customers are looked for.
#[derive(Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    kunde: String,
}

/// An answer as it was typed.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct AnswerForm {
    #[serde(default)]
    how: String,
    #[serde(default)]
    invoice: String,
    #[serde(default)]
    customer: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    payment: String,
    #[serde(default)]
    note: String,
}

/// `GET /intern/innbetalinger/{id}`
///
/// # Errors
/// `NotFound` for no such entry.
pub(crate) async fn show(ctx: Ctx, id: Path<String>, search: Query<Search>) -> PageResult {
    let words = search.into_inner().kunde;
    let typed = AnswerForm { date: ctx.today().to_string(), ..AnswerForm::default() };
    render(&ctx, id.into_inner(), words, typed, None).await
}

async fn render(
    ctx: &Ctx,
    id: String,
    words: String,
    typed: AnswerForm,
    refused: Option<Refusals>,
) -> PageResult {
    let (actor, searched) = (ctx.actor()?.clone(), words.clone());
    let (card, found) = ctx
        .db()
        .read(move |conn| {
            let card = bank::entry_card(conn, &id)?;
            let found = if searched.trim().is_empty() || !actor.may(Right::Invoice) {
                Vec::new()
            } else {
                customers::list_customers(conn, &actor, &searched)?
            };
            Ok((card, found))
        })
        .await?;
    let named = |one: customers::Customer| {
        let place = if one.city.is_empty() { one.email } else { one.city };
        (one.id.as_str().to_owned(), format!("{}, {place}", one.name))
    };
    let page = ctx.page("Innbetaling");
    let page = match &refused {
        Some(refusals) => page.refused(refusals),
        None => page,
    };
    let actor = ctx.actor()?;
    let rights = (actor.may(Right::Invoice), actor.may(Right::SeeLedger));
    let mut template = view(card, page, rights);
    template.words = words;
    template.customers = found.into_iter().map(named).collect();
    template.typed = typed;
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// `rights`: to settle, and to see the books.
fn view(card: EntryCard, page: Page, rights: (bool, bool)) -> EntryPage {
    let (may_settle, sees_books) = rights;
    let entry = card.entry;
    let last = card.settling.as_ref().map(|(row, _)| row);
    let (waits, is_booked) = (entry.waits(last), entry.is_booked(last));
    let why = match last {
        Some(_) if waits => How::Reopened.words(),
        _ => entry.fate.words(),
    };
    let takes = |how| may_settle && waits && entry.takes(how, is_booked);
    let answered = card
        .settling
        .map(|(row, name)| (row.how.words(), name, row.settled_at.oslo_text(), row.note));
    let payment = |(id, number, day, is_same): (String, i64, chrono::NaiveDate, bool)| {
        let same = if is_same { ", samme KID" } else { "" };
        (id, format!("Faktura {number}, betalt {}{same}", day_words(day)))
    };
    let vouchers = card.vouchers.iter().filter(|_| sees_books);
    EntryPage {
        page,
        day: day_words(entry.booked_on),
        amount: entry.amount_ore,
        why,
        is_booked,
        file: file_words(&card.file),
        file_id: card.file.id,
        answered,
        vouchers: vouchers.map(|(year, number)| format!("{year}/{number}")).collect(),
        proposed: card.proposed,
        takes_invoice: takes(How::Invoice),
        takes_back: takes(How::PaidBack),
        takes_reversal: takes(How::Reversed),
        takes_passing: takes(How::PassedOver),
        reversible: card.reversible.into_iter().map(payment).collect(),
        words: String::new(),
        customers: Vec::new(),
        typed: AnswerForm::default(),
        id: entry.id,
        kid: entry.kid,
        reference: entry.reference,
        payer: entry.payer,
        message: entry.message,
    }
}

/// `POST /intern/innbetalinger/{id}`: settles it. A second answer is refused, so no key.
///
/// # Errors
/// `NotFound` for no such entry; refusals are shown at the fields.
pub(crate) async fn settle(ctx: Ctx, id: Path<String>, form: HtmlForm<AnswerForm>) -> PageResult {
    let (id, now) = (id.into_inner(), ctx.now);
    let (actor, typed) = (ctx.actor()?.clone(), form.value);
    let (entry, wish) = (id.clone(), typed.clone());
    let outcome =
        ctx.db().write(move |tx| bank::settle(tx, &actor, &entry, &read(&wish)?, now)).await;
    match outcome {
        Ok(how) => ctx.done("/intern/innbetalinger", &format!("{}.", how.words())),
        Err(AppError::Refused(refusals)) => {
            render(&ctx, id, String::new(), typed, Some(refusals)).await
        }
        Err(other) => Err(other.into()),
    }
}

fn read(form: &AnswerForm) -> Result<Answer, AppError> {
    let refused = |reason: NotSettled| AppError::from(Refusal::from(reason));
    Ok(match How::parse(&form.how) {
        Some(How::Invoice) => {
            let number = form.invoice.trim().parse().ok();
            Answer::Invoice(number.ok_or_else(|| refused(NotSettled::NoInvoice))?)
        }
        Some(How::Customer) if form.customer.is_empty() => {
            return Err(refused(NotSettled::NoCustomer));
        }
        Some(How::Customer) => Answer::Customer(CustomerId::from_text(form.customer.clone())),
        Some(How::PaidBack) => {
            let words = "Skriv datoen pengene gikk tilbake.";
            let wrong = || Refusal::new("payment.date", "date", words);
            Answer::PaidBack(form.date.parse().map_err(|_shape| wrong())?)
        }
        Some(How::Reversed) => Answer::Reversed(form.payment.clone()),
        Some(How::PassedOver) => Answer::PassedOver(form.note.clone()),
        Some(How::Reopened) | None => return Err(refused(NotSettled::NotFor)),
    })
}

/// A form without fields.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `POST /intern/fakturaer/{number}/betaling/{payment}/tilbakeforing`: takes a payment back, today;
/// one that came by the bank waits anew. Twice it is refused, so no key.
///
/// # Errors
/// `NotFound` for no such payment; refusals are told on the invoice.
pub(crate) async fn take_back(
    ctx: Ctx,
    path: Path<(i64, String)>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let ((number, payment), now) = (path.into_inner(), ctx.now);
    let by = ctx.actor()?.account_id.clone();
    let taken = ctx.db().write(move |tx| bank::take_back(tx, &by, &payment, now)).await;
    let words = |waits: &bool| {
        let where_to = if *waits { " Pengene venter under Innbetalinger." } else { "" };
        format!("Betalingen er tilbakeført.{where_to}")
    };
    let otherwise = "Betalingen kan ikke tilbakeføres.";
    invoicing::pages::told(&ctx, number, taken.as_ref().map(words), otherwise).await
}
