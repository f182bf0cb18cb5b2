//! Which counts of a table may be shown, so that no count of one to four persons comes out: neither
//! by itself, nor by taking lines, columns and sums from one another, nor by taking the table
//! before from this one.
//!
//! Every person stands in one cell. What is shown is true; what is not shown is only not shown.
//!
//! Source: SECURITY S3 and abuse case 16; k = 5.

use std::collections::{BTreeMap, BTreeSet};

use crate::people::SMALL;

#[cfg(test)]
mod tests;

/// A figure of the table: a cell, or with a line or a part left out the sum over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Entry {
    pub(crate) line: Option<usize>,
    pub(crate) part: Option<usize>,
}

impl Entry {
    /// The sum of everything.
    pub(crate) const ALL: Self = Self { line: None, part: None };

    const fn holds(self, line: usize, part: usize) -> bool {
        (match self.line {
            None => true,
            Some(own) => own == line,
        }) && (match self.part {
            None => true,
            Some(own) => own == part,
        })
    }

    const fn is_sum(self) -> bool {
        self.line.is_none() || self.part.is_none()
    }
}

/// Persons by line and part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counts(Vec<Vec<i64>>);

impl Counts {
    /// Nobody yet, in a table of this many lines and parts.
    pub(crate) fn empty(lines: usize, parts: usize) -> Self {
        Self(vec![vec![0; parts]; lines])
    }

    /// One more person; a place outside the table counts nobody.
    pub(crate) fn add(&mut self, line: usize, part: usize) {
        if let Some(cell) = self.0.get_mut(line).and_then(|cells| cells.get_mut(part)) {
            *cell += 1;
        }
    }

    /// Every cell and every sum.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let parts = self.0.first().map_or(0, Vec::len);
        let lines = (0..self.0.len()).map(Some).chain([None]);
        lines
            .flat_map(|line| {
                (0..parts).map(Some).chain([None]).map(move |part| Entry { line, part })
            })
            .collect()
    }

    /// How many stand behind an entry.
    pub(crate) fn value(&self, entry: Entry) -> i64 {
        self.cells().filter(|(line, part, _)| entry.holds(*line, *part)).map(|(.., n)| n).sum()
    }

    /// Is it everyone, as a table of one line has it twice?
    fn is_all(&self, entry: Entry) -> bool {
        self.cells().all(|(line, part, _)| entry.holds(line, part))
    }

    fn cells(&self) -> impl Iterator<Item = (usize, usize, i64)> + '_ {
        self.0.iter().enumerate().flat_map(|(line, cells)| {
            cells.iter().enumerate().map(move |(part, count)| (line, part, *count))
        })
    }
}

const fn is_small(count: i64) -> bool {
    count >= 1 && count < SMALL
}

/// What earlier tables told of each entry.
pub(crate) type Before = BTreeMap<Entry, BTreeSet<i64>>;

/// What a table tells of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Shown(i64),
    /// Not shown, and no secret: it can be reckoned by one who knows how many all are.
    Reckoned(i64),
    Hidden,
}

impl Told {
    /// What is shown; None when nothing is.
    pub(crate) const fn shown(self) -> Option<i64> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Reckoned(_) | Self::Hidden => None,
        }
    }

    /// What may be known of it when the next table is published.
    pub(crate) const fn known(self) -> Option<i64> {
        match self {
            Self::Shown(value) | Self::Reckoned(value) => Some(value),
            Self::Hidden => None,
        }
    }
}

/// What may be told of a table.
///
/// A value is shown when it, and its distance from each one told before, is nobody or at least
/// five, and when hiding it is not needed to cover another.
pub(crate) fn publish(counts: &Counts, before: &Before) -> BTreeMap<Entry, Told> {
    let secret = small(counts, before);
    let mut hidden = secret.clone();
    while let Some(cells) = leak(counts, &secret, &hidden) {
        match cover(counts, &hidden, &cells) {
            Some(entry) => hidden.insert(entry),
            // Nothing is left to cover with: that some places are empty would tell of the others.
            None => return counts.entries().into_iter().map(|one| (one, Told::Hidden)).collect(),
        };
    }
    told(counts, &hidden)
}

