//! Months of practice: the hand-worked cases of `tests/praksis`, and a farm's year counted anew.

use std::collections::BTreeMap;

use gardsbok::testing::practice_of;

use crate::farm::{import_farm, year};
use crate::harness::{App, FreshDb, Person, run_on, spawn_on};

#[test]
fn the_months_are_those_of_the_hand_worked_cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/praksis");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (case, expected) = text.split_once("\n=\n").expect("a line with = alone");
        let told = practice_of(case).unwrap_or_else(|refused| refused.to_string());
        if told.trim() != expected.trim() {
            wrong.push(format!("{}\nsays\n{told}\nand not\n{expected}", path.display()));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count >= 20, "{count} cases");
}

/// Minutes of practice by month, read from the file of hours and from nothing else.
pub fn from_the_file(resident: &str, enterprise: &str) -> BTreeMap<String, i64> {
    let text = std::fs::read_to_string(year().join("hours.csv")).unwrap();
    let minute = |time: &str| {
        let (hours, minutes) = time.split_once(':').unwrap();
        hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
    };
    let mut months = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [who, date, start, end, rest, place, kind, _, state] = cells[..] else {
            panic!("{line}")
        };
        if (who, place, state) == (resident, enterprise, "approved") && kind != "dugnad" {
            let minutes = minute(end) - minute(start) - rest.parse::<i64>().unwrap_or(0);
            *months.entry(date[..7].to_owned()).or_default() += minutes;
        }
    }
    months
}

/// Thousandths of months by the county's way, counted here by other means: every month of the year
/// has hours, so none stands alone, and none is old.
pub fn counted(months: &BTreeMap<String, i64>) -> i64 {
    assert_eq!(months.len(), 12, "{months:?}");
    months.values().map(|minutes| if *minutes >= 6960 { 1000 } else { minutes * 1000 / 8700 }).sum()
}

pub fn add(lars: &Person, path: &str, fields: &[(&str, &str)]) {
    let done = lars.post(path, fields);
    assert_eq!(done.status, 303, "{path}: {}", done.text);
}

/// The leader, a trade practised in the stables, and the key of one who worked there all year.
pub fn farm_of_a_year() -> (App, Person, String) {
    let db = FreshDb::empty();
    let told = import_farm(&db, &year());
    assert!(told.ok, "{}", told.stderr);
    let words = ["user", "add", "--login", "lars", "--name", "Lars Brekke", "--role", "leader"];
    assert!(run_on(&db, &words).ok);
    let app = spawn_on(db, &["--rate-limits", "off"]);
    app.set_clock("2027-01-04 10:00");
    let lars = app.sign_in("lars");
    let trade = [("name", "Hestefaget"), ("code", "HST03-02"), ("kind", "trade")];
    add(&lars, "/intern/kompetansemal", &trade);
    add(&lars, "/intern/kompetansemal/HST03-02/naeringer", &[("ticked", "hest")]);
    let resident = app.texts("SELECT id AS value FROM resident WHERE pseudonym = 'P12'").remove(0);
    (app, lars, resident)
}

#[test]
fn a_residents_year_becomes_months_that_equal_an_independent_count() {
    let (app, lars, resident) = farm_of_a_year();
    let page = format!("/intern/kvalifisering/{resident}");
    for kind in ["practice_candidate", "on_the_job"] {
        let route = [("kind", kind), ("curriculum", "HST03-02"), ("date", "2025-01-01")];
        add(&lars, &format!("{page}/veier"), &route);
    }
    let months = from_the_file("P12", "hest");
    let (milli, minutes) = (counted(&months), months.values().sum::<i64>());
    let told = format!("{},{} måneder", milli / 1000, milli % 1000 / 100).replace(",0 ", " ");
    let shown = lars.get(&page).text.replace('\u{a0}', " ");
    assert!(shown.contains(&format!("<strong>{told}</strong> av 60 måneder")), "{told}\n{shown}");
    let hours = if minutes % 60 == 0 {
        format!("{} t er med", minutes / 60)
    } else {
        format!("{} t {} min er med", minutes / 60, minutes % 60)
    };
    assert!(shown.contains(&hours), "{hours}\n{shown}");
    assert!(shown.contains("De samme timene er med på hver vei."));
    assert!(shown.contains("Denne veien åpner når det er lønn for jobben."), "{shown}");

    let other = app_route(&app, "on_the_job");
    add(&lars, &format!("{page}/veier/{other}/lonn"), &[("day", "2025-07-01")]);
    let paid: BTreeMap<String, i64> =
        months.into_iter().filter(|(month, _)| month.as_str() >= "2025-07").collect();
    let milli: i64 = paid.values().map(|m| if *m >= 6960 { 1000 } else { m * 1000 / 8700 }).sum();
    let told = format!("{},{} måneder", milli / 1000, milli % 1000 / 100).replace(",0 ", " ");
    let shown = lars.get(&page).text;
    assert!(shown.contains(&format!("<strong>{told}</strong> av 12 måneder")), "{told}\n{shown}");
}

fn app_route(app: &App, kind: &str) -> String {
    app.texts(&format!("SELECT id AS value FROM route WHERE kind = '{kind}'")).remove(0)
}

#[test]
fn a_pause_in_the_middle_changes_nothing_that_is_earned() {
    let (app, lars, resident) = farm_of_a_year();
    let page = format!("/intern/kvalifisering/{resident}");
    let route =
        [("kind", "practice_candidate"), ("curriculum", "HST03-02"), ("date", "2025-01-01")];
    add(&lars, &format!("{page}/veier"), &route);
    lars.get(&page); // what was just done is told once
    let before = lars.get(&page).text;
    assert!(before.contains("<strong>7,6 måneder</strong> av 60"), "{before}");
    let by = app.texts("SELECT id AS value FROM account WHERE login = 'lars'").remove(0);
    let pause = format!(
        "INSERT INTO pause (id, resident_id, first_day, last_day, set_by, set_at) VALUES \
         ('p', '{resident}', '2025-06-02', '2025-06-30', '{by}', '2025-06-01 08:00:00')"
    );
    app.db.execute(&pause).unwrap();
    assert_eq!(lars.get(&page).text, before);
}
