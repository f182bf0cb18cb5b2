//! Repeatable requests: the same key and body again answers the same; another body is refused.

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::held::purge_held;
use super::schema::idempotency::dsl;
use super::{DbConn, on_each};
use crate::base::{UtcTime, sha256_hex};
use crate::error::{AppError, AppResult};

/// A caller's key for one create: who asks and where, the key, and the digest of the body.
#[derive(Clone, Debug)]
pub(crate) struct Once {
    scope: String,
    key: String,
    body_digest: String,
}

/// Letters in a key, at most.
const KEY_MAX: usize = 200;
/// Days a key is kept.
const KEPT_DAYS: i64 = 8;

impl Once {
    /// `scope` is the caller and the path.
    ///
    /// # Errors
    /// `idempotency.key`, 400, when the key is empty or past 200 letters.
    pub(crate) fn new(scope: impl Into<String>, key: &str, body: &str) -> AppResult<Self> {
        if key.is_empty() || key.len() > KEY_MAX {
            return Err(AppError::Unreadable {
                code: "idempotency.key",
                field: "Idempotency-Key".into(),
                detail: "Send en nøkkel i Idempotency-Key, høyst 200 tegn.".into(),
            });
        }
        let body_digest = sha256_hex(body);
        Ok(Self { scope: scope.into(), key: key.to_owned(), body_digest })
    }
}

/// Runs `create` the first time a key is seen, and answers what it answered every time after.
///
/// # Errors
/// `idempotency.reused`, 409, when the key came with another body; else what `create` answers, and
/// then the key is free to be used again.
pub(crate) fn answer_once<T, F>(
    tx: &mut DbConn,
    once: &Once,
    now: UtcTime,
    create: F,
) -> AppResult<T>
where
    T: Serialize + DeserializeOwned,
    F: FnOnce(&mut DbConn) -> AppResult<T>,
{
    if let Some(answered) = replay(tx, once)? {
        return Ok(answered);
    }
    let made = create(tx)?;
    let answer = serde_json::to_string(&made)?;
    let row = diesel::insert_into(dsl::idempotency).values((
        dsl::scope.eq(&once.scope),
        dsl::idempotency_key.eq(&once.key),
        dsl::body_digest.eq(&once.body_digest),
        dsl::answer.eq(answer),
        dsl::kept_at.eq(now),
    ));
    on_each!(tx, |c| row.execute(c))?;
    Ok(made)
}

/// What a key was answered before; None when it is new.
///
/// # Errors
/// `idempotency.reused`, 409, when the key came with another body; the database's.
pub(crate) fn replay<T: DeserializeOwned>(conn: &mut DbConn, once: &Once) -> AppResult<Option<T>> {
    let kept = dsl::idempotency
        .filter(dsl::scope.eq(&once.scope).and(dsl::idempotency_key.eq(&once.key)))
        .select((dsl::body_digest, dsl::answer));
    let kept: Option<(String, String)> = on_each!(conn, |c| kept.first(c)).optional()?;
    let Some((digest, answer)) = kept else { return Ok(None) };
    if digest != once.body_digest {
        return Err(AppError::Conflict {
            code: "idempotency.reused",
            detail: "Nøkkelen er alt brukt til noe annet. Bruk en ny nøkkel.".into(),
        });
    }
    Ok(Some(serde_json::from_str(&answer)?))
}

/// Forgets keys older than eight days, and files held for an hour; answers how many.
///
/// # Errors
/// The database's.
pub(crate) fn purge_old_keys(tx: &mut DbConn, now: UtcTime) -> QueryResult<usize> {
    let oldest = now.plus_seconds(-KEPT_DAYS * 86_400);
    let keys = diesel::delete(dsl::idempotency.filter(dsl::kept_at.lt(oldest))).execute(tx)?;
    Ok(keys + purge_held(tx, now)?)
}
