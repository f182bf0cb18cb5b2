//! What the centre costs and who pays for places, as reports count them.

use std::fs;

use serde_json::Value;

use crate::harness::{App, Told, spawn};

fn import(app: &App, kind: &str, rows: &str) -> Told {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("rows.csv");
    fs::write(&file, rows).unwrap();
    app.run(&["import", kind, &file.display().to_string()])
}

fn self_financing(app: &App, from: &str, to: &str) -> Value {
    let words = ["report", "self-financing", "--from", from, "--to", to, "--format", "json"];
    let told = app.run(&words);
    assert!(told.ok, "{told:?}");
    serde_json::from_str(&told.stdout).unwrap()
}

const COSTS: &str = "month,category,name,amount\n\
                     2026-01,lonn,Lønn,100.00\n2026-02,lonn,Lønn,200.50\n";
const FUNDING: &str = "source,name,kind,year,amount,certainty\n\
                       egenandel,Egenandel,own_share,2026,1200.00,granted\n\
                       gave,En gave,gift,2026,5000.00,hoped\n";

#[test]
fn own_share_counts_by_whole_months_and_a_months_cost_by_its_first_day() {
    let app = spawn();
    assert!(import(&app, "running-costs", COSTS).ok);
    assert!(import(&app, "funding", FUNDING).ok);
    for (from, to, costs, wide) in [
        ("2026-01-01", "2026-02-28", "300.50", "200.00"),
        ("2026-01-02", "2026-02-28", "200.50", "100.00"),
        ("2026-01-01", "2026-12-31", "300.50", "1200.00"),
        ("2026-02-01", "2026-02-27", "200.50", "0.00"),
        ("2025-01-01", "2025-12-31", "0.00", "0.00"),
    ] {
        let report = self_financing(&app, from, to);
        assert_eq!(report["running_costs"], costs, "{from} {to}");
        assert_eq!(report["own_income_wide"], wide, "{from} {to}");
        assert_eq!(report["own_income_strict"], "0.00", "only own share is in the wide one");
    }
    let none = self_financing(&app, "2025-01-01", "2025-12-31");
    assert_eq!(none["share_wide"], Value::Null, "without costs there is no share");
}

#[test]
fn what_was_said_is_not_said_again_and_not_contradicted() {
    let app = spawn();
    assert!(import(&app, "running-costs", COSTS).ok);
    assert!(import(&app, "running-costs", COSTS).ok);
    assert_eq!(app.number("SELECT count(*) AS value FROM running_cost"), 2);
    let told = import(&app, "running-costs", &COSTS.replace("200.50", "200.51"));
    assert!(!told.ok && told.stderr.contains('3'), "{told:?}");
    assert_eq!(app.number("SELECT count(*) AS value FROM running_cost"), 2);
}

#[test]
fn days_beyond_a_months_residents_are_refused() {
    let app = spawn();
    let rows = |days: i32| {
        format!(
            "month,municipality,name,resident_days,residents\n2026-02,4204,Kristiansand,{days},2\n"
        )
    };
    let told = import(&app, "resident-days", &rows(57));
    assert!(!told.ok && told.code == 1, "{told:?}");
    assert_eq!(app.number("SELECT count(*) AS value FROM resident_days"), 0);
    assert!(import(&app, "resident-days", &rows(56)).ok);
}
