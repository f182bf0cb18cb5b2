//! Ten thousand populations, published time after time, and someone who reckons with all of it.

use std::collections::BTreeMap;

use super::*;

/// Populations tried.
const POPULATIONS: u64 = 10_000;
/// Tables published of each, one after the other.
const TIMES: usize = 3;

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn place(&mut self, limit: usize) -> usize {
        usize::try_from(self.below(u64::try_from(limit).unwrap())).unwrap()
    }
}

/// People come, go and move about between one publication and the next; some places are crowded.
fn lives(dice: &mut Dice) -> Vec<Counts> {
    let (lines, parts) = (1 + dice.place(5), 1 + dice.place(4));
    let crowded = dice.place(lines);
    let place = |dice: &mut Dice| {
        let line = if dice.below(3) == 0 { crowded } else { dice.place(lines) };
        (line, dice.place(parts))
    };
    let mut people: Vec<(usize, usize)> = (0..dice.below(45)).map(|_| place(dice)).collect();
    let mut tables = Vec::new();
    for _ in 0..TIMES {
        let mut counts = Counts::empty(lines, parts);
        for (line, part) in &people {
            counts.add(*line, *part);
        }
        tables.push(counts);
        let lively = 1 + dice.below(6);
        people.retain(|_| dice.below(10) >= lively);
        for own in &mut people {
            if dice.below(10) < lively {
                *own = place(dice);
            }
        }
        people.extend((0..dice.below(12)).map(|_| place(dice)));
    }
    tables
}

type Figures = BTreeMap<Entry, Option<i64>>;

/// Another prime than the rule's own; counts are far below it.
const FIELD: i64 = 998_244_353;

fn power(of: i64, times: i64) -> i64 {
    let half = if times == 0 { return 1 } else { power(of * of % FIELD, times >> 1) };
    if times % 2 == 1 { half * of % FIELD } else { half }
}

/// Takes from an equation as much of another as stands in the place that it is solved for.
fn less(row: &mut [i64], at: usize, other: &[i64]) {
    let times = row[at];
    if times != 0 {
        for (value, one) in row.iter_mut().zip(other) {
            *value = (*value + (FIELD - times) * one) % FIELD;
        }
    }
}

/// What someone knows who adds up and takes away all that is shown: every entry that comes out.
///
/// Each figure is an equation: which cells it is the sum of, and last what it says.
fn reckoned(counts: &Counts, shown: &Figures, knows_all: bool) -> BTreeMap<Entry, i64> {
    let places: Vec<(usize, usize, i64)> = counts.cells().collect();
    let equation = |entry: Entry, sum: i64| -> Vec<i64> {
        let cells = places.iter().map(|(line, part, _)| i64::from(entry.holds(*line, *part)));
        cells.chain([sum]).collect()
    };
    let all = knows_all.then(|| (Entry::ALL, counts.value(Entry::ALL)));
    let known = shown.iter().filter_map(|(entry, value)| Some((*entry, (*value)?))).chain(all);
    let mut solved: Vec<(usize, Vec<i64>)> = Vec::new();
    for (entry, sum) in known {
        let mut own = equation(entry, sum);
        for (at, other) in &solved {
            less(&mut own, *at, other);
        }
        let Some(at) = own[..places.len()].iter().position(|value| *value != 0) else { continue };
        let scale = power(own[at], FIELD - 2);
        for value in &mut own {
            *value = *value * scale % FIELD;
        }
        for (_, other) in &mut solved {
            less(other, at, &own);
        }
        solved.push((at, own));
    }
    let mut found = BTreeMap::new();
    for entry in counts.entries() {
        let mut wanted = equation(entry, 0);
        for (at, other) in &solved {
            less(&mut wanted, *at, other);
        }
        let (sum, cells) = wanted.split_last().unwrap();
        if cells.iter().all(|value| *value == 0) {
            found.insert(entry, (FIELD - sum) % FIELD);
        }
    }
    found
}

/// The sums of what is hidden on each line and in each part, as far as they come out.
fn remainders(counts: &Counts, shown: &Figures) -> Vec<i64> {
    let sums = counts.entries().into_iter().filter(|entry| entry.is_sum());
    sums.filter_map(|sum| {
        let total = shown[&sum]?;
        let own = counts
            .entries()
            .into_iter()
            .filter(|entry| !entry.is_sum() && sum.holds(entry.line.unwrap(), entry.part.unwrap()));
        Some(total - own.filter_map(|entry| shown[&entry]).sum::<i64>())
    })
    .collect()
}

/// The first count of one to four that comes out; `before` is what came out of each entry earlier.
fn given_away(
    counts: &Counts,
    known: &BTreeMap<Entry, i64>,
    before: &Before,
) -> Option<(&'static str, i64)> {
    for (entry, value) in known {
        assert_eq!(*value, counts.value(*entry), "what is shown is true");
        if is_small(*value) {
            return Some(("a count", *value));
        }
        let mut moved = before.get(entry).into_iter().flatten().map(|last| (value - last).abs());
        if let Some(moved) = moved.find(|moved| is_small(*moved)) {
            return Some(("a difference", moved));
        }
    }
    None
}

