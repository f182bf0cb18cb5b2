//! A document sent to its customer: to the access point, or by mail.

use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::document::{Typed, show_document};
use crate::base::Ore;
use crate::db::{Once, answer_once};
use crate::error::{AppError, PageResult};
use crate::invoicing;
use crate::web::{Ctx, HtmlForm};

/// Whether the person knows that the buyer gave no reference.
#[derive(Deserialize)]
pub(crate) struct EhfForm {
    #[serde(default)]
    uten_referanse: String,
}

/// `POST /intern/fakturaer/{number}/ehf`: queues the EHF for the access point. Twice changes nothing,
/// so no key.
///
/// # Errors
/// `NotFound` for no such document; refusals are shown on its page.
pub(crate) async fn send_ehf(ctx: Ctx, number: Path<i64>, form: HtmlForm<EhfForm>) -> PageResult {
    let (actor, now, number) = (ctx.actor()?.clone(), ctx.now, number.into_inner());
    let has_access_point = ctx.app.settings.access_point_url.is_some();
    let knows = (has_access_point, !form.value.uten_referanse.is_empty());
    let queued =
        ctx.db().write(move |tx| invoicing::send_ehf(tx, &actor, number, knows, now)).await;
    match queued {
        Ok(()) => ctx.done(&format!("/intern/fakturaer/{number}"), "EHF-en er på vei."),
        Err(AppError::Refused(refusals)) => {
            let typed = Typed::proposed(&ctx, Ore::ZERO);
            show_document(&ctx, number, Some(typed), Some(refusals)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Where to.
#[derive(Clone, Deserialize)]
pub(crate) struct MailForm {
    #[serde(default)]
    recipient: String,
}

/// What a form's key answers a second time.
#[derive(Serialize, Deserialize)]
struct Mailed {
    recipient: String,
}

/// `POST /intern/fakturaer/{number}/epost`: queues a mail with the document.
///
/// # Errors
/// `NotFound` for no such document; refusals are shown on its page.
pub(crate) async fn mail(ctx: Ctx, number: Path<i64>, form: HtmlForm<MailForm>) -> PageResult {
    let (actor, now, number) = (ctx.actor()?.clone(), ctx.now, number.into_inner());
    let path = format!("/intern/fakturaer/{number}");
    let once = Once::new(format!("{} {path}/epost", actor.account_id), &form.key, &form.body)?;
    let wish = form.value.clone();
    let queued = ctx
        .db()
        .write(move |tx| {
            answer_once(tx, &once, now, |tx| {
                let to = &form.value.recipient;
                let recipient = invoicing::mail_document(tx, &actor, number, to, now)?;
                Ok(Mailed { recipient })
            })
        })
        .await;
    match queued {
        Ok(mailed) => ctx.done(&path, &format!("E-posten til {} er på vei.", mailed.recipient)),
        Err(AppError::Refused(refusals)) => {
            let mut typed = Typed::proposed(&ctx, Ore::ZERO);
            typed.recipient = Some(wish.recipient);
            show_document(&ctx, number, Some(typed), Some(refusals)).await
        }
        Err(other) => Err(other.into()),
    }
}
