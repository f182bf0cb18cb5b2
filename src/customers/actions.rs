//! What is done with customers.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Contact, Customer, CustomerFacts, Merge, MergeTold};
use super::{rules, store};
use crate::base::{CustomerId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::people::{Actor, Right};

/// The customer that an order is invoiced to: an organisation's one row, or a new private one.
///
/// A known customer is never changed by what an order says.
///
/// # Errors
/// The database's.
pub(crate) fn customer_for_order(
    tx: &mut DbConn,
    facts: &CustomerFacts,
    now: UtcTime,
) -> AppResult<Customer> {
    if let Some(number) = &facts.org_number
        && let Some(known) = store::find_organisation(tx, number)?
    {
        return Ok(known);
    }
    let made = new_customer(facts, now);
    store::insert(tx, &made)?;
    Ok(made)
}

/// Records a customer of an import under its key; a known key fills what was empty.
///
/// An organisation that is known by its number gets one more key.
///
/// # Errors
/// The database's.
pub(crate) fn record_customer(
    tx: &mut DbConn,
    key: &str,
    facts: &CustomerFacts,
    now: UtcTime,
) -> AppResult<CustomerId> {
    if let Some(id) = customer_by_key(tx, key)? {
        fill(tx, &id, facts)?;
        return Ok(id);
    }
    let customer = customer_for_order(tx, facts, now)?;
    store::insert_key(tx, key, &customer.id)?;
    Ok(customer.id)
}

/// The customer that an import's key leads to, through a merge.
///
/// # Errors
/// The database's.
pub(crate) fn customer_by_key(conn: &mut DbConn, key: &str) -> AppResult<Option<CustomerId>> {
    let Some(id) = store::find_by_key(conn, key)? else { return Ok(None) };
    Ok(Some(get_customer(conn, &id)?.id))
}

/// The customer of an id, through a merge to the one kept.
///
/// # Errors
/// `NotFound`.
pub(crate) fn get_customer(conn: &mut DbConn, id: &CustomerId) -> AppResult<Customer> {
    let customer = store::find(conn, id)?.ok_or(AppError::NotFound)?;
    match &customer.merged_into {
        None => Ok(customer),
        // One step is the whole way: a merge moves those that pointed to the old one too.
        Some(kept) => store::find(conn, kept)?.ok_or(AppError::NotFound),
    }
}

/// The customers of some ids, each under the id asked for; through a merge, the one kept.
///
/// # Errors
/// The database's.
pub(crate) fn kept_of(
    conn: &mut DbConn,
    ids: &BTreeSet<CustomerId>,
) -> AppResult<BTreeMap<CustomerId, Customer>> {
    let found = store::list_of(conn, ids)?;
    let kept: BTreeSet<CustomerId> =
        found.iter().filter_map(|one| one.merged_into.clone()).collect();
    let kept: BTreeMap<CustomerId, Customer> =
        store::list_of(conn, &kept)?.into_iter().map(|one| (one.id.clone(), one)).collect();
    let through = |one: Customer| {
        let id = one.id.clone();
        match one.merged_into.as_ref().and_then(|to| kept.get(to)) {
            Some(kept) => (id, kept.clone()),
            None => (id, one),
        }
    };
    Ok(found.into_iter().map(through).collect())
}

/// A customer's id and those of all that were merged into it.
///
/// # Errors
/// The database's.
pub(crate) fn ids_of(conn: &mut DbConn, id: &CustomerId) -> AppResult<Vec<CustomerId>> {
    let merged = store::merged_into(conn, id)?.into_iter().map(|one| one.id);
    Ok(std::iter::once(id.clone()).chain(merged).collect())
}

fn fill(tx: &mut DbConn, id: &CustomerId, facts: &CustomerFacts) -> AppResult<()> {
    let known = get_customer(tx, id)?;
    let mut filled = known.clone();
    for (cell, news) in [
        (&mut filled.email, &facts.email),
        (&mut filled.phone, &facts.phone),
        (&mut filled.street, &facts.street),
        (&mut filled.postcode, &facts.postcode),
        (&mut filled.city, &facts.city),
    ] {
        if cell.is_empty() {
            cell.clone_from(news);
        }
    }
    if let (None, Some(number)) = (&known.org_number, &facts.org_number) {
        if store::find_organisation(tx, number)?.is_some() {
            let words = "Organisasjonsnummeret hører til en annen kunde.";
            return Err(Refusal::new("customer.org_number_taken", "org_number", words).into());
        }
        filled.org_number = Some(number.clone());
    }
    if filled != known {
        store::update_contact(tx, &filled)?;
    }
    Ok(())
}

fn new_customer(facts: &CustomerFacts, now: UtcTime) -> Customer {
    Customer {
        id: CustomerId::fresh(),
        kind: facts.kind,
        name: facts.name.clone(),
        org_number: facts.org_number.clone(),
        email: facts.email.clone(),
        phone: facts.phone.clone(),
        street: facts.street.clone(),
        postcode: facts.postcode.clone(),
        city: facts.city.clone(),
        merged_into: None,
        created_at: now,
    }
}

/// Gives a customer without an address the one that staff learnt.
///
/// # Errors
/// `NotFound`, or the database's.
pub(crate) fn fill_address(
    tx: &mut DbConn,
    id: &CustomerId,
    [street, postcode, city]: [&str; 3],
) -> AppResult<()> {
    let known = get_customer(tx, id)?;
    if known.street.is_empty() && known.city.is_empty() {
        let filled = Customer {
            street: street.to_owned(),
            postcode: postcode.to_owned(),
            city: city.to_owned(),
            ..known
        };
        store::update_contact(tx, &filled)?;
    }
    Ok(())
}

/// Writes a customer's name and address; what was invoiced keeps what it said.
///
/// # Refuses
/// `customer.name`, `customer.street`, `customer.postcode`, `customer.city` at their fields.
///
/// # Errors
/// The refusals, `Forbidden`, `NotFound`, or the database's.
pub(crate) fn set_contact(
    tx: &mut DbConn,
    actor: &Actor,
    id: &CustomerId,
    typed: &Contact,
) -> AppResult<()> {
    actor.must(Right::Invoice)?;
    let known = get_customer(tx, id)?;
    let contact = rules::read_contact(typed).map_err(|faults| {
        let mut refusals = Refusals::default();
        for fault in faults {
            refusals.add(fault);
        }
        refusals
    })?;
    Ok(store::update_name_and_address(tx, &known.id, &contact)?)
}

/// A customer for staff, with what it is known by and which it might be one with.
#[derive(Clone, Debug)]
pub(crate) struct CustomerCard {
    pub(crate) customer: Customer,
    pub(crate) keys: Vec<String>,
    /// Those that were merged into it.
    pub(crate) merged: Vec<Customer>,
    pub(crate) alike: Vec<Customer>,
    /// Who merged it or into it, and when.
    pub(crate) merges: Vec<MergeTold>,
}

/// Customers to choose among, shown at a time.
const LISTED_MAX: i64 = 100;

/// Customers whose name, e-mail or number holds some words, the first hundred by name: to choose one.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn list_customers(
    conn: &mut DbConn,
    actor: &Actor,
    words: &str,
) -> AppResult<Vec<Customer>> {
    page_of_customers(conn, actor, words, (0, LISTED_MAX))
}

