//! What work costs: rates, an order's cost and margin, and receipts tied to it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::farm::{import_farm, year};
use crate::harness::cast::{AMINA, JONAS, KARI, LARS, ODD, SIRI, SOLVEIG, TERJE};
use crate::harness::{App, FreshDb, run_on, spawn, spawn_on};

/// An order of ten hours of carpentry, by number and token.
pub fn ten_hours(app: &App) -> (String, String) {
    let placed = app.api().post_json(
        "/api/v1/orders",
        "ten-hours",
        &json!({
            "customer": {"kind": "private", "name": "Per Kunde", "email": "per@example.com",
                "phone": "40000001", "street": "Veien 2", "postcode": "4630", "city": "Kristiansand"},
            "delivery_date": "2026-03-20",
            "lines": [{"offering": "SN-TIME", "quantity": "10"}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    let order = &placed.json()["order"];
    (order["number"].as_str().unwrap().to_owned(), order["token"].as_str().unwrap().to_owned())
}

/// Logs a piece on an order and answers its id.
pub fn log(
    app: &App,
    login: &str,
    (day, start, end): (&str, &str, &str),
    kind: &str,
    order: &str,
) -> String {
    let logged = app.api_as(login).post_json(
        "/api/v1/hours",
        &format!("{login}{day}{start}"),
        &json!({"date": day, "start": start, "end": end, "break_minutes": 0,
            "enterprise": "snekkeri", "kind": kind, "order": order}),
    );
    assert_eq!(logged.status, 201, "{}", logged.text);
    logged.json()["entry"]["id"].as_str().unwrap().to_owned()
}

pub fn approve(app: &App, id: &str) {
    let path = format!("/api/v1/hours/{id}/approval");
    assert_eq!(app.api_as(TERJE).post_json(&path, "", &json!({})).status, 200);
}

pub fn desk(number: &str) -> String {
    format!("/intern/bestillinger/{number}")
}

#[test]
fn an_orders_cost_is_approved_hours_at_the_rate_of_their_day_and_receipts_tied_to_it() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    let solveig = app.sign_in(SOLVEIG);
    let rate = [("kind", "work"), ("valid_from", "2026-03-14"), ("kroner", "333,33")];
    assert_eq!(solveig.post("/intern/satser", &rate).status, 303);
    approve(&app, &log(&app, AMINA, ("2026-03-13", "08:00", "08:50"), "work", &number));
    approve(&app, &log(&app, AMINA, ("2026-03-14", "08:00", "08:50"), "work", &number));
    approve(&app, &log(&app, JONAS, ("2026-03-14", "08:00", "10:00"), "training", &number));
    log(&app, JONAS, ("2026-03-15", "08:00", "10:00"), "work", &number); // not approved
    let receipt = [
        ("nokkel", "r1"),
        ("receipt", "L1"),
        ("date", "2026-03-12"),
        ("supplier", "Byggevare AS"),
        ("enterprise", "snekkeri"),
        ("account", "4000"),
        ("vat_code", "1"),
        ("gross", "125,00"),
        ("order", number.as_str()),
    ];
    let booked = solveig.post("/intern/innkjop", &receipt);
    assert_eq!(booked.status, 303, "{}", booked.text);
    let file = solveig.get(&format!("{}/kostnad.csv", desk(&number)));
    assert_eq!(file.status, 200);
    let rows: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        rows,
        [
            "hva,næring,dato,tekst,minutter,sats,kroner",
            "inntekt,snekkeri,,Snekkerhjelp,,,3600.00",
            "innkjøp,snekkeri,2026-03-12,L1,,,100.00",
            "timer,snekkeri,2026-03-13,work,50,300.00,250.00",
            "timer,snekkeri,2026-03-14,training,120,200.00,400.00",
            "timer,snekkeri,2026-03-14,work,50,333.33,277.78",
        ]
    );
    let page = solveig.get(&desk(&number)).text;
    for figure in ["3\u{a0}600,00", "100,00", "527,78", "2\u{a0}972,22", "400,00", "2\u{a0}572,22"]
    {
        assert!(page.contains(&format!("/kostnad\">{figure}</a>")), "{figure}");
    }
    let opened = solveig.get(&format!("{}/kostnad", desk(&number)));
    assert!(opened.text.contains("277,78") && opened.text.contains("L1"));
    for name in ["Amina", "Jonas", "B01", "B02", "1001", "1002"] {
        assert!(!opened.text.contains(name) && !file.text.contains(name), "{name}");
    }
}

#[test]
fn a_rate_is_the_business_managers_and_is_refused_at_its_fields() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    assert!(solveig.get("/intern/satser").text.contains("300,00"));
    let bad = [("kind", "lek"), ("valid_from", "i går"), ("kroner", "-1")];
    let refused = solveig.post("/intern/satser", &bad);
    assert_eq!(refused.status, 422);
    for field in ["#kind", "#valid_from", "#kroner"] {
        assert!(refused.text.contains(&format!("href=\"{field}\"")), "{field}");
    }
    assert!(refused.text.contains("value=\"i går\"") && refused.text.contains("value=\"-1\""));
    let good = [("kind", "dugnad"), ("valid_from", "2026-04-01"), ("kroner", "50")];
    assert_eq!(solveig.post("/intern/satser", &good).status, 303);
    let mended = [("kind", "dugnad"), ("valid_from", "2026-04-01"), ("kroner", "60")];
    assert_eq!(solveig.post("/intern/satser", &mended).status, 303);
    let rates = "SELECT count(*) AS value FROM hour_rate WHERE kind = 'dugnad'";
    assert_eq!(app.number(rates), 2);
    let page = solveig.get("/intern/satser").text;
    for told in ["til 50,00 kr.", "til 60,00 kr, før 50,00 kr."] {
        assert!(page.contains(told), "who set what, and what it was: {told}");
    }
    for login in [AMINA, TERJE, LARS, ODD, SIRI] {
        assert_eq!(app.sign_in(login).get("/intern/satser").status, 404, "{login}");
        assert_eq!(app.sign_in(login).post("/intern/satser", &good).status, 403, "{login}");
    }
}

#[test]
fn a_receipt_is_tied_to_an_order_of_its_enterprise_and_untied_again() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    let solveig = app.sign_in(SOLVEIG);
    let receipt = |order: &str, enterprise: &str, key: &str| {
        let fields = [
            ("nokkel", key),
            ("receipt", key),
            ("date", "2026-03-12"),
            ("supplier", "Byggevare AS"),
            ("enterprise", enterprise),
            ("account", "4000"),
            ("vat_code", "1"),
            ("gross", "125,00"),
            ("order", order),
        ];
        solveig.post("/intern/innkjop", &fields)
    };
    for (order, enterprise) in [("G9", "snekkeri"), (number.as_str(), "catering")] {
        let refused = receipt(order, enterprise, "L1");
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("href=\"#order\""), "{}", refused.text);
        assert!(refused.text.contains(&format!("value=\"{order}\"")));
    }
    assert_eq!(receipt("", "snekkeri", "L1").status, 303);
    let tie = |order: &str| {
        solveig.post("/intern/innkjop/bestilling", &[("receipt", "L1"), ("order", order)])
    };
    let cost = || solveig.get(&format!("{}/kostnad.csv", desk(&number))).text;
    assert!(!cost().contains("L1"));
    let refused = tie("G9");
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("value=\"G9\"") && refused.text.contains("href=\"#order\""));
    assert_eq!(tie(&number).status, 303);
    assert!(cost().contains("innkjøp,snekkeri,2026-03-12,L1,,,100.00"));
    assert!(solveig.get("/intern/innkjop").text.contains(&desk(&number)));
    assert!(app.run(&["check"]).ok, "the books are as they were");
    let voucher = "/intern/regnskap/bilag/2026/1/rettelse";
    let mirrored = solveig.post(voucher, &[("reason", "Feil beløp"), ("date", "2026-03-16")]);
    assert_eq!(mirrored.status, 303, "{}", mirrored.text);
    assert!(!cost().contains("L1"), "a receipt that was corrected costs nothing");
    assert_eq!(tie("").status, 303);
    let unknown = [("receipt", "L9"), ("order", "")];
    let refused = solveig.post("/intern/innkjop/bestilling", &unknown);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("href=\"#receipt\"") && refused.text.contains("value=\"L9\""));
    assert_eq!(app.sign_in(TERJE).post("/intern/innkjop/bestilling", &unknown).status, 403);
}

