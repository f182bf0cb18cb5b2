//! What waits for a work leader: a week per person, all right with one tap.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::super::words;
use super::corrections::{Wanted, wanted};
use super::{Piece, minutes_of, monday_of};
use crate::base::{EntryId, Minutes, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::hours::{self, Logged, Warning};
use crate::people::{self, Actor};
use crate::web::{Ctx, HtmlForm, Page, Pager, address, page_asked};

pub(super) const PLACE: &str = "/intern/godkjenning";

/// Residents on a page, at most.
const RESIDENTS: usize = 5;
/// Weeks on a page, at most; but all of one resident's stand together.
const WEEKS: usize = 10;

/// One person's week.
struct PersonWeek {
    name: String,
    week: String,
    sum: String,
    pieces: Vec<Piece>,
    /// Working-time limits that were passed: the day, and what it was.
    warnings: Vec<(String, String)>,
}

/// Those who have not sent in a week.
struct Missing {
    week: String,
    names: Vec<String>,
}

#[derive(Template)]
#[template(path = "hours/approval.html")]
struct ApprovalPage {
    page: Page,
    weeks: Vec<PersonWeek>,
    corrections: Vec<Wanted>,
    missing: Missing,
    /// The line as typed, when it was refused.
    note: String,
    pager: Pager,
    /// Of this page, from 1.
    side: i64,
}

/// Which page of residents, from 1.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Side {
    #[serde(default)]
    side: String,
}

impl Side {
    /// The page's own address; one past the last shows the last.
    fn address(&self) -> String {
        address(PLACE, &[], page_asked(&self.side, 1, i64::MAX))
    }
}

/// The entries that were shown together.
#[derive(Deserialize)]
pub(crate) struct Shown {
    /// Each with its mark after a full stop.
    #[serde(default)]
    entry: Vec<String>,
    #[serde(default)]
    side: String,
}

/// The line that an entry is sent back with.
#[derive(Deserialize)]
pub(crate) struct Note {
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    side: String,
}

/// No field at all.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// GET `/intern/godkjenning`: sent hours of the enterprises one leads, by person and week.
pub(crate) async fn waiting(ctx: Ctx, asked: web::Query<Side>) -> PageResult {
    show_waiting(&ctx, asked.into_inner(), None, String::new()).await
}

/// Everything of one resident that waits, by week.
type OfResident = (ResidentId, Vec<(NaiveDate, Vec<Logged>)>);

/// What a page shows; corrections, and who has not sent in, stand on the first.
struct Read {
    weeks: Vec<PersonWeek>,
    corrections: Vec<Wanted>,
    missing: Vec<String>,
    pager: Pager,
    index: i64,
}

fn read(
    tx: &mut DbConn,
    actor: &Actor,
    asked: &Side,
    last_week: NaiveDate,
    now: UtcTime,
) -> AppResult<Read> {
    let pages = pages_of(by_person_and_week(hours::waiting_for(tx, actor)?));
    let length = |count: usize| i64::try_from(count).unwrap_or_default();
    let index = page_asked(&asked.side, 1, length(pages.len()));
    let of_page = |page: &Vec<OfResident>| length(page.len());
    let before = pages.iter().take(usize::try_from(index).unwrap_or_default());
    let (first, count) = (before.map(of_page).sum::<i64>() + 1, pages.iter().map(of_page).sum());
    // Nobody's hours are looked at but theirs who stand on the page.
    let shown = pages.into_iter().nth(usize::try_from(index).unwrap_or_default());
    let shown = shown.unwrap_or_default();
    let last = first - 1 + of_page(&shown);
    let mut weeks = Vec::new();
    for (resident_id, own) in shown {
        let name = name_seen(tx, actor, &resident_id, now)?;
        for (monday, logged) in own {
            let warnings = hours::warnings_for(tx, &resident_id, monday, now)?;
            weeks.push(person_week(&name, monday, &logged, warnings));
        }
    }
    let (mut corrections, mut missing) = (Vec::new(), Vec::new());
    if index == 0 {
        corrections = wanted(tx, actor, now)?;
        missing = hours::not_sent_in(tx, actor, last_week, now)?;
    }
    let pager = Pager::in_groups(PLACE, &[], index, (first, last, count));
    Ok(Read { weeks, corrections, missing, pager, index })
}

