//! A voucher, and its mirroring.

use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::books::{debit_and_credit, names_of_enterprises};
use super::span::day_words;
use crate::error::{AppError, PageResult, Refusal, Refusals};
use crate::ledger::{self, ShownVoucher, Voucher, VoucherKind};
use crate::people::{Actor, Right};
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "ledger/voucher.html")]
struct VoucherPage {
    page: Page,
    kind: &'static str,
    date: String,
    posted: String,
    by: String,
    document: String,
    /// Where the document is; empty for those who may not see it.
    document_href: String,
    words: String,
    rows: Vec<Row>,
    hash: String,
    corrects: Option<(String, String)>,
    corrected_by: Option<(String, String)>,
    /// May the one who asks mirror it?
    may_reverse: bool,
    action: String,
    form: ReverseForm,
}

struct Row {
    account: String,
    name: &'static str,
    enterprise: String,
    code: String,
    base: String,
    debit: String,
    credit: String,
}

/// Why a voucher is mirrored, and on which day.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ReverseForm {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    date: String,
}

/// `GET /intern/regnskap/bilag/{year}/{number}`
///
/// # Errors
/// `NotFound` for no voucher.
pub(crate) async fn voucher(ctx: Ctx, path: Path<(i32, i64)>) -> PageResult {
    let (year, number) = path.into_inner();
    let form = ReverseForm { reason: String::new(), date: ctx.today().to_string() };
    show(&ctx, year, number, form, None).await
}

/// `POST /intern/regnskap/bilag/{year}/{number}/rettelse`
///
/// # Errors
/// `NotFound` for no voucher.
pub(crate) async fn reverse(
    ctx: Ctx,
    path: Path<(i32, i64)>,
    form: HtmlForm<ReverseForm>,
) -> PageResult {
    let (year, number) = path.into_inner();
    let (actor, now, form) = (ctx.actor()?.clone(), ctx.now, form.value);
    let typed = form.clone();
    let outcome = ctx
        .db()
        .write(move |tx| {
            let shown = ledger::find_voucher(tx, year, number)?.ok_or(AppError::NotFound)?;
            let date = form
                .date
                .parse()
                .map_err(|_date| Refusal::new("ledger.date", "date", "Velg en dato."))?;
            ledger::reverse(tx, &actor, &shown.voucher.id, date, &form.reason, now)
        })
        .await;
    match outcome {
        Ok(posted) => {
            let path = format!("/intern/regnskap/bilag/{}/{}", posted.year, posted.number);
            ctx.done(&path, "Bilaget er rettet. Dette er rettelsen.")
        }
        Err(AppError::Refused(refusals)) => show(&ctx, year, number, typed, Some(refusals)).await,
        Err(other) => Err(other.into()),
    }
}

async fn show(
    ctx: &Ctx,
    year: i32,
    number: i64,
    form: ReverseForm,
    refused: Option<Refusals>,
) -> PageResult {
    let actor = ctx.actor()?;
    let (shown, names) = ctx
        .db()
        .read(move |conn| {
            let shown = ledger::find_voucher(conn, year, number)?.ok_or(AppError::NotFound)?;
            Ok((shown, names_of_enterprises(conn)?))
        })
        .await?;
    let page = ctx.page(format!("Bilag {year}-{number}"));
    let template = VoucherPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        kind: shown.voucher.kind.words(),
        date: day_words(shown.voucher.voucher_date),
        posted: shown.voucher.posted_at.oslo_text(),
        by: shown.by.clone().unwrap_or_else(|| "Programmet".into()),
        document: shown.voucher.document.clone(),
        document_href: document_href(&shown.voucher, actor),
        words: shown.words.clone().unwrap_or_else(|| "Teksten er slettet.".into()),
        hash: shown.voucher.hash.clone(),
        corrects: shown.corrects.as_ref().map(link),
        corrected_by: shown.corrected_by.as_ref().map(link),
        may_reverse: may_reverse(&shown, actor),
        action: format!("/intern/regnskap/bilag/{year}/{number}/rettelse"),
        form,
        rows: shown
            .postings
            .into_iter()
            .map(|posting| {
                let (debit, credit) = debit_and_credit(posting.amount_ore);
                let enterprise = posting.enterprise_id.and_then(|id| names.get(&id).cloned());
                Row {
                    name: ledger::account_name(&posting.account),
                    account: posting.account.to_string(),
                    enterprise: enterprise.unwrap_or_default(),
                    code: posting.vat_code.map(|code| code.to_string()).unwrap_or_default(),
                    base: posting.vat_base_ore.map(|b| b.abs().to_string()).unwrap_or_default(),
                    debit,
                    credit,
                }
            })
            .collect(),
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

fn link(voucher: &Voucher) -> (String, String) {
    let (year, number) = (voucher.fiscal_year, voucher.number);
    (format!("{year}-{number}"), format!("/intern/regnskap/bilag/{year}/{number}"))
}

fn is_receipt(kind: VoucherKind) -> bool {
    matches!(kind, VoucherKind::Purchase | VoucherKind::PurchasePayment)
}

fn may_reverse(shown: &ShownVoucher, actor: &Actor) -> bool {
    is_receipt(shown.voucher.kind) && shown.corrected_by.is_none() && actor.may(Right::CloseTerm)
}

fn document_href(voucher: &Voucher, actor: &Actor) -> String {
    let is_invoice = matches!(
        voucher.kind,
        VoucherKind::Sale | VoucherKind::CreditNote | VoucherKind::Payment | VoucherKind::WriteOff
    );
    if is_invoice && actor.may(Right::SeeInvoices) {
        format!("/intern/fakturaer/{}", voucher.document)
    } else {
        String::new()
    }
}
