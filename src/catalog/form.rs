//! What is typed about offerings and stops, as text, and what it says.

use chrono::NaiveDate;
use serde::Deserialize;

use super::model::{Allergen, Offering, OfferingFacts, OfferingKind, Price};
use super::rules::{self, RuleError};
use super::words::refuse;
use crate::base::{Ore, Quantity, VatCode};
use crate::error::Refusals;

/// An offering as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OfferingForm {
    pub(crate) enterprise: String,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: String,
    pub(crate) unit: String,
    pub(crate) vat_code: String,
    /// Empty on a change: the price stays.
    pub(crate) price: String,
    pub(crate) price_from: String,
    pub(crate) lead_days: String,
    pub(crate) capacity: String,
    /// `0` Monday … `6` Sunday.
    pub(crate) closed_weekdays: Vec<String>,
    /// A date a line.
    pub(crate) closed_days: String,
    pub(crate) is_food: String,
    pub(crate) is_served: String,
    pub(crate) allergens: Vec<String>,
    pub(crate) gluten_which: String,
    pub(crate) nuts_which: String,
    /// The statement that there are none.
    pub(crate) no_allergens: String,
    /// `yes` or `no`.
    pub(crate) may_withdraw: String,
    pub(crate) withdrawal_reason: String,
    pub(crate) is_offered: String,
}

/// A stop as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StopForm {
    pub(crate) enterprise: String,
    pub(crate) first_day: String,
    /// Empty: until lifted.
    pub(crate) last_day: String,
}

impl OfferingForm {
    /// A form for something new, as most things are.
    pub(crate) fn empty(today: NaiveDate) -> Self {
        Self {
            kind: OfferingKind::Goods.to_string(),
            price_from: today.to_string(),
            lead_days: "1".into(),
            may_withdraw: "yes".into(),
            is_offered: "on".into(),
            ..Self::default()
        }
    }

    /// A form that shows what there is.
    pub(crate) fn of(offering: &Offering, closed_days: &[NaiveDate], today: NaiveDate) -> Self {
        let ticked = |yes: bool| if yes { "on".to_owned() } else { String::new() };
        let listed = stated(offering);
        let which = |wanted: Allergen| {
            let found = listed.iter().find(|(allergen, _)| *allergen == wanted);
            found.map(|(_, which)| which.clone()).unwrap_or_default()
        };
        let closed = |bit: &i32| offering.closed_weekdays >> bit & 1 == 1;
        let days: Vec<String> =
            closed_days.iter().map(|day| day.format("%d.%m.%Y").to_string()).collect();
        Self {
            enterprise: String::new(),
            code: offering.code.clone(),
            name: offering.name.clone(),
            description: offering.description.clone(),
            kind: offering.kind.to_string(),
            unit: offering.unit.clone(),
            vat_code: offering.vat_code.to_string(),
            price: String::new(),
            price_from: today.to_string(),
            lead_days: offering.lead_days.to_string(),
            capacity: offering.capacity().map(|c| c.to_string()).unwrap_or_default(),
            closed_weekdays: (0..7).filter(closed).map(|bit| bit.to_string()).collect(),
            closed_days: days.join("\n"),
            is_food: ticked(offering.is_food),
            is_served: ticked(offering.is_served),
            allergens: listed.iter().map(|(allergen, _)| allergen.to_string()).collect(),
            gluten_which: which(Allergen::Gluten),
            nuts_which: which(Allergen::Nuts),
            no_allergens: ticked(offering.allergens.as_deref() == Some("")),
            may_withdraw: if offering.may_withdraw { "yes" } else { "no" }.to_owned(),
            withdrawal_reason: offering.withdrawal_reason.clone(),
            is_offered: ticked(offering.is_offered),
        }
    }

    /// What a form for something new says. Code 31 or an allergen makes it food, and a service that
    /// is food is served, whether ticked or not.
    ///
    /// # Errors
    /// Everything that is wrong with it, but what only the database knows.
    pub(crate) fn parse_new(&self) -> Result<OfferingFacts, Refusals> {
        let (mut facts, mut wrong) = self.read(None);
        let (is_food, is_served) =
            rules::food_and_served(facts.kind, facts.vat_code, facts.allergens.as_deref());
        facts.is_food |= is_food;
        facts.is_served |= is_served;
        if !rules::is_code(self.code.trim()) {
            wrong.insert(0, RuleError::Code);
        }
        if self.price.trim().is_empty() {
            wrong.push(RuleError::PriceMissing);
        }
        finished(facts, wrong)
    }

