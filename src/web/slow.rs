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
async fn in_time<T>(reading: impl Future<Output = AppResult<T>>) -> AppResult<T> {
    within(BODY_TIME_MAX, reading).await?
}

/// # Errors
/// `TooSlow` past `bound`.
async fn within<T>(bound: Duration, reading: impl Future<Output = T>) -> AppResult<T> {
    tokio::time::timeout(bound, reading).await.map_err(|_elapsed| AppError::TooSlow)
}

fn incomplete() -> AppError {
    AppError::Unreadable {
        code: "body.incomplete",
        field: String::new(),
        detail: "Det du sendte, kom ikke helt fram. Prøv en gang til.".into(),
    }
}

/// How long one waits for a file: a photo from a phone in the woods takes its time, and all the
/// while something of it comes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Nothing at all may come for this long.
    silence: Duration,
    /// The whole must have come within this.
    whole: Duration,
}

impl Patience {
    pub(super) const UPLOAD: Self =
        Self { silence: Duration::from_secs(20), whole: Duration::from_mins(2) };

    #[cfg(test)]
    pub(super) const fn of(silence: Duration, whole: Duration) -> Self {
        Self { silence, whole }
    }

    /// The next piece of a body.
    ///
    /// # Errors
    /// `TooSlow` when none comes.
    pub(super) async fn piece<T>(self, coming: impl Future<Output = T>) -> AppResult<T> {
        within(self.silence, coming).await
    }

    /// A whole body, read piece by piece.
    ///
    /// # Errors
    /// Those of `reading`; `TooSlow` when it takes too long.
    pub(super) async fn whole<T>(
        self,
        reading: impl Future<Output = AppResult<T>>,
    ) -> AppResult<T> {
        within(self.whole, reading).await?
    }
}
