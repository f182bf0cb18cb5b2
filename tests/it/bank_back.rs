//! Money that goes back: a payment taken from its invoice by hand is in the bank still, and what the
//! bank takes is a fact, whatever has become of it. And what came in a term that is closed.

use super::bank::{DAY, held, issued, plain, proven, settle, state, taken, waiting};
use super::harness::bank::{camt, ocr, paid};
use super::harness::cast::SOLVEIG;
use super::harness::{App, Person, spawn};

fn last_payment(app: &App, invoice: i64) -> String {
    app.texts(&format!(
        "SELECT p.id AS value FROM payment p JOIN invoice i ON i.id = p.invoice_id \
         WHERE i.number = {invoice} AND p.reverses IS NULL AND p.kind = 'money' \
         AND NOT EXISTS (SELECT 1 FROM payment b WHERE b.reverses = p.id)"
    ))
    .remove(0)
}

fn take_back(app: &App, person: &Person, invoice: i64) -> u16 {
    let payment = last_payment(app, invoice);
    let path = format!("/intern/fakturaer/{invoice}/betaling/{payment}/tilbakeforing");
    person.post(&path, &[]).status
}

fn books(app: &App) -> [i64; 3] {
    ["1920", "1500", "2900"].map(|account| held(app, account))
}

#[test]
fn a_payment_taken_back_by_hand_is_in_the_bank_still_and_waits_to_be_placed_anew() {
    let app = spawn();
    let (one, two) = (issued(&app, "a"), issued(&app, "b"));
    let solveig = app.sign_in(SOLVEIG);
    taken(&app, "ocr-giro", &ocr(1, &[paid(&one.kid, 57_000, DAY, 1)]));
    assert_eq!(books(&app), [57_000, 57_000, 0]);
    assert_eq!(take_back(&app, &solveig, one.number), 303);
    assert_eq!(books(&app), [57_000, 114_000, -57_000], "the bank holds it");
    assert_eq!(state(&app, &one), "invoiced");
    proven(&app);
    let entry = app.texts("SELECT id AS value FROM bank_entry").remove(0);
    let path = format!("/intern/innbetalinger/{entry}");
    let list = plain(&solveig.get("/intern/innbetalinger"));
    assert!(list.contains(&path) && list.contains("1 bevegelse venter"), "{list}");
    let page = plain(&solveig.get(&path));
    assert!(page.contains("Tilbakeført fra fakturaen, og venter på nytt"), "{page}");
    assert_eq!(settle(&solveig, &entry, &[("how", "reopened")]), 422);
    assert_eq!(settle(&solveig, &entry, &[("how", "passed_over"), ("note", "x")]), 422);
    // It was another invoice's; and then it was not that one's either.
    let number = two.number.to_string();
    assert_eq!(settle(&solveig, &entry, &[("how", "invoice"), ("invoice", &number)]), 303);
    assert_eq!(settle(&solveig, &entry, &[("how", "invoice"), ("invoice", &number)]), 422);
    assert_eq!((books(&app), state(&app, &two)), ([57_000, 57_000, 0], "paid".into()));
    proven(&app);
    assert_eq!(take_back(&app, &solveig, two.number), 303);
    assert_eq!(books(&app), [57_000, 114_000, -57_000]);
    proven(&app);
    assert_eq!(settle(&solveig, &entry, &[("how", "paid_back"), ("date", DAY)]), 303);
    assert_eq!(books(&app), [0, 114_000, 0]);
    assert!(!plain(&solveig.get("/intern/innbetalinger")).contains(&path));
    proven(&app);
}

#[test]
fn a_payment_registered_by_hand_leaves_the_account_as_it_came() {
    let app = spawn();
    let one = issued(&app, "a");
    let solveig = app.sign_in(SOLVEIG);
    let wish = [("nokkel", "k1"), ("amount", "570,00"), ("paid_on", DAY)];
    let path = format!("/intern/fakturaer/{}/betaling", one.number);
    assert_eq!(solveig.post(&path, &wish).status, 303);
    assert_eq!(take_back(&app, &solveig, one.number), 303);
    assert_eq!(books(&app), [0, 57_000, 0]);
    proven(&app);
}

