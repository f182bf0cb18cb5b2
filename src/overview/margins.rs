//! Margins of the enterprises, with learning time and without it.

use super::actions::named;
use super::model::Named;
use super::rules;
use crate::base::{EnterpriseId, Month};
use crate::costing::{self, Margin, WorkLine};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::hours::HourKind;
use crate::ledger::Sum;

/// Which hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    /// Work and dugnad.
    Production,
    /// Training.
    Learning,
}

impl Layer {
    pub(crate) const fn of(kind: HourKind) -> Self {
        match kind {
            HourKind::Training => Self::Learning,
            HourKind::Work | HourKind::Dugnad => Self::Production,
        }
    }
}

/// What approved hours of whole months come to, of one enterprise or of all; a place outside costs
/// the farm's enterprises nothing.
///
/// # Errors
/// The database's.
pub(crate) fn work(
    conn: &mut DbConn,
    (first, last): (Month, Month),
    of: Option<&EnterpriseId>,
) -> AppResult<Vec<WorkLine>> {
    let farm = named(conn)?;
    let is_own = |id: &EnterpriseId| farm.iter().any(|e| e.id == *id && !e.outside);
    let mut lines = costing::work_lines(conn, first, last)?;
    lines.retain(|line| is_own(&line.enterprise_id));
    lines.retain(|line| of.is_none_or(|of| line.enterprise_id == *of));
    Ok(lines)
}

/// The margin of each enterprise that sells, and of the others that have cost something.
pub(crate) fn margins<'a>(
    farm: &'a [Named],
    sums: &[Sum],
    work: &[WorkLine],
) -> Vec<(&'a Named, Margin)> {
    let margin = |e: &'a Named| {
        let mut margin = Margin {
            revenue: rules::revenue_of(sums, Some(&e.id), None),
            purchases: rules::costs_of(sums, Some(&e.id), None),
            ..Margin::default()
        };
        for line in work.iter().filter(|line| line.enterprise_id == e.id) {
            margin.add_work(line.kind, line.amount);
        }
        (e, margin)
    };
    let has_part = |(e, margin): &(&Named, Margin)| !e.internal || *margin != Margin::default();
    farm.iter().map(margin).filter(has_part).collect()
}

/// What some margins come to together.
pub(crate) fn together(margins: &[(&Named, Margin)]) -> Margin {
    margins.iter().fold(Margin::default(), |sum, (_, one)| Margin {
        revenue: sum.revenue + one.revenue,
        purchases: sum.purchases + one.purchases,
        production: sum.production + one.production,
        learning: sum.learning + one.learning,
    })
}
