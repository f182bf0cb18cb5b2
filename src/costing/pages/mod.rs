//! The desk's list and orders, what an order has cost, and the rates it is reckoned by.

mod acting;
mod cost;
mod list;
mod order;
mod rates;

pub(crate) use acting::{address, cancellation, confirmation, delivery, estimate, message};
pub(crate) use cost::{cost, cost_file};
pub(crate) use list::list;
pub(crate) use order::show;
pub(crate) use rates::{rates, set_rate};

/// A number as a file's name holds it.
fn file_word(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}
