//! `/intern/mal`: what waits to be signed, which goals the work gives, and who lacks them.

use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::super::actions::{self, GoalLine, LedPage, WorkLine};
use super::super::model::{StampKind, Stamped};
use super::{Nothing, ShownView, picture};
use crate::error::{AppError, PageResult, Refusals};
use crate::people::Role;
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "qualifications/leading.html")]
struct LeadingPage {
    page: Page,
    /// First name, and what they showed.
    waiting: Vec<(String, ShownView)>,
    answered: Vec<(String, ShownView)>,
    places: Vec<PlaceView>,
    is_leader: bool,
    /// The piece whose line was refused, and what was typed.
    typed: (String, String),
}

struct PlaceView {
    code: String,
    name: String,
    work: Vec<WorkView>,
}

struct WorkView {
    /// `Hagebenk`, or the daily work.
    name: String,
    goals: Vec<GoalView>,
}

struct GoalView {
    id: String,
    words: String,
    /// Key and first name.
    lacking: Vec<(String, String)>,
}

/// `GET /intern/mal`
pub(crate) async fn led(ctx: Ctx) -> PageResult {
    let shown = load(&ctx).await?;
    ctx.show(&view(&ctx, shown, None)?)
}

async fn load(ctx: &Ctx) -> Result<LedPage, AppError> {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let reader = actor.clone();
    let led = ctx.db().read(move |conn| actions::goals_led(conn, &reader, now)).await?;
    let looks = led.looks.clone();
    ctx.db().write(move |tx| actions::keep_looks(tx, &actor, &looks, now)).await?;
    Ok(led)
}

type Refused<'a> = (&'a Refusals, String, String);

fn view(ctx: &Ctx, shown: LedPage, refused: Option<Refused<'_>>) -> Result<LeadingPage, AppError> {
    let actor = ctx.actor()?;
    let photo = |id: &str| format!("/intern/mal/{id}/bilde");
    let is_undoable = |stamp: &Stamped| actions::may_undo(actor, stamp, ctx.now);
    let named = |(name, one)| (name, ShownView::of(one, is_undoable, photo));
    let page = ctx.page("Mål");
    let (page, typed) = match refused {
        Some((refusals, id, words)) => (page.refused(refusals), (id, words)),
        None => (page, (String::new(), String::new())),
    };
    let places = shown.places.into_iter().map(|place| PlaceView {
        code: place.code,
        name: place.name,
        work: place.work.into_iter().map(work_view).collect(),
    });
    Ok(LeadingPage {
        page,
        waiting: shown.waiting.into_iter().map(named).collect(),
        answered: shown.answered.into_iter().map(named).collect(),
        places: places.collect(),
        is_leader: actor.is(Role::Leader),
        typed,
    })
}

fn work_view(work: WorkLine) -> WorkView {
    let goal = |line: GoalLine| GoalView {
        id: line.goal.id,
        words: line.goal.words,
        lacking: line
            .lacking
            .into_iter()
            .map(|one| (one.resident_id.to_string(), one.name))
            .collect(),
    };
    WorkView {
        name: if work.name.is_empty() { "Daglig arbeid".to_owned() } else { work.name },
        goals: work.goals.into_iter().map(goal).collect(),
    }
}

#[derive(Deserialize)]
pub(crate) struct Line {
    #[serde(default)]
    words: String,
}

/// `POST /intern/mal/{id}/godkjenning`
pub(crate) async fn approve(ctx: Ctx, id: Path<String>, form: HtmlForm<Line>) -> PageResult {
    let answer = (id.into_inner(), form.value.words);
    answered(&ctx, StampKind::Approved, answer, "Godkjent.").await
}

/// `POST /intern/mal/{id}/ikke-enna`
pub(crate) async fn not_yet(ctx: Ctx, id: Path<String>, form: HtmlForm<Line>) -> PageResult {
    let answer = (id.into_inner(), form.value.words);
    answered(&ctx, StampKind::NotYet, answer, "Svaret er sendt.").await
}

async fn answered(
    ctx: &Ctx,
    kind: StampKind,
    (id, line): (String, String),
    words: &str,
) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (row, said) = (id.clone(), line.clone());
    let done = ctx.db().write(move |tx| actions::stamp(tx, &actor, &row, (kind, &said), now)).await;
    match done {
        Ok(_) => ctx.done("/intern/mal", words),
        Err(AppError::Refused(refusals)) => {
            let field = format!("words-{id}");
            let mut at_field = Refusals::default();
            for refusal in refusals.all() {
                let mut refusal = refusal.clone();
                if refusal.field == "words" {
                    refusal.field.clone_from(&field);
                }
                at_field.add(refusal);
            }
            let shown = load(ctx).await?;
            ctx.show_refused(&view(ctx, shown, Some((&at_field, id, line)))?)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /intern/mal/stempel/{id}/angring`
pub(crate) async fn undo(ctx: Ctx, id: Path<String>, _form: HtmlForm<Nothing>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    match ctx.db().write(move |tx| actions::undo_answer(tx, &actor, &id, now)).await {
        Ok(()) => ctx.done("/intern/mal", "Angret."),
        Err(AppError::Refused(refusals)) => {
            let shown = load(&ctx).await?;
            let nothing = (&refusals, String::new(), String::new());
            ctx.show_refused(&view(&ctx, shown, Some(nothing))?)
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /intern/mal/{id}/bilde`
pub(crate) async fn led_photo(ctx: Ctx, id: Path<String>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    picture(ctx.db().write(move |tx| actions::led_photo(tx, &actor, &id, now)).await?)
}
