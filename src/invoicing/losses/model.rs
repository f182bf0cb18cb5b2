//! A debt that is to be written off, or was.

use diesel::prelude::*;

use crate::base::{AccountId, InvoiceId, Ore, UtcTime, VoucherId};
use crate::db::schema::write_off;

text_enum!(
    /// How far it has come.
    LossState {
        Proposed = "proposed",
        /// Refused by another, or taken back by who proposed it.
        Declined = "declined",
        /// In the books.
        Booked = "booked",
        /// Was in the books, and is owed again.
        Reopened = "reopened",
    }
);

/// That someone found an invoice lost.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = write_off, treat_none_as_default_value = false)]
pub(crate) struct WriteOff {
    pub(crate) id: String,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) state: LossState,
    /// Left of the invoice, VAT included.
    pub(crate) amount_ore: Ore,
    pub(crate) reason: String,
    pub(crate) proposed_at: UtcTime,
    pub(crate) proposed_by: AccountId,
    pub(crate) settled_at: Option<UtcTime>,
    pub(crate) settled_by: Option<AccountId>,
    pub(crate) voucher_id: Option<VoucherId>,
    pub(crate) reopened_at: Option<UtcTime>,
    pub(crate) reopened_by: Option<AccountId>,
    pub(crate) reopening_reason: String,
    pub(crate) reopening_voucher_id: Option<VoucherId>,
}
