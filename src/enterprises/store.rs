//! Rows of the seller and the enterprises.

use diesel::prelude::*;

use super::model::{ChangeEnterprise, Enterprise, Seller};
use crate::base::EnterpriseId;
use crate::db::DbConn;
use crate::db::schema::{enterprise, seller};

/// The one row's name.
const SELLER: &str = "seller";

/// The seller; None before anyone has said who sells.
///
/// # Errors
/// The database's.
pub(crate) fn seller(conn: &mut DbConn) -> QueryResult<Option<Seller>> {
    use seller::dsl;
    dsl::seller
        .select((
            dsl::org_number,
            dsl::name,
            dsl::legal_form,
            dsl::vat_registered,
            dsl::in_business_register,
            dsl::street,
            dsl::postcode,
            dsl::city,
            dsl::bank_account,
            dsl::email,
            dsl::phone,
            dsl::mode,
        ))
        .first(conn)
        .optional()
}

pub(super) fn put_seller(tx: &mut DbConn, row: &Seller) -> QueryResult<()> {
    let known = diesel::update(seller::table.find(SELLER)).set(row).execute(tx)?;
    if known == 0 {
        diesel::insert_into(seller::table).values((seller::id.eq(SELLER), row)).execute(tx)?;
    }
    Ok(())
}

/// All enterprises, internal ones too, in their own order.
///
/// # Errors
/// The database's.
pub(crate) fn list_enterprises(conn: &mut DbConn) -> QueryResult<Vec<Enterprise>> {
    enterprise::table.order((enterprise::position, enterprise::code)).load(conn)
}

/// # Errors
/// The database's.
pub(crate) fn find_enterprise(
    conn: &mut DbConn,
    id: &EnterpriseId,
) -> QueryResult<Option<Enterprise>> {
    enterprise::table.find(id).first(conn).optional()
}

/// # Errors
/// The database's.
pub(crate) fn find_enterprise_by_code(
    conn: &mut DbConn,
    code: &str,
) -> QueryResult<Option<Enterprise>> {
    enterprise::table.filter(enterprise::code.eq(code)).first(conn).optional()
}

pub(super) fn insert(tx: &mut DbConn, row: &Enterprise) -> QueryResult<()> {
    diesel::insert_into(enterprise::table).values(row).execute(tx).map(|_one| ())
}

pub(super) fn change(
    tx: &mut DbConn,
    id: &EnterpriseId,
    change: &ChangeEnterprise,
) -> QueryResult<()> {
    diesel::update(enterprise::table.find(id))
        .set((
            enterprise::name.eq(&change.name),
            enterprise::department.eq(&change.department),
            enterprise::email.eq(&change.email),
            enterprise::position.eq(change.position),
        ))
        .execute(tx)
        .map(|_one| ())
}
