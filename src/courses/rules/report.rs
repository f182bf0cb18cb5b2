//! How many took part, by municipality and course, so that nobody can be counted out of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::ResidentId;
use crate::people::{Cell, Shown, hide_small, suppress};

/// A figure of a year that is not over is told in steps of this many, so that two readings of it
/// do not tell of the one who came between them.
const STEP: i64 = 5;
/// A municipality with fewer persons is told together with others.
const ROW_MIN: usize = 5;
/// The row of all those.
const OTHERS: &str = "Andre kommuner";

/// That someone was at a course in a year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Took {
    pub(crate) resident: ResidentId,
    pub(crate) municipality: String,
    pub(crate) course: String,
}

/// A number of persons as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    Exact(i64),
    /// Of a year that is not over: this many, and at most four more.
    AtLeast(i64),
    /// From one to four, or told by others that are.
    Hidden,
}

/// A municipality's persons by course, and in all; each is counted once in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YearRow {
    pub(crate) municipality: String,
    pub(crate) by_course: Vec<Figure>,
    pub(crate) all: Figure,
}

/// A year's participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YearTable {
    /// Names of the courses that anyone was at.
    pub(crate) courses: Vec<String>,
    /// By name, those that are told together last.
    pub(crate) rows: Vec<YearRow>,
}

/// Counts a year; `is_over` when no more can be added to it.
///
/// A municipality stands by name when at least five of its residents took part, else among others:
/// so that a small one is as one without anybody. There is no sum by course: it would tell the cell
/// that a row hides.
pub(in crate::courses) fn yearly(took: &[Took], is_over: bool) -> YearTable {
    let courses: BTreeSet<&str> = took.iter().map(|one| one.course.as_str()).collect();
    let mut by_place: BTreeMap<&str, Vec<&Took>> = BTreeMap::new();
    for one in took {
        by_place.entry(&one.municipality).or_default().push(one);
    }
    let mut rows = Vec::new();
    let mut others = Vec::new();
    for (place, took) in by_place {
        if persons(took.iter().copied()).len() < ROW_MIN {
            others.extend(took);
        } else {
            rows.push(row(place, &took, &courses, is_over));
        }
    }
    if !others.is_empty() {
        rows.push(row(OTHERS, &others, &courses, is_over));
    }
    YearTable { courses: courses.into_iter().map(str::to_owned).collect(), rows }
}

fn row(place: &str, took: &[&Took], courses: &BTreeSet<&str>, is_over: bool) -> YearRow {
    let cells: Vec<Cell> = courses
        .iter()
        .map(|course| cell(took.iter().copied().filter(|one| one.course == *course)))
        .collect();
    let told = |shown: Shown| match shown {
        Shown::Hidden => Figure::Hidden,
        Shown::Value(0) => Figure::Exact(0),
        Shown::Value(count) if is_over => Figure::Exact(count),
        Shown::Value(count) => Figure::AtLeast(count - count.rem_euclid(STEP)),
    };
    YearRow {
        municipality: place.to_owned(),
        by_course: suppress(&cells).into_iter().map(told).collect(),
        all: told(hide_small(cell(took.iter().copied()))),
    }
}

fn cell<'a>(took: impl Iterator<Item = &'a Took>) -> Cell {
    let count = i64::try_from(persons(took).len()).unwrap_or(i64::MAX);
    Cell { value: count, persons: count }
}

