//! Proofs: what the holder chooses, who can check them, and what they never tell.

use std::process::Command;

use crate::built::{build, claims, take};
use crate::harness::cast::{AMINA, JONAS, LARS, TERJE};
use crate::harness::{Answer, App, Person, answer, spawn, spawn_with};
use crate::tablets::{tablet_of, try_pin};

/// Words that tell what kind of place it is; no proof, paper, name of a file or check page has one.
const TELLING: [&str; 12] = [
    "rehab",
    "beboer",
    "behandling",
    "avrus",
    "rusfri",
    "rusmid",
    "avhengig",
    "institusjon",
    "mentor",
    "adept",
    "pseudonym",
    "resident",
];

fn tells(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    TELLING.into_iter().find(|word| lower.contains(word))
}

/// Headers and body of an answer, but for the minute it was given.
fn whole(answer: &Answer) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| name.as_str() != "date")
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    format!("{} {} {}", answer.status, headers.join("\n"), answer.text)
}

fn built() -> (App, Person) {
    let app = spawn();
    build(&app, AMINA, "B01");
    let amina = app.sign_in(AMINA);
    (app, amina)
}

pub fn bytes(
    person: &Person,
    method: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> (String, Vec<u8>) {
    let csrf = person.csrf();
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields.iter().copied());
    let request = person.request(method, path);
    let request = if method == "POST" { request.form(&all) } else { request };
    let response = request.send().unwrap();
    assert_eq!(response.status().as_u16(), 200, "{path}");
    let name = response.headers().get("content-disposition").unwrap().to_str().unwrap().to_owned();
    (name, response.bytes().unwrap().to_vec())
}

/// What stands on a PDF, and what its metadata says.
pub fn read_pdf(pdf: &[u8]) -> (String, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let path = file.path().to_str().unwrap();
    let run = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).output();
        String::from_utf8_lossy(&output.expect("poppler-utils is installed").stdout).into_owned()
    };
    let about = run("pdfinfo", &["-meta", path]) + &run("pdfinfo", &[path]);
    (run("pdftotext", &["-raw", path, "-"]).replace('\u{200b}', ""), about)
}

#[test]
fn a_proof_holds_the_lines_that_were_chosen_and_nothing_else_of_its_holder() {
    let (app, amina) = built();
    let page = amina.get("/intern/ta-med");
    assert!(page.text.contains("Tømrerfaget (praksiskandidat)"), "{}", page.text);
    assert!(page.text.contains("Bygde benk av furu (02.03.2026)"), "{}", page.text);
    assert!(!page.text.contains("Jonas"), "what names another is left out");
    assert!(page.text.contains("Noe av det du har skrevet, er ikke med"));
    let (jwt, number) = take(&amina, "Amina Y.", &["r1-amina/g1", "cc"]);
    let claims = claims(&jwt);
    let subject = &claims["credentialSubject"];
    assert_eq!(subject["identifier"][0]["identityHash"], "Amina Y.");
    let names: Vec<&str> = subject["achievement"]["resultDescription"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["name"].as_str().unwrap())
        .collect();
    let goal = "bruke tegninger og beskrivelser i arbeidet";
    assert_eq!(names, ["Tømrerfaget (praksiskandidat)", goal, "Førstehjelp"]);
    assert_eq!(claims["iss"], claims["issuer"]["id"]);
    assert_eq!(claims["jti"].as_str().unwrap().rsplit_once('/').unwrap().1, number);
    assert_eq!(claims["type"][1], "OpenBadgeCredential");
    let text = claims.to_string();
    for id in ["SELECT id AS value FROM resident", "SELECT id AS value FROM account"] {
        assert!(app.texts(id).iter().all(|id| !text.contains(id)), "no id of the farm's is in it");
    }
    assert!(!text.contains("B01") && !text.contains("Yusuf"));
    assert_eq!(tells(&text), None);
    let kept = app.texts("SELECT digest AS value FROM proof");
    assert_eq!(kept.len(), 1);
    assert!(!app.texts("SELECT answer AS value FROM idempotency").concat().contains("Amina Y."));
}

#[test]
fn nothing_is_made_of_nothing_nor_of_what_is_anothers() {
    let (app, amina) = built();
    let key = amina.get("/intern/ta-med").field("nokkel").unwrap();
    let post = |person: &Person, name: &str, line: &str| {
        let fields = [("nokkel", key.as_str()), ("name", name), ("lines", line)];
        person.post("/intern/ta-med", &fields)
    };
    for (name, line, words) in [
        ("", "cc", "Skriv navnet ditt"),
        ("Amina på rehab", "cc", "Skriv bare navnet ditt"),
        ("Amina", "r1-jonas", "ikke der lenger"),
    ] {
        let refused = post(&amina, name, line);
        assert_eq!(refused.status, 422, "{name} {line}");
        assert!(refused.text.contains(words), "{}", refused.text);
    }
    let none = amina.post("/intern/ta-med", &[("nokkel", &key), ("name", "Amina")]);
    assert!(none.status == 422 && none.text.contains("Kryss av"), "{}", none.text);
    assert_eq!(post(&app.sign_in(JONAS), "Jonas", "r1-amina").status, 422);
    assert_eq!(app.number("SELECT count(*) AS value FROM proof"), 0);
}

