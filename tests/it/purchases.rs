//! Receipts: entered, booked, paid.

use super::harness::cast::{ODD, SOLVEIG, TERJE};
use super::harness::{Answer, App, Person, spawn};

const RIGHT: [(&str, &str); 8] = [
    ("receipt", "L-100"),
    ("date", "2026-03-02"),
    ("supplier", "Byggevare AS"),
    ("enterprise", "snekkeri"),
    ("account", "4000"),
    ("vat_code", "1"),
    ("gross", "1 250,00"),
    ("paid_on", ""),
];

/// Sends a receipt in which some fields are other than right.
pub(super) fn book(solveig: &Person, key: &str, changes: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("nokkel", key)];
    for (name, value) in RIGHT {
        let changed = changes.iter().find(|(field, _)| *field == name);
        fields.push((name, changed.map_or(value, |(_, value)| *value)));
    }
    solveig.post("/intern/innkjop", &fields)
}

fn held(app: &App, account: &str) -> i64 {
    app.number(&format!(
        "SELECT CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT) AS value FROM balance \
         WHERE account = '{account}'"
    ))
}

#[test]
fn a_receipt_is_booked_once_and_paid_later() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(solveig.get("/intern/innkjop/ny").status, 200);
    let done = book(&solveig, "k", &[]);
    assert_eq!(done.status, 303, "{}", done.text);
    assert_eq!(book(&solveig, "k", &[]).status, 303, "the same form again");
    for (account, ore) in [("4000", 100_000), ("2710", 25_000), ("2400", -125_000), ("1920", 0)] {
        assert_eq!(held(&app, account), ore, "{account}");
    }
    let list = solveig.get("/intern/innkjop").text.replace('\u{a0}', " ");
    assert!(list.contains("L-100") && list.contains("1 250,00"), "{list}");
    let late = [("receipt", "L-100"), ("paid_on", "2026-03-17")];
    let refused = solveig.post("/intern/innkjop/betaling", &late);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("id=\"paid_on-error\""), "{}", refused.text);
    assert!(refused.text.contains("value=\"2026-03-17\""));
    let paid = [("receipt", "L-100"), ("paid_on", "2026-03-16")];
    assert_eq!(solveig.post("/intern/innkjop/betaling", &paid).status, 303);
    assert_eq!((held(&app, "2400"), held(&app, "1920")), (0, -125_000));
    assert_eq!(solveig.post("/intern/innkjop/betaling", &paid).status, 422, "paid already");
    let checked = app.run(&["check"]);
    assert!(checked.ok, "{}", checked.stdout);
}

#[test]
fn a_receipt_is_refused_at_its_field_and_keeps_what_was_typed() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(book(&solveig, "first", &[("receipt", "L-1")]).status, 303);
    for (field, value) in [
        ("receipt", ""),
        ("receipt", "L-1"),
        ("date", "2026-03-17"),
        ("date", "i går"),
        ("date", "0025-11-21"),
        ("date", "1999-12-31"),
        ("supplier", ""),
        ("enterprise", "smie"),
        ("account", "1920"),
        ("account", "konto"),
        ("vat_code", "3"),
        ("gross", "0"),
        ("gross", "-1"),
        ("gross", "tusen"),
        ("gross", "99999999999"),
        ("paid_on", "2026-03-17"),
        ("paid_on", "0025-11-21"),
    ] {
        let told = book(&solveig, &format!("k-{field}-{value}"), &[(field, value)]);
        assert_eq!(told.status, 422, "{field}={value}");
        assert!(told.text.contains(&format!("id=\"{field}-error\"")), "{field}={value}");
        assert!(told.text.contains("<title>Feil: "), "{field}={value}");
        if field != "supplier" {
            assert!(told.text.contains("value=\"Byggevare AS\""), "{field}={value}");
        }
    }
    let script = book(&solveig, "s", &[("supplier", "<script>alert(1)</script>"), ("gross", "x")]);
    assert!(!script.text.contains("<script>alert"));
    assert_eq!(app.number("SELECT count(*) AS value FROM purchase"), 1);
}

#[test]
fn a_date_of_another_age_is_refused_at_its_field_whatever_the_code() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let untaxed = book(&solveig, "a", &[("vat_code", "0"), ("date", "0025-11-21")]);
    assert_eq!(untaxed.status, 422);
    assert!(untaxed.text.contains("id=\"date-error\""), "{}", untaxed.text);
    assert!(untaxed.text.contains("Datoen 21.11.0025 er for gammel."), "{}", untaxed.text);
    let early = book(&solveig, "b", &[("date", "1999-12-31")]);
    assert!(early.text.contains("MVA-kode 1 hadde ingen sats 31.12.1999."), "{}", early.text);
    assert_eq!(book(&solveig, "c", &[]).status, 303);
    let paid = [("receipt", "L-100"), ("paid_on", "0025-11-21")];
    let refused = solveig.post("/intern/innkjop/betaling", &paid);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("id=\"paid_on-error\""), "{}", refused.text);
    assert_eq!(app.number("SELECT count(*) AS value FROM voucher"), 1);
}

#[test]
fn only_the_business_manager_enters_receipts() {
    let app = spawn();
    for login in [TERJE, ODD] {
        assert_eq!(app.sign_in(login).get("/intern/innkjop").status, 404, "{login}");
        assert_eq!(book(&app.sign_in(login), "k", &[]).status, 403, "{login}");
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM voucher"), 0);
}

#[test]
fn a_seller_outside_the_vat_register_gets_no_vat_back_by_the_form() {
    let app = spawn();
    app.db.execute("UPDATE seller SET vat_registered = false").unwrap();
    let solveig = app.sign_in(SOLVEIG);
    let form = solveig.get("/intern/innkjop/ny").text;
    assert!(form.contains("<option value=\"0\""), "{form}");
    for code in ["1", "11", "13"] {
        assert!(!form.contains(&format!("<option value=\"{code}\"")), "{code} is offered");
        let told = book(&solveig, &format!("k{code}"), &[("vat_code", code)]);
        assert_eq!(told.status, 422, "{code}");
        assert!(told.text.contains("id=\"vat_code-error\""), "{}", told.text);
        assert!(told.text.contains("ikke i Merverdiavgiftsregisteret"), "{}", told.text);
    }
    assert_eq!(book(&solveig, "k", &[("vat_code", "0")]).status, 303);
    assert_eq!((held(&app, "4000"), held(&app, "2710")), (125_000, 0));
}
