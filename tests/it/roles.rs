//! What leaders and admins do with people, and the commands that make the first of them.

use serde_json::json;

use super::harness::cast::{ADA, AMINA, JONAS, LARS, MONA, SOLVEIG, TERJE};
use super::harness::{App, FreshDb, run_on, spawn};

fn id_of(app: &App, login: &str) -> String {
    app.texts(&format!("SELECT id AS value FROM account WHERE login = '{login}'")).remove(0)
}

fn page_of(app: &App, login: &str) -> String {
    format!("/intern/folk/{}", id_of(app, login))
}

#[test]
fn a_leader_makes_a_person_and_hands_over_the_link_that_is_shown_once() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let fields = [
        ("name", "Nora Li"),
        ("login", "Nora"),
        ("roles", "resident"),
        ("roles", "mentor"),
        ("enterprises", "catering"),
    ];
    let made = lars.post("/intern/folk", &fields);
    assert_eq!(made.status, 200, "{}", made.text);
    assert!(made.text.contains("Gi denne lenken til Nora Li"));
    let page = lars.get(&page_of(&app, "nora"));
    assert!(page.text.contains("beboer") && page.text.contains("arbeider i Kjøkkenet"));
    assert!(page.text.contains("Lars Brekke"), "who gave the role stands there");
    assert!(!page.text.contains("/velkommen/"), "the link is shown once");
    let again = lars.post("/intern/folk", &fields);
    assert_eq!(again.status, 422);
    assert!(again.text.contains("Brukernavnet er alt i bruk") && again.text.contains("Nora Li"));
}

#[test]
fn what_is_wrong_with_a_new_person_is_told_at_the_fields_and_nothing_typed_is_lost() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let before = app.number("SELECT count(*) AS value FROM account");
    let name = "<script>alert(1)</script>";
    let answer = lars.post("/intern/folk", &[("name", name), ("login", "to ord")]);
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("uten mellomrom") && answer.text.contains("Velg minst én rolle"));
    assert!(!answer.text.contains("<script>") && answer.text.contains("&#60;script&#62;"));
    assert!(answer.text.contains("value=\"to ord\"") && answer.text.contains("Feil: "));
    assert_eq!(app.number("SELECT count(*) AS value FROM account"), before);
}

#[test]
fn a_role_given_and_ended_works_at_once_and_stays_on_record() {
    let app = spawn();
    let (lars, mona) = (app.sign_in(LARS), app.sign_in(MONA));
    let page = page_of(&app, MONA);
    let given = lars.post(&format!("{page}/roller"), &[("role", "auditor")]);
    assert_eq!(given.status, 303, "{}", given.text);
    assert_eq!(mona.get("/intern").status, 303, "a new role asks for a new sign-in");
    let mona = app.sign_in(MONA);
    assert_eq!(mona.get("/intern/regnskap").status, 200);
    let grant = app.texts(
        "SELECT id AS value FROM account_role WHERE role = 'auditor' AND \
                           granted_by IS NOT NULL",
    );
    let end = format!("{page}/roller/{}/avslutning", grant[0]);
    assert_eq!(lars.post(&end, &[]).status, 303);
    assert_eq!(mona.get("/intern/regnskap").status, 303, "ending a role ends the session");
    let mona = app.sign_in(MONA);
    assert_eq!((mona.get("/intern").status, mona.get("/intern/regnskap").status), (200, 404));
    assert_eq!(lars.post(&end, &[]).status, 404, "it has ended");
    let kept = lars.get(&page).text;
    assert!(kept.matches("Lars Brekke, 16.03.2026 kl. 10.00").count() >= 2, "given and ended by");
}

