//! What the server writes of itself: ids and patterns, and none of what is planted.

use std::fs::File;

use chrono::{NaiveDateTime, Utc};

use crate::harness::cast::{LARS, SOLVEIG, TERJE};
use crate::harness::process::Process;
use crate::harness::{App, Person, spawn};
use crate::planted::{Kind, MENTEE, PIN, Planted, plant, resident_id, secrets};

#[expect(clippy::disallowed_methods, reason = "the process' clock is the machine's")]
fn now() -> NaiveDateTime {
    Utc::now().with_timezone(&chrono_tz::Europe::Oslo).naive_local()
}

/// A form with the token that the page shows now.
fn post(person: &Person, page: &str, path: &str, fields: &[(&str, &str)]) -> u16 {
    let csrf = person.get(page).field("csrf").expect("the page has a form");
    let all: Vec<_> =
        std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied()).collect();
    person.post_bare(path, &all).status
}

/// The rest of a resident's day: out of work, what was sent back sent anew, on the tablet with a
/// wrong PIN and the right one, and off the board.
fn live_a_day(app: &App, planted: &Planted) {
    let (resident, terje) = (app.sign_in(MENTEE), app.sign_in(TERJE));
    for page in ["/intern", "/intern/timer", "/intern/meg", "/intern/timer/14-dager"] {
        assert_eq!(resident.get(page).status, 200, "{page}");
    }
    let out = resident.post("/intern/timer/klokke/ut", &[("break_minutes", "0")]);
    assert!(matches!(out.status, 200 | 303), "{}", out.text);
    let day = planted.today.to_string();
    assert_eq!(resident.post("/intern/timer/uke", &[("day", &day)]).status, 303);
    let accept = format!("/intern/godkjenning/rettelse/{}/ja", planted.row("to accept", MENTEE));
    assert_eq!(terje.post(&accept, &[]).status, 303);
    let off = format!("/intern/tavle/{}/av", planted.row("hand", MENTEE));
    assert_eq!(terje.post(&off, &[]).status, 303);
    for page in ["/intern/godkjenning", "/intern/tavle", "/intern/papirer"] {
        assert_eq!(terje.get(page).status, 200, "{page}");
    }
    let code = planted.row("code", MENTEE);
    assert_ne!(app.sign_in(LARS).get(&format!("/intern/papirer/arbeidstid/{code}")).status, 500);

    let tablet = app.sign_in(TERJE);
    assert_eq!(tablet.post("/intern/nettbrett", &[("name", "Spikerkroken")]).status, 303);
    let who = resident_id(app, MENTEE);
    let tap =
        |pin| post(&tablet, "/nettbrett/hvem", "/nettbrett/hvem", &[("who", &who), ("pin", pin)]);
    assert_eq!((tap("00001111"), tap(PIN)), (422, 303));
    let fields = [
        ("date", day.as_str()),
        ("start", "00:00"),
        ("end", "00:01"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    let logged = post(&tablet, "/intern/timer/ny", "/intern/timer", &fields);
    assert!(matches!(logged, 303 | 422), "{logged}");
    assert_eq!(tablet.get("/nettbrett").status, 200);
    // What goes wrong is told of too.
    let stranger = app.stranger();
    for login in [MENTEE, "finnes-ikke"] {
        let wrong = [("login", login), ("password", "ravnsvarte natta")];
        assert_eq!(stranger.post("/intern/logg-inn", &wrong).status, 422);
    }
    let number = planted.row("order", "snekkeri");
    let cost = format!("/intern/bestillinger/{number}/kostnad");
    assert_eq!(app.sign_in(SOLVEIG).get(&cost).status, 200);
    assert_eq!(stranger.get(&format!("/{MENTEE}/Zebulon")).status, 404);
}

#[test]
fn the_log_of_a_day_holds_ids_and_none_of_what_is_planted() {
    let mut app = spawn();
    let now = now();
    app.set_clock(&now.format("%Y-%m-%d %H:%M").to_string());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log");
    let served = Process::serve_told(&app.db.url, File::create(&file).unwrap());
    // From here all is asked of the process; the app of the test signs people in.
    app.address = format!("http://{}", served.address);
    let planted = plant(&app, now.date());
    live_a_day(&app, &planted);
    served.kill();
    let log = std::fs::read_to_string(file).unwrap();
    for route in [
        "/intern/timer/{id}/godkjenning",
        "/intern/timer/{id}/rettelse",
        "/intern/tavle",
        "/nettbrett/hvem",
        "/api/v1/orders",
        "/intern/folk",
    ] {
        assert!(log.contains(&format!("\"route\":\"{route}\"")), "{route} is in the log");
    }
    let links: Vec<String> = planted.tokens.clone();
    let words = ["ravnsvarte", "per@example.com", "Per Kunde", "00001111", "Amina", "Terje"];
    let telling = secrets().into_iter().filter(|s| s.kind != Kind::Start).map(|s| s.text);
    let telling = telling.chain(links).chain(words.map(str::to_owned));
    for text in telling {
        let line = log.lines().find(|line| line.contains(&text));
        assert!(line.is_none(), "{text} is in the log: {line:?}");
    }
}
