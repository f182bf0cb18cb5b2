//! A key that comes again: the first answer stands, whatever the day and however many have come.

use serde_json::json;

use crate::harness::{App, Person, cast, spawn, spawn_with};
use crate::orders::{place, wish};

const COUNT: &str = "SELECT count(*) AS value FROM customer_order";

/// Two sacks of firewood, as the checkout's form sends them.
pub(crate) fn sacks<'a>(key: &'a str, phone: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("nokkel", key),
        ("vist_sum", "24000"),
        ("customer.kind", "private"),
        ("customer.name", "Nils Nilsen"),
        ("customer.email", "nils@example.com"),
        ("customer.phone", phone),
        ("customer.street", "Storgata 1"),
        ("customer.postcode", "2380"),
        ("customer.city", "Brumunddal"),
        ("delivery", "collect"),
        ("delivery_date", "2026-03-20"),
        ("lines[0].offering", "SN-VED"),
        ("lines[0].quantity", "2"),
    ]
}

fn orders(app: &App) -> i64 {
    app.number(COUNT)
}

#[test]
fn a_program_that_asks_again_another_day_is_answered_the_same_order() {
    let app = spawn();
    let first = app.api().post_json("/api/v1/orders", "k", &wish());
    assert_eq!(first.status, 201);
    app.set_clock("2026-03-22 10:00"); // past the wanted day
    let again = app.api().post_json("/api/v1/orders", "k", &wish());
    assert_eq!((again.status, &again.text), (201, &first.text));
    let mut other = wish();
    other["lines"][0]["quantity"] = json!("3");
    let reused = app.api().post_json("/api/v1/orders", "k", &other);
    assert_eq!((reused.status, reused.code()), (409, "idempotency.reused".into()));
    let fresh = app.api().post_json("/api/v1/orders", "k2", &wish());
    assert_eq!((fresh.status, fresh.code()), (422, "order.past_date".into()));
    assert_eq!(orders(&app), 1);
}

fn twice_on_different_days(app: &App, who: &Person, path: &str, fields: &[(&str, &str)]) {
    let first = who.post(path, fields);
    assert_eq!(first.status, 303, "{}", first.text);
    app.set_clock("2026-03-22 10:00");
    let again = who.post(path, fields);
    assert_eq!((again.status, again.location()), (303, first.location()), "{}", again.text);
    assert_eq!(orders(app), 1);
}

#[test]
fn a_checkout_sent_again_another_day_leads_to_the_same_receipt() {
    let app = spawn();
    twice_on_different_days(&app, &app.stranger(), "/bestilling", &sacks("k", ""));
}

#[test]
fn an_order_of_the_desk_sent_again_another_day_is_the_same_order() {
    let app = spawn();
    app.set_clock("2026-03-20 23:50");
    let solveig = app.sign_in(cast::SOLVEIG);
    let fields = sacks("k", "");
    let first = solveig.post("/intern/bestillinger/ny", &fields);
    assert_eq!(first.status, 303, "{}", first.text);
    app.set_clock("2026-03-21 00:10");
    let again = solveig.post("/intern/bestillinger/ny", &fields);
    assert_eq!((again.status, again.location()), (303, first.location()), "{}", again.text);
    assert_eq!(orders(&app), 1);
}

#[test]
fn a_changed_price_does_not_reach_an_order_that_is_sent_again() {
    let app = spawn();
    let customer = app.stranger();
    let first = customer.post("/bestilling", &sacks("k", ""));
    assert_eq!(first.status, 303, "{}", first.text);
    app.db.execute("UPDATE offering_price SET price_ore = price_ore + 100").unwrap();
    let again = customer.post("/bestilling", &sacks("k", ""));
    assert_eq!((again.status, again.location()), (303, first.location()), "{}", again.text);
}

#[test]
fn a_repeat_is_no_new_try_at_the_limits() {
    let app = spawn_with(&["--rate-limits", "on"]);
    for _ in 0..40 {
        place(&app, "k", &wish());
    }
    app.set_clock("2026-03-22 10:00");
    for _ in 0..40 {
        place(&app, "k", &wish());
    }
    let mut later = wish();
    later["delivery_date"] = json!("2026-03-27");
    place(&app, "k2", &later);
}

#[test]
fn past_a_limit_an_old_order_is_still_answered_and_a_phone_is_one_however_it_is_written() {
    let app = spawn_with(&["--rate-limits", "on"]);
    let mut sack = wish();
    sack["lines"] = json!([{"offering": "SN-VED", "quantity": "1"}]);
    for number in 0..20 {
        place(&app, &format!("k{number}"), &sack);
    }
    let (first, _) = place(&app, "k0", &sack);
    assert_eq!(first, "G0000001");
    for written in ["91234567", "+47 912 34 567", "0047 91234567"] {
        sack["customer"]["phone"] = json!(written);
        let refused = app.api().post_json("/api/v1/orders", written, &sack);
        assert_eq!((refused.status, refused.code()), (429, "too_many".into()), "{written}");
    }
    sack["customer"]["phone"] = json!("91234568");
    place(&app, "another", &sack);
}
