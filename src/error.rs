//! What can go wrong, and how it is told: a page for people, problem details for programs.

use std::error::Error;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::base::fresh_id;

/// What an action answers.
pub(crate) type AppResult<T> = Result<T, AppError>;
/// What a page handler answers.
pub(crate) type PageResult = Result<HttpResponse, PageError>;
/// What a JSON handler answers.
pub(crate) type ApiResult = Result<HttpResponse, ApiError>;

/// Everything that can go wrong, by how it is answered.
#[derive(Debug)]
pub(crate) enum AppError {
    /// 401; a page sends to the sign-in.
    NotSignedIn,
    /// 403; what one may not do.
    Forbidden,
    /// 404; also for what one may not know exists.
    NotFound,
    /// 400; the request itself cannot be read.
    Unreadable { code: &'static str, field: String, detail: String },
    /// 405; the path is there, and takes these methods.
    WrongMethod { allow: String },
    /// 422; rules said no, every reason at once.
    Refused(Refusals),
    /// 409; someone was first, or a key was used for something else.
    Conflict { code: &'static str, detail: String },
    /// 408; a body that did not arrive.
    TooSlow,
    /// 413; a body past the limit.
    TooLarge,
    /// 429; with the seconds to wait.
    TooMany(u64),
    /// 503; the database did not take it; the same key may be sent again.
    Unavailable,
    /// 500; logged once, told in one sentence.
    Internal(Box<dyn Error + Send + Sync>),
}

/// One reason a rule said no: a stable code, the field to mend, and the words for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Refusal {
    /// Stable, such as `order.day_full`.
    pub(crate) code: &'static str,
    /// `lines[0].quantity`; empty when no one field is to blame.
    pub(crate) field: String,
    /// Norwegian; says what to do.
    pub(crate) detail: String,
}

impl Refusal {
    pub(crate) fn new(
        code: &'static str,
        field: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self { code, field: field.into(), detail: detail.into() }
    }
}

/// Every reason at once; never empty when it travels as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refusals(Vec<Refusal>);

impl Refusals {
    pub(crate) fn add(&mut self, refusal: impl Into<Refusal>) {
        self.0.push(refusal.into());
    }

    /// Every refusal of both.
    pub(crate) fn with(mut self, mut others: Self) -> Self {
        self.0.append(&mut others.0);
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn all(&self) -> &[Refusal] {
        &self.0
    }

    /// The words at a field, for a form that is shown again.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|r| r.field == field).map(|r| r.detail.as_str())
    }

    /// `Ok(value)` when nothing was refused.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Self {
        Self(vec![refusal])
    }
}

impl From<Refusals> for AppError {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(refusals)
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

macro_rules! internal {
    ($($error:ty),*) => {$(
        impl From<$error> for AppError {
            fn from(error: $error) -> Self {
                Self::Internal(Box::new(error))
            }
        }
    )*};
}

internal!(diesel::result::Error, askama::Error, serde_json::Error);

impl AppError {
    /// A 500 for what should not happen, with the reason for the log.
    pub(crate) fn internal(reason: impl Into<String>) -> Self {
        Self::Internal(reason.into().into())
    }

    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable { .. } => StatusCode::BAD_REQUEST,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code that programs read.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::WrongMethod { .. } => "method_not_allowed",
            Self::Unreadable { code, .. } | Self::Conflict { code, .. } => code,
            Self::Refused(refusals) => refusals.all().first().map_or("refused", |r| r.code),
            Self::TooSlow => "too_slow",
            Self::TooLarge => "too_large",
            Self::TooMany(_) => "too_many",
            Self::Unavailable => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// One Norwegian sentence that says what to do.
    pub(crate) fn detail(&self) -> String {
        match self {
            Self::NotSignedIn => "Du må logge inn for å se dette.".into(),
            Self::Forbidden => "Dette har du ikke tilgang til å gjøre.".into(),
            Self::NotFound => "Vi finner ikke det du leter etter.".into(),
            Self::WrongMethod { allow } => {
                format!("Denne adressen kan ikke brukes slik. Den tar imot {allow}.")
            }
            Self::Unreadable { detail, .. } | Self::Conflict { detail, .. } => detail.clone(),
            Self::Refused(refusals) => {
                refusals.all().first().map(|r| r.detail.clone()).unwrap_or_default()
            }
            Self::TooSlow => "Det du sendte, kom ikke fram i tide. Prøv en gang til.".into(),
            Self::TooLarge => "Det du sendte, er for stort. Prøv med noe mindre.".into(),
            Self::TooMany(seconds) => {
                format!("Det ble for mange forsøk. Vent {seconds} sekunder og prøv igjen.")
            }
            Self::Unavailable => "Vi fikk ikke lagret det nå. Prøv en gang til om litt.".into(),
            Self::Internal(_) => "Noe gikk galt hos oss. Det er notert. Prøv igjen.".into(),
        }
    }

