//! Customers for the business manager: a list, one of them, its name and address, and merging two.

mod contact;

use actix_web::web;
use askama::Template;
use serde::Deserialize;

pub(crate) use contact::{contact, set as set_contact};

use super::{Customer, CustomerCard, count_customers, customer_card, merge, page_of_customers};
use crate::base::CustomerId;
use crate::error::{AppError, AppResult, PageResult};
use crate::web::{Ctx, HtmlForm, PAGE_ROWS, Page, Pager, page_asked};

#[derive(Template)]
#[template(path = "customers/list.html")]
struct ListPage {
    page: Page,
    words: String,
    customers: Vec<Customer>,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "customers/show.html")]
struct ShowPage {
    page: Page,
    words: String,
    card: CustomerCard,
}

/// Words to search for.
#[derive(Deserialize)]
pub(crate) struct Search {
    sok: Option<String>,
    #[serde(default)]
    side: String,
}

impl Search {
    fn words(self) -> String {
        self.sok.unwrap_or_default().chars().take(100).collect()
    }
}

/// `GET /intern/kunder`
pub(crate) async fn list(ctx: Ctx, search: web::Query<Search>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let search = search.into_inner();
    let side = search.side.clone();
    let words = search.words();
    let wanted = words.clone();
    let (customers, index, count) = ctx
        .db()
        .read(move |conn| {
            let count = count_customers(conn, &actor, &wanted)?;
            let index = page_asked(&side, PAGE_ROWS, count);
            let places = (index * PAGE_ROWS, PAGE_ROWS);
            Ok((page_of_customers(conn, &actor, &wanted, places)?, index, count))
        })
        .await?;
    let kept = [("sok", words.as_str())];
    let pager = Pager::in_order("/intern/kunder", &kept, index, (PAGE_ROWS, count));
    ctx.show(&ListPage { page: ctx.page("Kunder"), words, customers, pager })
}

/// `GET /intern/kunder/{id}`
pub(crate) async fn show(
    ctx: Ctx,
    id: web::Path<String>,
    search: web::Query<Search>,
) -> PageResult {
    let page = page_of(&ctx, id.into_inner(), search.into_inner().words()).await?;
    ctx.show(&page)
}

/// The customer to keep.
#[derive(Deserialize)]
pub(crate) struct Merging {
    behold: String,
}

/// `POST /intern/kunder/{id}/sammenslaing`
pub(crate) async fn merging(
    ctx: Ctx,
    id: web::Path<String>,
    form: HtmlForm<Merging>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let id = id.into_inner();
    let kept = form.value.behold;
    let now = ctx.now;
    let (old, keep) = (CustomerId::from_text(id.clone()), CustomerId::from_text(kept.clone()));
    match ctx.db().write(move |tx| merge(tx, &actor, &old, &keep, now)).await {
        Ok(()) => ctx.done(&format!("/intern/kunder/{kept}"), "Kundene er slått sammen."),
        Err(AppError::Refused(refusals)) => {
            let mut page = page_of(&ctx, id, String::new()).await?;
            page.page = page.page.refused(&refusals);
            ctx.show_refused(&page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn page_of(ctx: &Ctx, id: String, words: String) -> AppResult<ShowPage> {
    let actor = ctx.actor()?.clone();
    let id = CustomerId::from_text(id);
    let wanted = words.clone();
    let card = ctx.db().read(move |conn| customer_card(conn, &actor, &id, &wanted)).await?;
    Ok(ShowPage { page: ctx.page(card.customer.name.clone()), words, card })
}
