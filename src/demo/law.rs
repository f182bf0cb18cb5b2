//! What goes on around the hours at the made-up farm: a finished week, a correction that waits, a
//! kind that waits for a yes, and a school outside.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::base::{ClockTime, Minutes, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::enterprises::{self, NewEnterprise};
use crate::error::AppResult;
use crate::hours::{self, CorrectionForm, DayForm, EntryState, HourKind, ProposeKind, RecordHours};
use crate::people::{self, Actor};

/// Evenings at school, at most.
const EVENINGS: usize = 6;
/// Days back that an approved row is looked for.
const DAYS_BACK: u64 = 40;

/// Amina has sent in last week and wants a day put right, Lars proposes a kind to Jonas, and Jonas
/// goes to school on Tuesday evenings.
///
/// # Errors
/// The database's.
pub(super) fn tell(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let actor = |tx: &mut DbConn, login| people::actor_by_login(tx, login, now);
    if let Some(amina) = actor(tx, "amina")? {
        let last_week = now.oslo_date() - Days::new(7);
        let monday = last_week - Days::new(u64::from(last_week.weekday().num_days_from_monday()));
        hours::finish_week(tx, &amina, monday, now)?;
        want_put_right(tx, &amina, now)?;
    }
    if let (Some(lars), Some(jonas)) =
        (actor(tx, "lars")?, people::find_resident_by_pseudonym(tx, "B02")?)
    {
        let wish = ProposeKind {
            kind: HourKind::Work.to_string(),
            valid_from: now.oslo_date().to_string(),
            valid_to: String::new(),
        };
        hours::propose_kind(tx, &lars, &jonas, &wish, now)?;
        go_to_school(tx, &jonas, now)?;
    }
    Ok(())
}

/// Asks to have the newest approved row end half an hour later, or earlier.
fn want_put_right(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let Some(own) = &actor.resident_id else { return Ok(()) };
    let today = now.oslo_date();
    let rows = hours::approved_rows_of_resident(tx, own, today - Days::new(DAYS_BACK), today)?;
    let Some(row) = rows.last() else { return Ok(()) };
    let day = DayForm {
        date: row.date.to_string(),
        start: row.start.to_string(),
        end: format!("{:02}:30", row.end.minute().div_euclid(60)),
        break_minutes: row.break_minutes.get().to_string(),
        enterprise: row.enterprise_code.clone(),
        kind: row.kind.to_string(),
        order: row.order_number.clone().unwrap_or_default(),
    };
    let reason = "Vi ryddet en halv time til".to_owned();
    let form = CorrectionForm { day, takes_away: false, reason };
    hours::ask_correction(tx, actor, &row.id, &form, now).map(drop)
}

/// Approved evenings at a place outside.
fn go_to_school(tx: &mut DbConn, resident_id: &ResidentId, now: UtcTime) -> AppResult<()> {
    let new = NewEnterprise { name: "Kveldsskolen".into(), outside: true, ..Default::default() };
    let school = enterprises::add_enterprise(tx, new, now)?;
    let is_tuesday = |day: &NaiveDate| day.weekday() == Weekday::Tue;
    let yesterday = now.oslo_date() - Days::new(1);
    for date in yesterday.iter_days().rev().filter(is_tuesday).take(EVENINGS) {
        let evening = RecordHours {
            resident_id: resident_id.clone(),
            date,
            start: ClockTime::of_hour(18),
            end: ClockTime::of_hour(20),
            break_minutes: Minutes::new(0),
            enterprise_id: school.id.clone(),
            kind: HourKind::Training,
            order_id: None,
            state: EntryState::Approved,
        };
        hours::record_hours(tx, &evening, now)?;
    }
    Ok(())
}
