//! Backup and restore: a consistent copy in one file with its own checksum.
//!
//! `SQLite` copies itself while it is served; `PostgreSQL` does it through `pg_dump` and `pg_restore`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::connect::{Address, DbConn};
use super::migrate::{migrate, revert_all};
use super::on_each;
use super::pg_tools;
use super::sealed::{self, Kind};
use crate::error::{AppError, AppResult};

/// Writes a consistent copy of the database, also while it is served; an older file is replaced.
///
/// # Errors
/// When the database does not answer, the file cannot be written, or `pg_dump` is not there.
pub(crate) fn backup(address: &Address, file: &Path) -> AppResult<()> {
    let part = sealed::unfinished(file);
    let done = write_copy(address, &part).and_then(|kind| {
        sealed::seal(&part, kind).map_err(|e| at(&part, &e))?;
        std::fs::rename(&part, file).map_err(|e| at(file, &e))
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

fn write_copy(address: &Address, part: &Path) -> AppResult<Kind> {
    // Made first and empty, so that nobody else can read it while it grows.
    let made = sealed::create(part).map_err(|e| at(part, &e))?;
    match address {
        Address::Sqlite { .. } => {
            let path = part.to_str().ok_or_else(|| {
                AppError::internal(format!("{}: the name is not UTF-8", part.display()))
            })?;
            let mut conn = connect(address)?;
            on_each!(&mut conn, |c| {
                diesel::sql_query("VACUUM INTO $1")
                    .bind::<diesel::sql_types::Text, _>(path)
                    .execute(c)
            })?;
            Ok(Kind::Sqlite)
        }
        Address::Postgres { url } => {
            pg_tools::dump(url, made)?;
            Ok(Kind::Postgres)
        }
    }
}

/// Reads a backup into an empty database, and brings its schema up to date.
///
/// # Errors
/// For a file that is no backup or is damaged, one of the other kind of database, a database that
/// is not empty or is in use, and when `pg_restore` is not there. Nothing has changed then.
pub(crate) fn restore(address: &Address, file: &Path) -> AppResult<()> {
    let unsealed = sealed::unseal(file).map_err(|e| at(file, &e))?;
    let Some((kind, content)) = unsealed else {
        let words = "is no backup of gardsbok's, or it is damaged; nothing was changed";
        return Err(AppError::internal(format!("{} {words}", file.display())));
    };
    refuse_other_kind(address, kind)?;
    migrate(address)?;
    refuse_rows(address)?;
    match address {
        Address::Sqlite { path, .. } => replace_sqlite(address, Path::new(path), content)?,
        Address::Postgres { url } => {
            revert_all(address)?;
            pg_tools::restore(url, content)?;
        }
    }
    migrate(address)
}

fn refuse_other_kind(address: &Address, kind: Kind) -> AppResult<()> {
    match (address, kind) {
        (Address::Sqlite { .. }, Kind::Sqlite) | (Address::Postgres { .. }, Kind::Postgres) => {
            Ok(())
        }
        (_, Kind::Sqlite) => {
            Err(AppError::internal("the backup is of SQLite and the database is PostgreSQL"))
        }
        (_, Kind::Postgres) => {
            Err(AppError::internal("the backup is of PostgreSQL and the database is SQLite"))
        }
    }
}

/// The tables whose rows make a database one that is in use. What every new database has from its
/// migrations and its first start does not count: `vat_rate`, `setting`, `secret`, `number_series`.
macro_rules! tables_with_rows {
    ($conn:expr) => {
        tables_with_rows!($conn; account account_reopening account_role api_token balance
            bank_entry bank_file bank_settling board_hand board_learning closed_day closed_term
            course course_attendance course_certificate course_certificate_error course_run
            course_session course_signup curriculum curriculum_practice customer customer_credit
            customer_key customer_merge customer_order day_places departure ehf_delivery
            enterprise evidence evidence_goal evidence_stamp figure_published funding goal
            goal_work held_file help_ask hour_clock hour_correction hour_entry hour_rate_change hours_kept
            hours_week idempotency imported_row invoice invoice_line invoice_mailing invoice_vat
            kind_agreement kiosk kiosk_pin link_cut look mail mail_attachment membership
            mentor_step mentorship model_step offering offering_price one_time_link
            order_estimate order_line order_part order_step order_stop outbox pause payment photo
            plan_element posting proof proof_in_force purchase reminder resident resident_days
            route running_cost seller session supplier talk talk_step voucher voucher_text
            write_off)
    };
    ($conn:expr; $($table:ident)*) => {
        [$((
            stringify!($table),
            diesel::select(diesel::dsl::exists(
                crate::db::schema::$table::table.select(diesel::dsl::sql::<Integer>("1")),
            ))
                .get_result::<bool>($conn)?,
        )),*]
    };
}

fn refuse_rows(address: &Address) -> AppResult<()> {
    let mut conn = connect(address)?;
    let tables = tables_with_rows!(&mut conn);
    match tables.iter().find(|(_, has_rows)| *has_rows) {
        Some((table, _)) => Err(AppError::internal(format!(
            "{address} is not empty (it has rows in {table}); restore into a new database"
        ))),
        None => Ok(()),
    }
}

/// Puts the backup in the place of an empty file that nobody has open.
fn replace_sqlite(address: &Address, path: &Path, mut content: impl Read) -> AppResult<()> {
    let part = sealed::unfinished(path);
    let written = sealed::create(&part).and_then(|mut file| {
        io::copy(&mut content, &mut file)?;
        file.sync_all()
    });
    written.map_err(|e| at(&part, &e))?;
    refuse_open(address)?;
    for side in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(side);
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
    std::fs::rename(&part, path).map_err(|e| at(path, &e))
}

/// Refuses while another process has the `SQLite` file open: it would go on writing to a file that
/// is no more.
fn refuse_open(address: &Address) -> AppResult<()> {
    let mut conn = connect(address)?;
    let alone = match &mut conn {
        DbConn::Sqlite(c) => c.batch_execute(
            "PRAGMA busy_timeout=200; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; \
             PRAGMA locking_mode=NORMAL",
        ),
        DbConn::Pg(_) => Ok(()),
    };
    alone.map_err(|_busy| {
        AppError::internal(format!("{address} is in use; stop what serves it first"))
    })
}

fn connect(address: &Address) -> AppResult<DbConn> {
    address.connect().map_err(|e| AppError::internal(format!("{address}: {e}")))
}

fn at(path: &Path, error: &io::Error) -> AppError {
    AppError::internal(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }

    #[test]
    fn every_table_is_asked_for_rows_or_is_known_to_have_some() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tables.db").display().to_string();
        let address = Address::Sqlite { path, durable: false };
        migrate(&address).unwrap();
        let mut conn = connect(&address).unwrap();
        let names: Vec<Name> = diesel::sql_query(
            "SELECT name FROM sqlite_master WHERE type = 'table' \
             AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' ORDER BY name",
        )
        .load(&mut conn)
        .unwrap();
        let ask = |conn: &mut DbConn| -> AppResult<Vec<&str>> {
            Ok(tables_with_rows!(conn).iter().map(|(table, _)| *table).collect())
        };
        let mut known = ask(&mut conn).unwrap();
        known.extend([
            "hour_rate",
            "number_series",
            "reminder_term",
            "route_rule",
            "secret",
            "setting",
            "vat_rate",
        ]);
        known.push("working_time_rule");
        known.sort_unstable();
        let names: Vec<&str> = names.iter().map(|n| n.name.as_str()).collect();
        assert_eq!(known, names);
    }
}
