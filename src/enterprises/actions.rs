//! What a person does with the seller and the enterprises.

use super::model::{ChangeEnterprise, Enterprise, NewEnterprise, Seller, SellerDraft};
use super::rules::RuleError;
use super::words::refuse;
use super::{rules, store};
use crate::base::{EnterpriseId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};

/// Keeps who sells, as an import tells it; e-mail and phone may come later.
///
/// # Refuses
/// As [`describe_seller`], but for an empty `email` or `phone` and any `bank_account`.
///
/// # Errors
/// The refusals, or the database's.
pub(crate) fn record_seller(tx: &mut DbConn, seller: &Seller) -> AppResult<()> {
    put(tx, rules::seller_at_its_word(&seller.clone().into()))
}

/// Keeps who sells, as a form tells it.
///
/// # Refuses
/// `seller.org_number`, `seller.name`, `seller.legal_form`, `seller.street`, `seller.postcode`,
/// `seller.city`, `seller.bank_account`, `seller.email`, `seller.phone`.
///
/// # Errors
/// The refusals, or the database's.
pub(crate) fn describe_seller(tx: &mut DbConn, draft: &SellerDraft) -> AppResult<()> {
    put(tx, rules::seller_of(draft))
}

fn put(tx: &mut DbConn, seller: Result<Seller, Vec<RuleError>>) -> AppResult<()> {
    match seller {
        Ok(seller) => Ok(store::put_seller(tx, &seller)?),
        Err(wrong) => Ok(refuse(wrong)?),
    }
}

/// Makes an enterprise, last in the enterprises' order.
///
/// # Refuses
/// `enterprise.name`, `enterprise.code`, `enterprise.code_taken`, `enterprise.department`,
/// `enterprise.department_taken`, `enterprise.email`.
///
/// # Errors
/// The refusals, or the database's.
pub(crate) fn add_enterprise(
    tx: &mut DbConn,
    new: NewEnterprise,
    now: UtcTime,
) -> AppResult<Enterprise> {
    let others = store::list_enterprises(tx)?;
    let new = rules::filled_in(new, &others);
    refuse(rules::check_new(&new, &others))?;
    let last = others.iter().map(|e| e.position).max().unwrap_or(0);
    let made = Enterprise {
        id: EnterpriseId::fresh(),
        code: new.code,
        name: new.name,
        department: new.department,
        outside: new.outside,
        internal: new.internal || new.outside,
        email: new.email,
        position: last + 1,
        created_at: now,
    };
    store::insert(tx, &made)?;
    Ok(made)
}

/// Changes an enterprise's name, department, mail address and place among the others.
///
/// # Refuses
/// `enterprise.name`, `enterprise.department`, `enterprise.department_taken`, `enterprise.email`,
/// `enterprise.position`.
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn change_enterprise(
    tx: &mut DbConn,
    code: &str,
    change: &ChangeEnterprise,
) -> AppResult<()> {
    let one = store::find_enterprise_by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let mut others = store::list_enterprises(tx)?;
    others.retain(|other| other.id != one.id);
    refuse(rules::check_change(change, &others))?;
    Ok(store::change(tx, &one.id, change)?)
}
