//! `/intern/veier` and each person's `/intern/kvalifisering/{resident}`: routes and evidence of those one follows.

use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::super::actions::{self, FollowedPage, RouteForm};
use super::super::model::{RouteKind, StampKind, Stamped};
use super::super::words::route_words;
use super::{GoalsView, Nothing, RouteView, ShownView, day_words, goals_view, picture, route_view};
use crate::base::ResidentId;
use crate::db::DbConn;
use crate::error::{AppError, PageResult, Refusal, Refusals};
use crate::people::Role;
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "qualifications/list.html")]
struct ListPage {
    page: Page,
    /// Key and first name.
    people: Vec<(ResidentId, String)>,
}

#[derive(Template)]
#[template(path = "qualifications/person.html")]
struct PersonPage {
    page: Page,
    id: ResidentId,
    name: String,
    routes: Vec<RouteView>,
    ended: Vec<RouteView>,
    others: Vec<GoalsView>,
    shown: Vec<ShownView>,
    form: RouteForm,
    kinds: Vec<(&'static str, &'static str)>,
    curricula: Vec<(String, String)>,
    /// The form of a new route was refused.
    is_route_refused: bool,
    /// Tells of wage contracts: the leader.
    sets_wage: bool,
}

/// A form that was refused, as it was typed.
#[derive(Default)]
enum Typed {
    #[default]
    Nothing,
    Route(RouteForm),
    /// A route, and the day of its wage contract.
    Wage(String, String),
}

/// `GET /intern/veier`
pub(crate) async fn list(ctx: Ctx) -> PageResult {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    let people = ctx.db().read(move |conn| actions::followed(conn, &actor, today)).await?;
    ctx.show(&ListPage { page: ctx.page("Veier og mål"), people })
}

/// `GET /intern/kvalifisering/{resident}`
pub(crate) async fn person(ctx: Ctx, id: Path<String>) -> PageResult {
    let id = ResidentId::from_text(id.into_inner());
    let shown = load(&ctx, &id).await?;
    ctx.show(&view(&ctx, id, shown, Typed::Nothing, None)?)
}

async fn load(ctx: &Ctx, id: &ResidentId) -> Result<FollowedPage, AppError> {
    let (actor, now, today) = (ctx.actor()?.clone(), ctx.now, ctx.today());
    let (reader, read) = (actor.clone(), id.clone());
    let page = ctx.db().read(move |conn| actions::followed_page(conn, &reader, &read, today));
    let (page, id) = (page.await?, id.clone());
    ctx.db().write(move |tx| actions::keep_look(tx, &actor, &id, now)).await?;
    Ok(page)
}

fn view(
    ctx: &Ctx,
    id: ResidentId,
    shown: FollowedPage,
    typed: Typed,
    refusals: Option<&Refusals>,
) -> Result<PersonPage, AppError> {
    let viewer = ctx.actor()?;
    let is_undoable =
        |stamp: &Stamped| stamp.kind == StampKind::Seen && stamp.by_id == viewer.account_id;
    let new = || RouteForm { started_on: ctx.today().to_string(), ..RouteForm::default() };
    let is_route_refused = matches!(typed, Typed::Route(_));
    let (form, wage) = match typed {
        Typed::Nothing => (new(), None),
        Typed::Route(form) => (form, None),
        Typed::Wage(route, day) => (new(), Some((route, day))),
    };
    let said = shown.wage_said;
    let view = |progress| {
        let mut route = route_view(progress);
        let of_route = said.iter().find(|(id, ..)| *id == route.id);
        route.wage_said = of_route.map(|(_, name, at)| match at {
            Some(at) => format!("{name}, {}", day_words(at.oslo_date())),
            None => name.clone(),
        });
        if let Some((_, day)) = wage.as_ref().filter(|(id, _)| *id == route.id) {
            route.wage_on.clone_from(day);
        }
        route
    };
    let page = ctx.page(format!("Veien til {}", shown.name));
    let whose = id.clone();
    let photo = move |id: &str| format!("/intern/kvalifisering/{whose}/bilde/{id}");
    let (ended, routes): (Vec<RouteView>, Vec<RouteView>) =
        shown.progress.routes.into_iter().map(view).partition(|route| route.ended_on.is_some());
    Ok(PersonPage {
        page: match refusals {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        id,
        name: shown.name,
        routes,
        ended,
        others: shown.progress.others.into_iter().map(goals_view).collect(),
        shown: shown.shown.into_iter().map(|one| ShownView::of(one, is_undoable, &photo)).collect(),
        form,
        is_route_refused,
        sets_wage: viewer.is(Role::Leader),
        kinds: RouteKind::ALL.iter().map(|kind| (kind.as_str(), route_words(*kind))).collect(),
        curricula: shown.curricula.into_iter().map(|one| (one.code, one.name)).collect(),
    })
}

#[derive(Deserialize)]
pub(crate) struct OpenForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    curriculum: String,
    #[serde(default)]
    date: String,
}

