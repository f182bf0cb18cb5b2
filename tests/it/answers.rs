//! What a program is told when a call is not as it should be; and what the log keeps of it.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::json;

use crate::harness::cast::SOLVEIG;
use crate::harness::{FreshDb, answer, spawn, spawn_with};
use crate::orders::wish;

#[test]
fn what_cannot_be_read_of_a_body_is_named_by_its_whole_path() {
    let app = spawn();
    let cases = [
        ("/lines/1/price", json!(1), "json.unknown_field", "lines[1].price"),
        ("/customer/role", json!("x"), "json.unknown_field", "customer.role"),
        ("/total", json!(1), "json.unknown_field", "total"),
        ("/lines/0/quantity", json!(2), "json.unreadable", "lines[0].quantity"),
        ("/customer/name", json!([]), "json.unreadable", "customer.name"),
        ("/lines", json!("alt"), "json.unreadable", "lines"),
    ];
    for (pointer, value, code, field) in cases {
        let mut bad = wish();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = if parent.is_empty() { &mut bad } else { bad.pointer_mut(parent).unwrap() };
        parent[name] = value;
        let refused = app.api().post_json("/api/v1/orders", "k", &bad);
        assert_eq!(refused.status, 400, "{pointer}: {}", refused.text);
        let problem = refused.json();
        assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &json!(field)));
    }
    let mut bare = wish();
    bare["lines"][1].as_object_mut().unwrap().remove("quantity");
    let told = app.api().post_json("/api/v1/orders", "k", &bare);
    assert_eq!((told.status, told.json()["field"].as_str()), (400, Some("lines[1].quantity")));
    let broken = app.api().post_text("/api/v1/orders", "k", "{\"customer\":");
    assert_eq!((broken.status, broken.json()["field"].as_str()), (400, Some("")));
}

#[test]
fn an_unknown_field_of_a_query_is_named_in_a_problem() {
    let app = spawn();
    let solveig = app.api_as(SOLVEIG);
    let days = "from=2026-01-01&to=2026-03-31";
    for path in [format!("/api/v1/reports/revenue?{days}&nei=1"), "/api/v1/orders?nei=1".to_owned()]
    {
        let told = solveig.get(&path);
        assert_eq!((told.status, told.code()), (400, "query.unreadable".into()), "{path}");
        assert_eq!(told.json()["field"], "nei");
        assert!(told.header("content-type").starts_with("application/problem+json"));
    }
    let missing = solveig.get("/api/v1/reports/revenue?from=2026-01-01");
    assert_eq!((missing.status, missing.json()["field"].as_str()), (422, Some("to")));
}

#[test]
fn a_method_that_a_path_does_not_take_is_told_with_those_it_takes() {
    let app = spawn();
    let person = app.stranger();
    for (method, path, allow) in [
        ("PUT", "/api/v1/orders", "POST, GET, HEAD"),
        ("DELETE", "/api/v1/offerings", "GET, HEAD"),
        ("GET", "/api/v1/hours", "POST"),
    ] {
        let told = answer(person.request(method, path));
        assert_eq!((told.status, told.code()), (405, "method_not_allowed".into()), "{path}");
        assert_eq!(told.header("allow"), allow, "{path}");
        assert!(told.header("content-type").starts_with("application/problem+json"), "{path}");
    }
    for path in ["/bestilling", "/intern/timer"] {
        let told = answer(person.request("DELETE", path));
        assert_eq!((told.status, told.header("allow")), (405, "GET, HEAD, POST"), "{path}");
        assert!(told.text.contains("Slik går det ikke"), "{path}");
    }
}

#[test]
fn head_is_answered_where_get_is_and_without_a_body() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    for path in ["/", "/healthz", "/api/v1/offerings", "/intern/bestillinger"] {
        let (got, head) = (solveig.get(path), answer(solveig.request("HEAD", path)));
        assert_eq!((got.status, head.status, head.text.as_str()), (200, 200, ""), "{path}");
        assert_eq!(head.header("content-type"), got.header("content-type"), "{path}");
    }
    assert_eq!(answer(app.stranger().request("HEAD", "/intern/bestillinger")).status, 303);
    assert_eq!(answer(app.sign_in("amina").request("HEAD", "/intern/bestillinger")).status, 404);
}

