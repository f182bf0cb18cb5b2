//! An offering as a farm's own files tell it.

use chrono::NaiveDate;

use super::model::{Offering, OfferingFacts, OfferingKind, Price};
use super::rules::{self, RuleError};
use super::words::refuse;
use super::{actions, store};
use crate::base::{EnterpriseId, OfferingId, Ore, UtcTime, VatCode};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};

/// Food made to order at least this long before is taken to be made for its day.
const MADE_TO_ORDER_DAYS: i32 = 2;

/// A row of `offerings.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ImportedOffering {
    pub(crate) code: String,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) name: String,
    pub(crate) kind: OfferingKind,
    pub(crate) unit: String,
    /// VAT included.
    pub(crate) price: Ore,
    pub(crate) vat_code: VatCode,
    pub(crate) lead_days: i32,
    /// Thousandths of a unit a day; None is no limit.
    pub(crate) capacity_milli: Option<i64>,
    /// `gluten:hvete;milk`; empty is none.
    pub(crate) allergens: String,
}

/// Keeps an imported offering, at its price from the day of the import; offered at once.
///
/// What the file does not say follows from what it does: code 31 or any allergen is food, food that
/// is a service is served, and food made to order or served cannot be withdrawn from. Staff can
/// change all of it.
///
/// # Refuses
/// `offering.code_taken`, and as [`super::change_offering`], but for an unnamed cereal or nut and a
/// price of nothing.
///
/// # Errors
/// The refusals, or the database's.
pub(crate) fn record_offering(
    tx: &mut DbConn,
    imported: &ImportedOffering,
    now: UtcTime,
) -> AppResult<OfferingId> {
    let facts = facts_of(imported, now.oslo_date());
    let mut wrong = rules::check_imported(&facts);
    if !rules::is_code(&imported.code) {
        wrong.push(RuleError::Code);
    }
    refuse(wrong)?;
    let made = actions::insert(tx, &imported.code, &imported.enterprise_id, &facts, now)?;
    Ok(made.id)
}

fn facts_of(imported: &ImportedOffering, today: NaiveDate) -> OfferingFacts {
    let listed = rules::parse_allergens(&imported.allergens);
    let allergens =
        listed.map_or_else(|| imported.allergens.clone(), |l| rules::allergens_text(&l));
    let (is_food, is_served) =
        rules::food_and_served(imported.kind, imported.vat_code, Some(&allergens));
    let reason = if is_served {
        "Maten blir servert på en avtalt dag."
    } else if is_food && imported.lead_days >= MADE_TO_ORDER_DAYS {
        "Maten lages til den dagen du har valgt, og holder seg ikke lenge."
    } else {
        ""
    };
    OfferingFacts {
        name: imported.name.clone(),
        description: String::new(),
        kind: imported.kind,
        unit: imported.unit.clone(),
        vat_code: imported.vat_code,
        lead_days: imported.lead_days,
        capacity_milli: imported.capacity_milli,
        closed_weekdays: 0,
        closed_days: Vec::new(),
        is_food,
        is_served,
        allergens: Some(allergens),
        may_withdraw: reason.is_empty(),
        withdrawal_reason: reason.to_owned(),
        is_offered: true,
        price: Some(Price { valid_from: today, price: imported.price }),
    }
}

/// The offering with this code, offered or not.
///
/// # Errors
/// The database's.
pub(crate) fn find_offering_by_code(
    conn: &mut DbConn,
    code: &str,
) -> diesel::QueryResult<Option<Offering>> {
    store::find(conn, code)
}

/// Fills what an earlier import left empty; what staff have set since stays.
///
/// # Refuses
/// `offering.allergens` for words that name none.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn fill_offering(
    tx: &mut DbConn,
    code: &str,
    lead_days: Option<i32>,
    capacity_milli: Option<i64>,
    allergens: Option<&str>,
) -> AppResult<()> {
    let known = store::find(tx, code)?.ok_or(AppError::NotFound)?;
    let listed = allergens.map(rules::parse_allergens);
    let allergens = match listed {
        Some(None) => return Ok(refuse(vec![RuleError::Allergens])?),
        Some(Some(list)) => Some(rules::allergens_text(&list)),
        None => None,
    };
    let kept = known.allergens.filter(|text| !text.is_empty());
    let is_food = known.is_food || allergens.as_ref().is_some_and(|text| !text.is_empty());
    let filled = Filled {
        lead_days: if known.lead_days == 0 { lead_days.unwrap_or(0) } else { known.lead_days },
        capacity_milli: known.capacity_milli.or(capacity_milli),
        allergens: kept.or(allergens),
        is_food,
        is_served: known.is_served || (is_food && known.kind == OfferingKind::Service),
    };
    Ok(store::fill(tx, &known.id, &filled)?)
}

/// The cells of an offering that an import may fill later.
#[derive(Clone, Debug, PartialEq, Eq, diesel::AsChangeset)]
#[diesel(table_name = crate::db::schema::offering, treat_none_as_null = true)]
pub(super) struct Filled {
    lead_days: i32,
    capacity_milli: Option<i64>,
    allergens: Option<String>,
    is_food: bool,
    is_served: bool,
}
