//! Documents as they were issued.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::{
    AccountId, AccountNo, CustomerId, EnterpriseId, InvoiceId, OrderId, Ore, Quantity, UtcTime,
    VatCode, VoucherId,
};
use crate::customers::CustomerKind;
use crate::db::schema::{customer_credit, invoice, invoice_line, invoice_vat, payment};
use crate::ledger::kontering::Paid;
use crate::orders::OrderState;

use super::losses::{LossState, WriteOff};
use super::reminding::Reminder;
use super::rules::Charges;

text_enum!(
    /// Both kinds share one series of numbers.
    InvoiceKind { Invoice = "invoice", CreditNote = "credit_note" }
);

/// An invoice or a credit note; a credit note's amounts are negative.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = invoice, treat_none_as_default_value = false)]
#[expect(clippy::struct_field_names, reason = "the columns say which of several dates they are")]
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

text_enum!(
    /// What met an invoice.
    PaymentKind {
        /// Money that came in.
        Money = "money",
        /// What the farm owed the customer.
        Credit = "credit",
        /// Nothing came: what had been paid of a credited invoice became the customer's to have.
        Moved = "moved",
    }
);

/// What met an invoice, and what came beside it. A reversal is a row with the signs turned.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = payment, treat_none_as_default_value = false)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) paid_on: NaiveDate,
    /// Of the invoice itself; zero when it was paid already.
    pub(crate) amount_ore: Ore,
    /// Of the books; those of one file from the bank share one.
    pub(crate) voucher_id: VoucherId,
    pub(crate) registered_at: UtcTime,
    pub(crate) registered_by: Option<AccountId>,
    /// Past what was open: a debt to the customer.
    pub(crate) over_ore: Ore,
    pub(crate) fee_ore: Ore,
    pub(crate) interest_ore: Ore,
    pub(crate) kind: PaymentKind,
    /// The payment that this one takes back.
    pub(crate) reverses: Option<String>,
}

impl Payment {
    /// What it is of.
    pub(in crate::invoicing) fn parts(&self) -> Paid {
        Paid {
            invoice: self.amount_ore,
            interest: self.interest_ore,
            fee: self.fee_ore,
            over: self.over_ore,
        }
    }
}

text_enum!(
    /// Why what the farm owes a customer became more or less.
    CreditKind {
        /// More came than was open on an invoice.
        Over = "over",
        /// Money came for no invoice.
        Prepaid = "prepaid",
        Used = "used",
        PaidBack = "paid_back",
        /// An invoice was credited after it had been paid.
        Moved = "moved",
    }
);

/// A movement of what the farm owes a customer.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = customer_credit, treat_none_as_default_value = false)]
pub(crate) struct CustomerCredit {
    pub(crate) id: String,
    pub(crate) customer_id: CustomerId,
    pub(crate) kind: CreditKind,
    /// More is owed: positive. A customer's sum is less than nothing when the bank took back what it
    /// had used.
    pub(crate) amount_ore: Ore,
    pub(crate) moved_on: NaiveDate,
    /// Of those that an invoice has a part in.
    pub(crate) payment_id: Option<String>,
    pub(crate) voucher_id: VoucherId,
    pub(crate) registered_at: UtcTime,
    pub(crate) registered_by: Option<AccountId>,
}

/// An invoice as a payment meets it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Due {
    pub(crate) id: InvoiceId,
    pub(crate) number: i64,
    pub(crate) order_id: OrderId,
    pub(crate) customer_id: CustomerId,
    pub(crate) kid: String,
    pub(crate) total_ore: Ore,
}

text_enum!(
    /// How far a document has come, as the list is asked for it.
    Standing {
        All = "alle",
        /// Waits for money.
        Open = "apne",
        /// Waits for money, and the due date has passed.
        Overdue = "forfalt",
        Paid = "betalt",
        /// The invoice and its credit note.
        Credited = "kreditert",
        /// In the books as lost.
        Lost = "tapsfort",
    }
);

impl Standing {
    /// The kinds of document that can stand so.
    pub(super) const fn kinds(self) -> &'static [InvoiceKind] {
        match self {
            Self::All | Self::Credited => InvoiceKind::ALL,
            Self::Open | Self::Overdue | Self::Paid | Self::Lost => &[InvoiceKind::Invoice],
        }
    }

    /// The states of their order.
    pub(super) const fn order_states(self) -> &'static [OrderState] {
        match self {
            Self::All => OrderState::ALL,
            Self::Open | Self::Overdue | Self::Lost => &[OrderState::Invoiced],
            Self::Paid => &[OrderState::Paid],
            Self::Credited => &[OrderState::Credited],
        }
    }
}

/// Which documents are asked for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) standing: Standing,
    pub(crate) today: NaiveDate,
}

