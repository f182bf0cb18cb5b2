//! One's own page: roles, password, where one is signed in, programs' keys, and who has looked.

use askama::Template;
use serde::Deserialize;

use super::super as people;
use super::day_words;
use crate::error::{AppError, PageResult, Refusals};
use crate::web::{Ctx, HtmlForm, Page};

struct SessionLine {
    id: String,
    began: String,
    seen: String,
    is_this: bool,
}

struct TokenLine {
    id: String,
    made: String,
    expires: String,
}

struct LookLine {
    at: String,
    who: String,
    what: String,
}

#[derive(Template)]
#[template(path = "people/me.html")]
struct Me {
    page: Page,
    login: String,
    roles: String,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    is_resident: bool,
    looks: Vec<LookLine>,
    has_pin: bool,
}

/// `GET /intern/meg`
pub(crate) async fn me(ctx: Ctx) -> PageResult {
    my_page(&ctx, &Refusals::default()).await
}

pub(super) async fn my_page(ctx: &Ctx, refusals: &Refusals) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, cookie) = (ctx.now, ctx.cookie("okt").unwrap_or_default());
    let asked = actor.clone();
    let mine = ctx.db().read(move |conn| people::my_page(conn, &asked, &cookie, now)).await?;
    let roles: Vec<&str> = actor.roles.iter().map(|role| role.words()).collect();
    let sessions = mine.sessions.into_iter().map(|session| SessionLine {
        is_this: session.id_hash == mine.this_session,
        id: session.id_hash,
        began: session.created_at.oslo_text(),
        seen: session.last_seen_at.oslo_text(),
    });
    let tokens = mine.tokens.into_iter().map(|token| TokenLine {
        id: token.id,
        made: token.created_at.oslo_text(),
        expires: day_words(token.expires_at.oslo_date()),
    });
    let looks = mine.looks.into_iter().map(|look| LookLine {
        at: look.looked_at.oslo_text(),
        who: look.who,
        what: look.what,
    });
    let view = Me {
        page: ctx.page("Min side").refused_if(refusals),
        login: actor.login,
        roles: roles.join(", "),
        sessions: sessions.collect(),
        tokens: tokens.collect(),
        is_resident: actor.resident_id.is_some(),
        looks: looks.collect(),
        has_pin: mine.has_pin,
    };
    if refusals.is_empty() { ctx.show(&view) } else { ctx.show_refused(&view) }
}

#[derive(Deserialize)]
pub(crate) struct ChangeForm {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// What ends with the old password.
const CHANGED: &str = "Passordet er byttet. Andre innlogginger, nøkler til programmer og ubrukte \
                       lenker virker ikke lenger.";

/// `POST /intern/meg/passord`
pub(crate) async fn change_password(ctx: Ctx, form: HtmlForm<ChangeForm>) -> PageResult {
    let ChangeForm { current, password, again } = form.value;
    let actor = ctx.actor()?;
    let who = format!("passord {}", actor.account_id);
    ctx.app.limits.count(crate::web::Limit::SignIn, &who, ctx.now)?;
    let cookie = ctx.cookie("okt").unwrap_or_default();
    let typed = (password, again);
    match people::change_password(ctx.db(), actor, cookie, current, typed, ctx.now).await {
        Ok(()) => ctx.done("/intern/meg", CHANGED),
        Err(AppError::Refused(refusals)) => my_page(&ctx, &refusals).await,
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct SessionForm {
    #[serde(default)]
    innlogging: String,
}

/// `POST /intern/meg/innlogginger/avslutning`: ends one of one's own sessions.
pub(crate) async fn end_session(ctx: Ctx, form: HtmlForm<SessionForm>) -> PageResult {
    let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, form.value.innlogging);
    ctx.db().write(move |tx| people::end_own_session(tx, &actor, &id, now)).await?;
    ctx.done("/intern/meg", "Innloggingen er avsluttet.")
}

/// `POST /intern/meg/innlogginger/andre/avslutning`: ends all of one's own but this.
pub(crate) async fn end_others(ctx: Ctx, _form: HtmlForm<SessionForm>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let cookie = ctx.cookie("okt").unwrap_or_default();
    ctx.db().write(move |tx| people::end_other_sessions(tx, &actor, &cookie, now)).await?;
    ctx.done("/intern/meg", "Alle andre innlogginger er avsluttet.")
}

#[derive(Deserialize)]
pub(crate) struct TokenForm {
    #[serde(default)]
    nokkel_id: String,
}

/// `POST /intern/meg/nokler/avslutning`: revokes one of one's own bearer tokens.
pub(crate) async fn revoke_token(ctx: Ctx, form: HtmlForm<TokenForm>) -> PageResult {
    let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, form.value.nokkel_id);
    ctx.db().write(move |tx| people::revoke_own_token(tx, &actor, &id, now)).await?;
    ctx.done("/intern/meg", "Nøkkelen er trukket tilbake. Programmet kommer ikke inn mer.")
}
