//! Debts that are lost: one person proposes with a reason, another settles, and the books and the
//! output tax are put right.
//!
//! *Invariant:* who proposed never settles; the database refuses it too. *Invariant:* an invoice that
//! is written off takes no payment before a person has opened it again.

mod actions;
mod check;
mod model;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    LossCard, accept_loss, decline_loss, list_losses, loss_of, propose_loss, reopen_loss,
};
pub(super) use check::prove;
pub(crate) use model::{LossState, WriteOff};
pub(super) use store::{find_booked, find_live, list_booked_of};
