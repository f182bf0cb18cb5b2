//! Everything about oneself, as a file.

use actix_web::web::Query;
use serde::Deserialize;

use super::download;
use crate::error::{AppError, PageResult};
use crate::proofs;
use crate::web::{Ctx, Limit};

/// Which file, 1 when none is named.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    del: String,
}

/// `GET /intern/ta-med/alt`
///
/// # Errors
/// `NotFound` for a file beyond the last; the database's.
pub(crate) async fn everything(ctx: Ctx, which: Query<Which>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    ctx.app.limits.count(Limit::File, &format!("alt {}", actor.account_id), now)?;
    let part = if which.del.is_empty() { Ok(1) } else { which.del.parse() };
    let part: usize = part.map_err(|_digits| AppError::NotFound)?;
    let all = ctx.db().read(move |conn| proofs::gather(conn, &actor, part, now)).await?;
    let zipped = actix_web::web::block(move || proofs::zipped(&all)).await;
    let zipped = zipped.map_err(|lost| AppError::internal(lost.to_string()))??;
    Ok(download("application/zip", &format!("alt-om-meg-{part}.zip"), zipped))
}
