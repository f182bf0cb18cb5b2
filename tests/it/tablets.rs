//! A shared tablet: opened and ended by staff, used with a PIN, and left without a trace.

use crate::harness::cast::{AMINA, JONAS, KARI, LARS, TERJE};
use crate::harness::{Answer, App, Person, spawn};

const PIN: &str = "2580";

pub fn choose_pin(app: &App, login: &str) {
    let chosen = app.sign_in(login).post("/intern/meg/pin", &[("new_pin", PIN)]);
    assert_eq!(chosen.status, 303, "{}", chosen.text);
}

/// A tablet that someone has opened.
pub fn tablet_of(app: &App, login: &str) -> Person {
    let tablet = app.sign_in(login);
    let opened = tablet.post("/intern/nettbrett", &[("name", "Verkstedet")]);
    assert_eq!((opened.status, opened.location()), (303, "/nettbrett"), "{}", opened.text);
    tablet
}

fn resident(app: &App, login: &str) -> String {
    let sql = format!(
        "SELECT r.id AS value FROM resident r JOIN account a ON a.id = r.account_id \
         WHERE a.login = '{login}'"
    );
    app.texts(&sql).remove(0)
}

/// A form of the tablet, with the token its page shows now.
fn post(tablet: &Person, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = tablet.get(page).field("csrf").expect("the page has a form");
    let all: Vec<_> =
        std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied()).collect();
    tablet.post_bare(path, &all)
}

pub fn try_pin(app: &App, tablet: &Person, login: &str, pin: &str) -> Answer {
    let who = resident(app, login);
    post(tablet, "/nettbrett/hvem", "/nettbrett/hvem", &[("who", &who), ("pin", pin)])
}

fn day<'a>(start: &'a str, end: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("date", "2026-03-16"),
        ("start", start),
        ("end", end),
        ("break_minutes", "0"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ]
}

#[test]
fn opening_a_tablet_signs_the_opener_out_of_it_and_its_lock_page_names_nobody() {
    let app = spawn();
    choose_pin(&app, AMINA);
    let tablet = tablet_of(&app, TERJE);
    assert_eq!(tablet.get("/intern").status, 303, "Terje is signed out here");
    let locked = tablet.get("/nettbrett");
    assert_eq!(locked.status, 200);
    assert_eq!(locked.header("cache-control"), "no-store");
    for name in ["Amina", "Yusuf", "Jonas", "Terje", "Moen", "B01", "Verkstedet"] {
        assert!(!locked.text.contains(name), "the lock page tells of {name}");
    }
    let names = tablet.get("/nettbrett/hvem");
    assert!(names.text.contains("Amina") && !names.text.contains("Yusuf"), "{}", names.text);
    assert!(!names.text.contains("Jonas"), "he has chosen no PIN");
    assert!(names.text.contains("content=\"60; url=/nettbrett\""), "without scripts it goes too");
    assert_eq!(app.number("SELECT count(*) AS value FROM kiosk WHERE ended_at IS NULL"), 1);
}

#[test]
fn a_tablet_names_those_who_work_where_its_opener_leads() {
    let app = spawn();
    choose_pin(&app, AMINA);
    choose_pin(&app, JONAS);
    let names = |opener: &str| tablet_of(&app, opener).get("/nettbrett/hvem").text;
    let carpentry = names(TERJE);
    assert!(carpentry.contains("Amina") && carpentry.contains("Jonas"));
    let kitchen = names(KARI);
    assert!(kitchen.contains("Amina") && !kitchen.contains("Jonas"));
    assert!(names(LARS).contains("Jonas"), "a leader's tablet is for all");
    let jonas = app.sign_in(JONAS);
    assert!(jonas.get("/intern/meg").text.contains("Du har valgt PIN."));
    assert_eq!(jonas.post("/intern/meg/pin/fjerning", &[]).status, 303);
    assert!(!names(TERJE).contains("Jonas"), "without a PIN one stands nowhere");
}

#[test]
fn a_pin_that_is_easy_or_no_pin_is_refused_at_its_field() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    for (pin, words) in [("12", "Skriv 4 til 8 tall."), ("1234", "Den er lett å gjette.")] {
        let refused = amina.post("/intern/meg/pin", &[("new_pin", pin)]);
        assert!(refused.status == 422 && refused.text.contains(words), "{}", refused.text);
        assert!(refused.text.contains("new_pin-error"));
    }
    let terje = app.sign_in(TERJE).post("/intern/meg/pin", &[("new_pin", PIN)]);
    assert_eq!(terje.status, 403, "a PIN is for own hours");
    assert_eq!(app.number("SELECT count(*) AS value FROM kiosk_pin"), 0);
}

