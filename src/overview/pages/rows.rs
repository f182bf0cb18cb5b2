//! The rows behind a figure: invoice lines, receipts, the centre's costs, the residents' own share.

use actix_web::web::Query;
use askama::Template;

use super::period::{Asked, Period};
use crate::base::{Month, Ore, Quantity};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageError, PageResult};
use crate::funding;
use crate::overview::model::Named;
use crate::overview::named;
use crate::overview::rows::{self, ROWS_MAX, Rows};
use crate::overview::{Bought, Sold};
use crate::people::{Actor, Right, Role};
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "overview/rows.html")]
struct RowsPage {
    page: Page,
    intro: String,
    tables: Vec<TableView>,
    /// What the tables come to together; empty when there is one.
    total: String,
    query: String,
}

pub(super) struct TableView {
    pub(super) title: String,
    pub(super) head: Vec<Head>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) sum: String,
    /// How many columns the word «Sum» spans.
    pub(super) span: usize,
    /// Says so when there are more rows than are shown.
    pub(super) more: String,
}

pub(super) struct Head {
    pub(super) words: &'static str,
    pub(super) is_number: bool,
}

pub(super) struct Cell {
    words: String,
    href: String,
    pub(super) is_number: bool,
}

/// Which months and which enterprise; all when none is named.
pub(super) struct Scope {
    pub(super) period: Period,
    enterprise: Option<Named>,
}

impl Scope {
    fn words(&self) -> String {
        let of = self.enterprise.as_ref().map_or("alle næringene", |e| e.name.as_str());
        format!("{}, {of}.", capitalized(&self.period.words()))
    }

    pub(super) fn id(&self) -> Option<&crate::base::EnterpriseId> {
        self.enterprise.as_ref().map(|e| &e.id)
    }
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

fn scope(conn: &mut DbConn, period: Period, code: &str) -> AppResult<Scope> {
    let enterprise = match code {
        "" => None,
        code => {
            let found = named(conn)?.into_iter().find(|e| e.code == code);
            Some(found.ok_or(AppError::NotFound)?)
        }
    };
    Ok(Scope { period, enterprise })
}

/// What of a row the viewer may follow or read.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not by itself")]
pub(super) struct Eyes {
    invoices: bool,
    orders: bool,
    ledger: bool,
    /// The steering group reads figures and no names.
    suppliers: bool,
}

impl Eyes {
    fn of(actor: &Actor) -> Self {
        let sees_names = [Role::BusinessManager, Role::Leader, Role::Auditor];
        Self {
            invoices: actor.may(Right::SeeInvoices),
            orders: actor.may(Right::Desk),
            ledger: actor.may(Right::SeeLedger),
            suppliers: sees_names.iter().any(|role| actor.is(*role)),
        }
    }
}

/// `GET /intern/oversikt/omsetning`
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn revenue(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Omsetning", |conn, scope, eyes| {
        Ok(vec![sold_table(&rows::sold(conn, scope.period.span(), scope.id())?, eyes)])
    })
    .await
}

/// `GET /intern/oversikt/kostnader`
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn costs(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Direkte kostnader", |conn, scope, eyes| {
        Ok(vec![bought_table(&rows::bought(conn, scope.period.span(), scope.id())?, eyes)])
    })
    .await
}

/// `GET /intern/oversikt/bidrag`: sales less purchases.
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn contribution(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Bidrag", |conn, scope, eyes| {
        let sold = rows::sold(conn, scope.period.span(), scope.id())?;
        Ok(vec![sold_table(&sold, eyes), bought_less(conn, scope, eyes)?])
    })
    .await
}

/// Purchases as what they take away.
pub(super) fn bought_less(conn: &mut DbConn, scope: &Scope, eyes: Eyes) -> AppResult<Summed> {
    let bought = rows::bought(conn, scope.period.span(), scope.id())?;
    let bought = Rows { sum: -bought.sum, ..negated(bought) };
    Ok(bought_table(&bought, eyes))
}

fn negated(mut bought: Rows<Bought>) -> Rows<Bought> {
    for row in &mut bought.rows {
        row.net = -row.net;
    }
    bought
}

/// `GET /intern/oversikt/driftskostnader`: the centre's own costs and all purchases.
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn running_costs(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Driftskostnader", |conn, scope, eyes| {
        let span = scope.period.span();
        let centre = funding::list_running_costs(conn, span.from, span.to)?;
        Ok(vec![centre_table(&centre), bought_table(&rows::bought(conn, span, None)?, eyes)])
    })
    .await
}

/// `GET /intern/oversikt/egne-inntekter`: sales and the residents' own share.
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn own_income(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Egne inntekter med egenandel", |conn, scope, eyes| {
        let sold = rows::sold(conn, scope.period.span(), None)?;
        Ok(vec![sold_table(&sold, eyes), own_share_table(conn, scope.period)?])
    })
    .await
}

/// `GET /intern/oversikt/egenandel`
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn own_share(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Beboernes egenandel", |conn, scope, _eyes| {
        Ok(vec![own_share_table(conn, scope.period)?])
    })
    .await
}

/// A table and what it comes to.
pub(super) type Summed = (TableView, Ore);

