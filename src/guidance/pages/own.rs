//! `/intern/plan`: one's own plan.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::{Nothing, OneId, PlanView, Tap, TypedElement, kinds};
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::guidance::{self, Mark};
use crate::people::{Actor, Role};
use crate::web::{Ctx, HtmlForm, Page, see_other};

const HERE: &str = "/intern/plan";

#[derive(Template)]
#[template(path = "guidance/plan.html")]
struct PlanPage {
    page: Page,
    plan: PlanView,
    form: TypedElement,
    kinds: Vec<(&'static str, &'static str)>,
    is_mentor: bool,
    /// A part that was just taken away, and can be had back.
    taken: String,
}

/// What was just done, and can be undone.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    angre: String,
}

/// GET `/intern/plan`
pub(crate) async fn plan(ctx: Ctx, query: Query<Shown>) -> PageResult {
    show(&ctx, query.into_inner().angre, TypedElement::default(), &Refusals::default()).await
}

async fn show(ctx: &Ctx, taken: String, form: TypedElement, refusals: &Refusals) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let is_mentor = actor.is(Role::Mentor);
    let plan = ctx.db().read(move |conn| guidance::own_plan(conn, &actor, now)).await?;
    let template = PlanPage {
        page: ctx.page("Planen min").refused_if(refusals),
        plan: plan.into(),
        form,
        kinds: kinds(),
        is_mentor,
        taken,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// Does it, and goes back to the plan with what was done.
async fn act<F>(ctx: &Ctx, words: &str, action: F) -> PageResult
where
    F: FnOnce(&mut DbConn, &Actor, UtcTime) -> AppResult<()> + Send + 'static,
{
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    match ctx.db().write(move |tx| action(tx, &actor, now)).await {
        Ok(()) => ctx.done(HERE, words),
        Err(AppError::Refused(refusals)) => {
            show(ctx, String::new(), TypedElement::default(), &refusals).await
        }
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/plan/deler`
pub(crate) async fn add_element(ctx: Ctx, form: HtmlForm<TypedElement>) -> PageResult {
    let (actor, now, typed) = (ctx.actor()?.clone(), ctx.now, form.value);
    let own = actor.resident_id.clone().ok_or(AppError::Forbidden)?;
    let wish = typed.clone().into();
    match ctx.db().write(move |tx| guidance::add_element(tx, &actor, &own, &wish, now)).await {
        Ok(()) => ctx.done(HERE, "Det står i planen nå."),
        Err(AppError::Refused(refusals)) => show(&ctx, String::new(), typed, &refusals).await,
        Err(error) => Err(error.into()),
    }
}

async fn mark(ctx: Ctx, id: OneId, mark: Mark, words: &str) -> PageResult {
    let id = id.into_inner();
    act(&ctx, words, move |tx, actor, now| guidance::mark_element(tx, actor, &id, mark, now)).await
}

/// POST `/intern/plan/deler/{id}/ferdig`
pub(crate) async fn element_done(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    mark(ctx, id, Mark::Done, "Bra! Det er skrevet ned.").await
}

/// POST `/intern/plan/deler/{id}/angre`
pub(crate) async fn element_undone(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    mark(ctx, id, Mark::NotDone, "Angret.").await
}

/// POST `/intern/plan/deler/{id}/bort`
pub(crate) async fn element_away(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    let (actor, now, element) = (ctx.actor()?.clone(), ctx.now, id.to_string());
    ctx.db()
        .write(move |tx| guidance::mark_element(tx, &actor, &element, Mark::TakenAway, now))
        .await?;
    Ok(see_other(&format!("{HERE}?angre={id}"), &[]))
}

/// POST `/intern/plan/deler/{id}/tilbake`
pub(crate) async fn element_back(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    mark(ctx, id, Mark::Back, "Det står i planen igjen.").await
}

async fn agreed(ctx: Ctx, id: OneId, mark: Mark, words: &str) -> PageResult {
    let id = id.into_inner();
    act(&ctx, words, move |tx, actor, now| guidance::mark_agreed(tx, actor, &id, mark, now)).await
}

/// POST `/intern/plan/avtalt/{id}/ferdig`
pub(crate) async fn agreed_done(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    agreed(ctx, id, Mark::Done, "Bra! Det er skrevet ned.").await
}

/// POST `/intern/plan/avtalt/{id}/angre`
pub(crate) async fn agreed_undone(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    agreed(ctx, id, Mark::NotDone, "Angret.").await
}

/// POST `/intern/plan/pause`
pub(crate) async fn begin_pause(ctx: Ctx, _form: HtmlForm<Nothing>) -> PageResult {
    let own = ctx.actor()?.resident_id.clone().ok_or(AppError::Forbidden)?;
    let words = "Du har pause. Det du har gjort, står som det er.";
    act(&ctx, words, move |tx, actor, now| guidance::begin_pause(tx, actor, &own, now)).await
}

/// POST `/intern/plan/pause/slutt`
pub(crate) async fn end_pause(ctx: Ctx, _form: Tap) -> PageResult {
    let own = ctx.actor()?.resident_id.clone().ok_or(AppError::Forbidden)?;
    let words = "Fint at du er tilbake.";
    act(&ctx, words, move |tx, actor, now| guidance::end_pause(tx, actor, &own, now)).await
}

/// POST `/intern/plan/snakke`
pub(crate) async fn ask(ctx: Ctx, _form: Tap) -> PageResult {
    act(&ctx, "Du har sagt fra.", guidance::ask_for_word).await
}

/// POST `/intern/plan/snakke/angre`
pub(crate) async fn take_back_ask(ctx: Ctx, _form: Tap) -> PageResult {
    act(&ctx, "Angret.", guidance::take_back_ask).await
}

/// POST `/intern/plan/mentor`
pub(crate) async fn wish_mentoring(ctx: Ctx, _form: Tap) -> PageResult {
    act(&ctx, "Lederen ser at du vil bli mentor.", guidance::wish_mentoring).await
}

/// POST `/intern/plan/mentor/ja`
pub(crate) async fn accept_mentoring(ctx: Ctx, _form: Tap) -> PageResult {
    act(&ctx, "Du har sagt ja. Lederen gjør resten.", guidance::accept_mentoring).await
}

/// POST `/intern/plan/mentor/nei`
pub(crate) async fn withdraw_mentoring(ctx: Ctx, _form: Tap) -> PageResult {
    act(&ctx, "Det er greit. Du kan si ja en annen gang.", guidance::withdraw_mentoring).await
}