/// `POST /intern/kvalifisering/{resident}/veier`
pub(crate) async fn open(ctx: Ctx, id: Path<String>, form: HtmlForm<OpenForm>) -> PageResult {
    let OpenForm { kind, curriculum, date } = form.value;
    let form = RouteForm { kind, curriculum, started_on: date };
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let id = ResidentId::from_text(id.into_inner());
    let (whose, told) = (id.clone(), form.clone());
    let done = ctx.db().write(move |tx| actions::open_route(tx, &actor, &whose, &told, now)).await;
    match done {
        Ok(_) => ctx.done(&page_of(&id), "Veien er åpnet."),
        Err(AppError::Refused(refusals)) => {
            let shown = load(&ctx, &id).await?;
            ctx.show_refused(&view(&ctx, id, shown, Typed::Route(form), Some(&refusals))?)
        }
        Err(other) => Err(other.into()),
    }
}

fn page_of(id: &ResidentId) -> String {
    format!("/intern/kvalifisering/{id}")
}

/// `POST /intern/kvalifisering/{resident}/veier/{id}/avslutning`
pub(crate) async fn end(
    ctx: Ctx,
    path: Path<(String, String)>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (resident, id) = path.into_inner();
    let whose = ResidentId::from_text(resident);
    let back = page_of(&whose);
    ctx.db().write(move |tx| actions::end_route(tx, &actor, (&whose, &id), now)).await?;
    ctx.done(&back, "Veien er avsluttet. Det som er nådd, står.")
}

/// `POST /intern/kvalifisering/{resident}/veier/{id}/gjenapning`
pub(crate) async fn reopen(
    ctx: Ctx,
    path: Path<(String, String)>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (resident, id) = path.into_inner();
    let whose = ResidentId::from_text(resident);
    let back = page_of(&whose);
    ctx.db().write(move |tx| actions::reopen_route(tx, &actor, (&whose, &id))).await?;
    ctx.done(&back, "Veien er åpen igjen.")
}

#[derive(Deserialize)]
pub(crate) struct WageForm {
    #[serde(default)]
    day: String,
}

/// `POST /intern/kvalifisering/{resident}/veier/{id}/lonn`
pub(crate) async fn wage(
    ctx: Ctx,
    path: Path<(String, String)>,
    form: HtmlForm<WageForm>,
) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (resident, route) = path.into_inner();
    let whose = ResidentId::from_text(resident);
    let day = form.value.day;
    let (named, said) = ((whose.clone(), route.clone()), day.clone());
    let done = ctx
        .db()
        .write(move |tx| actions::set_wage_contract(tx, &actor, (&named.0, &named.1), &said, now));
    match done.await {
        Ok(()) => ctx.saved(&page_of(&whose)),
        Err(AppError::Refused(refusals)) => {
            let mut at_field = Refusals::default();
            for refusal in refusals.all() {
                at_field.add(Refusal { field: format!("lonn-{route}"), ..refusal.clone() });
            }
            let shown = load(&ctx, &whose).await?;
            let typed = Typed::Wage(route, day);
            ctx.show_refused(&view(&ctx, whose, shown, typed, Some(&at_field))?)
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct SeenForm {
    #[serde(default)]
    words: String,
}

/// `POST /intern/kvalifisering/{resident}/sett/{id}`
pub(crate) async fn see_evidence(
    ctx: Ctx,
    path: Path<(String, String)>,
    form: HtmlForm<SeenForm>,
) -> PageResult {
    let (actor, now, words) = (ctx.actor()?.clone(), ctx.now, form.value.words);
    let (resident, id) = path.into_inner();
    let seen =
        move |tx: &mut DbConn| actions::stamp(tx, &actor, &id, (StampKind::Seen, &words), now);
    ctx.db().write(seen).await?;
    ctx.done(&page_of(&ResidentId::from_text(resident)), "Sett.")
}

/// `POST /intern/kvalifisering/{resident}/stempel/{id}/angring`
pub(crate) async fn undo_seen(
    ctx: Ctx,
    path: Path<(String, String)>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (resident, id) = path.into_inner();
    ctx.db().write(move |tx| actions::undo_seen(tx, &actor, &id, now)).await?;
    ctx.done(&page_of(&ResidentId::from_text(resident)), "Angret.")
}

/// `GET /intern/kvalifisering/{resident}/bilde/{id}`
pub(crate) async fn followed_photo(ctx: Ctx, path: Path<(String, String)>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (resident, id) = path.into_inner();
    let whose = ResidentId::from_text(resident);
    picture(ctx.db().write(move |tx| actions::photo_of(tx, &actor, &whose, &id, now)).await?)
}
