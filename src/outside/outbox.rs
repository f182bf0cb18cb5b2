//! The outbox: an action queues a row, one loop of `serve` writes its mails and another sends them.

use std::collections::BTreeSet;
use std::time::Duration;

use diesel::prelude::*;

use super::forgetting::forget_old;
use super::model::{Happening, Mail, MailText};
use super::sending::Postman;
use super::{access_point, store};
use crate::base::{UtcTime, fresh_id, wait_seconds};
use crate::db::schema::outbox::dsl;
use crate::db::{Db, DbConn, on_each, purge_old_keys};
use crate::error::AppResult;
use crate::web::App;
use crate::{invoicing, orders};

/// Rows whose mails are written at a time: a hundred a second is more than a mail server takes, and
/// little enough that orders come first.
const BATCH: i64 = 100;
/// Between two looks at the outbox.
const PAUSE: Duration = Duration::from_secs(1);
/// Between two times that old keys and old mails are forgotten.
const PURGE_SECONDS: i64 = 3600;

/// Queues something to tell the world, in the transaction that made it true.
///
/// `kind` names who writes the mails (`order.placed`), `payload` is JSON.
///
/// # Errors
/// The database's.
pub(crate) fn queue(
    tx: &mut DbConn,
    kind: &str,
    subject_id: &str,
    payload: &str,
    now: UtcTime,
) -> QueryResult<()> {
    let row = diesel::insert_into(dsl::outbox).values((
        dsl::id.eq(fresh_id()),
        dsl::kind.eq(kind),
        dsl::subject_id.eq(subject_id),
        dsl::payload.eq(payload),
        dsl::queued_at.eq(now),
    ));
    on_each!(tx, |c| row.execute(c)).map(drop)
}

/// Starts what runs beside the server. Each has its own loop: a mail server that does not answer
/// holds up no one else.
pub(crate) fn start_loops(app: &App) -> Vec<tokio::task::JoinHandle<()>> {
    vec![
        actix_web::rt::spawn(tell(app.clone())),
        actix_web::rt::spawn(send(app.clone())),
        actix_web::rt::spawn(access_point::carry(app.clone())),
    ]
}

/// Writes mails for as long as the server runs; a failure is logged and tried again.
async fn tell(app: App) {
    let mut last_purge: Option<UtcTime> = None;
    loop {
        let now = app.clock.now();
        if last_purge.is_none_or(|last| last.plus_seconds(PURGE_SECONDS) < now) {
            last_purge = Some(now);
            let purged = app.db.write(move |tx| forget(tx, now)).await;
            if let Err(error) = purged {
                tracing::error!(%error, "what is old could not be forgotten");
            }
        }
        if let Err(error) = expand(&app.db, &app.settings.public_url, now).await {
            tracing::error!(%error, "the outbox could not be told");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Forgets old keys, and what old mails said.
fn forget(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    purge_old_keys(tx, now)?;
    Ok(forget_old(tx, now)?)
}

/// Sends mails for as long as the server runs, if a mail server is set.
async fn send(app: App) {
    let Some(postman) = Postman::of(&app.settings) else { return };
    loop {
        if let Err(error) = postman.send_due(&app.db, &app.clock).await {
            tracing::error!(%error, "mails could not be sent");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Writes the mails of what waits in the outbox, one batch. A row whose mails cannot be worded keeps
/// why, and is tried again after [`wait_seconds`], for as long as it takes.
///
/// # Errors
/// The database's; then nothing was taken.
async fn expand(db: &Db, public_url: &str, now: UtcTime) -> AppResult<()> {
    let waiting = db.read(move |conn| Ok(store::waiting(conn, now, BATCH)?)).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let mut worded = Vec::with_capacity(waiting.len());
    for row in waiting {
        let public_url = public_url.trim_end_matches('/').to_owned();
        let about = row.clone();
        // A read a row: what breaks the wording of one leaves the others alone.
        worded.push((db.read(move |conn| words_of(conn, &about, &public_url)).await, row));
    }
    db.write(move |tx| {
        for (mails, row) in &worded {
            match mails {
                Ok(mails) if store::claim_happening(tx, &row.id, now)? => {
                    keep(tx, mails, row, now)?;
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(outbox.id = row.id, %error, "no mail could be worded");
                    let next = now.plus_seconds(wait_seconds(row.attempts));
                    store::set_unworded(tx, row, &error.to_string(), next)?;
                }
            }
        }
        Ok(())
    })
    .await
}

/// The mails of one row.
fn words_of(conn: &mut DbConn, row: &Happening, public_url: &str) -> AppResult<Vec<MailText>> {
    match row.kind.split_once('.') {
        Some(("order", _)) => {
            orders::mails(conn, &row.kind, &row.subject_id, &row.payload, public_url)
        }
        _ => invoicing::mails(conn, &row.kind, &row.subject_id),
    }
}

fn keep(tx: &mut DbConn, mails: &[MailText], row: &Happening, now: UtcTime) -> QueryResult<()> {
    let mut told = BTreeSet::new();
    for mail in mails {
        if !told.insert(&mail.to) {
            continue;
        }
        let id = fresh_id();
        store::insert_mail(
            tx,
            &Mail {
                id: id.clone(),
                outbox_id: row.id.clone(),
                recipient: one_line(&mail.to),
                subject: one_line(&mail.subject),
                body: mail.body.clone(),
                queued_at: now,
                sent_at: None,
                attempts: 0,
                next_try_at: now,
                failure: None,
            },
        )?;
        for (place, file) in (1..).zip(&mail.attachments) {
            store::insert_attachment(tx, &id, place, file)?;
        }
    }
    Ok(())
}

/// A header holds no line break, whoever wrote it.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_line() {
        assert_eq!(one_line("Hei\r\nBcc: x@y.z"), "Hei  Bcc: x@y.z");
    }
}
