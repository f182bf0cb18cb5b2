//! Invoices, credit notes and payments: an order becomes money owed, and the books are told.
//! What was issued is read as a page, and as EHF.
//!
//! *Invariant:* numbers of invoices and credit notes are one gap-free series that never restarts.
//! *Invariant:* an issued document never changes; its figures are stored and never computed anew.
//! *Invariant:* no resident is here, and nothing a customer reads says what the seller is.

pub(crate) mod api;
mod check;
mod crediting;
mod credits;
mod ehf;
mod issuing;
mod model;
pub(crate) mod pages;
mod reading;
mod receipts;
mod rules;
mod settling;
mod store;
mod words;

pub(crate) use check::{check, prove};
pub(crate) use crediting::{credit, record_credit};
pub(crate) use credits::{
    CreditCard, Owed, credit_card, list_owed, move_to_credit, pay_back, pay_back_unplaced, prepay,
};
pub(crate) use ehf::{EhfState, ehf, ehf_state, export_all_ehf, export_ehf};
pub(crate) use issuing::{issue, record_invoice, sale_of};
pub(crate) use model::{
    BuyerSnapshot, CustomerCredit, Document, Due, InvoiceKind, Listed, Payment, PaymentKind,
    Receivable, SellerSnapshot, Standing, Wish,
};
pub(crate) use reading::{
    find_document, list_invoices, list_newest_invoices, list_receivables, list_to_invoice,
    newest_invoice_date, sum_invoices,
};
pub(crate) use receipts::{FromFile, Met, Receipt, book_receipts};
pub(crate) use rules::{Age, Billed, Charges, figure, split};
pub(crate) use settling::{
    Days, pay, pay_with_received, record_payment, reverse_payment, use_credit,
};
