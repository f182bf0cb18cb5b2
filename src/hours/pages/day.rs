//! The one short form of a day, and the undo of taking a piece away.

use actix_web::web;
use askama::Template;
use serde::{Deserialize, Serialize};

use super::super::model::DayForm;
use super::super::sent;
use super::{day_or, kind_choices, undo};
use crate::base::EntryId;
use crate::db::{DbConn, Once, answer_once};
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::hours;
use crate::people::Actor;
use crate::web::{Ctx, HtmlForm, Page, see_other};

/// The cookie of what was just taken away.
pub(super) const UNDO: &str = "angre";

/// A day's fields as a browser sends them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct TypedDay {
    #[serde(default)]
    pub(super) date: String,
    #[serde(default)]
    pub(super) start: String,
    /// Midnight at the day's end is `00:00`, as a browser's clock field has no 24:00.
    #[serde(default)]
    pub(super) end: String,
    #[serde(default)]
    pub(super) break_minutes: String,
    #[serde(default)]
    pub(super) enterprise: String,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) order: String,
}

impl From<DayForm> for TypedDay {
    fn from(form: DayForm) -> Self {
        let end = if form.end == "24:00" { "00:00".to_owned() } else { form.end };
        Self {
            date: form.date,
            start: form.start,
            end,
            break_minutes: form.break_minutes,
            enterprise: form.enterprise,
            kind: form.kind,
            order: form.order,
        }
    }
}

impl From<TypedDay> for DayForm {
    fn from(typed: TypedDay) -> Self {
        let end = if typed.end == "00:00" { "24:00".to_owned() } else { typed.end };
        Self {
            date: typed.date,
            start: typed.start,
            end,
            break_minutes: typed.break_minutes,
            enterprise: typed.enterprise,
            kind: typed.kind,
            order: typed.order,
        }
    }
}

/// Which day to fill.
#[derive(Deserialize)]
pub(crate) struct WhichDate {
    dag: Option<String>,
}