    /// What a form for a change says, food and served as ticked.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn parse_change(&self, before: &Offering) -> Result<OfferingFacts, Refusals> {
        let (facts, wrong) = self.read(Some(before));
        finished(facts, wrong)
    }

    fn read(&self, before: Option<&Offering>) -> (OfferingFacts, Vec<RuleError>) {
        let mut wrong = Vec::new();
        let line = |text: &str| text.trim().to_owned();
        let vat_code = VatCode::parse(&self.vat_code).unwrap_or(VatCode::NoTreatment);
        let allergens = self.stated_allergens(before).unwrap_or_else(|error| {
            wrong.push(error);
            None
        });
        let closed_days = dates(&self.closed_days).unwrap_or_else(|| {
            wrong.push(RuleError::ClosedDays);
            Vec::new()
        });
        let capacity = self.capacity.trim();
        // Zero is out of range, and refused as such.
        let capacity_milli =
            (!capacity.is_empty()).then(|| Quantity::parse(capacity).map_or(0, Quantity::milli));
        let price = self.read_price(&mut wrong);
        let may_withdraw = self.may_withdraw == "yes";
        let facts = OfferingFacts {
            name: line(&self.name),
            description: line(&self.description.replace('\r', "")),
            kind: OfferingKind::parse(&self.kind).unwrap_or(OfferingKind::Goods),
            unit: line(&self.unit),
            vat_code,
            lead_days: self.lead_days.trim().parse().unwrap_or(-1),
            capacity_milli,
            closed_weekdays: self.weekday_bits(),
            closed_days,
            is_food: !self.is_food.is_empty(),
            is_served: !self.is_served.is_empty(),
            allergens,
            may_withdraw,
            withdrawal_reason: if may_withdraw {
                String::new()
            } else {
                line(&self.withdrawal_reason)
            },
            is_offered: !self.is_offered.is_empty(),
            price,
        };
        (facts, wrong)
    }

    fn read_price(&self, wrong: &mut Vec<RuleError>) -> Option<Price> {
        if self.price.trim().is_empty() {
            return None;
        }
        let price = Ore::parse_kroner(self.price.trim());
        let valid_from = date(&self.price_from);
        if price.is_none() {
            wrong.push(RuleError::Price);
        }
        if valid_from.is_none() {
            wrong.push(RuleError::PriceDay);
        }
        Some(Price { valid_from: valid_from?, price: price? })
    }

    fn weekday_bits(&self) -> i32 {
        let days = self.closed_weekdays.iter().filter_map(|day| day.parse::<u32>().ok());
        days.filter(|day| *day < 7).fold(0, |bits, day| bits | 1 << day)
    }

    /// What is stated, or that the ticks contradict one another; None when nothing is stated.
    fn stated_allergens(&self, before: Option<&Offering>) -> Result<Option<String>, RuleError> {
        if self.allergens.is_empty() {
            return Ok((!self.no_allergens.is_empty()).then(String::new));
        }
        if !self.no_allergens.is_empty() {
            return Err(RuleError::Allergens);
        }
        let known = before.map(stated).unwrap_or_default();
        let mut listed = Vec::new();
        for name in &self.allergens {
            let allergen = Allergen::parse(name).ok_or(RuleError::Allergens)?;
            let which = match allergen {
                Allergen::Gluten => self.gluten_which.trim().to_owned(),
                Allergen::Nuts => self.nuts_which.trim().to_owned(),
                // The form does not ask which of the others; what an import told is kept.
                other => {
                    let told = known.iter().find(|(known, _)| *known == other);
                    told.map(|(_, which)| which.clone()).unwrap_or_default()
                }
            };
            listed.push((allergen, which));
        }
        listed.dedup_by(|later, earlier| later.0 == earlier.0);
        Ok(Some(rules::allergens_text(&listed)))
    }

    /// Is this allergen ticked?
    pub(crate) fn has(&self, allergen: &str) -> bool {
        self.allergens.iter().any(|name| name == allergen)
    }

    /// Is this weekday (0 is Monday) ticked?
    pub(crate) fn is_closed(&self, weekday: &str) -> bool {
        self.closed_weekdays.iter().any(|day| day == weekday)
    }
}

