//! What people show that they can, and what others say of it.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::blocking::multipart::{Form, Part};

use crate::harness::cast::{AMINA, JONAS, KARI, LARS, MONA, TERJE};
use crate::harness::{Answer, App, Person, spawn};

/// A trade practised in the carpentry with two goals, and one of the centre's own with one; their
/// ids, in that order.
pub fn taught(app: &App) -> [String; 3] {
    let lars = app.sign_in(LARS);
    let add = |path: &str, fields: &[(&str, &str)]| {
        let done = lars.post(path, fields);
        assert_eq!(done.status, 303, "{path}: {}", done.text);
    };
    let trade =
        [("name", "Tømrerfaget"), ("code", "TMF03-02"), ("kind", "trade"), ("certificate", "")];
    add("/intern/kompetansemal", &trade);
    add("/intern/kompetansemal/TMF03-02/naeringer", &[("ticked", "snekkeri")]);
    add("/intern/kompetansemal/TMF03-02", &[("name", "Bygge en benk")]);
    add("/intern/kompetansemal/TMF03-02", &[("name", "Slipe en kniv")]);
    add("/intern/kompetansemal", &[("name", "Mat"), ("code", "MAT"), ("kind", "own")]);
    add("/intern/kompetansemal/MAT", &[("name", "Lage middag")]);
    let route =
        [("kind", "practice_candidate"), ("curriculum", "TMF03-02"), ("date", "2026-01-05")];
    add(&format!("/intern/kvalifisering/{}/veier", key(app, "B01")), &route);
    ["Bygge en benk", "Slipe en kniv", "Lage middag"].map(|words| goal(app, words))
}

fn goal(app: &App, words: &str) -> String {
    app.texts(&format!("SELECT id AS value FROM goal WHERE words = '{words}'")).remove(0)
}

pub fn key(app: &App, pseudonym: &str) -> String {
    let sql = format!("SELECT id AS value FROM resident WHERE pseudonym = '{pseudonym}'");
    app.texts(&sql).remove(0)
}

pub fn photo() -> Vec<u8> {
    let mut jpeg = Vec::new();
    DynamicImage::ImageRgb8(RgbImage::new(40, 20))
        .write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg)
        .unwrap();
    // A comment, as a camera writes it.
    let note = b"Solbakkvegen 12";
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    jpeg.splice(2..2, [&[0xFF, 0xFE][..], &length, note].concat());
    jpeg
}

/// Sends the form, with a picture if there is one.
pub fn show(person: &Person, fields: &[(&str, &str)], picture: Option<Vec<u8>>) -> Answer {
    let mut form = Form::new().text("csrf", person.csrf());
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    let (bytes, name) = picture.map_or((Vec::new(), ""), |bytes| (bytes, "IMG_1.JPG"));
    form = form.part("photo", Part::bytes(bytes).file_name(name));
    person.post_files("/intern/det-jeg-kan/bilde", form)
}

/// Amina shows a bench; the evidence's id.
pub fn bench(app: &App, goal: &str) -> String {
    let fields = [
        ("words", "Benken til skolen"),
        ("date", "2026-03-13"),
        ("enterprise", "snekkeri"),
        ("goals", goal),
    ];
    let done = show(&app.sign_in(AMINA), &fields, Some(photo()));
    assert_eq!(done.status, 303, "{}", done.text);
    done.location().split_once("ny=").unwrap().1.to_owned()
}

fn reached(app: &App) -> i64 {
    app.number(
        "SELECT count(*) AS value FROM evidence_stamp WHERE kind = 'approved' AND undone_at IS NULL",
    )
}

