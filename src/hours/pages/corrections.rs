//! Asking to have approved hours put right, and answering.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::model::{CorrectionState, DayForm, HourCorrection, HourKind};
use super::super::{sent, words};
use super::approval::{Note, PLACE, Side, at_row, show_waiting};
use super::clock::{OneId, Tap};
use super::day::{Choices, TypedDay, choices};
use super::{Piece, kind_choices, monday_of};
use crate::base::{EntryId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::hours::{self, AskedCorrection, CorrectionForm};
use crate::people::{self, Actor};
use crate::web::{Ctx, HtmlForm, Page};

/// What should stand instead, as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TypedCorrection {
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
    #[serde(default)]
    reason: String,
    /// `bort` takes the entry away; else it is put right.
    #[serde(default)]
    gjor: String,
}

impl TypedCorrection {
    fn day(&self) -> TypedDay {
        TypedDay {
            date: self.date.clone(),
            start: self.start.clone(),
            end: self.end.clone(),
            break_minutes: self.break_minutes.clone(),
            enterprise: self.enterprise.clone(),
            kind: self.kind.clone(),
            order: self.order.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "hours/correction.html")]
struct CorrectionPage {
    page: Page,
    action: String,
    back: String,
    original: Piece,
    form: TypedDay,
    reason: String,
    enterprises: Vec<(String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
    orders: Vec<(String, String)>,
}

/// GET `/intern/timer/{id}/rettelse`
pub(crate) async fn correction(ctx: Ctx, path: OneId) -> PageResult {
    show(&ctx, path.into_inner(), None).await
}

async fn show(ctx: &Ctx, id: String, refused: Option<(TypedCorrection, Refusals)>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let wanted = EntryId::from_text(id.clone());
    let (logged, agreed) = ctx
        .db()
        .read(move |conn| {
            let logged = hours::get_own_entry(conn, &actor, &wanted)?;
            let (whose, on) = (&logged.entry.resident_id, logged.entry.entry_date);
            let agreed = hours::agreed_on(conn, whose, on)?;
            Ok((logged, agreed))
        })
        .await?;
    if logged.entry.counter {
        return Err(AppError::NotFound.into());
    }
    let back = format!("/intern/timer?dag={}", logged.entry.entry_date);
    if logged.entry.state != hours::EntryState::Approved {
        return ctx.done(&back, "Timene er ikke godkjent ennå.");
    }
    let (form, reason, refusals) = match refused {
        Some((typed, refusals)) => (typed.day(), typed.reason, refusals),
        None => (sent::form_of(&logged).into(), String::new(), Refusals::default()),
    };
    let Choices { enterprises, orders, .. } = choices(ctx, &form).await?;
    // The kind may be changed only to one that is agreed.
    let own = logged.entry.kind;
    let others = agreed.into_iter().filter(|kind| *kind != own);
    let kinds: Vec<HourKind> = std::iter::once(own).chain(others).collect();
    let template = CorrectionPage {
        page: ctx.page("Be om å få rettet").refused_if(&refusals),
        action: format!("/intern/timer/{id}/rettelse"),
        back,
        original: Piece::from(&logged),
        form,
        reason,
        enterprises,
        kinds: kind_choices(&kinds),
        orders,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/timer/{id}/rettelse`
pub(crate) async fn ask_correction(
    ctx: Ctx,
    path: OneId,
    form: HtmlForm<TypedCorrection>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, typed, id) = (ctx.now, form.value, path.into_inner());
    let wish = CorrectionForm {
        day: DayForm::from(typed.day()),
        takes_away: typed.gjor == "bort",
        reason: typed.reason.clone(),
    };
    let entry = EntryId::from_text(id.clone());
    let asked = ctx.db().write(move |tx| hours::ask_correction(tx, &actor, &entry, &wish, now));
    match asked.await {
        Ok(day) => {
            let words = "Du har bedt om å få det rettet. Fagleder svarer.";
            ctx.done(&format!("/intern/timer?dag={day}"), words)
        }
        Err(AppError::Refused(refusals)) => show(&ctx, id, Some((typed, refusals))).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/timer/rettelse/{id}/angre`
pub(crate) async fn withdraw_correction(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, id) = (ctx.now, path.into_inner());
    match ctx.db().write(move |tx| hours::withdraw_correction(tx, &actor, &id, now)).await {
        Ok(day) => ctx.done(&format!("/intern/timer?dag={day}"), "Angret. Timene står som før."),
        Err(AppError::Refused(refusals)) => {
            let words = refusals.all().first().map(|r| r.detail.clone()).unwrap_or_default();
            ctx.done("/intern/timer", &words)
        }
        Err(error) => Err(error.into()),
    }
}

/// How a correction that one asked for stands.
pub(super) struct Asked {
    /// Where it is taken back; empty when it has been answered.
    pub(super) undo: String,
    pub(super) words: String,
}

/// The newest word about each entry's corrections, those that one took back left out.
pub(super) fn asked(corrections: &[HourCorrection], entry: &EntryId) -> Option<Asked> {
    let newest = corrections.iter().rev().find(|one| one.entry_id == *entry)?;
    match newest.state {
        CorrectionState::Asked => Some(Asked {
            undo: format!("/intern/timer/rettelse/{}/angre", newest.id),
            words: "Du har bedt om å få dette rettet.".into(),
        }),
        CorrectionState::Declined => {
            Some(Asked { undo: String::new(), words: format!("Ikke rettet: {}", newest.answer) })
        }
        CorrectionState::Accepted | CorrectionState::Withdrawn => None,
    }
}

/// A correction as the one who answers sees it.
pub(super) struct Wanted {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) day: String,
    pub(super) was: String,
    /// Empty when the entry should be taken away.
    pub(super) wants: String,
    pub(super) reason: String,
    pub(super) is_invoiced: bool,
}

/// What waits for one's answer, each look kept.
pub(super) fn wanted(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Vec<Wanted>> {
    let mut found = Vec::new();
    for one in hours::corrections_for(tx, actor)? {
        let resident_id = &one.original.entry.resident_id;
        people::log_look_daily(tx, actor, resident_id, "retting av timer", now)?;
        let name = people::first_name_of(tx, resident_id)?;
        found.push(wanted_of(one, name));
    }
    Ok(found)
}

fn wanted_of(one: AskedCorrection, name: String) -> Wanted {
    let (was, row) = (Piece::from(&one.original), one.correction);
    let piece = |times: &str, rest: &str, worked: &str, place: &str, order: &str| {
        let parts = [times, rest, place, order].into_iter().filter(|part| !part.is_empty());
        format!("{}: {worked}", parts.collect::<Vec<_>>().join(", "))
    };
    let original = &one.original.entry;
    let rest = match row.break_minutes.get() {
        0 => String::new(),
        minutes => format!("{minutes} min pause"),
    };
    let day = if row.entry_date == original.entry_date {
        String::new()
    } else {
        format!("{} ", words::day_words(row.entry_date))
    };
    let times = format!("{day}{} til {}", row.start_minute, row.end_minute);
    let place = format!("{}, {}", one.enterprise_name, words::kind_words(row.kind));
    let order = one.order_number.unwrap_or_default();
    let wants = piece(&times, &rest, &row.worked_minutes.to_string(), &place, &order);
    let old_place = format!("{}, {}", was.place, was.kind);
    let week = words::week_words(monday_of(original.entry_date));
    Wanted {
        id: row.id,
        name,
        day: format!("{} ({week})", was.day),
        was: piece(&was.times, &was.rest, &was.worked, &old_place, &was.order),
        wants: if row.takes_away { String::new() } else { wants },
        reason: row.reason,
        is_invoiced: one.is_invoiced,
    }
}

/// POST `/intern/godkjenning/rettelse/{id}/ja`
pub(crate) async fn accept_correction(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, id) = (ctx.now, path.into_inner());
    match ctx.db().write(move |tx| hours::accept_correction(tx, &actor, &id, now)).await {
        Ok(()) => ctx.done(PLACE, "Rettet. Det som sto før, er tatt vare på."),
        Err(AppError::Refused(refusals)) => {
            let refusals = at_row(&refusals, "");
            show_waiting(&ctx, Side::default(), Some(refusals), String::new()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/godkjenning/rettelse/{id}/nei`
pub(crate) async fn decline_correction(
    ctx: Ctx,
    path: web::Path<String>,
    form: HtmlForm<Note>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (now, id, note) = (ctx.now, path.into_inner(), form.value.note);
    let (row, answer) = (id.clone(), note.clone());
    match ctx.db().write(move |tx| hours::decline_correction(tx, &actor, &row, &answer, now)).await
    {
        Ok(()) => ctx.done(PLACE, "Svart nei, med beskjed."),
        Err(AppError::Refused(refusals)) => {
            show_waiting(&ctx, Side::default(), Some(at_row(&refusals, &id)), note).await
        }
        Err(error) => Err(error.into()),
    }
}
