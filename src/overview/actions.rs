//! Reports, made from kept balances and kept hours: the cost is that of the months shown.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::model::{By, HoursCell, Kind, Named, Report, Span, Value, Worked};
use super::rules::{self, SelfFinancing};
use super::words;
use crate::base::{EnterpriseId, Month};
use crate::db::DbConn;
use crate::enterprises;
use crate::error::{AppResult, Refusal};
use crate::hours::{self, HourKind};
use crate::ledger;
use crate::people::{Actor, Cell, Role, Shown, hide_small, suppress};

/// How hours may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Every sum.
    Open,
    /// Sums that rest on at least five persons, of whole months before this one, which runs: between
    /// two looks at a month that runs, a single approval may be all that has come.
    Walled(Month),
}

impl Sight {
    /// What someone may see of everybody's hours: the steering group and the auditor see walls.
    ///
    /// Source: SECURITY, k = 5.
    pub(crate) fn of(actor: &Actor, today: NaiveDate) -> Self {
        let is_open = actor.is(Role::BusinessManager) || actor.is(Role::Leader);
        if is_open { Self::Open } else { Self::Walled(Month::of(today)) }
    }

    pub(crate) const fn is_walled(self) -> bool {
        matches!(self, Self::Walled(_))
    }

    /// Is it a month of which nothing is told yet?
    fn is_too_soon(self, month: Month) -> bool {
        matches!(self, Self::Walled(running) if month >= running)
    }
}

/// A report of CONTRACT section 4.
///
/// # Refuses
/// `report.backwards`, `report.too_long`, `report.two_years`, `report.by`; behind the walls also
/// `report.whole_months`.
pub(crate) fn report(
    conn: &mut DbConn,
    kind: Kind,
    span: Span,
    by: Option<By>,
    sight: Sight,
) -> AppResult<Report> {
    rules::check_span(kind, span).map_err(Refusal::from)?;
    let is_refused = match by {
        None => false,
        Some(By::WorkKind) => kind != Kind::Hours,
        Some(By::Resident) => kind != Kind::Hours || sight.is_walled(),
    };
    if is_refused {
        return Err(words::no_grouping().into());
    }
    if kind == Kind::Hours && sight.is_walled() && !span.is_whole_months() {
        return Err(words::not_whole_months().into());
    }
    let farm = named(conn)?;
    Ok(match (kind, by) {
        (Kind::Revenue, _) => rules::revenue(&farm, &ledger::sums(conn, span.from, span.to)?, span),
        (Kind::Contribution, _) => {
            rules::contribution(&farm, &ledger::sums(conn, span.from, span.to)?)
        }
        (Kind::Vat, _) => rules::vat(&ledger::sums(conn, span.from, span.to)?),
        (Kind::TrialBalance, _) => rules::trial_balance(&ledger::sums(conn, BOOKS_BEGAN, span.to)?),
        (Kind::SelfFinancing, _) => self_financing(conn, span)?.report(),
        (Kind::Hours, None) => rules::hours(&hours_cells(conn, &farm, span, sight)?),
        (Kind::Hours, Some(By::WorkKind)) => {
            rules::hours_by_kind(kind_cells(conn, &farm, span, sight)?)
        }
        (Kind::Hours, Some(By::Resident)) => {
            rules::hours_by_resident(hours::by_resident(conn, span.from, span.to)?)
        }
    })
}

/// Before every posting.
const BOOKS_BEGAN: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The enterprises in their own order.
///
/// # Errors
/// The database's.
pub(crate) fn named(conn: &mut DbConn) -> AppResult<Vec<Named>> {
    let all = enterprises::list_enterprises(conn)?;
    let named = |e: enterprises::Enterprise| Named {
        id: e.id,
        code: e.code,
        name: e.name,
        internal: e.internal,
        outside: e.outside,
    };
    Ok(all.into_iter().map(named).collect())
}

/// Own income over running costs, both ways.
///
/// # Errors
/// The database's.
pub(crate) fn self_financing(conn: &mut DbConn, span: Span) -> AppResult<SelfFinancing> {
    let sums = ledger::sums(conn, span.from, span.to)?;
    let centre = crate::funding::costs(conn, span.from, span.to)?;
    let own_share = crate::funding::own_share(conn, span.from, span.to)?;
    Ok(SelfFinancing::of(&sums, centre, own_share))
}

/// What own income shall be of the costs, and which definition is in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Goal {
    pub(crate) target_bp: i64,
    pub(crate) is_wide: bool,
}

/// The dated settings behind self-financing.
///
/// # Errors
/// The database's.
pub(crate) fn goal(conn: &mut DbConn, on: NaiveDate) -> AppResult<Goal> {
    let target = crate::db::setting(conn, "self_financing.target_bp", on)?;
    let definition = crate::db::setting(conn, "self_financing.definition", on)?;
    let target_bp = target.and_then(|text| text.parse().ok()).unwrap_or(6000);
    Ok(Goal { target_bp, is_wide: definition.as_deref() == Some("wide") })
}

/// The farm's own enterprises: an hour at a place outside is in no sum of theirs.
fn own(farm: &[Named]) -> impl Iterator<Item = &Named> {
    farm.iter().filter(|e| !e.outside)
}

