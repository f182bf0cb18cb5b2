//! The wall between what customers meet and who does the work: planted names are looked for
//! everywhere a customer can reach, and words that tell what the seller is.

use chrono::NaiveDate;
use serde_json::json;

use crate::costing::{desk, log, ten_hours};
use crate::estimates::mails_to_customer;
use crate::harness::cast::{AMINA, JONAS, SOLVEIG, TERJE};
use crate::harness::{App, spawn};
use crate::planted::{Planted, found, plant, secrets};
use crate::walls_inside::{all_of, paths, real_ids};

/// Names and keys of those who live and work at the farm, as `src/testing/farm.rs` plants them.
const PLANTED: [&str; 14] = [
    "Solveig Haug",
    "Terje Moen",
    "Kari Lunde",
    "Mona Dahl",
    "Amina",
    "Yusuf",
    "Jonas Vik",
    "Lars Brekke",
    "Siri Foss",
    "Odd Nygård",
    "Ada Lie",
    "B01",
    "B02",
    "jonas",
];

/// Words that would tell what the seller is, or who is there.
const TELLING: [&str; 20] = [
    "beboer",
    "rehabilit",
    "rusfri",
    "rusmid",
    "avheng",
    "resident",
    "mentor",
    "work_leader",
    "business_manager",
    "næringsansvarlig",
    "fagleder",
    "steering",
    "styringsgruppe",
    "auditor",
    "behandling av rus",
    "kvalifisering",
    "work leader",
    "business manager",
    "apprentic",
    "pseudonym",
];

fn order(app: &App) -> (String, String) {
    let placed = app.api().post_json(
        "/api/v1/orders",
        "wall-1",
        &json!({
            "customer": {"kind": "private", "name": "Per Kunde", "email": "per@example.com",
                "phone": "40000001", "street": "Veien 2", "postcode": "4630", "city": "Kristiansand"},
            "delivery_date": "2026-03-16",
            "lines": [{"offering": "SN-VED", "quantity": "3"}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    let order = &placed.json()["order"];
    (order["number"].as_str().unwrap().to_owned(), order["token"].as_str().unwrap().to_owned())
}

/// An order that residents have worked on, delivered, invoiced and paid.
fn worked_on(app: &App) -> (String, String) {
    let (number, token) = order(app);
    for (login, start, end) in [(AMINA, "08:00", "09:00"), (JONAS, "07:00", "09:30")] {
        let logged = app.api_as(login).post_json(
            "/api/v1/hours",
            &format!("wall-{login}"),
            &json!({"date": "2026-03-16", "start": start, "end": end, "break_minutes": 0,
                "enterprise": "snekkeri", "kind": "training", "order": number}),
        );
        assert_eq!(logged.status, 201, "{}", logged.text);
        let id = logged.json()["entry"]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/hours/{id}/approval");
        let approved = app.api_as(TERJE).post_json(&path, "", &json!({}));
        assert_eq!(approved.status, 200, "{}", approved.text);
    }
    for verb in ["delivery", "invoice"] {
        let path = format!("/api/v1/orders/{number}/{verb}");
        let done = app.api_as(SOLVEIG).post_json(&path, "", &json!({}));
        assert!(matches!(done.status, 200 | 201), "{verb}: {}", done.text);
    }
    (number, token)
}

/// Everything a customer can open, with what is sent to them.
fn reachable(app: &App, token: &str) -> Vec<(String, String)> {
    let stranger = app.stranger();
    let paths = [
        "/".to_owned(),
        "/bestilling".to_owned(),
        "/vare/SN-VED".to_owned(),
        "/vare/KA-KAKE".to_owned(),
        "/om".to_owned(),
        "/vilkar".to_owned(),
        "/personvern".to_owned(),
        "/tilgjengelighet".to_owned(),
        "/finnes-ikke".to_owned(),
        "/intern".to_owned(),
        "/intern/logg-inn".to_owned(),
        "/nettbrett".to_owned(),
        "/nettbrett/hvem".to_owned(),
        "/worker.js".to_owned(),
        "/api/v1/offerings".to_owned(),
        "/api/v1/openapi.json".to_owned(),
        "/api/v1/orders/finnes-ikke".to_owned(),
        "/api/v1/hours".to_owned(),
        format!("/bestilling/{token}"),
        format!("/api/v1/orders/{token}"),
    ];
    let mut seen: Vec<(String, String)> = paths
        .into_iter()
        .map(|path| {
            let answer = stranger.get(&path);
            (path, all_of(&answer))
        })
        .collect();
    for sheet in stranger.get("/").text.split("href=\"/s/").skip(1) {
        let path = format!("/s/{}", sheet.split('"').next().unwrap());
        seen.push((path.clone(), stranger.get(&path).text));
    }
    let mails = "SELECT recipient || ' ' || subject || ' ' || body AS value FROM mail \
                 WHERE recipient = 'per@example.com'";
    seen.extend(app.texts(mails).into_iter().map(|mail| ("mail".to_owned(), mail)));
    let snapshots = "SELECT seller || ' ' || buyer AS value FROM invoice";
    seen.extend(app.texts(snapshots).into_iter().map(|text| ("invoice".to_owned(), text)));
    let lines = "SELECT name AS value FROM invoice_line";
    seen.extend(app.texts(lines).into_iter().map(|text| ("invoice line".to_owned(), text)));
    seen
}

#[test]
fn no_planted_name_is_found_where_a_customer_can_reach() {
    let app = spawn();
    let (_, token) = worked_on(&app);
    let seen = reachable(&app, &token);
    assert!(seen.len() > 20, "the scan looks at what is there");
    for (place, text) in &seen {
        for name in PLANTED {
            assert!(!text.contains(name), "{place} tells of {name}");
        }
    }
}

#[test]
fn nothing_a_customer_can_reach_tells_what_the_seller_is() {
    let app = spawn();
    let (_, token) = worked_on(&app);
    for (place, text) in reachable(&app, &token) {
        let lower = text.to_lowercase();
        for word in TELLING {
            assert!(!lower.contains(word), "{place} says {word}");
        }
    }
}

#[test]
fn the_scan_finds_a_name_that_is_there() {
    let app = spawn();
    let (number, _) = worked_on(&app);
    let page = app.sign_in(TERJE).get("/intern/godkjenning");
    assert_eq!(page.status, 200);
    let steps = app.sign_in(SOLVEIG).get(&format!("/intern/bestillinger/{number}"));
    assert!(PLANTED.iter().any(|name| steps.text.contains(name)), "the desk sees who did what");
}

#[test]
fn the_invoice_a_customer_gets_names_no_one_who_worked_on_it() {
    let app = spawn();
    worked_on(&app);
    let page = app.sign_in(SOLVEIG).get("/intern/fakturaer/1");
    assert_eq!(page.status, 200, "{}", page.text);
    for name in ["Amina", "Yusuf", "Jonas", "B01", "B02"] {
        assert!(!page.text.contains(name), "the invoice tells of {name}");
    }
}

#[test]
fn the_message_that_is_ready_when_time_is_used_names_no_one_and_tells_nothing() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    for (login, end) in [(AMINA, "16:00"), (JONAS, "15:00")] {
        log(&app, login, ("2026-03-12", "08:00", end), "training", &number);
    }
    for login in [SOLVEIG, TERJE] {
        let person = app.sign_in(login);
        let page = person.get(&desk(&number)).text;
        let (_, area) = page.split_once("<textarea").expect("a message is ready");
        let text = area.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0.trim();
        let key = format!("key-{login}");
        let path = format!("{}/melding", desk(&number));
        let sent = person.post(&path, &[("nokkel", &key), ("text", text)]);
        assert_eq!(sent.status, 303, "{}", sent.text);
    }
    let mails = mails_to_customer(&app, 2);
    assert_eq!(mails.len(), 2);
    for mail in mails {
        let lower = mail.to_lowercase();
        assert!(PLANTED.iter().all(|name| !mail.contains(name)), "{mail}");
        assert!(TELLING.iter().all(|word| !lower.contains(word)), "{mail}");
    }
}

/// The message that is ready for the customer of the carpentry's order, sent as it stands.
fn told(app: &App, planted: &Planted) -> Vec<String> {
    let number = planted.row("order", "snekkeri");
    let terje = app.sign_in(TERJE);
    let page = terje.get(&desk(number)).text;
    let (_, area) = page.split_once("<textarea").expect("a message is ready");
    let text = area.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0.trim();
    let path = format!("{}/melding", desk(number));
    let sent = terje.post(&path, &[("nokkel", "planted"), ("text", text)]);
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert_eq!(mails_to_customer(app, 1).len(), 1);
    app.texts("SELECT recipient || ' ' || subject || ' ' || body AS value FROM mail")
}

/// Every file that the shop gives away, as it stands in the source.
fn given_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
                files.push((path.display().to_string(), text));
            }
        }
    }
    files
}

