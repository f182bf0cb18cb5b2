//! Many at once, and the power of `kill -9`: what is answered is kept, and nothing is done twice.
//!
//! On `PostgreSQL` each storm is ridden out by one instance, then by two over one database.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::harness::cast::{AMINA, JONAS, SOLVEIG, TERJE};
use crate::harness::process::{Process, post};
use crate::harness::{FreshDb, on_postgres, run_on};

/// How many instances over one database the storms try.
fn instance_counts() -> &'static [usize] {
    if on_postgres() { &[1, 2] } else { &[1] }
}

#[expect(clippy::disallowed_methods, reason = "the processes' clock is the machine's")]
fn today() -> NaiveDate {
    Utc::now().with_timezone(&chrono_tz::Europe::Oslo).date_naive()
}

fn order(offering: &str, quantity: &str) -> String {
    json!({
        "customer": {"kind": "private", "name": "Ola Storm", "email": "ola@example.org",
                     "street": "Vegen 1", "postcode": "2380", "city": "Brumunddal"},
        "delivery_date": today() + Days::new(10),
        "lines": [{"offering": offering, "quantity": quantity}],
    })
    .to_string()
}

/// Sends `count` orders at the same moment, spread over the instances.
fn at_once(
    servers: &[Process],
    count: usize,
    body: &str,
    key: impl Fn(usize) -> String + Sync,
) -> Vec<(u16, Value)> {
    let start = Barrier::new(count);
    let (start, key) = (&start, &key);
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..count)
            .map(|i| {
                let address = &servers[i % servers.len()].address;
                scope.spawn(move || {
                    start.wait();
                    let (status, text) =
                        post(address, "/api/v1/orders", "", &key(i), body).unwrap();
                    (status, serde_json::from_str(&text).unwrap())
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    })
}

#[test]
fn sixteen_at_once_with_one_key_make_one_order() {
    for count in instance_counts() {
        let db = FreshDb::with_farm();
        let servers: Vec<Process> = (0..*count).map(|_| Process::serve(&db.url)).collect();
        let answers = at_once(&servers, 16, &order("SN-VED", "3"), |_| "one-key".into());
        for (status, answer) in &answers {
            assert_eq!((*status, answer), (201, &answers[0].1), "{count} instances");
        }
        assert_eq!(db.number("SELECT count(*) AS value FROM customer_order"), 1);
        assert_eq!(db.number("SELECT count(*) AS value FROM order_line"), 1);
    }
}

#[test]
fn two_hundred_at_once_for_twenty_places_make_twenty() {
    for count in instance_counts() {
        let db = FreshDb::with_farm();
        let servers: Vec<Process> = (0..*count).map(|_| Process::serve(&db.url)).collect();
        let answers = at_once(&servers, 200, &order("KA-KAKE", "1"), |i| format!("key-{i}"));
        let taken = answers.iter().filter(|(status, _)| *status == 201).count();
        assert_eq!(taken, 20, "{count} instances");
        for (_, refused) in answers.iter().filter(|(status, _)| *status != 201) {
            assert_eq!(refused["code"], "order.day_full", "{refused}");
        }
        assert_eq!(db.number("SELECT count(*) AS value FROM customer_order"), 20);
        assert_eq!(db.number("SELECT taken_milli AS value FROM day_places"), 20_000);
    }
}

const WRITERS: usize = 8;
const KILLS: usize = 20;

/// What the eight writers meet: where the instances are now, and who they are.
struct Storm {
    addresses: Vec<Mutex<String>>,
    tokens: BTreeMap<&'static str, String>,
    is_over: AtomicBool,
    unanswered: AtomicUsize,
}

/// What a writer was told, by key or path; each told once and the same ever after.
#[derive(Default)]
struct Told {
    orders: BTreeMap<String, Value>,
    invoices: BTreeMap<String, Value>,
    hours: BTreeMap<String, Value>,
}

impl Storm {
    fn over(db: &FreshDb, servers: &[Process]) -> Self {
        let token = |login| {
            let told = run_on(db, &["token", login]);
            assert!(told.ok, "{told:?}");
            (login, format!("Bearer {}", told.stdout.trim()))
        };
        Self {
            addresses: servers.iter().map(|s| Mutex::new(s.address.clone())).collect(),
            tokens: [SOLVEIG, TERJE, AMINA, JONAS].map(token).into(),
            is_over: AtomicBool::new(false),
            unanswered: AtomicUsize::new(0),
        }
    }

    /// Sends the same request, to whichever instance, until one answers it.
    fn send(&self, who: &str, path: &str, key: &str, body: &str) -> Value {
        let token = self.tokens.get(who).map_or("", String::as_str);
        let patience = Instant::now() + Duration::from_mins(1);
        for turn in key.len().. {
            let address = self.addresses[turn % self.addresses.len()].lock().unwrap().clone();
            match post(&address, path, token, key, body) {
                Ok((200 | 201, text)) => return serde_json::from_str(&text).unwrap(),
                // The database went away under it; nothing was written.
                Ok((503, _)) | Err(_) => {}
                Ok((status, text)) => panic!("{path} {key}: {status} {text}"),
            }
            self.unanswered.fetch_add(1, Ordering::Relaxed);
            assert!(Instant::now() < patience, "{path} {key} is never answered");
            std::thread::sleep(Duration::from_millis(20));
        }
        unreachable!("the turns never end")
    }

    /// One order's whole way and one day's hours, over and over, until the storm is over.
    fn write(&self, writer: usize) -> Told {
        let mut told = Told::default();
        let wish = order("SN-VED", "2");
        for turn in 0.. {
            if self.is_over.load(Ordering::Relaxed) {
                break;
            }
            let key = format!("order-{writer}-{turn}");
            let placed = self.send("", "/api/v1/orders", &key, &wish);
            let number = placed["order"]["number"].as_str().unwrap().to_owned();
            told.orders.insert(key, placed);
            self.send(SOLVEIG, &format!("/api/v1/orders/{number}/delivery"), "", "{}");
            let path = format!("/api/v1/orders/{number}/invoice");
            let invoiced = self.send(SOLVEIG, &path, "", "{}");
            told.invoices.insert(path, invoiced);

            let key = format!("hours-{writer}-{turn}");
            let resident = if writer.is_multiple_of(2) { AMINA } else { JONAS };
            let logged = self.send(resident, "/api/v1/hours", &key, &piece(writer, turn));
            let id = logged["entry"]["id"].as_str().unwrap();
            self.send(TERJE, &format!("/api/v1/hours/{id}/approval"), "", "{}");
            told.hours.insert(key, logged);
        }
        told
    }

    /// Kills an instance with nothing said, and puts another in its place, twenty times.
    fn kill_and_raise(&self, db: &FreshDb, mut servers: Vec<Process>) -> Vec<Process> {
        for kill in 0..KILLS {
            // Longer and shorter, so that it hits every place of a write.
            let pause = 40 + 37 * u64::try_from(kill).unwrap() % 160;
            std::thread::sleep(Duration::from_millis(pause));
            let hit = kill % servers.len();
            servers.remove(hit).kill();
            servers.insert(hit, Process::serve(&db.url));
            (*self.addresses[hit].lock().unwrap()).clone_from(&servers[hit].address);
        }
        std::thread::sleep(Duration::from_millis(100));
        self.is_over.store(true, Ordering::Relaxed);
        servers
    }
}

/// A piece of a day that no other turn of any writer overlaps: half an hour, twenty-four a day.
fn piece(writer: usize, turn: usize) -> String {
    let (day, hour) = (turn / 24, turn % 24);
    let days_back = u64::try_from(writer / 2 * 80 + day).unwrap();
    json!({"date": today() - Days::new(days_back), "start": format!("{hour:02}:00"),
           "end": format!("{hour:02}:30"), "enterprise": "snekkeri", "kind": "work"})
    .to_string()
}

#[test]
fn twenty_kills_under_eight_writers_lose_nothing_and_double_nothing() {
    for count in instance_counts() {
        let db = FreshDb::with_farm();
        let servers: Vec<Process> = (0..*count).map(|_| Process::serve(&db.url)).collect();
        let storm = Storm::over(&db, &servers);
        let (told, servers) = std::thread::scope(|scope| {
            let storm = &storm;
            let writers: Vec<_> =
                (0..WRITERS).map(|writer| scope.spawn(move || storm.write(writer))).collect();
            let servers = storm.kill_and_raise(&db, servers);
            let told: Vec<Told> = writers.into_iter().map(|w| w.join().unwrap()).collect();
            (told, servers)
        });
        assert!(storm.unanswered.load(Ordering::Relaxed) > 0, "no request was hit");
        assert_nothing_lost(&storm, &told);
        assert_nothing_doubled(&db, &told);
        drop(servers);
        let check = run_on(&db, &["check"]);
        assert!(check.ok, "{check:?}");
    }
}

/// Every key that was answered answers the same again.
fn assert_nothing_lost(storm: &Storm, told: &[Told]) {
    let wish = order("SN-VED", "2");
    for (writer, told) in told.iter().enumerate() {
        assert!(!told.orders.is_empty(), "writer {writer} got nothing done");
        for (key, placed) in &told.orders {
            assert_eq!(storm.send("", "/api/v1/orders", key, &wish), *placed);
        }
        for (path, invoiced) in &told.invoices {
            assert_eq!(storm.send(SOLVEIG, path, "", "{}"), *invoiced);
        }
        let resident = if writer.is_multiple_of(2) { AMINA } else { JONAS };
        for (turn, (key, logged)) in in_turn(&told.hours).enumerate() {
            let again = storm.send(resident, "/api/v1/hours", key, &piece(writer, turn));
            assert_eq!(again, *logged);
        }
    }
}

/// By the turn at the end of the key, as `hours-1-10` comes after `hours-1-9`.
fn in_turn(told: &BTreeMap<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let turn = |key: &String| key.rsplit('-').next().unwrap().parse::<usize>().unwrap();
    let mut keys: Vec<_> = told.iter().collect();
    keys.sort_by_key(|(key, _)| turn(key));
    keys.into_iter()
}

/// As many rows as keys, numbers without a gap, and sums that are those of their rows.
fn assert_nothing_doubled(db: &FreshDb, told: &[Told]) {
    let orders = told.iter().map(|t| t.orders.len()).sum::<usize>();
    let hours = told.iter().map(|t| t.hours.len()).sum::<usize>();
    let count = |rows: &str| usize::try_from(db.number(&format!("SELECT {rows}"))).unwrap();
    assert_eq!(count("count(*) AS value FROM customer_order"), orders);
    assert_eq!(count("count(*) AS value FROM customer_order WHERE state = 'invoiced'"), orders);
    assert_eq!(count("count(*) AS value FROM invoice"), orders);
    assert_eq!(count("max(number) - min(number) + 1 AS value FROM invoice"), orders);
    assert_eq!(count("count(*) AS value FROM voucher"), orders);
    assert_eq!(count("max(number) AS value FROM voucher"), orders);
    assert_eq!(count("count(*) AS value FROM hour_entry WHERE state = 'approved'"), hours);
    let kept = count("CAST(sum(minutes) AS BIGINT) AS value FROM hours_kept");
    assert_eq!(kept, hours * 30);
}
