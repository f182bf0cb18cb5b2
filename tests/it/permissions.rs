//! Every route of the access table, met by every role, by one whose roles have ended, and by nobody.

use gardsbok::testing::{RouteLine, access_table};

use super::harness::cast::{AMINA, MONA, ONE_OF_EACH, SOLVEIG, TERJE};
use super::harness::{Answer, Api, App, Person, answer, spawn};

/// A path with every blank filled by something that is nobody's.
fn path_of(line: &RouteLine) -> String {
    let mut path = String::new();
    let mut rest = line.path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        path += before;
        path += match name {
            "year" => "2026",
            "term" | "number" => "1",
            _ => "finnes-ikke",
        };
        rest = after;
    }
    path + rest
}

fn is_api(line: &RouteLine) -> bool {
    line.path.starts_with("/api/")
}

fn ask(person: &Person, line: &RouteLine) -> Answer {
    answer(person.request(&line.method, &path_of(line)))
}

fn call(api: &Api, line: &RouteLine) -> Answer {
    match line.method.as_str() {
        "GET" => api.get(&path_of(line)),
        _ => api.post_json(&path_of(line), "", &serde_json::json!({})),
    }
}

/// What the table says of a role: held, or not.
fn holds(line: &RouteLine, role: &str) -> bool {
    matches!(line.right.as_str(), "Public" | "SignedIn") || line.roles.iter().any(|r| r == role)
}

