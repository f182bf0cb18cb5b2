//! Shared tablets: the staff's page, the lock page that names nobody, and choosing oneself.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::super::{self as people};
use super::FORGET_ALL;
use crate::base::{ResidentId, sha256_hex};
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::web::{Ctx, HtmlForm, Limit, Page, Screen, TABLET, see_other};

/// Days that a tablet's browser keeps its cookie; the server ends it sooner.
const TABLET_DAYS: i64 = 90;

struct TabletLine {
    id: String,
    name: String,
    opened: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "people/tablets.html")]
struct TabletsPage {
    page: Page,
    /// Where it stands, as it was typed.
    place: String,
    tablets: Vec<TabletLine>,
}

/// `GET /intern/nettbrett`: the tablets that are open, and a way to open the one in one's hand.
pub(crate) async fn tablets(ctx: Ctx) -> PageResult {
    tablets_page(&ctx, String::new(), &Refusals::default()).await
}

async fn tablets_page(ctx: &Ctx, place: String, refusals: &Refusals) -> PageResult {
    let actor = ctx.actor()?.clone();
    let this = ctx.cookie(TABLET).map(sha256_hex).unwrap_or_default();
    let open = ctx.db().read(move |conn| people::open_tablets(conn, &actor)).await?;
    let tablets = open.into_iter().map(|(kiosk, by)| TabletLine {
        is_this: kiosk.token_hash == this,
        opened: format!("{}, {by}", kiosk.opened_at.oslo_text()),
        id: kiosk.id,
        name: kiosk.name,
    });
    let page = ctx.page("Felles nettbrett").refused_if(refusals);
    let view = TabletsPage { page, place, tablets: tablets.collect() };
    if refusals.is_empty() { ctx.show(&view) } else { ctx.show_refused(&view) }
}

#[derive(Deserialize)]
pub(crate) struct TabletForm {
    #[serde(default)]
    name: String,
}

/// `POST /intern/nettbrett`: this browser becomes a tablet, and who opened it is signed out of it.
pub(crate) async fn open_tablet(ctx: Ctx, form: HtmlForm<TabletForm>) -> PageResult {
    let (actor, now, name) = (ctx.actor()?.clone(), ctx.now, form.value.name);
    let (session, before) = (ctx.cookie("okt").unwrap_or_default(), ctx.cookie(TABLET));
    let typed = name.clone();
    let opened = ctx.db().write(move |tx| {
        people::open_tablet(tx, &actor, &typed, (&session, before.as_deref()), now)
    });
    match opened.await {
        Ok(token) => {
            let mut cookie = ctx.set_cookie(TABLET, &token);
            cookie.set_max_age(actix_web::cookie::time::Duration::days(TABLET_DAYS));
            let mut answer = see_other("/nettbrett", &[cookie]);
            forget_all(&ctx, &mut answer)?;
            Ok(answer)
        }
        Err(AppError::Refused(refusals)) => tablets_page(&ctx, name, &refusals).await,
        Err(other) => Err(other.into()),
    }
}

/// `POST /intern/nettbrett/{id}/avslutning`
pub(crate) async fn end_tablet(
    ctx: Ctx,
    id: Path<String>,
    _form: HtmlForm<TabletForm>,
) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let ended = ctx.db().write(move |tx| people::end_tablet(tx, &actor, &id, now)).await?;
    let mut answer = ctx.done("/intern/nettbrett", &format!("{} er avsluttet.", ended.name))?;
    if ctx.cookie(TABLET).is_some_and(|token| sha256_hex(token) == ended.token_hash) {
        let mut gone = ctx.set_cookie(TABLET, "");
        gone.make_removal();
        answer.add_cookie(&gone).map_err(|e| AppError::internal(e.to_string()))?;
    }
    Ok(answer)
}

#[derive(Template)]
#[template(path = "people/tablet_locked.html")]
struct LockedPage {
    page: Page,
}

/// `GET /nettbrett`: whoever was there is signed out, and nothing of them is left.
pub(crate) async fn lock(ctx: Ctx) -> PageResult {
    if open_hands(&ctx).await?.is_none() {
        return Ok(not_open(&ctx));
    }
    let (now, session) = (ctx.now, ctx.cookie("okt"));
    let was_used = session.is_some();
    if let Some(session) = session {
        ctx.db().write(move |tx| people::sign_out(tx, &session, now)).await?;
    }
    let page = tablet_frame(&ctx, "Felles nettbrett", Screen::Locked);
    let mut answer = ctx.show(&LockedPage { page })?;
    if was_used {
        forget_all(&ctx, &mut answer)?;
    }
    Ok(answer)
}

