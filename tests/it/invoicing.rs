//! An order becomes an invoice, is credited or paid, and the books say so.

use serde_json::{Value, json};

use super::harness::cast::{KARI, LARS, ODD, SOLVEIG, TERJE};
use super::harness::{App, Person, spawn};

/// Places an order over the API for today; answers its number.
pub(super) fn place(app: &App, key: &str, lines: &Value) -> String {
    place_for(app, key, &private("Kari Nordmann"), lines)
}

pub(super) fn private(name: &str) -> Value {
    json!({"kind": "private", "name": name, "email": "kari@example.no", "phone": "90000000",
        "street": "Storgata 1", "postcode": "4630", "city": "Kristiansand", "org_number": null})
}

pub(super) fn place_for(app: &App, key: &str, customer: &Value, lines: &Value) -> String {
    let body = json!({"customer": customer, "delivery_date": "2026-03-20", "lines": lines});
    let placed = app.api().post_json("/api/v1/orders", key, &body);
    assert_eq!(placed.status, 201, "{}", placed.text);
    placed.json()["order"]["number"].as_str().unwrap().to_owned()
}

/// Firewood for 120 kr and a cake for 450 kr.
pub(super) fn wood_and_cake() -> Value {
    json!([{"offering": "SN-VED", "quantity": "1"}, {"offering": "KA-KAKE", "quantity": "1"}])
}

pub(super) fn deliver(app: &App, number: &str, date: &str) {
    let path = format!("/api/v1/orders/{number}/delivery");
    let told = app.api_as(SOLVEIG).post_json(&path, "", &json!({"date": date}));
    assert_eq!(told.status, 200, "{}", told.text);
}

fn invoice_path(number: &str) -> String {
    format!("/api/v1/orders/{number}/invoice")
}

/// Invoices an order; answers the invoice.
pub(super) fn invoice(app: &App, number: &str, date: &str) -> Value {
    let told = app.api_as(SOLVEIG).post_json(&invoice_path(number), "", &json!({"date": date}));
    assert_eq!(told.status, 201, "{}", told.text);
    told.json()["invoice"].clone()
}

/// Why an order is not invoiced.
fn refused(app: &App, number: &str, date: &str) -> (String, String) {
    let told = app.api_as(SOLVEIG).post_json(&invoice_path(number), "", &json!({"date": date}));
    assert_eq!(told.status, 422, "{}", told.text);
    (told.code(), told.json()["field"].as_str().unwrap().to_owned())
}

/// An order placed, delivered and invoiced on one day.
fn invoiced(app: &App, key: &str, date: &str) -> i64 {
    let number = place(app, key, &wood_and_cake());
    deliver(app, &number, date);
    invoice(app, &number, date)["number"].as_i64().unwrap()
}

fn held(app: &App, account: &str) -> i64 {
    app.number(&format!(
        "SELECT CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT) AS value FROM posting \
         WHERE account = '{account}'"
    ))
}

fn state(app: &App, number: &str) -> String {
    let sql = format!("SELECT state AS value FROM customer_order WHERE number = '{number}'");
    app.texts(&sql).remove(0)
}

fn pay(solveig: &Person, number: i64, key: &str, amount: &str, date: &str) -> (u16, String) {
    let path = format!("/intern/fakturaer/{number}/betaling");
    let told = solveig.post(&path, &[("nokkel", key), ("amount", amount), ("paid_on", date)]);
    (told.status, told.text)
}

