//! Files from the bank: known payments booked once, all else waits, and nothing is half done.

use std::path::PathBuf;

use reqwest::blocking::multipart::{Form, Part};

use super::harness::bank::{camt, ocr, paid};
use super::harness::cast::{ODD, SOLVEIG, TERJE};
use super::harness::{Answer, App, Person, Told, spawn};
use super::invoicing::{deliver, invoice, place, wood_and_cake};

pub(super) const DAY: &str = "2026-03-16";
/// A KID that no invoice has.
pub(super) const STRANGE: &str = "0001230000174";

/// An invoice of 570 kr: its number, KID and order.
pub(super) struct Issued {
    pub(super) number: i64,
    pub(super) kid: String,
    pub(super) order: String,
}

pub(super) fn issued(app: &App, key: &str) -> Issued {
    let order = place(app, key, &wood_and_cake());
    deliver(app, &order, DAY);
    let made = invoice(app, &order, DAY);
    let kid = made["kid"].as_str().unwrap().to_owned();
    Issued { number: made["number"].as_i64().unwrap(), kid, order }
}

/// Runs the command on a file of this text.
pub(super) fn import(app: &App, kind: &str, text: &str) -> Told {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("fra-banken.txt");
    std::fs::write(&file, text).unwrap();
    app.run(&["import", kind, file.to_str().unwrap()])
}

pub(super) fn taken(app: &App, kind: &str, text: &str) -> String {
    let told = import(app, kind, text);
    assert!(told.ok, "{}", told.stderr);
    told.stdout.replace('\u{a0}', " ").trim().to_owned()
}

fn upload(person: &Person, bytes: Vec<u8>) -> Answer {
    let file = Part::bytes(bytes).file_name("fil").mime_str("application/octet-stream").unwrap();
    let form = Form::new().text("csrf", person.csrf()).part("file", file);
    person.post_files("/intern/innbetalinger", form)
}

pub(super) fn held(app: &App, account: &str) -> i64 {
    app.number(&format!(
        "SELECT CAST(COALESCE(SUM(amount_ore), 0) AS BIGINT) AS value FROM posting \
         WHERE account = '{account}'"
    ))
}

pub(super) fn state(app: &App, issued: &Issued) -> String {
    let order = &issued.order;
    app.texts(&format!("SELECT state AS value FROM customer_order WHERE number = '{order}'"))
        .remove(0)
}

pub(super) fn waiting(app: &App) -> Vec<String> {
    app.texts(
        "SELECT e.id AS value FROM bank_entry e LEFT JOIN bank_settling s ON s.entry_id = e.id \
         WHERE e.fate <> 'paid' AND s.entry_id IS NULL ORDER BY e.line",
    )
}

pub(super) fn settle(person: &Person, entry: &str, fields: &[(&str, &str)]) -> u16 {
    person.post(&format!("/intern/innbetalinger/{entry}"), fields).status
}

pub(super) fn proven(app: &App) {
    let told = app.run(&["check"]);
    assert!(told.ok, "{}", told.stdout);
}

pub(super) fn plain(answer: &Answer) -> String {
    answer.text.replace('\u{a0}', " ").replace("&#160;", " ")
}

#[test]
fn a_file_pays_the_invoices_its_kids_name_and_changes_nothing_when_it_comes_again() {
    for (kind, edition) in [("ocr-giro", ""), ("camt054", "02"), ("camt054", "08")] {
        let app = spawn();
        let (one, two) = (issued(&app, "a"), issued(&app, "b"));
        let payments = [paid(&one.kid, 57_000, DAY, 1), paid(&two.kid, 20_000, DAY, 2)];
        let text = if edition.is_empty() { ocr(1, &payments) } else { camt(edition, 1, &payments) };
        let told = taken(&app, kind, &text);
        assert_eq!(told, "2 bevegelser, 770,00 kr: 2 ført.", "{kind}");
        assert_eq!(
            (held(&app, "1920"), held(&app, "1500"), held(&app, "2900")),
            (77_000, 37_000, 0)
        );
        assert_eq!((state(&app, &one), state(&app, &two)), ("paid".into(), "invoiced".into()));
        assert_eq!(taken(&app, kind, &text), "Filen er lest inn før. Ingenting nytt.");
        assert_eq!(held(&app, "1920"), 77_000);
        assert_eq!(app.number("SELECT count(*) AS value FROM bank_file"), 1);
        // The day in one sum, as the bank has it.
        let sql = "SELECT count(*) AS value FROM posting WHERE account = '1920'";
        assert_eq!(app.number(sql), 1);
        proven(&app);
    }
}

