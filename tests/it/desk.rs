//! The desk: who sees which orders, and what may be done with them.

use serde_json::json;

use crate::harness::{cast, spawn};
use crate::orders::{place, wish};

#[test]
fn a_work_leader_sees_and_moves_the_own_part_only() {
    let app = spawn();
    let (number, token) = place(&app, "k", &wish());
    let path = format!("/intern/bestillinger/{number}");
    let kari = app.sign_in(cast::KARI);
    let page = kari.get(&path);
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Bløtkake") && !page.text.contains("Ved i sekk"));
    assert!(!page.text.contains("nils@example.com"), "the job needs no e-mail address");
    assert!(kari.get("/intern/bestillinger").text.contains(&number));
    assert_eq!(kari.post(&format!("{path}/levering"), &[("date", "2026-03-16")]).status, 303);
    let seen = app.api().get(&format!("/api/v1/orders/{token}")).json();
    assert_eq!(seen["order"]["state"], "received", "the firewood still waits");
    assert_eq!(seen["order"]["lines"][0]["state"], "delivered");
    assert_eq!(seen["order"]["lines"][1]["state"], "received");
    let terje = app.sign_in(cast::TERJE);
    assert_eq!(terje.post(&format!("{path}/bekreftelse"), &[]).status, 303);
    assert_eq!(terje.post(&format!("{path}/levering"), &[("date", "2026-03-16")]).status, 303);
    let seen = app.api().get(&format!("/api/v1/orders/{token}")).json();
    assert_eq!(seen["order"]["state"], "delivered");
}

#[test]
fn an_order_without_an_own_part_is_not_there() {
    let app = spawn();
    let mut cake = wish();
    cake["lines"] = json!([{"offering": "KA-KAKE", "quantity": "1"}]);
    let (number, _) = place(&app, "k", &cake);
    let terje = app.sign_in(cast::TERJE);
    let path = format!("/intern/bestillinger/{number}");
    assert_eq!(terje.get(&path).status, 404);
    assert_eq!(terje.post(&format!("{path}/bekreftelse"), &[]).status, 404);
    assert!(!terje.get("/intern/bestillinger").text.contains(&number));
    let amina = app.sign_in(cast::AMINA);
    assert_eq!(amina.get(&path).status, 404);
    assert_eq!(amina.post(&format!("{path}/bekreftelse"), &[]).status, 403);
}

#[test]
fn work_by_the_hour_may_pass_its_estimate_by_fifteen_per_cent() {
    let app = spawn();
    let mut work = wish();
    work["lines"] = json!([
        {"offering": "SN-TIME", "quantity": "10"}, {"offering": "SN-VED", "quantity": "1"}
    ]);
    let (number, token) = place(&app, "k", &work);
    let terje = app.sign_in(cast::TERJE);
    let path = format!("/intern/bestillinger/{number}/levering");
    let over = terje.post(&path, &[("date", "2026-03-16"), ("quantity[1]", "11,6")]);
    assert_eq!(over.status, 422);
    assert!(over.text.contains("høyst 11,5") && over.text.contains("value=\"11,6\""));
    let wood = terje.post(&path, &[("date", "2026-03-16"), ("quantity[2]", "2")]);
    assert_eq!(wood.status, 422);
    let done = terje.post(&path, &[("date", "2026-03-16"), ("quantity[1]", "11,5")]);
    assert_eq!(done.status, 303, "{}", done.text);
    let seen = app.api().get(&format!("/api/v1/orders/{token}")).json();
    assert_eq!(seen["order"]["lines"][0]["quantity"], "11.5");
    assert_eq!(seen["order"]["lines"][0]["gross_incl_vat_ore"], 517_500);
}

#[test]
fn every_step_is_kept_with_who_and_when() {
    let app = spawn();
    let (number, _) = place(&app, "k", &wish());
    let solveig = app.sign_in(cast::SOLVEIG);
    let path = format!("/intern/bestillinger/{number}");
    solveig.post(&format!("{path}/bekreftelse"), &[]);
    let page =
        solveig.follow(&solveig.post(&format!("{path}/levering"), &[("date", "2026-03-16")]));
    assert!(page.text.contains("Bestillingen er levert."));
    for words in ["Bestilt fra et program", "Bekreftet", "Levert", "Solveig Haug", "16.03.2026"] {
        assert!(page.text.contains(words), "{words}");
    }
    assert_eq!(solveig.post(&format!("{path}/avlysning"), &[("reason", "nei")]).status, 422);
}

#[test]
fn an_order_taken_by_phone_bears_who_took_it() {
    let app = spawn();
    let kari = app.sign_in(cast::KARI);
    let page = kari.get("/intern/bestillinger/ny");
    assert!(page.text.contains("Bløtkake") && !page.text.contains("Ved i sekk"));
    let key = page.field("nokkel").unwrap();
    let mut fields = vec![
        ("nokkel", key.as_str()),
        ("lines[0].offering", "KA-LUNSJ"),
        ("lines[0].quantity", ""),
        ("lines[1].offering", "KA-KAKE"),
        ("lines[1].quantity", "1,5"),
        ("customer.kind", "private"),
        ("customer.name", "Olga <b>Olsen</b>"),
        ("customer.phone", "91234567"),
        ("delivery", "collect"),
        ("delivery_date", "2026-03-20"),
    ];
    let refused = kari.post("/intern/bestillinger/ny", &fields);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("href=\"#lines[1].quantity\""), "{}", refused.text);
    assert!(refused.text.contains("value=\"1,5\""));
    fields[4].1 = "2";
    let done = kari.post("/intern/bestillinger/ny", &fields);
    assert_eq!(done.status, 303, "{}", done.text);
    let again = kari.post("/intern/bestillinger/ny", &fields);
    assert_eq!(again.location(), done.location());
    let shown = kari.follow(&done);
    assert!(shown.text.contains("Kari Lunde") && shown.text.contains("Olga &#60;b&#62;Olsen"));
    fields[1].1 = "SN-VED";
    fields[2].1 = "1";
    fields[0].1 = "another-key";
    assert_eq!(kari.post("/intern/bestillinger/ny", &fields).status, 422);
    assert_eq!(app.number("SELECT count(*) AS value FROM customer_order"), 1);
    let by = app.texts(
        "SELECT a.login AS value FROM customer_order o JOIN account a ON a.id = o.placed_by",
    );
    assert_eq!(by, ["kari"]);
}
