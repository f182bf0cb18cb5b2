//! What earlier imports have said, cell by cell, and how a row stands to it.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::columns::Kind;
use super::reading::Row;
use super::words::{self, Troubles};
use crate::db::schema::imported_row;
use crate::db::{DbConn, on_each};
use crate::error::AppResult;

/// Filled cells by column.
pub(super) type Cells = BTreeMap<String, String>;

/// Rows in one insert, at most.
const BATCH: usize = 500;

/// How a row stands to what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Its key is not known.
    New,
    /// Known; these cells were empty and are filled now.
    Filled(Vec<&'static str>),
    /// Known, and says nothing new.
    Same,
    /// It says something else than what is stored; told.
    Refused,
}

/// What imports have said of one kind.
pub(super) struct Known {
    kind: Kind,
    rows: HashMap<String, Cells>,
    /// Keys to write; true for those that are in the database already.
    changed: BTreeMap<String, bool>,
}

impl Known {
    /// # Errors
    /// The database's.
    pub(super) fn load(conn: &mut DbConn, kind: Kind) -> AppResult<Self> {
        let kept: Vec<(String, String)> = imported_row::table
            .filter(imported_row::kind.eq(kind.as_str()))
            .select((imported_row::row_key, imported_row::cells))
            .load(conn)?;
        let mut rows = HashMap::with_capacity(kept.len());
        for (key, cells) in kept {
            rows.insert(key, serde_json::from_str(&cells)?);
        }
        Ok(Self { kind, rows, changed: BTreeMap::new() })
    }

    /// Has an import said this key before?
    pub(super) fn has(&self, key: &str) -> bool {
        self.rows.contains_key(key)
    }

    /// Compares a row with what imports have said and with what the farm holds; tells differences.
    ///
    /// What an import has said counts first: staff may have changed it since, and the same file
    /// still says nothing new. A cell that imports left empty and the program filled itself says
    /// nothing.
    pub(super) fn stand(&self, row: &Row, farm: Option<&Cells>, troubles: &mut Troubles) -> Stand {
        let said = self.rows.get(&row.key());
        if said.is_none() && farm.is_none() {
            return Stand::New;
        }
        let mut filled = Vec::new();
        let mut is_refused = false;
        for (column, now) in row.columns().iter().zip(&row.cells) {
            let cell = |cells: Option<&Cells>| {
                cells.and_then(|c| c.get(column.name)).filter(|text| !text.is_empty()).cloned()
            };
            let held = farm.filter(|farm| said.is_none() || !fills(self.kind, column.name, farm));
            match cell(said).or_else(|| cell(held)) {
                _ if now.is_empty() || column.is_key => {}
                None => filled.push(column.name),
                Some(was) if was == *now => {}
                Some(was) => {
                    let words = words::differs(&was, now);
                    troubles.add("import.differs", &row.place, column.name, &words);
                    is_refused = true;
                }
            }
        }
        match (is_refused, filled.is_empty()) {
            (true, _) => Stand::Refused,
            (false, true) => Stand::Same,
            (false, false) => Stand::Filled(filled),
        }
    }

    /// Remembers what a row says, on top of what was said before.
    pub(super) fn keep(&mut self, row: &Row) {
        let key = row.key();
        let was = self.rows.get(&key).cloned();
        let mut cells = was.clone().unwrap_or_default();
        for (column, text) in row.columns().iter().zip(&row.cells) {
            if !text.is_empty() {
                cells.insert(column.name.to_owned(), text.clone());
            }
        }
        if was.as_ref() != Some(&cells) {
            self.changed.entry(key.clone()).or_insert(was.is_some());
            self.rows.insert(key, cells);
        }
    }

    /// Writes what was kept.
    ///
    /// # Errors
    /// The database's.
    pub(super) fn save(self, tx: &mut DbConn) -> AppResult<()> {
        let kind = self.kind.as_str();
        let mut fresh = Vec::new();
        for (key, is_there) in &self.changed {
            let cells = serde_json::to_string(&self.rows.get(key))?;
            if *is_there {
                diesel::update(imported_row::table.find((kind, key)))
                    .set(imported_row::cells.eq(cells))
                    .execute(tx)?;
            } else {
                fresh.push((
                    imported_row::kind.eq(kind),
                    imported_row::row_key.eq(key.clone()),
                    imported_row::cells.eq(cells),
                ));
            }
        }
        for rows in fresh.chunks(BATCH) {
            let rows = rows.to_vec();
            on_each!(&mut *tx, |c| diesel::insert_into(imported_row::table)
                .values(&rows)
                .execute(c))?;
        }
        Ok(())
    }
}

/// Does the program fill this cell of a new row when a file leaves it empty?
///
/// The break of approved hours is no more the program's own.
fn fills(kind: Kind, column: &str, farm: &Cells) -> bool {
    match (kind, column) {
        (Kind::Enterprises, "department") | (Kind::Offerings, "lead_days") => true,
        (Kind::Hours, "break_minutes") => {
            farm.get("state").is_some_and(|state| state == "submitted")
        }
        _ => false,
    }
}
