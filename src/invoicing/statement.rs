//! What each customer owes, by how late it is, and all that moved a customer's debt.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{AccountNo, CustomerId, Ore};
use crate::customers::{self, Customer};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::ledger::{self, VoucherKind};

use super::model::{CreditKind, LooseCredit, MetInvoice, PaymentKind, Receivable};
use super::reading::list_receivables;
use super::store;

/// Trade debtors.
const DEBTORS: u16 = 1500;
/// What is owed to customers.
const OWED_BACK: u16 = 2900;

/// What a customer owes, those merged into it counted with it.
#[derive(Clone, Debug)]
pub(crate) struct CustomerDebt {
    pub(crate) customer: Customer,
    /// By due date.
    pub(crate) rows: Vec<Receivable>,
}

/// What is owed, customer by customer in the order of their names.
///
/// # Errors
/// The database's, and of a snapshot that cannot be read.
pub(crate) fn list_by_customer(conn: &mut DbConn) -> AppResult<Vec<CustomerDebt>> {
    let receivables = list_receivables(conn)?;
    let ids = receivables.iter().map(|row| row.invoice.customer_id.clone()).collect();
    let known = customers::kept_of(conn, &ids)?;
    let mut kept: BTreeMap<CustomerId, (Customer, Vec<Receivable>)> = BTreeMap::new();
    for row in receivables {
        let customer = known.get(&row.invoice.customer_id).ok_or(AppError::NotFound)?.clone();
        kept.entry(customer.id.clone()).or_insert_with(|| (customer, Vec::new())).1.push(row);
    }
    let mut debts: Vec<CustomerDebt> =
        kept.into_values().map(|(customer, rows)| CustomerDebt { customer, rows }).collect();
    debts.sort_by(|a, b| a.customer.name.cmp(&b.customer.name));
    Ok(debts)
}

/// What moved a customer's debt, or what the customer has to good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Invoice,
    CreditNote,
    /// Money came.
    Paid,
    PaidUndone,
    /// What the customer had to good met an invoice.
    Used,
    UsedUndone,
    /// What had been paid of a credited invoice became the customer's to have.
    Moved,
    /// Money came for no invoice.
    Prepaid,
    PaidBack,
    Lost,
    LossUndone,
    /// Something the books hold and this slice did not do.
    Other,
}

/// Something that moved a customer's debt, and what was owed after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) date: NaiveDate,
    pub(crate) what: What,
    /// The number of the invoice or credit note that it has to do with.
    pub(crate) document: Option<i64>,
    /// More is owed: positive.
    pub(crate) amount: Ore,
    /// Owed after it.
    pub(crate) balance: Ore,
    /// The customer has more to good: positive.
    pub(crate) credit: Ore,
    /// What the customer has to good after it.
    pub(crate) credit_balance: Ore,
    /// Paid beside the invoice itself.
    pub(crate) fee: Ore,
    pub(crate) interest: Ore,
}

/// What is owed, and what the customer has to good; the books never set one off against the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) owed: Ore,
    pub(crate) credit: Ore,
}

/// A customer's statement of account for some days, as the books have it.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) customer: Customer,
    /// When the first day began.
    pub(crate) opening: Stand,
    pub(crate) rows: Vec<Moved>,
    /// When the last day ended.
    pub(crate) closing: Stand,
}

