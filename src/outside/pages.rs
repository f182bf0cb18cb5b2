//! The mails queued and sent, for staff to read.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::model::{Mail, Unworded};
use super::{attachment_names, find_mail, newest, unworded};
use crate::error::{AppError, PageResult};
use crate::web::{Ctx, Page};

/// Mails on a page.
const SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "outside/mails.html")]
struct MailsPage {
    page: Page,
    /// Each, and whether it is given up.
    mails: Vec<(Mail, bool)>,
    /// What is queued and cannot be written; on the first page.
    unworded: Vec<Unworded>,
    has_server: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "outside/mail.html")]
struct MailPage {
    page: Page,
    mail: Mail,
    is_given_up: bool,
    /// Names of the files that go with it.
    files: Vec<String>,
}

/// From which mail to list on.
#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<String>,
}

/// `GET /intern/epost`
pub(crate) async fn list(ctx: Ctx, query: web::Query<Before>) -> PageResult {
    let before = query.into_inner().before;
    let (mails, unworded) = ctx
        .db()
        .read(move |conn| {
            let is_first = before.is_none();
            let unworded = if is_first { unworded(conn, SHOWN)? } else { Vec::new() };
            Ok((newest(conn, before.as_deref(), SHOWN)?, unworded))
        })
        .await?;
    let full = i64::try_from(mails.len()).is_ok_and(|shown| shown == SHOWN);
    let next = mails.last().filter(|_| full).map(|mail| mail.id.clone());
    let has_server = ctx.app.settings.smtp_url.is_some();
    let told = |mail: Mail| {
        let is_given_up = has_server && mail.is_given_up(ctx.now);
        (mail, is_given_up)
    };
    let mails = mails.into_iter().map(told).collect();
    ctx.show(&MailsPage { page: ctx.page("E-post"), mails, unworded, has_server, next })
}

/// `GET /intern/epost/{id}`
pub(crate) async fn show(ctx: Ctx, id: web::Path<String>) -> PageResult {
    let id = id.into_inner();
    let (mail, files) = ctx
        .db()
        .read(move |conn| Ok((find_mail(conn, &id)?, attachment_names(conn, &id)?)))
        .await?;
    let mail = mail.ok_or(AppError::NotFound)?;
    let is_given_up = ctx.app.settings.smtp_url.is_some() && mail.is_given_up(ctx.now);
    ctx.show(&MailPage { page: ctx.page(mail.subject.clone()), mail, is_given_up, files })
}
