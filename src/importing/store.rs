//! What the farm holds under an import's keys, where no slice tells it by key.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::farm::cells;
use super::known::Cells;
use crate::base::{ClockTime, CustomerId, Minutes, OrderId, Ore, Quantity, UtcTime, VatCode};
use crate::db::DbConn;
use crate::db::schema::{
    customer_order, enterprise, hour_entry, invoice, offering, order_line, order_part, order_step,
    payment, resident,
};

/// Every order's id by its number.
pub(super) fn order_ids(conn: &mut DbConn) -> QueryResult<HashMap<String, OrderId>> {
    let all: Vec<(String, OrderId)> =
        customer_order::table.select((customer_order::number, customer_order::id)).load(conn)?;
    Ok(all.into_iter().collect())
}

/// Entries of hours between two days, by an import's key; what came of corrections is left out.
pub(super) fn logged(
    conn: &mut DbConn,
    first: NaiveDate,
    last: NaiveDate,
) -> QueryResult<HashMap<String, Cells>> {
    type Entry =
        (String, NaiveDate, ClockTime, ClockTime, Minutes, String, String, Option<String>, String);
    let all: Vec<Entry> = hour_entry::table
        .inner_join(resident::table)
        .inner_join(enterprise::table)
        .left_join(customer_order::table)
        .filter(hour_entry::entry_date.between(first, last).and(hour_entry::corrects.is_null()))
        .select((
            resident::pseudonym,
            hour_entry::entry_date,
            hour_entry::start_minute,
            hour_entry::end_minute,
            hour_entry::break_minutes,
            enterprise::code,
            hour_entry::kind,
            customer_order::number.nullable(),
            hour_entry::state,
        ))
        .load(conn)?;
    let by_key = |(resident, date, start, end, pause, enterprise, kind, order, state): Entry| {
        let told = cells([
            ("end", end.to_string()),
            ("break_minutes", pause.get().to_string()),
            ("enterprise", enterprise),
            ("kind", kind),
            ("order", order.unwrap_or_default()),
            ("state", state),
        ]);
        (format!("{resident}|{date}|{start}"), told)
    };
    Ok(all.into_iter().map(by_key).collect())
}

/// An order as the farm holds it.
pub(super) struct Held {
    pub(super) id: OrderId,
    pub(super) customer: Option<CustomerId>,
    /// What an import's columns say of every line.
    pub(super) cells: Cells,
    /// What they say of each, by line.
    pub(super) lines: HashMap<i32, Cells>,
}

/// The order with this number; None when there is none.
pub(super) fn held(conn: &mut DbConn, number: &str) -> QueryResult<Option<Held>> {
    let found: Option<(OrderId, Option<CustomerId>, NaiveDate, NaiveDate, String)> =
        customer_order::table
            .filter(customer_order::number.eq(number))
            .select((
                customer_order::id,
                customer_order::customer_id,
                customer_order::ordered_on,
                customer_order::delivery_date,
                customer_order::state,
            ))
            .first(conn)
            .optional()?;
    let Some((id, customer, ordered_on, delivery_date, state)) = found else { return Ok(None) };
    let mut told = cells([
        ("ordered_on", ordered_on.to_string()),
        ("delivery_date", delivery_date.to_string()),
    ]);
    told.extend(happened(conn, &id, &state)?);
    let lines = lines_of(conn, &id)?;
    Ok(Some(Held { id, customer, cells: told, lines }))
}

/// Id, kind, date, due date and KID of an invoice or credit note.
type Document = (crate::base::InvoiceId, String, NaiveDate, NaiveDate, String);

