//! What a leader does with plans: finds them, takes the step to mentor together with someone, and
//! writes down who has left.

use askama::Template;
use serde::Deserialize;

use super::follow::tap;
use super::{OneId, Tap};
use crate::base::ResidentId;
use crate::error::{AppError, PageResult, Refusals};
use crate::guidance::{self, words};
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "guidance/list.html")]
struct ListPage {
    page: Page,
    residents: Vec<Line>,
}

struct Line {
    id: String,
    name: String,
    /// What waits for the leader; empty for nothing.
    waits: String,
}

/// GET `/intern/planer`
pub(crate) async fn list(ctx: Ctx) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let residents = ctx.db().write(move |tx| guidance::listed(tx, &actor, now)).await?;
    let residents = residents.into_iter().map(|one| {
        let asked = if one.asked { "Vil gjerne snakke, og har ingen mentor" } else { "" };
        let waits = [asked, words::growing_words(one.growing)];
        Line {
            id: one.resident_id.to_string(),
            name: one.name,
            waits: waits.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(". "),
        }
    });
    ctx.show(&ListPage { page: ctx.page("Planene til beboerne"), residents: residents.collect() })
}

/// POST `/intern/planer/{resident}/mentor`
pub(crate) async fn offer_mentoring(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    let words = "Spørsmålet står på siden til beboeren.";
    tap(&ctx, id, words, guidance::offer_mentoring).await
}

/// POST `/intern/planer/{resident}/mentor/rolle`
pub(crate) async fn give_mentoring(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    let words = "Rollen er gitt. Beboeren må logge inn på nytt.";
    tap(&ctx, id, words, guidance::give_mentoring).await
}

/// POST `/intern/planer/{resident}/mentor/nei`
pub(crate) async fn decline_mentoring(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    tap(&ctx, id, "Det er lagt bort.", guidance::decline_mentoring).await
}

#[derive(Template)]
#[template(path = "guidance/departure.html")]
struct DeparturePage {
    page: Page,
    id: String,
    name: String,
    form: TypedDeparture,
    is_written: bool,
    /// The page of the account; empty when the link is cut.
    account: String,
    lasting: Vec<String>,
}

/// A departure as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TypedDeparture {
    #[serde(default)]
    left_on: String,
    #[serde(default)]
    to_work: String,
    #[serde(default)]
    own_home: String,
    #[serde(default)]
    self_supporting: String,
}

impl From<TypedDeparture> for guidance::DepartureForm {
    fn from(typed: TypedDeparture) -> Self {
        let is_on = |text: &str| text == "on";
        Self {
            to_work: is_on(&typed.to_work),
            own_home: is_on(&typed.own_home),
            self_supporting: is_on(&typed.self_supporting),
            left_on: typed.left_on,
        }
    }
}

/// GET `/intern/planer/{resident}/utflytting`
pub(crate) async fn departure(ctx: Ctx, id: OneId) -> PageResult {
    show(&ctx, ResidentId::from_text(id.into_inner()), None, &Refusals::default()).await
}

async fn show(
    ctx: &Ctx,
    id: ResidentId,
    typed: Option<TypedDeparture>,
    refusals: &Refusals,
) -> PageResult {
    let (actor, now, asked) = (ctx.actor()?.clone(), ctx.now, id.clone());
    let leaving = ctx.db().write(move |tx| guidance::leaving(tx, &actor, &asked, now)).await?;
    let on = |is_on: bool| if is_on { "on".to_owned() } else { String::new() };
    let written = leaving.written.as_ref().map(|row| TypedDeparture {
        left_on: row.left_on.to_string(),
        to_work: on(row.to_work),
        own_home: on(row.own_home),
        self_supporting: on(row.self_supporting),
    });
    let template = DeparturePage {
        page: ctx.page(format!("{} flytter ut", leaving.name)).refused_if(refusals),
        id: id.to_string(),
        name: leaving.name,
        is_written: written.is_some(),
        form: typed.or(written).unwrap_or_else(|| TypedDeparture {
            left_on: ctx.today().to_string(),
            ..TypedDeparture::default()
        }),
        account: leaving.account_id.map(|id| format!("/intern/folk/{id}")).unwrap_or_default(),
        lasting: leaving.lasting,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/planer/{resident}/utflytting`
pub(crate) async fn record_departure(
    ctx: Ctx,
    id: OneId,
    form: HtmlForm<TypedDeparture>,
) -> PageResult {
    let (actor, now, typed) = (ctx.actor()?.clone(), ctx.now, form.value);
    let id = ResidentId::from_text(id.into_inner());
    let (wish, whose) = (typed.clone().into(), id.clone());
    let written =
        ctx.db().write(move |tx| guidance::record_departure(tx, &actor, &whose, &wish, now)).await;
    match written {
        Ok(()) => ctx.saved(&format!("/intern/planer/{id}/utflytting")),
        Err(AppError::Refused(refusals)) => show(&ctx, id, Some(typed), &refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/planer/{resident}/utflytting/angre`
pub(crate) async fn undo_departure(ctx: Ctx, id: OneId, _form: Tap) -> PageResult {
    tap(&ctx, id, "Angret.", |tx, actor, whose, _| guidance::undo_departure(tx, actor, whose)).await
}
