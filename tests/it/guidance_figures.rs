//! Figures of qualification: whole for the leader, and for the steering group and the auditor told
//! once, with nothing small in them.

use crate::harness::cast::{AMINA, LARS, MONA, ODD, SIRI};
use crate::harness::{App, Person, spawn};

/// So many residents on a step from a day on.
fn on_step(app: &App, key: &str, count: usize, step: i32, from: &str) {
    for number in 0..count {
        let id = format!("{key}{number}");
        app.db
            .execute(&format!(
                "INSERT INTO resident (id, pseudonym, created_at) \
                 VALUES ('{id}', '{id}', '2024-01-01 08:00:00')"
            ))
            .unwrap();
        set_step(app, &id, step, from);
    }
}

fn set_step(app: &App, id: &str, step: i32, from: &str) {
    app.db
        .execute(&format!(
            "INSERT INTO model_step (id, resident_id, step, from_date, set_by, set_at) \
             SELECT 's{id}{step}', '{id}', {step}, '{from}', id, '2024-01-01 08:00:00' \
             FROM account WHERE login = 'lars'"
        ))
        .unwrap();
}

fn on_route(app: &App, id: &str, kind: &str, from: &str) {
    for sql in [
        "INSERT INTO curriculum (code, name, kind, certificate, source, read_at) SELECT 'T', 'Tømrer', \
         'trade', 'svennebrev', 'Grep', '2024-01-01 08:00:00' WHERE NOT EXISTS (SELECT 1 FROM curriculum)"
            .to_owned(),
        format!(
            "INSERT INTO route (id, resident_id, kind, curriculum_code, started_on, opened_by, opened_at) \
             SELECT 'r{id}{kind}', '{id}', '{kind}', 'T', '{from}', id, '2024-01-01 08:00:00' \
             FROM account WHERE login = 'lars'"
        ),
    ] {
        app.db.execute(&sql).unwrap();
    }
}

fn left(app: &App, id: &str, on: &str, to_work: bool) {
    app.db
        .execute(&format!(
            "INSERT INTO departure (resident_id, left_on, to_work, own_home, self_supporting, \
             recorded_by, recorded_at) SELECT '{id}', '{on}', {to_work}, true, {to_work}, id, \
             '2026-01-01 08:00:00' FROM account WHERE login = 'lars'"
        ))
        .unwrap();
}

/// The cells of each table, by its heading: lines of name and what is told.
fn tables(person: &Person) -> Vec<(String, Vec<Vec<String>>)> {
    let page = person.get("/intern/kvalifisering");
    assert_eq!(page.status, 200, "{}", page.text);
    let table = |section: &str| {
        let (name, rest) = section.split_once("</h2>").unwrap();
        let (_, name) = name.split_once('>').unwrap();
        let body = rest.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap().0;
        let line = |row: &str| -> Vec<String> {
            let cells = row.split("</t").filter_map(|cell| cell.rsplit_once('>'));
            cells
                .map(|(_, words)| words.to_owned())
                .filter(|words| !words.trim().is_empty())
                .collect()
        };
        (name.to_owned(), body.split("<tr").skip(1).map(line).collect())
    };
    page.text.split("<h2 id=").skip(1).map(table).collect()
}

fn line(person: &Person, table: usize, name: &str) -> Vec<String> {
    let tables = tables(person);
    let found = tables[table].1.iter().find(|line| line[0].starts_with(name));
    found.unwrap_or_else(|| panic!("{name} in {tables:?}"))[1..].to_vec()
}

/// Eleven on the first step since long, six on the second since last autumn, two on the third; seven
/// of the first are apprentices, and two of those are on another way too.
fn lived_in(app: &App) {
    on_step(app, "a", 11, 1, "2024-03-01");
    on_step(app, "b", 6, 2, "2025-09-01");
    on_step(app, "c", 2, 3, "2025-02-01");
    for number in 0..7 {
        on_route(app, &format!("a{number}"), "apprentice", "2025-02-01");
    }
    for number in 0..2 {
        on_route(app, &format!("a{number}"), "practice_candidate", "2025-02-01");
    }
}

#[test]
fn the_leader_sees_all_and_others_nothing_that_is_small_or_can_be_reckoned() {
    let app = spawn();
    lived_in(&app);
    let (lars, siri) = (app.sign_in(LARS), app.sign_in(SIRI));
    // 31.12.2024, 30.06.2025, 31.12.2025, and for the leader today.
    assert_eq!(line(&lars, 1, "1."), ["11", "11", "11", "11"]);
    assert_eq!(line(&lars, 1, "3."), ["0", "2", "2", "2"]);
    assert_eq!(line(&lars, 1, "Til sammen"), ["11", "13", "19", "19"]);
    assert_eq!(line(&lars, 2, "Lærling"), ["0", "5", "5", "5"]);
    assert_eq!(line(&lars, 2, "Flere veier"), ["0", "2", "2", "2"]);
    assert_eq!(line(&siri, 1, "1.")[0], "11");
    // Two more: neither they nor the sum that would tell of them.
    assert_eq!(line(&siri, 1, "3."), ["0", "skjult", "skjult"]);
    assert_eq!(line(&siri, 1, "Til sammen")[1], "skjult", "13 − 11 is two");
    assert_eq!(line(&siri, 2, "Flere veier"), ["0", "skjult", "skjult"]);
    for (name, rows) in tables(&siri) {
        for cell in rows.iter().flat_map(|row| &row[1..]) {
            let is_open = cell.parse::<i64>().is_ok_and(|count| count == 0 || count >= 5);
            assert!(is_open || cell == "skjult", "{cell} in {name}");
        }
    }
    assert_eq!(tables(&siri), tables(&app.sign_in(ODD)), "the auditor sees the same");
    for login in [AMINA, MONA] {
        assert_eq!(app.sign_in(login).get("/intern/kvalifisering").status, 404);
    }
}

