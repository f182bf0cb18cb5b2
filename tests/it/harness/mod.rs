//! How a test meets the program.
//!
//! [`spawn`] starts the real app on a free port with a database of its own, in which the farm of
//! `src/testing/farm.rs` stands: the people of [`cast`], three enterprises, six offerings, a seller.
//! The clock stands at Monday 2026-03-16 10:00 in Oslo until the test moves it.
//!
//! ```ignore
//! let app = spawn();                                  // gone again when `app` is dropped
//! let solveig = app.sign_in("solveig");               // a browser of her own, no password paid for
//! let page = solveig.get("/intern/bestillinger");     // never follows a redirect
//! assert_eq!(page.status, 200);
//! assert!(page.text.contains("Ingen nye"));
//! let done = solveig.post("/intern/stopp", &[("enterprise", "catering")]); // brings the csrf token
//! assert_eq!((done.status, done.location()), (303, "/intern/stopp"));
//! let seen = solveig.follow(&done);                   // the page one lands on
//! let customer = app.stranger();                      // a browser nobody has signed in with
//!
//! let placed = app.api().post_json("/api/v1/orders", "key-1", &json!({…}));
//! assert_eq!(placed.status, 201);
//! let number = placed.json()["order"]["number"].as_str().unwrap().to_owned();
//! let report = app.api_as("solveig").get("/api/v1/reports/revenue?from=…&to=…");
//!
//! app.set_clock("2026-03-17 08:00");                  // or app.later_minutes(31)
//! let told = app.run(&["report", "revenue", "--from", "2026-01-01", "--to", "2026-12-31"]);
//! assert!(told.ok && told.stdout.contains("snekkeri")); // a command on the same database
//! assert_eq!(app.number("SELECT count(*) AS value FROM orders"), 1);
//! ```
//!
//! On SQLite the farm is made once per process and the file copied per test; when
//! `TEST_DATABASE_URL` names a PostgreSQL (a database in which others may be created), it is a
//! template cloned per test. `spawn_with(&["--rate-limits", "on"])` takes other flags of `serve`;
//! rate limits are off unless asked for.

mod app;
pub mod bank;
pub mod cast;
mod db;
pub mod mock;
pub mod process;

pub use app::{
    Answer, Api, App, Person, START_MS, Told, answer, run_on, spawn, spawn_on, spawn_with,
};
pub use db::{FreshDb, on_postgres};
