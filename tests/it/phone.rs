//! What a resident's own phone keeps and sends when there was no coverage.

use crate::harness::cast::{AMINA, JONAS, TERJE};
use crate::harness::{Person, answer, spawn};

fn day<'a>(key: &'a str, start: &'a str, end: &'a str) -> [(&'a str, &'a str); 8] {
    [
        ("date", "2026-03-16"),
        ("start", start),
        ("end", end),
        ("break_minutes", "30"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
        ("order", ""),
        ("nokkel", key),
    ]
}

fn send(person: &Person, key: &str, start: &str, end: &str) -> crate::harness::Answer {
    person.post("/intern/timer/ventende", &day(key, start, end))
}

#[test]
fn what_is_sent_twice_under_one_key_is_there_once() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let first = send(&amina, "k1", "08:00", "14:00");
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(first.json()["place"], "/intern/timer?dag=2026-03-16");
    assert!(amina.get("/intern/timer").text.contains("Lagret kl. 10.00."));
    let again = send(&amina, "k1", "08:00", "14:00");
    assert_eq!((again.status, again.json()), (201, first.json()));
    let other = send(&amina, "k1", "08:00", "15:00");
    assert_eq!((other.status, other.code().as_str()), (409, "idempotency.reused"));
    let keyless = send(&amina, "", "15:00", "16:00");
    assert_eq!(keyless.status, 400, "{}", keyless.text);
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 1);
    // Another's key is another key.
    assert_eq!(send(&app.sign_in(JONAS), "k1", "08:00", "14:00").status, 201);
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 2);
}

#[test]
fn a_refusal_is_told_with_its_words_and_the_key_is_free_for_the_mended_day() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    assert_eq!(send(&amina, "k1", "08:00", "14:00").status, 201);
    let refused = send(&amina, "k2", "13:00", "15:00");
    assert_eq!((refused.status, refused.code().as_str()), (422, "hours.overlap"));
    let error = refused.json()["errors"][0].clone();
    assert_eq!(error["field"], "start");
    assert_eq!(error["detail"], "Du har alt skrevet 08:00 til 14:00 den dagen. Endre tiden her.");
    assert_eq!(send(&amina, "k2", "14:00", "15:00").status, 201);
}

#[test]
fn a_clock_that_ran_when_coverage_was_lost_stops_with_the_day_that_is_sent() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    app.set_clock("2026-03-16 08:00");
    let wish = [("enterprise", "snekkeri"), ("kind", "training")];
    assert_eq!(amina.post("/intern/timer/klokke/inn", &wish).status, 303);
    let page = amina.get("/intern/timer").text;
    assert!(page.contains("&#34;start&#34;:&#34;08:00&#34;"), "the phone learns of it: {page}");
    app.set_clock("2026-03-16 15:00");
    let runs = "SELECT count(*) AS value FROM hour_clock";
    let send = |key: &str, end: &str| {
        let mut fields = day(key, "08:00", end).to_vec();
        fields.push(("clock", "ja"));
        amina.post("/intern/timer/ventende", &fields)
    };
    assert_eq!(send("k1", "07:00").status, 422);
    assert_eq!(app.number(runs), 1, "a refused day leaves it as it was");
    assert_eq!(send("k2", "14:00").status, 201);
    assert_eq!(app.number(runs), 0);
    assert_eq!(send("k2", "14:00").status, 201, "and once more is once");
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 1);
}

#[test]
fn the_phone_learns_whether_it_is_signed_in_and_whose_the_entries_are() {
    let app = spawn();
    let (amina, jonas) = (app.sign_in(AMINA), app.sign_in(JONAS));
    let told = amina.get("/intern/timer/ventende").json();
    assert_eq!(told["csrf"].as_str().unwrap(), amina.csrf());
    let owner = told["owner"].as_str().unwrap();
    assert_eq!(owner.len(), 16);
    assert!(
        amina.get("/intern/timer").text.contains(&format!("name=\"owner\" content=\"{owner}\""))
    );
    assert_ne!(jonas.get("/intern/timer/ventende").json()["owner"], owner);
    assert_eq!(app.sign_in(AMINA).get("/intern/timer/ventende").json()["owner"], owner, "it stays");
    let stranger = app.stranger().get("/intern/timer/ventende");
    assert_eq!(stranger.status, 303);
    app.later_minutes(12 * 60);
    assert_eq!(amina.get("/intern/timer/ventende").status, 303);
}

#[test]
fn the_form_that_is_kept_on_the_phone_holds_nobodys_name_and_nobodys_hours() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    assert_eq!(send(&amina, "k1", "08:12", "14:34").status, 201);
    let form = amina.get("/intern/timer/uten-nett");
    assert_eq!(form.status, 200, "{}", form.text);
    for word in ["Amina", "Yusuf", "B01", "csrf", "Lagret kl."] {
        assert!(!form.text.contains(word), "the form holds {word}");
    }
    assert!(form.text.contains("data-day=\"uten-nett\"") && form.text.contains("Snekkeri"));
}

#[test]
fn the_worker_is_asked_for_anew_and_works_on_the_hours_only() {
    let app = spawn();
    let worker = app.stranger().get("/worker.js");
    assert_eq!(worker.status, 200);
    assert_eq!(worker.header("service-worker-allowed"), "/intern/timer");
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert!(worker.header("content-type").starts_with("text/javascript"));
    let page = app.sign_in(AMINA).get("/intern/timer").text;
    for kind in ["phone", "app", "icon-192"] {
        let path = page.split("\"/s/").find(|rest| rest.starts_with(kind)).unwrap();
        let path = format!("/s/{}", path.split('"').next().unwrap());
        let file = app.stranger().get(&path);
        assert_eq!(file.status, 200, "{path}");
        assert!(file.header("cache-control").contains("immutable"));
    }
    let staff = app.sign_in(TERJE).get("/intern").text;
    assert!(!staff.contains("/s/phone.") && !staff.contains("webmanifest"));
}

#[test]
fn signing_out_tells_the_phone_to_forget() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let csrf = amina.csrf();
    let out = answer(amina.request("POST", "/intern/logg-ut").form(&[("csrf", csrf)]));
    assert_eq!(out.status, 303);
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
}