#[derive(Template)]
#[template(path = "hours/day.html")]
struct DayPage {
    page: Page,
    /// Where the form goes.
    action: String,
    form: TypedDay,
    enterprises: Vec<(String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
    orders: Vec<(String, String)>,
    /// The work leader's line, when sent back.
    note: String,
    /// Where a piece is taken away; empty for a new one.
    forget: String,
}

/// GET `/intern/timer/ny`: the form, filled with what one usually does.
pub(crate) async fn new_day(ctx: Ctx, query: web::Query<WhichDate>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let date = day_or(query.dag.as_ref(), ctx.today());
    let form = ctx.db().read(move |conn| hours::day_to_fill(conn, &actor, date)).await?;
    show_form(&ctx, None, form.into(), String::new(), None).await
}

/// GET `/intern/timer/{id}`: a draft of one's own, to change.
pub(crate) async fn edit_day(ctx: Ctx, path: web::Path<String>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let id = EntryId::from_text(path.into_inner());
    let wanted = id.clone();
    let logged = ctx.db().read(move |conn| hours::get_own_entry(conn, &actor, &wanted)).await?;
    if logged.entry.state != hours::EntryState::Draft {
        let words = "Timene er sendt inn. Du kan ikke endre dem nå.";
        return ctx.done(&format!("/intern/timer?dag={}", logged.entry.entry_date), words);
    }
    let note = logged.entry.returned_note.clone();
    show_form(&ctx, Some(&id), sent::form_of(&logged).into(), note, None).await
}

/// POST `/intern/timer`: keeps a piece of a day.
pub(crate) async fn save_day(ctx: Ctx, form: HtmlForm<TypedDay>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let typed = form.value;
    let day = DayForm::from(typed.clone());
    match ctx.db().write(move |tx| hours::log_draft(tx, &actor, &day, now)).await {
        Ok(entry) => ctx.saved(&week_of(&entry.date)),
        Err(AppError::Refused(refusals)) => {
            show_form(&ctx, None, typed, String::new(), Some(&refusals)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/timer/{id}`: changes a draft.
pub(crate) async fn change_day(
    ctx: Ctx,
    path: web::Path<String>,
    form: HtmlForm<TypedDay>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let id = EntryId::from_text(path.into_inner());
    let now = ctx.now;
    let typed = form.value;
    let (day, changed) = (DayForm::from(typed.clone()), id.clone());
    match ctx.db().write(move |tx| hours::change_day(tx, &actor, &changed, &day, now)).await {
        Ok(date) => ctx.saved(&week_of(&date.to_string())),
        Err(AppError::Refused(refusals)) => {
            show_form(&ctx, Some(&id), typed, String::new(), Some(&refusals)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) fn week_of(date: &str) -> String {
    format!("/intern/timer?dag={date}")
}

/// POST `/intern/timer/{id}/slett`: takes a draft away; the next page offers it back.
pub(crate) async fn forget_day(
    ctx: Ctx,
    path: web::Path<String>,
    _form: HtmlForm<super::week::WhichDay>,
) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let id = EntryId::from_text(path.into_inner());
    // A second tap on the button is answered as the first was.
    let once = Once::new(format!("{} slett", actor.account_id), id.as_str(), "")?;
    let wanted = id.clone();
    let gone = ctx.db().write(move |tx| {
        answer_once(tx, &once, now, |tx| {
            let gone = hours::forget_entry(tx, &actor, &wanted)?;
            Ok(TypedDay::from(sent::form_of(&gone)))
        })
    });
    match gone.await {
        Ok(day) => Ok(see_other(&week_of(&day.date), &[undo::keep(&ctx, UNDO, &day)?])),
        Err(AppError::Refused(refusals)) => show_kept(&ctx, id, refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// The form of a draft that could not be taken away, with the reason; what is sent has no form.
async fn show_kept(ctx: &Ctx, id: EntryId, refusals: Refusals) -> PageResult {
    let (actor, wanted) = (ctx.actor()?.clone(), id.clone());
    let logged = ctx.db().read(move |conn| hours::get_own_entry(conn, &actor, &wanted)).await?;
    if logged.entry.state != hours::EntryState::Draft {
        return Err(AppError::Refused(refusals).into());
    }
    let note = logged.entry.returned_note.clone();
    show_form(ctx, Some(&id), sent::form_of(&logged).into(), note, Some(&refusals)).await
}

/// What was just taken away, from the browser's own cookie.
pub(super) fn undo_of(ctx: &Ctx) -> Option<TypedDay> {
    undo::kept(ctx, UNDO)
}

async fn show_form(
    ctx: &Ctx,
    id: Option<&EntryId>,
    form: TypedDay,
    note: String,
    refused: Option<&Refusals>,
) -> PageResult {
    let fields = Fields {
        title: if id.is_some() { "Rett timene" } else { "Skriv timer" },
        action: id.map_or("/intern/timer".into(), |id| format!("/intern/timer/{id}")),
        note,
        forget: id.map(|id| format!("/intern/timer/{id}/slett")).unwrap_or_default(),
    };
    show_fields(ctx, fields, form, refused).await
}

/// What a page with a day's fields says around them.
pub(super) struct Fields {
    pub(super) title: &'static str,
    pub(super) action: String,
    pub(super) note: String,
    pub(super) forget: String,
}

/// What there is to choose among in a day's fields.
pub(super) struct Choices {
    pub(super) enterprises: Vec<(String, String)>,
    pub(super) kinds: Vec<(&'static str, &'static str)>,
    pub(super) orders: Vec<(String, String)>,
}

/// The choices of whoever asks, with what the form has chosen among them.
pub(super) async fn choices(ctx: &Ctx, form: &TypedDay) -> AppResult<Choices> {
    let actor = ctx.actor()?.clone();
    let chosen = form.order.clone();
    let today = ctx.today();
    let on = form.date.parse().unwrap_or(today);
    let own = actor.resident_id.clone().ok_or(AppError::Forbidden)?;
    ctx.db()
        .read(move |conn| {
            Ok(Choices {
                orders: order_choices(conn, &actor, today, chosen)?,
                kinds: kind_choices(&hours::kinds_for(conn, &own, on)?),
                enterprises: hours::enterprise_choices(conn, &actor)?,
            })
        })
        .await
}

pub(super) async fn show_fields(
    ctx: &Ctx,
    fields: Fields,
    form: TypedDay,
    refused: Option<&Refusals>,
) -> PageResult {
    let Choices { enterprises, kinds, orders } = choices(ctx, &form).await?;
    let page = ctx.page(fields.title);
    let template = DayPage {
        page: match refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        action: fields.action,
        form,
        enterprises,
        kinds,
        orders,
        note: fields.note,
        forget: fields.forget,
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// Orders to choose among, by number and what is to be done; the chosen one stays a choice.
pub(super) fn order_choices(
    conn: &mut DbConn,
    actor: &Actor,
    today: chrono::NaiveDate,
    chosen: String,
) -> AppResult<Vec<(String, String)>> {
    let jobs = hours::open_jobs(conn, actor, today)?;
    let mut choices: Vec<(String, String)> = jobs
        .into_iter()
        .map(|job| {
            let words = format!("{}: {}", job.number, job.what);
            (job.number, words)
        })
        .collect();
    if !chosen.is_empty() && !choices.iter().any(|(number, _)| *number == chosen) {
        choices.insert(0, (chosen.clone(), chosen));
    }
    Ok(choices)
}
