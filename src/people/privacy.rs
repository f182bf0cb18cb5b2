//! The walls within the farm: small cells are hidden, and who looked is written down.

use diesel::prelude::*;

use super::Actor;
use crate::base::{ResidentId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::db::schema::look;

/// A figure that rests on fewer persons than this is not shown.
///
/// Source: SECURITY S3; k = 5, as the whole group is small and known locally.
pub(crate) const SMALL: i64 = 5;

/// A figure, and how many persons it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) value: i64,
    pub(crate) persons: i64,
}

/// A figure as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Value(i64),
    /// «færre enn 5»
    Hidden,
}

/// Hides the cells of one row, so that neither a cell nor the row's total gives a small one away.
///
/// Whoever subtracts the cells shown from the total gets the sum of those hidden; that sum must
/// rest on at least five persons too. The same person may stand in several cells, so the persons of
/// hidden cells are not added up: the smallest cell of five or more is hidden along with the small.
/// The total itself goes through [`hide_small`], with the row's own persons counted once each.
pub(crate) fn suppress(cells: &[Cell]) -> Vec<Shown> {
    let any_small = cells.iter().any(|cell| is_small(*cell));
    let cover = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| any_small && cell.persons >= SMALL)
        .min_by_key(|(_, cell)| cell.persons)
        .map(|(place, _)| place);
    let shown = |(place, cell): (usize, &Cell)| {
        let hidden = is_small(*cell) || cover == Some(place);
        if hidden { Shown::Hidden } else { Shown::Value(cell.value) }
    };
    cells.iter().enumerate().map(shown).collect()
}

/// A cell that rests on nobody gives nobody away.
const fn is_small(cell: Cell) -> bool {
    cell.persons >= 1 && cell.persons < SMALL
}

/// One figure alone: the value, or nothing when it rests on one to four persons.
pub(crate) const fn hide_small(cell: Cell) -> Shown {
    if is_small(cell) { Shown::Hidden } else { Shown::Value(cell.value) }
}

/// Writes down that someone looked at a resident's data; the resident sees it on their own page.
///
/// # Errors
/// The database's.
pub(crate) fn log_look(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    what: &str,
    now: UtcTime,
) -> QueryResult<()> {
    diesel::insert_into(look::table)
        .values((
            look::id.eq(fresh_id()),
            look::looked_at.eq(now),
            look::account_id.eq(&actor.account_id),
            look::resident_id.eq(resident_id),
            look::what.eq(what),
        ))
        .execute(tx)
        .map(drop)
}

/// [`log_look`] once a day, for a page that is opened again and again.
///
/// # Errors
/// The database's.
pub(crate) fn log_look_daily(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    what: &str,
    now: UtcTime,
) -> QueryResult<()> {
    let last: Option<UtcTime> = look::table
        .filter(look::resident_id.eq(resident_id).and(look::account_id.eq(&actor.account_id)))
        .filter(look::what.eq(what).and(look::looked_at.gt(now.plus_seconds(-86_400))))
        .select(diesel::dsl::max(look::looked_at))
        .first(tx)?;
    if last.is_some_and(|last| last.oslo_date() == now.oslo_date()) {
        return Ok(());
    }
    log_look(tx, actor, resident_id, what, now)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn cells(persons: &[i64]) -> Vec<Cell> {
        persons.iter().map(|persons| Cell { value: persons * 60, persons: *persons }).collect()
    }

    #[test]
    fn a_small_cell_is_hidden_and_one_more_with_it() {
        let shown = suppress(&cells(&[9, 2, 6, 0]));
        let wanted = [Shown::Value(540), Shown::Hidden, Shown::Hidden, Shown::Value(0)];
        assert_eq!(shown, wanted);
        assert_eq!(suppress(&cells(&[5, 9])), [Shown::Value(300), Shown::Value(540)]);
        assert_eq!(hide_small(Cell { value: 60, persons: 4 }), Shown::Hidden);
        assert_eq!(hide_small(Cell { value: 60, persons: 5 }), Shown::Value(60));
    }

    /// Minutes by person and column; several columns a person.
    fn work() -> impl Strategy<Value = Vec<Vec<i64>>> {
        let minutes = prop_oneof![3 => Just(0_i64), 1 => 1..600_i64];
        (1..7_usize).prop_flat_map(move |columns| {
            prop::collection::vec(prop::collection::vec(minutes.clone(), columns), 0..14)
        })
    }

    proptest! {
        #[test]
        fn no_row_with_its_total_gives_fewer_than_five_away(work in work()) {
            let columns = work.first().map_or(0, Vec::len);
            let those_in = |column: usize| -> BTreeSet<usize> {
                (0..work.len()).filter(|person| work[*person][column] > 0).collect()
            };
            let cell = |column: usize| Cell {
                value: work.iter().map(|person| person[column]).sum(),
                persons: i64::try_from(those_in(column).len()).unwrap(),
            };
            let row: Vec<Cell> = (0..columns).map(cell).collect();
            let everyone: BTreeSet<usize> = (0..columns).flat_map(those_in).collect();
            let all = i64::try_from(everyone.len()).unwrap();
            let total = Cell { value: row.iter().map(|cell| cell.value).sum(), persons: all };
            let shown = suppress(&row);
            let mut behind = BTreeSet::new();
            for (column, shown) in shown.iter().enumerate() {
                match shown {
                    Shown::Value(value) => {
                        prop_assert_eq!(*value, row[column].value);
                        prop_assert!(row[column].persons == 0 || row[column].persons >= SMALL);
                    }
                    Shown::Hidden => behind.extend(those_in(column)),
                }
            }
            if let Shown::Value(_) = hide_small(total) {
                prop_assert!(behind.is_empty() || behind.len() >= 5, "{behind:?} by subtraction");
            }
        }
    }
}
