//! What the ids of an archive stand for.

use diesel::prelude::*;

use crate::base::ResidentId;
use crate::db::DbConn;
use crate::db::schema::{
    account_role, course, course_run, curriculum, customer_order, enterprise, goal, resident,
};
use crate::people::Role;

/// Ids and their words: enterprises, orders by number, goals, curricula, and courses that were held.
pub(in crate::proofs) fn words(conn: &mut DbConn) -> QueryResult<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> =
        enterprise::table.select((enterprise::id, enterprise::name)).load(conn)?;
    all.extend::<Vec<(String, String)>>(
        customer_order::table.select((customer_order::id, customer_order::number)).load(conn)?,
    );
    all.extend::<Vec<(String, String)>>(goal::table.select((goal::id, goal::words)).load(conn)?);
    all.extend::<Vec<(String, String)>>(
        curriculum::table.select((curriculum::code, curriculum::name)).load(conn)?,
    );
    all.extend::<Vec<(String, String)>>(
        course_run::table
            .inner_join(course::table)
            .select((course_run::id, course::name))
            .load(conn)?,
    );
    Ok(all)
}

/// Every role anyone has or had.
pub(in crate::proofs) fn roles(conn: &mut DbConn) -> QueryResult<Vec<(String, Role)>> {
    account_role::table
        .order((account_role::account_id, account_role::role))
        .select((account_role::account_id, account_role::role))
        .load(conn)
}

/// What someone's hours stand under.
pub(in crate::proofs) fn pseudonym(
    conn: &mut DbConn,
    id: &ResidentId,
) -> QueryResult<Option<String>> {
    resident::table.find(id).select(resident::pseudonym).first(conn).optional()
}
