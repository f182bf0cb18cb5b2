//! What an offering must look like, what is for sale, and which days are open.

use chrono::{Days, NaiveDate};

use super::model::{Allergen, Closed, Offering, OfferingFacts, OfferingKind, Stop};
use crate::base::{EnterpriseId, Ore, VatCode};

/// Letters in a name, at most.
const NAME_MAX: usize = 120;
/// Letters in a description or a reason, at most.
const TEXT_MAX: usize = 2000;
/// Letters in a code, at most.
const CODE_MAX: usize = 40;
/// Letters in a unit, at most.
const UNIT_MAX: usize = 20;
/// Letters that say which cereal or nut, at most.
const WHICH_MAX: usize = 60;
/// Days of lead, at most.
const LEAD_DAYS_MAX: i32 = 366;
/// A unit price, at most: a million kroner.
const PRICE_MAX: Ore = Ore::new(100_000_000);
/// Thousandths of a unit a day, at most.
const CAPACITY_MAX: i64 = 1_000_000_000;
/// Single closed days kept for one offering, at most.
const CLOSED_DAYS_MAX: usize = 400;

/// Units that are measured; all others are counted.
const MEASURED: [&str; 4] = ["time", "hg", "kg", "m"];

/// Why something about an offering was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleError {
    Code,
    CodeTaken,
    Enterprise,
    Internal,
    Name,
    Description,
    Unit,
    VatCode(OfferingKind, VatCode),
    LeadDays,
    Capacity,
    ClosedDays,
    AllWeekdaysClosed,
    Allergens,
    AllergenWhich,
    /// 15 % is for food only.
    NotFood,
    ServedAt15,
    WithdrawalReason,
    Price,
    /// An order of it could never be invoiced.
    PriceZero,
    PriceMissing,
    PricePast,
    PriceDay,
    StopFirstDay,
    StopDays,
}

/// Does a quantity of this unit take three decimals?
pub(crate) fn takes_decimals(unit: &str) -> bool {
    MEASURED.contains(&unit)
}

/// May a sale of this kind bear this VAT code?
///
/// Source: CONTRACT section 3, the table under "Sale".
pub(super) const fn may_bear(kind: OfferingKind, code: VatCode) -> bool {
    match code {
        VatCode::Out25 | VatCode::ZeroRated | VatCode::OutsideVat => true,
        VatCode::Out15 => matches!(kind, OfferingKind::Goods),
        VatCode::Out12 => matches!(kind, OfferingKind::Service),
        VatCode::NoTreatment | VatCode::In25 | VatCode::In15 | VatCode::In12 | VatCode::InNone => {
            false
        }
    }
}

/// Food by what is known of it: code 31 or any allergen makes it food, and a service that is food
/// is served.
pub(super) fn food_and_served(
    kind: OfferingKind,
    vat_code: VatCode,
    allergens: Option<&str>,
) -> (bool, bool) {
    let is_food = vat_code == VatCode::Out15 || allergens.is_some_and(|list| !list.is_empty());
    (is_food, is_food && kind == OfferingKind::Service)
}

/// Can it be ordered at all: offered, and its allergens told when it is food?
pub(super) fn is_for_sale(offering: &Offering) -> bool {
    offering.is_offered && (!offering.is_food || offering.allergens.is_some())
}

/// The first day it can be had by its lead alone.
pub(crate) fn first_day(offering: &Offering, today: NaiveDate) -> NaiveDate {
    let lead = u64::try_from(offering.lead_days).unwrap_or(0);
    today.checked_add_days(Days::new(lead)).unwrap_or(today)
}

/// Why it cannot be had on a day; None when it can.
pub(super) fn closed(
    offering: &Offering,
    day: NaiveDate,
    is_stopped: bool,
    is_closed_day: bool,
) -> Option<Closed> {
    if is_stopped {
        Some(Closed::Stopped)
    } else if is_closed_day {
        Some(Closed::Day)
    } else {
        offering.is_closed_weekday(day).then_some(Closed::Weekday)
    }
}

/// Does any of the stops keep new orders of the enterprise away from the day?
pub(super) fn is_stopped(stops: &[Stop], enterprise: &EnterpriseId, day: NaiveDate) -> bool {
    stops.iter().any(|stop| {
        stop.lifted_at.is_none()
            && stop.enterprise_id == *enterprise
            && stop.first_day <= day
            && stop.last_day.is_none_or(|last| day <= last)
    })
}

/// Reads `gluten:hvete;milk`; None when a word is no allergen or one is named twice.
pub(crate) fn parse_allergens(text: &str) -> Option<Vec<(Allergen, String)>> {
    let mut found: Vec<(Allergen, String)> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, which) = part.split_once(':').unwrap_or((part, ""));
        let allergen = Allergen::parse(name.trim())?;
        if found.iter().any(|(other, _)| *other == allergen) {
            return None;
        }
        found.push((allergen, which.trim().to_owned()));
    }
    Some(found)
}