#[test]
fn a_bench_is_shown_seen_and_approved_and_only_the_last_counts() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let (amina, mona, terje) = (app.sign_in(AMINA), app.sign_in(MONA), app.sign_in(TERJE));
    let id = bench(&app, &build);
    let page = amina.get("/intern/det-jeg-kan").text;
    assert!(page.contains("Benken til skolen") && page.contains("Venter på fagleder."), "{page}");
    assert!(page.contains("<strong>0 av 2</strong> mål er nådd."), "{page}");

    let follow = format!("/intern/kvalifisering/{}", key(&app, "B01"));
    assert!(mona.get(&follow).text.contains("Benken til skolen"));
    let seen = mona.post(&format!("{follow}/sett/{id}"), &[("words", "Du sto på!")]);
    assert_eq!((seen.status, seen.location()), (303, follow.as_str()));
    let page = amina.get("/intern/det-jeg-kan").text;
    assert!(page.contains("Du sto på!") && page.contains("<strong>0 av 2</strong>"), "{page}");

    let waiting = terje.get("/intern/mal").text;
    assert!(waiting.contains("<h3>Amina</h3>") && waiting.contains("Benken til skolen"));
    assert_eq!(terje.post(&format!("/intern/mal/{id}/godkjenning"), &[]).status, 303);
    let page = amina.get("/intern/det-jeg-kan").text;
    assert!(page.contains("<strong>1 av 2</strong> mål er nådd."), "{page}");
    assert!(page.contains("16.03.2026, Terje Moen") && page.contains("Du har nådd ett mål."));
    let again = terje.post(&format!("/intern/mal/{id}/godkjenning"), &[]);
    assert!(again.status == 422 && again.text.contains("alt godkjent"), "{}", again.text);

    let stamp = app.texts("SELECT id AS value FROM evidence_stamp WHERE kind = 'approved'");
    assert_eq!(terje.post(&format!("/intern/mal/stempel/{}/angring", stamp[0]), &[]).status, 303);
    assert!(amina.get("/intern/det-jeg-kan").text.contains("<strong>0 av 2</strong>"));
}

#[test]
fn not_yet_comes_with_a_line_and_is_the_next_step() {
    let app = spawn();
    let [_, grind, _] = taught(&app);
    let terje = app.sign_in(TERJE);
    let id = bench(&app, &grind);
    let bare = terje.post(&format!("/intern/mal/{id}/ikke-enna"), &[("words", " ")]);
    assert_eq!(bare.status, 422);
    assert!(bare.text.contains(&format!("id=\"words-{id}-error\"")), "{}", bare.text);
    assert!(bare.text.contains("Skriv en linje om hva som mangler."));
    let line = [("words", "Eggen kan bli skarpere.")];
    assert_eq!(terje.post(&format!("/intern/mal/{id}/ikke-enna"), &line).status, 303);
    let page = app.sign_in(AMINA).get("/intern/det-jeg-kan").text;
    assert!(
        page.contains("Dette er du nær.") && page.contains("«Eggen kan bli skarpere.»"),
        "{page}"
    );
    assert_eq!(terje.post(&format!("/intern/mal/{id}/godkjenning"), &[]).status, 303);
    let page = app.sign_in(AMINA).get("/intern/det-jeg-kan").text;
    assert!(!page.contains("Ikke ennå.") && page.contains("<strong>Godkjent</strong>"), "{page}");
}

/// Fields, a picture, and the field with the words that are told.
type Case = (Vec<(String, String)>, Option<Vec<u8>>, &'static str, &'static str);

