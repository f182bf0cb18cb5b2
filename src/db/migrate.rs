//! The schema, brought up to date at start: one migration tree for both databases.

use diesel::SqliteConnection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::MigrationVersion;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connect::{Address, DbConn, begin_write};
use super::{guards, on_each};
use crate::error::{AppError, AppResult};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");
/// Milliseconds that one waits for another program's migrations of the same file.
const LOCK_WAIT_MS: i32 = 120_000;

/// Runs what has not been run, one program at a time, and sets the guards anew.
///
/// # Errors
/// When the database does not answer, or a migration fails.
pub(crate) fn migrate(address: &Address) -> AppResult<()> {
    match connect(address)? {
        mut conn @ DbConn::Pg(_) => {
            lock(&mut conn)?;
            let done = run(&mut conn);
            unlock(&mut conn)?;
            done
        }
        DbConn::Sqlite(conn) => migrate_file(conn),
    }
}

/// All that is pending in one write transaction, which holds other programs away from the file; what
/// is pending is read again inside it. With nothing pending, no lock is taken.
fn migrate_file(mut conn: SqliteConnection) -> AppResult<()> {
    conn.batch_execute(&format!("PRAGMA busy_timeout={LOCK_WAIT_MS}"))?;
    if !conn.has_pending_migration(MIGRATIONS).map_err(AppError::Internal)? {
        return run(&mut DbConn::Sqlite(conn));
    }
    let mut conn = DbConn::Sqlite(conn);
    begin_write(&mut conn)?;
    let done = run(&mut conn);
    let end = |c: &mut SqliteConnection| match &done {
        Ok(()) => AnsiTransactionManager::commit_transaction(c),
        Err(_) => AnsiTransactionManager::rollback_transaction(c),
    };
    if let DbConn::Sqlite(c) = &mut conn {
        end(c)?;
    }
    done
}

/// Takes the whole schema down again; a test's proof that each `down` mirrors its `up`.
///
/// # Errors
/// As [`migrate`].
pub(crate) fn revert_all(address: &Address) -> AppResult<Vec<String>> {
    let mut conn = connect(address)?;
    guards::lift(&mut conn)?;
    let names = |versions: Vec<MigrationVersion<'_>>| {
        versions.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let reverted = on_each!(&mut conn, |c| c.revert_all_migrations(MIGRATIONS).map(names));
    reverted.map_err(AppError::Internal)
}

fn connect(address: &Address) -> AppResult<DbConn> {
    address.connect().map_err(|e| AppError::internal(format!("{address}: {e}")))
}

fn run(conn: &mut DbConn) -> AppResult<()> {
    let names = |versions: Vec<MigrationVersion<'_>>| versions.len();
    let run = on_each!(&mut *conn, |c| c.run_pending_migrations(MIGRATIONS).map(names))
        .map_err(AppError::Internal)?;
    if run > 0 {
        tracing::info!(migrations = run, "the schema is up to date");
    }
    guards::set(conn)?;
    Ok(())
}

fn lock(conn: &mut DbConn) -> AppResult<()> {
    if let DbConn::Pg(c) = conn {
        c.batch_execute("SELECT pg_advisory_lock(7171300002)")?;
    }
    Ok(())
}

fn unlock(conn: &mut DbConn) -> AppResult<()> {
    if let DbConn::Pg(c) = conn {
        c.batch_execute("SELECT pg_advisory_unlock(7171300002)")?;
    }
    Ok(())
}
