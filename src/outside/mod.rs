//! The world outside: mail, queued in the transaction that made it true and sent beside the server.
//!
//! An action queues a row; the loop of `serve` writes the row's mails and sends them. Several
//! instances may run the loop: a row is claimed by an update before it is acted on. A mail whose
//! sender dies between the mail server's yes and our note is sent once more.
//!
//! *Invariant:* no action talks to a mail server. *Invariant:* no mail holds a link that signs in.

mod model;
mod outbox;
pub(crate) mod pages;
mod sending;
mod store;

pub(crate) use model::{Attachment, MailText};
pub(crate) use outbox::{queue, start_loops};
use store::{find_mail, newest};
