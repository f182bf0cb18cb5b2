//! A proof and a certificate on paper.

use actix_web::web;

use super::mine::{Held, show_mine};
use crate::error::{AppError, PageResult};
use crate::proofs::paper as papers;
use crate::web::{Ctx, HtmlForm, Limit, pdf_file};

/// `POST /intern/ta-med/papir`: one's own proof, as its holder has it, on paper.
///
/// # Refuses
/// As [`crate::proofs::read_own`]; `pdf.not_built`.
pub(crate) async fn paper(ctx: Ctx, form: HtmlForm<Held>) -> PageResult {
    let actor = ctx.actor()?.clone();
    ctx.app.limits.count(Limit::File, &format!("papir {}", actor.account_id), ctx.now)?;
    let signer = super::signer(&ctx).await?;
    let jwt = form.value.bevis;
    let draft = ctx.db().read(move |conn| papers::attest(conn, &actor, &signer, &jwt)).await;
    match draft {
        Ok(draft) => Ok(pdf_file("attest", draft).await?),
        Err(AppError::Refused(refusals)) => show_mine(&ctx, None, &refusals).await,
        Err(other) => Err(other.into()),
    }
}

/// `GET /intern/ta-med/kursbevis/{id}`
///
/// # Errors
/// `NotFound` for a certificate that is not one's own; `pdf.not_built`.
pub(crate) async fn certificate(ctx: Ctx, id: web::Path<String>) -> PageResult {
    let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, id.into_inner());
    ctx.app.limits.count(Limit::File, &format!("papir {}", actor.account_id), now)?;
    let url = ctx.app.settings.public_url.clone();
    let draft =
        ctx.db().read(move |conn| papers::certificate(conn, &actor, (&id, &url), now)).await;
    match draft {
        Ok(draft) => Ok(pdf_file("kursbevis", draft).await?),
        Err(AppError::Refused(refusals)) => show_mine(&ctx, None, &refusals).await,
        Err(other) => Err(other.into()),
    }
}
