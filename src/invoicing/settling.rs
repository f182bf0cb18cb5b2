//! An invoice is paid: with money that comes, or with what the farm owed; and a payment taken back.

use chrono::NaiveDate;

use crate::base::{AccountId, CustomerId, InvoiceId, Ore, UtcTime, VoucherId, fresh_id};
use crate::customers;
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};
use crate::ledger::kontering::{self, MoneyFrom, Paid};
use crate::ledger::{self, Balanced, NewVoucher, VoucherKind};
use crate::orders::{self, OrderState};

use super::issuing::refuse;
use super::losses;
use super::model::{
    BuyerSnapshot, CreditKind, CustomerCredit, Invoice, InvoiceKind, Payment, PaymentKind,
};
use super::reminding::charges_open;
use super::reversing;
use super::rules::{self, RuleError};
use super::store;

/// Registers a payment of an invoice; paid in full, its order is paid. What comes past all that is
/// open is the customer's to have.
///
/// # Refuses
/// `invoice.is_credit_note`, `payment.credited`, `payment.amount` at `amount`, `payment.date` at
/// `paid_on`, `ledger.term_closed` at `date`.
///
/// # Errors
/// The refusals; `NotFound` for a number that is none; the database's.
pub(crate) fn pay(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    invoice_number: i64,
    amount: Ore,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<Payment> {
    let invoice = store::find_by_number(tx, invoice_number)?.ok_or(AppError::NotFound)?;
    ledger::lock_books(tx, date)?; // two payments at once are met one after the other
    let open = open_amount(tx, &invoice)?;
    refuse(rules::payment_faults(invoice.invoice_date, amount, date, now.oslo_date()))?;
    let charges = charges_open(tx, &invoice.id, invoice.total_ore, Some((date, amount)))?;
    let paid = rules::split(amount, open, charges);
    book_payment(tx, &invoice, by, MoneyFrom::Bank, paid, Days { paid: date, booked: date }, now)
}

/// Pays an invoice with money from the bank that waited for a person to say what it is for.
///
/// `from` is the bank when nothing was booked as it came. It may have come before the invoice.
///
/// # Refuses
/// As [`pay`], but for a day before the invoice.
///
/// # Errors
/// As [`pay`].
pub(crate) fn pay_with_received(
    tx: &mut DbConn,
    by: &AccountId,
    from: MoneyFrom,
    invoice_number: i64,
    amount: Ore,
    days: Days,
    now: UtcTime,
) -> AppResult<Payment> {
    let invoice = store::find_by_number(tx, invoice_number)?.ok_or(AppError::NotFound)?;
    ledger::lock_books(tx, days.booked)?;
    let open = open_amount(tx, &invoice)?;
    refuse(rules::payment_faults(days.paid, amount, days.paid, now.oslo_date()))?;
    let charges = charges_open(tx, &invoice.id, invoice.total_ore, Some((days.paid, amount)))?;
    let paid = rules::split(amount, open, charges);
    book_payment(tx, &invoice, Some(by), from, paid, days, now)
}

/// The day money came, and the day it goes into the books; one and the same but for what waited, and
/// for what came in a term that is closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) paid: NaiveDate,
    pub(crate) booked: NaiveDate,
}

impl Days {
    /// What a voucher says of the bank's own day, when that is another than the voucher's.
    pub(super) fn words(self) -> String {
        if self.paid == self.booked {
            return String::new();
        }
        format!(". Bankens dag er {}", self.paid.format("%d.%m.%Y"))
    }
}

