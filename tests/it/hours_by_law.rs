//! Finished weeks, corrections by counter-entries, places outside, and who is warned.

use serde_json::json;

use super::hours_locked::{approved, entries, sent};
use crate::harness::cast::{AMINA, JONAS, KARI, LARS, MONA, SOLVEIG, TERJE};
use crate::harness::{App, spawn};

fn kept(app: &App) -> Vec<String> {
    app.texts(
        "SELECT code || ' ' || kind || ' ' || CAST(minutes AS TEXT) || ' ' || \
         CAST(entries AS TEXT) AS value \
         FROM hours_kept JOIN enterprise ON enterprise.id = enterprise_id ORDER BY 1",
    )
}

fn correction_id(app: &App) -> String {
    app.texts("SELECT id AS value FROM hour_correction ORDER BY asked_at DESC, id DESC").remove(0)
}

/// What should stand instead, of today in the carpentry.
fn instead<'a>(start: &'a str, end: &'a str, kind: &'a str) -> [(&'a str, &'a str); 8] {
    [
        ("date", "2026-03-16"),
        ("start", start),
        ("end", end),
        ("break_minutes", "0"),
        ("enterprise", "snekkeri"),
        ("kind", kind),
        ("order", ""),
        ("reason", "Jeg gikk til lunsj"),
    ]
}

