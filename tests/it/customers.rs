//! Customers: made by the first invoice, one an organisation number, and merged by staff.

use serde_json::{Value, json};

use crate::harness::{App, answer, cast, spawn};
use crate::orders::{place, wish};

/// Orders, delivers and invoices.
fn invoice(app: &App, key: &str, wish: &Value) {
    let (number, _) = place(app, key, wish);
    let solveig = app.api_as(cast::SOLVEIG);
    for (step, status) in [("delivery", 200), ("invoice", 201)] {
        let path = format!("/api/v1/orders/{number}/{step}");
        let answer = solveig.post_json(&path, "", &json!({}));
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

fn firm(name: &str, street: &str) -> Value {
    let mut firm = wish();
    firm["customer"]["kind"] = json!("business");
    firm["customer"]["org_number"] = json!("317763174");
    firm["customer"]["name"] = json!(name);
    firm["customer"]["street"] = json!(street);
    firm
}

const CUSTOMERS: &str = "SELECT count(*) AS value FROM customer";

#[test]
fn an_organisation_is_one_customer_and_a_guest_never_changes_it() {
    let app = spawn();
    invoice(&app, "a", &firm("Bygdekafeen AS", "Storgata 1"));
    invoice(&app, "b", &firm("En annen AS", "Bakgata 2"));
    assert_eq!(app.number(CUSTOMERS), 1);
    let kept = app.texts("SELECT name || ', ' || street AS value FROM customer");
    assert_eq!(kept, ["Bygdekafeen AS, Storgata 1"]);
    let said = app.texts("SELECT name AS value FROM customer_order ORDER BY number");
    assert_eq!(said, ["Bygdekafeen AS", "En annen AS"]);
}

#[test]
fn staff_find_two_customers_to_be_one_and_nothing_posted_changes() {
    let app = spawn();
    invoice(&app, "a", &wish());
    invoice(&app, "b", &wish());
    assert_eq!(app.number(CUSTOMERS), 2, "a private order makes its own customer");
    let ids = app.texts("SELECT id AS value FROM customer ORDER BY id");
    let (old, kept) = (&ids[0], &ids[1]);
    let invoices = "SELECT id || customer_id || buyer AS value FROM invoice ORDER BY number";
    let before = app.texts(invoices);
    let solveig = app.sign_in(cast::SOLVEIG);
    assert!(solveig.get("/intern/kunder?sok=nils").text.contains(old.as_str()));
    let page = solveig.get(&format!("/intern/kunder/{old}"));
    assert!(page.text.contains("Slå sammen, og behold Nils Nilsen"));
    let path = format!("/intern/kunder/{old}/sammenslaing");
    let self_merge = solveig.post(&path, &[("behold", old)]);
    assert_eq!(self_merge.status, 422);
    let done = solveig.post(&path, &[("behold", kept)]);
    assert_eq!(done.status, 303, "{}", done.text);
    let told = solveig.follow(&done).text;
    assert!(told.contains("Slått sammen fra"));
    assert!(told.contains("Solveig Haug, 16.03.2026"), "who and when is told: {told}");
    let on_old = solveig.get(&format!("/intern/kunder/{old}")).text;
    assert!(on_old.contains("Solveig Haug, 16.03.2026"), "{on_old}");
    let record = "SELECT m.old_id || ' ' || m.kept_id || ' ' || a.login AS value \
                  FROM customer_merge m JOIN account a ON a.id = m.merged_by";
    let recorded = app.texts(record);
    assert_eq!(recorded, [format!("{old} {kept} {}", cast::SOLVEIG)]);
    assert_eq!(solveig.post(&path, &[("behold", kept)]).status, 303, "again changes nothing");
    for change in ["UPDATE customer_merge SET merged_by = merged_by", "DELETE FROM customer_merge"]
    {
        let said = app.db.execute(change).unwrap_err();
        assert!(said.contains("ledger.immutable: customer_merge"), "{said}");
    }
    assert_eq!(app.texts(record), recorded);
    assert_eq!(app.texts(invoices), before);
    assert!(!solveig.get("/intern/kunder").text.contains(&format!("/intern/kunder/{old}\"")));
    assert_eq!(solveig.get(&format!("/intern/kunder/{old}")).status, 200);
    let back = format!("/intern/kunder/{kept}/sammenslaing");
    assert_eq!(solveig.post(&back, &[("behold", old)]).status, 422);
}

#[test]
fn a_customer_is_found_by_any_letter_of_the_name_small_or_large() {
    let app = spawn();
    let insert = |id: &str, name: &str, email: &str| {
        app.db
            .execute(&format!(
                "INSERT INTO customer (id, kind, name, email, phone, street, postcode, city, \
                 created_at) VALUES ('{id}', 'private', '{name}', '{email}', '', '', '', '', \
                 '2026-03-16 09:00:00')"
            ))
            .unwrap();
    };
    insert("c1", "Åse ØDEGÅRD Ærlig", "aase@kunde.example");
    insert("c2", "Čáhppe Šuvva", "BÅT@kunde.example");
    insert("c3", "Ola Berg", "ola@kunde.example");
    let solveig = app.sign_in(cast::SOLVEIG);
    for (words, found) in [
        ("åse", "c1"),
        ("ÅSE", "c1"),
        ("ødegård", "c1"),
        ("Ærlig", "c1"),
        ("čáhppe", "c2"),
        ("ŠUVVA", "c2"),
        ("båt@", "c2"),
        ("ola berg", "c3"),
    ] {
        let page = solveig.request("GET", "/intern/kunder").query(&[("sok", words)]);
        let text = answer(page).text;
        for id in ["c1", "c2", "c3"] {
            let is_there = text.contains(&format!("/intern/kunder/{id}\""));
            assert_eq!(is_there, id == found, "{words} and {id}");
        }
    }
}

#[test]
fn an_organisation_kept_without_a_number_takes_over_the_one_of_the_other() {
    let app = spawn();
    invoice(&app, "a", &firm("Bygdekafeen AS", "Storgata 1"));
    let old = app.texts("SELECT id AS value FROM customer").remove(0);
    app.db
        .execute(
            "INSERT INTO customer (id, kind, name, email, phone, street, postcode, city, \
             created_at) VALUES ('kept', 'business', 'Bygdekafeen', '', '', '', '', '', \
             '2026-03-16 09:00:00')",
        )
        .unwrap();
    let path = format!("/intern/kunder/{old}/sammenslaing");
    let done = app.sign_in(cast::SOLVEIG).post(&path, &[("behold", "kept")]);
    assert_eq!(done.status, 303, "{}", done.text);
    invoice(&app, "b", &firm("Bygdekafeen AS", "Storgata 1"));
    assert_eq!(app.number(CUSTOMERS), 2, "the next order finds the one kept");
    let billed = app.texts("SELECT customer_id AS value FROM invoice ORDER BY number");
    assert_eq!(billed, [old.as_str(), "kept"]);
}

#[test]
fn customers_are_the_business_managers() {
    let app = spawn();
    for login in [cast::TERJE, cast::AMINA, cast::ODD, cast::LARS] {
        assert_eq!(app.sign_in(login).get("/intern/kunder").status, 404, "{login}");
        let tried = app.sign_in(login).post("/intern/kunder/x/sammenslaing", &[("behold", "y")]);
        assert_eq!(tried.status, 403, "{login}");
    }
}
