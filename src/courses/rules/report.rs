//! How many took part, by municipality and course, so that nobody can be counted out of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::ResidentId;
use crate::guidance::CompletedTold;
use crate::people::{Cell, SMALL, Shown, hide_small, suppress};

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
        if place == OTHERS || persons(took.iter().copied()).len() < ROW_MIN {
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

/// A year's table, beside what is told elsewhere of courses completed in its halves.
///
/// Who took part less who completed is who did not, and the same of courses: when that is from one to
/// four, whatever of the told is taken away, the largest row is not told, so that nobody has the sum.
pub(in crate::courses) fn guarded(
    mut table: YearTable,
    took: &[Took],
    completed: &[CompletedTold],
) -> YearTable {
    let mut pairs: BTreeSet<(&ResidentId, &str, &str)> = BTreeSet::new();
    let mut people: BTreeSet<(&ResidentId, &str)> = BTreeSet::new();
    let named: BTreeSet<&str> = table.rows.iter().map(|row| row.municipality.as_str()).collect();
    let place = |one: &Took| named.get(one.municipality.as_str()).copied().unwrap_or(OTHERS);
    let mut by_place: BTreeMap<&str, BTreeSet<&ResidentId>> = BTreeMap::new();
    for one in took {
        pairs.insert((&one.resident, one.course.as_str(), place(one)));
        people.insert((&one.resident, place(one)));
        by_place.entry(place(one)).or_default().insert(&one.resident);
    }
    let told = |of: fn(&CompletedTold) -> Option<i64>| -> Vec<i64> {
        completed.iter().filter_map(of).collect()
    };
    let is_safe = !leaves_few(people.len(), &told(|one| one.people))
        && !leaves_few(pairs.len(), &told(|one| one.courses));
    let largest = by_place.iter().max_by_key(|(_, people)| people.len());
    let largest = largest.map(|(place, _)| (*place).to_owned());
    if let (false, Some(largest)) = (is_safe, largest) {
        for row in table.rows.iter_mut().filter(|row| row.municipality == largest) {
            row.by_course.fill(Figure::Hidden);
            row.all = Figure::Hidden;
        }
    }
    table
}

/// Is it from one to four away from a sum of any of the told? From none of them too, as then it is
/// small itself.
fn leaves_few(all: usize, told: &[i64]) -> bool {
    let mut left = vec![i64::try_from(all).unwrap_or(i64::MAX)];
    for one in told {
        left.extend(left.clone().into_iter().map(|left| left - one));
    }
    left.into_iter().any(|left| (1..SMALL).contains(&left.abs()))
}

/// A table from its figures, by municipality and course; of no course is a municipality's all.
pub(in crate::courses) fn table_of(
    figures: impl Iterator<Item = (String, String, Figure)>,
) -> YearTable {
    let mut courses: BTreeSet<String> = BTreeSet::new();
    let mut rows: BTreeMap<(bool, String), BTreeMap<String, Figure>> = BTreeMap::new();
    for (municipality, course, figure) in figures {
        if !course.is_empty() {
            courses.insert(course.clone());
        }
        let place = (municipality == OTHERS, municipality);
        rows.entry(place).or_default().insert(course, figure);
    }
    let row = |((_, municipality), figures): ((bool, String), BTreeMap<String, Figure>)| {
        let of = |course: &str| figures.get(course).copied().unwrap_or(Figure::Hidden);
        let by_course = courses.iter().map(|course| of(course)).collect();
        YearRow { municipality, by_course, all: of("") }
    };
    let rows = rows.into_iter().map(row).collect();
    YearTable { courses: courses.into_iter().collect(), rows }
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

    fn told(people: usize, courses: usize) -> CompletedTold {
        let [people, courses] = [people, courses].map(|count| i64::try_from(count).unwrap());
        let is_open = people == 0 || people >= SMALL;
        CompletedTold { courses: is_open.then_some(courses), people: is_open.then_some(people) }
    }

    #[test]
    fn who_took_part_and_did_not_complete_is_not_reckoned_from_two_reports() {
        let mut all: Vec<Took> = (0..9).map(|r| took(r, "Kristiansand", "Førstehjelp")).collect();
        all.extend((20..26).map(|r| took(r, "Vennesla", "Førstehjelp")));
        let row = |completed: &[CompletedTold]| {
            let table = guarded(yearly(&all, true), &all, completed);
            (table.rows[0].all, table.rows[0].by_course[0], table.rows[1].all)
        };
        let shown = (Figure::Exact(9), Figure::Exact(9), Figure::Exact(6));
        // Fifteen took part. Ten or all of them completed: five or nobody did not.
        assert_eq!(row(&[told(0, 0), told(10, 10)]), shown);
        assert_eq!(row(&[told(5, 5), told(10, 10)]), shown);
        assert_eq!(row(&[told(3, 3), told(10, 10)]), shown);
        let hidden = (Figure::Hidden, Figure::Hidden, Figure::Exact(6));
        assert_eq!(row(&[told(0, 0), told(12, 12)]), hidden);
        assert_eq!(row(&[told(6, 6), told(7, 7)]), hidden);
        assert_eq!(row(&[told(9, 13), told(0, 0)]), hidden, "courses are reckoned too");
    }

    #[test]
    fn a_table_that_was_kept_is_the_table_that_was_told() {
        let mut all: Vec<Took> = (0..9).map(|r| took(r, "Åseral", "Førstehjelp")).collect();
        all.extend((0..6).map(|r| took(r, "Åseral", "Mathygiene")));
        all.extend((20..25).map(|r| took(r, "Vennesla", "Mathygiene")));
        all.extend((30..36).map(|r| took(r, &format!("K{r}"), "Mathygiene")));
        let table = yearly(&all, true);
        let figures = table.rows.iter().flat_map(|row| {
            let cells = table.courses.iter().cloned().zip(row.by_course.iter().copied());
            cells
                .chain([(String::new(), row.all)])
                .map(|(course, figure)| (row.municipality.clone(), course, figure))
        });
        let mut figures: Vec<_> = figures.collect();
        figures.reverse();
        assert_eq!(table_of(figures.into_iter()), table);
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
        fn nobody_is_reckoned_from_participants_and_from_courses_completed(
            all in population(),
            completed in prop::collection::vec(0..4_u8, 90),
        ) {
            // Half of it in each half of the year, and some of it not.
            let all: Vec<(Took, u8)> =
                all.into_iter().zip(completed).collect::<BTreeMap<_, _>>().into_iter().collect();
            let took: Vec<Took> = all.iter().map(|(one, _)| one.clone()).collect();
            let halves: Vec<CompletedTold> = [1, 2]
                .iter()
                .map(|half| {
                    let done: BTreeSet<(&ResidentId, &str)> = all
                        .iter()
                        .filter(|(_, when)| when == half)
                        .map(|(one, _)| (&one.resident, one.course.as_str()))
                        .collect();
                    let people: BTreeSet<_> = done.iter().map(|(resident, _)| resident).collect();
                    told(people.len(), done.len())
                })
                .collect();
            let table = guarded(yearly(&took, true), &took, &halves);
            let sum = |figures: Vec<Figure>| -> Option<i64> {
                let known = |figure: Figure| match figure {
                    Figure::Exact(count) => Some(count),
                    Figure::AtLeast(_) | Figure::Hidden => None,
                };
                figures.into_iter().map(known).sum()
            };
            let people = sum(table.rows.iter().map(|row| row.all).collect());
            let pairs = sum(table.rows.iter().flat_map(|row| row.by_course.clone()).collect());
            let [first, second] = [halves[0], halves[1]];
            for (all, of) in [
                (people, [first.people, second.people]),
                (pairs, [first.courses, second.courses]),
            ] {
                let both = of[0].zip(of[1]).map(|(one, other)| one + other);
                for done in [of[0], of[1], both].into_iter().flatten() {
                    let left = all.map(|all| (all - done).abs());
                    prop_assert!(left.is_none_or(|left| left == 0 || left >= 5), "{:?}", table);
                }
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
