//! What is to be invoiced, and what has been.

use actix_web::web::{Path, Query};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::base::Ore;
use crate::error::{AppError, PageError, PageResult, Refusals};
use crate::invoicing::{self, BuyerSnapshot, InvoiceKind, Listed};
use crate::ledger::pages::{SpanAsked, day_words};
use crate::orders::{Order, OrderState};
use crate::people::Right;
use crate::web::{Ctx, HtmlForm, Page};

/// Documents on a page, at most.
const ROWS: i64 = 200;

#[derive(Template)]
#[template(path = "invoicing/list.html")]
struct ListPage {
    page: Page,
    may_invoice: bool,
    may_see_orders: bool,
    waiting: Vec<Waiting>,
    today: String,
    /// The order whose invoice was refused, and the day as typed.
    refused: String,
    typed_date: String,
    from: String,
    to: String,
    rows: Vec<Row>,
    next: Option<String>,
}

/// An order delivered and not invoiced.
struct Waiting {
    number: String,
    name: String,
    total: Ore,
    delivery_date: String,
}

struct Row {
    number: i64,
    kind: &'static str,
    date: String,
    buyer: String,
    order: String,
    due: String,
    total: Ore,
    state: &'static str,
}

/// `GET /intern/fakturaer`: orders to invoice, and documents of some days, newest first.
///
/// # Errors
/// Refusals of the days asked for.
pub(crate) async fn list(ctx: Ctx, asked: Query<SpanAsked>) -> PageResult {
    show_list(&ctx, &asked, None).await
}

async fn show_list(
    ctx: &Ctx,
    asked: &SpanAsked,
    refused: Option<(String, String, Refusals)>,
) -> PageResult {
    let (from, to) = asked.read(ctx.today()).map_err(PageError::from)?;
    let index = asked.page_index();
    let (waiting, documents) = ctx
        .db()
        .read(move |conn| {
            let waiting = invoicing::list_to_invoice(conn)?;
            let skip = index * ROWS;
            let documents = invoicing::list_newest_invoices(conn, from, to, skip, ROWS + 1)?;
            Ok((waiting, documents))
        })
        .await?;
    let actor = ctx.actor()?;
    let is_refused = refused.is_some();
    let page = ctx.page("Fakturaer");
    let (page, refused, typed_date) = match refused {
        Some((number, date, refusals)) => (page.refused(&refusals), number, date),
        None => (page, String::new(), String::new()),
    };
    let shown = usize::try_from(ROWS).unwrap_or_default();
    let has_more = documents.len() > shown;
    let template = ListPage {
        page,
        may_invoice: actor.may(Right::Invoice),
        may_see_orders: actor.may(Right::Desk),
        waiting: waiting.into_iter().map(waiting_row).collect(),
        today: ctx.today().to_string(),
        refused,
        typed_date,
        from: from.to_string(),
        to: to.to_string(),
        rows: documents.into_iter().take(shown).map(row).collect::<Result<_, _>>()?,
        next: has_more.then(|| format!("/intern/fakturaer?fra={from}&til={to}&side={}", index + 2)),
    };
    if is_refused { ctx.show_refused(&template) } else { ctx.show(&template) }
}

fn waiting_row(order: Order) -> Waiting {
    Waiting {
        number: order.number,
        name: order.name,
        total: order.total_ore,
        delivery_date: day_words(order.delivery_date),
    }
}

fn row(listed: Listed) -> Result<Row, AppError> {
    let buyer: BuyerSnapshot = serde_json::from_str(&listed.invoice.buyer)?;
    Ok(Row {
        number: listed.invoice.number,
        kind: listed.invoice.kind.words(),
        date: day_words(listed.invoice.invoice_date),
        buyer: buyer.name,
        order: listed.order_number,
        due: match listed.invoice.kind {
            InvoiceKind::Invoice => day_words(listed.invoice.due_date),
            InvoiceKind::CreditNote => String::new(),
        },
        total: listed.invoice.total_ore,
        state: match (listed.invoice.kind, listed.order_state) {
            (InvoiceKind::CreditNote, _) => "",
            (_, OrderState::Paid) => "Betalt",
            (_, OrderState::Credited) => "Kreditert",
            _ => "Ikke betalt",
        },
    })
}

/// On which day.
#[derive(Clone, Deserialize)]
pub(crate) struct IssueForm {
    #[serde(default)]
    date: String,
}

/// `POST /intern/bestillinger/{number}/faktura`: invoices an order whole. Twice answers the same
/// invoice, so no key.
///
/// # Errors
/// `NotFound` for no such order; refusals are shown with the list.
pub(crate) async fn issue(ctx: Ctx, number: Path<String>, form: HtmlForm<IssueForm>) -> PageResult {
    let (number, now) = (number.into_inner(), ctx.now);
    let typed = form.value.date;
    let date: Option<NaiveDate> = match typed.as_str() {
        "" => Some(ctx.today()),
        text => text.parse().ok(),
    };
    let by = ctx.actor()?.account_id.clone();
    let order = number.clone();
    let outcome = ctx
        .db()
        .write(move |tx| {
            let date = date.ok_or_else(super::super::words::no_date)?;
            invoicing::issue(tx, Some(&by), &order, date, now)
        })
        .await;
    match outcome {
        Ok(issued) => {
            let path = format!("/intern/fakturaer/{}", issued.number);
            ctx.done(&path, &format!("Faktura {} er laget.", issued.number))
        }
        Err(AppError::Refused(refusals)) => {
            show_list(&ctx, &SpanAsked::default(), Some((number, typed, refusals))).await
        }
        Err(other) => Err(other.into()),
    }
}
