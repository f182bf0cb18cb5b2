//! The world outside: mail and EHF, queued in the transaction that made them true and sent beside the
//! server; and Enhetsregisteret, asked by a page when a person presses a button.
//!
//! An action queues a row; the loops of `serve` write the row's mails and send them. Several
//! instances may run the loops: a row is claimed by an update before it is acted on. What cannot be
//! worded or sent is kept with its reason, shown to staff, and tried again. A mail whose
//! sender dies between the mail server's yes and our note is sent once more.
//!
//! *Invariant:* no action talks to a mail server. *Invariant:* no mail holds a link that signs in.

mod access_point;
mod forgetting;
mod model;
mod outbox;
pub(crate) mod pages;
mod registry;
mod sending;
mod store;
mod words;

pub(crate) use access_point::check_address;
pub(crate) use model::{Attachment, MailText};
pub(crate) use outbox::{queue, start_loops};
pub(crate) use registry::{PUBLIC_REGISTER, has_registry, look_up};
use store::{attachment_names, find_mail, newest, unworded};