fn told(counts: &Counts, hidden: &BTreeSet<Entry>) -> BTreeMap<Entry, Told> {
    let (bare, knowing) =
        (Unnoticed::by(counts, hidden, false), Unnoticed::by(counts, hidden, true));
    let of = |entry: &Entry| {
        let value = counts.value(*entry);
        if bare.leaves(*entry) {
            Told::Shown(value) // it could be reckoned from the others
        } else if !counts.is_all(*entry) && knowing.leaves(*entry) {
            Told::Reckoned(value)
        } else {
            Told::Hidden
        }
    };
    counts.entries().into_iter().map(|entry| (entry, of(&entry))).collect()
}

/// What is small by itself, or by its distance from what was told before.
fn small(counts: &Counts, before: &Before) -> BTreeSet<Entry> {
    let is_secret = |entry: &Entry| {
        let value = counts.value(*entry);
        let mut last = before.get(entry).into_iter().flatten();
        is_small(value) || last.any(|last| is_small((value - last).abs()))
    };
    counts.entries().into_iter().filter(is_secret).collect()
}

/// Cells whose count, or whose counts together, can be reckoned from what is shown and should not.
///
/// The sum of all is held to be known, shown or not: people know how many they are. Cells with
/// nobody in them are held to be known too.
fn leak(
    counts: &Counts,
    secret: &BTreeSet<Entry>,
    hidden: &BTreeSet<Entry>,
) -> Option<Vec<(usize, usize)>> {
    let cells_of = |entry: Entry| {
        let own = counts.cells().filter(move |(line, part, _)| entry.holds(*line, *part));
        own.map(|(line, part, _)| (line, part)).collect()
    };
    if secret.contains(&Entry::ALL) && Unnoticed::by(counts, hidden, false).leaves(Entry::ALL) {
        return Some(cells_of(Entry::ALL));
    }
    let change = Unnoticed::by(counts, hidden, true);
    let mut others = secret.iter().filter(|entry| !counts.is_all(**entry));
    if let Some(entry) = others.find(|entry| change.leaves(**entry)) {
        return Some(cells_of(*entry));
    }
    let few: Vec<Few> = change
        .0
        .iter()
        .filter(|(.., count, _)| is_small(*count))
        .map(|(line, part, count, change)| Few {
            at: (*line, *part),
            count: *count,
            change: *change,
        })
        .collect();
    group(&few, SMALL - 1, 0, &mut Vec::new())
}

/// A cell with one to four persons, and what a change that nobody notices would add to it.
struct Few {
    at: (usize, usize),
    count: i64,
    change: i64,
}

/// Small cells of at most `left` persons together whose sum no unnoticed change would move.
fn group(
    few: &[Few],
    left: i64,
    moved: i64,
    chosen: &mut Vec<(usize, usize)>,
) -> Option<Vec<(usize, usize)>> {
    for (place, one) in few.iter().enumerate().filter(|(_, one)| one.count <= left) {
        let moved = (moved + one.change).rem_euclid(PRIME);
        chosen.push(one.at);
        if moved == 0 {
            return Some(chosen.clone());
        }
        let rest = few.get(place + 1..).unwrap_or_default();
        if let Some(found) = group(rest, left - one.count, moved, chosen) {
            return Some(found);
        }
        chosen.pop();
    }
    None
}

/// The next entry to hide so that these cells are covered: near them, in a line or part where
/// something is hidden already, a cell rather than a sum, and the smallest.
fn cover(counts: &Counts, hidden: &BTreeSet<Entry>, cells: &[(usize, usize)]) -> Option<Entry> {
    let cost = |entry: &Entry| {
        let in_line = cells.iter().any(|(line, _)| entry.line == Some(*line));
        let in_part = cells.iter().any(|(_, part)| entry.part == Some(*part));
        // Covered from the line, it is given away again by its part when it is alone there.
        let is_alone = !hidden.iter().any(|other| {
            (in_line && other.part == entry.part) || (in_part && other.line == entry.line)
        });
        (!(in_line || in_part), is_alone, entry.is_sum(), counts.value(*entry), *entry)
    };
    let open =
        |entry: &Entry| *entry != Entry::ALL && !hidden.contains(entry) && counts.value(*entry) > 0;
    counts.entries().into_iter().filter(open).min_by_key(cost)
}

