//! Mails to customers about what was issued.

use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::outside::MailText;

use super::{delivery, reminding};

/// The mails of one happening.
///
/// # Errors
/// Of a kind that is none; `NotFound` for a row that is none; the database's.
pub(crate) fn mails(conn: &mut DbConn, kind: &str, subject_id: &str) -> AppResult<Vec<MailText>> {
    match kind {
        "reminder.made" => reminding::mails(conn, subject_id),
        "invoice.mailed" => delivery::mails(conn, subject_id),
        other => Err(AppError::internal(format!("no mail is worded for {other}"))),
    }
}
