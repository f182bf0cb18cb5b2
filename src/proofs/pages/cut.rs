//! The cut of the link between a name and the farm: the resident's page and the leader's.

use actix_web::web;
use askama::Template;

use super::leader::Nothing;
use crate::base::UtcTime;
use crate::error::{AppError, PageResult, Refusals};
use crate::proofs::{self, CutWish};
use crate::web::{Ctx, HtmlForm, Page};

const OWN: &str = "/intern/ta-med/kutt";
const LEADERS: &str = "/intern/kutt";

#[derive(Template)]
#[template(path = "proofs/cut.html")]
struct CutPage {
    page: Page,
    /// Has one wished it?
    is_wished: bool,
    /// When it is done, once a leader has said yes.
    due: Option<String>,
}

struct WishLine {
    id: String,
    name: String,
    wished: String,
    due: Option<String>,
}

#[derive(Template)]
#[template(path = "proofs/cuts.html")]
struct CutsPage {
    page: Page,
    wishes: Vec<WishLine>,
}

/// `GET /intern/ta-med/kutt`
///
/// # Errors
/// The database's.
pub(crate) async fn cut_form(ctx: Ctx) -> PageResult {
    show_own(&ctx, &Refusals::default()).await
}

async fn show_own(ctx: &Ctx, refusals: &Refusals) -> PageResult {
    let actor = ctx.actor()?.clone();
    let cut = ctx.db().read(move |conn| proofs::own_cut(conn, &actor)).await?;
    let template = CutPage {
        page: ctx.page("Kutte båndet til gården").refused_if(refusals),
        is_wished: cut.is_some(),
        due: cut.and_then(|cut| cut.due_at).map(UtcTime::oslo_text),
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// `POST /intern/ta-med/kutt`
///
/// # Errors
/// The database's; a refusal is shown on the page.
pub(crate) async fn wish_cut(ctx: Ctx, _form: HtmlForm<Nothing>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    match ctx.db().write(move |tx| proofs::wish_cut(tx, &actor, now)).await {
        Ok(()) => ctx.done(OWN, "Ønsket er sendt til lederen."),
        Err(AppError::Refused(refusals)) => show_own(&ctx, &refusals).await,
        Err(other) => Err(other.into()),
    }
}

/// `POST /intern/ta-med/kutt/angre`
///
/// # Errors
/// `NotFound` when there is nothing to take back.
pub(crate) async fn stop_own_cut(ctx: Ctx, _form: HtmlForm<Nothing>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    ctx.db().write(move |tx| proofs::stop_own_cut(tx, &actor, now)).await?;
    ctx.done(OWN, "Ønsket er tatt tilbake. Ingenting er endret.")
}

/// `GET /intern/kutt`
///
/// # Errors
/// The database's.
pub(crate) async fn cut_wishes(ctx: Ctx) -> PageResult {
    show_wishes(&ctx, &Refusals::default()).await
}

async fn show_wishes(ctx: &Ctx, refusals: &Refusals) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    // A write, as each look is kept.
    let wishes = ctx.db().write(move |tx| proofs::cut_wishes(tx, &actor, now)).await?;
    let line = |CutWish { name, cut }| WishLine {
        id: cut.id,
        name,
        wished: cut.wished_at.oslo_text(),
        due: cut.due_at.map(UtcTime::oslo_text),
    };
    let template = CutsPage {
        page: ctx.page("Kutt av bånd").refused_if(refusals),
        wishes: wishes.into_iter().map(line).collect(),
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// `POST /intern/kutt/{id}/ja`
///
/// # Errors
/// `NotFound`; a refusal is shown on the page.
pub(crate) async fn agree_to_cut(
    ctx: Ctx,
    id: web::Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, id.into_inner());
    let done = ctx.db().write(move |tx| proofs::agree_to_cut(tx, &actor, &id, now)).await;
    settled(&ctx, done, "Dere er enige. Nå går det noen dager før det blir gjort.").await
}

/// `POST /intern/kutt/{id}/nei`
///
/// # Errors
/// `NotFound`; a refusal is shown on the page.
pub(crate) async fn stop_cut(
    ctx: Ctx,
    id: web::Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, id.into_inner());
    let done = ctx.db().write(move |tx| proofs::stop_cut(tx, &actor, &id, now)).await;
    settled(&ctx, done, "Det er stoppet. Ingenting er endret.").await
}

async fn settled(ctx: &Ctx, done: Result<(), AppError>, words: &str) -> PageResult {
    match done {
        Ok(()) => ctx.done(LEADERS, words),
        Err(AppError::Refused(refusals)) => show_wishes(ctx, &refusals).await,
        Err(other) => Err(other.into()),
    }
}
