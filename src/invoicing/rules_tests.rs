//! The rules of invoices, table by table.

use super::super::model::PaymentKind;
use super::super::reversing::{ReversalFacts, reversal_faults, taken_back};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn line(kind: SaleKind, code: VatCode, gross: i64) -> Billed {
    Billed {
        order_line: 1,
        enterprise_id: EnterpriseId::from_text("e1"),
        name: "Vare".into(),
        kind,
        unit: "stk".into(),
        quantity: Quantity::from_milli(1000),
        unit_price: Ore::new(gross),
        gross: Ore::new(gross),
        vat_code: code,
    }
}

fn rates() -> BTreeMap<VatCode, i32> {
    [(VatCode::Out25, 2500), (VatCode::Out15, 1500), (VatCode::Out12, 1200)].into()
}

#[test]
fn vat_is_taken_out_of_each_codes_summed_gross() {
    let lines = vec![
        line(SaleKind::Goods, VatCode::Out25, 999),
        line(SaleKind::Service, VatCode::Out25, 1001),
        line(SaleKind::Goods, VatCode::Out15, 14_900),
        line(SaleKind::Service, VatCode::OutsideVat, 500),
    ];
    let figures = figure(lines, &rates()).unwrap();
    assert_eq!(figures.total, Ore::new(17_400));
    let taxes: Vec<_> =
        figures.taxes.iter().map(|t| (t.vat_code.as_str(), t.base.ore(), t.vat.ore())).collect();
    assert_eq!(taxes, [("3", 1600, 400), ("31", 12_957, 1943), ("6", 500, 0)]);
    let nets: Vec<_> = figures.lines.iter().map(|l| (l.net.ore(), l.account.as_str())).collect();
    assert_eq!(nets, [(799, "3010"), (801, "3020"), (12_957, "3040"), (500, "3220")]);
}

#[test]
fn what_has_no_account_is_refused_by_the_lines_name() {
    for (kind, code) in [
        (SaleKind::Service, VatCode::Out15),
        (SaleKind::Goods, VatCode::Out12),
        (SaleKind::Goods, VatCode::In25),
    ] {
        let refused = figure(vec![line(kind, code, 100)], &rates());
        assert_eq!(refused, Err(RuleError::NoAccount("Vare".into())));
    }
}

#[test]
fn an_invoice_has_its_day() {
    let good = IssueFacts {
        date: day("2026-05-10"),
        today: day("2026-05-10"),
        is_done: true,
        delivered_on: Some(day("2026-05-08")),
        newest: Some(day("2026-05-10")),
        has_buyer: true,
    };
    let delivery = day("2026-05-08");
    let table = [
        (good, vec![]),
        (IssueFacts { date: day("2026-05-11"), ..good }, vec![RuleError::DateInFuture]),
        (IssueFacts { date: day("2026-05-07"), ..good }, vec![RuleError::BeforeDelivery(delivery)]),
        (
            IssueFacts { date: day("2026-05-09"), ..good },
            vec![RuleError::BeforeNewest(day("2026-05-10"))],
        ),
        (IssueFacts { newest: None, date: delivery, ..good }, vec![]),
        (IssueFacts { is_done: false, ..good }, vec![RuleError::NotDelivered]),
        (IssueFacts { delivered_on: None, ..good }, vec![RuleError::NothingToInvoice]),
        (
            IssueFacts { has_buyer: false, date: day("2026-05-11"), ..good },
            vec![RuleError::DateInFuture, RuleError::BuyerAddress],
        ),
    ];
    for (facts, faults) in table {
        assert_eq!(issue_faults(&facts), faults, "{facts:?}");
    }
}

#[test]
fn a_credit_note_has_its_day() {
    let (issued, today) = (day("2026-05-01"), day("2026-05-10"));
    for (date, newest, fault) in [
        ("2026-05-10", Some(day("2026-05-10")), None),
        ("2026-05-01", None, None),
        ("2026-05-11", None, Some(RuleError::DateInFuture)),
        ("2026-04-30", None, Some(RuleError::BeforeInvoice(issued))),
        ("2026-05-02", Some(day("2026-05-03")), Some(RuleError::BeforeNewest(day("2026-05-03")))),
    ] {
        assert_eq!(credit_fault(issued, day(date), today, newest), fault, "{date}");
    }
}

#[test]
fn a_payment_has_an_amount_and_a_day() {
    let (issued, today) = (day("2026-05-01"), day("2026-05-10"));
    for (ore, date, faults) in [
        (100, "2026-05-10", vec![]),
        (1, "2026-05-01", vec![]),
        (0, "2026-05-10", vec![RuleError::AmountNotPositive]),
        (-5, "2026-05-10", vec![RuleError::AmountNotPositive]),
        (10_000_000_000, "2026-05-10", vec![]),
        (10_000_000_001, "2026-05-10", vec![RuleError::AmountTooLarge]),
        (100, "2026-05-11", vec![RuleError::PaidInFuture]),
        (0, "2026-04-30", vec![RuleError::AmountNotPositive, RuleError::PaidBeforeInvoice(issued)]),
    ] {
        let said = payment_faults(issued, Ore::new(ore), day(date), today);
        assert_eq!(said, faults, "{ore} {date}");
    }
}

