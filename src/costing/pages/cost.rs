//! The rows behind an order's cost and margin: lines, receipts and hours, and no person.

use actix_web::web;
use askama::Template;

use crate::base::{EnterpriseId, Minutes, Ore, csv_lines};
use crate::costing::{self, Margin, OrderCost, Worked};
use crate::enterprises;
use crate::error::{AppResult, PageResult};
use crate::hours::{HourKind, kind_words};
use crate::orders::desk_order;
use crate::people::Right;
use crate::web::{Ctx, Page, csv_file};

#[derive(Template)]
#[template(path = "costing/cost.html")]
struct CostPage {
    page: Page,
    number: String,
    parts: Vec<Part>,
    is_invoiced: bool,
    opens_receipts: bool,
}

/// One enterprise's rows, with their sums.
struct Part {
    name: String,
    margin: MarginView,
    earned: Vec<(String, String, Ore)>,
    bought: Vec<(String, String, String, Ore)>,
    work: Layer,
    learning: Layer,
}

/// Hours of one layer.
struct Layer {
    rows: Vec<WorkRow>,
    minutes: String,
    sum: Ore,
}

struct WorkRow {
    date: String,
    kind: &'static str,
    minutes: i64,
    rate: Ore,
    amount: Ore,
}

/// A margin's six figures, in kroner.
pub(super) struct MarginView {
    pub(super) revenue: Ore,
    pub(super) purchases: Ore,
    pub(super) production: Ore,
    pub(super) learning: Ore,
    pub(super) without: Ore,
    pub(super) with: Ore,
}

impl From<Margin> for MarginView {
    fn from(margin: Margin) -> Self {
        Self {
            revenue: margin.revenue,
            purchases: margin.purchases,
            production: margin.production,
            learning: margin.learning,
            without: margin.without_learning(),
            with: margin.with_learning(),
        }
    }
}

/// An order's cost, with the code and name of each enterprise it has a row of.
struct Read {
    cost: OrderCost,
    enterprises: Vec<(EnterpriseId, String, String)>,
}

async fn read(ctx: &Ctx, number: String) -> AppResult<Read> {
    let actor = ctx.actor()?.clone();
    ctx.db()
        .read(move |conn| {
            let desk = desk_order(conn, &actor, &number)?;
            let cost = costing::cost_of(conn, &desk)?;
            let all = enterprises::list_enterprises(conn)?;
            let has_row = |id: &EnterpriseId| {
                desk.parts.iter().any(|part| part.enterprise_id == *id)
                    || cost.worked.iter().any(|row| row.enterprise_id == *id)
            };
            let enterprises = all.into_iter().filter(|e| has_row(&e.id));
            let enterprises = enterprises.map(|e| (e.id, e.code, e.name)).collect();
            Ok(Read { cost, enterprises })
        })
        .await
}

/// `GET /intern/bestillinger/{number}/kostnad`
///
/// # Errors
/// `NotFound` for an order one has no part in.
pub(crate) async fn cost(ctx: Ctx, number: web::Path<String>) -> PageResult {
    let number = number.into_inner();
    let Read { cost, enterprises } = read(&ctx, number.clone()).await?;
    let part = |(id, _, name): &(EnterpriseId, String, String)| {
        let layer = |is_learning: bool| {
            let is_of = |row: &&Worked| {
                row.enterprise_id == *id && (row.kind == HourKind::Training) == is_learning
            };
            let rows: Vec<_> = cost.worked.iter().filter(is_of).collect();
            Layer {
                minutes: Minutes::words(rows.iter().map(|row| row.minutes).sum()),
                sum: rows.iter().map(|row| row.amount).sum(),
                rows: rows
                    .into_iter()
                    .map(|row| WorkRow {
                        date: row.date.format("%d.%m.%Y").to_string(),
                        kind: kind_words(row.kind),
                        minutes: row.minutes,
                        rate: row.rate,
                        amount: row.amount,
                    })
                    .collect(),
            }
        };
        let earned = cost.earned.iter().filter(|row| row.enterprise_id == *id);
        let bought = cost.bought.iter().filter(|row| row.enterprise_id == *id);
        Part {
            name: name.clone(),
            margin: cost.margin(Some(id)).into(),
            earned: earned
                .map(|row| (row.name.clone(), format!("{} {}", row.quantity, row.unit), row.net))
                .collect(),
            bought: bought
                .map(|row| {
                    let date = row.date.format("%d.%m.%Y").to_string();
                    (date, row.receipt.clone(), row.supplier.clone(), row.net)
                })
                .collect(),
            work: layer(false),
            learning: layer(true),
        }
    };
    ctx.show(&CostPage {
        page: ctx.page(format!("Kostnad for bestilling {number}")),
        parts: enterprises.iter().map(part).collect(),
        is_invoiced: cost.is_invoiced,
        opens_receipts: ctx.actor()?.may(Right::Purchase),
        number,
    })
}

/// `GET /intern/bestillinger/{number}/kostnad.csv`
///
/// # Errors
/// `NotFound` for an order one has no part in.
pub(crate) async fn cost_file(ctx: Ctx, number: web::Path<String>) -> PageResult {
    let number = number.into_inner();
    let Read { cost, enterprises } = read(&ctx, number.clone()).await?;
    let code_of = |id: &EnterpriseId| {
        enterprises.iter().find(|(own, ..)| own == id).map(|(_, code, _)| code.clone())
    };
    let row = |what: &str, id: &EnterpriseId, more: [String; 5]| {
        let start = [what.to_owned(), code_of(id).unwrap_or_default()];
        start.into_iter().chain(more).collect::<Vec<String>>()
    };
    let none = String::new;
    let head = ["hva", "næring", "dato", "tekst", "minutter", "sats", "kroner"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for line in &cost.earned {
        let more = [none(), line.name.clone(), none(), none(), line.net.point()];
        rows.push(row("inntekt", &line.enterprise_id, more));
    }
    for receipt in &cost.bought {
        let more = [
            receipt.date.to_string(),
            receipt.receipt.clone(),
            none(),
            none(),
            receipt.net.point(),
        ];
        rows.push(row("innkjøp", &receipt.enterprise_id, more));
    }
    for hour in &cost.worked {
        let more = [
            hour.date.to_string(),
            hour.kind.to_string(),
            hour.minutes.to_string(),
            hour.rate.point(),
            hour.amount.point(),
        ];
        rows.push(row("timer", &hour.enterprise_id, more));
    }
    Ok(csv_file(&format!("kostnad-{}", super::file_word(&number)), &csv_lines(rows.into_iter())))
}
