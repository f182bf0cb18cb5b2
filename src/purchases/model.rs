//! Receipts.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountNo, EnterpriseId, OrderId, Ore, VatCode, VoucherId};
use crate::db::schema::purchase;

/// A receipt in the books.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = purchase, treat_none_as_default_value = false)]
#[expect(clippy::struct_field_names, reason = "the columns say which of several dates they are")]
pub(crate) struct Purchase {
    pub(crate) id: String,
    pub(crate) receipt: String,
    pub(crate) purchase_date: NaiveDate,
    pub(crate) supplier: String,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) account: AccountNo,
    pub(crate) vat_code: VatCode,
    pub(crate) gross_ore: Ore,
    pub(crate) net_ore: Ore,
    pub(crate) vat_ore: Ore,
    pub(crate) paid_on: Option<NaiveDate>,
    pub(crate) voucher_id: VoucherId,
    pub(crate) payment_voucher_id: Option<VoucherId>,
    /// The order it was bought for.
    pub(crate) order_id: Option<OrderId>,
}

/// A receipt to be booked; `gross` includes VAT by the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewPurchase {
    pub(crate) receipt: String,
    pub(crate) date: NaiveDate,
    pub(crate) supplier: String,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) account: AccountNo,
    pub(crate) vat_code: VatCode,
    pub(crate) gross: Ore,
    /// None: still owed.
    pub(crate) paid_on: Option<NaiveDate>,
    /// The order it was bought for.
    pub(crate) order_id: Option<OrderId>,
}
