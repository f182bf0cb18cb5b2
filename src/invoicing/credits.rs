//! What the farm owes its customers (2900): money that came for no invoice, or past what was open.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::base::{AccountId, CustomerId, Ore, UtcTime, VoucherId};
use crate::customers::{self, Customer};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};
use crate::ledger;
use crate::ledger::kontering::{self, MoneyFrom, Paid};

use super::issuing::refuse;
use super::model::{CreditKind, CustomerCredit, Due, Payment, PaymentKind};
use super::rules::{self, RuleError};
use super::settling::{Credit, Days, keep_credit, payment_row, post};
use super::store;

/// Keeps money that came for no invoice as the customer's to have; answers its voucher.
///
/// # Refuses
/// `payment.amount` at `amount`, `ledger.term_closed` at `date`.
///
/// # Errors
/// The refusals; `NotFound` for no such customer; the database's.
pub(crate) fn prepay(
    tx: &mut DbConn,
    by: &AccountId,
    from: MoneyFrom,
    customer: &CustomerId,
    amount: Ore,
    days: Days,
    now: UtcTime,
) -> AppResult<VoucherId> {
    let customer = customers::get_customer(tx, customer)?;
    refuse(rules::amount_fault(amount).into_iter().collect())?;
    let balanced =
        kontering::prepayment(from, customer.id.as_str(), amount).map_err(Refusal::from)?;
    let text = format!("Forskudd fra {}{}", customer.name, days.words());
    let voucher = post(tx, Some(by), days.booked, "forskudd".into(), text, balanced, now)?;
    let credit = Credit { kind: CreditKind::Prepaid, amount, of: None, on: days.paid };
    keep_credit(tx, Some(by), &customer.id, credit, voucher.clone(), now)?;
    Ok(voucher)
}

