//! A customer's order, from the basket to the delivery; its invoice is `invoicing`'s.
//!
//! An order has a part per enterprise, each with its own state; the order's state follows them.
//! Prices and names are kept on the lines, so that later changes of an offering do not reach them.
//!
//! *Invariant:* a price never comes from a form. *Invariant:* the places of a day are taken in the
//! order's own transaction and given back when its part is cancelled. *Invariant:* nothing here
//! knows who works.

mod lifecycle;
mod model;
mod recording;
mod rules;
mod store;
mod words;

pub(crate) use lifecycle::{
    find_order, find_order_by_number, get_order_for_invoice, mark_credited, mark_invoiced,
    mark_paid, set_customer,
};
pub(crate) use model::{
    Channel, Delivery, LineKind, Order, OrderLine, OrderPart, OrderState, OrderStep,
    OrderToInvoice, PartState, PlaceOrder, Placed, Step, WantedLine,
};
pub(crate) use recording::{
    ImportedLine, ImportedOrder, record_cancellation, record_delivery, record_order,
};
