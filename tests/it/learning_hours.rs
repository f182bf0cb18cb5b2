//! Hours that are shown as something one can: they stay while they are shown, on every way out.

use crate::harness::cast::{AMINA, JONAS, TERJE};
use crate::harness::{App, Person, spawn};
use crate::learning::{photo, show, taught};

const UNDO: &str = "/intern/timer/klokke/angre";
const SHOWN: &str = "Disse timene er vist fram som noe du kan.";

/// A draft of two hours; its id.
fn draft(app: &App, person: &Person) -> String {
    let day = [
        ("date", "2026-03-12"),
        ("start", "08:00"),
        ("end", "10:00"),
        ("break_minutes", "0"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    assert_eq!(person.post("/intern/timer", &day).status, 303);
    app.texts("SELECT id AS value FROM hour_entry ORDER BY id DESC").remove(0)
}

/// Shows hours as evidence; its path.
fn shown(person: &Person, words: &str, hours: &str, goal: &str) -> String {
    let fields = [
        ("words", words),
        ("date", "2026-03-12"),
        ("enterprise", "snekkeri"),
        ("hours", hours),
        ("goals", goal),
    ];
    let done = show(person, &fields, None);
    assert_eq!(done.status, 303, "{}", done.text);
    format!("/intern/det-jeg-kan/{}", done.location().split_once("ny=").unwrap().1)
}

fn entries(app: &App) -> i64 {
    app.number("SELECT count(*) AS value FROM hour_entry")
}

#[test]
fn hours_that_are_shown_are_not_deleted_until_that_is_taken_back() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let amina = app.sign_in(AMINA);
    let hours = draft(&app, &amina);
    let evidence = shown(&amina, "", &hours, &build);
    let delete = format!("/intern/timer/{hours}/slett");
    let refused = amina.post(&delete, &[]);
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains(SHOWN), "{}", refused.text);
    assert!(refused.text.contains("value=\"10:00\""), "the form is there as it stood");
    assert_eq!(entries(&app), 1);

    assert_eq!(amina.post(&format!("{evidence}/bort"), &[]).status, 303);
    assert_eq!(amina.post(&format!("{evidence}/bort"), &[]).status, 303, "a second tap");
    assert_eq!(amina.post(&format!("{evidence}/angring"), &[]).status, 303);
    let page = amina.get("/intern/det-jeg-kan").text.replace('\u{a0}', " ");
    assert!(page.contains("12.03.2026, Snekkeriet, 2 t"), "had back with its hours: {page}");
    assert_eq!(amina.post(&delete, &[]).status, 422);

    assert_eq!(amina.post(&format!("{evidence}/bort"), &[]).status, 303);
    let gone = amina.post(&delete, &[]);
    assert_eq!((gone.status, entries(&app)), (303, 0), "{}", gone.text);
    let nothing = amina.post(&format!("{evidence}/angring"), &[]);
    assert_eq!(nothing.status, 422, "{}", nothing.text);
    assert!(nothing.text.contains("Det er ikke noe igjen å vise."), "{}", nothing.text);
}

#[test]
fn what_has_words_is_had_back_without_the_hours_that_are_gone() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let amina = app.sign_in(AMINA);
    let hours = draft(&app, &amina);
    let evidence = shown(&amina, "Benken", &hours, &build);
    assert_eq!(amina.post(&format!("{evidence}/bort"), &[]).status, 303);
    assert_eq!(amina.post(&format!("/intern/timer/{hours}/slett"), &[]).status, 303);
    assert_eq!(amina.post(&format!("{evidence}/angring"), &[]).status, 303);
    assert!(app.sign_in(TERJE).get("/intern/mal").text.contains("Benken"));
    assert_eq!(app.number("SELECT count(*) AS value FROM evidence WHERE entry_id IS NOT NULL"), 0);
}

#[test]
fn a_stop_is_not_undone_when_its_hours_are_shown() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let amina = app.sign_in(AMINA);
    let wish = [("enterprise", "snekkeri"), ("kind", "training"), ("order", "")];
    assert_eq!(amina.post("/intern/timer/klokke/inn", &wish).status, 303);
    app.later_minutes(120);
    let out = amina.post("/intern/timer/klokke/ut", &[("break_minutes", "0")]);
    let home = amina.follow(&out);
    let (drafts, started) = (home.field("drafts").unwrap(), home.field("started").unwrap());
    shown(&amina, "", &drafts, &build);
    let was = [("drafts", drafts.as_str()), ("started", started.as_str())];
    let undone = amina.post(UNDO, &[&was[..], &wish[..]].concat());
    assert!(amina.follow(&undone).text.contains(SHOWN), "{}", undone.text);
    assert_eq!((entries(&app), app.number("SELECT count(*) AS value FROM hour_clock")), (1, 0));
}

#[test]
fn a_draft_deleted_twice_is_answered_as_the_first_time() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let delete = format!("/intern/timer/{}/slett", draft(&app, &amina));
    let (first, second) = (amina.post(&delete, &[]), amina.post(&delete, &[]));
    assert_eq!((first.status, second.status), (303, 303), "{}", second.text);
    assert_eq!(first.location(), second.location());
    assert!(amina.follow(&second).text.contains("Timene er slettet."));
    assert_eq!(app.sign_in(JONAS).post(&delete, &[]).status, 404, "there is nothing for others");
}

/// Shows a bench in a form with this key; a picture if there is one.
fn bench<'a>(key: &'a str, goal: &'a str) -> [(&'a str, &'a str); 4] {
    [("nokkel", key), ("date", "2026-03-13"), ("enterprise", "snekkeri"), ("goals", goal)]
}

const HELD: &str = "Bildet du valgte, er tatt vare på.";

#[test]
fn a_chosen_picture_is_held_for_an_hour_while_another_field_is_put_right() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let amina = app.sign_in(AMINA);
    let refused = show(&amina, &bench("en", "finnes-ikke"), Some(photo()));
    assert!(refused.status == 422 && refused.text.contains(HELD), "{}", refused.text);
    let again = show(&amina, &bench("en", "finnes-ikke"), None);
    assert!(again.status == 422 && again.text.contains(HELD), "{}", again.text);
    let of_another = show(&app.sign_in(JONAS), &bench("en", "finnes-ikke"), None);
    assert!(of_another.status == 422 && !of_another.text.contains(HELD));
    app.later_minutes(59);
    let (first, second) =
        (show(&amina, &bench("en", &build), None), show(&amina, &bench("en", &build), None));
    assert_eq!(first.status, 303, "{}", first.text);
    assert_eq!(first.location(), second.location(), "sent twice, kept once");
    let pictures = "SELECT count(*) AS value FROM evidence WHERE photo_base64 IS NOT NULL";
    assert_eq!(app.number(pictures), 1);
    let id = first.location().split_once("ny=").unwrap().1;
    let served = amina.request("GET", &format!("/intern/det-jeg-kan/{id}/bilde")).send().unwrap();
    assert_eq!(served.status().as_u16(), 200);

    let later = show(&amina, &bench("to", "finnes-ikke"), Some(photo()));
    assert!(later.text.contains(HELD));
    app.later_minutes(61);
    let amina = app.sign_in(AMINA);
    let late = show(&amina, &bench("to", &build), None);
    assert_eq!(late.status, 422, "it is held for an hour and no longer: {}", late.text);
    show(&amina, &bench("tre", "finnes-ikke"), Some(photo()));
    assert_eq!(app.number("SELECT count(*) AS value FROM held_file"), 1, "old ones are let go of");
}
