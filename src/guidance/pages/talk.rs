//! `/intern/samtale/{resident}`: a half-year talk, written down together.

use askama::Template;
use serde::Deserialize;

use super::{OneId, PlanView};
use crate::base::ResidentId;
use crate::error::{AppError, PageResult, Refusals};
use crate::guidance;
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "guidance/talk.html")]
struct TalkPage {
    page: Page,
    id: String,
    name: String,
    plan: PlanView,
    form: TypedTalk,
}

/// A talk as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TypedTalk {
    #[serde(default)]
    held_on: String,
    #[serde(default)]
    next_on: String,
    #[serde(default)]
    steps: String,
}

impl From<TypedTalk> for guidance::TalkForm {
    fn from(typed: TypedTalk) -> Self {
        Self { held_on: typed.held_on, next_on: typed.next_on, steps: typed.steps }
    }
}

/// GET `/intern/samtale/{resident}`
pub(crate) async fn talk_form(ctx: Ctx, id: OneId) -> PageResult {
    let form = TypedTalk { held_on: ctx.today().to_string(), ..TypedTalk::default() };
    show(&ctx, ResidentId::from_text(id.into_inner()), form, &Refusals::default()).await
}

async fn show(ctx: &Ctx, id: ResidentId, form: TypedTalk, refusals: &Refusals) -> PageResult {
    let (actor, now, asked) = (ctx.actor()?.clone(), ctx.now, id.clone());
    let (name, plan) = ctx.db().write(move |tx| guidance::plan_of(tx, &actor, &asked, now)).await?;
    let template = TalkPage {
        page: ctx.page(format!("Samtale med {name}")).refused_if(refusals),
        id: id.to_string(),
        name,
        plan: plan.into(),
        form,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/samtale/{resident}`
pub(crate) async fn hold_talk(ctx: Ctx, id: OneId, form: HtmlForm<TypedTalk>) -> PageResult {
    let (actor, now, typed) = (ctx.actor()?.clone(), ctx.now, form.value);
    let id = ResidentId::from_text(id.into_inner());
    let (wish, whose) = (typed.clone().into(), id.clone());
    match ctx.db().write(move |tx| guidance::hold_talk(tx, &actor, &whose, &wish, now)).await {
        Ok(()) => ctx.done(&format!("/intern/planer/{id}"), "Samtalen er skrevet ned."),
        Err(AppError::Refused(refusals)) => show(&ctx, id, typed, &refusals).await,
        Err(error) => Err(error.into()),
    }
}
