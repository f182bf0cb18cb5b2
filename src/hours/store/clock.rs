//! Rows of who is at work now, and what is proposed to one who begins.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::HourKind;
use crate::base::{EnterpriseId, OrderId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{board_hand, customer_order, enterprise, hour_clock, hour_entry};

/// Who is at work, since when, and at what.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = hour_clock, treat_none_as_default_value = false)]
pub(in crate::hours) struct HourClock {
    pub(in crate::hours) resident_id: ResidentId,
    pub(in crate::hours) started_at: UtcTime,
    pub(in crate::hours) enterprise_id: EnterpriseId,
    pub(in crate::hours) kind: HourKind,
    pub(in crate::hours) order_id: Option<OrderId>,
}

/// The row, the enterprise's code and name, and the order's number.
pub(in crate::hours) type Clocked = (HourClock, String, String, Option<String>);

pub(in crate::hours) fn clocked(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Option<Clocked>> {
    hour_clock::table
        .inner_join(enterprise::table)
        .left_join(customer_order::table)
        .filter(hour_clock::resident_id.eq(resident_id))
        .select((
            hour_clock::all_columns,
            enterprise::code,
            enterprise::name,
            customer_order::number.nullable(),
        ))
        .first(conn)
        .optional()
}

pub(in crate::hours) fn start_clock(tx: &mut DbConn, clock: &HourClock) -> QueryResult<()> {
    diesel::insert_into(hour_clock::table).values(clock).execute(tx).map(drop)
}

/// Answers how many there were, none or one.
pub(in crate::hours) fn stop_clock(
    tx: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<usize> {
    diesel::delete(hour_clock::table.find(resident_id)).execute(tx)
}

/// Where the board of a day sets someone last: the enterprise's code and the order's number.
pub(in crate::hours) fn set_on_board(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    date: NaiveDate,
) -> QueryResult<Option<(String, Option<String>)>> {
    board_hand::table
        .inner_join(enterprise::table)
        .left_join(customer_order::table)
        .filter(board_hand::board_date.eq(date).and(board_hand::resident_id.eq(resident_id)))
        .filter(board_hand::taken_off_at.is_null())
        .order((board_hand::set_at.desc(), board_hand::id.desc()))
        .select((enterprise::code, customer_order::number.nullable()))
        .first(conn)
        .optional()
}

/// Where someone worked at last, not before `from`: the enterprise's code.
pub(in crate::hours) fn last_place(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
) -> QueryResult<Option<String>> {
    hour_entry::table
        .inner_join(enterprise::table)
        .filter(hour_entry::resident_id.eq(resident_id).and(hour_entry::entry_date.ge(from)))
        .filter(hour_entry::counter.eq(false))
        .order((hour_entry::entry_date.desc(), hour_entry::start_minute.desc()))
        .select(enterprise::code)
        .first(conn)
        .optional()
}

/// The kinds of someone's entries between two days, both included, an element an entry.
pub(in crate::hours) fn used_kinds(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<HourKind>> {
    hour_entry::table
        .filter(hour_entry::resident_id.eq(resident_id))
        .filter(hour_entry::entry_date.between(from, to).and(hour_entry::counter.eq(false)))
        .select(hour_entry::kind)
        .load(conn)
}