#[test]
fn on_a_tablet_one_logs_own_hours_and_does_nothing_else() {
    let app = spawn();
    choose_pin(&app, AMINA);
    let tablet = tablet_of(&app, TERJE);
    let inside = try_pin(&app, &tablet, AMINA, PIN);
    assert_eq!((inside.status, inside.location()), (303, "/intern/timer"), "{}", inside.text);
    let week = tablet.get("/intern/timer");
    assert!(week.status == 200 && week.text.contains("Ferdig") && !week.text.contains("Yusuf"));
    assert!(!week.text.contains("/s/phone."), "no queue is kept on a tablet");
    assert!(!week.text.contains("webmanifest") && !week.text.contains("name=\"owner\""));
    assert_eq!(week.header("cache-control"), "no-store");
    let saved = post(&tablet, "/intern/timer/ny", "/intern/timer", &day("08:00", "10:00"));
    assert_eq!(saved.status, 303, "{}", saved.text);
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 1);

    for page in ["/intern/meg", "/intern/resultater", "/intern/nettbrett", "/intern/timer/slag"] {
        assert_eq!(tablet.get(page).status, 404, "{page}");
    }
    let home = tablet.get("/intern");
    assert_eq!((home.status, home.location()), (303, "/intern/timer"));
    let wish = [("enterprise", "snekkeri"), ("kind", "training")];
    let begun = post(&tablet, "/intern/timer/ny", "/intern/timer/klokke/inn", &wish);
    assert_eq!((begun.status, begun.location()), (303, "/intern/timer"), "{}", begun.text);
    assert!(tablet.get("/intern/timer").text.contains("Du er i gang"));
    for path in ["/intern/meg/pin", "/intern/meg/passord", "/intern/logg-ut"] {
        let answer = post(&tablet, "/intern/timer/ny", path, &[("new_pin", "9081")]);
        assert_eq!(answer.status, 403, "{path}");
    }
}

#[test]
fn one_who_also_leads_is_a_resident_only_on_a_tablet() {
    let app = spawn();
    choose_pin(&app, AMINA);
    app.db
        .execute(
            "INSERT INTO account_role (id, account_id, role, valid_from, granted_at) SELECT \
             'r1', id, 'leader', '2026-01-01', '2026-01-01 00:00:00' FROM account \
             WHERE login = 'amina'",
        )
        .unwrap();
    assert_eq!(app.sign_in(AMINA).get("/intern/folk").status, 200);
    let tablet = tablet_of(&app, TERJE);
    assert_eq!(try_pin(&app, &tablet, AMINA, PIN).status, 303);
    assert_eq!(tablet.get("/intern/timer").status, 200);
    assert_eq!(tablet.get("/intern/folk").status, 404);
}

#[test]
fn a_tablet_forgets_in_a_minute_and_when_one_is_done() {
    let app = spawn();
    choose_pin(&app, AMINA);
    choose_pin(&app, JONAS);
    let tablet = tablet_of(&app, TERJE);
    assert_eq!(try_pin(&app, &tablet, AMINA, PIN).status, 303);
    assert_eq!(tablet.get("/intern/timer").status, 200);
    app.later_minutes(1);
    let gone = tablet.get("/intern/timer");
    assert_eq!((gone.status, gone.location()), (303, "/nettbrett"));
    let locked = tablet.get("/nettbrett");
    assert!(locked.header("clear-site-data").contains("storage"), "{:?}", locked.headers);
    let gone: Vec<&str> = locked
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .filter(|cookie| cookie.contains("Max-Age=0"))
        .filter_map(|cookie| cookie.split('=').next())
        .collect();
    assert!(gone.contains(&"okt") && gone.contains(&"vern"), "{gone:?}");
    assert!(!gone.contains(&"nettbrett"), "{gone:?}");

    // The next one, who says that he is done.
    assert_eq!(try_pin(&app, &tablet, JONAS, PIN).status, 303);
    let week = tablet.get("/intern/timer").text;
    assert!(week.contains("Jonas") && !week.contains("Amina"));
    tablet.get("/nettbrett");
    assert_eq!(tablet.get("/intern/timer").location(), "/nettbrett");
    let open = "SELECT count(*) AS value FROM session WHERE kiosk_id IS NOT NULL \
                AND ended_at IS NULL";
    assert_eq!(app.number(open), 0);
}

#[test]
fn five_wrong_tries_lock_a_pin_for_a_quarter_of_an_hour() {
    let app = spawn();
    choose_pin(&app, AMINA);
    choose_pin(&app, JONAS);
    let tablet = tablet_of(&app, TERJE);
    for _ in 0..4 {
        let wrong = try_pin(&app, &tablet, AMINA, "9999");
        assert!(wrong.status == 422 && wrong.text.contains("PIN-en stemmer ikke."));
        assert!(!wrong.text.contains("\"9999\""), "what was typed is not shown");
    }
    let locked = try_pin(&app, &tablet, AMINA, "9999");
    assert!(locked.status == 422 && locked.text.contains("etter kl. 10.15."), "{}", locked.text);
    let right = try_pin(&app, &tablet, AMINA, PIN);
    assert_eq!(right.status, 422, "the right one is not taken either");
    assert_eq!(try_pin(&app, &tablet, JONAS, PIN).status, 303, "others are not locked out");
    app.later_minutes(15);
    assert_eq!(try_pin(&app, &tablet, AMINA, "9999").status, 422);
    assert_eq!(try_pin(&app, &tablet, AMINA, PIN).status, 303, "counted anew");
    assert_eq!(app.number("SELECT CAST(sum(misses) AS BIGINT) AS value FROM kiosk_pin"), 0);
}

