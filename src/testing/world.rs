//! One farm after another within one database: each is tried out and undone.
//!
//! A model test drives the actions here, without HTTP between; the doors have tests of their own.

use std::collections::BTreeMap;
use std::sync::mpsc;

use chrono::NaiveDate;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;

use super::{Failure, address, at};
use crate::base::{EntryId, Ore, Quantity, UtcTime};
use crate::db::{Db, DbConn, Once, on_each};
use crate::error::{AppError, AppResult};
use crate::hours::DayForm;
use crate::orders::{Channel, DeliverOrder, OrderForm};
use crate::people::{self, Actor};
use crate::{bank, hours, invoicing, ledger, orders};

/// What an action answered, or the code of its refusal.
pub type Outcome<T> = Result<T, String>;

/// A database with a farm in it, to be tried out again and again.
pub struct Tryout {
    db: Db,
    actors: BTreeMap<String, Actor>,
    now: UtcTime,
}

impl Tryout {
    /// Opens a farm's database for these people, at an instant.
    ///
    /// # Errors
    /// The database's, or when nobody has one of the logins.
    pub fn open(database_url: &str, logins: &[&str], now_ms: i64) -> Result<Self, Failure> {
        let db = Db::open(&address(database_url)?)?;
        let now = at(now_ms);
        let mut actors = BTreeMap::new();
        for login in logins {
            let actor = db.read_now(|conn| people::actor_by_login(conn, login, now))?;
            actors.insert((*login).to_owned(), actor.ok_or("nobody has the login")?);
        }
        Ok(Self { db, actors, now })
    }

    /// Lets `run` do as it likes with the farm, and undoes it all.
    ///
    /// # Errors
    /// When `run` panicked, or the database did not answer.
    pub fn run<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut World<'_>) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (tell, told) = mpsc::channel();
        let (actors, now) = (self.actors.clone(), self.now);
        let undone: AppResult<()> = self.db.write_now(move |tx| {
            let mut world = World { tx, actors: &actors, now };
            let _ = tell.send(run(&mut world));
            Err(AppError::NotFound) // every refusal is undone
        });
        match undone {
            Err(AppError::NotFound) => Ok(told.recv()?),
            Err(error) => Err(error.into()),
            Ok(()) => Err("it was not undone".into()),
        }
    }
}

/// A farm that will never have been.
pub struct World<'a> {
    pub(super) tx: &'a mut DbConn,
    actors: &'a BTreeMap<String, Actor>,
    pub(super) now: UtcTime,
}

impl<'a> World<'a> {
    /// Today, in Oslo.
    pub fn today(&self) -> NaiveDate {
        self.now.oslo_date()
    }

    /// Lets days go by.
    pub fn wait_days(&mut self, days: i64) {
        self.now = self.now.plus_seconds(days * 86_400);
    }

