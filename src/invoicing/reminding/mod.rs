//! Reminders of invoices that are past their due date, with a fee and interest by dated terms.
//!
//! *Invariant:* a reminder is a row that never changes. *Invariant:* fee and interest are asked for
//! here and booked when they are paid, never before.

mod actions;
mod mails;
mod model;
mod rules;
mod store;
mod words;

pub(super) use actions::email_of;
pub(crate) use actions::{
    charges_open, find_reminder, lacks_interest_rate, list_remindable, list_reminders, list_terms,
    remind, set_term,
};
pub(super) use mails::mails;
pub(crate) use model::{Remindable, Reminder, TermForm, TermKind};
