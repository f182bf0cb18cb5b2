//! Which database an address names, and how a connection to it is set up.

#![expect(clippy::disallowed_types, reason = "the derive names every type a column may have")]

use std::fmt;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::ManageConnection;
use diesel::result::Error::DatabaseError;
use diesel::{PgConnection, SqliteConnection};

use crate::error::{AppError, AppResult};

/// How often, and with which pause, a locked file's journal is tried.
const JOURNAL_TRIES: u32 = 200;
const JOURNAL_PAUSE: Duration = Duration::from_millis(50);

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub(crate) enum DbConn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Where the database is: `sqlite:FILE` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Sqlite {
        path: String,
        /// False only in a test's throw-away database.
        durable: bool,
    },
    Postgres {
        url: String,
    },
}

impl Address {
    /// None for an address of neither kind.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Some(Self::Postgres { url: text.to_owned() });
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"))?;
        let (path, durable) = match path.strip_suffix("?durability=off") {
            Some(path) => (path, false),
            None => (path, true),
        };
        (!path.is_empty()).then(|| Self::Sqlite { path: path.to_owned(), durable })
    }

    /// The host of a PostgreSQL address that crosses a network; None for this machine's own.
    pub(crate) fn remote_host(&self) -> Option<&str> {
        let Self::Postgres { url } = self else { return None };
        let rest = url.split_once("://")?.1;
        let authority = rest.split(['/', '?']).next()?;
        let host = authority.rsplit('@').next()?;
        let host = match host.strip_prefix('[') {
            Some(v6) => v6.split(']').next()?,
            None => host.split(':').next()?,
        };
        let here = host.is_empty()
            || host == "localhost"
            || host == "::1"
            || host.starts_with("127.")
            || host.starts_with("%2F");
        (!here).then_some(host)
    }

    pub(super) fn connect(&self) -> ConnectionResult<DbConn> {
        match self {
            Self::Sqlite { path, durable } => {
                let mut conn = SqliteConnection::establish(path)?;
                set_up_sqlite(&mut conn, *durable)
                    .map_err(|e| ConnectionError::BadConnection(format!("{path}: {e}")))?;
                Ok(DbConn::Sqlite(conn))
            }
            Self::Postgres { url } => {
                let mut conn = PgConnection::establish(url)?;
                conn.batch_execute("SET client_min_messages TO WARNING; SET TIME ZONE 'UTC'")
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(DbConn::Pg(conn))
            }
        }
    }
}

/// Without its password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path, .. } => write!(f, "sqlite:{path}"),
            Self::Postgres { url } => {
                let place = url.rsplit('@').next().unwrap_or_default();
                write!(f, "postgres://{}", place.trim_start_matches("postgres://"))
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    value: i64,
}

/// Sets the pragmas and reads them back: without `foreign_keys` the keys are decoration, and
/// without FULL an acknowledged order is lost with the power. `temp_store` stays as it is: what a
/// large savepoint would undo goes to a file, not to memory.
fn set_up_sqlite(conn: &mut SqliteConnection, durable: bool) -> AppResult<()> {
    let (synchronous, level) = if durable { ("FULL", 2) } else { ("OFF", 0) };
    conn.batch_execute("PRAGMA busy_timeout=10000")?;
    write_ahead(conn)?;
    conn.batch_execute(&format!(
        "PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; \
         PRAGMA recursive_triggers=ON; PRAGMA cache_size=-8000; \
         PRAGMA wal_autocheckpoint=4000"
    ))?;
    let mode = diesel::sql_query("SELECT journal_mode AS value FROM pragma_journal_mode")
        .get_result::<Text>(conn)?
        .value;
    let mut number = |sql: &str| diesel::sql_query(sql).get_result::<Number>(conn);
    let keys = number("SELECT foreign_keys AS value FROM pragma_foreign_keys")?.value;
    let sync = number("SELECT synchronous AS value FROM pragma_synchronous")?.value;
    if mode == "wal" && keys == 1 && sync == level {
        return Ok(());
    }
    Err(AppError::internal(format!(
        "SQLite took journal_mode={mode}, foreign_keys={keys}, synchronous={sync}"
    )))
}

