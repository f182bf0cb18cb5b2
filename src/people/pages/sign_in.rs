//! The doors in and out: sign-in, the one-time link, sign-out.

use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::super::{self as people, next_path};
use crate::base::AccountId;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::web::{Carried, Ctx, HtmlForm, Limit, Page, TABLET, see_other, show};

/// Days that a browser keeps the cookie; the server forgets it sooner.
const COOKIE_DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignIn {
    page: Page,
    login: String,
    neste: String,
    /// What was typed when the last sign-in ran out.
    carried: Option<Carried>,
}

#[derive(Template)]
#[template(path = "people/go_on.html")]
struct GoOn {
    page: Page,
    login: String,
    carried: Carried,
}

#[derive(Deserialize)]
pub(crate) struct Neste {
    #[serde(default)]
    neste: String,
}

/// `GET /intern/logg-inn`
pub(crate) async fn show_sign_in(ctx: Ctx, query: Query<Neste>) -> PageResult {
    let neste = next_path(&query.neste).to_owned();
    ctx.show(&SignIn { page: ctx.page("Logg inn"), login: String::new(), neste, carried: None })
}

/// The sign-in for one whose last one ran out over a form: what was typed goes along.
///
/// # Errors
/// 500 when the template fails.
pub(crate) fn sign_in_again(ctx: &Ctx, carried: Carried) -> PageResult {
    let (page, neste) = (ctx.page("Logg inn"), next_path("").to_owned());
    let sign_in = SignIn { page, login: String::new(), neste, carried: Some(carried) };
    show(StatusCode::UNAUTHORIZED, &sign_in)
}

#[derive(Deserialize)]
pub(crate) struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    neste: String,
}

/// `POST /intern/logg-inn`: a new session each time, and the same words for all that is wrong.
pub(crate) async fn sign_in(ctx: Ctx, form: HtmlForm<SignInForm>) -> PageResult {
    let carried = Carried::read(&ctx, &form.body);
    let SignInForm { login, password, neste } = form.value;
    let tries =
        [format!("adresse {}", ctx.address()), format!("bruker {}", people::counted_login(&login))];
    for who in &tries {
        ctx.app.limits.count(Limit::SignIn, who, ctx.now)?;
    }
    match people::check_sign_in(ctx.db(), login.clone(), password, ctx.now).await {
        Ok(account_id) => {
            for who in &tries {
                ctx.app.limits.forgive(Limit::SignIn, who);
            }
            match open_here(&ctx, account_id).await {
                Ok(cookie) => {
                    let cookie = session_cookie(&ctx, &cookie);
                    match carried {
                        Some(carried) => go_on(&ctx, login, carried, &cookie),
                        None => Ok(see_other(next_path(&neste), &[cookie])),
                    }
                }
                Err(AppError::Refused(refusals)) => again(&ctx, login, &neste, carried, &refusals),
                Err(other) => Err(other.into()),
            }
        }
        Err(AppError::Refused(refusals)) => again(&ctx, login, &neste, carried, &refusals),
        Err(other) => Err(other.into()),
    }
}

/// A new session in this browser; on an open tablet only for who may end it, as others choose
/// themselves and are forgotten in a minute.
async fn open_here(ctx: &Ctx, account_id: AccountId) -> AppResult<String> {
    let (now, old, tablet) = (ctx.now, ctx.cookie("okt"), ctx.cookie(TABLET));
    ctx.db()
        .write(move |tx| {
            if let Some(tablet) = tablet {
                people::refuse_on_tablet(tx, &account_id, &tablet, now)?;
            }
            if let Some(old) = old {
                people::sign_out(tx, &old, now)?;
            }
            people::open_session(tx, &account_id, now)
        })
        .await
}

fn again(
    ctx: &Ctx,
    login: String,
    neste: &str,
    carried: Option<Carried>,
    refusals: &Refusals,
) -> PageResult {
    let page = ctx.page("Logg inn").refused(refusals);
    ctx.show_refused(&SignIn { page, login, neste: next_path(neste).to_owned(), carried })
}