#[test]
fn a_payment_meets_the_invoice_then_interest_then_the_fee_and_the_rest_is_the_customers() {
    let charges = Charges { fee: Ore::new(35), interest: Ore::new(7) };
    for (amount, open, parts) in [
        (60, 100, [60, 0, 0, 0]),
        (100, 100, [100, 0, 0, 0]),
        (105, 100, [100, 5, 0, 0]),
        (120, 100, [100, 7, 13, 0]),
        (142, 100, [100, 7, 35, 0]),
        (150, 100, [100, 7, 35, 8]),
        (50, 0, [0, 7, 35, 8]),
    ] {
        let said = split(Ore::new(amount), Ore::new(open), charges);
        assert_eq!(
            [said.invoice, said.interest, said.fee, said.over],
            parts.map(Ore::new),
            "{amount} of {open}"
        );
        assert_eq!(said.total(), Ore::new(amount));
    }
}

#[test]
fn a_payment_is_taken_back_once_and_only_with_money_that_is_still_there() {
    let facts = ReversalFacts {
        kind: PaymentKind::Money,
        is_reversed: false,
        is_fact: false,
        paid_on: day("2026-05-02"),
        amount: Ore::new(100),
        over: Ore::new(20),
        paid_before: Ore::new(100),
        owed: Ore::new(20),
    };
    for (facts, date, faults) in [
        (facts, "2026-05-02", vec![]),
        (facts, "2026-05-11", vec![RuleError::PaidInFuture]),
        (facts, "2026-05-01", vec![RuleError::BeforePayment(day("2026-05-02"))]),
        (ReversalFacts { is_reversed: true, ..facts }, "2026-05-10", vec![RuleError::Reversed]),
        (
            ReversalFacts { kind: PaymentKind::Moved, ..facts },
            "2026-05-10",
            vec![RuleError::MovedAway],
        ),
        (
            ReversalFacts { paid_before: Ore::new(99), ..facts },
            "2026-05-10",
            vec![RuleError::MovedAway],
        ),
        (
            ReversalFacts { owed: Ore::new(19), ..facts },
            "2026-05-10",
            vec![RuleError::OverUsed(Ore::new(1))],
        ),
        (
            ReversalFacts { owed: Ore::new(-50), ..facts },
            "2026-05-10",
            vec![RuleError::OverUsed(Ore::new(20))],
        ),
        // What the bank took back is gone, whatever has become of it.
        (ReversalFacts { owed: Ore::new(0), is_fact: true, ..facts }, "2026-05-10", vec![]),
        (ReversalFacts { paid_before: Ore::new(0), is_fact: true, ..facts }, "2026-05-10", vec![]),
    ] {
        assert_eq!(reversal_faults(&facts, day(date), day("2026-05-10")), faults, "{facts:?}");
    }
}

#[test]
fn a_payment_taken_back_takes_from_the_customer_what_is_no_more_on_the_invoice() {
    let paid = |[invoice, interest, fee, over]: [i64; 4]| Paid {
        invoice: Ore::new(invoice),
        interest: Ore::new(interest),
        fee: Ore::new(fee),
        over: Ore::new(over),
    };
    for (original, left, taken) in [
        ([100, 7, 35, 8], [100, 7, 35, 0], [100, 7, 35, 8]),
        ([100, 7, 35, 8], [0, 0, 0, 0], [0, 0, 0, 150]),
        ([60, 0, 0, 0], [100, 0, 0, 0], [60, 0, 0, 0]),
        ([60, 7, 0, 0], [40, 0, 0, 0], [40, 0, 0, 27]),
        ([60, 0, 0, 0], [-5, 0, 0, 0], [0, 0, 0, 60]),
    ] {
        assert_eq!(taken_back(paid(original), paid(left)), paid(taken), "{original:?} {left:?}");
    }
}

#[test]
fn what_is_owed_pays_no_more_than_itself_and_no_more_than_is_open() {
    let ore = Ore::new;
    for (amount, owed, open, fault) in [
        (50, 50, 60, None),
        (51, 50, 60, Some(RuleError::CreditTooSmall(ore(50)))),
        (50, 60, 49, Some(RuleError::MoreThanOpen(ore(49)))),
    ] {
        assert_eq!(use_fault(ore(amount), ore(owed), ore(open)), fault, "{amount}");
    }
    let (today, later) = (day("2026-05-10"), day("2026-05-11"));
    assert_eq!(pay_back_faults(ore(50), ore(50), today, today), vec![]);
    assert_eq!(
        pay_back_faults(ore(51), ore(50), later, today),
        vec![RuleError::CreditTooSmall(ore(50)), RuleError::PaidInFuture]
    );
}

#[test]
fn a_kid_ends_with_its_check_digit() {
    assert_eq!(mod10("12345678"), 2);
    assert_eq!(mod10("0000001"), 8);
    assert_eq!(kid(17, 0), "90000000175");
    assert_ne!(kid(17, 1), kid(17, 0));
    for (text, answer) in [
        ("00000018", true),
        ("123-", true),
        ("1", false),
        ("-", false),
        ("12a", false),
        ("1-2", false),
        ("12345678901234567890123456", false),
    ] {
        assert_eq!(is_kid(text), answer, "{text}");
    }
}

#[test]
fn a_receivable_is_as_old_as_its_due_date() {
    let today = day("2026-05-31");
    for (due, age) in [
        ("2026-06-01", Age::NotDue),
        ("2026-05-31", Age::NotDue),
        ("2026-05-30", Age::To14),
        ("2026-05-16", Age::To30),
        ("2026-04-30", Age::To60),
        ("2026-03-31", Age::Older),
    ] {
        assert_eq!(Age::of(day(due), today), age, "{due}");
    }
}
