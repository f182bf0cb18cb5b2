//! `/intern/resultater`: how one's own enterprises do, for those who work in them.

use askama::Template;

use super::period::Period;
use crate::base::Ore;
use crate::error::PageResult;
use crate::overview::grid::{Figure, Grid, What, grid};
use crate::overview::model::Worked;
use crate::overview::{Figures, Sight, figures, rules};
use crate::people::Actor;
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "overview/results.html")]
struct Results {
    page: Page,
    period: String,
    enterprises: Vec<EnterpriseView>,
    /// Of the hours of some, only what is rounded is seen.
    is_rounded: bool,
}

struct EnterpriseView {
    name: String,
    revenue: String,
    revenue_before: String,
    contribution: String,
    hours: String,
    months: Vec<[String; 4]>,
    /// Of hours, only what is rounded is seen.
    is_rounded: bool,
}

/// `GET /intern/resultater`
///
/// # Errors
/// 500 when the database does not answer.
pub(crate) async fn results(ctx: Ctx) -> PageResult {
    let actor = ctx.actor()?.clone();
    let period = Period::year_to(ctx.today());
    let (walled, open) = ctx
        .db()
        .read(move |conn| {
            let running = Sight::Walled(period.last);
            let walled = rough(figures(conn, period.first, period.last, running)?);
            Ok((walled, figures(conn, period.first, period.last, Sight::Open)?))
        })
        .await?;
    let enterprises: Vec<EnterpriseView> = walled
        .farm
        .iter()
        .filter(|e| actor.works_in.contains(&e.id) || actor.leads.contains(&e.id))
        .map(|e| {
            // One's own work leader knows the hours by heart.
            let leads = actor.answers_for(&e.id);
            let seen = view(if leads { &open } else { &walled }, &e.code, period);
            EnterpriseView { is_rounded: !leads, ..seen }
        })
        .collect();
    let period = period.words();
    let is_rounded = enterprises.iter().any(|one| one.is_rounded);
    ctx.show(&Results { page: ctx.page(title(&actor)), period, enterprises, is_rounded })
}

/// The same with hours that are rounded: what a correction of one person's hours, or a late approval,
/// changes in a month that is over cannot be told by colleagues.
fn rough(mut figures: Figures) -> Figures {
    for cell in &mut figures.hours {
        if let Worked::Minutes(minutes @ 1..) = cell.minutes {
            cell.minutes = Worked::About(rules::roughly(minutes));
        }
    }
    figures
}

fn title(actor: &Actor) -> &'static str {
    if actor.works_in.len() + actor.leads.len() == 1 {
        "Slik går det i næringen din"
    } else {
        "Slik går det i næringene dine"
    }
}

/// A figure that stands alone; nothing is told as zero.
fn whole(figure: Figure, zero: Figure) -> String {
    if figure == Figure::Nothing { zero.to_string() } else { figure.to_string() }
}

fn view(figures: &Figures, code: &str, period: Period) -> EnterpriseView {
    let farm = figures.farm.iter().filter(|e| e.code == code).cloned().collect();
    let own = Figures { farm, ..figures.clone() };
    let [revenue, contribution, hours] = [What::Revenue, What::Contribution, What::Hours]
        .map(|what| grid(&own, what, &period.months()));
    let now = |line: &crate::overview::grid::Line| {
        Grid::total(line).map_or(Figure::Nothing, |pair| pair.now)
    };
    let sum = |grid: &Grid| grid.lines.last().map_or(Figure::Nothing, &now);
    let before = revenue.lines.last().and_then(Grid::total).map(|pair| pair.before);
    let months = revenue.months().zip(contribution.months()).zip(hours.months());
    EnterpriseView {
        is_rounded: false,
        name: own.farm.first().map(|e| e.name.clone()).unwrap_or_default(),
        revenue: whole(sum(&revenue), Figure::Kroner(Ore::ZERO)),
        revenue_before: whole(before.unwrap_or(Figure::Nothing), Figure::Kroner(Ore::ZERO)),
        contribution: whole(sum(&contribution), Figure::Kroner(Ore::ZERO)),
        hours: whole(sum(&hours), Figure::Minutes(0)),
        months: months
            .map(|(((month, sold), (_, left)), (_, hours))| {
                [
                    month.words(),
                    now(sold).to_string(),
                    now(left).to_string(),
                    now(hours).to_string(),
                ]
            })
            .collect(),
    }
}
