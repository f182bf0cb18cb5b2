//! Leaving a course in the middle and coming back; who may change a course; and a year that is over,
//! told once and beside what is told elsewhere.

use crate::courses::{mark, planned, run_of, sessions, sign_up, signup_of};
use crate::courses_planning::took_part;
use crate::harness::cast::{AMINA, JONAS, LARS, MONA, ODD, SIRI, TERJE};
use crate::harness::{Answer, App, Person, spawn};

fn sign_off(person: &Person, run: &str) -> Answer {
    let off = person.post(&format!("/intern/kurs/{run}/avmelding"), &[]);
    person.follow(&off)
}

#[test]
fn who_leaves_in_the_middle_has_the_place_and_the_certificate_again() {
    let app = spawn();
    let page = planned(&app, "1");
    let run = run_of(&page);
    let (amina, jonas) = (app.sign_in(AMINA), app.sign_in(JONAS));
    sign_up(&amina, &run, "Kristiansand");
    sign_up(&jonas, &run, "Vennesla");
    let (signup, sessions) = (signup_of(&app, AMINA), sessions(&app));
    app.set_clock("2026-03-18 10:00");
    let (amina, mona) = (app.sign_in(AMINA), app.sign_in(MONA));
    assert_eq!(mark(&mona, &page, &signup, &sessions[0], "ja").status, 303);
    let left = sign_off(&amina, &run).text;
    assert!(
        left.contains("Du er meldt av Førstehjelp.") && left.contains("Bli med igjen"),
        "{left}"
    );
    let placed = "SELECT count(*) AS value FROM course_signup \
                  WHERE place_at IS NOT NULL AND withdrawn_at IS NULL";
    assert_eq!(app.number(placed), 0, "nobody is let in in the middle");
    // The next day too.
    app.set_clock("2026-03-19 20:00");
    let amina = app.sign_in(AMINA);
    assert!(amina.get("/intern/kurs").text.contains("Bli med igjen"));
    let back = amina.post(&format!("/intern/kurs/{run}/pamelding"), &[]);
    assert!(amina.follow(&back).text.contains("Du har plass."));
    assert_eq!(signup_of(&app, AMINA), signup, "what she was at hangs on that row");
    assert_eq!(app.number("SELECT CAST(taken AS bigint) AS value FROM course_run"), 1);
    app.set_clock("2026-03-20 12:00");
    let mona = app.sign_in(MONA);
    mark(&mona, &page, &signup, &sessions[1], "ja");
    assert_eq!(mona.post(&format!("{page}/bevis"), &[]).status, 303);
    assert!(app.sign_in(AMINA).get("/intern/kurs").text.contains("KB2026-0001"));
}

#[test]
fn who_left_before_it_began_or_comes_after_it_is_over_is_not_let_in() {
    let app = spawn();
    let page = planned(&app, "2");
    let run = run_of(&page);
    let (amina, jonas) = (app.sign_in(AMINA), app.sign_in(JONAS));
    sign_up(&amina, &run, "Kristiansand");
    sign_off(&amina, &run);
    sign_up(&jonas, &run, "Vennesla");
    app.set_clock("2026-03-18 10:00");
    let (amina, jonas) = (app.sign_in(AMINA), app.sign_in(JONAS));
    assert!(!amina.get("/intern/kurs").text.contains("Bli med igjen"));
    assert_eq!(sign_up(&amina, &run, "Kristiansand").status, 422);
    sign_off(&jonas, &run);
    app.set_clock("2026-03-20 09:00");
    let jonas = app.sign_in(JONAS);
    assert!(!jonas.get("/intern/kurs").text.contains("Bli med igjen"));
    assert_eq!(sign_up(&jonas, &run, "Vennesla").status, 422);
}

