//! Offerings, prices and stops, through the pages of staff and the catalog for programs.

use super::harness::cast::{AMINA, KARI, SOLVEIG, TERJE};
use super::harness::{Answer, App, spawn};

type Fields = Vec<(&'static str, &'static str)>;

/// A new cake, as one fills the form.
fn cake() -> Fields {
    vec![
        ("enterprise", "catering"),
        ("code", "KA-EPLE"),
        ("name", "Eplekake"),
        ("kind", "goods"),
        ("unit", "stk"),
        ("vat_code", "31"),
        ("price", "380"),
        ("price_from", "2026-03-16"),
        ("lead_days", "1"),
        ("capacity", "6"),
        ("allergens", "gluten"),
        ("gluten_which", "hvete"),
        ("allergens", "egg"),
        ("may_withdraw", "no"),
        ("withdrawal_reason", "Kaken holder seg kort."),
        ("is_offered", "on"),
    ]
}

fn with(mut fields: Fields, name: &'static str, value: &'static str) -> Fields {
    fields.retain(|(known, _)| *known != name);
    fields.push((name, value));
    fields
}

fn without(mut fields: Fields, name: &str) -> Fields {
    fields.retain(|(known, _)| *known != name);
    fields
}

/// What programs see of one offering; None when it is not there.
pub fn listed(app: &App, code: &str) -> Option<serde_json::Value> {
    let all = app.api().get("/api/v1/offerings").json();
    let all = all["offerings"].as_array().unwrap().clone();
    all.into_iter().find(|offering| offering["offering"] == code)
}

#[test]
fn a_work_leader_adds_a_cake_and_programs_see_it() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let done = kari.post("/intern/varer", &cake());
    assert_eq!((done.status, done.location()), (303, "/intern/varer/KA-EPLE"), "{}", done.text);
    let page = kari.follow(&done);
    assert!(page.text.contains("Eplekake er lagt til.") && page.text.contains("380,00"));

    let seen = listed(&app, "KA-EPLE").unwrap();
    assert_eq!(seen["enterprise"], "catering");
    assert_eq!(seen["name"], "Eplekake");
    assert_eq!(seen["price_incl_vat_ore"], 38_000);
    assert_eq!(seen["vat_code"], "31");
    assert_eq!(seen["capacity_per_day"], "6");
    assert_eq!(seen["is_food"], true);
    assert_eq!(seen["allergens"][0]["allergen"], "gluten");
    assert_eq!(seen["allergens"][0]["which"], "hvete");
    assert_eq!(seen["may_withdraw"], false);
    assert_eq!(seen["first_delivery_date"], "2026-03-17");
}

#[test]
fn everything_typed_stands_when_something_is_wrong() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let typed = with(with(with(cake(), "price", "mye"), "lead_days", "i morgen"), "name", "");
    let refused = kari.post("/intern/varer", &typed);
    assert_eq!(refused.status, 422);
    for words in ["Skriv et navn", "Skriv prisen i kroner", "Skriv et helt tall fra 0 til 366"] {
        assert!(refused.text.contains(words), "{words}");
    }
    assert_eq!(refused.field("price").as_deref(), Some("mye"));
    assert_eq!(refused.field("lead_days").as_deref(), Some("i morgen"));
    assert_eq!(refused.field("gluten_which").as_deref(), Some("hvete"));
    assert!(refused.text.contains("Kaken holder seg kort."));
    assert_eq!(listed(&app, "KA-EPLE"), None);
}

#[test]
fn a_vat_code_that_does_not_fit_is_refused_at_its_field() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    for (kind, code) in [("goods", "33"), ("service", "31"), ("goods", "7"), ("goods", "11")] {
        let typed = with(with(cake(), "kind", kind), "vat_code", code);
        let refused = kari.post("/intern/varer", &typed);
        assert_eq!(refused.status, 422, "{kind} {code}");
        assert!(refused.text.contains("id=\"vat_code-error\""), "{kind} {code}");
    }
}

#[test]
fn food_without_a_statement_of_allergens_is_not_shown() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let silent = without(cake(), "allergens");
    assert_eq!(kari.post("/intern/varer", &silent).status, 303);
    assert_eq!(listed(&app, "KA-EPLE"), None);
    assert!(kari.get("/intern/varer").text.contains("Skjult: allergener mangler"));

    let stated = with(with(without(silent, "price"), "no_allergens", "on"), "is_food", "on");
    assert_eq!(kari.post("/intern/varer/KA-EPLE", &stated).status, 303);
    let seen = listed(&app, "KA-EPLE").unwrap();
    assert_eq!(seen["allergens"], serde_json::json!([]));
}

#[test]
fn gluten_without_its_cereal_and_ticks_that_contradict_are_refused() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let which = kari.post("/intern/varer", &without(cake(), "gluten_which"));
    assert!(which.status == 422 && which.text.contains("Skriv hvilket korn"));
    let both = kari.post("/intern/varer", &with(cake(), "no_allergens", "on"));
    assert!(both.status == 422 && both.text.contains("Velg enten allergener"));
}

