//! The public check: valid or not valid, and nothing else. No page here knows who asks.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::error::PageResult;
use crate::proofs;
use crate::web::{Ctx, HtmlForm, Limit, assets, show};

#[derive(Template)]
#[template(path = "proofs/check.html")]
struct CheckPage {
    stylesheets: Vec<String>,
    /// None before one has asked.
    is_valid: Option<bool>,
    /// The form's token; empty on an answer to a link, which has no form.
    csrf: String,
}

/// A number, an address with one, or a whole proof.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    bevis: String,
}

/// `GET /bevis`: asks for a number or a proof.
pub(crate) async fn check_form(ctx: Ctx) -> PageResult {
    let page =
        CheckPage { stylesheets: assets::stylesheets(), is_valid: None, csrf: ctx.form_token() };
    unlisted(show(StatusCode::OK, &page)?)
}

/// `POST /bevis`: what was typed or pasted.
pub(crate) async fn check(ctx: Ctx, form: HtmlForm<Asked>) -> PageResult {
    answer(&ctx, form.value.bevis).await
}

/// `GET /bevis/{id}`: where the code on a paper leads.
pub(crate) async fn check_one(ctx: Ctx, id: web::Path<String>) -> PageResult {
    answer(&ctx, id.into_inner()).await
}

async fn answer(ctx: &Ctx, asked: String) -> PageResult {
    ctx.app.limits.count(Limit::Check, &ctx.address(), ctx.now)?;
    let signer = super::signer(ctx).await?;
    let is_valid = ctx.db().look_up(move |conn| proofs::check(conn, &signer, &asked)).await?;
    let page = CheckPage {
        stylesheets: assets::stylesheets(),
        is_valid: Some(is_valid),
        csrf: String::new(),
    };
    unlisted(show(StatusCode::OK, &page)?)
}

/// `GET /bevis/nokler.json`: the public key, for programs that check a proof by themselves.
pub(crate) async fn keys(ctx: Ctx) -> PageResult {
    let set = serde_json::to_string(&proofs::key_set(&super::signer(&ctx).await?));
    let set = set.map_err(crate::error::AppError::from)?;
    Ok(HttpResponse::Ok()
        .content_type("application/jwk-set+json; charset=utf-8")
        .insert_header(("cache-control", "public, max-age=300"))
        .insert_header(("x-robots-tag", "noindex, nofollow"))
        .body(set))
}

#[expect(clippy::unnecessary_wraps, reason = "it is what a handler answers")]
fn unlisted(mut answer: HttpResponse) -> PageResult {
    let name = actix_web::http::header::HeaderName::from_static("x-robots-tag");
    let value = actix_web::http::header::HeaderValue::from_static("noindex, nofollow");
    answer.headers_mut().insert(name, value);
    Ok(answer)
}
