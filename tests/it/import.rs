//! What an import refuses, and how it says so.

use std::path::Path;

use crate::farm::{copied, import_farm, orders, small, year};
use crate::harness::{FreshDb, run_on, spawn, spawn_on};

fn replace(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} holds no {from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn imported() -> (FreshDb, tempfile::TempDir) {
    let (db, dir) = (FreshDb::empty(), small());
    let told = import_farm(&db, dir.path());
    assert!(told.ok, "{}", told.stderr);
    (db, dir)
}

#[test]
fn one_wrong_row_refuses_everything_with_its_line() {
    let (db, dir) = (FreshDb::empty(), copied());
    let text = std::fs::read_to_string(dir.path().join("hours.csv")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let wrong = lines[1999].replace(",snekkeri,", ",smia,").replace(",hest,", ",smia,");
    let wrong = wrong.replace(",catering,", ",smia,");
    lines[1999] = &wrong;
    std::fs::write(dir.path().join("hours.csv"), lines.join("\n")).unwrap();
    let told = import_farm(&db, dir.path());
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains("hours.csv linje 2000, felt enterprise:"), "{}", told.stderr);
    for table in ["enterprise", "customer_order", "voucher", "hour_entry", "imported_row"] {
        assert_eq!(db.number(&format!("SELECT count(*) AS value FROM {table}")), 0, "{table}");
    }
}

#[test]
fn several_wrong_cells_are_told_at_once() {
    let (db, dir) = (FreshDb::empty(), small());
    std::fs::write(
        dir.path().join("orders.csv"),
        orders("2999-01-01,,,,,,").replace(",10,119.00,3,", ",-1,1e3,99,"),
    )
    .unwrap();
    let told = import_farm(&db, dir.path());
    assert_eq!(told.code, 1);
    for field in ["quantity", "unit_price_incl_vat", "vat_code", "delivered_on"] {
        let words = format!("orders.csv linje 2, felt {field}:");
        assert!(told.stderr.contains(&words), "{field}: {}", told.stderr);
    }
}

#[test]
fn a_column_that_is_unknown_missing_or_there_twice_is_refused() {
    let cases = [
        ("customers.csv", "city", "town", "«town» er ukjent"),
        ("orders.csv", ",quantity,", ",", "«quantity» mangler"),
        ("enterprises.csv", "department", "name", "«name» står to ganger"),
    ];
    for (file, from, to, words) in cases {
        let (db, dir) = (FreshDb::empty(), small());
        replace(dir.path(), file, from, to);
        let told = import_farm(&db, dir.path());
        assert_eq!(told.code, 1, "{file}");
        assert!(told.stderr.contains(file) && told.stderr.contains(words), "{}", told.stderr);
    }
}

#[test]
fn a_byte_order_mark_crlf_and_columns_in_another_order_are_read() {
    let (db, dir) = (FreshDb::empty(), small());
    let csv = "\u{feff}name,department,enterprise\r\n\"Ved, og mer\",10,ved\r\n";
    std::fs::write(dir.path().join("enterprises.csv"), csv).unwrap();
    let told = import_farm(&db, dir.path());
    assert!(told.ok, "{}", told.stderr);
    assert_eq!(db.texts("SELECT name AS value FROM enterprise"), ["Ved, og mer"]);
}

#[test]
fn what_was_empty_may_be_filled_later_and_happens_then() {
    let (db, dir) = imported();
    let file = dir.path().join("orders.csv");
    std::fs::write(&file, orders("2025-03-12,2025-03-12,2025-03-26,00000018,2025-03-20,,"))
        .unwrap();
    let told = run_on(&db, &["import", "orders", file.to_str().unwrap()]);
    assert!(told.ok, "{}", told.stderr);
    assert_eq!(db.texts("SELECT state AS value FROM customer_order"), ["paid"]);
    assert_eq!(db.number("SELECT count(*) AS value FROM payment"), 1);
    // The older file says less, and so contradicts nothing.
    std::fs::write(&file, orders("2025-03-12,2025-03-12,2025-03-26,00000018,,,")).unwrap();
    assert!(run_on(&db, &["import", "orders", file.to_str().unwrap()]).ok);
    assert_eq!(db.number("SELECT count(*) AS value FROM payment"), 1);
    assert!(run_on(&db, &["check"]).ok);
}

#[test]
fn a_filled_cell_that_differs_is_refused_with_both_words() {
    let (db, dir) = imported();
    replace(dir.path(), "orders.csv", ",10,119.00,", ",11,119.00,");
    let told = import_farm(&db, dir.path());
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains("orders.csv linje 2, felt quantity:"), "{}", told.stderr);
    assert!(told.stderr.contains("«11»") && told.stderr.contains("«10»"), "{}", told.stderr);
    // The same amount spelt otherwise is the same.
    replace(dir.path(), "orders.csv", ",11,119.00,", ",10.0,119.0,");
    assert!(import_farm(&db, dir.path()).ok);
}

