//! For programs: an order invoiced, documents listed.

use actix_web::web::{Path, Query};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::model::{Brief, Invoice, InvoiceKind};
use crate::base::Ore;
use crate::error::{ApiResult, AppError, AppResult};
use crate::web::{ApiBody, Ctx, json_created, json_ok};

/// On which day; today when left out.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueBody {
    /// `2026-11-21`; today or earlier, not before the delivery or the newest invoice.
    #[serde(default)]
    date: Option<NaiveDate>,
}

/// An invoice or a credit note as programs see it.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct InvoiceAnswer {
    number: i64,
    /// `invoice` or `credit_note`.
    #[schema(value_type = String)]
    kind: InvoiceKind,
    /// The order's number.
    order: String,
    kid: String,
    date: NaiveDate,
    due_date: NaiveDate,
    /// Negative on a credit note.
    #[schema(value_type = i64)]
    total_incl_vat_ore: Ore,
}

impl From<Brief> for InvoiceAnswer {
    fn from(brief: Brief) -> Self {
        Self {
            number: brief.number,
            kind: brief.kind,
            order: brief.order_number,
            kid: brief.kid,
            date: brief.invoice_date,
            due_date: brief.due_date,
            total_incl_vat_ore: brief.total_ore,
        }
    }
}

impl InvoiceAnswer {
    fn of(invoice: Invoice, order: String) -> Self {
        Self {
            number: invoice.number,
            kind: invoice.kind,
            order,
            kid: invoice.kid,
            date: invoice.invoice_date,
            due_date: invoice.due_date,
            total_incl_vat_ore: invoice.total_ore,
        }
    }
}

/// One document.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OneInvoice {
    invoice: InvoiceAnswer,
}

/// Documents by number.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Invoices {
    invoices: Vec<InvoiceAnswer>,
}

/// Invoices a delivered order whole; a second call answers the same invoice.
#[utoipa::path(
    post,
    path = "/api/v1/orders/{number}/invoice",
    params(("number" = String, Path, description = "The order's number")),
    request_body = IssueBody,
    responses(
        (status = 201, body = OneInvoice),
        (status = 404, body = crate::error::Problem),
        (status = 422, body = crate::error::Problem),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn issue(ctx: Ctx, number: Path<String>, body: ApiBody) -> ApiResult {
    let wish: IssueBody = body.parse()?;
    let (number, now) = (number.into_inner(), ctx.now);
    let date = wish.date.unwrap_or_else(|| ctx.today());
    let by = ctx.actor()?.account_id.clone();
    let order = number.clone();
    let issued = ctx.db().write(move |tx| super::issue(tx, Some(&by), &number, date, now)).await?;
    json_created(&OneInvoice { invoice: InvoiceAnswer::of(issued, order) })
}

/// Which days, both included; all when left out.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DaysAsked {
    from: Option<String>,
    to: Option<String>,
}

/// Lists invoices and credit notes dated within some days, by number.
#[utoipa::path(
    get,
    path = "/api/v1/invoices",
    params(DaysAsked),
    responses(
        (status = 200, body = Invoices),
        (status = 400, body = crate::error::Problem),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(ctx: Ctx) -> ApiResult {
    let asked: Query<DaysAsked> =
        Query::from_query(ctx.request.query_string()).map_err(|error| AppError::Unreadable {
            code: "query.unreadable",
            field: String::new(),
            detail: format!("Adressen kan ikke leses: {error}"),
        })?;
    let from = day(
        asked.from.as_deref(),
        "from",
        NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default(),
    )?;
    let to =
        day(asked.to.as_deref(), "to", NaiveDate::from_ymd_opt(2200, 12, 31).unwrap_or_default())?;
    let listed = ctx.db().read(move |conn| Ok(super::list_invoices(conn, from, to)?)).await?;
    json_ok(&Invoices { invoices: listed.into_iter().map(InvoiceAnswer::from).collect() })
}

fn day(text: Option<&str>, field: &str, usual: NaiveDate) -> AppResult<NaiveDate> {
    let Some(text) = text else { return Ok(usual) };
    text.parse().map_err(|_date| AppError::Unreadable {
        code: "query.date",
        field: field.to_owned(),
        detail: "Skriv datoen som ÅÅÅÅ-MM-DD.".into(),
    })
}