#[test]
fn the_same_payment_in_another_file_is_booked_once() {
    let app = spawn();
    let one = issued(&app, "a");
    let payment = [paid(&one.kid, 57_000, DAY, 41)];
    taken(&app, "ocr-giro", &ocr(1, &payment));
    let again = "1 bevegelse, 570,00 kr: 0 ført, 1 var kjent fra før.";
    assert_eq!(taken(&app, "ocr-giro", &ocr(2, &payment)), again);
    assert_eq!(taken(&app, "camt054", &camt("08", 1, &payment)), again);
    assert_eq!(taken(&app, "camt054", &camt("02", 2, &payment)), again);
    // Under another reference it may be the same, or another: a person says which.
    let alike = [paid(&one.kid, 57_000, DAY, 99)];
    let told = taken(&app, "camt054", &camt("08", 3, &alike));
    assert_eq!(told, "1 bevegelse, 570,00 kr: 0 ført, 1 venter på at noen avgjør.");
    assert_eq!((held(&app, "1920"), held(&app, "2900")), (57_000, 0), "nothing is booked");
    let solveig = app.sign_in(SOLVEIG);
    let entry = waiting(&app).remove(0);
    let page = solveig.get(&format!("/intern/innbetalinger/{entry}"));
    assert!(plain(&page).contains("Kan være kommet før"), "{}", page.text);
    assert_eq!(settle(&solveig, &entry, &[("how", "passed_over"), ("note", " ")]), 422);
    let fields = [("how", "passed_over"), ("note", "Samme som i OCR-filen")];
    assert_eq!(settle(&solveig, &entry, &fields), 303);
    assert_eq!(settle(&solveig, &entry, &fields), 422, "it is settled");
    assert!(waiting(&app).is_empty());
    // In a file of the same kind, two references are two payments.
    taken(
        &app,
        "ocr-giro",
        &ocr(3, &[paid(&one.kid, 1_000, DAY, 7), paid(&one.kid, 1_000, DAY, 8)]),
    );
    assert_eq!((held(&app, "1920"), held(&app, "2900")), (59_000, -2_000));
    proven(&app);
}

