//! What the API says of itself, and to whom.

use std::collections::BTreeSet;

use crate::harness::{cast::*, spawn};

fn paths(document: &serde_json::Value) -> BTreeSet<String> {
    document["paths"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn a_stranger_reads_of_the_shop_alone_and_of_nobody_who_works_there() {
    let app = spawn();
    let answer = app.api().get("/api/v1/openapi.json");
    assert_eq!(answer.status, 200);
    let expected = ["/api/v1/offerings", "/api/v1/orders", "/api/v1/orders/{token}"];
    let document = answer.json();
    assert_eq!(paths(&document), expected.map(str::to_owned).into());
    assert_eq!(document["paths"]["/api/v1/orders"].as_object().unwrap().len(), 1, "POST alone");
    let text = answer.text.to_lowercase();
    for word in
        ["resident", "mentor", "leader", "manager", "steering", "auditor", "hours", "gårdsbok"]
    {
        assert!(!text.contains(word), "it says «{word}»");
    }
    for code in ["order.day_full", "idempotency.reused", "json.unknown_field"] {
        assert!(text.contains(code), "{code}");
    }
    assert_eq!(app.api().with_token("forged").get("/api/v1/openapi.json").text, answer.text);
}

#[test]
fn a_token_opens_the_description_of_every_call() {
    let app = spawn();
    let document = app.api_as(SOLVEIG).get("/api/v1/openapi.json").json();
    let described = paths(&document);
    let routes = gardsbok::testing::access_table();
    let ours = routes.iter().map(|route| route.path.clone());
    for path in ours.filter(|path| path.starts_with("/api/") && !path.ends_with("openapi.json")) {
        assert!(described.contains(&path), "{path} is not described");
    }
    assert!(document["components"]["securitySchemes"]["bearer"].is_object());
}
