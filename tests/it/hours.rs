//! Hours: a resident logs a day, sends the week, and the work leader approves it.

use serde_json::{Value, json};

use crate::harness::cast::{AMINA, JONAS, KARI, LARS, MONA, ODD, SIRI, SOLVEIG, TERJE};
use crate::harness::{App, Person, spawn};

const TODAY: &str = "2026-03-16";

fn day<'a>(date: &'a str, start: &'a str, end: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("date", date),
        ("start", start),
        ("end", end),
        ("break_minutes", "30"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
        ("order", ""),
    ]
}

fn body(start: &str, end: &str, enterprise: &str) -> Value {
    json!({"date": TODAY, "start": start, "end": end, "break_minutes": 30,
           "enterprise": enterprise, "kind": "training", "order": null})
}

fn sent(app: &App, login: &str, key: &str, body: &Value) -> Value {
    let answer = app.api_as(login).post_json("/api/v1/hours", key, body);
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["entry"].clone()
}

#[test]
fn two_of_one_first_name_are_told_apart_where_their_hours_wait() {
    let app = spawn();
    sent(&app, AMINA, "one-amina", &body("08:00", "12:00", "snekkeri"));
    let terje = app.sign_in(TERJE);
    let waiting = terje.get("/intern/godkjenning").text;
    assert!(waiting.contains("Amina") && !waiting.contains("Amina Y."));
    let words = ["user", "add", "--login", "amina2", "--name", "Amina Berg", "--role", "resident"];
    assert!(app.run(&[&words[..], &["--enterprise", "snekkeri"]].concat()).ok);
    assert!(terje.get("/intern/godkjenning").text.contains("Amina Y."));
}

/// The id in the first link to mend a piece.
fn id_on(page: &str) -> String {
    let at = page.find("aria-label=\"Rett ").expect("a piece to mend");
    let (before, _) = page.split_at(at);
    let (_, id) = before.rsplit_once("/intern/timer/").unwrap();
    id.split('"').next().unwrap().to_owned()
}

#[test]
fn a_day_is_logged_in_three_taps_after_the_sign_in() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let first = amina.get("/intern/timer/ny");
    assert_eq!(first.field("date").as_deref(), Some(TODAY));
    for filled in ["value=\"08:00\"", "value=\"14:00\"", "value=\"snekkeri\" selected"] {
        assert!(first.text.contains(filled), "{filled}");
    }
    let done = amina.post("/intern/timer", &day(TODAY, "08:00", "14:30"));
    assert_eq!((done.status, done.location()), (303, "/intern/timer?dag=2026-03-16"));
    let week = amina.follow(&done);
    assert!(week.text.contains("Lagret kl. 10.00."), "{}", week.text);
    assert!(week.text.contains("08:00 til 14:30, 30 min pause"));
    assert!(week.text.contains("Ikke sendt"));

    app.set_clock("2026-03-17 15:00");
    let amina = app.sign_in(AMINA);
    let next = amina.get("/intern/timer/ny");
    assert!(next.text.contains("value=\"14:30\""), "the last day's times are offered");
    let copied = amina.post("/intern/timer/kopi", &[("day", "2026-03-17")]);
    assert_eq!(copied.status, 303, "{}", copied.text);
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 2);
}

#[test]
fn a_refused_day_comes_back_as_it_was_typed_with_the_reason_at_its_field() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let refused = amina.post("/intern/timer", &day(TODAY, "14:30", "08:15"));
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("value=\"08:15\""));
    assert!(refused.text.contains("Slutten må være etter starten."));
    assert!(refused.text.contains("<title>Feil:"));
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 0);
}

#[test]
fn a_piece_is_mended_taken_away_and_had_back() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    amina.post("/intern/timer", &day(TODAY, "08:00", "14:30"));
    let id = id_on(&amina.get("/intern/timer").text);
    let form = amina.get(&format!("/intern/timer/{id}"));
    assert!(form.text.contains("value=\"14:30\""));
    let mended = amina.post(&format!("/intern/timer/{id}"), &day(TODAY, "08:00", "00:00"));
    assert_eq!(mended.status, 303, "{}", mended.text);
    assert_eq!(app.number("SELECT CAST(end_minute AS BIGINT) AS value FROM hour_entry"), 1440);

    let gone = amina.post(&format!("/intern/timer/{id}/slett"), &[]);
    let week = amina.follow(&gone);
    assert!(week.text.contains("Angre"));
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 0);
    assert!(!amina.get("/intern/timer").text.contains("Angre"), "offered once");
    assert_eq!(amina.get(&format!("/intern/timer/{id}")).status, 404);
}

