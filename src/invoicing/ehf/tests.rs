//! EHF of made-up documents, read back by other hands: the `en16931` crates, which know the rules of
//! EN 16931 and Peppol.

use en16931::{Invoice as Read, profiles::PEPPOL_BIS_3};
use proptest::prelude::*;

use super::made::{billed, buyer, credit_of, document, one_of_each, reckoned, seller};
use super::rules::{Fault, Place, figures, place};
use super::{EhfState, ehf_of, ehf_state, units};
use crate::base::{Ore, VatCode};
use crate::customers::CustomerKind;
use crate::invoicing::issuing::sale_of;
use crate::invoicing::model::{BuyerSnapshot, Document, SellerSnapshot};
use crate::invoicing::rules::Billed;
use crate::ledger::kontering::SaleKind;

/// The document as others read it; a fatal finding of theirs, or anything they pass over, fails.
fn read(document: &Document) -> (String, Read) {
    let xml = ehf_of(document).unwrap();
    let told = en16931_formats::read(xml.as_bytes()).unwrap();
    assert!(told.entries.is_empty(), "{:?}\n{xml}", told.entries);
    let report = PEPPOL_BIS_3.validate(&told.invoice);
    let fatal: Vec<String> = report.fatal().map(ToString::to_string).collect();
    assert!(fatal.is_empty(), "{fatal:#?}\n{xml}");
    (xml, told.invoice)
}

/// Category, rate, base and tax of each row of the VAT breakdown.
fn breakdown(read: &Read) -> Vec<String> {
    let row = |row: &en16931::invoice::VatBreakdown| {
        let rate = row.rate.map(|rate| rate.to_string()).unwrap_or_default();
        let (base, tax) = (row.taxable_amount, row.tax_amount);
        format!("{} {rate} {base} {tax}", row.category.as_str())
    };
    read.vat_breakdown.iter().map(row).collect()
}

#[test]
fn each_vat_code_has_its_category() {
    let (xml, told) = read(&document(seller(), buyer(), one_of_each()));
    let rows = breakdown(&told);
    assert_eq!(
        rows,
        [
            "S 25 288.00 72.00",
            "S 15 4793.91 719.09",
            "S 12 1785.75 214.29",
            "Z 0 249.00 0.00",
            "E 0 2400.00 0.00"
        ]
    );
    let reasons: Vec<Option<&str>> =
        told.vat_breakdown.iter().map(|row| row.exemption_reason.as_deref()).collect();
    let why = "Unntatt etter merverdiavgiftsloven kapittel 3";
    assert_eq!(reasons, [None, None, None, None, Some(why)]);
    assert_eq!(told.totals.gross_total.to_string(), "10522.04");
    assert_eq!(told.totals.due, told.totals.gross_total);
    assert!(xml.contains("<cbc:PriceAmount currencyID=\"NOK\">129.56513514</cbc:PriceAmount>"));
    assert!(xml.contains("Ås &amp; Øvre &lt;kommune&gt;"), "{xml}");
}

#[test]
fn a_seller_outside_vat_has_one_category_and_no_vat_number() {
    let outside = SellerSnapshot { vat_registered: false, ..seller() };
    let lines = one_of_each().into_iter().skip(3).collect();
    let (xml, told) = read(&document(outside.clone(), buyer(), lines));
    assert_eq!(breakdown(&told), ["O  2649.00 0.00"]);
    assert!(!xml.contains("MVA</cbc:CompanyID>") && !xml.contains("cbc:Percent"), "{xml}");
    assert!(xml.contains("Selgeren er ikke registrert i Merverdiavgiftsregisteret"));
    let with_vat = document(outside, buyer(), one_of_each());
    assert_eq!(figures(&with_vat), Err(Fault::NotVatRegistered));
}

#[test]
fn the_seller_stands_as_norway_wants_it() {
    let vat = "<cbc:CompanyID>NO999111238MVA</cbc:CompanyID>";
    let register = "<cbc:CompanyID>Foretaksregisteret</cbc:CompanyID>";
    let (xml, _) = read(&document(seller(), buyer(), one_of_each()));
    assert!(xml.contains(vat) && xml.contains(register), "{xml}");
    let (_, after) = xml.split_once(register).unwrap();
    let scheme = after.split_once("<cbc:ID>").unwrap().1;
    assert!(scheme.starts_with("TAX<"), "{scheme}");
    let plain = SellerSnapshot { in_business_register: false, ..seller() };
    let (xml, _) = read(&document(plain, buyer(), one_of_each()));
    assert!(xml.contains(vat) && !xml.contains("Foretaksregisteret"), "{xml}");
}

