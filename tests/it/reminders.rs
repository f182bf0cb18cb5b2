//! Late payers are reminded by dated terms, and what each owes can be read and taken along.

use crate::harness::cast::{LARS, ODD, SOLVEIG};
use crate::harness::{App, Person, spawn};
use crate::invoicing::{deliver, invoice, place, place_for, private, wood_and_cake};

/// Invoice 1 of 570 kr, dated 2026-03-16 and due 2026-03-30.
pub(crate) fn late(app: &App) -> i64 {
    let order = place(app, "a", &wood_and_cake());
    deliver(app, &order, "2026-03-16");
    invoice(app, &order, "2026-03-16")["number"].as_i64().unwrap()
}

fn text(person: &Person, path: &str) -> String {
    person.get(path).text.replace('\u{a0}', " ")
}

fn remind(solveig: &Person, numbers: &[&str]) -> String {
    let fields: Vec<(&str, &str)> = numbers.iter().map(|number| ("faktura", *number)).collect();
    let told = solveig.post("/intern/purringer", &fields);
    solveig.follow(&told).text.replace('\u{a0}', " ")
}

fn pay(solveig: &Person, key: &str, amount: &str, date: &str) -> u16 {
    let fields = [("nokkel", key), ("amount", amount), ("paid_on", date)];
    solveig.post("/intern/fakturaer/1/betaling", &fields).status
}

const REMINDERS: &str = "SELECT count(*) AS value FROM reminder";

#[test]
fn none_is_reminded_before_fourteen_days_and_then_once_a_day_at_most() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-12 10:00");
    let solveig = app.sign_in(SOLVEIG);
    let page = text(&solveig, "/intern/purringer");
    assert!(page.contains("Ingen kan purres i dag") && page.contains("13.04.2026"), "{page}");
    assert!(remind(&solveig, &["1"]).contains("Ingen nye purringer"));
    assert_eq!(app.number(REMINDERS), 0);

    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    let page = text(&solveig, "/intern/purringer");
    // 570 kr × 12 % × 14 days ÷ 365 = 2,6236
    for words in ["Kari Nordmann, faktura 1", "35,00 kr", "2,62 kr", "607,62 kr"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(remind(&solveig, &["1"]).contains("1 purring er laget."));
    assert!(remind(&solveig, &["1"]).contains("Ingen nye purringer"), "the same again");
    assert_eq!(app.number(REMINDERS), 1);
    let row = "SELECT number || ' ' || sent_on || ' ' || due_date || ' ' || open_ore || ' ' || \
               earlier_ore || ' ' || fee_ore || ' ' || interest_ore AS value FROM reminder";
    assert_eq!(app.texts(row), ["1 2026-04-13 2026-04-27 57000 0 3500 262"]);

    app.set_clock("2026-04-27 10:00");
    let solveig = app.sign_in(SOLVEIG);
    assert!(remind(&solveig, &["1"]).contains("Ingen nye purringer"), "its own time runs");
    app.set_clock("2026-04-28 10:00");
    let solveig = app.sign_in(SOLVEIG);
    assert!(remind(&solveig, &["1"]).contains("1 purring er laget."));
    app.set_clock("2026-05-20 10:00");
    let solveig = app.sign_in(SOLVEIG);
    assert!(remind(&solveig, &["1"]).contains("1 purring er laget."));
    let fees =
        app.texts("SELECT earlier_ore || ' ' || fee_ore AS value FROM reminder ORDER BY number");
    assert_eq!(fees, ["0 3500", "3500 3500", "7000 0"], "two reminders bear a fee");
}

