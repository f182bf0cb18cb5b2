//! Courses as they are made and planned, what is refused, and the count of a year.

use crate::courses::{certify, planned, run_of, sign_up};
use crate::harness::cast::{AMINA, JONAS, KARI, LARS, MONA, ODD, SIRI, SOLVEIG, TERJE};
use crate::harness::{App, spawn};
use crate::planted::account;

const SCRIPT: &str = "<script>alert(1)</script>";

#[test]
fn everything_wrong_with_a_course_is_told_at_its_field() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let form = |places: &'static str, name: &'static str| {
        [
            ("code", "VAR"),
            ("name", name),
            ("words", SCRIPT),
            ("places", places),
            ("valid_months", ""),
            ("remind_days", "60"),
            ("share_percent", "80"),
        ]
    };
    for places in ["0", "10000", "71", "-3", "tolv", ""] {
        let answer = lars.post("/intern/kurs/styring/nytt", &form(places, "Varme arbeider"));
        assert_eq!(answer.status, 422, "{places}");
        assert!(answer.text.contains("Skriv et antall plasser fra 1 til 70."), "{}", answer.text);
        assert!(!answer.text.contains(SCRIPT), "{}", answer.text);
    }
    let empty = lars.post("/intern/kurs/styring/nytt", &[("code", SCRIPT)]);
    for words in ["Skriv en kort kode", "Skriv hva kurset heter", "Skriv hva man lærer"] {
        assert!(empty.text.contains(words), "{words}: {}", empty.text);
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM course"), 0);
    // A name may be anything, and is only ever text.
    let made = lars.post("/intern/kurs/styring/nytt", &form("70", SCRIPT));
    assert_eq!(made.status, 303, "{}", made.text);
    let again = lars.post("/intern/kurs/styring/nytt", &form("70", "To"));
    assert!(again.text.contains("Et annet kurs har koden."), "{}", again.text);
    let (mona, terje) = (account(&app, MONA), account(&app, TERJE));
    let plan = lars.post(
        "/intern/kurs/styring/kurs/VAR/gang",
        &run_form(&mona, &terje, ["2026-03-18", "09:00", "12:00"]),
    );
    assert_eq!(plan.status, 303, "{}", plan.text);
    for (login, path) in [
        (AMINA, "/intern/kurs".to_owned()),
        (AMINA, format!("/intern/kurs/{}", run_of(plan.location()))),
        (LARS, "/intern/kurs/styring".to_owned()),
        (LARS, plan.location().to_owned()),
        (LARS, "/intern/kurs/styring/kurs/VAR".to_owned()),
    ] {
        let seen = app.sign_in(login).get(&path);
        assert_eq!(seen.status, 200, "{path}");
        assert!(seen.text.contains("&#60;script&#62;") && !seen.text.contains(SCRIPT), "{path}");
    }
}

fn run_form<'a>(lived: &'a str, trade: &'a str, day: [&'a str; 3]) -> Vec<(&'a str, &'a str)> {
    let [date, start, end] = day;
    vec![
        ("nokkel", "another"),
        ("places", "12"),
        ("place", SCRIPT),
        ("lived", lived),
        ("trade", trade),
        ("date1", date),
        ("start1", start),
        ("end1", end),
    ]
}

