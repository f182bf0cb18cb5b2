//! A file from the bank that is not whole, not ours or not what it says: one word of why, and where.

use super::bank::{DAY, STRANGE, import, issued, taken};
use super::harness::bank::{camt, ocr, ocr_of, paid};
use super::harness::{App, spawn};

fn refused(app: &App, kind: &str, text: &str, words: &[&str]) {
    let told = import(app, kind, text);
    let said = told.stderr.replace('\u{a0}', " ");
    assert_eq!(told.code, 1, "{said}");
    for word in words {
        assert!(said.contains(word), "{word} in {said}");
    }
    assert_eq!(said.lines().count(), 1, "one clear word: {said}");
    for table in ["bank_file", "bank_entry", "payment"] {
        assert_eq!(app.number(&format!("SELECT count(*) AS value FROM {table}")), 0, "{table}");
    }
}

#[test]
fn an_ocr_file_that_is_not_whole_is_refused_with_its_line_and_nothing_is_booked() {
    let app = spawn();
    let one = issued(&app, "a");
    let payments = [paid(&one.kid, 57_000, DAY, 1), paid(STRANGE, 20_000, DAY, 2)];
    let good = ocr(1, &payments);
    let lines: Vec<&str> = good.lines().collect();
    let no = |text: &str, words: &[&str]| refused(&app, "ocr-giro", text, words);
    no("", &["fra-banken.txt:", "bank.empty"]);
    no("order,line\n1,1\n", &["fra-banken.txt linje 1:", "bank.kind"]);
    no(&camt("08", 1, &payments), &["linje 1:", "bank.kind"]);
    no(&lines[..5].join("\n"), &["linje 5:", "bank.cut"]);
    no(&good[..500], &["linje 7:", "bank.cut"]);
    no(
        &good.replace("00000000000057000", "00000000000057001"),
        &["linje 7:", "bank.sum", "770,01 kr"],
    );
    no(
        &good.replace("NY0900880000000200000006", "NY0900880000000300000006"),
        &["linje 7:", "bank.count"],
    );
    no(
        &good.replace("NY0000890000000200000008", "NY0000890000000200000009"),
        &["linje 8:", "bank.count"],
    );
    no(&good.replace(&one.kid, "90000000010"), &["linje 3:", "bank.kid"]);
    no(&good.replace("160326", "320326"), &["linje 3:", "bank.format", "dato"]);
    no(&ocr_of("12345678903", 9, &payments), &["linje 2:", "bank.account", "12345678903"]);
    no(&ocr(9, &[paid(&one.kid, 1, "2069-03-16", 1)]), &["linje 3:", "bank.date"]);
    no(&good.replace(lines[3], ""), &["linje 4:", "bank.format"]);
    let swapped = [lines[0], lines[1], lines[3], lines[2], lines[4], lines[5], lines[6], lines[7]];
    no(&swapped.join("\n"), &["linje 3:", "bank.format"]);
    no(&format!("{}\u{e9}{}", &good[..300], &good[300..]), &["linje 4:", "bank.format"]);
    assert_eq!(
        taken(&app, "ocr-giro", &good.replace('\n', "\r\n")),
        "2 bevegelser, 770,00 kr: 1 ført, 1 venter på at noen avgjør."
    );
}

#[test]
fn a_camt_file_that_is_not_whole_is_refused_with_its_line_and_nothing_is_booked() {
    let app = spawn();
    let one = issued(&app, "a");
    let payments = [paid(&one.kid, 57_000, DAY, 1), paid(STRANGE, 20_000, DAY, 2)];
    let good = camt("08", 1, &payments);
    let no = |text: &str, words: &[&str]| refused(&app, "camt054", text, words);
    let swap = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    no("", &["bank.empty"]);
    no(&ocr(1, &payments), &["linje", "bank.kind"]);
    no(&good[..good.find("</Ntry>").unwrap() + 3], &["linje 9:", "bank.cut"]);
    no(&good.replace("</Document>", ""), &["linje", "bank.cut"]);
    no(&good.replace("camt.054.001.08", "camt.053.001.08"), &["bank.kind", "camt.053"]);
    no(&good.replace("camt.054.001.08", "camt.054.001.04"), &["bank.kind"]);
    no(&swap("Ccy=\"NOK\"", "Ccy=\"EUR\""), &["linje 9:", "bank.currency", "EUR"]);
    no(&swap("<Ccy>NOK", "<Ccy>SEK"), &["linje 7:", "bank.currency"]);
    no(&swap("18131012346", "12345678903"), &["linje 7:", "bank.account"]);
    no(&swap("<Sum>770.00", "<Sum>771.00"), &["bank.sum", "771,00 kr"]);
    no(&swap("<NbOfNtries>2", "<NbOfNtries>3"), &["bank.count"]);
    no(
        &swap("</Refs><Amt Ccy=\"NOK\">570.00", "</Refs><Amt Ccy=\"NOK\">570.001"),
        &["linje 9:", "bank.format"],
    );
    no(
        &swap(
            "<Amt Ccy=\"NOK\">570.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><AmtDtls>",
            "<Amt Ccy=\"NOK\">57.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><AmtDtls>",
        ),
        &["linje 9:", "bank.sum"],
    );
    no(&swap("<Dt>2026-03-16", "<Dt>2026-02-30"), &["linje 9:", "bank.format"]);
    no(
        &swap("?>", "?><!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"),
        &["bank.hostile"],
    );
    no(&good.replace("Ola Øst", "&x;"), &["linje 9:", "bank.hostile"]);
    no(&swap("<Ntfctn>", &format!("<Ntfctn>{}", " ".repeat(1 << 20))), &["bank.hostile"]);
    no(&swap("<Ntfctn>", &"<Ntfctn>".repeat(40)), &["bank.hostile"]);
    // What the bank has not booked is not there yet.
    let pending = taken(&app, "camt054", &good.replace("BOOK", "PDNG"));
    assert_eq!(pending, "0 bevegelser, 0,00 kr: 0 ført.");
    assert!(taken(&app, "camt054", &good).starts_with("2 bevegelser, 770,00 kr: 1 ført"));
}

#[test]
fn without_a_seller_or_its_account_no_file_is_taken_in() {
    let app = spawn();
    let text = ocr(1, &[paid(STRANGE, 100, DAY, 1)]);
    app.db.execute("UPDATE seller SET bank_account = ''").unwrap();
    refused(&app, "ocr-giro", &text, &["bank.no_account"]);
    app.db.execute("DELETE FROM seller").unwrap();
    refused(&app, "ocr-giro", &text, &["seller.missing"]);
}