/// Publishes every population by a rule; answers how many figures were shown, and what was given
/// away to one who sees them, and to one who knows besides how many there are in all.
fn attacked(
    rule: fn(&Counts, &Before) -> BTreeMap<Entry, Told>,
    populations: u64,
) -> (usize, Vec<String>) {
    let mut dice = Dice(20_261_125);
    let (mut shown_at_all, mut lost) = (0, Vec::new());
    for population in 0..populations {
        let mut before = Before::new();
        let mut came_out = [Before::new(), Before::new()];
        for counts in lives(&mut dice) {
            let told = rule(&counts, &before);
            let shown: Figures = told.iter().map(|(entry, told)| (*entry, told.shown())).collect();
            let mut rests = remainders(&counts, &shown).into_iter();
            let rest = rests.find(|left| is_small(*left)).map(|left| ("a rest", left));
            for (knows_all, came_out) in [false, true].into_iter().zip(&mut came_out) {
                let mut known =
                    reckoned(&counts, &shown, knows_all && counts.value(Entry::ALL) >= SMALL);
                if knows_all {
                    known.retain(|entry, _| !counts.is_all(*entry));
                }
                if let Some((what, value)) = given_away(&counts, &known, came_out).or(rest) {
                    lost.push(format!("{population}: {what} of {value} in {counts:?}, {shown:?}"));
                }
                for (entry, value) in &known {
                    came_out.entry(*entry).or_default().insert(*value);
                }
            }
            shown_at_all += shown.values().flatten().count();
            for (entry, told) in &told {
                before.entry(*entry).or_default().extend(told.known());
            }
        }
    }
    (shown_at_all, lost)
}

#[test]
fn no_count_under_five_comes_out_of_ten_thousand_populations() {
    let (shown, lost) = attacked(publish, POPULATIONS);
    assert!(lost.is_empty(), "{} given away; {}", lost.len(), lost[0]);
    assert!(shown > 100_000, "{shown} figures are shown, so that there is something to read");
}

/// Hides what is small and nothing else.
fn uncovered(counts: &Counts, before: &Before) -> BTreeMap<Entry, Told> {
    let secret = small(counts, before);
    let of = |entry: Entry| match counts.value(entry) {
        _ if secret.contains(&entry) => Told::Hidden,
        value => Told::Shown(value),
    };
    counts.entries().into_iter().map(|entry| (entry, of(entry))).collect()
}

#[test]
fn without_a_cover_small_counts_come_out() {
    let (_, lost) = attacked(uncovered, 1000);
    assert!(lost.len() > 500, "{} were given away", lost.len());
}

#[test]
fn without_the_tables_before_differences_come_out() {
    let (_, lost) = attacked(|counts, _| publish(counts, &Before::new()), 1000);
    assert!(lost.iter().any(|told| told.contains("a difference")), "{} in all", lost.len());
}

fn table(cells: &[&[i64]]) -> Counts {
    Counts(cells.iter().map(|line| line.to_vec()).collect())
}

fn value(told: &BTreeMap<Entry, Told>, line: Option<usize>, part: Option<usize>) -> Option<i64> {
    told[&Entry { line, part }].shown()
}

#[test]
fn a_small_cell_is_covered_in_its_line_and_in_its_part() {
    let counts = table(&[&[3, 9, 20], &[8, 12, 30], &[40, 41, 42]]);
    let shown = publish(&counts, &Before::new());
    for (line, part) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        assert_eq!(value(&shown, Some(line), Some(part)), None, "{line} {part}");
    }
    assert_eq!(value(&shown, Some(0), Some(2)), Some(20));
    assert_eq!(value(&shown, Some(0), None), Some(32));
    assert_eq!(value(&shown, None, None), Some(205));
}

#[test]
fn a_table_of_large_counts_and_nobody_is_shown_whole() {
    let counts = table(&[&[5, 0], &[0, 7]]);
    assert!(publish(&counts, &Before::new()).values().all(|told| told.shown().is_some()));
    let nobody = publish(&table(&[&[0, 0]]), &Before::new());
    assert!(nobody.values().all(|told| *told == Told::Shown(0)));
}

#[test]
fn a_count_is_not_shown_until_it_has_moved_by_five() {
    let one = |count: i64| table(&[&[count]]);
    let first: Before = one(12).entries().into_iter().map(|entry| (entry, [12].into())).collect();
    for (count, is_shown) in
        [(12, true), (13, false), (16, false), (17, true), (7, true), (8, false)]
    {
        let shown = publish(&one(count), &first);
        assert_eq!(value(&shown, Some(0), Some(0)).is_some(), is_shown, "{count}");
    }
}