#[test]
fn what_the_bank_takes_back_after_the_customer_had_it_is_the_customers_to_pay() {
    let app = spawn();
    let one = issued(&app, "a");
    let solveig = app.sign_in(SOLVEIG);
    taken(&app, "camt054", &camt("08", 1, &[paid(&one.kid, 60_000, DAY, 1)]));
    let customer = app.texts("SELECT customer_id AS value FROM customer_credit").remove(0);
    let card = format!("/intern/tilgode/{customer}");
    let wish = [("nokkel", "k2"), ("amount", "30,00"), ("date", DAY)];
    assert_eq!(solveig.post(&format!("{card}/utbetaling"), &wish).status, 303);
    // By hand it is not moved, and the words say why.
    let payment = last_payment(&app, one.number);
    let back = format!("/intern/fakturaer/{}/betaling/{payment}/tilbakeforing", one.number);
    let told = solveig.post(&back, &[]);
    assert!(told.status == 422 && plain(&told).contains("30,00 kr alt brukt"), "{}", told.text);
    taken(&app, "camt054", &camt("08", 2, &[paid(&one.kid, -60_000, DAY, 2)]));
    let entry = waiting(&app).remove(0);
    let fields = [("how", "reversed"), ("payment", payment.as_str())];
    assert_eq!(settle(&solveig, &entry, &fields), 303);
    assert_eq!(books(&app), [-3_000, 57_000, 3_000]);
    proven(&app);
    let page = plain(&solveig.get(&card));
    assert!(page.contains("skylder") && page.contains("30,00 kr"), "{page}");
    assert!(plain(&solveig.get("/intern/fordringer")).contains("Skylder"));
    // The next money of the customer meets it.
    taken(&app, "ocr-giro", &ocr(3, &[paid("", 3_000, DAY, 3)]));
    let entry = waiting(&app).remove(0);
    assert_eq!(settle(&solveig, &entry, &[("how", "customer"), ("customer", &customer)]), 303);
    assert_eq!(books(&app), [0, 57_000, 0]);
    proven(&app);
}

#[test]
fn what_the_bank_takes_back_of_a_credited_invoice_is_taken_from_what_the_customer_has() {
    let app = spawn();
    let one = issued(&app, "a");
    let solveig = app.sign_in(SOLVEIG);
    taken(&app, "camt054", &camt("08", 1, &[paid(&one.kid, 57_000, DAY, 1)]));
    let path = format!("/intern/fakturaer/{}", one.number);
    assert_eq!(solveig.post(&format!("{path}/kreditnota"), &[("date", DAY)]).status, 303);
    assert_eq!(solveig.post(&format!("{path}/tilgode"), &[]).status, 303);
    let customer = app.texts("SELECT customer_id AS value FROM customer_credit").remove(0);
    let wish = [("nokkel", "k2"), ("amount", "200,00"), ("date", DAY)];
    let card = format!("/intern/tilgode/{customer}/utbetaling");
    assert_eq!(solveig.post(&card, &wish).status, 303);
    taken(&app, "camt054", &camt("08", 2, &[paid(&one.kid, -57_000, DAY, 2)]));
    let entry = waiting(&app).remove(0);
    let payment = last_payment(&app, one.number);
    let fields = [("how", "reversed"), ("payment", payment.as_str())];
    assert_eq!(settle(&solveig, &entry, &fields), 303);
    assert_eq!(books(&app), [-20_000, 0, 20_000]);
    proven(&app);
}

