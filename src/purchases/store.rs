//! Receipts' rows.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::base::{OrderId, Ore, VoucherId, fresh_id};
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

/// Receipts dated from `from` to `to`, newest first, at most `limit` after the first `skip`.
pub(super) fn list(
    conn: &mut DbConn,
    (from, to): (NaiveDate, NaiveDate),
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<Purchase>> {
    purchase::table
        .filter(purchase::purchase_date.between(from, to))
        .order((purchase::purchase_date.desc(), purchase::receipt.desc()))
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// How many receipts are dated from `from` to `to`, and their sum, VAT included.
pub(super) fn sum(
    conn: &mut DbConn,
    (from, to): (NaiveDate, NaiveDate),
) -> QueryResult<(i64, Ore)> {
    let of_days = purchase::table.filter(purchase::purchase_date.between(from, to));
    let (count, ore): (i64, i64) = of_days
        .select((
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(COALESCE(SUM(gross_ore), 0) AS BIGINT)"),
        ))
        .first(conn)?;
    Ok((count, Ore::new(ore)))
}

/// How many receipts of the same day stand before this one in [`list`].
pub(super) fn count_before(conn: &mut DbConn, row: &Purchase) -> QueryResult<i64> {
    purchase::table
        .filter(purchase::purchase_date.eq(row.purchase_date))
        .filter(purchase::receipt.gt(&row.receipt))
        .count()
        .get_result(conn)
}

/// Sets which order a receipt was bought for.
pub(super) fn set_order(tx: &mut DbConn, id: &str, order_id: Option<&OrderId>) -> QueryResult<()> {
    diesel::update(purchase::table.find(id)).set(purchase::order_id.eq(order_id)).execute(tx)?;
    Ok(())
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
