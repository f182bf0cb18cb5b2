//! A document's EHF to take along.

use actix_web::web::Path;

use crate::error::PageResult;
use crate::invoicing;
use crate::web::{Ctx, xml_file};

/// `GET /intern/fakturaer/{number}/ehf.xml`
///
/// # Errors
/// `NotFound` for no such document; the refusals of a document that has no EHF.
pub(crate) async fn ehf(ctx: Ctx, number: Path<i64>) -> PageResult {
    let number = number.into_inner();
    let text = ctx.db().read(move |conn| invoicing::ehf(conn, number)).await?;
    Ok(xml_file(&number.to_string(), text))
}