#[test]
fn a_course_is_changed_by_who_made_it_and_by_the_leader_alone() {
    let app = spawn();
    planned(&app, "12");
    let path = "/intern/kurs/styring/kurs/FHJ";
    let form = |share: &'static str| {
        [
            ("name", "Førstehjelp"),
            ("words", "Du lærer å hjelpe."),
            ("places", "15"),
            ("valid_months", "24"),
            ("remind_days", "60"),
            ("share_percent", share),
        ]
    };
    for login in [MONA, TERJE] {
        let other = app.sign_in(login);
        assert!(!other.get("/intern/kurs/styring").text.contains("Endre Førstehjelp"), "{login}");
        assert_eq!(other.get(path).status, 404, "{login}");
        assert_eq!(other.post(path, &form("1")).status, 404, "{login}");
    }
    let share = "SELECT CAST(share_percent AS bigint) AS value FROM course WHERE code = 'FHJ'";
    assert_eq!(app.number(share), 80);
    assert_eq!(app.sign_in(LARS).post(path, &form("70")).status, 303);
    assert_eq!(app.number(share), 70);
    let mona = app.sign_in(MONA);
    let own = [[("code", "VAR")].as_slice(), &form("80")].concat();
    assert_eq!(mona.post("/intern/kurs/styring/nytt", &own).status, 303);
    assert!(mona.get("/intern/kurs/styring").text.contains("Endre Førstehjelp"));
    let changed = mona.post("/intern/kurs/styring/kurs/VAR", &form("60"));
    assert_eq!(changed.status, 303, "{}", changed.text);
}

/// The lines of the file of a year, without its head.
fn lines(person: &Person, year: i32) -> Vec<String> {
    let file = person.get(&format!("/intern/kurs/rapport.csv?ar={year}"));
    assert_eq!(file.status, 200, "{}", file.text);
    let own = |line: &&str| line.starts_with(&year.to_string());
    file.text.lines().filter(own).map(str::to_owned).collect()
}

#[test]
fn a_year_that_is_over_is_told_as_it_was_told_though_someone_is_marked_late() {
    let app = spawn();
    planned(&app, "12");
    let session = sessions(&app).remove(0);
    for number in 0..9 {
        took_part(&app, number, "Kristiansand", &session);
    }
    app.set_clock("2027-01-02 09:00");
    let told = lines(&app.sign_in(SIRI), 2026);
    let wanted = ["2026,Kristiansand,Førstehjelp,9", "2026,Kristiansand,Alle kurs,9"];
    assert_eq!(told, wanted);
    took_part(&app, 9, "Kristiansand", &session);
    for login in [SIRI, ODD, LARS] {
        assert_eq!(lines(&app.sign_in(login), 2026), wanted, "{login}");
    }
    assert!(app.sign_in(LARS).get("/intern/kurs/rapport").text.contains(">9<"));
    // A year that nobody took part in is told once too.
    assert_eq!(lines(&app.sign_in(SIRI), 2025), Vec::<String>::new());
    let moved = format!("UPDATE course_session SET held_on = '2025-03-18' WHERE id = '{session}'");
    app.db.execute(&moved).unwrap();
    assert_eq!(lines(&app.sign_in(SIRI), 2025), Vec::<String>::new());
    assert_eq!(app.sign_in(SIRI).get("/intern/kurs/rapport?ar=1999").status, 404);
}

/// Certificates for the first so many of those who took part.
fn completed(app: &App, count: usize) {
    for number in 0..count {
        let sql = format!(
            "INSERT INTO course_certificate SELECT 'k{number}', 'KB2026-9{number}', 's{number}', \
             'r{number}', 'Førstehjelp', 'En\nTo', 'Gården', 1, 180, '2026-03-18', '2026-03-18', \
             '2026-03-19', NULL, NULL, id, '2026-03-19 12:00:00' FROM account WHERE login = 'lars'"
        );
        app.db.execute(&sql).unwrap();
    }
}

#[test]
fn who_did_not_complete_is_not_reckoned_from_the_two_reports() {
    for (complete, is_told) in [(12, false), (9, true)] {
        let app = spawn();
        planned(&app, "12");
        let session = sessions(&app).remove(0);
        for number in 0..8 {
            took_part(&app, number, "Kristiansand", &session);
        }
        for number in 8..14 {
            took_part(&app, number, "Vennesla", &session);
        }
        completed(&app, complete);
        app.set_clock("2027-01-02 09:00");
        let siri = app.sign_in(SIRI);
        if is_told {
            assert_eq!(siri.get("/intern/kvalifisering").status, 200, "read before the other");
        }
        let told = lines(&siri, 2026);
        let first = if is_told { "8" } else { "" };
        let wanted = [
            format!("2026,Kristiansand,Førstehjelp,{first}"),
            format!("2026,Kristiansand,Alle kurs,{first}"),
            "2026,Vennesla,Førstehjelp,6".to_owned(),
            "2026,Vennesla,Alle kurs,6".to_owned(),
        ];
        assert_eq!(told, wanted, "fourteen took part, {complete} completed");
        let later = siri.get("/intern/kvalifisering").text;
        assert!(later.contains(&format!(">{complete}<")), "{later}");
    }
}
