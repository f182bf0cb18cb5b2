//! How a document reaches its customer: by mail with EHF and PDF, or as EHF to an access point.
//!
//! *Invariant:* a document goes to the access point under one key for ever, so that a copy sent after
//! an answer that was lost can be told from a new document. *Invariant:* what was taken is not sent
//! again.

mod actions;
mod mails;
mod model;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    Outgoing, claim_delivery, due_deliveries, mail_document, send_ehf, settle_delivery, ways_of,
};
pub(super) use mails::mails;
pub(crate) use model::{DeliveryState, Ways};
pub(crate) use rules::Answer;