/// What has become of an order.
fn happened(conn: &mut DbConn, id: &OrderId, state: &str) -> QueryResult<Cells> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let delivered: Vec<Option<NaiveDate>> = order_part::table
        .filter(order_part::order_id.eq(id))
        .select(order_part::delivered_on)
        .load(conn)?;
    let is_delivered = matches!(state, "delivered" | "invoiced" | "paid" | "credited");
    let delivered = delivered.into_iter().flatten().max().filter(|_| is_delivered);
    let documents: Vec<Document> = invoice::table
        .filter(invoice::order_id.eq(id))
        .select((
            invoice::id,
            invoice::kind,
            invoice::invoice_date,
            invoice::due_date,
            invoice::kid,
        ))
        .load(conn)?;
    let issued = documents.iter().find(|document| document.1 == "invoice");
    let credited = documents.iter().find(|document| document.1 == "credit_note").map(|d| d.2);
    let paid: Option<NaiveDate> = match issued {
        Some(issued) if matches!(state, "paid" | "credited") => payment::table
            .filter(payment::invoice_id.eq(&issued.0))
            .select(diesel::dsl::max(payment::paid_on))
            .first(conn)?,
        _ => None,
    };
    let cancelled: Option<UtcTime> = match state {
        "cancelled" => order_step::table
            .filter(order_step::order_id.eq(id).and(order_step::step.eq("cancelled")))
            .order(order_step::taken_at.desc())
            .select(order_step::taken_at)
            .first(conn)
            .optional()?,
        _ => None,
    };
    Ok(cells([
        ("delivered_on", day(delivered)),
        ("invoiced_on", day(issued.map(|document| document.2))),
        ("due_on", day(issued.map(|document| document.3))),
        ("kid", issued.map(|document| document.4.clone()).unwrap_or_default()),
        ("paid_on", day(paid)),
        ("credited_on", day(credited)),
        ("cancelled_on", day(cancelled.map(UtcTime::oslo_date))),
    ]))
}

fn lines_of(conn: &mut DbConn, id: &OrderId) -> QueryResult<HashMap<i32, Cells>> {
    let lines: Vec<(i32, String, Quantity, Ore, VatCode)> = order_line::table
        .inner_join(offering::table)
        .filter(order_line::order_id.eq(id))
        .select((
            order_line::line,
            offering::code,
            order_line::quantity_milli,
            order_line::unit_price_ore,
            order_line::vat_code,
        ))
        .load(conn)?;
    let told = |(line, code, quantity, price, vat_code): (i32, String, Quantity, Ore, VatCode)| {
        let told = cells([
            ("offering", code),
            ("quantity", quantity.point()),
            ("unit_price_incl_vat", price.point()),
            ("vat_code", vat_code.to_string()),
        ]);
        (line, told)
    };
    Ok(lines.into_iter().map(told).collect())
}

/// What an import's lines need to know of an offering.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    pub(super) kind: String,
    pub(super) unit: String,
}

/// Every offering by its code.
pub(super) fn offered(conn: &mut DbConn) -> QueryResult<HashMap<String, Offered>> {
    let all: Vec<(String, String, String)> =
        offering::table.select((offering::code, offering::kind, offering::unit)).load(conn)?;
    let by_code = |(code, kind, unit)| (code, Offered { kind, unit });
    Ok(all.into_iter().map(by_code).collect())
}

/// The invoice of an order; None when it has none.
pub(super) fn invoice_of(
    conn: &mut DbConn,
    id: &OrderId,
) -> QueryResult<Option<crate::base::InvoiceId>> {
    invoice::table
        .filter(invoice::order_id.eq(id).and(invoice::kind.eq("invoice")))
        .select(invoice::id)
        .first(conn)
        .optional()
}

/// The order that an invoice's KID belongs to; None when it is free. The kind is written out, so that
/// the index of KIDs is the one used.
pub(super) fn order_by_kid(conn: &mut DbConn, kid: &str) -> QueryResult<Option<String>> {
    invoice::table
        .inner_join(customer_order::table)
        .filter(invoice::kid.eq(kid).and(sql::<Bool>("invoice.kind = 'invoice'")))
        .select(customer_order::number)
        .first(conn)
        .optional()
}