#[test]
fn a_price_from_a_later_day_is_not_in_force_before_it() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    assert_eq!(kari.post("/intern/varer", &cake()).status, 303);
    let later =
        with(with(with(cake(), "price", "450"), "price_from", "2026-04-01"), "is_food", "on");
    assert_eq!(kari.post("/intern/varer/KA-EPLE", &later).status, 303);
    assert_eq!(listed(&app, "KA-EPLE").unwrap()["price_incl_vat_ore"], 38_000);
    let page = kari.get("/intern/varer/KA-EPLE").text;
    assert!(page.contains("Gjelder nå") && page.contains("Kommer") && page.contains("450,00"));

    app.set_clock("2026-04-01 00:01");
    assert_eq!(listed(&app, "KA-EPLE").unwrap()["price_incl_vat_ore"], 45_000);

    let kari = app.sign_in(KARI);
    let past = with(with(later, "price", "1"), "price_from", "2026-03-31");
    let refused = kari.post("/intern/varer/KA-EPLE", &past);
    assert!(refused.status == 422 && refused.text.contains("fra i dag eller senere"));
}

#[test]
fn a_price_of_nothing_is_refused_with_words_for_it() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    for price in ["0", "0,00"] {
        let refused = kari.post("/intern/varer", &with(cake(), "price", price));
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("id=\"price-error\""), "{}", refused.text);
        assert!(refused.text.contains("Prisen kan ikke være 0."), "{}", refused.text);
    }
    assert!(listed(&app, "KA-EPLE").is_none());
}

#[test]
fn a_code_is_taken_once() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    assert_eq!(kari.post("/intern/varer", &cake()).status, 303);
    let again = kari.post("/intern/varer", &cake());
    assert!(again.status == 422 && again.text.contains("Varekoden er alt i bruk"));
}

#[test]
fn script_in_a_name_is_only_text() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let evil = with(cake(), "name", "<script>alert(1)</script>");
    let evil = with(evil, "description", "\"><img src=x onerror=alert(2)>");
    assert_eq!(kari.post("/intern/varer", &evil).status, 303);
    for path in ["/intern/varer", "/intern/varer/KA-EPLE"] {
        let page = kari.get(path).text;
        assert!(page.contains("&#60;script&#62;alert(1)") && !page.contains("<script>alert"));
        assert!(!page.contains("<img src=x"));
    }
}

#[test]
fn a_work_leader_meets_only_the_own_enterprises_offerings() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let list = kari.get("/intern/varer").text;
    assert!(list.contains("KA-KAKE") && !list.contains("SN-VED"));
    assert_eq!(kari.get("/intern/varer/SN-VED").status, 404);
    assert_eq!(kari.post("/intern/varer/SN-VED", &cake()).status, 404);
    assert_eq!(kari.post("/intern/varer/SN-VED/bilde/fjerning", &[]).status, 404);
    let foreign = kari.post("/intern/varer", &with(cake(), "enterprise", "snekkeri"));
    assert!(foreign.status == 422 && foreign.text.contains("Velg en næring."));

    let solveig = app.sign_in(SOLVEIG);
    let all = solveig.get("/intern/varer").text;
    assert!(all.contains("KA-KAKE") && all.contains("SN-VED"));
    assert_eq!(solveig.get("/intern/varer/SN-VED").status, 200);
    assert_eq!(app.sign_in(AMINA).get("/intern/varer").status, 404);
}

#[test]
fn what_is_taken_off_sale_is_gone_from_the_catalog() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    assert_eq!(kari.post("/intern/varer", &cake()).status, 303);
    let off = with(without(without(cake(), "is_offered"), "price"), "is_food", "on");
    assert_eq!(kari.post("/intern/varer/KA-EPLE", &off).status, 303);
    assert_eq!(listed(&app, "KA-EPLE"), None);
}

#[test]
fn closed_days_are_kept_as_they_are_meant() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let mut fields = with(cake(), "closed_days", "24.12.2026\n2026-12-25");
    fields.extend([("closed_weekdays", "5"), ("closed_weekdays", "6")]);
    assert_eq!(kari.post("/intern/varer", &fields).status, 303);
    let page = kari.get("/intern/varer/KA-EPLE").text;
    assert!(page.contains("24.12.2026\n25.12.2026"));
    assert!(page.contains("value=\"5\" checked") && !page.contains("value=\"4\" checked"));
    assert_eq!(listed(&app, "KA-EPLE").unwrap()["closed_weekdays"], serde_json::json!([6, 7]));
}

