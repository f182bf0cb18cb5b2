//! What is to be invoiced, and what has been.

use actix_web::web::{Path, Query};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::base::Ore;
use crate::error::{AppError, PageError, PageResult, Refusals};
use crate::invoicing::{self, BuyerSnapshot, InvoiceKind, Listed, Standing, Wish};
use crate::ledger::pages::{SpanAsked, day_code, day_words};
use crate::orders::{Order, OrderState};
use crate::people::Right;
use crate::web::{Ctx, HtmlForm, PAGE_ROWS, Page, Pager, page_asked};

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
    standing: &'static str,
    standings: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    /// Of all that was asked for, not only of this page.
    count: i64,
    total: Ore,
    pager: Pager,
}

/// Which documents, and which page of them: `?fra=2026-01-01&til=2026-03-31&status=apne&side=2`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    side: String,
    #[serde(default)]
    status: String,
}

impl Asked {
    /// Without days: this year's, or what waits for money since the first invoice.
    fn read(&self, today: NaiveDate) -> Result<Wish, Refusals> {
        let standing = Standing::parse(&self.status).unwrap_or(Standing::All);
        let waits = matches!(standing, Standing::Open | Standing::Overdue);
        let Self { fra, til, side, .. } = self.clone();
        let mut span = SpanAsked { fra, til, side };
        if waits && span.fra.is_empty() {
            "start".clone_into(&mut span.fra);
        }
        let (from, to) = span.read(today)?;
        Ok(Wish { from, to, standing, today })
    }
}

/// An order delivered and not invoiced.
struct Waiting {
    number: String,
    name: String,
    /// What its invoice will come to.
    total: Ore,
    delivery_date: String,
}

struct Row {
    number: i64,
    kind: &'static str,
    date: String,
    buyer: String,
    order: String,
    total: Ore,
    state: String,
}

/// `GET /intern/fakturaer`: orders to invoice, and documents of some days, newest first.
///
/// # Errors
/// Refusals of the days asked for.
pub(crate) async fn list(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show_list(&ctx, &asked, None).await
}

async fn show_list(
    ctx: &Ctx,
    asked: &Asked,
    refused: Option<(String, String, Refusals)>,
) -> PageResult {
    let wish = asked.read(ctx.today()).map_err(PageError::from)?;
    let (side, wanted) = (asked.side.clone(), wish.clone());
    let (waiting, index, (count, total), documents) = ctx
        .db()
        .read(move |conn| {
            let waiting = invoicing::list_to_invoice(conn)?;
            let sum = invoicing::sum_invoices(conn, &wanted)?;
            let index = page_asked(&side, PAGE_ROWS, sum.0);
            let skip = index * PAGE_ROWS;
            let documents = invoicing::list_newest_invoices(conn, &wanted, skip, PAGE_ROWS)?;
            Ok((waiting, index, sum, documents))
        })
        .await?;
    let actor = ctx.actor()?;
    let is_refused = refused.is_some();
    let page = ctx.page("Fakturaer");
    let (page, refused, typed_date) = match refused {
        Some((number, date, refusals)) => (page.refused(&refusals), number, date),
        None => (page, String::new(), String::new()),
    };
    let today = ctx.today();
    let (from, to) = (day_code(wish.from), day_code(wish.to));
    let standing = wish.standing.as_str();
    let kept = [("fra", from.as_str()), ("til", to.as_str()), ("status", standing)];
    let template = ListPage {
        page,
        may_invoice: actor.may(Right::Invoice),
        may_see_orders: actor.may(Right::Desk),
        waiting: waiting.into_iter().map(waiting_row).collect(),
        today: today.to_string(),
        refused,
        typed_date,
        pager: Pager::newest_first("/intern/fakturaer", &kept, index, count),
        from,
        to,
        standing,
        standings: Standing::ALL.iter().map(|one| (one.as_str(), one.words())).collect(),
        rows: documents.into_iter().map(|one| row(one, today)).collect::<Result<_, _>>()?,
        count,
        total,
    };
    if is_refused { ctx.show_refused(&template) } else { ctx.show(&template) }
}

fn waiting_row((order, came_to): (Order, Ore)) -> Waiting {
    Waiting {
        number: order.number,
        name: order.name,
        total: came_to,
        delivery_date: day_words(order.delivery_date),
    }
}

fn row(listed: Listed, today: NaiveDate) -> Result<Row, AppError> {
    let buyer: BuyerSnapshot = serde_json::from_str(&listed.invoice.buyer)?;
    let due = listed.invoice.due_date;
    Ok(Row {
        number: listed.invoice.number,
        kind: listed.invoice.kind.words(),
        date: day_words(listed.invoice.invoice_date),
        buyer: buyer.name,
        order: listed.order_number,
        total: listed.invoice.total_ore,
        state: match (listed.invoice.kind, listed.order_state) {
            (InvoiceKind::CreditNote, _) => String::new(),
            _ if listed.is_lost => "Ført som tap".to_owned(),
            (_, OrderState::Paid) => "Betalt".to_owned(),
            (_, OrderState::Credited) => "Kreditert".to_owned(),
            _ if due < today => format!("Forfalt {}", day_words(due)),
            _ => format!("Forfaller {}", day_words(due)),
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
            show_list(&ctx, &Asked::default(), Some((number, typed, refusals))).await
        }
        Err(other) => Err(other.into()),
    }
}