/// Signed in, and what was typed is sent when one says so: perhaps someone else typed it.
fn go_on(ctx: &Ctx, login: String, carried: Carried, cookie: &Cookie<'static>) -> PageResult {
    let page = ctx.page("Du er logget inn igjen");
    let mut answer = ctx.show(&GoOn { page, login, carried })?;
    answer.add_cookie(cookie).map_err(|e| AppError::internal(e.to_string()))?;
    Ok(answer)
}

fn session_cookie(ctx: &Ctx, value: &str) -> Cookie<'static> {
    let mut cookie = ctx.set_cookie("okt", value);
    cookie.set_max_age(Duration::days(COOKIE_DAYS));
    cookie
}

/// `POST /intern/logg-ut`
pub(crate) async fn sign_out(ctx: Ctx, _form: HtmlForm<Neste>) -> PageResult {
    let (now, cookie) = (ctx.now, ctx.cookie("okt").unwrap_or_default());
    ctx.db().write(move |tx| people::sign_out(tx, &cookie, now)).await?;
    let mut gone = ctx.set_cookie("okt", "");
    gone.make_removal();
    let mut answer = ctx.done("/intern/logg-inn", "Du er logget ut.")?;
    answer.add_cookie(&gone).map_err(|e| AppError::internal(e.to_string()))?;
    let (name, value) = super::FORGET_ALL;
    answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    Ok(answer)
}

#[derive(Template)]
#[template(path = "people/welcome.html")]
struct Welcome {
    page: Page,
    login: String,
    name: String,
    token: String,
}

#[derive(Template)]
#[template(path = "people/link_gone.html")]
struct LinkGone {
    page: Page,
}

/// `GET /velkommen/{token}`
pub(crate) async fn welcome(ctx: Ctx, token: Path<String>) -> PageResult {
    welcome_page(&ctx, &token, &Refusals::default()).await
}

async fn welcome_page(ctx: &Ctx, token: &str, refusals: &Refusals) -> PageResult {
    ctx.app.limits.count(Limit::Link, &ctx.address(), ctx.now)?;
    let Some((login, name)) = owner(ctx, token).await? else { return link_gone(ctx) };
    let mut page = own_frame(ctx, "Velg et passord");
    let token = token.to_owned();
    if refusals.is_empty() {
        return ctx.show(&Welcome { page, login, name, token });
    }
    page = page.refused(refusals);
    ctx.show_refused(&Welcome { page, login, name, token })
}

async fn owner(ctx: &Ctx, token: &str) -> AppResult<Option<(String, String)>> {
    let (token, now) = (token.to_owned(), ctx.now);
    let owner = ctx.db().read(move |conn| people::link_owner(conn, &token, now)).await?;
    Ok(owner.map(|account| (account.login, account.name)))
}

/// Used, expired or never made: one answer, which says what to do.
fn link_gone(ctx: &Ctx) -> PageResult {
    let page = own_frame(ctx, "Lenken virker ikke lenger");
    show(StatusCode::NOT_FOUND, &LinkGone { page })
}

/// The frame of the pages behind the sign-in, though nobody has signed in yet.
fn own_frame(ctx: &Ctx, title: &str) -> Page {
    let mut page = ctx.page(title);
    page.is_intern = true;
    page
}

#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// `POST /velkommen/{token}`: sets the password and signs in.
pub(crate) async fn set_password(
    ctx: Ctx,
    token: Path<String>,
    form: HtmlForm<PasswordForm>,
) -> PageResult {
    let PasswordForm { password, again } = form.value;
    if owner(&ctx, &token).await?.is_none() {
        return link_gone(&ctx);
    }
    match people::set_first_password(ctx.db(), token.clone(), (password, again), ctx.now).await {
        // On a shared tablet one begins with a PIN, and this session is kept by nobody.
        Ok(_) if ctx.cookie(TABLET).is_some() => Ok(see_other("/intern/nettbrett", &[])),
        Ok(cookie) => Ok(see_other("/intern", &[session_cookie(&ctx, &cookie)])),
        Err(AppError::Refused(refusals)) => welcome_page(&ctx, &token, &refusals).await,
        Err(AppError::NotFound) => link_gone(&ctx),
        Err(other) => Err(other.into()),
    }
}