#[test]
fn the_same_key_makes_the_same_proof_and_no_second_row() {
    let (app, amina) = built();
    let fields = [("nokkel", "to-trykk"), ("name", "Amina"), ("lines", "cc")];
    let [first, second] = [0, 1].map(|_| amina.post("/intern/ta-med", &fields).field("bevis"));
    assert!(first.is_some() && first == second);
    assert_eq!(app.number("SELECT count(*) AS value FROM proof"), 1);
}

#[test]
fn the_check_page_says_valid_or_not_valid_to_anyone_and_a_withdrawn_one_is_as_one_that_never_was() {
    let (app, amina) = built();
    let (jwt, number) = take(&amina, "Amina", &["r1-amina"]);
    let stranger = app.stranger();
    let path = format!("/bevis/{number}");
    let valid = stranger.get(&path);
    assert!(valid.status == 200 && valid.text.contains("<h1>Gyldig</h1>"), "{}", valid.text);
    assert!(
        valid.header("set-cookie").is_empty() && valid.header("x-robots-tag").contains("noindex")
    );
    for asked in [&number, &jwt, &format!("{}{path}", app.address)] {
        let checked = stranger.post("/bevis", &[("bevis", asked)]);
        assert!(checked.text.contains("<h1>Gyldig</h1>"), "{asked}: {}", checked.text);
    }
    let lars = app.sign_in(LARS);
    let wrong = [("number", number.as_str()), ("note", "Feil måned")];
    assert_eq!(lars.post("/intern/bevis", &wrong).status, 303);
    let unknown = "0123456789abcdef0123456789abcdef";
    let gone = whole(&stranger.get(&path));
    assert!(gone.contains("<h1>Ikke gyldig</h1>"), "{gone}");
    for other in [unknown, "finnes-ikke", "%00", &"f".repeat(300)] {
        assert_eq!(whole(&stranger.get(&format!("/bevis/{other}"))), gone, "{other}");
    }
    let asked = |what: &str| whole(&stranger.post("/bevis", &[("bevis", what)]));
    assert_eq!(asked(&jwt), asked(unknown));
    assert_eq!(asked(&jwt), asked("hei"));
    // The check asks one table, by a digest, and the withdrawn one is not in it: as never there.
    assert_eq!(app.number("SELECT count(*) AS value FROM proof_in_force"), 0);
    // A withdrawal that was a mistake is undone.
    assert_eq!(lars.post(&format!("/intern/bevis/{number}/angring"), &[]).status, 303);
    assert_eq!(whole(&stranger.get(&path)), whole(&valid));
    assert_eq!(lars.post(&format!("/intern/bevis/{number}/angring"), &[]).status, 404);
}

#[test]
fn a_changed_proof_is_not_valid_and_is_not_set_on_paper() {
    let (app, amina) = built();
    let (jwt, _) = take(&amina, "Amina", &["cc"]);
    let (head, rest) = jwt.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    let flipped = if body.ends_with('A') { "B" } else { "A" };
    let changed = format!("{head}.{}{flipped}.{signature}", &body[..body.len() - 1]);
    let checked = app.stranger().post("/bevis", &[("bevis", &changed)]);
    assert!(checked.text.contains("Ikke gyldig"));
    for path in ["/intern/ta-med/fil", "/intern/ta-med/papir"] {
        assert_eq!(amina.post(path, &[("bevis", &changed)]).status, 422, "{path}");
        assert_eq!(app.sign_in(JONAS).post(path, &[("bevis", &jwt)]).status, 422, "{path}");
    }
}

#[test]
fn who_asks_too_often_waits() {
    let app = spawn_with(&["--rate-limits", "on"]);
    let stranger = app.stranger();
    let statuses: Vec<u16> =
        (0..31).map(|number| stranger.get(&format!("/bevis/{number}")).status).collect();
    assert_eq!((statuses[0], statuses[29], statuses[30]), (200, 200, 429));
}