#[test]
fn a_week_is_sent_approved_with_one_tap_and_locked() {
    let app = spawn();
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    amina.post("/intern/timer", &day("2026-03-12", "08:00", "14:30"));
    amina.post("/intern/timer", &day("2026-03-13", "08:00", "14:30"));
    let week = amina.get("/intern/timer?dag=2026-03-12");
    assert!(week.text.contains("2 linjer er ikke sendt"));
    let id = id_on(&week.text);
    assert!(terje.get("/intern/godkjenning").text.contains("Ingen timer venter"));

    let done = amina.post("/intern/timer/uke", &[("day", "2026-03-09")]);
    assert_eq!(done.status, 303, "{}", done.text);
    let page = terje.get("/intern/godkjenning");
    assert!(page.text.contains("Amina, Uke 11"), "{}", page.text);
    assert!(!page.text.contains("Yusuf"), "a first name is enough");
    assert_eq!(app.number("SELECT count(*) AS value FROM look"), 1);

    let ids = shown(&page.text);
    let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("entry", id.as_str())).collect();
    let approved = terje.post("/intern/godkjenning", &fields);
    assert!(terje.follow(&approved).text.contains("2 linjer er godkjent."));
    assert_eq!(kept(&app), vec!["202603 snekkeri training 720 2"]);
    assert_locked(&amina, &terje, &id);
    assert_eq!(kept(&app), vec!["202603 snekkeri training 720 2"]);
}

/// The entries that one tap would approve.
fn shown(page: &str) -> Vec<String> {
    let mark = "name=\"entry\" value=\"";
    page.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

fn kept(app: &App) -> Vec<String> {
    app.texts(
        "SELECT CAST(period AS TEXT) || ' ' || code || ' ' || kind || ' ' || \
         CAST(minutes AS TEXT) || ' ' || CAST(entries AS TEXT) AS value \
         FROM hours_kept JOIN enterprise ON enterprise.id = enterprise_id ORDER BY 1",
    )
}

fn assert_locked(resident: &Person, leader: &Person, id: &str) {
    let changed = resident.post(&format!("/intern/timer/{id}"), &day(TODAY, "06:00", "07:00"));
    let forgotten = resident.post(&format!("/intern/timer/{id}/slett"), &[]);
    let returned = leader.post(&format!("/intern/timer/{id}/retur"), &[("note", "feil")]);
    for answer in [changed, forgotten, returned] {
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("Timene er låst"), "{}", answer.text);
    }
    assert_eq!(resident.get(&format!("/intern/timer/{id}")).status, 303);
}

#[test]
fn hours_sent_back_are_a_draft_again_with_the_leaders_line() {
    let app = spawn();
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let entry = sent(&app, AMINA, "k1", &body("08:00", "14:30", "snekkeri"));
    let id = entry["id"].as_str().unwrap();
    let empty = terje.post(&format!("/intern/timer/{id}/retur"), &[("note", " ")]);
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains("Skriv en linje om hva som må rettes."));
    let back = terje.post(&format!("/intern/timer/{id}/retur"), &[("note", "Pausen var lengre")]);
    assert_eq!(back.status, 303, "{}", back.text);
    assert!(amina.get("/intern/timer").text.contains("Pausen var lengre"));
    let approved = app.api_as(TERJE).post_json(&approval(id), "", &json!({}));
    assert_eq!(approved.status, 404, "a draft is the resident's own");
    amina.post("/intern/timer/uke", &[("day", TODAY)]);
    assert_eq!(app.api_as(TERJE).post_json(&approval(id), "", &json!({})).status, 200);
}

fn approval(id: &str) -> String {
    format!("/api/v1/hours/{id}/approval")
}

#[test]
fn a_program_logs_hours_once_a_key() {
    let app = spawn();
    let api = app.api_as(AMINA);
    let wish = body("08:00", "14:30", "snekkeri");
    let first = api.post_json("/api/v1/hours", "k1", &wish);
    assert_eq!(first.status, 201, "{}", first.text);
    let entry = &first.json()["entry"];
    assert_eq!(entry["state"], "submitted");
    assert_eq!(entry["worked_minutes"], 360);
    assert_eq!(entry["enterprise"], "snekkeri");
    assert_eq!(entry["order"], Value::Null);
    let again = api.post_json("/api/v1/hours", "k1", &wish);
    assert_eq!((again.status, again.text), (201, first.text));
    let other = api.post_json("/api/v1/hours", "k1", &body("15:00", "16:00", "snekkeri"));
    assert_eq!((other.status, other.code().as_str()), (409, "idempotency.reused"));
    let keyless = api.post_json("/api/v1/hours", "", &wish);
    assert_eq!((keyless.status, keyless.code().as_str()), (400, "idempotency.key"));
    let mut tampered = wish.clone();
    tampered["state"] = json!("approved");
    let unknown = api.post_json("/api/v1/hours", "k2", &tampered);
    assert_eq!((unknown.status, unknown.code().as_str()), (400, "json.unknown_field"));
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_entry"), 1);
}