#[test]
fn what_is_past_the_open_amount_is_the_customers_to_use_or_have_back() {
    let app = spawn();
    let (one, other) = (issued(&app, "a"), issued(&app, "b"));
    taken(&app, "ocr-giro", &ocr(1, &[paid(&one.kid, 60_000, DAY, 1)]));
    assert_eq!((held(&app, "1500"), held(&app, "2900")), (57_000, -3_000));
    let solveig = app.sign_in(SOLVEIG);
    let customer = app.texts("SELECT customer_id AS value FROM customer_credit").remove(0);
    let list = plain(&solveig.get("/intern/fordringer"));
    assert!(
        list.contains(&format!("/intern/tilgode/{customer}")) && list.contains("30,00"),
        "{list}"
    );
    let card = format!("/intern/tilgode/{customer}");
    let shown = plain(&solveig.get(&card));
    assert!(shown.contains("30,00 kr") && shown.contains("Betalt for mye"), "{shown}");
    let seen = plain(&app.sign_in(ODD).get(&card));
    assert!(seen.contains("30,00 kr") && !seen.contains("/utbetaling"), "{seen}");
    // Each private order has a customer of its own, so the other invoice is another's.
    let number = other.number.to_string();
    let wish = [("nokkel", "k1"), ("invoice", number.as_str()), ("amount", "30,00"), ("date", DAY)];
    let told = solveig.post(&format!("{card}/faktura"), &wish);
    assert!(told.status == 422 && told.text.contains("til en annen kunde"), "{}", told.text);
    for (amount, date) in [("30,01", DAY), ("0", DAY), ("x", DAY), ("30,00", "2026-03-17")] {
        let wish = [("nokkel", "feil"), ("amount", amount), ("date", date)];
        assert_eq!(solveig.post(&format!("{card}/utbetaling"), &wish).status, 422, "{amount}");
    }
    for _ in 0..2 {
        let wish = [("nokkel", "k2"), ("amount", "30,00"), ("date", DAY)];
        assert_eq!(solveig.post(&format!("{card}/utbetaling"), &wish).status, 303);
    }
    assert_eq!((held(&app, "1920"), held(&app, "2900")), (57_000, 0), "back once");
    proven(&app);
}

#[test]
fn what_is_typed_past_the_open_amount_is_the_customers_too() {
    let app = spawn();
    let one = issued(&app, "a");
    let solveig = app.sign_in(SOLVEIG);
    let path = format!("/intern/fakturaer/{}", one.number);
    let wish = [("nokkel", "k1"), ("amount", "600,00"), ("paid_on", DAY)];
    assert_eq!(solveig.post(&format!("{path}/betaling"), &wish).status, 303);
    assert_eq!(
        (held(&app, "1500"), held(&app, "2900"), state(&app, &one).as_str()),
        (0, -3_000, "paid")
    );
    let page = plain(&solveig.get(&path));
    assert!(page.contains("570,00 kr betalt 16.03.2026 og 30,00 kr til gode"), "{page}");
    // Taken back, the invoice is open again, once.
    let payment = app.texts("SELECT id AS value FROM payment").remove(0);
    let back = format!("{path}/betaling/{payment}/tilbakeforing");
    assert_eq!(solveig.post(&back, &[]).status, 303);
    assert_eq!(solveig.post(&back, &[]).status, 422);
    assert_eq!(
        (held(&app, "1500"), held(&app, "2900"), state(&app, &one).as_str()),
        (57_000, 0, "invoiced")
    );
    assert!(!plain(&solveig.get(&path)).contains("/tilbakeforing"));
    proven(&app);
}

