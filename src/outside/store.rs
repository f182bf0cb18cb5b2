//! Rows of the outbox and of mails.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Attachment, Happening, Mail, Unworded};
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::db::schema::{mail, mail_attachment, outbox};

/// What is to be told now, the oldest first.
pub(super) fn waiting(conn: &mut DbConn, now: UtcTime, limit: i64) -> QueryResult<Vec<Happening>> {
    outbox::table
        .filter(outbox::expanded_at.is_null())
        .filter(outbox::next_try_at.is_null().or(outbox::next_try_at.le(now)))
        .order(outbox::queued_at)
        .select((outbox::id, outbox::kind, outbox::subject_id, outbox::payload, outbox::attempts))
        .limit(limit)
        .load(conn)
}

/// What cannot be worded, the oldest first.
pub(super) fn unworded(conn: &mut DbConn, limit: i64) -> QueryResult<Vec<Unworded>> {
    outbox::table
        .filter(outbox::expanded_at.is_null().and(outbox::failure.is_not_null()))
        .order(outbox::queued_at)
        .select((outbox::kind, outbox::queued_at, outbox::attempts, outbox::next_try_at))
        .limit(limit)
        .load(conn)
}

/// Counts a try that gave no words; another instance's count of the same try stands.
pub(super) fn set_unworded(
    tx: &mut DbConn,
    row: &Happening,
    said: &str,
    next_try_at: UtcTime,
) -> QueryResult<()> {
    let same = outbox::expanded_at.is_null().and(outbox::attempts.eq(row.attempts));
    diesel::update(outbox::table.find(&row.id).filter(same))
        .set((
            outbox::attempts.eq(row.attempts + 1),
            outbox::next_try_at.eq(next_try_at),
            outbox::failure.eq(said),
        ))
        .execute(tx)?;
    Ok(())
}

