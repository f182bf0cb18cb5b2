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
use crate::overview::rows::{self, Rows};
use crate::overview::{Bought, Sold};
use crate::people::{Actor, Right, Role};
use crate::web::{Ctx, Page, Pager};

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
    /// To the other pages of the table; None when it has all its rows here.
    pub(super) pager: Option<Pager>,
}

/// Which page of a table is shown: the field of the address that says so, the page, and all its rows.
type Place = Option<(&'static str, i64, i64)>;

pub(super) struct Head {
    pub(super) words: &'static str,
    pub(super) is_number: bool,
}

pub(super) struct Cell {
    words: String,
    href: String,
    pub(super) is_number: bool,
}

/// The fields of the address that name the page of each table.
const SOLD: &str = "side";
const BOUGHT: &str = "kjop";

/// Whose rows a table shows.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// The enterprise that was asked for, or all when none was.
    Named,
    /// All enterprises', whichever was asked for.
    All,
}

/// Which months and which enterprise; all when none is named.
pub(super) struct Scope {
    pub(super) period: Period,
    enterprise: Option<Named>,
    asked: Asked,
    /// The page's own path.
    path: String,
}

impl Scope {
    fn words(&self) -> String {
        let of = self.enterprise.as_ref().map_or("alle næringene", |e| e.name.as_str());
        format!("{}, {of}.", capitalized(&self.period.words()))
    }

    /// A page of what was sold.
    pub(super) fn sold(&self, conn: &mut DbConn, of: Of) -> AppResult<Rows<Sold>> {
        rows::sold(conn, self.period.span(), self.of(of), &self.asked.side)
    }

    /// A page of what was bought.
    fn bought(&self, conn: &mut DbConn, of: Of) -> AppResult<Rows<Bought>> {
        rows::bought(conn, self.period.span(), self.of(of), &self.asked.kjop)
    }

    fn of(&self, of: Of) -> Option<&crate::base::EnterpriseId> {
        match of {
            Of::Named => self.id(),
            Of::All => None,
        }
    }

    /// The links from one page of a table to the others; the other table stays where it is.
    fn pager(&self, (own, index, count): (&'static str, i64, i64)) -> Pager {
        let Asked { fra, til, naering, side, kjop } = &self.asked;
        let all: [(&str, &str); 5] =
            [("fra", fra), ("til", til), ("naering", naering), (SOLD, side), (BOUGHT, kjop)];
        let kept: Vec<_> = all.into_iter().filter(|(name, _)| *name != own).collect();
        let label = if own == BOUGHT { "Sider med innkjøp" } else { "Sider" };
        Pager::of_list(own, (&self.path, &kept), index, count).called(label)
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

fn scope(conn: &mut DbConn, period: Period, asked: Asked, path: String) -> AppResult<Scope> {
    let enterprise = match asked.naering.as_str() {
        "" => None,
        code => {
            let found = named(conn)?.into_iter().find(|e| e.code == code);
            Some(found.ok_or(AppError::NotFound)?)
        }
    };
    Ok(Scope { period, enterprise, asked, path })
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
        Ok(vec![sold_table(scope, &scope.sold(conn, Of::Named)?, eyes)])
    })
    .await
}

/// `GET /intern/oversikt/kostnader`
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn costs(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Direkte kostnader", |conn, scope, eyes| {
        Ok(vec![bought_table(scope, &scope.bought(conn, Of::Named)?, eyes)])
    })
    .await
}

/// `GET /intern/oversikt/bidrag`: sales less purchases.
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn contribution(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Bidrag", |conn, scope, eyes| {
        let sold = scope.sold(conn, Of::Named)?;
        Ok(vec![sold_table(scope, &sold, eyes), bought_less(conn, scope, eyes)?])
    })
    .await
}

