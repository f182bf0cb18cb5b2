//! Reports and the overview, to each what they may see.

use std::fmt::Write;

use serde_json::Value;

use crate::farm::year;
use crate::harness::{App, FreshDb, cast::*, run_on, spawn_on};

/// The farm's people, and a year of it: thirty hours each of residents in two enterprises.
fn app_with_a_year() -> App {
    let db = FreshDb::with_farm();
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut hours = "resident,date,start,end,enterprise,kind,state\n".to_owned();
    // Five in the carpentry; three with the horses, one of them at dugnad.
    for person in 1..=5 {
        writeln!(hours, "P{person},2025-12-03,08:00,10:00,snekkeri,work,approved").unwrap();
    }
    for person in 6..=8 {
        writeln!(hours, "P{person},2025-12-03,08:00,09:00,hest,work,approved").unwrap();
    }
    let customers = file(
        "customers.csv",
        "customer,kind,name,org_number,email,street,postcode,city\n\
         K1,private,Ingrid Kanarifugl,,i@example.com,Strandgata 1,4790,Lillesand\n",
    );
    let orders = crate::farm::orders("2025-12-04,2025-12-05,2025-12-19,00000018,,,")
        .replace("VED", "SN-VED")
        .replace("2025-03-10", "2025-12-02")
        .replace("2025-03-12", "2025-12-04");
    let orders = file("orders.csv", &orders);
    let purchases = file(
        "purchases.csv",
        "receipt,date,supplier,enterprise,account,vat_code,gross,paid_on\n\
         L1,2025-12-06,Trelast AS,snekkeri,4000,1,125.00,\n",
    );
    let hours = file("hours.csv", &hours);
    for (kind, path) in
        [("customers", customers), ("orders", orders), ("purchases", purchases), ("hours", hours)]
    {
        let told = run_on(&db, &["import", kind, &path]);
        assert!(told.ok, "{kind}: {}", told.stderr);
    }
    spawn_on(db, &["--rate-limits", "off"])
}

const DECEMBER: &str = "from=2025-12-01&to=2025-12-31";