/// Takes a row for oneself; false when another instance was first.
pub(super) fn claim_happening(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<bool> {
    let row = outbox::table.find(id).filter(outbox::expanded_at.is_null());
    let told = (outbox::expanded_at.eq(now), outbox::failure.eq(None::<String>));
    Ok(diesel::update(row).set(told).execute(tx)? == 1)
}

pub(super) fn insert_mail(tx: &mut DbConn, row: &Mail) -> QueryResult<()> {
    diesel::insert_into(mail::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn insert_attachment(
    tx: &mut DbConn,
    mail_id: &str,
    place: i32,
    file: &Attachment,
) -> QueryResult<()> {
    diesel::insert_into(mail_attachment::table)
        .values((
            mail_attachment::mail_id.eq(mail_id),
            mail_attachment::place.eq(place),
            mail_attachment::name.eq(&file.name),
            mail_attachment::content_type.eq(&file.content_type),
            mail_attachment::content.eq(STANDARD.encode(&file.content)),
        ))
        .execute(tx)?;
    Ok(())
}

/// What goes with a mail, in its order.
pub(super) fn attachments(conn: &mut DbConn, mail_id: &str) -> QueryResult<Vec<Attachment>> {
    let rows: Vec<(String, String, String)> = mail_attachment::table
        .filter(mail_attachment::mail_id.eq(mail_id))
        .order(mail_attachment::place)
        .select((mail_attachment::name, mail_attachment::content_type, mail_attachment::content))
        .load(conn)?;
    let file = |(name, content_type, content): (String, String, String)| Attachment {
        name,
        content_type,
        content: STANDARD.decode(content).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(file).collect())
}

/// The names of what goes with a mail.
pub(super) fn attachment_names(conn: &mut DbConn, mail_id: &str) -> QueryResult<Vec<String>> {
    mail_attachment::table
        .filter(mail_attachment::mail_id.eq(mail_id))
        .order(mail_attachment::place)
        .select(mail_attachment::name)
        .load(conn)
}

/// Mails whose time has come, queued since `oldest`, tried fewer than `attempts_max` times.
pub(super) fn due(
    conn: &mut DbConn,
    now: UtcTime,
    oldest: UtcTime,
    attempts_max: i32,
    limit: i64,
) -> QueryResult<Vec<Mail>> {
    mail::table
        .filter(mail::sent_at.is_null().and(mail::next_try_at.le(now)))
        .filter(mail::queued_at.ge(oldest).and(mail::attempts.lt(attempts_max)))
        .order(mail::next_try_at)
        .limit(limit)
        .load(conn)
}

/// Counts a try and sets when the next may be; false when another instance was first.
pub(super) fn claim_mail(tx: &mut DbConn, row: &Mail, next_try_at: UtcTime) -> QueryResult<bool> {
    let same = mail::sent_at.is_null().and(mail::attempts.eq(row.attempts));
    let claimed = diesel::update(mail::table.find(&row.id).filter(same))
        .set((mail::attempts.eq(row.attempts + 1), mail::next_try_at.eq(next_try_at)))
        .execute(tx)?;
    Ok(claimed == 1)
}

/// Keeps that it went, whoever else has tried since; the first time it went stands.
pub(super) fn set_sent(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<()> {
    diesel::update(mail::table.find(id).filter(mail::sent_at.is_null()))
        .set((mail::sent_at.eq(now), mail::failure.eq(None::<String>)))
        .execute(tx)?;
    Ok(())
}

/// Keeps why a try failed. `attempts` are those with this one: the word of a try that someone else has
/// followed up is old, and changes nothing.
pub(super) fn set_failure(tx: &mut DbConn, id: &str, attempts: i32, said: &str) -> QueryResult<()> {
    let same = mail::sent_at.is_null().and(mail::attempts.eq(attempts));
    diesel::update(mail::table.find(id).filter(same)).set(mail::failure.eq(said)).execute(tx)?;
    Ok(())
}

/// The newest mails first, those before `before` when that is given.
pub(super) fn newest(
    conn: &mut DbConn,
    before: Option<&str>,
    limit: i64,
) -> QueryResult<Vec<Mail>> {
    let mut mails = mail::table.order(mail::id.desc()).limit(limit).into_boxed();
    if let Some(before) = before {
        mails = mails.filter(mail::id.lt(before.to_owned()));
    }
    mails.load(conn)
}

pub(super) fn find_mail(conn: &mut DbConn, id: &str) -> QueryResult<Option<Mail>> {
    mail::table.find(id).first(conn).optional()
}

/// Forgets the files of mails queued before an instant, of at most `limit` mails.
pub(super) fn forget_files(tx: &mut DbConn, before: UtcTime, limit: i64) -> QueryResult<()> {
    let ids: Vec<String> = mail_attachment::table
        .inner_join(mail::table)
        .filter(mail::queued_at.lt(before))
        .select(mail_attachment::mail_id)
        .limit(limit)
        .load(tx)?;
    delete_files(tx, &ids)
}

fn delete_files(tx: &mut DbConn, ids: &[String]) -> QueryResult<()> {
    if !ids.is_empty() {
        let files = mail_attachment::table.filter(mail_attachment::mail_id.eq_any(ids));
        diesel::delete(files).execute(tx)?;
    }
    Ok(())
}

/// Forgets words, address and files of mails queued before an instant, at most `limit`. The address
/// becomes the mail's own id: two mails of one happening never have the same.
pub(super) fn forget_words(tx: &mut DbConn, before: UtcTime, limit: i64) -> QueryResult<()> {
    let ids: Vec<String> = mail::table
        .filter(mail::queued_at.lt(before).and(sql::<Bool>("mail.body <> ''")))
        .select(mail::id)
        .limit(limit)
        .load(tx)?;
    if ids.is_empty() {
        return Ok(());
    }
    delete_files(tx, &ids)?;
    diesel::update(mail::table.filter(mail::id.eq_any(&ids)))
        .set((mail::recipient.eq(mail::id), mail::body.eq(""), mail::failure.eq(None::<String>)))
        .execute(tx)?;
    Ok(())
}

/// Forgets what was queued before an instant with happenings that have been told, at most `limit`.
pub(super) fn forget_payloads(tx: &mut DbConn, before: UtcTime, limit: i64) -> QueryResult<()> {
    let ids: Vec<String> = outbox::table
        .filter(outbox::queued_at.lt(before).and(outbox::expanded_at.is_not_null()))
        .filter(sql::<Bool>("outbox.payload <> ''"))
        .select(outbox::id)
        .limit(limit)
        .load(tx)?;
    if !ids.is_empty() {
        let told = outbox::table.filter(outbox::id.eq_any(&ids));
        diesel::update(told).set(outbox::payload.eq("")).execute(tx)?;
    }
    Ok(())
}
