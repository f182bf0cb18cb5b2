//! An order's way from the door it comes in by to its delivery, over the API.

use serde_json::{Value, json};

use crate::harness::{App, cast, spawn, spawn_with};

/// Two cakes and three sacks of firewood for Friday.
pub(crate) fn wish() -> Value {
    json!({
        "customer": {
            "kind": "private", "name": "Nils Nilsen", "email": "nils@example.com",
            "phone": "91234567", "street": "Storgata 1", "postcode": "2380", "city": "Brumunddal",
            "org_number": null
        },
        "delivery_date": "2026-03-20",
        "lines": [
            {"offering": "KA-KAKE", "quantity": "2"},
            {"offering": "SN-VED", "quantity": "3"}
        ],
        "message": "Ring på"
    })
}

/// Places the wish; answers its number and token.
pub(crate) fn place(app: &App, key: &str, wish: &Value) -> (String, String) {
    let placed = app.api().post_json("/api/v1/orders", key, wish);
    assert_eq!(placed.status, 201, "{}", placed.text);
    let order = placed.json()["order"].clone();
    let text = |name: &str| order[name].as_str().unwrap().to_owned();
    (text("number"), text("token"))
}

fn orders(app: &App) -> i64 {
    app.number("SELECT count(*) AS value FROM customer_order")
}

fn taken(app: &App, code: &str) -> i64 {
    app.number(&format!(
        "SELECT CAST(COALESCE(SUM(p.taken_milli), 0) AS BIGINT) AS value FROM day_places p \
         JOIN offering o ON o.id = p.offering_id WHERE o.code = '{code}'"
    ))
}

#[test]
fn an_order_has_the_catalogs_prices_and_a_part_per_enterprise() {
    let app = spawn();
    let placed = app.api().post_json("/api/v1/orders", "k1", &wish());
    assert_eq!(placed.status, 201, "{}", placed.text);
    let order = &placed.json()["order"];
    assert_eq!(order["total_incl_vat_ore"], 2 * 45_000 + 3 * 12_000);
    assert_eq!(order["number"], "G0000001");
    assert_eq!(order["token"].as_str().unwrap().len(), 22);
    assert_eq!(app.number("SELECT count(*) AS value FROM order_part"), 2);
    assert_eq!((taken(&app, "KA-KAKE"), taken(&app, "SN-VED")), (2000, 3000));
    let token = order["token"].as_str().unwrap();
    let seen = app.api().get(&format!("/api/v1/orders/{token}"));
    assert_eq!(seen.status, 200);
    let seen = seen.json();
    assert_eq!(seen["order"]["state"], "received");
    assert_eq!(seen["order"]["lines"][1]["gross_incl_vat_ore"], 36_000);
    assert_eq!(seen["order"]["lines"][0]["withdraw_until"], Value::Null);
}

#[test]
fn the_same_key_and_body_make_one_order_and_another_body_is_refused() {
    let app = spawn();
    let first = app.api().post_json("/api/v1/orders", "k1", &wish());
    let again = app.api().post_json("/api/v1/orders", "k1", &wish());
    assert_eq!((again.status, &again.text), (201, &first.text));
    let mut other = wish();
    other["lines"][0]["quantity"] = json!("3");
    let refused = app.api().post_json("/api/v1/orders", "k1", &other);
    assert_eq!((refused.status, refused.code()), (409, "idempotency.reused".into()));
    let keyless = app.api().post_json("/api/v1/orders", "", &wish());
    assert_eq!((keyless.status, keyless.code()), (400, "idempotency.key".into()));
    assert_eq!(orders(&app), 1);
}

#[test]
fn a_refused_order_leaves_nothing_and_its_key_free() {
    let app = spawn();
    let mut early = wish();
    early["delivery_date"] = json!("2026-03-16");
    let refused = app.api().post_json("/api/v1/orders", "k1", &early);
    assert_eq!((refused.status, refused.code()), (422, "order.too_early".into()));
    for table in [
        "customer_order",
        "day_places",
        "outbox",
        "idempotency",
        "number_series WHERE series = 'order'",
    ] {
        let count = app.number(&format!("SELECT count(*) AS value FROM {table}"));
        assert_eq!(count, 0, "{table}");
    }
    assert_eq!(app.api().post_json("/api/v1/orders", "k1", &wish()).status, 201);
}

