//! The overview for those who lead, and the results for those who work.

mod files;
mod index;
mod period;
mod results;
mod rows;
mod work;

pub(crate) use files::file;
pub(crate) use index::index;
pub(crate) use results::results;
pub(crate) use rows::{contribution, costs, own_income, own_share, revenue, running_costs};
pub(crate) use work::{learning, production, with_learning, without_learning};
