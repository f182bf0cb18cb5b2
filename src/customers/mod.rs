//! Those who buy.
//!
//! A guest's order keeps its own name and address; a customer is made when it is invoiced. Then an
//! organisation is one row per organisation number, and a private order makes its own.
//!
//! *Invariant:* no order changes a customer that is known; only staff do. A merged customer stays,
//! points to the one kept, and every key an import knew it by leads there.

mod actions;
mod model;
pub(crate) mod pages;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    CustomerCard, count_customers, customer_by_key, customer_card, customer_for_order,
    fill_address, get_customer, ids_of, kept_of, list_customers, merge, page_of_customers,
    record_customer, set_contact,
};
pub(crate) use model::{Contact, Customer, CustomerFacts, CustomerKind};
