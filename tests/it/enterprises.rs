//! The seller, the enterprises, and the texts every customer may read.

use super::harness::cast::{KARI, LARS, SOLVEIG};
use super::harness::{Person, spawn};

const SELLER: [(&str, &str); 11] = [
    ("name", "Gårdens Verksteder AS"),
    ("org_number", "317 763 174"),
    ("legal_form", "AS"),
    ("vat_registered", "on"),
    ("street", "Gårdsveien 1"),
    ("postcode", "4630"),
    ("city", "Kristiansand"),
    ("bank_account", "1503 29 14176"),
    ("email", "post@example.com"),
    ("phone", "40 00 00 00"),
    ("mode", "company"),
];

fn save(person: &Person, name: &str, value: &str) -> super::harness::Answer {
    let changed: Vec<(&str, &str)> = SELLER
        .iter()
        .map(|(known, kept)| if *known == name { (*known, value) } else { (*known, *kept) })
        .collect();
    person.post("/intern/garden", &changed)
}

#[test]
fn the_seller_is_kept_and_shown_to_customers() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let done = save(&solveig, "", "");
    assert_eq!((done.status, done.location()), (303, "/intern/garden"), "{}", done.text);
    assert!(solveig.follow(&done).text.contains("Lagret kl. 10.00."));
    let about = app.stranger().get("/om").text;
    assert!(about.contains("Gårdens Verksteder AS"));
    assert!(about.contains("317\u{a0}763\u{a0}174 MVA") && !about.contains("Foretaksregisteret"));
    assert!(about.contains("Snekkeriet"));
    assert_eq!(app.number("SELECT count(*) AS value FROM seller"), 1);
}

#[test]
fn a_wrong_number_is_refused_at_its_field_and_the_rest_stands() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    for (field, value) in [
        ("org_number", "317 763 175"),
        ("bank_account", "1503 29 14177"),
        ("postcode", "463"),
        ("email", "post@"),
        ("email", "post@example.com\r\nBcc: x@example.com"),
        ("phone", "ring oss"),
        ("name", ""),
    ] {
        let refused = save(&solveig, field, value);
        assert_eq!(refused.status, 422, "{field} {value}");
        assert!(refused.text.contains(&format!("id=\"{field}-error\"")), "{field} {value}");
        assert_eq!(refused.field("city").as_deref(), Some("Kristiansand"));
    }
    assert_eq!(
        app.texts("SELECT name AS value FROM seller"),
        ["Solbakken gård AS"],
        "nothing was changed"
    );
}

#[test]
fn a_new_enterprise_is_a_form_filled_in() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let done = lars.post("/intern/naeringer", &[("name", "Hundedagis på Tangen")]);
    assert_eq!((done.status, done.location()), (303, "/intern/naeringer"), "{}", done.text);
    let list = lars.follow(&done).text;
    assert!(list.contains("hundedagis-pa-tangen") && list.contains(">40<"));

    let solveig = app.sign_in(SOLVEIG);
    let choices = solveig.get("/intern/varer/ny").text;
    assert!(choices.contains("<option value=\"hundedagis-pa-tangen\">Hundedagis på Tangen"));
}

#[test]
fn an_internal_enterprise_sells_nothing() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let fields = [("name", "Renhold"), ("internal", "on"), ("code", "renhold")];
    assert_eq!(solveig.post("/intern/naeringer", &fields).status, 303);
    assert!(!solveig.get("/intern/varer/ny").text.contains("renhold"));
    assert!(!app.stranger().get("/om").text.contains("Renhold"));
    assert!(solveig.get("/intern/naeringer/renhold").text.contains("selger ikke noe"));
}

#[test]
fn an_enterprise_is_changed_and_moved_among_the_others() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let fields =
        [("name", "Kjøkken og bakeri"), ("department", "30"), ("email", ""), ("position", "1")];
    assert_eq!(solveig.post("/intern/naeringer/catering", &fields).status, 303);
    assert!(solveig.get("/intern/naeringer/catering").text.contains("Kjøkken og bakeri"));
    for (field, value) in
        [("department", "10"), ("department", "x"), ("position", "0"), ("position", "først")]
    {
        let changed: Vec<_> =
            fields.iter().map(|f| if f.0 == field { (field, value) } else { *f }).collect();
        let refused = solveig.post("/intern/naeringer/catering", &changed);
        assert_eq!(refused.status, 422, "{field} {value}");
        assert!(refused.text.contains(&format!("id=\"{field}-error\"")));
    }
}

#[test]
fn the_farm_is_run_by_its_business_manager_and_its_leader() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    for path in ["/intern/garden", "/intern/naeringer", "/intern/naeringer/catering"] {
        assert_eq!(kari.get(path).status, 404, "{path}");
    }
    assert_eq!(kari.post("/intern/naeringer", &[("name", "Min egen")]).status, 403);
}

#[test]
fn the_texts_of_the_shop_tell_who_sells_and_never_what_the_seller_is() {
    let app = spawn();
    let telling = [
        "beboer",
        "mentor",
        "rehabilitering",
        "rusfri",
        "senter",
        "fagleder",
        "resident",
        "leder",
        "styringsgruppe",
        "institusjon",
        "omsorg",
    ];
    for path in ["/om", "/vilkar", "/personvern", "/tilgjengelighet"] {
        let page = app.stranger().get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains("post@solbakken.example"), "{path}");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        let words = page.text.replace("Hestesenteret", "").to_lowercase();
        for word in telling {
            assert!(!words.contains(word), "{path} says {word}");
        }
    }
    let terms = app.stranger().get("/vilkar").text;
    for words in ["14 dager", "Angreskjema", "Forbrukertilsynet", "forfaller etter 14 dager"] {
        assert!(terms.contains(words), "{words}");
    }
}

#[test]
fn a_shop_without_a_seller_says_that_it_has_not_opened() {
    let app = spawn();
    app.db.execute("DELETE FROM seller").unwrap();
    for path in ["/om", "/vilkar", "/personvern", "/tilgjengelighet"] {
        let page = app.stranger().get(path);
        assert!(page.status == 200 && page.text.contains("har ikke åpnet ennå"), "{path}");
    }
}

#[test]
fn enterprises_at_the_same_place_keep_all_their_cards_in_the_shop_and_at_the_desk() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let cards = || {
        let (shop, desk) =
            (app.stranger().get("/").text, solveig.get("/intern/bestillinger/ny").text);
        let headings = shop.matches("<section class=\"stack\">").count();
        (
            headings,
            shop.matches("<li class=\"ds-card\">").count(),
            desk.matches("].quantity\"").count(),
        )
    };
    let before = cards();
    assert!(before.0 > 2 && before.1 > 4, "{before:?}");
    let places = app.texts("SELECT CAST(position AS text) AS value FROM enterprise ORDER BY code");
    for (code, place) in [("catering", &places[2]), ("hest", &places[2]), ("catering", &places[1])]
    {
        let own = app.texts(&format!(
            "SELECT name || '|' || department AS value FROM enterprise WHERE code = '{code}'"
        ));
        let (name, department) = own[0].split_once('|').unwrap();
        let fields =
            [("name", name), ("department", department), ("email", ""), ("position", place)];
        let path = format!("/intern/naeringer/{code}");
        assert_eq!(solveig.post(&path, &fields).status, 303, "{code}");
        assert_eq!(cards(), before, "{code} at {place}");
    }
}