#[test]
fn what_cannot_be_evidence_is_told_at_its_field_and_nothing_is_kept() {
    let app = spawn();
    let [build, grind, cook] = taught(&app);
    let lars = app.sign_in(LARS);
    assert_eq!(
        lars.post(&format!("/intern/kompetansemal/mal/{grind}/avslutning"), &[]).status,
        303
    );
    let of_jonas = entry_of(&app, JONAS);
    let amina = app.sign_in(AMINA);
    let program = b"MZ\x90\x00 This program cannot be run in DOS mode".to_vec();
    let good = |goal: &str| {
        [("words", "Benk"), ("date", "2026-03-13"), ("enterprise", "snekkeri"), ("goals", goal)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    };
    let with = |name: &str, value: &str| {
        let mut fields = good(&build);
        fields.retain(|(known, _)| known != name);
        fields.push((name.to_owned(), value.to_owned()));
        fields
    };
    let mut four = good(&build);
    four.extend(["a", "b", "c"].map(|goal| ("goals".to_owned(), goal.to_owned())));
    let cases: [Case; 11] = [
        (good(&build), Some(program), "photo", "ikke et bilde vi kan bruke"),
        (good(&build), Some(vec![0xFF; 40 * 1024 * 1024]), "photo", "høyst 8 MB"),
        (with("words", ""), None, "words", "Skriv noe, ta et bilde eller velg timer."),
        (with("words", &"a".repeat(501)), None, "words", "500 tegn"),
        (with("date", "2026-03-17"), None, "date", "ikke kommet ennå"),
        (with("goals", "finnes-ikke"), None, "goals", "finnes ikke lenger"),
        (with("goals", &grind), None, "goals", "finnes ikke lenger"),
        (four, None, "goals", "ett, to eller tre"),
        (with("enterprise", "catering"), None, "goals", "hører ikke til der"),
        (with("enterprise", "hest"), None, "enterprise", "der du jobber"),
        (with("hours", &of_jonas), None, "hours", "dine egne timer"),
    ];
    for (fields, picture, field, words) in cases {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let refused = show(&amina, &fields, picture);
        assert_eq!(refused.status, 422, "{words}: {}", refused.text);
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
        let at_field = refused.text.contains(&format!("id=\"{field}-error\""));
        assert!(at_field || field == "hours", "{field}: {}", refused.text);
        assert!(refused.text.contains("<title>Feil: "));
        let keeps_words = field == "words" || refused.text.contains("Benk");
        assert!(keeps_words, "what was typed is there: {}", refused.text);
    }
    for table in ["evidence", "evidence_goal"] {
        assert_eq!(app.number(&format!("SELECT count(*) AS value FROM {table}")), 0, "{table}");
    }
    // One of the centre's own can be shown from home.
    let home = [("words", "Suppe"), ("date", "2026-03-14"), ("goals", cook.as_str())];
    assert_eq!(show(&amina, &home, None).status, 303);
}

/// A day that someone has logged.
fn entry_of(app: &App, login: &str) -> String {
    let fields = [
        ("date", "2026-03-12"),
        ("start", "08:00"),
        ("end", "10:00"),
        ("break_minutes", "0"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    assert_eq!(app.sign_in(login).post("/intern/timer", &fields).status, 303);
    app.texts("SELECT id AS value FROM hour_entry ORDER BY id DESC").remove(0)
}

#[test]
fn own_hours_are_evidence_and_the_same_form_sent_twice_is_kept_once() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let hours = entry_of(&app, AMINA);
    let amina = app.sign_in(AMINA);
    let fields = [
        ("nokkel", "en-gang"),
        ("date", "2026-03-12"),
        ("enterprise", "snekkeri"),
        ("hours", hours.as_str()),
        ("goals", build.as_str()),
    ];
    let (first, second) = (show(&amina, &fields, None), show(&amina, &fields, None));
    assert_eq!((first.status, second.location()), (303, first.location()), "{}", first.text);
    assert_eq!(app.number("SELECT count(*) AS value FROM evidence"), 1);
    let page = amina.get("/intern/det-jeg-kan").text.replace('\u{a0}', " ");
    assert!(page.contains("12.03.2026, Snekkeriet, 2 t"), "{page}");
}

#[test]
fn evidence_is_taken_back_and_had_again_until_it_counts() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let id = bench(&app, &build);
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let path = format!("/intern/det-jeg-kan/{id}");
    let gone = amina.post(&format!("{path}/bort"), &[]);
    assert_eq!(gone.location(), format!("/intern/det-jeg-kan?borte={id}"));
    assert!(amina.follow(&gone).text.contains("Det er tatt bort."));
    assert!(!terje.get("/intern/mal").text.contains("Benken til skolen"));
    assert_eq!(terje.post(&format!("/intern/mal/{id}/godkjenning"), &[]).status, 404);
    assert_eq!(amina.post(&format!("{path}/angring"), &[]).status, 303);
    assert_eq!(terje.post(&format!("/intern/mal/{id}/godkjenning"), &[]).status, 303);
    let refused = amina.post(&format!("{path}/bort"), &[]);
    assert!(refused.status == 422 && refused.text.contains("blir stående"), "{}", refused.text);
    assert_eq!(reached(&app), 1);
}

#[test]
fn a_picture_is_for_oneself_the_mentor_the_work_leader_and_the_leader_and_looks_are_kept() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let id = bench(&app, &build);
    let amina_key = key(&app, "B01");
    let own = format!("/intern/det-jeg-kan/{id}/bilde");
    let led = format!("/intern/mal/{id}/bilde");
    let followed = format!("/intern/kvalifisering/{amina_key}/bilde/{id}");
    let served = app.sign_in(AMINA).request("GET", &own).send().unwrap();
    let header = |name: &str| served.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert!(header("cache-control").contains("private"));
    let bytes = served.bytes().unwrap();
    assert!(!bytes.windows(12).any(|part| part == b"Solbakkvegen"));
    for (login, path, status) in [
        (TERJE, &led, 200),
        (MONA, &followed, 200),
        (LARS, &followed, 200),
        (JONAS, &own, 404),
        (KARI, &led, 404),
        (LARS, &led, 404),
        ("solveig", &led, 404),
        ("siri", &followed, 404),
        ("ada", &followed, 404),
    ] {
        let answer = app.sign_in(login).request("GET", path).send().unwrap();
        assert_eq!(answer.status().as_u16(), status, "{login} {path}");
    }
    let looks = app.texts("SELECT what AS value FROM look ORDER BY id");
    assert_eq!(looks.iter().filter(|what| *what == "bilde av det jeg kan").count(), 3, "{looks:?}");
    assert_eq!(app.stranger().get(&own).status, 303);
}

