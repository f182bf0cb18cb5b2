//! What waits for a work leader: a week per person, all right with one tap.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::super::words;
use super::{Piece, minutes_of, monday_of};
use crate::base::{EntryId, Minutes, ResidentId};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::hours::{self, Logged};
use crate::people::{self, Actor};
use crate::web::{Ctx, HtmlForm, Page};

const PLACE: &str = "/intern/godkjenning";

/// One person's week.
struct PersonWeek {
    name: String,
    week: String,
    sum: String,
    pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "hours/approval.html")]
struct ApprovalPage {
    page: Page,
    weeks: Vec<PersonWeek>,
    /// The line as typed, when it was refused.
    note: String,
}

/// The entries that were shown together.
#[derive(Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    entry: Vec<String>,
}

/// The line that an entry is sent back with.
#[derive(Deserialize)]
pub(crate) struct Note {
    #[serde(default)]
    note: String,
}

/// No field at all.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// GET `/intern/godkjenning`: sent hours of the enterprises one leads, by person and week.
pub(crate) async fn waiting(ctx: Ctx) -> PageResult {
    show_waiting(&ctx, None, String::new()).await
}

async fn show_waiting(ctx: &Ctx, refused: Option<Refusals>, note: String) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    // A write, as each look at someone's hours is kept.
    let weeks = ctx
        .db()
        .write(move |tx| {
            let waiting = hours::waiting_for(tx, &actor)?;
            let mut named = Vec::new();
            for (resident_id, monday, pieces) in by_person_and_week(waiting) {
                named.push((name_seen(tx, &actor, &resident_id, now)?, monday, pieces));
            }
            Ok(named)
        })
        .await?;
    let page = ctx.page("Godkjenn timer");
    let template = ApprovalPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        weeks: weeks.into_iter().map(person_week).collect(),
        note,
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// A resident's first name, with the look kept.
fn name_seen(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    now: crate::base::UtcTime,
) -> AppResult<String> {
    people::log_look(tx, actor, resident_id, "timer til godkjenning", now)?;
    Ok(people::first_name_of(tx, resident_id)?)
}

fn person_week((name, monday, logged): (String, NaiveDate, Vec<Logged>)) -> PersonWeek {
    PersonWeek {
        name,
        week: words::week_words(monday),
        sum: Minutes::words(minutes_of(logged.iter())),
        pieces: logged.iter().map(Piece::from).collect(),
    }
}

/// Splits entries, ordered by resident and day, where the person or the week changes.
fn by_person_and_week(waiting: Vec<Logged>) -> Vec<(ResidentId, NaiveDate, Vec<Logged>)> {
    let mut weeks: Vec<(ResidentId, NaiveDate, Vec<Logged>)> = Vec::new();
    for logged in waiting {
        let monday = monday_of(logged.entry.entry_date);
        match weeks.last_mut() {
            Some((who, when, pieces)) if *who == logged.entry.resident_id && *when == monday => {
                pieces.push(logged);
            }
            _ => weeks.push((logged.entry.resident_id.clone(), monday, vec![logged])),
        }
    }
    weeks
}

/// POST `/intern/godkjenning`: approves the entries that were shown together.
pub(crate) async fn approve_shown(ctx: Ctx, form: HtmlForm<Shown>) -> PageResult {
    let ids: Vec<EntryId> = form.value.entry.into_iter().map(EntryId::from_text).collect();
    approve(ctx, ids).await
}

/// POST `/intern/timer/{id}/godkjenning`: approves one.
pub(crate) async fn approve_one(
    ctx: Ctx,
    path: web::Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    approve(ctx, vec![EntryId::from_text(path.into_inner())]).await
}

async fn approve(ctx: Ctx, ids: Vec<EntryId>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    match ctx.db().write(move |tx| hours::approve_all(tx, &actor, &ids, now)).await {
        Ok(count) => {
            let counted = words::counted(count, "linje er godkjent", "linjer er godkjent");
            ctx.done(PLACE, &format!("{counted}."))
        }
        Err(AppError::Refused(refusals)) => show_waiting(&ctx, Some(refusals), String::new()).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/timer/{id}/retur`: sends one back with a line.
pub(crate) async fn send_back(
    ctx: Ctx,
    path: web::Path<String>,
    form: HtmlForm<Note>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let id = EntryId::from_text(path.into_inner());
    let (back, note) = (id.clone(), form.value.note.clone());
    match ctx.db().write(move |tx| hours::send_back(tx, &actor, &back, &note)).await {
        Ok(()) => ctx.done(PLACE, "Sendt tilbake med beskjed."),
        Err(AppError::Refused(refusals)) => {
            let refusals = at_entry(&refusals, &id);
            show_waiting(&ctx, Some(refusals), form.value.note).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The same refusals at the entry's own field, as the page has one for each.
fn at_entry(refusals: &Refusals, id: &EntryId) -> Refusals {
    let mut moved = Refusals::default();
    for refusal in refusals.all() {
        let field = match refusal.field.as_str() {
            "" => String::new(),
            field => format!("{field}-{id}"),
        };
        moved.add(Refusal::new(refusal.code, field, refusal.detail.clone()));
    }
    moved
}
