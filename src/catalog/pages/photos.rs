//! An offering's photo: put up by staff, seen by all.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;

use super::Nothing;
use super::offerings::{load, render};
use crate::base::photo_bytes;
use crate::catalog;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::web::{Ctx, HtmlForm, Upload};

/// `GET /bilde/{id}`: the name is the digest of the bytes, so it may be kept for ever.
pub(crate) async fn photo(ctx: Ctx, id: Path<String>) -> PageResult {
    let id = id.into_inner();
    let wanted = id.clone();
    let found = ctx.db().read(move |conn| Ok(catalog::photo(conn, &wanted)?)).await?;
    let (media_type, base64) = found.ok_or(AppError::NotFound)?;
    let bytes =
        photo_bytes(&base64).ok_or_else(|| AppError::internal("a kept photo cannot be read"))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"bilde.jpg\""))
        // A JPEG is compressed already; this keeps the middleware's hands off it.
        .insert_header(header::ContentEncoding::Identity)
        .content_type(media_type)
        .body(bytes))
}

/// `POST /intern/varer/{code}/bilde`
pub(crate) async fn set_photo(ctx: Ctx, code: Path<String>, upload: Upload) -> PageResult {
    let shown = load(&ctx, code.into_inner()).await?;
    let prepared = match upload.photo().await {
        Ok(prepared) => prepared,
        Err(error) => {
            let refusals = Refusals::from(Refusal::from(error));
            return render(&ctx, shown, None, Some(&refusals));
        }
    };
    let (actor, code) = (ctx.actor()?.clone(), shown.offering.code.clone());
    ctx.db().write(move |tx| catalog::set_photo(tx, &actor, &code, &prepared)).await?;
    ctx.done(&format!("/intern/varer/{}", shown.offering.code), "Bildet er lagret.")
}

/// `POST /intern/varer/{code}/bilde/fjerning`
pub(crate) async fn remove_photo(
    ctx: Ctx,
    code: Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let code = code.into_inner();
    let back = format!("/intern/varer/{code}");
    remove(&ctx, code).await?;
    ctx.done(&back, "Bildet er tatt bort.")
}

async fn remove(ctx: &Ctx, code: String) -> AppResult<()> {
    let actor = ctx.actor()?.clone();
    ctx.db().write(move |tx| catalog::remove_photo(tx, &actor, &code)).await
}
