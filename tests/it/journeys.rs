//! The chain told as one story: order → work → approval → delivery → invoice → payment → the month's
//! revenue → self-financing → VAT term.

use serde_json::json;

use crate::harness::cast::{AMINA, SOLVEIG, TERJE};
use crate::harness::spawn;

#[test]
fn an_order_becomes_hours_an_invoice_a_payment_and_a_share_of_the_costs() {
    let app = spawn();
    let placed = app.api().post_json(
        "/api/v1/orders",
        "journey",
        &json!({
            "customer": {"kind": "business", "name": "Bygdekafeen AS", "email": "post@bygdekafeen.example",
                "phone": "40000002", "street": "Torget 1", "postcode": "4630", "city": "Kristiansand",
                "org_number": "317763174"},
            "delivery_date": "2026-03-18",
            "buyer_reference": "Kjersti",
            "lines": [{"offering": "SN-VED", "quantity": "10"}, {"offering": "KA-LUNSJ", "quantity": "4"}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    let order = placed.json()["order"].clone();
    assert_eq!(order["total_incl_vat_ore"], 10 * 12_000 + 4 * 14_900);
    let number = order["number"].as_str().unwrap().to_owned();

    // Amina saws and splits; Terje approves.
    let logged = app.api_as(AMINA).post_json(
        "/api/v1/hours",
        "journey",
        &json!({"date": "2026-03-16", "start": "08:00", "end": "09:45", "break_minutes": 15,
            "enterprise": "snekkeri", "kind": "work", "order": number}),
    );
    assert_eq!(logged.status, 201, "{}", logged.text);
    let id = logged.json()["entry"]["id"].as_str().unwrap().to_owned();
    let approval = format!("/api/v1/hours/{id}/approval");
    assert_eq!(app.api_as(TERJE).post_json(&approval, "", &json!({})).status, 200);

    // Solveig delivers, invoices and registers the payment.
    app.set_clock("2026-03-18 12:00");
    let manager = app.api_as(SOLVEIG);
    let delivery = format!("/api/v1/orders/{number}/delivery");
    assert_eq!(manager.post_json(&delivery, "", &json!({})).status, 200);
    let invoice = format!("/api/v1/orders/{number}/invoice");
    let issued = manager.post_json(&invoice, "", &json!({}));
    assert_eq!(issued.status, 201, "{}", issued.text);
    assert_eq!(issued.json()["invoice"]["due_date"], "2026-04-01");
    let again = manager.post_json(&invoice, "", &json!({}));
    assert_eq!(again.json()["invoice"]["number"], issued.json()["invoice"]["number"]);
    let invoice_number = issued.json()["invoice"]["number"].to_string();
    let invoice_number = invoice_number.trim_matches('"');
    let paid = app.sign_in(SOLVEIG).post(
        &format!("/intern/fakturaer/{invoice_number}/betaling"),
        &[("amount", "1796,00"), ("paid_on", "2026-03-18"), ("nokkel", "pay-1")],
    );
    assert_eq!(paid.status, 303, "{}", paid.text);

    // 1 200,00 at 25 % is 960,00 net; 596,00 at 15 % is 518,26 net.
    let revenue = manager.get("/api/v1/reports/revenue?from=2026-03-01&to=2026-03-31").json();
    let of = |enterprise: &str| {
        let rows = revenue["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["enterprise"] == enterprise).unwrap();
        row["revenue_ex_vat"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (of("snekkeri"), of("catering"), of("hest")),
        ("960.00".into(), "518.26".into(), "0.00".into())
    );
    let hours = manager.get("/api/v1/reports/hours?from=2026-03-01&to=2026-03-31").text;
    assert!(hours.contains("90"), "{hours}");
    let balance = manager.get("/api/v1/reports/trial-balance?from=2026-01-01&to=2026-03-31").json();
    let account = |no: &str| {
        let rows = balance["rows"].as_array().unwrap();
        rows.iter().find(|row| row["account"] == no).map(|row| row["balance"].clone())
    };
    assert_eq!(account("1920"), Some(json!("1796.00")));
    assert_eq!(account("1500"), Some(json!("0.00")));

    // The month's revenue opens down to that order's line.
    let solveig = app.sign_in(SOLVEIG);
    let rows = solveig.get("/intern/oversikt/omsetning?fra=2026-03&til=2026-03&naering=snekkeri");
    assert_eq!(rows.status, 200, "{}", rows.text);
    assert!(rows.text.contains(&number) && rows.text.contains("Ved i sekk"), "{}", rows.text);

    // The books prove themselves.
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{}{}", checked.stdout, checked.stderr);
}
