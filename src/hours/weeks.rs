//! "Ferdig denne uka": that nothing more comes, so that silence is never taken for nothing worked.

use chrono::{Days, NaiveDate};

use super::actions::own_key;
use super::model::EntryState;
use super::rules::{self, RuleError, Step};
use super::{kinds, store};
use crate::base::{ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people::{self, Actor, Right};

/// Sends one's drafts of the week from `monday` and says that nothing more comes; answers how many
/// were sent. A week with nothing in it may be finished: then nothing was worked. Said once more of
/// a finished week with nothing new in it, it changes nothing; else what was sent with the week
/// before is sent with it again, so that all of it can be taken back together.
///
/// # Errors
/// `hours.future` for a week that has not begun, `hours.kind_agreed`; `Forbidden` for who is no resident.
pub(crate) fn finish_week(
    tx: &mut DbConn,
    actor: &Actor,
    monday: NaiveDate,
    now: UtcTime,
) -> AppResult<usize> {
    let resident_id = own_key(actor)?;
    rules::check_happened(monday, now.oslo_date())?;
    let sent_state = rules::next_state(EntryState::Draft, Step::Send)?;
    let (from, to) = week_from(monday);
    let drafts = store::of_resident(tx, resident_id, from, to)?.into_iter().map(|l| l.entry);
    for draft in drafts.filter(|entry| entry.state == EntryState::Draft) {
        kinds::check(tx, resident_id, draft.entry_date, draft.kind)??; // agreed since it was written
    }
    let sent = store::send(tx, resident_id, (from, to), sent_state, now)?;
    match store::finished_at(tx, resident_id, monday)? {
        Some(_) if sent == 0 => return Ok(0),
        Some(before) => store::send_again(tx, resident_id, (from, to), (before, now))?,
        None => {}
    }
    store::reopen(tx, resident_id, monday)?;
    store::finish(tx, resident_id, monday, now)?;
    Ok(sent)
}

/// Takes back that a week of one's own is finished; what was sent with it and is not approved is
/// drafts again. Answers how many.
///
/// # Errors
/// `hours.nothing_to_reopen`; `Forbidden` for who is no resident.
pub(crate) fn reopen_week(tx: &mut DbConn, actor: &Actor, monday: NaiveDate) -> AppResult<usize> {
    let resident_id = own_key(actor)?;
    let finished =
        store::finished_at(tx, resident_id, monday)?.ok_or(RuleError::NothingToReopen)?;
    let state = rules::next_state(EntryState::Submitted, Step::Reopen)?;
    store::reopen(tx, resident_id, monday)?;
    Ok(store::take_back(tx, resident_id, week_from(monday), finished, state)?)
}

/// Has a resident said that the week from `monday` is finished?
///
/// # Errors
/// The database's.
pub(crate) fn is_finished(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    monday: NaiveDate,
) -> AppResult<bool> {
    Ok(store::finished_at(conn, resident_id, monday)?.is_some())
}

/// First names of those who work in the enterprises one leads and have not sent in the week from
/// `monday`; each look is kept.
///
/// # Errors
/// `Forbidden` for who is no work leader.
pub(crate) fn not_sent_in(
    tx: &mut DbConn,
    actor: &Actor,
    monday: NaiveDate,
    now: UtcTime,
) -> AppResult<Vec<String>> {
    actor.must(Right::ApproveHours)?;
    let (from, to) = week_from(monday);
    let hands = store::hands(tx, &actor.leads, to)?;
    let finished = store::finished(tx, &hands, monday)?;
    let unsent = store::with_drafts(tx, &hands, from, to)?;
    let mut names = Vec::new();
    for id in hands.iter().filter(|id| Some(*id) != actor.resident_id.as_ref()) {
        if !finished.contains(id) || unsent.contains(id) {
            people::log_look_daily(tx, actor, id, "hvem som har sendt inn uka", now)?;
            names.push(people::first_name_of(tx, id)?);
        }
    }
    names.sort_unstable();
    Ok(names)
}

fn week_from(monday: NaiveDate) -> (NaiveDate, NaiveDate) {
    (monday, monday + Days::new(6))
}
