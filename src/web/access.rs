//! The guard in front of every route: what `app.rs` says of a route is held here.

use actix_web::body::MessageBody;
use actix_web::dev::{ResourceDef, ServiceRequest, ServiceResponse};
use actix_web::guard;
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, Route, web};

use super::carried::PostPaths;
use super::context::{TABLET, cookie_name};
use super::{App, Carried, Ctx};
use crate::error::{ApiError, AppError, AppResult, PageError};
use crate::people::{self, Actor, Right};

/// What one must be to the thing a route is about, beside holding its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The right alone decides.
    Anyone,
    /// The row is one's own.
    Own,
    /// The row is a mentee's, while the relation lasts.
    Mentee,
    /// The row is of an enterprise one leads; the business manager leads all.
    Enterprise,
    /// The course is held by oneself as one of its teachers; the leader holds all.
    Course,
    /// Who holds the link holds the right: 128 random bits.
    Link,
}

/// One row of the access table.
pub(crate) struct Access {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) right: Right,
    pub(crate) relation: Relation,
    pub(crate) route: Route,
}

/// A route that answers GET, and HEAD as GET without the body.
pub(crate) fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// Registers the table: one resource a path, each method behind its right, any other method refused.
pub(crate) fn register(config: &mut web::ServiceConfig, table: Vec<Access>) {
    let takes_forms = |row: &&Access| row.method == Method::POST && row.right != Right::Public;
    let posts = table.iter().filter(takes_forms).map(|row| ResourceDef::new(row.path)).collect();
    config.app_data(web::Data::new(PostPaths(posts)));
    let mut by_path: Vec<(&'static str, Vec<Access>)> = Vec::new();
    for access in table {
        match by_path.iter_mut().find(|(path, _)| *path == access.path) {
            Some((_, rows)) => rows.push(access),
            None => by_path.push((access.path, vec![access])),
        }
    }
    // A path without a variable is one comparison, any other a search through it: the router asks in
    // this order.
    by_path.sort_by_key(|(path, _)| path.contains('{'));
    for (path, rows) in by_path {
        let rights: Vec<(Method, Right)> =
            rows.iter().map(|row| (row.method.clone(), row.right)).collect();
        let allow = allowed(&rights);
        let mut resource = web::resource(path).default_service(web::to(move |ctx: Ctx| {
            let refused = wrong_method(&ctx, allow.clone());
            async move { refused }
        }));
        for row in rows {
            resource = resource.route(row.route);
        }
        if rights.iter().all(|(_, right)| *right == Right::Public) {
            config.service(resource);
        } else {
            let guarded = resource.wrap(actix_web::middleware::from_fn(move |request, next| {
                let right = rights
                    .iter()
                    .find(|(method, _)| method == request_method(&request))
                    .map(|(_, right)| *right);
                guard(right, request, next)
            }));
            config.service(guarded);
        }
    }
}

/// The methods of a path, as the header `Allow` lists them.
fn allowed(rights: &[(Method, Right)]) -> String {
    let names = rights.iter().flat_map(|(method, _)| match *method {
        Method::GET => vec!["GET", "HEAD"],
        _ => vec![method.as_str()],
    });
    names.collect::<Vec<_>>().join(", ")
}

fn wrong_method(ctx: &Ctx, allow: String) -> HttpResponse {
    let refused = AppError::WrongMethod { allow };
    if ctx.request.path().starts_with("/api/") {
        ApiError(refused).error_response()
    } else {
        PageError(refused).error_response()
    }
}

fn request_method(request: &ServiceRequest) -> &Method {
    if request.method() == Method::HEAD { &Method::GET } else { request.method() }
}

/// Lets the request through with its [`Actor`] when the right is held; answers it otherwise.
async fn guard(
    right: Option<Right>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<actix_web::body::BoxBody>, Error> {
    let Some(right) = right else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body); // 405
    };
    let is_api = request.path().starts_with("/api/");
    match admit(&request, right, is_api).await {
        Ok(actor) => {
            if let Some(actor) = actor {
                request.extensions_mut().insert(actor);
            }
            next.call(request).await.map(ServiceResponse::map_into_boxed_body)
        }
        Err(AppError::NotSignedIn) if !is_api => {
            if let Some(answer) = sign_in_and_go_on(&mut request).await {
                return Ok(request.into_response(answer));
            }
            let place = sign_in_place(&request);
            let answer = HttpResponse::SeeOther().insert_header(("location", place)).finish();
            Ok(request.into_response(answer))
        }
        // Only a shared tablet lacks the right to the first page; there one's own hours are home.
        Err(AppError::NotFound) if request.path() == "/intern" => {
            let home =
                HttpResponse::SeeOther().insert_header(("location", "/intern/timer")).finish();
            Ok(request.into_response(home))
        }
        // An answer and not an error, so that the headers of every answer are put on it too.
        Err(error) => {
            let answer = if is_api {
                ApiError(error).error_response()
            } else {
                PageError(error).error_response()
            };
            Ok(request.into_response(answer))
        }
    }
}

fn is_tablet(request: &ServiceRequest) -> bool {
    let tablet = request.app_data::<web::Data<App>>().map(|app| cookie_name(&app.settings, TABLET));
    tablet.is_some_and(|name| request.cookie(&name).is_some())
}

/// The sign-in with what was typed, when someone's sign-in ran out over a form; never on a shared
/// tablet, which forgets.
async fn sign_in_and_go_on(request: &mut ServiceRequest) -> Option<HttpResponse> {
    if is_tablet(request) {
        return None;
    }
    let carried = Carried::taken(request).await?;
    let ctx = request.extract::<Ctx>().await.ok()?;
    let answer = people::pages::sign_in_again(&ctx, carried);
    Some(answer.unwrap_or_else(|error| error.error_response()))
}

/// Where one who is not signed in goes; on a shared tablet the hours' way is its lock page.
fn sign_in_place(request: &ServiceRequest) -> String {
    if is_tablet(request) && request.path().starts_with("/intern/timer") {
        return "/nettbrett".to_owned();
    }
    match request.method() {
        &Method::GET => format!("/intern/logg-inn?neste={}", request.path()),
        _ => "/intern/logg-inn".to_owned(),
    }
}

/// Who asks, when they hold the right. What one may not see is 404, what one may not do is 403.
async fn admit(request: &ServiceRequest, right: Right, is_api: bool) -> AppResult<Option<Actor>> {
    let app = request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| AppError::internal("the app is not there"))?;
    let now = app.clock.now();
    let actor = if is_api {
        match bearer_token(request.headers()) {
            Some(token) => people::bearer(&app.db, &app.signing_key, token, now).await?,
            None => None,
        }
    } else {
        match request.cookie(&cookie_name(&app.settings, "okt")) {
            Some(cookie) => people::signed_in(&app.db, cookie.value(), now).await?,
            None => None,
        }
    };
    if right == Right::Public {
        return Ok(actor);
    }
    let actor = actor.ok_or(AppError::NotSignedIn)?;
    if actor.may(right) {
        return Ok(Some(actor));
    }
    request.extensions_mut().insert(actor); // for the log
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    Err(if reads && !is_api { AppError::NotFound } else { AppError::Forbidden })
}

/// The token of a program; the scheme may be written in any case.
///
/// Source: RFC 9110 section 11.1.
pub(crate) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get("authorization")?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim_start())
}
