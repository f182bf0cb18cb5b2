//! What holds of every voucher, whatever the event; and the accountant's own cases.

use std::path::Path;

use gardsbok::testing::postings_of;
use proptest::prelude::*;

use super::harness::cast::SOLVEIG;
use super::harness::{Person, spawn};

/// `tests/bilag/*.txt`: an event, `=`, its postings. A line that begins with `#` is a remark.
#[test]
fn each_case_of_the_accountant_has_its_postings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bilag");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let said: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let said = said.join("\n");
        let (event, expected) = said.split_once("\n=\n").expect("an event, = and its postings");
        let told = match postings_of(event) {
            Ok(postings) => postings,
            Err(refused) => format!("avvist: {refused}"),
        };
        assert_eq!(told, expected.trim(), "{}", path.display());
        cases += 1;
    }
    assert!(cases >= 10, "{cases} cases");
}

/// Øre of each posting.
fn amounts(postings: &str) -> Vec<i64> {
    postings
        .lines()
        .map(|line| line.split(' ').nth(1).unwrap().replace(',', "").parse().unwrap())
        .collect()
}

fn kroner(ore: i64) -> String {
    format!("{},{:02}", ore.div_euclid(100), ore.rem_euclid(100))
}

/// A line that CONTRACT has an account for, and its gross.
fn sale_line() -> impl Strategy<Value = (String, i64)> {
    let pairs = vec![
        ("vare", "3"),
        ("vare", "31"),
        ("vare", "5"),
        ("vare", "6"),
        ("tjeneste", "3"),
        ("tjeneste", "33"),
        ("tjeneste", "5"),
        ("tjeneste", "6"),
    ];
    let departments = vec!["snekkeri", "hest", "catering"];
    (prop::sample::select(departments), prop::sample::select(pairs), 1_i64..100_000_000).prop_map(
        |(department, (kind, code), ore)| {
            (format!("linje {department} {kind} {code} {}", kroner(ore)), ore)
        },
    )
}

proptest! {
    #[test]
    fn every_sale_balances_and_its_credit_note_is_its_mirror(
        lines in prop::collection::vec(sale_line(), 1..30)
    ) {
        let body: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
        let total: i64 = lines.iter().map(|(_, ore)| ore).sum();
        let sale = postings_of(&format!("salg\n{}", body.join("\n"))).unwrap();
        let credit = postings_of(&format!("kreditnota\n{}", body.join("\n"))).unwrap();
        prop_assert_eq!(amounts(&sale).iter().sum::<i64>(), 0);
        prop_assert_eq!(amounts(&sale)[0], total, "what the customer owes is what the lines cost");
        let mirrored: Vec<i64> = amounts(&sale).iter().map(|ore| -ore).collect();
        prop_assert_eq!(amounts(&credit), mirrored);
    }

    #[test]
    fn every_purchase_and_payment_balances(
        ore in 1_i64..1_000_000_000,
        code in prop::sample::select(vec!["1", "11", "13", "0"]),
    ) {
        let purchase = postings_of(&format!("innkjøp hest 4000 {code} {}", kroner(ore))).unwrap();
        prop_assert_eq!(amounts(&purchase).iter().sum::<i64>(), 0);
        prop_assert_eq!(amounts(&purchase).last().copied(), Some(-ore));
        for event in ["innbetaling", "betalt innkjøp"] {
            let payment = postings_of(&format!("{event} {}", kroner(ore))).unwrap();
            prop_assert_eq!(amounts(&payment), vec![ore, -ore]);
        }
    }
}

/// A receipt that is right in all but what `change` names.
fn book(solveig: &Person, place: usize, fault: u8) -> u16 {
    let key = format!("key-{place}");
    let (date, gross, account) = match fault {
        1 => ("2026-12-31", "100,00", "4000"),
        2 => ("2026-03-01", "0,00", "4000"),
        3 => ("2026-03-01", "100,00", "1920"),
        4 => ("2025-03-01", "100,00", "4000"),
        _ => ("2026-03-01", "100,00", "4000"),
    };
    let receipt = if fault == 5 { "L0".to_owned() } else { format!("L{place}") };
    let fields = [
        ("nokkel", key.as_str()),
        ("receipt", receipt.as_str()),
        ("date", date),
        ("supplier", "Byggevare AS"),
        ("enterprise", "snekkeri"),
        ("account", account),
        ("vat_code", "1"),
        ("gross", gross),
        ("paid_on", if place.is_multiple_of(2) { "2026-03-02" } else { "" }),
    ];
    solveig.post("/intern/innkjop", &fields).status
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn voucher_numbers_have_no_gaps_after_refusals(faults in prop::collection::vec(0_u8..6, 1..12)) {
        let app = spawn();
        let solveig = app.sign_in(SOLVEIG);
        assert_eq!(book(&solveig, 0, 0), 303);
        for (place, fault) in (1..).zip(faults) {
            let status = book(&solveig, place, fault);
            let expected = if matches!(fault, 1 | 2 | 3 | 5) { 422 } else { 303 };
            prop_assert_eq!(status, expected, "fault {}", fault);
        }
        for year in [2025, 2026] {
            let of_year = format!("FROM voucher WHERE fiscal_year = {year}");
            let count = app.number(&format!("SELECT count(*) AS value {of_year}"));
            let last = app.number(&format!("SELECT coalesce(max(number), 0) AS value {of_year}"));
            prop_assert_eq!(count, last, "{}", year);
        }
        let checked = app.run(&["check"]);
        prop_assert!(checked.ok, "{}", checked.stdout);
    }
}
