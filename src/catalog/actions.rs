//! What staff do with offerings and stops.

use chrono::NaiveDate;

use super::model::{Offering, OfferingFacts, Price, Stop};
use super::rules::{self, RuleError};
use super::store;
use super::words::{self, refuse};
use crate::base::{
    EnterpriseId, MEDIA_TYPE, OfferingId, Ore, Prepared, UtcTime, VatCode, fresh_id,
};
use crate::db::{DbConn, Unique, refuse_taken};
use crate::enterprises::{self, Enterprise};
use crate::error::{AppError, AppResult};
use crate::ledger;
use crate::people::{Actor, Right};

const CODE: Unique = Unique { pg: "offering_code_taken", sqlite: "offering.code" };

/// An offering with today's price, when it has one.
pub(crate) type Priced = (Offering, Option<Ore>);

/// The offerings of the enterprises one answers for, with today's price, by enterprise.
///
/// # Errors
/// `Forbidden` without the right, or the database's.
pub(crate) fn list_for(
    conn: &mut DbConn,
    actor: &Actor,
    today: NaiveDate,
) -> AppResult<Vec<(Enterprise, Vec<Priced>)>> {
    actor.must(Right::ManageOfferings)?;
    let all = store::list_all(conn, today)?;
    let mine = enterprises_of(conn, actor)?.into_iter().filter(|enterprise| !enterprise.internal);
    let with_offerings = |enterprise: Enterprise| {
        let own = all.iter().filter(|(offering, _)| offering.enterprise_id == enterprise.id);
        let own = own.cloned().collect();
        (enterprise, own)
    };
    Ok(mine.map(with_offerings).collect())
}

