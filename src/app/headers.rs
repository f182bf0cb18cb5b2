//! Headers on every answer, the form cookie, and one log line a request.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};

use crate::error::RequestId;
use crate::people::Actor;
use crate::web::App;

/// Source: SECURITY, ASVS rows 21–24 and 57.
const ALWAYS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; \
         img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), microphone=(), camera=()"),
];

/// Seconds that a browser holds to https, a year.
const HSTS: &str = "max-age=31536000; includeSubDomains";

pub(super) async fn dress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let app = request.app_data::<web::Data<App>>().cloned();
    let method = request.method().clone();
    let mut response = next.call(request).await?;
    let https = app.as_ref().is_some_and(|app| app.settings.is_https());
    let cacheable = response.request().path().starts_with("/s/")
        || response.headers().contains_key(header::CACHE_CONTROL);
    let made = response.request().extensions_mut().remove::<crate::web::FormSecret>();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    if !cacheable {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let (Some(made), Some(app)) = (made, app) {
        let cookie = crate::web::form_cookie(&app.settings, &made.0);
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    log(&response, method.as_str(), began);
    Ok(response)
}

/// Ids and patterns, never a path with a secret in it and never a name.
fn log<B>(response: &ServiceResponse<B>, method: &str, began: Instant) {
    let status = response.status().as_u16();
    let route = response.request().match_pattern().unwrap_or_default();
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if let Some(what) = told_of(response, method, &route, status) {
        let extensions = response.request().extensions();
        let account_id = extensions.get::<Actor>().map(|actor| actor.account_id.as_str());
        tracing::info!(account_id, method, route, status, what);
    }
    if status >= 500 {
        let extensions = response.response().extensions();
        let request_id = extensions.get::<RequestId>().map(|id| id.0.as_str());
        tracing::error!(request_id, method, route, status, duration_ms, "answered");
    } else if duration_ms >= 1000 {
        tracing::warn!(method, route, status, duration_ms, "answered slowly");
    } else {
        tracing::debug!(method, route, status, duration_ms, "answered");
    }
}

/// What whoever watches over the farm's safety wants to know of; by account, and by no name.
fn told_of<B>(
    response: &ServiceResponse<B>,
    method: &str,
    route: &str,
    status: u16,
) -> Option<&'static str> {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    match status {
        422 | 429 if method == "POST" && route == "/intern/logg-inn" => Some("sign-in refused"),
        403 => Some("denied"),
        200 if kind.is_some_and(is_export) => Some("exported"),
        _ => None,
    }
}

fn is_export(kind: &str) -> bool {
    kind.starts_with("text/csv") || matches!(kind, "application/pdf" | "application/zip")
}
