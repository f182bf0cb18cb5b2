//! Asking for a word, and half-year talks with the steps that are agreed in them.

use chrono::NaiveDate;

use super::super::model::{HelpAsk, Talk, TalkStep};
use super::super::rules::{self, RuleError};
use super::super::store;
use super::{Mark, must_follow, own};
use crate::base::{ResidentId, UtcTime, fresh_id, read_date};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusals};
use crate::people::Actor;

/// A talk as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct TalkForm {
    pub(crate) held_on: String,
    /// Empty: half a year on.
    pub(crate) next_on: String,
    /// A line each.
    pub(crate) steps: String,
}

/// Says that one would like a word with someone; once is enough.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn ask_for_word(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let id = own(actor)?;
    if store::ask_of(tx, &id)?.is_some() {
        return Ok(());
    }
    let row = HelpAsk {
        id: fresh_id(),
        resident_id: id,
        asked_at: now,
        answered_at: None,
        answered_by: None,
    };
    Ok(store::insert_ask(tx, &row)?)
}

/// Takes back what one asked, if it waits.
///
/// # Errors
/// As [`ask_for_word`].
pub(crate) fn take_back_ask(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let id = own(actor)?;
    close_ask(tx, actor, &id, now)
}

/// Says that one has had the word that someone asked for.
///
/// # Errors
/// `NotFound` for whom one does not follow.
pub(crate) fn answer_ask(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    now: UtcTime,
) -> AppResult<()> {
    must_follow(tx, actor, id)?;
    close_ask(tx, actor, id, now)
}

fn close_ask(tx: &mut DbConn, actor: &Actor, id: &ResidentId, now: UtcTime) -> AppResult<()> {
    if let Some(ask) = store::ask_of(tx, id)? {
        store::answer(tx, &ask.id, &actor.account_id, now)?;
    }
    Ok(())
}

/// Writes down a half-year talk; what was asked for is answered by it.
///
/// # Errors
/// `plan.talk_date`, `plan.talk_next`, `plan.talk_steps`, `plan.talk_step`, `plan.talk_known`;
/// `NotFound` for whom one does not follow, or no longer.
pub(crate) fn hold_talk(
    tx: &mut DbConn,
    actor: &Actor,
    id: &ResidentId,
    form: &TalkForm,
    now: UtcTime,
) -> AppResult<()> {
    must_follow(tx, actor, id)?;
    let (held_on, next_on, lines) = read_talk(form, now.oslo_date())?;
    if store::talk_held_on(tx, id, held_on)? {
        return Err(RuleError::TalkKnown.into());
    }
    let row = Talk {
        id: fresh_id(),
        resident_id: id.clone(),
        held_on,
        next_on: Some(rules::next_talk(held_on, next_on)),
        held_by: actor.account_id.clone(),
        recorded_at: now,
    };
    let step = |(place, words): (i32, String)| TalkStep {
        id: fresh_id(),
        talk_id: row.id.clone(),
        place,
        words,
        done_on: None,
    };
    let steps: Vec<TalkStep> = (1_i32..).zip(lines).map(step).collect();
    store::insert_talk(tx, &row, &steps)?;
    close_ask(tx, actor, id, now)
}

type Read = (NaiveDate, Option<NaiveDate>, Vec<String>);

fn read_talk(form: &TalkForm, today: NaiveDate) -> AppResult<Read> {
    let mut refusals = Refusals::default();
    let held_on = read_date(&form.held_on);
    let next_on = read_date(&form.next_on);
    if held_on.is_none() {
        refusals.add(RuleError::TalkDate);
    }
    if next_on.is_none() && !form.next_on.trim().is_empty() {
        refusals.add(RuleError::TalkNext);
    }
    if let Some(held_on) = held_on {
        for wrong in rules::check_talk_days(held_on, next_on, today) {
            refusals.add(wrong);
        }
    }
    let lines = rules::read_steps(&form.steps).unwrap_or_else(|wrong| {
        refusals.add(wrong);
        Vec::new()
    });
    match held_on {
        Some(held_on) if refusals.is_empty() => Ok((held_on, next_on, lines)),
        _ => Err(refusals.into()),
    }
}

/// Marks a step that one agreed to as done, or not done after all.
///
/// # Errors
/// `NotFound` for one of another's.
pub(crate) fn mark_agreed(
    tx: &mut DbConn,
    actor: &Actor,
    step: &str,
    mark: Mark,
    now: UtcTime,
) -> AppResult<()> {
    let id = own(actor)?;
    let row = store::find_agreed(tx, &id, step)?.ok_or(AppError::NotFound)?;
    let done = match mark {
        Mark::Done => Some(row.done_on.unwrap_or(now.oslo_date())),
        Mark::NotDone | Mark::TakenAway | Mark::Back => None,
    };
    Ok(store::set_agreed(tx, step, done)?)
}