#[test]
fn what_is_wrong_is_told_at_its_field() {
    let app = spawn();
    let cases = [
        ("/lines", json!([]), "order.empty", "lines"),
        ("/lines/0/quantity", json!("-1"), "order.quantity", "lines[0].quantity"),
        ("/lines/0/quantity", json!("0"), "order.quantity", "lines[0].quantity"),
        ("/lines/0/quantity", json!("99999999999"), "order.quantity", "lines[0].quantity"),
        ("/lines/1/quantity", json!("1.5"), "order.quantity", "lines[1].quantity"),
        ("/lines/1/offering", json!("NEI"), "order.unknown_offering", "lines[1].offering"),
        ("/delivery_date", json!("2026-03-15"), "order.past_date", "delivery_date"),
        ("/delivery_date", json!("2027-03-17"), "order.too_far_ahead", "delivery_date"),
        ("/delivery_date", json!(""), "order.required", "delivery_date"),
        ("/customer/email", json!("nils"), "order.email", "customer.email"),
        ("/customer/name", json!(""), "order.required", "customer.name"),
        ("/customer/kind", json!("business"), "order.org_number", "customer.org_number"),
        ("/customer/kind", json!("robot"), "order.kind", "customer.kind"),
        ("/customer/phone", json!("ring meg"), "order.phone", "customer.phone"),
        ("/customer/name", json!("Nils\r\nBcc: x@y.z"), "order.text", "customer.name"),
    ];
    for (pointer, value, code, field) in cases {
        let mut bad = wish();
        *bad.pointer_mut(pointer).unwrap() = value;
        let refused = app.api().post_json("/api/v1/orders", "k", &bad);
        let problem = refused.json();
        assert_eq!(refused.status, 422, "{pointer}: {}", refused.text);
        assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &json!(field)));
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        assert!(refused.header("content-type").starts_with("application/problem+json"));
    }
    assert_eq!(orders(&app), 0);
}

#[test]
fn every_refusal_is_told_at_once() {
    let app = spawn();
    let mut bad = wish();
    bad["customer"]["email"] = json!("nils");
    bad["lines"][0]["quantity"] = json!("1.5");
    bad["lines"][1]["offering"] = json!("NEI");
    let problem = app.api().post_json("/api/v1/orders", "k", &bad).json();
    let errors = problem["errors"].as_array().unwrap();
    let fields: Vec<&str> = errors.iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["customer.email", "lines[0].quantity", "lines[1].offering"]);
}

#[test]
fn an_unknown_field_and_a_price_of_ones_own_cannot_be_read() {
    let app = spawn();
    let mut bad = wish();
    bad["total_incl_vat_ore"] = json!(1);
    let refused = app.api().post_json("/api/v1/orders", "k", &bad);
    assert_eq!((refused.status, refused.code()), (400, "json.unknown_field".into()));
    assert_eq!(refused.json()["field"], "total_incl_vat_ore");
    let mut bad = wish();
    bad["lines"][0]["unit_price_ore"] = json!(1);
    let refused = app.api().post_json("/api/v1/orders", "k", &bad);
    assert_eq!(refused.json()["field"], "lines[0].unit_price_ore");
    let broken = app.api().post_text("/api/v1/orders", "k", "{\"customer\":");
    assert_eq!((broken.status, broken.code()), (400, "json.unreadable".into()));
    assert_eq!(orders(&app), 0);
}

#[test]
fn only_an_organisation_with_a_true_number_buys_as_one() {
    let app = spawn();
    let mut firm = wish();
    firm["customer"]["kind"] = json!("public");
    firm["customer"]["org_number"] = json!("999111238");
    place(&app, "k", &firm);
    assert_eq!(app.texts("SELECT org_number AS value FROM customer_order"), ["999111238"]);
}

#[test]
fn a_full_day_is_refused_and_a_cancelled_order_gives_its_places_back() {
    let app = spawn();
    let mut all = wish();
    all["lines"] = json!([{"offering": "KA-KAKE", "quantity": "20"}]);
    let (number, token) = place(&app, "k1", &all);
    let refused = app.api().post_json("/api/v1/orders", "k2", &wish());
    assert_eq!((refused.status, refused.code()), (422, "order.day_full".into()));
    assert_eq!(refused.json()["field"], "lines[0].quantity");
    let solveig = app.sign_in(cast::SOLVEIG);
    let path = format!("/intern/bestillinger/{number}/avlysning");
    assert_eq!(solveig.post(&path, &[("reason", " ")]).status, 422);
    assert_eq!(solveig.post(&path, &[("reason", "Ovnen er i stykker")]).status, 303);
    assert_eq!(taken(&app, "KA-KAKE"), 0);
    place(&app, "k2", &wish());
    let seen = app.api().get(&format!("/api/v1/orders/{token}")).json();
    assert_eq!(seen["order"]["state"], "cancelled");
    // Once more changes nothing and gives nothing back.
    assert_eq!(solveig.post(&path, &[("reason", "Igjen")]).status, 422);
    assert_eq!(taken(&app, "KA-KAKE"), 2000);
}

