//! Losses proven anew: each says what its voucher carries, and was settled by another.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::base::Ore;
use crate::db::DbConn;
use crate::db::schema::{invoice, write_off};
use crate::ledger::Broken;

use super::model::LossState;

/// What is broken of the losses.
pub(in crate::invoicing) fn prove(conn: &mut DbConn) -> QueryResult<Vec<Broken>> {
    let in_books = [LossState::Booked, LossState::Reopened];
    let differs = "write_off.amount_ore <> (SELECT -COALESCE(SUM(p.amount_ore), 0) FROM posting p \
                   WHERE p.voucher_id = write_off.voucher_id AND p.account = '1500')";
    let rows: Vec<(i64, Ore)> = write_off::table
        .inner_join(invoice::table)
        .filter(write_off::state.eq_any(in_books).and(sql::<Bool>(differs)))
        .order(invoice::number)
        .select((invoice::number, write_off::amount_ore))
        .load(conn)?;
    let differs_back = "(write_off.reopening_voucher_id IS NULL OR write_off.amount_ore <> \
                        (SELECT COALESCE(SUM(p.amount_ore), 0) FROM posting p WHERE \
                        p.voucher_id = write_off.reopening_voucher_id AND p.account = '1500'))";
    let back: Vec<(i64, Ore)> = write_off::table
        .inner_join(invoice::table)
        .filter(write_off::state.eq(LossState::Reopened).and(sql::<Bool>(differs_back)))
        .order(invoice::number)
        .select((invoice::number, write_off::amount_ore))
        .load(conn)?;
    let told = |(number, amount): (i64, Ore)| {
        let words = format!("Tapet på {amount} kr av faktura {number} er ikke som bilaget.");
        Broken::new("loss.content", words)
    };
    Ok(rows.into_iter().chain(back).map(told).collect())
}
