//! An access point to Peppol, by HTTP: one document a request, under one key for ever.
//!
//! What is sent is the EHF itself, as `application/xml`, with the key in `Idempotency-Key` and the
//! document's number in `Document-Number`. A 2xx is taken for received.

use std::time::Duration;

use reqwest::redirect::Policy;

use super::registry::read_short;
use super::sending::wait_seconds;
use crate::base::UtcTime;
use crate::config::Settings;
use crate::db::Db;
use crate::error::{AppError, AppResult};
use crate::invoicing::{self, Answer, Outgoing};
use crate::web::App;

/// Documents sent at a time.
const BATCH: i64 = 10;
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks at what waits.
const PAUSE: Duration = Duration::from_secs(1);
/// Bytes of an answer that are read, at most.
const ANSWER_BYTES: usize = 2_000;

/// Carries documents to one access point.
struct Courier {
    client: reqwest::Client,
    url: String,
    token: Option<String>,
}

/// Sends what waits for as long as the server runs; a failure is logged and tried again.
pub(super) async fn carry(app: App) {
    let Some(courier) = Courier::of(&app.settings) else { return };
    loop {
        let now = app.clock.now();
        if let Err(error) = courier.send_due(&app.db, now).await {
            tracing::error!(%error, "documents could not be sent");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl Courier {
    /// None without an access point's address.
    fn of(settings: &Settings) -> Option<Self> {
        let url = settings.access_point_url.clone()?;
        // A redirect would carry the token to a place nobody has named.
        let client = reqwest::Client::builder().timeout(PATIENCE).redirect(Policy::none());
        match client.build() {
            Ok(client) => Some(Self { client, url, token: settings.access_point_token.clone() }),
            Err(error) => {
                tracing::error!(%error, "no client for the access point");
                None
            }
        }
    }

    /// Sends what is due, one batch; each is claimed before it goes.
    async fn send_due(&self, db: &Db, now: UtcTime) -> AppResult<()> {
        let due = db.read(move |conn| invoicing::due_deliveries(conn, now, BATCH)).await?;
        for one in due {
            let next = now.plus_seconds(wait_seconds(one.attempts));
            let claimed = one.clone();
            if !db.write(move |tx| invoicing::claim_delivery(tx, &claimed, next)).await? {
                continue;
            }
            let answer = self.send(&one).await;
            tracing::info!(document = one.number, ?answer, "a document was sent");
            db.write(move |tx| invoicing::settle_delivery(tx, &one, &answer, now)).await?;
        }
        Ok(())
    }

    async fn send(&self, due: &Outgoing) -> Answer {
        let mut request = self
            .client
            .post(&self.url)
            .header("content-type", "application/xml; charset=utf-8")
            .header("idempotency-key", &due.id)
            .header("document-number", due.number)
            .body(due.xml.clone());
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                let said = read_short(response, ANSWER_BYTES).await.unwrap_or_default();
                Answer::Said(status, String::from_utf8_lossy(&said).into_owned())
            }
            Err(error) if error.is_connect() || error.is_builder() => Answer::NoContact,
            Err(_) => Answer::Unknown,
        }
    }
}

/// Refuses an address that is no http address, before anything is served.
///
/// # Errors
/// Of such an address.
pub(crate) fn check_address(settings: &Settings) -> AppResult<()> {
    let Some(url) = &settings.access_point_url else { return Ok(()) };
    let is_http =
        reqwest::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_http { Ok(()) } else { Err(AppError::internal("ACCESS_POINT_URL is no http address")) }
}
