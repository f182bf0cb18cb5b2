//! A resident's week, the form of a day, and what waits for a work leader.

use chrono::NaiveDate;

use super::actions::{day_to_copy, own_entry, own_key};
use super::model::{DayForm, Logged, OpenJob};
use super::{kinds, store};
use crate::base::{EntryId, ResidentId};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people::{Actor, Right};

/// Days ahead of which open orders are offered in the form.
const JOBS_DAYS_AHEAD: i64 = 14;

/// A resident's entries of the seven days from `monday`.
///
/// # Errors
/// The database's.
pub(crate) fn week_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    monday: NaiveDate,
) -> AppResult<Vec<Logged>> {
    let sunday = monday + chrono::TimeDelta::days(6);
    Ok(store::of_resident(conn, resident_id, monday, sunday)?)
}

/// An entry of one's own.
///
/// # Errors
/// `NotFound` when it is someone else's.
pub(crate) fn get_own_entry(conn: &mut DbConn, actor: &Actor, id: &EntryId) -> AppResult<Logged> {
    own_entry(conn, actor, id)
}

/// What waits for one's approval, by resident and day.
///
/// # Errors
/// `Forbidden` for who is no work leader.
pub(crate) fn waiting_for(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<Logged>> {
    actor.must(Right::ApproveHours)?;
    let mut waiting = store::waiting(conn, &actor.leads)?;
    waiting.retain(|logged| Some(&logged.entry.resident_id) != actor.resident_id.as_ref());
    Ok(waiting)
}

/// A form for a day, filled with what one usually does; after today's last piece when there is one.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn day_to_fill(conn: &mut DbConn, actor: &Actor, date: NaiveDate) -> AppResult<DayForm> {
    let resident_id = own_key(actor)?;
    if let Some(last) = store::of_resident(conn, resident_id, date, date)?.pop() {
        let next = DayForm { start: last.entry.end_minute.to_string(), ..form_of(&last) };
        return Ok(DayForm { end: String::new(), break_minutes: "0".into(), ..next });
    }
    let board = store::set_on_board(conn, resident_id, date)?;
    let kind = kinds::usual_kind(conn, resident_id, date)?.to_string();
    if let Some(usual) = usual_day(conn, resident_id, date)? {
        let day = DayForm { date: date.to_string(), kind, order: String::new(), ..usual };
        return Ok(on_board(day, board));
    }
    let day = DayForm {
        date: date.to_string(),
        start: "08:00".into(),
        end: "14:00".into(),
        break_minutes: "30".into(),
        enterprise: first_enterprise(conn, actor)?,
        kind,
        order: String::new(),
    };
    Ok(on_board(day, board))
}

/// The day at the job that the board sets one to, if it does.
fn on_board(day: DayForm, job: Option<(String, Option<String>)>) -> DayForm {
    match job {
        Some((enterprise, order)) => {
            DayForm { enterprise, order: order.unwrap_or_default(), ..day }
        }
        None => day,
    }
}

fn usual_day(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
) -> AppResult<Option<DayForm>> {
    let Some(day) = day_to_copy(conn, resident_id, date)? else { return Ok(None) };
    let pieces = store::of_resident(conn, resident_id, day, day)?;
    Ok(pieces.first().map(form_of))
}

/// An entry as its form shows it.
pub(super) fn form_of(logged: &Logged) -> DayForm {
    DayForm {
        date: logged.entry.entry_date.to_string(),
        start: logged.entry.start_minute.to_string(),
        end: logged.entry.end_minute.to_string(),
        break_minutes: logged.entry.break_minutes.get().to_string(),
        enterprise: logged.enterprise_code.clone(),
        kind: logged.entry.kind.to_string(),
        order: logged.order_number.clone().unwrap_or_default(),
    }
}

/// Enterprises to choose among, code and name; those one works in come first.
///
/// # Errors
/// The database's.
pub(crate) fn enterprise_choices(
    conn: &mut DbConn,
    actor: &Actor,
) -> AppResult<Vec<(String, String)>> {
    let mut choices = store::enterprise_choices(conn)?;
    choices.sort_by_key(|(id, ..)| !actor.works_in.contains(id));
    Ok(choices.into_iter().map(|(_, code, name)| (code, name)).collect())
}

/// Open orders of the enterprises one works in: number and what is to be done, never who ordered.
///
/// # Errors
/// The database's.
pub(crate) fn open_jobs(
    conn: &mut DbConn,
    actor: &Actor,
    today: NaiveDate,
) -> AppResult<Vec<OpenJob>> {
    let until = today + chrono::TimeDelta::days(JOBS_DAYS_AHEAD);
    Ok(store::open_jobs(conn, &actor.works_in, until)?)
}

/// The code of the enterprise one works in, or of the first there is; empty when there is none.
pub(super) fn first_enterprise(conn: &mut DbConn, actor: &Actor) -> AppResult<String> {
    let choices = store::enterprise_choices(conn)?;
    let own = choices.iter().find(|(id, ..)| actor.works_in.contains(id)).or(choices.first());
    Ok(own.map(|(_, code, _)| code.clone()).unwrap_or_default())
}

/// Codes and names of all enterprises, in their own order.
///
/// # Errors
/// The database's.
pub(crate) fn all_enterprises(conn: &mut DbConn) -> AppResult<Vec<(String, String)>> {
    let choices = store::enterprise_choices(conn)?;
    Ok(choices.into_iter().map(|(_, code, name)| (code, name)).collect())
}
