//! What the centre costs, and who pays for places.
//!
//! *Invariant:* nothing here is a voucher: the enterprises' books never meet it.

mod actions;
mod model;
mod rules;
mod store;

pub(crate) use actions::{
    costs, list_funding, list_resident_days, list_running_costs, own_share, record_funding,
    record_resident_days, record_running_cost,
};
pub(crate) use model::{Certainty, Funding, FundingKind, ResidentDays, RunningCost};
