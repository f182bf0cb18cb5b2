//! The sums of a document are the same to the øre on the page, in the PDF, in the EHF and in the
//! books; and a farm's whole year, its reminders and its papers as PDF.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use super::farm::{import_farm, year};
use super::harness::cast::{AMINA, ODD, SOLVEIG, TERJE};
use super::harness::{App, FreshDb, run_on, spawn};
use super::invoicing::{deliver, invoice, place_for, private, wood_and_cake};
use super::pdf::{
    CUSTOMER_COLUMNS, OFFERING_COLUMNS, ORDER_COLUMNS, fetch, imported, stand_in_order, told_by,
    words_of,
};

/// Goods and services of every code that has an account.
const SOLD: [(&str, &str); 8] = [
    ("goods", "3"),
    ("goods", "31"),
    ("goods", "5"),
    ("goods", "6"),
    ("service", "3"),
    ("service", "33"),
    ("service", "5"),
    ("service", "6"),
];

/// What of [`SOLD`], thousandths of it, and øre for one.
type Line = (usize, u32, u32);
/// Is it a company's, is it credited, and its lines.
type Sale = (bool, bool, Vec<Line>);

fn sales() -> impl Strategy<Value = Vec<Sale>> {
    let line = (0..SOLD.len(), 1_u32..40_000, 1_u32..900_000);
    let sale = (any::<bool>(), any::<bool>(), prop::collection::vec(line, 1..7));
    prop::collection::vec(sale, 1..5)
}

/// `12 500,00` and `−0,50`, as pages and papers write it.
fn kroner(ore: i64) -> String {
    let (whole, rest) = (ore.unsigned_abs() / 100, ore.unsigned_abs() % 100);
    let digits = whole.to_string();
    let grouped: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
    format!("{}{},{rest:02}", if ore < 0 { "−" } else { "" }, grouped.join(" "))
}

