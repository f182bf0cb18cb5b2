//! JSON in and out: unknown fields refused, problems as RFC 9457.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Ctx;
use super::slow::read_body;
use crate::db::Once;
use crate::error::{ApiError, ApiResult, AppError, AppResult};

/// Bytes in a JSON body, at most.
const JSON_MAX: usize = 64 * 1024;

/// A JSON body as text, with the caller's idempotency key if one came.
pub(crate) struct ApiBody {
    text: String,
    key: Option<String>,
}

impl ApiBody {
    /// The body as a command; an empty body reads as `{}`.
    ///
    /// # Errors
    /// `json.unreadable` or `json.unknown_field`, 400.
    pub(crate) fn parse<T: DeserializeOwned>(&self) -> AppResult<T> {
        let text = if self.text.trim().is_empty() { "{}" } else { &self.text };
        serde_json::from_str(text).map_err(|error| unreadable::<T>(text, &error))
    }

    /// The key of this create, within a caller's `scope`.
    ///
    /// # Errors
    /// `idempotency.key`, 400, when none came or it is too long.
    pub(crate) fn once(&self, scope: impl Into<String>) -> AppResult<Once> {
        Once::new(scope, self.key.as_deref().unwrap_or_default(), &self.text)
    }
}

/// What is wrong with a body, at its field: `lines[0].price`.
///
/// A body is read a second time for this, so that one that is fine is read once and fast.
fn unreadable<T: DeserializeOwned>(text: &str, error: &serde_json::Error) -> AppError {
    let words = error.to_string();
    let is_unknown = words.starts_with("unknown field `");
    let code = if is_unknown { "json.unknown_field" } else { "json.unreadable" };
    let field = if error.is_data() { path_of::<T>(text, &words) } else { String::new() };
    AppError::Unreadable { code, field, detail: format!("JSON-innholdet kan ikke leses: {words}") }
}

/// The path of what cannot be read; empty for the whole.
fn path_of<T: DeserializeOwned>(text: &str, words: &str) -> String {
    let reader = &mut serde_json::Deserializer::from_str(text);
    let Err(error) = serde_path_to_error::deserialize::<_, T>(reader) else {
        return String::new();
    };
    let path = error.path().to_string();
    let path = if path == "." { String::new() } else { path };
    match (named(words, "missing field `"), path.is_empty()) {
        (Some(missing), true) => missing.to_owned(),
        (Some(missing), false) => format!("{path}.{missing}"),
        (None, _) => path,
    }
}

/// The name that words begin with, in backticks.
fn named<'a>(words: &'a str, beginning: &str) -> Option<&'a str> {
    words.strip_prefix(beginning)?.split('`').next()
}

/// The query of a call, as its fields.
///
/// # Errors
/// `query.unreadable`, 400, at a field that is unknown.
pub(crate) fn read_query<T: DeserializeOwned>(ctx: &Ctx) -> AppResult<T> {
    serde_html_form::from_str(ctx.request.query_string()).map_err(|error| {
        let words = error.to_string();
        AppError::Unreadable {
            code: "query.unreadable",
            field: named(&words, "unknown field `").unwrap_or_default().to_owned(),
            detail: format!("Spørringen kan ikke leses: {words}"),
        }
    })
}

impl FromRequest for ApiBody {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = request.headers().get("idempotency-key");
        let key = key.and_then(|k| k.to_str().ok()).map(str::to_owned);
        let payload = payload.take();
        Box::pin(async move {
            let body = read_body(payload, JSON_MAX).await?;
            let text = String::from_utf8(body).map_err(|_utf8| AppError::Unreadable {
                code: "json.unreadable",
                field: String::new(),
                detail: "JSON-innholdet er ikke UTF-8.".into(),
            })?;
            Ok(Self { text, key })
        })
    }
}

/// 200 with a JSON body.
pub(crate) fn json_ok(value: &impl Serialize) -> ApiResult {
    Ok(HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .body(serde_json::to_string(value)?))
}

/// 201 with a JSON body.
pub(crate) fn json_created(value: &impl Serialize) -> ApiResult {
    Ok(HttpResponse::Created()
        .content_type("application/json; charset=utf-8")
        .body(serde_json::to_string(value)?))
}
