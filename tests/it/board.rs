//! The board of the day: names set to jobs where one leads, and nowhere else.

use serde_json::json;

use crate::harness::cast::{AMINA, JONAS, KARI, TERJE};
use crate::harness::{Answer, App, Person, spawn};

/// Places an order for firewood and lunch; answers its number.
fn order(app: &App, key: &str, day: &str) -> String {
    let placed = app.api().post_json(
        "/api/v1/orders",
        key,
        &json!({
            "customer": {"kind": "private", "name": "Per Kunde", "email": "per@example.com",
                "phone": "40000001", "street": "Veien 2", "postcode": "4630", "city": "Kristiansand"},
            "delivery_date": day,
            "lines": [{"offering": "SN-VED", "quantity": "3"}, {"offering": "KA-LUNSJ", "quantity": "4"}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    placed.json()["order"]["number"].as_str().unwrap().to_owned()
}

fn resident(app: &App, login: &str) -> String {
    let sql = format!(
        "SELECT r.id AS value FROM resident r JOIN account a ON a.id = r.account_id \
         WHERE a.login = '{login}'"
    );
    app.texts(&sql).remove(0)
}

fn set(leader: &Person, who: &str, enterprise: &str, job: &str) -> Answer {
    leader.post("/intern/tavle", &[("hvem", who), ("naering", enterprise), ("jobb", job)])
}

fn on_board(app: &App) -> i64 {
    app.number("SELECT count(*) AS value FROM board_hand WHERE taken_off_at IS NULL")
}

#[test]
fn a_name_is_tapped_to_a_job_and_off_again_and_each_step_can_be_undone() {
    let app = spawn();
    let number = order(&app, "b1", "2026-03-18");
    let terje = app.sign_in(TERJE);
    let amina = resident(&app, AMINA);
    let board = terje.get("/intern/tavle");
    assert_eq!(board.status, 200, "{}", board.text);
    assert!(board.text.contains("3 sekk Ved i sekk") && board.text.contains("onsdag 18.03."));
    assert!(
        board.text.contains("Amina") && !board.text.contains("Yusuf"),
        "a first name is enough"
    );
    assert!(!board.text.contains("Per Kunde"), "who ordered stands on the desk");
    assert!(!board.text.contains("lunsj"), "the kitchen's part is the kitchen's");

    let tapped = terje.get(&format!("/intern/tavle?hvem={amina}"));
    assert!(tapped.text.contains("Sett Amina her"), "{}", tapped.text);
    let done = set(&terje, &amina, "snekkeri", &number);
    let board = terje.follow(&done);
    assert!(board.text.contains(&format!("Amina er satt på {number}.")), "{}", board.text);
    assert_eq!(on_board(&app), 1);
    assert_eq!(terje.follow(&set(&terje, &amina, "snekkeri", &number)).status, 200);
    assert_eq!(on_board(&app), 1, "set once");

    let row = app.texts("SELECT id AS value FROM board_hand").remove(0);
    assert!(board.text.contains("name=\"til\" value=\"av\""), "{}", board.text);
    let undo = |to: &str| terje.post(&format!("/intern/tavle/{row}/angring"), &[("til", to)]);
    for _tap in 0..2 {
        assert_eq!(undo("av").status, 303);
        assert_eq!(on_board(&app), 0, "undone, and a second tap changes nothing");
    }
    undo("paa");
    let off = terje.post(&format!("/intern/tavle/{row}/av"), &[]);
    let board = terje.follow(&off).text;
    assert!(board.contains(&format!("Amina er tatt av {number}.")), "{board}");
    assert!(board.contains("name=\"til\" value=\"paa\""), "{board}");
    assert_eq!(on_board(&app), 0);
    for _tap in 0..2 {
        assert_eq!(undo("paa").status, 303);
        assert_eq!(on_board(&app), 1, "had back");
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM board_hand"), 1);
    undo("av");
    assert_eq!(set(&terje, &amina, "snekkeri", &number).status, 303);
    undo("paa");
    assert_eq!(on_board(&app), 1, "set anew, she is not set twice");
}

#[test]
fn one_sets_and_sees_hands_of_own_enterprises_only() {
    let app = spawn();
    let number = order(&app, "b1", "2026-03-18");
    let (terje, kari) = (app.sign_in(TERJE), app.sign_in(KARI));
    let (amina, jonas) = (resident(&app, AMINA), resident(&app, JONAS));
    assert_eq!(set(&terje, &amina, "catering", "").status, 404, "the kitchen is Kari's");
    assert_eq!(set(&kari, &jonas, "catering", "").status, 404, "Jonas does not work there");
    assert_eq!(set(&terje, &jonas, "snekkeri", "G9999999").status, 404);
    assert_eq!(set(&terje, "finnes-ikke", "snekkeri", "").status, 404);
    assert_eq!(on_board(&app), 0);

    assert_eq!(set(&terje, &jonas, "snekkeri", "").status, 303);
    let row = app.texts("SELECT id AS value FROM board_hand").remove(0);
    for verb in ["av", "angring"] {
        let path = format!("/intern/tavle/{row}/{verb}");
        assert_eq!(kari.post(&path, &[]).status, 404, "{verb}");
    }
    assert_eq!(kari.get(&format!("/intern/tavle?angre={row}")).status, 404);
    let kitchen = kari.get("/intern/tavle").text;
    assert!(kitchen.contains(&number) && !kitchen.contains("Jonas"), "{kitchen}");
    assert!(kitchen.contains("Amina"), "she works in both");

    // Nor when one led it yesterday.
    app.db
        .execute("UPDATE membership SET ended_at = '2026-03-16 08:00:00' WHERE part = 'leads'")
        .unwrap();
    assert!(terje.get("/intern/tavle").text.contains("Du leder ingen næring i dag."));
    assert_eq!(terje.post(&format!("/intern/tavle/{row}/av"), &[]).status, 404);
    assert_eq!(on_board(&app), 1);
}

#[test]
fn the_board_is_of_today() {
    let app = spawn();
    order(&app, "b1", "2026-03-18");
    let late = order(&app, "b2", "2026-03-18");
    order(&app, "b3", "2026-04-20");
    let terje = app.sign_in(TERJE);
    assert_eq!(set(&terje, &resident(&app, AMINA), "snekkeri", &late).status, 303);
    let row = app.texts("SELECT id AS value FROM board_hand").remove(0);
    assert!(terje.get("/intern/tavle").text.contains("De neste sju dagene (2)"));
    app.set_clock("2026-03-19 08:00");
    let terje = app.sign_in(TERJE);
    let board = terje.get("/intern/tavle").text;
    assert!(board.contains("skulle vært levert 18.03."), "{board}");
    assert!(!board.contains("ta av"), "yesterday's hands are yesterday's");
    let old = terje.get(&format!("/intern/tavle?angre={row}"));
    assert_eq!(old.status, 200, "a page left open over midnight: {}", old.text);
    assert!(!old.text.contains("Amina er satt på"), "{}", old.text);
    assert_eq!(app.sign_in(KARI).get(&format!("/intern/tavle?angre={row}")).status, 404);
    assert_eq!(terje.post(&format!("/intern/tavle/{row}/av"), &[]).status, 404);
}

#[test]
fn the_job_on_the_board_is_proposed_to_the_one_who_is_set_to_it() {
    let app = spawn();
    let number = order(&app, "b1", "2026-03-18");
    let amina = app.sign_in(AMINA);
    assert!(!amina.get("/intern/timer/ny").text.contains(&format!("{number}\" selected")));
    set(&app.sign_in(TERJE), &resident(&app, AMINA), "snekkeri", &number);
    let form = amina.get("/intern/timer/ny").text;
    assert!(form.contains(&format!("value=\"{number}\" selected")), "{form}");
    assert!(form.contains("value=\"snekkeri\" selected"));
    let jonas = app.sign_in(JONAS).get("/intern/timer/ny").text;
    assert!(!jonas.contains(&format!("value=\"{number}\" selected")));
}

#[test]
fn who_is_in_is_seen_and_told_who_looked_once_a_day() {
    let app = spawn();
    let jonas = resident(&app, JONAS);
    app.db
        .execute(&format!(
            "INSERT INTO hour_clock (resident_id, started_at, enterprise_id, kind) SELECT \
             '{jonas}', '2026-03-16 07:02:00', id, 'training' FROM enterprise \
             WHERE code = 'snekkeri'"
        ))
        .unwrap();
    let terje = app.sign_in(TERJE);
    assert!(terje.get("/intern/tavle").text.contains("inne siden 08.02"));
    terje.get("/intern/tavle");
    let looks = "SELECT what AS value FROM look";
    assert_eq!(app.texts(looks), ["dagens tavle"]);
    assert!(app.sign_in(JONAS).get("/intern/meg").text.contains("dagens tavle"));
    app.set_clock("2026-03-17 08:00");
    let board = app.sign_in(TERJE).get("/intern/tavle").text;
    assert!(board.contains("har ikke trykket ut siden 16.03. kl. 08.02"), "{board}");
    assert_eq!(app.texts(looks).len(), 2);
}

#[test]
fn new_orders_are_stopped_from_the_board() {
    let app = spawn();
    let terje = app.sign_in(TERJE);
    let board = terje.get("/intern/tavle");
    assert!(board.text.contains("Stopp nye bestillinger til Snekkeriet"), "{}", board.text);
    let fields = [("enterprise", "snekkeri"), ("first_day", "2026-03-16"), ("last_day", "")];
    assert_eq!(terje.post("/intern/stopp", &fields).status, 303);
    let board = terje.get("/intern/tavle").text;
    assert!(board.contains("Nye bestillinger er stoppet") && board.contains("Opphev stoppen"));
    assert!(!board.contains("Stopp nye bestillinger til"));
}
