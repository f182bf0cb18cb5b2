//! `/intern/planer/{resident}`: a plan as those see it who make it together with the resident.

use askama::Template;
use serde::Deserialize;

use super::{OneId, PlanView, Tap, TypedElement, kinds};
use crate::base::{ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::guidance::{self, words};
use crate::people::{Actor, Right};
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "guidance/follow.html")]
struct FollowPage {
    page: Page,
    id: String,
    name: String,
    plan: PlanView,
    form: TypedElement,
    step: TypedStep,
    kinds: Vec<(&'static str, &'static str)>,
    steps: Vec<(String, String)>,
    /// Everyone's plans are one's to follow.
    leads: bool,
    /// Their hours are too.
    is_mentee: bool,
}

/// A step of the model as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TypedStep {
    #[serde(default)]
    step: String,
    #[serde(default)]
    from: String,
    /// The step that is taken away instead.
    #[serde(default)]
    undo: String,
}

impl From<TypedStep> for guidance::StepForm {
    fn from(typed: TypedStep) -> Self {
        Self { step: typed.step, from: typed.from }
    }
}

/// GET `/intern/planer/{resident}`
pub(crate) async fn plan_for(ctx: Ctx, id: OneId) -> PageResult {
    let id = ResidentId::from_text(id.into_inner());
    show(&ctx, id, (TypedElement::default(), TypedStep::default()), &Refusals::default()).await
}

/// The plan with what was typed in its forms; every look is kept, and none is had of a stranger's.
pub(super) async fn show(
    ctx: &Ctx,
    id: ResidentId,
    (form, step): (TypedElement, TypedStep),
    refusals: &Refusals,
) -> PageResult {
    let (actor, now, asked) = (ctx.actor()?.clone(), ctx.now, id.clone());
    let leads = actor.may(Right::LeadPlans);
    let is_mentee = actor.may(Right::SeeMentees) && actor.mentees.contains(&id);
    let (name, plan) = ctx.db().write(move |tx| guidance::plan_of(tx, &actor, &asked, now)).await?;
    let from = if step.from.is_empty() { ctx.today().to_string() } else { step.from };
    let steps = (1..)
        .zip(words::STEPS)
        .map(|(number, (name, _)): (i32, _)| (number.to_string(), format!("{number}. {name}")));
    let template = FollowPage {
        page: ctx.page(format!("Planen til {name}")).refused_if(refusals),
        id: id.to_string(),
        name,
        plan: plan.into(),
        form,
        step: TypedStep { from, ..step },
        kinds: kinds(),
        steps: steps.collect(),
        leads,
        is_mentee,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// Does it to someone's plan, and goes back there; what is refused is told there as it was typed.
pub(super) async fn act<F>(
    ctx: &Ctx,
    id: OneId,
    typed: (TypedElement, TypedStep),
    words: &str,
    action: F,
) -> PageResult
where
    F: FnOnce(&mut DbConn, &Actor, &ResidentId, UtcTime) -> AppResult<()> + Send + 'static,
{
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let id = ResidentId::from_text(id.into_inner());
    let whose = id.clone();
    match ctx.db().write(move |tx| action(tx, &actor, &whose, now)).await {
        Ok(()) => ctx.done(&format!("/intern/planer/{id}"), words),
        Err(AppError::Refused(refusals)) => show(ctx, id, typed, &refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// [`act`] for a form that holds nothing.
pub(super) async fn tap<F>(ctx: &Ctx, id: OneId, words: &str, action: F) -> PageResult
where
    F: FnOnce(&mut DbConn, &Actor, &ResidentId, UtcTime) -> AppResult<()> + Send + 'static,
{
    act(ctx, id, (TypedElement::default(), TypedStep::default()), words, action).await
}

/// POST `/intern/planer/{resident}/deler`: one more part, or one that is ticked off.
pub(crate) async fn add_element_for(
    ctx: Ctx,
    id: OneId,
    form: HtmlForm<TypedElement>,
) -> PageResult {
    let typed = form.value;
    if !typed.element.is_empty() {
        let (element, is_done) = (typed.element, typed.mark != "angre");
        let words = if is_done { "Det er skrevet ned." } else { "Angret." };
        return tap(&ctx, id, words, move |tx, actor, whose, now| {
            guidance::tick_element(tx, actor, whose, (&element, is_done), now)
        })
        .await;
    }
    let wish = typed.clone().into();
    let typed = (typed, TypedStep::default());
    act(&ctx, id, typed, "Det står i planen nå.", move |tx, actor, whose, now| {
        guidance::add_element(tx, actor, whose, &wish, now)
    })
    .await
}

/// POST `/intern/planer/{resident}/trinn`: a step, or that the newest is taken away.
pub(crate) async fn set_step(ctx: Ctx, id: OneId, form: HtmlForm<TypedStep>) -> PageResult {
    let typed = form.value;
    if !typed.undo.is_empty() {
        let step = typed.undo;
        return tap(&ctx, id, "Trinnet er tatt bort.", move |tx, actor, whose, now| {
            guidance::undo_step(tx, actor, whose, &step, now)
        })
        .await;
    }
    let wish = typed.clone().into();
    let typed = (TypedElement::default(), typed);
    act(&ctx, id, typed, "Trinnet er lagret.", move |tx, actor, whose, now| {
        guidance::set_step(tx, actor, whose, &wish, now)
    })
    .await
}

/// POST `/intern/planer/{resident}/pause`
pub(crate) async fn begin_pause_for(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    tap(&ctx, id, "Pausen er satt på. Alt som er gjort, står.", guidance::begin_pause).await
}

/// POST `/intern/planer/{resident}/pause/slutt`
pub(crate) async fn end_pause_for(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    tap(&ctx, id, "Pausen er slutt.", guidance::end_pause).await
}

/// POST `/intern/planer/{resident}/snakket`
pub(crate) async fn answered(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    tap(&ctx, id, "Fint at dere har snakket.", guidance::answer_ask).await
}
