//! One button in and out: who is at work now, and the pieces of a day that come of it.

use super::actions::{hold_against_stored, new_entry, own_key};
use super::kinds;
use super::model::{DayForm, EntryAnswer, EntryState, HourKind, Logged};
use super::rules::{self, ReadDay, RuleError, Stamped};
use super::{sent, store, words};
use crate::base::{EntryId, Minutes, OrderId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppResult, Refusals};
use crate::people::{Actor, Right};

/// Past this many hours, the clock was forgotten.
const HOURS_MAX: i64 = 16;
/// Days back that the last work is looked for.
const LAST_WORK_DAYS: i64 = 31;

/// Someone is at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) started_at: UtcTime,
    pub(crate) enterprise_code: String,
    pub(crate) enterprise_name: String,
    pub(crate) kind: HourKind,
    pub(crate) order_number: Option<String>,
}

impl Clock {
    /// Has it gone for so long that nobody believes it?
    pub(crate) const fn is_forgotten(&self, now: UtcTime) -> bool {
        now.minutes_since(self.started_at) > HOURS_MAX * 60
    }

    /// Did it begin before today?
    pub(crate) fn is_from_another_day(&self, now: UtcTime) -> bool {
        self.started_at.oslo_date() != now.oslo_date()
    }
}

impl From<store::Clocked> for Clock {
    fn from((row, enterprise_code, enterprise_name, order_number): store::Clocked) -> Self {
        Self {
            started_at: row.started_at,
            enterprise_code,
            enterprise_name,
            kind: row.kind,
            order_number,
        }
    }
}

/// At what someone begins: an enterprise's code, a kind, and an order's number or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClockIn {
    pub(crate) enterprise: String,
    pub(crate) kind: String,
    pub(crate) order: String,
}

/// What came of stopping.
#[derive(Clone, Debug)]
pub(crate) enum ClockedOut {
    /// Drafts, a day each; and the clock as it was, to be had back.
    Logged(Vec<EntryAnswer>, Clock),
    /// Less than a minute: dropped.
    TooShort,
    /// It has gone for too long: when did it end? It still runs.
    Ask,
}

/// The clock that runs for a resident; None when they are not at work.
///
/// # Errors
/// The database's.
pub(crate) fn clock_of(conn: &mut DbConn, resident_id: &ResidentId) -> AppResult<Option<Clock>> {
    Ok(store::clocked(conn, resident_id)?.map(Clock::from))
}

/// Starts one's own clock; one that runs goes on as it was.
///
/// # Errors
/// `hours.enterprise`, `hours.kind`, `hours.kind_agreed`, `hours.order`; `Forbidden` for who is no
/// resident.
pub(crate) fn clock_in(
    tx: &mut DbConn,
    actor: &Actor,
    wish: &ClockIn,
    now: UtcTime,
) -> AppResult<Clock> {
    let resident_id = own_key(actor)?;
    if let Some(running) = clock_of(tx, resident_id)? {
        return Ok(running);
    }
    start(tx, resident_id, wish, now)?;
    clock_of(tx, resident_id)?.ok_or_else(|| RuleError::NotClockedIn.into())
}

fn start(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    wish: &ClockIn,
    started_at: UtcTime,
) -> AppResult<()> {
    let mut refusals = Refusals::default();
    let enterprise_id = store::enterprise_id(tx, wish.enterprise.trim())?;
    if enterprise_id.is_none() {
        refusals.add(RuleError::EnterpriseUnknown);
    }
    let kind = HourKind::parse(wish.kind.trim());
    match kind {
        None => refusals.add(RuleError::KindUnknown),
        Some(kind) => {
            if let Err(wrong) = kinds::check(tx, resident_id, started_at.oslo_date(), kind)? {
                refusals.add(wrong);
            }
        }
    }
    let number = wish.order.trim();
    let order_id: Option<OrderId> = match &enterprise_id {
        Some(enterprise_id) if !number.is_empty() => {
            let known = store::order_in(tx, number, enterprise_id)?;
            if known.is_none() {
                refusals.add(RuleError::OrderUnknown);
            }
            known
        }
        _ => None,
    };
    let (Some(enterprise_id), Some(kind), true) = (enterprise_id, kind, refusals.is_empty()) else {
        return Err(refusals.into());
    };
    let resident_id = resident_id.clone();
    let row = store::HourClock { resident_id, started_at, enterprise_id, kind, order_id };
    Ok(store::start_clock(tx, &row)?)
}