/// A KID of eight digits, the last of which checks the others.
fn kid(number: usize) -> String {
    let body = format!("{number:07}");
    let digits = body.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = digits
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// The farm with these sales, invoiced in January.
fn sold(sales: &[Sale]) -> App {
    let app = spawn();
    let mut offerings = OFFERING_COLUMNS.to_owned();
    for (place, (kind, code)) in SOLD.iter().enumerate() {
        let _ = writeln!(offerings, "P{place},catering,Vare {place},{kind},hg,1.00,{code},1,,");
    }
    let mut orders = ORDER_COLUMNS.to_owned();
    for (place, (is_company, is_credited, lines)) in sales.iter().enumerate() {
        let customer = if *is_company { "F" } else { "K" };
        let credited = if *is_credited { "2026-01-20" } else { "" };
        for (line, (what, milli, ore)) in lines.iter().enumerate() {
            let quantity = format!("{}.{:03}", milli / 1000, milli % 1000);
            let price = format!("{}.{:02}", ore / 100, ore % 100);
            let _ = writeln!(
                orders,
                "T{place},{},2026-01-05,{customer},P{what},{quantity},{price},{},2026-01-10,\
                 2026-01-10,2026-01-12,2026-01-26,{},,{credited},",
                line + 1,
                SOLD[*what].1,
                kid(place + 1)
            );
        }
    }
    let customers = format!(
        "{CUSTOMER_COLUMNS}F,business,Bygdekafeen AS,317763174,f@example.com,Storgata 1,4630,Oslo\n\
         K,private,Kari Nordmann,,k@example.com,Storgata 2,4630,Oslo\n"
    );
    imported(
        &app,
        &[("customers.csv", customers), ("offerings.csv", offerings), ("orders.csv", orders)],
    );
    app
}

/// `AS value` of SQL as whole numbers, a row each.
fn rows(db: &FreshDb, sql: &str) -> Vec<Vec<i64>> {
    let row = |row: String| row.split(' ').map(|cell| cell.parse().unwrap()).collect();
    db.texts(sql).into_iter().map(row).collect()
}

fn of_voucher(db: &FreshDb, number: i64, accounts: &str) -> i64 {
    db.number(&format!(
        "SELECT CAST(COALESCE(SUM(p.amount_ore), 0) AS BIGINT) AS value FROM posting p \
         JOIN invoice i ON i.voucher_id = p.voucher_id \
         WHERE i.number = {number} AND p.account LIKE '{accounts}'"
    ))
}

/// Number, total, net, VAT, and is it to an organisation, of every document.
const DOCUMENTS: &str = "SELECT CAST(i.number AS TEXT) || ' ' || CAST(i.total_ore AS TEXT) || ' ' || \
    CAST((SELECT SUM(v.base_ore) FROM invoice_vat v WHERE v.invoice_id = i.id) AS TEXT) || ' ' || \
    CAST((SELECT SUM(v.vat_ore) FROM invoice_vat v WHERE v.invoice_id = i.id) AS TEXT) || ' ' || \
    CASE c.kind WHEN 'private' THEN '0' ELSE '1' END AS value \
    FROM invoice i JOIN customer c ON c.id = i.customer_id ORDER BY i.number";

/// What a PDF says of the VAT of a document, a row a code.
fn is_as_booked(db: &FreshDb, number: i64, text: &str) {
    let vats = format!(
        "SELECT CAST(v.base_ore AS TEXT) || ' ' || CAST(v.vat_ore AS TEXT) || ' ' || \
         CAST(v.gross_ore AS TEXT) AS value FROM invoice_vat v JOIN invoice i \
         ON i.id = v.invoice_id WHERE i.number = {number}"
    );
    for vat in rows(db, &vats) {
        let told = vat.iter().map(|ore| kroner(*ore)).collect::<Vec<_>>().join(" ");
        assert!(text.contains(&told), "{number}: {told}: {text}");
    }
}

fn the_same_everywhere(app: &App) {
    let dir = tempfile::tempdir().unwrap();
    let place = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    for kind in ["pdf", "ehf"] {
        let told = app.run(&["export", kind, "--all", "-o", &place(kind)]);
        assert!(told.ok, "{}", told.stderr);
    }
    let odd = app.sign_in(ODD);
    for row in rows(&app.db, DOCUMENTS) {
        let (number, total, net, vat) = (row[0], row[1], row[2], row[3]);
        let sums = [net, vat, total].map(kroner);
        let text = words_of(&std::fs::read(place(&format!("pdf/{number}.pdf"))).unwrap());
        assert!(text.contains(&format!("Sum {}", sums.join(" "))), "{sums:?}: {text}");
        is_as_booked(&app.db, number, &text);
        let page = odd.get(&format!("/intern/fakturaer/{number}")).text;
        let page = page.replace('\u{a0}', " ").replace("&#160;", " ");
        // The sum of a credit note stands after the word "Kreditert", without a sign.
        let shown = [net, vat, total.abs()].map(kroner);
        for sum in &shown {
            assert!(page.contains(&format!(">{sum}<")), "{number}: {sum} is not on the page");
        }
        assert_eq!(of_voucher(&app.db, number, "1500"), total, "{number}");
        assert_eq!(of_voucher(&app.db, number, "27%"), -vat, "{number}");
        assert_eq!(of_voucher(&app.db, number, "3%"), -net, "{number}");
        let file = dir.path().join(format!("ehf/{number}.xml"));
        assert_eq!(file.exists(), row[4] == 1, "{number}");
        if file.exists() {
            is_in_the_ehf(&file, total, vat);
        }
    }
}

fn is_in_the_ehf(file: &Path, total: i64, vat: i64) {
    let stated = en16931_formats::read(&std::fs::read(file).unwrap()).unwrap().invoice.totals;
    let ore = |text: String| text.replace('.', "").parse::<i64>().unwrap();
    assert_eq!(ore(stated.due.to_string()), total.abs(), "{}", file.display());
    let stated = stated.vat_total.map_or(0, |sum| ore(sum.to_string()));
    assert_eq!(stated, vat.abs(), "{}", file.display());
}

#[test]
fn the_sums_of_any_order_are_the_same_on_page_in_pdf_in_ehf_and_in_the_books() {
    let mut runner = TestRunner::new(Config { cases: 5, ..Config::default() });
    let outcome = runner.run(&sales(), |sales| {
        the_same_everywhere(&sold(&sales));
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn a_mixed_invoice_tells_vat_by_rate_and_why_there_is_none() {
    let app = sold(&[(
        true,
        false,
        vec![(0, 1000, 12_500), (1, 1500, 1001), (2, 1000, 24_900), (7, 2000, 35_000)],
    )]);
    let (pdf, _) = fetch(&app.sign_in(SOLVEIG), "/intern/fakturaer/1/faktura.pdf");
    stand_in_order(
        &words_of(&pdf),
        &[
            "Vare 1 1,5 hg 10,01 15 % 15,02",
            "25 % 100,00 25,00 125,00",
            "15 % 13,06 1,96 15,02",
            "Fritatt",
            "Fritatt etter merverdiavgiftsloven kapittel 6",
            "Unntatt",
            "Unntatt etter merverdiavgiftsloven kapittel 3",
            "Sum",
            "Å betale kr 1 089,02",
        ],
    );
}

#[test]
fn a_farms_whole_year_is_set_and_its_sums_stand() {
    let db = FreshDb::empty();
    assert!(import_farm(&db, &year()).ok);
    let dir = tempfile::tempdir().unwrap();
    let told = run_on(&db, &["export", "pdf", "--all", "-o", dir.path().to_str().unwrap()]);
    assert!(told.ok, "{}", told.stderr);
    let documents = rows(&db, DOCUMENTS);
    assert!(documents.len() > 500, "{} documents", documents.len());
    for row in &documents {
        let file = dir.path().join(format!("{}.pdf", row[0]));
        let pdf = std::fs::read(&file).unwrap();
        assert!(pdf.len() < 120_000, "{}: {} bytes", row[0], pdf.len());
        if row[0] % 12 == 0 {
            let sums = [row[2], row[3], row[1]].map(kroner).join(" ");
            let text = words_of(&pdf);
            assert!(text.contains(&format!("Sum {sums}")), "{sums}: {text}");
        }
    }
}

#[test]
fn a_reminder_as_pdf_tells_what_is_left_what_has_come_to_it_and_by_when() {
    let app = spawn();
    let order = place_for(&app, "a", &private("Kari Nordmann"), &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    invoice(&app, &order, "2026-03-16");
    app.set_clock("2026-04-20 10:00");
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(solveig.post("/intern/purringer", &[("faktura", "1")]).status, 303);
    let path = "/intern/fakturaer/1/purring/1";
    let page = solveig.get(path).text;
    assert!(page.contains(&format!("href=\"{path}/purring.pdf\"")), "{page}");
    let (pdf, name) = fetch(&solveig, &format!("{path}/purring.pdf"));
    assert_eq!(name, "purring-1-faktura-1.pdf");
    let kid = app.texts("SELECT kid AS value FROM invoice").remove(0);
    let sql = "SELECT CAST(open_ore + earlier_ore + fee_ore + interest_ore AS BIGINT) AS value \
               FROM reminder";
    let total = kroner(app.number(sql));
    let due = app.texts("SELECT CAST(due_date AS TEXT) AS value FROM reminder").remove(0);
    let due = due.split('-').rev().collect::<Vec<_>>().join(".");
    stand_in_order(
        &words_of(&pdf),
        &[
            "Solbakken gård AS",
            "Kari Nordmann",
            "Purring 1",
            "Dato 20.04.2026",
            "Gjelder faktura 1 av 16.03.2026",
            "Fakturaen forfalt 30.03.2026",
            "Igjen av faktura 1 570,00",
            &format!("Å betale {total}"),
            &format!("Å betale kr {total}"),
            &format!("Forfall {due}"),
            &format!("KID {kid}"),
        ],
    );
    assert!(!words_of(&pdf).contains("Solveig"));
    assert!(pdf == fetch(&app.sign_in(ODD), &format!("{path}/purring.pdf")).0);
    assert_eq!(app.sign_in(TERJE).get(&format!("{path}/purring.pdf")).status, 404);
    assert_eq!(solveig.get("/intern/fakturaer/1/purring/2/purring.pdf").status, 404);
}

#[test]
fn papers_of_hours_say_the_same_as_their_pages_and_are_the_same_each_time() {
    let app = spawn();
    let logged = app.api_as(AMINA).post_json(
        "/api/v1/hours",
        "paper",
        &json!({"date": "2026-03-12", "start": "09:00", "end": "14:30", "break_minutes": 30,
            "enterprise": "snekkeri", "kind": "training", "order": null}),
    );
    let id = logged.json()["entry"]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/hours/{id}/approval");
    assert_eq!(app.api_as(TERJE).post_json(&path, "", &json!({})).status, 200);
    let code = "SELECT employee_code AS value FROM resident WHERE pseudonym = 'B01'";
    let code = app.texts(code).remove(0);
    let row = format!("to. 12.03.2026 {code} 09:00 14:30");
    for (login, path, wanted) in [
        (TERJE, "/intern/papirer/personalliste/snekkeri", row.as_str()),
        (AMINA, "/intern/timer/14-dager", "to. 12.03.2026 5 t 5 t Godkjent"),
        (AMINA, "/intern/timer/arbeidstid", "to. 12.03.2026 09:00 14:30 30 min 5 t Snekkeriet"),
    ] {
        let person = app.sign_in(login);
        let page = person.get(path).text;
        let (link, _) = page.split_once("\">Last ned som PDF").expect("a way to the PDF");
        let link = link.rsplit_once("href=\"").unwrap().1.to_owned();
        let (pdf, name) = fetch(&person, &link);
        assert!(Path::new(&name).extension().is_some_and(|ending| ending == "pdf"), "{name}");
        let text = words_of(&pdf);
        assert!(text.contains(wanted), "{path}: {text}");
        assert!(!text.contains("Amina") && !text.contains("Yusuf"), "{text}");
        let claims = told_by("pdfinfo", &["-meta", "FILE"], &pdf);
        assert!(claims.contains("pdfaid:part>3<") && claims.contains("pdfuaid:part>1<"));
        app.later_minutes(3);
        assert!(fetch(&person, &link).0 == pdf, "{path} is the same each time");
    }
}