/// Counts are reckoned with modulo this.
const PRIME: i64 = 2_147_483_647;

/// A change to the cells that nothing shown would notice, and random otherwise: what it leaves as it
/// is can be reckoned from what is shown. Line, part, count and change, a cell each.
struct Unnoticed(Vec<(usize, usize, i64, i64)>);

impl Unnoticed {
    /// By one who sees what is not hidden, and may know the sum of all too.
    fn by(counts: &Counts, hidden: &BTreeSet<Entry>, knows_all: bool) -> Self {
        let row = |entry: Entry| -> Vec<i64> {
            counts.cells().map(|(line, part, _)| i64::from(entry.holds(line, part))).collect()
        };
        let is_known = |entry: &Entry| {
            let is_all = knows_all && *entry == Entry::ALL && counts.value(*entry) >= SMALL;
            let is_nobody = !entry.is_sum() && counts.value(*entry) == 0;
            !hidden.contains(entry) || is_all || is_nobody
        };
        let mut known = Known::default();
        for entry in counts.entries().into_iter().filter(is_known) {
            known.add(row(entry));
        }
        let change = known.change(counts.cells().count());
        let cells = counts.cells().zip(change);
        Self(cells.map(|((line, part, count), change)| (line, part, count, change)).collect())
    }

    fn leaves(&self, entry: Entry) -> bool {
        let own = self.0.iter().filter(|(line, part, ..)| entry.holds(*line, *part));
        own.map(|(.., change)| change).sum::<i64>().rem_euclid(PRIME) == 0
    }
}

/// What is known of the cells, as equations each solved for a cell of its own.
#[derive(Default)]
struct Known(Vec<(usize, Vec<i64>)>);

impl Known {
    fn add(&mut self, mut row: Vec<i64>) {
        for (own, solved) in &self.0 {
            subtract(&mut row, solved, *own);
        }
        let Some((own, lead)) = row.iter().copied().enumerate().find(|(_, value)| *value != 0)
        else {
            return;
        };
        let scale = inverse(lead);
        for value in &mut row {
            *value = (*value * scale).rem_euclid(PRIME);
        }
        for (_, solved) in &mut self.0 {
            subtract(solved, &row, own);
        }
        self.0.push((own, row));
    }

    /// Any change of the cells that are not solved for, and what it makes of those that are.
    fn change(&self, cells: usize) -> Vec<i64> {
        let mut change: Vec<i64> = spread().take(cells).collect();
        for (own, _) in &self.0 {
            if let Some(cell) = change.get_mut(*own) {
                *cell = 0;
            }
        }
        let free = change.clone();
        for (own, row) in &self.0 {
            let sum = row
                .iter()
                .zip(&free)
                .fold(0, |sum, (times, one)| (sum + times * one).rem_euclid(PRIME));
            if let Some(cell) = change.get_mut(*own) {
                *cell = (PRIME - sum).rem_euclid(PRIME);
            }
        }
        change
    }
}

/// Takes as much of `other` from `row` as stands in the place that `other` is solved for.
fn subtract(row: &mut [i64], other: &[i64], own: usize) {
    let times = row.get(own).copied().unwrap_or_default();
    if times != 0 {
        for (value, one) in row.iter_mut().zip(other) {
            *value = (*value - times * one).rem_euclid(PRIME);
        }
    }
}

/// By Fermat's little theorem.
fn inverse(of: i64) -> i64 {
    let (mut power, mut base, mut result) = (PRIME - 2, of.rem_euclid(PRIME), 1);
    while power > 0 {
        if power & 1 == 1 {
            result = (result * base).rem_euclid(PRIME);
        }
        base = (base * base).rem_euclid(PRIME);
        power >>= 1;
    }
    result
}

/// Numbers that are in no simple relation to one another, the same each time.
fn spread() -> impl Iterator<Item = i64> {
    std::iter::successors(Some(48_271_i64), |last| Some((last * 48_271 + 11).rem_euclid(PRIME)))
}