/// `gluten:hvete;milk`, in the fourteen's own order.
pub(super) fn allergens_text(found: &[(Allergen, String)]) -> String {
    let mut found: Vec<_> = found.iter().collect();
    found.sort();
    let parts: Vec<String> = found
        .into_iter()
        .map(|(allergen, which)| match which.replace([';', ':'], ",") {
            which if which.is_empty() => allergen.to_string(),
            which => format!("{allergen}:{which}"),
        })
        .collect();
    parts.join(";")
}

/// What is wrong with what a file says of an offering, which is else taken at its word: a cereal or
/// nut may be left unnamed, and a price may be nothing.
pub(super) fn check_imported(facts: &OfferingFacts) -> Vec<RuleError> {
    let mut wrong = check(facts);
    wrong.retain(|error| !matches!(error, RuleError::AllergenWhich | RuleError::PriceZero));
    wrong
}

/// Everything that is wrong with what is said of an offering.
pub(super) fn check(facts: &OfferingFacts) -> Vec<RuleError> {
    let mut wrong = Vec::new();
    let mut hold = |holds: bool, error: RuleError| {
        if !holds {
            wrong.push(error);
        }
    };
    hold(is_line(&facts.name, NAME_MAX), RuleError::Name);
    hold(facts.description.chars().count() <= TEXT_MAX, RuleError::Description);
    hold(is_line(&facts.unit, UNIT_MAX), RuleError::Unit);
    let vat_fits = may_bear(facts.kind, facts.vat_code);
    hold(vat_fits, RuleError::VatCode(facts.kind, facts.vat_code));
    hold((0..=LEAD_DAYS_MAX).contains(&facts.lead_days), RuleError::LeadDays);
    let capacity_fits = facts.capacity_milli.is_none_or(|milli| {
        (1..=CAPACITY_MAX).contains(&milli)
            && (takes_decimals(&facts.unit) || milli.rem_euclid(1000) == 0)
    });
    hold(capacity_fits, RuleError::Capacity);
    hold(facts.closed_days.len() <= CLOSED_DAYS_MAX, RuleError::ClosedDays);
    hold(facts.closed_weekdays & 0b111_1111 != 0b111_1111, RuleError::AllWeekdaysClosed);
    let price = facts.price.map(|price| price.price);
    hold(price.is_none_or(|price| price >= Ore::ZERO && price <= PRICE_MAX), RuleError::Price);
    hold(price != Some(Ore::ZERO), RuleError::PriceZero);
    let reason_fits = match facts.withdrawal_reason.chars().count() {
        0 => facts.may_withdraw,
        letters => letters <= TEXT_MAX,
    };
    hold(reason_fits, RuleError::WithdrawalReason);
    wrong.extend(check_food(facts));
    wrong
}

fn check_food(facts: &OfferingFacts) -> Vec<RuleError> {
    let mut wrong = Vec::new();
    let listed = facts.allergens.as_deref().map(parse_allergens);
    let listed = match listed {
        None => Vec::new(),
        Some(None) => return vec![RuleError::Allergens],
        Some(Some(listed)) => listed,
    };
    let which_told = listed.iter().all(|(allergen, which)| {
        which.chars().count() <= WHICH_MAX && !(allergen.needs_which() && which.is_empty())
    });
    if !which_told {
        wrong.push(RuleError::AllergenWhich);
    }
    if !facts.is_food && facts.vat_code == VatCode::Out15 {
        wrong.push(RuleError::NotFood);
    }
    if facts.is_served && facts.vat_code == VatCode::Out15 {
        wrong.push(RuleError::ServedAt15);
    }
    wrong
}