#[test]
fn the_attest_has_what_it_must_have_and_tells_nothing_more() {
    let (app, amina) = built();
    let (jwt, number) =
        take(&amina, "Amina Yusuf", &["r1-amina", "r1-amina/g1", "r1-amina/g2", "cc"]);
    let (name, pdf) = bytes(&amina, "POST", "/intern/ta-med/papir", &[("bevis", &jwt)]);
    assert_eq!(name, "attachment; filename=\"attest.pdf\"");
    let (text, about) = read_pdf(&pdf);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for field in [
        "Amina Yusuf",
        "Tømrerfaget (praksiskandidat)",
        "Periode 01.09.2025 til 28.02.2026",
        "Måneder",
        "Timer",
        "velge og behandle trevirke",
        "Bygde benk av furu (02.03.2026)",
        "10.03.2026",
        "Underskrift av en som utøver faget",
        "Førstehjelp",
        "fullført 10.02.2026",
    ] {
        assert!(flat.contains(field), "«{field}» is not on it:\n{text}");
    }
    assert!(flat.contains(&number) || text.replace([' ', '\n'], "").contains(&number), "{text}");
    let seller = app.texts("SELECT name AS value FROM seller").remove(0);
    assert!(flat.contains(&seller), "{text}");
    let (name, jwt_file) = bytes(&amina, "POST", "/intern/ta-med/fil", &[("bevis", &jwt)]);
    assert_eq!((name.as_str(), jwt_file), ("attachment; filename=\"bevis.jwt\"", jwt.into_bytes()));
    let (name, course) = bytes(&amina, "GET", "/intern/ta-med/kursbevis/cc", &[]);
    assert_eq!(name, "attachment; filename=\"kursbevis.pdf\"");
    let (course_text, course_about) = read_pdf(&course);
    for field in
        ["Kursbevis", "Amina Yusuf", "Førstehjelp", "KB2026-0001", "10.02.2028", "Mona Dahl"]
    {
        assert!(course_text.contains(field), "«{field}» is not on it:\n{course_text}");
    }
    for told in [text, about, course_text, course_about] {
        assert_eq!(tells(&told), None, "{told}");
        assert!(!told.contains("B01"));
    }
    assert_eq!(app.sign_in(JONAS).get("/intern/ta-med/kursbevis/cc").status, 404);
}

#[test]
fn a_name_that_tells_is_never_on_a_proof() {
    let (app, amina) = built();
    app.db.execute("UPDATE seller SET name = 'Sørli rehabilitering'").unwrap();
    let fields = [("nokkel", "k1"), ("name", "Amina"), ("lines", "cc")];
    let refused = amina.post("/intern/ta-med", &fields);
    assert!(refused.status == 422 && refused.text.contains("nøytralt og sant"), "{}", refused.text);
    let lars = app.sign_in(LARS);
    let place = "/intern/bevis/utsteder";
    assert!(lars.get(place).text.contains("kan ikke stå på et bevis"));
    for name in ["Behandlingsgården", "Rus og arbeid", ""] {
        assert_eq!(lars.post(place, &[("issuer", name)]).status, 422, "{name}");
    }
    assert_eq!(lars.post(place, &[("issuer", "Sørli verksted")]).status, 303);
    let (jwt, _) = take(&amina, "Amina", &["r1-amina"]);
    assert_eq!(claims(&jwt)["issuer"]["name"], "Sørli verksted");
    let (_, pdf) = bytes(&amina, "POST", "/intern/ta-med/papir", &[("bevis", &jwt)]);
    let (text, about) = read_pdf(&pdf);
    assert!(text.contains("Sørli verksted"));
    assert_eq!((tells(&text), tells(&about)), (None, None));
    assert_eq!(app.sign_in(TERJE).get(place).status, 404);
}

#[test]
fn the_key_is_shown_to_all_and_comes_from_a_file_when_one_is_named() {
    let app = spawn();
    let [one, two] = [0, 1].map(|_| app.stranger().get("/bevis/nokler.json"));
    assert_eq!(one.text, two.text, "made once");
    let key = &one.json()["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"], &key["use"]),
        (&"OKP".into(), &"Ed25519".into(), &"sig".into())
    );
    assert!(key.get("d").is_none() && key["kid"].as_str().unwrap().len() == 43, "{key}");
    let pem = tempfile::NamedTempFile::new().unwrap();
    // `openssl genpkey -algorithm ed25519`, for this test alone.
    let der = [
        &[
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22,
            0x04, 0x20,
        ][..],
        &[7; 32],
    ];
    let inside = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, der.concat());
    std::fs::write(
        pem.path(),
        format!("-----BEGIN PRIVATE KEY-----\n{inside}\n-----END PRIVATE KEY-----\n"),
    )
    .unwrap();
    let named = spawn_with(&["--proof-key-file", pem.path().to_str().unwrap()]);
    let other = named.stranger().get("/bevis/nokler.json");
    assert_ne!(other.json()["keys"][0]["kid"], key["kid"]);
    assert_eq!(named.number("SELECT count(*) AS value FROM secret WHERE name = 'proofs'"), 0);
}

#[test]
fn on_a_shared_tablet_nobody_takes_anything_along() {
    let (app, amina) = built();
    assert_eq!(amina.post("/intern/meg/pin", &[("new_pin", "2580")]).status, 303);
    let tablet = tablet_of(&app, TERJE);
    let signed_in = try_pin(&app, &tablet, AMINA, "2580");
    assert_eq!(signed_in.status, 303, "{}", signed_in.text);
    assert_eq!(tablet.get("/intern/timer").status, 200);
    for path in ["/intern/ta-med", "/intern/ta-med/alt", "/intern/ta-med/kutt"] {
        assert_eq!(answer(tablet.request("GET", path)).status, 404, "{path}");
    }
}
