//! Orders, their parts, lines and steps; and the wish that becomes one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::base::{
    AccountId, CustomerId, EnterpriseId, OfferingId, OrderId, Ore, OrgNumber, Quantity, UtcTime,
    VatCode,
};
pub(crate) use crate::catalog::OfferingKind as LineKind;
use crate::catalog::OfferingKind;
use crate::customers::{CustomerFacts, CustomerKind};
use crate::db::schema::{customer_order, order_line, order_part, order_step};

/// The series that order numbers are drawn from.
pub(super) const ORDER_SERIES: &str = "order";

text_enum!(
    /// Where a whole order is; until the invoice it follows its parts.
    OrderState {
        Received = "received",
        Confirmed = "confirmed",
        Delivered = "delivered",
        Invoiced = "invoiced",
        Paid = "paid",
        Credited = "credited",
        Cancelled = "cancelled",
    }
);

text_enum!(
    /// Where one enterprise's part of an order is.
    PartState {
        Received = "received",
        Confirmed = "confirmed",
        Delivered = "delivered",
        Cancelled = "cancelled",
    }
);

text_enum!(
    /// The door an order came in by.
    Channel { Shop = "shop", Api = "api", Desk = "desk", Import = "import" }
);

text_enum!(
    /// Does the customer come, or do we?
    Delivery { Collect = "collect", Deliver = "deliver" }
);

text_enum!(
    /// What has been done with an order after it was placed.
    Step {
        Confirmed = "confirmed",
        Delivered = "delivered",
        Cancelled = "cancelled",
        Invoiced = "invoiced",
        Paid = "paid",
        Credited = "credited",
        /// The payment of its invoice was taken back.
        Unpaid = "unpaid",
        /// The customer used the right of withdrawal.
        Withdrawal = "withdrawal",
        /// The desk added the customer's address.
        Address = "address",
        /// The desk wrote to the customer; the note is what it wrote.
        Message = "message",
        /// The customer agreed to another estimate.
        Estimate = "estimate",
    }
);

/// An order as it stands.
#[expect(clippy::struct_field_names, reason = "named as the columns, and as the law does")]
#[derive(Clone, Debug, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = customer_order, treat_none_as_default_value = false)]
pub(crate) struct Order {
    pub(crate) id: OrderId,
    pub(crate) number: String,
    /// 128 random bits; who holds it may follow the order.
    pub(crate) token: String,
    pub(crate) channel: Channel,
    pub(crate) ordered_on: NaiveDate,
    pub(crate) placed_at: UtcTime,
    /// The desk's account, for an order taken by phone.
    pub(crate) placed_by: Option<AccountId>,
    /// None until the invoice for a guest.
    pub(crate) customer_id: Option<CustomerId>,
    pub(crate) customer_kind: CustomerKind,
    pub(crate) name: String,
    pub(crate) org_number: Option<OrgNumber>,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    pub(crate) delivery: Delivery,
    pub(crate) delivery_date: NaiveDate,
    /// As the customer wrote it; may be empty.
    pub(crate) delivery_time: String,
    /// Empty when it is the customer's own address, or nothing is delivered.
    pub(crate) delivery_address: String,
    pub(crate) buyer_reference: String,
    pub(crate) order_reference: String,
    pub(crate) message: String,
    /// As ordered, VAT included.
    pub(crate) total_ore: Ore,
    pub(crate) state: OrderState,
}

impl Order {
    /// What the order says of who buys.
    pub(crate) fn customer_facts(&self) -> CustomerFacts {
        CustomerFacts {
            kind: self.customer_kind,
            name: self.name.clone(),
            org_number: self.org_number.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            street: self.street.clone(),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
        }
    }

    /// Is there an address that an invoice can bear?
    pub(crate) fn has_address(&self) -> bool {
        !self.street.is_empty() && !self.postcode.is_empty() && !self.city.is_empty()
    }
}

/// One enterprise's part of an order.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = order_part, treat_none_as_default_value = false)]
pub(crate) struct OrderPart {
    pub(crate) order_id: OrderId,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) state: PartState,
    pub(crate) delivered_on: Option<NaiveDate>,
}

