//! What one had typed whose sign-in ran out: it goes along through the sign-in, and is sent by a press
//! after it.

use actix_web::dev::{ResourceDef, ServiceRequest};
use actix_web::http::Method;
use actix_web::{HttpMessage, HttpRequest, web};

use super::Ctx;
use super::forms::{check_origin, is_from_own_page};
use super::slow::read_body;

/// Bytes of a form that is carried, at most: with its longer names it still fits in a form.
const BYTES_MAX: usize = 48 * 1024;
/// Fields of it, at most.
const FIELDS_MAX: usize = 400;
/// What the sign-in's form calls the path.
const PATH: &str = "til";
/// What the sign-in's form calls a carried field, before its own name.
const PREFIX: &str = "med.";
/// Never carried: the token, which is made anew, and what is secret.
const LEFT_OUT: [&str; 5] = ["csrf", "password", "again", "current", "pin"];
/// One's own page is of passwords and PINs, and of ending sessions.
const OWN_PAGE: &str = "/intern/meg";

/// The paths that take a form from one who is signed in.
pub(super) struct PostPaths(pub(super) Vec<ResourceDef>);

/// A form on its way through the sign-in.
pub(crate) struct Carried {
    /// Where it was posted, and is to be posted again.
    pub(crate) path: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Carried {
    /// What a browser posted that is not signed in; None for anything but a form from a page of ours.
    pub(super) async fn taken(request: &mut ServiceRequest) -> Option<Self> {
        let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
        let is_form = header("content-type")
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let is_page = matches!(header("sec-fetch-mode"), None | Some("navigate"));
        let path = request.path().to_owned();
        if *request.method() != Method::POST
            || !is_form
            || !is_page
            || !takes_forms(request.request(), &path)
        {
            return None;
        }
        let body = read_body(request.take_payload(), BYTES_MAX).await.ok()?;
        let body = String::from_utf8(body).ok()?;
        let mut fields: Vec<(String, String)> = serde_html_form::from_str(&body).ok()?;
        let request = request.request();
        if check_origin(request, &fields).is_err() && !is_from_own_page(request) {
            return None;
        }
        fields.retain(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
        (fields.len() <= FIELDS_MAX).then_some(Self { path, fields })
    }

    /// What the sign-in's form brought back; None when it carried nothing, or to nowhere.
    pub(crate) fn read(ctx: &Ctx, body: &str) -> Option<Self> {
        let all: Vec<(String, String)> = serde_html_form::from_str(body).ok()?;
        let (_, path) = all.iter().find(|(name, _)| name == PATH)?;
        if !takes_forms(&ctx.request, path) {
            return None;
        }
        let own = |(name, value): &(String, String)| {
            let name = name.strip_prefix(PREFIX)?;
            (!LEFT_OUT.contains(&name)).then(|| (name.to_owned(), value.clone()))
        };
        Some(Self { path: path.clone(), fields: all.iter().filter_map(own).collect() })
    }

    /// The hidden fields of the sign-in's form.
    pub(crate) fn hidden(&self) -> Vec<(String, &str)> {
        let path = std::iter::once((PATH.to_owned(), self.path.as_str()));
        let own = self.fields.iter().map(|(name, value)| (format!("{PREFIX}{name}"), &**value));
        path.chain(own).collect()
    }
}

/// Does the access table have a form at this path, behind the sign-in?
fn takes_forms(request: &HttpRequest, path: &str) -> bool {
    let Some(paths) = request.app_data::<web::Data<PostPaths>>() else { return false };
    let is_fine = path.starts_with("/intern/") && !path.starts_with(OWN_PAGE);
    is_fine && paths.0.iter().any(|pattern| pattern.is_match(path))
}
