//! Goals as Udir's Grep gives them: from files, and from its address.

use std::io::{Read, Write};
use std::net::TcpListener;

use reqwest::blocking::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::harness::cast::{LARS, SOLVEIG, TERJE};
use crate::harness::{Answer, App, Person, spawn, spawn_with};

fn sample(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/udir");
    std::fs::read(format!("{folder}/{name}.json")).unwrap()
}

fn upload(person: &Person, bytes: Vec<u8>) -> Answer {
    let form = Form::new()
        .text("csrf", person.csrf())
        .part("file", Part::bytes(bytes).file_name("grep.json"));
    person.post_files("/intern/kompetansemal/fil", form)
}

#[test]
fn a_file_with_one_code_twice_is_refused_with_words_and_nothing_is_changed() {
    let app = spawn();
    let aim = json!({"kode": "KM1", "tittel": "bygge en vegg"});
    let set = json!({
        "kode": "KV1", "grep-type": "http://psi.udir.no/ontologi/kl06/kompetansemaalsett_lk20",
        "tilhoerer-laereplan": {"kode": "TMF03-02", "tittel": "Tømrerfaget"},
        "kompetansemaal": [aim, aim],
    });
    let refused = upload(&app.sign_in(LARS), set.to_string().into_bytes());
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("Målet KM1 står to ganger i filen."), "{}", refused.text);
    assert_eq!(app.number("SELECT count(*) AS value FROM curriculum"), 0);
}

fn goals(app: &App, filter: &str) -> i64 {
    app.number(&format!("SELECT count(*) AS value FROM goal WHERE {filter}"))
}

#[test]
fn an_aim_set_is_read_and_read_again_with_its_ids_kept_and_what_has_gone_ended() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    let done = upload(&solveig, sample("kompetansemaalsett_lk20_KV370_1"));
    assert_eq!(done.status, 303, "{}", done.text);
    let count = goals(&app, "1 = 1");
    let set: Value = serde_json::from_slice(&sample("kompetansemaalsett_lk20_KV370_1")).unwrap();
    assert_eq!(count, i64::try_from(set["kompetansemaal"].as_array().unwrap().len()).unwrap());
    let page = solveig.follow(&done).text;
    assert!(page.contains("KM3906") && page.contains("setje mål for aktiviseringsarbeidet"));
    let id = app.texts("SELECT id AS value FROM goal WHERE code = 'KM3906'");

    let mut changed = set.clone();
    let aims = changed["kompetansemaal"].as_array_mut().unwrap();
    aims.retain(|aim| aim["kode"] != "KM3908");
    aims.push(json!({"kode": "KM99999", "tittel": "noe nytt"}));
    aims[0]["tittel"] = json!("andre ord");
    let again = upload(&solveig, changed.to_string().into_bytes());
    assert_eq!(again.status, 303, "{}", again.text);
    assert!(solveig.follow(&again).text.contains("1 nye mål."));
    assert_eq!(app.texts("SELECT id AS value FROM goal WHERE code = 'KM3906'"), id);
    assert_eq!(goals(&app, "code = 'KM3908' AND ended_at IS NOT NULL"), 1);
    assert_eq!(goals(&app, "ended_at IS NULL"), count);
    assert_eq!(goals(&app, "words = 'andre ord'"), 1);
    assert_eq!(upload(&solveig, set.to_string().into_bytes()).status, 303);
    assert_eq!(goals(&app, "code = 'KM3908' AND ended_at IS NULL"), 1, "it came back");
}

#[test]
fn a_curriculum_and_a_single_aim_are_read_too() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let done = upload(&lars, sample("laereplan_lk20_ENG05-01_3"));
    assert_eq!(done.location(), "/intern/kompetansemal/ENG05-01", "{}", done.text);
    assert!(lars.follow(&done).text.contains("de står i målsettene"));
    let done = upload(&lars, sample("kompetansemaal_lk20_KM10543_2"));
    let page = lars.follow(&done).text;
    assert!(page.contains("planlegge å produsere produkter"), "bokmål where there is: {page}");
}

#[test]
fn a_file_of_the_wrong_shape_is_refused_by_what_it_lacks_and_nothing_is_done() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let set: Value = serde_json::from_slice(&sample("kompetansemaalsett_lk20_KV370_1")).unwrap();
    let without = |name: &str| {
        let mut set = set.clone();
        set.as_object_mut().unwrap().remove(name);
        set.to_string().into_bytes()
    };
    let mut nameless = set.clone();
    let last = nameless["kompetansemaal"].as_array().unwrap().len() - 1;
    nameless["kompetansemaal"][last]["tittel"] = json!(null);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases = [
        (b"%PDF-1.7".to_vec(), "Filen er ikke JSON"),
        (deep.into_bytes(), "Filen er ikke JSON"),
        (b"{\"a\": 1}".to_vec(), "«grep-type»"),
        (without("kompetansemaal"), "mangler «kompetansemaal»"),
        (without("tilhoerer-laereplan"), "mangler «tilhoerer-laereplan»"),
        (nameless.to_string().into_bytes(), "mangler «kompetansemaal.tittel»"),
        (vec![b' '; 9 * 1024 * 1024], "for stor"),
        (Vec::new(), "Velg en fil først"),
    ];
    for (bytes, words) in cases {
        let refused = upload(&lars, bytes);
        assert_eq!(refused.status, 422, "{words}");
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
        assert!(refused.text.contains("id=\"file-error\""));
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM curriculum"), 0);
    assert_eq!(goals(&app, "1 = 1"), 0);
    assert_eq!(app.sign_in(TERJE).get("/intern/kompetansemal").status, 404);
}

