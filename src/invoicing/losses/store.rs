//! Rows of debts that are to be written off, or were.

use diesel::prelude::*;

use crate::base::{AccountId, InvoiceId, UtcTime, VoucherId};
use crate::db::DbConn;
use crate::db::schema::{account, invoice, write_off};

use super::super::model::Invoice;
use super::model::{LossState, WriteOff};

pub(super) fn insert(tx: &mut DbConn, row: &WriteOff) -> QueryResult<()> {
    diesel::insert_into(write_off::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn find(conn: &mut DbConn, id: &str) -> QueryResult<Option<WriteOff>> {
    write_off::table.find(id).first(conn).optional()
}

/// The one of an invoice that is proposed or booked.
pub(in crate::invoicing) fn find_live(
    conn: &mut DbConn,
    id: &InvoiceId,
) -> QueryResult<Option<WriteOff>> {
    write_off::table
        .filter(write_off::invoice_id.eq(id))
        .filter(write_off::state.eq_any([LossState::Proposed, LossState::Booked]))
        .first(conn)
        .optional()
}

/// The one of an invoice that is in the books.
pub(in crate::invoicing) fn find_booked(
    conn: &mut DbConn,
    id: &InvoiceId,
) -> QueryResult<Option<WriteOff>> {
    Ok(find_live(conn, id)?.filter(|row| row.state == LossState::Booked))
}

/// Which of some invoices are in the books as lost.
pub(in crate::invoicing) fn list_booked_of(
    conn: &mut DbConn,
    ids: &[&InvoiceId],
) -> QueryResult<Vec<InvoiceId>> {
    write_off::table
        .filter(write_off::invoice_id.eq_any(ids).and(write_off::state.eq(LossState::Booked)))
        .select(write_off::invoice_id)
        .load(conn)
}

/// All of them with their invoices, the newest first, at most `limit`.
pub(super) fn list(conn: &mut DbConn, limit: i64) -> QueryResult<Vec<(WriteOff, Invoice)>> {
    write_off::table
        .inner_join(invoice::table)
        .order((write_off::proposed_at.desc(), write_off::id.desc()))
        .select((write_off::all_columns, invoice::all_columns))
        .limit(limit)
        .load(conn)
}

/// Those that wait for another, with their invoices, the oldest first.
pub(super) fn list_proposed(conn: &mut DbConn) -> QueryResult<Vec<(WriteOff, Invoice)>> {
    write_off::table
        .inner_join(invoice::table)
        .filter(write_off::state.eq(LossState::Proposed))
        .order((write_off::proposed_at, write_off::id))
        .select((write_off::all_columns, invoice::all_columns))
        .load(conn)
}

pub(super) fn name_of(conn: &mut DbConn, id: &AccountId) -> QueryResult<String> {
    account::table.find(id).select(account::name).first(conn)
}

pub(super) fn set_settled(
    tx: &mut DbConn,
    id: &str,
    state: LossState,
    (by, at): (&AccountId, UtcTime),
    voucher: Option<&VoucherId>,
) -> QueryResult<()> {
    diesel::update(write_off::table.find(id))
        .set((
            write_off::state.eq(state),
            write_off::settled_at.eq(Some(at)),
            write_off::settled_by.eq(Some(by)),
            write_off::voucher_id.eq(voucher),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_reopened(
    tx: &mut DbConn,
    id: &str,
    (by, at): (&AccountId, UtcTime),
    reason: &str,
    voucher: &VoucherId,
) -> QueryResult<()> {
    diesel::update(write_off::table.find(id))
        .set((
            write_off::state.eq(LossState::Reopened),
            write_off::reopened_at.eq(Some(at)),
            write_off::reopened_by.eq(Some(by)),
            write_off::reopening_reason.eq(reason),
            write_off::reopening_voucher_id.eq(Some(voucher)),
        ))
        .execute(tx)?;
    Ok(())
}
