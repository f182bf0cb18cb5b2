//! Pages: receipts listed, paid and tied to orders, and one entered.

mod entry;
mod list;

pub(crate) use entry::{create, new};
pub(crate) use list::{list, pay, tie};
