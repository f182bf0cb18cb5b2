//! The mail server, by SMTP.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::model::{Attachment, Mail};
use super::store;
use crate::base::{NEWS_DAYS, TRIES_MAX, UtcTime, is_given_up, wait_seconds};
use crate::config::Settings;
use crate::db::Db;
use crate::enterprises;
use crate::error::{AppError, AppResult};
use crate::web::Clock;

/// Mails sent at a time.
const BATCH: i64 = 20;
/// How long one mail may take, however many words are exchanged: less than the shortest claim, so that
/// no one else takes it meanwhile.
const PATIENCE: Duration = Duration::from_secs(45);

/// Carries mails to one mail server.
pub(super) struct Postman {
    server: AsyncSmtpTransport<Tokio1Executor>,
    /// The seller's address when not set.
    from: Option<String>,
}

impl Postman {
    /// None without a mail server's address, or with one that cannot be read.
    pub(super) fn of(settings: &Settings) -> Option<Self> {
        let url = settings.smtp_url.as_deref()?;
        match AsyncSmtpTransport::<Tokio1Executor>::from_url(url) {
            Ok(builder) => Some(Self {
                server: builder.timeout(Some(Duration::from_secs(20))).build(),
                from: settings.mail_from.clone(),
            }),
            Err(error) => {
                tracing::error!(%error, "SMTP_URL cannot be read; mails are only listed");
                None
            }
        }
    }

    /// Sends what is due, one batch; each is claimed before it goes, by the clock as it is then.
    ///
    /// # Errors
    /// The database's. What the mail server says is kept with the mail, which is tried again.
    pub(super) async fn send_due(&self, db: &Db, clock: &Clock) -> AppResult<()> {
        let now = clock.now();
        let oldest = now.plus_seconds(-NEWS_DAYS * 86_400);
        let (due, seller) = db
            .read(move |conn| {
                let due = store::due(conn, now, oldest, TRIES_MAX, BATCH)?;
                Ok((due, enterprises::seller(conn)?))
            })
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        let from = self.from.clone().or_else(|| seller.map(|s| sender(&s.name, &s.email)));
        let Some(from) = from.and_then(|from| from.parse::<Mailbox>().ok()) else {
            tracing::warn!("nobody to send mails from: set MAIL_FROM or the seller's address");
            return Ok(());
        };
        for mail in due {
            let id = mail.id.clone();
            let claimed = mail.clone();
            let next = clock.now().plus_seconds(wait_seconds(mail.attempts));
            if !db.write(move |tx| Ok(store::claim_mail(tx, &claimed, next)?)).await? {
                continue;
            }
            let of = mail.id.clone();
            let files = db.read(move |conn| Ok(store::attachments(conn, &of)?)).await?;
            let sending = self.send(&mail, &files, &from);
            let said = match tokio::time::timeout(PATIENCE, sending).await {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.to_string()),
                Err(_) => Some("E-postserveren brukte for lang tid.".to_owned()),
            };
            let now = clock.now();
            db.write(move |tx| {
                match &said {
                    None => store::set_sent(tx, &id, now)?,
                    Some(why) => store::set_failure(tx, &id, mail.attempts + 1, why)?,
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    async fn send(&self, mail: &Mail, files: &[Attachment], from: &Mailbox) -> AppResult<()> {
        let told = |error: &dyn std::error::Error| AppError::internal(error.to_string());
        let to: Mailbox =
            mail.recipient.parse().map_err(|e: lettre::address::AddressError| told(&e))?;
        let host = from.email.domain().to_owned();
        let builder = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(&mail.subject)
            // The same on every try, so that a reader's mail box knows a second copy.
            .message_id(Some(format!("<{}@{host}>", mail.id)));
        let message = if files.is_empty() {
            builder.header(ContentType::TEXT_PLAIN).body(mail.body.clone())
        } else {
            let text = SinglePart::plain(mail.body.clone());
            let mut whole = MultiPart::mixed().singlepart(text);
            for file in files {
                let kind = ContentType::parse(&file.content_type).map_err(|e| told(&e))?;
                let part = lettre::message::Attachment::new(file.name.clone());
                whole = whole.singlepart(part.body(file.content.clone(), kind));
            }
            builder.multipart(whole)
        };
        let message = message.map_err(|e| told(&e))?;
        self.server.send(message).await.map_err(|e| told(&e))?;
        Ok(())
    }
}

fn sender(name: &str, email: &str) -> String {
    let name: String =
        name.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
    format!("\"{name}\" <{email}>")
}

impl Mail {
    /// Is what it said forgotten, as it is so old?
    pub(crate) fn is_forgotten(&self) -> bool {
        self.body.is_empty()
    }

    /// Is it not tried any more, and not sent?
    pub(crate) fn is_given_up(&self, now: UtcTime) -> bool {
        self.sent_at.is_none() && is_given_up(self.attempts, self.queued_at, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sellers_name_cannot_break_out_of_its_header() {
        let mailbox: Mailbox =
            sender("Gården \"AS\"\r\nBcc: x", "post@example.com").parse().unwrap();
        assert_eq!(mailbox.email.to_string(), "post@example.com");
    }
}
