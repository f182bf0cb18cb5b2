//! What the database itself holds: append-only tables, approved hours, and the names of its unique
//! constraints.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

use super::DbConn;
use crate::error::{AppError, Refusal};

/// Tables whose rows are never changed and never removed.
const IMMUTABLE: &[&str] = &[
    "voucher",
    "posting",
    "closed_term",
    "invoice",
    "invoice_line",
    "invoice_vat",
    "payment",
    "customer_merge",
    "hour_rate_change",
    "reminder",
    "reminder_term",
    "customer_credit",
    "bank_file",
    "bank_entry",
    "bank_settling",
    "figure_published",
    "course_certificate",
    "course_certificate_error",
];
/// Tables whose rows are never changed, and removed only when the law says so.
const UNCHANGING: [&str; 3] = ["voucher_text", "mail_attachment", "look"];

/// The columns of an hour entry that stay once it is approved; an empty order may be filled in later.
const LOCKED_COLUMNS: [&str; 17] = [
    "id",
    "resident_id",
    "entry_date",
    "start_minute",
    "end_minute",
    "break_minutes",
    "worked_minutes",
    "enterprise_id",
    "kind",
    "state",
    "returned_note",
    "corrects",
    "counter",
    "created_at",
    "submitted_at",
    "approved_at",
    "approved_by",
];

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
        DbConn::Pg(c) => c.batch_execute(
            "DROP FUNCTION IF EXISTS refuse_change() CASCADE; \
             DROP FUNCTION IF EXISTS refuse_change_of_hours() CASCADE",
        ),
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
    // Of a database whose mails' files once were to stay for ever.
    let lifted = ["DROP TRIGGER IF EXISTS mail_attachment_no_delete;".to_owned()];
    immutable.chain(unchanging).chain(lifted).chain([sqlite_hours()]).collect()
}

/// Approved hours stay as they are. A replacing insert, which fires no delete, is met as well.
fn sqlite_hours() -> String {
    let same: Vec<String> =
        LOCKED_COLUMNS.iter().map(|column| format!("NEW.{column} IS OLD.{column}")).collect();
    let guard = |name: &str, verb: &str, when: &str| {
        format!(
            "CREATE TRIGGER IF NOT EXISTS hour_entry_no_{name} BEFORE {verb} ON hour_entry \
             WHEN {when} BEGIN SELECT RAISE(ABORT, 'hours.locked: hour_entry'); END;"
        )
    };
    let fills_order = format!(
        "(OLD.order_id IS NULL OR NEW.order_id IS OLD.order_id) AND {}",
        same.join(" AND ")
    );
    let replaces = "EXISTS (SELECT 1 FROM hour_entry \
                    WHERE (id = NEW.id OR rowid = NEW.rowid) AND state = 'approved') \
                    OR (NEW.counter AND EXISTS \
                    (SELECT 1 FROM hour_entry WHERE corrects = NEW.corrects AND counter))";
    [
        guard("delete", "DELETE", "OLD.state = 'approved'"),
        guard("update", "UPDATE", &format!("OLD.state = 'approved' AND NOT ({fills_order})")),
        guard("replace", "INSERT", replaces),
        // An update that replaces must be of what tells rows apart, and that never changes.
        guard(
            "renaming",
            "UPDATE",
            "NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid \
             OR NEW.corrects IS NOT OLD.corrects OR NEW.counter IS NOT OLD.counter",
        ),
    ]
    .concat()
}

/// As [`sqlite_hours`]; there is no replacing insert here, and an upsert is an update.
fn postgres_hours() -> String {
    let same: Vec<String> = LOCKED_COLUMNS
        .iter()
        .map(|column| format!("NEW.{column} IS NOT DISTINCT FROM OLD.{column}"))
        .collect();
    format!(
        "CREATE OR REPLACE FUNCTION refuse_change_of_hours() RETURNS trigger AS $$ BEGIN \
         IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'hours.locked: %', TG_TABLE_NAME; END IF; \
         IF OLD.state <> 'approved' THEN \
           IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; \
         IF TG_OP = 'UPDATE' AND {} \
           AND (OLD.order_id IS NULL OR NEW.order_id IS NOT DISTINCT FROM OLD.order_id) \
           THEN RETURN NEW; END IF; \
         RAISE EXCEPTION 'hours.locked: %', TG_TABLE_NAME; END $$ LANGUAGE plpgsql;",
        same.join(" AND ")
    )
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
    // Of a database whose mails' files once were to stay for ever: bit 3 of tgtype is DELETE.
    let lifted = "IF EXISTS (SELECT FROM pg_trigger WHERE tgname = 'mail_attachment_unchanged' \
                  AND tgrelid = 'mail_attachment'::regclass AND tgtype & 8 <> 0) THEN \
                  DROP TRIGGER mail_attachment_unchanged ON mail_attachment; END IF;"
        .to_owned();
    let function = "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN \
                    RAISE EXCEPTION 'ledger.immutable: %', TG_TABLE_NAME; END $$ LANGUAGE plpgsql;"
        .to_owned();
    let hours = |name: &str, event: &str, each: &str| {
        format!(
            "IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'hour_entry_{name}' \
             AND tgrelid = 'hour_entry'::regclass) THEN \
             CREATE TRIGGER hour_entry_{name} BEFORE {event} ON hour_entry \
             FOR EACH {each} EXECUTE FUNCTION refuse_change_of_hours(); END IF;"
        )
    };
    let locked =
        [hours("locked", "UPDATE OR DELETE", "ROW"), hours("kept", "TRUNCATE", "STATEMENT")];
    let triggers: String =
        [lifted].into_iter().chain(immutable).chain(unchanging).chain(locked).collect();
    let functions = function + &postgres_hours();
    format!("{functions} DO $guards$ BEGIN {triggers} END $guards$;")
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
