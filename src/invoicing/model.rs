//! Documents as they were issued.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{
    AccountId, AccountNo, CustomerId, EnterpriseId, InvoiceId, OrderId, Ore, Quantity, UtcTime,
    VatCode, VoucherId,
};
use crate::db::schema::{invoice, invoice_line, invoice_vat, payment};

text_enum!(
    /// Both kinds share one series of numbers.
    InvoiceKind { Invoice = "invoice", CreditNote = "credit_note" }
);

/// An invoice or a credit note; a credit note's amounts are negative.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = invoice)]
pub(crate) struct Invoice {
    pub(crate) id: InvoiceId,
    pub(crate) number: i64,
    pub(crate) kind: InvoiceKind,
    pub(crate) order_id: OrderId,
    pub(crate) customer_id: CustomerId,
    /// The invoice that a credit note takes back.
    pub(crate) credits: Option<InvoiceId>,
    pub(crate) invoice_date: NaiveDate,
    pub(crate) delivered_on: NaiveDate,
    pub(crate) due_date: NaiveDate,
    pub(crate) kid: String,
    /// VAT included.
    pub(crate) total_ore: Ore,
    /// JSON: [`SellerSnapshot`].
    pub(crate) seller: String,
    /// JSON: [`BuyerSnapshot`].
    pub(crate) buyer: String,
    pub(crate) voucher_id: VoucherId,
    pub(crate) issued_at: UtcTime,
    pub(crate) issued_by: Option<AccountId>,
}

/// A line as it was invoiced.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = invoice_line)]
pub(crate) struct InvoiceLine {
    pub(crate) invoice_id: InvoiceId,
    pub(crate) line: i32,
    /// The order's own line.
    pub(crate) order_line: i32,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) quantity_milli: Quantity,
    /// VAT included.
    pub(crate) unit_price_ore: Ore,
    pub(crate) gross_ore: Ore,
    pub(crate) net_ore: Ore,
    pub(crate) vat_code: VatCode,
    pub(crate) rate_bp: i32,
    pub(crate) account: AccountNo,
}

/// The VAT of one code on a document.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = invoice_vat)]
pub(crate) struct InvoiceVat {
    pub(crate) invoice_id: InvoiceId,
    pub(crate) vat_code: VatCode,
    pub(crate) rate_bp: i32,
    pub(crate) gross_ore: Ore,
    pub(crate) base_ore: Ore,
    pub(crate) vat_ore: Ore,
}

/// Money from a customer.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = payment)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) paid_on: NaiveDate,
    pub(crate) amount_ore: Ore,
    pub(crate) voucher_id: VoucherId,
    pub(crate) registered_at: UtcTime,
    pub(crate) registered_by: Option<AccountId>,
}
