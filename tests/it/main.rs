//! Everything the program does, tried through the doors people and programs use.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    reason = "a test says no by failing, and its name says what it proves"
)]

mod harness;

mod backup;
mod catalog;
mod customers;
mod desk;
mod enterprises;
mod hours;
mod invoicing;
mod journeys;
mod ledger;
mod ledger_laws;
mod licences;
mod mail;
mod model;
mod orders;
mod people;
mod purchases;
mod shop;
mod storms;
mod walls;
