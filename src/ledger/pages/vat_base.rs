//! The rows behind the base of a VAT code in a term.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::books::names_of_enterprises;
use super::span::day_words;
use super::vat::{base_path, read_term};
use crate::base::{Ore, VatCode};
use crate::error::{AppError, PageResult};
use crate::ledger::{self, term_words};
use crate::web::{Ctx, PAGE_ROWS, Page, Pager, page_asked};

#[derive(Template)]
#[template(path = "ledger/vat_base.html")]
struct BasePage {
    page: Page,
    words: String,
    count: i64,
    sum: Ore,
    rows: Vec<BaseRow>,
    pager: Pager,
    /// The term's own page.
    back: String,
}

struct BaseRow {
    voucher: String,
    href: String,
    date: String,
    what: String,
    account: String,
    enterprise: String,
    /// As the figure counts it: what a sale takes in and a purchase costs are positive.
    amount: Ore,
}

/// `?side=2`.
#[derive(Deserialize)]
pub(crate) struct SideAsked {
    #[serde(default)]
    side: String,
}

/// `GET /intern/mva/{year}/{term}/grunnlag/{code}`: the postings whose sum a base figure is.
///
/// # Errors
/// `NotFound` for no term or no code.
pub(crate) async fn base(
    ctx: Ctx,
    path: Path<(i32, i32, String)>,
    asked: Query<SideAsked>,
) -> PageResult {
    let (year, number, code) = path.into_inner();
    let term = read_term((year, number))?;
    let code = VatCode::parse(&code).ok_or(AppError::NotFound)?;
    let (count, sum, index, found, names) = ctx
        .db()
        .read(move |conn| {
            let (count, sum) = ledger::sum_vat_base(conn, (term, code))?;
            let index = page_asked(&asked.side, PAGE_ROWS, count);
            let skip = index * PAGE_ROWS;
            let rows = ledger::vat_base_postings(conn, (term, code), skip, PAGE_ROWS)?;
            Ok((count, sum, index, rows, names_of_enterprises(conn)?))
        })
        .await?;
    let told = |amount: Ore| if code.is_sale() { -amount } else { amount };
    let row = |(account, posting): ledger::BasePosting| BaseRow {
        voucher: format!("{}-{}", posting.year, posting.number),
        href: format!("/intern/regnskap/bilag/{}/{}", posting.year, posting.number),
        date: day_words(posting.date),
        what: format!("{} {}", posting.kind.words(), posting.document),
        account: format!("{account} {}", ledger::account_name(&account)),
        enterprise: posting
            .enterprise_id
            .and_then(|id| names.get(&id).cloned())
            .unwrap_or_default(),
        amount: told(posting.amount),
    };
    ctx.show(&BasePage {
        page: ctx.page(format!("Grunnlag, MVA-kode {code}")),
        words: format!("{}. {}", ledger::vat_code_name(code), term_words(term)),
        count,
        sum: told(sum),
        rows: found.into_iter().map(row).collect(),
        pager: Pager::in_order(&base_path(term, code), &[], index, (PAGE_ROWS, count)),
        back: format!("/intern/mva/{year}/{number}"),
    })
}
