//! Rows of rates, and an order's receipts and invoice lines.

use diesel::prelude::*;

use super::model::{Earned, Rate, RateChange};
use crate::base::{EnterpriseId, OrderId, Ore};
use crate::db::DbConn;
use crate::db::schema::{account, hour_rate, hour_rate_change, invoice, invoice_line, purchase};
use crate::purchases::Purchase;

/// Every rate, the newest of each kind first.
pub(super) fn rates(conn: &mut DbConn) -> QueryResult<Vec<Rate>> {
    hour_rate::table.order((hour_rate::kind, hour_rate::valid_from.desc())).load(conn)
}

/// Sets a rate from a day, also anew.
pub(super) fn set_rate(tx: &mut DbConn, rate: &Rate) -> QueryResult<()> {
    let set = diesel::update(hour_rate::table.find((rate.kind, rate.valid_from)))
        .set(hour_rate::ore_per_hour.eq(rate.ore_per_hour))
        .execute(tx)?;
    if set == 0 {
        diesel::insert_into(hour_rate::table).values(rate).execute(tx)?;
    }
    Ok(())
}

/// What a kind is reckoned at by the rate that begins on this very day.
pub(super) fn rate_from(conn: &mut DbConn, rate: &Rate) -> QueryResult<Option<Ore>> {
    let row = hour_rate::table.find((rate.kind, rate.valid_from));
    row.select(hour_rate::ore_per_hour).first(conn).optional()
}

pub(super) fn insert_change(tx: &mut DbConn, change: &RateChange) -> QueryResult<()> {
    diesel::insert_into(hour_rate_change::table).values(change).execute(tx).map(drop)
}

/// Changes of rates with the name of who made them, the newest first.
pub(super) fn changes(conn: &mut DbConn, most: i64) -> QueryResult<Vec<(RateChange, String)>> {
    hour_rate_change::table
        .inner_join(account::table)
        .select((hour_rate_change::all_columns, account::name))
        .order((hour_rate_change::set_at.desc(), hour_rate_change::id.desc()))
        .limit(most)
        .load(conn)
}

/// Receipts tied to an order, of some enterprises.
pub(super) fn bought_for(
    conn: &mut DbConn,
    order_id: &OrderId,
    of: &[EnterpriseId],
) -> QueryResult<Vec<Purchase>> {
    purchase::table
        .filter(purchase::order_id.eq(order_id).and(purchase::enterprise_id.eq_any(of)))
        .order((purchase::purchase_date, purchase::receipt))
        .load(conn)
}

/// Lines of an order's invoices and credit notes, of some enterprises.
pub(super) fn invoiced(
    conn: &mut DbConn,
    order_id: &OrderId,
    of: &[EnterpriseId],
) -> QueryResult<Vec<Earned>> {
    invoice_line::table
        .inner_join(invoice::table.on(invoice::id.eq(invoice_line::invoice_id)))
        .filter(invoice::order_id.eq(order_id).and(invoice_line::enterprise_id.eq_any(of)))
        .order((invoice::number, invoice_line::line))
        .select((
            invoice_line::enterprise_id,
            invoice_line::name,
            invoice_line::quantity_milli,
            invoice_line::unit,
            invoice_line::net_ore,
        ))
        .load(conn)
}
