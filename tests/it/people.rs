//! Signing in, roles, links and sessions.

use gardsbok::testing::access_table;

use super::harness::cast::{ADA, AMINA, JONAS, LARS, ONE_OF_EACH, SOLVEIG, TERJE};
use super::harness::{Answer, App, Person, spawn, spawn_with};

/// The path of a one-time link, out of a page or a command's answer.
fn link_in(text: &str) -> String {
    let (_, token) = text.split_once("/velkommen/").expect("a link");
    let token: String =
        token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    assert_eq!(token.len(), 22);
    format!("/velkommen/{token}")
}

fn id_of(app: &App, login: &str) -> String {
    app.texts(&format!("SELECT id AS value FROM account WHERE login = '{login}'")).remove(0)
}

/// A link for someone, as Lars makes it.
fn link_for(app: &App, login: &str) -> String {
    let lars = app.sign_in(LARS);
    let made = lars.post(&format!("/intern/folk/{}/lenke", id_of(app, login)), &[]);
    assert_eq!(made.status, 200, "{}", made.text);
    link_in(&made.text)
}

fn choose_password(person: &Person, link: &str, password: &str) -> Answer {
    person.post(link, &[("password", password), ("again", password)])
}

fn sign_in(person: &Person, login: &str, password: &str) -> Answer {
    person.post("/intern/logg-inn", &[("login", login), ("password", password)])
}

const PASSWORD: &str = "en lang tur i skogen";

#[test]
fn the_farm_answers_when_its_database_does() {
    let app = spawn();
    assert_eq!(app.stranger().get("/healthz").text, "ok\n");
}

#[test]
fn every_way_from_home_leads_to_a_page() {
    let app = spawn();
    let paths: Vec<String> = access_table().into_iter().map(|line| line.path).collect();
    for (login, _) in ONE_OF_EACH {
        let person = app.sign_in(login);
        let home = person.get("/intern");
        assert_eq!(home.status, 200, "{login}");
        let ways = home.text.split("<ul class=\"cards\">").nth(1).unwrap();
        for way in ways.split("href=\"").skip(1) {
            let path = way.split('"').next().unwrap();
            assert!(paths.iter().any(|known| known == path), "{login} is sent to {path}");
            assert_eq!(person.get(path).status, 200, "{login} at {path}");
        }
    }
}

#[test]
fn a_link_sets_a_password_once_and_lets_in() {
    let app = spawn();
    let link = link_for(&app, JONAS);
    let jonas = app.stranger();
    let page = jonas.get(&link);
    assert!(page.status == 200 && page.text.contains("Hei, Jonas Vik"), "{}", page.text);
    let short = choose_password(&jonas, &link, "kort");
    assert!(short.status == 422 && short.text.contains("minst 10 tegn"), "{}", short.text);
    let done = choose_password(&jonas, &link, PASSWORD);
    assert_eq!((done.status, done.location()), (303, "/intern"));
    assert!(jonas.follow(&done).text.contains("Hei, Jonas"));
    for person in [&jonas, &app.stranger()] {
        let again = person.get(&link);
        assert_eq!(again.status, 404);
        assert!(again.text.contains("Be den som ga deg lenken, om en ny"), "{}", again.text);
        assert_eq!(choose_password(person, &link, "et helt annet passord").status, 404);
    }
    let other = app.stranger();
    assert_eq!(sign_in(&other, "JONAS ", PASSWORD).status, 303);
    assert_eq!(other.get("/intern").status, 200);
}

#[test]
fn a_link_lives_a_day() {
    let app = spawn();
    let (used, expired) = (link_for(&app, JONAS), link_for(&app, AMINA));
    app.later_minutes(24 * 60 - 1);
    assert_eq!(app.stranger().get(&used).status, 200);
    app.later_minutes(1);
    assert_eq!(app.stranger().get(&expired).status, 404);
    assert_eq!(choose_password(&app.stranger(), &expired, PASSWORD).status, 404);
}

#[test]
fn a_new_password_ends_old_sessions_and_other_links() {
    let app = spawn();
    let (old, program) = (app.sign_in(SOLVEIG), app.api_as(SOLVEIG));
    assert_eq!(program.get("/api/v1/orders").status, 200);
    let (one, two) = (link_for(&app, SOLVEIG), link_for(&app, SOLVEIG));
    assert_eq!(choose_password(&app.stranger(), &one, PASSWORD).status, 303);
    assert_eq!(app.stranger().get(&two).status, 404);
    assert_eq!(old.get("/intern").status, 303);
    assert_eq!(program.get("/api/v1/orders").status, 401);
}

