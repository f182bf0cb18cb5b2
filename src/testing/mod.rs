//! Setup that tests have no other door to: a farm made at once, and sign-ins without passwords.
//!
//! What a test does after that, it does as people and programs do: over HTTP and by commands.

mod bilag;
mod farm;
pub mod filling;
mod practice;
pub mod raw;
mod working_time;
mod world;
mod world_hours;
mod world_money;

use std::sync::Arc;

use chrono::DateTime;
use clap::Parser;

use crate::bank;
use crate::base::{AccountId, UtcTime};
use crate::config::{Cli, Command, Settings};
use crate::db::{Address, Db};
use crate::error::{AppError, AppResult};
use crate::people::{self, Right};

pub use bilag::postings_of;
pub use farm::make_farm;
pub use practice::practice_of;
pub use working_time::warnings_of;
pub use world::{Outcome, Tryout, World};

/// What can go wrong here; a test unwraps it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The settings of `gardsbok serve` with these flags.
///
/// # Errors
/// When there is no such flag.
pub fn settings(flags: &[&str]) -> Result<Settings, Failure> {
    let words = ["gardsbok", "serve"].iter().chain(flags);
    match Cli::try_parse_from(words)?.command {
        Command::Serve(settings) => Ok(settings),
        _ => Err("the flags are of another command".into()),
    }
}

/// A way into the database of a running app, past the passwords.
#[derive(Clone)]
pub struct Door {
    db: Db,
    signing_key: Arc<String>,
}

impl Door {
    /// The door to a running app.
    pub fn to(running: &crate::Running) -> Self {
        Self { db: running.app.db.clone(), signing_key: running.app.signing_key.clone() }
    }

    /// Signs someone in; answers what the cookie `okt` holds.
    ///
    /// # Errors
    /// When nobody has the login.
    pub fn session(&self, login: &str, now_ms: i64) -> Result<String, Failure> {
        let now = at(now_ms);
        let id = self.account(login)?;
        Ok(self.db.write_now(move |tx| people::open_session(tx, &id, now))?)
    }

    /// A bearer token, as the command `token` prints it.
    ///
    /// # Errors
    /// When nobody has the login.
    pub fn token(&self, login: &str, now_ms: i64) -> Result<String, Failure> {
        let (key, login, now) = (self.signing_key.clone(), login.to_owned(), at(now_ms));
        Ok(self.db.write_now(move |tx| people::new_token(tx, &key, &login, now))?)
    }

    fn account(&self, login: &str) -> AppResult<AccountId> {
        self.db.read_now(|conn| {
            let known = people::account_by_login(conn, login)?;
            known.map(|account| account.id).ok_or(AppError::NotFound)
        })
    }
}

fn at(ms: i64) -> UtcTime {
    UtcTime::new(DateTime::from_timestamp_millis(ms).unwrap_or_default())
}

/// One line of the access table.
#[derive(Clone, Debug)]
pub struct RouteLine {
    /// `GET`
    pub method: String,
    /// `/intern/folk/{id}`
    pub path: String,
    /// `ManagePeople`
    pub right: String,
    /// `Enterprise`
    pub relation: String,
    /// The roles that hold the right; none are named where it asks for no role.
    pub roles: Vec<String>,
    /// One who was a resident keeps it.
    pub outlasts_residence: bool,
}

/// The access table, as routes are registered from it.
pub fn access_table() -> Vec<RouteLine> {
    crate::app::table()
        .into_iter()
        .map(|access| RouteLine {
            method: access.method.to_string(),
            path: access.path.to_owned(),
            right: format!("{:?}", access.right),
            relation: format!("{:?}", access.relation),
            roles: roles_of(access.right),
            outlasts_residence: access.right.outlasts_residence(),
        })
        .collect()
}

fn roles_of(right: Right) -> Vec<String> {
    right.roles().iter().map(|role| role.as_str().to_owned()).collect()
}

/// Reads a file from the bank, `ocr` or `camt`; answers its movements and their sum in øre.
///
/// # Errors
/// Why it is refused, in a person's words.
pub fn read_bank_file(kind: &str, bytes: impl std::io::BufRead) -> Result<(u64, i64), String> {
    let kind = bank::FileKind::parse(kind).ok_or("there is no such kind")?;
    bank::try_read(kind, bytes)
}

/// Brings a database's schema up to date.
///
/// # Errors
/// The database's.
pub fn migrate(database_url: &str) -> Result<(), Failure> {
    Ok(crate::db::migrate(&address(database_url)?)?)
}

/// Takes the whole schema down; answers the migrations that were reverted.
///
/// # Errors
/// The database's.
pub fn revert_all(database_url: &str) -> Result<Vec<String>, Failure> {
    Ok(crate::db::revert_all(&address(database_url)?)?)
}

fn address(database_url: &str) -> Result<Address, Failure> {
    Address::parse(database_url).ok_or_else(|| "the address is of no database we know".into())
}
