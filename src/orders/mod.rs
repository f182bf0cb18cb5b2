//! A customer's order, from the basket to the delivery; its invoice is `invoicing`'s.
//!
//! An order has a part per enterprise, each with its own state; the order's state follows them.
//! Prices and names are kept on the lines, so that later changes of an offering do not reach them.
//!
//! *Invariant:* a price never comes from a form. *Invariant:* the places of a day are taken in the
//! order's own transaction and given back when its part is cancelled. *Invariant:* nothing here
//! knows who works.

pub(crate) mod api;
mod desk;
mod estimate;
mod form;
mod lifecycle;
mod mails;
mod message;
mod model;
pub(crate) mod pages;
mod parse;
mod placing;
mod recording;
mod rules;
mod store;
mod withdrawal;
mod words;

pub(crate) use desk::{
    DeliverOrder, DeskOrder, add_address, came_to, cancel, confirm, count_desk_orders, deliver,
    desk_order, desk_orders, enter_order, list_orders,
};
pub(crate) use estimate::{
    NewEstimate, Proposal, agree_estimate, agreed_minutes, propose_quantities,
};
pub(crate) use form::OrderForm;
pub(crate) use lifecycle::{
    find_order, get_order_for_invoice, mark_credited, mark_invoiced, mark_many_paid, mark_paid,
    mark_unpaid, set_customer,
};
pub(crate) use mails::mails;
pub(crate) use message::tell_customer;
pub(crate) use model::{
    Channel, Delivery, LineKind, Listed, Order, OrderLine, OrderPart, OrderState, OrderToInvoice,
    PartState, Placed,
};
use pages::{count_phone, forgive_repeat, unless_repeated};
pub(crate) use parse::day_of;
pub(crate) use placing::{every_refusal, place_or_repeat, place_order_once, placed_before};
pub(crate) use recording::{
    ImportedLine, ImportedOrder, record_cancellation, record_delivery, record_order,
};
pub(crate) use rules::Withdrawal;
pub(crate) use store::order_numbers;
pub(crate) use withdrawal::{CustomerOrder, customer_order, withdraw};