    /// Places an order as the API does; answers its number and total in øre.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn place(&mut self, key: &str, form: &str) -> Outcome<(String, i64)> {
        self.act(|tx, now| {
            let wish: OrderForm = serde_json::from_str(form)?;
            let parsed = wish.parse(Channel::Api, None, now.oslo_date());
            parsed.refusals.or(())?;
            let once = Once::new("model", key, form)?;
            let placed = orders::place_order_once(tx, &once, &parsed.wish, now)?;
            Ok((placed.number, placed.total_incl_vat_ore.ore()))
        })
    }

    /// Confirms someone's parts of an order.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn confirm(&mut self, who: &str, number: &str) -> Outcome<()> {
        let actor = self.actor(who)?;
        self.act(|tx, now| orders::confirm(tx, actor, number, now))
    }

    /// Cancels someone's parts of an order.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn cancel(&mut self, who: &str, number: &str) -> Outcome<()> {
        let actor = self.actor(who)?;
        self.act(|tx, now| orders::cancel(tx, actor, number, "Det ble ikke noe av.", now))
    }

    /// Delivers someone's parts of an order, line 1 with a real quantity in thousandths if told.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn deliver(
        &mut self,
        who: &str,
        number: &str,
        on: NaiveDate,
        real_milli: Option<i64>,
    ) -> Outcome<()> {
        let actor = self.actor(who)?;
        let quantities = real_milli.map(|milli| (1, Quantity::from_milli(milli)));
        let wish = DeliverOrder { on, quantities: quantities.into_iter().collect() };
        self.act(|tx, now| orders::deliver(tx, actor, number, &wish, now).map(drop))
    }

    /// Invoices an order; answers the invoice's number and total in øre.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn invoice(&mut self, number: &str, on: NaiveDate) -> Outcome<(i64, i64)> {
        self.act(|tx, now| {
            let issued = invoicing::issue(tx, None, number, on, now)?;
            Ok((issued.number, issued.total_ore.ore()))
        })
    }

    /// Credits an invoice; answers the credit note's number.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn credit(&mut self, invoice: i64, on: NaiveDate) -> Outcome<i64> {
        self.act(|tx, now| Ok(invoicing::credit(tx, None, invoice, on, now)?.number))
    }

    /// Registers a payment in øre of an invoice.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn pay(&mut self, invoice: i64, amount_ore: i64, on: NaiveDate) -> Outcome<()> {
        let amount = Ore::new(amount_ore);
        self.act(|tx, now| invoicing::pay(tx, None, invoice, amount, on, now).map(drop))
    }

    /// Logs a piece of someone's own day, as a draft or sent at once; answers its id.
    ///
    /// `fields` are date, start, end, break, enterprise, kind and order.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn log(&mut self, who: &str, fields: [&str; 7], is_sent: bool) -> Outcome<String> {
        let actor = self.actor(who)?;
        let [date, start, end, break_minutes, enterprise, kind, order] = fields.map(str::to_owned);
        let day = DayForm { date, start, end, break_minutes, enterprise, kind, order };
        self.act(|tx, now| {
            let log = if is_sent { hours::log_and_send } else { hours::log_draft };
            Ok(log(tx, actor, &day, now)?.id)
        })
    }

    /// Sends someone's drafts of the week from a Monday; answers how many.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn send_week(&mut self, who: &str, monday: NaiveDate) -> Outcome<usize> {
        let actor = self.actor(who)?;
        self.act(|tx, now| hours::finish_week(tx, actor, monday, now))
    }

    /// Takes a draft of someone's own away.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn forget(&mut self, who: &str, entry: &str) -> Outcome<()> {
        let (actor, id) = (self.actor(who)?, EntryId::from_text(entry));
        self.act(|tx, _now| hours::forget_entry(tx, actor, &id).map(drop))
    }

    /// Approves an entry.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn approve(&mut self, who: &str, entry: &str) -> Outcome<()> {
        let (actor, id) = (self.actor(who)?, EntryId::from_text(entry));
        self.act(|tx, now| hours::approve(tx, actor, &id, now).map(drop))
    }

    /// Sends an entry back.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn send_back(&mut self, who: &str, entry: &str) -> Outcome<()> {
        let (actor, id) = (self.actor(who)?, EntryId::from_text(entry));
        self.act(|tx, _now| hours::send_back(tx, actor, &id, "Se på pausen."))
    }

    /// What `SELECT … AS value` answers, as text, a row each.
    ///
    /// # Errors
    /// The database's words.
    pub fn texts(&mut self, sql: &str) -> Outcome<Vec<String>> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            value: String,
        }
        let rows: Vec<Row> =
            diesel::sql_query(sql).load(self.tx).map_err(|error| error.to_string())?;
        Ok(rows.into_iter().map(|row| row.value).collect())
    }

    /// Proves the books and the documents anew, as `gardsbok check` does; answers what is broken.
    ///
    /// # Errors
    /// The database's words.
    pub fn check(&mut self) -> Outcome<Vec<String>> {
        let told = |error: AppError| error.to_string();
        let mut broken = Vec::new();
        ledger::prove(self.tx, &mut broken).map_err(told)?;
        invoicing::prove(self.tx, &mut broken).map_err(told)?;
        bank::prove(self.tx, &mut broken).map_err(told)?;
        Ok(broken.iter().map(ToString::to_string).collect())
    }

    pub(super) fn actor(&self, who: &str) -> Result<&'a Actor, String> {
        self.actors.get(who).ok_or_else(|| format!("{who} is not at the farm"))
    }

    /// Runs an action in a savepoint, as the writer does; a refusal undoes it.
    pub(super) fn act<T>(
        &mut self,
        action: impl FnOnce(&mut DbConn, UtcTime) -> AppResult<T>,
    ) -> Outcome<T> {
        let told = |error: diesel::result::Error| format!("database: {error}");
        on_each!(self.tx, |c| AnsiTransactionManager::begin_transaction(c)).map_err(told)?;
        match action(self.tx, self.now) {
            Ok(done) => {
                on_each!(self.tx, |c| AnsiTransactionManager::commit_transaction(c))
                    .map_err(told)?;
                Ok(done)
            }
            Err(error) => {
                on_each!(self.tx, |c| AnsiTransactionManager::rollback_transaction(c))
                    .map_err(told)?;
                Err(match &error {
                    AppError::Internal(reason) => format!("internal: {reason}"),
                    refused => refused.code().to_owned(),
                })
            }
        }
    }
}
