//! Reminders, and the terms they are made by.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, CustomerId, InvoiceId, Ore, UtcTime};
use crate::db::schema::{reminder, reminder_term};

use super::super::model::Receivable;

text_enum!(
    /// What a term says.
    TermKind {
        /// The fee of one reminder, in øre.
        Fee = "fee_ore",
        /// How many reminders of an invoice bear a fee.
        FeeCount = "fee_count",
        /// Interest a year, in basis points.
        Interest = "interest_bp",
        /// Days after the due date before the first reminder.
        Wait = "wait_days",
        /// Days from a reminder to its own due date.
        Pay = "pay_days",
    }
);

/// A term from a day on. Never changed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = reminder_term, treat_none_as_default_value = false)]
pub(crate) struct Term {
    pub(crate) kind: TermKind,
    pub(crate) valid_from: NaiveDate,
    pub(crate) value: i64,
    pub(crate) source: String,
    /// None when it came with the program.
    pub(crate) set_at: Option<UtcTime>,
    pub(crate) set_by: Option<AccountId>,
}

/// A term as it is typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct TermForm {
    pub(crate) kind: String,
    pub(crate) valid_from: String,
    /// Kroner, per cent, or a whole number.
    pub(crate) value: String,
    pub(crate) source: String,
}

/// A reminder as it was sent. Never changed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = reminder)]
pub(crate) struct Reminder {
    pub(crate) id: String,
    pub(crate) invoice_id: InvoiceId,
    /// The invoice's first is 1.
    pub(crate) number: i32,
    pub(crate) sent_on: NaiveDate,
    pub(crate) due_date: NaiveDate,
    /// Left of the invoice that day.
    pub(crate) open_ore: Ore,
    /// Fees of earlier reminders, less what had been paid of fees and interest.
    pub(crate) earlier_ore: Ore,
    /// This reminder's own.
    pub(crate) fee_ore: Ore,
    /// From the day after the invoice's due date to the day it was sent.
    pub(crate) interest_ore: Ore,
    pub(crate) made_at: UtcTime,
    pub(crate) made_by: AccountId,
}

impl Reminder {
    /// What it asks for in all.
    pub(crate) fn total(&self) -> Ore {
        self.open_ore + self.earlier_ore + self.fee_ore + self.interest_ore
    }
}

/// An invoice past its due date, and how it stands to reminders today.
#[derive(Clone, Debug)]
pub(crate) struct Remindable {
    pub(crate) receivable: Receivable,
    /// Those sent before.
    pub(crate) sent: Vec<Reminder>,
    /// What a reminder of today would be; None while it is too early.
    pub(crate) next: Option<Draft>,
    /// The first day on which the next may be sent.
    pub(crate) from: NaiveDate,
    /// Can it be mailed?
    pub(crate) has_email: bool,
    /// The one that the customer was merged into, if it was.
    pub(crate) customer_id: CustomerId,
    /// What the farm owes the customer.
    pub(crate) owed: Ore,
}

/// Who an invoice is to.
#[derive(Clone, Debug)]
pub(super) struct Contact {
    pub(super) customer_id: CustomerId,
    pub(super) has_email: bool,
}

impl Default for Contact {
    fn default() -> Self {
        Self { customer_id: CustomerId::from_text(""), has_email: false }
    }
}

/// A reminder that is not made yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) number: i32,
    pub(crate) due_date: NaiveDate,
    pub(crate) earlier: Ore,
    pub(crate) fee: Ore,
    pub(crate) interest: Ore,
}
