//! The trial balance, and the postings of an account.

use std::collections::BTreeMap;

use actix_web::web::{Path, Query};
use askama::Template;
use chrono::NaiveDate;

use super::span::{SpanAsked, day_code, day_words, span_words};
use crate::base::{AccountNo, EnterpriseId, Ore};
use crate::enterprises;
use crate::error::{AppError, AppResult, PageError, PageResult};
use crate::ledger::{self, AccountPosting};
use crate::web::{Ctx, PAGE_ROWS, Page};

/// Postings on a page, at most.
const ROWS: i64 = PAGE_ROWS;

#[derive(Template)]
#[template(path = "ledger/books.html")]
struct BooksPage {
    page: Page,
    from: String,
    to: String,
    words: String,
    /// The day before the span, for the link of what was held then.
    before: String,
    lines: Vec<BookLine>,
    sums: [Ore; 3],
}

struct BookLine {
    account: AccountNo,
    name: &'static str,
    opening: Ore,
    change: Ore,
    closing: Ore,
}

/// `GET /intern/regnskap`: what each account held, what the span added, what it holds.
///
/// # Errors
/// Refusals of the days asked for.
pub(crate) async fn books(ctx: Ctx, asked: Query<SpanAsked>) -> PageResult {
    let (from, to) = asked.read(ctx.today()).map_err(PageError::from)?;
    let lines = ctx.db().read(move |conn| Ok(ledger::trial_balance(conn, from, to)?)).await?;
    let sum = |of: fn(&ledger::AccountLine) -> Ore| lines.iter().map(of).sum();
    let sums = [sum(|l| l.opening), sum(|l| l.change), sum(|l| l.closing)];
    let lines = lines
        .into_iter()
        .map(|line| BookLine {
            name: ledger::account_name(&line.account),
            account: line.account,
            opening: line.opening,
            change: line.change,
            closing: line.closing,
        })
        .collect();
    ctx.show(&BooksPage {
        page: ctx.page("Regnskap"),
        from: from.to_string(),
        to: to.to_string(),
        words: span_words(from, to),
        before: from.pred_opt().map(|day| day.to_string()).unwrap_or_default(),
        lines,
        sums,
    })
}

#[derive(Template)]
#[template(path = "ledger/account.html")]
struct AccountPage {
    page: Page,
    /// Its own address, for the form of days.
    path: String,
    from: String,
    to: String,
    words: String,
    rows: Vec<PostingRow>,
    opening: Ore,
    change: Ore,
    closing: Ore,
    count: i64,
    first_row: i64,
    last_row: i64,
    previous: Option<String>,
    next: Option<String>,
}

struct PostingRow {
    date: String,
    voucher: String,
    href: String,
    what: String,
    enterprise: String,
    code: String,
    debit: String,
    credit: String,
}

/// `GET /intern/regnskap/konto/{no}`: the postings of an account.
///
/// # Errors
/// `NotFound` for what is no account; refusals of the days asked for.
pub(crate) async fn account(ctx: Ctx, no: Path<String>, asked: Query<SpanAsked>) -> PageResult {
    let no = AccountNo::parse(&no).ok_or(AppError::NotFound)?;
    let (from, to) = asked.read(ctx.today()).map_err(PageError::from)?;
    let index = asked.page_index();
    let wanted = no.clone();
    let (rows, count, held, names) = ctx
        .db()
        .read(move |conn| {
            let rows = ledger::account_postings(conn, &wanted, from, to, index * ROWS, ROWS)?;
            let count = ledger::count_account_postings(conn, &wanted, from, to)?;
            let held = ledger::trial_balance(conn, from, to)?;
            let held = held.into_iter().find(|line| line.account == wanted);
            Ok((rows, count, held, names_of_enterprises(conn)?))
        })
        .await?;
    let held = held.ok_or(AppError::NotFound)?;
    let shown = i64::try_from(rows.len()).unwrap_or_default();
    let link = |side: i64| address(&no, from, to, side);
    ctx.show(&AccountPage {
        page: ctx.page(format!("{no} {}", ledger::account_name(&no))),
        path: format!("/intern/regnskap/konto/{no}"),
        from: day_code(from),
        to: to.to_string(),
        words: span_words(from, to),
        rows: rows.into_iter().map(|row| posting_row(row, &names)).collect(),
        opening: held.opening,
        change: held.change,
        closing: held.closing,
        count,
        first_row: if shown == 0 { 0 } else { index * ROWS + 1 },
        last_row: index * ROWS + shown,
        previous: (index > 0).then(|| link(index)),
        next: (index * ROWS + shown < count).then(|| link(index + 2)),
    })
}

fn address(no: &AccountNo, from: NaiveDate, to: NaiveDate, side: i64) -> String {
    format!("/intern/regnskap/konto/{no}?fra={}&til={to}&side={side}", day_code(from))
}

/// The name of each enterprise, by id.
pub(super) fn names_of_enterprises(
    conn: &mut crate::db::DbConn,
) -> AppResult<BTreeMap<EnterpriseId, String>> {
    let listed = enterprises::list_enterprises(conn)?;
    Ok(listed.into_iter().map(|enterprise| (enterprise.id, enterprise.name)).collect())
}

fn posting_row(row: AccountPosting, names: &BTreeMap<EnterpriseId, String>) -> PostingRow {
    let (debit, credit) = debit_and_credit(row.amount);
    PostingRow {
        date: day_words(row.date),
        voucher: format!("{}-{}", row.year, row.number),
        href: format!("/intern/regnskap/bilag/{}/{}", row.year, row.number),
        what: format!("{} {}", row.kind.words(), row.document),
        enterprise: row.enterprise_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        code: row.vat_code.map(|code| code.to_string()).unwrap_or_default(),
        debit,
        credit,
    }
}

/// An amount in the column it belongs to; the other is empty.
pub(super) fn debit_and_credit(amount: Ore) -> (String, String) {
    if amount < Ore::ZERO {
        (String::new(), (-amount).to_string())
    } else {
        (amount.to_string(), String::new())
    }
}
