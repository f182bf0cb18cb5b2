//! The guard in front of every route: what `app.rs` says of a route is held here.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, Route, web};

use super::App;
use super::context::{TABLET, cookie_name};
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

/// Registers the table: one resource a path, each method behind its right.
pub(crate) fn register(config: &mut web::ServiceConfig, table: Vec<Access>) {
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
        let mut resource = web::resource(path);
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

fn request_method(request: &ServiceRequest) -> &Method {
    if request.method() == Method::HEAD { &Method::GET } else { request.method() }
}

/// Lets the request through with its [`Actor`] when the right is held; answers it otherwise.
async fn guard(
    right: Option<Right>,
    request: ServiceRequest,
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

/// Where one who is not signed in goes; on a shared tablet the hours' way is its lock page.
fn sign_in_place(request: &ServiceRequest) -> String {
    let tablet = request.app_data::<web::Data<App>>().map(|app| cookie_name(&app.settings, TABLET));
    let is_tablet = tablet.is_some_and(|name| request.cookie(&name).is_some());
    if is_tablet && request.path().starts_with("/intern/timer") {
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
        let header = request.headers().get("authorization").and_then(|v| v.to_str().ok());
        match header.and_then(|value| value.strip_prefix("Bearer ")) {
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
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    Err(if reads && !is_api { AppError::NotFound } else { AppError::Forbidden })
}
