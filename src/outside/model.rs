//! Mails, and the rows they are written from.

use crate::base::UtcTime;
use crate::db::schema::mail;

/// A mail as a slice words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MailText {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) attachments: Vec<Attachment>,
}

/// A file that goes with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// Names no one.
    pub(crate) name: String,
    /// `application/xml`
    pub(crate) content_type: String,
    pub(crate) content: Vec<u8>,
}

/// Something that happened and is to be told.
#[derive(Clone, Debug, diesel::Queryable)]
pub(crate) struct Happening {
    pub(crate) id: String,
    /// `order.placed`
    pub(crate) kind: String,
    pub(crate) subject_id: String,
    pub(crate) payload: String,
    /// Times that its mails could not be worded.
    pub(crate) attempts: i32,
}

/// Something whose mails cannot be worded.
#[derive(Clone, Debug, diesel::Queryable)]
pub(crate) struct Unworded {
    /// `order.placed`
    pub(crate) kind: String,
    pub(crate) queued_at: UtcTime,
    pub(crate) attempts: i32,
    pub(crate) next_try_at: Option<UtcTime>,
}

/// A mail on its way, or sent.
#[derive(Clone, Debug, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = mail, treat_none_as_default_value = false)]
pub(crate) struct Mail {
    pub(crate) id: String,
    pub(crate) outbox_id: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) queued_at: UtcTime,
    pub(crate) sent_at: Option<UtcTime>,
    pub(crate) attempts: i32,
    pub(crate) next_try_at: UtcTime,
    /// What the mail server said, when it refused.
    pub(crate) failure: Option<String>,
}