#[test]
fn a_reminder_prints_is_mailed_in_neutral_words_and_never_changes() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    remind(&solveig, &["1"]);
    let odd = app.sign_in(ODD);
    let paper = text(&odd, "/intern/fakturaer/1/purring/1");
    for words in [
        "Påminnelse om betaling",
        "Solbakken gård AS",
        "999 111 238 MVA",
        "Kari Nordmann",
        "570,00",
        "35,00",
        "2,62",
        "607,62",
        "27.04.2026",
        "1813 10 12346",
    ] {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    assert!(text(&odd, "/intern/fakturaer/1").contains("/intern/fakturaer/1/purring/1"));
    assert_eq!(odd.get("/intern/fakturaer/1/purring/2").status, 404);
    assert_eq!(app.sign_in(LARS).get("/intern/fakturaer/1/purring/1").status, 404);
    crate::mail::wait_for(
        &app,
        "SELECT count(*) AS value FROM mail WHERE subject = 'Påminnelse om faktura 1'",
        1,
    );
    let mail =
        "SELECT recipient || ' ' || body AS value FROM mail WHERE subject LIKE 'Påminnelse%'";
    let mail = app.texts(mail).remove(0).replace('\u{a0}', " ");
    assert!(mail.starts_with("kari@example.no") && mail.contains("607,62 kr"), "{mail}");
    let neutral = mail.to_lowercase();
    for word in ["solveig", "beboer", "rehab", "rus", "inkasso", "gårdsbok"] {
        assert!(!neutral.contains(word), "{word}: {mail}");
    }
    let files = app.texts("SELECT name || ' ' || content_type AS value FROM mail_attachment");
    assert_eq!(files, ["purring-1-faktura-1.pdf application/pdf"]);
    let pdf = odd.get("/intern/fakturaer/1/purring/1/purring.pdf");
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    for change in
        ["UPDATE reminder SET fee_ore = 0", "DELETE FROM reminder", "DELETE FROM reminder_term"]
    {
        assert!(app.db.execute(change).unwrap_err().contains("immutable"), "{change}");
    }
}

#[test]
fn fee_and_interest_are_booked_when_they_are_paid_and_are_no_revenue() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    let held = |account: &str| {
        app.number(&format!(
            "SELECT CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT) AS value FROM posting \
             WHERE account = '{account}'"
        ))
    };
    let revenue = || {
        let path = "/api/v1/reports/contribution?from=2026-01-01&to=2026-12-31";
        app.api_as(SOLVEIG).get(path).text
    };
    let share = || {
        let path = "/api/v1/reports/self-financing?from=2026-01-01&to=2026-12-31";
        app.api_as(SOLVEIG).get(path).text
    };
    let before = (revenue(), share());
    remind(&solveig, &["1"]);
    assert_eq!((held("3900"), held("8050")), (0, 0), "asked for, and not booked");
    assert_eq!(pay(&solveig, "k1", "607,62", "2026-04-13"), 303);
    assert_eq!((held("1500"), held("1920")), (0, 60_762));
    assert_eq!((held("3900"), held("8050")), (-3_500, -262));
    assert_eq!((revenue(), share()), before);
    assert!(app.run(&["check"]).ok);
    assert!(text(&solveig, "/intern/purringer").contains("Ingen kan purres i dag"));
}

#[test]
fn a_part_that_was_paid_bears_interest_until_it_came_and_paid_fees_are_not_asked_for_again() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(pay(&solveig, "k1", "300,00", "2026-04-04"), 303);
    remind(&solveig, &["1"]);
    // Five days of 570 kr and nine of 270 kr, 12 %: 0,9370 + 0,7989
    let row = "SELECT open_ore || ' ' || interest_ore AS value FROM reminder";
    assert_eq!(app.texts(row), ["27000 174"]);
}

fn held(app: &App, account: &str) -> i64 {
    crate::bank::held(app, account)
}

#[test]
fn fee_and_interest_are_registered_by_the_page_when_the_invoice_itself_is_paid() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    remind(&solveig, &["1"]);
    let page = text(&solveig, "/intern/fakturaer/1");
    assert!(page.contains("value=\"607,62\""), "{page}");
    assert_eq!(pay(&solveig, "k1", "570,00", "2026-04-13"), 303);
    let page = text(&solveig, "/intern/fakturaer/1");
    assert!(page.contains("value=\"37,62\""), "{page}");
    let fields = [("nokkel", "k2"), ("amount", "37,62"), ("paid_on", "2026-04-13")];
    let told = solveig.follow(&solveig.post("/intern/fakturaer/1/betaling", &fields));
    let told = told.text.replace('\u{a0}', " ");
    assert!(told.contains("Betalingen på 37,62 kr er registrert."), "{told}");
    assert!(!told.contains("Registrer betaling") && !told.contains("Ubetalt i tillegg"), "{told}");
    assert_eq!((held(&app, "3900"), held(&app, "8050"), held(&app, "2900")), (-3_500, -262, 0));
}

