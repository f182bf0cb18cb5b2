//! Sending a document: asked for by a person, carried by the loop of `serve`.

use diesel::QueryResult;

use crate::base::{UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};
use crate::outside;
use crate::people::{Actor, Right};

use super::super::model::Document;
use super::super::{ehf, reading, reminding};
use super::model::{Delivery, DeliveryState, Mailing, Ways};
use super::rules::{self, Answer, SendFault};
use super::store;

/// How a document has been sent, and where a mail of it would go.
///
/// # Errors
/// `NotFound` for an order that is gone; the database's.
pub(crate) fn ways_of(conn: &mut DbConn, document: &Document) -> AppResult<Ways> {
    Ok(Ways {
        ehf: store::find(conn, &document.invoice.id)?,
        mails: store::mailings(conn, &document.invoice.id)?,
        email: reminding::email_of(conn, &document.invoice)?,
    })
}

/// Queues a document's EHF for the access point; one that is on its way or sent stays so, and one
/// that failed is queued again under the key it has.
///
/// `has_access_point` tells whether one is set, `accepts_lack` that the person knows that the buyer
/// gave no reference.
///
/// # Refuses
/// `delivery.no_access_point`, `delivery.reference` at `uten_referanse`, and those of [`ehf::ehf`].
///
/// # Errors
/// The refusals, `Forbidden`, `NotFound` for a number that is none, or the database's.
pub(crate) fn send_ehf(
    tx: &mut DbConn,
    actor: &Actor,
    number: i64,
    (has_access_point, accepts_lack): (bool, bool),
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::Invoice)?;
    let document = reading::find_document(tx, number)?.ok_or(AppError::NotFound)?;
    if !has_access_point {
        return Err(Refusal::from(SendFault::NoAccessPoint).into());
    }
    ehf::ehf_of(&document)?;
    if ehf::lacks_reference(&document) && !accepts_lack {
        return Err(Refusal::from(SendFault::NoReference).into());
    }
    match store::find(tx, &document.invoice.id)? {
        Some(row) if row.state == DeliveryState::Failed => {
            store::set_queued(tx, &row.id, &actor.account_id, now)?;
        }
        Some(_) => {}
        None => store::insert(
            tx,
            &Delivery {
                id: fresh_id(),
                invoice_id: document.invoice.id,
                state: DeliveryState::Queued,
                queued_at: now,
                queued_by: Some(actor.account_id.clone()),
                attempts: 0,
                next_try_at: now,
                sent_at: None,
                answer: String::new(),
            },
        )?,
    }
    Ok(())
}

/// Queues a mail with the document to an address: the PDF, and the EHF where there is one.
///
/// # Refuses
/// `delivery.recipient` at `recipient`, `delivery.elsewhere`.
///
/// # Errors
/// The refusals, `Forbidden`, `NotFound` for a number that is none, or the database's.
pub(crate) fn mail_document(
    tx: &mut DbConn,
    actor: &Actor,
    number: i64,
    recipient: &str,
    now: UtcTime,
) -> AppResult<String> {
    actor.must(Right::Invoice)?;
    let document = reading::find_document(tx, number)?.ok_or(AppError::NotFound)?;
    if document.seller.is_basis {
        return Err(Refusal::from(SendFault::Elsewhere).into());
    }
    let row = Mailing {
        id: fresh_id(),
        invoice_id: document.invoice.id,
        recipient: rules::recipient(recipient).map_err(Refusal::from)?,
        queued_at: now,
        queued_by: Some(actor.account_id.clone()),
    };
    store::insert_mailing(tx, &row)?;
    outside::queue(tx, "invoice.mailed", &row.id, "", now)?;
    Ok(row.recipient)
}

/// A document whose time to be sent has come.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    /// The key by which the receiver knows a second copy.
    pub(crate) id: String,
    pub(crate) number: i64,
    /// Tries before this one.
    pub(crate) attempts: i32,
}

/// Documents whose time to be sent has come, at most `limit`. Each is written by itself, by
/// [`ehf::ehf`]: one that cannot be written holds up no other.
///
/// # Errors
/// The database's.
pub(crate) fn due_deliveries(
    conn: &mut DbConn,
    now: UtcTime,
    limit: i64,
) -> QueryResult<Vec<Outgoing>> {
    let outgoing =
        |(row, number): (Delivery, i64)| Outgoing { id: row.id, number, attempts: row.attempts };
    Ok(store::due(conn, now, limit)?.into_iter().map(outgoing).collect())
}

/// Takes a document for oneself before it is sent; false when another instance was first.
///
/// # Errors
/// The database's.
pub(crate) fn claim_delivery(tx: &mut DbConn, due: &Outgoing, next: UtcTime) -> AppResult<bool> {
    Ok(store::claim(tx, &due.id, due.attempts, next)?)
}

/// Keeps what came back. That it was taken is kept whatever others have tried since; any other answer
/// only while this is the newest try.
///
/// # Errors
/// The database's.
pub(crate) fn settle_delivery(
    tx: &mut DbConn,
    due: &Outgoing,
    answer: &Answer,
    now: UtcTime,
) -> AppResult<()> {
    let attempts = due.attempts + 1;
    let (state, words) = rules::meaning(answer, attempts);
    if state == DeliveryState::Sent {
        return Ok(store::set_sent(tx, &due.id, &words, now)?);
    }
    Ok(store::set_answer(tx, &due.id, attempts, state, &words)?)
}
