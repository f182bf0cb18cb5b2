//! A paper as PDF: what stands on the screen, word for word.

use serde_json::{Value, json};

use super::model::{Cell, Paper};
use crate::base::Minutes;
use crate::pdf::{Draft, Template};

const PAPER: Template = typst_template!("papers/paper.typ");

/// A paper, ready to be set; `intro` is said above the table.
pub(super) fn draft(paper: &Paper, intro: &[&str]) -> Draft {
    let columns = paper.columns.iter();
    let columns = columns.map(|one| json!({"words": one.words, "right": one.is_number()}));
    let rows = paper.rows.iter().map(|row| row.iter().map(Cell::words).collect());
    let sums = paper.sums.iter().map(|(what, minutes)| (what, Minutes::words(*minutes)));
    let data = json!({
        "title": paper.title,
        "intro": intro,
        "facts": paper.facts,
        "columns": columns.collect::<Vec<Value>>(),
        "rows": rows.collect::<Vec<Vec<String>>>(),
        "sums": sums.collect::<Vec<_>>(),
        "seen-by": paper.seen_by,
    });
    Draft::new(PAPER, paper.dated, data)
}
