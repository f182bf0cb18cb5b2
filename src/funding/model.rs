//! The centre's costs, the municipalities' days, and the sources that pay.

use diesel::prelude::*;

use crate::base::{Month, Ore};
use crate::db::schema::{funding, resident_days, running_cost};

text_enum!(
    /// What a source pays for.
    FundingKind {
        BaseContribution = "base_contribution",
        DayRate = "day_rate",
        /// What residents pay for their own places.
        OwnShare = "own_share",
        Grant = "grant",
        Gift = "gift",
    }
);

text_enum!(
    /// How sure a source's money is.
    Certainty {
        Granted = "granted",
        Applied = "applied",
        Hoped = "hoped",
    }
);

/// A month's cost outside the enterprises' books, in øre.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = running_cost)]
pub(crate) struct RunningCost {
    #[diesel(column_name = period)]
    pub(crate) month: Month,
    pub(crate) category: String,
    pub(crate) name: String,
    #[diesel(column_name = amount_ore)]
    pub(crate) amount: Ore,
}

/// Days that a municipality's residents stayed in a month.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = resident_days)]
pub(crate) struct ResidentDays {
    #[diesel(column_name = period)]
    pub(crate) month: Month,
    /// Four digits.
    pub(crate) municipality: String,
    pub(crate) name: String,
    pub(crate) days: i32,
    pub(crate) residents: i32,
}

/// What a source pays in a year, in øre.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = funding)]
pub(crate) struct Funding {
    pub(crate) source: String,
    pub(crate) year: i32,
    pub(crate) name: String,
    pub(crate) kind: FundingKind,
    #[diesel(column_name = amount_ore)]
    pub(crate) amount: Ore,
    pub(crate) certainty: Certainty,
}