/// Such customers, at most `limit` after `skip`.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn page_of_customers(
    conn: &mut DbConn,
    actor: &Actor,
    words: &str,
    (skip, limit): (i64, i64),
) -> AppResult<Vec<Customer>> {
    actor.must(Right::Invoice)?;
    Ok(store::search(conn, words, (skip, limit))?)
}

/// How many such customers there are.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn count_customers(conn: &mut DbConn, actor: &Actor, words: &str) -> AppResult<i64> {
    actor.must(Right::Invoice)?;
    Ok(store::count_found(conn, words)?)
}

/// One customer, itself and not the one it was merged into; `words` searches for its like.
///
/// # Errors
/// `Forbidden`, `NotFound`, or the database's.
pub(crate) fn customer_card(
    conn: &mut DbConn,
    actor: &Actor,
    id: &CustomerId,
    words: &str,
) -> AppResult<CustomerCard> {
    actor.must(Right::Invoice)?;
    let customer = store::find(conn, id)?.ok_or(AppError::NotFound)?;
    let mut alike = if words.is_empty() {
        store::alike(conn, &customer, LISTED_MAX)?
    } else {
        store::search(conn, words, (0, LISTED_MAX))?
    };
    alike.retain(|other| other.id != *id);
    let keys = store::keys_of(conn, id)?;
    let merged = store::merged_into(conn, id)?;
    let merges = tell_merges(conn, &customer, &merged)?;
    Ok(CustomerCard { customer, keys, merged, alike, merges })
}

/// How a customer and those merged into it came together, with names.
fn tell_merges(
    conn: &mut DbConn,
    customer: &Customer,
    merged: &[Customer],
) -> AppResult<Vec<MergeTold>> {
    let old: Vec<CustomerId> = merged.iter().chain([customer]).map(|one| one.id.clone()).collect();
    let mut told = Vec::new();
    for (old, kept, at, by) in store::merges_of(conn, &old)? {
        let mut named = |id: CustomerId| -> AppResult<_> {
            let name = store::find(conn, &id)?.map(|one| one.name).unwrap_or_default();
            Ok((id, name))
        };
        told.push(MergeTold { old: named(old)?, kept: named(kept)?, at: at.oslo_text(), by });
    }
    Ok(told)
}

/// Finds two customers to be one: the old one points to the one kept, and nothing posted changes.
///
/// Every import key of both leads to the one kept, and so does the organisation number of either. Who did it and when is kept for good. Merged
/// once more, it changes nothing.
///
/// # Refuses
/// `customer.not_merged`.
///
/// # Errors
/// The refusal, `Forbidden`, `NotFound`, or the database's.
pub(crate) fn merge(
    tx: &mut DbConn,
    actor: &Actor,
    old: &CustomerId,
    kept: &CustomerId,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::Invoice)?;
    let old = store::find(tx, old)?.ok_or(AppError::NotFound)?;
    let kept = store::find(tx, kept)?.ok_or(AppError::NotFound)?;
    if old.merged_into.as_ref() == Some(&kept.id) {
        return Ok(());
    }
    rules::check_merge(&old, &kept).map_err(Refusal::from)?;
    store::insert_merge(
        tx,
        &Merge {
            id: fresh_id(),
            old_id: old.id.clone(),
            kept_id: kept.id.clone(),
            merged_at: now,
            merged_by: actor.account_id.clone(),
        },
    )?;
    store::point(tx, &old.id, &kept.id)?;
    if let Some(carried) = rules::with_number_of(&kept, &old) {
        store::update_contact(tx, &carried)?;
    }
    Ok(())
}
