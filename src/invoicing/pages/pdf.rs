//! Documents as PDF: for those who work with them, and for the customer behind a link.

use actix_web::web::Path;

use crate::error::PageResult;
use crate::invoicing;
use crate::web::{Ctx, Limit, pdf_file};

/// `GET /intern/fakturaer/{number}/faktura.pdf`
///
/// # Errors
/// `NotFound` for no such document; `pdf.not_built`.
pub(crate) async fn pdf(ctx: Ctx, number: Path<i64>) -> PageResult {
    let number = number.into_inner();
    let draft = ctx.db().read(move |conn| invoicing::document_draft(conn, number)).await?;
    Ok(pdf_file(&invoicing::file_name(&draft), draft).await?)
}

/// `GET /intern/fakturaer/{number}/purring/{n}/purring.pdf`
///
/// # Errors
/// `NotFound` for no such reminder; `pdf.not_built`.
pub(crate) async fn reminder_pdf(ctx: Ctx, path: Path<(i64, i32)>) -> PageResult {
    let (invoice, number) = path.into_inner();
    let draft = ctx.db().read(move |conn| invoicing::reminder_draft(conn, invoice, number)).await?;
    Ok(pdf_file(&invoicing::file_name(&draft), draft).await?)
}

/// `GET /bestilling/{token}/faktura.pdf`
///
/// # Errors
/// `NotFound` for a link that is none, and before there is an invoice; `pdf.not_built`.
pub(crate) async fn customer_pdf(ctx: Ctx, token: Path<String>) -> PageResult {
    let token = token.into_inner();
    ctx.app.limits.count(Limit::Link, &ctx.address(), ctx.now)?;
    let draft = ctx.db().read(move |conn| invoicing::customer_draft(conn, &token)).await?;
    Ok(pdf_file(&invoicing::file_name(&draft), draft).await?)
}