pub(super) async fn show_waiting(
    ctx: &Ctx,
    asked: Side,
    refused: Option<Refusals>,
    note: String,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let last_week = monday_of(ctx.today()) - chrono::TimeDelta::days(7);
    // A write, as each look at someone's hours is kept.
    let found = ctx.db().write(move |tx| read(tx, &actor, &asked, last_week, now)).await?;
    let page = ctx.page("Godkjenn timer");
    let template = ApprovalPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        weeks: found.weeks,
        corrections: found.corrections,
        missing: Missing { week: words::week_words(last_week), names: found.missing },
        note,
        pager: found.pager,
        side: found.index + 1,
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// Residents by page, so that a page is no longer than a phone can show, however late one is.
fn pages_of(residents: Vec<OfResident>) -> Vec<Vec<OfResident>> {
    let mut pages: Vec<Vec<OfResident>> = Vec::new();
    for one in residents {
        let has_room = |page: &&mut Vec<OfResident>| {
            let weeks: usize = page.iter().map(|(_, weeks)| weeks.len()).sum();
            page.len() < RESIDENTS && weeks + one.1.len() <= WEEKS
        };
        match pages.last_mut().filter(has_room) {
            Some(page) => page.push(one),
            None => pages.push(vec![one]),
        }
    }
    pages
}

/// A resident's first name, with the look kept.
fn name_seen(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    now: UtcTime,
) -> AppResult<String> {
    people::log_look_daily(tx, actor, resident_id, "timer til godkjenning", now)?;
    Ok(people::first_name_of(tx, resident_id)?)
}

fn person_week(
    name: &str,
    monday: NaiveDate,
    logged: &[Logged],
    warnings: Vec<Warning>,
) -> PersonWeek {
    let day = |date: Option<NaiveDate>| date.map_or_else(|| "Uka".into(), words::day_words);
    PersonWeek {
        name: name.to_owned(),
        week: words::week_words(monday),
        sum: Minutes::words(minutes_of(logged.iter())),
        pieces: logged.iter().map(Piece::from).collect(),
        warnings: warnings.into_iter().map(|w| (day(w.date), w.brief)).collect(),
    }
}

/// Splits entries, ordered by resident and day, where the person or the week changes.
fn by_person_and_week(waiting: Vec<Logged>) -> Vec<OfResident> {
    let mut residents: Vec<OfResident> = Vec::new();
    for logged in waiting {
        let monday = monday_of(logged.entry.entry_date);
        if residents.last().is_none_or(|(who, _)| *who != logged.entry.resident_id) {
            residents.push((logged.entry.resident_id.clone(), Vec::new()));
        }
        let Some((_, weeks)) = residents.last_mut() else { continue };
        match weeks.last_mut() {
            Some((when, pieces)) if *when == monday => pieces.push(logged),
            _ => weeks.push((monday, vec![logged])),
        }
    }
    residents
}

/// POST `/intern/godkjenning`: approves the entries that were shown together.
pub(crate) async fn approve_shown(ctx: Ctx, form: HtmlForm<Shown>) -> PageResult {
    let shown = form.value.entry.iter().map(|entry| {
        let (id, mark) = entry.split_once('.').unwrap_or((entry, ""));
        (EntryId::from_text(id), mark.to_owned())
    });
    approve(ctx, shown.collect(), Side { side: form.value.side }).await
}

/// POST `/intern/timer/{id}/godkjenning`: approves one.
pub(crate) async fn approve_one(
    ctx: Ctx,
    path: web::Path<String>,
    _form: HtmlForm<Nothing>,
) -> PageResult {
    let shown = vec![(EntryId::from_text(path.into_inner()), String::new())];
    approve(ctx, shown, Side::default()).await
}

async fn approve(ctx: Ctx, shown: Vec<(EntryId, String)>, side: Side) -> PageResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    match ctx.db().write(move |tx| hours::approve_all(tx, &actor, &shown, now)).await {
        Ok(count) => {
            let counted = words::counted(count, "linje er godkjent", "linjer er godkjent");
            ctx.done(&side.address(), &format!("{counted}."))
        }
        Err(AppError::Refused(refusals)) => {
            show_waiting(&ctx, side, Some(refusals), String::new()).await
        }
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
    let side = Side { side: form.value.side };
    match ctx.db().write(move |tx| hours::send_back(tx, &actor, &back, &note)).await {
        Ok(()) => ctx.done(&side.address(), "Sendt tilbake med beskjed."),
        Err(AppError::Refused(refusals)) => {
            let refusals = at_row(&refusals, id.as_str());
            show_waiting(&ctx, side, Some(refusals), form.value.note).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The same refusals at the row's own field, as the page has one for each; a row without a field
/// of its own has them above.
pub(super) fn at_row(refusals: &Refusals, id: &str) -> Refusals {
    let mut moved = Refusals::default();
    for refusal in refusals.all() {
        let field = match (refusal.field.as_str(), id) {
            ("", _) | (_, "") => String::new(),
            (field, id) => format!("{field}-{id}"),
        };
        moved.add(Refusal::new(refusal.code, field, refusal.detail.clone()));
    }
    moved
}
