//! A resident's own week: seven lines, and the way to send it.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::super::words;
use super::day::{TypedDay, undo_of};
use super::{DayLine, day_or, minutes_of, monday_of, week_lines};
use crate::base::Minutes;
use crate::error::{AppError, PageResult, Refusals};
use crate::hours;
use crate::web::{Ctx, HtmlForm, Page};

/// Which week; any of its days.
#[derive(Deserialize)]
pub(crate) struct WhichWeek {
    dag: Option<String>,
}

/// A day, from a form with no other field.
#[derive(Deserialize)]
pub(crate) struct WhichDay {
    #[serde(default)]
    day: String,
}

#[derive(Template)]
#[template(path = "hours/week.html")]
struct WeekPage {
    page: Page,
    week: String,
    lines: Vec<DayLine>,
    sum: String,
    monday: NaiveDate,
    before: NaiveDate,
    /// None in the week that runs.
    after: Option<NaiveDate>,
    today: NaiveDate,
    /// Does today stand empty?
    is_today_open: bool,
    /// The day that one tap would copy into today, in words.
    copy_of: String,
    /// Drafts of the week, in words; empty when there is none.
    unsent: String,
    undo: Option<TypedDay>,
}

/// GET `/intern/timer`: one's own week.
pub(crate) async fn week(ctx: Ctx, query: web::Query<WhichWeek>) -> PageResult {
    let monday = monday_of(day_or(query.dag.as_ref(), ctx.today()));
    show_week(&ctx, monday, None).await
}

async fn show_week(ctx: &Ctx, monday: NaiveDate, refused: Option<Refusals>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, today) = (ctx.now, ctx.today());
    let own = actor.resident_id.clone().ok_or(AppError::Forbidden)?;
    let (logged, copied, warnings) = ctx
        .db()
        .read(move |conn| {
            let copied = hours::day_to_copy(conn, &own, today)?;
            let warnings = hours::warnings_for(conn, &own, monday, now)?;
            Ok((hours::week_of(conn, &own, monday)?, copied, warnings))
        })
        .await?;
    let lines = week_lines(monday, today, &logged, &warnings);
    let drafts = logged.iter().filter(|l| l.entry.state == hours::EntryState::Draft).count();
    let is_this_week = monday == monday_of(today);
    let is_today_open = is_this_week && !logged.iter().any(|l| l.entry.entry_date == today);
    let unsent = match drafts {
        0 => String::new(),
        count => words::counted(count, "linje er ikke sendt", "linjer er ikke sendt"),
    };
    let undo = undo_of(ctx);
    let page = ctx.page("Timene mine");
    let template = WeekPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        week: words::week_words(monday),
        sum: Minutes::words(minutes_of(logged.iter())),
        lines,
        monday,
        before: monday - chrono::TimeDelta::days(7),
        after: (!is_this_week).then(|| monday + chrono::TimeDelta::days(7)),
        today,
        is_today_open,
        copy_of: copied.map(copy_words(today)).filter(|_| is_today_open).unwrap_or_default(),
        unsent,
        undo,
    };
    let mut answer =
        if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }?;
    if template.undo.is_some() {
        let mut gone = ctx.set_cookie("angre", "");
        gone.make_removal();
        answer.add_cookie(&gone).map_err(|e| AppError::internal(e.to_string()))?;
    }
    Ok(answer)
}

/// `gårsdagen`, or the day's name.
fn copy_words(today: NaiveDate) -> impl Fn(NaiveDate) -> String {
    move |day| {
        if day.succ_opt() == Some(today) {
            "gårsdagen".to_owned()
        } else {
            words::day_words(day).to_lowercase()
        }
    }
}

/// POST `/intern/timer/kopi`: the last logged day, once more.
pub(crate) async fn copy_day(ctx: Ctx, form: HtmlForm<WhichDay>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, today) = (ctx.now, ctx.today());
    let to = day_or(Some(&form.value.day), today);
    match ctx.db().write(move |tx| hours::copy_day(tx, &actor, to, now)).await {
        Ok(from) => {
            let words = format!("{} er kopiert.", words::day_words(from));
            ctx.done(&format!("/intern/timer?dag={to}"), &words)
        }
        Err(AppError::Refused(refusals)) => show_week(&ctx, monday_of(to), Some(refusals)).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/timer/uke`: sends the week's drafts.
pub(crate) async fn send_week(ctx: Ctx, form: HtmlForm<WhichDay>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let monday = monday_of(day_or(Some(&form.value.day), ctx.today()));
    match ctx.db().write(move |tx| hours::finish_week(tx, &actor, monday, now)).await {
        Ok(_count) => {
            let words = format!("{} er sendt inn. Takk!", words::week_words(monday));
            ctx.done(&format!("/intern/timer?dag={monday}"), &words)
        }
        Err(AppError::Refused(refusals)) => show_week(&ctx, monday, Some(refusals)).await,
        Err(error) => Err(error.into()),
    }
}
