//! What the steering group and the auditor read of hours gives nobody's hours away: whatever is
//! added to and taken from whatever, no figure comes out that rests on one to four residents.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::harness::cast::{ODD, SIRI, SOLVEIG};
use crate::harness::{Api, App, Person, spawn};

const MONTHS: [(&str, &str, i64); 3] =
    [("2025-01", "31", 202_501), ("2025-02", "28", 202_502), ("2025-03", "31", 202_503)];
const ENTERPRISES: [&str; 3] = ["snekkeri", "hest", "catering"];
const KINDS: [&str; 3] = ["training", "work", "dugnad"];
/// Month by enterprise by kind: the smallest figures there are.
const CELLS: usize = 27;
/// A figure must rest on so many residents.
const FEWEST: usize = 5;

/// Minutes of each resident in each cell.
type Population = Vec<Vec<i64>>;
/// How often each cell is counted in a figure.
type Sum = [i64; CELLS];

fn cell(month: usize, enterprise: usize, kind: usize) -> usize {
    (month * ENTERPRISES.len() + enterprise) * KINDS.len() + kind
}

/// One to nine residents; some farms nearly idle, some where all do everything.
fn populations() -> impl Strategy<Value = Population> {
    (1..=9_usize, prop_oneof![Just(1_u32), Just(3), Just(6), Just(9)]).prop_flat_map(
        |(residents, often)| {
            let minutes = prop_oneof![10 - often => Just(0_i64), often => 1..600_i64];
            prop::collection::vec(prop::collection::vec(minutes, CELLS), residents)
        },
    )
}

fn settle(app: &App, population: &Population) {
    let ids = app.texts("SELECT code || ' ' || id AS value FROM enterprise");
    let ids: BTreeMap<&str, &str> = ids.iter().filter_map(|line| line.split_once(' ')).collect();
    let mut rows = Vec::new();
    for (resident, minutes) in population.iter().enumerate() {
        for (month, (_, _, period)) in MONTHS.iter().enumerate() {
            for (enterprise, code) in ENTERPRISES.iter().enumerate() {
                for (kind, name) in KINDS.iter().enumerate() {
                    // No minutes is what is left of hours that were corrected away.
                    let minutes = minutes[cell(month, enterprise, kind)];
                    let id = ids[code];
                    rows.push(format!("({period}, '{id}', '{name}', 'r{resident}', {minutes}, 1)"));
                }
            }
        }
    }
    app.db.execute("DELETE FROM hours_kept").unwrap();
    let head =
        "INSERT INTO hours_kept (period, enterprise_id, kind, resident_id, minutes, entries)";
    app.db.execute(&format!("{head} VALUES {}", rows.join(", "))).unwrap();
}

/// Figures as they were read: which cells each is said to be the sum of, and how much.
#[derive(Default)]
struct Published(Vec<(Sum, i64)>);

impl Published {
    /// The sum over some months, enterprises and kinds; all kinds when none is named.
    fn add(&mut self, months: &[usize], enterprises: &[usize], kind: Option<usize>, minutes: i64) {
        let mut sum = [0; CELLS];
        for month in months {
            for enterprise in enterprises {
                for one in (0..KINDS.len()).filter(|one| kind.is_none_or(|kind| kind == *one)) {
                    sum[cell(*month, *enterprise, one)] = 1;
                }
            }
        }
        self.0.push((sum, minutes));
    }
}

fn place(known: &[&str], name: &str) -> Option<usize> {
    known.iter().position(|one| *one == name)
}

fn month_of(name: &str) -> usize {
    MONTHS.iter().position(|(month, ..)| *month == name).unwrap()
}