#[test]
fn what_came_in_a_closed_term_is_booked_on_the_first_open_day_and_keeps_the_banks() {
    let app = spawn();
    let (one, two) = (issued(&app, "a"), issued(&app, "b"));
    app.set_clock("2026-05-04 10:00");
    let solveig = app.sign_in(SOLVEIG);
    assert_eq!(solveig.post("/intern/mva/2026/2", &[]).status, 303);
    let file = [paid(&one.kid, 57_000, DAY, 1), paid(&two.kid, 57_000, "2026-05-02", 2)];
    taken(&app, "camt054", &camt("08", 1, &file));
    let days = |of: &str| {
        app.texts(&format!(
            "SELECT v.voucher_date || ' ' || p.paid_on AS value FROM payment p JOIN voucher v \
             ON v.id = p.voucher_id WHERE {of} ORDER BY p.paid_on"
        ))
    };
    let booked = ["2026-05-01 2026-03-16", "2026-05-02 2026-05-02"];
    assert_eq!(days("p.reverses IS NULL"), booked);
    let words = app.texts("SELECT words AS value FROM voucher_text");
    let told = words.iter().filter(|text| text.ends_with("Bankens dag er 16.03.2026"));
    assert_eq!(told.count(), 1, "{words:?}");
    proven(&app);
    // What waited unbooked has a way into the books too.
    taken(&app, "camt054", &camt("08", 2, &[paid(&one.kid, -57_000, "2026-03-20", 3)]));
    let entry = waiting(&app).remove(0);
    let payment = last_payment(&app, one.number);
    let fields = [("how", "reversed"), ("payment", payment.as_str())];
    assert_eq!(settle(&solveig, &entry, &fields), 303);
    assert_eq!(days("p.reverses IS NOT NULL"), ["2026-05-01 2026-03-20"]);
    assert_eq!(books(&app), [57_000, 57_000, 0]);
    proven(&app);
}

#[test]
fn a_payment_without_a_reference_of_its_own_is_not_booked_twice_by_another_file() {
    let app = spawn();
    let one = issued(&app, "a");
    let bare = |text: &str, reference: u32| {
        let own = format!("<Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>");
        assert!(text.contains(&own));
        text.replace(&own, "")
    };
    let first = bare(&camt("08", 1, &[paid(&one.kid, 20_000, DAY, 1)]), 1);
    assert!(taken(&app, "camt054", &first).contains("1 ført"));
    let waits = "1 bevegelse, 200,00 kr: 0 ført, 1 venter på at noen avgjør.";
    let own = camt("08", 2, &[paid(&one.kid, 20_000, DAY, 77)]);
    assert_eq!(taken(&app, "camt054", &own), waits, "by a reference of its own");
    let other = bare(&camt("08", 3, &[paid(&one.kid, 20_000, DAY, 9)]), 9);
    assert_eq!(taken(&app, "camt054", &other), waits, "in another entry");
    assert_eq!(held(&app, "1920"), 20_000);
    proven(&app);
}

#[test]
fn an_amount_in_the_payers_currency_beside_that_on_the_account_refuses_no_file() {
    let app = spawn();
    let one = issued(&app, "a");
    let text = camt("08", 1, &[paid(&one.kid, 57_000, DAY, 1)]).replace(
        "<AmtDtls><TxAmt><Amt Ccy=\"NOK\">570.00",
        "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">49.00",
    );
    assert!(text.contains("EUR"));
    assert_eq!(taken(&app, "camt054", &text), "1 bevegelse, 570,00 kr: 1 ført.");
    assert_eq!(held(&app, "1920"), 57_000);
}

#[test]
fn a_file_of_the_account_that_invoices_were_sent_with_before_is_taken_in() {
    let app = spawn();
    let one = issued(&app, "a");
    app.db.execute("UPDATE seller SET bank_account = '12345678903'").unwrap();
    let text = ocr(1, &[paid(&one.kid, 57_000, DAY, 1)]);
    assert_eq!(taken(&app, "ocr-giro", &text), "1 bevegelse, 570,00 kr: 1 ført.");
    let told = super::bank::import(&app, "ocr-giro", &text.replace("18131012346", "99990000006"));
    assert!(told.code == 1 && told.stderr.contains("bank.account"), "{}", told.stderr);
}
