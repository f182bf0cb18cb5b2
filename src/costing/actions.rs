//! Rates are set, costs are reckoned, and a customer is told that the time is used.

use serde::{Deserialize, Serialize};

use super::model::{Bought, Earned, OrderCost, Rate, RateChange, RateForm, WorkLine, Worked};
use super::rules;
use super::store;
use crate::base::{EnterpriseId, Month, Split, UtcTime, fresh_id};
use crate::db::{DbConn, Once, answer_once};
use crate::enterprises;
use crate::error::{AppResult, Refusal, Refusals};
use crate::hours;
use crate::ledger;
use crate::orders::{self, DeskOrder, PartState};
use crate::people::{self, Actor, Right};

/// Changes of rates on their page.
const CHANGES_SHOWN: i64 = 20;

/// Every rate, the newest of each kind first.
///
/// # Errors
/// The database's.
pub(crate) fn list_rates(conn: &mut DbConn) -> AppResult<Vec<Rate>> {
    Ok(store::rates(conn)?)
}

/// Sets what an hour of a kind is reckoned at from a day; the same day anew puts it right.
///
/// # Refuses
/// `rate.kind` at `kind`, `rate.date` at `valid_from`, `rate.amount` at `kroner`.
///
/// # Errors
/// The refusals, `Forbidden`, or the database's.
pub(crate) fn set_rate(
    tx: &mut DbConn,
    actor: &Actor,
    form: &RateForm,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::SetRates)?;
    let rate = rules::read_rate(form).map_err(|faults| {
        let mut refusals = Refusals::default();
        for fault in faults {
            refusals.add(fault);
        }
        refusals
    })?;
    let change = RateChange {
        id: fresh_id(),
        kind: rate.kind,
        valid_from: rate.valid_from,
        ore_before: store::rate_from(tx, &rate)?,
        ore_per_hour: rate.ore_per_hour,
        set_by: actor.account_id.clone(),
        set_at: now,
    };
    store::insert_change(tx, &change)?;
    Ok(store::set_rate(tx, &rate)?)
}

/// The newest changes of rates, each with the name of who made it.
///
/// # Errors
/// The database's.
pub(crate) fn list_rate_changes(conn: &mut DbConn) -> AppResult<Vec<(RateChange, String)>> {
    Ok(store::changes(conn, CHANGES_SHOWN)?)
}

/// What an order has cost and earned in the parts that one answers for.
///
/// # Errors
/// The database's.
pub(crate) fn cost_of(conn: &mut DbConn, desk: &DeskOrder) -> AppResult<OrderCost> {
    let order_id = &desk.order.id;
    let of: Vec<EnterpriseId> = desk.parts.iter().map(|part| part.enterprise_id.clone()).collect();
    let rates = store::rates(conn)?;
    let mut worked: Vec<Worked> = hours::approved_rows_of_order(conn, order_id)?
        .into_iter()
        .filter(|row| desk.sees_all || of.contains(&row.enterprise_id))
        .map(|row| {
            let minutes = i64::from(row.minutes.get());
            let rate = rules::rate_on(&rates, row.kind, row.date);
            let amount = rules::amount(minutes, rate);
            let (date, enterprise_id, kind) = (row.date, row.enterprise_id, row.kind);
            Worked { date, enterprise_id, kind, minutes, rate, amount }
        })
        .collect();
    worked.sort_by(|a, b| {
        let key = |row: &Worked| (row.date, row.enterprise_id.clone(), row.kind, -row.minutes);
        key(a).cmp(&key(b))
    });
    let mut bought = Vec::new();
    for receipt in store::bought_for(conn, order_id, &of)? {
        if !ledger::is_corrected(conn, &receipt.voucher_id)? {
            bought.push(Bought {
                date: receipt.purchase_date,
                receipt: receipt.receipt,
                supplier: receipt.supplier,
                enterprise_id: receipt.enterprise_id,
                net: receipt.net_ore,
            });
        }
    }
    let invoiced = store::invoiced(conn, order_id, &of)?;
    let is_invoiced = !invoiced.is_empty();
    let earned = if is_invoiced { invoiced } else { expected(conn, desk)? };
    Ok(OrderCost { earned, is_invoiced, bought, worked })
}

