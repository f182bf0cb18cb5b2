//! Pages: files taken in, what waits for a person, one entry, one file.

mod entry;
mod file;
mod index;

pub(crate) use entry::{settle, show};
pub(crate) use file::file;
pub(crate) use index::{index, upload};
