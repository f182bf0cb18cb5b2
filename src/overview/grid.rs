//! Months by enterprises, with last year beside. Pure.

use super::actions::Figures;
use super::model::{HoursCell, Named, Worked};
use super::rules;
use crate::base::{EnterpriseId, Minutes, Month, Ore};
use crate::ledger::Sum;

text_enum!(
    /// What is counted.
    What {
        Revenue = "omsetning",
        Costs = "kostnader",
        Contribution = "bidrag",
        Hours = "timer",
    }
);

impl What {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Revenue => "Omsetning uten MVA",
            Self::Costs => "Direkte kostnader",
            Self::Contribution => "Bidrag",
            Self::Hours => "Godkjente timer",
        }
    }

    /// Is a sum of the books part of it?
    fn counts(self, sum: &Sum) -> bool {
        match self {
            Self::Revenue => rules::is_sale(sum),
            Self::Costs => rules::is_direct_cost(sum),
            Self::Contribution => rules::is_sale(sum) || rules::is_direct_cost(sum),
            Self::Hours => false,
        }
    }

    /// Is it something that an internal enterprise has too?
    const fn is_internal_too(self) -> bool {
        !matches!(self, Self::Revenue)
    }
}

/// A figure as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    Kroner(Ore),
    Minutes(i64),
    /// The sum of what may be shown; there is more.
    AtLeast(i64),
    /// Rounded, in minutes.
    About(i64),
    /// The month is not over, and nothing is told of it yet.
    NotOver,
    /// Rests on fewer than five persons.
    Hidden,
    /// There is nothing to count, which is not the same as a sum of zero.
    Nothing,
}

impl Figure {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => Self::Nothing,
            (Self::Nothing, open) | (open, Self::Nothing) if open.is_open() => open,
            (Self::Kroner(a), Self::Kroner(b)) => Self::Kroner(a + b),
            (Self::Minutes(a), Self::Minutes(b)) => Self::Minutes(a + b),
            (Self::About(a), Self::About(b)) => Self::About(a + b),
            (Self::NotOver, Self::NotOver | Self::Nothing) | (Self::Nothing, Self::NotOver) => {
                Self::NotOver
            }
            (Self::About(about), Self::NotOver | Self::Nothing)
            | (Self::NotOver | Self::Nothing, Self::About(about)) => Self::About(about),
            (Self::Hidden, Self::Hidden) => Self::Hidden,
            (Self::Hidden, other) | (other, Self::Hidden) => Self::AtLeast(other.size()),
            (a, b) => Self::AtLeast(a.size() + b.size()),
        }
    }

    /// In øre or minutes; zero for what is hidden.
    pub(crate) const fn size(self) -> i64 {
        match self {
            Self::Kroner(amount) => amount.ore(),
            Self::Minutes(minutes) | Self::AtLeast(minutes) | Self::About(minutes) => minutes,
            Self::Hidden | Self::NotOver | Self::Nothing => 0,
        }
    }

    /// As files write it: kroner with a point, or whole minutes; empty when hidden or not whole.
    pub(crate) fn plain(self, what: What) -> String {
        match self {
            Self::Nothing if what == What::Hours => "0".to_owned(),
            Self::Nothing => Ore::ZERO.point(),
            Self::Kroner(amount) => amount.point(),
            Self::Minutes(minutes) => minutes.to_string(),
            Self::AtLeast(_) | Self::About(_) | Self::Hidden | Self::NotOver => String::new(),
        }
    }

    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Kroner(_) | Self::Minutes(_))
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Kroner(amount) => amount.fmt(f),
            Self::Minutes(minutes) => f.write_str(&Minutes::words(*minutes)),
            Self::AtLeast(minutes) => write!(f, "minst {}", Minutes::words(*minutes)),
            Self::About(0) => f.write_str("få timer"),
            Self::About(minutes) => write!(f, "rundt {}", Minutes::words(*minutes)),
            Self::NotOver => f.write_str("ikke klar"),
            Self::Hidden => f.write_str("færre enn 5"),
            Self::Nothing => f.write_str("–"),
        }
    }
}

/// This year's figure and last year's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) now: Figure,
    pub(crate) before: Figure,
}

/// A month's figures; the last of `pairs` is their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// None on the line that sums.
    pub(crate) month: Option<Month>,
    pub(crate) pairs: Vec<Pair>,
}

/// A table of months by enterprises; the last line is the sum of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) what: What,
    pub(crate) enterprises: Vec<Named>,
    pub(crate) lines: Vec<Line>,
}

/// Counts one thing by month and enterprise.
pub(crate) fn grid(figures: &Figures, what: What, months: &[Month]) -> Grid {
    let is_own = |e: &Named| what != What::Hours || !e.outside;
    let has_part = |e: &&Named| (!e.internal || what.is_internal_too()) && is_own(e);
    let enterprises: Vec<Named> = figures.farm.iter().filter(has_part).cloned().collect();
    let mut lines: Vec<Line> = months
        .iter()
        .map(|month| {
            let mut pairs: Vec<Pair> =
                enterprises.iter().map(|e| pair(figures, what, e, *month)).collect();
            pairs.push(sum(&pairs));
            Line { month: Some(*month), pairs }
        })
        .collect();
    let columns = 0..=enterprises.len();
    let below = columns
        .map(|i| {
            let column: Vec<Pair> = lines.iter().filter_map(|l| l.pairs.get(i).copied()).collect();
            sum(&column)
        })
        .collect();
    lines.push(Line { month: None, pairs: below });
    Grid { what, enterprises, lines }
}

