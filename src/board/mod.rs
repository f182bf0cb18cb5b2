//! The board of the day: what is to be done where one leads, who works there, and who does what.
//!
//! A hand on the board is a plan and no hours: setting a name to a job only proposes it to the one
//! who begins. Rows are never removed, so that a plan can be had back.
//!
//! *Invariant:* a work leader sees and sets hands in the enterprises they lead today, and in no
//! other; what is shown of an order is its number and what is to be done, never who ordered.

mod actions;
mod model;
pub(crate) mod pages;
mod store;
mod words;

pub(crate) use actions::{board_of, keep_looks, put_back, set_hand, take_off};
