//! What the database itself holds: append-only tables, and the names of its unique constraints.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

use super::DbConn;
use crate::error::{AppError, Refusal};

/// Tables whose rows are never changed and never removed.
const IMMUTABLE: [&str; 6] =
    ["voucher", "posting", "invoice", "invoice_line", "invoice_vat", "payment"];
/// Tables whose rows are never changed, and removed only when the law says so.
const UNCHANGING: [&str; 1] = ["voucher_text"];

/// Sets the triggers anew; doing so twice changes nothing.
pub(super) fn set(conn: &mut DbConn) -> QueryResult<()> {
    match conn {
        DbConn::Sqlite(c) => c.batch_execute(&sqlite_triggers()),
        DbConn::Pg(c) => c.batch_execute(&postgres_triggers()),
    }
}

/// Takes the triggers away, so that the tables can be dropped.
pub(super) fn lift(conn: &mut DbConn) -> QueryResult<()> {
    match conn {
        DbConn::Sqlite(_) => Ok(()), // they go with their tables
        DbConn::Pg(c) => c.batch_execute("DROP FUNCTION IF EXISTS refuse_change() CASCADE"),
    }
}

fn sqlite_triggers() -> String {
    let guard = |table: &str, verb: &str| {
        format!(
            "CREATE TRIGGER IF NOT EXISTS {table}_no_{} BEFORE {verb} ON {table} \
             BEGIN SELECT RAISE(ABORT, 'ledger.immutable: {table}'); END;",
            verb.to_lowercase()
        )
    };
    let immutable = IMMUTABLE.iter().flat_map(|t| [guard(t, "UPDATE"), guard(t, "DELETE")]);
    let unchanging = UNCHANGING.iter().map(|t| guard(t, "UPDATE"));
    immutable.chain(unchanging).collect()
}

fn postgres_triggers() -> String {
    let guard = |table: &str, verbs: &str| {
        format!(
            "IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = '{table}_unchanged' \
             AND tgrelid = '{table}'::regclass) THEN \
             CREATE TRIGGER {table}_unchanged BEFORE {verbs} ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change(); END IF;"
        )
    };
    let immutable = IMMUTABLE.iter().map(|t| guard(t, "UPDATE OR DELETE OR TRUNCATE"));
    let unchanging = UNCHANGING.iter().map(|t| guard(t, "UPDATE OR TRUNCATE"));
    let function = "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN \
                    RAISE EXCEPTION 'ledger.immutable: %', TG_TABLE_NAME; END $$ LANGUAGE plpgsql;"
        .to_owned();
    let triggers: String = immutable.chain(unchanging).collect();
    format!("{function} DO $guards$ BEGIN {triggers} END $guards$;")
}

/// A unique constraint as each database names it in its complaint.
pub(crate) struct Unique {
    /// The constraint's name.
    pub(crate) pg: &'static str,
    /// The columns, `table.column, table.column`.
    pub(crate) sqlite: &'static str,
}

/// Is the error a violation of this unique constraint?
fn violated(error: &Error, unique: &Unique) -> bool {
    let Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) = error else {
        return false;
    };
    info.constraint_name() == Some(unique.pg) || info.message().ends_with(unique.sqlite)
}

/// Turns the violation of a unique constraint into a refusal, and every other error into a 500.
pub(crate) fn refuse_taken(error: Error, unique: &Unique, refusal: Refusal) -> AppError {
    if violated(&error, unique) { refusal.into() } else { error.into() }
}
