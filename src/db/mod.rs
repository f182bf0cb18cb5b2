//! One connection type, one query text, one writer.
//!
//! *Invariant:* [`Db::write`] is the only door to a write transaction. Reads run beside it.

mod backup;
mod connect;
mod guards;
mod migrate;
mod numbers;
mod once;
mod pg_tools;
pub(crate) mod schema;
mod sealed;
mod writer;

use std::sync::Arc;

use diesel::prelude::*;
use diesel::r2d2::Pool;

use crate::error::{AppError, AppResult};

pub(crate) use backup::{backup, restore};
pub(crate) use connect::{Address, DbConn};
pub(crate) use guards::{Unique, refuse_taken};
pub(crate) use migrate::{migrate, revert_all};
pub(crate) use numbers::{next_number, raise_series};
pub(crate) use once::{Once, answer_once, purge_old_keys};

use connect::Connector;
use writer::Writer;

/// Runs one expression on whichever database a connection is to.
macro_rules! on_each {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::DbConn::Pg($c) => $body,
            $crate::db::DbConn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on_each;

/// Reading connections at once. Two cores read no faster with more.
const READERS: u32 = 8;

/// The database: a pool that reads, and the one writer of this process.
#[derive(Clone)]
pub(crate) struct Db {
    address: Address,
    readers: Pool<Connector>,
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
            .build(Connector::new(address.clone()))
            .map_err(|e| AppError::internal(e.to_string()))?;
        let writer = Arc::new(Writer::start(address.clone())?);
        Ok(Self { address: address.clone(), readers, writer })
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
        let db = self.clone();
        actix_web::web::block(move || db.read_now(read))
            .await
            .map_err(|e| AppError::internal(e.to_string()))?
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
        connect::begin_read(&mut conn)?;
        let answer = read(&mut conn);
        connect::end_read(&mut conn)?;
        answer
    }
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
