//! Which kinds of time a resident's hours may be of: the resident's page and the leader's.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::model::{HourKind, KindAgreement};
use super::super::words;
use super::clock::{OneId, Tap};
use super::kind_choices;
use crate::base::ResidentId;
use crate::error::{AppError, PageResult, Refusals};
use crate::hours::{self, ProposeKind};
use crate::web::{Ctx, HtmlForm, Page};

/// A proposal as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TypedKind {
    #[serde(default)]
    kind: String,
    /// The first day.
    #[serde(default)]
    date: String,
    #[serde(default)]
    valid_to: String,
}

impl From<TypedKind> for ProposeKind {
    fn from(typed: TypedKind) -> Self {
        Self { kind: typed.kind, valid_from: typed.date, valid_to: typed.valid_to }
    }
}

/// A proposal, or what became of it.
struct Line {
    kind: &'static str,
    days: String,
    state: &'static str,
    /// Where one says yes; empty when it is not one's turn.
    yes: String,
    /// Where one says no or takes it back; empty when it is settled.
    no: String,
    no_words: &'static str,
}

#[derive(Template)]
#[template(path = "hours/kinds.html")]
struct KindsPage {
    page: Page,
    action: String,
    /// In force today, in words; empty when nothing is agreed.
    now: String,
    lines: Vec<Line>,
    form: TypedKind,
    kinds: Vec<(&'static str, &'static str)>,
    is_own: bool,
}

#[derive(Template)]
#[template(path = "hours/open_kinds.html")]
struct OpenPage {
    page: Page,
    /// First name, kind, days, whose turn it is, and where it opens.
    open: Vec<(String, &'static str, String, &'static str, String)>,
}

fn days_of(row: &KindAgreement) -> String {
    let from = row.valid_from.format("%d.%m.%Y");
    match row.valid_to {
        Some(to) => format!("{from} til {}", to.format("%d.%m.%Y")),
        None => format!("fra {from}"),
    }
}

fn line(row: &KindAgreement, base: &str, is_own: bool) -> Line {
    let (resident, leader) = row.said();
    let is_ones_turn = row.is_open() && if is_own { !resident } else { !leader };
    let state = match (row.declined_at.is_some(), resident, leader) {
        (true, ..) => "Det ble ikke noe av",
        (false, true, true) => "Avtalt",
        _ if is_ones_turn => "Venter på deg",
        (false, true, false) => "Venter på lederen",
        (false, ..) => "Venter på beboeren",
    };
    let at = |verb: &str| format!("{base}/{}/{verb}", row.id);
    Line {
        kind: words::kind_words(row.kind),
        days: days_of(row),
        state,
        yes: if is_ones_turn { at("ja") } else { String::new() },
        no: if row.is_open() { at("nei") } else { String::new() },
        no_words: if is_ones_turn { "Nei" } else { "Angre" },
    }
}

const OWN: &str = "/intern/timer/slag";

/// GET `/intern/timer/slag`
pub(crate) async fn own_kinds(ctx: Ctx) -> PageResult {
    show_own(&ctx, TypedKind::default(), Refusals::default()).await
}

async fn show_own(ctx: &Ctx, form: TypedKind, refusals: Refusals) -> PageResult {
    let actor = ctx.actor()?.clone();
    let today = ctx.today();
    let own = actor.resident_id.clone().ok_or(AppError::Forbidden)?;
    let (rows, agreed) = ctx
        .db()
        .read(move |conn| {
            Ok((hours::own_kinds(conn, &actor)?, hours::agreed_on(conn, &own, today)?))
        })
        .await?;
    show(ctx, ctx.page("Slag timer"), OWN, (&rows, &agreed), form, &refusals)
}