/// Takes this browser's cookies but the tablet's own away, and what it has stored.
fn forget_all(ctx: &Ctx, answer: &mut HttpResponse) -> AppResult<()> {
    for name in ctx.cookies_but(TABLET) {
        let mut gone = ctx.set_cookie(&name, "");
        gone.make_removal();
        answer.add_cookie(&gone).map_err(|e| AppError::internal(e.to_string()))?;
    }
    let (name, value) = FORGET_ALL;
    answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    Ok(())
}

/// Who may choose themselves here; None when this browser is no open tablet.
async fn open_hands(ctx: &Ctx) -> AppResult<Option<Vec<people::Hand>>> {
    let Some(cookie) = ctx.cookie(TABLET) else { return Ok(None) };
    let now = ctx.now;
    ctx.db().read(move |conn| people::hands_on_tablet(conn, &cookie, now)).await
}

/// Ended, forgotten or never opened: someone who may can open it anew.
fn not_open(ctx: &Ctx) -> HttpResponse {
    let mut gone = ctx.set_cookie(TABLET, "");
    gone.make_removal();
    see_other("/intern/nettbrett", &[gone])
}

fn tablet_frame(ctx: &Ctx, title: &str, screen: Screen) -> Page {
    let mut page = ctx.page(title);
    page.is_intern = true;
    page.on_screen(screen)
}

#[derive(Template)]
#[template(path = "people/tablet_choose.html")]
struct ChoosePage {
    page: Page,
    who: String,
    hands: Vec<(String, String)>,
}

/// `GET /nettbrett/hvem`: first names of those who chose a PIN, for a minute.
pub(crate) async fn choose(ctx: Ctx) -> PageResult {
    choose_page(&ctx, String::new(), &Refusals::default()).await
}

async fn choose_page(ctx: &Ctx, who: String, refusals: &Refusals) -> PageResult {
    let Some(hands) = open_hands(ctx).await? else { return Ok(not_open(ctx)) };
    let hands = hands.into_iter().map(|h| (h.resident_id.to_string(), h.name)).collect();
    let page = tablet_frame(ctx, "Hvem er du?", Screen::Tablet).refused_if(refusals);
    let view = ChoosePage { page, who, hands };
    if refusals.is_empty() { ctx.show(&view) } else { ctx.show_refused(&view) }
}

#[derive(Deserialize)]
pub(crate) struct ChooseForm {
    #[serde(default)]
    who: String,
    #[serde(default)]
    pin: String,
}

/// `POST /nettbrett/hvem`: signs the one with the right PIN in, until they are done or idle.
pub(crate) async fn unlock(ctx: Ctx, form: HtmlForm<ChooseForm>) -> PageResult {
    let ChooseForm { who, pin } = form.value;
    let Some(tablet) = ctx.cookie(TABLET) else { return Ok(not_open(&ctx)) };
    let tries = format!("nettbrett {}", sha256_hex(&tablet));
    ctx.app.limits.count(Limit::SignIn, &tries, ctx.now)?;
    let chosen = (ResidentId::from_text(who.clone()), pin);
    let before = ctx.cookie("okt");
    match people::sign_in_on_tablet(ctx.db(), tablet, chosen, before, ctx.now).await {
        Ok(cookie) => {
            ctx.app.limits.forgive(Limit::SignIn, &tries);
            Ok(see_other("/intern/timer", &[ctx.set_cookie("okt", &cookie)]))
        }
        Err(AppError::Refused(refusals)) => choose_page(&ctx, who, &refusals).await,
        Err(AppError::NotFound) => Ok(not_open(&ctx)),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct PinForm {
    #[serde(default)]
    new_pin: String,
}

/// `POST /intern/meg/pin`: chooses one's own PIN.
pub(crate) async fn choose_pin(ctx: Ctx, form: HtmlForm<PinForm>) -> PageResult {
    let actor = ctx.actor()?;
    match people::choose_pin(ctx.db(), actor, form.value.new_pin, ctx.now).await {
        Ok(()) => ctx.done("/intern/meg", "PIN-en er lagret. Du kan bruke den på nettbrettet nå."),
        Err(AppError::Refused(refusals)) => super::me::my_page(&ctx, &refusals).await,
        Err(other) => Err(other.into()),
    }
}

/// `POST /intern/meg/pin/fjerning`
pub(crate) async fn forget_pin(ctx: Ctx, _form: HtmlForm<PinForm>) -> PageResult {
    let actor = ctx.actor()?.clone();
    ctx.db().write(move |tx| people::forget_pin(tx, &actor)).await?;
    ctx.done("/intern/meg", "PIN-en er borte. Navnet ditt står ikke på nettbrettet mer.")
}
