//! Papers: who may see which, what stands on them, and that they are the same each time.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::costing::{hours_of_the_year, spawn_year};
use crate::farm::{import_farm, year};
use crate::harness::cast::{ADA, AMINA, JONAS, KARI, LARS, MONA, ODD, SIRI, SOLVEIG, TERJE};
use crate::harness::{App, Person, spawn};

type Row = BTreeMap<String, String>;

/// An order of carpentry and cake, by number.
fn order(app: &App) -> String {
    let placed = app.api().post_json(
        "/api/v1/orders",
        "paper",
        &json!({
            "customer": {"kind": "private", "name": "Per Kunde", "email": "per@example.com"},
            "delivery_date": "2026-03-20",
            "lines": [{"offering": "SN-TIME", "quantity": "10"}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    placed.json()["order"]["number"].as_str().unwrap().to_owned()
}

/// Logs a piece of a day in the carpentry and has it approved; answers its id.
fn worked(app: &App, login: &str, (day, start, end): (&str, &str, &str), order: &str) -> String {
    let logged = app.api_as(login).post_json(
        "/api/v1/hours",
        &format!("{login}{day}{start}"),
        &json!({"date": day, "start": start, "end": end, "break_minutes": 30,
            "enterprise": "snekkeri", "kind": "training", "order": order}),
    );
    assert_eq!(logged.status, 201, "{}", logged.text);
    let id = logged.json()["entry"]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/hours/{id}/approval");
    assert_eq!(app.api_as(TERJE).post_json(&path, "", &json!({})).status, 200);
    id
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_start_matches('\u{feff}').split("\r\n").filter(|line| !line.is_empty()).collect()
}

fn code_of(app: &App, pseudonym: &str) -> String {
    let sql =
        format!("SELECT employee_code AS value FROM resident WHERE pseudonym = '{pseudonym}'");
    app.texts(&sql).remove(0)
}

#[test]
fn a_time_sheet_holds_every_approved_hour_of_the_order_by_code_and_no_name() {
    let app = spawn();
    let number = order(&app);
    worked(&app, JONAS, ("2026-03-13", "08:00", "12:00"), &number);
    worked(&app, AMINA, ("2026-03-12", "09:00", "14:30"), &number);
    worked(&app, AMINA, ("2026-03-11", "09:00", "14:30"), "");
    let (amina, jonas) = (code_of(&app, "B01"), code_of(&app, "B02"));
    let path = format!("/intern/papirer/timeliste/{number}");
    let terje = app.sign_in(TERJE);
    let file = terje.get(&format!("{path}.csv"));
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        lines(&file.text),
        [
            "dato,ansattkode,fra,til,pause_min,minutter,næring,slag,merknad".to_owned(),
            format!("2026-03-12,{amina},09:00,14:30,30,300,Snekkeriet,Opplæring,"),
            format!("2026-03-13,{jonas},08:00,12:00,30,210,Snekkeriet,Opplæring,"),
        ]
    );
    let page = terje.get(&path);
    assert!(page.text.contains("8\u{a0}t 30\u{a0}min") && page.text.contains(&amina));
    assert!(page.text.contains("Kan ses av fagleder"));
    for name in ["Amina", "Yusuf", "Jonas", "B01", "B02"] {
        assert!(!page.text.contains(name) && !file.text.contains(name), "{name}");
    }
    let looked = app.sign_in(AMINA).get("/intern/meg").text;
    assert!(looked.contains(&format!("Timeliste for bestilling {number}")), "{looked}");
    assert!(looked.contains("Terje Moen"));
}

#[test]
fn a_paper_is_seen_by_those_it_is_for() {
    let app = spawn();
    let number = order(&app);
    worked(&app, AMINA, ("2026-03-12", "09:00", "14:30"), &number);
    let code = code_of(&app, "B01");
    let other = code_of(&app, "B02");
    let seen = |path: &str, those: &[&str]| {
        for login in [SOLVEIG, LARS, TERJE, KARI, AMINA, JONAS, MONA, SIRI, ODD, ADA] {
            let status = if those.contains(&login) { 200 } else { 404 };
            assert_eq!(app.sign_in(login).get(path).status, status, "{login} {path}");
        }
    };
    for ending in ["", ".csv", ".pdf"] {
        let papers = "/intern/papirer";
        let farm = [SOLVEIG, LARS, TERJE];
        seen(&format!("{papers}/timeliste/{number}{ending}"), &farm);
        seen(&format!("{papers}/personalliste/snekkeri{ending}"), &farm);
        seen(&format!("{papers}/personalliste/catering{ending}"), &[SOLVEIG, LARS, KARI]);
        seen(&format!("{papers}/arbeidstid/{code}{ending}?maned=2026-03"), &[LARS, TERJE]);
        seen(&format!("{papers}/arbeidstid/{other}{ending}?maned=2026-03"), &[LARS]);
        for unknown in ["timeliste/G9", "personalliste/ingen", "arbeidstid/9999"] {
            seen(&format!("{papers}/{unknown}{ending}"), &[]);
        }
        seen(&format!("/intern/timer/14-dager{ending}"), &[AMINA, JONAS]);
        seen(&format!("/intern/timer/arbeidstid{ending}"), &[AMINA, JONAS]);
    }
    app.db.execute("UPDATE membership SET valid_to = '2026-03-15' WHERE part = 'leads'").unwrap();
    let once = app.sign_in(TERJE);
    for path in ["timeliste/", "arbeidstid/"].map(|p| format!("/intern/papirer/{p}")) {
        assert_eq!(once.get(&format!("{path}{number}")).status, 404);
        assert_eq!(once.get(&format!("{path}{code}?maned=2026-03")).status, 404);
    }
    assert_eq!(once.get("/intern/papirer/personalliste/snekkeri").status, 404);
}

#[test]
fn the_shelf_names_persons_to_their_leaders_only_and_each_look_is_kept() {
    let app = spawn();
    let number = order(&app);
    worked(&app, AMINA, ("2026-03-12", "09:00", "14:30"), &number);
    let shelf = "/intern/papirer?maned=2026-03";
    let of = |login: &str| app.sign_in(login).get(shelf).text;
    for login in [TERJE, LARS] {
        let text = of(login);
        assert!(text.contains("Amina") && text.contains(&number), "{login}");
        assert!(!text.contains("Yusuf") && !text.contains("Jonas"), "{login}");
    }
    let solveig = of(SOLVEIG);
    assert!(solveig.contains(&number) && !solveig.contains("Amina"));
    let kari = of(KARI);
    assert!(!kari.contains(&number) && !kari.contains("Amina"));
    assert_eq!(app.number("SELECT count(*) AS value FROM look"), 2);
    assert!(!of(TERJE).is_empty() && app.sign_in(TERJE).get("/intern/papirer").status == 200);
    let before = app.sign_in(TERJE).get("/intern/papirer?maned=2026-02").text;
    assert!(!before.contains(&number));
}

#[test]
fn a_row_that_was_put_right_stays_on_paper_and_says_so() {
    let app = spawn();
    let number = order(&app);
    let id = worked(&app, AMINA, ("2026-03-12", "09:00", "14:30"), &number);
    let counter = format!(
        "INSERT INTO hour_entry (id, resident_id, entry_date, start_minute, end_minute, \
         break_minutes, worked_minutes, enterprise_id, kind, order_id, state, returned_note, \
         corrects, counter, created_at) SELECT 'counter', resident_id, entry_date, start_minute, \
         end_minute, break_minutes, -worked_minutes, enterprise_id, kind, order_id, state, \
         returned_note, id, true, created_at FROM hour_entry WHERE id = '{id}'"
    );
    app.db.execute(&counter).unwrap();
    let code = code_of(&app, "B01");
    let lars = app.sign_in(LARS);
    let sheet = lars.get(&format!("/intern/papirer/timeliste/{number}.csv")).text;
    let row = format!("2026-03-12,{code},09:00,14:30,30");
    assert_eq!(
        lines(&sheet)[1..],
        [
            format!("{row},300,Snekkeriet,Opplæring,\"Rettet, gjelder ikke\""),
            format!("{row},-300,Snekkeriet,Opplæring,\"Retting, trekkes fra\""),
        ]
    );
    let page = lars.get(&format!("/intern/papirer/timeliste/{number}")).text;
    assert!(page.contains("\u{2212}5\u{a0}t") && page.contains("<dd>0\u{a0}min</dd>"), "{page}");
    let list = lars.get("/intern/papirer/personalliste/snekkeri.csv?maned=2026-03").text;
    let present = format!("2026-03-12,{code},09:00,14:30,\"Rettet, gjelder ikke\"");
    assert_eq!(lines(&list)[1..], [present]);
}

#[test]
fn fourteen_days_are_ones_own_with_the_word_about_nav_first_and_nothing_is_sent() {
    let app = spawn();
    worked(&app, AMINA, ("2026-03-10", "09:00", "14:30"), "");
    let amina = app.sign_in(AMINA);
    amina.post(
        "/intern/timer",
        &[
            ("date", "2026-03-16"),
            ("start", "08:00"),
            ("end", "09:00"),
            ("break_minutes", "0"),
            ("enterprise", "snekkeri"),
            ("kind", "dugnad"),
            ("order", ""),
        ],
    );
    let page = amina.get("/intern/timer/14-dager").text;
    assert!(page.contains("Snakk med NAV før du fyller ut meldekortet."));
    assert!(page.contains("Ingenting sendes herfra, heller ikke til NAV."));
    assert!(page.contains("Bare du kan se dette arket."));
    let file = amina.get("/intern/timer/14-dager.csv?fra=2026-03-12");
    let rows = lines(&file.text);
    assert_eq!(rows[0], "dato,opplæring_min,arbeid_min,dugnad_min,til_sammen_min,tilstand");
    assert_eq!(rows.len(), 15);
    assert_eq!(rows[1], "2026-03-09,0,0,0,0,");
    assert_eq!(rows[2], "2026-03-10,300,0,0,300,Godkjent");
    assert_eq!(rows[8], "2026-03-16,0,0,60,60,Ikke sendt");
    let jonas = app.sign_in(JONAS).get("/intern/timer/14-dager.csv?fra=2026-03-12").text;
    assert_eq!(lines(&jonas)[2], "2026-03-10,0,0,0,0,");
    let nonsense = amina.get("/intern/timer/14-dager?fra=9999-99-99");
    assert_eq!(nonsense.status, 200);
    let sent = "SELECT count(*) AS value FROM outbox";
    assert_eq!(app.number(sent), 0, "nothing goes out");
    assert_eq!(app.number("SELECT count(*) AS value FROM look"), 0, "one's own is no look");
}

#[test]
fn those_without_a_code_get_one_by_pseudonym_at_the_first_paper() {
    let app = spawn();
    let number = order(&app);
    worked(&app, JONAS, ("2026-03-12", "09:00", "14:30"), &number);
    app.db.execute("UPDATE resident SET employee_code = NULL").unwrap();
    app.db.execute("DELETE FROM number_series WHERE series = 'employee'").unwrap();
    let lars = app.sign_in(LARS);
    let file = lars.get(&format!("/intern/papirer/timeliste/{number}.csv")).text;
    assert!(lines(&file)[1].starts_with("2026-03-12,1002,"), "{file}");
    assert_eq!((code_of(&app, "B01"), code_of(&app, "B02")), ("1001".into(), "1002".into()));
}

/// Codes as the import gives them: in the order the file names the residents.
fn codes() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(year().join("hours.csv")).unwrap();
    let mut codes = BTreeMap::new();
    for line in text.lines().skip(1) {
        let next = (1001 + codes.len()).to_string();
        codes.entry(line.split(',').next().unwrap().to_owned()).or_insert(next);
    }
    codes
}

fn names() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(year().join("enterprises.csv")).unwrap();
    let name = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        (cells.next().unwrap(), cells.next().unwrap())
    };
    text.lines().skip(1).map(name).collect()
}

