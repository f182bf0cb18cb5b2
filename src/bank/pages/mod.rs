//! Pages: files taken in, what waits for a person, one entry, one file.

mod entry;
mod file;
mod index;

pub(crate) use entry::{settle, show, take_back};
pub(crate) use file::file;
pub(crate) use index::{index, upload};