#[test]
fn a_role_holds_from_its_first_day_to_its_last() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let page = page_of(&app, TERJE);
    let days = [("role", "auditor"), ("from", "2026-03-17"), ("to", "2026-03-18")];
    assert_eq!(lars.post(&format!("{page}/roller"), &days).status, 303);
    let opens = |at: &str| {
        app.set_clock(at);
        app.sign_in(TERJE).get("/intern/regnskap").status
    };
    assert_eq!(opens("2026-03-16 23:59"), 404);
    assert_eq!(opens("2026-03-17 00:00"), 200);
    assert_eq!(opens("2026-03-18 23:59"), 200);
    assert_eq!(opens("2026-03-19 00:00"), 404);
    app.set_clock("2026-03-16 10:00");
    let lars = app.sign_in(LARS);
    let refused = lars.post(&format!("{page}/roller"), &days);
    assert!(refused.status == 422 && refused.text.contains("alt revisor i noen av disse dagene"));
    let turned = [("role", "admin"), ("from", "2026-03-17"), ("to", "2026-03-01")];
    let refused = lars.post(&format!("{page}/roller"), &turned);
    assert!(refused.status == 422 && refused.text.contains("Siste dag kan ikke være før"));
    assert!(refused.text.contains("value=\"2026-03-17\""), "what was typed stands");
}

#[test]
fn nobody_changes_own_roles_and_an_admin_makes_no_leader() {
    let app = spawn();
    let (lars, ada) = (app.sign_in(LARS), app.sign_in(ADA));
    let own = lars.post(&format!("{}/roller", page_of(&app, LARS)), &[("role", "admin")]);
    assert!(own.status == 422 && own.text.contains("Du kan ikke endre dine egne roller"));
    let place = app.texts("SELECT id AS value FROM enterprise WHERE code = 'snekkeri'").remove(0);
    let tie = [("part", "leads"), ("enterprise", place.as_str())];
    let own = ada.post(&format!("{}/naeringer", page_of(&app, ADA)), &tie);
    assert!(own.status == 422 && own.text.contains("id=\"feil\""), "{}", own.text);
    assert!(own.text.contains("Du kan ikke knytte deg selv til en næring"), "{}", own.text);
    assert!(!ada.get(&page_of(&app, ADA)).text.contains("Knytt til en næring"));
    let other = lars.post(&format!("{}/naeringer", page_of(&app, ADA)), &tie);
    assert_eq!(other.status, 303, "{}", other.text);
    let raised = ada.post(&format!("{}/roller", page_of(&app, TERJE)), &[("role", "leader")]);
    assert!(raised.status == 422 && raised.text.contains("Bare en leder"));
    let link = ada.post(&format!("{}/lenke", page_of(&app, LARS)), &[]);
    assert_eq!(link.status, 422, "a leader's link would make the admin a leader");
    let new = [("name", "X"), ("login", "x"), ("roles", "leader")];
    assert_eq!(ada.post("/intern/folk", &new).status, 422);
}

