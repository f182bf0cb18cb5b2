//! A bar chart's numbers in whole units, for `templates/_chart.html`. Pure.

use super::grid::{Grid, What};
use crate::base::Minutes;

const WIDTH: i64 = 640;
const HEIGHT: i64 = 260;
/// Room above the highest bar.
const TOP: i64 = 20;
/// Room for the months' names.
const FOOT: i64 = 26;

/// A bar; `mid` is the x of its middle.
pub(crate) struct Bar {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) w: i64,
    pub(crate) h: i64,
    pub(crate) mid: i64,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) is_before: bool,
}

/// What the macro asks for.
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) desc: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) axis: i64,
    pub(crate) bars: Vec<Bar>,
}

/// Two bars a month, last year's pale and first; what is less than nothing hangs below the axis.
pub(crate) fn chart(grid: &Grid) -> Chart {
    let sizes: Vec<(String, i64, i64)> = grid
        .months()
        .filter_map(|(month, line)| {
            let pair = Grid::total(line)?;
            Some((short(month.number()), pair.now.size(), pair.before.size()))
        })
        .collect();
    let highest = sizes.iter().flat_map(|(_, now, before)| [*now, *before]).max().unwrap_or(0);
    let lowest = sizes.iter().flat_map(|(_, now, before)| [*now, *before]).min().unwrap_or(0);
    let (highest, lowest) = (highest.max(0), lowest.min(0));
    let range = (highest - lowest).max(1);
    let room = HEIGHT - TOP - FOOT;
    let high = |size: i64| part(size.abs(), room, range);
    let axis = TOP + high(highest);
    let count = i64::try_from(sizes.len()).unwrap_or(1).max(1);
    let step = part(WIDTH, 1, count).max(4);
    let w = part(step * 2, 1, 5).max(1);
    let mut bars = Vec::new();
    for ((label, now, before), n) in sizes.into_iter().zip(0..) {
        let left = n * step + part(step, 1, 10);
        for (size, x, is_before) in [(before, left, true), (now, left + w, false)] {
            let h = high(size);
            let y = if size < 0 { axis } else { axis - h };
            let label = if is_before { String::new() } else { label.clone() };
            let mid = x + part(w, 1, 2);
            bars.push(Bar { x, y, w, h, mid, label, value: String::new(), is_before });
        }
    }
    let desc = described(grid);
    Chart { title: grid.what.title().into(), desc, width: WIDTH, height: HEIGHT, axis, bars }
}

/// `amount × of ÷ whole` in whole units.
fn part(amount: i64, of: i64, whole: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(of);
    i64::try_from(exact.div_euclid(i128::from(whole.max(1)))).unwrap_or(0)
}

fn short(month: i32) -> String {
    let names =
        ["jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"];
    let at = usize::try_from(month - 1).unwrap_or_default();
    names.get(at).copied().unwrap_or_default().to_owned()
}

/// The sum and the best month in a sentence.
fn described(grid: &Grid) -> String {
    let words = |size: i64| match grid.what {
        What::Hours => Minutes::words(size),
        _ => format!("{} kr", crate::base::Ore::new(size)),
    };
    let sum = grid.lines.last().and_then(Grid::total);
    let best = grid
        .months()
        .filter_map(|(month, line)| Some((Grid::total(line)?.now.size(), month)))
        .max_by_key(|(size, _)| *size);
    let title = grid.what.title();
    match (sum, best) {
        (Some(sum), Some((size, month))) => format!(
            "{title} per måned for alle næringene, med året før i lyst. I alt {}, mot {} året før. \
             Høyest var {} med {}.",
            words(sum.now.size()),
            words(sum.before.size()),
            month.words(),
            words(size)
        ),
        _ => format!("{title} per måned."),
    }
}
