//! Documents as files of a folder: every one of them, or one.

use std::path::Path;

use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};

use super::store;

/// Numbers in memory at once.
const PAGE: i64 = 500;

/// Calls `of` with the number of each invoice and credit note, in order.
///
/// # Errors
/// The database's, and what `of` answers.
pub(super) fn each_number(
    conn: &mut DbConn,
    mut of: impl FnMut(&mut DbConn, i64) -> AppResult<()>,
) -> AppResult<()> {
    let mut last = 0;
    loop {
        let numbers = store::list_numbers(conn, last, PAGE)?;
        let Some(newest) = numbers.last() else { return Ok(()) };
        last = *newest;
        for number in numbers {
            of(conn, number)?;
        }
    }
}

/// Makes the folder, when it is not there.
///
/// # Errors
/// Of a folder that cannot be made.
pub(super) fn make_folder(dir: &Path) -> AppResult<()> {
    std::fs::create_dir_all(dir).map_err(|error| unwritten(dir, &error))
}

/// Writes a file whole or not at all: beside its place, then moved there.
///
/// # Errors
/// Of a file that cannot be written.
pub(super) fn put(file: &Path, body: &[u8]) -> AppResult<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = file.with_file_name(name);
    std::fs::write(&beside, body).map_err(|error| unwritten(file, &error))?;
    std::fs::rename(&beside, file).map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        unwritten(file, &error)
    })
}

fn unwritten(file: &Path, error: &std::io::Error) -> AppError {
    AppError::internal(format!("{} kan ikke skrives: {error}", file.display()))
}

/// The refusal of a number that is none; `code` is of the file that was asked for.
pub(super) fn unknown(code: &'static str, number: i64) -> Refusal {
    let words = format!("Det finnes ingen faktura eller kreditnota med nummer {number}.");
    Refusal::new(code, "number", words)
}