#[test]
fn a_finished_week_is_sent_and_may_be_taken_back() {
    let app = spawn();
    app.set_clock("2026-03-23 09:00");
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let day = [
        ("date", "2026-03-19"),
        ("start", "08:00"),
        ("end", "14:00"),
        ("break_minutes", "30"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    assert_eq!(amina.post("/intern/timer", &day).status, 303);
    let missing = terje.get("/intern/godkjenning").text;
    assert!(missing.contains("Ikke sendt inn, uke 12") && missing.contains("Amina, Jonas"));
    assert!(!missing.contains("Yusuf") && !missing.contains("Vik"), "first names are enough");
    let elsewhere = app.sign_in(KARI).get("/intern/godkjenning").text;
    assert!(elsewhere.contains("<p>Amina</p>"), "Jonas does not work there: {elsewhere}");
    let done = amina.post("/intern/timer/uke", &[("day", "2026-03-19")]);
    let week = amina.follow(&done);
    assert!(week.text.contains("Du er ferdig med denne uka."), "{}", week.text);
    let missing = terje.get("/intern/godkjenning").text;
    assert!(missing.contains("<p>Jonas</p>"), "{missing}");

    // Nothing worked is said too, and is not the same as silence.
    let jonas = app.sign_in(JONAS);
    assert_eq!(jonas.post("/intern/timer/uke", &[("day", "2026-03-16")]).status, 303);
    assert!(!terje.get("/intern/godkjenning").text.contains("Ikke sendt inn"));
    assert_eq!(
        jonas.post("/intern/timer/uke", &[("day", "2026-03-30")]).status,
        422,
        "it has not been"
    );

    let undone = amina.post("/intern/timer/uke/angre", &[("day", "2026-03-16")]);
    assert!(amina.follow(&undone).text.contains("1 linje er ikke sendt"));
    assert!(terje.get("/intern/godkjenning").text.contains("<p>Amina</p>"));
    assert_eq!(app.number("SELECT count(*) AS value FROM hours_week"), 1);
    let again = amina.post("/intern/timer/uke/angre", &[("day", "2026-03-16")]);
    assert!(amina.follow(&again).text.contains("Uka er ikke meldt ferdig."));
}

#[test]
fn a_week_finished_with_two_taps_is_taken_back_with_one() {
    let app = spawn();
    app.set_clock("2026-03-23 09:00");
    let amina = app.sign_in(AMINA);
    let log = |date: &str| {
        let day = [
            ("date", date),
            ("start", "08:00"),
            ("end", "14:00"),
            ("break_minutes", "30"),
            ("enterprise", "snekkeri"),
            ("kind", "training"),
        ];
        assert_eq!(amina.post("/intern/timer", &day).status, 303);
    };
    let tap = |path: &str| {
        app.later_minutes(1);
        let done = amina.post(path, &[("day", "2026-03-16")]);
        amina.follow(&done).text
    };
    log("2026-03-19");
    for _tap in 0..2 {
        assert!(tap("/intern/timer/uke").contains("Du er ferdig med denne uka."));
    }
    assert!(tap("/intern/timer/uke/angre").contains("1 linje er ikke sendt"));
    // What comes later is sent with what was sent before, and taken back with it.
    tap("/intern/timer/uke");
    log("2026-03-20");
    tap("/intern/timer/uke");
    assert!(tap("/intern/timer/uke/angre").contains("2 linjer er ikke sendt"));
    assert_eq!(app.number("SELECT count(*) AS value FROM hours_week"), 0);
}

#[test]
fn what_is_sent_back_or_written_later_opens_the_week_again() {
    let app = spawn();
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let id = sent(&app, AMINA, "08:00", "12:00", None);
    amina.post("/intern/timer/uke", &[("day", "2026-03-16")]);
    app.set_clock("2026-03-23 09:00");
    let (terje2, amina2) = (app.sign_in(TERJE), app.sign_in(AMINA));
    assert!(terje2.get("/intern/godkjenning").text.contains("<p>Jonas</p>"));
    let back = terje2.post(&format!("/intern/timer/{id}/retur"), &[("note", "Pausen?")]);
    assert_eq!(back.status, 303, "{}", back.text);
    assert!(terje2.get("/intern/godkjenning").text.contains("Amina, Jonas"));
    amina2.post("/intern/timer/uke", &[("day", "2026-03-16")]);
    assert!(terje2.get("/intern/godkjenning").text.contains("<p>Jonas</p>"));
    let late = [
        ("date", "2026-03-17"),
        ("start", "08:00"),
        ("end", "09:00"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    assert_eq!(amina2.post("/intern/timer", &late).status, 303);
    assert!(terje2.get("/intern/godkjenning").text.contains("Amina, Jonas"), "a draft waits");
    drop((amina, terje));
}

#[test]
fn an_approved_row_is_put_right_beside_itself_with_one_tap() {
    let app = spawn();
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let id = approved(&app, AMINA, "08:00", "14:00", None);
    let week = amina.get("/intern/timer");
    assert!(week.text.contains("Noe feil?"), "{}", week.text);
    let form = amina.get(&format!("/intern/timer/{id}/rettelse"));
    assert!(form.text.contains("value=\"14:00\""), "{}", form.text);
    let path = format!("/intern/timer/{id}/rettelse");
    let asked = amina.post(&path, &instead("08:00", "12:00", "training"));
    assert!(amina.follow(&asked).text.contains("Du har bedt om å få dette rettet."));
    assert_eq!(kept(&app), ["snekkeri training 360 1"], "nothing has changed yet");
    assert_eq!(
        amina.post(&path, &instead("08:00", "11:00", "training")).status,
        422,
        "one at a time"
    );

    let looks = app.number("SELECT count(*) AS value FROM look");
    let page = terje.get("/intern/godkjenning").text.replace('\u{a0}', " ");
    assert!(page.contains("Vil ha rettet") && page.contains("«Jeg gikk til lunsj»"), "{page}");
    assert!(page.contains("08:00 til 12:00, Snekkeriet, Opplæring: 4 t"), "{page}");
    assert!(app.number("SELECT count(*) AS value FROM look") > looks, "the look is kept");
    let row = correction_id(&app);
    let yes = format!("/intern/godkjenning/rettelse/{row}/ja");
    assert_eq!(terje.post(&yes, &[]).status, 303);
    assert_eq!(terje.post(&yes, &[]).status, 303, "a second tap changes nothing");
    assert_eq!(
        entries(&app),
        [
            "2026-03-16 480-840 360 training approved",
            "2026-03-16 480-840 -360 training approved counter corrects",
            "2026-03-16 480-720 240 training approved corrects",
        ]
    );
    assert_eq!(kept(&app), ["snekkeri training 240 3"]);
    let week = amina.get("/intern/timer").text.replace('\u{a0}', " ");
    assert!(week.contains("08:00 til 12:00") && !week.contains("08:00 til 14:00"), "{week}");
    assert!(week.contains("Godkjent, rettet") && week.contains("Hele uka: <strong>4 t</strong>"));
    // What was taken back no longer stands in the way, and cannot be put right once more.
    sent(&app, AMINA, "12:00", "13:00", None);
    assert_eq!(amina.get(&path).status, 200);
    assert_eq!(amina.post(&path, &instead("08:00", "10:00", "training")).status, 404);
    // What stands instead can.
    let newer = app
        .texts("SELECT id AS value FROM hour_entry WHERE corrects IS NOT NULL AND NOT counter")
        .remove(0);
    let away = [("gjor", "bort"), ("reason", "Jeg var ikke der")];
    assert_eq!(amina.post(&format!("/intern/timer/{newer}/rettelse"), &away).status, 303);
    let row = correction_id(&app);
    assert_eq!(terje.post(&format!("/intern/godkjenning/rettelse/{row}/ja"), &[]).status, 303);
    assert_eq!(kept(&app), ["snekkeri training 0 4"]);
    assert!(app.run(&["check"]).ok);
}

#[test]
fn a_correction_is_declined_with_a_line_or_taken_back() {
    let app = spawn();
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let id = approved(&app, AMINA, "08:00", "14:00", None);
    let path = format!("/intern/timer/{id}/rettelse");
    amina.post(&path, &instead("08:00", "12:00", "training"));
    let row = correction_id(&app);
    let no = format!("/intern/godkjenning/rettelse/{row}/nei");
    let empty = terje.post(&no, &[("note", " ")]);
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains(&format!("id=\"note-{row}-error\"")), "{}", empty.text);
    assert_eq!(terje.post(&no, &[("note", "Jeg så deg til 14")]).status, 303);
    assert!(amina.get("/intern/timer").text.contains("Ikke rettet: Jeg så deg til 14"));
    let late = terje.post(&format!("/intern/godkjenning/rettelse/{row}/ja"), &[]);
    assert_eq!(late.status, 422, "it is settled");

    amina.post(&path, &instead("08:00", "13:00", "training"));
    let row = correction_id(&app);
    let undo = format!("/intern/timer/rettelse/{row}/angre");
    assert_eq!(app.sign_in(JONAS).post(&undo, &[]).status, 404);
    assert_eq!(amina.post(&undo, &[]).status, 303);
    assert!(!terje.get("/intern/godkjenning").text.contains("Vil ha rettet"));
    assert_eq!(kept(&app), ["snekkeri training 360 1"]);
    assert_eq!(entries(&app).len(), 1);
}

#[test]
fn what_is_wrong_with_a_correction_is_said_and_nothing_is_lost() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let id = approved(&app, AMINA, "08:00", "12:00", None);
    sent(&app, AMINA, "12:00", "13:00", None);
    let waiting = sent(&app, AMINA, "14:00", "15:00", None);
    let path = format!("/intern/timer/{id}/rettelse");
    for (start, end, kind, words) in [
        ("08:00", "12:30", "training", "Du har alt skrevet 12:00 til 13:00"),
        ("12:00", "08:00", "training", "Slutten må være etter starten."),
        ("08:00", "12:00", "training", "Det er likt det som står."),
        ("08:00", "11:00", "work", "Det er ikke avtalt for deg den dagen."),
    ] {
        let refused = amina.post(&path, &instead(start, end, kind));
        assert_eq!(refused.status, 422, "{start} {end} {kind}");
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
        assert!(refused.text.contains("value=\"Jeg gikk til lunsj\""));
    }
    let silent = amina.post(&path, &[("gjor", "bort"), ("reason", " ")]);
    assert!(silent.status == 422 && silent.text.contains("Skriv en linje om hva som er feil."));
    let early = format!("/intern/timer/{waiting}/rettelse");
    assert_eq!(amina.get(&early).status, 303, "what is not approved is changed otherwise");
    assert_eq!(amina.post(&early, &instead("08:00", "11:00", "training")).status, 303);
    assert_eq!(app.number("SELECT count(*) AS value FROM hour_correction"), 0);
}

#[test]
fn a_correction_is_asked_by_its_owner_and_settled_by_who_leads_the_enterprise() {
    let app = spawn();
    let id = approved(&app, AMINA, "08:00", "14:00", None);
    let path = format!("/intern/timer/{id}/rettelse");
    let wish = instead("08:00", "12:00", "training");
    let jonas = app.sign_in(JONAS);
    assert_eq!((jonas.get(&path).status, jonas.post(&path, &wish).status), (404, 404));
    assert_eq!(app.sign_in(AMINA).post(&path, &wish).status, 303);
    let row = correction_id(&app);
    for verb in ["ja", "nei"] {
        let settle = format!("/intern/godkjenning/rettelse/{row}/{verb}");
        for (login, status) in [(KARI, 404), (AMINA, 403), (LARS, 403), (SOLVEIG, 403), (MONA, 403)]
        {
            let answer = app.sign_in(login).post(&settle, &[("note", "nei")]);
            assert_eq!(answer.status, status, "{login} {verb}");
        }
    }
    assert!(!app.sign_in(KARI).get("/intern/godkjenning").text.contains("Vil ha rettet"));
    assert_eq!(kept(&app), ["snekkeri training 360 1"]);

    // Into an enterprise that another leads: taken back here, and sent on for approval there.
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    amina.post(&format!("/intern/timer/rettelse/{row}/angre"), &[]);
    let mut wish = instead("08:00", "12:00", "training").to_vec();
    wish[4].1 = "catering";
    assert_eq!(amina.post(&path, &wish).status, 303);
    let row = correction_id(&app);
    assert_eq!(terje.post(&format!("/intern/godkjenning/rettelse/{row}/ja"), &[]).status, 303);
    assert_eq!(kept(&app), ["snekkeri training 0 2"]);
    let waits = app.sign_in(KARI).get("/intern/godkjenning").text;
    assert!(waits.contains("Godkjenn alt for Amina"), "{waits}");
}

#[test]
fn hours_at_a_place_outside_stand_apart_from_the_farms_own() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let place = [("name", "Fabrikken"), ("outside", "on"), ("department", ""), ("code", "")];
    assert_eq!(solveig.post("/intern/naeringer", &place).status, 303);
    assert!(solveig.get("/intern/naeringer").text.contains("Nei, sted utenfor"));
    assert!(!app.stranger().get("/om").text.contains("Fabrikken"));
    app.db
        .execute(
            "INSERT INTO membership (id, account_id, enterprise_id, part, valid_from, granted_at) \
             SELECT 'm1', account.id, enterprise.id, 'leads', '2026-01-01', '2026-01-01 08:00:00' \
             FROM account, enterprise WHERE login = 'terje' AND code = 'fabrikken'",
        )
        .unwrap();
    let body = json!({"date": "2026-03-16", "start": "08:00", "end": "12:00", "break_minutes": 0,
        "enterprise": "fabrikken", "kind": "work", "order": null});
    let logged = app.api_as(AMINA).post_json("/api/v1/hours", "k", &body);
    assert_eq!(logged.status, 201, "{}", logged.text);
    let id = logged.json()["entry"]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/hours/{id}/approval");
    assert_eq!(app.api_as(KARI).post_json(&path, "", &json!({})).status, 404);
    assert_eq!(app.api_as(TERJE).post_json(&path, "", &json!({})).status, 200);
    approved(&app, AMINA, "13:00", "14:00", None);

    let span = "from=2026-03-01&to=2026-03-31";
    for by in ["", "&by=kind"] {
        let report = app.api_as(SOLVEIG).get(&format!("/api/v1/reports/hours?{span}{by}"));
        assert!(
            !report.text.contains("fabrikken") && report.text.contains("60"),
            "{}",
            report.text
        );
    }
    let told = app.run(&[
        "report",
        "hours",
        "--from",
        "2026-03-01",
        "--to",
        "2026-03-31",
        "--by",
        "resident",
    ]);
    assert!(
        told.stdout.contains(" 1\u{a0}t") && !told.stdout.contains("5\u{a0}t"),
        "{}",
        told.stdout
    );
    let overview = solveig.get("/intern/oversikt?fra=2026-03&til=2026-03").text;
    let overview = overview.replace('\u{a0}', " ");
    assert!(overview.contains("Utenfor gården, ikke med i tallene over:"), "{overview}");
    assert!(overview.contains(">Fabrikken 4 t</a>"), "{overview}");
    let own = solveig.get("/intern/oversikt/timer?maned=2026-03").text;
    assert!(own.contains("1 rad, til sammen <strong>60</strong>"), "{own}");
    let there = solveig.get("/intern/oversikt/timer?maned=2026-03&naering=fabrikken").text;
    assert!(there.contains("til sammen <strong>240</strong>"), "{there}");
}

#[test]
fn long_days_are_told_to_the_resident_and_the_work_leader_and_stop_nobody() {
    let app = spawn();
    sent(&app, AMINA, "06:00", "17:00", None);
    let week = app.sign_in(AMINA).get("/intern/timer").text.replace('\u{a0}', " ");
    assert!(week.contains("Det ble en lang dag: 11 t. Husk å hvile."), "{week}");
    let page = app.sign_in(TERJE).get("/intern/godkjenning").text.replace('\u{a0}', " ");
    assert!(page.contains("Mandag 16. mars:</strong> 11 t på en dag, grensen er 9 t"), "{page}");
    assert!(page.contains("0 min pause på en lang dag"), "{page}");
}
