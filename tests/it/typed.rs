//! Nothing is lost of what a person typed: not by an old page, a limit, a used key or a sign-in that
//! ran out.

use crate::harness::cast::{AMINA, LARS, SOLVEIG};
use crate::harness::{Answer, App, Person, answer, spawn, spawn_with};
use crate::repeats::sacks;

const ORDERS: &str = "SELECT count(*) AS value FROM customer_order";

/// Posts with a token the browser has forgotten, as a page of this site would.
fn stale(person: &Person, path: &str, site: &str, fields: &[(&str, &str)]) -> Answer {
    let all: Vec<(&str, &str)> =
        std::iter::once(("csrf", "gammel")).chain(fields.iter().copied()).collect();
    answer(person.request("POST", path).header("sec-fetch-site", site).form(&all))
}

#[test]
fn a_checkout_that_stood_open_too_long_is_shown_again_as_typed_and_goes_the_second_time() {
    let app = spawn();
    let customer = app.stranger();
    let again = stale(&customer, "/bestilling", "same-origin", &sacks("k", ""));
    assert_eq!(again.status, 422);
    for words in ["Siden har stått åpen lenge", "value=\"Nils Nilsen\"", "value=\"Storgata 1\""] {
        assert!(again.text.contains(words), "{words}: {}", again.text);
    }
    assert_eq!(app.number(ORDERS), 0, "nothing is done without the token");
    let (csrf, key) = (again.field("csrf").unwrap(), again.field("nokkel").unwrap());
    let mut fields = sacks(&key, "");
    fields.push(("csrf", &csrf));
    assert_eq!(customer.post_bare("/bestilling", &fields).status, 303);
    for site in ["cross-site", "same-site", "none"] {
        let refused = stale(&app.stranger(), "/bestilling", site, &sacks("k2", ""));
        assert_eq!(refused.status, 403, "{site}");
        assert!(!refused.text.contains("Nils Nilsen"), "{site}");
    }
}

#[test]
fn a_front_page_that_stood_open_too_long_still_fills_the_basket() {
    let app = spawn();
    let chosen = [("lines[0].offering", "SN-VED"), ("lines[0].quantity", "2")];
    let customer = app.stranger();
    let done = stale(&customer, "/kurv", "same-origin", &chosen);
    assert_eq!((done.status, done.location()), (303, "/bestilling"));
    assert!(customer.follow(&done).text.contains("240,00"));
    assert_eq!(stale(&app.stranger(), "/kurv", "cross-site", &chosen).status, 403);
}

#[test]
fn a_used_key_and_a_limit_show_the_checkout_again_as_typed() {
    let app = spawn_with(&["--rate-limits", "on"]);
    let customer = app.stranger();
    assert_eq!(customer.post("/bestilling", &sacks("k0", "")).status, 303);
    let mut other = sacks("k0", "");
    other[3].1 = "Olga Olsen";
    let used = customer.post("/bestilling", &other);
    assert_eq!(used.status, 409);
    assert!(
        used.text.contains("Skjemaet er sendt én gang før") && used.text.contains("Olga Olsen")
    );
    other[0].1 = "k1";
    assert_eq!(customer.post("/bestilling", &other).status, 303, "a new key is a new order");
    for number in 2..29 {
        let key = format!("k{number}");
        assert_eq!(customer.post("/bestilling", &sacks(&key, "")).status, 303, "{number}");
    }
    let over = customer.post("/bestilling", &sacks("over", ""));
    assert_eq!(over.status, 429, "{}", over.text);
    assert_eq!(over.header("retry-after"), "600");
    assert!(over.text.contains("value=\"Nils Nilsen\"") && over.text.contains("Vent 600 sekunder"));
    let again = customer.post("/bestilling", &sacks("k0", ""));
    assert_eq!(again.status, 303, "an old order is answered past the limit");
}

const PASSWORD: &str = "en lang tur i skogen";

/// Someone with a password, whose sign-in has run out over a page.
fn signed_out(app: &App, login: &str) -> Person {
    let lars = app.sign_in(LARS);
    let id = &app.texts(&format!("SELECT id AS value FROM account WHERE login = '{login}'"))[0];
    let made = lars.post(&format!("/intern/folk/{id}/lenke"), &[]);
    let (_, link) = made.text.split_once("/velkommen/").unwrap();
    let link = format!("/velkommen/{}", &link[..22]);
    let person = app.stranger();
    let chosen = person.post(&link, &[("password", PASSWORD), ("again", PASSWORD)]);
    assert_eq!(chosen.status, 303, "{}", chosen.text);
    person.csrf();
    app.later_minutes(13 * 60);
    person
}

const DAY: [(&str, &str); 7] = [
    ("date", "2026-03-16"),
    ("start", "08:00"),
    ("end", "14:30"),
    ("break_minutes", "30"),
    ("enterprise", "snekkeri"),
    ("kind", "training"),
    ("order", ""),
];

