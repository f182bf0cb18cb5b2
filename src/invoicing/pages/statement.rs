//! A customer's statement of account, to read, print and take along.

use actix_web::web::{Path, Query};
use askama::Template;

use crate::base::{CustomerId, Ore, csv_lines};
use crate::error::{PageError, PageResult};
use crate::invoicing::{self, Statement};
use crate::ledger::VoucherKind;
use crate::ledger::pages::{SpanAsked, day_words};
use crate::web::{Ctx, Page, csv_file};

#[derive(Template)]
#[template(path = "invoicing/statement.html")]
struct StatementPage {
    page: Page,
    customer_id: String,
    customer: String,
    from: String,
    to: String,
    from_words: String,
    to_words: String,
    opening: Ore,
    rows: Vec<Row>,
    closing: Ore,
    may_see_customer: bool,
}

struct Row {
    day: String,
    what: &'static str,
    document: String,
    amount: Ore,
    balance: Ore,
}

/// `GET /intern/kunder/{id}/kontoutskrift`
///
/// # Errors
/// `NotFound` for no such customer; refusals of the days asked for.
pub(crate) async fn statement(ctx: Ctx, id: Path<String>, asked: Query<SpanAsked>) -> PageResult {
    let (from, to) = asked.read(ctx.today()).map_err(PageError::from)?;
    let found = read(&ctx, id.into_inner(), from, to).await?;
    ctx.show(&StatementPage {
        page: ctx.page(format!("Kontoutskrift, {}", found.customer.name)),
        customer_id: found.customer.id.to_string(),
        customer: found.customer.name.clone(),
        from: from.to_string(),
        to: to.to_string(),
        from_words: day_words(from),
        to_words: day_words(to),
        opening: found.opening,
        closing: found.closing,
        may_see_customer: ctx.actor()?.may(crate::people::Right::Invoice),
        rows: found
            .rows
            .iter()
            .map(|row| Row {
                day: day_words(row.date),
                what: what(row.kind, row.amount),
                document: row.document.clone(),
                amount: row.amount,
                balance: row.balance,
            })
            .collect(),
    })
}

/// `GET /intern/kunder/{id}/kontoutskrift.csv`
///
/// # Errors
/// As [`statement`].
pub(crate) async fn statement_file(
    ctx: Ctx,
    id: Path<String>,
    asked: Query<SpanAsked>,
) -> PageResult {
    let (from, to) = asked.read(ctx.today()).map_err(PageError::from)?;
    let found = read(&ctx, id.into_inner(), from, to).await?;
    let cells = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    let head = cells(["dato", "hva", "dokument", "belop", "saldo"]);
    let opening = cells([&from.to_string(), "Saldo fra før", "", "", &found.opening.point()]);
    let rows = found.rows.iter().map(|row| {
        let (day, amount) = (row.date.to_string(), row.amount.point());
        cells([&day, what(row.kind, row.amount), &row.document, &amount, &row.balance.point()])
    });
    let closing = cells([&to.to_string(), "Saldo", "", "", &found.closing.point()]);
    let lines = [head, opening].into_iter().chain(rows).chain([closing]);
    Ok(csv_file("kontoutskrift", &csv_lines(lines)))
}

async fn read(
    ctx: &Ctx,
    id: String,
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
) -> Result<Statement, crate::error::AppError> {
    let id = CustomerId::from_text(id);
    ctx.db().read(move |conn| invoicing::statement(conn, &id, from, to)).await
}

/// What moved the debt, as a person reads it.
fn what(kind: VoucherKind, amount: Ore) -> &'static str {
    match kind {
        VoucherKind::Sale => "Faktura",
        VoucherKind::WriteOff if amount > Ore::ZERO => "Tap åpnet igjen",
        VoucherKind::Payment if amount > Ore::ZERO => "Betaling ført tilbake",
        other => other.words(),
    }
}
