//! `/intern/bevis`: who proofs are from, and those withdrawn for error.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::rules::{day as day_words, grouped};
use crate::error::{AppError, PageResult, Refusals};
use crate::proofs;
use crate::web::{Ctx, HtmlForm, Page};

const PLACE: &str = "/intern/bevis";
const ISSUER: &str = "/intern/bevis/utsteder";

/// A proof with something wrong, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Wrong {
    #[serde(default)]
    number: String,
    #[serde(default)]
    note: String,
}

struct WithdrawnLine {
    id: String,
    number: String,
    issued: String,
    withdrawn: String,
    note: String,
}

#[derive(Template)]
#[template(path = "proofs/withdrawn.html")]
struct WithdrawnPage {
    page: Page,
    form: Wrong,
    lines: Vec<WithdrawnLine>,
}

/// `GET /intern/bevis`
///
/// # Errors
/// The database's.
pub(crate) async fn withdrawn(ctx: Ctx) -> PageResult {
    show_withdrawn(&ctx, Wrong::default(), &Refusals::default()).await
}

async fn show_withdrawn(ctx: &Ctx, form: Wrong, refusals: &Refusals) -> PageResult {
    let actor = ctx.actor()?.clone();
    let rows = ctx.db().read(move |conn| proofs::withdrawn(conn, &actor)).await?;
    let lines = rows.into_iter().map(|proof| WithdrawnLine {
        number: grouped(&proof.id),
        issued: day_words(proof.issued_at.oslo_date()),
        withdrawn: proof.withdrawn_at.map(|at| day_words(at.oslo_date())).unwrap_or_default(),
        note: proof.withdrawal_note,
        id: proof.id,
    });
    let template = WithdrawnPage {
        page: ctx.page("Bevis").refused_if(refusals),
        form,
        lines: lines.collect(),
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// `POST /intern/bevis`: withdraws a proof for error.
///
/// # Errors
/// The database's; refusals are shown at their fields.
pub(crate) async fn withdraw(ctx: Ctx, form: HtmlForm<Wrong>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let Wrong { number, note } = form.value.clone();
    let done = ctx.db().write(move |tx| proofs::withdraw(tx, &actor, (&number, &note), now)).await;
    match done {
        Ok(_) => ctx.done(PLACE, "Beviset er trukket tilbake. Det kan angres i lista under."),
        Err(AppError::Refused(refusals)) => show_withdrawn(&ctx, form.value, &refusals).await,
        Err(other) => Err(other.into()),
    }
}

/// No field but the token that every form has.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `POST /intern/bevis/{id}/angring`: a withdrawal was a mistake.
///
/// # Errors
/// `NotFound` for a proof that is not withdrawn.
pub(crate) async fn let_hold(
    ctx: Ctx,
    id: web::Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let (actor, id) = (ctx.actor()?.clone(), id.into_inner());
    ctx.db().write(move |tx| proofs::let_hold(tx, &actor, &id)).await?;
    ctx.done(PLACE, "Beviset er gyldig igjen.")
}

/// The issuer's name as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Named {
    #[serde(default)]
    issuer: String,
}

#[derive(Template)]
#[template(path = "proofs/issuer.html")]
struct IssuerPage {
    page: Page,
    form: Named,
    /// Can the name be used as it stands?
    fits: bool,
}

/// `GET /intern/bevis/utsteder`
///
/// # Errors
/// The database's.
pub(crate) async fn issuer(ctx: Ctx) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (issuer, fits) = ctx.db().read(move |conn| proofs::issuer_form(conn, &actor, now)).await?;
    ctx.show(&IssuerPage { page: ctx.page("Utsteder av bevis"), form: Named { issuer }, fits })
}

/// `POST /intern/bevis/utsteder`
///
/// # Errors
/// The database's; refusals are shown at their fields.
pub(crate) async fn save_issuer(ctx: Ctx, form: HtmlForm<Named>) -> PageResult {
    let (actor, now, typed) = (ctx.actor()?.clone(), ctx.now, form.value.issuer.clone());
    match ctx.db().write(move |tx| proofs::set_issuer(tx, &actor, &typed, now)).await {
        Ok(()) => ctx.saved(ISSUER),
        Err(AppError::Refused(refusals)) => ctx.show_refused(&IssuerPage {
            page: ctx.page("Utsteder av bevis").refused(&refusals),
            form: form.value,
            fits: true,
        }),
        Err(other) => Err(other.into()),
    }
}
