//! Pages: receipts listed and paid, and one entered.

mod entry;
mod list;

pub(crate) use entry::{create, new};
pub(crate) use list::{list, pay};
