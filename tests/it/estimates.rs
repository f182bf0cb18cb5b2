//! Agreed time: how far it has gone, what is written to the customer, and what is delivered.

use crate::costing::{approve, desk, log, ten_hours};
use crate::harness::cast::{AMINA, JONAS, KARI, LARS, TERJE};
use crate::harness::{App, spawn};

#[test]
fn the_agreed_time_turns_yellow_and_red_the_minute_an_hour_is_logged() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    let terje = app.sign_in(TERJE);
    let list = || terje.get("/intern/bestillinger").text;
    log(&app, AMINA, ("2026-03-12", "08:00", "17:59"), "work", &number);
    assert!(!list().contains("av tida"));
    let page = terje.get(&desk(&number)).text;
    assert!(page.contains("9\u{a0}t 59\u{a0}min av 10\u{a0}t (99 %)"), "{page}");
    log(&app, JONAS, ("2026-03-12", "08:00", "08:01"), "work", &number);
    assert!(list().contains("data-color=\"warning\">100 % av tida"));
    assert!(terje.get(&desk(&number)).text.contains("avtalt tid er brukt"));
    let week = app.sign_in(JONAS).get("/intern/timer?dag=2026-03-12").text;
    assert!(week.contains("Bra at du skrev den opp"), "{week}");
    assert!(!app.sign_in(JONAS).get("/intern/timer?dag=2026-03-02").text.contains("skrev den opp"));
    log(&app, JONAS, ("2026-03-13", "08:00", "09:30"), "training", &number);
    assert!(list().contains("data-color=\"danger\">115 % av tida, avtal mer"));
    assert!(!app.sign_in(KARI).get("/intern/bestillinger").text.contains("av tida"));
}

#[test]
fn the_customer_agrees_to_more_time_and_the_guard_and_the_delivery_follow() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    let terje = app.sign_in(TERJE);
    let path = format!("{}/avtalt-tid", desk(&number));
    for hours in ["", "ti", "0", "-3", "0,001", "10001"] {
        let refused = terje.post(&path, &[("hours", hours)]);
        assert_eq!(refused.status, 422, "{hours}");
        assert!(refused.text.contains("href=\"#hours\""), "{hours}");
    }
    let other = terje.post(&path, &[("hours", "20"), ("enterprise", "catering")]);
    assert_eq!(other.status, 422);
    assert!(other.text.contains("value=\"20\""));
    assert_eq!(app.sign_in(KARI).post(&path, &[("hours", "20")]).status, 404);
    assert_eq!(terje.post(&path, &[("hours", "20")]).status, 303);
    let delivery = format!("{}/levering", desk(&number));
    let over = terje.post(&delivery, &[("date", "2026-03-16"), ("quantity[1]", "23,1")]);
    assert_eq!(over.status, 422);
    assert!(over.text.contains("høyst 23"), "{}", over.text);
    for day in ["2026-03-11", "2026-03-12"] {
        approve(&app, &log(&app, AMINA, (day, "08:00", "15:20"), "work", &number));
    }
    let page = terje.get(&desk(&number)).text;
    assert!(page.contains("14\u{a0}t 40\u{a0}min av 20\u{a0}t (73 %)"), "{page}");
    assert!(page.contains("value=\"14,667\""), "the real quantity is proposed");
    let done = terje.post(&delivery, &[("date", "2026-03-16"), ("quantity[1]", "14,667")]);
    assert_eq!(done.status, 303, "{}", done.text);
    assert_eq!(terje.post(&path, &[("hours", "30")]).status, 422, "it is delivered");
    assert_eq!(app.number("SELECT count(*) AS value FROM order_estimate"), 1);
}

#[test]
fn no_more_is_proposed_than_may_be_billed() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    let terje = app.sign_in(TERJE);
    assert!(terje.get(&desk(&number)).text.contains("value=\"10\""), "as ordered, until one logs");
    for (login, day) in [(AMINA, "2026-03-11"), (JONAS, "2026-03-12")] {
        approve(&app, &log(&app, login, (day, "08:00", "15:00"), "work", &number));
    }
    let page = terje.get(&desk(&number)).text;
    assert!(page.contains("value=\"11,5\"") && page.contains("Godkjent: 14\u{a0}t"), "{page}");
}

#[test]
fn a_message_is_ready_and_is_sent_once_a_press_and_kept_and_names_nobody() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    log(&app, AMINA, ("2026-03-12", "08:00", "19:30"), "work", &number);
    let terje = app.sign_in(TERJE);
    let page = terje.get(&desk(&number));
    assert!(page.text.contains("vi tar ikke betalt for mer enn 11 t 30 min"), "{}", page.text);
    let path = format!("{}/melding", desk(&number));
    let send = |key: &str, text: &str| terje.post(&path, &[("nokkel", key), ("text", text)]);
    for text in
        ["", "Aminas time ble lang.", "Jonas er ferdig", "Spør B01", "Lars sier ja", "a\u{7}b"]
    {
        let refused = send("k0", text);
        assert_eq!(refused.status, 422, "{text}");
        assert!(refused.text.contains("href=\"#text\""), "{text}");
    }
    assert!(
        send("k0", "Jonas er ferdig").text.contains("Jonas er ferdig"),
        "nothing typed is lost"
    );
    let text = "Vi trenger to timer til.\nHilsen Terje";
    assert_eq!(send("k1", text).status, 303);
    assert_eq!(send("k1", text).status, 303);
    assert_eq!(app.number("SELECT count(*) AS value FROM order_step WHERE step = 'message'"), 1);
    assert!(terje.get(&desk(&number)).text.contains("Vi trenger to timer til."));
    let mails = mails_to_customer(&app, 1);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("Vi trenger to timer til.") && mails[0].contains(&number));
    assert!(!mails[0].contains("Amina"));
    assert_eq!(app.sign_in(KARI).post(&path, &[("nokkel", "k"), ("text", "Hei")]).status, 404);
    assert_eq!(app.sign_in(LARS).post(&path, &[("nokkel", "k"), ("text", "Hei")]).status, 403);
    app.db.execute("UPDATE customer_order SET email = ''").unwrap();
    assert_eq!(send("k2", "Hei").status, 422);
    assert!(terje.get(&desk(&number)).text.contains("Kunden har ingen e-post."));
}

/// Mails of the desk's messages, when the outbox has told them.
pub fn mails_to_customer(app: &App, count: usize) -> Vec<String> {
    for _ in 0..100 {
        let mails = app.texts(
            "SELECT subject || ' ' || body AS value FROM mail WHERE subject LIKE 'Om bestillingen%'",
        );
        if mails.len() >= count {
            return mails;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Vec::new()
}