#[test]
fn a_pin_goes_when_its_account_ends_and_is_not_back_when_it_opens_again() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let account = "SELECT id AS value FROM account WHERE login = 'amina'";
    let page = format!("/intern/folk/{}", app.texts(account).remove(0));
    let pins = || app.number("SELECT count(*) AS value FROM kiosk_pin");
    choose_pin(&app, AMINA);
    choose_pin(&app, JONAS);
    assert_eq!(lars.post(&format!("{page}/avslutning"), &[]).status, 303);
    assert_eq!(pins(), 1, "Jonas has kept his");
    let left = "INSERT INTO kiosk_pin SELECT r.id, p.pin_hash, p.set_at, p.misses, p.locked_until \
                FROM resident r, kiosk_pin p WHERE r.pseudonym = 'B01'";
    app.db.execute(left).unwrap();
    assert_eq!(lars.post(&format!("{page}/gjenapning"), &[]).status, 200);
    assert_eq!(pins(), 1, "nor does one that was left behind open anything");
}

#[test]
fn nobody_gets_in_as_one_who_is_not_on_the_tablet() {
    let app = spawn();
    choose_pin(&app, AMINA);
    choose_pin(&app, JONAS);
    let tablet = tablet_of(&app, KARI);
    let other = try_pin(&app, &tablet, JONAS, PIN);
    assert!(other.status == 422 && other.text.contains("Velg hvem du er."), "{}", other.text);
    let who = resident(&app, AMINA);
    let stranger = app.stranger();
    let csrf = stranger.csrf();
    let fields = [("csrf", csrf.as_str()), ("who", who.as_str()), ("pin", PIN)];
    let outside = stranger.post_bare("/nettbrett/hvem", &fields);
    assert_eq!((outside.status, outside.location()), (303, "/intern/nettbrett"));
    assert_eq!(app.number("SELECT count(*) AS value FROM session WHERE kiosk_id IS NOT NULL"), 0);
}

#[test]
fn an_ended_tablet_lets_nobody_in_and_those_on_it_out() {
    let app = spawn();
    choose_pin(&app, AMINA);
    let tablet = tablet_of(&app, TERJE);
    assert_eq!(try_pin(&app, &tablet, AMINA, PIN).status, 303);
    let id = app.texts("SELECT id AS value FROM kiosk").remove(0);
    let end = format!("/intern/nettbrett/{id}/avslutning");
    assert_eq!(app.sign_in(KARI).post(&end, &[]).status, 404, "it is Terje's");
    assert!(!app.sign_in(KARI).get("/intern/nettbrett").text.contains("Verkstedet"));
    let lars = app.sign_in(LARS);
    assert!(lars.get("/intern/nettbrett").text.contains("Verkstedet"));
    assert_eq!(lars.post(&end, &[]).status, 303);
    assert_eq!(lars.post(&end, &[]).status, 404, "it has ended");
    assert_eq!(tablet.get("/intern/timer").status, 303);
    for page in ["/nettbrett", "/nettbrett/hvem"] {
        let answer = tablet.get(page);
        assert_eq!((answer.status, answer.location()), (303, "/intern/nettbrett"), "{page}");
    }
}

#[test]
fn a_tablet_closes_with_its_openers_role_and_after_ninety_days() {
    let app = spawn();
    choose_pin(&app, AMINA);
    let tablet = tablet_of(&app, TERJE);
    assert_eq!(tablet.get("/nettbrett").status, 200);
    assert_eq!(try_pin(&app, &tablet, AMINA, PIN).status, 303);
    app.db
        .execute("UPDATE account_role SET valid_to = '2026-03-15' WHERE role = 'work_leader'")
        .unwrap();
    assert_eq!(tablet.get("/intern/timer").status, 303);
    app.db.execute("UPDATE account_role SET valid_to = NULL WHERE role = 'work_leader'").unwrap();
    let tablet = tablet_of(&app, TERJE);
    app.set_clock("2026-06-15 10:00");
    assert_eq!(tablet.get("/nettbrett").status, 303);
}

#[test]
fn the_tablet_in_ones_hand_is_ended_and_opened_anew() {
    let app = spawn();
    let tablet = tablet_of(&app, TERJE);
    assert_eq!(tablet.get("/nettbrett").status, 200);
    let again = app.sign_in(TERJE);
    let nameless = again.post("/intern/nettbrett", &[("name", "")]);
    assert!(nameless.status == 422 && nameless.text.contains("Skriv hvor nettbrettet står"));
    assert_eq!(again.post("/intern/nettbrett", &[("name", "Kjøkkenet")]).status, 303);
    assert_eq!(app.number("SELECT count(*) AS value FROM kiosk WHERE ended_at IS NULL"), 2);
}