#[test]
fn what_has_not_happened_yet_and_a_document_before_the_newest_are_refused() {
    let (db, dir) = imported();
    let file = dir.path().join("more.csv");
    let late = orders("2025-03-11,2025-03-11,2025-03-26,00000026,,,").replace("A-1", "A-2");
    std::fs::write(&file, late).unwrap();
    let told = run_on(&db, &["import", "orders", file.to_str().unwrap()]);
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains("more.csv linje 2, felt invoiced_on:"), "{}", told.stderr);
    let taken = orders("2025-03-12,2025-03-13,2025-03-26,00000018,,,").replace("A-1", "A-2");
    std::fs::write(&file, taken).unwrap();
    let told = run_on(&db, &["import", "orders", file.to_str().unwrap()]);
    assert!(told.stderr.contains("felt kid:"), "{}", told.stderr);
    assert_eq!(db.number("SELECT count(*) AS value FROM customer_order"), 1);
}

#[test]
fn a_closed_term_takes_no_import() {
    let (db, dir) = imported();
    db.execute(
        "INSERT INTO closed_term (year, term, closed_at) VALUES (2025, 2, '2025-06-01 00:00:00')",
    )
    .unwrap();
    let file = dir.path().join("orders.csv");
    std::fs::write(&file, orders("2025-03-12,2025-03-12,2025-03-26,00000018,2025-03-20,,"))
        .unwrap();
    let told = run_on(&db, &["import", "orders", file.to_str().unwrap()]);
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains("orders.csv linje 2, felt paid_on:"), "{}", told.stderr);
}

#[test]
fn an_order_that_was_paid_and_later_credited_is_taken_in_whole_and_step_by_step() {
    let became = "2025-03-12,2025-03-12,2025-03-26,00000018,2025-03-20,2025-04-02,";
    let steps = |db: &FreshDb| {
        assert_eq!(db.texts("SELECT state AS value FROM customer_order"), ["credited"]);
        let kinds = "SELECT kind AS value FROM voucher ORDER BY number";
        assert_eq!(db.texts(kinds), ["sale", "payment", "credit_note"]);
        assert_eq!(db.number("SELECT max(number) AS value FROM invoice"), 2);
        assert!(run_on(db, &["check"]).ok);
    };
    let (db, dir) = (FreshDb::empty(), small());
    std::fs::write(dir.path().join("orders.csv"), orders(became)).unwrap();
    for _ in 0..2 {
        let told = import_farm(&db, dir.path());
        assert!(told.ok, "{}", told.stderr);
        steps(&db);
    }
    let (db, dir) = imported();
    for became in [&became.replace("2025-04-02", ""), became] {
        std::fs::write(dir.path().join("orders.csv"), orders(became)).unwrap();
        let told = import_farm(&db, dir.path());
        assert!(told.ok, "{}", told.stderr);
    }
    steps(&db);
}

#[test]
fn a_date_of_another_age_is_refused_with_file_line_and_field() {
    let (db, dir) = imported();
    let file = dir.path().join("purchases.csv");
    let head = "receipt,date,supplier,enterprise,account,vat_code,gross,paid_on\n";
    for (row, words) in [
        ("R1,1999-12-31,Sag AS,ved,4000,1,125.00,", "purchases.csv linje 2, felt date: MVA-kode 1"),
        ("R1,0025-11-21,Sag AS,ved,4000,0,125.00,", "purchases.csv linje 2, felt date: Datoen"),
        ("R1,2025-02-01,Sag AS,ved,4000,1,125.00,0025-02-02", "linje 2, felt paid_on: Datoen"),
    ] {
        std::fs::write(&file, format!("{head}{row}\n")).unwrap();
        let told = run_on(&db, &["import", "purchases", file.to_str().unwrap()]);
        assert_eq!(told.code, 1);
        assert!(told.stderr.contains(words), "{row}: {}", told.stderr);
    }
    let file = dir.path().join("orders.csv");
    let old =
        orders("1999-03-12,2025-03-12,2025-03-26,00000026,,,").replace("2025-03-10", "1999-03-10");
    std::fs::write(&file, old.replace("A-1", "A-2")).unwrap();
    let told = run_on(&db, &["import", "orders", file.to_str().unwrap()]);
    let words = "orders.csv linje 2, felt invoiced_on: MVA-kode 3 hadde ingen sats 12.03.1999.";
    assert!(told.code == 1 && told.stderr.contains(words), "{}", told.stderr);
}

