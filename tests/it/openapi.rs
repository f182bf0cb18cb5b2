//! What the API says of itself, and to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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

/// Words before the point in the codes that a call of the API can answer with.
const FAMILIES: [&str; 10] = [
    "body",
    "hours",
    "idempotency",
    "invoice",
    "json",
    "ledger",
    "order",
    "query",
    "report",
    "seller",
];

/// Literals of those families that no call answers with.
const OTHERS: [(&str, &[&str]); 5] = [
    (
        "a page's form alone",
        &[
            "hours.agreement_days",
            "hours.agreement_known",
            "hours.agreement_settled",
            "hours.correction_asked",
            "hours.changed",
            "hours.clock_runs",
            "hours.correction_settled",
            "hours.not_approved",
            "hours.not_clocked_in",
            "hours.note",
            "hours.nothing_to_copy",
            "hours.nothing_to_correct",
            "hours.nothing_to_reopen",
            "hours.reason",
            "hours.shown",
            "ledger.before_original",
            "ledger.corrected",
            "ledger.date",
            "ledger.has_own_way",
            "ledger.in_future",
            "ledger.no_term",
            "ledger.reason",
            "ledger.term_not_ended",
            "order.total_changed",
            "order.withdrawal_lines",
            "seller.bank_account",
            "seller.city",
            "seller.email",
            "seller.legal_form",
            "seller.name",
            "seller.org_number",
            "seller.phone",
            "seller.postcode",
            "seller.street",
        ],
    ),
    ("an import alone", &["hours.state", "order.number_taken", "order.unknown_customer"]),
    ("a fault of ours, told as 500", &["ledger.empty", "ledger.not_balanced", "ledger.too_large"]),
    ("a setting or a column, no code", &["invoice.due_days", "invoice.kid"]),
    (
        "what is queued to be mailed",
        &[
            "invoice.mailed",
            "order.cancelled",
            "order.confirmed",
            "order.delivered",
            "order.placed",
            "order.told",
            "order.withdrawn",
        ],
    ),
];

/// Every literal of the source that has a code's shape, and a file it stands in.
fn literals() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![source.clone()];
    while let Some(dir) = waiting.pop() {
        for entry in std::fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            // Told from `src` on: a folder above it may be called anything, `check` too.
            let shown = path.strip_prefix(&source).unwrap().display().to_string();
            // The list itself, and what the command `check` calls what it finds broken.
            if path.ends_with("app/openapi.rs")
                || shown.ends_with("/check.rs")
                || shown.contains("/check/")
            {
                continue;
            }
            let code = text.split("#[cfg(test)]").next().unwrap();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for literal in lines.flat_map(|line| line.split('"').skip(1).step_by(2)) {
                let is_code = literal.bytes().all(|b| b.is_ascii_lowercase() || b"_.".contains(&b));
                if is_code && !literal.is_empty() {
                    found.insert(literal.to_owned(), shown.clone());
                }
            }
        }
    }
    found
}

#[test]
fn the_list_of_codes_is_every_code_that_a_call_can_answer_and_no_other() {
    let app = spawn();
    let document = app.api_as(SOLVEIG).get("/api/v1/openapi.json").json();
    let words = document["info"]["description"].as_str().unwrap();
    let (_, codes) = words.rsplit_once("Codes: ").unwrap();
    let told: BTreeSet<&str> =
        codes.trim_end_matches('.').split(", ").map(|code| code.trim_matches('`')).collect();
    let literals = literals();
    let others: Vec<&str> = OTHERS.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
    for (code, file) in &literals {
        let Some((family, _)) = code.split_once('.') else { continue };
        let is_told = told.contains(code.as_str()) || others.contains(&code.as_str());
        assert!(is_told || !FAMILIES.contains(&family), "{code} of {file} is not in the list");
    }
    for code in &told {
        assert!(literals.contains_key(*code), "{code} is told of, and nothing answers with it");
    }
    for code in others {
        assert!(literals.contains_key(code), "{code} is no more");
        assert!(!told.contains(code), "{code} is in the list after all");
    }
}