/// A payment in full, as an import says it was, also on a day before the invoice.
///
/// # Refuses
/// `payment.credited`, `payment.date` for a day after today, `ledger.term_closed`.
///
/// # Errors
/// The refusals; `NotFound` for no such invoice; the database's.
pub(crate) fn record_payment(
    tx: &mut DbConn,
    invoice: &InvoiceId,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<()> {
    let invoice = store::find(tx, invoice)?.ok_or(AppError::NotFound)?;
    let open = open_amount(tx, &invoice)?;
    refuse(rules::payment_faults(date, open, date, now.oslo_date()))?;
    let paid = Paid { invoice: open, ..Paid::default() };
    book_payment(
        tx,
        &invoice,
        None,
        MoneyFrom::Bank,
        paid,
        Days { paid: date, booked: date },
        now,
    )?;
    Ok(())
}

/// Pays of an invoice with what the farm owes its customer.
///
/// # Refuses
/// `credit.other_customer` at `invoice`; `credit.amount` at `amount` for more than is owed or is
/// open; else as [`pay`].
///
/// # Errors
/// As [`pay`].
pub(crate) fn use_credit(
    tx: &mut DbConn,
    by: &AccountId,
    customer: &CustomerId,
    invoice_number: i64,
    amount: Ore,
    date: NaiveDate,
    now: UtcTime,
) -> AppResult<Payment> {
    let invoice = store::find_by_number(tx, invoice_number)?.ok_or(AppError::NotFound)?;
    ledger::lock_books(tx, date)?;
    let customer = customers::get_customer(tx, customer)?.id;
    if customers::get_customer(tx, &invoice.customer_id)?.id != customer {
        return Err(Refusal::from(RuleError::OtherCustomer).into());
    }
    let open = open_amount(tx, &invoice)?;
    let owed = store::sum_owed(tx, &customer)?;
    let mut faults = rules::payment_faults(invoice.invoice_date, amount, date, now.oslo_date());
    faults.extend(rules::use_fault(amount, owed, open));
    refuse(faults)?;
    let paid = Paid { invoice: amount, ..Paid::default() };
    let days = Days { paid: date, booked: date };
    let row = book_payment(tx, &invoice, Some(by), MoneyFrom::Credit, paid, days, now)?;
    let used = Credit { kind: CreditKind::Used, amount: -amount, of: Some(&row), on: date };
    keep_credit(tx, Some(by), &customer, used, row.voucher_id.clone(), now)?;
    Ok(row)
}

/// What is still to be paid of an invoice.
///
/// # Errors
/// `invoice.is_credit_note`, `payment.credited`, `payment.written_off`; the database's.
pub(super) fn open_amount(tx: &mut DbConn, invoice: &Invoice) -> AppResult<Ore> {
    if invoice.kind == InvoiceKind::CreditNote {
        return Err(Refusal::from(RuleError::IsCreditNote).into());
    }
    if store::find_credit_of(tx, &invoice.id)?.is_some() {
        return Err(Refusal::from(RuleError::Credited).into());
    }
    if losses::find_booked(tx, &invoice.id)?.is_some() {
        return Err(Refusal::from(RuleError::WrittenOff).into());
    }
    Ok(invoice.total_ore - store::sum_paid(tx, &invoice.id)?)
}

fn book_payment(
    tx: &mut DbConn,
    invoice: &Invoice,
    by: Option<&AccountId>,
    from: MoneyFrom,
    paid: Paid,
    days: Days,
    now: UtcTime,
) -> AppResult<Payment> {
    let open = invoice.total_ore - store::sum_paid(tx, &invoice.id)?;
    let buyer: BuyerSnapshot = serde_json::from_str(&invoice.buyer)?;
    let balanced =
        kontering::payment(from, invoice.customer_id.as_str(), paid).map_err(Refusal::from)?;
    let what = match from {
        MoneyFrom::Credit => "Brukt av det kunden har til gode",
        MoneyFrom::Bank | MoneyFrom::Unplaced => "Innbetaling",
    };
    let text = format!("{what} fra {} av faktura {}{}", buyer.name, invoice.number, days.words());
    let voucher = post(tx, by, days.booked, invoice.number.to_string(), text, balanced, now)?;
    let kind = match from {
        MoneyFrom::Credit => PaymentKind::Credit,
        MoneyFrom::Bank | MoneyFrom::Unplaced => PaymentKind::Money,
    };
    let row = payment_row(&invoice.id, kind, paid, days.paid, voucher, by, now);
    store::insert_payments(tx, std::slice::from_ref(&row))?;
    if paid.over > Ore::ZERO {
        let over =
            Credit { kind: CreditKind::Over, amount: paid.over, of: Some(&row), on: days.paid };
        keep_credit(tx, by, &invoice.customer_id, over, row.voucher_id.clone(), now)?;
    }
    if paid.invoice == open && open > Ore::ZERO {
        let note = format!("Faktura {}", invoice.number);
        orders::mark_paid(tx, &invoice.order_id, by, &note, now)?;
    }
    Ok(row)
}

/// Posts what the slice does with money.
pub(super) fn post(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    date: NaiveDate,
    document: String,
    text: String,
    balanced: Balanced,
    now: UtcTime,
) -> AppResult<VoucherId> {
    let voucher = NewVoucher {
        kind: VoucherKind::Payment,
        date,
        document,
        content_digest: None,
        by: by.cloned(),
        text,
        balanced,
        corrects: None,
    };
    Ok(ledger::post(tx, voucher, now)?.id)
}

pub(super) fn payment_row(
    invoice: &InvoiceId,
    kind: PaymentKind,
    paid: Paid,
    paid_on: NaiveDate,
    voucher_id: VoucherId,
    by: Option<&AccountId>,
    now: UtcTime,
) -> Payment {
    Payment {
        id: fresh_id(),
        invoice_id: invoice.clone(),
        paid_on,
        amount_ore: paid.invoice,
        voucher_id,
        registered_at: now,
        registered_by: by.cloned(),
        over_ore: paid.over,
        fee_ore: paid.fee,
        interest_ore: paid.interest,
        kind,
        reverses: None,
    }
}

/// A movement of what is owed, before it has a voucher.
#[derive(Clone, Copy)]
pub(super) struct Credit<'a> {
    pub(super) kind: CreditKind,
    pub(super) amount: Ore,
    pub(super) of: Option<&'a Payment>,
    pub(super) on: NaiveDate,
}

