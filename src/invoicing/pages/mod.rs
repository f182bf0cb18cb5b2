//! Pages: invoices listed and to be made, one invoice as paper, what is owed.

mod document;
mod ehf;
mod list;
mod pdf;
mod receivables;

pub(crate) use document::{credit, pay, show};
pub(crate) use ehf::ehf;
pub(crate) use list::{issue, list};
pub(crate) use pdf::{customer_pdf, pdf};
pub(crate) use receivables::receivables;