impl Wish {
    /// A day that the due date comes before; one that never comes, when it does not matter.
    pub(super) fn due_before(&self) -> NaiveDate {
        match self.standing {
            Standing::Overdue => self.today,
            _ => NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(self.today),
        }
    }
}

/// A document with its order's number and state.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Listed {
    pub(crate) invoice: Invoice,
    pub(crate) order_number: String,
    pub(crate) order_state: OrderState,
    /// Is it in the books as lost?
    pub(crate) is_lost: bool,
}

/// A document in one line, as programs list it.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Brief {
    pub(crate) number: i64,
    pub(crate) kind: InvoiceKind,
    pub(crate) order_number: String,
    pub(crate) kid: String,
    pub(crate) invoice_date: NaiveDate,
    pub(crate) due_date: NaiveDate,
    /// VAT included.
    pub(crate) total_ore: Ore,
}

/// A payment as a statement of account tells it, by the day and the number of its voucher.
#[derive(Clone, Debug, Queryable)]
pub(super) struct MetInvoice {
    pub(super) date: NaiveDate,
    pub(super) year: i32,
    pub(super) number: i64,
    pub(super) invoice: i64,
    pub(super) kind: PaymentKind,
    pub(super) reverses: Option<String>,
    pub(super) amount: Ore,
    pub(super) fee: Ore,
    pub(super) interest: Ore,
    /// What the customer has to good became so much more; None when it did not change.
    pub(super) credit: Option<Ore>,
}

/// A movement of what a customer has to good that no invoice has a part in.
#[derive(Clone, Debug, Queryable)]
pub(super) struct LooseCredit {
    pub(super) date: NaiveDate,
    pub(super) year: i32,
    pub(super) number: i64,
    pub(super) kind: CreditKind,
    pub(super) amount: Ore,
}

/// Who sold, as it stood when the document was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SellerSnapshot {
    pub(crate) name: String,
    /// Nine digits.
    pub(crate) org_number: String,
    pub(crate) vat_registered: bool,
    pub(crate) in_business_register: bool,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    pub(crate) bank_account: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    /// Does another finance system issue, so that this is its basis?
    pub(crate) is_basis: bool,
}

/// Who bought, as it stood when the document was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BuyerSnapshot {
    pub(crate) kind: CustomerKind,
    pub(crate) name: String,
    pub(crate) org_number: Option<String>,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    pub(crate) order_number: String,
    pub(crate) buyer_reference: String,
    pub(crate) order_reference: String,
    pub(crate) delivery_place: String,
}

/// A document with all that stands on it, and what has happened since.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) invoice: Invoice,
    pub(crate) lines: Vec<InvoiceLine>,
    pub(crate) vats: Vec<InvoiceVat>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) seller: SellerSnapshot,
    pub(crate) buyer: BuyerSnapshot,
    /// The credit note of an invoice.
    pub(crate) credited_by: Option<Invoice>,
    /// The invoice of a credit note.
    pub(crate) credits: Option<Invoice>,
    /// That it is lost, proposed or booked.
    pub(crate) loss: Option<WriteOff>,
    /// The first first.
    pub(crate) reminders: Vec<Reminder>,
    /// What is open of fees and interest; it is booked when it is paid. None of a debt that is credited
    /// or lost.
    pub(crate) charges: Charges,
}

impl Document {
    /// What is still to be paid; negative when the customer has money to come.
    pub(crate) fn open(&self) -> Ore {
        let credited = self.credited_by.as_ref().map(|credit| credit.total_ore).unwrap_or_default();
        let paid: Ore = self.payments.iter().map(|payment| payment.amount_ore).sum();
        self.invoice.total_ore + credited - paid - self.lost()
    }

    /// What is still to be paid, fees and interest with it.
    pub(crate) fn to_pay(&self) -> Ore {
        self.open() + self.charges.fee + self.charges.interest
    }

    /// What was paid of an invoice that is credited, fees and interest with it, and is not given back
    /// or set off: the customer's to have.
    pub(crate) fn to_give_back(&self) -> Ore {
        if self.credited_by.is_none() {
            return Ore::ZERO;
        }
        let of = |paid: &Payment| paid.amount_ore + paid.fee_ore + paid.interest_ore;
        self.payments.iter().map(of).sum()
    }

    /// What of it is in the books as lost.
    pub(crate) fn lost(&self) -> Ore {
        let booked = self.loss.as_ref().filter(|loss| loss.state == LossState::Booked);
        booked.map(|loss| loss.amount_ore).unwrap_or_default()
    }
}

/// What is owed on an invoice.
#[derive(Clone, Debug)]
pub(crate) struct Receivable {
    pub(crate) invoice: Invoice,
    pub(crate) order_number: String,
    pub(crate) buyer: BuyerSnapshot,
    /// Negative when the customer has money to come.
    pub(crate) open: Ore,
}