/// Purchases as what they take away.
pub(super) fn bought_less(conn: &mut DbConn, scope: &Scope, eyes: Eyes) -> AppResult<Summed> {
    let bought = scope.bought(conn, Of::Named)?;
    let bought = Rows { sum: -bought.sum, ..negated(bought) };
    Ok(bought_table(scope, &bought, eyes))
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
        let bought = scope.bought(conn, Of::All)?;
        Ok(vec![centre_table(scope, &centre), bought_table(scope, &bought, eyes)])
    })
    .await
}

/// `GET /intern/oversikt/egne-inntekter`: sales and the residents' own share.
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn own_income(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Egne inntekter med egenandel", |conn, scope, eyes| {
        let sold = scope.sold(conn, Of::All)?;
        Ok(vec![sold_table(scope, &sold, eyes), own_share_table(conn, scope)?])
    })
    .await
}

/// `GET /intern/oversikt/egenandel`
///
/// # Errors
/// `NotFound` for an enterprise that is none.
pub(crate) async fn own_share(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    show(ctx, asked.into_inner(), "Beboernes egenandel", |conn, scope, _eyes| {
        Ok(vec![own_share_table(conn, scope)?])
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
    let path = ctx.request.path().to_owned();
    let (intro, tables) = ctx
        .db()
        .read(move |conn| {
            let scope = scope(conn, period, asked, path)?;
            Ok((scope.words(), tables(conn, &scope, eyes)?))
        })
        .await?;
    let total: Ore = tables.iter().map(|(_, sum)| *sum).sum();
    let total = if tables.len() > 1 { total.to_string() } else { String::new() };
    let tables = tables.into_iter().map(|(table, _)| table).collect();
    ctx.show(&RowsPage { page: ctx.page(title), intro, tables, total, query: period.query() })
}

pub(super) fn sold_table(scope: &Scope, sold: &Rows<Sold>, eyes: Eyes) -> Summed {
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
    let place = Some((SOLD, sold.index, sold.count));
    table(scope, ("Fakturalinjer", &head), rows.collect(), sold.sum, place)
}

fn bought_table(scope: &Scope, bought: &Rows<Bought>, eyes: Eyes) -> Summed {
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
    let place = Some((BOUGHT, bought.index, bought.count));
    table(scope, ("Innkjøp", &head), rows.collect(), bought.sum, place)
}

fn centre_table(scope: &Scope, costs: &[funding::RunningCost]) -> Summed {
    let head = [("Måned", false), ("Kostnad", false), ("Beløp", true)];
    let sum = costs.iter().map(|cost| cost.amount).sum();
    let rows = costs
        .iter()
        .map(|cost| vec![plain(cost.month.words()), plain(&cost.name), number(cost.amount)]);
    table(scope, ("Utenfor næringene", &head), rows.collect(), sum, None)
}

fn own_share_table(conn: &mut DbConn, scope: &Scope) -> AppResult<Summed> {
    let period = scope.period;
    let head = [("Måned", false), ("Beløp", true)];
    let mut rows = Vec::new();
    let mut before = Ore::ZERO;
    for month in period.months() {
        // Each month's part is what it adds, so that the parts come to the whole, øre by øre.
        let so_far = funding::own_share(conn, period.first.first_day(), Month::last_day(month))?;
        rows.push(vec![plain(month.words()), number(so_far - before)]);
        before = so_far;
    }
    Ok(table(scope, ("Beboernes egenandel", &head), rows, before, None))
}

fn table(
    scope: &Scope,
    (title, head): (&str, &[(&'static str, bool)]),
    rows: Vec<Vec<Cell>>,
    sum: Ore,
    place: Place,
) -> Summed {
    let head: Vec<Head> =
        head.iter().map(|(words, is_number)| Head { words, is_number: *is_number }).collect();
    let span = head.len().saturating_sub(1);
    let pager = place.map(|place| scope.pager(place));
    let view = TableView { title: title.into(), head, rows, sum: sum.to_string(), span, pager };
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
