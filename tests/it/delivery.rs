//! An EHF goes to an access point once, whatever comes back; and a document goes by mail with its
//! files.

use std::sync::mpsc::Receiver;

use serde_json::{Value, json};

use crate::harness::cast::{ODD, SOLVEIG};
use crate::harness::mock::{Reply, Taken, http_server};
use crate::harness::{Answer, App, Person, spawn, spawn_with};
use crate::invoicing::{deliver, invoice, place, wood_and_cake};
use crate::mail::{mail_server, wait_for};

/// An app that knows an access point which answers so, and what the access point takes.
fn with_access_point(replies: &[Reply]) -> (App, Receiver<Taken>) {
    let (url, taken) = http_server(replies);
    let flags =
        ["--rate-limits", "off", "--access-point-url", &url, "--access-point-token", "hemmelig"];
    (spawn_with(&flags), taken)
}

/// Invoice 1, to an organisation.
fn invoiced(app: &App, kind: &str, reference: &str) {
    let customer = json!({"kind": kind, "name": "Bygdekafeen AS", "email": "kafe@example.no",
        "org_number": "317763174", "street": "Storgata 1", "postcode": "4630",
        "city": "Kristiansand"});
    let body = json!({"customer": customer, "delivery_date": "2026-03-20",
        "buyer_reference": reference, "lines": wood_and_cake()});
    let placed = app.api().post_json("/api/v1/orders", "a", &body);
    let order = placed.json()["order"]["number"].as_str().unwrap().to_owned();
    deliver(app, &order, "2026-03-16");
    invoice(app, &order, "2026-03-16");
}

fn send(person: &Person) -> Answer {
    person.post("/intern/fakturaer/1/ehf", &[])
}

const STATE: &str = "SELECT state || ' ' || attempts AS value FROM ehf_delivery";

fn wait_until(app: &App, state: &str) {
    let sql = format!(
        "SELECT count(*) AS value FROM ehf_delivery WHERE state || ' ' || attempts = '{state}'"
    );
    wait_for(app, &sql, 1);
}

fn page(app: &App) -> String {
    app.sign_in(SOLVEIG).get("/intern/fakturaer/1").text.replace('\u{a0}', " ")
}

fn taken(told: &Receiver<Taken>) -> Taken {
    told.recv_timeout(std::time::Duration::from_mins(1)).expect("a request")
}

#[test]
fn a_document_is_sent_once_under_its_key_and_the_page_says_so() {
    let (app, told) = with_access_point(&[Reply::Say(202, "")]);
    invoiced(&app, "business", "Ola");
    assert!(page(&app).contains("Send EHF til aksesspunktet"));
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(send(&solveig).status, 303);
    wait_until(&app, "sent 1");
    let sent = taken(&told);
    assert_eq!(sent.line, "POST /");
    assert_eq!(sent.header("authorization"), Some("Bearer hemmelig"));
    assert_eq!(sent.header("content-type"), Some("application/xml; charset=utf-8"));
    assert_eq!(sent.header("document-number"), Some("1"));
    let key = app.texts("SELECT id AS value FROM ehf_delivery").remove(0);
    assert_eq!(sent.header("idempotency-key"), Some(key.as_str()));
    assert_eq!(sent.body, solveig.get("/intern/fakturaer/1/ehf.xml").text);
    let shown = page(&app);
    assert!(
        shown.contains("Aksesspunktet har tatt imot.") && !shown.contains("Send EHF"),
        "{shown}"
    );
    assert_eq!(send(&solveig).status, 303, "asked again");
    app.later_minutes(600);
    assert_eq!(app.texts(STATE), ["sent 1"]);
    assert!(told.try_recv().is_err(), "never twice");
    assert_eq!(send(&app.sign_in(ODD)).status, 403);
}

#[test]
fn a_broken_server_is_tried_again_later_under_the_same_key() {
    let (app, told) = with_access_point(&[Reply::Say(500, "au"), Reply::Say(200, "ok")]);
    invoiced(&app, "business", "Ola");
    assert_eq!(send(&app.sign_in(SOLVEIG)).status, 303);
    wait_for(&app, "SELECT count(*) AS value FROM ehf_delivery WHERE answer <> ''", 1);
    assert_eq!(app.texts(STATE), ["queued 1"]);
    let shown = page(&app);
    assert!(
        shown.contains("svarte 500. Vi prøver igjen.") && !shown.contains("Send EHF"),
        "{shown}"
    );
    app.later_minutes(2);
    wait_until(&app, "sent 2");
    let (first, second) = (taken(&told), taken(&told));
    assert_eq!(first.header("idempotency-key"), second.header("idempotency-key"));
}

