//! Time sheets, personallister and working time.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::base::{Minutes, Month, UtcTime, csv_lines};
use crate::db::DbConn;
use crate::error::{AppResult, PageResult};
use crate::papers::{self, Paper};
use crate::pdf::IS_BUILT;
use crate::people::Actor;
use crate::web::{Ctx, Page, csv_file, pdf_file};

/// Which month, as `2026-03`; this one when none is named.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct WhichMonth {
    #[serde(default)]
    pub(super) maned: String,
}

impl WhichMonth {
    pub(super) fn or_this(&self, ctx: &Ctx) -> Month {
        let named = Month::parse(&self.maned).filter(|m| (1900..=2200).contains(&m.year()));
        named.unwrap_or_else(|| Month::of(ctx.today()))
    }
}

#[derive(Template)]
#[template(path = "papers/paper.html")]
pub(super) struct PaperPage {
    pub(super) page: Page,
    pub(super) paper: Paper,
    /// Sums in words.
    pub(super) sums: Vec<(String, String)>,
    pub(super) file: String,
    /// Empty where this program sets no PDF.
    pub(super) pdf: String,
    /// What is said above the table.
    pub(super) intro: &'static [&'static str],
    /// Where else to go, and what it is called.
    pub(super) ways: Vec<(String, String)>,
}

impl PaperPage {
    pub(super) fn of(ctx: &Ctx, paper: Paper, file: String) -> Self {
        let sums =
            paper.sums.iter().map(|(words, minutes)| (words.clone(), Minutes::words(*minutes)));
        let sums = sums.collect();
        let pdf = if IS_BUILT { file.replacen(".csv", ".pdf", 1) } else { String::new() };
        Self { page: ctx.page(&paper.title), sums, file, pdf, intro: &[], ways: Vec::new(), paper }
    }
}

/// Makes a paper for the one who asks; in the writer, as each look is kept.
async fn made<F>(ctx: &Ctx, make: F) -> AppResult<Paper>
where
    F: FnOnce(&mut DbConn, &Actor, UtcTime) -> AppResult<Paper> + Send + 'static,
{
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    ctx.db().write(move |tx| make(tx, &actor, now)).await
}

/// A paper's name as files hold it.
fn file_name(paper: &Paper) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    paper.file.chars().map(|c| if is_plain(c) { c } else { '_' }).collect()
}

pub(super) fn file_of(paper: &Paper) -> actix_web::HttpResponse {
    csv_file(&file_name(paper), &csv_lines(paper.csv_rows()))
}

/// A paper as PDF; `intro` is what its page says above the table.
pub(super) async fn pdf_of(paper: &Paper, intro: &[&str]) -> PageResult {
    Ok(pdf_file(&file_name(paper), papers::pdf::draft(paper, intro)).await?)
}

fn shelf_way(month: Option<Month>) -> Vec<(String, String)> {
    let query = month.map(|month| format!("?maned={month}")).unwrap_or_default();
    vec![(format!("/intern/papirer{query}"), "Flere papirer".to_owned())]
}

/// `GET /intern/papirer/timeliste/{number}`
///
/// # Errors
/// `NotFound` for an order one has no part in.
pub(crate) async fn time_sheet(ctx: Ctx, number: Path<String>) -> PageResult {
    let number = number.into_inner();
    let of = number.clone();
    let paper = made(&ctx, move |tx, actor, now| papers::time_sheet(tx, actor, &of, now)).await?;
    let file = format!("/intern/papirer/timeliste/{number}.csv");
    let ways = shelf_way(None);
    ctx.show(&PaperPage { ways, ..PaperPage::of(&ctx, paper, file) })
}

/// `GET /intern/papirer/timeliste/{number}.csv`
///
/// # Errors
/// `NotFound` for an order one has no part in.
pub(crate) async fn time_sheet_file(ctx: Ctx, number: Path<String>) -> PageResult {
    let of = number.into_inner();
    let paper = made(&ctx, move |tx, actor, now| papers::time_sheet(tx, actor, &of, now)).await?;
    Ok(file_of(&paper))
}

