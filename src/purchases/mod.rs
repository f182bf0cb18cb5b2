//! Receipts: what the enterprises buy, booked on the receipt's date and paid from the bank.
//!
//! *Invariant:* a receipt's number is used once; its figures are never changed after booking.

mod actions;
mod check;
mod model;
pub(crate) mod pages;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    enter_purchase, find_purchase, gets_vat_back, list_purchases, order_for, place_in_day,
    record_purchase, record_purchase_payment, sum_purchases, tie_to_order,
};
pub(crate) use check::check;
pub(crate) use model::{NewPurchase, Purchase};