/// What the lines come to without VAT, as far as can be told before the invoice.
fn expected(conn: &mut DbConn, desk: &DeskOrder) -> AppResult<Vec<Earned>> {
    let mut earned = Vec::new();
    for line in &desk.lines {
        let part = desk.parts.iter().find(|part| part.enterprise_id == line.enterprise_id);
        let Some(part) = part.filter(|part| part.state != PartState::Cancelled) else { continue };
        let on = part.delivered_on.unwrap_or(desk.order.delivery_date);
        let rate = ledger::vat_rate(conn, line.vat_code, on)?;
        earned.push(Earned {
            enterprise_id: line.enterprise_id.clone(),
            name: line.name.clone(),
            quantity: line.final_quantity(),
            unit: line.unit.clone(),
            net: Split::of(line.final_gross(), rate).net,
        });
    }
    Ok(earned)
}

/// What the enterprises' approved hours of whole months come to, by month, enterprise and kind.
///
/// From what is kept, but for a month in which a rate changes: there from the rows of its days.
///
/// # Errors
/// The database's.
pub(crate) fn work_lines(conn: &mut DbConn, first: Month, last: Month) -> AppResult<Vec<WorkLine>> {
    let rates = store::rates(conn)?;
    let is_whole = |month: Month| rules::pieces(&rates, month).len() == 1;
    let mut lines = Vec::new();
    for sum in hours::kept_by_kind(conn, first, last)? {
        if is_whole(sum.month) {
            let days = (sum.month.first_day(), sum.month.last_day());
            let (enterprise, kind, minutes) = (sum.enterprise_id, sum.kind, sum.minutes);
            lines.push(line(&rates, days, enterprise, kind, minutes));
        }
    }
    let split = first.through(last).into_iter().filter(|month| !is_whole(*month));
    for (from, to) in split.flat_map(|month| rules::pieces(&rates, month)).collect::<Vec<_>>() {
        for enterprise in enterprises::list_enterprises(conn)? {
            for (kind, minutes) in hours::days_by_kind(conn, &enterprise.id, from, to)? {
                lines.push(line(&rates, (from, to), enterprise.id.clone(), kind, minutes));
            }
        }
    }
    lines.sort_by_key(|line| (line.from, line.kind));
    Ok(lines)
}

fn line(
    rates: &[Rate],
    (from, to): (chrono::NaiveDate, chrono::NaiveDate),
    enterprise_id: EnterpriseId,
    kind: hours::HourKind,
    minutes: i64,
) -> WorkLine {
    let rate = rules::rate_on(rates, kind, from);
    let amount = rules::amount(minutes, rate);
    WorkLine { month: Month::of(from), from, to, enterprise_id, kind, minutes, rate, amount }
}

/// Cancels one's parts of an order; the customer reads the reason.
///
/// # Refuses
/// `message.names` at `reason` when it names someone of the farm other than oneself; else as
/// [`orders::cancel`].
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn cancel(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    reason: &str,
    now: UtcTime,
) -> AppResult<()> {
    refuse_names(tx, actor, number, ("reason", reason))?;
    orders::cancel(tx, actor, number, reason, now)
}

/// Refuses a text to a customer at its field when it names someone of the farm, save oneself and
/// whoever bears the customer's own name.
fn refuse_names(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    (field, text): (&str, &str),
) -> AppResult<()> {
    let desk = orders::desk_order(tx, actor, number)?;
    let names = people::farm_names(tx)?.except(&actor.name).except(&desk.order.name);
    let Some(name) = names.said_in(text) else { return Ok(()) };
    let words = format!(
        "Teksten nevner «{name}». Kunden skal ikke vite hvem som arbeider. Skriv det uten navn."
    );
    Err(Refusal::new("message.names", field, words).into())
}

/// What a form's key answers a second time.
#[derive(Serialize, Deserialize)]
struct Told {
    number: String,
}

/// Sends the customer of an order a message, once for a key.
///
/// # Refuses
/// `message.names` at `text` when it names someone of the farm other than oneself; else as
/// [`orders::tell_customer`].
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn tell_customer(
    tx: &mut DbConn,
    actor: &Actor,
    once: &Once,
    (number, text): (&str, &str),
    now: UtcTime,
) -> AppResult<()> {
    answer_once(tx, once, now, |tx| {
        refuse_names(tx, actor, number, ("text", text))?;
        orders::tell_customer(tx, actor, number, text, now)?;
        Ok(Told { number: number.to_owned() })
    })
    .map(drop)
}
