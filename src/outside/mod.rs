//! The world outside: mail, queued in the transaction that made it true and sent beside the server.

mod outbox;

pub(crate) use outbox::{queue, start_loops};