#[test]
fn a_stopped_enterprise_takes_no_new_orders_and_keeps_those_it_has() {
    let app = spawn();
    let (number, _) = place(&app, "k1", &wish());
    let kari = app.sign_in(cast::KARI);
    let stop = [("enterprise", "catering"), ("first_day", "2026-03-16"), ("last_day", "")];
    assert_eq!(kari.post("/intern/stopp", &stop).status, 303);
    let refused = app.api().post_json("/api/v1/orders", "k2", &wish());
    assert_eq!((refused.status, refused.code()), (422, "order.day_stopped".into()));
    let confirm = format!("/intern/bestillinger/{number}/bekreftelse");
    assert_eq!(kari.post(&confirm, &[]).status, 303);
}

#[test]
fn a_delivery_is_done_once_however_often_it_is_said() {
    let app = spawn();
    let (number, _) = place(&app, "k1", &wish());
    let path = format!("/api/v1/orders/{number}/delivery");
    let solveig = app.api_as(cast::SOLVEIG);
    let future = solveig.post_json(&path, "", &json!({"date": "2026-03-17"}));
    assert_eq!((future.status, future.code()), (422, "order.delivery_future".into()));
    let before = solveig.post_json(&path, "", &json!({"date": "2026-03-15"}));
    assert_eq!((before.status, before.code()), (422, "order.delivery_before_order".into()));
    let done = solveig.post_json(&path, "", &json!({}));
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(done.json()["order"]["state"], "delivered");
    assert_eq!(done.json()["order"]["delivered_on"], "2026-03-16");
    app.set_clock("2026-03-18 10:00");
    let again = solveig.post_json(&path, "", &json!({"date": "2026-03-18"}));
    assert_eq!((again.status, again.text), (200, done.text));
    assert_eq!(app.number("SELECT count(*) AS value FROM order_step"), 2);
    assert_eq!(solveig.post_json("/api/v1/orders/NEI/delivery", "", &json!({})).status, 404);
    let terje = app.api_as(cast::TERJE).post_json(&path, "", &json!({}));
    assert_eq!(terje.status, 403);
    assert_eq!(app.api().post_json(&path, "", &json!({})).status, 401);
}

#[test]
fn orders_are_listed_by_number_a_page_at_a_time() {
    let app = spawn();
    for key in ["a", "b", "c"] {
        place(&app, key, &wish());
    }
    let solveig = app.api_as(cast::SOLVEIG);
    let first = solveig.get("/api/v1/orders?from=2026-03-01&to=2026-03-31&limit=2").json();
    assert_eq!(first["orders"].as_array().unwrap().len(), 2);
    assert_eq!(first["next"], "G0000002");
    let rest = solveig.get("/api/v1/orders?after=G0000002&limit=2").json();
    assert_eq!(rest["orders"][0]["number"], "G0000003");
    assert_eq!(rest["next"], Value::Null);
    assert_eq!(solveig.get("/api/v1/orders?limit=0").status, 422);
    assert_eq!(app.api().get("/api/v1/orders").status, 401);
    assert_eq!(app.api_as(cast::TERJE).get("/api/v1/orders").status, 403);
}

#[test]
fn guessing_at_links_finds_nothing_and_is_slowed_down() {
    let app = spawn_with(&["--rate-limits", "on"]);
    let (number, _) = place(&app, "k", &wish());
    assert_eq!(app.api().get(&format!("/api/v1/orders/{number}")).status, 404);
    let answers: Vec<u16> =
        (0..130).map(|i| app.api().get(&format!("/api/v1/orders/gjett{i}")).status).collect();
    assert_eq!(answers[0], 404);
    assert_eq!(answers[129], 429);
}

#[test]
fn a_private_order_without_an_address_gets_one_at_the_desk() {
    let app = spawn();
    let mut bare = wish();
    bare["customer"] = json!({"kind": "private", "name": "Nils", "email": "nils@example.com"});
    let (number, _) = place(&app, "k", &bare);
    let solveig = app.sign_in(cast::SOLVEIG);
    let path = format!("/intern/bestillinger/{number}/adresse");
    let refused = solveig.post(&path, &[("street", "Storgata 1"), ("postcode", "x"), ("city", "")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("value=\"Storgata 1\""));
    let address = [("street", "Storgata 1"), ("postcode", "2380"), ("city", "Brumunddal")];
    assert_eq!(solveig.post(&path, &address).status, 303);
    assert_eq!(solveig.post(&path, &address).status, 422);
}
