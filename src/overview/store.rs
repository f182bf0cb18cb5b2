//! The rows behind the figures.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::model::Span;
use crate::base::{AccountNo, EnterpriseId, Ore, Quantity};
use crate::db::DbConn;
use crate::db::schema::{
    customer_order, enterprise, invoice, invoice_line, posting, purchase, voucher,
};

/// A line of an invoice or credit note, without its customer.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Sold {
    pub(crate) date: NaiveDate,
    pub(crate) invoice: i64,
    pub(crate) kind: String,
    pub(crate) order: String,
    pub(crate) enterprise: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) quantity: Quantity,
    pub(crate) net: Ore,
}

/// A posting of a purchase, with its receipt; a correction has none.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Bought {
    pub(crate) date: NaiveDate,
    pub(crate) document: String,
    pub(crate) year: i32,
    pub(crate) voucher: i64,
    pub(crate) supplier: Option<String>,
    pub(crate) enterprise: String,
    pub(crate) account: AccountNo,
    pub(crate) net: Ore,
}

/// Lines of a span in the order of their invoices, at most `limit` after `skip`.
pub(super) fn sold(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
    (skip, limit): (i64, i64),
) -> QueryResult<Vec<Sold>> {
    let mut query = invoice_line::table
        .inner_join(invoice::table.on(invoice::id.eq(invoice_line::invoice_id)))
        .inner_join(customer_order::table.on(customer_order::id.eq(invoice::order_id)))
        .inner_join(enterprise::table.on(enterprise::id.eq(invoice_line::enterprise_id)))
        .filter(invoice::invoice_date.between(span.from, span.to))
        .into_boxed();
    if let Some(id) = of {
        query = query.filter(invoice_line::enterprise_id.eq(id));
    }
    query
        .order((invoice::number, invoice_line::line))
        .select((
            invoice::invoice_date,
            invoice::number,
            invoice::kind,
            customer_order::number,
            enterprise::name,
            invoice_line::name,
            invoice_line::unit,
            invoice_line::quantity_milli,
            invoice_line::net_ore,
        ))
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// How many lines [`sold`] has, and their net.
pub(super) fn sum_sold(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
) -> QueryResult<(i64, Ore)> {
    let mut query = invoice_line::table
        .inner_join(invoice::table.on(invoice::id.eq(invoice_line::invoice_id)))
        .filter(invoice::invoice_date.between(span.from, span.to))
        .into_boxed();
    if let Some(id) = of {
        query = query.filter(invoice_line::enterprise_id.eq(id));
    }
    let sum: (i64, i64) = query
        .select((
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(COALESCE(SUM(invoice_line.net_ore),0) AS BIGINT)"),
        ))
        .first(conn)?;
    Ok((sum.0, Ore::new(sum.1)))
}

/// Purchases of a span by date, corrections too; at most `limit` after `skip`.
pub(super) fn bought(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
    (skip, limit): (i64, i64),
) -> QueryResult<Vec<Bought>> {
    let mut query = posting::table
        .inner_join(voucher::table.on(voucher::id.eq(posting::voucher_id)))
        .inner_join(enterprise::table.on(posting::enterprise_id.eq(enterprise::id.nullable())))
        .left_join(purchase::table.on(purchase::voucher_id.eq(voucher::id)))
        .filter(posting::entry_date.between(span.from, span.to))
        .filter(posting::account.not_like("3%").and(posting::account.not_like("27%")))
        .into_boxed();
    if let Some(id) = of {
        query = query.filter(posting::enterprise_id.eq(id));
    }
    query
        .order((posting::entry_date, voucher::number, posting::line))
        .select((
            posting::entry_date,
            voucher::document,
            voucher::fiscal_year,
            voucher::number,
            purchase::supplier.nullable(),
            enterprise::name,
            posting::account,
            posting::amount_ore,
        ))
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// How many rows [`bought`] has, and their net.
pub(super) fn sum_bought(
    conn: &mut DbConn,
    span: Span,
    of: Option<&EnterpriseId>,
) -> QueryResult<(i64, Ore)> {
    let mut query = posting::table
        .filter(posting::entry_date.between(span.from, span.to))
        .filter(posting::enterprise_id.is_not_null())
        .filter(posting::account.not_like("3%").and(posting::account.not_like("27%")))
        .into_boxed();
    if let Some(id) = of {
        query = query.filter(posting::enterprise_id.eq(id));
    }
    let sum: (i64, i64) = query
        .select((
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(COALESCE(SUM(posting.amount_ore),0) AS BIGINT)"),
        ))
        .first(conn)?;
    Ok((sum.0, Ore::new(sum.1)))
}
