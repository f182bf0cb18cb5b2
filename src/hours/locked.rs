//! Approved rows one by one, for papers and for what an order cost. Counter-entries stand among
//! them with minutes below nothing, so that sums are right without knowing of them.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::HourKind;
use crate::base::{ClockTime, EnterpriseId, EntryId, Minutes, OrderId, ResidentId};
use crate::db::DbConn;
use crate::db::schema::{customer_order, enterprise, hour_entry};

/// An approved row. Names of persons stand in `people`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct LockedRow {
    pub(crate) id: EntryId,
    pub(crate) date: NaiveDate,
    pub(crate) start: ClockTime,
    pub(crate) end: ClockTime,
    pub(crate) break_minutes: Minutes,
    /// Below nothing in a counter-entry.
    pub(crate) minutes: Minutes,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) enterprise_code: String,
    pub(crate) enterprise_name: String,
    pub(crate) kind: HourKind,
    pub(crate) resident_id: ResidentId,
    pub(crate) order_number: Option<String>,
    /// Takes back the row that `corrects` names.
    pub(crate) counter: bool,
    /// The approved row that this one takes back or replaces.
    pub(crate) corrects: Option<EntryId>,
}

/// The rows with everything that is approved; a macro, as its type is longer than its words.
macro_rules! locked_rows {
    () => {
        hour_entry::table
            .inner_join(enterprise::table)
            .left_join(customer_order::table)
            .filter(sql::<Bool>("hour_entry.state = 'approved'")) // as text, so that its index is used
            .order((
                hour_entry::entry_date,
                hour_entry::start_minute,
                hour_entry::end_minute,
                hour_entry::id,
            ))
            .select((
                hour_entry::id,
                hour_entry::entry_date,
                hour_entry::start_minute,
                hour_entry::end_minute,
                hour_entry::break_minutes,
                hour_entry::worked_minutes,
                hour_entry::enterprise_id,
                enterprise::code,
                enterprise::name,
                hour_entry::kind,
                hour_entry::resident_id,
                customer_order::number.nullable(),
                hour_entry::counter,
                hour_entry::corrects,
            ))
    };
}

/// The approved rows of an order, counter-entries too, by day and start.
///
/// # Errors
/// The database's.
pub(crate) fn approved_rows_of_order(
    conn: &mut DbConn,
    order_id: &OrderId,
) -> QueryResult<Vec<LockedRow>> {
    locked_rows!().filter(hour_entry::order_id.eq(order_id)).load(conn)
}

/// The approved rows of an enterprise, or of all, from a day to a day, counter-entries too.
///
/// # Errors
/// The database's.
pub(crate) fn approved_rows(
    conn: &mut DbConn,
    enterprise: Option<&EnterpriseId>,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<LockedRow>> {
    let rows = locked_rows!().filter(hour_entry::entry_date.between(from, to));
    match enterprise {
        Some(id) => rows.filter(hour_entry::enterprise_id.eq(id)).load(conn),
        None => rows.load(conn),
    }
}

/// The approved rows of a resident from a day to a day, counter-entries too.
///
/// # Errors
/// The database's.
pub(crate) fn approved_rows_of_resident(
    conn: &mut DbConn,
    resident_id: &ResidentId,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<LockedRow>> {
    locked_rows!()
        .filter(hour_entry::entry_date.between(from, to))
        .filter(hour_entry::resident_id.eq(resident_id))
        .load(conn)
}
