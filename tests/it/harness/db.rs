//! A database per test: a copied file on SQLite, a cloned template on PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::{PgConnection, SqliteConnection};

/// The address of a PostgreSQL in which databases may be created; None to test on SQLite.
fn postgres() -> Option<String> {
    std::env::var_os("TEST_DATABASE_URL").and_then(|url| url.into_string().ok())
}

/// Do the tests run on PostgreSQL?
pub fn on_postgres() -> bool {
    postgres().is_some()
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A name no other test has, also not one of another process.
fn fresh_name() -> String {
    format!("gardsbok_it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A database that is gone when it is dropped.
pub struct FreshDb {
    pub url: String,
    name: String,
}

impl FreshDb {
    /// With the farm in it.
    pub fn with_farm() -> Self {
        static FARM: OnceLock<String> = OnceLock::new();
        let template = FARM.get_or_init(|| match postgres() {
            Some(server) => make_postgres_farm(&server),
            None => make_sqlite_farm(),
        });
        let name = fresh_name();
        let url = if let Some(server) = postgres() {
            on_server(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
            with_database(&server, &name)
        } else {
            let file = dir().join(&name);
            std::fs::copy(template, &file).unwrap();
            sqlite_url(&file)
        };
        Self { url, name }
    }

    /// Without a table in it.
    pub fn empty() -> Self {
        let name = fresh_name();
        let url = match postgres() {
            Some(server) => {
                on_server(&server, &format!("CREATE DATABASE {name}"));
                with_database(&server, &name)
            }
            None => sqlite_url(&dir().join(&name)),
        };
        Self { url, name }
    }

    /// What `SELECT … AS value` answers, as text, a row each.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            value: String,
        }
        let query = diesel::sql_query(sql);
        let rows: Vec<Row> = if on_postgres() {
            query.load(&mut PgConnection::establish(&self.url).unwrap()).unwrap()
        } else {
            query.load(&mut open_sqlite(&self.url)).unwrap()
        };
        rows.into_iter().map(|row| row.value).collect()
    }

    /// How SQLite would go about a question, a line each step.
    pub fn plan(&self, sql: &str) -> String {
        #[derive(QueryableByName)]
        struct Step {
            #[diesel(sql_type = diesel::sql_types::Text)]
            detail: String,
        }
        let query = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}"));
        let steps: Vec<Step> = query.load(&mut open_sqlite(&self.url)).unwrap();
        steps.into_iter().map(|step| step.detail + "\n").collect()
    }

    /// The one number that `SELECT count(*) AS value …` answers.
    pub fn number(&self, sql: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            value: i64,
        }
        let query = diesel::sql_query(sql);
        let row: Row = if on_postgres() {
            query.get_result(&mut PgConnection::establish(&self.url).unwrap()).unwrap()
        } else {
            query.get_result(&mut open_sqlite(&self.url)).unwrap()
        };
        row.value
    }

    /// Runs statements as someone who got hold of the database would; answers the complaint.
    pub fn execute(&self, sql: &str) -> Result<(), String> {
        let done = if on_postgres() {
            PgConnection::establish(&self.url).unwrap().batch_execute(sql)
        } else {
            open_sqlite(&self.url).batch_execute(sql)
        };
        done.map_err(|error| error.to_string())
    }
}

impl Drop for FreshDb {
    fn drop(&mut self) {
        match postgres() {
            Some(server) => {
                let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
                let conn = PgConnection::establish(&server);
                let _ = conn.map(|mut conn| conn.batch_execute(&drop));
            }
            None => {
                for ending in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(dir().join(format!("{}{ending}", self.name)));
                }
            }
        }
    }
}

fn dir() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}?durability=off", file.display())
}

fn open_sqlite(url: &str) -> SqliteConnection {
    let path = url.trim_start_matches("sqlite:").trim_end_matches("?durability=off");
    let mut conn = SqliteConnection::establish(path).unwrap();
    conn.batch_execute("PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON").unwrap();
    conn
}

/// Makes the farm in a file, and a whole copy of it without a log beside it.
fn make_sqlite_farm() -> String {
    sweep_files();
    let file = dir().join(fresh_name());
    gardsbok::testing::make_farm(&sqlite_url(&file), super::app::START_MS).unwrap();
    let whole: PathBuf = dir().join(format!("{}_farm", fresh_name()));
    let whole = whole.display().to_string();
    open_sqlite(&sqlite_url(&file)).batch_execute(&format!("VACUUM INTO '{whole}'")).unwrap();
    whole
}

fn make_postgres_farm(server: &str) -> String {
    sweep_databases(server);
    let name = format!("{}_farm", fresh_name());
    on_server(server, &format!("CREATE DATABASE {name}"));
    gardsbok::testing::make_farm(&with_database(server, &name), super::app::START_MS).unwrap();
    // A template is cloned only while nobody is connected to it.
    on_server(server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    on_server(
        server,
        &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    );
    name
}

fn on_server(server: &str, sql: &str) {
    PgConnection::establish(server).unwrap().batch_execute(sql).unwrap();
}

/// The server's address with another database's name.
fn with_database(server: &str, name: &str) -> String {
    let (head, query) = server.split_once('?').map_or((server, ""), |(head, query)| (head, query));
    let (place, _) = head.rsplit_once('/').unwrap();
    let question = if query.is_empty() { "" } else { "?" };
    format!("{place}/{name}{question}{query}")
}

/// The process that a name of ours belongs to; None for a name that is not ours.
fn process_of(name: &str) -> Option<u32> {
    name.strip_prefix("gardsbok_it_")?.split('_').next()?.parse().ok()
}

fn is_alive(process: u32) -> bool {
    Path::new(&format!("/proc/{process}")).exists()
}

/// Removes what test processes that are no more have left.
fn sweep_files() {
    for entry in std::fs::read_dir(dir()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if process_of(&name).is_some_and(|process| !is_alive(process)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn sweep_databases(server: &str) {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }
    let mut conn = PgConnection::establish(server).unwrap();
    let names = diesel::sql_query(
        "SELECT datname::text AS value FROM pg_database WHERE datname LIKE 'gardsbok\\_it\\_%'",
    );
    for Row { value } in names.load::<Row>(&mut conn).unwrap() {
        if process_of(&value).is_some_and(|process| !is_alive(process)) {
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {value} WITH (FORCE)"));
        }
    }
}