pub(super) async fn show<F>(ctx: Ctx, asked: Asked, title: &str, tables: F) -> PageResult
where
    F: FnOnce(&mut DbConn, &Scope, Eyes) -> AppResult<Vec<Summed>> + Send + 'static,
{
    let period = Period::read(&asked, ctx.today()).map_err(PageError::from)?;
    let eyes = Eyes::of(ctx.actor()?);
    let (intro, tables) = ctx
        .db()
        .read(move |conn| {
            let scope = scope(conn, period, &asked.naering)?;
            Ok((scope.words(), tables(conn, &scope, eyes)?))
        })
        .await?;
    let total: Ore = tables.iter().map(|(_, sum)| *sum).sum();
    let total = if tables.len() > 1 { total.to_string() } else { String::new() };
    let tables = tables.into_iter().map(|(table, _)| table).collect();
    ctx.show(&RowsPage { page: ctx.page(title), intro, tables, total, query: period.query() })
}

pub(super) fn sold_table(sold: &Rows<Sold>, eyes: Eyes) -> Summed {
    let head = [
        ("Dato", false),
        ("Faktura", false),
        ("Bestilling", false),
        ("Næring", false),
        ("Vare", false),
        ("Antall", true),
        ("Uten MVA", true),
    ];
    let rows = sold.rows.iter().map(|line| {
        let Sold { date, invoice, order, .. } = line;
        let is_credit = line.kind == "credit_note";
        let document =
            if is_credit { format!("Kreditnota {invoice}") } else { invoice.to_string() };
        let invoice = link(document, eyes.invoices, || format!("/intern/fakturaer/{invoice}"));
        let order = link(order.clone(), eyes.orders, || format!("/intern/bestillinger/{order}"));
        let quantity = Quantity::from_milli(line.quantity.milli());
        vec![
            plain(date.format("%d.%m.%Y")),
            invoice,
            order,
            plain(&line.enterprise),
            plain(&line.name),
            number(format!("{quantity} {}", line.unit)),
            number(line.net),
        ]
    });
    table("Fakturalinjer", &head, rows.collect(), sold.sum, sold.count)
}

fn bought_table(bought: &Rows<Bought>, eyes: Eyes) -> Summed {
    let head = [
        ("Dato", false),
        ("Kvittering", false),
        ("Leverandør", false),
        ("Næring", false),
        ("Konto", false),
        ("Uten MVA", true),
    ];
    let rows = bought.rows.iter().map(|row| {
        let href = || format!("/intern/regnskap/bilag/{}/{}", row.year, row.voucher);
        let supplier = row.supplier.as_deref().unwrap_or("Retting");
        vec![
            plain(row.date.format("%d.%m.%Y")),
            link(row.document.clone(), eyes.ledger, href),
            plain(if eyes.suppliers { supplier } else { "–" }),
            plain(&row.enterprise),
            plain(&row.account),
            number(row.net),
        ]
    });
    table("Innkjøp", &head, rows.collect(), bought.sum, bought.count)
}

fn centre_table(costs: &[funding::RunningCost]) -> Summed {
    let head = [("Måned", false), ("Kostnad", false), ("Beløp", true)];
    let sum = costs.iter().map(|cost| cost.amount).sum();
    let count = i64::try_from(costs.len()).unwrap_or_default();
    let rows = costs
        .iter()
        .map(|cost| vec![plain(cost.month.words()), plain(&cost.name), number(cost.amount)]);
    table("Utenfor næringene", &head, rows.collect(), sum, count)
}

fn own_share_table(conn: &mut DbConn, period: Period) -> AppResult<Summed> {
    let head = [("Måned", false), ("Beløp", true)];
    let mut rows = Vec::new();
    let mut before = Ore::ZERO;
    for month in period.months() {
        // Each month's part is what it adds, so that the parts come to the whole, øre by øre.
        let so_far = funding::own_share(conn, period.first.first_day(), Month::last_day(month))?;
        rows.push(vec![plain(month.words()), number(so_far - before)]);
        before = so_far;
    }
    let count = i64::try_from(rows.len()).unwrap_or_default();
    Ok(table("Beboernes egenandel", &head, rows, before, count))
}

fn table(
    title: &str,
    head: &[(&'static str, bool)],
    rows: Vec<Vec<Cell>>,
    sum: Ore,
    count: i64,
) -> Summed {
    let more = if count > ROWS_MAX {
        format!("Her vises de {ROWS_MAX} første av {count} linjer. Summen er av alle.")
    } else {
        String::new()
    };
    let head: Vec<Head> =
        head.iter().map(|(words, is_number)| Head { words, is_number: *is_number }).collect();
    let span = head.len().saturating_sub(1);
    let view = TableView { title: title.into(), head, rows, sum: sum.to_string(), span, more };
    (view, sum)
}

#[expect(clippy::needless_pass_by_value, reason = "reads better where cells are listed")]
pub(super) fn plain(words: impl ToString) -> Cell {
    Cell { words: words.to_string(), href: String::new(), is_number: false }
}

#[expect(clippy::needless_pass_by_value, reason = "reads better where cells are listed")]
pub(super) fn number(words: impl ToString) -> Cell {
    Cell { words: words.to_string(), href: String::new(), is_number: true }
}

pub(super) fn link(words: String, may_follow: bool, href: impl FnOnce() -> String) -> Cell {
    let href = if may_follow { href() } else { String::new() };
    Cell { words, href, is_number: false }
}