#[test]
fn money_finds_its_way_and_the_delivery_its_place() {
    let (_, told) = read(&document(seller(), buyer(), one_of_each()));
    assert_eq!(told.due_date.unwrap().to_string(), "2026-03-30");
    let payment = told.payment.unwrap();
    assert_eq!(payment.account_identifier(), Some("18131012346"));
    assert_eq!(payment.remittance_information.as_deref(), Some("90000000175"));
    let delivery = told.delivery.unwrap();
    assert_eq!(delivery.date.unwrap().to_string(), "2026-03-14");
    let address = delivery.address.unwrap();
    assert_eq!(address.line1.as_deref(), Some("Storgata 1, inngang B"));
    assert_eq!(
        (address.post_code.as_deref(), address.city.as_deref()),
        (Some("4630"), Some("Kristiansand"))
    );
    for (text, street, postcode, city) in [
        ("Hentet: Solbakkvegen 12, 2380 Brumunddal", "Solbakkvegen 12", "2380", "Brumunddal"),
        ("Ved porten", "Ved porten", "", ""),
        ("Låven, andre etasje", "Låven, andre etasje", "", ""),
        ("4630 Kristiansand", "", "4630", "Kristiansand"),
        (",  ", ",", "", ""),
        ("", "", "", ""),
    ] {
        assert_eq!(place(text), Place { street, postcode, city }, "{text}");
    }
    let nowhere = BuyerSnapshot {
        street: String::new(),
        postcode: String::new(),
        city: String::new(),
        delivery_place: String::new(),
        ..buyer()
    };
    read(&document(seller(), nowhere, one_of_each()));
}