#[test]
fn what_was_refused_waits_for_a_person_and_keeps_its_key() {
    let (app, told) = with_access_point(&[Reply::Say(422, "Ukjent mottaker"), Reply::Say(200, "")]);
    invoiced(&app, "business", "Ola");
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(send(&solveig).status, 303);
    wait_until(&app, "failed 1");
    let shown = page(&app);
    for words in ["Kom ikke fram", "(422). Ukjent mottaker", "Send EHF på nytt"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(send(&solveig).status, 303);
    wait_until(&app, "sent 1");
    let (first, second) = (taken(&told), taken(&told));
    assert_eq!(first.header("idempotency-key"), second.header("idempotency-key"));
}

#[test]
fn a_document_whose_answer_was_lost_is_told_of_and_sent_again_under_the_same_key() {
    let replies = [Reply::Drop, Reply::Hang, Reply::Say(200, "")];
    let (app, told) = with_access_point(&replies);
    invoiced(&app, "business", "Ola");
    assert_eq!(send(&app.sign_in(SOLVEIG)).status, 303);
    let answered = |attempts: i64| {
        format!(
            "SELECT count(*) AS value FROM ehf_delivery WHERE attempts = {attempts} \
             AND answer LIKE '%kan være mottatt%samme nøkkel%'"
        )
    };
    wait_for(&app, &answered(1), 1);
    let shown = page(&app);
    assert!(shown.contains("kan være mottatt") && !shown.contains("Send EHF"), "{shown}");
    app.db.execute("UPDATE ehf_delivery SET answer = ''").unwrap();
    app.later_minutes(2);
    wait_for(&app, &answered(2), 1); // the time ran out
    app.later_minutes(5);
    wait_until(&app, "sent 3");
    let keys: Vec<String> =
        (0..3).map(|_| taken(&told).header("idempotency-key").unwrap().to_owned()).collect();
    assert!(keys.iter().all(|key| key == &keys[0]), "{keys:?}");
}

#[test]
fn nobody_at_the_address_is_told_of_and_tried_again() {
    let flags = ["--rate-limits", "off", "--access-point-url", "http://127.0.0.1:1/inn"];
    let app = spawn_with(&flags);
    invoiced(&app, "business", "Ola");
    assert_eq!(send(&app.sign_in(SOLVEIG)).status, 303);
    wait_for(&app, "SELECT count(*) AS value FROM ehf_delivery WHERE answer <> ''", 1);
    assert!(page(&app).contains("ikke kontakt med aksesspunktet. Vi prøver igjen."));
}

#[test]
fn a_buyer_without_a_reference_is_told_of_before_anything_goes() {
    let (app, told) = with_access_point(&[Reply::Say(200, "")]);
    invoiced(&app, "public", "");
    let solveig = app.sign_in(SOLVEIG);
    assert!(page(&app).contains("Send likevel, uten kjøperens referanse"));
    let refused = send(&solveig);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("uten_referanse-error"), "{}", refused.text);
    assert_eq!(app.number("SELECT count(*) AS value FROM ehf_delivery"), 0);
    let known = [("uten_referanse", "on")];
    assert_eq!(solveig.post("/intern/fakturaer/1/ehf", &known).status, 303);
    wait_until(&app, "sent 1");
    assert!(taken(&told).body.contains("OrderReference"));
}

#[test]
fn without_an_access_point_no_way_to_it_is_shown_and_a_private_buyer_has_no_ehf() {
    let app = spawn();
    invoiced(&app, "business", "Ola");
    assert!(!page(&app).contains("aksesspunkt"), "{}", page(&app));
    let refused = send(&app.sign_in(SOLVEIG));
    assert!(refused.text.contains("ikke satt opp noe aksesspunkt"), "{}", refused.text);
    let (app, _told) = with_access_point(&[Reply::Say(200, "")]);
    let order = place(&app, "a", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    invoice(&app, &order, "2026-03-16");
    assert!(!page(&app).contains("aksesspunkt"));
    assert_eq!(send(&app.sign_in(SOLVEIG)).status, 422);
    assert_eq!(app.number("SELECT count(*) AS value FROM ehf_delivery"), 0);
}

#[test]
fn a_document_is_mailed_with_its_files_to_the_address_that_was_typed() {
    let (url, told) = mail_server();
    let app = spawn_with(&["--rate-limits", "off", "--smtp-url", &url]);
    invoiced(&app, "business", "Ola");
    let solveig = app.sign_in(SOLVEIG);
    assert!(page(&app).contains("value=\"kafe@example.no\""));
    let mail = |key: &str, to: &str| {
        solveig.post("/intern/fakturaer/1/epost", &[("nokkel", key), ("recipient", to)])
    };
    let wrong = mail("k0", "faktura@");
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("recipient-error") && wrong.text.contains("value=\"faktura@\""));
    for _ in 0..2 {
        assert_eq!(mail("k1", "faktura@example.no").status, 303, "the same key twice");
    }
    let sent = "SELECT count(*) AS value FROM mail WHERE recipient = 'faktura@example.no' \
                AND sent_at IS NOT NULL";
    wait_for(&app, sent, 1);
    let mails: Vec<String> = told.try_iter().collect();
    let with_files: Vec<&String> =
        mails.iter().filter(|mail| mail.contains("RCPT TO:<faktura@example.no>")).collect();
    assert_eq!(with_files.len(), 1);
    for words in ["multipart/mixed", "faktura-1.xml", "application/xml", "faktura-1.pdf", "JVBERi0"]
    {
        assert!(with_files[0].contains(words), "{words}");
    }
    let shown = page(&app);
    assert!(shown.contains("E-post til faktura@example.no, sendt"), "{shown}");
    let id =
        app.texts("SELECT id AS value FROM mail WHERE recipient = 'faktura@example.no'").remove(0);
    let mail = solveig.get(&format!("/intern/epost/{id}")).text;
    assert!(mail.contains("faktura-1.pdf, faktura-1.xml"), "{mail}");
    let told: Value = json!(mail.to_lowercase());
    assert!(!told.as_str().unwrap().contains("beboer"));
}