#[test]
fn a_cost_is_seen_by_those_who_answer_for_the_order() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    for path in ["kostnad", "kostnad.csv"] {
        let path = format!("{}/{path}", desk(&number));
        for (login, status) in
            [(SOLVEIG, 200), (TERJE, 200), (KARI, 404), (AMINA, 404), (LARS, 404), (SIRI, 404)]
        {
            assert_eq!(app.sign_in(login).get(&path).status, status, "{login}");
        }
        assert_eq!(app.sign_in(SOLVEIG).get("/intern/bestillinger/G9/kostnad").status, 404);
    }
}

/// The cells of a CSV file by the names of its columns.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let head: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    let row = |line: &str| head.iter().cloned().zip(line.split(',').map(str::to_owned)).collect();
    lines.map(row).collect()
}

fn minutes_of(row: &BTreeMap<String, String>) -> i64 {
    let clock = |name: &str| {
        let (hours, minutes) = row[name].split_once(':').unwrap();
        hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
    };
    clock("end") - clock("start") - row["break_minutes"].parse::<i64>().unwrap_or(0)
}

/// 200 kr an hour of training, 300 of work, nothing of dugnad, to the nearest øre.
fn ore_of(row: &BTreeMap<String, String>) -> i64 {
    let rate = match row["kind"].as_str() {
        "training" => 20_000,
        "work" => 30_000,
        _ => 0,
    };
    (minutes_of(row) * rate * 2 + 60) / 120
}

