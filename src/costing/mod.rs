//! What work costs, reckoned and never booked: hours at a dated rate a kind, and what was bought.
//!
//! Learning time (hours of training) is a layer of its own, so that a margin is told both with it
//! and without it. An order's cost is rounded row by row; an enterprise's by month, kind and rate,
//! as those are the lines its figure opens to. The desk's pages stand here, as they show an order
//! together with what it has cost and how far its agreed time has gone.
//!
//! *Invariant:* no person stands in a cost, a margin or a message to a customer.

mod actions;
mod model;
pub(crate) mod pages;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    cancel, cost_of, list_rate_changes, list_rates, set_rate, tell_customer, work_lines,
};
pub(crate) use model::{Margin, OrderCost, RateForm, WorkLine, Worked};
