//! Everything the program does, tried through the doors people and programs use.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::integer_division,
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    reason = "a test says no by failing, and its name says what it proves"
)]

mod harness;

mod answers;
mod attests;
mod backup;
mod bank;
mod bank_back;
mod bank_corpus;
mod bank_laws;
mod bank_refusals;
mod board;
mod built;
mod came_to;
mod catalog;
mod costing;
mod courses;
mod courses_midway;
mod courses_planning;
mod courses_walls;
mod customers;
mod databases;
mod delivery;
mod demo;
mod desk;
mod ehf;
mod enterprises;
mod estimates;
mod farm;
mod funding;
mod goals_from_grep;
mod guidance;
mod guidance_figures;
mod guidance_walls;
mod heard;
mod hours;
mod hours_by_law;
mod hours_clock;
mod hours_kinds;
mod hours_laws;
mod hours_locked;
mod import;
mod invoicing;
mod journeys;
mod learning;
mod learning_answers;
mod learning_hours;
mod learning_walls;
mod leaving;
mod ledger;
mod ledger_laws;
mod licences;
mod lists;
mod lix;
mod losses;
mod mail;
mod model;
mod names_of_others;
mod openapi;
mod orders;
mod papers;
mod pdf;
mod pdf_sums;
mod people;
mod permissions;
mod phone;
mod photos;
mod planted;
mod practice;
mod proofs;
mod purchases;
mod registry;
mod reminders;
mod repeats;
mod reports;
mod roles;
mod row_forms;
mod rows_of_others;
mod shop;
mod small_groups;
mod small_months;
mod statement;
mod storms;
mod tablets;
mod tidy;
mod typed;
mod walls;
mod walls_inside;
mod walls_log;
mod working_time;