#[test]
fn a_reminder_sent_after_the_money_came_asks_for_nothing_when_the_bank_tells_of_it() {
    for (ore, over) in [(57_000, 0), (60_000, -3_000)] {
        let app = spawn();
        late(&app);
        app.set_clock("2026-04-13 10:00");
        remind(&app.sign_in(SOLVEIG), &["1"]);
        app.set_clock("2026-04-14 10:00");
        let kid = app.texts("SELECT kid AS value FROM invoice").remove(0);
        let file = [crate::harness::bank::paid(&kid, ore, "2026-04-12", 1)];
        crate::bank::taken(&app, "ocr-giro", &crate::harness::bank::ocr(1, &file));
        let page = text(&app.sign_in(SOLVEIG), "/intern/fakturaer/1");
        assert!(!page.contains("Ubetalt i tillegg"), "{page}");
        assert!(!page.contains("Registrer betaling"), "{page}");
        let booked = (held(&app, "3900"), held(&app, "8050"), held(&app, "2900"));
        assert_eq!(booked, (0, 0, over), "{ore}");
    }
}

#[test]
fn fee_and_interest_go_with_the_invoice_when_it_is_credited() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    remind(&solveig, &["1"]);
    assert_eq!(pay(&solveig, "k1", "607,62", "2026-04-13"), 303);
    let path = "/intern/fakturaer/1";
    let credit = solveig.post(&format!("{path}/kreditnota"), &[("date", "2026-04-13")]);
    assert_eq!(credit.status, 303);
    let told = solveig.follow(&solveig.post(&format!("{path}/tilgode"), &[]));
    let told = told.text.replace('\u{a0}', " ");
    assert!(told.contains("607,62 kr er satt til gode."), "{told}");
    let books = ["1500", "3900", "8050", "2900"].map(|account| held(&app, account));
    assert_eq!(books, [0, 0, 0, -60_762]);
    assert_eq!(solveig.post(&format!("{path}/tilgode"), &[]).status, 422, "there is no more");
    assert!(app.run(&["check"]).ok);
}

#[test]
fn a_fee_that_is_not_paid_falls_with_the_invoice() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    remind(&solveig, &["1"]);
    assert!(text(&solveig, "/intern/fakturaer/1").contains("Ubetalt i tillegg"));
    let wish = [("date", "2026-04-13")];
    assert_eq!(solveig.post("/intern/fakturaer/1/kreditnota", &wish).status, 303);
    assert!(!text(&solveig, "/intern/fakturaer/1").contains("Ubetalt i tillegg"));
}

#[test]
fn one_whom_the_farm_owes_is_told_of_and_not_chosen_beforehand() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let solveig = app.sign_in(SOLVEIG);
    let page = text(&solveig, "/intern/purringer");
    assert!(page.contains("value=\"1\" checked") && !page.contains("til gode"), "{page}");
    let file = [crate::harness::bank::paid("", 10_000, "2026-04-10", 1)];
    crate::bank::taken(&app, "ocr-giro", &crate::harness::bank::ocr(1, &file));
    let entry = crate::bank::waiting(&app).remove(0);
    let customer = app.texts("SELECT customer_id AS value FROM invoice").remove(0);
    let fields = [("how", "customer"), ("customer", customer.as_str())];
    assert_eq!(crate::bank::settle(&solveig, &entry, &fields), 303);
    let page = text(&solveig, "/intern/purringer");
    assert!(page.contains("100,00 kr") && page.contains("til gode"), "{page}");
    assert!(page.contains(&format!("/intern/tilgode/{customer}")), "{page}");
    assert!(!page.contains("value=\"1\" checked"), "{page}");
    assert!(remind(&solveig, &["1"]).contains("1 purring er laget."), "a person may still choose");
}

