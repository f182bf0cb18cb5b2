//! `/intern/kompetansemal/{code}`: a curriculum's goals, where it is practised, and what gives them.

use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::super::actions::{self, CurriculumPage as Found, GoalPage as FoundGoal};
use super::super::model::{Curriculum, Goal};
use super::{Nothing, day_words};
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "qualifications/curriculum.html")]
struct CurriculumPage {
    page: Page,
    curriculum: Curriculum,
    read_on: String,
    goals: Vec<GoalRow>,
    ended: Vec<GoalRow>,
    /// Code, name, and whether it is practised there.
    places: Vec<(String, String, bool)>,
    /// A goal as it was typed.
    typed: String,
}

struct GoalRow {
    id: String,
    code: String,
    words: String,
}

#[derive(Template)]
#[template(path = "qualifications/goal.html")]
struct GoalPage {
    page: Page,
    curriculum: Curriculum,
    goal: Goal,
    is_own: bool,
    /// The value of its box, the words, and whether it is ticked.
    work: Vec<(String, String, bool)>,
    /// The words as they were typed.
    typed: String,
}

/// `GET /intern/kompetansemal/{code}`
pub(crate) async fn curriculum(ctx: Ctx, code: Path<String>) -> PageResult {
    let found = load(&ctx, code.into_inner()).await?;
    ctx.show(&view(&ctx, found, String::new(), None))
}

async fn load(ctx: &Ctx, code: String) -> AppResult<Found> {
    let actor = ctx.actor()?.clone();
    ctx.db().read(move |conn| actions::curriculum_page(conn, &actor, &code)).await
}

fn view(ctx: &Ctx, found: Found, typed: String, refusals: Option<&Refusals>) -> CurriculumPage {
    let page = ctx.page(&found.curriculum.name);
    let row = |goal: Goal| GoalRow { id: goal.id, code: goal.code, words: goal.words };
    let (ended, goals): (Vec<Goal>, Vec<Goal>) =
        found.goals.into_iter().partition(|goal| goal.ended_at.is_some());
    CurriculumPage {
        page: match refusals {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        read_on: day_words(found.curriculum.read_at.oslo_date()),
        curriculum: found.curriculum,
        goals: goals.into_iter().map(row).collect(),
        ended: ended.into_iter().map(row).collect(),
        places: found.places.into_iter().map(|(place, is)| (place.code, place.name, is)).collect(),
        typed,
    }
}

#[derive(Deserialize)]
pub(crate) struct Words {
    #[serde(default)]
    name: String,
}

/// `POST /intern/kompetansemal/{code}`: a goal of the farm's own.
pub(crate) async fn add(ctx: Ctx, code: Path<String>, form: HtmlForm<Words>) -> PageResult {
    let (actor, code, name) = (ctx.actor()?.clone(), code.into_inner(), form.value.name);
    let (whose, words) = (code.clone(), name.clone());
    match ctx.db().write(move |tx| actions::add_goal(tx, &actor, &whose, &words)).await {
        Ok(_) => ctx.done(&format!("/intern/kompetansemal/{code}"), "Målet er lagt til."),
        Err(AppError::Refused(refusals)) => {
            let found = load(&ctx, code).await?;
            ctx.show_refused(&view(&ctx, found, name, Some(&refusals)))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct Ticked {
    #[serde(default)]
    ticked: Vec<String>,
}

/// `POST /intern/kompetansemal/{code}/naeringer`
pub(crate) async fn practise(ctx: Ctx, code: Path<String>, form: HtmlForm<Ticked>) -> PageResult {
    let (actor, ticked) = (ctx.actor()?.clone(), form.value.ticked);
    let back = format!("/intern/kompetansemal/{code}");
    ctx.db().write(move |tx| actions::set_practice(tx, &actor, &code, &ticked)).await?;
    ctx.saved(&back)
}

async fn load_goal(ctx: &Ctx, id: String) -> AppResult<FoundGoal> {
    let actor = ctx.actor()?.clone();
    ctx.db().read(move |conn| actions::goal_page(conn, &actor, &id)).await
}

/// `GET /intern/kompetansemal/mal/{id}`
pub(crate) async fn goal(ctx: Ctx, id: Path<String>) -> PageResult {
    let found = load_goal(&ctx, id.into_inner()).await?;
    let name = found.goal.words.clone();
    ctx.show(&goal_view(&ctx, found, name, None))
}

fn goal_view(ctx: &Ctx, found: FoundGoal, typed: String, refusals: Option<&Refusals>) -> GoalPage {
    let page = ctx.page(format!("Mål i {}", found.curriculum.name));
    GoalPage {
        page: match refusals {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        is_own: found.goal.set_code.is_empty(),
        curriculum: found.curriculum,
        goal: found.goal,
        work: found.work,
        typed,
    }
}

/// `POST /intern/kompetansemal/mal/{id}`: other words for one of the farm's own.
pub(crate) async fn change(ctx: Ctx, id: Path<String>, form: HtmlForm<Words>) -> PageResult {
    let (actor, id, name) = (ctx.actor()?.clone(), id.into_inner(), form.value.name);
    let (row, words) = (id.clone(), name.clone());
    match ctx.db().write(move |tx| actions::change_goal(tx, &actor, &row, &words)).await {
        Ok(()) => ctx.saved(&format!("/intern/kompetansemal/mal/{id}")),
        Err(AppError::Refused(refusals)) => {
            let found = load_goal(&ctx, id).await?;
            ctx.show_refused(&goal_view(&ctx, found, name, Some(&refusals)))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /intern/kompetansemal/mal/{id}/arbeid`: which work can give it.
pub(crate) async fn work(ctx: Ctx, id: Path<String>, form: HtmlForm<Ticked>) -> PageResult {
    let (actor, ticked) = (ctx.actor()?.clone(), form.value.ticked);
    let back = format!("/intern/kompetansemal/mal/{id}");
    ctx.db().write(move |tx| actions::set_work(tx, &actor, &id, &ticked)).await?;
    ctx.saved(&back)
}

/// `POST /intern/kompetansemal/mal/{id}/avslutning`
pub(crate) async fn end_goal(ctx: Ctx, id: Path<String>, _form: HtmlForm<Nothing>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let back = format!("/intern/kompetansemal/mal/{id}");
    ctx.db().write(move |tx| actions::end_goal(tx, &actor, &id, now)).await?;
    ctx.done(&back, "Målet er avsluttet. Det som er nådd, står.")
}

/// `POST /intern/kompetansemal/mal/{id}/gjenapning`
pub(crate) async fn reopen_goal(
    ctx: Ctx,
    id: Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let back = format!("/intern/kompetansemal/mal/{id}");
    ctx.db().write(move |tx| actions::reopen_goal(tx, &actor, &id)).await?;
    ctx.done(&back, "Målet gjelder igjen.")
}
