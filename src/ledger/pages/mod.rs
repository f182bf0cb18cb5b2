//! Pages: the trial balance, an account, a voucher, the VAT terms.

mod books;
mod span;
mod vat;
mod vat_base;
mod voucher;

pub(crate) use books::{account, books};
pub(crate) use span::{SpanAsked, day_code, day_words};
pub(crate) use vat::{close, term, terms};
pub(crate) use vat_base::base;
pub(crate) use voucher::{reverse, voucher};
