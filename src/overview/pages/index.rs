//! `/intern/oversikt`: how the enterprises do, and how far they carry the farm.

use actix_web::web::Query;
use askama::Template;

use super::period::{Asked, Period};
use super::work::{MarginLine, margin_lines};
use crate::base::{Minutes, Ore};
use crate::error::PageResult;
use crate::overview::chart::{Chart, chart};
use crate::overview::grid::{Figure, Grid, Pair, What, grid};
use crate::overview::margins;
use crate::overview::rules::{self, SelfFinancing};
use crate::overview::{Figures, Goal, Sight, figures, goal, outside_hours, self_financing};
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "overview/index.html")]
struct Index {
    page: Page,
    fra: String,
    til: String,
    period: String,
    query: String,
    is_walled: bool,
    sections: Vec<Section>,
    share: Share,
    /// Margins with and without learning time; none for those who see walls.
    margins: Vec<MarginLine>,
    /// Places outside with approved time, in words, and where it opens.
    outside: Vec<(String, String, String)>,
}

struct Section {
    word: &'static str,
    title: &'static str,
    chart: Chart,
    names: Vec<String>,
    lines: Vec<LineView>,
}

struct LineView {
    words: String,
    is_sum: bool,
    cells: Vec<CellView>,
}

/// A figure with the address of its rows; empty when it does not open.
struct CellView {
    words: String,
    href: String,
}

/// Self-financing in words and numbers.
#[expect(clippy::struct_field_names, reason = "the share by each definition is the share")]
struct Share {
    costs: String,
    strict: String,
    strict_share: String,
    wide: String,
    wide_share: String,
    own_share: String,
    net: String,
    is_wide: bool,
    target: String,
    needed: String,
    /// What is still missing; empty when the goal is reached.
    missing: String,
    hours: String,
    per_hour: String,
    needed_per_hour: String,
}

/// `GET /intern/oversikt`
///
/// # Errors
/// 500 when the database does not answer.
pub(crate) async fn index(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    let read = Period::read(&asked, ctx.today());
    let period = read.clone().unwrap_or_else(|_refused| Period::year_to(ctx.today()));
    let today = ctx.today();
    let sight = Sight::of(ctx.actor()?, today);
    let (figures, money, goal, (outside, work)) = ctx
        .db()
        .read(move |conn| {
            let figures = figures(conn, period.first, period.last, sight)?;
            let outside = match sight {
                Sight::Open => {
                    let work = margins::work(conn, (period.first, period.last), None)?;
                    (outside_hours(conn, period.span())?, Some(work))
                }
                Sight::Walled(_) => (Vec::new(), None),
            };
            let money = self_financing(conn, period.span())?;
            Ok((figures, money, goal(conn, today)?, outside))
        })
        .await?;
    let sections = What::ALL.iter().map(|what| section(&figures, *what, period, sight)).collect();
    let mut page = ctx.page("Oversikt");
    let is_refused = read.is_err();
    if let Err(refusals) = &read {
        page = page.refused(refusals);
    }
    let given = |text: &str, month: String| if is_refused { text.to_owned() } else { month };
    let template = Index {
        page,
        fra: given(&asked.fra, period.first.to_string()),
        til: given(&asked.til, period.last.to_string()),
        period: period.words(),
        query: period.query(),
        is_walled: sight.is_walled(),
        sections,
        share: share(&figures, money, goal, period),
        margins: work.map(|w| margin_lines(&figures, &w, period)).unwrap_or_default(),
        outside: outside
            .into_iter()
            .map(|(e, minutes)| {
                let href = href(What::Hours, period, Some(&e.code));
                (e.name, Minutes::words(minutes), href)
            })
            .collect(),
    };
    if is_refused { ctx.show_refused(&template) } else { ctx.show(&template) }
}

fn section(figures: &Figures, what: What, period: Period, sight: Sight) -> Section {
    let grid = grid(figures, what, &period.months());
    let opens = what != What::Hours || sight == Sight::Open;
    let lines = grid.lines.iter().map(|line| {
        let span = line.month.map_or(period, |month| Period { first: month, last: month });
        let codes = grid.enterprises.iter().map(|e| Some(e.code.as_str())).chain([None]);
        let cells = line.pairs.iter().zip(codes).flat_map(|(pair, code)| {
            let Pair { now, before } = *pair;
            let cell = |figure: Figure, span: Period| CellView {
                words: figure.to_string(),
                href: if opens && figure.is_open() {
                    href(what, span, code)
                } else {
                    String::new()
                },
            };
            [cell(now, span), cell(before, span.year_before())]
        });
        LineView {
            words: line.month.map_or_else(|| "Sum".into(), crate::base::Month::words),
            is_sum: line.month.is_none(),
            cells: cells.collect(),
        }
    });
    Section {
        word: what.as_str(),
        title: what.title(),
        chart: chart(&grid),
        lines: lines.collect(),
        names: grid.enterprises.iter().map(|e| e.name.clone()).chain(["I alt".into()]).collect(),
    }
}

fn href(what: What, span: Period, code: Option<&str>) -> String {
    let of = code.map(|code| format!("&naering={code}")).unwrap_or_default();
    let query = match what {
        What::Hours => format!("fra={}&til={}", span.first.first_day(), span.last.last_day()),
        _ => span.query(),
    };
    format!("/intern/oversikt/{what}?{query}{of}")
}

fn share(figures: &Figures, money: SelfFinancing, goal: Goal, period: Period) -> Share {
    let percent = |income| {
        let share = rules::share(income, money.running_costs);
        share.map_or_else(|| "ingen kostnader å dele på".into(), rules::percent)
    };
    let income = if goal.is_wide { money.own_income_wide } else { money.own_income_strict };
    let needed = rules::income_needed(money.running_costs, goal.target_bp);
    let hours = grid(figures, What::Hours, &period.months());
    let worked = match hours.lines.last().and_then(Grid::total).map(|pair| pair.now) {
        Some(Figure::Minutes(minutes)) if minutes > 0 => Some(minutes),
        _ => None,
    };
    let each = |amount| {
        let each = worked.and_then(|minutes| rules::per_hour(amount, minutes));
        each.map(|amount| amount.to_string()).unwrap_or_default()
    };
    let missing = needed - income;
    Share {
        costs: money.running_costs.to_string(),
        strict: money.own_income_strict.to_string(),
        strict_share: percent(money.own_income_strict),
        wide: money.own_income_wide.to_string(),
        wide_share: percent(money.own_income_wide),
        own_share: (money.own_income_wide - money.own_income_strict).to_string(),
        net: money.net_contribution.to_string(),
        is_wide: goal.is_wide,
        target: rules::percent(rust_decimal::Decimal::new(goal.target_bp, 4)),
        needed: needed.to_string(),
        missing: if missing > Ore::ZERO { missing.to_string() } else { String::new() },
        hours: worked.map(Minutes::words).unwrap_or_default(),
        per_hour: each(income),
        needed_per_hour: each(needed),
    }
}
