//! Courses: places, the waiting list, who was there, and the certificate that leaves with the person.

use std::sync::Barrier;

use crate::harness::cast::{AMINA, JONAS, KARI, LARS, MONA, ODD, SIRI, TERJE};
use crate::harness::{Answer, App, Person, spawn};
use crate::planted::{account, resident_id};

/// What a form of a course holds; first aid, whose certificate holds for two years.
const FIRST_AID: [(&str, &str); 7] = [
    ("code", "FHJ"),
    ("name", "Førstehjelp"),
    ("words", "Du lærer å hjelpe når noen blir skadet."),
    ("places", "15"),
    ("valid_months", "24"),
    ("remind_days", "60"),
    ("share_percent", "80"),
];

/// A form with some of its fields as they are given here.
fn with<'a>(
    form: &[(&'a str, &'a str)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = form.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    kept.chain(changed).copied().collect()
}

/// Makes the first-aid course and plans it for Mona and Terje on the 18th and the 20th; answers the
/// run's page.
pub fn planned(app: &App, places: &str) -> String {
    let lars = app.sign_in(LARS);
    if app.number("SELECT count(*) AS value FROM course") == 0 {
        let made = lars.post("/intern/kurs/styring/nytt", &FIRST_AID);
        assert_eq!(made.location(), "/intern/kurs/styring/kurs/FHJ/gang", "{}", made.text);
    }
    let (mona, terje) = (account(app, MONA), account(app, TERJE));
    let form = with(&plan_form(&mona, &terje), &[("places", places)]);
    let planned = lars.post("/intern/kurs/styring/kurs/FHJ/gang", &form);
    assert_eq!(planned.status, 303, "{}", planned.text);
    planned.location().to_owned()
}

fn plan_form<'a>(lived: &'a str, trade: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("nokkel", "plan"),
        ("places", "12"),
        ("place", "Stua"),
        ("lived", lived),
        ("trade", trade),
        ("date1", "2026-03-18"),
        ("start1", "09:00"),
        ("end1", "12:00"),
        ("date2", "2026-03-20"),
        ("start2", "09:00"),
        ("end2", "11:30"),
    ]
}

/// The run's own id, from its page.
pub fn run_of(page: &str) -> String {
    page.rsplit('/').next().unwrap().to_owned()
}

pub fn sign_up(person: &Person, run: &str, municipality: &str) -> Answer {
    person.post(&format!("/intern/kurs/{run}/pamelding"), &[("municipality", municipality)])
}

pub fn signup_of(app: &App, login: &str) -> String {
    let who = resident_id(app, login);
    let sql = format!(
        "SELECT id AS value FROM course_signup WHERE resident_id = '{who}' \
         AND withdrawn_at IS NULL"
    );
    app.texts(&sql).remove(0)
}

pub fn sessions(app: &App) -> Vec<String> {
    app.texts("SELECT id AS value FROM course_session ORDER BY held_on, start_minute")
}

pub fn mark(person: &Person, page: &str, signup: &str, session: &str, there: &str) -> Answer {
    let fields = [("signup", signup), ("session", session), ("there", there)];
    person.post(&format!("{page}/oppmote"), &fields)
}

/// More residents, each of whom may sign in: `r1` and on.
pub fn residents(app: &App, count: usize) -> Vec<String> {
    let lars = app.sign_in(LARS);
    let logins: Vec<String> = (1..=count).map(|n| format!("deltaker{n}")).collect();
    for login in &logins {
        let fields = [("name", login.as_str()), ("login", login), ("roles", "resident")];
        assert_eq!(lars.post("/intern/folk", &fields).status, 200);
    }
    logins
}