#[test]
fn the_access_table_is_as_it_was_agreed() {
    let lines: Vec<String> = access_table()
        .iter()
        .map(|line| {
            let RouteLine { method, path, right, relation, outlasts_residence, .. } = line;
            let after = if *outlasts_residence { ", and when moved out" } else { "" };
            format!("{method:<6} {path:<58} {right:<15} {relation}{after}")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn no_route_stands_twice_and_every_change_is_a_post() {
    let mut seen = std::collections::BTreeSet::new();
    for line in access_table() {
        assert!(seen.insert((line.method.clone(), line.path.clone())), "{line:?} stands twice");
        assert!(matches!(line.method.as_str(), "GET" | "POST"), "{line:?}");
        let behind = line.path.starts_with("/intern/") && line.path != "/intern/logg-inn";
        assert!(!behind || line.right != "Public", "{line:?} is open to all");
    }
}

#[test]
fn a_page_is_shown_to_those_who_hold_its_right_and_is_not_there_for_others() {
    let app = spawn();
    for (login, role) in ONE_OF_EACH {
        let person = app.sign_in(login);
        for line in access_table().iter().filter(|line| !is_api(line)) {
            let answer = ask(&person, line);
            let told = format!("{role}: {} {} answered {}", line.method, line.path, answer.status);
            let opens = holds(line, role);
            match (line.method.as_str(), opens) {
                ("GET", true) if !line.path.contains('{') && !needs_query(&line.path) => {
                    assert!(matches!(answer.status, 200 | 303), "{told}\n{}", answer.text);
                }
                ("GET", true) => assert!(matches!(answer.status, 200 | 303 | 400 | 404), "{told}"),
                ("GET", false) => assert_eq!(answer.status, 404, "{told}"),
                // With the right, the form still lacks its token; a photo's form lacks its parts.
                (_, true) if takes_a_file(line) => assert_eq!(answer.status, 400),
                (_, _) => assert_eq!(answer.status, 403, "{told}"),
            }
        }
    }
}

/// A form with a file in it is met as such, and tried in tests of its own.
fn takes_a_file(line: &RouteLine) -> bool {
    let ends = ["/bilde", "/kompetansemal/fil", "/innbetalinger"];
    line.method == "POST" && ends.iter().any(|end| line.path.ends_with(end))
}

/// Drill-downs say which month or enterprise they open, or are not found.
fn needs_query(path: &str) -> bool {
    path.starts_with("/intern/oversikt/")
}

#[test]
fn a_form_without_its_token_changes_nothing() {
    let app = spawn();
    let before = app.number("SELECT count(*) AS value FROM account_role");
    let solveig = app.sign_in(SOLVEIG);
    let lars = app.sign_in("lars");
    let fields = [("role", "admin"), ("name", "Ny"), ("login", "ny"), ("roles", "admin")];
    let posts = |line: &&RouteLine| line.method == "POST" && !is_api(line);
    for line in access_table().iter().filter(posts).filter(|line| !takes_a_file(line)) {
        for person in [&solveig, &lars] {
            let answer = person.post_bare(&path_of(line), &fields);
            assert_eq!(answer.status, 403, "{} {}", line.path, answer.text);
        }
        let forged = "0".repeat(64);
        let answer = lars.post_bare(&path_of(line), &[("csrf", &forged)]);
        assert_eq!(answer.status, 403, "{}", line.path);
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM account_role"), before);
}

#[test]
fn another_sites_form_is_refused_though_it_brings_the_token() {
    let app = spawn();
    let lars = app.sign_in("lars");
    let csrf = lars.csrf();
    for (header, value) in
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")]
    {
        let form = [("csrf", csrf.as_str()), ("name", "Ny"), ("login", "ny"), ("roles", "mentor")];
        let request = lars.request("POST", "/intern/folk").header(header, value).form(&form);
        assert_eq!(answer(request).status, 403, "{header}: {value}");
    }
}

#[test]
fn a_call_is_answered_for_those_who_hold_its_right_and_forbidden_for_others() {
    let app = spawn();
    for (login, role) in ONE_OF_EACH {
        let api = app.api_as(login);
        for line in access_table().iter().filter(|line| is_api(line)) {
            let answer = call(&api, line);
            let told = format!("{role}: {} {} answered {}", line.method, line.path, answer.status);
            if holds(line, role) {
                assert!(!matches!(answer.status, 401 | 403) && answer.status < 500, "{told}");
            } else {
                assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{told}");
            }
        }
    }
}

fn meets_a_closed_door(app: &App, person: &Person, api: &Api) {
    for line in access_table().iter().filter(|line| line.right != "Public") {
        if is_api(line) {
            let answer = call(api, line);
            assert_eq!(answer.status, 401, "{} {}", line.method, line.path);
            assert_eq!(answer.code(), "not_signed_in");
            assert!(answer.header("content-type").starts_with("application/problem+json"));
        } else {
            let answer = ask(person, line);
            assert_eq!(answer.status, 303, "{} {}", line.method, line.path);
            assert!(answer.location().starts_with("/intern/logg-inn"), "{}", answer.location());
        }
    }
    assert_eq!(app.stranger().get("/healthz").status, 200);
}

#[test]
fn a_stranger_is_sent_to_the_sign_in_and_a_program_without_a_token_is_told_so() {
    let app = spawn();
    meets_a_closed_door(&app, &app.stranger(), &app.api());
    meets_a_closed_door(&app, &app.stranger(), &app.api().with_token("eyJhbGciOiJub25lIn0.e30."));
}

#[test]
fn one_whose_roles_ended_yesterday_meets_closed_doors_though_once_signed_in() {
    let app = spawn();
    for (login, _) in ONE_OF_EACH {
        let (person, api) = (app.sign_in(login), app.api_as(login));
        app.db
            .execute(&format!(
                "UPDATE account_role SET valid_to = '2026-03-15' WHERE account_id = \
                 (SELECT id FROM account WHERE login = '{login}')"
            ))
            .unwrap();
        if login == AMINA {
            meets_only_what_is_ones_own(&app, &person, &api);
        } else {
            meets_a_closed_door(&app, &person, &api);
        }
    }
}

/// One who has moved out: what they built and what is kept of them is theirs, and nothing else opens.
fn meets_only_what_is_ones_own(app: &App, person: &Person, api: &Api) {
    for line in access_table().iter().filter(|line| line.right != "Public") {
        if is_api(line) {
            assert_eq!(call(api, line).status, 401, "{} {}", line.method, line.path);
            continue;
        }
        let answer = ask(person, line);
        let told = format!("{} {} answered {}", line.method, line.path, answer.status);
        let opens = line.outlasts_residence || line.right == "SignedIn";
        match (line.method.as_str(), opens) {
            ("GET", true) => assert!(matches!(answer.status, 200 | 303 | 404), "{told}"),
            ("GET", false) => assert_eq!(answer.status, 404, "{told}"),
            _ => assert!(matches!(answer.status, 400 | 403), "{told}"),
        }
    }
    let own: Vec<RouteLine> =
        access_table().into_iter().filter(|line| line.outlasts_residence).collect();
    assert!(own.iter().all(|line| line.path.starts_with("/intern/ta-med")), "{own:?}");
    assert_eq!(app.stranger().get("/intern/ta-med").status, 303);
}

#[test]
fn an_ended_account_meets_closed_doors_at_once() {
    let app = spawn();
    let (person, api) = (app.sign_in(TERJE), app.api_as(TERJE));
    assert_eq!(person.get("/intern").status, 200);
    app.db.execute("UPDATE account SET ended_at = '2026-03-16 09:00:00'").unwrap();
    meets_a_closed_door(&app, &person, &api);
}

#[test]
fn a_mentor_no_longer_sees_the_resident_when_the_relation_has_ended() {
    let app = spawn();
    let mona = app.sign_in(MONA);
    let amina = app.texts(&format!(
        "SELECT r.id AS value FROM resident r JOIN account a ON a.id = r.account_id \
         WHERE a.login = '{AMINA}'"
    ));
    let page = format!("/intern/adepter/{}", amina[0]);
    assert_eq!(mona.get(&page).status, 200);
    app.db.execute("UPDATE mentorship SET valid_to = '2026-03-15'").unwrap();
    assert_eq!(mona.get(&page).status, 404);
    let jonas = app.texts("SELECT id AS value FROM resident WHERE pseudonym = 'B02'");
    assert_eq!(mona.get(&format!("/intern/adepter/{}", jonas[0])).status, 404);
}

#[test]
fn a_work_leader_no_longer_sees_the_enterprise_when_the_relation_has_ended() {
    let app = spawn();
    let terje = app.sign_in(TERJE);
    assert_eq!(terje.get("/intern/varer/SN-VED").status, 200);
    assert_eq!(terje.get("/intern/varer/KA-KAKE").status, 404);
    app.db.execute("UPDATE membership SET ended_at = '2026-03-16 08:00:00'").unwrap();
    assert_eq!(terje.get("/intern/varer/SN-VED").status, 404);
}
