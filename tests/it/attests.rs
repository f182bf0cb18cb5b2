//! What a proof says: a year of the farm's file as months, goals and an attest; no month that does not
//! count; nobody else's name; and for those who have moved out too.

use gardsbok::testing::access_table;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};

use crate::built::{build, claims, take};
use crate::harness::cast::{AMINA, LARS, MONA};
use crate::harness::{App, Person, answer, spawn};
use crate::learning::{photo, show};
use crate::planted::{account, resident_id};
use crate::practice::{add, counted, farm_of_a_year, from_the_file};
use crate::proofs::{bytes, read_pdf};

/// Does the farm's own public key, as anyone has it, say that the text is signed by it?
fn is_signed(app: &App, jwt: &str) -> bool {
    let keys = app.stranger().get("/bevis/nokler.json").json();
    let key = DecodingKey::from_ed_components(keys["keys"][0]["x"].as_str().unwrap()).unwrap();
    let mut wanted = Validation::new(Algorithm::EdDSA);
    wanted.required_spec_claims.clear();
    wanted.validate_exp = false;
    wanted.validate_aud = false;
    decode::<serde_json::Value>(jwt, &key, &wanted).is_ok()
}

fn attest(person: &Person, jwt: &str) -> String {
    let (_, pdf) = bytes(person, "POST", "/intern/ta-med/papir", &[("bevis", jwt)]);
    let (text, _) = read_pdf(&pdf);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The resident P12 of the file, and who leads the horses.
fn with_petra_and_hege(app: &App) {
    for [login, name, role, flag, value] in [
        ["petra", "Petra Solli", "resident", "--pseudonym", "P12"],
        ["hege", "Hege Aas", "work_leader", "--public-url", "http://127.0.0.1:8080"],
    ] {
        let who = ["--login", login, "--name", name, "--role", role, "--enterprise", "hest"];
        let told = app.run(&[&["user", "add"], &who[..], &[flag, value]].concat());
        assert!(told.ok, "{}", told.stderr);
    }
}

#[test]
fn a_residents_year_of_gard_2025_becomes_months_goals_and_an_attest() {
    let (app, lars, resident) = farm_of_a_year();
    with_petra_and_hege(&app);
    let goals = ["Fôre og stelle hester", "Kjøre hest foran vogn"];
    for goal in goals {
        add(&lars, "/intern/kompetansemal/HST03-02", &[("name", goal)]);
    }
    let route =
        [("kind", "practice_candidate"), ("curriculum", "HST03-02"), ("date", "2025-01-01")];
    add(&lars, &format!("/intern/kvalifisering/{resident}/veier"), &route);
    let goal = |words: &str| {
        app.texts(&format!("SELECT id AS value FROM goal WHERE words = '{words}'")).remove(0)
    };
    let (petra, hege) = (app.sign_in("petra"), app.sign_in("hege"));
    let shown = [
        ("words", "Stelte tre hester hver morgen"),
        ("date", "2026-12-21"),
        ("enterprise", "hest"),
        ("goals", &goal(goals[0])),
    ];
    let evidence = show(&petra, &shown, Some(photo()));
    assert_eq!(evidence.status, 303, "{}", evidence.text);
    let id = evidence.location().split_once("ny=").unwrap().1.to_owned();
    let route = app.texts("SELECT id AS value FROM route").remove(0);
    let line = format!("{route}/{}", goal(goals[0]));
    assert!(!petra.get("/intern/ta-med").text.contains(&line), "it is not approved");
    assert_eq!(hege.post(&format!("/intern/mal/{id}/godkjenning"), &[]).status, 303);

    let (jwt, number) = take(&petra, "Petra Solli", &[&route, &line]);
    assert!(is_signed(&app, &jwt));
    let valid = app.stranger().get(&format!("/bevis/{number}")).text;
    assert!(valid.contains("<h1>Gyldig</h1>"), "{valid}");

    // The months and the hours, counted from the file by other means.
    let months = from_the_file("P12", "hest");
    let (milli, minutes) = (counted(&months), months.values().sum::<i64>());
    let told = format!("{},{} måneder", milli / 1000, milli % 1000 / 100).replace(",0 ", " ");
    let text = attest(&petra, &jwt);
    let hours = format!("{} t", minutes / 60);
    for field in [
        "Petra Solli",
        "Hestefaget (praksiskandidat)",
        "Periode 01.01.2025 til 31.12.2025",
        &format!("Måneder {told}"),
        "Fôre og stelle hester",
        "Stelte tre hester hver morgen (21.12.2026)",
        "04.01.2027",
        "Underskrift av en som utøver faget",
    ] {
        assert!(text.contains(field), "«{field}» is not on it: {text}");
    }
    let spoken = text.replace(' ', "");
    assert!(spoken.contains(&format!("Timer{}", hours.replace(' ', ""))), "{hours}: {text}");
    assert!(!text.contains(goals[1]), "a goal that is not reached");
    assert!(!text.contains("P12") && !text.contains("Hege"));
    let says = claims(&jwt).to_string().replace('\u{a0}', " ");
    assert!(says.contains(&format!("01.01.2025 til 31.12.2025; {told}; {hours}")), "{says}");
}

fn says(app: &App, person: &Person) -> String {
    let (jwt, _) = take(person, "Amina", &["r1-amina"]);
    assert!(is_signed(app, &jwt));
    claims(&jwt)["credentialSubject"].to_string()
}

#[test]
fn a_month_alone_is_not_in_the_period_that_is_signed_nor_days_outside_the_route() {
    let app = spawn();
    build(&app, AMINA, "B01");
    let amina = app.sign_in(AMINA);
    assert!(says(&app, &amina).contains("01.09.2025 til 28.02.2026"));
    // January is alone when February is after the end, and three in a row are before it.
    app.db.execute("UPDATE route SET ended_on = '2026-01-30' WHERE id = 'r1-amina'").unwrap();
    let told = says(&app, &amina);
    assert!(told.contains("01.09.2025 til 30.11.2025"), "{told}");
    app.db.execute("UPDATE route SET ended_on = '2025-11-12' WHERE id = 'r1-amina'").unwrap();
    let told = says(&app, &amina);
    assert!(told.contains("01.09.2025 til 12.11.2025"), "{told}");
    // One month alone counts nothing: no period, and the goals stand.
    app.db.execute("UPDATE route SET ended_on = '2025-09-30' WHERE id = 'r1-amina'").unwrap();
    let told = says(&app, &amina);
    assert!(told.contains("mål som er nådd") && !told.contains("2025"), "{told}");
}

#[test]
fn a_proof_is_made_in_ones_own_name_alone() {
    let app = spawn();
    build(&app, AMINA, "B01");
    let amina = app.sign_in(AMINA);
    for name in ["Jonas Berg", "Amina Berg", "A. Y.", "Dronning Amina"] {
        let fields = [("nokkel", "k"), ("name", name), ("lines", "cc")];
        let refused = amina.post("/intern/ta-med", &fields);
        assert_eq!(refused.status, 422, "{name}");
        assert!(refused.text.contains("Bruk ditt eget navn"), "{}", refused.text);
        assert!(refused.text.contains(&format!("value=\"{name}\"")), "nothing typed is lost");
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM proof"), 0);
    take(&amina, "Yusuf, A.", &["cc"]);
}

#[test]
fn udirs_goals_stand_on_a_proof_whichever_words_are_in_them() {
    let app = spawn();
    build(&app, AMINA, "B01");
    let amina = app.sign_in(AMINA);
    let goal = "gjøre greie for behandling av avfall fra institusjonar";
    for sql in [
        format!("UPDATE goal SET words = '{goal}' WHERE id = 'g1'"),
        "UPDATE curriculum SET name = 'Institusjonskokkfaget'".to_owned(),
    ] {
        app.db.execute(&sql).unwrap();
    }
    let page = amina.get("/intern/ta-med").text;
    assert!(page.contains(goal) && page.contains("Institusjonskokkfaget"), "{page}");
    assert!(!page.contains("gårdens eget navn"), "{page}");
    app.db.execute("UPDATE goal SET set_code = '' WHERE id = 'g1'").unwrap();
    let page = amina.get("/intern/ta-med").text;
    assert!(!page.contains(goal) && page.contains("gårdens eget navn på det"), "{page}");
}

#[test]
fn a_certificate_of_one_session_says_so_in_words() {
    let app = spawn();
    build(&app, AMINA, "B01");
    let amina = app.sign_in(AMINA);
    let (_, pdf) = bytes(&amina, "GET", "/intern/ta-med/kursbevis/cc", &[]);
    let (text, _) = read_pdf(&pdf);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Omfang én samling, 3 t"), "{text}");
}

#[test]
fn one_who_has_moved_out_takes_proofs_and_everything_and_opens_nothing_else() {
    let app = spawn();
    build(&app, AMINA, "B01");
    let (lars, who) = (app.sign_in(LARS), resident_id(&app, AMINA));
    let leaving = lars.get(&format!("/intern/planer/{who}/utflytting")).text;
    assert!(leaving.contains("Den som har flyttet, kan fortsatt logge inn"), "{leaving}");
    let amina = account(&app, AMINA);
    let grant = format!("SELECT id AS value FROM account_role WHERE account_id = '{amina}'");
    for grant in app.texts(&grant) {
        let end = format!("/intern/folk/{amina}/roller/{grant}/avslutning");
        assert_eq!(lars.post(&end, &[]).status, 303);
    }
    app.set_clock("2026-03-17 10:00");
    let amina = app.sign_in(AMINA);
    for line in access_table().iter().filter(|line| line.path.starts_with("/intern")) {
        let opens = line.outlasts_residence || matches!(line.right.as_str(), "Public" | "SignedIn");
        let path = line.path.replace(['{', '}'], "");
        let met = answer(amina.request(&line.method, &path));
        let told = format!("{} {} answered {}", line.method, line.path, met.status);
        match (line.method.as_str(), opens) {
            ("GET", true) if !line.path.contains('{') => {
                assert!(matches!(met.status, 200 | 303), "{told}");
                assert!(!met.location().starts_with("/intern/logg-inn"), "{told}");
            }
            ("GET", false) => assert_eq!(met.status, 404, "{told}"),
            ("POST", false) => assert!(matches!(met.status, 400 | 403), "{told}"),
            _ => {}
        }
    }
    let home = amina.get("/intern").text;
    assert!(home.contains("/intern/ta-med") && !home.contains("/intern/plan"), "{home}");
    let (jwt, _) = take(&amina, "Amina Yusuf", &["r1-amina", "cc"]);
    assert!(attest(&amina, &jwt).contains("Amina Yusuf"));
    assert_eq!(amina.request("GET", "/intern/ta-med/alt").send().unwrap().status().as_u16(), 200);
    assert_eq!(amina.post("/intern/ta-med/kutt", &[]).status, 303);
    assert!(app.sign_in(LARS).get("/intern/kutt").text.contains("<strong>Amina</strong>"));
    // An account that has ended opens nothing; and one who was never a resident keeps nothing.
    app.db
        .execute("UPDATE account_role SET valid_to = '2026-03-16' WHERE role = 'mentor'")
        .unwrap();
    assert_eq!(app.sign_in(MONA).get("/intern/ta-med").status, 303);
    app.db
        .execute("UPDATE account SET ended_at = '2026-03-17 09:00:00' WHERE login = 'amina'")
        .unwrap();
    assert_eq!(amina.get("/intern/ta-med").status, 303);
}
