//! A resident's own week: seven lines, and the way to send it.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::super::words;
use super::clock::{Panel, Stopped, forget_stopped, panel, stopped_of};
use super::corrections::asked;
use super::day::{TypedDay, UNDO, undo_of};
use super::{DayLine, day_or, minutes_of, monday_of, week_lines};
use crate::base::{EntryId, Minutes, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::hours::{self, HourCorrection, Logged, Warning};
use crate::people::Actor;
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
    pub(super) day: String,
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
    /// Does today stand empty, and is one not at work?
    is_today_open: bool,
    /// The day that one tap would copy into today, in words.
    copy_of: String,
    /// Drafts of the week, in words; empty when there is none.
    unsent: String,
    /// Has one said that nothing more comes?
    is_finished: bool,
    /// May one say so now?
    may_finish: bool,
    /// Kind words about the whole week.
    warnings: Vec<String>,
    /// Orders whose agreed time is used, in kind words.
    jobs: Vec<String>,
    undo: Option<TypedDay>,
    /// The button in and out, in the week that runs.
    panel: Option<Panel>,
}

/// GET `/intern/timer`: one's own week.
pub(crate) async fn week(ctx: Ctx, query: web::Query<WhichWeek>) -> PageResult {
    let monday = monday_of(day_or(query.dag.as_ref(), ctx.today()));
    show_week(&ctx, monday, None).await
}

/// Everything that a week's page reads.
struct Read {
    logged: Vec<Logged>,
    corrections: Vec<HourCorrection>,
    warnings: Vec<Warning>,
    copied: Option<NaiveDate>,
    jobs: Vec<String>,
    is_finished: bool,
    panel: Option<Panel>,
}

fn read(
    conn: &mut DbConn,
    actor: &Actor,
    monday: NaiveDate,
    undo: Option<Stopped>,
    now: UtcTime,
) -> AppResult<Read> {
    let own = actor.resident_id.as_ref().ok_or(AppError::Forbidden)?;
    let today = now.oslo_date();
    let logged = hours::week_of(conn, own, monday)?;
    let ids: Vec<EntryId> = logged.iter().map(|l| l.entry.id.clone()).collect();
    let panel =
        if monday == monday_of(today) { Some(panel(conn, actor, None, undo, now)?) } else { None };
    Ok(Read {
        corrections: hours::own_corrections(conn, actor, &ids)?,
        warnings: hours::warnings_for(conn, own, monday, now)?,
        copied: hours::day_to_copy(conn, own, today)?,
        is_finished: hours::is_finished(conn, own, monday)?,
        jobs: hours::job_words(conn, &logged, now)?,
        panel,
        logged,
    })
}

async fn show_week(ctx: &Ctx, monday: NaiveDate, refused: Option<Refusals>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (stopped, undo) = (stopped_of(ctx), undo_of(ctx));
    let found = ctx.db().read(move |conn| read(conn, &actor, monday, stopped, now)).await?;
    let page = ctx.page("Timene mine").refused_if(&refused.clone().unwrap_or_default());
    let template = week_page(page, monday, ctx.today(), found, undo);
    let mut answer =
        if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }?;
    if template.panel.is_some_and(|panel| panel.undo.is_some()) {
        forget_stopped(ctx, &mut answer)?;
    }
    if template.undo.is_some() {
        let mut gone = ctx.set_cookie(UNDO, "");
        gone.make_removal();
        answer.add_cookie(&gone).map_err(|e| AppError::internal(e.to_string()))?;
    }
    Ok(answer)
}

fn week_page(
    page: Page,
    monday: NaiveDate,
    today: NaiveDate,
    found: Read,
    undo: Option<TypedDay>,
) -> WeekPage {
    let logged = &found.logged;
    let mut lines = week_lines(monday, today, logged, &found.warnings);
    for piece in lines.iter_mut().flat_map(|line| &mut line.pieces) {
        piece.asked = asked(&found.corrections, &EntryId::from_text(piece.id.clone()));
    }
    let drafts = logged.iter().filter(|l| l.entry.state == hours::EntryState::Draft).count();
    let is_this_week = monday == monday_of(today);
    let is_running = found.panel.as_ref().is_some_and(|panel| panel.running.is_some());
    let has_today = logged.iter().any(|l| l.entry.entry_date == today);
    let is_today_open = is_this_week && !has_today && !is_running;
    let of_week = found.warnings.iter().filter(|warning| warning.date.is_none());
    WeekPage {
        page,
        week: words::week_words(monday),
        sum: Minutes::words(minutes_of(logged.iter())),
        lines,
        monday,
        before: monday - chrono::TimeDelta::days(7),
        after: (!is_this_week).then(|| monday + chrono::TimeDelta::days(7)),
        today,
        is_today_open,
        copy_of: found.copied.map(copy_words(today)).filter(|_| is_today_open).unwrap_or_default(),
        unsent: match drafts {
            0 => String::new(),
            count => words::counted(count, "linje er ikke sendt", "linjer er ikke sendt"),
        },
        is_finished: found.is_finished && drafts == 0,
        may_finish: drafts > 0 || (monday <= today && (!is_this_week || !logged.is_empty())),
        warnings: of_week.map(|warning| warning.words.clone()).collect(),
        jobs: found.jobs,
        undo,
        panel: found.panel,
    }
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

/// POST `/intern/timer/uke`: sends the week's drafts and says that nothing more comes.
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
