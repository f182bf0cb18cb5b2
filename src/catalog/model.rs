//! Offerings, their prices, stops and places.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use crate::base::{AccountId, EnterpriseId, OfferingId, Ore, Quantity, UtcTime, VatCode};
use crate::db::schema::{offering, order_stop};

text_enum!(
    /// A thing that is handed over, or work that is done.
    OfferingKind {
        Goods = "goods",
        Service = "service",
    }
);

text_enum!(
    /// The fourteen allergens that must be told in writing.
    ///
    /// Source: matinformasjonsforskriften, annex II.
    Allergen {
        Gluten = "gluten",
        Crustaceans = "crustaceans",
        Egg = "egg",
        Fish = "fish",
        Peanut = "peanut",
        Soya = "soya",
        Milk = "milk",
        Nuts = "nuts",
        Celery = "celery",
        Mustard = "mustard",
        Sesame = "sesame",
        Sulphite = "sulphite",
        Lupin = "lupin",
        Molluscs = "molluscs",
    }
);

impl Allergen {
    /// Must be told with which one: which cereal, which nut.
    pub(crate) const fn needs_which(self) -> bool {
        matches!(self, Self::Gluten | Self::Nuts)
    }
}

/// One row of `offering`: what can be ordered of an enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = offering, treat_none_as_default_value = false)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Offering {
    pub(crate) id: OfferingId,
    /// `KA-LUNSJ`
    pub(crate) code: String,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: OfferingKind,
    /// `stk`, `time`, `hg`, …
    pub(crate) unit: String,
    pub(crate) vat_code: VatCode,
    /// Days from the order to the first possible delivery; 0 is the same day.
    pub(crate) lead_days: i32,
    /// Thousandths of a unit a day; None is no limit.
    pub(crate) capacity_milli: Option<i64>,
    /// Bit 0 Monday … bit 6 Sunday.
    pub(crate) closed_weekdays: i32,
    pub(crate) is_food: bool,
    /// Eaten where it is delivered, with serving: 25 % VAT.
    pub(crate) is_served: bool,
    /// `gluten:hvete;milk`; empty states that there are none, None states nothing.
    pub(crate) allergens: Option<String>,
    /// Angrerett.
    pub(crate) may_withdraw: bool,
    /// Why not, when not.
    pub(crate) withdrawal_reason: String,
    pub(crate) photo_id: Option<String>,
    pub(crate) is_offered: bool,
    pub(crate) created_at: UtcTime,
}

impl Offering {
    /// Is the weekday of this day one of its closed ones?
    pub(crate) fn is_closed_weekday(&self, day: NaiveDate) -> bool {
        self.closed_weekdays >> day.weekday().num_days_from_monday() & 1 == 1
    }

    /// Where its photo is served; None when it has none.
    pub(crate) fn photo_path(&self) -> Option<String> {
        self.photo_id.as_ref().map(|id| format!("/bilde/{id}"))
    }

    /// What one says of an offering beside its name in a list: how much a day holds.
    pub(crate) fn capacity(&self) -> Option<Quantity> {
        self.capacity_milli.map(Quantity::from_milli)
    }
}

/// An offering at the price in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) offering: Offering,
    /// VAT included.
    pub(crate) price: Ore,
}

/// All that staff decide about an offering; what a form or an import fills.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct OfferingFacts {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: OfferingKind,
    pub(crate) unit: String,
    pub(crate) vat_code: VatCode,
    pub(crate) lead_days: i32,
    pub(crate) capacity_milli: Option<i64>,
    pub(crate) closed_weekdays: i32,
    /// Single days without it, each once.
    pub(crate) closed_days: Vec<NaiveDate>,
    pub(crate) is_food: bool,
    pub(crate) is_served: bool,
    pub(crate) allergens: Option<String>,
    pub(crate) may_withdraw: bool,
    pub(crate) withdrawal_reason: String,
    pub(crate) is_offered: bool,
    /// A price to come into force, VAT included.
    pub(crate) price: Option<Price>,
}

/// A price and the day it comes into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Price {
    pub(crate) valid_from: NaiveDate,
    /// VAT included.
    pub(crate) price: Ore,
}

/// One row of `order_stop`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = order_stop, treat_none_as_default_value = false)]
pub(crate) struct Stop {
    pub(crate) id: String,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) first_day: NaiveDate,
    /// None: until lifted.
    pub(crate) last_day: Option<NaiveDate>,
    pub(crate) stopped_by: Option<AccountId>,
    pub(crate) stopped_at: UtcTime,
    pub(crate) lifted_at: Option<UtcTime>,
}

/// Why an offering cannot be had on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// Its weekday is closed.
    Weekday,
    /// The day itself is closed.
    Day,
    /// Its enterprise takes no new orders for the day.
    Stopped,
}

/// Places to take or to give back: the offering, its capacity (thousandths a day, None is no
/// limit), the delivery day, and how much (thousandths).
pub(crate) type Place = (OfferingId, Option<i64>, NaiveDate, i64);
