//! A made-up farm's year that ends today, and a short one before it, in a database that is thrown
//! away.
//!
//! *Invariant:* what happened is told through the importer, so the demo's books are held to the
//! same rules as anyone's; nothing here writes to a table.

mod bank;
mod cast;
mod chance;
mod courses;
mod jobs;
mod late;
mod law;
mod learning;
mod leaving;
mod pictures;
mod plans;
mod story;
mod today;
mod year;

use std::path::PathBuf;

use crate::base::{UtcTime, prepare_photo, random_token};
use crate::catalog;
use crate::config::Settings;
use crate::db::{Address, Db, DbConn};
use crate::error::{AppError, AppResult};
use crate::importing::{Kind, import_text};
use crate::people;
use crate::purchases;

use cast::SignIn;
use chance::Chance;

/// A farm on disk until it is dropped.
pub(crate) struct Demo {
    dir: PathBuf,
    ways: Vec<SignIn>,
}

impl Demo {
    /// Makes the farm in a new file of the system's folder for such, and points the settings to it.
    ///
    /// # Errors
    /// The file system's or the database's.
    pub(crate) fn make(settings: &mut Settings, now: UtcTime) -> AppResult<Self> {
        let dir = std::env::temp_dir().join(format!("gardsbok-demo-{}", random_token()));
        make_private(&dir).map_err(|e| AppError::internal(format!("{}: {e}", dir.display())))?;
        let mut demo = Self { dir, ways: Vec::new() };
        // What is thrown away need not outlive a power cut.
        let file = demo.dir.join("gard.db");
        settings.database.database_url = format!("sqlite:{}?durability=off", file.display());
        let address = Address::parse(&settings.database.database_url);
        let address = address.ok_or_else(|| AppError::internal("the folder has no name"))?;
        demo.ways = Db::open(&address)?.write_now(move |tx| fill(tx, now))?;
        Ok(demo)
    }

    /// Role, login and password, a line each.
    pub(crate) fn sign_ins(&self) -> Vec<String> {
        let line = |way: &SignIn| {
            format!("  {:<16}  {:<8}  {}", way.role.as_str(), way.login, way.password)
        };
        self.ways.iter().map(line).collect()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

#[cfg(unix)]
fn make_private(dir: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(dir)
}

#[cfg(not(unix))]
fn make_private(dir: &std::path::Path) -> std::io::Result<()> {
    std::fs::create_dir(dir)
}

fn fill(tx: &mut DbConn, now: UtcTime) -> AppResult<Vec<SignIn>> {
    let today = now.oslo_date();
    let (customers, keys) = story::customers(&mut Chance::new(1));
    let orders = year::orders(&mut Chance::new(2), &keys, today);
    let hours = jobs::worked(&orders, &year::hours(&mut Chance::new(3), today));
    let purchases = year::purchases(&mut Chance::new(4), today);
    let tied: Vec<(String, String)> = jobs::bought(&orders, &purchases)
        .into_iter()
        .map(|(receipt, number)| (receipt.to_owned(), number.to_owned()))
        .collect();
    let files = [
        (Kind::Seller, story::SELLER.to_owned()),
        (Kind::Enterprises, story::ENTERPRISES.to_owned()),
        (Kind::Offerings, story::offerings()),
        (Kind::Customers, customers),
        (Kind::Orders, orders),
        (Kind::Hours, hours),
        (Kind::Purchases, purchases),
        (Kind::RunningCosts, year::running_costs(&mut Chance::new(5), today)),
        (Kind::ResidentDays, year::resident_days(&mut Chance::new(6), today)),
        (Kind::Funding, year::funding(today)),
    ];
    for (kind, csv) in files {
        import_text(tx, kind, &csv, now)?;
    }
    for (receipt, number) in tied {
        purchases::tie_to_order(tx, &receipt, &number)?;
    }
    // They have been here for a month, so that last week is theirs to send in.
    let ways = cast::add(tx, now.plus_seconds(-30 * 86_400))?;
    today::set(tx, now)?;
    law::tell(tx, now)?;
    late::remind(tx, now)?;
    learning::teach(tx, now)?;
    plans::make(tx, now)?;
    courses::tell(tx, now)?;
    leaving::tell(tx, now)?;
    bank::take_in(tx, now)?;
    hang_pictures(tx, now)?;
    Ok(ways)
}

/// Gives every offering its picture, as the business manager would.
fn hang_pictures(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let manager = people::actor_by_login(tx, cast::MANAGER, now)?.ok_or(AppError::NotFound)?;
    for (code, png) in pictures::pictures() {
        if let Ok(photo) = prepare_photo(&png) {
            catalog::set_photo(tx, &manager, code, &photo)?;
        }
    }
    Ok(())
}