#[test]
fn what_is_wrong_with_hours_is_named_by_code_and_field() {
    let app = spawn();
    sent(&app, AMINA, "k0", &body("08:00", "12:00", "snekkeri"));
    let api = app.api_as(AMINA);
    let table = [
        ("date", json!("2026-03-17"), "hours.future", "date"),
        ("date", json!("2025-03-14"), "hours.too_old", "date"),
        ("date", json!("16.03.2026"), "hours.date", "date"),
        ("start", json!("11:59"), "hours.overlap", "start"),
        ("start", json!("25:00"), "hours.start", "start"),
        ("end", json!("24:01"), "hours.end", "end"),
        ("end", json!("12:00"), "hours.end", "end"),
        ("break_minutes", json!(120), "hours.break", "break_minutes"),
        ("break_minutes", json!(-1), "hours.break", "break_minutes"),
        ("enterprise", json!("gruve"), "hours.enterprise", "enterprise"),
        ("kind", json!("ferie"), "hours.kind", "kind"),
        ("order", json!("G9999999"), "hours.order", "order"),
    ];
    for (name, value, code, field) in table {
        let mut wish = body("12:00", "14:00", "snekkeri");
        wish[name] = value.clone();
        let refused = api.post_json("/api/v1/hours", "k1", &wish);
        assert_eq!(refused.status, 422, "{name} {value}: {}", refused.text);
        assert_eq!(
            (refused.code().as_str(), refused.json()["field"].as_str()),
            (code, Some(field))
        );
    }
    let night = sent(&app, AMINA, "k1", &body("22:00", "24:00", "snekkeri"));
    assert_eq!(night["end"], "24:00");
    sent(&app, JONAS, "k1", &body("08:00", "12:00", "snekkeri"));
}

#[test]
fn a_work_leader_approves_only_own_enterprises_and_nobody_their_own() {
    let app = spawn();
    let entry = sent(&app, AMINA, "k1", &body("08:00", "14:30", "snekkeri"));
    let path = approval(entry["id"].as_str().unwrap());
    for (login, status) in [(KARI, 404), (AMINA, 403), (SOLVEIG, 403), (MONA, 403), (ODD, 403)] {
        let answer = app.api_as(login).post_json(&path, "", &json!({}));
        assert_eq!(answer.status, status, "{login} {}", answer.text);
    }
    assert_eq!(app.api().post_json(&path, "", &json!({})).status, 401);
    let first = app.api_as(TERJE).post_json(&path, "", &json!({}));
    assert_eq!((first.status, first.json()["entry"]["state"].as_str()), (200, Some("approved")));
    let second = app.api_as(TERJE).post_json(&path, "", &json!({}));
    assert_eq!((second.status, second.text), (200, first.text));
    assert_eq!(kept(&app), vec!["202603 snekkeri training 360 1"]);

    assert!(
        app.run(&[
            "user",
            "add",
            "--login",
            "jonas",
            "--name",
            "Jonas Vik",
            "--role",
            "work_leader",
            "--enterprise",
            "snekkeri"
        ])
        .ok
    );
    let own = sent(&app, JONAS, "k1", &body("08:00", "14:30", "snekkeri"));
    let path = approval(own["id"].as_str().unwrap());
    // The command's clock is the machine's, so the role begins when the machine says.
    app.set_clock("2036-12-01 10:00");
    assert_eq!(app.api_as(JONAS).post_json(&path, "", &json!({})).status, 403);
    assert_eq!(app.api_as(TERJE).post_json(&path, "", &json!({})).status, 200);
}

#[test]
fn someone_elses_hours_are_not_there() {
    let app = spawn();
    let (amina, jonas) = (app.sign_in(AMINA), app.sign_in(JONAS));
    amina.post("/intern/timer", &day(TODAY, "08:00", "14:30"));
    let id = id_on(&amina.get("/intern/timer").text);
    assert_eq!(jonas.get(&format!("/intern/timer/{id}")).status, 404);
    let changed = jonas.post(&format!("/intern/timer/{id}"), &day(TODAY, "08:00", "09:00"));
    assert_eq!(changed.status, 404);
    assert_eq!(jonas.post(&format!("/intern/timer/{id}/slett"), &[]).status, 404);
    assert!(!jonas.get("/intern/timer").text.contains("14:30"));
    assert_eq!(app.sign_in(SOLVEIG).get("/intern/timer").status, 404);
}

