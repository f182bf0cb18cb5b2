//! The rules of reminders, by value.

use super::*;
use crate::base::{AccountId, InvoiceId, UtcTime};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn term(kind: TermKind, from: &str, value: i64) -> Term {
    let source = "en prøve".to_owned();
    Term { kind, valid_from: day(from), value, source, set_at: None, set_by: None }
}

fn terms() -> Vec<Term> {
    vec![
        term(TermKind::Fee, "2020-01-01", 3_500),
        term(TermKind::FeeCount, "2020-01-01", 2),
        term(TermKind::Interest, "2025-01-01", 1_250),
        term(TermKind::Interest, "2025-07-01", 1_225),
        term(TermKind::Wait, "2020-01-01", 14),
        term(TermKind::Pay, "2020-01-01", 14),
    ]
}

fn reminder(number: i32, sent_on: &str, due: &str, fee: i64, interest: i64) -> Reminder {
    Reminder {
        id: number.to_string(),
        invoice_id: InvoiceId::from_text("f"),
        number,
        sent_on: day(sent_on),
        due_date: day(due),
        open_ore: Ore::new(100_000),
        earlier_ore: Ore::ZERO,
        fee_ore: Ore::new(fee),
        interest_ore: Ore::new(interest),
        made_at: UtcTime::new(chrono::DateTime::from_timestamp(0, 0).unwrap()),
        made_by: AccountId::from_text("a"),
    }
}

fn debt<'a>(paid: &'a [(NaiveDate, Ore)], sent: &'a [Reminder]) -> Debt<'a> {
    let due = day("2025-06-20");
    Debt { due, total: Ore::new(1_000_000), paid, sent, charges_paid: Ore::ZERO }
}

#[test]
fn interest_is_counted_by_the_day_with_the_rate_of_the_day() {
    for (to, paid, ore) in [
        ("2025-06-20", None, 0),
        ("2025-06-21", None, 342),   // 10 000 kr × 12,50 % ÷ 365 = 3,4247
        ("2025-06-30", None, 3_425), // ten days
        ("2025-07-01", None, 3_760), // and one of 12,25 %: 3,3562
        ("2025-07-01", Some("2025-06-30"), 3_425), // paid whole on the tenth day
        ("2025-07-01", Some("2025-06-20"), 0),
    ] {
        let paid: Vec<_> =
            paid.into_iter().map(|on: &str| (day(on), Ore::new(1_000_000))).collect();
        assert_eq!(interest(&debt(&paid, &[]), &terms(), day(to)).ore(), ore, "{to}");
    }
    let half = [(day("2025-06-25"), Ore::new(500_000))];
    // Five days of the whole, five of the half.
    assert_eq!(interest(&debt(&half, &[]), &terms(), day("2025-06-30")).ore(), 2_568);
    let exact = Debt { total: Ore::new(14_600), ..debt(&[], &[]) };
    // 146 kr × 12,50 % ÷ 365 = 0,05 a day: a half øre is rounded up, once and at the end.
    assert_eq!(interest(&exact, &terms(), day("2025-06-21")).ore(), 5);
    let half_ore = Debt { total: Ore::new(1_460), ..debt(&[], &[]) };
    assert_eq!(interest(&half_ore, &terms(), day("2025-06-21")).ore(), 1);
    assert_eq!(interest(&half_ore, &terms(), day("2025-06-22")).ore(), 1);
}

#[test]
fn none_before_fourteen_days_and_the_next_not_before_the_last_has_run_out() {
    assert_eq!(first_day(&debt(&[], &[]), &terms(), day("2025-06-30")), day("2025-07-04"));
    let sent = [reminder(1, "2025-07-04", "2025-07-18", 3_500, 0)];
    assert_eq!(first_day(&debt(&[], &sent), &terms(), day("2025-07-05")), day("2025-07-19"));
}

#[test]
fn the_first_two_bear_a_fee_and_the_earlier_ones_are_asked_for_again() {
    let first = reminder(1, "2025-07-04", "2025-07-18", 3_500, 100);
    let second = reminder(2, "2025-07-19", "2025-08-02", 3_500, 200);
    let said = |sent: &[Reminder]| {
        let made = draft(&debt(&[], sent), &terms(), day("2025-08-10"));
        (made.number, made.earlier.ore(), made.fee.ore(), made.due_date)
    };
    let due = day("2025-08-24");
    assert_eq!(said(&[]), (1, 0, 3_500, due));
    assert_eq!(said(std::slice::from_ref(&first)), (2, 3_500, 3_500, due));
    assert_eq!(said(&[first, second]), (3, 7_000, 0, due));
}

