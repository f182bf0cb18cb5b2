//! Codes that people stand by on paper, and the names that no customer may read.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::named::Names;
use crate::base::ResidentId;
use crate::db::schema::{account, resident};
use crate::db::{DbConn, next_number};

/// The series that employee codes are drawn from, and its first.
const CODE_SERIES: &str = "employee";
const CODE_FIRST: i64 = 1001;

/// A code nobody has: the next of a series, so that it tells nothing else.
///
/// # Errors
/// The database's.
pub(super) fn next_code(tx: &mut DbConn) -> QueryResult<String> {
    Ok(next_number(tx, CODE_SERIES, CODE_FIRST)?.to_string())
}

/// Every resident's employee code; those who lack one get it now, by pseudonym.
///
/// # Errors
/// The database's.
pub(crate) fn employee_codes(tx: &mut DbConn) -> QueryResult<BTreeMap<ResidentId, String>> {
    type Known = (String, ResidentId, Option<String>);
    let mut known: Vec<Known> = resident::table
        .select((resident::pseudonym, resident::id, resident::employee_code))
        .load(tx)?;
    known.sort(); // here, as the databases do not agree on the order of letters
    let mut codes = BTreeMap::new();
    for (_, id, code) in known {
        let code = if let Some(code) = code {
            code
        } else {
            let fresh = next_code(tx)?;
            diesel::update(resident::table.find(&id))
                .set(resident::employee_code.eq(Some(&fresh)))
                .execute(tx)?;
            fresh
        };
        codes.insert(id, code);
    }
    Ok(codes)
}

/// The resident who stands by an employee code; None when nobody does.
///
/// # Errors
/// The database's.
pub(crate) fn find_resident_by_code(
    conn: &mut DbConn,
    code: &str,
) -> QueryResult<Option<ResidentId>> {
    resident::table
        .filter(resident::employee_code.eq(code))
        .select(resident::id)
        .first(conn)
        .optional()
}

/// What stands where the name was of someone whose link to the farm is cut. Nobody is called so.
pub(crate) const NOBODY: &str = "Slettet bruker";

/// Every word of every name at the farm, and every pseudonym; not what stands where a name was.
///
/// # Errors
/// The database's.
pub(crate) fn farm_names(conn: &mut DbConn) -> QueryResult<Names> {
    let names: Vec<String> =
        account::table.filter(account::name.ne(NOBODY)).select(account::name).load(conn)?;
    let keys: Vec<String> = resident::table.select(resident::pseudonym).load(conn)?;
    let words = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    let all = words.map(str::to_owned).chain(keys).filter(|word| word.chars().count() > 1);
    Ok(Names::of(all))
}
