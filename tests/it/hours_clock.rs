//! One big button: in and out, forgotten, undone, over midnight and on the nights the clock is set.

use crate::harness::cast::{AMINA, JONAS, LARS, SOLVEIG, TERJE};
use crate::harness::{App, Person, spawn};

/// Every entry: day, times, break, minutes and state.
fn logged(app: &App) -> Vec<String> {
    app.texts(
        "SELECT CAST(entry_date AS TEXT) || ' ' || CAST(start_minute AS TEXT) || '-' || \
         CAST(end_minute AS TEXT) || ' ' || CAST(break_minutes AS TEXT) || ' ' || \
         CAST(worked_minutes AS TEXT) || ' ' || state AS value \
         FROM hour_entry ORDER BY entry_date, start_minute",
    )
}

const IN: &str = "/intern/timer/klokke/inn";
const OUT: &str = "/intern/timer/klokke/ut";
const UNDO: &str = "/intern/timer/klokke/angre";

fn begin(person: &Person) {
    let wish = [("enterprise", "snekkeri"), ("kind", "training"), ("order", "")];
    let done = person.post(IN, &wish);
    assert_eq!(done.status, 303, "{}", done.text);
}

fn running(app: &App) -> i64 {
    app.number("SELECT count(*) AS value FROM hour_clock")
}

#[test]
fn two_taps_in_and_out_make_a_draft() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let start = amina.get("/intern");
    assert!(start.text.contains("Jeg er i gang"), "{}", start.text);
    assert_eq!(start.field("enterprise").as_deref(), Some("snekkeri"));
    begin(&amina);
    assert!(amina.get("/intern").text.contains("Ferdig for i dag"));
    assert!(amina.get("/intern/timer").text.contains("Siden kl. 10:00. Snekkeriet, Opplæring."));
    begin(&amina); // a second tap goes on with the first
    assert_eq!(running(&app), 1);

    app.set_clock("2026-03-16 15:31");
    let ask = amina.get(OUT);
    assert!(ask.text.contains("Hvor lang pause hadde du?") && ask.text.contains("45 minutter"));
    let done = amina.post(OUT, &[("break_minutes", "30")]);
    assert_eq!((done.status, done.location()), (303, "/intern"), "{}", done.text);
    let home = amina.follow(&done).text.replace('\u{a0}', " ");
    assert!(home.contains("Takk for i dag! 5 t 1 min er lagret."), "{home}");
    assert_eq!(logged(&app), ["2026-03-16 600-931 30 301 draft"]);
    assert_eq!(running(&app), 0);
    assert_eq!(amina.post(OUT, &[("break_minutes", "0")]).location(), "/intern");
    assert_eq!(amina.get(OUT).status, 303);
}

#[test]
fn a_slip_is_undone_both_in_and_out() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    begin(&amina);
    assert!(amina.get("/intern").text.contains("Angre"));
    assert_eq!(amina.post(UNDO, &[]).status, 303);
    assert_eq!((running(&app), logged(&app).len()), (0, 0));

    begin(&amina);
    app.set_clock("2026-03-16 12:00");
    let done = amina.post(OUT, &[("break_minutes", "0")]);
    let home = amina.follow(&done);
    let drafts = home.field("drafts").expect("the undo is offered");
    let started = home.field("started").unwrap();
    assert!(!amina.get("/intern").text.contains("name=\"drafts\""), "once");
    let was = [
        ("drafts", drafts.as_str()),
        ("started", started.as_str()),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
        ("order", ""),
    ];
    let stolen = app.sign_in(JONAS).post(UNDO, &was);
    assert_eq!(stolen.status, 404, "another's drafts are not there");
    assert_eq!(logged(&app).len(), 1);
    assert_eq!(amina.post(UNDO, &was).status, 303);
    assert_eq!((running(&app), logged(&app).len()), (1, 0));
    app.set_clock("2026-03-16 13:00");
    amina.post(OUT, &[("break_minutes", "0")]);
    assert_eq!(logged(&app), ["2026-03-16 600-780 0 180 draft"], "it began when it began");
}

#[test]
fn a_stop_is_undone_once_and_never_while_another_clock_runs() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    begin(&amina);
    app.set_clock("2026-03-16 12:00");
    let home = amina.follow(&amina.post(OUT, &[("break_minutes", "0")]));
    let (drafts, started) = (home.field("drafts").unwrap(), home.field("started").unwrap());
    let was = [
        ("drafts", drafts.as_str()),
        ("started", started.as_str()),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    app.set_clock("2026-03-16 12:30");
    begin(&amina);
    let undone = amina.post(UNDO, &was);
    assert!(amina.follow(&undone).text.contains("Du er i gang igjen."), "{}", undone.text);
    assert_eq!(logged(&app), ["2026-03-16 600-720 0 120 draft"], "the hours are there");
    assert_eq!(running(&app), 1);

    assert_eq!(amina.post(UNDO, &[]).status, 303, "the new clock was a slip");
    for _tap in 0..2 {
        let undone = amina.post(UNDO, &was);
        assert!(amina.follow(&undone).text.contains("Angret. Klokka går igjen."));
        assert_eq!((running(&app), logged(&app).len()), (1, 0));
    }
}

