//! Rates, and what an order and an enterprise have cost by them.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, EnterpriseId, Month, Ore, Quantity, UtcTime};
use crate::db::schema::{hour_rate, hour_rate_change};
use crate::hours::HourKind;

/// What an hour of a kind is reckoned at, from a day.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = hour_rate)]
pub(crate) struct Rate {
    pub(crate) kind: HourKind,
    pub(crate) valid_from: NaiveDate,
    pub(crate) ore_per_hour: Ore,
}

/// That a rate was set, and by whom. Rows are added and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = hour_rate_change, treat_none_as_default_value = false)]
pub(crate) struct RateChange {
    pub(crate) id: String,
    pub(crate) kind: HourKind,
    pub(crate) valid_from: NaiveDate,
    /// None when there was none from that day.
    pub(crate) ore_before: Option<Ore>,
    pub(crate) ore_per_hour: Ore,
    pub(crate) set_by: AccountId,
    pub(crate) set_at: UtcTime,
}

/// A rate as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct RateForm {
    pub(crate) kind: String,
    pub(crate) valid_from: String,
    pub(crate) kroner: String,
}

/// An approved row of an order, without its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Worked {
    pub(crate) date: NaiveDate,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) kind: HourKind,
    /// Below nothing where a row was put right.
    pub(crate) minutes: i64,
    pub(crate) rate: Ore,
    pub(crate) amount: Ore,
}

/// A receipt tied to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bought {
    pub(crate) date: NaiveDate,
    pub(crate) receipt: String,
    pub(crate) supplier: String,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) net: Ore,
}

/// A line that is invoiced, or will be.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Earned {
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) name: String,
    pub(crate) quantity: Quantity,
    pub(crate) unit: String,
    pub(crate) net: Ore,
}

/// An order's lines, receipts and hours, of the enterprises one answers for.
#[derive(Clone, Debug)]
pub(crate) struct OrderCost {
    pub(crate) earned: Vec<Earned>,
    /// Do the lines stand on an invoice? Else they are what is expected.
    pub(crate) is_invoiced: bool,
    pub(crate) bought: Vec<Bought>,
    pub(crate) worked: Vec<Worked>,
}

/// What came in and what it cost, without VAT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Margin {
    pub(crate) revenue: Ore,
    pub(crate) purchases: Ore,
    /// Hours of work and dugnad.
    pub(crate) production: Ore,
    /// Hours of training.
    pub(crate) learning: Ore,
}

impl Margin {
    /// What is left when learning time is not counted.
    pub(crate) fn without_learning(self) -> Ore {
        self.revenue - self.purchases - self.production
    }

    /// What is left when every hour is counted.
    pub(crate) fn with_learning(self) -> Ore {
        self.without_learning() - self.learning
    }

    /// Adds what hours of a kind cost to their layer.
    pub(crate) fn add_work(&mut self, kind: HourKind, amount: Ore) {
        match kind {
            HourKind::Training => self.learning += amount,
            HourKind::Work | HourKind::Dugnad => self.production += amount,
        }
    }
}

impl OrderCost {
    /// The margin of one enterprise's part, or of all that is here.
    pub(crate) fn margin(&self, of: Option<&EnterpriseId>) -> Margin {
        let is_of = |id: &EnterpriseId| of.is_none_or(|of| of == id);
        let earned = self.earned.iter().filter(|row| is_of(&row.enterprise_id));
        let bought = self.bought.iter().filter(|row| is_of(&row.enterprise_id));
        let mut margin = Margin {
            revenue: earned.map(|row| row.net).sum(),
            purchases: bought.map(|row| row.net).sum(),
            ..Margin::default()
        };
        for row in self.worked.iter().filter(|row| is_of(&row.enterprise_id)) {
            margin.add_work(row.kind, row.amount);
        }
        margin
    }
}

/// An enterprise's approved minutes of a kind in a month, or in the days of it that have one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WorkLine {
    pub(crate) month: Month,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) kind: HourKind,
    pub(crate) minutes: i64,
    pub(crate) rate: Ore,
    pub(crate) amount: Ore,
}
