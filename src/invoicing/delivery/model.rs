//! Documents on their way.

use diesel::prelude::*;

use crate::base::{AccountId, InvoiceId, UtcTime};
use crate::db::schema::{ehf_delivery, invoice_mailing};

text_enum!(
    /// How far an EHF has come to the access point.
    DeliveryState { Queued = "queued", Sent = "sent", Failed = "failed" }
);

/// An EHF on its way to the access point, once a document.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = ehf_delivery, treat_none_as_default_value = false)]
pub(crate) struct Delivery {
    /// The key by which the receiver knows a second copy.
    pub(crate) id: String,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) state: DeliveryState,
    pub(crate) queued_at: UtcTime,
    pub(crate) queued_by: Option<AccountId>,
    pub(crate) attempts: i32,
    pub(crate) next_try_at: UtcTime,
    pub(crate) sent_at: Option<UtcTime>,
    /// What was answered last, in words for people.
    pub(crate) answer: String,
}

/// That a document was mailed.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = invoice_mailing, treat_none_as_default_value = false)]
pub(crate) struct Mailing {
    pub(crate) id: String,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) recipient: String,
    pub(crate) queued_at: UtcTime,
    pub(crate) queued_by: Option<AccountId>,
}

/// How far a written mail has come.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct MailSent {
    /// When the mail server took it.
    pub(crate) sent_at: Option<UtcTime>,
    /// What the mail server said, when it refused.
    pub(crate) failure: Option<String>,
    pub(crate) attempts: i32,
    pub(crate) queued_at: UtcTime,
}

/// A mailing, and what became of its mail.
#[derive(Clone, Debug)]
pub(crate) struct MailTold {
    pub(crate) recipient: String,
    pub(crate) queued_at: UtcTime,
    /// Why it could not be written, the last time.
    pub(crate) unworded: Option<String>,
    /// None until it is written.
    pub(crate) mail: Option<MailSent>,
}

/// How a document has been sent.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    pub(crate) ehf: Option<Delivery>,
    /// The first first.
    pub(crate) mails: Vec<MailTold>,
    /// Where a mail would go; may be empty.
    pub(crate) email: String,
}
