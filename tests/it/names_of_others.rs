//! Names of those at the farm: kept from customers, from proofs and from others' archives, however
//! they are written; and a word is a word again when nobody bears it as a name.

use crate::built::{build, claims, take};
use crate::costing::{desk, ten_hours};
use crate::harness::cast::{AMINA, JONAS, LARS, TERJE};
use crate::harness::{App, spawn};
use crate::leaving::{archive, text_of, wait_for};

/// Cuts Amina's link, a week after both said yes.
fn cut_amina(app: &App) {
    let (amina, lars) = (app.sign_in(AMINA), app.sign_in(LARS));
    assert_eq!(amina.post("/intern/ta-med/kutt", &[]).status, 303);
    let id = app.texts("SELECT id AS value FROM link_cut").remove(0);
    assert_eq!(lars.post(&format!("/intern/kutt/{id}/ja"), &[]).status, 303);
    app.set_clock("2026-03-23 10:02");
    let cut = "SELECT count(*) AS value FROM link_cut WHERE cut_at IS NOT NULL";
    wait_for("the cut is made", || app.number(cut) == 1);
}

fn says(app: &App, evidence: &str, words: &str) {
    let sql = format!("UPDATE evidence SET words = '{words}' WHERE id = '{evidence}'");
    app.db.execute(&sql).unwrap();
}

#[test]
fn after_a_cut_what_stands_for_a_name_is_a_word_that_anyone_may_write() {
    let app = spawn();
    let (number, _) = ten_hours(&app);
    build(&app, JONAS, "B02");
    says(&app, "e1-jonas", "Vi bruker furu, og ingenting er slettet");
    cut_amina(&app);
    assert_eq!(
        app.texts("SELECT name AS value FROM account WHERE login LIKE 'slettet-%'"),
        ["Slettet bruker"]
    );
    let terje = app.sign_in(TERJE);
    let message = [("nokkel", "furu"), ("text", "Vi bruker furu. Ingenting er slettet.")];
    let sent = terje.post(&format!("{}/melding", desk(&number)), &message);
    assert_eq!(sent.status, 303, "{}", sent.text);
    let jonas = app.sign_in(JONAS);
    let page = jonas.get("/intern/ta-med").text;
    assert!(page.contains("Vi bruker furu, og ingenting er slettet (02.03.2026)"), "{page}");
    let all = text_of(&mut archive(&jonas, ""), "alt.json");
    assert!(all.contains("Vi bruker furu, og ingenting er slettet"), "{all}");
}

#[test]
fn other_peoples_names_stay_off_proofs_and_archives_in_any_case_and_with_an_s() {
    let app = spawn();
    build(&app, AMINA, "B01");
    let amina = app.sign_in(AMINA);
    for words in ["Bygde benk med jonas", "JONAS’ benk", "Bygde monas benk", "Satt med b02"] {
        says(&app, "e1-amina", words);
        let page = amina.get("/intern/ta-med").text;
        assert!(!page.contains(words) && page.contains("Noe av det du har skrevet"), "{words}");
        let (jwt, _) = take(&amina, "Amina", &["r1-amina/g1"]);
        let told = claims(&jwt)["credentialSubject"].to_string().to_lowercase();
        assert!(told.contains("nådd 10.03.2026"), "{told}");
        assert!(!told.contains("jonas") && !told.contains("mona"), "{told}");
        let all = text_of(&mut archive(&amina, ""), "alt.json");
        assert!(!all.contains(words) && all.contains("[navn]"), "{words}: {all}");
    }
    // Her own name, and words of every day, are hers to write.
    says(&app, "e1-amina", "aminas benk, 3 timer per dag");
    assert!(amina.get("/intern/ta-med").text.contains("aminas benk, 3 timer per dag (02.03.2026)"));
}
