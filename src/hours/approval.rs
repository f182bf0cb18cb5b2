//! What a work leader does with hours of own enterprises.

use super::model::{EntryAnswer, EntryState, Logged};
use super::rules::{self, RuleError, Step};
use super::store;
use crate::base::{EntryId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::{Actor, Right};

/// Letters in the line that hours are sent back with, at most.
const NOTE_MAX: usize = 300;

/// Approves an entry of an enterprise one leads, and adds it to the kept sums; again changes nothing.
///
/// # Errors
/// `NotFound` for another enterprise's entry or one that has not been sent; `Forbidden` for one's own.
pub(crate) fn approve(
    tx: &mut DbConn,
    actor: &Actor,
    id: &EntryId,
    now: UtcTime,
) -> AppResult<EntryAnswer> {
    let mut logged = led_entry(tx, actor, id)?;
    let next = rules::next_state(logged.entry.state, Step::Approve)?;
    if logged.entry.state != next {
        store::set_approved(tx, id, &actor.account_id, now)?;
        store::keep(tx, &logged.entry)?;
        logged.entry.state = next;
    }
    Ok(logged.into())
}

/// Approves the entries that were shown together, each with the mark of how it was shown; answers
/// how many. An empty mark is of one that was not shown.
///
/// # Errors
/// `hours.changed` when the resident has changed one since; else as [`approve`]. One that fails
/// undoes all.
pub(crate) fn approve_all(
    tx: &mut DbConn,
    actor: &Actor,
    shown: &[(EntryId, String)],
    now: UtcTime,
) -> AppResult<usize> {
    for (id, mark) in shown {
        if !mark.is_empty() && led_entry(tx, actor, id)?.entry.mark() != *mark {
            return Err(RuleError::Changed.into());
        }
        approve(tx, actor, id, now)?;
    }
    Ok(shown.len())
}

/// Sends an entry back to a draft, with a line that says what to mend; its week is open again.
///
/// # Errors
/// `hours.note` without a line, `hours.locked` when it has been approved; else as [`approve`].
pub(crate) fn send_back(tx: &mut DbConn, actor: &Actor, id: &EntryId, note: &str) -> AppResult<()> {
    let logged = led_entry(tx, actor, id)?;
    rules::next_state(logged.entry.state, Step::Return)?;
    let note: String = note.trim().chars().take(NOTE_MAX).collect();
    if note.is_empty() {
        return Err(RuleError::NoteMissing.into());
    }
    store::reopen(tx, &logged.entry.resident_id, rules::monday_of(logged.entry.entry_date))?;
    Ok(store::set_returned(tx, id, &note)?)
}

/// A sent entry of an enterprise one leads, and not one's own.
fn led_entry(tx: &mut DbConn, actor: &Actor, id: &EntryId) -> AppResult<Logged> {
    actor.must(Right::ApproveHours)?;
    let logged = store::find(tx, id)?
        .filter(|logged| actor.leads.contains(&logged.entry.enterprise_id))
        .ok_or(AppError::NotFound)?;
    if actor.resident_id.as_ref() == Some(&logged.entry.resident_id) {
        return Err(AppError::Forbidden);
    }
    if logged.entry.state == EntryState::Draft {
        return Err(AppError::NotFound);
    }
    Ok(logged)
}
