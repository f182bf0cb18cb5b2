//! The board as a work leader sees it, and setting a name to a job.

use chrono::{Datelike, Days, NaiveDate};

use super::model::{BoardHand, Done, HandLine, Job, OnJob, OpenPart, Place};
use super::store;
use crate::base::{EnterpriseId, ResidentId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise};
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Hand, Right};
use crate::{catalog, hours};

/// Days ahead that jobs are shown for.
const DAYS_AHEAD: Days = Days::new(7);

/// Today's board of the enterprises one leads. Whoever shows it keeps the looks at those who are
/// seen at work first, by [`keep_looks`].
///
/// # Errors
/// `Forbidden` for who is no work leader.
pub(crate) fn board_of(conn: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Vec<Place>> {
    actor.must(Right::PlanDay)?;
    let today = now.oslo_date();
    let mut own = enterprises::list_enterprises(conn)?;
    own.retain(|enterprise| actor.leads.contains(&enterprise.id));
    let parts = store::open_parts(conn, &actor.leads, today + DAYS_AHEAD)?;
    let set = store::hands_on(conn, &actor.leads, today)?;
    let hands = people::hands_in(conn, &actor.leads, now)?;
    let stops = catalog::stops_in_force(conn, today)?;
    let mut places = Vec::new();
    for enterprise in own {
        let here =
            |stop: &&catalog::Stop| stop.enterprise_id == enterprise.id && stop.first_day <= today;
        let jobs = jobs_of(&enterprise, &parts, &set, &hands);
        let (coming, due): (Vec<Job>, Vec<Job>) =
            jobs.into_iter().partition(|job| job.day.is_some_and(|day| day > today));
        places.push(Place {
            sells: !enterprise.internal,
            stops: stops.iter().filter(here).cloned().collect(),
            hands: hand_lines(conn, &enterprise, (&parts, &set, &hands), now)?,
            code: enterprise.code,
            name: enterprise.name,
            today: due,
            coming,
        });
    }
    Ok(places)
}

/// Keeps that those who are seen at work, or are reminded of something, were looked at.
///
/// # Errors
/// `Forbidden` for who is no work leader.
pub(crate) fn keep_looks(
    tx: &mut DbConn,
    actor: &Actor,
    seen: &[ResidentId],
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::PlanDay)?;
    for resident_id in seen {
        people::log_look_daily(tx, actor, resident_id, "dagens tavle", now)?;
    }
    Ok(())
}

type Hands = [(Hand, Vec<EnterpriseId>)];

/// The enterprise's open parts and its daily work, each with who is set to it.
fn jobs_of(
    enterprise: &Enterprise,
    parts: &[OpenPart],
    set: &[BoardHand],
    hands: &Hands,
) -> Vec<Job> {
    let name_of = |id: &ResidentId| {
        hands.iter().find(|(hand, _)| hand.resident_id == *id).map(|(hand, _)| hand.name.clone())
    };
    let on = |order: Option<&crate::base::OrderId>| -> Vec<OnJob> {
        set.iter()
            .filter(|row| row.enterprise_id == enterprise.id && row.order_id.as_ref() == order)
            .filter_map(|row| {
                let name = name_of(&row.resident_id)?;
                Some(OnJob { row: row.id.clone(), resident_id: row.resident_id.clone(), name })
            })
            .collect()
    };
    let of_order = |part: &OpenPart| Job {
        number: part.number.clone(),
        what: part.what.clone(),
        day: Some(part.day),
        time: part.time.clone(),
        hands: on(Some(&part.order_id)),
    };
    let daily = Job {
        number: String::new(),
        what: String::new(),
        day: None,
        time: String::new(),
        hands: on(None),
    };
    let own = parts.iter().filter(|part| part.enterprise_id == enterprise.id);
    own.map(of_order).chain([daily]).collect()
}