#[test]
fn a_mentor_sees_own_mentees_while_it_lasts_and_the_look_is_kept() {
    let app = spawn();
    let mona = app.sign_in(MONA);
    sent(&app, AMINA, "k1", &body("08:00", "14:30", "snekkeri"));
    let key = |pseudonym: &str| {
        let sql = format!("SELECT id AS value FROM resident WHERE pseudonym = '{pseudonym}'");
        app.texts(&sql).remove(0)
    };
    let (amina, jonas) = (key("B01"), key("B02"));
    let list = mona.get("/intern/adepter");
    assert!(list.text.contains("Amina") && !list.text.contains("Jonas"), "{}", list.text);
    let week = mona.get(&format!("/intern/adepter/{amina}"));
    assert_eq!(week.status, 200);
    assert!(week.text.contains("08:00 til 14:30"));
    let looks = "SELECT what AS value FROM look ORDER BY looked_at, what";
    assert_eq!(app.texts(looks), ["plan og samtaler", "timer som mentor"]);
    assert_eq!(mona.get(&format!("/intern/adepter/{jonas}")).status, 404);
    app.db.execute("UPDATE mentorship SET valid_to = '2026-03-15'").unwrap();
    assert_eq!(mona.get(&format!("/intern/adepter/{amina}")).status, 404);
    assert_eq!(app.sign_in(TERJE).get(&format!("/intern/adepter/{amina}")).status, 404);
}

#[test]
fn the_rows_behind_a_sum_of_hours_name_no_person() {
    let app = spawn();
    for (login, start, end, enterprise) in [
        (AMINA, "08:00", "12:00", "snekkeri"),
        (AMINA, "12:00", "14:00", "catering"),
        (JONAS, "08:00", "12:00", "snekkeri"),
    ] {
        let entry = sent(&app, login, &format!("{login}{start}"), &body(start, end, enterprise));
        let leader = if enterprise == "catering" { KARI } else { TERJE };
        let path = approval(entry["id"].as_str().unwrap());
        assert_eq!(app.api_as(leader).post_json(&path, "", &json!({})).status, 200);
    }
    sent(&app, JONAS, "waiting", &body("13:00", "15:00", "snekkeri"));
    for login in [SOLVEIG, LARS] {
        let person = app.sign_in(login);
        let page = person.get("/intern/oversikt/timer?maned=2026-03");
        assert!(page.text.contains("3 rader, til sammen <strong>510</strong> minutter"));
        let some =
            person.get("/intern/oversikt/timer?maned=2026-03&naering=snekkeri&slag=training");
        assert!(some.text.contains("2 rader, til sammen <strong>420</strong> minutter"));
        for name in ["Amina", "Jonas", "B01", "B02"] {
            assert!(!page.text.contains(name), "{name}");
        }
    }
    for login in [SIRI, ODD, AMINA, MONA] {
        assert_eq!(app.sign_in(login).get("/intern/oversikt/timer").status, 404, "{login}");
    }
    let kept = app.number("SELECT CAST(SUM(minutes) AS BIGINT) AS value FROM hours_kept");
    assert_eq!(kept, 510);
}

#[test]
fn a_resident_sees_of_an_order_its_number_and_what_to_do_and_not_the_customer() {
    let app = spawn();
    let placed = app.api().post_json(
        "/api/v1/orders",
        "o1",
        &json!({
            "customer": {"kind": "private", "name": "Hemmelige Hansen", "email": "h@example.org"},
            "delivery_date": "2026-03-20",
            "lines": [{"offering": "SN-VED", "quantity": "12"}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    let number = placed.json()["order"]["number"].as_str().unwrap().to_owned();
    let form = app.sign_in(AMINA).get("/intern/timer/ny");
    assert!(form.text.contains(&format!("{number}: 12 sekk Ved i sekk")), "{}", form.text);
    assert!(!form.text.contains("Hansen") && !form.text.contains("example.org"));
    let mut wish = body("08:00", "14:30", "snekkeri");
    wish["order"] = json!(number);
    assert_eq!(sent(&app, AMINA, "k1", &wish)["order"], json!(number));
    let mut elsewhere = body("15:00", "16:00", "catering");
    elsewhere["order"] = json!(number);
    let refused = app.api_as(AMINA).post_json("/api/v1/hours", "k2", &elsewhere);
    assert_eq!((refused.status, refused.code().as_str()), (422, "hours.order"));
}
