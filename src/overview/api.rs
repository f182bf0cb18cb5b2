//! `GET /api/v1/reports/{kind}`

use actix_web::web::Path;
use chrono::NaiveDate;
use serde::Deserialize;

use super::model::{By, Kind, Span};
use super::{Sight, report, words};
use crate::error::{ApiResult, AppError, Refusals};
use crate::web::{Ctx, json_ok, read_query};

/// The span, and how hours are grouped.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    by: Option<String>,
}

/// A report of the span, both days included; amounts are kroner as strings with two decimals.
///
/// `hours` may be grouped `by=kind`. Whoever may not see small groups gets null for a figure that
/// rests on fewer than five persons or is of the month that runs, and whole months only.
///
/// # Errors
/// `NotFound` for a report that is none; `query.unreadable`, 400, for a field that is none; `report.date`, `report.backwards`, `report.too_long`,
/// `report.two_years`, `report.by`, `report.whole_months`.
#[utoipa::path(
    get, path = "/api/v1/reports/{kind}", tag = "reports",
    params(
        ("kind" = String, Path, description = "revenue, hours, contribution, vat, trial-balance or self-financing"),
        ("from" = String, Query, description = "First day, 2026-01-01"),
        ("to" = String, Query, description = "Last day, 2026-12-31"),
        ("by" = Option<String>, Query, description = "For hours: kind"),
    ),
    responses(
        (status = 200, description = "{\"rows\": […]}, or one object for self-financing"),
        (status = 400, description = "query.unreadable", body = crate::error::Problem),
        (status = 422, description = "Refused", body = crate::error::Problem),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn get_report(ctx: Ctx, kind: Path<String>) -> ApiResult {
    let kind = Kind::parse(&kind).ok_or(AppError::NotFound)?;
    let asked: Asked = read_query(&ctx)?;
    let span = read_span(&asked)?;
    let by = match asked.by.as_deref() {
        None | Some("") => None,
        Some("kind") => Some(By::WorkKind),
        Some(_) => return Err(words::no_grouping().into()),
    };
    let sight = Sight::of(ctx.actor()?, ctx.today());
    let report = ctx.db().read(move |conn| report(conn, kind, span, by, sight)).await?;
    json_ok(&report)
}

fn read_span(asked: &Asked) -> Result<Span, Refusals> {
    let mut refusals = Refusals::default();
    let mut day = |field: &str, text: &str| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
        day.unwrap_or_else(|| {
            refusals.add(words::no_date(field));
            NaiveDate::MIN
        })
    };
    let (from, to) = (day("from", &asked.from), day("to", &asked.to));
    refusals.or(Span { from, to })
}
