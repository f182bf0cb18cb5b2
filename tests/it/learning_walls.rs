//! Every route of learning that names a row, met by everyone; and where what is shown can be read.

use std::collections::BTreeSet;

use gardsbok::testing::access_table;

use crate::harness::cast::{ADA, AMINA, JONAS, KARI, LARS, MONA, SOLVEIG, TERJE};
use crate::harness::{App, spawn};
use crate::learning::{bench, key, taught};

/// What is planted in Amina's evidence, in the mentor's word and in the work leader's.
const PLANTED: [&str; 3] = ["Benken til skolen", "Orrhanen så det", "Tiuren venter litt"];

const EVERYONE: [&str; 10] = [AMINA, JONAS, MONA, TERJE, KARI, SOLVEIG, LARS, "siri", "odd", ADA];

/// Method, path, what is posted, whose it is, and what they are answered.
type Walk = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
    u16,
);

const ROUTE: &[(&str, &str)] =
    &[("kind", "apprentice"), ("curriculum", "TMF03-02"), ("date", "2026-03-01")];
const FOLLOWERS: &[&str] = &[MONA, LARS];

/// In an order in which the first whose it is can do each.
const WALKS: [Walk; 16] = [
    ("GET", "/intern/det-jeg-kan/{evidence}/bilde", &[], &[AMINA], 200),
    ("GET", "/intern/mal/{evidence}/bilde", &[], &[TERJE], 200),
    ("GET", "/intern/kvalifisering/{resident}", &[], FOLLOWERS, 200),
    ("GET", "/intern/kvalifisering/{resident}/bilde/{evidence}", &[], FOLLOWERS, 200),
    ("POST", "/intern/kvalifisering/{resident}/sett/{evidence}", &[], FOLLOWERS, 303),
    ("POST", "/intern/kvalifisering/{resident}/stempel/{seen}/angring", &[], &[MONA], 303),
    ("POST", "/intern/kvalifisering/{resident}/veier", ROUTE, FOLLOWERS, 303),
    ("POST", "/intern/kvalifisering/{resident}/veier/{route}/lonn", &[("day", "")], &[LARS], 303),
    ("POST", "/intern/kvalifisering/{resident}/veier/{route}/avslutning", &[], FOLLOWERS, 303),
    ("POST", "/intern/kvalifisering/{resident}/veier/{route}/gjenapning", &[], FOLLOWERS, 303),
    ("POST", "/intern/mal/stempel/{answer}/angring", &[], &[TERJE], 303),
    ("POST", "/intern/det-jeg-kan/{evidence}/bort", &[], &[AMINA], 303),
    ("POST", "/intern/det-jeg-kan/{evidence}/angring", &[], &[AMINA], 303),
    ("POST", "/intern/mal/{evidence}/ikke-enna", &[("words", "Litt til")], &[TERJE], 303),
    ("POST", "/intern/mal/{evidence}/godkjenning", &[], &[TERJE], 303),
    // Once more: it counts already, and that is said.
    ("POST", "/intern/mal/{evidence}/godkjenning", &[], &[TERJE], 422),
];

struct Planted {
    evidence: String,
    resident: String,
    route: String,
    seen: String,
    answer: String,
}

fn planted(app: &App) -> Planted {
    let [build, ..] = taught(app);
    let evidence = bench(app, &build);
    let resident = key(app, "B01");
    let seen = format!("/intern/kvalifisering/{resident}/sett/{evidence}");
    assert_eq!(app.sign_in(MONA).post(&seen, &[("words", PLANTED[1])]).status, 303);
    let not_yet = format!("/intern/mal/{evidence}/ikke-enna");
    assert_eq!(app.sign_in(TERJE).post(&not_yet, &[("words", PLANTED[2])]).status, 303);
    let stamp = |kind: &str| {
        app.texts(&format!("SELECT id AS value FROM evidence_stamp WHERE kind = '{kind}'"))
            .remove(0)
    };
    Planted {
        seen: stamp("seen"),
        answer: stamp("not_yet"),
        route: app.texts("SELECT id AS value FROM route").remove(0),
        evidence,
        resident,
    }
}

fn filled(path: &str, planted: &Planted) -> String {
    path.replace("{evidence}", &planted.evidence)
        .replace("{resident}", &planted.resident)
        .replace("{route}", &planted.route)
        .replace("{seen}", &planted.seen)
        .replace("{answer}", &planted.answer)
}