fn minute(clock: &str) -> i64 {
    let (hours, minutes) = clock.split_once(':').unwrap();
    hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
}

fn worked_minutes(row: &Row) -> i64 {
    minute(&row["end"]) - minute(&row["start"]) - pause(row)
}

fn pause(row: &Row) -> i64 {
    row["break_minutes"].parse().unwrap_or(0)
}

fn kind(row: &Row) -> &'static str {
    match row["kind"].as_str() {
        "training" => "Opplæring",
        "work" => "Arbeid",
        _ => "Dugnad",
    }
}

/// A file of some rows of the year, made from the CSV alone.
fn paper(
    head: &str,
    rows: &[Row],
    keep: impl Fn(&Row) -> bool,
    line: impl Fn(&Row) -> String,
) -> String {
    let codes = codes();
    let mut own: Vec<&Row> = rows.iter().filter(|row| keep(row)).collect();
    own.sort_by_key(|row| {
        let when = (row["date"].clone(), minute(&row["start"]), minute(&row["end"]));
        let kinds = ["training", "work", "dugnad"].iter().position(|kind| *kind == row["kind"]);
        let code = codes[&row["resident"]].clone();
        (when, code, row["enterprise"].clone(), kinds, row["order"].clone(), pause(row))
    });
    let lines: String = own.into_iter().map(|row| line(row) + "\r\n").collect();
    format!("\u{feff}{head}\r\n{lines}")
}