pub(super) fn keep_credit(
    tx: &mut DbConn,
    by: Option<&AccountId>,
    customer: &CustomerId,
    credit: Credit<'_>,
    voucher_id: VoucherId,
    now: UtcTime,
) -> AppResult<()> {
    let row = CustomerCredit {
        id: fresh_id(),
        customer_id: customer.clone(),
        kind: credit.kind,
        amount_ore: credit.amount,
        moved_on: credit.on,
        payment_id: credit.of.map(|payment| payment.id.clone()),
        voucher_id,
        registered_at: now,
        registered_by: by.cloned(),
    };
    Ok(store::insert_credits(tx, std::slice::from_ref(&row))?)
}

/// Where the money of a payment taken back is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TakenBack {
    /// It never came, or not so: it was registered by hand, and leaves the account as it came.
    Undone,
    /// It is on the account still, and waits for someone to say whose it is.
    Waits,
    /// The bank took it: that is a fact, whatever has become of the money since.
    ByBank,
}

/// Takes a payment back: its mirror image in the books, and the invoice is open again.
///
/// What of it has become the customer's to have is taken from that; when the bank took it and the
/// customer has used it, the customer owes it (less than nothing is then owed to it).
///
/// # Refuses
/// `payment.reversed`, `payment.written_off`, `payment.date` at `date`, `ledger.term_closed` at
/// `date`; unless the bank took it, `payment.moved`, and `credit.amount` when the customer has used
/// what came past what was open.
///
/// # Errors
/// The refusals; `NotFound` for no such payment; the database's.
pub(crate) fn reverse_payment(
    tx: &mut DbConn,
    by: &AccountId,
    payment: &str,
    how: TakenBack,
    days: Days,
    now: UtcTime,
) -> AppResult<Payment> {
    let original = store::find_payment(tx, payment)?.ok_or(AppError::NotFound)?;
    let invoice = store::find(tx, &original.invoice_id)?.ok_or(AppError::NotFound)?;
    ledger::lock_books(tx, days.booked)?;
    if losses::find_booked(tx, &invoice.id)?.is_some() {
        return Err(Refusal::from(RuleError::WrittenOff).into());
    }
    let left = store::sum_parts(tx, &invoice.id)?;
    let paid_before = left.invoice;
    let customer = customers::get_customer(tx, &invoice.customer_id)?.id;
    let owed = store::sum_owed(tx, &customer)?;
    let paid = reversing::taken_back(original.parts(), left);
    let facts = reversing::ReversalFacts {
        kind: original.kind,
        is_reversed: original.reverses.is_some() || store::is_reversed(tx, payment)?,
        is_fact: how == TakenBack::ByBank,
        paid_on: original.paid_on,
        amount: original.amount_ore,
        over: paid.over,
        paid_before,
        owed,
    };
    refuse(reversing::reversal_faults(&facts, days.paid, now.oslo_date()))?;
    let from = match (original.kind, how) {
        (PaymentKind::Credit, _) => MoneyFrom::Credit,
        (_, TakenBack::Waits) => MoneyFrom::Unplaced,
        (_, TakenBack::Undone | TakenBack::ByBank) => MoneyFrom::Bank,
    };
    let balanced = kontering::payment(from, invoice.customer_id.as_str(), paid)
        .map_err(Refusal::from)?
        .reversed();
    let text = format!("Tilbakeført betaling av faktura {}{}", invoice.number, days.words());
    let document = invoice.number.to_string();
    let voucher = post(tx, Some(by), days.booked, document, text, balanced, now)?;
    let row = Payment {
        id: fresh_id(),
        paid_on: days.paid,
        amount_ore: -paid.invoice,
        over_ore: -paid.over,
        fee_ore: -paid.fee,
        interest_ore: -paid.interest,
        voucher_id: voucher,
        registered_at: now,
        registered_by: Some(by.clone()),
        reverses: Some(original.id.clone()),
        ..original
    };
    store::insert_payments(tx, std::slice::from_ref(&row))?;
    reopen(tx, by, &invoice, paid_before + row.amount_ore, &row, now)?;
    Ok(row)
}

/// What a payment taken back leaves: an order that waits for money, and what is owed put right.
fn reopen(
    tx: &mut DbConn,
    by: &AccountId,
    invoice: &Invoice,
    paid_after: Ore,
    row: &Payment,
    now: UtcTime,
) -> AppResult<()> {
    let (kind, amount) = match row.kind {
        PaymentKind::Credit => (CreditKind::Used, -row.amount_ore),
        PaymentKind::Money | PaymentKind::Moved => (CreditKind::Over, row.over_ore),
    };
    if !amount.is_zero() {
        let credit = Credit { kind, amount, of: Some(row), on: row.paid_on };
        keep_credit(tx, Some(by), &invoice.customer_id, credit, row.voucher_id.clone(), now)?;
    }
    let order = orders::find_order(tx, &invoice.order_id)?.ok_or(AppError::NotFound)?;
    if order.state == OrderState::Paid && paid_after < invoice.total_ore {
        let note = format!("Faktura {}", invoice.number);
        orders::mark_unpaid(tx, &invoice.order_id, Some(by), &note, now)?;
    }
    Ok(())
}
