//! A customer's statement of account: it comes to what the books hold, names each thing that happened,
//! and tells what the customer has to good; and the form that pays it back.

use serde_json::json;

use crate::bank::{DAY, taken};
use crate::harness::bank::{ocr, paid};
use crate::harness::cast::{LARS, ODD, SOLVEIG};
use crate::harness::{App, Person, spawn};
use crate::invoicing::{deliver, invoice, place, place_for, wood_and_cake};
use crate::reminders::late;

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ").replace("<strong class=\"nowrap\">", "").replace("</strong>", "")
}

/// An invoice of 570 kr to the café: its KID.
fn to_the_cafe(app: &App, key: &str) -> String {
    let cafe = json!({"kind": "business", "name": "Bygdekafeen AS", "email": "kafe@example.no",
        "phone": "90000000", "org_number": "317763174", "street": "Storgata 1",
        "postcode": "4630", "city": "Kristiansand"});
    let order = place_for(app, key, &cafe, &wood_and_cake());
    deliver(app, &order, DAY);
    invoice(app, &order, DAY)["kid"].as_str().unwrap().to_owned()
}

fn customer(app: &App) -> String {
    app.texts("SELECT customer_id AS value FROM invoice WHERE number = 1").remove(0)
}

fn page(person: &Person, id: &str) -> String {
    plain(&person.get(&format!("/intern/kunder/{id}/kontoutskrift?fra=2026-03-01")).text)
}

