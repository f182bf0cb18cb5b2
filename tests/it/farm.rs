//! A farm's year, imported, against figures worked out beforehand.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::harness::{FreshDb, Told, run_on};

/// The files of a farm's year.
pub fn year() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gard-2025")
}

fn expected() -> Value {
    let text = std::fs::read_to_string(year().join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A copy of the year's files that a test may change.
pub fn copied() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(year()).unwrap().flatten() {
        std::fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    dir
}

pub fn import_farm(db: &FreshDb, dir: &Path) -> Told {
    run_on(db, &["import-farm", dir.to_str().unwrap()])
}

pub fn report(db: &FreshDb, kind: &str, more: &[&str]) -> Value {
    let words = ["report", kind, "--from", "2025-01-01", "--to", "2025-12-31", "--format", "json"];
    let told = run_on(db, &[&words[..], more].concat());
    assert!(told.ok, "{}", told.stderr);
    serde_json::from_str(&told.stdout).unwrap()
}

/// Rows of every table, so that one can see that nothing changed.
fn counts(db: &FreshDb) -> Vec<(&'static str, i64)> {
    let tables = [
        "customer_order",
        "order_line",
        "order_step",
        "customer",
        "customer_key",
        "offering",
        "offering_price",
        "enterprise",
        "seller",
        "voucher",
        "posting",
        "balance",
        "invoice",
        "payment",
        "purchase",
        "hour_entry",
        "hours_kept",
        "resident",
        "running_cost",
        "resident_days",
        "funding",
        "imported_row",
        "day_places",
    ];
    let count = |table| db.number(&format!("SELECT count(*) AS value FROM {table}"));
    tables.map(|table| (table, count(table))).to_vec()
}

#[test]
fn every_report_of_the_farms_year_is_right_to_the_ore_and_a_second_import_changes_nothing() {
    let db = FreshDb::empty();
    let told = import_farm(&db, &year());
    assert!(told.ok, "{}", told.stderr);
    let expected = expected();
    assert_eq!(report(&db, "revenue", &[])["rows"], expected["revenue_by_month"]);
    assert_eq!(report(&db, "hours", &[])["rows"], expected["hours_by_month"]);
    assert_eq!(report(&db, "hours", &["--by", "kind"])["rows"], expected["hours_by_kind"]);
    assert_eq!(report(&db, "vat", &[])["rows"], expected["vat_by_term"]);
    assert_eq!(report(&db, "trial-balance", &[])["rows"], expected["trial_balance"]);
    assert_eq!(report(&db, "self-financing", &[]), expected["self_financing"]);
    for row in report(&db, "hours", &["--by", "resident"])["rows"].as_array().unwrap() {
        let resident = row["resident"].as_str().unwrap();
        assert_eq!(row["approved_minutes"], expected["minutes_by_resident"][resident]);
    }
    for row in report(&db, "contribution", &[])["rows"].as_array().unwrap() {
        let enterprise = row["enterprise"].as_str().unwrap();
        assert_eq!(row["direct_costs"], expected["direct_costs"][enterprise]);
        assert_eq!(row["contribution"], expected["contribution"][enterprise]);
    }
    let before = counts(&db);
    let again = import_farm(&db, &year());
    assert!(again.ok, "{}", again.stderr);
    assert_eq!(counts(&db), before);
    let check = run_on(&db, &["check"]);
    assert!(check.ok, "{}", check.stdout);
    documents_are_numbered_by_date(&db);
}

fn documents_are_numbered_by_date(db: &FreshDb) {
    let by_number = db.texts(
        "SELECT CAST(i.number AS TEXT) || ' ' || i.invoice_date || ' ' || \
         CASE i.kind WHEN 'invoice' THEN '0' ELSE '1' END || ' ' || o.number AS value \
         FROM invoice i JOIN customer_order o ON o.id = i.order_id ORDER BY i.number",
    );
    let keys: Vec<String> =
        by_number.iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect();
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(keys, sorted, "by date, invoices before credit notes, then by order");
    for (nth, line) in (1..).zip(&by_number) {
        assert!(line.starts_with(&format!("{nth} ")), "no gap at {line}");
    }
}

#[test]
fn a_report_of_a_part_of_a_month_counts_its_days_alone() {
    let db = farm_of_one_day();
    let of = |from: &str, to: &str| {
        let told =
            run_on(db, &["report", "contribution", "--from", from, "--to", to, "--format", "json"]);
        serde_json::from_str::<Value>(&told.stdout).unwrap()["rows"][0]["revenue_ex_vat"].clone()
    };
    assert_eq!(of("2025-03-01", "2025-03-31"), json!("952.00"));
    assert_eq!(of("2025-03-12", "2025-03-12"), json!("952.00"));
    assert_eq!(of("2025-03-13", "2025-03-31"), json!("0.00"));
}

/// One order of ten sacks, invoiced on 2025-03-12.
fn farm_of_one_day() -> &'static FreshDb {
    static DB: OnceLock<FreshDb> = OnceLock::new();
    DB.get_or_init(|| {
        let (db, dir) = (FreshDb::empty(), small());
        let told = import_farm(&db, dir.path());
        assert!(told.ok, "{}", told.stderr);
        db
    })
}

/// A farm with one enterprise, one offering, one customer and one order.
pub fn small() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    std::fs::copy(year().join("seller.csv"), dir.path().join("seller.csv")).unwrap();
    file("enterprises.csv", "enterprise,name,department\nved,Vedskjulet,10\n");
    file(
        "offerings.csv",
        "offering,enterprise,name,kind,unit,price_incl_vat,vat_code,lead_days,capacity_per_day,allergens\n\
         VED,ved,Bjørkeved,goods,sekk,119.00,3,1,,\n",
    );
    file(
        "customers.csv",
        "customer,kind,name,org_number,email,street,postcode,city\n\
         K1,private,Ingrid Aas,,ingrid@example.com,Strandgata 1,4790,Lillesand\n",
    );
    file("orders.csv", &orders("2025-03-12,2025-03-12,2025-03-26,00000018,,,"));
    dir
}

/// `orders.csv` with one order of which this has become.
pub fn orders(became: &str) -> String {
    format!(
        "order,line,ordered_on,customer,offering,quantity,unit_price_incl_vat,vat_code,delivery_date,\
         delivered_on,invoiced_on,due_on,kid,paid_on,credited_on,cancelled_on\n\
         A-1,1,2025-03-10,K1,VED,10,119.00,3,2025-03-12,{became}\n"
    )
}