/// Sets the journal of a file. A new file's is set under a lock that `busy_timeout` does not wait
/// for, so programs that open it at once must try again.
fn write_ahead(conn: &mut SqliteConnection) -> QueryResult<()> {
    for _ in 0..JOURNAL_TRIES {
        match conn.batch_execute("PRAGMA journal_mode=WAL") {
            Err(DatabaseError(_, told)) if told.message().contains("locked") => {
                std::thread::sleep(JOURNAL_PAUSE);
            }
            answer => return answer,
        }
    }
    conn.batch_execute("PRAGMA journal_mode=WAL")
}

/// Begins a write transaction: never diesel's default BEGIN on SQLite, which fails under load.
///
/// On PostgreSQL one advisory lock lets the instances' groups go one after another; they hold many
/// row locks until their commit and would else deadlock.
pub(super) fn begin_write(conn: &mut DbConn) -> QueryResult<()> {
    match conn {
        DbConn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        DbConn::Pg(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?;
            c.batch_execute("SELECT pg_advisory_xact_lock(7171300001)")
        }
    }
}

fn begin_read(conn: &mut DbConn) -> QueryResult<()> {
    match conn {
        DbConn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        DbConn::Pg(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}

pub(super) fn end_read(conn: &mut DbConn) -> QueryResult<()> {
    crate::db::on_each!(conn, |c| AnsiTransactionManager::rollback_transaction(c))
}

/// Hands out connections to the pool, by the address's scheme.
pub(super) struct Connector {
    address: Address,
}

impl Connector {
    pub(super) const fn new(address: Address) -> Self {
        Self { address }
    }
}

impl ManageConnection for Connector {
    type Connection = DbConn;
    type Error = ConnectionError;

    fn connect(&self) -> Result<DbConn, ConnectionError> {
        self.address.connect()
    }

    /// Hands the connection out inside its snapshot; one that cannot begin is thrown away.
    fn is_valid(&self, conn: &mut DbConn) -> Result<(), ConnectionError> {
        begin_read(conn).map_err(ConnectionError::CouldntSetupConfiguration)
    }

    fn has_broken(&self, conn: &mut DbConn) -> bool {
        crate::db::on_each!(conn, |c| {
            type Manager<C> = <C as Connection>::TransactionManager;
            fn broken<C: Connection>(c: &mut C) -> bool {
                Manager::<C>::is_broken_transaction_manager(c)
            }
            broken(c)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_database() {
        let file = Address::parse("sqlite:a.db").unwrap();
        assert_eq!(file, Address::Sqlite { path: "a.db".into(), durable: true });
        assert!(Address::parse("mysql://x").is_none());
        assert!(Address::parse("sqlite:").is_none());
    }

    #[test]
    fn a_password_is_never_shown() {
        let address = Address::parse("postgres://farm:secret@db.example/farm").unwrap();
        assert_eq!(address.to_string(), "postgres://db.example/farm");
        assert_eq!(address.remote_host(), Some("db.example"));
        assert_eq!(Address::parse("postgres://x@127.0.0.1:5433/f").unwrap().remote_host(), None);
    }

    #[test]
    fn sqlite_keeps_what_it_has_acknowledged_or_does_not_open() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("farm.db").display().to_string();
        for (durable, level) in [(true, 2), (false, 0)] {
            let address = Address::Sqlite { path: path.clone(), durable };
            let Ok(DbConn::Sqlite(mut conn)) = address.connect() else { panic!("no SQLite") };
            let mut number =
                |sql: &str| diesel::sql_query(sql).get_result::<Number>(&mut conn).unwrap().value;
            assert_eq!(number("SELECT synchronous AS value FROM pragma_synchronous"), level);
            assert_eq!(number("SELECT foreign_keys AS value FROM pragma_foreign_keys"), 1);
            assert_eq!(number("SELECT secure_delete AS value FROM pragma_secure_delete"), 1);
        }
        // A database that takes no write-ahead log is refused.
        let address = Address::Sqlite { path: ":memory:".into(), durable: true };
        assert!(address.connect().is_err_and(|e| e.to_string().contains("journal_mode=memory")));
    }
}
