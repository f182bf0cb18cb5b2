//! Hours and receipts.

use std::collections::HashMap;

use super::farm::cells;
use super::known::{Cells, Stand};
use super::reading::{Row, Table};
use super::store;
use super::work::Work;
use crate::base::{AccountNo, ClockTime, Minutes, OrderId, ResidentId, VatCode};
use crate::enterprises;
use crate::error::AppResult;
use crate::hours::{self, EntryState, HourKind, RecordHours};
use crate::people;
use crate::purchases::{self, NewPurchase};

/// What rows of hours point to, read once.
#[derive(Default)]
struct Index {
    residents: HashMap<String, ResidentId>,
    orders: Option<HashMap<String, OrderId>>,
    /// Entries that residents have made themselves, by the row's key.
    logged: Option<HashMap<String, Cells>>,
}

/// # Errors
/// The database's.
pub(super) fn hours(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    let days = || table.rows.iter().filter_map(|row| row.day("date"));
    let (first, last) = (days().min().unwrap_or_default(), days().max().unwrap_or_default());
    let index = std::cell::RefCell::new(Index::default());
    work.each(
        table,
        |work, row| {
            let mut index = index.borrow_mut();
            let logged = match index.logged.take() {
                Some(logged) => logged,
                None => store::logged(work.tx, first, last)?,
            };
            let own = logged.get(&row.key()).cloned();
            index.logged = Some(logged);
            Ok(own)
        },
        |work, row, stand| match stand {
            Stand::New => record_hours(work, row, &mut index.borrow_mut()),
            Stand::Filled(columns) => fill_hours(work, row, columns, &mut index.borrow_mut()),
            Stand::Same | Stand::Refused => Ok(()),
        },
    )
}

fn record_hours(work: &mut Work<'_>, row: &Row, index: &mut Index) -> AppResult<()> {
    let Some(enterprise_id) = work.enterprise(row)? else { return Ok(()) };
    let pseudonym = row.text("resident");
    let resident_id = if let Some(id) = index.residents.get(pseudonym) {
        id.clone()
    } else {
        let known = people::find_resident_by_pseudonym(work.tx, pseudonym)?;
        let made = |work: &mut Work<'_>| people::make_resident(work.tx, pseudonym, work.now);
        let id = known.map_or_else(|| made(work), Ok)?;
        index.residents.insert(pseudonym.to_owned(), id.clone());
        id
    };
    let order_id = match row.filled("order") {
        None => None,
        Some(number) => match order_id(work, number, index)? {
            None => {
                work.unknown(row, "order", "Bestillingen");
                return Ok(());
            }
            known => known,
        },
    };
    let clock = |field: &str| row.filled(field).and_then(ClockTime::parse);
    let kind = HourKind::parse(row.text("kind"));
    let state = EntryState::parse(row.text("state"));
    let (Some(date), Some(start), Some(end), Some(kind), Some(state)) =
        (row.day("date"), clock("start"), clock("end"), kind, state)
    else {
        return Ok(()); // reading has told
    };
    let entry = RecordHours {
        resident_id,
        date,
        start,
        end,
        break_minutes: Minutes::new(row.count("break_minutes")),
        enterprise_id,
        kind,
        order_id,
        state,
    };
    hours::record_hours(work.tx, &entry, work.now).map(drop)
}

fn order_id(work: &mut Work<'_>, number: &str, index: &mut Index) -> AppResult<Option<OrderId>> {
    let orders = match index.orders.take() {
        Some(orders) => orders,
        None => store::order_ids(work.tx)?,
    };
    let id = orders.get(number).cloned();
    index.orders = Some(orders);
    Ok(id)
}

/// The order may come later, and the break as long as the hours are not approved.
fn fill_hours(work: &mut Work<'_>, row: &Row, filled: &[&str], index: &mut Index) -> AppResult<()> {
    let resident = people::find_resident_by_pseudonym(work.tx, row.text("resident"))?;
    let start = row.filled("start").and_then(ClockTime::parse);
    let (Some(resident), Some(date), Some(start)) = (resident, row.day("date"), start) else {
        return Ok(());
    };
    if filled.contains(&"break_minutes") {
        let rest = Minutes::new(row.count("break_minutes"));
        hours::record_break(work.tx, &resident, date, start, rest)?;
    }
    let Some(number) = row.filled("order").filter(|_| filled.contains(&"order")) else {
        return Ok(());
    };
    if let Some(order) = order_id(work, number, index)? {
        return hours::record_job(work.tx, &resident, date, start, &order);
    }
    work.unknown(row, "order", "Bestillingen");
    Ok(())
}

/// # Errors
/// The database's.
pub(super) fn purchases(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(
        table,
        |work, row| {
            let Some(known) = purchases::find_purchase(work.tx, row.text("receipt"))? else {
                return Ok(None);
            };
            let place = enterprises::find_enterprise(work.tx, &known.enterprise_id)?;
            Ok(Some(cells([
                ("date", known.purchase_date.to_string()),
                ("supplier", known.supplier),
                ("enterprise", place.map(|e| e.code).unwrap_or_default()),
                ("account", known.account.to_string()),
                ("vat_code", known.vat_code.to_string()),
                ("gross", known.gross_ore.point()),
                ("paid_on", known.paid_on.map(|day| day.to_string()).unwrap_or_default()),
            ])))
        },
        |work, row, stand| {
            let (Some(date), Some(vat_code)) =
                (row.day("date"), VatCode::parse(row.text("vat_code")))
            else {
                return Ok(()); // reading has told
            };
            let paid_on = row.day("paid_on");
            if *stand == Stand::New {
                let Some(enterprise_id) = work.enterprise(row)? else { return Ok(()) };
                let Some(account) = AccountNo::parse(row.text("account")) else {
                    work.unknown(row, "account", "Kontoen");
                    return Ok(());
                };
                let new = NewPurchase {
                    receipt: row.text("receipt").to_owned(),
                    date,
                    supplier: row.text("supplier").to_owned(),
                    enterprise_id,
                    account,
                    vat_code,
                    gross: row.ore("gross"),
                    paid_on: None,
                    order_id: None,
                };
                let booked = purchases::record_purchase(work.tx, None, &new, work.now);
                if work.told(&row.place, row, "date", booked)?.is_none() {
                    return Ok(());
                }
            }
            let Some(paid_on) = paid_on else { return Ok(()) };
            let receipt = row.text("receipt");
            let paid =
                purchases::record_purchase_payment(work.tx, None, receipt, paid_on, work.now);
            work.told(&row.place, row, "paid_on", paid).map(drop)
        },
    )
}
