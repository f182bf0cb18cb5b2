//! Documents to organisations as EHF: by the command, on the page, and a whole year of them.

use std::collections::BTreeSet;
use std::path::Path;

use en16931::profiles::PEPPOL_BIS_3;
use serde_json::{Value, json};

use super::farm::{import_farm, year};
use super::harness::cast::{AMINA, ODD, SOLVEIG, TERJE};
use super::harness::{App, FreshDb, run_on, spawn};
use super::invoicing::{deliver, invoice, place_for, private, wood_and_cake};

fn organisation(kind: &str) -> Value {
    json!({"kind": kind, "name": "Bygdekafeen AS", "phone": "90000000",
        "email": "kafe@example.no", "org_number": "317763174", "street": "Storgata 1",
        "postcode": "4630", "city": "Kristiansand"})
}

/// An order of the customer's, placed, delivered and invoiced; answers the invoice's number.
fn invoiced(app: &App, key: &str, customer: &Value) -> i64 {
    let order = place_for(app, key, customer, &wood_and_cake());
    deliver(app, &order, "2026-03-16");
    invoice(app, &order, "2026-03-16")["number"].as_i64().unwrap()
}

fn credited(app: &App, number: i64) {
    let path = format!("/intern/fakturaer/{number}/kreditnota");
    let done = app.sign_in(SOLVEIG).post(&path, &[("date", "2026-03-16")]);
    assert_eq!(done.status, 303, "{}", done.text);
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).unwrap().flatten();
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

/// The document as others read it; whatever they find fatal, or pass over, fails.
fn read(file: &Path) -> en16931::Invoice {
    let xml = std::fs::read(file).unwrap();
    let told = en16931_formats::read(&xml).unwrap();
    assert!(told.entries.is_empty(), "{}: {:?}", file.display(), told.entries);
    let report = PEPPOL_BIS_3.validate(&told.invoice);
    let fatal: Vec<String> = report.fatal().map(ToString::to_string).collect();
    assert!(fatal.is_empty(), "{}: {fatal:#?}", file.display());
    told.invoice
}

#[test]
fn an_organisations_invoice_is_the_same_file_by_command_and_on_the_page() {
    let app = spawn();
    let number = invoiced(&app, "a", &organisation("business"));
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("en.xml");
    let told = app.run(&["export", "ehf", &number.to_string(), "-o", file.to_str().unwrap()]);
    assert!(told.ok, "{}", told.stderr);
    assert_eq!(names(dir.path()), BTreeSet::from(["en.xml".to_owned()]), "and nothing beside it");
    let document = read(&file);
    assert_eq!(document.totals.due.to_string(), "570.00");
    assert_eq!(document.totals.vat_total.unwrap().to_string(), "82.70");
    let seller: Vec<&str> = document.seller.name.as_deref().into_iter().collect();
    assert_eq!(seller, ["Solbakken gård AS"]);

    let link = format!("/intern/fakturaer/{number}/ehf.xml");
    for login in [SOLVEIG, ODD] {
        let person = app.sign_in(login);
        let page = person.get(&format!("/intern/fakturaer/{number}"));
        assert!(page.text.contains(&format!("href=\"{link}\"")), "{login}: {}", page.text);
        let file_of_page = person.get(&link);
        assert_eq!(file_of_page.status, 200);
        assert_eq!(file_of_page.text, std::fs::read_to_string(&file).unwrap());
        assert_eq!(file_of_page.header("content-type"), "application/xml; charset=utf-8");
        assert_eq!(file_of_page.header("content-disposition"), "attachment; filename=\"1.xml\"");
    }
    for login in [AMINA, TERJE] {
        assert_eq!(app.sign_in(login).get(&link).status, 404, "{login}");
    }
    assert_eq!(app.sign_in(SOLVEIG).get("/intern/fakturaer/99/ehf.xml").status, 404);
}

#[test]
fn a_private_buyer_and_an_unknown_number_are_refused_and_nothing_is_written() {
    let app = spawn();
    let number = invoiced(&app, "a", &private("Kari Nordmann")).to_string();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("en.xml");
    let out = file.to_str().unwrap();
    for (number, code, words) in
        [(number.as_str(), "ehf.private_buyer", "privatperson"), ("99", "ehf.unknown", "99")]
    {
        let told = app.run(&["export", "ehf", number, "-o", out]);
        assert_eq!(told.code, 1, "{told:?}");
        assert!(told.stderr.contains(code) && told.stderr.contains(words), "{told:?}");
    }
    for wrong in [
        &["export", "ehf", "-o", out][..],
        &["export", "ehf", "1", "--all", "-o", out],
        &["export", "ehf", "1"],
        &["export", "ehf", "en", "-o", out],
    ] {
        assert_eq!(app.run(wrong).code, 2, "{wrong:?}");
    }
    assert!(names(dir.path()).is_empty());
    let nowhere = dir.path().join("ikke/en.xml");
    let told = app.run(&["export", "ehf", "99", "-o", nowhere.to_str().unwrap()]);
    assert_eq!(told.code, 1);

    let solveig = app.sign_in(SOLVEIG);
    let page = solveig.get(&format!("/intern/fakturaer/{number}"));
    assert!(!page.text.contains("EHF"), "{}", page.text);
    let refused = solveig.get(&format!("/intern/fakturaer/{number}/ehf.xml"));
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("organisasjonsnummer"), "{}", refused.text);
}

