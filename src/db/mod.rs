//! One connection type, one query text, one writer.
//!
//! *Invariant:* [`Db::write`] is the only door to a write transaction. Reads run beside it.

mod backup;
mod connect;
mod guards;
mod held;
mod migrate;
mod numbers;
mod once;
mod pg_tools;
pub(crate) mod schema;
mod sealed;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use diesel::r2d2::Pool;
use tokio::sync::Semaphore;

use crate::error::{AppError, AppResult};

pub(crate) use backup::{backup, restore};
pub(crate) use connect::{Address, DbConn};
pub(crate) use guards::{Unique, refuse_taken};
pub(crate) use held::{held_file, hold_file};
pub(crate) use migrate::{migrate, revert_all};
pub(crate) use numbers::{next_number, raise_series};
pub(crate) use once::{Once, answer_once, purge_old_keys, replay};

use connect::Connector;
use writer::Writer;

/// Runs one expression on whichever database a connection is to.
///
/// What every order and hour entry asks goes this way: through [`DbConn`] itself diesel writes a
/// statement's text anew each time, even one it has prepared, which costs more than running it.
macro_rules! on_each {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::DbConn::Pg($c) => $body,
            $crate::db::DbConn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on_each;

/// Reading connections, at most.
const READERS: u32 = 8;
/// Requests that read at the same time; the rest of the connections are for look-ups.
const READERS_AT_ONCE: usize = 6;

/// How long one waits for a reading connection before being told that there is none.
const CONNECTION_WAIT: Duration = Duration::from_secs(3);

/// The database: a pool that reads, and the one writer of this process.
#[derive(Clone)]
pub(crate) struct Db {
    address: Address,
    readers: Pool<Connector>,
    /// A permit a reading connection: who must wait, waits without a thread of its own.
    permits: Arc<Semaphore>,
    writer: Arc<Writer>,
}

impl Db {
    /// Opens the database, makes the SQLite file if absent, and brings the schema up to date.
    ///
    /// # Errors
    /// When the address is none of ours, the database does not answer, or a migration fails.
    pub(crate) fn open(address: &Address) -> AppResult<Self> {
        migrate(address)?;
        let readers = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .connection_timeout(CONNECTION_WAIT)
            .build(Connector::new(address.clone()))
            .map_err(|e| AppError::internal(e.to_string()))?;
        let writer = Arc::new(Writer::start(address.clone())?);
        let permits = Arc::new(Semaphore::new(READERS_AT_ONCE));
        Ok(Self { address: address.clone(), readers, permits, writer })
    }

    pub(crate) const fn address(&self) -> &Address {
        &self.address
    }

    /// Runs `action` in its own savepoint of the writer's transaction; answers after the commit.
    ///
    /// # Errors
    /// What the action answers, and `Unavailable` when the commit was lost: nothing was written.
    pub(crate) async fn write<T, F>(&self, action: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> AppResult<T> + Send + 'static,
    {
        self.writer.run(action).await
    }

    /// [`Db::write`] for the command line, which has no runtime.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub(crate) fn write_now<T, F>(&self, action: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> AppResult<T> + Send + 'static,
    {
        self.writer.run_blocking(action)
    }

    /// Reads on the pool, away from the server's threads.
    ///
    /// # Errors
    /// What `read` answers; `Unavailable` when no connection could be had.
    pub(crate) async fn read<T, F>(&self, read: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> AppResult<T> + Send + 'static,
    {
        let permit = self.permits.clone().acquire_owned().await;
        let permit = permit.map_err(|_closed| AppError::Unavailable)?;
        let db = self.clone();
        let answer = move || {
            let answer = db.read_now(read);
            drop(permit);
            answer
        };
        actix_web::web::block(answer).await.map_err(|e| AppError::internal(e.to_string()))?
    }

    /// [`Db::read`] for a row or two by their keys, as every request asks for: on `SQLite` that takes
    /// less than the way to another thread and back, so it is done where it is asked.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub(crate) async fn look_up<T, F>(&self, read: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> AppResult<T> + Send + 'static,
    {
        if matches!(self.address, Address::Sqlite { .. })
            && let Some(mut conn) = self.readers.try_get()
        {
            return in_snapshot(&mut conn, read);
        }
        self.read(read).await
    }

    /// [`Db::read`] where waiting does no harm. One snapshot for all that `read` asks.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub(crate) fn read_now<T, F>(&self, read: F) -> AppResult<T>
    where
        F: FnOnce(&mut DbConn) -> AppResult<T>,
    {
        let mut conn = self.readers.get().map_err(|e| {
            tracing::error!(error = %e, "no connection to read with");
            AppError::Unavailable
        })?;
        in_snapshot(&mut conn, read)
    }
}

/// The connection comes inside its snapshot: to begin it is how the pool finds out that it answers.
fn in_snapshot<T>(
    conn: &mut DbConn,
    read: impl FnOnce(&mut DbConn) -> AppResult<T>,
) -> AppResult<T> {
    let answer = read(conn);
    connect::end_read(conn)?;
    answer
}

/// The dated setting in force on a day; None when nothing has been set by then.
///
/// # Errors
/// The database's.
pub(crate) fn setting(
    conn: &mut DbConn,
    name: &str,
    on: chrono::NaiveDate,
) -> QueryResult<Option<String>> {
    use schema::setting::dsl;
    dsl::setting
        .filter(dsl::name.eq(name).and(dsl::valid_from.le(on)))
        .order(dsl::valid_from.desc())
        .select(dsl::value)
        .first(conn)
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_can_have_no_connection_is_told_within_seconds() {
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}?durability=off", dir.path().join("farm").display());
        let db = Db::open(&Address::parse(&address).unwrap()).unwrap();
        let held: Vec<_> = (0..READERS).map(|_| db.readers.get().unwrap()).collect();
        let began = std::time::Instant::now();
        assert!(matches!(db.read_now(|_| Ok(())), Err(AppError::Unavailable)));
        assert!(began.elapsed() < Duration::from_secs(15));
        drop(held);
        assert!(db.read_now(|_| Ok(())).is_ok());
    }
}
