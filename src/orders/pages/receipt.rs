//! The receipt and status page behind the link, and the right of withdrawal.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;

use super::{NAMELESS, day};
use crate::error::{AppError, PageResult};
use crate::orders::{CustomerOrder, Delivery, OrderLine, Withdrawal, customer_order};
use crate::pdf;
use crate::web::{Ctx, HtmlForm, Limit, Page};

#[derive(Template)]
#[template(path = "shop/receipt.html")]
struct ReceiptPage {
    page: Page,
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
}

struct Row {
    line: OrderLine,
    enterprise: String,
    state: String,
    /// What may be done, by when, or why not.
    withdrawal: String,
    may_withdraw: bool,
}

/// No field but the token that every form has.
#[derive(serde::Deserialize)]
pub(crate) struct NoFields {}

/// `GET /bestilling/{token}`
pub(crate) async fn receipt(ctx: Ctx, token: web::Path<String>) -> PageResult {
    let seen = look_up(&ctx, token.into_inner()).await?;
    let page = page_of(&ctx, format!("Bestilling {}", seen.order.number), &seen);
    ctx.show(&ReceiptPage {
        rows: rows_of(&seen, ctx.today()),
        may_withdraw: seen.may_withdraw(ctx.today()),
        has_pdf: pdf::IS_BUILT && seen.has_own_invoice(),
        delivers: seen.order.delivery == Delivery::Deliver,
        page,
        seen,
    })
}

/// `GET /bestilling/{token}/angring`: asks once more.
pub(crate) async fn withdraw_form(ctx: Ctx, token: web::Path<String>) -> PageResult {
    let seen = look_up(&ctx, token.into_inner()).await?;
    if !seen.may_withdraw(ctx.today()) {
        return Err(AppError::NotFound.into());
    }
    let page = page_of(&ctx, format!("Angre bestilling {}", seen.order.number), &seen);
    let mut rows = rows_of(&seen, ctx.today());
    rows.retain(|row| row.may_withdraw);
    ctx.show(&WithdrawalPage { page, seen, rows })
}

/// `POST /bestilling/{token}/angring`
pub(crate) async fn withdraw(
    ctx: Ctx,
    token: web::Path<String>,
    _form: HtmlForm<NoFields>,
) -> PageResult {
    let token = token.into_inner();
    let back = format!("/bestilling/{token}");
    let now = ctx.now;
    ctx.app.limits.count(Limit::Link, &ctx.address(), now)?;
    ctx.db().write(move |tx| crate::orders::withdraw(tx, &token, now)).await?;
    ctx.done(&back, "Vi har fått beskjed om at du angrer. Du får det bekreftet på e-post.")
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
        let words = if withdrawn.contains(&line.line) {
            "Du har angret.".to_owned()
        } else {
            withdrawal_words(withdrawal, &line.withdrawal_reason)
        };
        Row {
            line: line.clone(),
            enterprise: seen.enterprise_name(line).to_owned(),
            state: seen.part_of(line).map(|p| p.state.words().to_owned()).unwrap_or_default(),
            withdrawal: words,
            may_withdraw: withdrawal.is_open(),
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
