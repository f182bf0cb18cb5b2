//! Forms as browsers send them: repeated keys work, and each brings back the token it was shown with.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::App;
use super::context::{form_secret, form_token};
use super::slow::read_body;
use crate::error::{AppError, AppResult, PageError};

/// Bytes in a form, at most.
const FORM_MAX: usize = 64 * 1024;

/// A posted form that came from a page of ours.
pub(crate) struct HtmlForm<T> {
    pub(crate) value: T,
    /// The form's idempotency key (`nokkel`); empty when the form has none.
    pub(crate) key: String,
    /// The body without the token, for the key's digest.
    pub(crate) body: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for HtmlForm<T> {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move { Ok(read(&request, payload, false).await?.form) })
    }
}

/// A posted form that may have stood open until the browser forgot its secret.
///
/// Its handler shows a stale one again, as it was typed, and does nothing that another site could
/// want: the token is what tells.
pub(crate) struct MaybeStale<T> {
    pub(crate) form: HtmlForm<T>,
    /// Sent by a page of ours by the browser's own word, and without the token.
    pub(crate) is_stale: bool,
}

impl<T: DeserializeOwned + 'static> FromRequest for MaybeStale<T> {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move { Ok(read(&request, payload, true).await?) })
    }
}

async fn read<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: Payload,
    takes_stale: bool,
) -> AppResult<MaybeStale<T>> {
    let body = read_body(payload, FORM_MAX).await?;
    let body = String::from_utf8(body).map_err(|_utf8| unreadable())?;
    let fields: Vec<(String, String)> =
        serde_html_form::from_str(&body).map_err(|_fields| unreadable())?;
    let is_stale = match check_origin(request, &fields) {
        Ok(()) => false,
        Err(_) if takes_stale && is_from_own_page(request) => true,
        Err(refused) => return Err(refused),
    };
    let key = fields.iter().find(|(name, _)| name == "nokkel");
    let key = key.map(|(_, key)| key.clone()).unwrap_or_default();
    let kept: Vec<_> =
        fields.iter().filter(|(name, _)| name != "csrf" && name != "nokkel").collect();
    let value = serde_html_form::from_str(&body).map_err(|_shape| unreadable())?;
    let body = serde_html_form::to_string(&kept).map_err(|_shape| unreadable())?;
    Ok(MaybeStale { form: HtmlForm { value, key, body }, is_stale })
}

fn unreadable() -> AppError {
    AppError::Unreadable {
        code: "form.unreadable",
        field: String::new(),
        detail: "Skjemaet kunne ikke leses. Last siden på nytt og prøv igjen.".into(),
    }
}

/// Refuses what another site sent: by the browser's word, by the origin, and by the token.
pub(crate) fn check_origin(request: &HttpRequest, fields: &[(String, String)]) -> AppResult<()> {
    let app = request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| AppError::internal("the app is not there"))?;
    let same_site =
        matches!(header(request, "sec-fetch-site"), None | Some("same-origin" | "none"));
    let same_origin = has_own_origin(request, app).unwrap_or(true);
    let expected = form_token(&app.signing_key, &form_secret(request, &app.settings));
    let token = fields.iter().find(|(name, _)| name == "csrf").map(|(_, token)| token.as_str());
    let same_token = token.is_some_and(|token| same_text(token, &expected));
    if same_site && same_origin && same_token { Ok(()) } else { Err(AppError::Forbidden) }
}

/// Does the browser itself say that a page of ours sent it? A browser that says nothing does not.
pub(super) fn is_from_own_page(request: &HttpRequest) -> bool {
    let Some(app) = request.app_data::<web::Data<App>>() else { return false };
    match (header(request, "sec-fetch-site"), has_own_origin(request, app)) {
        (Some(site), origin) => site == "same-origin" && origin != Some(false),
        (None, origin) => origin == Some(true),
    }
}

/// Is the origin ours? None when the browser tells none.
fn has_own_origin(request: &HttpRequest, app: &App) -> Option<bool> {
    let origin = header(request, "origin")?;
    let host = header(request, "host").unwrap_or_default();
    let is_host = origin.split_once("://").is_some_and(|(_, place)| place == host);
    Some(is_host || origin == app.settings.public_url.trim_end_matches('/'))
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// Compares without telling by its time how much was right.
fn same_text(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left.bytes().zip(right.bytes()).fold(0, |differs, (l, r)| differs | (l ^ r)) == 0
}
