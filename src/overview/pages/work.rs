//! Margins with and without learning time, and the lines behind what work is reckoned at.
//!
//! A sum of hours at a rate is hours again, so all of it is for those who may see every sum.

use actix_web::web::Query;

use super::period::{Asked, Period};
use super::rows::{
    Head, Of, Scope, Summed, TableView, bought_less, link, number, plain, show, sold_table,
};
use crate::base::Ore;
use crate::costing::{Margin, WorkLine};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult};
use crate::hours::kind_words;
use crate::overview::margins::{self, Layer};
use crate::overview::model::Named;
use crate::overview::{Figures, Sight, named};
use crate::web::Ctx;

/// One enterprise's line in the table of margins; the last is of all.
pub(super) struct MarginLine {
    pub(super) name: String,
    pub(super) is_sum: bool,
    /// Figures with the addresses of their rows.
    pub(super) cells: Vec<(String, String)>,
}

/// The table of margins.
pub(super) fn margin_lines(
    figures: &Figures,
    work: &[WorkLine],
    period: Period,
) -> Vec<MarginLine> {
    let own = margins::margins(&figures.farm, &figures.sums, work);
    let all = margins::together(&own);
    let line = |name: &str, code: Option<&str>, margin: Margin| MarginLine {
        name: name.to_owned(),
        is_sum: code.is_none(),
        cells: cells(margin)
            .map(|(what, amount)| (amount.to_string(), href(what, period, code)))
            .into(),
    };
    let lines = own.iter().map(|(e, margin)| line(&e.name, Some(&e.code), *margin));
    lines.chain([line("I alt", None, all)]).collect()
}

fn cells(margin: Margin) -> [(&'static str, Ore); 6] {
    [
        ("omsetning", margin.revenue),
        ("kostnader", margin.purchases),
        ("arbeidskostnad", margin.production),
        ("igjen-uten-laeretid", margin.without_learning()),
        ("laeretid", margin.learning),
        ("igjen-med-laeretid", margin.with_learning()),
    ]
}

fn href(what: &str, period: Period, code: Option<&str>) -> String {
    let of = code.map(|code| format!("&naering={code}")).unwrap_or_default();
    format!("/intern/oversikt/{what}?{}{of}", period.query())
}

/// The table of margins as files write it.
pub(super) fn csv_rows(figures: &Figures, work: &[WorkLine]) -> Vec<Vec<String>> {
    let head = [
        "næring",
        "omsetning",
        "innkjøp",
        "arbeid",
        "igjen_uten_læretid",
        "læretid",
        "igjen_med_læretid",
    ];
    let own = margins::margins(&figures.farm, &figures.sums, work);
    let row = |(e, margin): &(&Named, Margin)| {
        let amounts = cells(*margin).map(|(_, amount)| amount.point());
        std::iter::once(e.code.clone()).chain(amounts).collect()
    };
    std::iter::once(head.map(str::to_owned).to_vec()).chain(own.iter().map(row)).collect()
}

/// Only for those who may see every sum of hours.
fn open(ctx: &Ctx) -> AppResult<()> {
    match Sight::of(ctx.actor()?, ctx.today()) {
        Sight::Open => Ok(()),
        Sight::Walled(_) => Err(AppError::NotFound),
    }
}

/// `GET /intern/oversikt/arbeidskostnad`
///
/// # Errors
/// `NotFound` for who sees walls, and for an enterprise that is none.
pub(crate) async fn production(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    open(&ctx)?;
    show(ctx, asked.into_inner(), "Arbeid", |conn, scope, _eyes| {
        Ok(vec![work_table(conn, scope, Layer::Production, 1)?])
    })
    .await
}

/// `GET /intern/oversikt/laeretid`
///
/// # Errors
/// `NotFound` for who sees walls, and for an enterprise that is none.
pub(crate) async fn learning(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    open(&ctx)?;
    show(ctx, asked.into_inner(), "Læretid", |conn, scope, _eyes| {
        Ok(vec![work_table(conn, scope, Layer::Learning, 1)?])
    })
    .await
}

/// `GET /intern/oversikt/igjen-uten-laeretid`: sales less purchases and work.
///
/// # Errors
/// `NotFound` for who sees walls, and for an enterprise that is none.
pub(crate) async fn without_learning(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    open(&ctx)?;
    show(ctx, asked.into_inner(), "Igjen uten læretid", |conn, scope, eyes| {
        let sold = sold_table(scope, &scope.sold(conn, Of::Named)?, eyes);
        let bought = bought_less(conn, scope, eyes)?;
        Ok(vec![sold, bought, work_table(conn, scope, Layer::Production, -1)?])
    })
    .await
}

/// `GET /intern/oversikt/igjen-med-laeretid`: what is left when every hour is counted.
///
/// # Errors
/// `NotFound` for who sees walls, and for an enterprise that is none.
pub(crate) async fn with_learning(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    open(&ctx)?;
    show(ctx, asked.into_inner(), "Igjen med læretid", |conn, scope, eyes| {
        let sold = sold_table(scope, &scope.sold(conn, Of::Named)?, eyes);
        let bought = bought_less(conn, scope, eyes)?;
        let work = work_table(conn, scope, Layer::Production, -1)?;
        Ok(vec![sold, bought, work, work_table(conn, scope, Layer::Learning, -1)?])
    })
    .await
}

/// A line for each month, enterprise and kind, which opens to the hours; `sign` is −1 for a cost.
fn work_table(conn: &mut DbConn, scope: &Scope, layer: Layer, sign: i64) -> AppResult<Summed> {
    let farm = named(conn)?;
    let months = (scope.period.first, scope.period.last);
    let mut lines = margins::work(conn, months, scope.id())?;
    lines.retain(|line| Layer::of(line.kind) == layer);
    let signed = |amount: Ore| Ore::new(amount.ore() * sign);
    let row = |line: &WorkLine| {
        let place = farm.iter().find(|e| e.id == line.enterprise_id);
        let (code, name) = place.map(|e| (e.code.as_str(), e.name.as_str())).unwrap_or_default();
        let opens = || {
            format!(
                "/intern/oversikt/timer?fra={}&til={}&naering={code}&slag={}",
                line.from, line.to, line.kind
            )
        };
        let mut minutes = link(line.minutes.to_string(), true, opens);
        minutes.is_number = true;
        vec![
            plain(line.from.format("%d.%m.%Y")),
            plain(line.to.format("%d.%m.%Y")),
            plain(name),
            plain(kind_words(line.kind)),
            minutes,
            number(line.rate),
            number(signed(line.amount)),
        ]
    };
    let head = [
        ("Fra", false),
        ("Til", false),
        ("Næring", false),
        ("Slag", false),
        ("Minutter", true),
        ("Sats", true),
        ("Kroner", true),
    ];
    let title = match layer {
        Layer::Production => "Arbeid",
        Layer::Learning => "Læretid",
    };
    let sum: Ore = lines.iter().map(|line| signed(line.amount)).sum();
    let view = TableView {
        title: title.into(),
        head: head.map(|(words, is_number)| Head { words, is_number }).into(),
        rows: lines.iter().map(row).collect(),
        sum: sum.to_string(),
        span: 6,
        pager: None,
    };
    Ok((view, sum))
}