    fn field(&self) -> &str {
        match self {
            Self::Unreadable { field, .. } => field,
            Self::Refused(refusals) => refusals.all().first().map_or("", |r| r.field.as_str()),
            _ => "",
        }
    }

    /// The number by which a fault of ours is found again, in the log and by the one who met it.
    fn logged(&self) -> Option<RequestId> {
        if !self.status().is_server_error() {
            return None;
        }
        let id = fresh_id();
        if let Self::Internal(error) = self {
            tracing::error!(request_id = id, error = %error, "the request failed");
        }
        Some(RequestId(id))
    }

    /// [`AppError::detail`], with the number to give when one asks about it.
    fn told(&self, id: Option<&RequestId>) -> String {
        let detail = self.detail();
        id.map_or_else(
            || detail.clone(),
            |RequestId(id)| format!("{detail} Oppgi nummeret {id} hvis du tar kontakt."),
        )
    }

    /// What every answer of an error has beside its body.
    fn dressed(&self, id: Option<RequestId>, mut answer: HttpResponse) -> HttpResponse {
        let headers = answer.headers_mut();
        match self {
            Self::TooMany(seconds) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Self::WrongMethod { allow } => {
                if let Ok(allow) = HeaderValue::from_str(allow) {
                    headers.insert(header::ALLOW, allow);
                }
            }
            _ => {}
        }
        if let Some(id) = id {
            answer.extensions_mut().insert(id);
        }
        answer
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal(error) => write!(f, "{error}"),
            other => f.write_str(&other.detail()),
        }
    }
}

impl Error for AppError {}

/// The number of a request that failed; it goes with the answer to the line that logs it.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) String);

/// An [`AppError`] on its way to a person.
#[derive(Debug)]
pub(crate) struct PageError(pub(crate) AppError);

impl<E: Into<AppError>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(askama::Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    title: &'a str,
    detail: &'a str,
    details: Vec<&'a str>,
    stylesheets: Vec<String>,
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    fn error_response(&self) -> HttpResponse {
        use askama::Template;
        if matches!(self.0, AppError::NotSignedIn) {
            return HttpResponse::SeeOther()
                .insert_header((header::LOCATION, "/intern/logg-inn"))
                .finish();
        }
        let title = match self.0.status() {
            StatusCode::NOT_FOUND => "Vi finner ikke siden",
            StatusCode::FORBIDDEN => "Dette kan du ikke gjøre",
            StatusCode::UNPROCESSABLE_ENTITY => "Det gikk ikke",
            StatusCode::METHOD_NOT_ALLOWED => "Slik går det ikke",
            _ => "Noe gikk galt",
        };
        let details = match &self.0 {
            AppError::Refused(refusals) => {
                refusals.all().iter().skip(1).map(|r| r.detail.as_str()).collect()
            }
            _ => Vec::new(),
        };
        let id = self.0.logged();
        let detail = self.0.told(id.as_ref());
        let stylesheets = crate::web::assets::stylesheets();
        let page = ErrorPage { title, detail: &detail, details, stylesheets };
        let answer = HttpResponse::build(self.0.status())
            .content_type("text/html; charset=utf-8")
            .body(page.render().unwrap_or(detail));
        self.0.dressed(id, answer)
    }
}

/// An [`AppError`] on its way to a program, as RFC 9457 problem details.
#[derive(Debug)]
pub(crate) struct ApiError(pub(crate) AppError);

impl<E: Into<AppError>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// RFC 9457, with the stable code, the first field to mend and every refusal.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Problem {
    r#type: &'static str,
    title: String,
    status: u16,
    /// Stable; the list stands in the API's description.
    code: &'static str,
    field: String,
    detail: String,
    /// Of a fault of ours: what to tell when one asks about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    errors: Vec<ProblemError>,
}

/// One refusal among several.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ProblemError {
    code: &'static str,
    field: String,
    detail: String,
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    fn error_response(&self) -> HttpResponse {
        let id = self.0.logged();
        let status = self.0.status();
        let errors = match &self.0 {
            AppError::Refused(refusals) => refusals
                .all()
                .iter()
                .map(|r| ProblemError {
                    code: r.code,
                    field: r.field.clone(),
                    detail: r.detail.clone(),
                })
                .collect(),
            _ => Vec::new(),
        };
        let problem = Problem {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("").to_owned(),
            status: status.as_u16(),
            code: self.0.code(),
            field: self.0.field().to_owned(),
            detail: self.0.told(id.as_ref()),
            request_id: id.as_ref().map(|id| id.0.clone()),
            errors,
        };
        let mut answer = HttpResponse::build(status);
        answer.insert_header((header::CONTENT_TYPE, "application/problem+json; charset=utf-8"));
        if matches!(self.0, AppError::NotSignedIn) {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        self.0.dressed(id, answer.body(serde_json::to_string(&problem).unwrap_or_default()))
    }
}