#[test]
fn what_staff_made_before_the_import_is_held_against_it() {
    let app = spawn(); // has a seller, three enterprises and their offerings
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("enterprises.csv");
    std::fs::write(&file, "enterprise,name,department\nsnekkeri,Snekkeriet,10\n").unwrap();
    assert!(app.run(&["import", "enterprises", file.to_str().unwrap()]).ok);
    std::fs::write(&file, "enterprise,name,department\nhest,Stallen,20\n").unwrap();
    let told = app.run(&["import", "enterprises", file.to_str().unwrap()]);
    assert!(told.stderr.contains("enterprises.csv linje 2, felt name:"), "{}", told.stderr);
    assert_eq!(app.number("SELECT count(*) AS value FROM enterprise"), 3);
    let seller = year().join("seller.csv");
    let told = app.run(&["import", "seller", seller.to_str().unwrap()]);
    assert!(told.stderr.contains("seller.csv linje 2, felt org_number:"), "{}", told.stderr);
}

#[test]
fn a_seller_may_do_without_email_and_phone_until_they_are_known() {
    let app = spawn_on(FreshDb::empty(), &[]);
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(year().join("seller.csv")).unwrap();
    let (head, row) = text.trim_end().split_once('\n').unwrap();
    let told: Vec<(&str, &str)> = head.trim().split(',').zip(row.trim().split(',')).collect();
    let file = dir.path().join("seller.csv");
    let import = |empty: &[&str]| {
        let row: Vec<&str> = told
            .iter()
            .map(|(column, cell)| match *column {
                "bank_account" => "1503 29 14177",
                column if empty.contains(&column) => "",
                _ => *cell,
            })
            .collect();
        std::fs::write(&file, format!("{}\n{}\n", head.trim(), row.join(","))).unwrap();
        app.run(&["import", "seller", file.to_str().unwrap()])
    };
    let first = import(&["email", "phone"]);
    assert!(first.ok, "{}", first.stderr);
    let kept = "SELECT email || '|' || phone || '|' || bank_account AS value FROM seller";
    assert_eq!(app.texts(kept), ["||1503 29 14177"], "the account is taken at its word");
    for path in ["/om", "/vilkar", "/personvern", "/tilgjengelighet"] {
        let page = app.stranger().get(path);
        assert_eq!(page.status, 200, "{path}");
        for broken in ["mailto:\"", "tel:\"", ", </p>", "ring ."] {
            assert!(!page.text.contains(broken), "{path} has {broken}: {}", page.text);
        }
    }
    assert!(import(&["phone"]).ok);
    assert!(import(&[]).ok);
    let cell = |name: &str| told.iter().find(|(column, _)| *column == name).unwrap().1;
    let filled = format!("{}|{}|1503 29 14177", cell("email"), cell("phone"));
    assert_eq!(app.texts(kept), [filled]);
}