#[test]
fn a_wrong_password_and_an_unknown_login_get_the_same_answer() {
    let app = spawn();
    choose_password(&app.stranger(), &link_for(&app, TERJE), PASSWORD);
    let bare = |login: &str, password: &str| {
        let person = app.stranger();
        let csrf = person.csrf();
        let answer = sign_in(&person, login, password);
        assert_eq!(answer.status, 422);
        assert_eq!(answer.header("set-cookie"), "");
        answer.text.replace(&csrf, "").replace(&format!("value=\"{login}\""), "")
    };
    let wrong = bare(TERJE, "feil passord her");
    assert!(wrong.contains("Brukernavn eller passord er feil"));
    assert_eq!(bare("ukjent", "feil passord her"), wrong);
    assert_eq!(bare(AMINA, PASSWORD), wrong); // has no password yet
    app.db.execute("UPDATE account SET ended_at = '2026-03-16 09:00:00'").unwrap();
    assert_eq!(bare(TERJE, PASSWORD), wrong);
}

#[test]
fn too_many_tries_must_wait_and_those_that_were_right_are_not_counted() {
    let app = spawn_with(&["--rate-limits", "on"]);
    let person = app.stranger();
    choose_password(&person, &link_for(&app, SOLVEIG), PASSWORD);
    for _ in 0..12 {
        assert_eq!(sign_in(&person, SOLVEIG, PASSWORD).status, 303);
    }
    let tries: Vec<u16> =
        (0..11).map(|n| sign_in(&person, &format!("ukjent{n}"), "feil passord").status).collect();
    assert_eq!(tries[..10], [422; 10]);
    assert_eq!(tries[10], 429);
    let told = sign_in(&person, SOLVEIG, PASSWORD);
    assert_eq!((told.status, told.header("retry-after")), (429, "300"));
    app.later_minutes(5);
    assert_eq!(sign_in(&person, SOLVEIG, PASSWORD).status, 303);
}

#[test]
fn one_comes_to_the_page_one_wanted_and_never_to_another_site() {
    let app = spawn();
    choose_password(&app.stranger(), &link_for(&app, SOLVEIG), PASSWORD);
    let person = app.stranger();
    let sent = person.get("/intern/fordringer");
    assert_eq!((sent.status, sent.location()), (303, "/intern/logg-inn?neste=/intern/fordringer"));
    assert_eq!(person.get(sent.location()).field("neste").unwrap(), "/intern/fordringer");
    let goes = |neste: &str| {
        let fields = [("login", SOLVEIG), ("password", PASSWORD), ("neste", neste)];
        app.stranger().post("/intern/logg-inn", &fields).location().to_owned()
    };
    assert_eq!(goes("/intern/fordringer"), "/intern/fordringer");
    for other in ["https://evil.example/", "//evil.example", "/intern/\\evil", "/s/x", ""] {
        assert_eq!(goes(other), "/intern", "{other}");
    }
}

