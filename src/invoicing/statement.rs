//! What each customer owes, by how late it is, and all that moved a customer's debt.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{AccountNo, CustomerId, Ore};
use crate::customers::{self, Customer};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::ledger::{self, VoucherKind};

use super::model::Receivable;
use super::reading::list_receivables;

/// Trade debtors.
const DEBTORS: u16 = 1500;

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
    let mut kept: BTreeMap<CustomerId, (Customer, Vec<Receivable>)> = BTreeMap::new();
    for row in list_receivables(conn)? {
        let customer = customers::get_customer(conn, &row.invoice.customer_id)?;
        kept.entry(customer.id.clone()).or_insert_with(|| (customer, Vec::new())).1.push(row);
    }
    let mut debts: Vec<CustomerDebt> =
        kept.into_values().map(|(customer, rows)| CustomerDebt { customer, rows }).collect();
    debts.sort_by(|a, b| a.customer.name.cmp(&b.customer.name));
    Ok(debts)
}

/// Something that moved a customer's debt, and what was owed after it.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    pub(crate) date: NaiveDate,
    pub(crate) kind: VoucherKind,
    /// The number of the invoice or credit note.
    pub(crate) document: String,
    /// More is owed: positive.
    pub(crate) amount: Ore,
    pub(crate) balance: Ore,
}

/// A customer's statement of account for some days, as the books have it.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) customer: Customer,
    /// Owed when the first day began.
    pub(crate) opening: Ore,
    pub(crate) rows: Vec<Moved>,
    /// Owed when the last day ended.
    pub(crate) closing: Ore,
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
    let postings = ledger::party_postings(conn, &AccountNo::of(DEBTORS), &parties, to)?;
    let mut opening = Ore::ZERO;
    let mut balance = Ore::ZERO;
    let mut rows = Vec::new();
    for posting in postings {
        balance += posting.amount;
        if posting.date < from {
            opening = balance;
            continue;
        }
        rows.push(Moved {
            date: posting.date,
            kind: posting.kind,
            document: posting.document,
            amount: posting.amount,
            balance,
        });
    }
    Ok(Statement { customer, opening, rows, closing: balance })
}