#[test]
fn what_the_program_filled_itself_may_be_filled_by_a_later_file() {
    let (db, dir) = (FreshDb::empty(), tempfile::tempdir().unwrap());
    let import = |kind: &str, text: &str| {
        let file = dir.path().join(format!("{kind}.csv"));
        std::fs::write(&file, text).unwrap();
        run_on(&db, &["import", kind, file.to_str().unwrap()])
    };
    let takes = |kind: &str, text: &str| {
        let told = import(kind, text);
        assert!(told.ok, "{text}: {}", told.stderr);
    };
    let department = |cell: &str| format!("enterprise,name,department\nved,Vedskjulet,{cell}\n");
    takes("enterprises", &department(""));
    takes("enterprises", &department("70"));
    assert_eq!(db.texts("SELECT department AS value FROM enterprise"), ["70"]);
    let told = import("enterprises", &department("80"));
    assert!(told.stderr.contains("linje 2, felt department:"), "{}", told.stderr);

    let head = "resident,date,start,end,break_minutes,enterprise,kind,order,state\n";
    let hours = |rest: &str, state: &str, start: &str| {
        format!("{head}B01,2025-03-10,{start}:00,12:00,{rest},ved,training,,{state}\n")
    };
    takes("hours", &hours("", "submitted", "08"));
    takes("hours", &hours("30", "submitted", "08"));
    let kept = "SELECT CAST(break_minutes AS TEXT) || ' ' || CAST(worked_minutes AS TEXT) AS value \
                FROM hour_entry";
    assert_eq!(db.texts(kept), ["30 210"]);
    let told = import("hours", &hours("45", "submitted", "08"));
    assert!(told.stderr.contains("linje 2, felt break_minutes:"), "{}", told.stderr);
    takes("hours", &hours("", "approved", "07").replace("12:00", "08:00"));
    let told = import("hours", &hours("15", "approved", "07").replace("12:00", "08:00"));
    assert!(told.stderr.contains("linje 2, felt break_minutes:"), "approved: {}", told.stderr);
    let told = import("hours", &hours("", "submitted", "13").replace("12:00", "14:00"));
    assert!(told.ok, "{}", told.stderr);
    let told = import("hours", &hours("60", "submitted", "13").replace("12:00", "14:00"));
    assert!(told.stderr.contains("linje 2, felt break_minutes:"), "too long: {}", told.stderr);

    let offering = |lead: &str, allergens: &str| {
        format!(
            "offering,enterprise,name,kind,unit,price_incl_vat,vat_code,lead_days,allergens\n\
             KAKE,ved,Kake,goods,stk,0.00,31,{lead},{allergens}\n"
        )
    };
    takes("offerings", &offering("", "gluten;nuts"));
    takes("offerings", &offering("3", "gluten;nuts"));
    let kept = "SELECT CAST(lead_days AS TEXT) || ' ' || allergens AS value FROM offering";
    assert_eq!(db.texts(kept), ["3 gluten;nuts"], "an import is taken at its word");
    assert!(run_on(&db, &["check"]).ok);
}

#[test]
fn days_of_lead_that_staff_have_set_are_held_against_the_file() {
    let app = spawn();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("offerings.csv");
    let told = app.texts(
        "SELECT o.code || ',' || e.code || ',' || o.name || ',' || o.kind || ',' || o.unit || ',' \
         || CAST(p.price_ore / 100 AS TEXT) || ',' || o.vat_code || ',' AS value \
         FROM offering o JOIN enterprise e ON e.id = o.enterprise_id \
         JOIN offering_price p ON p.offering_id = o.id WHERE o.code = 'SN-VED'",
    );
    let lead =
        app.number("SELECT CAST(lead_days AS BIGINT) AS value FROM offering WHERE code = 'SN-VED'");
    for (days, is_same) in [(lead, true), (lead + 1, false)] {
        let head = "offering,enterprise,name,kind,unit,price_incl_vat,vat_code,lead_days\n";
        std::fs::write(&file, format!("{head}{}{days}\n", told[0])).unwrap();
        let told = app.run(&["import", "offerings", file.to_str().unwrap()]);
        assert_eq!(told.ok, is_same, "{}", told.stderr);
        let words = "offerings.csv linje 2, felt lead_days:";
        assert_eq!(told.stderr.contains(words), !is_same, "{}", told.stderr);
    }
}

#[test]
fn a_new_orders_number_never_meets_an_imported_one() {
    let app = spawn();
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let customers = write("customers.csv", "customer,kind,name\nK1,private,Ingrid Aas\n");
    let text = orders(",,,,,,").replace("VED", "SN-VED").replace("A-1", "G0000041");
    let file = write("orders.csv", &text);
    assert!(app.run(&["import", "customers", &customers]).ok);
    let told = app.run(&["import", "orders", &file]);
    assert!(told.ok, "{}", told.stderr);
    let placed = app.api().post_json(
        "/api/v1/orders",
        "one",
        &serde_json::json!({
            "customer": { "kind": "private", "name": "Per Berge", "email": "per@example.com" },
            "delivery_date": "2026-03-20",
            "lines": [{ "offering": "SN-VED", "quantity": "1" }],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    assert_eq!(placed.json()["order"]["number"], "G0000042");
}

#[test]
fn a_file_that_is_not_there_or_a_kind_that_is_none_is_told() {
    let db = FreshDb::empty();
    let told = run_on(&db, &["import", "orders", "/nowhere/orders.csv"]);
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains("/nowhere/orders.csv"), "{}", told.stderr);
    assert_eq!(run_on(&db, &["import", "cows", "x.csv"]).code, 2);
}
