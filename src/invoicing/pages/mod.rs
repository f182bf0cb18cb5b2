//! Pages: invoices listed and to be made, one invoice as paper, what is owed.

mod after;
mod credits;
mod delivery;
mod document;
mod ehf;
mod list;
mod losses;
mod pdf;
mod receivables;
mod reminder;
mod reminder_terms;
mod reminders;
mod statement;

pub(crate) use credits::{credit_of, move_to_credit, pay_back, told, use_credit};
pub(crate) use delivery::{mail, send_ehf};
pub(crate) use document::{credit, pay, show};
pub(crate) use ehf::ehf;
pub(crate) use list::{issue, list};
pub(crate) use losses::{
    accept as accept_loss, decline as decline_loss, list as losses, propose as propose_loss,
    reopen as reopen_loss,
};
pub(crate) use pdf::{customer_pdf, pdf, reminder_pdf};
pub(crate) use receivables::receivables;
pub(crate) use reminder::show as reminder;
pub(crate) use reminder_terms::{set_term, terms};
pub(crate) use reminders::{list as reminders, make as remind};
pub(crate) use statement::{statement, statement_file};
