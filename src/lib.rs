//! Gårdsbok: the ledger and order system of resident-run enterprises.
//!
//! Read in this order. A slice may call those before it, by what its `mod.rs` shows, and never
//! those after it; `tests/it/tidy.rs` holds that.

// Words every slice uses: money, VAT, time, accounts, ids.
#[macro_use]
mod base;
// What can go wrong, and how it is told.
mod error;
// Papers as PDF: typst, the fonts, QR codes.
#[macro_use]
mod pdf;
// One connection type, one query text, one writer.
mod db;
// Accounts, roles, sign-in, and who is what to whom.
mod people;
// What pages and APIs share.
mod web;
// The selling body, and the enterprises the residents run.
mod enterprises;
// The floor: vouchers, postings, balances, terms.
mod ledger;
// What can be ordered, at what price, and how much of it a day holds.
mod catalog;
// Those who buy.
mod customers;
// The shop's basket and checkout, the desk, and an order's way to delivery.
mod orders;
// Invoices, credit notes and payments.
mod invoicing;
// Files from the bank, matched by KID.
mod bank;
// Receipts.
mod purchases;
// Residents log, work leaders approve.
mod hours;
// What hours and orders cost, margins, and the desk's pages that show them.
mod costing;
// The board of the day: who is set to what.
mod board;
// What the law asks to have on paper, made from the approved rows.
mod papers;
// What people learn by their work: routes, months, goals, evidence and its stamps.
mod qualifications;
// The plan that residents make with those who follow them, and what is told of it.
mod guidance;
// Courses, who takes part, and their certificates.
mod courses;
// What leaves with a person: proofs, all about oneself, and the link that is cut.
mod proofs;
// What the centre costs, and who pays for places.
mod funding;
// Revenue, contribution, self-financing: reads all, writes nothing.
mod overview;
// A farm's history from CSV files.
mod importing;
// A made-up farm's year.
mod demo;
// Mail, queued in the database and sent beside the server.
mod outside;
// All routes on one page, and the server.
mod app;
// The only reader of the environment.
mod config;
// What each command of the program does.
mod commands;
// Setup that the tests have no other door to.
#[doc(hidden)]
pub mod testing;

pub use app::{Running, start};
pub use commands::run;
pub use config::{Cli, Settings};
