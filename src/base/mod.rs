//! Words every slice uses: money, VAT, time, accounts, ids, and how someone is reached.
//!
//! *Invariant:* nothing here imports anything else of ours, touches a database or reads a clock.

#[macro_use]
mod columns;

mod account;
mod contact;
mod csv;
mod ids;
mod money;
mod org_number;
mod photo;
mod quantity;
mod time;
mod tries;
mod vat;

pub(crate) use account::AccountNo;
pub(crate) use contact::{is_email, is_phone, is_postcode};
pub(crate) use csv::csv_lines;
pub(crate) use ids::{
    AccountId, CustomerId, EnterpriseId, EntryId, InvoiceId, OfferingId, OrderId, ResidentId,
    VoucherId, fresh_id, hex, random_token, sha256_hex,
};
pub(crate) use money::Ore;
pub(crate) use org_number::OrgNumber;
pub(crate) use photo::{MEDIA_TYPE, PhotoError, Prepared, photo_bytes, prepare_photo};
pub(crate) use quantity::Quantity;
pub(crate) use time::{ClockTime, Meant, Minutes, Month, UtcTime, VatTerm, read_date};
pub(crate) use tries::{NEWS_DAYS, TRIES_MAX, is_given_up, wait_seconds};
pub(crate) use vat::{Split, VatCode, percent_words, spread_net};