fn file(person: &Person, id: &str) -> Vec<String> {
    let file = person.get(&format!("/intern/kunder/{id}/kontoutskrift.csv?fra=2026-03-01"));
    assert_eq!(file.status, 200, "{}", file.text);
    file.text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

fn held(app: &App, account: &str, id: &str) -> i64 {
    app.number(&format!(
        "SELECT CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT) AS value FROM posting \
         WHERE account = '{account}' AND party = '{id}'"
    ))
}

fn done(person: &Person, path: &str, fields: &[(&str, &str)]) {
    let told = person.post(path, fields);
    assert_eq!(told.status, 303, "{path}: {}", told.text);
}

#[test]
fn a_statement_names_what_happened_and_tells_what_the_customer_has_to_good() {
    let app = spawn();
    let kid = to_the_cafe(&app, "a");
    to_the_cafe(&app, "b");
    to_the_cafe(&app, "c");
    let (solveig, id) = (app.sign_in(SOLVEIG), customer(&app));
    assert!(page(&solveig, &id).contains("skylder 1 710,00 kr per"), "{}", page(&solveig, &id));
    taken(&app, "ocr-giro", &ocr(1, &[paid(&kid, 60_000, DAY, 1)]));
    let shown = page(&solveig, &id);
    assert!(
        shown.contains("skylder 1 140,00 kr og har 30,00 kr til gode per 16.03.2026"),
        "{shown}"
    );
    assert!(shown.contains("Innbetaling <a href=\"/intern/fakturaer/1\">1</a>"), "{shown}");
    assert!(shown.contains("16.03.2026, 30,00 kr til gode") && !shown.contains("OCR"), "{shown}");

    let card = format!("/intern/tilgode/{id}");
    let wish = [("nokkel", "k1"), ("invoice", "2"), ("amount", "30,00"), ("date", DAY)];
    done(&solveig, &format!("{card}/faktura"), &wish);
    let pay = [("nokkel", "k2"), ("amount", "570,00"), ("paid_on", DAY)];
    done(&solveig, "/intern/fakturaer/3/betaling", &pay);
    done(&solveig, "/intern/fakturaer/3/kreditnota", &[("date", DAY)]);
    let shown = page(&solveig, &id);
    assert!(shown.contains("Bygdekafeen AS har 30,00 kr til gode per"), "{shown}");
    done(&solveig, "/intern/fakturaer/2/kreditnota", &[("date", DAY)]);
    let shown = page(&solveig, &id);
    assert!(shown.contains("Bygdekafeen AS har 600,00 kr til gode per"), "{shown}");
    let list = plain(&solveig.get("/intern/fordringer").text);
    assert!(list.contains("Kundene har") && !list.contains("Kundene skylder"), "{list}");

    done(&solveig, "/intern/fakturaer/3/tilgode", &[]);
    let back = [("nokkel", "k3"), ("amount", "300,00"), ("date", DAY)];
    done(&solveig, &format!("{card}/utbetaling"), &back);
    let rows = [
        "dato,hva,dokument,belop,saldo,gebyr,renter,til_gode_belop,til_gode",
        "2026-03-01,Saldo fra før,,,0.00,,,,0.00",
        "2026-03-16,Faktura,1,570.00,570.00,0.00,0.00,0.00,0.00",
        "2026-03-16,Faktura,2,570.00,1140.00,0.00,0.00,0.00,0.00",
        "2026-03-16,Faktura,3,570.00,1710.00,0.00,0.00,0.00,0.00",
        "2026-03-16,Innbetaling,1,-570.00,1140.00,0.00,0.00,30.00,30.00",
        "2026-03-16,Brukt av det som var til gode,2,-30.00,1110.00,0.00,0.00,-30.00,0.00",
        "2026-03-16,Innbetaling,3,-570.00,540.00,0.00,0.00,0.00,0.00",
        "2026-03-16,Kreditnota,4,-570.00,-30.00,0.00,0.00,0.00,0.00",
        "2026-03-16,Kreditnota,5,-570.00,-600.00,0.00,0.00,0.00,0.00",
        "2026-03-16,Satt til gode etter kreditering,3,570.00,-30.00,0.00,0.00,570.00,570.00",
        "2026-03-16,Betalt tilbake,,0.00,-30.00,0.00,0.00,-300.00,270.00",
        "2026-03-16,Saldo,,,-30.00,,,,270.00",
    ];
    assert_eq!(file(&app.sign_in(ODD), &id), rows);
    assert_eq!((held(&app, "1500", &id), held(&app, "2900", &id)), (-3_000, -27_000));
    let shown = page(&solveig, &id);
    assert!(shown.contains("Bygdekafeen AS har 300,00 kr til gode per"), "{shown}");
    assert!(!shown.contains("ført tilbake"), "nothing was taken back: {shown}");
}

#[test]
fn fees_losses_and_payments_taken_back_stand_in_the_statement_by_their_names() {
    let app = spawn();
    late(&app);
    app.set_clock("2026-04-13 10:00");
    let (solveig, id) = (app.sign_in(SOLVEIG), customer(&app));
    done(&solveig, "/intern/purringer", &[("faktura", "1")]);
    let pay = [("nokkel", "k1"), ("amount", "607,62"), ("paid_on", "2026-04-13")];
    done(&solveig, "/intern/fakturaer/1/betaling", &pay);
    let shown = page(&solveig, &id);
    assert!(shown.contains("skylder ingenting"), "{shown}");
    assert!(shown.contains("13.04.2026, 35,00 kr i purregebyr, 2,62 kr i renter"), "{shown}");
    let payment = app.texts("SELECT id AS value FROM payment").remove(0);
    done(&solveig, &format!("/intern/fakturaer/1/betaling/{payment}/tilbakeforing"), &[]);
    done(&solveig, "/intern/fakturaer/1/tap", &[("reason", "Konkurs")]);
    let loss = app.texts("SELECT id AS value FROM write_off").remove(0);
    let lars = app.sign_in(LARS);
    done(&lars, &format!("/intern/tap/{loss}/ja"), &[("reason", "")]);
    done(&lars, &format!("/intern/tap/{loss}/gjenapning"), &[("reason", "Boet betaler")]);
    let rows = file(&solveig, &id);
    assert_eq!(
        &rows[2..],
        [
            "2026-03-16,Faktura,1,570.00,570.00,0.00,0.00,0.00,0.00",
            "2026-04-13,Innbetaling,1,-570.00,0.00,35.00,2.62,0.00,0.00",
            "2026-04-13,Betaling ført tilbake,1,570.00,570.00,-35.00,-2.62,0.00,0.00",
            "2026-04-13,Tap på krav,1,-570.00,0.00,0.00,0.00,0.00,0.00",
            "2026-04-13,Tap åpnet igjen,1,570.00,570.00,0.00,0.00,0.00,0.00",
            "2026-04-13,Saldo,,,570.00,,,,0.00",
        ]
    );
    assert!(!page(&solveig, &id).contains("Til gode"), "no column for what never was");
    assert_eq!(held(&app, "1500", &id), 57_000);
}

#[test]
fn what_is_wrong_with_a_payment_back_stands_at_its_own_fields() {
    let app = spawn();
    let kid = to_the_cafe(&app, "a");
    to_the_cafe(&app, "b");
    taken(&app, "ocr-giro", &ocr(1, &[paid(&kid, 60_000, DAY, 1)]));
    let (solveig, id) = (app.sign_in(SOLVEIG), customer(&app));
    let card = format!("/intern/tilgode/{id}");
    let back = |amount: &str, date: &str| {
        let wish = [("nokkel", "feil"), ("amount", amount), ("date", date)];
        let told = solveig.post(&format!("{card}/utbetaling"), &wish);
        assert_eq!(told.status, 422, "{amount} {date}");
        told.text
    };
    for (amount, date, field, words) in [
        ("30,00", "2026-03-17", "back-date", "etter i dag"),
        ("30,00", "2026-03-15", "back-date", "før betalingen, 16.03.2026"),
        ("30,00", "", "back-date", "Skriv datoen"),
        ("30,01", DAY, "back-amount", "30,00"),
    ] {
        let told = back(amount, date);
        for wanted in [
            format!("href=\"#{field}\""),
            format!("id=\"{field}\""),
            format!("id=\"{field}-error\""),
            format!("id=\"back-amount\" name=\"amount\" value=\"{amount}\""),
            format!("id=\"back-date\" name=\"date\" value=\"{date}\""),
            "id=\"amount\" name=\"amount\" value=\"30,00\"".to_owned(),
        ] {
            assert!(told.contains(&wanted), "{wanted}: {told}");
        }
        assert!(told.contains(words) && !told.contains("id=\"amount-error\""), "{words}: {told}");
    }
    let wish = [("nokkel", "k"), ("invoice", "2"), ("amount", "31,00"), ("date", DAY)];
    let told = solveig.post(&format!("{card}/faktura"), &wish).text;
    assert!(told.contains("id=\"amount-error\"") && !told.contains("back-amount-error"), "{told}");
    assert!(told.contains("id=\"back-amount\" name=\"amount\" value=\"30,00\""), "{told}");
}

#[test]
fn those_merged_are_one_customer_among_those_who_owe_and_in_the_statement() {
    let app = spawn();
    late(&app);
    let order = place(&app, "b", &wood_and_cake());
    deliver(&app, &order, DAY);
    invoice(&app, &order, DAY);
    let ids = app.texts("SELECT customer_id AS value FROM invoice ORDER BY number");
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(solveig.get("/intern/fordringer").text.matches("/kontoutskrift").count(), 2);
    done(&solveig, &format!("/intern/kunder/{}/sammenslaing", ids[0]), &[("behold", &ids[1])]);
    let owed = plain(&solveig.get("/intern/fordringer").text);
    assert_eq!(owed.matches("/kontoutskrift").count(), 1, "{owed}");
    assert!(owed.contains(&ids[1]) && !owed.contains(&ids[0]), "{owed}");
    let shown = page(&solveig, &ids[0]);
    assert!(shown.contains("skylder 1 140,00 kr per"), "{shown}");
}
