//! A debt is written off by two, with its output tax, and can be opened again.

use serde_json::Value;

use crate::harness::cast::{LARS, ODD, SOLVEIG, TERJE};
use crate::harness::{Answer, App, Person, spawn};
use crate::reminders::late;

fn held(app: &App, account: &str) -> i64 {
    app.number(&format!(
        "SELECT CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT) AS value FROM posting \
         WHERE account = '{account}'"
    ))
}

fn propose(person: &Person, reason: &str) -> Answer {
    person.post("/intern/fakturaer/1/tap", &[("reason", reason)])
}

fn id(app: &App) -> String {
    app.texts("SELECT id AS value FROM write_off ORDER BY proposed_at DESC, id DESC").remove(0)
}

fn settle(app: &App, person: &Person, what: &str, reason: &str) -> Answer {
    person.post(&format!("/intern/tap/{}/{what}", id(app)), &[("reason", reason)])
}

fn pay(person: &Person, key: &str, amount: &str) -> Answer {
    let fields = [("nokkel", key), ("amount", amount), ("paid_on", "2026-05-04")];
    person.post("/intern/fakturaer/1/betaling", &fields)
}

fn vat(app: &App) -> Value {
    let path = "/api/v1/reports/vat?from=2026-01-01&to=2026-12-31";
    app.api_as(SOLVEIG).get(path).json()["rows"].clone()
}

#[test]
fn one_proposes_and_another_writes_it_off_with_its_tax() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-05-04 10:00");
    let (solveig, lars) = (app.sign_in(SOLVEIG), app.sign_in(LARS));
    let empty = propose(&solveig, "  ");
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains("reason-error"), "{}", empty.text);
    assert_eq!(propose(&solveig, "Konkurs").status, 303);
    assert_eq!(propose(&solveig, "Konkurs").status, 422, "once");
    let own = settle(&app, &solveig, "ja", "");
    assert_eq!(own.status, 422);
    assert!(own.text.contains("En annen må bekrefte"), "{}", own.text);
    assert_eq!(held(&app, "7830"), 0, "nothing is booked by one");
    let page = lars.get("/intern/tap").text.replace('\u{a0}', " ");
    for words in ["Kari Nordmann", "570,00 kr", "82,70 kr", "Konkurs"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(settle(&app, &lars, "ja", "").status, 303);
    assert_eq!(settle(&app, &lars, "ja", "").status, 422, "settled");
    for (account, ore) in [
        ("1500", 0),
        ("7830", 9_600 + 39_130),
        ("2700", 0),
        ("2701", 0),
        ("3010", -9_600),
        ("3040", -39_130),
    ] {
        assert_eq!(held(&app, account), ore, "{account}");
    }
    let rows = vat(&app);
    let row = |term: i64, code: &str| {
        let is = |row: &&Value| row["term"] == term && row["code"] == code;
        rows.as_array()
            .unwrap()
            .iter()
            .find(is)
            .map(|row| (row["base"].clone(), row["vat"].clone()))
    };
    assert_eq!(row(2, "3"), Some(("96.00".into(), "24.00".into())));
    assert_eq!(row(3, "3"), Some(("-96.00".into(), "-24.00".into())));
    assert_eq!(row(3, "31"), Some(("-391.30".into(), "-58.70".into())));
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{}", checked.stdout);
    assert!(!solveig.get("/intern/fordringer").text.contains("Kari Nordmann"));
    assert!(!solveig.get("/intern/purringer").text.contains("Kari Nordmann"));
    assert!(solveig.get("/intern/fakturaer?status=tapsfort").text.contains("Kari Nordmann"));
    assert!(!solveig.get("/intern/fakturaer?status=apne").text.contains("Kari Nordmann"));
    let invoice = solveig.get("/intern/fakturaer/1").text.replace('\u{a0}', " ");
    assert!(invoice.contains("Ført som tap: ") && !invoice.contains("/betaling\""), "{invoice}");
}

#[test]
fn what_is_lost_takes_no_money_and_no_credit_note_before_a_person_opens_it_again() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-05-04 10:00");
    let (solveig, lars) = (app.sign_in(SOLVEIG), app.sign_in(LARS));
    assert_eq!(propose(&lars, "Død, tomt bo").status, 303);
    assert_eq!(settle(&app, &solveig, "ja", "").status, 303);
    let refused = pay(&solveig, "k1", "570,00");
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Åpne kravet igjen"), "{}", refused.text);
    let credit = solveig.post("/intern/fakturaer/1/kreditnota", &[("date", "2026-05-04")]);
    assert_eq!(credit.status, 422, "its tax was put right already");
    assert_eq!(settle(&app, &solveig, "gjenapning", "").status, 422, "not without a reason");
    assert_eq!(settle(&app, &solveig, "gjenapning", "Boet betalte").status, 303);
    assert_eq!((held(&app, "1500"), held(&app, "7830"), held(&app, "2700")), (57_000, 0, -2_400));
    assert_eq!(pay(&solveig, "k1", "570,00").status, 303);
    assert_eq!(held(&app, "1500"), 0);
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{}", checked.stdout);
    let page = solveig.get("/intern/tap").text;
    assert!(page.contains("Åpnet igjen") && page.contains("Boet betalte"), "{page}");
}

#[test]
fn only_what_is_left_is_lost_and_a_proposal_that_no_longer_is_true_is_told() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-05-04 10:00");
    let (solveig, lars) = (app.sign_in(SOLVEIG), app.sign_in(LARS));
    assert_eq!(propose(&solveig, "Flyttet").status, 303);
    assert_eq!(pay(&solveig, "k1", "285,00").status, 303);
    let changed = settle(&app, &lars, "ja", "");
    assert_eq!(changed.status, 422);
    assert!(changed.text.replace('\u{a0}', " ").contains("570,00 kr igjen"), "{}", changed.text);
    assert_eq!(settle(&app, &lars, "nei", "").status, 303);
    assert_eq!(propose(&solveig, "Flyttet, halvt betalt").status, 303);
    assert_eq!(settle(&app, &lars, "ja", "").status, 303);
    assert_eq!((held(&app, "1500"), held(&app, "7830")), (0, 4_800 + 19_565));
    assert_eq!((held(&app, "2700"), held(&app, "2701")), (-1_200, -2_935));
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{}", checked.stdout);
}

#[test]
fn none_but_the_business_manager_and_the_leader_meets_losses_and_none_alone_writes_off() {
    let app = spawn();
    late(&app);
    let early = propose(&app.sign_in(SOLVEIG), "Vil ikke betale");
    assert!(early.text.contains("ikke forfalt"), "{}", early.text);
    app.set_clock("2026-05-04 10:00");
    assert_eq!(propose(&app.sign_in(SOLVEIG), "Konkurs").status, 303);
    for login in [ODD, TERJE] {
        let person = app.sign_in(login);
        assert_eq!(person.get("/intern/tap").status, 404, "{login}");
        assert_eq!(settle(&app, &person, "ja", "").status, 403, "{login}");
    }
    let both = app.db.execute("UPDATE write_off SET state = 'booked', settled_by = proposed_by");
    assert!(both.unwrap_err().contains("write_off_"), "the database refuses it too");
    assert_eq!(settle(&app, &app.sign_in(SOLVEIG), "nei", "").status, 303, "taken back by oneself");
    assert_eq!(app.sign_in(LARS).post("/intern/tap/finnes-ikke/ja", &[]).status, 404);
}