fn persons<'a>(took: impl Iterator<Item = &'a Took>) -> BTreeSet<&'a ResidentId> {
    took.map(|one| &one.resident).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn took(resident: usize, municipality: &str, course: &str) -> Took {
        Took {
            resident: ResidentId::from_text(format!("r{resident}")),
            municipality: municipality.to_owned(),
            course: course.to_owned(),
        }
    }

    #[test]
    fn a_small_municipality_is_among_others_and_a_small_cell_takes_one_more_with_it() {
        let mut all: Vec<Took> = (0..9).map(|r| took(r, "Kristiansand", "Førstehjelp")).collect();
        all.extend((0..6).map(|r| took(r, "Kristiansand", "Mathygiene")));
        all.extend((0..2).map(|r| took(r, "Kristiansand", "Varme arbeider")));
        all.extend((20..23).map(|r| took(r, "Bykle", "Førstehjelp")));
        all.extend((30..34).map(|r| took(r, "Åseral", "Førstehjelp")));
        let table = yearly(&all, true);
        assert_eq!(table.courses, ["Førstehjelp", "Mathygiene", "Varme arbeider"]);
        let names: Vec<&str> = table.rows.iter().map(|row| row.municipality.as_str()).collect();
        assert_eq!(names, ["Kristiansand", OTHERS]);
        let hidden = Figure::Hidden;
        assert_eq!(table.rows[0].by_course, [Figure::Exact(9), hidden, hidden]);
        assert_eq!(table.rows[0].all, Figure::Exact(9));
        assert_eq!(table.rows[1].by_course, [Figure::Exact(7), Figure::Exact(0), Figure::Exact(0)]);
        let running = yearly(&all, false);
        assert_eq!(running.rows[0].all, Figure::AtLeast(5));
        assert_eq!(yearly(&[], true).rows, []);
    }

    /// Who was at what, from where.
    fn population() -> impl Strategy<Value = Vec<Took>> {
        let one = (0..24_usize, 0..5_usize, 0..4_usize).prop_map(|(resident, place, course)| {
            // A resident is nearly always from the same place.
            let place = if place == 4 { resident % 3 } else { resident % 5 };
            took(resident, &format!("K{place}"), &format!("C{course}"))
        });
        prop::collection::vec(one, 0..90)
    }

    fn those<'a>(all: &'a [Took], row: &YearRow, named: &BTreeSet<&str>) -> Vec<&'a Took> {
        let is_there = |one: &&Took| {
            let place = one.municipality.as_str();
            place == row.municipality || (row.municipality == OTHERS && !named.contains(place))
        };
        all.iter().filter(is_there).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn nobody_is_counted_out_of_a_year(all in population()) {
            let table = yearly(&all, true);
            let named: BTreeSet<&str> =
                table.rows.iter().map(|row| row.municipality.as_str()).collect();
            for row in &table.rows {
                let here = those(&all, row, &named);
                let in_all = persons(here.iter().copied()).len();
                prop_assert!(row.municipality == OTHERS || in_all >= 5);
                let mut hidden: Vec<&Took> = Vec::new();
                for (course, figure) in table.courses.iter().zip(&row.by_course) {
                    let cell: Vec<&Took> =
                        here.iter().copied().filter(|one| one.course == *course).collect();
                    let count = persons(cell.iter().copied()).len();
                    match figure {
                        Figure::Exact(shown) => {
                            prop_assert_eq!(usize::try_from(*shown).unwrap(), count);
                            prop_assert!(count == 0 || count >= 5);
                        }
                        Figure::Hidden => hidden.extend(cell),
                        Figure::AtLeast(_) => prop_assert!(false, "the year is over"),
                    }
                }
                // Who subtracts what is shown from the row's sum has at least five left.
                let left = persons(hidden.iter().copied()).len();
                let is_told = row.all != Figure::Hidden;
                prop_assert!(!is_told || left == 0 || left >= 5, "{} left in {:?}", left, row);
            }
        }

        #[test]
        fn one_person_more_in_a_year_that_is_not_over_is_not_told(all in population()) {
            let figures = |table: &YearTable| -> Vec<Figure> {
                table.rows.iter().flat_map(|r| r.by_course.iter().chain([&r.all])).copied().collect()
            };
            for figure in figures(&yearly(&all, false)) {
                match figure {
                    Figure::Exact(count) => prop_assert_eq!(count, 0),
                    Figure::AtLeast(count) => prop_assert!(count >= 5 && count % 5 == 0),
                    Figure::Hidden => {}
                }
            }
        }
    }
}
