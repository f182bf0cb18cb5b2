//! Rows of customers and of the keys they are imported by.

use diesel::prelude::*;

use super::model::Customer;
use crate::base::{CustomerId, OrgNumber};
use crate::db::DbConn;
use crate::db::schema::{customer, customer_key};

pub(super) fn insert(tx: &mut DbConn, row: &Customer) -> QueryResult<()> {
    diesel::insert_into(customer::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn find(conn: &mut DbConn, id: &CustomerId) -> QueryResult<Option<Customer>> {
    customer::table.find(id).first(conn).optional()
}

/// The one live row of an organisation.
pub(super) fn find_organisation(
    conn: &mut DbConn,
    number: &OrgNumber,
) -> QueryResult<Option<Customer>> {
    customer::table
        .filter(customer::org_number.eq(number).and(customer::merged_into.is_null()))
        .first(conn)
        .optional()
}

pub(super) fn find_by_key(conn: &mut DbConn, key: &str) -> QueryResult<Option<CustomerId>> {
    customer_key::table.find(key).select(customer_key::customer_id).first(conn).optional()
}

pub(super) fn insert_key(tx: &mut DbConn, key: &str, id: &CustomerId) -> QueryResult<()> {
    diesel::insert_into(customer_key::table)
        .values((customer_key::known_as.eq(key), customer_key::customer_id.eq(id)))
        .execute(tx)?;
    Ok(())
}

/// Writes a customer's contact details; its kind, name and number stand.
pub(super) fn update_contact(tx: &mut DbConn, row: &Customer) -> QueryResult<()> {
    diesel::update(customer::table.find(&row.id))
        .set((
            customer::org_number.eq(&row.org_number),
            customer::email.eq(&row.email),
            customer::phone.eq(&row.phone),
            customer::street.eq(&row.street),
            customer::postcode.eq(&row.postcode),
            customer::city.eq(&row.city),
        ))
        .execute(tx)?;
    Ok(())
}