/// A Grep of one's own on loopback: answers a curriculum with one set, and 404 to all else.
fn grep() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/kl06", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0_u8; 4096];
            let Ok(length) = stream.read(&mut request) else { continue };
            let asked = String::from_utf8_lossy(&request[..length]).into_owned();
            let path = asked.split_whitespace().nth(1).unwrap_or_default().to_owned();
            let body = match path.as_str() {
                "/kl06/laereplaner-lk20/TMF03-02" => curriculum().to_string(),
                "/kl06/kompetansemaalsett-lk20/KV1" => aim_set().to_string(),
                "/kl06/laereplaner-lk20/LANG" => " ".repeat(3 * 1024 * 1024),
                _ => String::new(),
            };
            let status = if body.is_empty() { "404 Not Found" } else { "200 OK" };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(body.as_bytes());
        }
    });
    address
}

fn curriculum() -> Value {
    json!({
        "kode": "TMF03-02", "grep-type": "x/laereplan_lk20", "tittel": "Læreplan i vg3 tømrerfaget",
        "kompetansemaal-kapittel": {"kompetansemaalsett": [{"kode": "KV1"}]},
    })
}

fn aim_set() -> Value {
    json!({
        "kode": "KV1", "grep-type": "x/kompetansemaalsett_lk20",
        "tilhoerer-laereplan": {"kode": "TMF03-02", "tittel": "Læreplan i vg3 tømrerfaget"},
        "kompetansemaal": [{"kode": "KM1", "tittel": "bygge en vegg"}],
    })
}

#[test]
fn goals_are_fetched_from_the_address_in_the_settings() {
    let address = grep();
    let app = spawn_with(&["--rate-limits", "off", "--grep-url", &address]);
    let lars = app.sign_in(LARS);
    let fetch = |code: &str| lars.post("/intern/kompetansemal/henting", &[("fetch", code)]);
    let done = fetch("tmf03-02");
    assert_eq!(done.location(), "/intern/kompetansemal/TMF03-02", "{}", done.text);
    assert!(lars.follow(&done).text.contains("bygge en vegg"));
    for (code, words) in [
        ("XYZ01-01", "kjenner ikke den koden"),
        ("../../etc", "store bokstaver, tall og bindestrek"),
        ("", "store bokstaver, tall og bindestrek"),
        ("LANG", "for stort"),
    ] {
        let refused = fetch(code);
        assert_eq!(refused.status, 422, "{code}");
        assert!(refused.text.contains(words), "{code}: {}", refused.text);
        assert!(refused.text.contains("id=\"fetch-error\""), "{code}");
    }
    assert_eq!(goals(&app, "1 = 1"), 1);
}

#[test]
fn a_grep_that_does_not_answer_or_is_not_set_is_told_kindly() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = spawn_with(&["--rate-limits", "off", "--grep-url", &format!("http://{closed}")]);
    let lars = app.sign_in(LARS);
    let refused = lars.post("/intern/kompetansemal/henting", &[("fetch", "TMF03-02")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Grep svarte ikke."), "{}", refused.text);
    let without = spawn();
    let lars = without.sign_in(LARS);
    assert!(!lars.get("/intern/kompetansemal").text.contains("name=\"fetch\""));
    let refused = lars.post("/intern/kompetansemal/henting", &[("fetch", "TMF03-02")]);
    assert!(refused.status == 422 && refused.text.contains("ikke satt"), "{}", refused.text);
}

#[test]
fn goals_of_the_centres_own_are_worded_ended_and_tied_to_work() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let new = lars.post("/intern/kompetansemal", &[("name", "Renhold"), ("kind", "own")]);
    assert_eq!(new.location(), "/intern/kompetansemal/EGEN-1", "{}", new.text);
    let twice = [("name", "Annet"), ("kind", "own"), ("code", "EGEN-1")];
    let refused = lars.post("/intern/kompetansemal", &twice);
    assert!(refused.status == 422 && refused.text.contains("Den koden er i bruk."));
    let empty = lars.post("/intern/kompetansemal/EGEN-1", &[("name", " ")]);
    assert!(empty.status == 422 && empty.text.contains("id=\"name-error\""), "{}", empty.text);
    assert_eq!(lars.post("/intern/kompetansemal/EGEN-1", &[("name", "Vaske gulv")]).status, 303);
    let id = app.texts("SELECT id AS value FROM goal").remove(0);
    let page = format!("/intern/kompetansemal/mal/{id}");
    assert_eq!(lars.post(&page, &[("name", "Vaske gulv og benk")]).status, 303);
    let place = app.texts("SELECT id AS value FROM enterprise WHERE code = 'catering'").remove(0);
    assert_eq!(lars.post(&format!("{page}/arbeid"), &[("ticked", &place)]).status, 303);
    assert_eq!(lars.post(&format!("{page}/arbeid"), &[("ticked", "finnes-ikke")]).status, 404);
    let kari = app.sign_in("kari").get("/intern/mal").text;
    assert!(kari.contains("Vaske gulv og benk") && kari.contains("Amina"), "{kari}");
    assert!(!kari.contains("Jonas"), "he does not work there");
    assert_eq!(lars.post(&format!("{page}/avslutning"), &[]).status, 303);
    assert!(!app.sign_in("kari").get("/intern/mal").text.contains("Vaske gulv"));
    assert_eq!(lars.post(&format!("{page}/gjenapning"), &[]).status, 303);

    assert_eq!(upload(&lars, aim_set().to_string().into_bytes()).status, 303);
    let udirs = app.texts("SELECT id AS value FROM goal WHERE code = 'KM1'").remove(0);
    let path = format!("/intern/kompetansemal/mal/{udirs}");
    for (path, fields) in
        [(path.clone(), &[("name", "x")][..]), (format!("{path}/avslutning"), &[])]
    {
        assert_eq!(lars.post(&path, fields).status, 422, "Udir's stay as they are");
    }
}