/// Every span of whole months, and both ways to group it.
fn read_reports(program: &Api, published: &mut Published) {
    for (first, (from, ..)) in MONTHS.iter().enumerate() {
        for (last, (month, day, ..)) in MONTHS.iter().enumerate().skip(first) {
            let months: Vec<usize> = (first..=last).collect();
            let to = format!("{month}-{day}");
            let path = format!("/api/v1/reports/hours?from={from}-01&to={to}");
            for row in rows_of(program, &path) {
                let Some(minutes) = row["approved_minutes"].as_i64() else { continue };
                let Some(enterprise) = place(&ENTERPRISES, row["enterprise"].as_str().unwrap())
                else {
                    continue;
                };
                let month = month_of(row["month"].as_str().unwrap());
                published.add(&[month], &[enterprise], None, minutes);
            }
            for row in rows_of(program, &format!("{path}&by=kind")) {
                let Some(minutes) = row["approved_minutes"].as_i64() else { continue };
                let Some(enterprise) = place(&ENTERPRISES, row["enterprise"].as_str().unwrap())
                else {
                    continue;
                };
                let kind = place(&KINDS, row["kind"].as_str().unwrap());
                published.add(&months, &[enterprise], kind, minutes);
            }
        }
    }
}

fn rows_of(program: &Api, path: &str) -> Vec<Value> {
    let answer = program.get(path);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["rows"].as_array().unwrap().clone()
}

/// The table of hours with its sums, and its file.
fn read_overview(siri: &Person, published: &mut Published) {
    let span = "fra=2025-01&til=2025-03";
    let file = siri.get(&format!("/intern/oversikt/timer.csv?{span}")).text;
    for line in file.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let enterprise = place(&ENTERPRISES, cells[1]);
        if let (Some(enterprise), Ok(minutes)) = (enterprise, cells[2].parse()) {
            published.add(&[month_of(cells[0])], &[enterprise], None, minutes);
        }
    }
    let page = siri.get(&format!("/intern/oversikt?{span}")).text;
    let (_, section) = page.split_once("id=\"timer\"").unwrap();
    let (_, body) = section.split_once("<tbody>").unwrap();
    let (body, _) = body.split_once("</tbody>").unwrap();
    let shown: Vec<Vec<String>> = body.split("<tr").skip(1).map(cells_of).collect();
    assert_eq!(shown.len(), MONTHS.len() + 1, "the months and their sum");
    let everyone: Vec<usize> = (0..ENTERPRISES.len()).collect();
    let all_months: Vec<usize> = (0..MONTHS.len()).collect();
    for (line, cells) in shown.iter().enumerate() {
        let months = if line == MONTHS.len() { all_months.clone() } else { vec![line] };
        // Now and a year before, of each enterprise and of all.
        let totals = cells.len() / 2 - 1;
        for (column, words) in cells.iter().step_by(2).enumerate() {
            let enterprises = if column == totals { everyone.clone() } else { vec![column] };
            if enterprises.iter().any(|one| *one >= ENTERPRISES.len()) {
                continue; // an enterprise that nobody works in here
            }
            match minutes_of(words) {
                Said::Exactly(minutes) => published.add(&months, &enterprises, None, minutes),
                Said::AtLeast(minutes) => {
                    let open = |month: &usize, enterprise: &usize| match minutes_of(
                        &shown[*month][enterprise * 2],
                    ) {
                        Said::Exactly(minutes) => minutes,
                        _ => 0,
                    };
                    let sum: i64 = months
                        .iter()
                        .map(|month| enterprises.iter().map(|one| open(month, one)).sum::<i64>())
                        .sum();
                    assert_eq!(minutes, sum, "a total over something hidden is of what is shown");
                }
                Said::Nothing => {}
            }
        }
    }
}

fn cells_of(row: &str) -> Vec<String> {
    let plain = |cell: &str| {
        let (cell, _) = cell.split_once("</td>").unwrap();
        let inside = match cell.split_once('>') {
            Some((tag, rest)) if tag.starts_with("<a") => rest.trim_end_matches("</a>"),
            _ => cell,
        };
        inside.replace('\u{a0}', " ")
    };
    row.split("<td class=\"num\">").skip(1).map(plain).collect()
}

enum Said {
    Exactly(i64),
    AtLeast(i64),
    Nothing,
}

fn minutes_of(words: &str) -> Said {
    if words == "færre enn 5" {
        return Said::Nothing;
    }
    if words == "–" {
        return Said::Exactly(0);
    }
    let bare = words.trim_start_matches("minst ");
    let mut minutes = 0;
    let parts: Vec<&str> = bare.split_whitespace().collect();
    for pair in parts.chunks(2) {
        let count: i64 = pair[0].parse().unwrap_or_else(|_| panic!("«{words}»"));
        minutes += if pair[1] == "t" { count * 60 } else { count };
    }
    if bare == words { Said::Exactly(minutes) } else { Said::AtLeast(minutes) }
}

