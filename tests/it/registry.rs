//! Name and address of an organisation from Enhetsregisteret, and a clear word when there are none.

use std::time::{Duration, Instant};

use crate::harness::cast::{ODD, SOLVEIG};
use crate::harness::mock::{Reply, http_server};
use crate::harness::{Answer, App, spawn, spawn_with};

const SESAM: &str = r#"{"organisasjonsnummer": "317763174", "navn": "SESAM AS", "konkurs": false,
  "forretningsadresse": {"adresse": ["Elgeseter gate 1", null, ""], "postnummer": "7030",
  "poststed": "TRONDHEIM"}}"#;
const BANKRUPT: &str = r#"{"navn": "SESAM AS", "konkurs": true}"#;
const DELETED: &str = r#"{"navn": "SESAM AS", "slettedato": "2017-10-20"}"#;

fn with_registry(replies: &[Reply]) -> (App, String) {
    let (url, _told) = http_server(replies);
    (spawn_with(&["--rate-limits", "off", "--brreg-url", &url]), url)
}

/// Presses the button in the checkout, with a name typed.
fn ask(app: &App, name: &str, number: &str) -> Answer {
    let fields = [
        ("customer.kind", "business"),
        ("customer.name", name),
        ("customer.email", "kafe@example.no"),
        ("customer.org_number", number),
        ("message", "Ring på døra"),
        ("lines[0].offering", "SN-VED"),
        ("lines[0].quantity", "3"),
        ("gjor", "hent"),
    ];
    app.stranger().post("/bestilling", &fields)
}

#[test]
fn the_checkout_comes_back_filled_and_nothing_typed_is_lost() {
    let (app, _url) = with_registry(&[Reply::Say(200, SESAM)]);
    let filled = ask(&app, "", "317 763 174");
    assert_eq!(filled.status, 200);
    for value in ["SESAM AS", "Elgeseter gate 1", "7030", "Trondheim", "kafe@example.no", "3"] {
        assert!(filled.text.contains(&format!("value=\"{value}\"")), "{value}: {}", filled.text);
    }
    assert!(filled.text.contains("Ring på døra"));
    let kept = ask(&app, "Kafeen på hjørnet", "317763174");
    assert!(kept.text.contains("value=\"Kafeen på hjørnet\""));
    assert!(kept.text.contains("Enhetsregisteret: SESAM AS, Elgeseter gate 1, 7030 Trondheim."));
    assert_eq!(app.number("SELECT count(*) AS value FROM customer_order"), 0);
}

#[test]
fn a_number_is_checked_before_anyone_is_asked() {
    let (url, told) = http_server(&[Reply::Say(200, SESAM)]);
    let app = spawn_with(&["--rate-limits", "off", "--brreg-url", &url]);
    for number in ["", "317763175", "12", "../../etc"] {
        let refused = ask(&app, "", number);
        assert_eq!(refused.status, 422, "{number}");
        assert!(refused.text.contains("customer.org_number-error"), "{}", refused.text);
    }
    assert!(told.try_recv().is_err(), "nobody was asked");
}

#[test]
fn what_is_unknown_deleted_bankrupt_or_silent_is_told_in_plain_words() {
    let huge: &'static str = Box::leak("x".repeat(70_000).into_boxed_str());
    for (replies, words) in [
        (vec![Reply::Say(404, "")], "kjenner ikke dette nummeret"),
        (vec![Reply::Say(410, "")], "slettet fra Enhetsregisteret"),
        (vec![Reply::Say(200, DELETED)], "SESAM AS ble slettet fra Enhetsregisteret 20.10.2017"),
        (vec![Reply::Say(200, BANKRUPT)], "konkurs eller under avvikling"),
        (vec![Reply::Say(500, "")], "svarer ikke nå"),
        (vec![Reply::Say(200, "<html>")], "svarer ikke nå"),
        (vec![Reply::Say(200, huge)], "svarer ikke nå"),
        (vec![Reply::Drop], "svarer ikke nå"),
        (vec![Reply::Say(404, ""), Reply::Say(200, SESAM)], "Enhetsregisteret: SESAM AS"),
    ] {
        let (app, _url) = with_registry(&replies);
        let told = ask(&app, "Kafeen", "317763174");
        assert!(told.text.contains(words), "{replies:?}: {}", told.text);
        assert!(told.text.contains("value=\"Kafeen\"") && told.text.contains("Ring på døra"));
    }
    let (app, _url) = with_registry(&[Reply::Hang]);
    let began = Instant::now();
    assert!(ask(&app, "", "317763174").text.contains("svarer ikke nå"));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn too_many_questions_are_told_to_wait() {
    let (url, _told) = http_server(&[Reply::Say(200, SESAM)]);
    let app = spawn_with(&["--brreg-url", &url]);
    let answers: Vec<Answer> = (0..21).map(|_| ask(&app, "", "317763174")).collect();
    assert!(answers[19].text.contains("value=\"SESAM AS\""));
    assert!(answers[20].text.contains("spurt mange ganger"), "{}", answers[20].text);
}

#[test]
fn without_a_register_the_button_is_not_there() {
    for flags in [&["--rate-limits", "off"][..], &["--brreg-url", "off"][..]] {
        let app = spawn_with(flags);
        assert!(!ask(&app, "", "317763174").text.contains("Hent navn og adresse"));
    }
}

#[test]
fn a_customers_name_and_address_are_fetched_looked_over_and_saved() {
    let (app, _url) = with_registry(&[Reply::Say(200, SESAM)]);
    app.db
        .execute(
            "INSERT INTO customer (id, kind, name, org_number, email, phone, street, postcode, \
             city, created_at) VALUES ('k1', 'business', 'Sesam', '317763174', '', '', '', '', '', \
             '2026-03-01 10:00:00')",
        )
        .unwrap();
    let solveig = app.sign_in(SOLVEIG);
    let path = "/intern/kunder/k1/adresse";
    let card = solveig.get("/intern/kunder/k1").text;
    assert!(card.contains(path), "{card}");
    assert!(solveig.get(path).text.contains("Hent navn og adresse"));
    let filled = solveig.post(path, &[("name", "Sesam"), ("gjor", "hent")]);
    assert_eq!(filled.status, 200);
    for value in ["SESAM AS", "Elgeseter gate 1", "7030", "Trondheim"] {
        assert!(filled.text.contains(&format!("value=\"{value}\"")), "{value}: {}", filled.text);
    }
    let name = "SELECT name || ' ' || city AS value FROM customer WHERE id = 'k1'";
    assert_eq!(app.texts(name), ["Sesam "], "nothing is saved yet");
    let wrong = [("name", ""), ("street", "Gata 1"), ("postcode", "70"), ("city", "Trondheim")];
    let refused = solveig.post(path, &wrong);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("name-error") && refused.text.contains("postcode-error"));
    let right = [
        ("name", "SESAM AS"),
        ("street", "Elgeseter gate 1"),
        ("postcode", "7030"),
        ("city", "Trondheim"),
        ("gjor", "lagre"),
    ];
    assert_eq!(solveig.post(path, &right).status, 303);
    assert_eq!(app.texts(name), ["SESAM AS Trondheim"]);
    assert_eq!(app.sign_in(ODD).get(path).status, 404);
    assert_eq!(solveig.get("/intern/kunder/finnes-ikke/adresse").status, 404);
    let silent = spawn();
    assert_eq!(silent.sign_in(SOLVEIG).get(path).status, 404);
}
