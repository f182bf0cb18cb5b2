//! The VAT terms of a year, and the closing of one.

use actix_web::web::{Path, Query};
use askama::Template;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::span::day_words;
use crate::base::{Ore, VatCode, VatTerm};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::ledger::{self, ClosedTerm, VatFigure, kontering, term_words};
use crate::people::Right;
use crate::web::{Ctx, HtmlForm, Page};

/// `?ar=2026`.
#[derive(Deserialize)]
pub(crate) struct YearAsked {
    #[serde(default)]
    ar: String,
}

#[derive(Template)]
#[template(path = "ledger/vat.html")]
struct TermsPage {
    page: Page,
    year: i32,
    years: Vec<i32>,
    terms: Vec<TermView>,
}

#[derive(Template)]
#[template(path = "ledger/vat_term.html")]
struct TermPage {
    page: Page,
    term: TermView,
    /// Has the term ended, is it open, and may the one who asks close it?
    may_close: bool,
}

/// A term with its figures.
struct TermView {
    name: String,
    href: String,
    rows: Vec<CodeRow>,
    /// Owed less what is got back; negative is to be got back.
    to_pay: Ore,
    /// When and that it was closed; empty while it is open.
    closed: String,
    is_over: bool,
}

struct CodeRow {
    code: &'static str,
    name: &'static str,
    base: Ore,
    vat: Ore,
    /// The postings that the base is the sum of.
    base_href: String,
    /// The tax account's postings in the term; empty for codes without tax.
    href: String,
}

/// `GET /intern/mva`: the six terms of a year.
///
/// # Errors
/// The database's.
pub(crate) async fn terms(ctx: Ctx, asked: Query<YearAsked>) -> PageResult {
    let today = ctx.today();
    let year = asked.ar.parse().ok().filter(|y| (1900..=2200).contains(y)).unwrap_or(today.year());
    let (terms, mut years) = ctx
        .db()
        .read(move |conn| {
            let terms = (1..=6).map(|term| VatTerm { year, term });
            let shown: AppResult<Vec<TermView>> = view(conn, terms.collect(), today);
            Ok((shown?, ledger::list_years(conn)?))
        })
        .await?;
    if !years.contains(&year) {
        years.push(year);
    }
    ctx.show(&TermsPage { page: ctx.page(format!("MVA {year}")), year, years, terms })
}

fn view(conn: &mut DbConn, terms: Vec<VatTerm>, today: NaiveDate) -> AppResult<Vec<TermView>> {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else { return Ok(Vec::new()) };
    let (from, to) = (first.first_month().first_day(), last.last_month().last_day());
    let figures = ledger::vat_figures(&ledger::sums(conn, from, to)?);
    let closed = ledger::list_closed_terms(conn)?;
    Ok(terms.into_iter().map(|term| term_view(term, &figures, &closed, today)).collect())
}

fn term_view(
    term: VatTerm,
    figures: &[VatFigure],
    closed: &[ClosedTerm],
    today: NaiveDate,
) -> TermView {
    let own: Vec<&VatFigure> = figures.iter().filter(|figure| figure.term == term).collect();
    let owed = |figure: &&VatFigure| if figure.code.is_sale() { figure.vat } else { -figure.vat };
    let closed = closed.iter().find(|one| one.vat_term() == term);
    let (from, to) = (term.first_month().first_day(), term.last_month().last_day());
    let row = |figure: &&VatFigure| CodeRow {
        code: figure.code.as_str(),
        name: ledger::vat_code_name(figure.code),
        base: figure.base,
        vat: figure.vat,
        base_href: base_path(term, figure.code),
        href: kontering::tax_account(figure.code)
            .map(|account| format!("/intern/regnskap/konto/{account}?fra={from}&til={to}"))
            .unwrap_or_default(),
    };
    TermView {
        name: format!("{}. termin, {}", term.term, term_words(term)),
        href: format!("/intern/mva/{}/{}", term.year, term.term),
        to_pay: own.iter().map(owed).sum(),
        rows: own.iter().map(row).collect(),
        closed: closed.map(|one| one.closed_at.oslo_text()).unwrap_or_default(),
        is_over: to < today,
    }
}

/// `GET /intern/mva/{year}/{term}`: a term's figures, and the step before it is closed.
///
/// # Errors
/// `NotFound` for no term.
pub(crate) async fn term(ctx: Ctx, path: Path<(i32, i32)>) -> PageResult {
    show_term(&ctx, read_term(path.into_inner())?, None).await
}

/// Where the rows behind a base figure stand.
pub(super) fn base_path(term: VatTerm, code: VatCode) -> String {
    format!("/intern/mva/{}/{}/grunnlag/{code}", term.year, term.term)
}

pub(super) fn read_term((year, term): (i32, i32)) -> AppResult<VatTerm> {
    let is_term = (1900..=2200).contains(&year) && (1..=6).contains(&term);
    if is_term { Ok(VatTerm { year, term }) } else { Err(AppError::NotFound) }
}

async fn show_term(ctx: &Ctx, term: VatTerm, refused: Option<Refusals>) -> PageResult {
    let today = ctx.today();
    let shown = ctx.db().read(move |conn| view(conn, vec![term], today)).await?;
    let shown = shown.into_iter().next().ok_or(AppError::NotFound)?;
    let page = ctx.page(format!("MVA: {}", term_words(term)));
    let may_close = shown.is_over && shown.closed.is_empty() && ctx.actor()?.may(Right::CloseTerm);
    let template = TermPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        term: shown,
        may_close,
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// No field at all.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `POST /intern/mva/{year}/{term}`: closes the term for good.
///
/// # Errors
/// `NotFound` for no term.
pub(crate) async fn close(ctx: Ctx, path: Path<(i32, i32)>, _: HtmlForm<Nothing>) -> PageResult {
    let term = read_term(path.into_inner())?;
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    match ctx.db().write(move |tx| ledger::close_term(tx, &actor, term, now)).await {
        Ok(()) => {
            let words = format!(
                "MVA-terminen {} er avsluttet {}.",
                term_words(term),
                day_words(ctx.today())
            );
            ctx.done(&format!("/intern/mva?ar={}", term.year), &words)
        }
        Err(AppError::Refused(refusals)) => show_term(&ctx, term, Some(refusals)).await,
        Err(other) => Err(other.into()),
    }
}
