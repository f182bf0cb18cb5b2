//! Receipts' rows.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{VoucherId, fresh_id};
use crate::db::schema::{purchase, supplier};
use crate::db::{DbConn, Unique};

use super::model::Purchase;

pub(super) const RECEIPT_TAKEN: Unique =
    Unique { pg: "purchase_receipt_taken", sqlite: "purchase.receipt" };

/// The opaque id of a supplier, made the first time the name is met.
pub(super) fn supplier_id(tx: &mut DbConn, name: &str) -> QueryResult<String> {
    let known = supplier::table.filter(supplier::name.eq(name)).select(supplier::id);
    if let Some(id) = known.first(tx).optional()? {
        return Ok(id);
    }
    let id = fresh_id();
    diesel::insert_into(supplier::table)
        .values((supplier::id.eq(&id), supplier::name.eq(name)))
        .execute(tx)?;
    Ok(id)
}

pub(super) fn insert(tx: &mut DbConn, row: &Purchase) -> QueryResult<()> {
    diesel::insert_into(purchase::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn find_by_receipt(conn: &mut DbConn, receipt: &str) -> QueryResult<Option<Purchase>> {
    purchase::table.filter(purchase::receipt.eq(receipt)).first(conn).optional()
}

/// Receipts dated from `from` to `to`, newest first.
pub(super) fn list(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<Purchase>> {
    purchase::table
        .filter(purchase::purchase_date.between(from, to))
        .order((purchase::purchase_date.desc(), purchase::receipt.desc()))
        .load(conn)
}

/// Marks a receipt paid, by the voucher of the payment.
pub(super) fn set_paid(
    tx: &mut DbConn,
    id: &str,
    paid_on: NaiveDate,
    voucher: &VoucherId,
) -> QueryResult<()> {
    diesel::update(purchase::table.find(id))
        .set((purchase::paid_on.eq(paid_on), purchase::payment_voucher_id.eq(voucher)))
        .execute(tx)?;
    Ok(())
}