#[test]
fn a_resident_signs_up_and_off_in_one_tap_and_can_undo_it() {
    let app = spawn();
    let run = run_of(&planned(&app, "12"));
    let amina = app.sign_in(AMINA);
    let page = amina.get("/intern/kurs").text;
    assert!(page.contains("Førstehjelp") && page.contains("12 ledige plasser"), "{page}");
    assert!(page.contains("Onsdag 18. mars kl.\u{a0}09:00\u{a0}til\u{a0}12:00"), "{page}");
    let one = amina.get(&format!("/intern/kurs/{run}")).text;
    assert!(one.contains("Lærere: Mona Dahl og Terje Moen."), "{one}");
    assert!(!one.contains("erfaring"), "which of them has own experience is not told");
    let done = sign_up(&amina, &run, "Kristiansand");
    assert_eq!(done.status, 303, "{}", done.text);
    let page = amina.follow(&done).text;
    assert!(page.contains("Du har plass.") && page.contains("Meld meg av"), "{page}");
    sign_up(&amina, &run, "Kristiansand");
    assert_eq!(
        app.number("SELECT CAST(taken AS bigint) AS value FROM course_run"),
        1,
        "one place each"
    );

    let off = amina.post(&format!("/intern/kurs/{run}/avmelding"), &[]);
    let page = amina.follow(&off).text;
    assert!(page.contains("Du er meldt av Førstehjelp.") && page.contains("Angre"), "{page}");
    assert_eq!(app.number("SELECT CAST(taken AS bigint) AS value FROM course_run"), 0);
    assert_eq!(amina.post(&format!("/intern/kurs/{run}/avmelding"), &[]).status, 404);
    // From now on the municipality is known, and one tap is enough.
    assert!(page.contains("name=\"municipality\" value=\"Kristiansand\""), "{page}");
    assert_eq!(sign_up(&amina, &run, "Kristiansand").status, 303);
    assert_eq!(app.number("SELECT CAST(taken AS bigint) AS value FROM course_run"), 1);
}