/// The farm's year, with a business manager and a leader, at the hour of the machine.
#[expect(clippy::disallowed_methods, reason = "the program's own process reads the real clock")]
pub fn spawn_year() -> App {
    let db = FreshDb::empty();
    let told = import_farm(&db, &year());
    assert!(told.ok, "{}", told.stderr);
    for (login, role) in [("solveig", "business_manager"), ("lars", "leader")] {
        let add = ["user", "add", "--login", login, "--name", "Navn Navnesen", "--role", role];
        assert!(run_on(&db, &add).ok);
    }
    let app = spawn_on(db, &["--rate-limits", "off"]);
    let now = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Oslo);
    app.set_clock(&now.format("%Y-%m-%d %H:%M").to_string());
    app
}

pub fn hours_of_the_year() -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(year().join("hours.csv")).unwrap();
    let mut rows = table(&text);
    rows.retain(|row| row["state"] == "approved");
    rows
}

#[test]
fn every_order_of_the_year_costs_what_its_hours_come_to() {
    let app = spawn_year();
    let mut wanted: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for row in hours_of_the_year().iter().filter(|row| !row["order"].is_empty()) {
        let (sum, learning) = wanted.entry(row["order"].clone()).or_default();
        *sum += ore_of(row);
        *learning += if row["kind"] == "training" { ore_of(row) } else { 0 };
    }
    assert!(wanted.len() > 400);
    let solveig = app.sign_in("solveig");
    for (number, (sum, learning)) in wanted {
        let file = solveig.get(&format!("{}/kostnad.csv", desk(&number)));
        let rows = table(&file.text);
        let ore =
            |row: &BTreeMap<String, String>| row["kroner"].replace('.', "").parse::<i64>().unwrap();
        let hours = || rows.iter().filter(|row| row["hva"] == "timer");
        assert_eq!(hours().map(ore).sum::<i64>(), sum, "{number}");
        let training = hours().filter(|row| row["tekst"] == "training");
        assert_eq!(training.map(ore).sum::<i64>(), learning, "{number}");
    }
    the_enterprises_margins_open_to_their_lines(&app);
}