#[test]
fn what_was_told_is_told_so_ever_after() {
    let app = spawn();
    lived_in(&app);
    let siri = app.sign_in(SIRI);
    let before = tables(&siri);
    // Written afterwards, and taken away afterwards.
    on_step(&app, "late", 7, 1, "2025-05-01");
    app.db.execute("DELETE FROM route").unwrap();
    left(&app, "a3", "2025-04-01", true);
    assert_eq!(tables(&siri), before);
    assert_ne!(line(&app.sign_in(LARS), 1, "1.")[2], "11", "the leader sees what is known now");
    let said = app.db.execute("UPDATE figure_published SET value = 3").unwrap_err();
    assert!(said.contains("immutable: figure_published"), "{said}");
    // Half a year on there is one more day to tell of, and it minds what was told.
    app.set_clock("2026-07-01 08:00");
    let siri = app.sign_in(SIRI);
    let later = tables(&siri);
    let moved = |table: usize, row: usize| (&before[table].1[row][2..], &later[table].1[row][1..3]);
    for row in 0..5 {
        let (told, again) = moved(1, row);
        assert_eq!(told, again, "row {row}");
    }
}

#[test]
fn nothing_is_told_of_a_half_year_before_it_has_ended() {
    let app = spawn();
    lived_in(&app);
    let siri = app.sign_in(SIRI);
    let heads = siri.get("/intern/kvalifisering").text;
    assert!(heads.contains("31.12.2025") && !heads.contains("16.03.2026"), "{heads}");
    app.set_clock("2026-06-30 23:00");
    assert!(!app.sign_in(SIRI).get("/intern/kvalifisering").text.contains("30.06.2026"));
    app.set_clock("2026-07-01 00:30");
    assert!(app.sign_in(SIRI).get("/intern/kvalifisering").text.contains("30.06.2026"));
}

#[test]
fn what_people_left_for_is_told_by_year_and_hides_those_who_did_not() {
    let app = spawn();
    on_step(&app, "a", 20, 1, "2023-01-01");
    for number in 0..9 {
        left(&app, &format!("a{number}"), "2025-05-01", number < 6);
    }
    for number in 9..19 {
        left(&app, &format!("a{number}"), "2024-05-01", number < 14);
    }
    let (lars, siri) = (app.sign_in(LARS), app.sign_in(SIRI));
    assert_eq!(line(&lars, 4, "Flyttet ut"), ["10", "9", "0"]);
    assert_eq!(line(&lars, 4, "Til arbeid"), ["5", "6", "0"]);
    // Six of nine went to work, so three did not: hidden. Five of ten did, and five did not.
    assert_eq!(line(&siri, 4, "Flyttet ut"), ["10", "9"]);
    assert_eq!(line(&siri, 4, "Til arbeid"), ["5", "skjult"]);
    assert_eq!(line(&siri, 4, "Til egen bolig"), ["10", "9"]);
}

#[test]
fn goals_reached_are_told_when_five_have_reached_some() {
    let app = spawn();
    on_step(&app, "a", 6, 1, "2024-01-01");
    on_route(&app, "a0", "apprentice", "2025-02-01");
    for sql in [
        "INSERT INTO goal (id, curriculum_code, code, words, set_code, place) VALUES \
         ('g1', 'T', 'K1', 'en', '', 1), ('g2', 'T', 'K2', 'to', '', 2)"
            .to_owned(),
    ]
    .into_iter()
    .chain((0..6).flat_map(|number| {
        let month = if number < 5 { "03" } else { "09" };
        [
            format!(
                "INSERT INTO evidence (id, resident_id, happened_on, words, made_by, made_at) SELECT \
                 'e{number}', 'a{number}', '2025-{month}-01', 'x', id, '2025-{month}-01 08:00:00' \
                 FROM account WHERE login = 'lars'"
            ),
            format!(
                "INSERT INTO evidence_goal (evidence_id, goal_id) VALUES ('e{number}', 'g1'), \
                 ('e{number}', 'g2')"
            ),
            format!(
                "INSERT INTO evidence_stamp (id, evidence_id, kind, words, stamped_by, stamped_at) \
                 SELECT 't{number}', 'e{number}', 'approved', '', id, '2025-{month}-02 08:00:00' \
                 FROM account WHERE login = 'lars'"
            ),
        ]
    })) {
        app.db.execute(&sql).unwrap();
    }
    let (lars, siri) = (app.sign_in(LARS), app.sign_in(SIRI));
    assert_eq!(line(&lars, 3, "Mål som er nådd"), ["0", "10", "2", "0"]);
    assert_eq!(line(&lars, 3, "Beboere"), ["0", "5", "1", "0"]);
    assert_eq!(line(&siri, 3, "Mål som er nådd"), ["0", "10", "skjult"]);
    assert_eq!(line(&siri, 3, "Beboere"), ["0", "5", "skjult"]);
}