#[test]
fn an_admin_neither_gets_in_as_a_leader_to_be_nor_ends_one() {
    let app = spawn();
    let (lars, ada) = (app.sign_in(LARS), app.sign_in(ADA));
    let terje = page_of(&app, TERJE);
    let tomorrow = [("role", "leader"), ("from", "2026-03-17")];
    assert_eq!(lars.post(&format!("{terje}/roller"), &tomorrow).status, 303);
    let grants = "SELECT r.id AS value FROM account_role r JOIN account a ON a.id = r.account_id \
                  WHERE r.role = 'leader' AND a.login = ";
    for login in [TERJE, LARS] {
        let page = page_of(&app, login);
        let grant = app.texts(&format!("{grants}'{login}'")).remove(0);
        let end = format!("roller/{grant}/avslutning");
        for verb in ["lenke", "avslutning", end.as_str()] {
            let refused = ada.post(&format!("{page}/{verb}"), &[]);
            assert_eq!(refused.status, 422, "{login} {verb}");
            assert!(refused.text.contains("Bare en leder"), "{login} {verb}: {}", refused.text);
        }
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM account WHERE ended_at IS NOT NULL"), 0);
    let grant = app.texts(&format!("{grants}'terje'")).remove(0);
    assert_eq!(lars.post(&format!("{terje}/roller/{grant}/avslutning"), &[]).status, 303);
    assert_eq!(ada.post(&format!("{terje}/lenke"), &[]).status, 200, "he is to be none");
    assert_eq!(ada.post(&format!("{terje}/avslutning"), &[]).status, 303);
}

#[test]
fn an_admin_sees_no_resident() {
    let app = spawn();
    let (lars, ada) = (app.sign_in(LARS), app.sign_in(ADA));
    for name in ["Amina Yusuf", "Jonas Vik"] {
        assert!(lars.get("/intern/folk").text.contains(name));
        assert!(!ada.get("/intern/folk").text.contains(name));
    }
    let amina = page_of(&app, AMINA);
    assert_eq!((lars.get(&amina).status, ada.get(&amina).status), (200, 404));
    for verb in ["lenke", "innlogginger/avslutning", "avslutning"] {
        assert_eq!(ada.post(&format!("{amina}/{verb}"), &[]).status, 404, "{verb}");
    }
}

#[test]
fn a_leader_gives_a_mentor_and_an_enterprise_and_the_resident_sees_who_looked() {
    let app = spawn();
    let (lars, amina) = (app.sign_in(LARS), app.sign_in(AMINA));
    assert!(amina.get("/intern/meg").text.contains("Ingen har sett ennå."));
    let page = page_of(&app, AMINA);
    let not = lars.post(&format!("{page}/mentorer"), &[("mentor", &id_of(&app, TERJE))]);
    assert!(not.status == 422 && not.text.contains("Velg noen som er mentor i dag"));
    let hest = app.texts("SELECT id AS value FROM enterprise WHERE code = 'hest'").remove(0);
    let part = [("part", "works"), ("enterprise", hest.as_str())];
    assert_eq!(lars.post(&format!("{page}/naeringer"), &part).status, 303);
    assert!(lars.get(&page).text.contains("arbeider i Hestesenteret"));
    let seen = amina.get("/intern/meg").text;
    assert!(seen.contains("Lars Brekke") && seen.contains("Roller og tilknytninger"));
    let mentorship = app.texts("SELECT id AS value FROM mentorship").remove(0);
    let end = format!("{page}/mentorer/{mentorship}/avslutning");
    assert_eq!(lars.post(&end, &[]).status, 303);
    let jonas = page_of(&app, JONAS);
    assert_eq!(lars.post(&format!("{jonas}/mentorer/{mentorship}/avslutning"), &[]).status, 404);
}

#[test]
fn a_stolen_phone_is_shut_out_everywhere() {
    let app = spawn();
    let (lars, phone, program) = (app.sign_in(LARS), app.sign_in(AMINA), app.api_as(AMINA));
    let hours = json!({});
    assert_ne!(program.post_json("/api/v1/hours", "k", &hours).status, 401);
    let page = page_of(&app, AMINA);
    assert_eq!(lars.post(&format!("{page}/innlogginger/avslutning"), &[]).status, 303);
    assert_eq!(phone.get("/intern").status, 303);
    assert_eq!(program.post_json("/api/v1/hours", "k", &hours).status, 401);
    assert_eq!(lars.post(&format!("{page}/avslutning"), &[]).status, 303);
    let refused = lars.post(&format!("{page}/lenke"), &[]);
    assert!(refused.status == 422 && refused.text.contains("er avsluttet"));
    let folk = lars.get("/intern/folk").text;
    assert!(folk.contains("Avsluttet (1)") && !folk.contains(&page), "{folk}");
    let ended = lars.get("/intern/folk?vis=avsluttet").text;
    assert!(ended.contains(&page) && ended.contains("Avsluttet"), "{ended}");
}

#[test]
fn a_leader_opens_an_ended_account_again_and_the_old_password_opens_nothing() {
    let app = spawn();
    let (lars, ada) = (app.sign_in(LARS), app.sign_in(ADA));
    let page = page_of(&app, TERJE);
    let reopening = format!("{page}/gjenapning");
    assert_eq!(lars.post(&reopening, &[]).status, 422, "it has not ended");
    let hash = "UPDATE account SET password_hash = 'kept' WHERE login = 'terje'";
    app.db.execute(hash).unwrap();
    assert_eq!(lars.post(&format!("{page}/avslutning"), &[]).status, 303);
    assert!(lars.get(&page).text.contains("Åpne igjen og lag lenke"));
    assert!(!ada.get(&page).text.contains("Åpne igjen og lag lenke"));
    assert_eq!(ada.post(&reopening, &[]).status, 403, "a leader's to do");

    let opened = lars.post(&reopening, &[]);
    assert_eq!(opened.status, 200, "{}", opened.text);
    let state = "SELECT coalesce(password_hash, 'none') AS value FROM account \
                 WHERE login = 'terje' AND ended_at IS NULL";
    assert_eq!(app.texts(state), ["none"]);
    let (_, token) = opened.text.split_once("/velkommen/").expect("the link is shown");
    let token: String =
        token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let password = [("password", "en helt ny setning"), ("again", "en helt ny setning")];
    let stranger = app.stranger();
    let welcome = stranger.post(&format!("/velkommen/{token}"), &password);
    assert_eq!(welcome.status, 303, "{}", welcome.text);
    assert_eq!(stranger.get("/intern/bestillinger").status, 200, "with the roles that stand");
    let told = lars.get(&page).text;
    assert!(told.contains("Åpnet igjen") && told.contains("Lars Brekke (avsluttet"), "{told}");
    assert_eq!(lars.post(&reopening, &[]).status, 422, "once");
}

#[test]
fn one_sees_and_revokes_ones_own_bearer_tokens_and_no_other() {
    let app = spawn();
    let (solveig, lars) = (app.sign_in(SOLVEIG), app.sign_in(LARS));
    assert!(!solveig.get("/intern/meg").text.contains("Nøkler til programmer"));
    let (kept, lost) = (app.api_as(SOLVEIG), app.token(SOLVEIG));
    let reports = "/api/v1/invoices?from=2026-01-01&to=2026-12-31";
    let asks = |token: &str| app.api().with_token(token).get(reports).status;
    assert_eq!(asks(&lost), 200);
    assert_eq!(solveig.get("/intern/meg").text.matches(">Trekk tilbake<").count(), 2);
    assert!(!lars.get("/intern/meg").text.contains("Trekk tilbake"), "another's are not there");
    let ids = app.texts("SELECT id AS value FROM api_token ORDER BY id");
    let form = [("nokkel_id", ids[1].as_str())];
    assert_eq!(lars.post("/intern/meg/nokler/avslutning", &form).status, 404);
    assert_eq!(asks(&lost), 200);
    assert_eq!(solveig.post("/intern/meg/nokler/avslutning", &form).status, 303);
    assert_eq!((asks(&lost), kept.get(reports).status), (401, 200), "that one alone");
    assert_eq!(solveig.post("/intern/meg/nokler/avslutning", &form).status, 404, "once");
    assert_eq!(solveig.get("/intern/meg").text.matches(">Trekk tilbake<").count(), 1);
}

#[test]
fn a_token_is_forged_by_nobody_and_expires() {
    let app = spawn();
    let token = app.token(SOLVEIG);
    let reports = "/api/v1/invoices?from=2026-01-01&to=2026-12-31";
    let asks = |token: &str| app.api().with_token(token).get(reports).status;
    assert_eq!(asks(&token), 200);
    let (head, rest) = token.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"; // {"alg":"none","typ":"JWT"}
    let other = app.token(TERJE);
    let foreign = other.split('.').nth(1).unwrap();
    for forged in [
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{head}.{foreign}.{signature}"),
        format!("{head}.{claims}.{}", "A".repeat(43)),
    ] {
        assert_eq!(asks(&forged), 401, "{forged}");
    }
    app.later_minutes(365 * 24 * 60);
    assert_eq!(asks(&token), 401);
    app.set_clock("2026-03-16 10:00");
    app.db.execute("UPDATE api_token SET revoked_at = '2026-03-16 09:00:00'").unwrap();
    assert_eq!(asks(&token), 401);
}

const ADD: [&str; 6] = ["user", "add", "--login", "per", "--name", "Per Lie"];

#[test]
fn the_first_admin_comes_in_by_a_link_printed_alone() {
    let db = FreshDb::empty();
    let told = run_on(&db, &[&ADD[..], &["--role", "admin"]].concat());
    assert!(told.ok, "{}", told.stderr);
    assert_eq!(told.stdout.lines().count(), 1);
    assert!(told.stdout.starts_with("http://127.0.0.1:8080/velkommen/"), "{}", told.stdout);
    let flags = ["--role", "leader", "auditor", "--public-url", "https://gard.example/"];
    let more = run_on(&db, &[&ADD[..], &flags].concat());
    assert!(more.stdout.starts_with("https://gard.example/velkommen/"), "{}", more.stdout);
    let roles = db.texts("SELECT role AS value FROM account_role ORDER BY role");
    assert_eq!(roles, ["admin", "auditor", "leader"]);
    assert_eq!(db.number("SELECT count(*) AS value FROM account"), 1);
    let token = run_on(&db, &["token", "per"]);
    assert!(token.ok && token.stdout.trim().split('.').count() == 3, "{}", token.stdout);
    assert_eq!(token.stdout.lines().count(), 1);
    let unknown = run_on(&db, &["token", "ukjent"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (1, ""));
    assert!(unknown.stderr.contains("ukjent"), "{}", unknown.stderr);
    assert_eq!(run_on(&db, &[&ADD[..], &["--role", "king"]].concat()).code, 2);
}

#[test]
fn a_resident_is_tied_to_imported_hours_or_gets_a_key_of_their_own() {
    let app = spawn();
    app.db
        .execute(
            "INSERT INTO resident (id, pseudonym, created_at) \
             VALUES ('r7', 'P07', '2026-01-01 00:00:00')",
        )
        .unwrap();
    let role = ["--role", "resident", "--enterprise", "snekkeri", "hest", "--pseudonym", "P07"];
    let told = app.run(&[&ADD[..], &role].concat());
    assert!(told.ok, "{}", told.stderr);
    let per = id_of(&app, "per");
    assert_eq!(app.texts("SELECT account_id AS value FROM resident WHERE id = 'r7'"), [per]);
    let parts = "SELECT m.part AS value FROM membership m JOIN account a ON a.id = m.account_id \
                 WHERE a.login = 'per'";
    assert_eq!(app.texts(parts), ["works", "works"]);
    let taken = ["user", "add", "--login", "ola", "--name", "Ola", "--role", "resident"];
    let told = app.run(&[&taken[..], &["--pseudonym", "P07"]].concat());
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains("P07") && told.stdout.is_empty(), "{}", told.stderr);
    assert!(app.run(&taken).ok);
    let own = app.texts(
        "SELECT r.pseudonym AS value FROM resident r JOIN account a ON a.id = r.account_id \
         WHERE a.login = 'ola'",
    );
    assert!(own[0].starts_with('B') && own[0].len() == 7, "{own:?}");
    let leads = ["--role", "work_leader", "--enterprise", "hest"];
    assert!(
        app.run(&[&["user", "add", "--login", "eva", "--name", "Eva"], &leads[..]].concat()).ok
    );
    let part = app.texts(&parts.replace("per", "eva"));
    assert_eq!(part, ["leads"]);
    let unknown = app.run(&[&ADD[..], &["--role", "resident", "--enterprise", "smie"]].concat());
    assert!(unknown.code == 1 && unknown.stderr.contains("smie"));
}
