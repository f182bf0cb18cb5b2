//! An access point to Peppol, by HTTP: one document a request, under one key for ever.
//!
//! What is sent is the EHF itself, as `application/xml`, with the key in `Idempotency-Key` and the
//! document's number in `Document-Number`. A 2xx is taken for received.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::redirect::Policy;

use super::registry::read_short;
use crate::base::wait_seconds;
use crate::config::Settings;
use crate::db::Db;
use crate::error::{AppError, AppResult};
use crate::invoicing::{self, Answer, Outgoing};
use crate::web::{App, Clock};

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
        if let Err(error) = courier.send_due(&app.db, &app.clock).await {
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

    /// Sends what is due, one batch; each is claimed before it goes. A batch may last, so the clock is
    /// read for each: a claim counted from the batch's beginning would have run out before its turn.
    async fn send_due(&self, db: &Db, clock: &Clock) -> AppResult<()> {
        let began = clock.now();
        let due = db.read(move |conn| Ok(invoicing::due_deliveries(conn, began, BATCH)?)).await?;
        for one in due {
            let next = clock.now().plus_seconds(wait_seconds(one.attempts));
            let claimed = one.clone();
            if !db.write(move |tx| invoicing::claim_delivery(tx, &claimed, next)).await? {
                continue;
            }
            let answer = match written(db, one.number).await {
                Ok(xml) => self.send(&one, xml).await,
                Err(answer) => answer,
            };
            // Never what was said: it may name the buyer.
            tracing::info!(
                document = one.number,
                outcome = outcome(&answer),
                "a document was tried"
            );
            let now = clock.now();
            db.write(move |tx| invoicing::settle_delivery(tx, &one, &answer, now)).await?;
        }
        Ok(())
    }

    async fn send(&self, due: &Outgoing, xml: String) -> Answer {
        let mut request = self
            .client
            .post(&self.url)
            .header("content-type", "application/xml; charset=utf-8")
            .header("idempotency-key", &due.id)
            .header("document-number", due.number)
            .body(xml);
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

/// The EHF of a document, or that there is none.
async fn written(db: &Db, number: i64) -> Result<String, Answer> {
    match db.read(move |conn| invoicing::ehf(conn, number)).await {
        Ok(xml) => Ok(xml),
        Err(AppError::Refused(refusals)) => {
            let told: Vec<&str> = refusals.all().iter().map(|one| one.detail.as_str()).collect();
            Err(Answer::Unwritten(told.join(" ")))
        }
        Err(error) => {
            tracing::error!(document = number, %error, "an EHF could not be written");
            Err(Answer::Broken)
        }
    }
}

/// What came of a try, as the log has it: the status, and no one's words.
fn outcome(answer: &Answer) -> String {
    match answer {
        Answer::Said(status, _) => status.to_string(),
        Answer::NoContact => "no contact".to_owned(),
        Answer::Unknown => "no answer".to_owned(),
        Answer::Unwritten(_) | Answer::Broken => "could not be written".to_owned(),
    }
}

/// Refuses an address that is no http address, or that would carry invoices and token in clear across a
/// network, before anything is served.
///
/// # Errors
/// Of such an address.
pub(crate) fn check_address(settings: &Settings) -> AppResult<()> {
    let Some(url) = &settings.access_point_url else { return Ok(()) };
    match reqwest::Url::parse(url) {
        Ok(url) if url.scheme() == "https" || (url.scheme() == "http" && is_near(&url)) => Ok(()),
        Ok(url) if url.scheme() == "http" => Err(AppError::internal(
            "ACCESS_POINT_URL must begin with https://. Plain http would send invoices and \
             ACCESS_POINT_TOKEN in clear; it is allowed only to this machine itself (127.0.0.1, \
             [::1] or localhost)",
        )),
        _ => Err(AppError::internal("ACCESS_POINT_URL is no http address")),
    }
}

/// Is it this machine itself?
fn is_near(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_no_further_than_this_machine() {
        let check = |url: &str| {
            check_address(&crate::testing::settings(&["--access-point-url", url]).unwrap())
        };
        for near in
            ["http://127.0.0.1:1/inn", "http://localhost/", "http://[::1]:80/", "https://a.no"]
        {
            assert!(check(near).is_ok(), "{near}");
        }
        let told = check("http://ap.example.no/inn").unwrap_err().to_string();
        assert!(told.contains("https://") && told.contains("in clear"), "{told}");
        for wrong in
            ["http://127.0.0.1.example.no/", "http://localhost.example.no", "ftp://a.no", "a.no"]
        {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_log_has_no_word_of_what_was_said() {
        let said = Answer::Said(422, "Ukjent mottaker: Kari Nordmann".to_owned());
        assert_eq!(outcome(&said), "422");
        assert_eq!(
            outcome(&Answer::Unwritten("Kari mangler adresse".into())),
            "could not be written"
        );
    }
}