/// Books that a customer got money back from the bank account.
///
/// # Refuses
/// `credit.amount` at `amount` for more than is owed, `payment.amount`, `payment.date` at `date` for a
/// day after today or before the customer had that much to good, `ledger.term_closed` at `date`.
///
/// # Errors
/// The refusals; `NotFound` for no such customer; the database's.
pub(crate) fn pay_back(
    tx: &mut DbConn,
    by: &AccountId,
    customer: &CustomerId,
    amount: Ore,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<()> {
    ledger::lock_books(tx, date)?;
    let customer = customers::get_customer(tx, customer)?;
    let owed = store::sum_owed(tx, &customer.id)?;
    let mut faults = rules::pay_back_faults(amount, owed, date, now.oslo_date());
    let since = had_since(&store::list_owed_days(tx, &customer.id)?, amount);
    faults.extend(since.filter(|since| date < *since).map(RuleError::BeforePayment));
    refuse(faults)?;
    let balanced =
        kontering::paid_back(Some(customer.id.as_str()), amount).map_err(Refusal::from)?;
    let text = format!("Tilbakebetalt til {}", customer.name);
    let voucher = post(tx, Some(by), date, "tilbakebetaling".into(), text, balanced, now)?;
    let credit = Credit { kind: CreditKind::PaidBack, amount: -amount, of: None, on: date };
    keep_credit(tx, Some(by), &customer.id, credit, voucher, now)
}

/// The first day from which a customer has had that much to good all the time; None when it has not.
///
/// `days` are those on which it changed, the first first, and by how much.
fn had_since(days: &[(NaiveDate, Ore)], amount: Ore) -> Option<NaiveDate> {
    let mut had = Ore::ZERO;
    let mut since = None;
    for (day, change) in days {
        had += *change;
        since = if had >= amount { since.or(Some(*day)) } else { None };
    }
    since
}

/// Books that money nobody knew what was for went back to whoever paid it; answers its voucher.
///
/// # Refuses
/// `payment.date` at `date` for a day after today or before `came_on`; `ledger.term_closed`.
///
/// # Errors
/// The refusals; the database's.
pub(crate) fn pay_back_unplaced(
    tx: &mut DbConn,
    by: &AccountId,
    amount: Ore,
    came_on: NaiveDate,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<VoucherId> {
    let mut faults = rules::pay_back_faults(amount, amount, date, now.oslo_date());
    faults.extend((date < came_on).then_some(RuleError::BeforePayment(came_on)));
    refuse(faults)?;
    let balanced = kontering::paid_back(None, amount).map_err(Refusal::from)?;
    let text = "Tilbakebetalt: innbetaling uten kjent KID".to_owned();
    post(tx, Some(by), date, "tilbakebetaling".into(), text, balanced, now)
}

/// Makes what was paid of an invoice before it was credited the customer's to have; also what was
/// paid of fees and interest for being late with it.
///
/// # Refuses
/// `credit.nothing` for an invoice that is not credited or of which nothing was paid,
/// `ledger.term_closed` at `date`.
///
/// # Errors
/// The refusals; `NotFound` for a number that is none; the database's.
pub(crate) fn move_to_credit(
    tx: &mut DbConn,
    by: &AccountId,
    invoice_number: i64,
    now: UtcTime,
) -> AppResult<Payment> {
    let date = now.oslo_date();
    let invoice = store::find_by_number(tx, invoice_number)?.ok_or(AppError::NotFound)?;
    ledger::lock_books(tx, date)?;
    let is_credited = store::find_credit_of(tx, &invoice.id)?.is_some();
    let paid = Paid { over: Ore::ZERO, ..store::sum_parts(tx, &invoice.id)? };
    let amount = paid.total();
    if !is_credited || amount <= Ore::ZERO {
        return Err(Refusal::from(RuleError::NothingToMove).into());
    }
    let customer = customers::get_customer(tx, &invoice.customer_id)?;
    let balanced = kontering::credited_after_payment(invoice.customer_id.as_str(), paid)
        .map_err(Refusal::from)?;
    let text = format!("Til gode for {}: faktura {} er kreditert", customer.name, invoice.number);
    let voucher = post(tx, Some(by), date, invoice.number.to_string(), text, balanced, now)?;
    let moved =
        Paid { invoice: -paid.invoice, interest: -paid.interest, fee: -paid.fee, over: amount };
    let row = payment_row(&invoice.id, PaymentKind::Moved, moved, date, voucher, Some(by), now);
    store::insert_payments(tx, std::slice::from_ref(&row))?;
    let credit = Credit { kind: CreditKind::Moved, amount, of: Some(&row), on: date };
    keep_credit(tx, Some(by), &customer.id, credit, row.voucher_id.clone(), now)?;
    Ok(row)
}

/// What the farm owes one customer.
#[derive(Clone, Debug)]
pub(crate) struct Owed {
    pub(crate) customer_id: CustomerId,
    pub(crate) name: String,
    pub(crate) amount: Ore,
}

impl Owed {
    /// Is it the customer that owes, as the bank took back what it had used?
    pub(crate) fn owes(&self) -> bool {
        self.amount < Ore::ZERO
    }
}

/// Those that the farm owes something, by name.
///
/// # Errors
/// The database's.
pub(crate) fn list_owed(conn: &mut DbConn) -> QueryResult<Vec<Owed>> {
    let rows = store::list_owed(conn)?.into_iter();
    Ok(rows.map(|(customer_id, name, amount)| Owed { customer_id, name, amount }).collect())
}

/// What the farm owes a customer, how it came to be so, and the invoices it may pay.
#[derive(Clone, Debug)]
pub(crate) struct CreditCard {
    pub(crate) customer: Customer,
    pub(crate) owed: Ore,
    /// The newest first, each with the invoice it has to do with.
    pub(crate) movements: Vec<(CustomerCredit, Option<i64>)>,
    /// Open invoices, and what is open on each.
    pub(crate) open: Vec<(Due, Ore)>,
}

/// The card of a customer, through a merge to the one kept.
///
/// # Errors
/// `NotFound` for no such customer; the database's.
pub(crate) fn credit_card(conn: &mut DbConn, customer: &CustomerId) -> AppResult<CreditCard> {
    let customer = customers::get_customer(conn, customer)?;
    Ok(CreditCard {
        owed: store::sum_owed(conn, &customer.id)?,
        movements: store::list_credits(conn, &customer.id)?,
        open: open_invoices(conn, &customer.id)?,
        customer,
    })
}

fn open_invoices(conn: &mut DbConn, customer: &CustomerId) -> AppResult<Vec<(Due, Ore)>> {
    let dues = store::list_open_of(conn, customer)?;
    let mut found = Vec::with_capacity(dues.len());
    for due in dues {
        let open = due.total_ore - store::sum_paid(conn, &due.id)?;
        found.push((due, open));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_had_since_the_last_day_it_was_too_little() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let days =
            [(2, 300), (5, -300), (9, 100), (12, 250)].map(|(d, ore)| (day(d), Ore::new(ore)));
        for (amount, since) in [(100, Some(9)), (101, Some(12)), (350, Some(12)), (351, None)] {
            assert_eq!(had_since(&days, Ore::new(amount)), since.map(day), "{amount}");
        }
        assert_eq!(had_since(&days[..1], Ore::new(300)), Some(day(2)));
        assert_eq!(had_since(&[], Ore::new(1)), None);
    }
}
