//! One big button: in, out, and a kind question when it was forgotten.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::model::{DayForm, HourKind};
use super::super::words;
use super::approval::Nothing;
use super::day::{Fields, TypedDay, show_fields};
use super::{kind_choices, place_of, undo};
use crate::base::{EntryId, Minutes, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::hours::{self, Clock, ClockIn, ClockedOut};
use crate::people::pages as people;
use crate::people::{Actor, Right};
use crate::web::{Ctx, HtmlForm, Page, see_other};

/// Where the clock stands, and what one may do with it.
pub(super) struct Panel {
    /// None when one is not at work.
    pub(super) running: Option<Running>,
    pub(super) wish: Typed,
    /// What is proposed, in words.
    pub(super) wish_words: String,
    pub(super) enterprises: Vec<(String, String)>,
    pub(super) kinds: Vec<(&'static str, &'static str)>,
    pub(super) orders: Vec<(String, String)>,
    /// The clock that was just stopped, to be had back.
    pub(super) undo: Option<Stopped>,
}

/// One is at work.
pub(super) struct Running {
    pub(super) since: String,
    pub(super) place: String,
    /// It began before today, and might have been forgotten.
    pub(super) is_old: bool,
    /// It has gone for so long that it was.
    pub(super) is_forgotten: bool,
    /// It began just now, and may have been a slip.
    pub(super) is_fresh: bool,
    /// Its day up to the end, as JSON: what a phone fills a form with when there is no coverage.
    pub(super) day: String,
}

/// At what one begins, as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    pub(super) enterprise: String,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) order: String,
}

/// A stopped clock in the browser's own cookie and form.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Stopped {
    /// The drafts it became, with spaces between.
    #[serde(default)]
    pub(super) drafts: String,
    /// Seconds since the Unix epoch; empty to stop a clock that runs.
    #[serde(default)]
    pub(super) started: String,
    #[serde(default)]
    pub(super) enterprise: String,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) order: String,
}

/// Minutes within which a tap was perhaps a slip.
const FRESH_MINUTES: i64 = 10;
/// Seconds back that a stopped clock may be had back from: no clock runs for longer.
const UNDO_SECONDS_MAX: i64 = 16 * 3600;
const UNDO: &str = "klokke";

#[derive(Template)]
#[template(path = "hours/home.html")]
struct HomePage {
    page: Page,
    panel: Panel,
    ways: Vec<people::Way>,
}

#[derive(Template)]
#[template(path = "hours/break.html")]
struct BreakPage {
    page: Page,
    since: String,
    worked: String,
    /// Where one comes back to.
    place: &'static str,
    /// Minutes and their words.
    breaks: Vec<(i32, String)>,
}

/// The break that one had.
#[derive(Deserialize)]
pub(crate) struct TypedBreak {
    #[serde(default)]
    break_minutes: String,
}

/// GET `/intern`: where one lands; for a resident, the button.
pub(crate) async fn home(ctx: Ctx) -> PageResult {
    if !ctx.actor()?.may(Right::LogHours) || ctx.actor()?.resident_id.is_none() {
        return people::home(&ctx);
    }
    show_home(&ctx, None).await
}

async fn show_home(ctx: &Ctx, refused: Option<(Typed, Refusals)>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let undo = stopped_of(ctx);
    let (typed, refusals) = match refused {
        Some((typed, refusals)) => (Some(typed), refusals),
        None => (None, Refusals::default()),
    };
    let asking = actor.clone();
    let panel = ctx.db().read(move |conn| panel(conn, &asking, typed, undo, now)).await?;
    let page = ctx.page(people::greeting(&actor)).refused_if(&refusals);
    let offers_undo = panel.undo.is_some();
    let template = HomePage { page, panel, ways: people::ways(&actor) };
    let mut answer =
        if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }?;
    if offers_undo {
        forget_stopped(ctx, &mut answer)?;
    }
    Ok(answer)
}

/// Where the clock stands for someone.
pub(super) fn panel(
    conn: &mut DbConn,
    actor: &Actor,
    typed: Option<Typed>,
    undo: Option<Stopped>,
    now: UtcTime,
) -> AppResult<Panel> {
    let resident_id = actor.resident_id.as_ref().ok_or(AppError::Forbidden)?;
    let clock = hours::clock_of(conn, resident_id)?;
    let today = now.oslo_date();
    let wish = if let Some(typed) = typed {
        typed
    } else {
        let ClockIn { enterprise, kind, order } = hours::clock_proposal(conn, actor, now)?;
        Typed { enterprise, kind, order }
    };
    let enterprises = hours::enterprise_choices(conn, actor)?;
    let orders = super::day::order_choices(conn, actor, today, wish.order.clone())?;
    let kinds = kind_choices(&hours::kinds_for(conn, resident_id, today)?);
    Ok(Panel {
        running: clock.as_ref().map(|clock| running(clock, now)),
        wish_words: wish_words(&wish, &enterprises, &orders),
        wish,
        enterprises,
        kinds,
        orders,
        undo: undo.filter(|_| clock.is_none()),
    })
}

