//! Rows of documents on their way.

use diesel::prelude::*;

use crate::base::{AccountId, InvoiceId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{ehf_delivery, invoice, invoice_mailing, mail, outbox};

use super::model::{Delivery, DeliveryState, MailSent, MailTold, Mailing};

pub(super) fn find(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Option<Delivery>> {
    ehf_delivery::table.filter(ehf_delivery::invoice_id.eq(id)).first(conn).optional()
}

pub(super) fn insert(tx: &mut DbConn, row: &Delivery) -> QueryResult<()> {
    diesel::insert_into(ehf_delivery::table).values(row).execute(tx)?;
    Ok(())
}

/// Queues one anew, under the key it has; it is whose who asked now.
pub(super) fn set_queued(
    tx: &mut DbConn,
    id: &str,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::update(ehf_delivery::table.find(id))
        .set((
            ehf_delivery::state.eq(DeliveryState::Queued),
            ehf_delivery::queued_at.eq(now),
            ehf_delivery::queued_by.eq(by),
            ehf_delivery::attempts.eq(0),
            ehf_delivery::next_try_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Those whose time has come, with the numbers of their documents.
pub(super) fn due(
    conn: &mut DbConn,
    now: UtcTime,
    limit: i64,
) -> QueryResult<Vec<(Delivery, i64)>> {
    ehf_delivery::table
        .inner_join(invoice::table)
        .filter(ehf_delivery::state.eq(DeliveryState::Queued))
        .filter(ehf_delivery::next_try_at.le(now))
        .order(ehf_delivery::next_try_at)
        .select((ehf_delivery::all_columns, invoice::number))
        .limit(limit)
        .load(conn)
}

/// Counts a try and sets when the next may be; false when another instance was first.
pub(super) fn claim(
    tx: &mut DbConn,
    id: &str,
    attempts: i32,
    next_try_at: UtcTime,
) -> QueryResult<bool> {
    let same =
        ehf_delivery::state.eq(DeliveryState::Queued).and(ehf_delivery::attempts.eq(attempts));
    let claimed = diesel::update(ehf_delivery::table.find(id).filter(same))
        .set((ehf_delivery::attempts.eq(attempts + 1), ehf_delivery::next_try_at.eq(next_try_at)))
        .execute(tx)?;
    Ok(claimed == 1)
}

/// Keeps that it was taken, whoever else has tried since; once taken stays taken, as it was.
pub(super) fn set_sent(
    tx: &mut DbConn,
    id: &str,
    answer: &str,
    sent_at: UtcTime,
) -> QueryResult<()> {
    let row = ehf_delivery::table.find(id).filter(ehf_delivery::state.ne(DeliveryState::Sent));
    diesel::update(row)
        .set((
            ehf_delivery::state.eq(DeliveryState::Sent),
            ehf_delivery::answer.eq(answer),
            ehf_delivery::sent_at.eq(sent_at),
        ))
        .execute(tx)?;
    Ok(())
}

/// Keeps what a try came to that did not bring it over. `attempts` are those with this one: the word
/// of a try that someone else has followed up is old, and changes nothing.
pub(super) fn set_answer(
    tx: &mut DbConn,
    id: &str,
    attempts: i32,
    state: DeliveryState,
    answer: &str,
) -> QueryResult<()> {
    let same =
        ehf_delivery::state.eq(DeliveryState::Queued).and(ehf_delivery::attempts.eq(attempts));
    diesel::update(ehf_delivery::table.find(id).filter(same))
        .set((ehf_delivery::state.eq(state), ehf_delivery::answer.eq(answer)))
        .execute(tx)?;
    Ok(())
}

pub(super) fn insert_mailing(tx: &mut DbConn, row: &Mailing) -> QueryResult<()> {
    diesel::insert_into(invoice_mailing::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn find_mailing(conn: &mut DbConn, id: &str) -> QueryResult<Option<Mailing>> {
    invoice_mailing::table.find(id).first(conn).optional()
}

/// A document's mailings with what became of them, the first first.
pub(super) fn mailings(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Vec<MailTold>> {
    let rows: Vec<Mailing> = invoice_mailing::table
        .filter(invoice_mailing::invoice_id.eq(id))
        .order((invoice_mailing::queued_at, invoice_mailing::id))
        .load(conn)?;
    let became = (mail::sent_at, mail::failure, mail::attempts, mail::queued_at);
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let found = outbox::table
            .left_join(mail::table)
            .filter(outbox::kind.eq("invoice.mailed").and(outbox::subject_id.eq(&row.id)))
            .select((outbox::failure, became.nullable()))
            .first(conn)
            .optional()?;
        let (unworded, mail): (Option<String>, Option<MailSent>) = found.unwrap_or_default();
        told.push(MailTold { recipient: row.recipient, queued_at: row.queued_at, unworded, mail });
    }
    Ok(told)
}
