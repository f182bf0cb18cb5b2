//! What the centre costs, the municipalities' days, and who pays.

use super::farm::cells;
use super::reading::{Row, Table};
use super::work::Work;
use crate::base::Month;
use crate::error::AppResult;
use crate::funding::{self, Certainty, Funding, FundingKind, ResidentDays, RunningCost};

fn month(row: &Row) -> Option<Month> {
    Month::parse(row.text("month"))
}

/// # Errors
/// The database's.
pub(super) fn running_costs(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(
        table,
        |work, row| {
            let Some(month) = month(row) else { return Ok(None) };
            let all = funding::list_running_costs(work.tx, month.first_day(), month.last_day())?;
            let known = all.into_iter().find(|cost| cost.category == row.text("category"));
            Ok(known.map(|cost| cells([("name", cost.name), ("amount", cost.amount.point())])))
        },
        |work, row, _stand| {
            let Some(month) = month(row) else { return Ok(()) };
            let cost = RunningCost {
                month,
                category: row.text("category").to_owned(),
                name: row.text("name").to_owned(),
                amount: row.ore("amount"),
            };
            funding::record_running_cost(work.tx, &cost)
        },
    )
}

/// # Errors
/// The database's.
pub(super) fn resident_days(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(
        table,
        |work, row| {
            let Some(month) = month(row) else { return Ok(None) };
            let all = funding::list_resident_days(work.tx, month.first_day(), month.last_day())?;
            let known = all.into_iter().find(|d| d.municipality == row.text("municipality"));
            Ok(known.map(|known| {
                cells([
                    ("name", known.name),
                    ("resident_days", known.days.to_string()),
                    ("residents", known.residents.to_string()),
                ])
            }))
        },
        |work, row, _stand| {
            let Some(month) = month(row) else { return Ok(()) };
            let days = ResidentDays {
                month,
                municipality: row.text("municipality").to_owned(),
                name: row.text("name").to_owned(),
                days: row.count("resident_days"),
                residents: row.count("residents"),
            };
            funding::record_resident_days(work.tx, &days)
        },
    )
}

/// # Errors
/// The database's.
pub(super) fn sources(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(
        table,
        |work, row| {
            let day = chrono::NaiveDate::from_ymd_opt(row.count("year"), 1, 1);
            let Some(day) = day else { return Ok(None) };
            let all = funding::list_funding(work.tx, day, day)?;
            let known = all.into_iter().find(|f| f.source == row.text("source"));
            Ok(known.map(|known| {
                cells([
                    ("name", known.name),
                    ("kind", known.kind.to_string()),
                    ("amount", known.amount.point()),
                    ("certainty", known.certainty.to_string()),
                ])
            }))
        },
        |work, row, _stand| {
            let kind = FundingKind::parse(row.text("kind"));
            let certainty = Certainty::parse(row.text("certainty"));
            let (Some(kind), Some(certainty)) = (kind, certainty) else { return Ok(()) };
            let source = Funding {
                source: row.text("source").to_owned(),
                year: row.count("year"),
                name: row.text("name").to_owned(),
                kind,
                amount: row.ore("amount"),
                certainty,
            };
            funding::record_funding(work.tx, &source)
        },
    )
}