/// Approved minutes at places outside, by place; those that have some.
///
/// # Errors
/// The database's.
pub(crate) fn outside_hours(conn: &mut DbConn, span: Span) -> AppResult<Vec<(Named, i64)>> {
    let kept = hours::approved_by_month(conn, span.from, span.to)?;
    let minutes =
        |e: &Named| kept.iter().filter(|s| s.enterprise_id == e.id).map(|s| s.minutes).sum();
    let places = named(conn)?.into_iter().filter(|e| e.outside);
    Ok(places.map(|e| (minutes(&e), e)).filter(|(m, _)| *m != 0).map(|(m, e)| (e, m)).collect())
}

/// A cell for each month and own enterprise, zero too.
///
/// # Errors
/// The database's.
pub(crate) fn hours_cells(
    conn: &mut DbConn,
    farm: &[Named],
    span: Span,
    sight: Sight,
) -> AppResult<Vec<HoursCell>> {
    let mut kept: BTreeMap<(Month, EnterpriseId), Cell> = BTreeMap::new();
    for sum in hours::approved_by_month(conn, span.from, span.to)? {
        let cell = kept.entry((sum.month, sum.enterprise_id)).or_insert(NOBODY);
        cell.value += sum.minutes;
        cell.persons += sum.persons;
    }
    let cells = span
        .months()
        .into_iter()
        .flat_map(|month| own(farm).map(move |e| (month, e)).collect::<Vec<_>>());
    Ok(cells
        .map(|(month, e)| {
            let cell = kept.get(&(month, e.id.clone())).copied().unwrap_or(NOBODY);
            HoursCell { month, code: e.code.clone(), minutes: seen(cell, month, sight) }
        })
        .collect())
}

const NOBODY: Cell = Cell { value: 0, persons: 0 };

fn seen(cell: Cell, month: Month, sight: Sight) -> Worked {
    match sight {
        Sight::Open => Worked::Minutes(cell.value),
        Sight::Walled(_) if sight.is_too_soon(month) => Worked::NotOver,
        Sight::Walled(_) => hide_small(cell).into(),
    }
}

/// A cell for each enterprise and kind of work, zero too.
///
/// Behind the walls a figure is the sum of its months, and hidden when one of them is, or runs: each month's
/// kinds are hidden so that the month's total, which the other report shows, gives none away.
fn kind_cells(
    conn: &mut DbConn,
    farm: &[Named],
    span: Span,
    sight: Sight,
) -> AppResult<Vec<(String, HourKind, Value)>> {
    let parts = match sight {
        Sight::Open => vec![span],
        Sight::Walled(_) => {
            span.months().into_iter().map(|month| Span::of_months(month, month)).collect()
        }
    };
    let mut sums: BTreeMap<(EnterpriseId, HourKind), Option<i64>> = BTreeMap::new();
    for part in parts {
        let kept = hours::by_kind(conn, part.from, part.to)?;
        for e in own(farm) {
            let cell = |kind: &HourKind| {
                let own = kept.iter().find(|s| s.enterprise_id == e.id && s.kind == *kind);
                own.map_or(NOBODY, |s| Cell { value: s.minutes, persons: s.persons })
            };
            let cells: Vec<Cell> = HourKind::ALL.iter().map(cell).collect();
            let shown = match sight {
                Sight::Open => cells.iter().map(|c| Shown::Value(c.value)).collect(),
                Sight::Walled(_) if sight.is_too_soon(Month::of(part.from)) => {
                    cells.iter().map(|_| Shown::Hidden).collect()
                }
                Sight::Walled(_) => suppress(&cells),
            };
            for (kind, shown) in HourKind::ALL.iter().zip(shown) {
                let sum = sums.entry((e.id.clone(), *kind)).or_insert(Some(0));
                *sum = match shown {
                    Shown::Value(minutes) => sum.map(|sum| sum + minutes),
                    Shown::Hidden => None,
                };
            }
        }
    }
    let rows = own(farm).flat_map(|e| HourKind::ALL.iter().map(move |kind| (e, *kind)));
    Ok(rows
        .map(|(e, kind)| {
            let sum = sums.get(&(e.id.clone(), kind)).copied().flatten();
            (e.code.clone(), kind, sum.map_or(Value::Hidden, Value::Count))
        })
        .collect())
}

/// Net sales and purchases of the enterprises, and their hours, in a span and the year before it.
#[derive(Clone)]
pub(crate) struct Figures {
    pub(crate) farm: Vec<Named>,
    pub(crate) sums: Vec<ledger::Sum>,
    pub(crate) sums_before: Vec<ledger::Sum>,
    pub(crate) hours: Vec<HoursCell>,
    pub(crate) hours_before: Vec<HoursCell>,
}

/// What the overview shows of whole months.
///
/// # Errors
/// The database's.
pub(crate) fn figures(
    conn: &mut DbConn,
    first: Month,
    last: Month,
    sight: Sight,
) -> AppResult<Figures> {
    let farm = named(conn)?;
    let span = Span::of_months(first, last);
    let before = Span::of_months(first.year_before(), last.year_before());
    Ok(Figures {
        sums: ledger::sums(conn, span.from, span.to)?,
        sums_before: ledger::sums(conn, before.from, before.to)?,
        hours: hours_cells(conn, &farm, span, sight)?,
        hours_before: hours_cells(conn, &farm, before, sight)?,
        farm,
    })
}