/// `GET /intern/papirer/timeliste/{number}.pdf`
///
/// # Errors
/// `NotFound` for an order one has no part in; `pdf.not_built`.
pub(crate) async fn time_sheet_pdf(ctx: Ctx, number: Path<String>) -> PageResult {
    let of = number.into_inner();
    let paper = made(&ctx, move |tx, actor, now| papers::time_sheet(tx, actor, &of, now)).await?;
    pdf_of(&paper, &[]).await
}

/// `GET /intern/papirer/personalliste/{code}`
///
/// # Errors
/// `NotFound` for an enterprise one does not answer for.
pub(crate) async fn staff_list(
    ctx: Ctx,
    code: Path<String>,
    which: Query<WhichMonth>,
) -> PageResult {
    let (code, month) = (code.into_inner(), which.or_this(&ctx));
    let file = format!("/intern/papirer/personalliste/{code}.csv?maned={month}");
    let paper = made(&ctx, move |tx, a, now| papers::staff_list(tx, a, &code, month, now)).await?;
    let ways = shelf_way(Some(month));
    ctx.show(&PaperPage { ways, ..PaperPage::of(&ctx, paper, file) })
}

/// `GET /intern/papirer/personalliste/{code}.csv`
///
/// # Errors
/// `NotFound` for an enterprise one does not answer for.
pub(crate) async fn staff_list_file(
    ctx: Ctx,
    code: Path<String>,
    which: Query<WhichMonth>,
) -> PageResult {
    let (code, month) = (code.into_inner(), which.or_this(&ctx));
    let paper = made(&ctx, move |tx, a, now| papers::staff_list(tx, a, &code, month, now)).await?;
    Ok(file_of(&paper))
}

/// `GET /intern/papirer/personalliste/{code}.pdf`
///
/// # Errors
/// `NotFound` for an enterprise one does not answer for; `pdf.not_built`.
pub(crate) async fn staff_list_pdf(
    ctx: Ctx,
    code: Path<String>,
    which: Query<WhichMonth>,
) -> PageResult {
    let (code, month) = (code.into_inner(), which.or_this(&ctx));
    let paper = made(&ctx, move |tx, a, now| papers::staff_list(tx, a, &code, month, now)).await?;
    pdf_of(&paper, &[]).await
}

/// `GET /intern/papirer/arbeidstid/{code}`
///
/// # Errors
/// `NotFound` for a code that is nobody's one may see.
pub(crate) async fn working_time(
    ctx: Ctx,
    code: Path<String>,
    which: Query<WhichMonth>,
) -> PageResult {
    let (code, month) = (code.into_inner(), which.or_this(&ctx));
    let file = format!("/intern/papirer/arbeidstid/{code}.csv?maned={month}");
    let paper =
        made(&ctx, move |tx, a, now| papers::working_time(tx, a, &code, month, now)).await?;
    let ways = shelf_way(Some(month));
    ctx.show(&PaperPage { ways, ..PaperPage::of(&ctx, paper, file) })
}

/// `GET /intern/papirer/arbeidstid/{code}.csv`
///
/// # Errors
/// `NotFound` for a code that is nobody's one may see.
pub(crate) async fn working_time_file(
    ctx: Ctx,
    code: Path<String>,
    which: Query<WhichMonth>,
) -> PageResult {
    let (code, month) = (code.into_inner(), which.or_this(&ctx));
    let paper =
        made(&ctx, move |tx, a, now| papers::working_time(tx, a, &code, month, now)).await?;
    Ok(file_of(&paper))
}

/// `GET /intern/papirer/arbeidstid/{code}.pdf`
///
/// # Errors
/// `NotFound` for a code that is nobody's one may see; `pdf.not_built`.
pub(crate) async fn working_time_pdf(
    ctx: Ctx,
    code: Path<String>,
    which: Query<WhichMonth>,
) -> PageResult {
    let (code, month) = (code.into_inner(), which.or_this(&ctx));
    let paper =
        made(&ctx, move |tx, a, now| papers::working_time(tx, a, &code, month, now)).await?;
    pdf_of(&paper, &[]).await
}
