//! Queries of hours; no decision is made here.

mod clock;
mod corrections;
mod imported;
mod kinds;
mod weeks;

pub(super) use clock::{
    Clocked, HourClock, clocked, last_place, set_on_board, start_clock, stop_clock, used_kinds,
};
pub(super) use corrections::{
    asked_in, beside_original, correction_of, corrections_of, find_correction, insert_correction,
    is_countered, is_invoiced, settle_correction,
};
pub(super) use imported::{set_break, waiting_at};
pub(super) use kinds::{
    agree_kind, agreements, decline_kind, find_kind, kinds_of, open_kinds, propose_kind,
};
pub(super) use weeks::{
    finish, finished, finished_at, hands, reopen, send_again, take_back, with_drafts,
    working_time_rules,
};

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{EntryState, HourEntry, HourKind, Logged, OpenJob};
use crate::base::{
    AccountId, ClockTime, EnterpriseId, EntryId, Minutes, Month, OrderId, Quantity, ResidentId,
    UtcTime,
};
use crate::db::schema::{
    customer_order, enterprise, hour_entry, hours_kept, order_line, order_part, resident,
};
use crate::db::{DbConn, on_each};

/// The enterprise behind a code.
pub(super) fn enterprise_id(conn: &mut DbConn, code: &str) -> QueryResult<Option<EnterpriseId>> {
    let query = enterprise::table.filter(enterprise::code.eq(code)).select(enterprise::id);
    on_each!(conn, |c| query.first(c)).optional()
}

/// The order behind a number, when the enterprise has a part in it.
pub(super) fn order_in(
    conn: &mut DbConn,
    number: &str,
    enterprise_id: &EnterpriseId,
) -> QueryResult<Option<OrderId>> {
    order_part::table
        .inner_join(customer_order::table)
        .filter(customer_order::number.eq(number))
        .filter(order_part::enterprise_id.eq(enterprise_id))
        .select(customer_order::id)
        .first(conn)
        .optional()
}

/// Is there such a resident?
pub(super) fn resident_exists(conn: &mut DbConn, id: &ResidentId) -> QueryResult<bool> {
    use diesel::dsl::{exists, select};
    select(exists(resident::table.find(id))).get_result(conn)
}

/// From when to when those of a resident's pieces of a day last that share a minute with `span`;
/// `but` is left out, and so are counter-entries and what they take back (which lasts as long).
pub(super) fn pieces_within(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
    (start, end): (ClockTime, ClockTime),
    but: Option<&EntryId>,
) -> QueryResult<Vec<(ClockTime, ClockTime)>> {
    type Piece = (EntryId, ClockTime, ClockTime, bool, Option<EntryId>);
    let query = hour_entry::table
        .filter(hour_entry::resident_id.eq(resident_id).and(hour_entry::entry_date.eq(date)))
        .filter(hour_entry::start_minute.lt(end).and(hour_entry::end_minute.gt(start)))
        .select((
            hour_entry::id,
            hour_entry::start_minute,
            hour_entry::end_minute,
            hour_entry::counter,
            hour_entry::corrects,
        ));
    let pieces: Vec<Piece> = on_each!(conn, |c| query.load(c))?;
    let stands = |id: &EntryId| {
        !pieces.iter().any(|(.., counter, corrects)| *counter && corrects.as_ref() == Some(id))
    };
    Ok(pieces
        .iter()
        .filter(|(id, .., counter, _)| !counter && Some(id) != but && stands(id))
        .map(|(_, start, end, ..)| (*start, *end))
        .collect())
}

pub(super) fn insert(tx: &mut DbConn, entry: &HourEntry) -> QueryResult<()> {
    on_each!(tx, |c| diesel::insert_into(hour_entry::table).values(entry).execute(c)).map(drop)
}

/// Sets the order of an entry that has none, and of what takes it back.
pub(super) fn set_job(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
    start: ClockTime,
    order_id: &OrderId,
) -> QueryResult<()> {
    let ids: Vec<EntryId> = hour_entry::table
        .filter(hour_entry::resident_id.eq(resident_id))
        .filter(hour_entry::entry_date.eq(date).and(hour_entry::start_minute.eq(start)))
        .filter(hour_entry::order_id.is_null().and(hour_entry::corrects.is_null()))
        .select(hour_entry::id)
        .load(tx)?;
    let counters = hour_entry::corrects.eq_any(&ids).and(hour_entry::counter);
    let entries =
        hour_entry::table.filter(hour_entry::id.eq_any(&ids).or(counters.assume_not_null()));
    diesel::update(entries).set(hour_entry::order_id.eq(order_id)).execute(tx).map(drop)
}