#[test]
fn less_than_a_minute_is_dropped_and_a_break_as_long_as_the_work_is_asked_again() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    begin(&amina);
    let done = amina.post(OUT, &[("break_minutes", "0")]);
    assert!(amina.follow(&done).text.contains("Det var under ett minutt."));
    assert_eq!((running(&app), logged(&app).len()), (0, 0));
    begin(&amina);
    app.later_minutes(20);
    for rest in ["20", "-1", "en halvtime", ""] {
        let refused = amina.post(OUT, &[("break_minutes", rest)]);
        assert_eq!(refused.status, 422, "{rest}");
        assert!(refused.text.contains("<title>Feil:"), "{}", refused.text);
    }
    assert_eq!((running(&app), logged(&app).len()), (1, 0));
}

#[test]
fn a_forgotten_clock_is_asked_about_and_never_closed_silently() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    begin(&amina);
    app.set_clock("2026-03-17 08:00");
    let amina = app.sign_in(AMINA);
    let home = amina.get("/intern");
    assert!(home.text.contains("Når gikk du?") && home.text.contains("i går kl. 10:00"));
    assert!(amina.get("/intern/timer").text.contains("Når gikk du?"));
    let out = amina.post(OUT, &[("break_minutes", "0")]);
    assert_eq!(out.location(), "/intern/timer/klokke/glemt");
    assert_eq!((running(&app), logged(&app).len()), (1, 0));
    let form = amina.get("/intern/timer/klokke/glemt");
    assert_eq!(form.field("date").as_deref(), Some("2026-03-16"));
    assert!(form.text.contains("value=\"10:00\""), "{}", form.text);
    let day = |end| {
        [
            ("date", "2026-03-16"),
            ("start", "10:00"),
            ("end", end),
            ("break_minutes", "30"),
            ("enterprise", "snekkeri"),
            ("kind", "training"),
        ]
    };
    let refused = amina.post("/intern/timer/klokke/glemt", &day("09:00"));
    assert_eq!(refused.status, 422);
    assert_eq!(running(&app), 1, "a refused day leaves the clock");
    let told = amina.post("/intern/timer/klokke/glemt", &day("15:00"));
    assert_eq!(told.status, 303, "{}", told.text);
    assert_eq!(running(&app), 0);
    assert_eq!(logged(&app), ["2026-03-16 600-900 30 270 draft"]);
}

/// Works from one Oslo time to another; answers what was logged.
fn night(from: &str, to: &str, rest: &str) -> Vec<String> {
    let app = spawn();
    app.set_clock(from);
    let amina = app.sign_in(AMINA);
    begin(&amina);
    app.set_clock(to);
    if from[..10] != to[..10] {
        assert!(amina.get("/intern").text.contains("Er du på jobb ennå?"));
    }
    let done = amina.post(OUT, &[("break_minutes", rest)]);
    assert_eq!((done.status, done.location()), (303, "/intern"), "{}", done.text);
    assert_eq!(running(&app), 0);
    logged(&app)
}

#[test]
fn a_night_is_split_at_midnight_and_counts_the_minutes_that_went_by() {
    assert_eq!(
        night("2026-03-16 22:00", "2026-03-17 06:00", "30"),
        ["2026-03-16 1320-1440 0 120 draft", "2026-03-17 0-360 30 330 draft"]
    );
    assert_eq!(
        night("2026-12-31 21:00", "2027-01-01 05:00", "0"),
        ["2026-12-31 1260-1440 0 180 draft", "2027-01-01 0-300 0 300 draft"]
    );
    assert_eq!(
        night("2026-12-31 20:00", "2027-01-01 00:00", "0"),
        ["2026-12-31 1200-1440 0 240 draft"]
    );
    // The clock goes from 02:00 to 03:00, and in autumn from 03:00 to 02:00.
    assert_eq!(
        night("2026-03-28 22:00", "2026-03-29 06:00", "30"),
        ["2026-03-28 1320-1440 0 120 draft", "2026-03-29 0-360 30 270 draft"]
    );
    assert_eq!(
        night("2026-10-24 22:00", "2026-10-25 06:00", "30"),
        ["2026-10-24 1320-1440 0 120 draft", "2026-10-25 0-360 30 390 draft"]
    );
}

