//! The books: double entry on NS 4102 accounts, added to and never changed.
//!
//! Every other slice that moves money asks [`kontering`] for the postings of its event and gives
//! them to [`post`], in its own transaction.
//!
//! *Invariant:* a set of postings that does not sum to zero cannot be made ([`Balanced`]).
//! *Invariant:* no row of a voucher is changed or removed: not in the types, not in the store, and
//! the database's own triggers refuse it. A mistake is met by [`reverse`].
//! *Invariant:* numbers are gap-free within a fiscal year, and each voucher carries a hash over
//! itself and the one before (`chain.rs`).
//! *Invariant:* a kept balance is the sum of its postings, always (`balances.rs`).
//! *Invariant:* the ledger never learns what an order, an invoice or a receipt is.

mod actions;
mod balances;
mod chain;
mod chart;
mod check;
pub(crate) mod kontering;
mod model;
pub(crate) mod pages;
mod parties;
mod period;
mod statements;
mod store;
mod voucher;
mod words;

pub(crate) use actions::{close_term, lock_books, lock_first_open, post, reverse, vat_rate};
pub(crate) use balances::sums;
pub(crate) use chart::{account_name, purchase_accounts};
pub(crate) use check::{Broken, check, note, prove};
pub(crate) use model::{ClosedTerm, Sum, Voucher};
pub(crate) use parties::party_postings;
pub(crate) use statements::{
    AccountLine, AccountPosting, BasePosting, ShownVoucher, VatFigure, account_postings,
    corrected_among, count_account_postings, find_voucher, is_corrected, list_closed_terms,
    list_years, sum_vat_base, trial_balance, vat_base_postings, vat_figures, voucher_number,
    voucher_numbers,
};
pub(crate) use voucher::{Balanced, NewVoucher, NotBalanced, Posting, VoucherKind};
pub(crate) use words::{term_words, vat_code_name};
