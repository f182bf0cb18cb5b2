//! Pages: invoices listed and to be made, one invoice as paper, what is owed.

mod credits;
mod document;
mod ehf;
mod list;
mod receivables;

pub(crate) use credits::{credit_of, move_to_credit, pay_back, reverse, use_credit};
pub(crate) use document::{credit, pay, show};
pub(crate) use ehf::ehf;
pub(crate) use list::{issue, list};
pub(crate) use receivables::receivables;