/// The hidden fields of a page's first form.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let form = page.text.split("<main").nth(1).unwrap();
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1);
    fields
        .filter_map(|field| {
            let (name, rest) = field.split_once("\" value=\"")?;
            Some((name.to_owned(), rest.split_once('"')?.0.to_owned()))
        })
        .collect()
}

fn sign_in_with(person: &Person, page: &Answer, password: &str) -> Answer {
    let mut fields = hidden(page);
    fields.push(("login".into(), AMINA.into()));
    fields.push(("password".into(), password.into()));
    answer(person.request("POST", "/intern/logg-inn").form(&fields))
}

#[test]
fn a_day_typed_over_a_sign_in_that_ran_out_goes_along_and_is_sent_by_a_press() {
    let app = spawn();
    let amina = signed_out(&app, AMINA);
    let page = amina.post("/intern/timer", &DAY);
    assert_eq!(page.status, 401, "{}", page.text);
    assert!(page.text.contains("Du er logget ut. Logg inn, så er det du skrev, med videre."));
    let carried = hidden(&page);
    assert!(carried.contains(&("til".into(), "/intern/timer".into())));
    assert!(carried.contains(&("med.start".into(), "08:00".into())), "{carried:?}");
    assert!(!carried.iter().any(|(name, _)| name == "med.csrf"));
    let wrong = sign_in_with(&amina, &page, "et helt annet passord");
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text.contains("et helt annet passord"));
    assert_eq!(hidden(&wrong), carried, "a wrong password loses nothing");
    let inside = sign_in_with(&amina, &wrong, PASSWORD);
    assert_eq!(inside.status, 200, "{}", inside.text);
    assert!(inside.text.contains("Du er logget inn som amina"));
    assert!(inside.text.contains("action=\"/intern/timer\""));
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 0, "not before the press");
    let sent = answer(amina.request("POST", "/intern/timer").form(&hidden(&inside)));
    assert_eq!((sent.status, sent.location()), (303, "/intern/timer?dag=2026-03-16"));
    assert!(amina.follow(&sent).text.contains("08:00 til 14:30, 30 min pause"));
}

#[test]
fn a_page_restored_without_its_cookies_carries_what_was_typed_and_another_sites_does_not() {
    let app = spawn();
    let restored = stale(&app.stranger(), "/intern/timer", "same-origin", &DAY);
    assert_eq!(restored.status, 401);
    assert!(restored.text.contains("name=\"med.start\" value=\"08:00\""));
    for site in ["cross-site", "same-site", "none"] {
        let foreign = stale(&app.stranger(), "/intern/timer", site, &DAY);
        assert_eq!((foreign.status, foreign.location()), (303, "/intern/logg-inn"), "{site}");
    }
    let script = app.stranger();
    let fetched = script.request("POST", "/intern/timer").header("sec-fetch-mode", "cors");
    let fetched = answer(fetched.header("sec-fetch-site", "same-origin").form(&DAY));
    assert_eq!(fetched.status, 303, "a script is told as before");
}

#[test]
fn what_is_secret_large_or_not_for_a_path_of_ours_is_not_carried() {
    let app = spawn();
    let person = signed_out(&app, AMINA);
    let change = [("current", "hemmelig"), ("password", "nytt"), ("again", "nytt")];
    let own = person.post("/intern/meg/passord", &change);
    assert_eq!((own.status, own.text.as_str()), (303, ""));
    assert_eq!(person.post("/intern/meg/pin", &[("pin", "1234")]).status, 303);
    let secret = person.post("/intern/timer", &[("start", "08:00"), ("password", "hemmelig")]);
    assert!(secret.text.contains("med.start") && !secret.text.contains("hemmelig"));
    let large = "x".repeat(50 * 1024);
    assert_eq!(person.post("/intern/timer", &[("note", &large)]).status, 303);
    for place in
        ["/intern/meg/passord", "//evil.example", "/kurv", "/intern/finnes-ikke", "/intern"]
    {
        let page = [("til", place), ("med.x", "y"), ("login", AMINA), ("password", PASSWORD)];
        let inside = person.post("/intern/logg-inn", &page);
        assert_eq!((inside.status, inside.location()), (303, "/intern"), "{place}");
    }
}

#[test]
fn on_a_shared_tablet_nothing_typed_is_carried() {
    let app = spawn();
    let tablet = app.stranger();
    let request = tablet.request("POST", "/intern/timer").header("cookie", "nettbrett=x");
    let told = answer(request.header("sec-fetch-site", "same-origin").form(&DAY));
    assert_eq!((told.status, told.location()), (303, "/nettbrett"));
}

#[test]
fn one_signed_in_meets_no_other_page_than_before() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let refused = stale(&solveig, "/intern/innkjop", "same-origin", &[("total", "450")]);
    assert_eq!(refused.status, 403);
}