fn staff_list(rows: &[Row]) -> String {
    let codes = codes();
    paper(
        "dato,ansattkode,fra,til,merknad",
        rows,
        |row| row["enterprise"] == "catering" && row["date"].starts_with("2025-03"),
        |row| {
            let code = &codes[&row["resident"]];
            format!("{},{code},{},{},", row["date"], row["start"], row["end"])
        },
    )
}

fn time_sheet(rows: &[Row], number: &str) -> String {
    let (codes, names) = (codes(), names());
    paper(
        "dato,ansattkode,fra,til,pause_min,minutter,næring,slag,merknad",
        rows,
        |row| row["order"] == number,
        |row| {
            let (code, name) = (&codes[&row["resident"]], &names[&row["enterprise"]]);
            let clock = format!("{},{},{}", row["start"], row["end"], pause(row));
            let worked = worked_minutes(row);
            format!("{},{code},{clock},{worked},{name},{},", row["date"], kind(row))
        },
    )
}

fn working_time(rows: &[Row], resident: &str, month: &str) -> String {
    let names = names();
    paper(
        "dato,fra,til,pause_min,minutter,næring,slag,bestilling,merknad",
        rows,
        |row| row["resident"] == resident && row["date"].starts_with(month),
        |row| {
            let name = &names[&row["enterprise"]];
            let clock = format!("{},{},{}", row["start"], row["end"], pause(row));
            let (worked, order) = (worked_minutes(row), &row["order"]);
            format!("{},{clock},{worked},{name},{},{order},", row["date"], kind(row))
        },
    )
}