#[test]
fn what_meets_no_invoice_is_in_the_bank_at_once_and_waits_for_a_person() {
    let app = spawn();
    let (one, two) = (issued(&app, "a"), issued(&app, "b"));
    let solveig = app.sign_in(SOLVEIG);
    let credit = format!("/intern/fakturaer/{}/kreditnota", two.number);
    assert_eq!(solveig.post(&credit, &[("date", DAY)]).status, 303);
    let payments =
        [paid(STRANGE, 60_000, DAY, 1), paid("", 30_000, DAY, 2), paid(&two.kid, 57_000, DAY, 3)];
    let told = taken(&app, "ocr-giro", &ocr(1, &payments));
    assert_eq!(told, "3 bevegelser, 1 470,00 kr: 0 ført, 3 venter på at noen avgjør.");
    assert_eq!((held(&app, "1920"), held(&app, "2900")), (147_000, -147_000));
    proven(&app);

    let [strange, free, credited] = waiting(&app).try_into().unwrap();
    let list = plain(&solveig.get("/intern/innbetalinger"));
    for words in ["Ingen faktura har denne KID-en", "Fakturaen er kreditert", "600,00", STRANGE] {
        assert!(list.contains(words), "{words}: {list}");
    }
    let terje = app.sign_in(TERJE).get("/intern/innbetalinger");
    assert_eq!(terje.status, 404, "a work leader sees no payments");
    // Onto an invoice: what is too much is the customer's.
    for number in ["", "x", "999", "2"] {
        assert_eq!(settle(&solveig, &strange, &[("how", "invoice"), ("invoice", number)]), 422);
    }
    let number = one.number.to_string();
    assert_eq!(settle(&solveig, &strange, &[("how", "invoice"), ("invoice", &number)]), 303);
    assert_eq!(state(&app, &one), "paid");
    // To a customer, who is searched for.
    let path = format!("/intern/innbetalinger/{free}");
    assert!(solveig.get(&format!("{path}?kunde=Kari")).text.contains("Kari Nordmann"));
    let customer = app.texts("SELECT customer_id AS value FROM customer_credit").remove(0);
    for wrong in ["", "finnes-ikke"] {
        assert_eq!(settle(&solveig, &free, &[("how", "customer"), ("customer", wrong)]), 422);
    }
    assert_eq!(settle(&solveig, &free, &[("how", "customer"), ("customer", &customer)]), 303);
    // Back to whoever paid; it cannot be passed over, as it is in the books.
    assert_eq!(settle(&solveig, &credited, &[("how", "passed_over"), ("note", "Vet ikke")]), 422);
    for date in ["", "2026-03-15", "2026-03-17"] {
        assert_eq!(settle(&solveig, &credited, &[("how", "paid_back"), ("date", date)]), 422);
    }
    assert_eq!(settle(&solveig, &credited, &[("how", "paid_back"), ("date", DAY)]), 303);
    assert!(waiting(&app).is_empty());
    assert_eq!((held(&app, "1920"), held(&app, "1500"), held(&app, "2900")), (90_000, 0, -33_000));
    let seen = plain(&app.sign_in(ODD).get(&path));
    assert!(seen.contains("Satt til gode hos kunden av Solveig"), "{seen}");
    proven(&app);
}

#[test]
fn what_the_bank_takes_back_opens_the_invoice_again_by_a_persons_yes() {
    let app = spawn();
    let one = issued(&app, "a");
    taken(&app, "camt054", &camt("08", 1, &[paid(&one.kid, 57_000, DAY, 1)]));
    assert_eq!(state(&app, &one), "paid");
    taken(&app, "camt054", &camt("08", 2, &[paid(&one.kid, -57_000, DAY, 2)]));
    assert_eq!((held(&app, "1920"), state(&app, &one).as_str()), (57_000, "paid"), "not guessed");
    let solveig = app.sign_in(SOLVEIG);
    let entry = waiting(&app).remove(0);
    let page = plain(&solveig.get(&format!("/intern/innbetalinger/{entry}")));
    assert!(page.contains("Banken har tatt noe tilbake") && page.contains("samme KID"), "{page}");
    let payment = app.texts("SELECT id AS value FROM payment").remove(0);
    for (how, wrong) in [("reversed", ""), ("reversed", "x"), ("invoice", ""), ("paid_back", "")] {
        let fields = [("how", how), ("payment", wrong), ("invoice", "1"), ("date", DAY)];
        assert_eq!(settle(&solveig, &entry, &fields), 422, "{how} {wrong}");
    }
    let fields = [("how", "reversed"), ("payment", payment.as_str())];
    assert_eq!(settle(&solveig, &entry, &fields), 303);
    assert_eq!((held(&app, "1920"), held(&app, "1500")), (0, 57_000));
    assert_eq!(state(&app, &one), "invoiced");
    // Paid anew, by another payment.
    taken(&app, "ocr-giro", &ocr(3, &[paid(&one.kid, 57_000, DAY, 3)]));
    assert_eq!(waiting(&app).len(), 1, "it may be the first in another file");
    proven(&app);
}