fn running(clock: &Clock, now: UtcTime) -> Running {
    let order = clock.order_number.as_ref().map(|n| format!(", {n}")).unwrap_or_default();
    let kind = words::kind_words(clock.kind);
    Running {
        since: since_words(clock.started_at, now.oslo_date()),
        place: format!("{}, {kind}{order}", clock.enterprise_name),
        is_old: clock.is_from_another_day(now),
        is_forgotten: clock.is_forgotten(now),
        is_fresh: now.minutes_since(clock.started_at) < FRESH_MINUTES,
        day: serde_json::to_string(&TypedDay::from(hours::clock_form(clock))).unwrap_or_default(),
    }
}

/// `kl. 08:02`, `i går kl. 22:00`, `mandag 16. mars kl. 08:00`
fn since_words(at: UtcTime, today: NaiveDate) -> String {
    let (date, clock) = (at.oslo_date(), at.oslo_clock());
    if date == today {
        format!("kl. {clock}")
    } else if date.succ_opt() == Some(today) {
        format!("i går kl. {clock}")
    } else {
        format!("{} kl. {clock}", words::day_words(date).to_lowercase())
    }
}

fn wish_words(
    wish: &Typed,
    enterprises: &[(String, String)],
    orders: &[(String, String)],
) -> String {
    let named = |list: &[(String, String)], code: &str| {
        list.iter().find(|(own, _)| own == code).map(|(_, words)| words.clone())
    };
    let kind = HourKind::parse(&wish.kind).map(|kind| words::kind_words(kind).to_owned());
    let parts = [named(enterprises, &wish.enterprise), kind, named(orders, &wish.order)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// POST `/intern/timer/klokke/inn`
pub(crate) async fn clock_in(ctx: Ctx, form: HtmlForm<Typed>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, typed) = (ctx.now, form.value);
    let Typed { enterprise, kind, order } = typed.clone();
    let wish = ClockIn { enterprise, kind, order };
    match ctx.db().write(move |tx| hours::clock_in(tx, &actor, &wish, now)).await {
        Ok(clock) => {
            let words = format!("Du er i gang i {}. God arbeidsdag!", clock.enterprise_name);
            ctx.done("/intern", &words)
        }
        Err(AppError::Refused(refusals)) => show_home(&ctx, Some((typed, refusals))).await,
        Err(error) => Err(error.into()),
    }
}

/// The clock that runs for whoever asks; None when none does.
async fn own_clock(ctx: &Ctx) -> AppResult<Option<Clock>> {
    let own = ctx.actor()?.resident_id.clone().ok_or(AppError::Forbidden)?;
    ctx.db().read(move |conn| hours::clock_of(conn, &own)).await
}

const NOT_AT_WORK: &str = "Du er ikke meldt på jobb nå.";

/// GET `/intern/timer/klokke/ut`: how long was the break?
pub(crate) async fn ask_break(ctx: Ctx) -> PageResult {
    match own_clock(&ctx).await? {
        Some(clock) if clock.is_forgotten(ctx.now) => {
            Ok(see_other("/intern/timer/klokke/glemt", &[]))
        }
        Some(clock) => show_break(&ctx, &clock, &Refusals::default()),
        None => ctx.done("/intern", NOT_AT_WORK),
    }
}

fn show_break(ctx: &Ctx, clock: &Clock, refusals: &Refusals) -> PageResult {
    let minutes = ctx.now.minutes_since(clock.started_at);
    let breaks = [0, 15, 30, 45, 60].into_iter().filter(|rest| i64::from(*rest) < minutes.max(1));
    let words = |rest: i32| match rest {
        0 => "Ingen pause".to_owned(),
        60 => "1 time".to_owned(),
        rest => format!("{rest} minutter"),
    };
    let template = BreakPage {
        page: ctx.page("Hvor lang pause hadde du?").refused_if(refusals),
        since: since_words(clock.started_at, ctx.today()),
        worked: Minutes::words(minutes),
        place: place_of(ctx),
        breaks: breaks.map(|rest| (rest, words(rest))).collect(),
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/timer/klokke/ut`
pub(crate) async fn clock_out(ctx: Ctx, form: HtmlForm<TypedBreak>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let rest = form.value.break_minutes.trim().parse().unwrap_or(-1);
    let done = ctx.db().write(move |tx| hours::clock_out(tx, &actor, rest, now)).await;
    match done {
        Ok(ClockedOut::Logged(logged, clock)) => {
            let words = hours::clocked_out_words(&logged);
            let drafts: Vec<&str> = logged.iter().map(|entry| entry.id.as_str()).collect();
            let was = Stopped {
                drafts: drafts.join(" "),
                started: clock.started_at.unix_seconds().to_string(),
                enterprise: clock.enterprise_code,
                kind: clock.kind.to_string(),
                order: clock.order_number.unwrap_or_default(),
            };
            let kept = undo::keep(&ctx, UNDO, &was)?;
            let mut answer = ctx.done("/intern", &words)?;
            answer.add_cookie(&kept).map_err(|e| AppError::internal(e.to_string()))?;
            Ok(answer)
        }
        Ok(ClockedOut::TooShort) => {
            ctx.done("/intern", "Det var under ett minutt. Ingenting er lagret.")
        }
        Ok(ClockedOut::Ask) => Ok(see_other("/intern/timer/klokke/glemt", &[])),
        Err(AppError::Refused(refusals)) => match own_clock(&ctx).await? {
            None => ctx.done("/intern", NOT_AT_WORK),
            Some(clock) if refusals.at("break_minutes").is_some() => {
                show_break(&ctx, &clock, &refusals)
            }
            Some(clock) => {
                let end = now.oslo_clock().to_string();
                let typed = DayForm { end, ..hours::clock_form(&clock) };
                show_end(&ctx, typed.into(), Some(&refusals)).await
            }
        },
        Err(error) => Err(error.into()),
    }
}

/// GET `/intern/timer/klokke/glemt`: when did you leave?
pub(crate) async fn ask_end(ctx: Ctx) -> PageResult {
    match own_clock(&ctx).await? {
        Some(clock) => show_end(&ctx, hours::clock_form(&clock).into(), None).await,
        None => ctx.done("/intern", NOT_AT_WORK),
    }
}

async fn show_end(ctx: &Ctx, form: TypedDay, refused: Option<&Refusals>) -> PageResult {
    let fields = Fields {
        title: "Når gikk du?",
        action: "/intern/timer/klokke/glemt".into(),
        note: String::new(),
        forget: "/intern/timer/klokke/angre".into(),
    };
    show_fields(ctx, fields, form, refused).await
}

/// POST `/intern/timer/klokke/glemt`
pub(crate) async fn tell_end(ctx: Ctx, form: HtmlForm<TypedDay>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, typed) = (ctx.now, form.value);
    let day = DayForm::from(typed.clone());
    match ctx.db().write(move |tx| hours::clock_told(tx, &actor, &day, now)).await {
        Ok(entry) => ctx.saved(&format!("/intern/timer?dag={}", entry.date)),
        Err(AppError::Refused(refusals)) => show_end(&ctx, typed, Some(&refusals)).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/timer/klokke/angre`: a clock that runs is gone, or one that was stopped runs again.
pub(crate) async fn clock_undo(ctx: Ctx, form: HtmlForm<Stopped>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, was) = (ctx.now, form.value);
    let is_stopped = !was.started.is_empty();
    let undone = ctx.db().write(move |tx| {
        if !is_stopped {
            return hours::clock_undo(tx, &actor, now);
        }
        let second = now.unix_seconds();
        let was_second: i64 = was.started.parse().unwrap_or(second);
        let back = second - was_second.clamp(second - UNDO_SECONDS_MAX, second);
        let started = now.plus_seconds(-back);
        let drafts: Vec<EntryId> = was.drafts.split(' ').map(EntryId::from_text).collect();
        let wish = ClockIn { enterprise: was.enterprise, kind: was.kind, order: was.order };
        hours::clock_resume(tx, &actor, &drafts, &wish, started)
    });
    match undone.await {
        Ok(()) if is_stopped => ctx.done("/intern", "Angret. Klokka går igjen."),
        Ok(()) => ctx.done("/intern", "Angret. Ingenting er lagret."),
        Err(AppError::Refused(refusals)) => {
            let words = refusals.all().first().map(|r| r.detail.clone()).unwrap_or_default();
            ctx.done("/intern", &words)
        }
        Err(error) => Err(error.into()),
    }
}

/// The clock that was just stopped, from the browser's own cookie.
pub(super) fn stopped_of(ctx: &Ctx) -> Option<Stopped> {
    undo::kept(ctx, UNDO)
}

/// The undo is offered once.
pub(super) fn forget_stopped(ctx: &Ctx, answer: &mut actix_web::HttpResponse) -> AppResult<()> {
    let mut gone = ctx.set_cookie(UNDO, "");
    gone.make_removal();
    answer.add_cookie(&gone).map_err(|e| AppError::internal(e.to_string()))
}

/// POST `/intern/timer/uke/angre`: a finished week is open again.
pub(crate) async fn reopen_week(ctx: Ctx, form: HtmlForm<super::week::WhichDay>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let monday = super::monday_of(super::day_or(Some(&form.value.day), ctx.today()));
    let place = format!("/intern/timer?dag={monday}");
    match ctx.db().write(move |tx| hours::reopen_week(tx, &actor, monday)).await {
        Ok(_count) => ctx.done(&place, "Angret. Du kan skrive mer denne uka."),
        Err(AppError::Refused(refusals)) => {
            let words = refusals.all().first().map(|r| r.detail.clone()).unwrap_or_default();
            ctx.done(&place, &words)
        }
        Err(error) => Err(error.into()),
    }
}

/// A form of a page with no field of its own.
pub(super) type Tap = HtmlForm<Nothing>;
/// A path with one id.
pub(super) type OneId = web::Path<String>;