#[test]
fn the_terms_are_dated_and_a_newer_row_is_added_with_its_source() {
    let app = spawn();
    late(&app);
    let solveig = app.sign_in(SOLVEIG);
    let page = text(&solveig, "/intern/purringer/satser");
    assert!(page.contains("12 %") && page.contains("35,00 kr") && page.contains("14 dager"));
    assert!(!page.contains("ikke lagt inn"), "{page}");
    let post = |kind: &str, from: &str, value: &str, source: &str| {
        let fields = [("kind", kind), ("valid_from", from), ("value", value), ("source", source)];
        app.sign_in(SOLVEIG).post("/intern/purringer/satser", &fields)
    };
    for (kind, from, value, source, at) in [
        ("", "2026-07-01", "12", "x", "kind-error"),
        ("interest_bp", "2026-01-01", "12", "x", "valid_from-error"),
        ("interest_bp", "2026-07-01", "99", "x", "value-error"),
        ("interest_bp", "2026-07-01", "11,75", "", "source-error"),
        ("wait_days", "2026-07-01", "13", "x", "value-error"),
        ("pay_days", "2026-07-01", "0", "x", "value-error"),
        ("fee_count", "2026-07-01", "3", "x", "value-error"),
        ("fee_ore", "2026-07-01", "101", "x", "value-error"),
    ] {
        let told = post(kind, from, value, source);
        assert_eq!(told.status, 422);
        assert!(told.text.contains(at), "{at}: {}", told.text);
        assert!(told.text.contains(&format!("value=\"{value}\"")), "what was typed is kept");
    }
    assert_eq!(post("fee_ore", "2026-04-01", "0", "Styret, april 2026").status, 303);
    app.set_clock("2026-07-02 10:00");
    let solveig = app.sign_in(SOLVEIG);
    let page = text(&solveig, "/intern/purringer");
    assert!(page.contains("Renten for dette halvåret er ikke lagt inn"), "{page}");
    assert_eq!(post("interest_bp", "2026-07-01", "11,75", "forskrift 2026").status, 303);
    assert!(!text(&solveig, "/intern/purringer").contains("ikke lagt inn"));
    remind(&solveig, &["1"]);
    // 92 days of 12 % to the end of June and 2 of 11,75 %, without a fee.
    let row = "SELECT fee_ore || ' ' || interest_ore AS value FROM reminder";
    assert_eq!(app.texts(row), ["0 1761"]);
    assert_eq!(app.sign_in(ODD).get("/intern/purringer/satser").status, 404);
}

#[test]
fn receivables_stand_by_customer_and_open_to_a_statement_that_is_what_the_books_hold() {
    let app = spawn();
    late(&app);
    let other = place_for(&app, "b", &private("=Kåre"), &wood_and_cake());
    deliver(&app, &other, "2026-03-16");
    invoice(&app, &other, "2026-03-16");
    app.set_clock("2026-04-20 10:00");
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(pay(&solveig, "k1", "70,00", "2026-04-02"), 303);
    let page = text(&solveig, "/intern/fordringer");
    assert!(page.contains("Per kunde") && page.contains("500,00"), "{page}");
    let id = app.texts("SELECT customer_id AS value FROM invoice WHERE number = 1").remove(0);
    assert!(page.contains(&format!("/intern/kunder/{id}/kontoutskrift")), "{page}");
    let odd = app.sign_in(ODD);
    let statement = text(&odd, &format!("/intern/kunder/{id}/kontoutskrift"));
    for words in ["570,00", "−70,00", "500,00 kr", "/intern/fakturaer/1", "02.04.2026"] {
        assert!(statement.contains(words), "{words}: {statement}");
    }
    let file = odd.get(&format!("/intern/kunder/{id}/kontoutskrift.csv?fra=2026-04-01"));
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "dato,hva,dokument,belop,saldo,gebyr,renter,til_gode_belop,til_gode",
            "2026-04-01,Saldo fra før,,,570.00,,,,0.00",
            "2026-04-02,Innbetaling,1,-70.00,500.00,0.00,0.00,0.00,0.00",
            "2026-04-20,Saldo,,,500.00,,,,0.00",
        ]
    );
    let booked = app.number(&format!(
        "SELECT CAST(SUM(amount_ore) AS BIGINT) AS value FROM posting \
         WHERE account = '1500' AND party = '{id}'"
    ));
    assert_eq!(booked, 50_000);
    assert_eq!(odd.get("/intern/kunder/finnes-ikke/kontoutskrift").status, 404);
    let backwards = format!("/intern/kunder/{id}/kontoutskrift?fra=2026-05-01&til=2026-04-01");
    assert_eq!(odd.get(&backwards).status, 422);
}
