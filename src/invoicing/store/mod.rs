//! Rows of documents and payments: put in and read, never changed.

mod money;

use chrono::NaiveDate;
use diesel::dsl::{exists, max, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::base::{InvoiceId, OrderId, Ore};
use crate::db::schema::{customer_order, invoice, invoice_line, invoice_vat};
use crate::db::{DbConn, Unique};
use crate::orders::{Order, OrderState};

use super::model::{Brief, Invoice, InvoiceKind, InvoiceLine, InvoiceVat, Listed, Standing, Wish};

pub(super) use money::{
    find_payment, insert_credits, insert_payments, is_reversed, list_by_kids, list_credited_of,
    list_credits, list_loose_credits, list_met, list_open_of, list_open_of_amount, list_owed,
    list_owed_days, list_owed_of, list_paid_of, list_payments, list_payments_of, sum_owed,
    sum_paid, sum_parts,
};

pub(super) const KID_TAKEN: Unique = Unique { pg: "invoice_kid_taken", sqlite: "invoice.kid" };

pub(super) fn insert(
    tx: &mut DbConn,
    head: &Invoice,
    lines: &[InvoiceLine],
    vats: &[InvoiceVat],
) -> QueryResult<()> {
    diesel::insert_into(invoice::table).values(head).execute(tx)?;
    for line in lines {
        diesel::insert_into(invoice_line::table).values(line).execute(tx)?;
    }
    for vat in vats {
        diesel::insert_into(invoice_vat::table).values(vat).execute(tx)?;
    }
    Ok(())
}

pub(super) fn find(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Option<Invoice>> {
    invoice::table.find(id).first(conn).optional()
}

pub(super) fn find_by_number(conn: &mut DbConn, number: i64) -> QueryResult<Option<Invoice>> {
    invoice::table.filter(invoice::number.eq(number)).first(conn).optional()
}

/// The invoice of an order; its credit note is found by [`find_credit_of`].
pub(super) fn find_of_order(conn: &mut DbConn, order: &OrderId) -> QueryResult<Option<Invoice>> {
    invoice::table
        .filter(invoice::order_id.eq(order).and(invoice::kind.eq(InvoiceKind::Invoice)))
        .first(conn)
        .optional()
}

pub(super) fn find_credit_of(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Option<Invoice>> {
    invoice::table.filter(invoice::credits.eq(id)).first(conn).optional()
}

pub(super) fn list_lines(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Vec<InvoiceLine>> {
    invoice_line::table.filter(invoice_line::invoice_id.eq(id)).order(invoice_line::line).load(conn)
}

pub(super) fn list_vats(conn: &mut DbConn, id: &InvoiceId) -> QueryResult<Vec<InvoiceVat>> {
    invoice_vat::table
        .filter(invoice_vat::invoice_id.eq(id))
        .order(invoice_vat::vat_code)
        .load(conn)
}

/// Has an invoice this KID? The kind is written out, so that the index of KIDs is the one used.
pub(super) fn is_kid_taken(conn: &mut DbConn, kid: &str) -> QueryResult<bool> {
    let is_invoice = sql::<Bool>("invoice.kind = 'invoice'");
    let taken = invoice::table.filter(invoice::kid.eq(kid).and(is_invoice));
    diesel::select(exists(taken)).get_result(conn)
}

pub(super) fn newest_date(conn: &mut DbConn) -> QueryResult<Option<NaiveDate>> {
    invoice::table.select(max(invoice::invoice_date)).first(conn)
}

/// Documents of the wish with their orders, newest first, at most `limit` after the first `skip`.
pub(super) fn list(
    conn: &mut DbConn,
    wish: &Wish,
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<Listed>> {
    invoice::table
        .inner_join(customer_order::table)
        .filter(invoice::invoice_date.between(wish.from, wish.to))
        .filter(invoice::kind.eq_any(wish.standing.kinds()))
        .filter(customer_order::state.eq_any(wish.standing.order_states()))
        .filter(invoice::due_date.lt(wish.due_before()))
        .filter(sql::<Bool>(of_standing(wish.standing)))
        .order(invoice::number.desc())
        .select(listed())
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// Is the invoice in the books as lost?
const IS_LOST: &str = "EXISTS (SELECT 1 FROM write_off w WHERE w.invoice_id = invoice.id \
                       AND w.state = 'booked')";
const IS_NOT_LOST: &str = "NOT EXISTS (SELECT 1 FROM write_off w WHERE w.invoice_id = invoice.id \
                           AND w.state = 'booked')";

/// The columns of [`Listed`].
fn listed() -> (
    <invoice::table as Table>::AllColumns,
    customer_order::number,
    customer_order::state,
    SqlLiteral<Bool>,
) {
    (invoice::all_columns, customer_order::number, customer_order::state, sql::<Bool>(IS_LOST))
}

/// What a standing asks of an invoice beside its kind and its order's state.
const fn of_standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open | Standing::Overdue => IS_NOT_LOST,
        Standing::Lost => IS_LOST,
        Standing::All | Standing::Paid | Standing::Credited => "1 = 1",
    }
}

/// How many documents the wish has, and their sum, VAT included.
pub(super) fn sum(conn: &mut DbConn, wish: &Wish) -> QueryResult<(i64, Ore)> {
    let (count, ore): (i64, i64) = invoice::table
        .inner_join(customer_order::table)
        .filter(invoice::invoice_date.between(wish.from, wish.to))
        .filter(invoice::kind.eq_any(wish.standing.kinds()))
        .filter(customer_order::state.eq_any(wish.standing.order_states()))
        .filter(invoice::due_date.lt(wish.due_before()))
        .filter(sql::<Bool>(of_standing(wish.standing)))
        .select((
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(COALESCE(SUM(invoice.total_ore), 0) AS BIGINT)"),
        ))
        .first(conn)?;
    Ok((count, Ore::new(ore)))
}

/// Documents dated from `from` to `to` with their orders, by number.
pub(super) fn list_by_number(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<Brief>> {
    invoice::table
        .inner_join(customer_order::table)
        .filter(invoice::invoice_date.between(from, to))
        .order(invoice::number)
        .select((
            invoice::number,
            invoice::kind,
            customer_order::number,
            invoice::kid,
            invoice::invoice_date,
            invoice::due_date,
            invoice::total_ore,
        ))
        .load(conn)
}

/// Numbers of all documents after one, at most `limit`.
pub(super) fn list_numbers(conn: &mut DbConn, after: i64, limit: i64) -> QueryResult<Vec<i64>> {
    invoice::table
        .filter(invoice::number.gt(after))
        .order(invoice::number)
        .limit(limit)
        .select(invoice::number)
        .load(conn)
}

/// What has been paid of an invoice.
const PAID: &str = "(SELECT CAST(COALESCE(SUM(p.amount_ore), 0) AS BIGINT) FROM payment p \
                    WHERE p.invoice_id = invoice.id)";
const IS_PAID_OF: &str = "(SELECT COALESCE(SUM(p.amount_ore), 0) FROM payment p \
                          WHERE p.invoice_id = invoice.id) <> 0";

/// Invoices whose order waits for money and what has been paid of each, the oldest due date first; not
/// those found lost.
pub(super) fn list_unpaid(conn: &mut DbConn) -> QueryResult<Vec<(Listed, i64)>> {
    invoice::table
        .inner_join(customer_order::table)
        .filter(customer_order::state.eq(OrderState::Invoiced))
        .filter(sql::<Bool>(IS_NOT_LOST))
        .filter(invoice::kind.eq(InvoiceKind::Invoice))
        .order((invoice::due_date, invoice::number))
        .select((listed(), sql::<BigInt>(PAID)))
        .load(conn)
}

/// Invoices past their due date whose order waits for money, the oldest due date first; not those
/// found lost.
pub(super) fn list_overdue(conn: &mut DbConn, today: NaiveDate) -> QueryResult<Vec<Listed>> {
    invoice::table
        .inner_join(customer_order::table)
        .filter(customer_order::state.eq(OrderState::Invoiced))
        .filter(sql::<Bool>(IS_NOT_LOST))
        .filter(invoice::kind.eq(InvoiceKind::Invoice).and(invoice::due_date.lt(today)))
        .order((invoice::due_date, invoice::number))
        .select(listed())
        .load(conn)
}

/// Those of [`list_overdue`] that have these numbers.
pub(super) fn list_overdue_among(
    conn: &mut DbConn,
    today: NaiveDate,
    numbers: &[i64],
) -> QueryResult<Vec<Listed>> {
    invoice::table
        .inner_join(customer_order::table)
        .filter(invoice::number.eq_any(numbers))
        .filter(customer_order::state.eq(OrderState::Invoiced))
        .filter(sql::<Bool>(IS_NOT_LOST))
        .filter(invoice::kind.eq(InvoiceKind::Invoice).and(invoice::due_date.lt(today)))
        .order((invoice::due_date, invoice::number))
        .select(listed())
        .load(conn)
}

/// Invoices that were credited after something had been paid, and what is left of it: the customer has
/// it to come. One that was paid back or moved since is not among them.
pub(super) fn list_overpaid(conn: &mut DbConn) -> QueryResult<Vec<(Listed, i64)>> {
    invoice::table
        .inner_join(customer_order::table)
        .filter(customer_order::state.eq(OrderState::Credited))
        .filter(invoice::kind.eq(InvoiceKind::Invoice).and(sql::<Bool>(IS_PAID_OF)))
        .order((invoice::due_date, invoice::number))
        .select((listed(), sql::<BigInt>(PAID)))
        .load(conn)
}

/// Orders delivered and not invoiced, the oldest first, without those that were to cost nothing.
pub(super) fn list_to_invoice(conn: &mut DbConn) -> QueryResult<Vec<Order>> {
    customer_order::table
        .filter(customer_order::state.eq(OrderState::Delivered))
        .filter(customer_order::total_ore.gt(Ore::ZERO))
        .order((customer_order::delivery_date, customer_order::number))
        .load(conn)
}

/// Every seller that any invoice was printed with.
pub(super) fn list_sellers(conn: &mut DbConn) -> QueryResult<Vec<String>> {
    invoice::table.select(invoice::seller).distinct().load(conn)
}