#[test]
fn the_mentor_sees_no_more_when_the_relation_has_ended() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let id = bench(&app, &build);
    let page = format!("/intern/kvalifisering/{}", key(&app, "B01"));
    let mona = app.sign_in(MONA);
    assert_eq!(mona.get(&page).status, 200);
    assert_eq!(mona.post(&format!("{page}/sett/{id}"), &[]).status, 303);
    let stamp = app.texts("SELECT id AS value FROM evidence_stamp").remove(0);
    let ended = "UPDATE mentorship SET ended_at = '2026-03-16 08:00:00'";
    app.db.execute(ended).unwrap();
    assert!(!mona.get("/intern/veier").text.contains("Amina"));
    for path in [page.clone(), format!("{page}/bilde/{id}")] {
        assert_eq!(mona.get(&path).status, 404, "{path}");
    }
    let route = [("kind", "apprentice"), ("curriculum", "TMF03-02"), ("date", "2026-03-01")];
    for (path, fields) in [
        (format!("{page}/sett/{id}"), &[][..]),
        (format!("{page}/stempel/{stamp}/angring"), &[]),
        (format!("{page}/veier"), &route),
    ] {
        assert_eq!(mona.post(&path, fields).status, 404, "{path}");
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM route"), 1);
}

#[test]
fn nobody_signs_what_is_of_another_place_or_their_own() {
    let app = spawn();
    let [build, _, cook] = taught(&app);
    let id = bench(&app, &build);
    let home = [("words", "Suppe"), ("date", "2026-03-14"), ("goals", cook.as_str())];
    let shown = show(&app.sign_in(AMINA), &home, None);
    let from_home = shown.location().split_once("ny=").unwrap().1.to_owned();
    for (login, evidence) in
        [(KARI, &id), (LARS, &id), (TERJE, &from_home), (AMINA, &id), (MONA, &id)]
    {
        for verb in ["godkjenning", "ikke-enna"] {
            let path = format!("/intern/mal/{evidence}/{verb}");
            let answer = app.sign_in(login).post(&path, &[("words", "Fint")]);
            assert!(matches!(answer.status, 403 | 404), "{login} {path}: {}", answer.status);
        }
    }
    // Amina becomes the carpentry's work leader: still not her own.
    let amina = app.texts("SELECT id AS value FROM account WHERE login = 'amina'").remove(0);
    let lars = app.sign_in(LARS);
    let person = format!("/intern/folk/{amina}");
    let role = [("role", "work_leader"), ("from", "2026-03-16"), ("valid_from", "2026-03-16")];
    let given = lars.post(&format!("{person}/roller"), &role);
    assert_eq!(given.status, 303, "{}", given.text);
    let place = app.texts("SELECT id AS value FROM enterprise WHERE code = 'snekkeri'").remove(0);
    let leads = format!(
        "UPDATE membership SET part = 'leads' WHERE account_id = '{amina}' AND enterprise_id = '{place}'"
    );
    app.db.execute(&leads).unwrap();
    let own = app.sign_in(AMINA).post(&format!("/intern/mal/{id}/godkjenning"), &[]);
    assert_eq!(own.status, 404, "{}", own.text);
    assert_eq!(reached(&app), 0);
    assert_eq!(lars.post(&format!("/intern/mal/{from_home}/godkjenning"), &[]).status, 303);
}
