//! Who signs in, what they may do, and who they are to one another.
//!
//! Accounts and residents are separate tables: an order's or a voucher's "by" is an account, and
//! hours are kept under a resident's pseudonym.
//!
//! *Invariant:* nothing that writes to customers imports this slice's residents.

mod access;
mod actions;
mod model;
pub(crate) mod pages;
mod rights;
mod store;

pub(crate) use access::{bearer, signed_in, signing_key};
pub(crate) use model::{Actor, Role};
pub(crate) use rights::Right;