fn the_enterprises_margins_open_to_their_lines(app: &App) {
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(year().join("expected.json")).unwrap())
            .unwrap();
    let mut minutes: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for row in hours_of_the_year() {
        let key = (row["enterprise"].clone(), row["kind"].clone(), row["date"][..7].to_owned());
        *minutes.entry(key).or_default() += minutes_of(&row);
    }
    let lars = app.sign_in("lars");
    let span = "fra=2025-01&til=2025-12";
    let file = lars.get(&format!("/intern/oversikt/margin.csv?{span}"));
    assert_eq!(file.status, 200, "{}", file.text);
    for row in table(&file.text) {
        let of = |rate: i64, kinds: &[&str]| -> i64 {
            let own = minutes
                .iter()
                .filter(|((e, kind, _), _)| *e == row["næring"] && kinds.contains(&kind.as_str()));
            own.map(|(_, minutes)| (minutes * rate * 2 + 60) / 120).sum()
        };
        let kroner = |ore: i64| format!("{}.{:02}", ore / 100, ore % 100);
        assert_eq!(row["arbeid"], kroner(of(30_000, &["work"])));
        assert_eq!(row["læretid"], kroner(of(20_000, &["training"])));
        assert_eq!(row["innkjøp"], expected["direct_costs"][&row["næring"]]);
        let opened =
            lars.get(&format!("/intern/oversikt/laeretid?{span}&naering={}", row["næring"]));
        let shown = spaced(&row["læretid"]);
        assert!(opened.text.contains(&shown), "{shown}");
        let index = lars.get(&format!("/intern/oversikt?{span}")).text;
        assert!(index.contains(&format!("naering={}\">{shown}</a>", row["næring"])), "{shown}");
    }
}

/// `12345.67` as `12 345,67` with spaces that do not break.
fn spaced(kroner: &str) -> String {
    let (whole, ore) = kroner.split_once('.').unwrap();
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    format!("{text},{ore}")
}

#[test]
fn a_rate_that_changes_within_a_month_counts_from_its_day_in_the_overview_too() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let rate = [("kind", "work"), ("valid_from", "2026-03-14"), ("kroner", "600")];
    assert_eq!(solveig.post("/intern/satser", &rate).status, 303);
    for day in ["2026-02-27", "2026-03-13", "2026-03-14"] {
        let id = log(&app, AMINA, (day, "08:00", "09:00"), "work", "");
        approve(&app, &id);
    }
    let page = solveig.get("/intern/oversikt/arbeidskostnad?fra=2026-02&til=2026-03").text;
    for (from, to, amount) in [
        ("01.02.2026", "28.02.2026", "300,00"),
        ("01.03.2026", "13.03.2026", "300,00"),
        ("14.03.2026", "31.03.2026", "600,00"),
    ] {
        assert!(page.contains(from) && page.contains(to) && page.contains(amount), "{from}");
    }
    assert!(page.contains("1\u{a0}200,00"), "the sum of the three");
    assert!(page.contains("fra=2026-03-14&#38;til=2026-03-31&#38;naering=snekkeri&#38;slag=work"));
    for word in ["arbeidskostnad", "laeretid", "igjen-uten-laeretid", "igjen-med-laeretid"] {
        let path = format!("/intern/oversikt/{word}");
        for (login, status) in
            [(SOLVEIG, 200), (LARS, 200), (SIRI, 404), (ODD, 404), (TERJE, 404), (AMINA, 404)]
        {
            assert_eq!(app.sign_in(login).get(&path).status, status, "{login} {word}");
        }
        assert_eq!(solveig.get(&format!("{path}?naering=ingen")).status, 404);
    }
    assert_eq!(app.sign_in(SIRI).get("/intern/oversikt/margin.csv").status, 404);
    assert!(!app.sign_in(SIRI).get("/intern/oversikt").text.contains("Igjen uten læretid"));
}