#[test]
fn the_buyers_references_stand_and_ours_when_there_are_none() {
    let with = |buyer_reference: &str, order_reference: &str| {
        let buyer = BuyerSnapshot {
            buyer_reference: buyer_reference.into(),
            order_reference: order_reference.into(),
            ..buyer()
        };
        let (_, told) = read(&document(seller(), buyer, one_of_each()));
        let order = told.purchase_order_reference.map(|order| order.to_string());
        let ours = told.sales_order_reference.map(|order| order.to_string());
        (told.buyer_reference, order, ours)
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(with("Kari", ""), (text("Kari"), None, None));
    assert_eq!(with("Kari", "B-9"), (text("Kari"), text("B-9"), text("G0000007")));
    assert_eq!(with("", "B-9"), (None, text("B-9"), text("G0000007")));
    assert_eq!(with("", ""), (None, text("G0000007"), None));
    assert_eq!(with(" ", "\t"), (None, text("G0000007"), None));
}

#[test]
fn a_credit_note_names_its_invoice_and_states_what_it_takes_back() {
    let invoice = document(seller(), buyer(), one_of_each());
    let (_, billed) = read(&invoice);
    let (xml, credited) = read(&credit_of(&invoice));
    assert!(xml.contains("<CreditNote ") && xml.contains("<cbc:CreditNoteTypeCode>381<"), "{xml}");
    assert!(!xml.contains("DueDate") && !xml.contains("PaymentMeans"), "{xml}");
    let [of] = credited.preceding_invoices.as_slice() else { panic!("one invoice: {xml}") };
    assert_eq!(of.reference.to_string(), "17");
    assert_eq!(of.issue_date.unwrap().to_string(), "2026-03-16");
    assert_eq!(credited.number.as_deref(), Some("18"));
    assert_eq!((&credited.totals, &credited.lines), (&billed.totals, &billed.lines));
    assert_eq!(breakdown(&credited), breakdown(&billed));
}

#[test]
fn what_cannot_be_stated_is_refused_by_its_reason() {
    let with = |seller: SellerSnapshot, buyer: BuyerSnapshot| {
        let document = document(seller, buyer, one_of_each());
        (ehf_of(&document).map_err(|refusal| refusal.code), ehf_state(&document))
    };
    let person = BuyerSnapshot { kind: CustomerKind::Private, org_number: None, ..buyer() };
    let (told, state) = with(seller(), person);
    assert_eq!((told, state), (Err("ehf.private_buyer"), EhfState::NotFor));
    for org_number in [None, Some("317763175".to_owned()), Some(String::new())] {
        let (told, state) = with(seller(), BuyerSnapshot { org_number, ..buyer() });
        assert_eq!(told, Err("ehf.buyer_org_number"));
        assert!(matches!(state, EhfState::Refused(why) if why.contains("organisasjonsnummer")));
    }
    assert_eq!(with(SellerSnapshot { is_basis: true, ..seller() }, buyer()).0, Err("ehf.basis"));
    let mut changed = document(seller(), buyer(), one_of_each());
    changed.lines[0].net_ore += Ore::new(1);
    assert_eq!(ehf_of(&changed).map_err(|refusal| refusal.code), Err("ehf.sums"));
}

#[test]
fn a_missing_reference_is_told_before_the_file_is_sent() {
    let with = |kind, buyer_reference: &str| {
        let buyer = BuyerSnapshot { kind, buyer_reference: buyer_reference.into(), ..buyer() };
        ehf_state(&document(seller(), buyer, one_of_each()))
    };
    assert_eq!(with(CustomerKind::Public, "Kari"), EhfState::Ready(""));
    let told = |state| match state {
        EhfState::Ready(advice) => advice,
        other => panic!("{other:?}"),
    };
    assert!(told(with(CustomerKind::Public, "")).contains("kan avvise"));
    let business = told(with(CustomerKind::Business, ""));
    assert!(business.contains("ikke oppgitt noen referanse") && !business.contains("avvise"));
}

#[test]
fn units_have_their_codes_and_others_their_own_word() {
    for (unit, code) in
        [("stk", "H87"), ("Time", "HUR"), ("kg", "KGM"), (" m2 ", "MTK"), ("stk.", "H87")]
    {
        assert_eq!(units::code(unit), Some(code), "{unit}");
    }
    let night = Billed { unit: "natt".into(), ..one_of_each().remove(2) };
    let (_, told) = read(&document(seller(), buyer(), vec![night]));
    assert_eq!(told.lines[0].unit_code.as_str(), "C62");
    assert_eq!(told.lines[0].note.as_deref(), Some("Enhet: natt"));
}

#[test]
fn letters_that_xml_cannot_hold_are_spaces() {
    let odd = Billed { name: "Ved\u{b}\u{0}i \u{ffff}sekk\u{1}".into(), ..one_of_each().remove(0) };
    let (_, told) = read(&document(seller(), buyer(), vec![odd]));
    assert_eq!(told.lines[0].item.name.as_deref(), Some("Ved  i  sekk"));
}

#[test]
fn rounding_that_goes_below_nothing_is_an_allowance() {
    let lines = vec![billed(SaleKind::Goods, VatCode::Out25, 1, 1_000); 40];
    let (xml, told) = read(&document(seller(), buyer(), lines));
    assert_eq!(told.lines[0].net_amount.to_string(), "-0.07");
    assert_eq!(told.lines[0].allowances.len(), 1);
    assert_eq!(told.totals.gross_total.to_string(), "0.40", "{xml}");
}

#[test]
fn the_price_of_many_small_things_still_gives_their_sum() {
    let lines = vec![billed(SaleKind::Goods, VatCode::Out25, 7, 999_999_999_000)];
    let (_, told) = read(&document(seller(), buyer(), lines));
    assert_eq!(told.totals.gross_total.to_string(), "69999999.93");
}

/// A line that CONTRACT has an account for, small and large, whole and in parts.
fn a_line() -> impl Strategy<Value = Billed> {
    let pairs = vec![
        (SaleKind::Goods, VatCode::Out25),
        (SaleKind::Goods, VatCode::Out15),
        (SaleKind::Goods, VatCode::ZeroRated),
        (SaleKind::Goods, VatCode::OutsideVat),
        (SaleKind::Service, VatCode::Out25),
        (SaleKind::Service, VatCode::Out12),
        (SaleKind::Service, VatCode::OutsideVat),
    ];
    let price = prop_oneof![0_i64..30, 1_i64..100_000, 1_i64..100_000_000];
    let milli = prop_oneof![(1_i64..40).prop_map(|n| n * 1000), 1_i64..10_000_000];
    (prop::sample::select(pairs), price, milli)
        .prop_map(|((kind, code), price, milli)| billed(kind, code, price, milli))
}

proptest! {
    #[test]
    fn for_any_order_the_sums_are_the_ledgers_to_the_ore(
        lines in prop::collection::vec(a_line(), 1..25)
    ) {
        let gross: i64 = lines.iter().map(|line| line.gross.ore()).sum();
        prop_assume!(gross > 0);
        let sale = sale_of("c1", &reckoned(lines.clone())).unwrap();
        let held = |account: &str| -> Ore {
            let of = sale.postings().iter().filter(|posting| posting.account.as_str() == account);
            of.map(|posting| posting.amount).sum()
        };
        let invoice = document(seller(), buyer(), lines);
        for told in [&invoice, &credit_of(&invoice)] {
            let (_, told) = read(told);
            prop_assert_eq!(told.totals.due.to_string(), held("1500").point());
            prop_assert_eq!(told.totals.gross_total.to_string(), held("1500").point());
            let tax = held("2700") + held("2701") + held("2703");
            prop_assert_eq!(told.totals.vat_total.unwrap().to_string(), (-tax).point());
            for (rate, account) in [("25", "2700"), ("15", "2701"), ("12", "2703")] {
                let of_rate = |row: &&en16931::invoice::VatBreakdown| {
                    row.rate.is_some_and(|is| is.to_string() == rate)
                };
                let row = told.vat_breakdown.iter().find(of_rate);
                let tax = row.map_or("0.00".to_owned(), |row| row.tax_amount.to_string());
                prop_assert_eq!(tax, (-held(account)).point());
            }
            let income: Ore = sale.postings().iter()
                .filter(|posting| posting.account.as_str().starts_with('3'))
                .map(|posting| posting.amount)
                .sum();
            prop_assert_eq!(told.totals.line_total.to_string(), (-income).point());
            for (line, stored) in told.lines.iter().zip(&invoice.lines) {
                prop_assert_eq!(line.net_amount.to_string(), stored.net_ore.point());
            }
        }
    }
}