#[test]
fn an_order_is_invoiced_once_whoever_asks_and_however_often() {
    let app = spawn();
    let order = place(&app, "a", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    let first = invoice(&app, &order, "2026-03-16");
    assert_eq!(first["number"], 1);
    assert_eq!(first["due_date"], "2026-03-30");
    assert_eq!(first["total_incl_vat_ore"], 57_000);
    assert_eq!(first["kid"].as_str().unwrap().len(), 11);
    assert_eq!(invoice(&app, &order, "2026-03-15"), first, "a second call answers the same");
    let again = app.sign_in(SOLVEIG).post(&format!("/intern/bestillinger/{order}/faktura"), &[]);
    assert_eq!((again.status, again.location()), (303, "/intern/fakturaer/1"));
    assert_eq!(app.number("SELECT count(*) AS value FROM invoice"), 1);
    assert_eq!(state(&app, &order), "invoiced");
    for (account, ore) in
        [("1500", 57_000), ("3010", -9_600), ("3040", -39_130), ("2700", -2_400), ("2701", -5_870)]
    {
        assert_eq!(held(&app, account), ore, "{account}");
    }
    let listed = app.api_as(ODD).get("/api/v1/invoices?from=2026-03-01&to=2026-03-31").json();
    assert_eq!(listed["invoices"][0]["order"], order.as_str());
    assert_eq!(listed["invoices"].as_array().unwrap().len(), 1);
}

#[test]
fn the_page_holds_what_the_law_wants_on_an_invoice() {
    let app = spawn();
    let number = invoiced(&app, "a", "2026-03-16");
    let page = app.sign_in(ODD).get(&format!("/intern/fakturaer/{number}"));
    assert_eq!(page.status, 200);
    let text = page.text.replace('\u{a0}', " ").replace("&#160;", " ");
    for wanted in [
        "Faktura 1",
        "16.03.2026",
        "30.03.2026",
        "Solbakken gård AS",
        "999 111 238 MVA",
        "Foretaksregisteret",
        "1813 10 12346",
        "Kari Nordmann",
        "Storgata 1",
        "4630 Kristiansand",
        "Ved i sekk",
        "Bløtkake",
        "570,00",
        "25 %",
        "96,00",
        "24,00",
        "15 %",
        "391,30",
        "58,70",
        "Levert",
        "Hentet: Solbakkvegen 12, 2380 Brumunddal",
        "KID",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    assert!(!text.contains("/betaling"), "the auditor registers no payment");
}

#[test]
fn an_invoice_is_refused_with_its_reason() {
    let app = spawn();
    app.set_clock("2026-03-15 10:00");
    let order = place(&app, "a", &wood_and_cake());
    app.set_clock("2026-03-16 10:00");
    let at = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(refused(&app, &order, "2026-03-16"), at("invoice.not_delivered", ""));
    deliver(&app, &order, "2026-03-15");
    assert_eq!(refused(&app, &order, "2026-03-17"), at("invoice.date", "date"));
    assert_eq!(refused(&app, &order, "2026-03-14"), at("invoice.date", "date"));
    let other = place(&app, "b", &wood_and_cake());
    deliver(&app, &other, "2026-03-16");
    assert_eq!(invoice(&app, &other, "2026-03-16")["number"], 1);
    assert_eq!(refused(&app, &order, "2026-03-15"), at("invoice.date", "date"), "before newest");
    let mut nowhere = private("Per Ås");
    for field in ["street", "postcode", "city"] {
        nowhere.as_object_mut().unwrap().remove(field);
    }
    let guest = place_for(&app, "c", &nowhere, &wood_and_cake());
    deliver(&app, &guest, "2026-03-16");
    assert_eq!(refused(&app, &guest, "2026-03-16"), at("invoice.buyer_address", "address"));
    app.db.execute("UPDATE seller SET vat_registered = false").unwrap();
    assert_eq!(refused(&app, &order, "2026-03-16"), at("invoice.not_vat_registered", "lines"));
    app.db.execute("DELETE FROM seller").unwrap();
    assert_eq!(refused(&app, &order, "2026-03-16"), at("seller.missing", ""));
    let unknown = app.api_as(SOLVEIG).post_json(&invoice_path("G9999999"), "", &json!({}));
    assert_eq!(unknown.status, 404);
    let unread = app.api_as(SOLVEIG).post_json(&invoice_path(&order), "", &json!({"dato": "x"}));
    assert_eq!((unread.status, unread.code().as_str()), (400, "json.unknown_field"));
    let drawn =
        app.number("SELECT next_number AS value FROM number_series WHERE series = 'invoice'");
    assert_eq!(drawn, 2, "a refused invoice gives its number back");
}

#[test]
fn an_invoice_holds_the_parts_that_were_delivered_and_none_that_were_cancelled() {
    let app = spawn();
    let order = place(&app, "a", &wood_and_cake());
    let desk = |login, step, field: (&str, &str)| {
        let path = format!("/intern/bestillinger/{order}/{step}");
        let told = app.sign_in(login).post(&path, &[field]);
        assert_eq!(told.status, 303, "{login} {step}: {}", told.text);
    };
    desk(TERJE, "levering", ("date", "2026-03-16"));
    assert_eq!(refused(&app, &order, "2026-03-16").0, "invoice.not_delivered");
    desk(KARI, "avlysning", ("reason", "Ovnen er i stykker"));
    assert_eq!(state(&app, &order), "delivered");

    let made = invoice(&app, &order, "2026-03-16");
    let number = made["number"].as_i64().unwrap();
    assert_eq!(made["total_incl_vat_ore"], 12_000, "{made}");
    assert_eq!(state(&app, &order), "invoiced");
    let of_invoice = |table: &str, what: &str| {
        app.texts(&format!(
            "SELECT {what} AS value FROM {table} t JOIN invoice i ON i.id = t.invoice_id \
             WHERE i.number = {number}"
        ))
    };
    let lines = of_invoice("invoice_line", "name || ' ' || t.gross_ore || ' ' || t.net_ore");
    assert_eq!(lines, ["Ved i sekk 12000 9600"]);
    let vats = of_invoice(
        "invoice_vat",
        "vat_code || ' ' || t.gross_ore || ' ' || t.base_ore || ' ' || t.vat_ore",
    );
    assert_eq!(vats, ["3 12000 9600 2400"]);
    for (account, ore) in [("1500", 12_000), ("3010", -9_600), ("2700", -2_400), ("3040", 0)] {
        assert_eq!(held(&app, account), ore, "{account}");
    }
    let page = app.sign_in(SOLVEIG).get(&format!("/intern/fakturaer/{number}")).text;
    let page = page.replace('\u{a0}', " ");
    assert!(page.contains("Ved i sekk") && page.contains("120,00"), "{page}");
    assert!(!page.contains("Bløtkake") && !page.contains("450,00"), "{page}");
    assert!(app.run(&["check"]).ok);

    let none = place(&app, "b", &wood_and_cake());
    let path = format!("/intern/bestillinger/{none}/avlysning");
    let gone = app.sign_in(SOLVEIG).post(&path, &[("reason", "Vi har ikke varene")]);
    assert_eq!(gone.status, 303, "{}", gone.text);
    assert_eq!(refused(&app, &none, "2026-03-16").0, "invoice.nothing");
}

#[test]
fn an_order_that_costs_nothing_is_not_invoiced_and_does_not_wait_for_it() {
    let app = spawn();
    app.db.execute("UPDATE offering_price SET price_ore = 0").unwrap();
    let order = place(&app, "a", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    assert_eq!(refused(&app, &order, "2026-03-16").0, "invoice.nothing");
    let solveig = app.sign_in(SOLVEIG);
    let told = solveig.post(&format!("/intern/bestillinger/{order}/faktura"), &[]);
    assert!(told.text.contains("kom på 0 kroner"), "{}", told.text);
    for list in ["/intern/fakturaer", "/intern/bestillinger?vis=faktura"] {
        assert!(!solveig.get(list).text.contains(&order), "{list}");
    }
    assert!(solveig.get("/intern/bestillinger?vis=levert").text.contains(&order));
}

#[test]
fn a_refused_invoice_is_told_at_the_order_and_keeps_the_typed_date() {
    let app = spawn();
    let order = place(&app, "a", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    let solveig = app.sign_in(SOLVEIG);
    let list = solveig.get("/intern/fakturaer");
    assert!(list.text.contains(&format!("/intern/bestillinger/{order}/faktura")));
    let path = format!("/intern/bestillinger/{order}/faktura");
    let told = solveig.post(&path, &[("date", "2026-04-01")]);
    assert_eq!(told.status, 422);
    assert!(told.text.contains("value=\"2026-04-01\""));
    assert!(told.text.contains("etter i dag"));
    let done = solveig.post(&path, &[]);
    assert_eq!((done.status, done.location()), (303, "/intern/fakturaer/1"), "{}", done.text);
}

#[test]
fn an_organisation_is_invoiced_without_an_address() {
    let app = spawn();
    let business = json!({"kind": "business", "name": "Bygdekafeen AS", "phone": "90000000",
        "email": "kafe@example.no", "org_number": "317763174"});
    let order = place_for(&app, "a", &business, &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    let number = invoice(&app, &order, "2026-03-16")["number"].as_i64().unwrap();
    let page = app.sign_in(SOLVEIG).get(&format!("/intern/fakturaer/{number}"));
    let text = page.text.replace('\u{a0}', " ");
    assert!(text.contains("Bygdekafeen AS") && text.contains("317 763 174"));
    let second = place_for(&app, "b", &business, &wood_and_cake());
    deliver(&app, &second, "2026-03-16");
    invoice(&app, &second, "2026-03-16");
    assert_eq!(app.number("SELECT count(*) AS value FROM customer"), 1, "one row a number");
}

#[test]
fn a_credit_note_is_the_mirror_image_and_ends_what_is_owed() {
    let app = spawn();
    let number = invoiced(&app, "a", "2026-03-16");
    app.set_clock("2026-04-02 09:00");
    let solveig = app.sign_in(SOLVEIG);
    let path = format!("/intern/fakturaer/{number}/kreditnota");
    for date in ["2026-04-03", "2026-03-15", "i dag"] {
        let told = solveig.post(&path, &[("date", date)]);
        assert_eq!(told.status, 422, "{date}");
        assert!(told.text.contains("id=\"date-error\""), "{date}: {}", told.text);
    }
    let done = solveig.post(&path, &[("date", "2026-04-02")]);
    assert_eq!((done.status, done.location()), (303, "/intern/fakturaer/2"), "{}", done.text);
    let again = solveig.post(&path, &[("date", "2026-04-02")]);
    assert_eq!((again.status, again.location()), (303, "/intern/fakturaer/2"));
    for account in ["1500", "3010", "3040", "2700", "2701"] {
        assert_eq!(held(&app, account), 0, "{account}");
    }
    let march = app.number(
        "SELECT CAST(SUM(amount_ore) AS BIGINT) AS value FROM balance \
         WHERE period = 202603 AND account = '3010'",
    );
    assert_eq!(march, -9_600, "the invoice stays in its own month");
    let page = solveig.get("/intern/fakturaer/2").text;
    assert!(page.contains("Kreditnota 2") && page.contains("/intern/fakturaer/1"));
    let (status, text) = pay(&solveig, number, "k", "10,00", "2026-04-02");
    assert_eq!(status, 422);
    assert!(text.contains("kreditert"));
    let on_credit = solveig.post("/intern/fakturaer/2/kreditnota", &[("date", "2026-04-02")]);
    assert_eq!(on_credit.status, 422);
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{}", checked.stdout);
}

#[test]
fn a_payment_is_taken_once_and_never_past_what_is_open() {
    let app = spawn();
    let order = place(&app, "a", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    let number = invoice(&app, &order, "2026-03-16")["number"].as_i64().unwrap();
    let solveig = app.sign_in(SOLVEIG);
    for (amount, date, at) in [
        ("100000000,01", "2026-03-16", "amount-error"),
        ("0", "2026-03-16", "amount-error"),
        ("-5", "2026-03-16", "amount-error"),
        ("mye", "2026-03-16", "amount-error"),
        ("100,00", "2026-03-17", "paid_on-error"),
        ("100,00", "2026-03-15", "paid_on-error"),
        ("100,00", "", "paid_on-error"),
    ] {
        let (status, text) = pay(&solveig, number, "feil", amount, date);
        assert_eq!(status, 422, "{amount} {date}");
        assert!(text.contains(&format!("id=\"{at}\"")), "{amount} {date}: {text}");
        assert!(text.contains(&format!("value=\"{amount}\"")), "what was typed is kept");
    }
    assert_eq!(pay(&solveig, number, "k1", "70,00", "2026-03-16").0, 303);
    assert_eq!(pay(&solveig, number, "k1", "70,00", "2026-03-16").0, 303, "the same again");
    assert_eq!(held(&app, "1920"), 7_000);
    assert_eq!(state(&app, &order), "invoiced");
    let owed = solveig.get("/intern/fordringer").text.replace('\u{a0}', " ");
    assert!(owed.contains("500,00") && owed.contains("Kari Nordmann"), "{owed}");
    assert_eq!(pay(&solveig, number, "k2", "500,00", "2026-03-16").0, 303);
    assert_eq!((held(&app, "1500"), state(&app, &order).as_str()), (0, "paid"));
    assert!(!solveig.get("/intern/fordringer").text.contains("Kari Nordmann"));
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{}", checked.stdout);
}

#[test]
fn receivables_are_what_the_books_hold_of_debtors() {
    let app = spawn();
    let first = invoiced(&app, "a", "2026-03-16");
    let second = invoiced(&app, "b", "2026-03-16");
    let _third = invoiced(&app, "c", "2026-03-16");
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(pay(&solveig, first, "k1", "100,00", "2026-03-16").0, 303);
    assert_eq!(pay(&solveig, second, "k2", "570,00", "2026-03-16").0, 303);
    let credit = format!("/intern/fakturaer/{second}/kreditnota");
    assert_eq!(solveig.post(&credit, &[("date", "2026-03-16")]).status, 303);
    app.set_clock("2026-04-20 09:00");
    let page = app.sign_in(SOLVEIG).get("/intern/fordringer").text.replace('\u{a0}', " ");
    let total = held(&app, "1500");
    assert_eq!(total, 57_000 - 10_000 + 57_000 - 57_000);
    assert!(page.contains("470,00 kr"), "{page}");
    assert!(page.contains("15–30 dager over"), "{page}");
    assert!(page.contains("−570,00"), "paid and then credited: the customer has it to come");
}

#[test]
fn who_may_not_see_invoices_finds_none_and_who_may_not_make_them_makes_none() {
    let app = spawn();
    let number = invoiced(&app, "a", "2026-03-16");
    let path = format!("/intern/fakturaer/{number}");
    for login in [TERJE, LARS] {
        assert_eq!(app.sign_in(login).get(&path).status, 404, "{login}");
        assert_eq!(app.api_as(login).get("/api/v1/invoices").status, 403, "{login}");
    }
    let credit = format!("{path}/kreditnota");
    assert_eq!(app.sign_in(ODD).post(&credit, &[("date", "2026-03-16")]).status, 403);
    assert_eq!(app.sign_in(ODD).get("/intern/fakturaer/77").status, 404);
    assert_eq!(app.stranger().get(&path).status, 303);
}

#[test]
fn a_unit_of_a_municipality_hands_over_a_basis() {
    let app = spawn();
    app.db.execute("UPDATE seller SET mode = 'municipal_unit'").unwrap();
    let number = invoiced(&app, "a", "2026-03-16");
    let page = app.sign_in(SOLVEIG).get(&format!("/intern/fakturaer/{number}"));
    assert!(page.text.contains("Fakturagrunnlag 1"));
    // The municipality's system invoices: as on the PDF, nothing here asks for money.
    let shown = page.text.split("<h2>Status</h2>").next().unwrap();
    for words in ["Forfall", "Kontonummer", "KID", "Å betale"] {
        assert!(!shown.contains(words), "{words}: {shown}");
    }
    assert!(shown.contains("Dette er et grunnlag.") && shown.contains("Sum med MVA"), "{shown}");
}
