//! The selling body, and the enterprises the residents run.
//!
//! An enterprise is a row and never a word in the program: a new one is a form filled in. An
//! *internal* one (the house's kitchen, cleaning) takes hours and costs but sells nothing and is in
//! no revenue report; that is decided when it is made and stays, so that no past report changes.
//!
//! *Invariants:* there is at most one seller; an enterprise's code never changes; no enterprise is
//! removed.

mod actions;
mod model;
pub(crate) mod pages;
mod rules;
mod store;
mod words;

pub(crate) use actions::{add_enterprise, change_enterprise, describe_seller, record_seller};
pub(crate) use model::{
    ChangeEnterprise, Enterprise, NewEnterprise, Seller, SellerDraft, SellerMode,
};
pub(crate) use store::{find_enterprise, find_enterprise_by_code, list_enterprises, seller};
