//! How the enterprises do, and how far they carry the farm.
//!
//! Reads every slice before it, and writes nothing. Sums come from the kept balances and the kept
//! hours, so a report costs the months it shows and not the books behind them.
//!
//! *Invariant:* nothing here writes.
//!
//! *Invariant:* every figure opens to rows whose sum it is, except hours for those who see walls:
//! their figures rest on five persons or more, and every sum is of what is shown.

mod actions;
pub(crate) mod api;
mod chart;
mod grid;
mod margins;
mod model;
pub(crate) mod pages;
mod print;
mod rows;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    Figures, Goal, Sight, figures, goal, named, outside_hours, report, self_financing,
};
pub(crate) use model::{By, Kind, Span};
pub(crate) use print::{csv, text};
use store::{Bought, Sold};
pub(crate) use words::no_grouping;
