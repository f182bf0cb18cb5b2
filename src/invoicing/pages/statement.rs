//! A customer's statement of account, to read, print and take along.

use actix_web::web::{Path, Query};
use askama::Template;
use chrono::NaiveDate;

use crate::base::{CustomerId, Ore, csv_lines};
use crate::error::{PageError, PageResult};
use crate::invoicing::{self, Moved, Statement};
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
    opening_credit: Ore,
    rows: Vec<Row>,
    closing: Ore,
    closing_credit: Ore,
    /// Owed, and to good, as one says it: never less than nothing.
    owes: Ore,
    has_credit: Ore,
    /// Is there anything to good, at any time?
    shows_credit: bool,
    may_see_customer: bool,
}

struct Row {
    /// `02.04.2026, 70,00 kr i purregebyr`
    day: String,
    what: &'static str,
    document: Option<i64>,
    amount: Ore,
    balance: Ore,
    credit_balance: Ore,
}

/// `GET /intern/kunder/{id}/kontoutskrift`
///
/// # Errors
/// `NotFound` for no such customer; refusals of the days asked for.
pub(crate) async fn statement(ctx: Ctx, id: Path<String>, asked: Query<SpanAsked>) -> PageResult {
    let (from, to) = asked.read(ctx.today()).map_err(PageError::from)?;
    let found = read(&ctx, id.into_inner(), from, to).await?;
    let (opening, closing) = (found.opening, found.closing);
    ctx.show(&StatementPage {
        page: ctx.page(format!("Kontoutskrift, {}", found.customer.name)),
        customer_id: found.customer.id.to_string(),
        customer: found.customer.name.clone(),
        from: from.to_string(),
        to: to.to_string(),
        from_words: day_words(from),
        to_words: day_words(to),
        opening: opening.owed,
        opening_credit: opening.credit,
        closing: closing.owed,
        closing_credit: closing.credit,
        owes: closing.owed.max(Ore::ZERO),
        has_credit: closing.credit + (-closing.owed).max(Ore::ZERO),
        shows_credit: !opening.credit.is_zero()
            || found.rows.iter().any(|row| !row.credit.is_zero()),
        may_see_customer: ctx.actor()?.may(crate::people::Right::Invoice),
        rows: found.rows.iter().map(row).collect(),
    })
}

fn row(moved: &Moved) -> Row {
    let beside = [
        (moved.fee, "i purregebyr"),
        (moved.interest, "i renter"),
        (moved.credit.max(Ore::ZERO), "til gode"),
        ((-moved.credit).max(Ore::ZERO), "mindre til gode"),
    ];
    let told = beside.iter().filter(|(amount, _)| !amount.is_zero());
    let told: Vec<String> = told.map(|(amount, what)| format!(", {amount} kr {what}")).collect();
    Row {
        day: day_words(moved.date) + &told.concat(),
        what: moved.what.words(),
        document: moved.document,
        amount: moved.amount,
        balance: moved.balance,
        credit_balance: moved.credit_balance,
    }
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
    let head = [
        "dato",
        "hva",
        "dokument",
        "belop",
        "saldo",
        "gebyr",
        "renter",
        "til_gode_belop",
        "til_gode",
    ];
    let head = head.map(str::to_owned).to_vec();
    let edge = |day: NaiveDate, what: &str, owed: Ore, credit: Ore| {
        let blank = String::new;
        let (owed, credit) = (owed.point(), credit.point());
        let day = day.to_string();
        vec![day, what.into(), blank(), blank(), owed, blank(), blank(), blank(), credit]
    };
    let opening = edge(from, "Saldo fra før", found.opening.owed, found.opening.credit);
    let rows = found.rows.iter().map(|row| {
        vec![
            row.date.to_string(),
            row.what.words().to_owned(),
            row.document.map(|number| number.to_string()).unwrap_or_default(),
            row.amount.point(),
            row.balance.point(),
            row.fee.point(),
            row.interest.point(),
            row.credit.point(),
            row.credit_balance.point(),
        ]
    });
    let closing = edge(to, "Saldo", found.closing.owed, found.closing.credit);
    let lines = [head, opening].into_iter().chain(rows).chain([closing]);
    Ok(csv_file("kontoutskrift", &csv_lines(lines)))
}

async fn read(
    ctx: &Ctx,
    id: String,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Statement, crate::error::AppError> {
    let id = CustomerId::from_text(id);
    ctx.db().read(move |conn| invoicing::statement(conn, &id, from, to)).await
}
