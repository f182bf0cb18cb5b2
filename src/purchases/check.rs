//! Receipts proven anew: that each says what its voucher carries.

use diesel::prelude::*;

use crate::base::VoucherId;
use crate::db::Db;
use crate::db::schema::{purchase, voucher};
use crate::error::AppResult;
use crate::ledger::Broken;

use super::model::Purchase;
use super::rules;

/// Receipts in memory at once.
const PAGE: i64 = 500;

/// Proves that receipts are as they were booked.
///
/// # Errors
/// The database's.
pub(crate) fn check(db: &Db) -> AppResult<Vec<Broken>> {
    db.read_now(|conn| {
        let mut broken = Vec::new();
        let mut after = String::new();
        loop {
            let page: Vec<Purchase> = purchase::table
                .filter(purchase::id.gt(&after))
                .order(purchase::id)
                .limit(PAGE)
                .load(conn)?;
            let (Some(first), Some(last)) = (page.first(), page.last()) else { break };
            let ids = purchase::id.between(&first.id, &last.id);
            let carried: Vec<(VoucherId, Option<String>)> = voucher::table
                .filter(
                    voucher::id.eq_any(purchase::table.filter(ids).select(purchase::voucher_id)),
                )
                .select((voucher::id, voucher::content_digest))
                .load(conn)?;
            for row in &page {
                let says = Some(rules::digest(row));
                let is_carried =
                    carried.iter().any(|(id, digest)| *id == row.voucher_id && *digest == says);
                if !is_carried || row.net_ore + row.vat_ore != row.gross_ore {
                    let words =
                        format!("Kvittering {} er endret etter at den ble ført.", row.receipt);
                    broken.push(Broken::new("purchase.content", words));
                }
            }
            after.clone_from(&last.id);
        }
        Ok(broken)
    })
}
