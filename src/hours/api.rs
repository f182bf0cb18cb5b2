//! Hours for programs.

use actix_web::web;
use serde::{Deserialize, Serialize};

use super::model::{DayForm, EntryAnswer};
use crate::base::EntryId;
use crate::db;
use crate::error::{ApiResult, Problem};
use crate::web::{ApiBody, Ctx, json_created, json_ok};

/// A piece of a day. A night is two entries.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HoursBody {
    /// `2026-11-20`.
    #[serde(default)]
    date: String,
    /// `08:00`.
    #[serde(default)]
    start: String,
    /// `14:30`, at most `24:00`.
    #[serde(default)]
    end: String,
    #[serde(default)]
    break_minutes: i64,
    /// The enterprise's code.
    #[serde(default)]
    enterprise: String,
    /// `training`, `work` or `dugnad`.
    #[serde(default)]
    kind: String,
    /// The order's number, if the time was for one.
    #[serde(default)]
    order: Option<String>,
}

impl From<HoursBody> for DayForm {
    fn from(body: HoursBody) -> Self {
        Self {
            date: body.date,
            start: body.start,
            end: body.end,
            break_minutes: body.break_minutes.to_string(),
            enterprise: body.enterprise,
            kind: body.kind,
            order: body.order.unwrap_or_default(),
        }
    }
}

/// An hour entry.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct EntryBody {
    entry: EntryAnswer,
}

/// Logs a piece of one's own day and sends it.
#[utoipa::path(
    post, path = "/api/v1/hours", tag = "hours",
    params(("Idempotency-Key" = String, Header, description = "Names this entry; the same key and body again answers the same")),
    request_body = HoursBody,
    responses(
        (status = 201, description = "Sent in", body = EntryBody),
        (status = 400, description = "Unreadable, an unknown field, or no key", body = Problem),
        (status = 409, description = "The key came with another body", body = Problem),
        (status = 422, description = "Refused by a rule", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn log_hours(ctx: Ctx, body: ApiBody) -> ApiResult {
    let actor = ctx.actor()?.clone();
    let once = body.once(format!("{}|POST /api/v1/hours", actor.account_id))?;
    let form = DayForm::from(body.parse::<HoursBody>()?);
    let now = ctx.now;
    let entry = ctx
        .db()
        .write(move |tx| {
            db::answer_once(tx, &once, now, |tx| super::log_and_send(tx, &actor, &form, now))
        })
        .await?;
    json_created(&EntryBody { entry })
}

/// Approves an entry of an enterprise one leads; a second time answers the same.
#[utoipa::path(
    post, path = "/api/v1/hours/{id}/approval", tag = "hours",
    params(("id" = String, Path, description = "The entry's id")),
    responses(
        (status = 200, description = "Approved", body = EntryBody),
        (status = 403, description = "Not one's to approve", body = Problem),
        (status = 404, description = "No such entry in an enterprise one leads", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn approve(ctx: Ctx, path: web::Path<String>) -> ApiResult {
    let actor = ctx.actor()?.clone();
    let id = EntryId::from_text(path.into_inner());
    let now = ctx.now;
    let entry = ctx.db().write(move |tx| super::approve(tx, &actor, &id, now)).await?;
    json_ok(&EntryBody { entry })
}
