//! Rows of what residents ask to have put right.

use diesel::prelude::*;

use super::super::model::{AskedCorrection, CorrectionState, HourCorrection, Logged};
use super::find;
use crate::base::{AccountId, EnterpriseId, EntryId, OrderId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{customer_order, enterprise, hour_correction, hour_entry};

pub(in crate::hours) fn insert_correction(
    tx: &mut DbConn,
    row: &HourCorrection,
) -> QueryResult<()> {
    diesel::insert_into(hour_correction::table).values(row).execute(tx).map(drop)
}

pub(in crate::hours) fn find_correction(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<HourCorrection>> {
    hour_correction::table.find(id).first(conn).optional()
}

/// The newest correction asked for of an entry.
pub(in crate::hours) fn correction_of(
    conn: &mut DbConn,
    entry_id: &EntryId,
) -> QueryResult<Option<HourCorrection>> {
    hour_correction::table
        .filter(hour_correction::entry_id.eq(entry_id))
        .order((hour_correction::asked_at.desc(), hour_correction::id.desc()))
        .first(conn)
        .optional()
}

pub(in crate::hours) fn settle_correction(
    tx: &mut DbConn,
    id: &str,
    state: CorrectionState,
    by: &AccountId,
    answer: &str,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::update(hour_correction::table.find(id))
        .set((
            hour_correction::state.eq(state),
            hour_correction::settled_by.eq(Some(by)),
            hour_correction::settled_at.eq(Some(now)),
            hour_correction::answer.eq(answer),
        ))
        .execute(tx)
        .map(drop)
}

/// Those that wait for an answer about hours of some enterprises, the oldest first.
pub(in crate::hours) fn asked_in(
    conn: &mut DbConn,
    enterprises: &[EnterpriseId],
) -> QueryResult<Vec<HourCorrection>> {
    hour_correction::table
        .inner_join(hour_entry::table)
        .filter(hour_correction::state.eq(CorrectionState::Asked))
        .filter(hour_entry::enterprise_id.eq_any(enterprises))
        .order((hour_correction::asked_at, hour_correction::id))
        .select(hour_correction::all_columns)
        .load(conn)
}

/// A resident's corrections of some entries, the oldest first.
pub(in crate::hours) fn corrections_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    entries: &[EntryId],
) -> QueryResult<Vec<HourCorrection>> {
    hour_correction::table
        .inner_join(hour_entry::table)
        .filter(hour_entry::resident_id.eq(resident_id).and(hour_entry::id.eq_any(entries)))
        .order((hour_correction::asked_at, hour_correction::id))
        .select(hour_correction::all_columns)
        .load(conn)
}

/// Has the entry been taken back by a counter-entry?
pub(in crate::hours) fn is_countered(conn: &mut DbConn, id: &EntryId) -> QueryResult<bool> {
    use diesel::dsl::{exists, select};
    let counters = hour_entry::table.filter(hour_entry::corrects.eq(id).and(hour_entry::counter));
    select(exists(counters)).get_result(conn)
}

/// Has the order been invoiced?
pub(in crate::hours) fn is_invoiced(
    conn: &mut DbConn,
    order_id: Option<&OrderId>,
) -> QueryResult<bool> {
    let Some(order_id) = order_id else { return Ok(false) };
    let state: Option<String> = customer_order::table
        .find(order_id)
        .select(customer_order::state)
        .first(conn)
        .optional()?;
    Ok(state.is_some_and(|state| matches!(state.as_str(), "invoiced" | "paid" | "credited")))
}

/// A correction with its entry and the words of what both point to.
pub(in crate::hours) fn beside_original(
    conn: &mut DbConn,
    correction: HourCorrection,
) -> QueryResult<Option<AskedCorrection>> {
    let Some(original) = find(conn, &correction.entry_id)? else { return Ok(None) };
    let enterprise_name: String =
        enterprise::table.find(&correction.enterprise_id).select(enterprise::name).first(conn)?;
    let order_number = match &correction.order_id {
        Some(id) => Some(
            customer_order::table.find(id).select(customer_order::number).first::<String>(conn)?,
        ),
        None => None,
    };
    let Logged { entry, .. } = &original;
    let is_invoiced = is_invoiced(conn, entry.order_id.as_ref())?;
    Ok(Some(AskedCorrection { correction, enterprise_name, order_number, original, is_invoiced }))
}