/// A code as it stands in files and addresses: letters A–Z, digits and hyphens.
pub(super) fn is_code(code: &str) -> bool {
    (1..=CODE_MAX).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn is_line(text: &str, letters_max: usize) -> bool {
    (1..=letters_max).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::super::model::Price;
    use super::*;

    fn facts() -> OfferingFacts {
        OfferingFacts {
            name: "Lunsjfat".into(),
            description: String::new(),
            kind: OfferingKind::Goods,
            unit: "pers".into(),
            vat_code: VatCode::Out15,
            lead_days: 2,
            capacity_milli: Some(120_000),
            closed_weekdays: 0,
            closed_days: Vec::new(),
            is_food: true,
            is_served: false,
            allergens: Some("gluten:hvete;milk".into()),
            may_withdraw: false,
            withdrawal_reason: "Holder seg ikke.".into(),
            is_offered: true,
            price: None,
        }
    }

    #[test]
    fn a_sale_bears_the_codes_of_the_contracts_table() {
        use OfferingKind::{Goods, Service};
        let table = [
            (VatCode::Out25, true, true),
            (VatCode::Out15, true, false),
            (VatCode::Out12, false, true),
            (VatCode::ZeroRated, true, true),
            (VatCode::OutsideVat, true, true),
            (VatCode::NoTreatment, false, false),
            (VatCode::In25, false, false),
            (VatCode::In15, false, false),
            (VatCode::In12, false, false),
            (VatCode::InNone, false, false),
        ];
        for (code, goods, service) in table {
            assert_eq!(
                (may_bear(Goods, code), may_bear(Service, code)),
                (goods, service),
                "{code}"
            );
        }
    }

    #[test]
    fn code_31_or_an_allergen_makes_food_and_food_as_a_service_is_served() {
        use OfferingKind::{Goods, Service};
        let table = [
            (Goods, VatCode::Out15, None, (true, false)),
            (Goods, VatCode::Out25, Some("milk"), (true, false)),
            (Goods, VatCode::Out25, Some(""), (false, false)),
            (Goods, VatCode::Out25, None, (false, false)),
            (Service, VatCode::Out25, Some("milk"), (true, true)),
            (Service, VatCode::OutsideVat, None, (false, false)),
        ];
        for (kind, code, allergens, expected) in table {
            assert_eq!(food_and_served(kind, code, allergens), expected);
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_its_field() {
        type Change = fn(&mut OfferingFacts);
        let table: [(Change, RuleError); 13] = [
            (|f| f.name = String::new(), RuleError::Name),
            (|f| f.unit = "x".repeat(21), RuleError::Unit),
            (|f| f.lead_days = -1, RuleError::LeadDays),
            (|f| f.lead_days = 367, RuleError::LeadDays),
            (|f| f.capacity_milli = Some(0), RuleError::Capacity),
            (|f| f.capacity_milli = Some(1500), RuleError::Capacity),
            (|f| f.closed_weekdays = 127, RuleError::AllWeekdaysClosed),
            (|f| f.allergens = Some("kiwi".into()), RuleError::Allergens),
            (|f| f.allergens = Some("gluten".into()), RuleError::AllergenWhich),
            (|f| f.is_food = false, RuleError::NotFood),
            (|f| f.is_served = true, RuleError::ServedAt15),
            (|f| f.withdrawal_reason = String::new(), RuleError::WithdrawalReason),
            (|f| f.price = Some(free()), RuleError::PriceZero),
        ];
        assert!(check(&facts()).is_empty());
        for (change, error) in table {
            let mut changed = facts();
            change(&mut changed);
            assert_eq!(check(&changed), [error]);
        }
    }

    fn free() -> Price {
        Price { valid_from: "2026-03-16".parse().unwrap(), price: Ore::ZERO }
    }

    #[test]
    fn a_file_is_taken_at_its_word_where_a_form_is_asked_again() {
        let allergens = Some("gluten;nuts".into());
        let told = OfferingFacts { allergens, price: Some(free()), ..facts() };
        assert_eq!(check(&told), [RuleError::PriceZero, RuleError::AllergenWhich]);
        assert!(check_imported(&told).is_empty());
        let wrong = OfferingFacts { allergens: Some("kiwi".into()), ..told };
        assert_eq!(check_imported(&wrong), [RuleError::Allergens]);
    }

    #[test]
    fn a_measured_unit_may_be_limited_to_a_half() {
        let half = OfferingFacts { unit: "time".into(), capacity_milli: Some(7500), ..facts() };
        assert!(check(&half).is_empty());
    }

    #[test]
    fn allergens_are_read_and_written_in_their_own_order() {
        let read = parse_allergens("milk; gluten:hvete ;").unwrap();
        assert_eq!(allergens_text(&read), "gluten:hvete;milk");
        assert_eq!(parse_allergens(""), Some(Vec::new()));
        for text in ["kiwi", "milk;milk", "gluten:hvete;milk;x"] {
            assert_eq!(parse_allergens(text), None, "{text}");
        }
    }

    #[test]
    fn a_stop_holds_from_its_first_day_to_its_last() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let stop = Stop {
            id: "1".into(),
            enterprise_id: EnterpriseId::from_text("a"),
            first_day: day("2026-12-01"),
            last_day: Some(day("2026-12-03")),
            stopped_by: None,
            stopped_at: crate::base::UtcTime::new(chrono::DateTime::default()),
            lifted_at: None,
        };
        let on = |stops: &[Stop], enterprise: &str, text: &str| {
            is_stopped(stops, &EnterpriseId::from_text(enterprise), day(text))
        };
        let stops = [stop.clone()];
        for (text, held) in [
            ("2026-11-30", false),
            ("2026-12-01", true),
            ("2026-12-03", true),
            ("2026-12-04", false),
        ] {
            assert_eq!(on(&stops, "a", text), held, "{text}");
            assert!(!on(&stops, "b", text));
        }
        let open = [Stop { last_day: None, ..stop.clone() }];
        assert!(on(&open, "a", "2099-01-01"));
        let lifted = [Stop { lifted_at: Some(stop.stopped_at), ..stop }];
        assert!(!on(&lifted, "a", "2026-12-02"));
    }
}
