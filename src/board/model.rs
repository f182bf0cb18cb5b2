//! What stands on the board of a day.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, EnterpriseId, OrderId, ResidentId, UtcTime};
use crate::catalog::Stop;
use crate::db::schema::board_hand;

/// Someone set to a job on a day.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = board_hand, treat_none_as_default_value = false)]
pub(super) struct BoardHand {
    pub(super) id: String,
    pub(super) board_date: NaiveDate,
    pub(super) resident_id: ResidentId,
    pub(super) enterprise_id: EnterpriseId,
    /// None: the enterprise's daily work.
    pub(super) order_id: Option<OrderId>,
    pub(super) set_by: AccountId,
    pub(super) set_at: UtcTime,
    pub(super) taken_off_at: Option<UtcTime>,
}

/// An open part of an order, by number and what is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenPart {
    pub(super) order_id: OrderId,
    pub(super) enterprise_id: EnterpriseId,
    pub(super) number: String,
    pub(super) day: NaiveDate,
    /// As the customer wished it; may be empty.
    pub(super) time: String,
    /// `3 sekk Bjørkeved`, joined by commas.
    pub(super) what: String,
}

/// The board of one enterprise.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) code: String,
    pub(crate) name: String,
    /// It takes orders.
    pub(crate) sells: bool,
    /// Stops of new orders in force today.
    pub(crate) stops: Vec<Stop>,
    /// Today's jobs and late ones, the daily work last.
    pub(crate) today: Vec<Job>,
    /// Jobs of the days that come.
    pub(crate) coming: Vec<Job>,
    pub(crate) hands: Vec<HandLine>,
}

/// Something to be done, and who is set to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// Empty for the enterprise's daily work.
    pub(crate) number: String,
    pub(crate) what: String,
    /// When it is to be delivered.
    pub(crate) day: Option<NaiveDate>,
    pub(crate) time: String,
    pub(crate) hands: Vec<OnJob>,
}

/// A hand set to a job, by the row that can be taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OnJob {
    pub(crate) row: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) name: String,
}

/// Someone who works in the enterprise.
#[derive(Clone, Debug)]
pub(crate) struct HandLine {
    pub(crate) resident_id: ResidentId,
    pub(crate) name: String,
    /// At work here since, by the clock.
    pub(crate) since: Option<UtcTime>,
    /// Numbers of today's jobs here; empty text for the daily work.
    pub(crate) jobs: Vec<String>,
    /// Reminders of working time this week.
    pub(crate) warnings: Vec<String>,
}

/// What was just done on the board, and can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) row: String,
    pub(crate) name: String,
    /// The order's number; empty for the daily work.
    pub(crate) job: String,
    pub(crate) is_off: bool,
}