#[test]
fn none_of_all_that_is_planted_is_found_where_a_customer_can_reach() {
    let app = spawn();
    let planted = plant(&app, NaiveDate::from_ymd_opt(2026, 3, 16).unwrap());
    assert!(secrets().len() >= 40);
    let mut seen = given_files();
    seen.extend(told(&app, &planted).into_iter().map(|mail| ("mail".to_owned(), mail)));
    assert!(seen.iter().filter(|(place, _)| place == "mail").count() >= 5, "mails are read");
    for token in &planted.tokens {
        seen.extend(reachable(&app, token));
    }
    // Every route there is, as one who is not signed in: on the own browser, and as a program.
    let ids = real_ids(&app, &planted);
    let (stranger, program) = (app.stranger(), app.api());
    for path in paths(&ids, |_| true) {
        let answer =
            if path.starts_with("/api/") { program.get(&path) } else { stranger.get(&path) };
        // What one asked for may be told back: where one is sent after signing in.
        let asked = path.split('?').next().unwrap();
        seen.push((path.clone(), all_of(&answer).replace(asked, "")));
    }
    let refused = program.post_json(
        "/api/v1/orders",
        "refused",
        &json!({"customer": {"kind": "private", "name": "Zebulon"}, "lines": [{}]}),
    );
    seen.push(("a refused order".to_owned(), refused.text));
    let invoice = app.sign_in(SOLVEIG).get("/intern/fakturaer/1");
    assert_eq!(invoice.status, 200);
    seen.push(("the invoice".to_owned(), invoice.text));
    let kept = "SELECT seller || ' ' || buyer AS value FROM invoice";
    seen.extend(app.texts(kept).into_iter().map(|text| ("invoice".to_owned(), text)));
    for (place, text) in &seen {
        let found = found("", text);
        assert!(found.is_empty(), "{place} tells of {found:?}");
    }
}
