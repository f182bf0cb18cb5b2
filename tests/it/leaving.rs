//! Everything about oneself, complete and with nobody else's name; and the cut that leaves nothing
//! behind that leads to the person.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::time::{Duration, Instant};

use zip::ZipArchive;

use crate::built::{build, take};
use crate::harness::cast::{AMINA, JONAS, LARS, MONA, TERJE};
use crate::harness::{App, Person, on_postgres, spawn};
use crate::planted::resident_id;

/// Tables with an own column for a resident or an account.
fn tables_about_someone() -> BTreeSet<String> {
    let schema = include_str!("../../src/db/schema.rs");
    let tables = schema.split("diesel::table! {").skip(1).filter_map(|table| {
        let inside = table.split_once("\n    }\n}").map_or(table, |(inside, _)| inside);
        let is_about = |line: &str| {
            let column = line.trim().split(' ').next().unwrap_or_default();
            column == "resident_id" || column.ends_with("account_id")
        };
        let name = inside.trim_start().split(' ').next().unwrap_or_default().to_owned();
        inside.lines().skip(1).any(is_about).then_some(name)
    });
    tables.collect()
}

pub fn archive(person: &Person, part: &str) -> ZipArchive<Cursor<Vec<u8>>> {
    let response = person.request("GET", &format!("/intern/ta-med/alt{part}")).send().unwrap();
    assert_eq!(response.status().as_u16(), 200);
    let name = response.headers().get("content-disposition").unwrap().to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"alt-om-meg-1.zip\"");
    ZipArchive::new(Cursor::new(response.bytes().unwrap().to_vec())).unwrap()
}

pub fn text_of(zip: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|_| panic!("{name}")).read_to_string(&mut text).unwrap();
    text
}

