//! The books: read down to the voucher, closed term by term, and proven anew.

use super::harness::cast::{AMINA, LARS, ODD, SOLVEIG};
use super::harness::{App, Told, on_postgres, spawn};
use super::invoicing::{deliver, invoice, place, wood_and_cake};
use super::purchases::book;

/// An invoice of 570 kr paid with 70, and a receipt of 1 250 kr paid.
fn farm_with_books() -> App {
    let app = spawn();
    let order = place(&app, "a", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    invoice(&app, &order, "2026-03-16");
    let solveig = app.sign_in(SOLVEIG);
    let paid = [("nokkel", "k"), ("amount", "70"), ("paid_on", "2026-03-16")];
    assert_eq!(solveig.post("/intern/fakturaer/1/betaling", &paid).status, 303);
    assert_eq!(book(&solveig, "p", &[("paid_on", "2026-03-03")]).status, 303);
    app
}

fn check(app: &App) -> Told {
    app.run(&["check"])
}

#[test]
fn the_books_open_from_account_to_voucher_to_document() {
    let app = farm_with_books();
    let odd = app.sign_in(ODD);
    let books = odd.get("/intern/regnskap").text.replace('\u{a0}', " ");
    for wanted in ["1500 Kundefordringer", "500,00", "3040 Salg av mat, 15 %", "−391,30"] {
        assert!(books.contains(wanted), "{wanted}: {books}");
    }
    let account = odd.get("/intern/regnskap/konto/3040?fra=2026-03-01&til=2026-03-31").text;
    assert!(account.contains("/intern/regnskap/bilag/2026/1"), "{account}");
    assert!(account.contains("Kjøkkenet"));
    let voucher = odd.get("/intern/regnskap/bilag/2026/1").text.replace('\u{a0}', " ");
    for wanted in ["Salg", "Kari Nordmann", "/intern/fakturaer/1", "391,30", "Solveig Haug"] {
        assert!(voucher.contains(wanted), "{wanted}: {voucher}");
    }
    for missing in ["/intern/regnskap/bilag/2026/99", "/intern/regnskap/konto/9999"] {
        assert_eq!(odd.get(missing).status, 404, "{missing}");
    }
    let leader = app.sign_in(LARS).get("/intern/regnskap/bilag/2026/1");
    assert!(!leader.text.contains("/intern/fakturaer/"), "the leader sees no invoices");
    assert_eq!(app.sign_in(AMINA).get("/intern/regnskap").status, 404);
    let backwards = odd.get("/intern/regnskap?fra=2026-04-01&til=2026-03-01");
    assert_eq!(backwards.status, 422);
}

#[test]
fn the_trial_balance_of_any_days_sums_to_nothing() {
    let app = farm_with_books();
    let odd = app.sign_in(ODD);
    for days in ["fra=2026-03-03&til=2026-03-16", "fra=2026-01-01&til=2026-03-31", "fra=2026-03-10"]
    {
        let page = odd.get(&format!("/intern/regnskap?{days}")).text;
        let (_, sums) = page.split_once("<tfoot>").unwrap();
        assert_eq!(sums.matches("<td class=\"num\">0,00</td>").count(), 3, "{days}: {sums}");
    }
}

#[test]
fn a_term_is_closed_by_its_figures_and_takes_nothing_after() {
    let app = farm_with_books();
    let order = place(&app, "late", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    let early = app.sign_in(SOLVEIG).post("/intern/mva/2026/2", &[]);
    assert_eq!(early.status, 422, "the term is not over");
    assert!(early.text.contains("ikke over"));
    app.set_clock("2026-05-04 09:00");
    let solveig = app.sign_in(SOLVEIG);
    let terms = solveig.get("/intern/mva").text.replace('\u{a0}', " ");
    for wanted in ["mars–april 2026", "391,30", "58,70", "1 000,00", "250,00"] {
        assert!(terms.contains(wanted), "{wanted}: {terms}");
    }
    let base = solveig.get("/intern/mva/2026/2/grunnlag/31").text.replace('\u{a0}', " ");
    assert!(base.contains("391,30 kr") && base.contains("/intern/regnskap/bilag/2026/1"), "{base}");
    assert_eq!(app.sign_in(LARS).post("/intern/mva/2026/2", &[]).status, 403);
    assert!(solveig.get("/intern/mva/2026/2").text.contains("Ja, avslutt terminen"));
    assert_eq!(solveig.post("/intern/mva/2026/2", &[]).status, 303);
    assert_eq!(solveig.post("/intern/mva/2026/2", &[]).status, 303, "closed is closed");
    assert!(!solveig.get("/intern/mva/2026/2").text.contains("Ja, avslutt terminen"));

    let told = app.api_as(SOLVEIG).post_json(
        &format!("/api/v1/orders/{order}/invoice"),
        "",
        &serde_json::json!({"date": "2026-04-30"}),
    );
    assert_eq!((told.status, told.code().as_str()), (422, "ledger.term_closed"));
    let paid = [("nokkel", "k9"), ("amount", "1"), ("paid_on", "2026-04-30")];
    let payment = solveig.post("/intern/fakturaer/1/betaling", &paid);
    assert_eq!(payment.status, 422);
    assert!(payment.text.contains("id=\"paid_on-error\"") && payment.text.contains("avsluttet"));
    let receipt = book(&solveig, "p9", &[("receipt", "L-9"), ("date", "2026-04-30")]);
    assert_eq!(receipt.status, 422);
    assert!(receipt.text.contains("id=\"date-error\""));
    assert_eq!(invoice(&app, &order, "2026-05-04")["number"], 2);
    let checked = check(&app);
    assert!(checked.ok, "{}", checked.stdout);
}

/// The amounts in a column of kroner, in øre.
fn ore(cell: &str) -> i64 {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let size: i64 = digits.parse().unwrap();
    if cell.contains('−') { -size } else { size }
}

#[test]
fn every_base_of_the_vat_page_opens_to_rows_whose_sum_it_is() {
    let app = farm_with_books();
    app.set_clock("2026-03-17 10:00");
    let solveig = app.sign_in(SOLVEIG);
    let order = place(&app, "credited", &wood_and_cake());
    deliver(&app, &order, "2026-03-17");
    invoice(&app, &order, "2026-03-17");
    let credit = [("date", "2026-03-17")];
    assert_eq!(solveig.post("/intern/fakturaer/2/kreditnota", &credit).status, 303);
    for number in 0..51 {
        let receipt = format!("M-{number}");
        let own = [("receipt", receipt.as_str()), ("gross", "12,37")];
        assert_eq!(book(&solveig, &receipt, &own).status, 303);
    }
    let page = solveig.get("/intern/mva/2026/2").text;
    let mut opened = 0;
    for link in page.split("<a href=\"").skip(1).filter(|link| link.contains("/grunnlag/")) {
        let (href, rest) = link.split_once("\">").unwrap();
        let told = ore(rest.split('<').next().unwrap());
        let mut sum = 0;
        let mut next = Some(href.to_owned());
        while let Some(at) = next {
            let rows = solveig.get(&at).text;
            let body = rows.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
            let amounts = body.split("<td class=\"num\">").skip(1);
            sum += amounts.map(|cell| ore(cell.split('<').next().unwrap())).sum::<i64>();
            let foot = rows.split("<tfoot>").nth(1).unwrap();
            let foot = foot.split("<td class=\"num\">").nth(1).unwrap();
            assert_eq!(ore(foot.split('<').next().unwrap()), told, "the foot of {at}");
            next = rows.split_once(">Neste side<").map(|(before, _)| {
                let (_, address) = before.rsplit_once("href=\"").unwrap();
                address.trim_end_matches('"').to_owned()
            });
        }
        assert_eq!(sum, told, "the rows of {href}");
        opened += 1;
    }
    assert_eq!(opened, 3, "two codes of sales and one of purchases");
    assert_eq!(solveig.get("/intern/mva/2026/2/grunnlag/99").status, 404);
    assert_eq!(solveig.get("/intern/mva/2026/7/grunnlag/3").status, 404);
}

#[test]
fn a_receipt_is_corrected_by_its_mirror_image_once() {
    let app = farm_with_books();
    let solveig = app.sign_in(SOLVEIG);
    let path = "/intern/regnskap/bilag/2026/3/rettelse"; // 1 sale, 2 payment, 3 receipt, 4 its payment
    let right = [("reason", "Feil beløp"), ("date", "2026-03-16")];
    for (changes, at) in [
        ([("reason", ""), ("date", "2026-03-16")], "reason-error"),
        ([("reason", "Feil"), ("date", "2026-03-17")], "date-error"),
        ([("reason", "Feil"), ("date", "2026-03-01")], "date-error"),
    ] {
        let told = solveig.post(path, &changes);
        assert_eq!(told.status, 422);
        assert!(told.text.contains(at), "{at}: {}", told.text);
    }
    assert_eq!(app.sign_in(ODD).post(path, &right).status, 403);
    let done = solveig.post(path, &right);
    assert_eq!((done.status, done.location()), (303, "/intern/regnskap/bilag/2026/5"));
    let costs = app.number(
        "SELECT CAST(SUM(amount_ore) AS BIGINT) AS value FROM balance WHERE account = '4000'",
    );
    assert_eq!(costs, 0);
    assert_eq!(solveig.post(path, &right).status, 422, "once");
    let receipts = solveig.get("/intern/innkjop").text;
    assert!(receipts.contains("Rettet") && !receipts.contains(">Betalt</button>"), "{receipts}");
    let pay = [("receipt", "L-100"), ("paid_on", "2026-03-16")];
    assert_eq!(solveig.post("/intern/innkjop/betaling", &pay).status, 422);
    let sale = solveig.post("/intern/regnskap/bilag/2026/1/rettelse", &right);
    assert_eq!(sale.status, 422, "an invoice is met by a credit note");
    let checked = check(&app);
    assert!(checked.ok, "{}", checked.stdout);
}

#[test]
fn a_term_closed_by_a_machine_whose_clock_is_behind_is_no_fault_of_its_vouchers() {
    let app = spawn();
    app.set_clock("2026-03-16 09:00");
    let solveig = app.sign_in(SOLVEIG);
    app.set_clock("2026-03-16 09:05");
    assert_eq!(book(&solveig, "p", &[("date", "2026-02-27")]).status, 303);
    app.set_clock("2026-03-16 09:01");
    assert_eq!(solveig.post("/intern/mva/2026/1", &[]).status, 303);
    let checked = check(&app);
    assert!(checked.ok, "{}", checked.stdout);
    let since = "SELECT count(*) AS value FROM closed_term \
                 JOIN voucher ON voucher.posted_at <= closed_term.closed_at";
    assert_eq!(app.number(since), 1);
}

#[test]
fn the_database_itself_refuses_to_change_the_books() {
    let app = farm_with_books();
    for sql in [
        "UPDATE posting SET amount_ore = amount_ore + 1",
        "DELETE FROM posting",
        "UPDATE voucher SET document = 'x'",
        "DELETE FROM voucher",
        "UPDATE voucher_text SET words = 'x'",
        "UPDATE invoice SET total_ore = 1",
        "DELETE FROM invoice_line",
        "UPDATE payment SET amount_ore = 1",
    ] {
        let complaint = app.db.execute(sql).unwrap_err();
        assert!(complaint.contains("ledger.immutable"), "{sql}: {complaint}");
    }
}

/// Changes a row behind the guards, as one who owns the machine could.
fn tamper(app: &App, table: &str, sql: &str) {
    let (off, on) = if on_postgres() {
        let switch = |way: &str| format!("ALTER TABLE {table} {way} TRIGGER ALL;");
        (switch("DISABLE"), switch("ENABLE"))
    } else {
        let drop = |verb: &str| format!("DROP TRIGGER IF EXISTS {table}_no_{verb};");
        (format!("PRAGMA foreign_keys=OFF;{}{}", drop("update"), drop("delete")), String::new())
    };
    app.db.execute(&format!("{off} {sql}; {on}")).unwrap();
}

/// Where, what is done to it, and what the proof then names.
const TAMPERED: [(&str, &str, &[&str]); 17] = [
    (
        "posting",
        "UPDATE posting SET amount_ore = amount_ore + 1 WHERE account = '3040'",
        &["Bilag 2026-1 går ikke i balanse", "Bilag 2026-1 er endret", "Konto 3040"],
    ),
    (
        "posting",
        "UPDATE posting SET account = '6560' WHERE account = '4000'",
        &["Bilag 2026-3 er endret", "Konto 4000", "Konto 6560"],
    ),
    (
        "posting",
        "UPDATE posting SET vat_code = 'x' WHERE account = '4000'",
        &["Bilag 2026-3 kan ikke leses"],
    ),
    ("posting", "DELETE FROM posting WHERE account = '2701'", &["Bilag 2026-1"]),
    ("voucher", "UPDATE voucher SET document = '2' WHERE number = 1", &["Bilag 2026-1 er endret"]),
    (
        "voucher",
        "DELETE FROM voucher WHERE number = 4",
        &["4 bilagsnumre trukket, men siste bilag er 3"],
    ),
    ("voucher", "DELETE FROM voucher WHERE number = 2", &["Bilag 2026-2 til 2026-2 mangler"]),
    (
        "voucher_text",
        "UPDATE voucher_text SET words = 'Faktura til en annen' \
            WHERE words LIKE 'Faktura 1%'",
        &["Bilag 2026-1 har fått endret teksten"],
    ),
    (
        "balance",
        "UPDATE balance SET amount_ore = amount_ore + 1 WHERE account = '1920'",
        &["Konto 1920", "saldoen sier"],
    ),
    ("invoice", "UPDATE invoice SET kid = '123455'", &["Faktura 1 er endret"]),
    (
        "invoice_line",
        "UPDATE invoice_line SET name = 'Gull' WHERE line = 1",
        &["Faktura 1 er endret"],
    ),
    (
        "invoice_vat",
        "UPDATE invoice_vat SET vat_ore = 0 WHERE vat_code = '3'",
        &["Faktura 1 går ikke opp"],
    ),
    ("payment", "UPDATE payment SET amount_ore = 57001", &["ikke som bilaget", "betalt med mer"]),
    ("purchase", "UPDATE purchase SET supplier = 'En annen'", &["Kvittering L-100"]),
    (
        "purchase",
        "UPDATE purchase SET vat_code = 'x'",
        &["purchase.unreadable: Kvittering L-100 kan ikke leses"],
    ),
    (
        "invoice_vat",
        "UPDATE invoice_vat SET vat_code = 'x' WHERE vat_code = '3'",
        &["invoice.unreadable: Faktura 1 kan ikke leses"],
    ),
    (
        "number_series",
        "UPDATE number_series SET next_number = 9 WHERE series = 'invoice'",
        &["8 fakturanumre er trukket"],
    ),
];

#[test]
fn the_proof_names_what_was_changed_behind_its_back() {
    for (table, sql, names) in TAMPERED {
        let app = farm_with_books();
        assert!(check(&app).ok);
        tamper(&app, table, sql);
        let told = check(&app);
        assert_eq!(told.code, 1, "{sql}");
        for name in names {
            assert!(told.stdout.contains(*name), "{sql}: {name} in {}", told.stdout);
        }
    }
}

#[test]
fn what_cannot_be_read_hides_nothing_of_what_else_is_broken() {
    let app = farm_with_books();
    let second = place(&app, "b", &wood_and_cake());
    deliver(&app, &second, "2026-03-16");
    invoice(&app, &second, "2026-03-16");
    tamper(
        &app,
        "invoice_line",
        "UPDATE invoice_line SET vat_code = 'x' WHERE line = 1 \
            AND invoice_id = (SELECT id FROM invoice WHERE number = 1)",
    );
    tamper(&app, "invoice", "UPDATE invoice SET kid = '123455' WHERE number = 2");
    tamper(&app, "purchase", "UPDATE purchase SET supplier = 'En annen'");
    let told = check(&app).stdout;
    for words in ["Faktura 1 kan ikke leses", "Faktura 2 er endret", "Kvittering L-100 er endret"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("mangler"), "{told}");
    app.db.execute("ALTER TABLE purchase RENAME TO gone").unwrap();
    let failed = check(&app);
    assert_eq!(failed.code, 1);
    assert!(failed.stdout.contains("Faktura 2 er endret"), "{}", failed.stdout);
    assert!(failed.stderr.contains("purchase"), "{}", failed.stderr);
}

#[test]
fn the_proof_finds_one_changed_byte_in_the_file() {
    if on_postgres() {
        return;
    }
    let app = farm_with_books();
    app.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let path = app.db.url.trim_start_matches("sqlite:").trim_end_matches("?durability=off");
    let mut bytes = std::fs::read(path).unwrap();
    let words = "Innkjøp hos Byggevare".as_bytes();
    let places: Vec<usize> =
        (0..bytes.len() - words.len()).filter(|at| bytes[*at..].starts_with(words)).collect();
    assert_eq!(places.len(), 1);
    bytes[places[0]] = b'U';
    std::fs::write(path, bytes).unwrap();
    let told = check(&app);
    assert_eq!(told.code, 1);
    assert!(told.stdout.contains("Bilag 2026-3 har fått endret teksten"), "{}", told.stdout);
}

#[test]
fn words_are_removed_without_breaking_the_chain() {
    let app = farm_with_books();
    app.db.execute("DELETE FROM voucher_text").unwrap();
    assert!(check(&app).ok);
    let page = app.sign_in(ODD).get("/intern/regnskap/bilag/2026/1").text;
    assert!(page.contains("Teksten er slettet") && !page.contains("Kari Nordmann"));
}

#[test]
fn kept_hours_are_proven_too() {
    let app = spawn();
    app.db
        .execute(
            "INSERT INTO hours_kept (period, enterprise_id, kind, resident_id, minutes, entries) \
             VALUES (202603, 'e', 'work', 'r', 60, 1)",
        )
        .unwrap();
    let told = check(&app);
    assert_eq!(told.code, 1);
    assert!(told.stdout.contains("hours.kept"), "{}", told.stdout);
}