/// Those who work in the enterprise: who is in, at what, and what they are reminded of.
fn hand_lines(
    conn: &mut DbConn,
    enterprise: &Enterprise,
    (parts, set, hands): (&[OpenPart], &[BoardHand], &Hands),
    now: UtcTime,
) -> AppResult<Vec<HandLine>> {
    let monday = monday_of(now.oslo_date());
    let mut lines = Vec::new();
    for (hand, places) in hands {
        if !places.contains(&enterprise.id) {
            continue;
        }
        let clock = hours::clock_of(conn, &hand.resident_id)?;
        let here = clock.filter(|clock| clock.enterprise_code == enterprise.code);
        let warnings = hours::warnings_for(conn, &hand.resident_id, monday, now)?;
        let own = set.iter().filter(|row| {
            row.resident_id == hand.resident_id && row.enterprise_id == enterprise.id
        });
        let number = |row: &BoardHand| match &row.order_id {
            None => Some(String::new()),
            Some(id) => parts.iter().find(|p| p.order_id == *id).map(|p| p.number.clone()),
        };
        lines.push(HandLine {
            resident_id: hand.resident_id.clone(),
            name: hand.name.clone(),
            since: here.map(|clock| clock.started_at),
            jobs: own.filter_map(number).collect(),
            warnings: warnings.into_iter().map(|warning| warning.brief).collect(),
        });
    }
    Ok(lines)
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

/// Sets someone to a job today, by the enterprise's code and the order's number (empty for the
/// daily work); answers the row. One who is set to it already stays so.
///
/// # Errors
/// `NotFound` for an enterprise one does not lead, someone who does not work there, and an order
/// without an open part there.
pub(crate) fn set_hand(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    (code, number): (&str, &str),
    now: UtcTime,
) -> AppResult<String> {
    actor.must(Right::PlanDay)?;
    let today = now.oslo_date();
    let enterprise = enterprises::find_enterprise_by_code(tx, code)?
        .filter(|enterprise| actor.leads.contains(&enterprise.id))
        .ok_or(AppError::NotFound)?;
    let own = [enterprise.id.clone()];
    if !people::hands_in(tx, &own, now)?.iter().any(|(hand, _)| hand.resident_id == *resident_id) {
        return Err(AppError::NotFound);
    }
    let order_id = if number.is_empty() {
        None
    } else {
        let mut parts = store::open_parts(tx, &own, today + DAYS_AHEAD)?.into_iter();
        Some(parts.find(|part| part.number == number).ok_or(AppError::NotFound)?.order_id)
    };
    let set = store::hands_on(tx, &own, today)?;
    if let Some(row) =
        set.into_iter().find(|row| row.resident_id == *resident_id && row.order_id == order_id)
    {
        return Ok(row.id);
    }
    let row = BoardHand {
        id: fresh_id(),
        board_date: today,
        resident_id: resident_id.clone(),
        enterprise_id: enterprise.id,
        order_id,
        set_by: actor.account_id.clone(),
        set_at: now,
        taken_off_at: None,
    };
    store::insert(tx, &row)?;
    Ok(row.id)
}

/// Takes someone off a job of today.
///
/// # Errors
/// `NotFound` for a row of another day, or of an enterprise one does not lead.
pub(crate) fn take_off(tx: &mut DbConn, actor: &Actor, row: &str, now: UtcTime) -> AppResult<()> {
    let row = own_row(tx, actor, row, now)?;
    Ok(store::set_off(tx, &row.id, Some(row.taken_off_at.unwrap_or(now)))?)
}

/// Has someone back on a job of today that they were taken off; again, or when they have been set to
/// it anew, changes nothing.
///
/// # Errors
/// As [`take_off`].
pub(crate) fn put_back(tx: &mut DbConn, actor: &Actor, row: &str, now: UtcTime) -> AppResult<()> {
    let row = own_row(tx, actor, row, now)?;
    let own = std::slice::from_ref(&row.enterprise_id);
    let is_same =
        |set: &BoardHand| set.resident_id == row.resident_id && set.order_id == row.order_id;
    if store::hands_on(tx, own, row.board_date)?.iter().any(is_same) {
        return Ok(());
    }
    Ok(store::set_off(tx, &row.id, None)?)
}

/// What was done last with a row of today, to be told and undone; None for one of another day.
///
/// # Errors
/// `NotFound` for a row of an enterprise one does not lead.
pub(super) fn done_of(
    conn: &mut DbConn,
    actor: &Actor,
    row: &str,
    now: UtcTime,
) -> AppResult<Option<Done>> {
    let row = led_row(conn, actor, row)?;
    if row.board_date != now.oslo_date() {
        return Ok(None);
    }
    let job = match &row.order_id {
        Some(order_id) => store::order_number(conn, order_id)?,
        None => String::new(),
    };
    let name = people::first_name_of(conn, &row.resident_id)?;
    Ok(Some(Done { row: row.id, name, job, is_off: row.taken_off_at.is_some() }))
}

fn own_row(conn: &mut DbConn, actor: &Actor, row: &str, now: UtcTime) -> AppResult<BoardHand> {
    let row = led_row(conn, actor, row)?;
    if row.board_date == now.oslo_date() { Ok(row) } else { Err(AppError::NotFound) }
}

/// A row of any day, of an enterprise one leads.
fn led_row(conn: &mut DbConn, actor: &Actor, row: &str) -> AppResult<BoardHand> {
    actor.must(Right::PlanDay)?;
    let row = store::find(conn, row)?.filter(|row| actor.leads.contains(&row.enterprise_id));
    row.ok_or(AppError::NotFound)
}