/// What these routes may change.
fn everything(app: &App) -> Vec<String> {
    let counts = ["evidence", "evidence_goal", "evidence_stamp", "route", "look"];
    let mut all: Vec<String> = counts
        .iter()
        .map(|table| app.number(&format!("SELECT count(*) AS value FROM {table}")).to_string())
        .collect();
    let ends = [
        "SELECT count(*) AS value FROM evidence WHERE withdrawn_at IS NOT NULL",
        "SELECT count(*) AS value FROM evidence_stamp WHERE undone_at IS NOT NULL",
        "SELECT count(*) AS value FROM route WHERE ended_on IS NOT NULL",
    ];
    all.extend(ends.iter().map(|sql| app.number(sql).to_string()));
    all
}

#[test]
fn every_route_of_learning_that_names_a_row_of_someones_is_walked_here() {
    let plain = |path: &str| {
        let names = ["{evidence}", "{route}", "{seen}", "{answer}"];
        names.iter().fold(path.to_owned(), |path, name| path.replace(name, "{id}"))
    };
    let walked: BTreeSet<(String, String)> =
        WALKS.iter().map(|(method, path, ..)| ((*method).to_owned(), plain(path))).collect();
    let parts = ["/intern/det-jeg-kan", "/intern/mal", "/intern/kvalifisering/{resident}"];
    // Who may set whom to a job in order to learn is tried in `guidance.rs`.
    let named = |path: &str| path.contains('{') && !path.ends_with("/tavle");
    for line in access_table().into_iter().filter(|line| named(&line.path)) {
        if parts.iter().any(|part| line.path.starts_with(part)) {
            let is_walked = walked.contains(&(line.method.clone(), line.path.clone()));
            assert!(is_walked, "{} {} is not walked", line.method, line.path);
        }
    }
}

#[test]
fn what_is_anothers_is_not_there_or_forbidden_and_what_is_ones_own_is_done() {
    let app = spawn();
    let planted = planted(&app);
    for (method, path, fields, theirs, status) in WALKS {
        let path = filled(path, &planted);
        let ask = |login: &str| match method {
            "GET" => app.sign_in(login).request("GET", &path).send().unwrap().status().as_u16(),
            _ => app.sign_in(login).post(&path, fields).status,
        };
        let before = everything(&app);
        for login in EVERYONE.iter().filter(|login| !theirs.contains(login)) {
            let answer = ask(login);
            assert!(matches!(answer, 403 | 404), "{login}, {method} {path}: {answer}");
        }
        assert_eq!(everything(&app), before, "{method} {path} left something behind");
        assert_eq!(ask(theirs[0]), status, "{}, {method} {path}", theirs[0]);
        if method == "GET" {
            assert!(theirs.iter().all(|login| ask(login) == status), "{path}");
        }
    }
}

#[test]
fn what_was_shown_and_said_is_read_by_those_it_is_for_and_by_nobody_else() {
    let app = spawn();
    let planted = planted(&app);
    let mut paths: Vec<String> = access_table()
        .into_iter()
        .filter(|line| line.method == "GET" && !line.path.contains('{'))
        .map(|line| line.path)
        .collect();
    for place in ["kvalifisering", "adepter"] {
        paths.push(format!("/intern/{place}/{}", planted.resident));
    }
    let mut met = BTreeSet::new();
    for login in EVERYONE.into_iter().chain([""]) {
        let person = if login.is_empty() { app.stranger() } else { app.sign_in(login) };
        for path in &paths {
            let text = person.request("GET", path).send().unwrap().bytes().unwrap();
            let text = String::from_utf8_lossy(&text).into_owned();
            for word in PLANTED.iter().filter(|word| text.contains(**word)) {
                assert!(
                    [AMINA, MONA, TERJE, LARS].contains(&login),
                    "{login} reads {word} on {path}"
                );
                met.insert((login, *word));
            }
        }
    }
    assert!(met.len() >= 12, "the scan has found too little: {met:?}");
    let looks = app.texts(
        "SELECT a.login AS value FROM look l JOIN account a ON a.id = l.account_id \
         WHERE l.what = 'det jeg kan' ORDER BY a.login",
    );
    assert_eq!(looks, [LARS, MONA, TERJE], "each look is kept, once a day");
    let me = app.sign_in(AMINA).get("/intern/meg").text;
    assert!(me.contains("det jeg kan"), "she sees who looked");
}
