//! Invoices, credit notes and payments: an order becomes money owed, and the books are told.
//!
//! *Invariant:* numbers of invoices and credit notes are one gap-free series that never restarts.
//! *Invariant:* an issued document never changes; its figures are stored and never computed anew.
//! *Invariant:* no resident is here, and nothing a customer reads says what the seller is.

mod actions;
mod model;

pub(crate) use actions::{
    credit, issue, newest_invoice_date, pay, record_credit, record_invoice, record_payment,
};
pub(crate) use model::{Invoice, InvoiceKind, Payment};
