//! `/intern/det-jeg-kan/ny`: show something one can, with a picture, a line or own hours.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::actions::{self, Chosen, EvidenceForm};
use crate::base::{PhotoError, Prepared, random_token};
use crate::db::{Once, answer_once, held_file, hold_file};
use crate::error::{AppError, PageResult, Refusal, Refusals};
use crate::web::{Ctx, Page, Upload, see_other};

#[derive(Template)]
#[template(path = "qualifications/show.html")]
struct ShowPage {
    page: Page,
    key: String,
    form: EvidenceForm,
    photo_hint: &'static str,
    enterprises: Vec<(String, String)>,
    hours: Vec<(String, String)>,
    goals: Vec<GoalGroup>,
}

struct GoalGroup {
    name: String,
    /// Id, words, and whether it is ticked.
    goals: Vec<(String, String, bool)>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// A goal to begin with.
    mal: Option<String>,
}

/// `GET /intern/det-jeg-kan/ny`
pub(crate) async fn new(ctx: Ctx, query: Query<Asked>) -> PageResult {
    let choices = load(&ctx).await?;
    let enterprise = match choices.enterprises.as_slice() {
        [(code, _)] => code.clone(),
        _ => String::new(),
    };
    let form = EvidenceForm {
        date: ctx.today().to_string(),
        goals: query.mal.iter().cloned().collect(),
        enterprise,
        ..EvidenceForm::default()
    };
    ctx.show(&view(&ctx, choices, form, random_token(), None))
}

/// What is said of the picture.
const CHOOSE: &str = "Ta et bilde, eller velg et du har.";
const HELD: &str = "Bildet du valgte, er tatt vare på. Velg et nytt bare hvis du vil ha et annet.";

async fn load(ctx: &Ctx) -> Result<Chosen, AppError> {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    ctx.db().read(move |conn| actions::choices(conn, &actor, today)).await
}

fn view(
    ctx: &Ctx,
    choices: Chosen,
    form: EvidenceForm,
    key: String,
    refusals: Option<&Refusals>,
) -> ShowPage {
    let page = ctx.page("Vis fram noe du kan");
    let hours = choices.hours.into_iter().map(|(id, date, minutes, place)| {
        (id.to_string(), format!("{} i {place}, {minutes}", date.format("%d.%m.")))
    });
    let goals = choices.goals.into_iter().map(|(name, goals)| GoalGroup {
        name,
        goals: goals
            .into_iter()
            .map(|goal| {
                let is_ticked = form.goals.contains(&goal.id);
                (goal.id, goal.words, is_ticked)
            })
            .collect(),
    });
    ShowPage {
        page: match refusals {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        key,
        photo_hint: CHOOSE,
        hours: hours.collect(),
        goals: goals.collect(),
        enterprises: choices.enterprises,
        form,
    }
}

/// `POST /intern/det-jeg-kan/bilde`
pub(crate) async fn show(ctx: Ctx, upload: Upload) -> PageResult {
    let form = EvidenceForm {
        words: upload.text("words"),
        date: upload.text("date"),
        enterprise: upload.text("enterprise"),
        hours: upload.text("hours"),
        goals: upload.all("goals"),
    };
    let key = match upload.text("nokkel") {
        key if key.is_empty() => random_token(),
        key => key,
    };
    let photo = match upload.photo().await {
        Ok(photo) => Some(photo),
        Err(PhotoError::Missing) => held(&ctx, &key).await?,
        Err(error) => {
            let photo = held(&ctx, &key).await?;
            return refused(&ctx, form, (key, photo), &Refusal::from(error).into()).await;
        }
    };
    match keep(&ctx, form.clone(), photo.clone(), &key).await {
        Ok(id) => Ok(see_other(&format!("/intern/det-jeg-kan?ny={id}"), &[])),
        Err(AppError::Refused(refusals)) => refused(&ctx, form, (key, photo), &refusals).await,
        Err(other) => Err(other.into()),
    }
}

/// The form once more, with the reasons. A browser cannot fill in a file again: what was chosen is
/// held by the form's key.
async fn refused(
    ctx: &Ctx,
    form: EvidenceForm,
    (key, photo): (String, Option<Prepared>),
    refusals: &Refusals,
) -> PageResult {
    let has_photo = photo.is_some();
    if let Some(photo) = photo {
        hold(ctx, key.clone(), photo).await?;
    }
    let mut page = view(ctx, load(ctx).await?, form, key, Some(refusals));
    page.photo_hint = if has_photo { HELD } else { CHOOSE };
    ctx.show_refused(&page)
}

fn holder(ctx: &Ctx) -> Result<String, AppError> {
    Ok(format!("{} det-jeg-kan bilde", ctx.actor()?.account_id))
}

async fn hold(ctx: &Ctx, key: String, photo: Prepared) -> Result<(), AppError> {
    let (whose, now) = (holder(ctx)?, ctx.now);
    let body = format!("{} {}", photo.id, photo.base64);
    ctx.db().write(move |tx| Ok(hold_file(tx, (&whose, &key), &body, now)?)).await
}

/// The picture that came with the same form before; None when there was none, or it is too long ago.
async fn held(ctx: &Ctx, key: &str) -> Result<Option<Prepared>, AppError> {
    let (whose, key, now) = (holder(ctx)?, key.to_owned(), ctx.now);
    let body = ctx.db().read(move |conn| Ok(held_file(conn, (&whose, &key), now)?)).await?;
    let photo = body.as_deref().and_then(|body| body.split_once(' '));
    Ok(photo.map(|(id, base64)| Prepared { id: id.to_owned(), base64: base64.to_owned() }))
}

async fn keep(
    ctx: &Ctx,
    form: EvidenceForm,
    photo: Option<Prepared>,
    key: &str,
) -> Result<String, AppError> {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let picture = photo.as_ref().map(|photo| photo.id.clone()).unwrap_or_default();
    let once = Once::new(
        format!("{} det-jeg-kan", actor.account_id),
        key,
        &format!("{form:?} {picture}"),
    )?;
    ctx.db()
        .write(move |tx| {
            answer_once(tx, &once, now, |tx| {
                actions::show_evidence(tx, &actor, &form, photo.as_ref(), now)
            })
        })
        .await
}
