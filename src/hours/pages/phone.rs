//! What a resident's own phone asks for: the form that opens without coverage, and the way in for
//! what was written then.

use askama::Template;
use serde::Serialize;

use super::super::model::{DayForm, HourKind};
use super::super::words;
use super::day::TypedDay;
use crate::db::{self, Once};
use crate::error::{ApiResult, PageResult};
use crate::hours;
use crate::web::{Ctx, HtmlForm, Page, json_created, json_ok};

#[derive(Template)]
#[template(path = "hours/offline.html")]
struct OfflinePage {
    page: Page,
    form: TypedDay,
    enterprises: Vec<(String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
}

/// GET `/intern/timer/uten-nett`: the day's form, to be kept on the phone. It holds nobody's name
/// and nobody's hours; the day is set by the phone when the form is opened.
pub(crate) async fn without_coverage(ctx: Ctx) -> PageResult {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    let (day, enterprises) = ctx
        .db()
        .read(move |conn| {
            Ok((hours::day_to_fill(conn, &actor, today)?, hours::enterprise_choices(conn, &actor)?))
        })
        .await?;
    let mut page = ctx.page("Skriv timer uten nett");
    page.person = None;
    page.flash = None;
    ctx.show(&OfflinePage {
        page,
        form: DayForm { order: String::new(), ..day }.into(),
        enterprises,
        kinds: HourKind::ALL.iter().map(|k| (k.as_str(), words::kind_words(*k))).collect(),
    })
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

/// POST `/intern/timer/ventende`: keeps a piece of a day once, however often its key comes; refusals
/// are told as to a program, so that the phone can show them where the day is mended.
pub(crate) async fn take_queued(ctx: Ctx, form: HtmlForm<TypedDay>) -> ApiResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let scope = format!("{}|POST /intern/timer/ventende", actor.account_id);
    let once = Once::new(scope, &form.key, &form.body)?;
    let day = DayForm::from(form.value);
    let entry = ctx
        .db()
        .write(move |tx| {
            db::answer_once(tx, &once, now, |tx| hours::log_draft(tx, &actor, &day, now))
        })
        .await?;
    let mut answer = json_created(&Taken { place: super::day::week_of(&entry.date) })?;
    let flash = ctx.saved_cookie();
    answer.add_cookie(&flash).map_err(|e| crate::error::AppError::internal(e.to_string()))?;
    Ok(answer)
}