#[test]
fn a_municipality_is_asked_for_kindly_and_written_as_it_is_known() {
    let app = spawn();
    let run = run_of(&planned(&app, "12"));
    app.db.execute("INSERT INTO resident_days VALUES (202602, '4223', 'Vennesla', 28, 1)").unwrap();
    let amina = app.sign_in(AMINA);
    for wrong in ["", "1", "<script>alert(1)</script>", "=1+1"] {
        let answer = sign_up(&amina, &run, wrong);
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(answer.text.contains("Velg kommunen du kommer fra"), "{}", answer.text);
        assert!(!answer.text.contains("<script>alert"), "{}", answer.text);
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM course_signup"), 0);
    let path = format!("/intern/kurs/{run}/pamelding");
    assert_eq!(amina.post(&path, &[("municipality", ""), ("other", " vennesla ")]).status, 303);
    assert_eq!(app.texts("SELECT municipality AS value FROM course_signup"), ["Vennesla"]);
}

#[test]
fn sixteen_at_once_for_the_last_three_places_take_three_and_the_rest_wait_in_line() {
    let app = spawn();
    let run = run_of(&planned(&app, "3"));
    let logins = residents(&app, 16);
    let people: Vec<Person> = logins.iter().map(|login| app.sign_in(login)).collect();
    for person in &people {
        person.csrf();
    }
    let start = Barrier::new(people.len());
    std::thread::scope(|scope| {
        for person in people {
            let (start, run) = (&start, &run);
            scope.spawn(move || {
                start.wait();
                assert_eq!(sign_up(&person, run, "Kristiansand").status, 303);
            });
        }
    });
    assert_eq!(app.number("SELECT CAST(taken AS bigint) AS value FROM course_run"), 3);
    let placed = "SELECT count(*) AS value FROM course_signup WHERE place_at IS NOT NULL";
    assert_eq!(app.number(placed), 3);
    assert_eq!(app.number("SELECT count(*) AS value FROM course_signup"), 16);
    // Nor can one who holds the database sell a fourth.
    assert!(app.db.execute("UPDATE course_run SET taken = 4").is_err());
}

#[test]
fn the_waiting_list_moves_up_when_a_place_comes_free() {
    let app = spawn();
    let page = planned(&app, "1");
    let run = run_of(&page);
    let (amina, jonas) = (app.sign_in(AMINA), app.sign_in(JONAS));
    sign_up(&amina, &run, "Kristiansand");
    let third = residents(&app, 1).remove(0);
    assert!(jonas.get("/intern/kurs").text.contains("Fullt. Du kan stå på venteliste."));
    let waits = jonas.follow(&sign_up(&jonas, &run, "Vennesla")).text;
    assert!(waits.contains("Du er nummer 1 på ventelista."), "{waits}");
    let third = app.sign_in(&third);
    let waits = third.follow(&sign_up(&third, &run, "Vennesla")).text;
    assert!(waits.contains("Du er nummer 2 på ventelista."), "{waits}");
    let seen = app.sign_in(MONA).get(&page).text;
    assert!(seen.contains("Venteliste") && seen.contains("Jonas"), "{seen}");

    amina.post(&format!("/intern/kurs/{run}/avmelding"), &[]);
    assert!(jonas.get("/intern/kurs").text.contains("Du har plass."));
    assert!(third.get("/intern/kurs").text.contains("Du er nummer 1 på ventelista."));
    // Who comes back stands last.
    sign_up(&amina, &run, "Kristiansand");
    assert!(amina.get("/intern/kurs").text.contains("Du er nummer 2 på ventelista."));
    // More places are theirs who waited; fewer than are taken there cannot be.
    let mona = app.sign_in(MONA);
    assert_eq!(mona.post(&format!("{page}/plasser"), &[("places", "2")]).status, 303);
    assert!(third.get("/intern/kurs").text.contains("Du har plass."));
    let fewer = mona.post(&format!("{page}/plasser"), &[("places", "1")]);
    assert_eq!(fewer.status, 422);
    assert!(fewer.text.contains("2 har alt plass."), "{}", fewer.text);
}

#[test]
fn one_signs_up_until_it_begins_and_off_until_it_is_over() {
    let app = spawn();
    let run = run_of(&planned(&app, "12"));
    let amina = app.sign_in(AMINA);
    sign_up(&amina, &run, "Kristiansand");
    app.set_clock("2026-03-18 09:00");
    let (amina, jonas) = (app.sign_in(AMINA), app.sign_in(JONAS));
    let late = sign_up(&jonas, &run, "Vennesla");
    assert_eq!(late.status, 422);
    assert!(late.text.contains("Kurset har begynt. Spør om det neste."), "{}", late.text);
    assert!(!jonas.get("/intern/kurs").text.contains("Førstehjelp"));
    assert!(amina.get("/intern/kurs").text.contains("Meld meg av"));
    app.set_clock("2026-03-20 09:00");
    let amina = app.sign_in(AMINA);
    let over = amina.post(&format!("/intern/kurs/{run}/avmelding"), &[]);
    assert_eq!(over.status, 422);
    assert!(over.text.contains("Kurset er over."), "{}", over.text);
}

#[test]
fn attendance_is_marked_by_the_runs_own_teachers_and_the_leader_alone() {
    let app = spawn();
    let page = planned(&app, "12");
    let run = run_of(&page);
    sign_up(&app.sign_in(AMINA), &run, "Kristiansand");
    let (signup, sessions) = (signup_of(&app, AMINA), sessions(&app));
    let early = mark(&app.sign_in(MONA), &page, &signup, &sessions[0], "ja");
    assert_eq!(early.status, 422);
    assert!(early.text.contains("Samlingen har ikke vært ennå."), "{}", early.text);
    app.set_clock("2026-03-18 09:30");
    for login in [KARI, AMINA, SIRI, ODD] {
        let person = app.sign_in(login);
        let wanted = if login == KARI { 404 } else { 403 };
        assert_eq!(mark(&person, &page, &signup, &sessions[0], "ja").status, wanted, "{login}");
        assert_eq!(person.get(&page).status, 404, "{login}");
    }
    let marked = "SELECT count(*) AS value FROM course_attendance WHERE was_there";
    assert_eq!(app.number(marked), 0);
    let mona = app.sign_in(MONA);
    let done = mark(&mona, &page, &signup, &sessions[0], "ja");
    assert_eq!(done.location(), format!("{page}#s-{}", sessions[0]));
    assert!(mona.get(&page).text.contains("1 av 2 samlinger"));
    let terje = app.sign_in(TERJE);
    mark(&terje, &page, &signup, &sessions[0], "nei");
    assert_eq!(app.number(marked), 0, "a slip is taken back by the same tap");
    mark(&app.sign_in(LARS), &page, &signup, &sessions[0], "ja");
    assert_eq!(app.number(marked), 1);
    for (who, session) in [("finnes-ikke", sessions[0].as_str()), (&signup, "finnes-ikke")] {
        assert_eq!(mark(&mona, &page, who, session, "ja").status, 404);
    }
    // Who looked is told to the one who was seen.
    assert!(app.sign_in(AMINA).get("/intern/meg").text.contains("deltakelse på kurs"));
    // And not when they teach no more.
    app.db
        .execute("UPDATE account_role SET valid_to = '2026-03-17' WHERE role = 'mentor'")
        .unwrap();
    let refused = mark(&app.sign_in(KARI), &page, &signup, &sessions[0], "nei");
    assert_eq!(refused.status, 404);
}

#[test]
fn certificates_are_numbered_expire_and_are_never_changed() {
    let app = spawn();
    let page = planned(&app, "12");
    let run = run_of(&page);
    for login in [AMINA, JONAS] {
        sign_up(&app.sign_in(login), &run, "Kristiansand");
    }
    let (amina, jonas) = (signup_of(&app, AMINA), signup_of(&app, JONAS));
    let sessions = sessions(&app);
    app.set_clock("2026-03-18 10:00");
    let mona = app.sign_in(MONA);
    for (signup, session) in [(&amina, 0), (&jonas, 0)] {
        assert_eq!(mark(&mona, &page, signup, &sessions[session], "ja").status, 303);
    }
    let early = mona.post(&format!("{page}/bevis"), &[]);
    assert_eq!(early.status, 422);
    assert!(early.text.contains("Kurset er ikke over ennå."), "{}", early.text);
    app.set_clock("2026-03-20 12:00");
    let mona = app.sign_in(MONA);
    mark(&mona, &page, &amina, &sessions[1], "ja");
    let given = mona.follow(&mona.post(&format!("{page}/bevis"), &[])).text;
    assert!(given.contains("Ett bevis er gitt.") && given.contains("KB2026-0001"), "{given}");
    let again = mona.post(&format!("{page}/bevis"), &[]);
    assert!(again.text.contains("Ingen nye har nok samlinger"), "{}", again.text);
    // Jonas was at half; a teacher says yes, once.
    for _ in 0..2 {
        let yes = mona.post(&format!("{page}/bevis/ja"), &[("signup", &jonas)]);
        assert_eq!(yes.status, 303, "{}", yes.text);
    }
    let numbers = "SELECT number AS value FROM course_certificate ORDER BY number";
    assert_eq!(app.texts(numbers), ["KB2026-0001", "KB2026-0002"]);
    let facts = "SELECT CAST(minutes AS text) || ' ' || CAST(sessions AS text) || ' ' || \
                 CAST(expires_on AS text) || ' ' || CAST(remind_on AS text) AS value \
                 FROM course_certificate ORDER BY number";
    assert_eq!(app.texts(facts), ["330 2 2028-03-20 2028-01-20", "180 1 2028-03-20 2028-01-20"]);
    let settled = mark(&mona, &page, &amina, &sessions[1], "nei");
    assert_eq!(settled.status, 422);
    for sql in ["UPDATE course_certificate SET number = number", "DELETE FROM course_certificate"] {
        assert!(app.db.execute(sql).unwrap_err().contains("ledger.immutable"), "{sql}");
    }
    let own = app.sign_in(AMINA).get("/intern/kurs").text;
    assert!(own.contains("Varer til 20. mars 2028.") && own.contains("KB2026-0001"), "{own}");
}

#[test]
fn a_certificate_is_taken_back_for_an_error_alone_and_is_ones_own_to_see() {
    let app = spawn();
    let page = planned(&app, "12");
    certify(&app, &page, AMINA);
    let id = app.texts("SELECT id AS value FROM course_certificate").remove(0);
    let own = format!("/intern/kurs/bevis/{id}");
    let seen = app.sign_in(AMINA).get(&own);
    assert!(seen.text.contains("Mona Dahl og Terje Moen"), "{}", seen.text);
    assert_eq!(app.sign_in(JONAS).get(&own).status, 404, "another's is not there");
    let wrong = format!("{page}/bevis/feil");
    let (kari, terje) = (app.sign_in(KARI), app.sign_in(TERJE));
    let with_error =
        |error: &'static str| [("certificate", id.clone()), ("error", error.to_owned())];
    let post = |person: &Person, error| {
        let fields = with_error(error);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        person.post(&wrong, &fields)
    };
    assert_eq!(post(&kari, "wrong_person").status, 404);
    for error in ["", "han var umulig", "<script>alert(1)</script>"] {
        let answer = post(&terje, error);
        assert_eq!(answer.status, 422, "{error}: {}", answer.text);
        assert!(answer.text.contains("Velg hva som er feil"), "{}", answer.text);
    }
    assert_eq!(post(&terje, "wrong_date").status, 303);
    assert_eq!(post(&terje, "wrong_date").status, 404);
    assert_eq!(app.sign_in(AMINA).get(&own).status, 404, "it is no certificate");
    assert_eq!(terje.post(&format!("{page}/bevis"), &[]).status, 303);
    let numbers = "SELECT number AS value FROM course_certificate ORDER BY number";
    assert_eq!(app.texts(numbers), ["KB2026-0001", "KB2026-0002"], "the right one has its own");
}

/// Holds the course for one resident, and gives the certificate.
pub fn certify(app: &App, page: &str, login: &str) {
    sign_up(&app.sign_in(login), &run_of(page), "Kristiansand");
    app.set_clock("2026-03-20 12:00");
    let lars = app.sign_in(LARS);
    for session in sessions(app) {
        assert_eq!(mark(&lars, page, &signup_of(app, login), &session, "ja").status, 303);
    }
    assert_eq!(lars.post(&format!("{page}/bevis"), &[]).status, 303);
}

#[test]
fn that_a_certificate_expires_is_told_in_time_to_its_holder_mentor_and_leader() {
    let app = spawn();
    let page = planned(&app, "12");
    certify(&app, &page, AMINA);
    let told = |login| app.sign_in(login).get("/intern/kurs/styring").text;
    app.set_clock("2028-01-19 09:00");
    assert!(!told(MONA).contains("Bevis som snart går ut"));
    assert!(app.sign_in(AMINA).get("/intern/kurs").text.contains("Varer til 20. mars 2028."));
    app.set_clock("2028-01-20 09:00");
    let own = app.sign_in(AMINA).get("/intern/kurs").text;
    assert!(own.contains("Siste dag er om 8 uker, 20. mars 2028. Spør om et nytt kurs."), "{own}");
    for login in [MONA, LARS] {
        let list = told(login);
        assert!(list.contains("Bevis som snart går ut") && list.contains("Amina"), "{list}");
        assert!(list.contains("Førstehjelp varer til 20. mars 2028"), "{list}");
    }
    assert!(!told(TERJE).contains("Amina"), "he is not her mentor");
    assert_eq!(
        app.number("SELECT count(*) AS value FROM look WHERE what = 'kursbevis som går ut'"),
        2
    );
    app.set_clock("2028-03-21 09:00");
    let own = app.sign_in(AMINA).get("/intern/kurs").text;
    assert!(own.contains("Varte til 20. mars 2028. Du kan ta kurset på nytt."), "{own}");
    assert!(told(MONA).contains("varte til 20. mars 2028"));
    app.db.execute("UPDATE mentorship SET valid_to = '2028-03-20'").unwrap();
    assert!(!told(MONA).contains("Amina"), "nor when the relation has ended");
}
