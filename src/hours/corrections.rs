//! Corrections: what is approved stays, and a counter-entry beside it takes its minutes back.

use chrono::NaiveDate;

use super::actions::{hold_place, own_entry, own_key};
use super::kinds;
use super::model::{
    AskedCorrection, CorrectionState, DayForm, EntryState, HourCorrection, HourEntry,
};
use super::rules::{self, ReadDay, RuleError};
use super::{store, words};
use crate::base::{EnterpriseId, EntryId, Minutes, OrderId, UtcTime, fresh_id};
use crate::db::{DbConn, Unique, refuse_taken};
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::people::{Actor, Right};

/// Letters in a reason or an answer, at most.
const LINE_MAX: usize = 300;

const ASKED: Unique = Unique { pg: "hour_correction_open", sqlite: "hour_correction.entry_id" };
const COUNTERED: Unique = Unique { pg: "hour_entry_countered", sqlite: "hour_entry.corrects" };

/// What should stand instead, as it was typed, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CorrectionForm {
    pub(crate) day: DayForm,
    /// The entry should not be there at all; the day is then not read.
    pub(crate) takes_away: bool,
    pub(crate) reason: String,
}

/// Asks to have an approved entry of one's own put right; answers its day.
///
/// # Errors
/// `hours.not_approved`, `hours.reason`, `hours.correction_asked`, `hours.nothing_to_correct`; as a
/// day that is logged; `NotFound` when it is someone else's.
pub(crate) fn ask_correction(
    tx: &mut DbConn,
    actor: &Actor,
    id: &EntryId,
    form: &CorrectionForm,
    now: UtcTime,
) -> AppResult<NaiveDate> {
    let original = to_correct(tx, actor, id)?;
    let newest = store::correction_of(tx, id)?;
    if newest.is_some_and(|one| one.state == CorrectionState::Asked) {
        return Err(RuleError::CorrectionAsked.into());
    }
    let mut refusals = Refusals::default();
    let reason: String = form.reason.trim().chars().take(LINE_MAX).collect();
    if reason.is_empty() {
        refusals.add(RuleError::ReasonMissing);
    }
    let mut row = repeated(&original, actor, reason, now);
    if form.takes_away {
        row.takes_away = true;
    } else {
        match wished(tx, &original, &form.day, now) {
            Ok((day, place)) => fill(&mut row, &day, place),
            Err(AppError::Refused(more)) => more.all().iter().for_each(|r| refusals.add(r.clone())),
            Err(error) => return Err(error),
        }
        if refusals.is_empty() && is_same(&row, &original) {
            refusals.add(RuleError::NothingToCorrect);
        }
    }
    refusals.or(())?;
    let known = || Refusal::from(RuleError::CorrectionAsked);
    store::insert_correction(tx, &row).map_err(|e| refuse_taken(e, &ASKED, known()))?;
    Ok(original.entry_date)
}

/// An approved entry of one's own that stands.
fn to_correct(tx: &mut DbConn, actor: &Actor, id: &EntryId) -> AppResult<HourEntry> {
    let entry = own_entry(tx, actor, id)?.entry;
    if entry.counter || store::is_countered(tx, id)? {
        return Err(AppError::NotFound);
    }
    if entry.state != EntryState::Approved {
        return Err(RuleError::NotApproved.into());
    }
    Ok(entry)
}

