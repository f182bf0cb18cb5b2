//! What can be ordered, at what price from when, and how much of it a day holds.
//!
//! An *offering* is a thing or a service of one enterprise; an *offer* is an offering with the
//! price in force on a day. A *place* is one unit of an offering on one delivery day. A *stop*
//! keeps new orders of an enterprise away from some days; orders already taken stand.
//!
//! *Invariants:* an offering's code and enterprise never change; a price is a dated row, so an old
//! order keeps the old one; food without a statement of its allergens is not for sale; places are
//! taken in the order's own transaction, also where there is no limit, so that a limit set later
//! knows what is taken.

mod actions;
pub(crate) mod api;
mod form;
mod import;
mod model;
pub(crate) mod pages;
mod places;
mod rules;
mod store;
mod words;

pub(crate) use actions::{
    add_offering, change_offering, enterprises_of, lift_stop, list_for, offering_for, remove_photo,
    set_photo, stop_orders, vat_choices,
};
pub(crate) use form::{OfferingForm, StopForm};
pub(crate) use import::{ImportedOffering, fill_offering, find_offering_by_code, record_offering};
pub(crate) use model::{Allergen, Offer, Offering, OfferingKind, Place, Price, Stop};
pub(crate) use places::{free_days, give_back_places, take_places};
pub(crate) use rules::{first_day, parse_allergens, takes_decimals};
pub(crate) use store::{closed_reasons, list_offers, offers_on, photo, stops_in_force};
pub(crate) use words::{no_enterprise, standing, stop_days_in_words};
