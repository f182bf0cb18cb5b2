//! A farm's history from CSV files, by CONTRACT section 3.
//!
//! Files are read whole before the first row is taken in (`reading.rs`); then everything happens in
//! one transaction, through each slice's `record_*`. What every cell said is kept (`known.rs`), so
//! that the same import changes nothing, an empty cell may be filled later, and a cell that says
//! something else is refused with file, line and field.
//!
//! *Invariant:* an import is all or nothing.
//!
//! *Invariant:* documents are numbered by date across the import (`lifecycle.rs`), never by file.

mod actions;
mod columns;
mod daily;
mod farm;
mod funding;
mod known;
mod lifecycle;
mod orders;
mod reading;
mod store;
mod words;
mod work;

pub(crate) use actions::{import_farm, import_file, import_text};
pub(crate) use columns::Kind;