/// The day that should stand instead, held against what is stored.
fn wished(
    tx: &mut DbConn,
    original: &HourEntry,
    form: &DayForm,
    now: UtcTime,
) -> AppResult<(ReadDay, (EnterpriseId, Option<OrderId>))> {
    let day = rules::read_day(form, now.oslo_date()).map_err(words::refusals)?;
    let held = hold_place(tx, &original.resident_id, &day, Some(&original.id));
    let changed = check_kind(tx, original, &day);
    match (held, changed) {
        (Ok(place), Ok(())) => Ok((day, place)),
        (Err(AppError::Refused(mut refusals)), Err(AppError::Refused(more))) => {
            more.all().iter().for_each(|r| refusals.add(r.clone()));
            Err(refusals.into())
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// A kind may be changed only to one that is agreed for the day, and not when none is.
pub(super) fn check_kind(tx: &mut DbConn, original: &HourEntry, day: &ReadDay) -> AppResult<()> {
    if day.kind == original.kind {
        return Ok(());
    }
    let agreed = kinds::agreed_on(tx, &original.resident_id, day.date)?;
    if agreed.contains(&day.kind) { Ok(()) } else { Err(RuleError::KindNotAgreed.into()) }
}

/// A correction that says just what the entry says.
fn repeated(entry: &HourEntry, actor: &Actor, reason: String, now: UtcTime) -> HourCorrection {
    HourCorrection {
        id: fresh_id(),
        entry_id: entry.id.clone(),
        reason,
        takes_away: false,
        entry_date: entry.entry_date,
        start_minute: entry.start_minute,
        end_minute: entry.end_minute,
        break_minutes: entry.break_minutes,
        worked_minutes: entry.worked_minutes,
        enterprise_id: entry.enterprise_id.clone(),
        kind: entry.kind,
        order_id: entry.order_id.clone(),
        state: CorrectionState::Asked,
        asked_by: actor.account_id.clone(),
        asked_at: now,
        settled_by: None,
        settled_at: None,
        answer: String::new(),
    }
}

fn fill(
    row: &mut HourCorrection,
    day: &ReadDay,
    (enterprise_id, order_id): (EnterpriseId, Option<OrderId>),
) {
    row.entry_date = day.date;
    row.start_minute = day.start;
    row.end_minute = day.end;
    row.break_minutes = day.break_minutes;
    row.worked_minutes = day.worked_minutes;
    row.enterprise_id = enterprise_id;
    row.kind = day.kind;
    row.order_id = order_id;
}

fn is_same(row: &HourCorrection, entry: &HourEntry) -> bool {
    row.entry_date == entry.entry_date
        && row.start_minute == entry.start_minute
        && row.end_minute == entry.end_minute
        && row.break_minutes == entry.break_minutes
        && row.enterprise_id == entry.enterprise_id
        && row.kind == entry.kind
        && row.order_id == entry.order_id
}

/// Takes back that one asked; answers the entry's day.
///
/// # Errors
/// `hours.correction_settled`; `NotFound` when it is someone else's.
pub(crate) fn withdraw_correction(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<NaiveDate> {
    let row = store::find_correction(tx, id)?.ok_or(AppError::NotFound)?;
    let original = own_entry(tx, actor, &row.entry_id)?.entry;
    if row.state != CorrectionState::Asked {
        return Err(RuleError::CorrectionSettled.into());
    }
    let withdrawn = CorrectionState::Withdrawn;
    store::settle_correction(tx, id, withdrawn, &actor.account_id, "", now)?;
    Ok(original.entry_date)
}

/// One's own corrections of some entries, the oldest first.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn own_corrections(
    conn: &mut DbConn,
    actor: &Actor,
    entries: &[EntryId],
) -> AppResult<Vec<HourCorrection>> {
    let resident_id = own_key(actor)?;
    Ok(store::corrections_of(conn, resident_id, entries)?)
}

/// What waits for one's answer, the oldest first.
///
/// # Errors
/// `Forbidden` for who is no work leader.
pub(crate) fn corrections_for(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<AskedCorrection>> {
    actor.must(Right::ApproveHours)?;
    let mut found = Vec::new();
    for row in store::asked_in(conn, &actor.leads)? {
        found.extend(store::beside_original(conn, row)?);
    }
    found.retain(|one| Some(&one.original.entry.resident_id) != actor.resident_id.as_ref());
    Ok(found)
}

/// Puts an entry right: a counter-entry takes its minutes back, and what should stand instead
/// stands, approved where one leads and sent on for approval where one does not. Again changes
/// nothing.
///
/// # Errors
/// `hours.correction_settled`; `hours.overlap` when something else has come to stand there;
/// `NotFound` for another enterprise's entry; `Forbidden` for one's own.
pub(crate) fn accept_correction(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<()> {
    let (row, original) = led_correction(tx, actor, id)?;
    match row.state {
        CorrectionState::Accepted => return Ok(()),
        CorrectionState::Asked => {}
        _ => return Err(RuleError::CorrectionSettled.into()),
    }
    if !row.takes_away {
        let others = store::pieces_within(
            tx,
            &original.resident_id,
            row.entry_date,
            (row.start_minute, row.end_minute),
            Some(&original.id),
        )?;
        rules::check_overlap(row.start_minute, row.end_minute, others)?;
    }
    let is_invoiced = store::is_invoiced(tx, original.order_id.as_ref())?;
    let counter = counter_of(&original, actor, is_invoiced, now);
    let taken = || Refusal::from(RuleError::CorrectionSettled);
    store::insert(tx, &counter).map_err(|e| refuse_taken(e, &COUNTERED, taken()))?;
    store::keep(tx, &counter)?;
    if !row.takes_away {
        let instead = instead_of(&original, &row, actor, now);
        store::insert(tx, &instead)?;
        if instead.state == EntryState::Approved {
            store::keep(tx, &instead)?;
        }
    }
    let accepted = CorrectionState::Accepted;
    Ok(store::settle_correction(tx, id, accepted, &actor.account_id, "", now)?)
}

/// Says no to a correction, with a line why.
///
/// # Errors
/// `hours.note` without a line; as [`accept_correction`].
pub(crate) fn decline_correction(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    answer: &str,
    now: UtcTime,
) -> AppResult<()> {
    let (row, _) = led_correction(tx, actor, id)?;
    if row.state != CorrectionState::Asked {
        return Err(RuleError::CorrectionSettled.into());
    }
    let answer: String = answer.trim().chars().take(LINE_MAX).collect();
    if answer.is_empty() {
        return Err(RuleError::NoteMissing.into());
    }
    let declined = CorrectionState::Declined;
    Ok(store::settle_correction(tx, id, declined, &actor.account_id, &answer, now)?)
}

/// A correction of an entry in an enterprise one leads, and not one's own.
fn led_correction(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
) -> AppResult<(HourCorrection, HourEntry)> {
    actor.must(Right::ApproveHours)?;
    let row = store::find_correction(tx, id)?.ok_or(AppError::NotFound)?;
    let original = store::find(tx, &row.entry_id)?.ok_or(AppError::NotFound)?.entry;
    if !actor.leads.contains(&original.enterprise_id) {
        return Err(AppError::NotFound);
    }
    if actor.resident_id.as_ref() == Some(&original.resident_id) {
        return Err(AppError::Forbidden);
    }
    Ok((row, original))
}

/// The entry once more, with its minutes taken back.
fn counter_of(original: &HourEntry, actor: &Actor, is_invoiced: bool, now: UtcTime) -> HourEntry {
    HourEntry {
        id: EntryId::fresh(),
        worked_minutes: Minutes::new(-original.worked_minutes.get()),
        state: EntryState::Approved,
        returned_note: if is_invoiced { words::AFTER_INVOICE.into() } else { String::new() },
        corrects: Some(original.id.clone()),
        counter: true,
        created_at: now,
        submitted_at: Some(now),
        approved_at: Some(now),
        approved_by: Some(actor.account_id.clone()),
        ..original.clone()
    }
}

/// What stands instead, approved by the one who leads the enterprise it is in.
fn instead_of(
    original: &HourEntry,
    row: &HourCorrection,
    actor: &Actor,
    now: UtcTime,
) -> HourEntry {
    let is_led = actor.leads.contains(&row.enterprise_id);
    HourEntry {
        id: EntryId::fresh(),
        resident_id: original.resident_id.clone(),
        entry_date: row.entry_date,
        start_minute: row.start_minute,
        end_minute: row.end_minute,
        break_minutes: row.break_minutes,
        worked_minutes: row.worked_minutes,
        enterprise_id: row.enterprise_id.clone(),
        kind: row.kind,
        order_id: row.order_id.clone(),
        state: if is_led { EntryState::Approved } else { EntryState::Submitted },
        returned_note: String::new(),
        corrects: Some(original.id.clone()),
        counter: false,
        created_at: now,
        submitted_at: Some(row.asked_at),
        approved_at: is_led.then_some(now),
        approved_by: is_led.then(|| actor.account_id.clone()),
    }
}
