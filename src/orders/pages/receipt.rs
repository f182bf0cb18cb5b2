//! The receipt and status page behind the link, and the right of withdrawal.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;

use super::{NAMELESS, day};
use crate::error::{AppError, PageResult, Refusals};
use crate::orders::{
    Channel, CustomerOrder, Delivery, Order, OrderLine, OrderState, Withdrawal, customer_order,
};
use crate::pdf;
use crate::web::{Ctx, HtmlForm, Limit, Page};

#[derive(Template)]
#[template(path = "shop/receipt.html")]
struct ReceiptPage {
    page: Page,
    lead: String,
    seen: CustomerOrder,
    rows: Vec<Row>,
    may_withdraw: bool,
    has_pdf: bool,
    delivers: bool,
}

#[derive(Template)]
#[template(path = "shop/withdrawal.html")]
struct WithdrawalPage {
    page: Page,
    seen: CustomerOrder,
    rows: Vec<Row>,
    /// Is every line ticked, as it is until one has chosen?
    is_chosen: bool,
}

struct Row {
    line: OrderLine,
    enterprise: String,
    state: String,
    /// What may be done, by when, or why not.
    withdrawal: String,
    may_withdraw: bool,
}

/// `GET /bestilling/{token}`
pub(crate) async fn receipt(ctx: Ctx, token: web::Path<String>) -> PageResult {
    let seen = look_up(&ctx, token.into_inner()).await?;
    let page = page_of(&ctx, format!("Bestilling {}", seen.order.number), &seen);
    ctx.show(&ReceiptPage {
        lead: lead(&seen.order, ctx.app.settings.smtp_url.is_some()),
        rows: rows_of(&seen, ctx.today()),
        may_withdraw: seen.may_withdraw(ctx.today()),
        has_pdf: pdf::IS_BUILT && seen.has_own_invoice(),
        delivers: seen.order.delivery == Delivery::Deliver,
        page,
        seen,
    })
}

/// The page's first words: of an order that stands and came from its customer, a thank you, and
/// where the confirmation goes when there is a server that sends it.
fn lead(order: &Order, sends_mail: bool) -> String {
    match (order.state, order.channel) {
        (OrderState::Cancelled, _) => "Bestillingen er avlyst.".to_owned(),
        (OrderState::Credited, _) => "Bestillingen er kreditert.".to_owned(),
        (_, Channel::Import) => "Her ser du bestillingen din.".to_owned(),
        _ if sends_mail && !order.email.is_empty() => {
            format!("Takk! Vi har fått bestillingen din. Bekreftelsen sendes til {}.", order.email)
        }
        _ => "Takk! Vi har fått bestillingen din.".to_owned(),
    }
}

/// `GET /bestilling/{token}/angring`: asks once more.
pub(crate) async fn withdraw_form(ctx: Ctx, token: web::Path<String>) -> PageResult {
    let seen = look_up(&ctx, token.into_inner()).await?;
    if !seen.may_withdraw(ctx.today()) {
        return Err(AppError::NotFound.into());
    }
    ctx.show(&withdrawal_page(&ctx, seen, None))
}

/// What may be withdrawn from, all of it chosen unless something else was.
fn withdrawal_page(ctx: &Ctx, seen: CustomerOrder, refused: Option<&Refusals>) -> WithdrawalPage {
    let page = page_of(ctx, format!("Angre bestilling {}", seen.order.number), &seen);
    let mut rows = rows_of(&seen, ctx.today());
    rows.retain(|row| row.may_withdraw);
    let page = match refused {
        Some(refusals) => page.refused(refusals),
        None => page,
    };
    WithdrawalPage { page, seen, rows, is_chosen: refused.is_none() }
}

/// `POST /bestilling/{token}/angring`: withdraws from the lines that are ticked; a form without
/// ticks, as programs send it, means all of it.
pub(crate) async fn withdraw(
    ctx: Ctx,
    token: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
) -> PageResult {
    let token = token.into_inner();
    let now = ctx.now;
    ctx.app.limits.count(Limit::Link, &ctx.address(), now)?;
    let fields = &form.value;
    let has_ticks = fields.iter().any(|(name, _)| name == "velger");
    let ticked = fields.iter().filter(|(name, _)| name == "linje");
    let lines: Vec<i32> = ticked.filter_map(|(_, number)| number.parse().ok()).collect();
    let named = has_ticks.then_some(lines);
    let asked = token.clone();
    let done =
        ctx.db().write(move |tx| crate::orders::withdraw(tx, &asked, named.as_deref(), now)).await;
    match done {
        Ok(()) => {
            let seen = look_up(&ctx, token).await?;
            let sends = ctx.app.settings.smtp_url.is_some() && !seen.order.email.is_empty();
            let told = if sends { " Du får det bekreftet på e-post." } else { "" };
            let words = format!("Vi har fått beskjed om at du angrer.{told}");
            ctx.done(&format!("/bestilling/{}", seen.order.token), &words)
        }
        Err(AppError::Refused(refusals)) if refusals.at("linje").is_some() => {
            let seen = look_up(&ctx, token).await?;
            ctx.show_refused(&withdrawal_page(&ctx, seen, Some(&refusals)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn look_up(ctx: &Ctx, token: String) -> crate::error::AppResult<CustomerOrder> {
    ctx.app.limits.count(Limit::Link, &ctx.address(), ctx.now)?;
    ctx.db().read(move |conn| customer_order(conn, &token)).await
}

fn page_of(ctx: &Ctx, title: String, seen: &CustomerOrder) -> Page {
    let name = seen.seller.as_ref().map_or(NAMELESS, |seller| seller.name.as_str());
    ctx.page(title).in_shop(name)
}

fn rows_of(seen: &CustomerOrder, today: NaiveDate) -> Vec<Row> {
    let withdrawn: Vec<i32> = seen.withdrawn_lines().iter().map(|line| line.line).collect();
    let row = |line: &OrderLine| {
        let withdrawal = seen.withdrawal(line, today);
        let is_withdrawn = withdrawn.contains(&line.line);
        let words = if is_withdrawn {
            "Du har angret.".to_owned()
        } else {
            withdrawal_words(withdrawal, &line.withdrawal_reason)
        };
        Row {
            line: line.clone(),
            enterprise: seen.enterprise_name(line).to_owned(),
            state: seen.part_of(line).map(|p| p.state.words().to_owned()).unwrap_or_default(),
            withdrawal: words,
            may_withdraw: withdrawal.is_open() && !is_withdrawn,
        }
    };
    seen.lines.iter().map(row).collect()
}

fn withdrawal_words(withdrawal: Withdrawal, reason: &str) -> String {
    match withdrawal {
        Withdrawal::Never => format!("Ingen angrerett. {reason}"),
        Withdrawal::ConsumersOnly => "Angrerett gjelder bare privatpersoner.".to_owned(),
        Withdrawal::Cancelled => "Avlyst. Det er ingenting å angre.".to_owned(),
        Withdrawal::Credited => "Kreditert. Det er ingenting å angre.".to_owned(),
        Withdrawal::Until(last) => format!("Du kan angre til og med {}.", day(last)),
        Withdrawal::AfterReceipt => {
            "Du kan angre til og med 14 dager etter at du har fått varen.".to_owned()
        }
        Withdrawal::Ended(last) => format!("Fristen for å angre var {}.", day(last)),
    }
}