fn pair(figures: &Figures, what: What, e: &Named, month: Month) -> Pair {
    let before = month.year_before();
    match what {
        What::Hours => Pair {
            now: worked(&figures.hours, &e.code, month),
            before: worked(&figures.hours_before, &e.code, before),
        },
        _ => Pair {
            now: kroner(&figures.sums, what, &e.id, month),
            before: kroner(&figures.sums_before, what, &e.id, before),
        },
    }
}

fn kroner(sums: &[Sum], what: What, id: &EnterpriseId, month: Month) -> Figure {
    let revenue = || rules::revenue_of(sums, Some(id), Some(month));
    let costs = || rules::costs_of(sums, Some(id), Some(month));
    let is_own = |sum: &Sum| sum.enterprise_id.as_ref() == Some(id) && sum.month == month;
    if !sums.iter().any(|sum| is_own(sum) && what.counts(sum)) {
        return Figure::Nothing;
    }
    Figure::Kroner(match what {
        What::Revenue => revenue(),
        What::Costs => costs(),
        What::Contribution => revenue() - costs(),
        What::Hours => Ore::ZERO,
    })
}

fn worked(cells: &[HoursCell], code: &str, month: Month) -> Figure {
    let cell = cells.iter().find(|cell| cell.code == code && cell.month == month);
    match cell.map(|cell| cell.minutes) {
        Some(Worked::Minutes(0)) | None => Figure::Nothing,
        Some(Worked::Minutes(minutes)) => Figure::Minutes(minutes),
        Some(Worked::About(minutes)) => Figure::About(minutes),
        Some(Worked::Hidden) => Figure::Hidden,
        Some(Worked::NotOver) => Figure::NotOver,
    }
}

/// Sums what may be shown, so that no total gives away what is hidden.
fn sum(pairs: &[Pair]) -> Pair {
    let nothing = Pair { now: Figure::Nothing, before: Figure::Nothing };
    pairs.iter().fold(nothing, |sum, pair| Pair {
        now: sum.now.and(pair.now),
        before: sum.before.and(pair.before),
    })
}

impl Grid {
    /// Last on each line.
    pub(crate) fn total(line: &Line) -> Option<Pair> {
        line.pairs.last().copied()
    }

    /// The lines of months, without the one that sums.
    pub(crate) fn months(&self) -> impl Iterator<Item = (Month, &Line)> {
        self.lines.iter().filter_map(|line| Some((line.month?, line)))
    }

    /// Every row as files write it: month, enterprise, figure, last year's.
    pub(crate) fn csv_rows(&self) -> Vec<Vec<String>> {
        let unit = if self.what == What::Hours { "minutter" } else { "kroner" };
        let head = ["måned", "næring", unit, "året før"].map(str::to_owned).to_vec();
        let rows = self.months().flat_map(|(month, line)| {
            self.enterprises.iter().zip(&line.pairs).map(move |(e, pair)| {
                let [now, before] = [pair.now, pair.before].map(|one| one.plain(self.what));
                vec![month.to_string(), e.code.clone(), now, before]
            })
        });
        std::iter::once(head).chain(rows).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_over_something_hidden_is_the_sum_of_what_is_shown() {
        let pair = |now| Pair { now, before: Figure::Minutes(0) };
        let of = |figures: &[Figure]| {
            let pairs: Vec<Pair> = figures.iter().map(|f| pair(*f)).collect();
            sum(&pairs).now
        };
        let (open, hidden, nothing) = (Figure::Minutes(60), Figure::Hidden, Figure::Nothing);
        assert_eq!(of(&[open, open]), Figure::Minutes(120));
        assert_eq!(of(&[open, hidden, open]), Figure::AtLeast(120));
        assert_eq!(of(&[hidden, hidden]), Figure::AtLeast(0));
        assert_eq!(of(&[nothing, hidden]), Figure::AtLeast(0));
        assert_eq!(of(&[hidden, nothing, open]), Figure::AtLeast(60));
        assert_eq!(of(&[nothing, open]), open);
        assert_eq!(of(&[nothing, nothing]), nothing);
        assert_eq!(of(&[]), nothing);
        let (about, not_over) = (Figure::About(6000), Figure::NotOver);
        assert_eq!(of(&[open, not_over]), Figure::AtLeast(60));
        assert_eq!(of(&[not_over, not_over, nothing]), not_over);
        assert_eq!(of(&[nothing, about, about, not_over]), Figure::About(12_000));
        assert_eq!(of(&[about, hidden, about]), Figure::AtLeast(12_000));
    }

    #[test]
    fn what_is_hidden_is_empty_in_a_file() {
        assert_eq!(Figure::Hidden.plain(What::Hours), "");
        assert_eq!(Figure::AtLeast(60).plain(What::Hours), "");
        assert_eq!(Figure::Kroner(Ore::new(-150)).plain(What::Costs), "-1.50");
        assert_eq!(Figure::Nothing.plain(What::Hours), "0");
        assert_eq!(Figure::Nothing.plain(What::Revenue), "0.00");
    }
}