/// Writes what a resident may change of a draft, and clears the line it was sent back with.
pub(super) fn change(tx: &mut DbConn, entry: &HourEntry) -> QueryResult<()> {
    diesel::update(hour_entry::table.find(&entry.id))
        .set((
            hour_entry::entry_date.eq(entry.entry_date),
            hour_entry::start_minute.eq(entry.start_minute),
            hour_entry::end_minute.eq(entry.end_minute),
            hour_entry::break_minutes.eq(entry.break_minutes),
            hour_entry::worked_minutes.eq(entry.worked_minutes),
            hour_entry::enterprise_id.eq(&entry.enterprise_id),
            hour_entry::kind.eq(entry.kind),
            hour_entry::order_id.eq(&entry.order_id),
            hour_entry::returned_note.eq(""),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn delete(tx: &mut DbConn, id: &EntryId) -> QueryResult<()> {
    diesel::delete(hour_entry::table.find(id)).execute(tx)?;
    Ok(())
}

/// One entry with the words of what it points to.
pub(super) fn find(conn: &mut DbConn, id: &EntryId) -> QueryResult<Option<Logged>> {
    hour_entry::table
        .inner_join(enterprise::table)
        .left_join(customer_order::table)
        .filter(hour_entry::id.eq(id))
        .select((
            hour_entry::all_columns,
            enterprise::code,
            enterprise::name,
            customer_order::number.nullable(),
        ))
        .first(conn)
        .optional()
}

/// A resident's entries that stand from a day to a day, in order: neither counter-entries nor what
/// they take back.
pub(super) fn of_resident(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<Logged>> {
    let mut all = all_of_resident(conn, resident_id, from, to)?;
    let countered: BTreeSet<EntryId> = all
        .iter()
        .filter(|logged| logged.entry.counter)
        .filter_map(|logged| logged.entry.corrects.clone())
        .collect();
    all.retain(|logged| !logged.entry.counter && !countered.contains(&logged.entry.id));
    Ok(all)
}

fn all_of_resident(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<Logged>> {
    hour_entry::table
        .inner_join(enterprise::table)
        .left_join(customer_order::table)
        .filter(hour_entry::resident_id.eq(resident_id))
        .filter(hour_entry::entry_date.between(from, to))
        .order((hour_entry::entry_date, hour_entry::start_minute))
        .select((
            hour_entry::all_columns,
            enterprise::code,
            enterprise::name,
            customer_order::number.nullable(),
        ))
        .load(conn)
}

/// The last day before `before`, and not before `from`, that a resident has logged.
pub(super) fn last_day(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
    before: NaiveDate,
) -> QueryResult<Option<NaiveDate>> {
    let Some(until) = before.pred_opt() else { return Ok(None) };
    Ok(of_resident(conn, resident_id, from, until)?.last().map(|logged| logged.entry.entry_date))
}

/// What waits for approval in some enterprises, by resident and day.
pub(super) fn waiting(conn: &mut DbConn, enterprises: &[EnterpriseId]) -> QueryResult<Vec<Logged>> {
    hour_entry::table
        .inner_join(enterprise::table)
        .left_join(customer_order::table)
        .filter(hour_entry::state.eq(EntryState::Submitted))
        .filter(hour_entry::enterprise_id.eq_any(enterprises))
        .order((hour_entry::resident_id, hour_entry::entry_date, hour_entry::start_minute))
        .select((
            hour_entry::all_columns,
            enterprise::code,
            enterprise::name,
            customer_order::number.nullable(),
        ))
        .load(conn)
}

/// Sends a resident's drafts from a day to a day; answers how many there were.
pub(super) fn send(
    tx: &mut DbConn,
    resident_id: &ResidentId,
    (from, to): (NaiveDate, NaiveDate),
    sent: EntryState,
    now: UtcTime,
) -> QueryResult<usize> {
    let drafts = hour_entry::table
        .filter(hour_entry::resident_id.eq(resident_id))
        .filter(hour_entry::entry_date.between(from, to))
        .filter(hour_entry::state.eq(EntryState::Draft));
    diesel::update(drafts)
        .set((
            hour_entry::state.eq(sent),
            hour_entry::submitted_at.eq(now),
            hour_entry::returned_note.eq(""),
        ))
        .execute(tx)
}

pub(super) fn set_approved(
    tx: &mut DbConn,
    id: &EntryId,
    by: &AccountId,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::update(hour_entry::table.find(id))
        .set((
            hour_entry::state.eq(EntryState::Approved),
            hour_entry::approved_at.eq(now),
            hour_entry::approved_by.eq(by),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_returned(tx: &mut DbConn, id: &EntryId, note: &str) -> QueryResult<()> {
    diesel::update(hour_entry::table.find(id))
        .set((
            hour_entry::state.eq(EntryState::Draft),
            hour_entry::submitted_at.eq(None::<UtcTime>),
            hour_entry::returned_note.eq(note),
        ))
        .execute(tx)?;
    Ok(())
}

/// Adds an approved entry to the kept sums.
pub(super) fn keep(tx: &mut DbConn, entry: &HourEntry) -> QueryResult<()> {
    add_kept(
        tx,
        Month::of(entry.entry_date),
        &entry.enterprise_id,
        entry.kind,
        &entry.resident_id,
        entry.worked_minutes,
    )
}

fn add_kept(
    tx: &mut DbConn,
    month: Month,
    enterprise_id: &EnterpriseId,
    kind: HourKind,
    resident_id: &ResidentId,
    worked: Minutes,
) -> QueryResult<()> {
    let minutes = i64::from(worked.get());
    let row = hours_kept::table
        .filter(hours_kept::period.eq(month))
        .filter(hours_kept::enterprise_id.eq(enterprise_id))
        .filter(hours_kept::kind.eq(kind))
        .filter(hours_kept::resident_id.eq(resident_id));
    let updated = diesel::update(row)
        .set((
            hours_kept::minutes.eq(hours_kept::minutes + minutes),
            hours_kept::entries.eq(hours_kept::entries + 1),
        ))
        .execute(tx)?;
    if updated == 0 {
        diesel::insert_into(hours_kept::table)
            .values((
                hours_kept::period.eq(month),
                hours_kept::enterprise_id.eq(enterprise_id),
                hours_kept::kind.eq(kind),
                hours_kept::resident_id.eq(resident_id),
                hours_kept::minutes.eq(minutes),
                hours_kept::entries.eq(1_i64),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// Open orders of some enterprises, by number and what is to be done; nothing of who ordered.
pub(super) fn open_jobs(
    conn: &mut DbConn,
    enterprises: &[EnterpriseId],
    until: NaiveDate,
) -> QueryResult<Vec<OpenJob>> {
    let lines: Vec<(String, String, Quantity, String)> = order_line::table
        .inner_join(customer_order::table)
        .inner_join(
            order_part::table.on(order_part::order_id
                .eq(order_line::order_id)
                .and(order_part::enterprise_id.eq(order_line::enterprise_id))),
        )
        .filter(order_part::enterprise_id.eq_any(enterprises))
        .filter(order_part::state.eq_any(["received", "confirmed"]))
        .filter(customer_order::delivery_date.le(until))
        .order((customer_order::delivery_date, customer_order::number, order_line::line))
        .select((
            customer_order::number,
            order_line::name,
            order_line::quantity_milli,
            order_line::unit,
        ))
        .limit(200)
        .load(conn)?;
    let mut jobs: Vec<OpenJob> = Vec::new();
    for (number, name, quantity, unit) in lines {
        let what = format!("{quantity} {unit} {name}");
        match jobs.last_mut() {
            Some(job) if job.number == number => job.what = format!("{}, {what}", job.what),
            _ => jobs.push(OpenJob { number, what }),
        }
    }
    Ok(jobs)
}

/// Codes and names of the enterprises, in their own order.
pub(super) fn enterprise_choices(
    conn: &mut DbConn,
) -> QueryResult<Vec<(EnterpriseId, String, String)>> {
    enterprise::table
        .order((enterprise::position, enterprise::code))
        .select((enterprise::id, enterprise::code, enterprise::name))
        .load(conn)
}
