//! What the farm's program does in a second: run by hand with `cargo bench`.
//!
//! `BENCH_DATABASE_URL=postgres://…/postgres` measures PostgreSQL too. Figures of a run stand in the
//! README; a second process makes the load on the same machine.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::integer_division,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::as_conversions,
    clippy::too_many_lines,
    reason = "a benchmark is run by hand and may stop at the first surprise"
)]

mod bank;
mod bare;
mod client;
mod papers;
mod server;

use std::time::{Duration, Instant};

use client::{Figures, load};
use server::Server;

const LASTS: Duration = Duration::from_secs(5);
/// Days that hours are logged on.
const DAYS: u64 = 300;

fn main() {
    let mut words = std::env::args().skip(1);
    let wish = words.next();
    if wish.as_deref() == Some("bare") {
        bare::serve(&words.next().expect("a database address"));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    if wish.as_deref() == Some("papers") {
        papers::measure(folder.path());
        return;
    }
    let path = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    if wish.as_deref() == Some("bank") {
        payments(folder.path());
        return;
    }
    println!("two cores: {}", std::thread::available_parallelism().map_or(0, usize::from));
    measure("SQLite", &path("real.db"), &path("bare.db"));
    if let Ok(admin) = std::env::var("BENCH_DATABASE_URL") {
        let (real, bare) = (server::fresh_postgres(&admin), server::fresh_postgres(&admin));
        measure("PostgreSQL", &real, &bare);
    }
    books(&path("books.db"));
    papers::measure(folder.path());
    payments(folder.path());
}

/// `cargo bench --bench farm -- bank` measures this alone.
fn payments(folder: &std::path::Path) {
    let path = |name: &str| format!("sqlite:{}", folder.join(name).display());
    bank::measure(folder, "SQLite", [&path("ocr.db"), &path("camt.db")]);
    if let Ok(admin) = std::env::var("BENCH_DATABASE_URL") {
        let urls = [server::fresh_postgres(&admin), server::fresh_postgres(&admin)];
        bank::measure(folder, "PostgreSQL", [&urls[0], &urls[1]]);
    }
}

fn measure(name: &str, real: &str, bare: &str) {
    for address in [real, bare] {
        server::set_up(address);
    }
    println!("\n{name}: orders of three lines");
    let server = Server::real(real);
    let mut best = 0;
    for clients in [1, 8, 64] {
        let figures = orders(&server.host, clients);
        tell(&format!("real, {clients} clients"), &figures);
        best = best.max(figures.per_second);
    }
    println!("  memory under load: {} kB", server.memory("VmHWM"));
    println!("{name}: hour entries");
    let tokens = server::resident_tokens(real);
    for clients in [1, 8, 64] {
        tell(&format!("real, {clients} clients"), &hours(&server.host, &tokens, clients));
    }
    drop(server);
    println!("{name}: the bare handler");
    let server = Server::bare(bare);
    let mut bare_best = 0;
    for clients in [1, 8, 64] {
        let figures = orders(&server.host, clients);
        tell(&format!("bare, {clients} clients"), &figures);
        bare_best = bare_best.max(figures.per_second);
    }
    println!("  the real one reaches {} % of the bare one", best * 100 / bare_best.max(1));
}

/// A figure of refused requests would be no figure, so the run stops at the first.
fn tell(what: &str, figures: &Figures) {
    assert_eq!(figures.refused, 0, "{what}: requests were refused");
    println!(
        "  {what:<22} {:>7}/s   p50 {:>7} µs   p99 {:>7} µs",
        figures.per_second, figures.p50_us, figures.p99_us
    );
}

fn orders(host: &str, clients: usize) -> Figures {
    let day = server::wanted_day();
    load(host, clients, LASTS, |connection, number| {
        let body = format!(
            r#"{{"customer":{{"kind":"private","name":"Kari Nordmann","email":"kari@example.com","phone":"40000000","street":"Testveien 1","postcode":"4630","city":"Kristiansand","org_number":null}},"delivery":"collect","delivery_date":"{day}","lines":[{{"offering":"A1","quantity":"1"}},{{"offering":"A2","quantity":"1"}},{{"offering":"B1","quantity":"1"}}]}}"#
        );
        let key = format!("Idempotency-Key: bench-{number}\r\n");
        connection.send("POST", "/api/v1/orders", &key, &body).0 == 201
    })
}

/// Every entry is a minute that its resident has not logged, spread over the days of a year as people
/// log: a few pieces a day, no two of them overlapping.
fn hours(host: &str, tokens: &[String], clients: usize) -> Figures {
    let today = server::today();
    load(host, clients, LASTS, |connection, number| {
        let token = &tokens[number as usize % tokens.len()];
        let number_of_own = number / tokens.len() as u64;
        let day = today - chrono::Days::new(1 + number_of_own % DAYS);
        let minute = number_of_own / DAYS % 1440;
        let (start, end) = (minute, minute + 1);
        let body = format!(
            r#"{{"date":"{day}","start":"{:02}:{:02}","end":"{:02}:{:02}","break_minutes":0,"enterprise":"e1","kind":"training","order":null}}"#,
            start / 60,
            start % 60,
            end / 60,
            end % 60
        );
        let headers = format!("Authorization: Bearer {token}\r\nIdempotency-Key: h-{number}\r\n");
        connection.send("POST", "/api/v1/hours", &headers, &body).0 == 201
    })
}

/// A report over growing books, start-up and idle memory.
fn books(url: &str) {
    println!("\nSQLite: a year's revenue over the API, as the books grow");
    server::set_up(url);
    let mut posted = 0;
    for postings in [10_000_u32, 1_000_000] {
        gardsbok::testing::filling::fill_books(url, postings - posted, server::now_ms())
            .expect("the books fill");
        posted = postings;
        report(url, "revenue", &format!("{postings} postings"));
    }
    println!("\nSQLite: a year's hours over the API, as the entries grow");
    let mut logged = 0;
    for entries in [10_000_u32, 1_000_000] {
        gardsbok::testing::filling::fill_hours(url, logged..entries, server::now_ms())
            .expect("the hours fill");
        logged = entries;
        report(url, "hours", &format!("{entries} entries"));
    }
    println!("\nStart-up and memory");
    for _ in 0..3 {
        let began = Instant::now();
        let server = Server::real(url);
        println!(
            "  ready after {} ms, idle at {} kB",
            began.elapsed().as_millis(),
            server.memory("VmRSS")
        );
    }
}

/// One program asks for a report of the year so far, again and again.
fn report(url: &str, kind: &str, what: &str) {
    let server = Server::real(url);
    let token = server::business_token(url);
    let headers = format!("Authorization: Bearer {token}\r\n");
    let today = server::today();
    let path = format!("/api/v1/reports/{kind}?from={}-01-01&to={today}", today.format("%Y"));
    let figures = load(&server.host, 1, Duration::from_secs(2), |connection, _| {
        connection.send("GET", &path, &headers, "").0 == 200
    });
    tell(what, &figures);
}