#[test]
fn a_time_that_cannot_be_is_refused_in_plain_words() {
    let app = spawn();
    planned(&app, "12");
    let lars = app.sign_in(LARS);
    let (mona, terje, solveig) =
        (account(&app, MONA), account(&app, TERJE), account(&app, SOLVEIG));
    let path = "/intern/kurs/styring/kurs/FHJ/gang";
    let good = ["2026-03-25", "09:00", "12:00"];
    for (form, words) in [
        (
            run_form(&mona, &terje, ["2026-03-25", "12:00", "09:00"]),
            "Slutten må være etter starten.",
        ),
        (run_form(&mona, &terje, ["2026-03-15", "09:00", "12:00"]), "Dagen har vært."),
        (run_form(&mona, &terje, ["", "", ""]), "Skriv minst én dag."),
        (run_form(&mona, &terje, ["2026-02-30", "9", "25:00"]), "Velg en dato."),
        (run_form(&mona, &mona, good), "De to lærerne må være to forskjellige."),
        (run_form(&mona, "", good), "Velg én lærer med faget"),
        (run_form(&solveig, &terje, good), "Velg én lærer med egen erfaring"),
        (run_form("finnes-ikke", &terje, good), "Velg én lærer med egen erfaring"),
    ] {
        let answer = lars.post(path, &form);
        assert_eq!(answer.status, 422, "{form:?}");
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
        assert!(!answer.text.contains(SCRIPT), "{}", answer.text);
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM course_run"), 1);
    assert_eq!(lars.get("/intern/kurs/styring/kurs/INGEN/gang").status, 404);
    // Others than the leader plan where they teach.
    let kari = app.sign_in(KARI);
    let not_own = kari.post(path, &run_form(&mona, &terje, good));
    assert!(not_own.text.contains("Sett deg selv som en av lærerne"), "{}", not_own.text);
    let own = account(&app, KARI);
    let mut form = run_form("", &own, good);
    form.push(("lived_name", "Nina Berg"));
    let first = kari.post(path, &form);
    let page = kari.follow(&first);
    assert!(page.text.contains("Lærere: Kari Lunde og Nina Berg."), "{}", page.text);
    assert_eq!(kari.post(path, &form).location(), first.location(), "the same key, the same run");
    assert_eq!(app.number("SELECT count(*) AS value FROM course_run"), 2);
}

#[test]
fn a_course_is_changed_called_off_and_held_all_the_same() {
    let app = spawn();
    let page = planned(&app, "12");
    let run = run_of(&page);
    let amina = app.sign_in(AMINA);
    sign_up(&amina, &run, "Kristiansand");
    let mona = app.sign_in(MONA);
    let session = [("date1", "2026-03-23"), ("start1", "09:00"), ("end1", "10:00")];
    assert_eq!(mona.post(&format!("{page}/samling"), &session).status, 303);
    let again = mona.post(&format!("{page}/samling"), &session);
    assert!(again.text.contains("To samlinger er på samme tid."), "{}", again.text);
    assert!(mona.get(&page).text.contains("0 av 3 samlinger"));
    assert_eq!(mona.post(&format!("{page}/avlysning"), &[]).status, 303);
    assert!(amina.get("/intern/kurs").text.contains("Kurset er avlyst."));
    let jonas = app.sign_in(JONAS);
    assert!(!jonas.get("/intern/kurs").text.contains("Førstehjelp"));
    let late = sign_up(&jonas, &run, "Vennesla");
    assert!(late.text.contains("Kurset er avlyst. Velg et annet."), "{}", late.text);
    assert_eq!(mona.post(&format!("{page}/avlysning/angre"), &[]).status, 303);
    assert!(amina.get("/intern/kurs").text.contains("Du har plass."));
    let form = [
        ("name", "Førstehjelp og brann"),
        ("words", "Du lærer mer."),
        ("places", "10"),
        ("valid_months", ""),
        ("remind_days", "30"),
        ("share_percent", "100"),
    ];
    // The leader made it, so it is the leader's to change.
    assert_eq!(mona.post("/intern/kurs/styring/kurs/FHJ", &form).status, 404);
    let changed = app.sign_in(LARS).post("/intern/kurs/styring/kurs/FHJ", &form);
    assert_eq!(changed.status, 303, "{}", changed.text);
    assert!(amina.get("/intern/kurs").text.contains("Førstehjelp og brann"));
    assert_eq!(app.texts("SELECT code AS value FROM course"), ["FHJ"]);
}

#[test]
fn one_who_holds_a_course_does_not_take_it() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let amina = account(&app, AMINA);
    let role = [("role", "mentor"), ("from", "2026-03-01"), ("valid_from", "2026-03-01")];
    let given = lars.post(&format!("/intern/folk/{amina}/roller"), &role);
    assert_eq!(given.status, 303, "{}", given.text);
    planned(&app, "12");
    let terje = account(&app, TERJE);
    let mut form = run_form(&amina, &terje, ["2026-03-25", "09:00", "12:00"]);
    form[0] = ("nokkel", "amina");
    let plan = lars.post("/intern/kurs/styring/kurs/FHJ/gang", &form);
    let own = sign_up(&app.sign_in(AMINA), &run_of(plan.location()), "Vennesla");
    assert_eq!(own.status, 422);
    assert!(own.text.contains("Du holder dette kurset selv."), "{}", own.text);
}

