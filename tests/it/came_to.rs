//! What an order came to, what may be withdrawn from it, and what its customer is told when it is
//! cancelled.

use serde_json::{Value, json};

use crate::harness::cast::{KARI, SOLVEIG, TERJE};
use crate::harness::{App, spawn};
use crate::orders::{place, wish};

fn total(app: &App, token: &str) -> i64 {
    let seen = app.api().get(&format!("/api/v1/orders/{token}")).json();
    seen["order"]["total_incl_vat_ore"].as_i64().unwrap()
}

fn listed_total(app: &App) -> i64 {
    let listed = app.api_as(SOLVEIG).get("/api/v1/orders").json();
    listed["orders"][0]["total_incl_vat_ore"].as_i64().unwrap()
}

fn act(app: &App, login: &str, number: &str, step: &str, fields: &[(&str, &str)]) {
    let path = format!("/intern/bestillinger/{number}/{step}");
    let told = app.sign_in(login).post(&path, fields);
    assert_eq!(told.status, 303, "{login} {step}: {}", told.text);
}

/// The body of the mail whose subject has these words, when the outbox has told it.
fn mail(app: &App, subject: &str) -> String {
    let sql = format!("SELECT body AS value FROM mail WHERE subject LIKE '%{subject}%'");
    for _ in 0..200 {
        if let Some(body) = app.texts(&sql).pop() {
            return body;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("no mail says {subject}");
}

#[test]
fn the_sum_follows_the_real_hours_wherever_it_is_shown() {
    let app = spawn();
    let mut work = wish();
    work["lines"] = json!([{"offering": "SN-TIME", "quantity": "10"}]);
    let (number, token) = place(&app, "k", &work);
    assert_eq!((total(&app, &token), listed_total(&app)), (450_000, 450_000));
    act(&app, TERJE, &number, "levering", &[("date", "2026-03-16"), ("quantity[1]", "11,5")]);
    assert_eq!((total(&app, &token), listed_total(&app)), (517_500, 517_500));
    let receipt = app.stranger().get(&format!("/bestilling/{token}")).text.replace('\u{a0}', " ");
    assert!(receipt.contains("5 175,00 kr</dd>") && !receipt.contains("4 500,00"), "{receipt}");
    let list = app.sign_in(SOLVEIG).get("/intern/bestillinger?vis=levert").text;
    assert!(list.replace('\u{a0}', " ").contains("5 175,00"), "{list}");
    assert!(mail(&app, "er levert").replace('\u{a0}', " ").contains("Summen er nå 5 175,00 kr"));
    assert_eq!(app.number("SELECT total_ore AS value FROM customer_order"), 450_000, "as ordered");
}

#[test]
fn a_cancelled_part_is_out_of_the_sum() {
    let app = spawn();
    let (number, token) = place(&app, "k", &wish());
    act(&app, KARI, &number, "avlysning", &[("reason", "Ovnen er i stykker")]);
    assert_eq!((total(&app, &token), listed_total(&app)), (36_000, 36_000));
    let receipt = app.stranger().get(&format!("/bestilling/{token}")).text;
    assert!(receipt.contains("360,00\u{a0}kr</dd>") || receipt.contains("360,00 kr</dd>"));
    assert!(receipt.contains("Ingen angrerett. Lages til deg."));
    assert!(mail(&app, "er avlyst").contains("Summen er nå 360,00"));
    let desk = app.sign_in(SOLVEIG).get(&format!("/intern/bestillinger/{number}")).text;
    assert!(desk.contains("<strong class=\"nowrap\">360,00"), "{desk}");
    act(&app, TERJE, &number, "avlysning", &[("reason", "Tomt på lageret")]);
    assert_eq!((total(&app, &token), listed_total(&app)), (0, 0));
}

#[test]
fn what_is_to_be_invoiced_stands_with_what_its_invoice_comes_to() {
    let app = spawn();
    let mut work = wish();
    work["lines"] = json!([{"offering": "SN-TIME", "quantity": "10"}]);
    let (number, _) = place(&app, "k", &work);
    act(&app, TERJE, &number, "levering", &[("date", "2026-03-16"), ("quantity[1]", "11,5")]);
    let solveig = app.sign_in(SOLVEIG);
    let waiting = || solveig.get("/intern/fakturaer").text.replace('\u{a0}', " ");
    let list = waiting();
    assert!(list.contains("5 175,00 kr") && !list.contains("4 500,00"), "{list}");

    // Half of it is cancelled: the rest is what is invoiced.
    let (half, _) = place(&app, "l", &wish());
    act(&app, KARI, &half, "avlysning", &[("reason", "Ovnen er i stykker")]);
    act(&app, TERJE, &half, "levering", &[("date", "2026-03-16")]);
    let list = waiting();
    assert!(
        list.contains(&half) && list.contains("360,00 kr") && !list.contains("1 260,00"),
        "{list}"
    );

    // What was to be paid is cancelled, and what is delivered is free: there is nothing to invoice.
    let (free, _) = place(&app, "m", &wish());
    let gift = "UPDATE order_line SET unit_price_ore = 0, gross_ore = 0 WHERE unit_price_ore = 12000 \
                AND order_id = (SELECT id FROM customer_order WHERE number = ";
    app.db.execute(&format!("{gift}'{free}')")).unwrap();
    act(&app, KARI, &free, "avlysning", &[("reason", "Ovnen er i stykker")]);
    act(&app, TERJE, &free, "levering", &[("date", "2026-03-16")]);
    let state = format!("SELECT state AS value FROM customer_order WHERE number = '{free}'");
    assert_eq!(app.texts(&state), ["delivered"]);
    let list = waiting();
    assert!(!list.contains(&free), "{list}");
    let issued = solveig.post(&format!("/intern/bestillinger/{half}/faktura"), &[]);
    assert_eq!(issued.status, 303, "{}", issued.text);
    assert_eq!(app.number("SELECT total_ore AS value FROM invoice"), 36_000);
}

#[test]
fn a_reason_that_names_someone_of_the_farm_is_stopped_at_its_field() {
    let app = spawn();
    let (number, token) = place(&app, "k", &wish());
    let kari = app.sign_in(KARI);
    let path = format!("/intern/bestillinger/{number}/avlysning");
    for reason in ["Jonas er syk", "Det er Aminas fridag", "Spør Solveig", "B02 er borte"] {
        let refused = kari.post(&path, &[("reason", reason)]);
        assert_eq!(refused.status, 422, "{reason}");
        assert!(
            refused.text.contains("href=\"#reason\"") && refused.text.contains("Teksten nevner")
        );
        assert!(refused.text.contains(&format!("value=\"{reason}\"")), "it is kept as typed");
    }
    let seen = app.api().get(&format!("/api/v1/orders/{token}")).json();
    assert_eq!(seen["order"]["lines"][0]["state"], "received");
    // One may sign with one's own name, and write the customer's.
    assert_eq!(kari.post(&path, &[("reason", "Hei Nils, vi er syke. Hilsen Kari")]).status, 303);
}

/// Work by the hour, firewood and a cake for a year ahead of the clock's day.
fn three(kind: &str) -> Value {
    let mut three = wish();
    three["customer"]["kind"] = json!(kind);
    if kind == "business" {
        three["customer"]["org_number"] = json!("999111238");
    }
    three["lines"] = json!([
        {"offering": "SN-TIME", "quantity": "2"},
        {"offering": "SN-VED", "quantity": "1"},
        {"offering": "KA-KAKE", "quantity": "1"}
    ]);
    three
}

#[test]
fn what_has_run_out_is_not_offered_and_the_withdrawal_is_of_the_lines_it_was_offered_for() {
    let app = spawn();
    let (_, token) = place(&app, "k", &three("private"));
    let customer = app.stranger();
    let link = format!("/bestilling/{token}");
    let receipt = customer.get(&link).text;
    assert!(receipt.contains("Du kan angre til og med 30.03.2026."), "{receipt}");
    app.set_clock("2026-03-31 10:00"); // the fifteenth day after the order
    let receipt = customer.get(&link).text;
    for words in [
        "Fristen for å angre var 30.03.2026.",
        "Du kan angre til og med 14 dager etter at du har fått varen.",
        "Ingen angrerett. Lages til deg.",
    ] {
        assert!(receipt.contains(words), "{words}: {receipt}");
    }
    let form = customer.get(&format!("{link}/angring")).text;
    assert!(form.contains("Ved i sekk") && !form.contains("Snekkerhjelp"), "{form}");
    assert_eq!(customer.post(&format!("{link}/angring"), &[]).status, 303);
    let note = app.texts("SELECT note AS value FROM order_step WHERE step = 'withdrawal'");
    assert_eq!(note, ["Linje 2"]);
    let told = mail(&app, "at du angrer bestillingen");
    assert!(told.contains("- Ved i sekk: 1 sekk") && !told.contains("Snekkerhjelp"), "{told}");
    assert!(customer.get(&link).text.contains("Du har angret."));
}

#[test]
fn why_a_line_may_not_be_withdrawn_from_is_told_as_it_is() {
    let app = spawn();
    let (number, token) = place(&app, "k", &three("private"));
    act(&app, TERJE, &number, "avlysning", &[("reason", "Tomt på lageret")]);
    let receipt = app.stranger().get(&format!("/bestilling/{token}")).text;
    assert!(receipt.contains("Avlyst. Det er ingenting å angre."), "{receipt}");
    assert!(!receipt.contains("bare privatpersoner"), "{receipt}");
    let (_, token) = place(&app, "k2", &three("business"));
    let receipt = app.stranger().get(&format!("/bestilling/{token}")).text;
    assert!(receipt.contains("Angrerett gjelder bare privatpersoner."), "{receipt}");
    let (number, token) = place(&app, "k3", &three("private"));
    let solveig = app.api_as(SOLVEIG);
    for call in ["delivery", "invoice"] {
        let told = solveig.post_json(&format!("/api/v1/orders/{number}/{call}"), "", &json!({}));
        assert!(told.status < 300, "{}", told.text);
    }
    let credit =
        app.sign_in(SOLVEIG).post("/intern/fakturaer/1/kreditnota", &[("date", "2026-03-16")]);
    assert_eq!(credit.status, 303, "{}", credit.text);
    let receipt = app.stranger().get(&format!("/bestilling/{token}")).text;
    assert!(receipt.contains("Kreditert. Det er ingenting å angre."), "{receipt}");
}