#[test]
fn a_program_is_told_to_bring_a_token_and_may_write_the_scheme_as_it_likes() {
    let app = spawn();
    let stranger = app.stranger();
    let told = answer(stranger.request("GET", "/api/v1/orders"));
    assert_eq!((told.status, told.header("www-authenticate")), (401, "Bearer"));
    let token = app.token(SOLVEIG);
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let request = stranger.request("GET", "/api/v1/orders");
        let told = answer(request.header("authorization", format!("{scheme} {token}")));
        assert_eq!(told.status, 200, "{scheme}");
    }
    let basic = stranger.request("GET", "/api/v1/orders");
    assert_eq!(answer(basic.header("authorization", format!("Basic {token}"))).status, 401);
}

#[test]
fn a_household_on_ipv6_is_counted_as_one() {
    let app = spawn_with(&["--rate-limits", "on", "--trust-proxy"]);
    let from = |address: &str| {
        let request = app.stranger().request("GET", "/api/v1/orders/gjettet");
        answer(request.header("x-forwarded-for", address)).status
    };
    let answers: Vec<u16> = (0..130).map(|i| from(&format!("2001:db8:1:2::{i:x}"))).collect();
    assert_eq!((answers[0], answers[129]), (404, 429));
    assert_eq!(from("2001:db8:1:3::1"), 404, "the neighbours");
    let old: Vec<u16> = (0..130).map(|i| from(&format!("10.0.0.{i}"))).collect();
    assert_eq!((old[0], old[129]), (404, 404), "each is one's own on IPv4");
}

#[test]
fn a_fault_of_ours_has_a_number_to_give() {
    let app = spawn();
    app.db.execute("ALTER TABLE mail RENAME TO gone").unwrap();
    app.db.execute("ALTER TABLE offering RENAME TO away").unwrap();
    let page = app.sign_in(SOLVEIG).get("/intern/epost");
    assert_eq!(page.status, 500);
    assert!(page.text.contains("Oppgi nummeret "), "{}", page.text);
    let problem = app.api().get("/api/v1/offerings");
    assert_eq!((problem.status, problem.code()), (500, "internal".into()));
    let problem = problem.json();
    let number = problem["request_id"].as_str().unwrap();
    assert!(problem["detail"].as_str().unwrap().contains(number), "{problem}");
    assert!(!app.api().get("/api/v1/orders/x").text.contains("request_id"));
}

#[test]
fn the_log_finds_a_fault_by_its_number_and_tells_who_was_refused_by_no_name() {
    let db = FreshDb::with_farm();
    db.execute("ALTER TABLE offering RENAME TO away").unwrap();
    let mut served = Command::new(env!("CARGO_BIN_EXE_gardsbok"))
        .args(["serve", "--bind", "127.0.0.1:0", "--workers", "1", "--database-url", &db.url])
        .env("RUST_LOG", "info")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(served.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let address = ready.trim().strip_prefix("listening on ").unwrap().to_owned();
    let client =
        reqwest::blocking::Client::builder().no_proxy().cookie_store(true).build().unwrap();
    let problem: serde_json::Value =
        client.get(format!("{address}/api/v1/offerings")).send().unwrap().json().unwrap();
    let number = problem["request_id"].as_str().unwrap().to_owned();
    let sign_in = format!("{address}/intern/logg-inn");
    let page = client.get(&sign_in).send().unwrap().text().unwrap();
    let (_, csrf) = page.split_once("name=\"csrf\" value=\"").unwrap();
    let form = [("csrf", &csrf[..64]), ("login", "solveig"), ("password", "feil")];
    assert_eq!(client.post(&sign_in).form(&form).send().unwrap().status(), 422);
    assert_eq!(client.post(&sign_in).form(&form[1..]).send().unwrap().status(), 403);
    served.kill().unwrap();
    let log = BufReader::new(served.stderr.take().unwrap()).lines();
    let log: Vec<String> = log.map_while(Result::ok).collect();
    served.wait().unwrap();
    let with = |words: &str| log.iter().filter(|line| line.contains(words)).count();
    assert_eq!(with(&number), 2, "the fault and its answer: {log:?}");
    assert_eq!((with("sign-in refused"), with("denied")), (1, 1), "{log:?}");
    assert_eq!(with("solveig"), 0, "{log:?}");
}