/// Someone who was at a session of the course, from somewhere.
pub fn took_part(app: &App, number: usize, municipality: &str, session: &str) {
    let leader = account(app, LARS);
    for sql in [
        format!(
            "INSERT INTO resident (id, pseudonym, created_at) \
             VALUES ('r{number}', 'Q{number}', '2025-01-01 09:00:00')"
        ),
        format!(
            "INSERT INTO course_signup (id, run_id, resident_id, municipality, signed_up_at) \
             SELECT 's{number}', run_id, 'r{number}', '{municipality}', '2026-03-01 09:00:00' \
             FROM course_session WHERE id = '{session}'"
        ),
        format!(
            "INSERT INTO course_attendance (signup_id, session_id, was_there, marked_by, marked_at) \
             VALUES ('s{number}', '{session}', true, '{leader}', '2026-03-18 12:00:00')"
        ),
    ] {
        app.db.execute(&sql).unwrap();
    }
}

#[test]
fn the_yearly_count_names_no_municipality_with_fewer_than_five_and_no_person() {
    let app = spawn();
    let page = planned(&app, "12");
    let session = app.texts("SELECT id AS value FROM course_session ORDER BY held_on").remove(0);
    for number in 0..7 {
        took_part(&app, number, "Kristiansand", &session);
    }
    for number in 10..13 {
        took_part(&app, number, "Bykle", &session);
    }
    certify(&app, &page, AMINA);
    let report = app.sign_in(SIRI).get("/intern/kurs/rapport").text;
    assert!(report.contains("2026 til nå") && report.contains("minst 5"), "{report}");
    assert!(report.contains("Andre kommuner") && report.contains(">vises ikke<"), "{report}");
    assert!(!report.contains("Bykle") && !report.contains("Amina"), "{report}");
    // When the year is over, it is told to the person.
    app.set_clock("2027-01-02 09:00");
    let odd = app.sign_in(ODD);
    let report = odd.get("/intern/kurs/rapport").text;
    assert!(report.contains("Kristiansand") && report.contains(">8<"), "{report}");
    let file = odd.get("/intern/kurs/rapport.csv?ar=2026");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
    let wanted = [
        "ar,kommune,kurs,deltakere",
        "2026,Kristiansand,Førstehjelp,8",
        "2026,Kristiansand,Alle kurs,8",
        "2026,Andre kommuner,Førstehjelp,",
        "2026,Andre kommuner,Alle kurs,",
    ];
    assert_eq!(lines, wanted);
    assert!(odd.get("/intern/kurs/rapport?ar=2025").text.contains("Ingen har vært på kurs."));
    for (path, status) in [("?ar=2028", 404), ("?ar=-2147483648", 404), ("?ar=999999", 404)] {
        let answer = odd.get(&format!("/intern/kurs/rapport{path}"));
        assert_eq!(answer.status, status, "{path}");
    }
    for login in [AMINA, MONA, TERJE, SOLVEIG] {
        assert_eq!(app.sign_in(login).get("/intern/kurs/rapport.csv").status, 404, "{login}");
    }
}
