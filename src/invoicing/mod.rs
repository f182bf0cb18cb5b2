//! Invoices, credit notes and payments: an order becomes money owed, and the books are told.
//! What was issued is read as a page, as PDF, and as EHF.
//!
//! *Invariant:* numbers of invoices and credit notes are one gap-free series that never restarts.
//! *Invariant:* an issued document never changes; its figures are stored and never computed anew.
//! *Invariant:* no resident is here, and nothing a customer reads says what the seller is.

pub(crate) mod api;
mod check;
mod crediting;
mod credits;
mod delivery;
mod ehf;
mod files;
mod issuing;
mod losses;
mod mailing;
mod model;
pub(crate) mod pages;
mod pdf;
mod reading;
mod receipts;
mod reminding;
mod reversing;
mod rules;
mod settling;
mod shown;
mod statement;
mod store;
mod words;

pub(crate) use check::{check, prove};
pub(crate) use crediting::{credit, record_credit};
pub(crate) use credits::{
    CreditCard, Owed, credit_card, list_owed, move_to_credit, pay_back, pay_back_unplaced, prepay,
};
pub(crate) use delivery::{
    Answer, DeliveryState, Outgoing, Ways, claim_delivery, due_deliveries, mail_document, send_ehf,
    settle_delivery, ways_of,
};
pub(crate) use ehf::{EhfState, ehf, ehf_state, export_all_ehf, export_ehf, lacks_reference};
pub(crate) use issuing::{issue, record_invoice, sale_of};
pub(crate) use losses::{
    LossCard, LossState, WriteOff, accept_loss, decline_loss, list_losses, loss_of, propose_loss,
    reopen_loss,
};
pub(crate) use mailing::mails;
pub(crate) use model::{
    BuyerSnapshot, CustomerCredit, Document, Due, InvoiceKind, Listed, Payment, PaymentKind,
    Receivable, SellerSnapshot, Standing, Wish,
};
pub(crate) use pdf::{
    customer_draft, document_draft, export_all_pdf, export_pdf, file_name, reminder_draft,
};
pub(crate) use reading::{
    find_document, list_invoices, list_newest_invoices, list_open_of_amount, list_receivables,
    list_seller_accounts, list_to_invoice, newest_invoice_date, sum_invoices,
};
pub(crate) use receipts::{FromFile, Met, Receipt, book_receipts};
pub(crate) use reminding::{
    Remindable, Reminder, TermForm, TermKind, find_reminder, lacks_interest_rate, list_remindable,
    list_terms, remind, set_term,
};
pub(crate) use reversing::taken_back;
pub(crate) use rules::{Age, Billed, Charges, Figures, figure, split};
pub(crate) use settling::{
    Days, TakenBack, pay, pay_with_received, record_payment, reverse_payment, use_credit,
};
pub(crate) use statement::{CustomerDebt, Moved, Statement, list_by_customer, statement};