/// The three kinds of paper of a month, each as it comes.
fn month_of_papers(lars: &Person, rows: &[Row]) -> Vec<(String, String)> {
    let codes = codes();
    let of_month = |row: &&Row| row["date"].starts_with("2025-03");
    let mut papers = vec![(
        "/intern/papirer/personalliste/catering.csv?maned=2025-03".to_owned(),
        staff_list(rows),
    )];
    let mut orders: Vec<&String> = rows.iter().filter(of_month).map(|row| &row["order"]).collect();
    orders.sort();
    orders.dedup();
    for number in orders.into_iter().filter(|number| !number.is_empty()) {
        let path = format!("/intern/papirer/timeliste/{number}.csv");
        papers.push((path, time_sheet(rows, number)));
    }
    let mut residents: Vec<&String> =
        rows.iter().filter(of_month).map(|row| &row["resident"]).collect();
    residents.sort();
    residents.dedup();
    for resident in residents {
        let path = format!("/intern/papirer/arbeidstid/{}.csv?maned=2025-03", codes[resident]);
        papers.push((path, working_time(rows, resident, "2025-03")));
    }
    for (path, wanted) in &papers {
        let file = lars.get(path);
        assert_eq!(file.status, 200, "{path}");
        assert!(file.text == *wanted, "{path}:\n{}\n{wanted}", file.text);
    }
    papers
}

#[test]
fn a_months_papers_come_out_byte_for_byte_from_the_rows_on_any_database_and_after_another_import() {
    let app = spawn_year();
    let rows = hours_of_the_year();
    let lars = app.sign_in("lars");
    assert!(month_of_papers(&lars, &rows).len() > 30);
    assert!(import_farm(&app.db, &year()).ok);
    month_of_papers(&lars, &rows);
    every_residents_year_is_what_was_approved(&lars, &rows);
}

fn every_residents_year_is_what_was_approved(lars: &Person, rows: &[Row]) {
    let text = std::fs::read_to_string(year().join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let expected = expected["minutes_by_resident"].as_object().unwrap();
    for (resident, code) in codes() {
        let mut minutes = 0;
        for month in 1..=12 {
            let month = format!("2025-{month:02}");
            let file =
                lars.get(&format!("/intern/papirer/arbeidstid/{code}.csv?maned={month}")).text;
            assert!(file == working_time(rows, &resident, &month), "{resident} {month}");
            let cells =
                lines(&file).into_iter().skip(1).map(|line| line.split(',').nth(4).unwrap());
            minutes += cells.map(|cell| cell.parse::<i64>().unwrap()).sum::<i64>();
        }
        assert_eq!(json!(minutes), expected[&resident], "{resident}");
    }
}
