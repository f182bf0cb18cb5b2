//! Bodies that arrive too slowly or grow too large are given up; actix itself waits for ever.

use std::time::Duration;

use actix_web::dev::Payload;
use futures_util::StreamExt;

use crate::error::{AppError, AppResult};

/// A body must have arrived within this.
const BODY_TIME_MAX: Duration = Duration::from_secs(20);

/// The whole body.
///
/// # Errors
/// `TooLarge` past `limit` bytes, `TooSlow` past twenty seconds, `Unreadable` when it breaks off.
pub(crate) async fn read_body(mut payload: Payload, limit: usize) -> AppResult<Vec<u8>> {
    let reading = async {
        let mut body = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_broken| incomplete())?;
            if body.len() + chunk.len() > limit {
                return Err(AppError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    tokio::time::timeout(BODY_TIME_MAX, reading).await.unwrap_or(Err(AppError::TooSlow))
}

/// Bytes of a body that is too large that are still read, so that the browser hears the answer.
const READ_PAST_MAX: usize = 64 * 1024 * 1024;

/// The whole body, or None when it is larger than `limit`; what is past the limit is thrown away.
///
/// # Errors
/// As [`read_body`]; `TooLarge` only for what is far past the limit.
pub(crate) async fn read_body_past(
    mut payload: Payload,
    limit: usize,
) -> AppResult<Option<Vec<u8>>> {
    let reading = async {
        let (mut body, mut length) = (Vec::new(), 0_usize);
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_broken| incomplete())?;
            length += chunk.len();
            if length > READ_PAST_MAX {
                return Err(AppError::TooLarge);
            }
            if length > limit {
                body = Vec::new();
            } else {
                body.extend_from_slice(&chunk);
            }
        }
        Ok((length <= limit).then_some(body))
    };
    tokio::time::timeout(BODY_TIME_MAX, reading).await.unwrap_or(Err(AppError::TooSlow))
}

fn incomplete() -> AppError {
    AppError::Unreadable {
        code: "body.incomplete",
        field: String::new(),
        detail: "Det du sendte, kom ikke helt fram. Prøv en gang til.".into(),
    }
}