fn show(
    ctx: &Ctx,
    page: Page,
    base: &str,
    (rows, agreed): (&[KindAgreement], &[HourKind]),
    form: TypedKind,
    refusals: &Refusals,
) -> PageResult {
    let is_own = base == OWN;
    let names: Vec<&str> = agreed.iter().map(|kind| words::kind_words(*kind)).collect();
    let is_new = form.date.is_empty() && refusals.is_empty();
    let date = if is_new { ctx.today().to_string() } else { form.date };
    let template = KindsPage {
        page: page.refused_if(refusals),
        action: base.to_owned(),
        now: names.join(", "),
        lines: rows.iter().map(|row| line(row, base, is_own)).collect(),
        form: TypedKind { date, ..form },
        kinds: kind_choices(HourKind::ALL),
        is_own,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/timer/slag`
pub(crate) async fn propose_own_kind(ctx: Ctx, form: HtmlForm<TypedKind>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, typed) = (ctx.now, form.value);
    let own = actor.resident_id.clone().ok_or(AppError::Forbidden)?;
    let wish = ProposeKind::from(typed.clone());
    match ctx.db().write(move |tx| hours::propose_kind(tx, &actor, &own, &wish, now)).await {
        Ok(()) => ctx.done(OWN, "Forslaget er sendt til lederen."),
        Err(AppError::Refused(refusals)) => show_own(&ctx, typed, refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/timer/slag/{id}/ja`
pub(crate) async fn accept_own_kind(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    settle_own(ctx, path.into_inner(), true).await
}

/// POST `/intern/timer/slag/{id}/nei`
pub(crate) async fn decline_own_kind(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    settle_own(ctx, path.into_inner(), false).await
}

/// Yes or no; a leader who is the resident too speaks here for themselves.
async fn settle_own(ctx: Ctx, id: String, says_yes: bool) -> PageResult {
    let actor = ctx.actor()?.clone();
    let own = actor.resident_id.clone().ok_or(AppError::Forbidden)?;
    match settle(&ctx, own, id, says_yes).await {
        Ok(()) if says_yes => ctx.done(OWN, "Dere er enige."),
        Ok(()) => ctx.done(OWN, "Det ble ikke noe av."),
        Err(AppError::Refused(refusals)) => show_own(&ctx, TypedKind::default(), refusals).await,
        Err(error) => Err(error.into()),
    }
}

async fn settle(ctx: &Ctx, of: ResidentId, id: String, says_yes: bool) -> Result<(), AppError> {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let settled = ctx.db().write(move |tx| {
        let settle = if says_yes { hours::accept_kind } else { hours::decline_kind };
        let resident_id = settle(tx, &actor, &id, now)?;
        if resident_id == of { Ok(()) } else { Err(AppError::NotFound) }
    });
    settled.await
}

/// GET `/intern/slag`: what waits, on either side.
pub(crate) async fn open_kinds(ctx: Ctx) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let open = ctx.db().write(move |tx| hours::open_kinds(tx, &actor, now)).await?;
    let line = |(name, row): (String, KindAgreement)| {
        let turn = if row.said().1 { "Venter på beboeren" } else { "Venter på deg" };
        let place = format!("/intern/slag/{}", row.resident_id);
        (name, words::kind_words(row.kind), days_of(&row), turn, place)
    };
    let open = open.into_iter().map(line).collect();
    ctx.show(&OpenPage { page: ctx.page("Slag timer"), open })
}

/// GET `/intern/slag/{resident}`
pub(crate) async fn kinds_of(ctx: Ctx, path: OneId) -> PageResult {
    let id = ResidentId::from_text(path.into_inner());
    show_of(&ctx, id, TypedKind::default(), Refusals::default()).await
}

async fn show_of(ctx: &Ctx, id: ResidentId, form: TypedKind, refusals: Refusals) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, today, asked) = (ctx.now, ctx.today(), id.clone());
    let (name, rows, agreed) = ctx
        .db()
        .write(move |tx| {
            let (name, rows) = hours::kinds_seen(tx, &actor, &asked, now)?;
            Ok((name, rows, hours::agreed_on(tx, &asked, today)?))
        })
        .await?;
    let page = ctx.page(format!("Slag timer for {name}"));
    show(ctx, page, &format!("/intern/slag/{id}"), (&rows, &agreed), form, &refusals)
}

/// POST `/intern/slag/{resident}`
pub(crate) async fn propose_kind(ctx: Ctx, path: OneId, form: HtmlForm<TypedKind>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, typed) = (ctx.now, form.value);
    let id = ResidentId::from_text(path.into_inner());
    let (wish, of) = (ProposeKind::from(typed.clone()), id.clone());
    match ctx.db().write(move |tx| hours::propose_kind(tx, &actor, &of, &wish, now)).await {
        Ok(()) => ctx.done(&format!("/intern/slag/{id}"), "Forslaget er sendt til beboeren."),
        Err(AppError::Refused(refusals)) => show_of(&ctx, id, typed, refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/slag/{resident}/{id}/ja`
pub(crate) async fn accept_kind(
    ctx: Ctx,
    path: web::Path<(String, String)>,
    _form: Tap,
) -> PageResult {
    settle_of(ctx, path.into_inner(), true).await
}

/// POST `/intern/slag/{resident}/{id}/nei`
pub(crate) async fn decline_kind(
    ctx: Ctx,
    path: web::Path<(String, String)>,
    _form: Tap,
) -> PageResult {
    settle_of(ctx, path.into_inner(), false).await
}

async fn settle_of(ctx: Ctx, (resident, id): (String, String), says_yes: bool) -> PageResult {
    let resident = ResidentId::from_text(resident);
    match settle(&ctx, resident.clone(), id, says_yes).await {
        Ok(()) => {
            let words = if says_yes { "Dere er enige." } else { "Det ble ikke noe av." };
            ctx.done(&format!("/intern/slag/{resident}"), words)
        }
        Err(AppError::Refused(refusals)) => {
            show_of(&ctx, resident, TypedKind::default(), refusals).await
        }
        Err(error) => Err(error.into()),
    }
}