/// All that moved a customer's debt from `from` to `to`, both included; those merged into it too.
///
/// # Errors
/// `NotFound` for no such customer; the database's.
pub(crate) fn statement(
    conn: &mut DbConn,
    id: &CustomerId,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Statement> {
    let customer = customers::get_customer(conn, id)?;
    let ids = customers::ids_of(conn, &customer.id)?;
    let parties: Vec<String> = ids.iter().map(|id| id.as_str().to_owned()).collect();
    let debtors = AccountNo::of(DEBTORS);
    let accounts = [debtors.clone(), AccountNo::of(OWED_BACK)];
    let mut vouchers: BTreeMap<Place, Posted> = BTreeMap::new();
    for posting in ledger::party_postings(conn, &accounts, &parties, to)? {
        let place = (posting.date, posting.year, posting.number);
        let posted = vouchers.entry(place).or_default();
        posted.told = Some((posting.kind, posting.document));
        if posting.account == debtors {
            posted.sums.owed += posting.amount;
        } else {
            posted.sums.credit -= posting.amount;
        }
    }
    for met in store::list_met(conn, &ids, to)? {
        let place = (met.date, met.year, met.number);
        vouchers.entry(place).or_default().events.push(Event::of_payment(&met));
    }
    for credit in store::list_loose_credits(conn, &ids, to)? {
        let place = (credit.date, credit.year, credit.number);
        vouchers.entry(place).or_default().events.push(Event::of_credit(&credit));
    }
    let mut opening = Stand::default();
    let mut closing = Stand::default();
    let mut rows = Vec::new();
    for ((date, ..), posted) in vouchers {
        for event in posted.into_events() {
            closing.owed += event.amount;
            closing.credit += event.credit;
            if date < from {
                opening = closing;
                continue;
            }
            rows.push(Moved {
                date,
                what: event.what,
                document: event.document,
                amount: event.amount,
                balance: closing.owed,
                credit: event.credit,
                credit_balance: closing.credit,
                fee: event.fee,
                interest: event.interest,
            });
        }
    }
    Ok(Statement { customer, opening, rows, closing })
}

/// Where a voucher stands in the books: its day, year and number.
type Place = (NaiveDate, i32, i64);

/// What one voucher holds of a customer.
#[derive(Default)]
struct Posted {
    /// Its kind and document; None when it has nothing on the two accounts.
    told: Option<(VoucherKind, String)>,
    sums: Stand,
    /// What this slice knows to have happened in it.
    events: Vec<Event>,
}

impl Posted {
    /// What happened, which comes to what was posted: what is not known to have happened is told by the
    /// voucher's kind.
    fn into_events(mut self) -> Vec<Event> {
        let Some((kind, document)) = self.told else { return self.events };
        let known = |of: fn(&Event) -> Ore| self.events.iter().map(of).sum::<Ore>();
        let amount = self.sums.owed - known(|event| event.amount);
        let credit = self.sums.credit - known(|event| event.credit);
        if !amount.is_zero() || !credit.is_zero() {
            let what = match kind {
                VoucherKind::Sale => What::Invoice,
                VoucherKind::CreditNote => What::CreditNote,
                VoucherKind::WriteOff if amount > Ore::ZERO => What::LossUndone,
                VoucherKind::WriteOff => What::Lost,
                _ => What::Other,
            };
            let document = if what == What::Other { None } else { document.parse().ok() };
            self.events.push(Event { document, amount, ..Event::new(what, credit) });
        }
        self.events
    }
}

/// One of the things that happened in a voucher.
struct Event {
    what: What,
    document: Option<i64>,
    amount: Ore,
    credit: Ore,
    fee: Ore,
    interest: Ore,
}

impl Event {
    /// One that no invoice has a part in.
    const fn new(what: What, credit: Ore) -> Self {
        let zero = Ore::ZERO;
        Self { what, document: None, amount: zero, credit, fee: zero, interest: zero }
    }

    fn of_payment(met: &MetInvoice) -> Self {
        let what = match (met.kind, met.reverses.is_some()) {
            (PaymentKind::Money, false) => What::Paid,
            (PaymentKind::Money, true) => What::PaidUndone,
            (PaymentKind::Credit, false) => What::Used,
            (PaymentKind::Credit, true) => What::UsedUndone,
            (PaymentKind::Moved, _) => What::Moved,
        };
        Self {
            what,
            document: Some(met.invoice),
            amount: -met.amount,
            credit: met.credit.unwrap_or_default(),
            fee: met.fee,
            interest: met.interest,
        }
    }

    fn of_credit(credit: &LooseCredit) -> Self {
        let what = match credit.kind {
            CreditKind::Prepaid => What::Prepaid,
            CreditKind::PaidBack => What::PaidBack,
            CreditKind::Over | CreditKind::Used | CreditKind::Moved => What::Other,
        };
        Self::new(what, credit.amount)
    }
}
