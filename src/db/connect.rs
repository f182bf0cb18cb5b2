//! Which database an address names, and how a connection to it is set up.

#![expect(clippy::disallowed_types, reason = "the derive names every type a column may have")]

use std::fmt;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
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

/// What every session on PostgreSQL is set to. The server too gives up a connection whose other end
/// is gone, and with it the locks it holds.
const PG_SESSION: &str = "SET client_min_messages TO WARNING; SET TIME ZONE 'UTC'; \
                          SET tcp_keepalives_idle TO 30; SET tcp_keepalives_interval TO 10; \
                          SET tcp_keepalives_count TO 3; SET tcp_user_timeout TO 60000";

/// How this end finds out that the other is gone, where the address itself says nothing of it.
const PG_WATCH: [(&str, &str); 5] = [
    ("connect_timeout", "10"),
    ("keepalives_idle", "30"),
    ("keepalives_interval", "10"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "60000"),
];

/// The instances' groups go one after another by one lock. Who waits for it longer than ten seconds
/// gives up, and its caller hears that the database did not take it, unless the address or the role
/// has a `lock_timeout` of its own. Who holds it and asks nothing for two minutes has stopped: it
/// loses its transaction, and the others go on. A long import asks all the while and is left alone.
const PG_WRITE: &str = "SET LOCAL idle_in_transaction_session_timeout TO '120s'; \
                        SELECT set_config('lock_timeout', '10s', true) \
                        WHERE current_setting('lock_timeout') = '0'; \
                        SELECT pg_advisory_xact_lock(7171300001)";

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
                make_own_file(path)
                    .map_err(|e| ConnectionError::BadConnection(format!("{path}: {e}")))?;
                let mut conn = SqliteConnection::establish(path)?;
                set_up_sqlite(&mut conn, *durable)
                    .map_err(|e| ConnectionError::BadConnection(format!("{path}: {e}")))?;
                Ok(DbConn::Sqlite(conn))
            }
            Self::Postgres { url } => {
                let mut conn = PgConnection::establish(&watched(url))?;
                conn.batch_execute(PG_SESSION)
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(DbConn::Pg(conn))
            }
        }
    }
}

/// The address with [`PG_WATCH`], but for what it says itself.
fn watched(url: &str) -> String {
    let mut watched = url.to_owned();
    for (name, value) in PG_WATCH {
        let is_said = ['?', '&'].iter().any(|mark| url.contains(&format!("{mark}{name}=")));
        if !is_said {
            watched.push(if watched.contains('?') { '&' } else { '?' });
            watched.extend([name, "=", value]);
        }
    }
    watched
}

/// Makes a file that is not there yet, for its owner alone to read; its log, which SQLite makes,
/// gets what the file has. One that is there stays as its owner wanted it.
fn make_own_file(path: &str) -> std::io::Result<()> {
    if path == ":memory:" || path.starts_with("file:") {
        return Ok(()); // no plain file
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
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
            // Said outright: a server may have another level for those who say nothing.
            AnsiTransactionManager::begin_transaction_sql(
                c,
                "BEGIN ISOLATION LEVEL READ COMMITTED",
            )?;
            c.batch_execute(PG_WRITE)
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
    fn an_address_is_watched_but_for_what_it_says_itself() {
        let plain = watched("postgres://x@db/farm");
        assert!(plain.starts_with("postgres://x@db/farm?connect_timeout=10&"), "{plain}");
        assert!(plain.ends_with("&tcp_user_timeout=60000"), "{plain}");
        let own = watched("postgres://x@db/farm?sslmode=require&connect_timeout=2");
        assert!(own.starts_with("postgres://x@db/farm?sslmode=require&connect_timeout=2&keep"));
        assert_eq!(own.matches("connect_timeout").count(), 1, "{own}");
    }

    #[test]
    fn a_password_is_never_shown() {
        let address = Address::parse("postgres://farm:secret@db.example/farm").unwrap();
        assert_eq!(address.to_string(), "postgres://db.example/farm");
        assert_eq!(address.remote_host(), Some("db.example"));
        assert_eq!(Address::parse("postgres://x@127.0.0.1:5433/f").unwrap().remote_host(), None);
    }

    #[test]
    fn a_new_file_and_its_log_are_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mode = |ending: &str| {
            let file = dir.path().join(format!("farm.db{ending}"));
            std::fs::metadata(file).unwrap().permissions().mode() & 0o777
        };
        let path = dir.path().join("farm.db").display().to_string();
        let address = Address::Sqlite { path: path.clone(), durable: false };
        let Ok(DbConn::Sqlite(mut conn)) = address.connect() else { panic!("no SQLite") };
        conn.batch_execute("CREATE TABLE kept (id INTEGER)").unwrap();
        assert_eq!((mode(""), mode("-wal"), mode("-shm")), (0o600, 0o600, 0o600));
        // An owner who lets a group read it is not overruled.
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(address.connect().is_ok());
        assert_eq!(mode(""), 0o640);
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
