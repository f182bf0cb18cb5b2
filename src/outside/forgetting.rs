//! What mails said is forgotten when it is no longer needed: the files first, then words and address.
//!
//! The order, the invoice and that it was mailed stay where they are; of the mail itself, that it was
//! written and when it went.
//!
//! Source: GDPR article 5 (1) (e); how long is a dated row of `setting`.

use diesel::QueryResult;

use super::store;
use crate::base::UtcTime;
use crate::db::{DbConn, setting};

/// Days that files are kept, when no setting says otherwise.
const FILES_DAYS: i64 = 90;
/// Days that words and address are kept, when no setting says otherwise.
const WORDS_DAYS: i64 = 1_278;
/// Never fewer days, whatever a setting says: a mail on its way keeps what it has.
const DAYS_MIN: i64 = 30;
/// Mails forgotten at a time, so that orders come first; the next hour takes more.
const BATCH: i64 = 500;

/// Forgets what is older than the settings say, one batch.
///
/// # Errors
/// The database's.
pub(super) fn forget_old(tx: &mut DbConn, now: UtcTime) -> QueryResult<()> {
    let files = kept_since(tx, "mail.files_kept_days", FILES_DAYS, now)?;
    store::forget_files(tx, files, BATCH)?;
    let words = kept_since(tx, "mail.kept_days", WORDS_DAYS, now)?;
    store::forget_words(tx, words, BATCH)?;
    store::forget_payloads(tx, words, BATCH)
}

fn kept_since(tx: &mut DbConn, name: &str, usual: i64, now: UtcTime) -> QueryResult<UtcTime> {
    let days = setting(tx, name, now.oslo_date())?.and_then(|days| days.parse().ok());
    // A thousand years is for ever, and no more than the clock can tell.
    let days: i64 = days.unwrap_or(usual).clamp(DAYS_MIN, 365_000);
    Ok(now.plus_seconds(-days * 86_400))
}