#[test]
fn all_is_every_document_to_an_organisation_and_nothing_else() {
    let app = spawn();
    invoiced(&app, "a", &private("Kari Nordmann"));
    let second = invoiced(&app, "b", &organisation("public"));
    invoiced(&app, "c", &organisation("public"));
    credited(&app, second);
    credited(&app, 1);
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("ny/ehf");
    for _twice in 0..2 {
        let told = app.run(&["export", "ehf", "--all", "-o", out.to_str().unwrap()]);
        assert!(told.ok && told.stdout.contains('3'), "{told:?}");
        let wanted = ["2.xml", "3.xml", "4.xml"].map(str::to_owned);
        assert_eq!(names(&out), BTreeSet::from(wanted));
    }
    let note = read(&out.join("4.xml"));
    assert_eq!(note.preceding_invoices[0].reference.as_str(), "2");
    assert_eq!(note.totals, read(&out.join("2.xml")).totals);
}

#[test]
fn one_that_cannot_be_stated_is_told_and_does_not_keep_the_others_back() {
    let app = spawn();
    let first = invoiced(&app, "a", &organisation("business"));
    let second = {
        let order = place_for(&app, "b", &organisation("business"), &wood_and_cake());
        deliver(&app, &order, "2026-03-16");
        let without =
            format!("UPDATE customer_order SET org_number = NULL WHERE number = '{order}'");
        app.db.execute(&without).unwrap();
        invoice(&app, &order, "2026-03-16")["number"].as_i64().unwrap()
    };
    let dir = tempfile::tempdir().unwrap();
    let told = app.run(&["export", "ehf", "--all", "-o", dir.path().to_str().unwrap()]);
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains(&format!("{second}: Kjøperen mangler")), "{told:?}");
    assert!(told.stderr.contains("ehf.buyer_org_number"), "{told:?}");
    assert_eq!(names(dir.path()), BTreeSet::from([format!("{first}.xml")]));
    let page = app.sign_in(SOLVEIG).get(&format!("/intern/fakturaer/{second}")).text;
    assert!(page.contains("mangler organisasjonsnummer") && !page.contains("ehf.xml"), "{page}");
}

#[test]
fn the_page_says_when_the_buyer_gave_no_reference() {
    let app = spawn();
    let number = invoiced(&app, "a", &organisation("public"));
    let page = app.sign_in(SOLVEIG).get(&format!("/intern/fakturaer/{number}")).text;
    assert!(page.contains("ikke oppgitt noen referanse") && page.contains("kan avvise"), "{page}");
    let body = json!({"customer": organisation("public"), "delivery_date": "2026-03-20",
        "buyer_reference": "Kari Lunde", "order_reference": "B-9", "lines": wood_and_cake()});
    let placed = app.api().post_json("/api/v1/orders", "b", &body);
    let order = placed.json()["order"]["number"].as_str().unwrap().to_owned();
    deliver(&app, &order, "2026-03-16");
    let number = invoice(&app, &order, "2026-03-16")["number"].as_i64().unwrap();
    let solveig = app.sign_in(SOLVEIG);
    let page = solveig.get(&format!("/intern/fakturaer/{number}")).text;
    assert!(page.contains("Last ned EHF") && !page.contains("ikke oppgitt"), "{page}");
    let ehf = solveig.get(&format!("/intern/fakturaer/{number}/ehf.xml")).text;
    assert!(ehf.contains("<cbc:BuyerReference>Kari Lunde</cbc:BuyerReference>"), "{ehf}");
    assert!(ehf.contains("<cbc:ID>B-9</cbc:ID>"), "{ehf}");
    assert!(ehf.contains(&format!("<cbc:SalesOrderID>{order}</cbc:SalesOrderID>")), "{ehf}");
}

#[test]
fn a_farms_whole_year_is_stated_to_the_ore() {
    let db = FreshDb::empty();
    let told = import_farm(&db, &year());
    assert!(told.ok, "{}", told.stderr);
    let dir = tempfile::tempdir().unwrap();
    let told = run_on(&db, &["export", "ehf", "--all", "-o", dir.path().to_str().unwrap()]);
    assert!(told.ok, "{}", told.stderr);
    let booked = db.texts(
        "SELECT CAST(i.number AS TEXT) || ' ' || CAST(abs(i.total_ore) AS TEXT) || ' ' || \
         CAST((SELECT SUM(abs(v.vat_ore)) FROM invoice_vat v WHERE v.invoice_id = i.id) AS TEXT) \
         AS value FROM invoice i JOIN customer c ON c.id = i.customer_id \
         WHERE c.kind <> 'private' ORDER BY i.number",
    );
    assert!(booked.len() >= 148, "{} documents", booked.len());
    let mut wanted = BTreeSet::new();
    for line in booked {
        let (number, sums) = line.split_once(' ').unwrap();
        let document = read(&dir.path().join(format!("{number}.xml")));
        let ore = |amount: en16931::InvoiceAmount| amount.to_string().replace('.', "");
        let plain = |digits: String| digits.trim_start_matches('0').to_owned();
        let (total, vat) = sums.split_once(' ').unwrap();
        assert_eq!(plain(ore(document.totals.due)), plain(total.to_owned()), "{number}");
        let stated = plain(ore(document.totals.vat_total.unwrap()));
        assert_eq!(stated, plain(vat.to_owned()), "{number}");
        wanted.insert(format!("{number}.xml"));
    }
    assert_eq!(names(dir.path()), wanted);
}
