//! What a resident does with own hours, and what an import records.

use chrono::NaiveDate;
use diesel::result::{DatabaseErrorKind, Error};

use super::model::{DayForm, EntryAnswer, EntryState, HourEntry, HourKind, Logged, RecordHours};
use super::rules::{self, ReadDay, RuleError, Step};
use super::{corrections, kinds, store, words};
use crate::base::{ClockTime, EnterpriseId, EntryId, Minutes, OrderId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::people::{Actor, Right};

/// Days back that a day is looked for to copy.
const COPY_DAYS_MAX: i64 = 31;

/// Keeps a piece of one's own day as a draft.
///
/// # Errors
/// `hours.date`, `hours.start`, `hours.end`, `hours.break`, `hours.future`, `hours.too_old`,
/// `hours.enterprise`, `hours.kind`, `hours.kind_agreed`, `hours.order`, `hours.overlap`;
/// `Forbidden` for who is no resident.
pub(crate) fn log_draft(
    tx: &mut DbConn,
    actor: &Actor,
    form: &DayForm,
    now: UtcTime,
) -> AppResult<EntryAnswer> {
    log(tx, actor, form, EntryState::Draft, now)
}

/// Keeps a piece of one's own day and sends it at once.
///
/// # Errors
/// As [`log_draft`].
pub(crate) fn log_and_send(
    tx: &mut DbConn,
    actor: &Actor,
    form: &DayForm,
    now: UtcTime,
) -> AppResult<EntryAnswer> {
    log(tx, actor, form, rules::next_state(EntryState::Draft, Step::Send)?, now)
}

fn log(
    tx: &mut DbConn,
    actor: &Actor,
    form: &DayForm,
    state: EntryState,
    now: UtcTime,
) -> AppResult<EntryAnswer> {
    let resident_id = own_key(actor)?;
    let day = rules::read_day(form, now.oslo_date()).map_err(words::refusals)?;
    let place = hold_against_stored(tx, resident_id, &day, None)?;
    let entry = new_entry(resident_id, &day, place, state, now);
    store::insert(tx, &entry)?;
    Ok(EntryAnswer::from(Logged {
        entry,
        enterprise_code: day.enterprise,
        enterprise_name: String::new(),
        order_number: day.order,
    }))
}

/// Changes a draft of one's own.
///
/// # Errors
/// As [`log_draft`]; `hours.locked` when it has been sent; `NotFound` when it is someone else's.
pub(crate) fn change_day(
    tx: &mut DbConn,
    actor: &Actor,
    id: &EntryId,
    form: &DayForm,
    now: UtcTime,
) -> AppResult<NaiveDate> {
    let resident_id = own_key(actor)?;
    let before = own_entry(tx, actor, id)?;
    rules::next_state(before.entry.state, Step::Change)?;
    let day = rules::read_day(form, now.oslo_date()).map_err(words::refusals)?;
    let place = hold_against_stored(tx, resident_id, &day, Some(id))?;
    if before.entry.corrects.is_some() {
        corrections::check_kind(tx, &before.entry, &day)?; // it stands for one that was approved
    }
    let mut entry = new_entry(resident_id, &day, place, EntryState::Draft, now);
    entry.id = id.clone();
    store::change(tx, &entry)?;
    Ok(entry.entry_date)
}

/// Takes a draft of one's own away, and answers what stood there.
///
/// # Errors
/// `hours.locked` when it has been sent, `hours.shown` when evidence points at it; `NotFound` when
/// it is someone else's.
pub(crate) fn forget_entry(tx: &mut DbConn, actor: &Actor, id: &EntryId) -> AppResult<Logged> {
    let logged = own_entry(tx, actor, id)?;
    rules::next_state(logged.entry.state, Step::Change)?;
    store::delete(tx, id).map_err(is_shown)?;
    Ok(logged)
}

/// Evidence stands to the right of hours: that it points at them is known by the database alone.
fn is_shown(error: Error) -> AppError {
    match error {
        Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => {
            RuleError::IsShown.into()
        }
        other => other.into(),
    }
}

/// Copies the last logged day before `to` into `to`, as drafts; answers which day it was.
///
/// # Errors
/// `hours.nothing_to_copy`, `hours.overlap`, `hours.future`, `hours.kind_agreed`.
pub(crate) fn copy_day(
    tx: &mut DbConn,
    actor: &Actor,
    to: NaiveDate,
    now: UtcTime,
) -> AppResult<NaiveDate> {
    let resident_id = own_key(actor)?;
    rules::check_happened(to, now.oslo_date())?;
    let from = day_to_copy(tx, resident_id, to)?.ok_or(RuleError::NothingToCopy)?;
    for logged in store::of_resident(tx, resident_id, from, from)? {
        let old = logged.entry;
        let span = (old.start_minute, old.end_minute);
        let there = store::pieces_within(tx, resident_id, to, span, None)?;
        rules::check_overlap(old.start_minute, old.end_minute, there)?;
        kinds::check(tx, resident_id, to, old.kind)??;
        let worked_minutes =
            rules::worked_minutes(to, old.start_minute, old.end_minute, old.break_minutes)?;
        let copy = HourEntry {
            id: EntryId::fresh(),
            entry_date: to,
            worked_minutes,
            state: EntryState::Draft,
            returned_note: String::new(),
            corrects: None,
            counter: false,
            created_at: now,
            submitted_at: None,
            approved_at: None,
            approved_by: None,
            ..old
        };
        store::insert(tx, &copy)?;
    }
    Ok(from)
}

/// The day that a copy into `to` would come from.
///
/// # Errors
/// The database's.
pub(crate) fn day_to_copy(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    to: NaiveDate,
) -> AppResult<Option<NaiveDate>> {
    let earliest = to - chrono::TimeDelta::days(COPY_DAYS_MAX);
    Ok(store::last_day(conn, resident_id, earliest, to)?)
}

/// Records hours that an import says were worked; approved ones enter the kept sums.
///
/// # Errors
/// `hours.end`, `hours.break`, `hours.future`, `hours.overlap`; `hours.state` for a draft.
pub(crate) fn record_hours(
    tx: &mut DbConn,
    hours: &RecordHours,
    now: UtcTime,
) -> AppResult<EntryId> {
    rules::check_happened(hours.date, now.oslo_date())?;
    let worked_minutes =
        rules::worked_minutes(hours.date, hours.start, hours.end, hours.break_minutes)?;
    if hours.state == EntryState::Draft {
        let words = "Importerte timer er sendt inn eller godkjent.";
        return Err(Refusal::new("hours.state", "state", words).into());
    }
    let span = (hours.start, hours.end);
    let others = store::pieces_within(tx, &hours.resident_id, hours.date, span, None)?;
    rules::check_overlap(hours.start, hours.end, others)?;
    let is_approved = hours.state == EntryState::Approved;
    let entry = HourEntry {
        id: EntryId::fresh(),
        resident_id: hours.resident_id.clone(),
        entry_date: hours.date,
        start_minute: hours.start,
        end_minute: hours.end,
        break_minutes: hours.break_minutes,
        worked_minutes,
        enterprise_id: hours.enterprise_id.clone(),
        kind: hours.kind,
        order_id: hours.order_id.clone(),
        state: hours.state,
        returned_note: String::new(),
        corrects: None,
        counter: false,
        created_at: now,
        submitted_at: Some(now),
        approved_at: is_approved.then_some(now),
        approved_by: None,
    };
    store::insert(tx, &entry)?;
    if is_approved {
        store::keep(tx, &entry)?;
    }
    Ok(entry.id)
}

/// Records which order imported hours were for, when that comes later; the time itself stays.
///
/// # Errors
/// The database's.
pub(crate) fn record_job(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
    start: ClockTime,
    order_id: &OrderId,
) -> AppResult<()> {
    Ok(store::set_job(tx, resident_id, date, start, order_id)?)
}

/// Records the break of imported hours, when that comes later; the entry waits for approval.
///
/// # Errors
/// `hours.break` for a break as long as the work; the database's.
pub(crate) fn record_break(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
    start: ClockTime,
    rest: Minutes,
) -> AppResult<()> {
    for (id, end) in store::waiting_at(tx, resident_id, date, start)? {
        let worked = rules::worked_minutes(date, start, end, rest)?;
        store::set_break(tx, &id, rest, worked)?;
    }
    Ok(())
}

/// The key of one's own hours.
pub(super) fn own_key(actor: &Actor) -> AppResult<&ResidentId> {
    actor.must(Right::LogHours)?;
    actor.resident_id.as_ref().ok_or(AppError::Forbidden)
}

/// An entry of one's own; someone else's is not there.
pub(super) fn own_entry(conn: &mut DbConn, actor: &Actor, id: &EntryId) -> AppResult<Logged> {
    let resident_id = own_key(actor)?;
    store::find(conn, id)?
        .filter(|logged| logged.entry.resident_id == *resident_id)
        .ok_or(AppError::NotFound)
}

/// Where a piece belongs, when the enterprise and order are known, the kind is agreed, and nothing
/// overlaps.
pub(super) fn hold_against_stored(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    day: &ReadDay,
    but: Option<&EntryId>,
) -> AppResult<(EnterpriseId, Option<OrderId>)> {
    held(tx, resident_id, day, but, Some(day.kind))
}

/// As [`hold_against_stored`], whatever the kind.
pub(super) fn hold_place(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    day: &ReadDay,
    but: Option<&EntryId>,
) -> AppResult<(EnterpriseId, Option<OrderId>)> {
    held(tx, resident_id, day, but, None)
}

fn held(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    day: &ReadDay,
    but: Option<&EntryId>,
    kind: Option<HourKind>,
) -> AppResult<(EnterpriseId, Option<OrderId>)> {
    let mut refusals = Refusals::default();
    let enterprise_id = store::enterprise_id(tx, &day.enterprise)?;
    if enterprise_id.is_none() {
        refusals.add(RuleError::EnterpriseUnknown);
    }
    let order_id = match (&enterprise_id, &day.order) {
        (Some(enterprise_id), Some(number)) => {
            let order_id = store::order_in(tx, number, enterprise_id)?;
            if order_id.is_none() {
                refusals.add(RuleError::OrderUnknown);
            }
            order_id
        }
        _ => None,
    };
    if let Some(kind) = kind
        && let Err(wrong) = kinds::check(tx, resident_id, day.date, kind)?
    {
        refusals.add(wrong);
    }
    let others = store::pieces_within(tx, resident_id, day.date, (day.start, day.end), but)?;
    if let Err(overlap) = rules::check_overlap(day.start, day.end, others) {
        refusals.add(overlap);
    }
    match enterprise_id {
        Some(enterprise_id) => Ok(refusals.or((enterprise_id, order_id))?),
        None => Err(refusals.into()),
    }
}

pub(super) fn new_entry(
    resident_id: &ResidentId,
    day: &ReadDay,
    (enterprise_id, order_id): (EnterpriseId, Option<OrderId>),
    state: EntryState,
    now: UtcTime,
) -> HourEntry {
    HourEntry {
        id: EntryId::fresh(),
        resident_id: resident_id.clone(),
        entry_date: day.date,
        start_minute: day.start,
        end_minute: day.end,
        break_minutes: day.break_minutes,
        worked_minutes: day.worked_minutes,
        enterprise_id,
        kind: day.kind,
        order_id,
        state,
        returned_note: String::new(),
        corrects: None,
        counter: false,
        created_at: now,
        submitted_at: (state == EntryState::Submitted).then_some(now),
        approved_at: None,
        approved_by: None,
    }
}