impl StopForm {
    /// The first and the last day.
    ///
    /// # Errors
    /// `stop.days` at the day that cannot be read.
    pub(crate) fn parse(&self) -> Result<(NaiveDate, Option<NaiveDate>), Refusals> {
        let (first, last) = (date(&self.first_day), self.last_day.trim());
        let mut wrong = Vec::new();
        if first.is_none() {
            wrong.push(RuleError::StopFirstDay);
        }
        let last_day = date(last);
        if !last.is_empty() && last_day.is_none() {
            wrong.push(RuleError::StopDays);
        }
        refuse(wrong)?;
        Ok((first.unwrap_or_default(), last_day))
    }
}

fn stated(offering: &Offering) -> Vec<(Allergen, String)> {
    offering.allergens.as_deref().and_then(rules::parse_allergens).unwrap_or_default()
}

fn finished(facts: OfferingFacts, mut wrong: Vec<RuleError>) -> Result<OfferingFacts, Refusals> {
    for error in rules::check(&facts) {
        if !wrong.contains(&error) {
            wrong.push(error);
        }
    }
    refuse(wrong)?;
    Ok(facts)
}

/// Reads `24.12.2026` or `2026-12-24`.
fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let read = |format| NaiveDate::parse_from_str(text, format).ok();
    let day = read("%d.%m.%Y").or_else(|| read("%Y-%m-%d"))?;
    (1900..=2199).contains(&chrono::Datelike::year(&day)).then_some(day)
}

/// Dates with space, comma or a new line between them, each once and in order.
fn dates(text: &str) -> Option<Vec<NaiveDate>> {
    let words = text.split([' ', ',', ';', '\n', '\r', '\t']).filter(|word| !word.is_empty());
    let mut days = words.map(date).collect::<Option<Vec<_>>>()?;
    days.sort_unstable();
    days.dedup();
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> OfferingForm {
        OfferingForm {
            code: "KA-KAKE".into(),
            name: "Kake".into(),
            unit: "stk".into(),
            vat_code: "31".into(),
            price: "420".into(),
            allergens: vec!["milk".into(), "gluten".into()],
            gluten_which: "hvete".into(),
            ..OfferingForm::empty("2026-11-22".parse().unwrap())
        }
    }

    #[test]
    fn a_cake_is_food_without_a_tick() {
        let facts = form().parse_new().unwrap();
        assert!(facts.is_food && !facts.is_served);
        assert_eq!(facts.allergens.as_deref(), Some("gluten:hvete;milk"));
        assert_eq!(facts.price.unwrap().price, Ore::new(42_000));
    }

    #[test]
    fn dates_are_read_however_they_stand() {
        let read = dates("24.12.2026, 2026-12-25\r\n24.12.2026").unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(dates("julaften"), None);
        assert_eq!(dates("31.02.2026"), None);
        assert_eq!(dates(" \n"), Some(Vec::new()));
    }

    #[test]
    fn everything_wrong_is_said_at_once_and_once() {
        let typed = OfferingForm {
            price: "mye".into(),
            closed_days: "snart".into(),
            no_allergens: "on".into(),
            capacity: "noen".into(),
            lead_days: "-2".into(),
            ..form()
        };
        let refusals = typed.parse_new().unwrap_err();
        let fields: Vec<&str> = refusals.all().iter().map(|r| r.field.as_str()).collect();
        assert_eq!(fields, ["allergens", "closed_days", "price", "lead_days", "capacity"]);
    }

    #[test]
    fn saying_nothing_of_allergens_is_no_statement() {
        let typed = OfferingForm { allergens: Vec::new(), ..form() };
        assert_eq!(typed.parse_new().unwrap().allergens, None);
        let none = OfferingForm { no_allergens: "on".into(), ..typed };
        assert_eq!(none.parse_new().unwrap().allergens.as_deref(), Some(""));
    }
}
