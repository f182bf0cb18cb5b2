//! An EHF goes to an access point once, whatever comes back; and a document goes by mail with its
//! files.

use std::sync::mpsc::{Receiver, Sender};

use serde_json::{Value, json};

use crate::harness::cast::{ODD, SOLVEIG};
use crate::harness::mock::{Reply, Taken, held_server, http_server};
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

/// An app that knows an access point which waits for us to say what it answers.
fn with_held_access_point() -> (App, Receiver<Taken>, Sender<u16>) {
    let (url, taken, answer) = held_server();
    (spawn_with(&["--rate-limits", "off", "--access-point-url", &url]), taken, answer)
}

/// Invoice 1, to an organisation.
fn invoiced(app: &App, kind: &str, reference: &str) {
    invoiced_as(app, "a", kind, reference);
}

/// The next invoice, to an organisation.
fn invoiced_as(app: &App, key: &str, kind: &str, reference: &str) {
    let customer = json!({"kind": kind, "name": "Bygdekafeen AS", "email": "kafe@example.no",
        "org_number": "317763174", "street": "Storgata 1", "postcode": "4630",
        "city": "Kristiansand"});
    let body = json!({"customer": customer, "delivery_date": "2026-03-20",
        "buyer_reference": reference, "lines": wood_and_cake()});
    let placed = app.api().post_json("/api/v1/orders", key, &body);
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
    assert_eq!(send(&app.sign_in(SOLVEIG)).status, 303);
    wait_until(&app, "failed 1");
    let shown = page(&app);
    for words in ["Kom ikke fram", "(422). Ukjent mottaker", "Send EHF på nytt"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    app.later_minutes(30);
    app.db.execute("UPDATE ehf_delivery SET queued_by = NULL").unwrap(); // by someone else, then
    assert_eq!(send(&app.sign_in(SOLVEIG)).status, 303);
    wait_until(&app, "sent 1");
    let (first, second) = (taken(&told), taken(&told));
    assert_eq!(first.header("idempotency-key"), second.header("idempotency-key"));
    let asked = "SELECT count(*) AS value FROM ehf_delivery JOIN account ON account.id = queued_by \
                 WHERE login = 'solveig' AND queued_at >= '2026-03-16 09:30:00'";
    assert_eq!(app.number(asked), 1, "it is sent by who asked last");
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

/// State and tries of a document.
fn state_of(app: &App, number: i64) -> String {
    app.texts(&format!(
        "SELECT d.state || ' ' || d.attempts AS value FROM ehf_delivery d \
         JOIN invoice i ON i.id = d.invoice_id WHERE i.number = {number}"
    ))
    .remove(0)
}

fn wait_until_of(app: &App, number: i64, state: &str) {
    let sql = format!(
        "SELECT count(*) AS value FROM ehf_delivery d JOIN invoice i ON i.id = d.invoice_id \
         WHERE i.number = {number} AND d.state || ' ' || d.attempts = '{state}'"
    );
    wait_for(app, &sql, 1);
}

#[test]
fn what_another_instance_has_brought_over_stays_so_whatever_comes_after() {
    let (app, told, answer) = with_held_access_point();
    for key in ["a", "b", "c"] {
        invoiced_as(&app, key, "business", "Ola");
    }
    let solveig = app.sign_in(SOLVEIG);
    let send = |number: i64| {
        let path = format!("/intern/fakturaer/{number}/ehf");
        assert_eq!(solveig.post(&path, &[]).status, 303);
        assert_eq!(taken(&told).header("document-number"), Some(number.to_string().as_str()));
    };
    // While our try waits for its answer, another instance tries, and is told yes.
    send(1);
    app.db
        .execute("UPDATE ehf_delivery SET state = 'sent', attempts = 2, answer = 'Ja.', sent_at = queued_at")
        .unwrap();
    answer.send(409).unwrap();
    send(2); // so the answer of the first is kept by now
    assert_eq!(state_of(&app, 1), "sent 2", "a late no does not undo a yes");
    let kept =
        "SELECT count(*) AS value FROM ehf_delivery WHERE answer = 'Ja.' AND sent_at = queued_at";
    assert_eq!(app.number(kept), 1);

    // The other way round: the other was told to wait, and ours brings the yes.
    let other = "UPDATE ehf_delivery SET attempts = 2, next_try_at = '2030-01-01 00:00:00' \
                 WHERE state = 'queued'";
    app.db.execute(other).unwrap();
    answer.send(202).unwrap();
    wait_until_of(&app, 2, "sent 2");

    // An old no does not stop a newer try.
    send(3);
    app.db.execute(other).unwrap();
    answer.send(422).unwrap();
    app.db
        .execute("UPDATE ehf_delivery SET state = 'queued', attempts = 0, next_try_at = queued_at, answer = '' WHERE state = 'sent' AND answer = 'Ja.'")
        .unwrap();
    assert_eq!(taken(&told).header("document-number"), Some("1"), "the courier has moved on");
    assert_eq!(state_of(&app, 3), "queued 2");
    answer.send(200).unwrap();
}

#[test]
fn each_document_of_a_batch_is_claimed_by_the_clock_as_it_is_then() {
    let (app, told, answer) = with_held_access_point();
    for key in ["a", "b", "c"] {
        invoiced_as(&app, key, "business", "Ola");
    }
    let solveig = app.sign_in(SOLVEIG);
    for number in 1..=3 {
        assert_eq!(solveig.post(&format!("/intern/fakturaer/{number}/ehf"), &[]).status, 303);
        if number == 1 {
            taken(&told); // a batch of its own; the two others are the next one
        }
    }
    answer.send(200).unwrap();
    taken(&told);
    app.later_minutes(10); // the second takes its time
    answer.send(200).unwrap();
    taken(&told);
    let claimed = "SELECT count(*) AS value FROM ehf_delivery WHERE state = 'queued' \
                   AND attempts = 1 AND next_try_at >= '2026-03-16 09:11:00'";
    assert_eq!(app.number(claimed), 1, "no other instance takes the third while it is on its way");
    let late = "SELECT count(*) AS value FROM ehf_delivery WHERE sent_at >= '2026-03-16 09:10:00'";
    assert_eq!(app.number(late), 1, "the second was sent when its answer came");
    answer.send(200).unwrap();
}

#[test]
fn a_document_that_cannot_be_written_is_told_of_and_holds_up_no_other() {
    let (app, told) = with_access_point(&[Reply::Say(200, "")]);
    let order = place(&app, "p", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    invoice(&app, &order, "2026-03-16"); // to a private buyer: no EHF
    invoiced(&app, "business", "Ola");
    app.db
        .execute(
            "INSERT INTO ehf_delivery (id, invoice_id, state, queued_at, attempts, next_try_at, answer) \
             SELECT 'x', id, 'queued', '2026-03-15 00:00:00', 0, '2026-03-15 00:00:00', '' \
             FROM invoice WHERE number = 1",
        )
        .unwrap();
    assert_eq!(app.sign_in(SOLVEIG).post("/intern/fakturaer/2/ehf", &[]).status, 303);
    wait_until_of(&app, 2, "sent 1");
    assert_eq!(taken(&told).header("document-number"), Some("2"));
    assert_eq!(state_of(&app, 1), "failed 1");
    let why = app.texts("SELECT answer AS value FROM ehf_delivery WHERE id = 'x'").remove(0);
    assert!(why.contains("EHF"), "{why}");
    assert!(page(&app).contains(&why), "{}", page(&app));
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

#[test]
fn what_a_mail_said_is_forgotten_when_it_is_old_and_that_it_went_is_not() {
    let app = spawn();
    invoiced(&app, "business", "Ola");
    let mailed = [("nokkel", "k"), ("recipient", "faktura@example.no")];
    assert_eq!(app.sign_in(SOLVEIG).post("/intern/fakturaer/1/epost", &mailed).status, 303);
    wait_for(&app, "SELECT count(*) AS value FROM mail_attachment", 2);
    let all = app.number("SELECT count(*) AS value FROM mail");
    let changed = app.db.execute("UPDATE mail_attachment SET content = ''").unwrap_err();
    assert!(changed.contains("immutable: mail_attachment"), "{changed}");

    app.later_minutes(91 * 1_440);
    wait_for(&app, "SELECT count(*) AS value FROM mail_attachment", 0);
    let said = "SELECT count(*) AS value FROM mail WHERE body <> ''";
    assert_eq!(app.number(said), all, "the words are kept longer than the files");

    app.later_minutes(1_200 * 1_440);
    wait_for(&app, said, 0);
    for gone in ["mail WHERE recipient LIKE '%@%'", "outbox WHERE payload <> ''"] {
        wait_for(&app, &format!("SELECT count(*) AS value FROM {gone}"), 0);
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM mail"), all);
    let mailings = "SELECT recipient AS value FROM invoice_mailing";
    assert_eq!(app.texts(mailings), ["faktura@example.no"], "to whom an invoice went is kept");
    let solveig = app.sign_in(SOLVEIG);
    let list = solveig.get("/intern/epost").text;
    assert!(list.contains("<td>Slettet</td>") && !list.contains("example.no"), "{list}");
    let id = app.texts("SELECT id AS value FROM mail").remove(0);
    let mail = solveig.get(&format!("/intern/epost/{id}"));
    assert!(mail.text.contains("er slettet fordi e-posten er gammel"), "{}", mail.text);
    assert!(page(&app).contains("E-post til faktura@example.no"), "{}", page(&app));
}
