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
    in_time(async {
        let mut body = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_broken| incomplete())?;
            if body.len() + chunk.len() > limit {
                return Err(AppError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    })
    .await
}

/// What reading a body comes to.
///
/// # Errors
/// Those of `reading`; `TooSlow` past twenty seconds.
pub(super) async fn in_time<T>(reading: impl Future<Output = AppResult<T>>) -> AppResult<T> {
    tokio::time::timeout(BODY_TIME_MAX, reading).await.unwrap_or(Err(AppError::TooSlow))
}

fn incomplete() -> AppError {
    AppError::Unreadable {
        code: "body.incomplete",
        field: String::new(),
        detail: "Det du sendte, kom ikke helt fram. Prøv en gang til.".into(),
    }
}