#[test]
fn a_stop_is_told_and_lifted() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let days =
        [("enterprise", "catering"), ("first_day", "2026-03-20"), ("last_day", "2026-03-22")];
    let done = kari.post("/intern/stopp", &days);
    assert_eq!((done.status, done.location()), (303, "/intern/stopp"), "{}", done.text);
    assert!(kari.follow(&done).text.contains("fra 20.03.2026 til 22.03.2026"));
    let stopped = listed(&app, "KA-KAKE").unwrap()["stopped"].clone();
    assert_eq!(stopped, serde_json::json!([{"first_day": "2026-03-20", "last_day": "2026-03-22"}]));
    assert_eq!(listed(&app, "SN-VED").unwrap()["stopped"], serde_json::json!([]));

    let id = app.texts("SELECT id AS value FROM order_stop").remove(0);
    let lift = format!("/intern/stopp/{id}/oppheving");
    assert_eq!(app.sign_in(TERJE).post(&lift, &[]).status, 404);
    assert_eq!(kari.post(&lift, &[]).status, 303);
    assert_eq!(kari.post(&lift, &[]).status, 303, "once more changes nothing");
    assert_eq!(listed(&app, "KA-KAKE").unwrap()["stopped"], serde_json::json!([]));
}

#[test]
fn a_stop_of_another_enterprise_or_backwards_is_refused() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let stop = |enterprise, first, last| {
        let fields = [("enterprise", enterprise), ("first_day", first), ("last_day", last)];
        kari.post("/intern/stopp", &fields)
    };
    let refused = stop("snekkeri", "2026-03-20", "");
    assert!(refused.status == 422 && refused.text.contains("Velg en næring."));
    for (first, last, words) in [
        ("2026-03-20", "2026-03-19", "Siste dag må være"),
        ("2026-03-01", "2026-03-02", "Siste dag må være"),
        ("", "", "Skriv den første dagen."),
        ("2026-03-20", "snart", "Siste dag må være"),
    ] {
        let refused = stop("catering", first, last);
        assert!(refused.status == 422 && refused.text.contains(words), "{first} {last}");
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM order_stop"), 0);
}

/// A cake and a sack of wood, ordered by a program for a day.
fn order_for(app: &App, key: &str, day: &str) -> Answer {
    let wish = serde_json::json!({
        "customer": {"kind": "private", "name": "Nils Nilsen", "email": "nils@example.com"},
        "delivery_date": day,
        "lines": [
            {"offering": "SN-VED", "quantity": "1"},
            {"offering": "KA-KAKE", "quantity": "1"}
        ]
    });
    app.api().post_json("/api/v1/orders", key, &wish)
}

#[test]
fn a_stopped_day_takes_no_new_orders_until_the_stop_is_lifted() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    assert_eq!(order_for(&app, "before", "2026-03-20").status, 201);
    let open_ended = [("enterprise", "catering"), ("first_day", "2026-03-20"), ("last_day", "")];
    assert_eq!(kari.post("/intern/stopp", &open_ended).status, 303);
    let refused = order_for(&app, "during", "2026-04-20");
    assert_eq!((refused.status, refused.code().as_str()), (422, "order.day_stopped"));
    assert_eq!(order_for(&app, "earlier", "2026-03-19").status, 201);

    let id = app.texts("SELECT id AS value FROM order_stop").remove(0);
    assert_eq!(kari.post(&format!("/intern/stopp/{id}/oppheving"), &[]).status, 303);
    assert_eq!(order_for(&app, "after", "2026-04-20").status, 201);
}

#[test]
fn a_closed_weekday_or_date_takes_no_orders() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let mut fields = with(with(cake(), "is_food", "on"), "closed_days", "19.03.2026");
    fields.retain(|(name, _)| *name != "price");
    fields.push(("closed_weekdays", "4"));
    assert_eq!(solveig.post("/intern/varer/KA-KAKE", &fields).status, 303);
    for (day, code) in [("2026-03-19", "order.day_closed"), ("2026-03-20", "order.day_closed")] {
        let refused = order_for(&app, day, day);
        assert_eq!((refused.status, refused.code().as_str()), (422, code), "{day}");
    }
    assert_eq!(order_for(&app, "open", "2026-03-21").status, 201);
}

#[test]
fn the_shop_shows_names_and_descriptions_as_text() {
    let app = spawn();
    let evil = with(cake(), "name", "<script>alert(1)</script>");
    let evil = with(evil, "description", "<img src=x onerror=alert(2)>");
    assert_eq!(app.sign_in(KARI).post("/intern/varer", &evil).status, 303);
    for path in ["/", "/vare/KA-EPLE"] {
        let page = app.stranger().get(path);
        assert!(page.status == 200 && page.text.contains("alert(1)"), "{path}");
        assert!(!page.text.contains("<script>alert") && !page.text.contains("<img src=x"));
    }
}

#[test]
fn the_percentages_to_choose_among_are_those_in_force_that_day() {
    let app = spawn();
    app.db
        .execute(
            "INSERT INTO vat_rate (code, valid_from, rate_bp, source) \
             VALUES ('31', '2026-03-17', 1250, 'a new law')",
        )
        .unwrap();
    let shown = || {
        let page = app.sign_in(SOLVEIG).get("/intern/varer/ny").text;
        page.replace('\u{a0}', " ")
    };
    let today = shown();
    assert!(today.contains("25 % – vanlige varer") && today.contains("15 % – mat"), "{today}");
    app.set_clock("2026-03-17 10:00");
    let tomorrow = shown();
    assert!(tomorrow.contains("12,5 % – mat") && !tomorrow.contains("15 % – mat"), "{tomorrow}");
}