#[test]
fn a_deduction_in_an_ocr_file_waits_and_is_in_its_sum() {
    let app = spawn();
    let one = issued(&app, "a");
    let payments = [paid(&one.kid, 57_000, DAY, 1), paid(&one.kid, -7_000, DAY, 2)];
    let told = taken(&app, "ocr-giro", &ocr(1, &payments));
    assert_eq!(told, "2 bevegelser, 500,00 kr: 1 ført, 1 venter på at noen avgjør.");
    assert_eq!(held(&app, "1920"), 57_000);
    proven(&app);
}

#[test]
fn an_invoice_credited_after_it_was_paid_gives_its_money_to_the_customer() {
    let app = spawn();
    let one = issued(&app, "a");
    taken(&app, "ocr-giro", &ocr(1, &[paid(&one.kid, 57_000, DAY, 1)]));
    let solveig = app.sign_in(SOLVEIG);
    let path = format!("/intern/fakturaer/{}", one.number);
    assert_eq!(solveig.post(&format!("{path}/tilgode"), &[]).status, 422, "it is not credited");
    assert_eq!(solveig.post(&format!("{path}/kreditnota"), &[("date", DAY)]).status, 303);
    assert_eq!(held(&app, "1500"), -57_000);
    assert_eq!(solveig.post(&format!("{path}/tilgode"), &[]).status, 303);
    assert_eq!(solveig.post(&format!("{path}/tilgode"), &[]).status, 422, "there is no more");
    assert_eq!((held(&app, "1500"), held(&app, "2900")), (0, -57_000));
    let payment = app.texts("SELECT id AS value FROM payment ORDER BY id").remove(0);
    let back = format!("{path}/betaling/{payment}/tilbakeforing");
    assert_eq!(solveig.post(&back, &[]).status, 422, "the money is the customer's now");
    proven(&app);
}

#[test]
fn the_business_manager_takes_a_file_in_by_the_page() {
    let app = spawn();
    let one = issued(&app, "a");
    let solveig = app.sign_in(SOLVEIG);
    for (bytes, words) in [
        (Vec::new(), "Velg en fil"),
        (b"hei".to_vec(), "verken en OCR giro-fil eller"),
        (vec![b' '; 5 * 1024 * 1024 + 1], "større enn 5 MB"),
        (vec![b' '; 9 * 1024 * 1024], "større enn 5 MB"),
        (
            b"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>".to_vec(),
            "camt.053",
        ),
    ] {
        let told = upload(&solveig, bytes);
        assert!(told.status == 422 && told.text.contains(words), "{words}: {}", told.text);
    }
    let text = camt("08", 1, &[paid(&one.kid, 57_000, DAY, 1), paid("", 5_000, DAY, 2)]);
    for words in ["1 ført, 1 venter på at noen avgjør", "lest inn før"] {
        let told = upload(&solveig, text.clone().into_bytes());
        assert_eq!((told.status, told.location()), (303, "/intern/innbetalinger"));
        assert!(plain(&solveig.follow(&told)).contains(words), "{words}");
    }
    let file = app.texts("SELECT id AS value FROM bank_file").remove(0);
    let odd = app.sign_in(ODD);
    let page = plain(&odd.get(&format!("/intern/innbetalinger/fil/{file}")));
    assert!(page.contains("Faktura 1") && page.contains("50,00"), "{page}");
    assert!(page.contains("/intern/regnskap/bilag/2026/"), "{page}");
    let list = plain(&odd.get("/intern/innbetalinger"));
    assert!(list.contains("camt.054") && !list.contains("Les inn en fil"), "{list}");
    assert_eq!(upload(&odd, text.clone().into_bytes()).status, 403);
    assert_eq!(upload(&app.sign_in(TERJE), text.into_bytes()).status, 403);
    let entry = waiting(&app).remove(0);
    assert!(!odd.get(&format!("/intern/innbetalinger/{entry}")).text.contains("<form class"));
    assert_eq!(settle(&odd, &entry, &[("how", "invoice"), ("invoice", "1")]), 403);
}