#[test]
fn whatever_the_terms_no_more_is_asked_for_and_no_sooner_than_the_law_lets() {
    // wait, days to pay, reminders with a fee, the fee; number of the reminder
    for (wait, pay, count, fee, number, first, due, asked) in [
        (0, 0, 365, 100_000, 1, "2025-07-04", "2025-08-24", 10_000),
        (13, 13, 2, 3_500, 2, "2025-07-04", "2025-08-24", 3_500),
        (14, 14, 3, 3_500, 3, "2025-07-04", "2025-08-24", 0),
        (20, 21, 1, 3_500, 1, "2025-07-10", "2025-08-31", 3_500),
        (20, 21, 1, 3_500, 2, "2025-07-10", "2025-08-31", 0),
    ] {
        let terms = [
            term(TermKind::Wait, "2020-01-01", wait),
            term(TermKind::Pay, "2020-01-01", pay),
            term(TermKind::FeeCount, "2020-01-01", count),
            term(TermKind::Fee, "2020-01-01", fee),
        ];
        let sent: Vec<_> =
            (1..number).map(|n| reminder(n, "2025-07-04", "2025-06-01", 0, 0)).collect();
        let made = draft(&debt(&[], &sent), &terms, day("2025-08-10"));
        assert_eq!(first_day(&debt(&[], &sent), &terms, day("2025-08-10")), day(first), "{wait}");
        assert_eq!((made.due_date, made.fee.ore()), (day(due), asked), "{pay} {count} {fee}");
    }
}

#[test]
fn a_reminder_sent_after_the_invoice_was_paid_asks_for_nothing() {
    let sent = [
        reminder(1, "2025-07-04", "2025-07-18", 3_500, 100),
        reminder(2, "2025-07-19", "2025-08-02", 3_500, 250),
    ];
    let whole = Ore::new(1_000_000);
    let numbers = |paid: &[(&str, i64)]| {
        let paid: Vec<_> = paid.iter().map(|(on, ore)| (day(on), Ore::new(*ore))).collect();
        due(&sent, whole, &paid).iter().map(|one| one.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&[]), [1, 2]);
    assert_eq!(numbers(&[("2025-07-03", 1_000_000)]), Vec::<i32>::new());
    assert_eq!(numbers(&[("2025-07-03", 999_999)]), [1, 2]);
    assert_eq!(numbers(&[("2025-07-04", 1_000_000)]), [1], "it came the day it was sent");
    assert_eq!(numbers(&[("2025-07-03", 400_000), ("2025-07-10", 600_000)]), [1]);
    let back = [("2025-07-03", 1_000_000), ("2025-07-10", -1_000_000)];
    assert_eq!(numbers(&back), [2], "the bank took it back between the two");
}

#[test]
fn what_is_open_of_charges_is_all_fees_and_the_latest_interest() {
    let sent = [
        reminder(1, "2025-07-04", "2025-07-18", 3_500, 100),
        reminder(2, "2025-07-19", "2025-08-02", 3_500, 250),
    ];
    let open = |fee, interest| {
        let open = charges(&sent, Ore::new(fee), Ore::new(interest));
        (open.fee.ore(), open.interest.ore())
    };
    assert_eq!(open(0, 0), (7_000, 250));
    assert_eq!(open(3_500, 100), (3_500, 150));
    assert_eq!(open(9_000, 900), (0, 0));
    assert_eq!(charges(&[], Ore::ZERO, Ore::ZERO), Charges::default());
}

#[test]
fn a_half_year_without_a_rate_of_its_own_is_told_of() {
    for (on, has) in [("2025-03-01", true), ("2025-07-01", true), ("2025-12-31", true)] {
        assert_eq!(has_rate_of_half_year(&terms(), day(on)), has, "{on}");
    }
    assert!(!has_rate_of_half_year(&terms(), day("2026-01-01")));
    assert!(!has_rate_of_half_year(&terms(), day("2024-12-31")));
}

#[test]
fn a_term_is_newer_than_the_last_and_within_reason() {
    let form = |kind: &str, from: &str, value: &str, source: &str| TermForm {
        kind: kind.into(),
        valid_from: from.into(),
        value: value.into(),
        source: source.into(),
    };
    let newest = |kind| terms().iter().filter(|t| t.kind == kind).map(|t| t.valid_from).max();
    let read = |form: TermForm| read_term(&form, newest);
    let ok = read(form("interest_bp", "2026-01-01", "12,00", "forskrift"));
    assert_eq!(ok, Ok((TermKind::Interest, day("2026-01-01"), 1_200, "forskrift".to_owned())));
    for (wrong, faults) in [
        (
            form("interest_bp", "2025-07-01", "12", "x"),
            vec![TermFault::NotNewer(day("2025-07-01"))],
        ),
        (form("interest_bp", "2026-01-01", "51", "x"), vec![TermFault::Interest]),
        (form("fee_ore", "2026-01-01", "-1", "x"), vec![TermFault::Fee]),
        (form("wait_days", "2026-01-01", "14,5", "x"), vec![TermFault::Days]),
        (form("wait_days", "2026-01-01", "13", "x"), vec![TermFault::Days]),
        (form("wait_days", "2026-01-01", "366", "x"), vec![TermFault::Days]),
        (form("pay_days", "2026-01-01", "13", "x"), vec![TermFault::Days]),
        (form("pay_days", "2026-01-01", "0", "x"), vec![TermFault::Days]),
        (form("fee_count", "2026-01-01", "3", "x"), vec![TermFault::FeeCount]),
        (form("fee_count", "2026-01-01", "-1", "x"), vec![TermFault::FeeCount]),
        (form("fee_ore", "2026-01-01", "100,01", "x"), vec![TermFault::Fee]),
        (form("", "", "", ""), vec![TermFault::Kind, TermFault::Source]),
        (form("pay_days", "i morgen", "14", " "), vec![TermFault::Date, TermFault::Source]),
    ] {
        assert_eq!(read(wrong.clone()), Err(faults), "{wrong:?}");
    }
}