/// One offering of an order, as it was when it was ordered.
#[derive(Clone, Debug, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = order_line, treat_none_as_default_value = false)]
pub(crate) struct OrderLine {
    pub(crate) order_id: OrderId,
    /// 1 and up.
    pub(crate) line: i32,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) offering_id: OfferingId,
    pub(crate) name: String,
    pub(crate) kind: OfferingKind,
    pub(crate) unit: String,
    pub(crate) vat_code: VatCode,
    /// VAT included.
    pub(crate) unit_price_ore: Ore,
    /// As ordered.
    pub(crate) quantity_milli: Quantity,
    /// As ordered, VAT included.
    pub(crate) gross_ore: Ore,
    /// What it came to, when that differs from what was ordered.
    pub(crate) delivered_milli: Option<Quantity>,
    pub(crate) delivered_gross_ore: Option<Ore>,
    pub(crate) may_withdraw: bool,
    /// Why not, when not.
    pub(crate) withdrawal_reason: String,
}

impl OrderLine {
    /// What is invoiced: the real quantity.
    pub(crate) fn final_quantity(&self) -> Quantity {
        self.delivered_milli.unwrap_or(self.quantity_milli)
    }

    /// What is invoiced, VAT included.
    pub(crate) fn final_gross(&self) -> Ore {
        self.delivered_gross_ore.unwrap_or(self.gross_ore)
    }
}

/// Something that was done with an order, by whom and when.
#[derive(Clone, Debug, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = order_step, treat_none_as_default_value = false)]
pub(crate) struct OrderStep {
    pub(crate) id: String,
    pub(crate) order_id: OrderId,
    /// None for the whole order.
    pub(crate) enterprise_id: Option<EnterpriseId>,
    pub(crate) step: Step,
    pub(crate) taken_at: UtcTime,
    /// None for the customer, an import or the program itself.
    pub(crate) by_account: Option<AccountId>,
    pub(crate) note: String,
}

/// An order with all that an invoice is made from.
#[derive(Clone, Debug)]
pub(crate) struct OrderToInvoice {
    pub(crate) order: Order,
    /// Of every part, also of those cancelled: see [`OrderToInvoice::billable`].
    pub(crate) lines: Vec<OrderLine>,
    pub(crate) parts: Vec<OrderPart>,
}

impl OrderToInvoice {
    /// The lines of the delivered parts.
    pub(crate) fn billable(&self) -> Vec<&OrderLine> {
        let delivered = |line: &&OrderLine| {
            self.parts.iter().any(|part| {
                part.enterprise_id == line.enterprise_id && part.state == PartState::Delivered
            })
        };
        self.lines.iter().filter(delivered).collect()
    }

    /// The day the last part was delivered; None when none has been.
    pub(crate) fn delivered_on(&self) -> Option<NaiveDate> {
        self.parts.iter().filter_map(|part| part.delivered_on).max()
    }
}

/// What a customer wants; every part has been read and found to be possible by itself.
#[derive(Clone, Debug)]
pub(crate) struct PlaceOrder {
    pub(crate) channel: Channel,
    /// The desk's account, for an order taken by phone.
    pub(crate) placed_by: Option<AccountId>,
    pub(crate) customer: CustomerFacts,
    pub(crate) delivery: Delivery,
    pub(crate) delivery_date: NaiveDate,
    pub(crate) delivery_time: String,
    pub(crate) delivery_address: String,
    pub(crate) buyer_reference: String,
    pub(crate) order_reference: String,
    pub(crate) message: String,
    pub(crate) lines: Vec<WantedLine>,
}

/// So much of one offering; its price is the catalog's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WantedLine {
    /// Its place in the form, from 0; a refusal names it.
    pub(crate) position: usize,
    /// The offering's code.
    pub(crate) offering: String,
    pub(crate) quantity: Quantity,
}

/// What the one who placed an order is told, the same each time it is asked with one key.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Placed {
    pub(crate) number: String,
    /// Who holds it may follow the order at `/bestilling/{token}` and `/api/v1/orders/{token}`.
    pub(crate) token: String,
    #[schema(value_type = String)]
    pub(crate) state: OrderState,
    pub(crate) delivery_date: NaiveDate,
    #[schema(value_type = i64)]
    pub(crate) total_incl_vat_ore: Ore,
}

/// Which orders the desk lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// A part is new; the first to be delivered first.
    New,
    /// A part is to be delivered, by day.
    Ahead,
    /// A part has been delivered; the newest first.
    Delivered,
    /// Everything is delivered or cancelled, and no invoice is made.
    ToInvoice,
}