#[test]
fn the_form_counts_the_minutes_that_went_by_too() {
    let app = spawn();
    app.set_clock("2026-10-26 09:00");
    let amina = app.sign_in(AMINA);
    let day = |date, start, end| {
        [
            ("date", date),
            ("start", start),
            ("end", end),
            ("break_minutes", "0"),
            ("enterprise", "snekkeri"),
            ("kind", "training"),
            ("order", ""),
        ]
    };
    for (date, start, end, words) in [
        ("2026-03-29", "02:30", "06:00", "Klokka ble stilt fra 02:00 til 03:00 den natta."),
        ("2026-03-29", "00:00", "02:00", "Klokka ble stilt fra 02:00 til 03:00 den natta."),
    ] {
        let refused = amina.post("/intern/timer", &day(date, start, end));
        assert_eq!(refused.status, 422, "{date} {start}");
        assert!(refused.text.contains(words), "{}", refused.text);
    }
    for (date, start, end) in [
        ("2026-03-29", "00:00", "06:00"),
        ("2026-10-25", "00:00", "06:00"),
        ("2025-12-31", "20:00", "00:00"),
    ] {
        assert_eq!(amina.post("/intern/timer", &day(date, start, end)).status, 303, "{date}");
    }
    for far in ["%2B262142-12-31", "-262143-01-01", "9999-12-31"] {
        assert_eq!(amina.get(&format!("/intern/timer?dag={far}")).status, 200, "{far}");
        assert_eq!(amina.get(&format!("/intern/timer/ny?dag={far}")).status, 200, "{far}");
    }
    let far = amina.post("/intern/timer", &day("+262142-12-31", "08:00", "00:00"));
    assert!(far.status == 422 && far.text.contains("Velg en dato."), "{}", far.text);
    assert_eq!(
        logged(&app),
        [
            "2025-12-31 1200-1440 0 240 draft",
            "2026-03-29 0-360 0 300 draft",
            "2026-10-25 0-360 0 420 draft"
        ]
    );
}

#[test]
fn a_clock_that_meets_other_hours_is_asked_about() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    begin(&amina);
    let day = [
        ("date", "2026-03-16"),
        ("start", "11:00"),
        ("end", "12:00"),
        ("break_minutes", "0"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
    ];
    assert_eq!(amina.post("/intern/timer", &day).status, 303);
    app.set_clock("2026-03-16 15:00");
    let refused = amina.post(OUT, &[("break_minutes", "0")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Når gikk du?"), "{}", refused.text);
    assert!(refused.text.contains("Du har alt skrevet 11:00 til 12:00"));
    assert_eq!(running(&app), 1, "nothing is lost");
}

#[test]
fn the_job_is_proposed_from_todays_board_and_else_from_the_last_work() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let day = [
        ("date", "2026-03-13"),
        ("start", "11:00"),
        ("end", "12:00"),
        ("break_minutes", "0"),
        ("enterprise", "catering"),
        ("kind", "work"),
    ];
    assert_eq!(amina.post("/intern/timer", &day).status, 303);
    let home = amina.get("/intern");
    assert_eq!(home.field("enterprise").as_deref(), Some("catering"));
    assert_eq!(home.field("kind").as_deref(), Some("work"));
    app.db
        .execute(
            "INSERT INTO board_hand (id, board_date, resident_id, enterprise_id, set_by, set_at) \
             SELECT 'h1', '2026-03-16', resident.id, enterprise.id, account.id, \
             '2026-03-16 06:00:00' FROM resident, enterprise, account \
             WHERE pseudonym = 'B01' AND code = 'hest' AND login = 'terje'",
        )
        .unwrap();
    assert_eq!(amina.get("/intern").field("enterprise").as_deref(), Some("hest"));
    app.db.execute("UPDATE board_hand SET taken_off_at = '2026-03-16 07:00:00'").unwrap();
    assert_eq!(amina.get("/intern").field("enterprise").as_deref(), Some("catering"));
}

#[test]
fn one_dugnad_does_not_make_dugnad_the_proposal() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    for (date, kind) in [
        ("2026-03-11", "training"),
        ("2026-03-12", "training"),
        ("2026-03-13", "work"),
        ("2026-03-14", "dugnad"),
    ] {
        let day = [
            ("date", date),
            ("start", "11:00"),
            ("end", "12:00"),
            ("break_minutes", "0"),
            ("enterprise", "catering"),
            ("kind", kind),
        ];
        assert_eq!(amina.post("/intern/timer", &day).status, 303);
    }
    let home = amina.get("/intern");
    assert_eq!(home.field("enterprise").as_deref(), Some("catering"), "the place is the last one");
    assert_eq!(home.field("kind").as_deref(), Some("training"));
    let form = amina.get("/intern/timer/ny").text;
    let chosen = |kind: &str| {
        let (_, after) = form.split_once(&format!("name=\"kind\" value=\"{kind}\"")).unwrap();
        after.split_once('>').unwrap().0.contains("checked")
    };
    assert!(chosen("training") && !chosen("dugnad"), "{form}");
}

#[test]
fn what_cannot_be_begun_is_said_at_its_field() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    for (enterprise, kind, order, words) in [
        ("gruve", "training", "", "Vi kjenner ikke næringen."),
        ("snekkeri", "ferie", "", "Velg hva slags tid det var."),
        ("snekkeri", "training", "G9999999", "Bestillingen finnes ikke"),
    ] {
        let wish = [("enterprise", enterprise), ("kind", kind), ("order", order)];
        let refused = amina.post(IN, &wish);
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(words), "{}", refused.text);
    }
    assert_eq!(running(&app), 0);
    for login in [SOLVEIG, TERJE, LARS] {
        let person = app.sign_in(login);
        assert_eq!(person.post(IN, &[("enterprise", "snekkeri")]).status, 403, "{login}");
        assert!(!person.get("/intern").text.contains("Jeg er i gang"), "{login}");
    }
}
