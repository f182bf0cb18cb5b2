//! Mails: written once from what happened, listed for staff, and sent when there is a server.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::harness::{App, cast, spawn, spawn_with};
use crate::orders::{place, wish};

pub(crate) fn wait_for(app: &App, sql: &str, wanted: i64) {
    let began = Instant::now();
    let failures = "SELECT failure AS value FROM mail WHERE failure IS NOT NULL";
    while app.number(sql) != wanted {
        let is_late = began.elapsed() >= Duration::from_mins(1);
        assert!(!is_late, "{sql}: {}, {:?}", app.number(sql), app.texts(failures));
        std::thread::sleep(Duration::from_millis(50));
    }
}

const MAILS: &str = "SELECT count(*) AS value FROM mail";

#[test]
fn an_order_is_told_to_the_customer_and_to_each_enterprise() {
    let app = spawn();
    let (number, token) = place(&app, "k", &wish());
    wait_for(&app, MAILS, 3);
    let to = app.texts("SELECT recipient AS value FROM mail ORDER BY recipient");
    assert_eq!(
        to,
        ["catering@solbakken.example", "nils@example.com", "snekkeri@solbakken.example"]
    );
    let body = &app.texts("SELECT body AS value FROM mail WHERE recipient = 'nils@example.com'")[0];
    for words in [
        number.as_str(),
        &format!("/bestilling/{token}"),
        "Bløtkake: 2 stk à 450,00 kr = 900,00 kr",
        "Bløtkake: kan ikke angres. Lages til deg.",
        "Ved i sekk: du kan angre i 14 dager etter at du fikk varen.",
        "ANGRESKJEMA",
        "Org.nr. 999",
        "Solbakkvegen 12",
    ] {
        assert!(body.contains(words), "{words}: {body}");
    }
    let told = "SELECT body AS value FROM mail WHERE recipient = 'snekkeri@solbakken.example'";
    let told = &app.texts(told)[0];
    assert!(told.contains("Ved i sekk: 3 sekk") && !told.contains("Bløtkake"), "{told}");
    assert!(!told.contains("Nils") && !told.contains(&token), "{told}");
}

#[test]
fn a_change_is_told_to_the_customer_with_its_reason() {
    let app = spawn();
    let (number, _) = place(&app, "k", &wish());
    let solveig = app.sign_in(cast::SOLVEIG);
    let path = format!("/intern/bestillinger/{number}");
    solveig.post(&format!("{path}/bekreftelse"), &[]);
    solveig.post(&format!("{path}/avlysning"), &[("reason", "Ovnen er i stykker")]);
    wait_for(&app, MAILS, 5);
    let sql = "SELECT body AS value FROM mail WHERE subject LIKE '%er avlyst'";
    assert!(app.texts(sql)[0].contains("Ovnen er i stykker"));
    let list = solveig.get("/intern/epost");
    assert!(list.text.contains("er bekreftet") && list.text.contains("Det er ikke satt opp"));
    let id = &app.texts("SELECT id AS value FROM mail WHERE subject LIKE '%er avlyst'")[0];
    assert!(solveig.get(&format!("/intern/epost/{id}")).text.contains("Ovnen er i stykker"));
    assert_eq!(app.sign_in(cast::TERJE).get("/intern/epost").status, 404);
}

/// A mail server that takes everything, and tells what it took.
pub(crate) fn mail_server() -> (String, Receiver<String>) {
    mail_server_with(None)
}

/// A mail server that keeps each mail waiting until it is told what to answer.
fn held_mail_server() -> (String, Receiver<String>, Sender<&'static str>) {
    let (answer, answers) = channel();
    let (url, told) = mail_server_with(Some(Arc::new(Mutex::new(answers))));
    (url, told, answer)
}

/// What a mail is answered with; `250` without it.
type Answers = Option<Arc<Mutex<Receiver<&'static str>>>>;

fn mail_server_with(answers: Answers) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, tell, answers) = (stream.unwrap(), tell.clone(), answers.clone());
            std::thread::spawn(move || take_mails(stream, &tell, &answers));
        }
    });
    (url, told)
}

/// One connection of the mail server.
fn take_mails(mut stream: TcpStream, tell: &Sender<String>, answers: &Answers) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    stream.write_all(b"220 post\r\n").unwrap();
    let (mut mail, mut in_data) = (String::new(), false);
    for line in lines.map_while(Result::ok) {
        let answer = match (in_data, line.as_str()) {
            (true, ".") => {
                in_data = false;
                let _ = tell.send(std::mem::take(&mut mail));
                match answers {
                    Some(answers) => answers.lock().unwrap().recv().unwrap_or("250 ok\r\n"),
                    None => "250 ok\r\n",
                }
            }
            (true, text) => {
                mail.push_str(text);
                mail.push('\n');
                continue;
            }
            (false, "DATA") => {
                in_data = true;
                "354 go on\r\n"
            }
            (false, text) => {
                mail.push_str(text);
                mail.push('\n');
                "250 ok\r\n"
            }
        };
        if stream.write_all(answer.as_bytes()).is_err() {
            break;
        }
    }
}

#[test]
fn a_mail_server_that_hangs_holds_up_no_mail_that_is_to_be_written() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let app = spawn_with(&["--rate-limits", "off", "--smtp-url", &url]);
    place(&app, "k", &wish());
    let (_never_greeted, _) = listener.accept().unwrap();
    place(&app, "l", &wish());
    wait_for(&app, MAILS, 6);
    assert_eq!(app.number("SELECT count(*) AS value FROM mail WHERE sent_at IS NOT NULL"), 0);
    assert!(app.texts("SELECT failure AS value FROM mail WHERE failure IS NOT NULL").is_empty());
}

