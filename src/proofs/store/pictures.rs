//! One's own pictures, by their size and one at a time.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::base::ResidentId;
use crate::db::DbConn;
use crate::db::schema::evidence;

/// Every picture's id, and how many letters it is kept in.
pub(in crate::proofs) fn sizes(
    conn: &mut DbConn,
    id: &ResidentId,
) -> QueryResult<Vec<(String, i64)>> {
    evidence::table
        .filter(evidence::resident_id.eq(id).and(evidence::photo_base64.is_not_null()))
        .order((evidence::happened_on, evidence::id))
        .select((evidence::id, sql::<BigInt>("CAST(LENGTH(photo_base64) AS BIGINT)")))
        .load(conn)
}

/// A picture's day, kind and letters; None for evidence without one.
pub(in crate::proofs) fn picture(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<(NaiveDate, String, String)>> {
    type Row = (NaiveDate, Option<String>, Option<String>);
    let row: Option<Row> = evidence::table
        .find(id)
        .select((evidence::happened_on, evidence::photo_media_type, evidence::photo_base64))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(day, kind, base64)| Some((day, kind?, base64?))))
}