/// Stops one's own clock: drafts in whole minutes, split at midnight, the break in the longest.
///
/// # Errors
/// `hours.not_clocked_in`, `hours.break`, and as a day that is logged: `hours.overlap`,
/// `hours.kind_agreed`.
pub(crate) fn clock_out(
    tx: &mut DbConn,
    actor: &Actor,
    break_minutes: i32,
    now: UtcTime,
) -> AppResult<ClockedOut> {
    let resident_id = own_key(actor)?;
    let clock = clock_of(tx, resident_id)?.ok_or(RuleError::NotClockedIn)?;
    if clock.is_forgotten(now) {
        return Ok(ClockedOut::Ask);
    }
    let pieces = rules::pieces(clock.started_at, now);
    if pieces.is_empty() {
        store::stop_clock(tx, resident_id)?;
        return Ok(ClockedOut::TooShort);
    }
    let mut logged = Vec::new();
    for (piece, rest) in rules::with_break(&pieces, break_minutes)? {
        let day = day_of(&clock, piece, rest);
        let place = hold_against_stored(tx, resident_id, &day, None)?;
        let entry = new_entry(resident_id, &day, place, EntryState::Draft, now);
        store::insert(tx, &entry)?;
        logged.push(EntryAnswer::from(Logged {
            entry,
            enterprise_code: day.enterprise,
            enterprise_name: String::new(),
            order_number: day.order,
        }));
    }
    store::stop_clock(tx, resident_id)?;
    Ok(ClockedOut::Logged(logged, clock))
}

fn day_of(clock: &Clock, piece: Stamped, rest: Minutes) -> ReadDay {
    ReadDay {
        date: piece.date,
        start: piece.start,
        end: piece.end,
        break_minutes: rest,
        worked_minutes: Minutes::new(piece.minutes.get() - rest.get()),
        enterprise: clock.enterprise_code.clone(),
        kind: clock.kind,
        order: clock.order_number.clone(),
    }
}

/// Logs the day of a clock that was forgotten, as its owner tells it, and stops the clock.
///
/// # Errors
/// `hours.not_clocked_in`, and as a day that is logged.
pub(crate) fn clock_told(
    tx: &mut DbConn,
    actor: &Actor,
    form: &DayForm,
    now: UtcTime,
) -> AppResult<EntryAnswer> {
    if store::stop_clock(tx, own_key(actor)?)? == 0 {
        return Err(RuleError::NotClockedIn.into());
    }
    super::log_draft(tx, actor, form, now)
}

/// The form of a clock's day up to its end, which its owner fills in.
pub(crate) fn clock_form(clock: &Clock) -> DayForm {
    DayForm {
        date: clock.started_at.oslo_date().to_string(),
        start: clock.started_at.oslo_clock().to_string(),
        end: String::new(),
        break_minutes: "30".into(),
        enterprise: clock.enterprise_code.clone(),
        kind: clock.kind.to_string(),
        order: clock.order_number.clone().unwrap_or_default(),
    }
}

/// Takes back that one began: the clock is gone, and nothing is logged.
///
/// # Errors
/// `hours.not_clocked_in`.
pub(crate) fn clock_undo(tx: &mut DbConn, actor: &Actor, _now: UtcTime) -> AppResult<()> {
    match store::stop_clock(tx, own_key(actor)?)? {
        0 => Err(RuleError::NotClockedIn.into()),
        _ => Ok(()),
    }
}

/// Takes back that one stopped: the drafts are gone, and the clock runs as it did. Again changes
/// nothing.
///
/// # Errors
/// `hours.clock_runs` when one has begun anew since, `hours.locked` when a draft has been sent,
/// `hours.shown` when evidence points at one; `NotFound` when it is not one's own; as [`clock_in`].
pub(crate) fn clock_resume(
    tx: &mut DbConn,
    actor: &Actor,
    drafts: &[EntryId],
    was: &ClockIn,
    started_at: UtcTime,
) -> AppResult<()> {
    let resident_id = own_key(actor)?;
    if let Some(running) = clock_of(tx, resident_id)? {
        let is_same = running.started_at.unix_seconds() == started_at.unix_seconds();
        return if is_same { Ok(()) } else { Err(RuleError::ClockRuns.into()) };
    }
    for id in drafts {
        super::forget_entry(tx, actor, id)?;
    }
    start(tx, resident_id, was, started_at)
}

/// What is proposed to one who begins: today's job on the board, else where one worked last; the kind
/// that is usual.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn clock_proposal(conn: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<ClockIn> {
    actor.must(Right::LogHours)?;
    let resident_id = own_key(actor)?;
    let today = now.oslo_date();
    let since = today - chrono::TimeDelta::days(LAST_WORK_DAYS);
    let last = store::last_place(conn, resident_id, since)?;
    let kind = kinds::usual_kind(conn, resident_id, today)?;
    let (enterprise, order) = match (store::set_on_board(conn, resident_id, today)?, last) {
        (Some((code, order)), _) => (code, order.unwrap_or_default()),
        (None, Some(code)) => (code, String::new()),
        (None, None) => (sent::first_enterprise(conn, actor)?, String::new()),
    };
    Ok(ClockIn { enterprise, kind: kind.to_string(), order })
}

/// What is told of a clock that stopped.
pub(crate) fn clocked_out_words(logged: &[EntryAnswer]) -> String {
    let minutes = logged.iter().map(|entry| i64::from(entry.worked_minutes)).sum();
    words::thanks_for(minutes)
}
