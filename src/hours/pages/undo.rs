//! What may be had back, in the browser's own cookie: signed, and its owner's alone.

use actix_web::cookie::Cookie;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppResult;
use crate::web::Ctx;

/// The cookie that a later page offers back to the one who made it.
pub(super) fn keep(ctx: &Ctx, name: &str, value: &impl Serialize) -> AppResult<Cookie<'static>> {
    let owner = ctx.owner_word(ctx.actor()?);
    Ok(ctx.set_signed_cookie(name, &format!("{owner} {}", serde_json::to_string(value)?)))
}

/// What was kept; None when nothing was, or when someone else sits there now.
pub(super) fn kept<T: DeserializeOwned>(ctx: &Ctx, name: &str) -> Option<T> {
    let text = ctx.signed_cookie(name)?;
    let (owner, value) = text.split_once(' ')?;
    let is_own = ctx.actor_if_any().is_some_and(|actor| ctx.owner_word(actor) == owner);
    if is_own { serde_json::from_str(value).ok() } else { None }
}
