//! Debts that are lost: proposed on the invoice's page, settled here by another.

use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::document::{Typed, show_document};
use crate::base::{Ore, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::invoicing::{self, LossCard, LossState};
use crate::people::{Actor, Right};
use crate::web::{Ctx, HtmlForm, Page};

const PLACE: &str = "/intern/tap";

#[derive(Template)]
#[template(path = "invoicing/losses.html")]
struct LossesPage {
    page: Page,
    may_see_invoices: bool,
    waiting: Vec<LossView>,
    settled: Vec<LossView>,
}

struct LossView {
    id: String,
    number: i64,
    buyer: String,
    state: &'static str,
    amount: Ore,
    /// What of it is output tax.
    vat: Ore,
    reason: String,
    /// Who and when.
    proposed: String,
    /// Empty while it waits.
    settled: String,
    /// Who, when and why; empty unless it was opened again.
    reopened: String,
    /// Did the one who looks propose it?
    is_own: bool,
    is_booked: bool,
}

/// `GET /intern/tap`
///
/// # Errors
/// The database's.
pub(crate) async fn list(ctx: Ctx) -> PageResult {
    show(&ctx, None).await
}

async fn show(ctx: &Ctx, refused: Option<&Refusals>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let looker = actor.clone();
    let found = ctx.db().read(move |conn| invoicing::list_losses(conn, &looker)).await?;
    let (waiting, settled): (Vec<LossCard>, Vec<LossCard>) =
        found.into_iter().partition(|card| card.row.state == LossState::Proposed);
    let views = |cards: Vec<LossCard>| cards.iter().map(|card| view(card, &actor)).collect();
    let page = ctx.page("Tap på krav");
    let template = LossesPage {
        page: match refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        may_see_invoices: actor.may(Right::SeeInvoices),
        waiting: views(waiting),
        settled: views(settled),
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

fn view(card: &LossCard, actor: &Actor) -> LossView {
    let row = &card.row;
    let at = |name: &str, at: Option<UtcTime>| {
        at.map(|at| format!("{name}, {}", at.oslo_text())).unwrap_or_default()
    };
    let reopened = at(&card.reopened_by, row.reopened_at);
    LossView {
        id: row.id.clone(),
        number: card.invoice.number,
        buyer: card.buyer.name.clone(),
        state: row.state.words(),
        amount: row.amount_ore,
        vat: card.taxes.iter().map(|tax| tax.vat).sum(),
        reason: row.reason.clone(),
        proposed: at(&card.proposed_by, Some(row.proposed_at)),
        settled: at(&card.settled_by, row.settled_at),
        reopened: if reopened.is_empty() {
            reopened
        } else {
            format!("{reopened}: {}", row.reopening_reason)
        },
        is_own: row.proposed_by == actor.account_id,
        is_booked: row.state == LossState::Booked,
    }
}

/// Why, as it was typed.
#[derive(Deserialize)]
pub(crate) struct ReasonForm {
    #[serde(default)]
    reason: String,
}

/// `POST /intern/fakturaer/{number}/tap`: proposes that what is left is lost.
///
/// # Errors
/// `NotFound` for no such invoice; refusals are shown on the page of losses.
pub(crate) async fn propose(ctx: Ctx, number: Path<i64>, form: HtmlForm<ReasonForm>) -> PageResult {
    let (actor, now, number) = (ctx.actor()?.clone(), ctx.now, number.into_inner());
    let reason = form.value.reason.clone();
    let done = ctx
        .db()
        .write(move |tx| invoicing::propose_loss(tx, &actor, number, &form.value.reason, now))
        .await;
    match done {
        Ok(_) => ctx.done(PLACE, "Forslaget er lagt inn. En annen må bekrefte det."),
        Err(AppError::Refused(refusals)) if ctx.actor()?.may(Right::SeeInvoices) => {
            let mut typed = Typed::proposed(&ctx, Ore::ZERO);
            typed.reason = reason;
            show_document(&ctx, number, Some(typed), Some(refusals)).await
        }
        Err(AppError::Refused(refusals)) => show(&ctx, Some(&without_fields(&refusals))).await,
        Err(other) => Err(other.into()),
    }
}

/// The page has many forms, so what was refused stands at its head alone.
fn without_fields(refusals: &Refusals) -> Refusals {
    let mut told = Refusals::default();
    for refusal in refusals.all() {
        told.add(Refusal::new(refusal.code, "", refusal.detail.clone()));
    }
    told
}

/// Settles one, and tells what was done.
async fn settle<F>(ctx: Ctx, id: String, settle: F, words: &'static str) -> PageResult
where
    F: FnOnce(&mut DbConn, &Actor, &str, UtcTime) -> AppResult<i64> + Send + 'static,
{
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    match ctx.db().write(move |tx| settle(tx, &actor, &id, now)).await {
        Ok(number) => ctx.done(PLACE, &format!("Faktura {number}: {words}")),
        Err(AppError::Refused(refusals)) => show(&ctx, Some(&without_fields(&refusals))).await,
        Err(other) => Err(other.into()),
    }
}

/// `POST /intern/tap/{id}/ja`
///
/// # Errors
/// `NotFound` for no such loss; refusals are shown on the page.
pub(crate) async fn accept(ctx: Ctx, id: Path<String>, _form: HtmlForm<ReasonForm>) -> PageResult {
    settle(ctx, id.into_inner(), invoicing::accept_loss, "kravet er ført som tap.").await
}

/// `POST /intern/tap/{id}/nei`
///
/// # Errors
/// `NotFound` for no such loss; refusals are shown on the page.
pub(crate) async fn decline(ctx: Ctx, id: Path<String>, _form: HtmlForm<ReasonForm>) -> PageResult {
    settle(ctx, id.into_inner(), invoicing::decline_loss, "kravet føres ikke som tap.").await
}

/// `POST /intern/tap/{id}/gjenapning`
///
/// # Errors
/// `NotFound` for no such loss; refusals are shown on the page.
pub(crate) async fn reopen(ctx: Ctx, id: Path<String>, form: HtmlForm<ReasonForm>) -> PageResult {
    let reason = form.value.reason;
    let reopen = move |tx: &mut DbConn, actor: &Actor, id: &str, now: UtcTime| {
        invoicing::reopen_loss(tx, actor, id, &reason, now)
    };
    settle(ctx, id.into_inner(), reopen, "kravet er åpent igjen.").await
}