fn minutes(app: &App, login: &str, by: &str) -> Vec<Value> {
    let answer = app.api_as(login).get(&format!("/api/v1/reports/hours?{DECEMBER}{by}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    let rows = answer.json()["rows"].as_array().unwrap().clone();
    rows.into_iter().map(|row| row["approved_minutes"].clone()).collect()
}

#[test]
fn a_report_over_http_is_the_same_as_on_the_command_line() {
    let app = app_with_a_year();
    for kind in ["revenue", "hours", "contribution", "vat", "trial-balance", "self-financing"] {
        let over_http = app.api_as(SOLVEIG).get(&format!("/api/v1/reports/{kind}?{DECEMBER}"));
        assert_eq!(over_http.status, 200, "{}", over_http.text);
        let words = ["report", kind, "--from", "2025-12-01", "--to", "2025-12-31"];
        let told = app.run(&[&words[..], &["--format", "json"]].concat());
        let printed: Value = serde_json::from_str(&told.stdout).unwrap();
        assert_eq!(over_http.json(), printed, "{kind}");
        let csv = app.run(&[&words[..], &["--format", "csv"]].concat());
        let text = app.run(&words);
        assert!(csv.ok && text.ok && csv.stdout.contains(','), "{kind}");
        assert!(!text.stdout.trim().is_empty(), "{kind}");
    }
}

#[test]
fn a_report_that_cannot_be_made_is_refused_with_its_field() {
    let app = app_with_a_year();
    let api = app.api_as(SOLVEIG);
    let cases = [
        ("revenue?from=2025-12-01", 422, "report.date"),
        ("revenue?from=2025-13-01&to=2025-12-31", 422, "report.date"),
        ("revenue?from=2025-12-31&to=2025-12-01", 422, "report.backwards"),
        ("revenue?from=1900-01-01&to=2025-12-01", 422, "report.too_long"),
        ("vat?from=2024-12-31&to=2025-01-01", 422, "report.two_years"),
        ("hours?from=2025-12-01&to=2025-12-31&by=resident", 422, "report.by"),
        ("revenue?from=2025-12-01&to=2025-12-31&by=kind", 422, "report.by"),
        ("revenue?from=2025-12-01&to=2025-12-31&nei=1", 400, "query.unreadable"),
        ("rent?from=2025-12-01&to=2025-12-31", 404, "not_found"),
    ];
    for (path, status, code) in cases {
        let answer = api.get(&format!("/api/v1/reports/{path}"));
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path}");
    }
    assert_eq!(app.api().get(&format!("/api/v1/reports/vat?{DECEMBER}")).status, 401);
    for login in [AMINA, MONA, TERJE, SIRI, ADA] {
        let answer = app.api_as(login).get(&format!("/api/v1/reports/vat?{DECEMBER}"));
        assert_eq!(answer.status, 403, "{login}");
    }
}

#[test]
fn hours_that_rest_on_fewer_than_five_are_hidden_from_the_auditor_and_not_from_the_leader() {
    let app = app_with_a_year();
    let open = [600, 180, 0].map(Value::from).to_vec();
    assert_eq!(minutes(&app, SOLVEIG, ""), open);
    assert_eq!(minutes(&app, LARS, ""), open);
    assert_eq!(minutes(&app, ODD, ""), [Value::from(600), Value::Null, Value::from(0)]);
    let by_kind = minutes(&app, ODD, "&by=kind");
    assert_eq!(by_kind.iter().filter(|m| m.is_null()).count(), 1, "{by_kind:?}");
    let part = "/api/v1/reports/hours?from=2025-12-01&to=2025-12-03";
    assert_eq!(app.api_as(ODD).get(part).code(), "report.whole_months");
}

const PERIOD: &str = "fra=2025-12&til=2025-12";

#[test]
fn the_steering_group_sees_sums_and_neither_small_groups_nor_customers() {
    let app = app_with_a_year();
    let siri = app.sign_in(SIRI);
    let page = siri.get(&format!("/intern/oversikt?{PERIOD}"));
    assert_eq!(page.status, 200);
    assert!(page.text.contains("færre enn 5") && page.text.contains("minst 10"), "{}", page.text);
    assert!(!page.text.contains("13\u{a0}t"), "the sum of all would give the small one away");
    assert!(!page.text.contains("/intern/oversikt/timer?"), "hours do not open");
    let csv = siri.get(&format!("/intern/oversikt/timer.csv?{PERIOD}"));
    assert!(csv.text.contains("2025-12,snekkeri,600,0"), "{}", csv.text);
    assert!(csv.text.contains("2025-12,hest,,0"), "{}", csv.text);
    assert_eq!(siri.get("/intern/oversikt/timer?maned=2025-12").status, 404);
    let lines = siri.get(&format!("/intern/oversikt/omsetning?{PERIOD}&naering=snekkeri"));
    assert!(lines.text.contains("Ved i sekk") && lines.text.contains("952,00"));
    for hidden in ["Kanarifugl", "/intern/fakturaer/", "/intern/bestillinger/", "Trelast"] {
        assert!(!lines.text.contains(hidden), "{hidden}");
    }
    let costs = siri.get(&format!("/intern/oversikt/kostnader?{PERIOD}"));
    assert!(costs.text.contains("100,00") && !costs.text.contains("Trelast"));
}

#[test]
fn every_figure_of_the_business_manager_opens_to_rows_whose_sum_it_is() {
    let app = app_with_a_year();
    let solveig = app.sign_in(SOLVEIG);
    let page = solveig.get(&format!("/intern/oversikt?{PERIOD}"));
    let mut opened = 0;
    for link in page.text.split("<a href=\"/intern/oversikt/").skip(1) {
        let (path, rest) = link.split_once('"').unwrap();
        let figure = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
        if path.starts_with("timer") || path.contains(".csv") {
            continue;
        }
        let rows = solveig.get(&format!("/intern/oversikt/{}", path.replace("&#38;", "&")));
        assert_eq!(rows.status, 200, "{path}");
        let is_empty = figure == "0,00";
        assert!(is_empty || rows.text.contains(figure), "{path} says no {figure}");
        opened += usize::from(!is_empty);
    }
    assert!(opened >= 8, "{opened}");
    let lines = solveig.get(&format!("/intern/oversikt/omsetning?{PERIOD}"));
    assert!(lines.text.contains("href=\"/intern/bestillinger/A-1\""), "{}", lines.text);
    assert!(lines.text.contains("href=\"/intern/fakturaer/1\""));
}

#[test]
fn residents_see_the_results_of_their_own_enterprises_alone() {
    let app = app_with_a_year();
    let jonas = app.sign_in(JONAS);
    let page = jonas.get("/intern/resultater");
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Snekkeriet") && page.text.contains("952,00"), "{}", page.text);
    assert!(!page.text.contains("Hestesenteret"));
    assert_eq!(jonas.get("/intern/oversikt").status, 404);
}

#[test]
fn a_period_that_cannot_be_shown_is_told_at_its_field() {
    let app = app_with_a_year();
    let solveig = app.sign_in(SOLVEIG);
    for query in ["fra=tull", "fra=2025-12&til=2025-01", "fra=2000-01&til=2025-12"] {
        let page = solveig.get(&format!("/intern/oversikt?{query}"));
        assert_eq!(page.status, 422, "{query}");
        assert!(page.text.contains("Rett dette"), "{query}");
    }
    assert_eq!(solveig.get("/intern/oversikt/omsetning?naering=smia").status, 404);
    assert_eq!(solveig.get("/intern/oversikt/ku.csv").status, 404);
    assert!(year().exists());
}
