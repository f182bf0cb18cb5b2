//! `/intern/det-jeg-kan`: what one has built, the next step, and what is left.

use actix_web::web::{Path, Query};
use askama::Template;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::super::actions;
use super::super::words::next_words;
use super::{GoalsView, Nothing, RouteView, ShownView, goals_view, picture, route_view};
use crate::error::{AppError, PageResult};
use crate::people::Actor;
use crate::web::{Ctx, HtmlForm, Page, see_other};

/// What is told as lately: half a year.
const LATELY: Days = Days::new(183);

#[derive(Template)]
#[template(path = "qualifications/own.html")]
struct OwnPage {
    page: Page,
    next: Option<NextView>,
    routes: Vec<RouteView>,
    ended: Vec<RouteView>,
    others: Vec<GoalsView>,
    shown: Vec<ShownView>,
    /// What was just taken away, and can be had back.
    taken_back: Option<String>,
    /// What was just shown, and can be taken away.
    just_shown: Option<String>,
    /// How many goals one has reached in all.
    reached: usize,
    /// And of those the last half-year.
    lately: usize,
}

struct NextView {
    goal: String,
    words: String,
    why: &'static str,
    /// What was said of it last; empty for nothing.
    line: String,
}

#[derive(Deserialize)]
pub(crate) struct Told {
    /// What was just taken away.
    borte: Option<String>,
    /// What was just shown.
    ny: Option<String>,
}

/// `GET /intern/det-jeg-kan`
pub(crate) async fn own(ctx: Ctx, query: Query<Told>) -> PageResult {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    let (progress, next, shown, reached) = ctx
        .db()
        .read(move |conn| {
            let own = key_of(&actor)?;
            let progress = actions::progress_of(conn, own, today)?;
            let next = actions::next_for(conn, own, &actor.works_in, &progress, today)?;
            let reached = actions::goals_reached(conn, own, NaiveDate::default(), today)?;
            Ok((progress, next, actions::evidence_of(conn, own)?, reached))
        })
        .await?;
    let lately = reached.iter().filter(|one| one.on >= today - LATELY).count();
    let is_here = |id: &String| shown.iter().any(|one| one.evidence.id == *id);
    let just_shown = query.ny.clone().filter(is_here);
    let photo = |id: &str| format!("/intern/det-jeg-kan/{id}/bilde");
    let (ended, routes): (Vec<RouteView>, Vec<RouteView>) =
        progress.routes.into_iter().map(route_view).partition(|route| route.ended_on.is_some());
    ctx.show(&OwnPage {
        page: ctx.page("Det jeg kan"),
        next: next.map(|next| NextView {
            goal: next.goal.id,
            words: next.goal.words,
            why: next_words(next.why),
            line: next.words,
        }),
        routes,
        ended,
        others: progress.others.into_iter().map(goals_view).collect(),
        shown: shown.into_iter().map(|one| ShownView::of(one, |_| false, photo)).collect(),
        taken_back: query.borte.clone(),
        just_shown,
        reached: reached.len(),
        lately,
    })
}

fn key_of(actor: &Actor) -> Result<&crate::base::ResidentId, AppError> {
    actor.resident_id.as_ref().ok_or(AppError::NotFound)
}

/// `GET /intern/det-jeg-kan/{id}/bilde`
pub(crate) async fn own_photo(ctx: Ctx, id: Path<String>) -> PageResult {
    let actor = ctx.actor()?.clone();
    picture(ctx.db().read(move |conn| actions::own_photo(conn, &actor, &id)).await?)
}

/// `POST /intern/det-jeg-kan/{id}/bort`
pub(crate) async fn take_back(ctx: Ctx, id: Path<String>, _form: HtmlForm<Nothing>) -> PageResult {
    let (actor, now, row) = (ctx.actor()?.clone(), ctx.now, id.clone());
    ctx.db().write(move |tx| actions::take_back(tx, &actor, &row, now)).await?;
    Ok(see_other(&format!("/intern/det-jeg-kan?borte={id}"), &[]))
}

/// `POST /intern/det-jeg-kan/{id}/angring`
pub(crate) async fn undo_take_back(
    ctx: Ctx,
    id: Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    ctx.db().write(move |tx| actions::undo_take_back(tx, &actor, &id)).await?;
    ctx.done("/intern/det-jeg-kan", "Det er tilbake.")
}
