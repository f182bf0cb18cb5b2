//! The walls around courses: with those planted at the farm signed up, nobody reads of one who is not
//! theirs to know of, and nobody but its teachers and the leader does anything to a course.

use chrono::NaiveDate;

use crate::courses::{planned, run_of, sign_up};
use crate::harness::cast::{ADA, KARI, LARS, MONA, SOLVEIG, TERJE};
use crate::harness::{App, spawn};
use crate::planted::{GUDLEIK, HALLSTEIN, Kind, RESIDENTS, found, plant};
use crate::walls_inside::VIEWERS;

/// The planted farm, all of whose residents take first aid with Mona and Terje, and have been at both
/// sessions; answers the run's page.
fn taught() -> (App, String) {
    let app = spawn();
    plant(&app, NaiveDate::from_ymd_opt(2026, 3, 16).unwrap());
    let page = planned(&app, "4");
    for resident in &RESIDENTS {
        let done = sign_up(&app.sign_in(resident.login), &run_of(&page), "Kristiansand");
        assert_eq!(done.status, 303, "{}", done.text);
    }
    app.set_clock("2026-03-20 13:00");
    let lars = app.sign_in(LARS);
    let sessions = app.texts("SELECT id AS value FROM course_session");
    for signup in app.texts("SELECT id AS value FROM course_signup WHERE place_at IS NOT NULL") {
        for session in &sessions {
            let fields = [("signup", signup.as_str()), ("session", session), ("there", "ja")];
            assert_eq!(lars.post(&format!("{page}/oppmote"), &fields).status, 303);
        }
    }
    assert_eq!(lars.post(&format!("{page}/bevis"), &[]).status, 303);
    (app, page)
}

#[test]
fn nobody_reads_of_one_who_is_not_theirs_to_know_of() {
    let (app, page) = taught();
    let mut paths = vec![
        "/intern/kurs".to_owned(),
        "/intern/kurs/styring".to_owned(),
        "/intern/kurs/styring/nytt".to_owned(),
        "/intern/kurs/styring/kurs/FHJ".to_owned(),
        "/intern/kurs/styring/kurs/FHJ/gang".to_owned(),
        "/intern/kurs/rapport".to_owned(),
        "/intern/kurs/rapport.csv".to_owned(),
        format!("/intern/kurs/{}", run_of(&page)),
        page.clone(),
    ];
    for id in app.texts("SELECT id AS value FROM course_certificate") {
        paths.push(format!("/intern/kurs/bevis/{id}"));
    }
    // Today, and when certificates are about to expire.
    for clock in ["2026-03-20 13:00", "2028-02-20 09:00"] {
        app.set_clock(clock);
        let mut opened = 0;
        for (viewer, _) in VIEWERS.into_iter().chain([(ADA, "admin")]) {
            let person = app.sign_in(viewer);
            for path in &paths {
                let answer = person.get(path);
                assert!(matches!(answer.status, 200 | 404), "{viewer} {path}: {}", answer.status);
                opened += usize::from(answer.status == 200);
                let is_own_course = *path == page && [MONA, TERJE].contains(&viewer);
                let read = found(viewer, &answer.text);
                // Its teachers know the participants by first name.
                let read: Vec<_> = read
                    .into_iter()
                    .filter(|secret| !(is_own_course && secret.kind == Kind::First))
                    .collect();
                assert!(read.is_empty(), "{viewer} reads {read:?} at {path}");
            }
        }
        assert!(opened > 40, "{opened} pages were opened");
    }
}

#[test]
fn nobody_does_anything_to_a_course_that_is_not_theirs() {
    let (app, page) = taught();
    let rows = || {
        let mut all = Vec::new();
        for table in ["course_run", "course_session", "course_signup", "course_certificate"] {
            all.push(app.number(&format!("SELECT count(*) AS value FROM {table}")));
        }
        all.push(app.number("SELECT count(*) AS value FROM course_attendance WHERE was_there"));
        all.push(app.number("SELECT count(*) AS value FROM course_certificate_error"));
        all.push(app.number("SELECT places AS value FROM course_run"));
        all
    };
    let before = rows();
    let signup = app.texts("SELECT id AS value FROM course_signup ORDER BY id").remove(0);
    let session = app.texts("SELECT id AS value FROM course_session ORDER BY id").remove(0);
    let certificate = app.texts("SELECT id AS value FROM course_certificate ORDER BY id").remove(0);
    let run = run_of(&page);
    let fields = [
        ("signup", signup.as_str()),
        ("session", session.as_str()),
        ("there", "nei"),
        ("places", "20"),
        ("date1", "2026-04-01"),
        ("start1", "09:00"),
        ("end1", "10:00"),
        ("error", "wrong_date"),
        ("run", run.as_str()),
    ];
    let mut doors: Vec<String> =
        ["oppmote", "bevis", "bevis/ja", "plasser", "samling", "avlysning", "avlysning/angre"]
            .map(|verb| format!("{page}/{verb}"))
            .to_vec();
    doors.push(format!("/intern/kurs/styring/bevis/{certificate}/feil"));
    for (viewer, wanted) in
        [(KARI, 404), (HALLSTEIN, 404), (GUDLEIK, 404), (SOLVEIG, 403), ("zkvist", 403), (ADA, 403)]
    {
        let person = app.sign_in(viewer);
        for door in &doors {
            assert_eq!(person.post(door, &fields).status, wanted, "{viewer} {door}");
        }
    }
    assert_eq!(rows(), before, "nothing was left behind");
}
