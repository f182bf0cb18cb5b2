//! What a resident's own phone asks for: the form that opens without coverage, and the way in for
//! what was written then.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::super::model::{DayForm, EntryAnswer, HourKind};
use super::day::{self, TypedDay};
use crate::base::UtcTime;
use crate::db::{self, DbConn, Once};
use crate::error::{ApiResult, AppResult, PageResult};
use crate::hours;
use crate::people::Actor;
use crate::web::{Ctx, HtmlForm, Page, json_created, json_ok};

/// Minutes of break that the form begins with.
const USUAL_BREAK: &str = "30";

#[derive(Template)]
#[template(path = "hours/offline.html")]
struct OfflinePage {
    page: Page,
    form: TypedDay,
    choices: day::Choices,
}

/// GET `/intern/timer/uten-nett`: the day's form, to be kept on the phone. It holds nobody's name
/// and nobody's hours; the day is set by the phone when the form is opened.
pub(crate) async fn without_coverage(ctx: Ctx) -> PageResult {
    let actor = ctx.actor()?.clone();
    let places = ctx.db().read(move |conn| hours::enterprise_choices(conn, &actor)).await?;
    let form = TypedDay::from(DayForm {
        date: ctx.today().to_string(),
        enterprise: places.first().map(|(code, _)| code.clone()).unwrap_or_default(),
        break_minutes: USUAL_BREAK.into(),
        kind: HourKind::Training.to_string(),
        ..DayForm::default()
    });
    let choices = day::choices(&ctx, &form).await?;
    let mut page = ctx.page("Skriv timer uten nett");
    page.person = None;
    page.flash = None;
    ctx.show(&OfflinePage { page, form, choices })
}

/// What a form from this browser must bring back now, and whose it is.
#[derive(Serialize)]
struct Token {
    csrf: String,
    owner: String,
}

/// GET `/intern/timer/ventende`: is there coverage, and is one still signed in?
pub(crate) async fn queue_token(ctx: Ctx) -> ApiResult {
    let owner = ctx.owner_word(ctx.actor()?);
    json_ok(&Token { csrf: ctx.form_token(), owner })
}

/// Where what was sent can be seen.
#[derive(Serialize)]
struct Taken {
    place: String,
}

/// A day's fields as the phone sends them.
#[derive(Deserialize)]
pub(crate) struct QueuedDay {
    #[serde(default)]
    date: String,
    #[serde(default)]
    start: String,
    #[serde(default)]
    end: String,
    #[serde(default)]
    break_minutes: String,
    #[serde(default)]
    enterprise: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    order: String,
    /// Not empty when the day is that of the clock that ran when coverage was lost.
    #[serde(default)]
    clock: String,
}

/// POST `/intern/timer/ventende`: keeps a piece of a day once, however often its key comes; refusals
/// are told as to a program, so that the phone can show them where the day is mended.
pub(crate) async fn take_queued(ctx: Ctx, form: HtmlForm<QueuedDay>) -> ApiResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let scope = format!("{}|POST /intern/timer/ventende", actor.account_id);
    let once = Once::new(scope, &form.key, &form.body)?;
    let QueuedDay { date, start, end, break_minutes, enterprise, kind, order, clock } = form.value;
    let typed = TypedDay { date, start, end, break_minutes, enterprise, kind, order };
    let (day, is_clocks) = (DayForm::from(typed), !clock.is_empty());
    let entry = ctx
        .db()
        .write(move |tx| {
            db::answer_once(tx, &once, now, |tx| log(tx, &actor, &day, is_clocks, now))
        })
        .await?;
    let mut answer = json_created(&Taken { place: day::week_of(&entry.date) })?;
    let flash = ctx.saved_cookie();
    answer.add_cookie(&flash).map_err(|e| crate::error::AppError::internal(e.to_string()))?;
    Ok(answer)
}

/// Logs a day; the day of a clock that still runs stops it.
fn log(
    tx: &mut DbConn,
    actor: &Actor,
    day: &DayForm,
    is_clocks: bool,
    now: UtcTime,
) -> AppResult<EntryAnswer> {
    let running = match (&actor.resident_id, is_clocks) {
        (Some(own), true) => hours::clock_of(tx, own)?,
        _ => None,
    };
    if running.is_some_and(|clock| clock.started_at.oslo_date().to_string() == day.date) {
        hours::clock_told(tx, actor, day, now)
    } else {
        hours::log_draft(tx, actor, day, now)
    }
}
