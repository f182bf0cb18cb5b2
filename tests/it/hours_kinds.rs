//! Kinds of time: changed only by resident and leader together, and held to on every path.

use serde_json::json;

use crate::harness::cast::{ADA, AMINA, JONAS, KARI, LARS, MONA, ODD, SIRI, SOLVEIG, TERJE};
use crate::harness::{App, Person, spawn};

fn key_of(app: &App, pseudonym: &str) -> String {
    let sql = format!("SELECT id AS value FROM resident WHERE pseudonym = '{pseudonym}'");
    app.texts(&sql).remove(0)
}

/// Says yes or no, or proposes, as a leader or a resident.
fn says(person: &Person, path: &str, fields: &[(&str, &str)]) -> u16 {
    person.post(path, fields).status
}

#[test]
fn a_kind_counts_when_resident_and_leader_have_both_said_yes() {
    let app = spawn();
    let (amina, lars) = (app.sign_in(AMINA), app.sign_in(LARS));
    let key = key_of(&app, "B01");
    assert!(amina.get("/intern/timer/slag").text.contains("Ingenting er avtalt ennå."));
    let wish = [("kind", "training"), ("date", "2026-03-01"), ("valid_to", "")];
    assert_eq!(says(&lars, &format!("/intern/slag/{key}"), &wish), 303);
    assert_eq!(says(&lars, &format!("/intern/slag/{key}"), &wish), 422, "it waits already");
    let logs = |start: &str, kind: &str| {
        let body = json!({"date": "2026-03-16", "start": start, "end": "23:00", "break_minutes": 0,
            "enterprise": "snekkeri", "kind": kind, "order": null});
        app.api_as(AMINA).post_json("/api/v1/hours", start, &body)
    };
    assert_eq!(logs("22:00", "work").status, 201, "one yes is none");
    let row = app.texts("SELECT id AS value FROM kind_agreement").remove(0);
    assert_eq!(says(&lars, &format!("/intern/slag/{key}/{row}/ja"), &[]), 422, "not to one's own");
    assert_eq!(says(&app.sign_in(JONAS), &format!("/intern/timer/slag/{row}/ja"), &[]), 404);
    assert!(amina.get("/intern/timer/slag").text.contains("Ja til Opplæring"));
    assert_eq!(says(&amina, &format!("/intern/timer/slag/{row}/ja"), &[]), 303);
    assert!(amina.get("/intern/timer/slag").text.contains("Avtalt nå: <strong>Opplæring</strong>"));

    app.db.execute("DELETE FROM hour_entry").unwrap();
    let refused = logs("21:00", "work");
    assert_eq!((refused.status, refused.code().as_str()), (422, "hours.kind_agreed"));
    assert_eq!(refused.json()["field"], "kind");
    assert_eq!(logs("21:30", "training").status, 201);
    // The form, the clock and the copy of a day keep to it too.
    let form = amina.get("/intern/timer/ny").text;
    assert!(form.contains("value=\"training\"") && !form.contains("value=\"dugnad\""), "{form}");
    let day = [
        ("date", "2026-03-16"),
        ("start", "06:00"),
        ("end", "07:00"),
        ("enterprise", "snekkeri"),
        ("kind", "work"),
    ];
    assert!(amina.post("/intern/timer", &day).text.contains("Det er ikke avtalt for deg"));
    let begun = amina.post("/intern/timer/klokke/inn", &day[3..]);
    assert!(begun.text.contains("Det er ikke avtalt for deg"), "{}", begun.text);
    // Days before the agreement are open, and so is what another does.
    let mut early = day;
    early[0].1 = "2026-02-27";
    assert_eq!(says(&amina, "/intern/timer", &early), 303);
    assert_eq!(says(&app.sign_in(JONAS), "/intern/timer", &day), 303);
    let copied = amina.post("/intern/timer/kopi", &[("day", "2026-03-15")]);
    assert_eq!(copied.status, 422, "a day of work is not copied into one of training");
}

#[test]
fn an_agreement_ends_as_it_began_and_may_be_declined() {
    let app = spawn();
    let (amina, lars) = (app.sign_in(AMINA), app.sign_in(LARS));
    let key = key_of(&app, "B01");
    let newest = || {
        let sql = "SELECT id AS value FROM kind_agreement ORDER BY proposed_at DESC, id DESC";
        app.texts(sql).remove(0)
    };
    let propose = |kind: &str, from: &str, to: &str| {
        says(&amina, "/intern/timer/slag", &[("kind", kind), ("date", from), ("valid_to", to)])
    };
    for (kind, from, to) in
        [("ferie", "2026-03-01", ""), ("work", "i mars", ""), ("work", "2026-03-02", "2026-03-01")]
    {
        assert_eq!(propose(kind, from, to), 422, "{kind} {from} {to}");
    }
    assert_eq!(propose("work", "2026-03-01", ""), 303);
    let waits = lars.get("/intern/slag").text;
    assert!(waits.contains("Amina: Arbeid") && waits.contains("Venter på deg"), "{waits}");
    assert_eq!(says(&lars, &format!("/intern/slag/{key}/{}/ja", newest()), &[]), 303);
    // To end it is to agree on a last day.
    app.later_minutes(1);
    assert_eq!(propose("work", "2026-03-01", "2026-03-10"), 303);
    let agreed = |page: &str| page.contains("Avtalt nå: <strong>Arbeid</strong>");
    assert!(agreed(&amina.get("/intern/timer/slag").text), "one yes ends nothing");
    assert_eq!(says(&lars, &format!("/intern/slag/{key}/{}/ja", newest()), &[]), 303);
    assert!(!agreed(&amina.get("/intern/timer/slag").text));
    app.later_minutes(1);
    assert_eq!(propose("dugnad", "2026-03-01", ""), 303);
    let row = newest();
    let elsewhere = format!("/intern/slag/{}/{row}/nei", key_of(&app, "B02"));
    assert_eq!(says(&lars, &elsewhere, &[]), 404, "under another's name it is not there");
    assert_eq!(says(&lars, &format!("/intern/slag/{key}/{row}/nei"), &[]), 303);
    assert_eq!(says(&lars, &format!("/intern/slag/{key}/{row}/ja"), &[]), 422);
    assert!(amina.get("/intern/timer/slag").text.contains("Det ble ikke noe av"));
}

#[test]
fn kinds_are_the_leaders_and_the_residents_own_and_the_look_is_kept() {
    let app = spawn();
    let path = format!("/intern/slag/{}", key_of(&app, "B01"));
    for login in [TERJE, KARI, MONA, SOLVEIG, SIRI, ODD, ADA, AMINA, JONAS] {
        let person = app.sign_in(login);
        assert_eq!(person.get(&path).status, 404, "{login}");
        let wish = [("kind", "work"), ("date", "2026-03-01")];
        assert_eq!(person.post(&path, &wish).status, 403, "{login}");
    }
    let lars = app.sign_in(LARS);
    let looks = || app.number("SELECT count(*) AS value FROM look WHERE what = 'slag timer'");
    let before = looks();
    assert!(lars.get(&path).text.contains("Slag timer for Amina"));
    assert_eq!(looks(), before + 1);
    assert_eq!(lars.get("/intern/slag/finnes-ikke").status, 404);
    let folk = lars.get("/intern/folk").text;
    let amina = folk.split("/intern/folk/").find(|rest| rest.contains(">Amina")).unwrap();
    let person = lars.get(&format!("/intern/folk/{}", amina.split('"').next().unwrap()));
    assert!(person.text.contains(&path), "{}", person.text);
}