/// Something of everything: hours in every state, kinds, a PIN, a day on the board, looks.
fn lived(app: &App) -> Person {
    build(app, AMINA, "B01");
    let amina = app.sign_in(AMINA);
    let who = resident_id(app, AMINA);
    let day = [
        ("date", "2026-03-13"),
        ("start", "08:00"),
        ("end", "12:00"),
        ("break_minutes", "0"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    assert_eq!(amina.post("/intern/timer", &day).status, 303);
    let row = "SELECT id AS value FROM hour_entry WHERE state = 'approved' AND resident_id = ";
    let row = app.texts(&format!("{row}'{who}'")).remove(0);
    let wrong = [("gjor", "bort"), ("reason", "Jeg var hos Jonas, sier Amina")];
    assert_eq!(amina.post(&format!("/intern/timer/{row}/rettelse"), &wrong).status, 303);
    assert_eq!(amina.post("/intern/timer/uke", &[("day", "2026-03-09")]).status, 303);
    let kind = [("kind", "training"), ("date", "2026-04-01"), ("valid_to", "")];
    assert_eq!(amina.post("/intern/timer/slag", &kind).status, 303);
    assert_eq!(amina.post("/intern/meg/pin", &[("new_pin", "2580")]).status, 303);
    let clock = [("enterprise", "snekkeri"), ("kind", "training")];
    assert_eq!(amina.post("/intern/timer/klokke/inn", &clock).status, 303);
    let hand = [("hvem", who.as_str()), ("naering", "snekkeri"), ("jobb", "")];
    assert_eq!(app.sign_in(TERJE).post("/intern/tavle", &hand).status, 303);
    assert_eq!(app.sign_in(MONA).get(&format!("/intern/adepter/{who}")).status, 200);
    assert_eq!(app.sign_in(LARS).get(&format!("/intern/slag/{who}")).status, 200);
    drop(app.token(AMINA));
    amina
}

#[test]
fn everything_about_oneself_is_in_one_file_with_every_table_that_is_about_someone() {
    let app = spawn();
    let amina = lived(&app);
    take(&amina, "Amina", &["cc"]);
    let mut zip = archive(&amina, "");
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.contains(&"bilder/2026-03-02-1.png".to_owned()), "{names:?}");
    let json: serde_json::Value = serde_json::from_str(&text_of(&mut zip, "alt.json")).unwrap();
    let sections = json["sections"].as_array().unwrap();
    let there: BTreeSet<String> =
        sections.iter().map(|s| s["table"].as_str().unwrap().to_owned()).collect();
    let missing: Vec<String> = tables_about_someone().difference(&there).cloned().collect();
    assert!(missing.is_empty(), "not in the archive: {missing:?}");
    for section in sections {
        let table = section["table"].as_str().unwrap();
        let may_be_empty = ["account_reopening", "one_time_link", "link_cut", "departure"];
        let more = ["course_certificate_error", "course_run", "board_learning"];
        let mentored = section["title"] == "Når du har vært mentor for noen";
        let looked = section["title"] == "Når du har sett på noe som er andres";
        let is_empty = section["rows"].as_array().unwrap().is_empty();
        let fine = may_be_empty.contains(&table) || more.contains(&table) || mentored || looked;
        assert!(!is_empty || fine, "{table} is empty: {section}");
    }
    let page = text_of(&mut zip, "les-dette.html");
    assert!(!page.contains(">Annet<"), "a column has no words");
    for words in
        ["Bygde benk av furu", "Ringe skolen", "Budsjett", "Jeg var hos [navn], sier Amina"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(
        page.contains("leder") && page.contains("mentor"),
        "who looked stands by what they are"
    );
    let rows = text_of(&mut zip, "tabeller/timer.csv").lines().count();
    assert_eq!(rows, 102, "a hundred approved, one sent, and the head");
}

#[test]
fn nobody_elses_name_is_in_it_and_no_secret() {
    let app = spawn();
    let amina = lived(&app);
    let mut zip = archive(&amina, "?del=1");
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut all = names.concat();
    for name in names.iter().filter(|name| !name.starts_with("bilder/")) {
        all += &text_of(&mut zip, name);
    }
    let of_others = "SELECT name AS value FROM account WHERE login <> 'amina'";
    for name in app.texts(of_others).iter().flat_map(|name| name.split(' ')) {
        let stands = all.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        assert!(!stands, "{name} is in it");
    }
    let secrets = "SELECT password_hash AS value FROM account WHERE password_hash IS NOT NULL";
    let hashes =
        ["SELECT id_hash AS value FROM session", "SELECT pin_hash AS value FROM kiosk_pin"];
    for secret in [secrets, hashes[0], hashes[1]].iter().flat_map(|sql| app.texts(sql)) {
        assert!(!all.contains(&secret), "{secret} is in it");
    }
    assert_eq!(amina.get("/intern/ta-med/alt?del=2").status, 404);
    assert_eq!(amina.get("/intern/ta-med/alt?del=x").status, 404);
}

/// Every text in every column of every table.
fn every_text(app: &App) -> Vec<String> {
    let columns = if on_postgres() {
        "SELECT table_name || '.' || column_name AS value FROM information_schema.columns \
         WHERE table_schema = 'public' AND data_type = 'text'"
    } else {
        "SELECT m.name || '.' || c.name AS value FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND lower(c.type) = 'text'"
    };
    let mut all = Vec::new();
    for place in app.texts(columns) {
        let (table, column) = place.split_once('.').unwrap();
        let sql = format!("SELECT {column} AS value FROM {table} WHERE {column} IS NOT NULL");
        all.extend(app.texts(&sql).into_iter().map(|text| format!("{place}: {text}")));
    }
    assert!(all.len() > 300, "{} texts were read", all.len());
    all
}

/// Waits for what runs beside the server.
pub fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_link_is_cut_by_two_yeses_and_after_days_in_which_either_may_stop_it() {
    let app = spawn();
    let (amina, lars) = (app.sign_in(AMINA), app.sign_in(LARS));
    let open = || app.texts("SELECT id AS value FROM link_cut WHERE stopped_at IS NULL");
    assert_eq!(amina.post("/intern/ta-med/kutt", &[]).status, 303);
    let twice = amina.post("/intern/ta-med/kutt", &[]);
    assert!(twice.status == 422 && twice.text.contains("alt bedt"), "{}", twice.text);
    let id = open().remove(0);
    assert!(lars.get("/intern/kutt").text.contains("<strong>Amina</strong>"));
    assert_eq!(app.sign_in(TERJE).post(&format!("/intern/kutt/{id}/ja"), &[]).status, 403);
    assert_eq!(amina.post(&format!("/intern/kutt/{id}/ja"), &[]).status, 403);
    assert_eq!(lars.post("/intern/kutt/finnes-ikke/ja", &[]).status, 404);
    assert_eq!(lars.post(&format!("/intern/kutt/{id}/ja"), &[]).status, 303);
    assert_eq!(lars.post(&format!("/intern/kutt/{id}/ja"), &[]).status, 422);
    let page = amina.get("/intern/ta-med/kutt").text;
    assert!(page.contains("Båndet blir kuttet 23.03.2026"), "{page}");
    assert_eq!(amina.post("/intern/ta-med/kutt/angre", &[]).status, 303);
    assert_eq!(amina.post("/intern/ta-med/kutt/angre", &[]).status, 404);
    assert!(open().is_empty());
    assert_eq!(lars.post(&format!("/intern/kutt/{id}/nei"), &[]).status, 422);
    // Wished anew, and stopped by the leader.
    assert_eq!(amina.post("/intern/ta-med/kutt", &[]).status, 303);
    let id = open().remove(0);
    assert_eq!(lars.post(&format!("/intern/kutt/{id}/nei"), &[]).status, 303);
    assert!(open().is_empty());
    // Who works at the farm too is named by its books.
    let give = [("role", "work_leader"), ("from", ""), ("to", "")];
    let path = format!("/intern/folk/{}/roller", crate::planted::account(&app, AMINA));
    assert_eq!(lars.post(&path, &give).status, 303);
    let refused = app.sign_in(AMINA).post("/intern/ta-med/kutt", &[]);
    assert!(refused.status == 422 && refused.text.contains("flere oppgaver"), "{}", refused.text);
}

#[test]
fn after_the_cut_no_text_anywhere_names_the_person_and_what_the_law_keeps_is_whole() {
    let app = spawn();
    let amina = lived(&app);
    let (who, program) = (resident_id(&app, AMINA), app.api_as(AMINA));
    let (_, number) = take(&amina, "Amina Yusuf", &["r1-amina", "cc"]);
    let approved = format!(
        "SELECT count(*) AS value FROM hour_entry WHERE state = 'approved' AND resident_id = '{who}'"
    );
    let before = app.number(&approved);
    let told = |app: &App| -> Vec<String> {
        let names = |text: &String| ["Yusuf", "Amina", "amina"].iter().any(|n| text.contains(n));
        every_text(app).into_iter().filter(names).collect()
    };
    assert!(!told(&app).is_empty(), "the scan finds the name before");
    let lars = app.sign_in(LARS);
    assert_eq!(amina.post("/intern/ta-med/kutt", &[]).status, 303);
    let id = app.texts("SELECT id AS value FROM link_cut").remove(0);
    assert_eq!(lars.post(&format!("/intern/kutt/{id}/ja"), &[]).status, 303);
    app.set_clock("2026-03-23 09:59");
    let is_cut =
        || app.number("SELECT count(*) AS value FROM link_cut WHERE cut_at IS NOT NULL") == 1;
    assert!(!is_cut(), "a minute before");
    app.set_clock("2026-03-23 10:02");
    wait_for("the cut is made", is_cut);
    let left = told(&app);
    assert!(left.is_empty(), "{left:#?}");
    for table in tables_about_someone() {
        let schema = include_str!("../../src/db/schema.rs");
        let body = schema.split_once(&format!("    {table} (")).unwrap().1;
        let body = body.split_once("\n    }").unwrap().0;
        // Approved hours by law, their sums; what is counted; what holds; that it was cut.
        let stays = [
            "hour_entry",
            "hours_kept",
            "course_signup",
            "course_certificate",
            "proof",
            "link_cut",
            "departure",
        ];
        if body.contains("resident_id") && !stays.contains(&table.as_str()) {
            let rows = format!("SELECT count(*) AS value FROM {table} WHERE resident_id = '{who}'");
            assert_eq!(app.number(&rows), 0, "{table}");
        }
    }
    assert_eq!(app.number(&approved), before);
    let tied =
        format!("SELECT count(*) AS value FROM resident WHERE id = '{who}' AND account_id IS NULL");
    assert_eq!(app.number(&tied), 1);
    assert_eq!(amina.get("/intern/timer").status, 303, "the session is ended");
    assert_eq!(program.get("/api/v1/orders").status, 401, "and the token");
    let valid = app.stranger().get(&format!("/bevis/{number}"));
    assert!(valid.text.contains("<h1>Gyldig</h1>"), "the proof holds");
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{} {}", checked.stdout, checked.stderr);
    for path in ["/intern/folk", "/intern/kutt", "/intern/bevis"] {
        let page = app.sign_in(LARS).get(path);
        assert!(page.status == 200 && !page.text.contains("Amina"), "{path}");
    }
    assert_eq!(app.sign_in(TERJE).get("/intern/papirer?maned=2026-02").status, 200);
    assert!(app.sign_in(JONAS).get("/intern/ta-med").status == 200);
}