/// The enterprises one answers for, internal ones too.
///
/// # Errors
/// The database's.
pub(crate) fn enterprises_of(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<Enterprise>> {
    let mut all = enterprises::list_enterprises(conn)?;
    all.retain(|enterprise| actor.answers_for(&enterprise.id));
    Ok(all)
}

/// An offering for staff, with its prices (newest first) and its closed days from today.
///
/// # Errors
/// `NotFound` when there is none or it is another enterprise's, or the database's.
pub(crate) fn offering_for(
    conn: &mut DbConn,
    actor: &Actor,
    code: &str,
    today: NaiveDate,
) -> AppResult<(Offering, Vec<Price>, Vec<NaiveDate>)> {
    let offering = own(conn, actor, code)?;
    let prices = store::prices(conn, &offering.id)?;
    let days = store::closed_days(conn, &offering.id, today)?;
    Ok((offering, prices, days))
}

fn own(conn: &mut DbConn, actor: &Actor, code: &str) -> AppResult<Offering> {
    actor.must(Right::ManageOfferings)?;
    store::find(conn, code)?
        .filter(|offering| actor.answers_for(&offering.enterprise_id))
        .ok_or(AppError::NotFound)
}

/// Makes an offering of an enterprise one answers for.
///
/// # Refuses
/// `offering.code`, `offering.code_taken`, `offering.enterprise`, and as [`change_offering`].
///
/// # Errors
/// The refusals, `Forbidden`, or the database's.
pub(crate) fn add_offering(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    enterprise: &EnterpriseId,
    facts: &OfferingFacts,
    now: UtcTime,
) -> AppResult<Offering> {
    actor.must(Right::ManageOfferings)?;
    let enterprise = enterprises::find_enterprise(tx, enterprise)?
        .filter(|enterprise| actor.answers_for(&enterprise.id));
    let mut wrong = Vec::new();
    if !rules::is_code(code) {
        wrong.push(RuleError::Code);
    }
    match &enterprise {
        None => wrong.push(RuleError::Enterprise),
        Some(one) if one.internal => wrong.push(RuleError::Internal),
        Some(_) => {}
    }
    if facts.price.is_none() {
        wrong.push(RuleError::PriceMissing);
    }
    wrong.extend(rules::check(facts));
    wrong.extend(check_price_day(facts, now.oslo_date()));
    refuse(wrong)?;
    let enterprise = enterprise.ok_or(AppError::NotFound)?;
    insert(tx, code, &enterprise.id, facts, now)
}

/// Inserts what has been checked.
pub(super) fn insert(
    tx: &mut DbConn,
    code: &str,
    enterprise: &EnterpriseId,
    facts: &OfferingFacts,
    now: UtcTime,
) -> AppResult<Offering> {
    let offering = Offering {
        id: OfferingId::fresh(),
        code: code.to_owned(),
        enterprise_id: enterprise.clone(),
        name: facts.name.clone(),
        description: facts.description.clone(),
        kind: facts.kind,
        unit: facts.unit.clone(),
        vat_code: facts.vat_code,
        lead_days: facts.lead_days,
        capacity_milli: facts.capacity_milli,
        closed_weekdays: facts.closed_weekdays,
        is_food: facts.is_food,
        is_served: facts.is_served,
        allergens: facts.allergens.clone(),
        may_withdraw: facts.may_withdraw,
        withdrawal_reason: facts.withdrawal_reason.clone(),
        photo_id: None,
        is_offered: facts.is_offered,
        created_at: now,
    };
    store::insert(tx, &offering)
        .map_err(|error| refuse_taken(error, &CODE, RuleError::CodeTaken.into()))?;
    keep_beside(tx, &offering.id, facts)?;
    Ok(offering)
}

fn keep_beside(tx: &mut DbConn, id: &OfferingId, facts: &OfferingFacts) -> AppResult<()> {
    store::put_closed_days(tx, id, &facts.closed_days)?;
    if let Some(price) = facts.price {
        store::put_price(tx, id, price)?;
    }
    Ok(())
}

/// A price may not be put in force in the past: orders of those days keep theirs.
fn check_price_day(facts: &OfferingFacts, today: NaiveDate) -> Option<RuleError> {
    let from = facts.price.map(|price| price.valid_from)?;
    (from < today).then_some(RuleError::PricePast)
}

/// Changes an offering; a price in it comes into force on its day.
///
/// # Refuses
/// `offering.name`, `offering.description`, `offering.unit`, `offering.vat_code`,
/// `offering.lead_days`, `offering.capacity`, `offering.closed_days`, `offering.closed_weekdays`,
/// `offering.allergens`, `offering.allergen_which`, `offering.is_food`, `offering.is_served`,
/// `offering.withdrawal_reason`, `offering.price`, `offering.price_from`.
///
/// # Errors
/// The refusals, `NotFound` for another enterprise's, or the database's.
pub(crate) fn change_offering(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    facts: &OfferingFacts,
    now: UtcTime,
) -> AppResult<Offering> {
    let before = own(tx, actor, code)?;
    let mut wrong = rules::check(facts);
    wrong.extend(check_price_day(facts, now.oslo_date()));
    refuse(wrong)?;
    let after = with_facts(before, facts);
    store::update(tx, &after)?;
    keep_beside(tx, &after.id, facts)?;
    Ok(after)
}

/// The offering with all that staff decide about it.
pub(super) fn with_facts(before: Offering, facts: &OfferingFacts) -> Offering {
    Offering {
        name: facts.name.clone(),
        description: facts.description.clone(),
        kind: facts.kind,
        unit: facts.unit.clone(),
        vat_code: facts.vat_code,
        lead_days: facts.lead_days,
        capacity_milli: facts.capacity_milli,
        closed_weekdays: facts.closed_weekdays,
        is_food: facts.is_food,
        is_served: facts.is_served,
        allergens: facts.allergens.clone(),
        may_withdraw: facts.may_withdraw,
        withdrawal_reason: facts.withdrawal_reason.clone(),
        is_offered: facts.is_offered,
        ..before
    }
}

/// Gives an offering a photo, decoded, turned, made small and written anew; the old one goes.
///
/// # Errors
/// `NotFound` for another enterprise's, or the database's.
pub(crate) fn set_photo(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    prepared: &Prepared,
) -> AppResult<()> {
    let before = own(tx, actor, code)?;
    store::put_photo(tx, &prepared.id, MEDIA_TYPE, &prepared.base64)?;
    show(tx, before, Some(prepared.id.clone()))
}

/// Takes an offering's photo away.
///
/// # Errors
/// `NotFound` for another enterprise's, or the database's.
pub(crate) fn remove_photo(tx: &mut DbConn, actor: &Actor, code: &str) -> AppResult<()> {
    let before = own(tx, actor, code)?;
    show(tx, before, None)
}

fn show(tx: &mut DbConn, before: Offering, photo_id: Option<String>) -> AppResult<()> {
    let old = before.photo_id.clone();
    let after = Offering { photo_id, ..before };
    store::update(tx, &after)?;
    if let Some(old) = old.filter(|old| after.photo_id.as_ref() != Some(old)) {
        store::remove_unused_photo(tx, &old)?;
    }
    Ok(())
}

/// Stops new orders of an enterprise for delivery from one day to another, or until lifted.
///
/// Orders already taken stand.
///
/// # Refuses
/// `stop.days` when the last day is before the first or past.
///
/// # Errors
/// The refusal, `NotFound` for an enterprise one does not answer for, or the database's.
pub(crate) fn stop_orders(
    tx: &mut DbConn,
    actor: &Actor,
    enterprise: &EnterpriseId,
    first_day: NaiveDate,
    last_day: Option<NaiveDate>,
    now: UtcTime,
) -> AppResult<Stop> {
    actor.must(Right::ManageOfferings)?;
    if !actor.answers_for(enterprise) {
        return Err(AppError::NotFound);
    }
    enterprises::find_enterprise(tx, enterprise)?.ok_or(AppError::NotFound)?;
    if last_day.is_some_and(|last| last < first_day || last < now.oslo_date()) {
        refuse(vec![RuleError::StopDays])?;
    }
    let stop = Stop {
        id: fresh_id(),
        enterprise_id: enterprise.clone(),
        first_day,
        last_day,
        stopped_by: Some(actor.account_id.clone()),
        stopped_at: now,
        lifted_at: None,
    };
    store::insert_stop(tx, &stop)?;
    Ok(stop)
}

/// Lifts a stop; once more changes nothing.
///
/// # Errors
/// `NotFound` when there is none or it is another enterprise's, or the database's.
pub(crate) fn lift_stop(tx: &mut DbConn, actor: &Actor, id: &str, now: UtcTime) -> AppResult<()> {
    actor.must(Right::ManageOfferings)?;
    let stop = store::find_stop(tx, id)?
        .filter(|stop| actor.answers_for(&stop.enterprise_id))
        .ok_or(AppError::NotFound)?;
    if stop.lifted_at.is_none() {
        store::lift(tx, id, now)?;
    }
    Ok(())
}

/// The codes that an offering can be sold under.
const SALE_CODES: [VatCode; 5] =
    [VatCode::Out25, VatCode::Out15, VatCode::Out12, VatCode::ZeroRated, VatCode::OutsideVat];

/// The VAT codes to choose among, each with its words and the rate in force on a day.
///
/// # Errors
/// The database's.
pub(crate) fn vat_choices(conn: &mut DbConn, on: NaiveDate) -> AppResult<Vec<(String, String)>> {
    let mut choices = Vec::new();
    for code in SALE_CODES {
        let words = words::vat_words(code, ledger::vat_rate(conn, code, on)?);
        choices.push((code.to_string(), words));
    }
    Ok(choices)
}
