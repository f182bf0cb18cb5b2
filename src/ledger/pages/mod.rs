//! Pages: the trial balance, an account, a voucher, the VAT terms.

mod books;
mod span;
mod vat;
mod voucher;

pub(crate) use books::{account, books};
pub(crate) use span::{SpanAsked, day_words};
pub(crate) use vat::{close, term, terms};
pub(crate) use voucher::{reverse, voucher};