#[test]
fn what_cannot_be_worded_is_shown_and_tried_again_and_holds_up_nothing() {
    let app = spawn();
    let placed = "INSERT INTO outbox (id, kind, subject_id, payload, queued_at) SELECT 'o', \
                  'order.placed', 'none', '', '2025-01-01 00:00:00'";
    app.db.execute(placed).unwrap();
    place(&app, "k", &wish());
    wait_for(&app, MAILS, 3);
    let failed = "SELECT count(*) AS value FROM outbox WHERE expanded_at IS NULL AND attempts =";
    wait_for(&app, &format!("{failed} 1"), 1);
    let list = app.sign_in(cast::SOLVEIG).get("/intern/epost").text;
    assert!(list.contains("Kunne ikke skrives") && list.contains("prøvd én gang"), "{list}");
    app.later_minutes(2);
    wait_for(&app, &format!("{failed} 2"), 1);
    app.db
        .execute("UPDATE outbox SET subject_id = (SELECT id FROM customer_order) WHERE id = 'o'")
        .unwrap();
    app.later_minutes(5);
    wait_for(&app, MAILS, 6);
    let list = app.sign_in(cast::SOLVEIG).get("/intern/epost").text;
    assert!(!list.contains("Kunne ikke skrives"), "{list}");
}

#[test]
fn a_mail_is_sent_once_and_marked() {
    let (url, told) = mail_server();
    let app = spawn_with(&["--rate-limits", "off", "--smtp-url", &url]);
    place(&app, "k", &wish());
    wait_for(&app, "SELECT count(*) AS value FROM mail WHERE sent_at IS NOT NULL", 3);
    std::thread::sleep(Duration::from_millis(1500));
    let sent: Vec<String> = told.try_iter().collect();
    assert_eq!(sent.len(), 3);
    let to_nils = sent.iter().find(|mail| mail.contains("RCPT TO:<nils@example.com>")).unwrap();
    assert!(to_nils.contains("From: ") && to_nils.contains("post@solbakken.example"));
    assert!(to_nils.contains("Subject: Takk for bestillingen G0000001"), "{to_nils}");
    assert!(to_nils.contains("Date: ") && to_nils.contains("Message-ID: <"));
}

#[test]
fn a_mail_that_another_instance_sent_stays_sent_and_each_is_claimed_by_the_clock_as_it_is_then() {
    let (url, told, answer) = held_mail_server();
    let app = spawn_with(&["--rate-limits", "off", "--smtp-url", &url]);
    place(&app, "k", &wish());
    let took = || told.recv_timeout(Duration::from_mins(1)).expect("a mail");
    took();
    // While our try waits, another instance sends the mail; and our try takes its time.
    let other = "UPDATE mail SET attempts = 2, sent_at = queued_at WHERE attempts = 1";
    app.db.execute(other).unwrap();
    app.later_minutes(10);
    answer.send("451 later\r\n").unwrap();
    took();
    let kept = "SELECT count(*) AS value FROM mail WHERE sent_at = queued_at AND failure IS NULL";
    assert_eq!(app.number(kept), 1);
    let claimed = "SELECT count(*) AS value FROM mail WHERE attempts = 1 AND sent_at IS NULL \
                   AND next_try_at >= '2026-03-16 09:11:00'";
    assert_eq!(app.number(claimed), 1);
    // The other followed up our try; our no is old.
    app.db.execute("UPDATE mail SET attempts = 2 WHERE attempts = 1").unwrap();
    answer.send("451 later\r\n").unwrap();
    took();
    let untold = "SELECT count(*) AS value FROM mail WHERE failure IS NOT NULL";
    assert_eq!(app.number(untold), 0);
    answer.send("250 ok\r\n").unwrap();
    wait_for(&app, "SELECT count(*) AS value FROM mail WHERE sent_at IS NOT NULL", 2);
}

#[test]
fn a_mail_that_is_given_up_says_so_in_the_list_and_on_its_page() {
    let app = spawn_with(&["--rate-limits", "off", "--smtp-url", "smtp://127.0.0.1:1"]);
    place(&app, "k", &wish());
    wait_for(&app, "SELECT count(*) AS value FROM mail WHERE failure IS NOT NULL", 3);
    let solveig = app.sign_in(cast::SOLVEIG);
    let id = app.texts("SELECT id AS value FROM mail").remove(0);
    let path = format!("/intern/epost/{id}");
    let (list, page) = (solveig.get("/intern/epost").text, solveig.get(&path).text);
    assert!(list.contains("Gikk ikke") && !list.contains("Gitt opp"), "{list}");
    assert!(page.contains("Ikke sendt") && !page.contains("Gitt opp"), "{page}");
    app.db.execute(&format!("UPDATE mail SET attempts = 12 WHERE id = '{id}'")).unwrap();
    let (list, page) = (solveig.get("/intern/epost").text, solveig.get(&path).text);
    assert!(list.contains("Gikk ikke") && list.contains("Gitt opp"), "{list}");
    assert!(page.contains("Gitt opp. Den blir ikke prøvd igjen."), "{page}");
}

#[test]
fn a_mail_server_that_is_away_is_tried_again_later() {
    let app = spawn_with(&["--rate-limits", "off", "--smtp-url", "smtp://127.0.0.1:1"]);
    place(&app, "k", &wish());
    wait_for(&app, "SELECT count(*) AS value FROM mail WHERE failure IS NOT NULL", 3);
    assert_eq!(app.number("SELECT CAST(max(attempts) AS BIGINT) AS value FROM mail"), 1);
    app.later_minutes(2);
    wait_for(&app, "SELECT count(*) AS value FROM mail WHERE attempts = 2", 3);
}