const PRIME: i64 = 2_147_483_647;

fn inverse(of: i64) -> i64 {
    let (mut power, mut base, mut result) = (PRIME - 2, of, 1);
    while power > 0 {
        if power % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        power /= 2;
    }
    result
}

/// How many of the sums say something of their own about these cells.
fn rank(sums: &[Sum], cells: &[usize]) -> usize {
    let mut rows: Vec<Vec<i64>> =
        sums.iter().map(|sum| cells.iter().map(|cell| sum[*cell]).collect()).collect();
    let mut rank = 0;
    for column in 0..cells.len() {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let scale = inverse(rows[rank][column]);
        let lead: Vec<i64> = rows[rank].iter().map(|value| value * scale % PRIME).collect();
        for row in rows.iter_mut().skip(rank + 1).filter(|row| row[column] != 0) {
            let times = row[column];
            for (value, own) in row.iter_mut().zip(&lead) {
                *value = (*value - times * own).rem_euclid(PRIME);
            }
        }
        rank += 1;
    }
    rank
}

/// Every way to choose at most four of the residents; the largest groups say it for the smaller.
fn groups(residents: usize) -> Vec<Vec<usize>> {
    let size = residents.min(FEWEST - 1);
    (0_u32..1 << residents)
        .filter(|chosen| usize::try_from(chosen.count_ones()) == Ok(size))
        .map(|chosen| (0..residents).filter(|one| chosen & (1 << one) != 0).collect())
        .collect()
}

/// A group of one to four residents whose hours can be reckoned from what is published, if any.
///
/// Some sum of the figures leaves only the group's own cells when the figures say less of the other
/// cells than of all cells that anyone works in.
fn given_away(published: &Published, population: &Population) -> Option<Vec<usize>> {
    let sums: Vec<Sum> = published.0.iter().map(|(sum, _)| *sum).collect();
    let works = |resident: usize, cell: usize| population[resident][cell] > 0;
    let worked_in: Vec<usize> =
        (0..CELLS).filter(|cell| (0..population.len()).any(|one| works(one, *cell))).collect();
    let whole = rank(&sums, &worked_in);
    groups(population.len()).into_iter().find(|group| {
        let others: Vec<usize> = worked_in
            .iter()
            .copied()
            .filter(|cell| {
                (0..population.len()).any(|one| works(one, *cell) && !group.contains(&one))
            })
            .collect();
        rank(&sums, &others) < whole
    })
}

#[test]
fn nothing_reckoned_from_published_hours_rests_on_fewer_than_five_residents() {
    let app = spawn();
    // What the two of them would know together.
    let (odd, siri) = (app.api_as(ODD), app.sign_in(SIRI));
    let config =
        Config { cases: 48, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let tried = TestRunner::new(config).run(&populations(), |population| {
        settle(&app, &population);
        let mut published = Published::default();
        read_reports(&odd, &mut published);
        read_overview(&siri, &mut published);
        for (sum, minutes) in &published.0 {
            let whole: i64 = (0..CELLS)
                .map(|cell| sum[cell] * population.iter().map(|one| one[cell]).sum::<i64>())
                .sum();
            prop_assert_eq!(*minutes, whole, "what is shown is true");
        }
        let given = given_away(&published, &population);
        prop_assert!(given.is_none(), "the hours of {:?} can be reckoned", given);
        Ok(())
    });
    tried.unwrap();
}

#[test]
fn the_reckoning_finds_a_small_group_where_nothing_is_hidden() {
    let app = spawn();
    let mut population = vec![vec![60; CELLS]; 6];
    population[5][cell(1, 1, 1)] = 0;
    population[4][cell(1, 1, 1)] = 0;
    settle(&app, &population);
    let (odd, solveig) = (app.api_as(ODD), app.api_as(SOLVEIG));
    let (mut walled, mut open) = (Published::default(), Published::default());
    read_reports(&odd, &mut walled);
    read_reports(&solveig, &mut open);
    assert_eq!(given_away(&walled, &population), None);
    assert_eq!(given_away(&open, &population), Some(vec![0, 1, 2, 3]));
    assert!(walled.0.len() < open.0.len());
}
