//! Receipts proven anew: that each says what its voucher carries.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::result::Error;

use crate::base::VoucherId;
use crate::db::schema::{purchase, voucher};
use crate::db::{Db, DbConn};
use crate::error::AppResult;
use crate::ledger::{Broken, note};

use super::model::Purchase;
use super::rules;

/// Receipts in memory at once.
const PAGE: i64 = 500;

/// Adds which receipts are not as they were booked.
///
/// # Errors
/// The database's; what was found before stands in `broken`.
pub(crate) fn check(db: &Db, broken: &mut Vec<Broken>) -> AppResult<()> {
    db.read_now(|conn| {
        let mut after = String::new();
        loop {
            let ids: Vec<String> = purchase::table
                .filter(purchase::id.gt(&after))
                .order(purchase::id)
                .limit(PAGE)
                .select(purchase::id)
                .load(conn)?;
            let Some(last) = ids.last() else { break };
            let page = read_page(conn, &ids, broken)?;
            check_page(conn, &page, broken)?;
            after.clone_from(last);
        }
        Ok(())
    })
}

/// The page's receipts; one that cannot be read is named, and the others are read one by one.
fn read_page(
    conn: &mut DbConn,
    ids: &[String],
    broken: &mut Vec<Broken>,
) -> QueryResult<Vec<Purchase>> {
    match purchase::table.filter(purchase::id.eq_any(ids)).load(conn) {
        Err(Error::DeserializationError(_)) => {}
        answer => return answer,
    }
    let mut page = Vec::new();
    for id in ids {
        let one = purchase::table.find(id);
        let receipt: String = one.select(purchase::receipt).first(conn)?;
        let told = one.load(conn).map(|told: Vec<Purchase>| page.extend(told));
        note(broken, "purchase.unreadable", &format!("Kvittering {receipt}"), told)?;
    }
    Ok(page)
}

fn check_page(conn: &mut DbConn, page: &[Purchase], broken: &mut Vec<Broken>) -> QueryResult<()> {
    let ids = page.iter().map(|row| &row.voucher_id);
    let carried: Vec<(VoucherId, Option<String>)> = voucher::table
        .filter(voucher::id.eq_any(ids))
        .select((voucher::id, voucher::content_digest))
        .load(conn)?;
    let carried: HashMap<VoucherId, Option<String>> = carried.into_iter().collect();
    for row in page {
        let is_carried = carried.get(&row.voucher_id) == Some(&Some(rules::digest(row)));
        if !is_carried || row.net_ore + row.vat_ore != row.gross_ore {
            let words = format!("Kvittering {} er endret etter at den ble ført.", row.receipt);
            broken.push(Broken::new("purchase.content", words));
        }
    }
    Ok(())
}
