//! The outbox: an action queues a row, the loop of `serve` writes its mails and sends them.

use diesel::prelude::*;

use crate::base::{UtcTime, fresh_id};
use crate::db::DbConn;
use crate::db::schema::outbox::dsl;
use crate::web::App;

/// Queues something to tell the world, in the transaction that made it true.
///
/// `kind` names who writes the mails (`order.placed`), `payload` is JSON.
///
/// # Errors
/// The database's.
pub(crate) fn queue(
    tx: &mut DbConn,
    kind: &str,
    subject_id: &str,
    payload: &str,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(dsl::outbox)
        .values((
            dsl::id.eq(fresh_id()),
            dsl::kind.eq(kind),
            dsl::subject_id.eq(subject_id),
            dsl::payload.eq(payload),
            dsl::queued_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Starts what runs beside the server.
pub(crate) fn start_loops(app: &App) -> Vec<tokio::task::JoinHandle<()>> {
    let _ = app;
    Vec::new()
}
