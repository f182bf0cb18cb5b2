//! The mail that brings a reminder to the customer.

use askama::Template;

use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::outside::Attachment;
use crate::outside::MailText;
use crate::pdf;

use super::super::model::Document;
use super::super::{pdf as papers, reading, store as documents};
use super::actions::email_of;
use super::model::Reminder;
use super::store;

#[derive(Template)]
#[template(path = "email/reminder.txt")]
struct ReminderMail<'a> {
    document: &'a Document,
    reminder: &'a Reminder,
}

/// The mail of a reminder, to the customer; none without an address.
///
/// # Errors
/// `NotFound` for no such reminder; the database's.
pub(in crate::invoicing) fn mails(
    conn: &mut DbConn,
    reminder_id: &str,
) -> AppResult<Vec<MailText>> {
    let reminder = store::find(conn, reminder_id)?.ok_or(AppError::NotFound)?;
    let invoice = documents::find(conn, &reminder.invoice_id)?.ok_or(AppError::NotFound)?;
    let to = email_of(conn, &invoice)?;
    if to.is_empty() {
        return Ok(Vec::new());
    }
    let document = reading::find_document(conn, invoice.number)?.ok_or(AppError::NotFound)?;
    let subject = format!("Påminnelse om faktura {}", invoice.number);
    let body = ReminderMail { document: &document, reminder: &reminder }.render()?;
    let mut attachments = Vec::new();
    if pdf::IS_BUILT {
        let content = pdf::render(&papers::reminder_draft(conn, invoice.number, reminder.number)?)?;
        attachments.push(Attachment {
            name: format!("purring-{}-faktura-{}.pdf", reminder.number, invoice.number),
            content_type: "application/pdf".to_owned(),
            content,
        });
    }
    Ok(vec![MailText { to, subject, body, attachments }])
}