#[test]
fn the_cookie_is_new_each_time_hidden_from_scripts_and_kept_as_a_digest() {
    let app = spawn();
    choose_password(&app.stranger(), &link_for(&app, SOLVEIG), PASSWORD);
    let person = app.stranger();
    let cookies: Vec<String> = (0..2)
        .map(|_| sign_in(&person, SOLVEIG, PASSWORD).header("set-cookie").to_owned())
        .collect();
    assert_ne!(cookies[0], cookies[1]);
    for cookie in &cookies {
        assert!(cookie.starts_with("okt=") && cookie.contains("HttpOnly"), "{cookie}");
        assert!(cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
        let value = cookie.trim_start_matches("okt=").split(';').next().unwrap();
        assert_eq!(value.len(), 22);
        let kept = format!("SELECT count(*) AS value FROM session WHERE id_hash = '{value}'");
        assert_eq!(app.number(&kept), 0);
    }
    let first = cookies[0].split(';').next().unwrap();
    let old = app.stranger().request("GET", "/intern").header("cookie", first);
    assert_eq!(super::harness::answer(old).status, 303, "signing in anew ends the old session");
    let https = spawn_with(&["--public-url", "https://gard.example"]);
    let page = https.stranger().get("/intern/logg-inn");
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-vern=") && cookie.contains("Secure"), "{cookie}");
}

#[test]
fn staff_are_out_after_half_an_hour_and_residents_after_twelve_hours() {
    let app = spawn();
    let (solveig, amina) = (app.sign_in(SOLVEIG), app.sign_in(AMINA));
    for _ in 0..3 {
        app.later_minutes(29);
        assert_eq!(solveig.get("/intern").status, 200);
    }
    app.later_minutes(30);
    assert_eq!(solveig.get("/intern").status, 303);
    assert_eq!(amina.get("/intern").status, 200);
    app.later_minutes(12 * 60);
    assert_eq!(amina.get("/intern").status, 303);
    assert_eq!(amina.get("/intern").status, 303, "what is out stays out");
}

#[test]
fn signing_out_ends_the_session_and_not_just_the_cookie() {
    let app = spawn();
    let (here, there) = (app.sign_in(AMINA), app.sign_in(AMINA));
    let out = here.post("/intern/logg-ut", &[]);
    assert_eq!((out.status, out.location()), (303, "/intern/logg-inn"));
    assert!(here.follow(&out).text.contains("Du er logget ut."));
    assert_eq!(here.get("/intern").status, 303);
    assert_eq!(there.get("/intern").status, 200);
    assert_eq!(app.number("SELECT count(*) AS value FROM session WHERE ended_at IS NULL"), 1);
}

#[test]
fn one_ends_ones_own_sessions_and_no_others() {
    let app = spawn();
    let (here, there, lars) = (app.sign_in(AMINA), app.sign_in(AMINA), app.sign_in(LARS));
    let page = here.get("/intern/meg");
    assert!(page.text.contains("Her og nå."));
    let theirs = app.texts(&format!(
        "SELECT id_hash AS value FROM session WHERE account_id = '{}'",
        id_of(&app, LARS)
    ));
    let form = [("innlogging", theirs[0].as_str())];
    assert_eq!(here.post("/intern/meg/innlogginger/avslutning", &form).status, 404);
    assert_eq!(lars.get("/intern").status, 200);
    let other = page.field("innlogging").unwrap();
    let ended = here.post("/intern/meg/innlogginger/avslutning", &[("innlogging", &other)]);
    assert_eq!(ended.status, 303);
    assert_eq!((there.get("/intern").status, here.get("/intern").status), (303, 200));
}

#[test]
fn a_password_is_changed_by_one_who_knows_the_old_one() {
    let app = spawn();
    let person = app.stranger();
    choose_password(&person, &link_for(&app, ADA), PASSWORD);
    let other = app.sign_in(ADA);
    let change = |current: &str| {
        let new = "noe helt annet enn før";
        let fields = [("current", current), ("password", new), ("again", new)];
        person.post("/intern/meg/passord", &fields)
    };
    let wrong = change("ikke det riktige");
    assert!(wrong.status == 422 && wrong.text.contains("Det er ikke passordet du har nå"));
    assert_eq!(change(PASSWORD).status, 303);
    assert_eq!((person.get("/intern").status, other.get("/intern").status), (200, 303));
    assert_eq!(sign_in(&app.stranger(), ADA, PASSWORD).status, 422);
}

#[test]
fn a_changed_password_shuts_out_programs_and_links_that_were_let_in_by_the_old_one() {
    let app = spawn();
    let person = app.stranger();
    choose_password(&person, &link_for(&app, SOLVEIG), PASSWORD);
    let (program, link) = (app.api_as(SOLVEIG), link_for(&app, SOLVEIG));
    assert_eq!(program.get("/api/v1/orders").status, 200);
    assert_eq!(app.stranger().get(&link).status, 200);
    assert!(person.get("/intern/meg").text.contains("nøkler til programmer slutter å virke"));
    let new = "noe helt annet enn før";
    let fields = [("current", PASSWORD), ("password", new), ("again", new)];
    let changed = person.post("/intern/meg/passord", &fields);
    assert_eq!(changed.status, 303, "{}", changed.text);
    assert!(person.follow(&changed).text.contains("nøkler til programmer"));
    assert_eq!(program.get("/api/v1/orders").status, 401);
    assert_eq!(app.stranger().get(&link).status, 404);
}
