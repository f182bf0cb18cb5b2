//! One file from the bank, and what became of each of its entries.

use actix_web::web::{Path, Query};
use askama::Template;

use super::index::{Asked, file_words};
use crate::bank;
use crate::base::Ore;
use crate::error::PageResult;
use crate::ledger::pages::day_words;
use crate::people::Right;
use crate::web::{Ctx, PAGE_ROWS, Page, Pager, page_asked};

#[derive(Template)]
#[template(path = "bank/file.html")]
struct FilePage {
    page: Page,
    name: String,
    taken: String,
    count: i64,
    sum: Ore,
    known: i64,
    rows: Vec<Row>,
    /// `2026/17`; none for those who see no books.
    vouchers: Vec<String>,
    pager: Pager,
}

struct Row {
    id: String,
    line: i64,
    day: String,
    amount: Ore,
    kid: String,
    /// The invoice it paid at once.
    invoice: Option<i64>,
    fate: &'static str,
}

/// `GET /intern/innbetalinger/fil/{id}`
///
/// # Errors
/// `NotFound` for no such file.
pub(crate) async fn file(ctx: Ctx, id: Path<String>, asked: Query<Asked>) -> PageResult {
    let (id, side) = (id.into_inner(), asked.into_inner().side);
    let path = format!("/intern/innbetalinger/fil/{id}");
    let (index, card) = ctx
        .db()
        .read(move |conn| {
            let index = page_asked(&side, PAGE_ROWS, bank::count_of_file(conn, &id)?);
            Ok((index, bank::file_card(conn, &id, index * PAGE_ROWS, PAGE_ROWS)?))
        })
        .await?;
    let sees_books = ctx.actor()?.may(Right::SeeLedger);
    let row = |(entry, invoice, waits): (bank::BankEntry, Option<i64>, bool)| Row {
        line: entry.line,
        day: day_words(entry.booked_on),
        amount: entry.amount_ore,
        fate: match invoice {
            Some(_) if waits => bank::How::Reopened.words(),
            _ => entry.fate.words(),
        },
        kid: entry.kid,
        id: entry.id,
        invoice: invoice.filter(|_| !waits),
    };
    ctx.show(&FilePage {
        page: ctx.page("Fil fra banken"),
        name: file_words(&card.file),
        taken: card.file.taken_at.oslo_text(),
        count: card.file.entries,
        sum: card.file.sum_ore,
        known: card.file.entries - card.own,
        rows: card.entries.into_iter().map(row).collect(),
        vouchers: card
            .vouchers
            .iter()
            .filter(|_| sees_books)
            .map(|(year, number)| format!("{year}/{number}"))
            .collect(),
        pager: Pager::in_order(&path, &[], index, (PAGE_ROWS, card.own)),
    })
}
