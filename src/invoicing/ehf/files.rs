//! EHF documents as files.

use std::path::Path;

use super::rules::Fault;
use super::{ehf_of, rules, words};
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::invoicing::{reading, store};

/// Numbers in memory at once.
const PAGE: i64 = 500;

/// Writes one document's EHF.
///
/// # Refuses
/// `ehf.unknown` for a number that is none, and as [`super::ehf`].
///
/// # Errors
/// The refusals; of a file that cannot be written; the database's.
pub(crate) fn export_ehf(db: &Db, number: i64, file: &Path) -> AppResult<()> {
    let text = db.read_now(|conn| {
        let document = reading::find_document(conn, number)?;
        let document = document.ok_or_else(|| words::unknown(number))?;
        Ok(ehf_of(&document)?)
    })?;
    put(file, &text)
}

/// Writes `NUMBER.xml` for every invoice and credit note to an organisation; answers how many.
///
/// Private buyers are passed over, and what another finance system issues. A document that cannot
/// be stated is refused, and the others are written all the same.
///
/// # Refuses
/// As [`super::ehf`], each document's number before the words.
///
/// # Errors
/// The refusals; of a file that cannot be written; the database's.
pub(crate) fn export_all_ehf(db: &Db, dir: &Path) -> AppResult<usize> {
    std::fs::create_dir_all(dir).map_err(|error| unwritten(dir, &error))?;
    db.read_now(|conn| {
        let (mut written, mut refusals, mut last) = (0, Refusals::default(), 0);
        loop {
            let numbers = store::list_numbers(conn, last, PAGE)?;
            let Some(newest) = numbers.last() else { break };
            last = *newest;
            for number in numbers {
                match export_from(conn, number, dir)? {
                    Ok(true) => written += 1,
                    Ok(false) => {}
                    Err(refusal) => refusals.add(refusal),
                }
            }
        }
        Ok(refusals.or(written)?)
    })
}

/// Was it written? The refusal names its number.
fn export_from(conn: &mut DbConn, number: i64, dir: &Path) -> AppResult<Result<bool, Refusal>> {
    let document = reading::find_document(conn, number)?.ok_or(AppError::NotFound)?;
    match rules::figures(&document) {
        Ok(figures) => {
            let text = super::writing::write(&document, &figures);
            put(&dir.join(format!("{number}.xml")), &text)?;
            Ok(Ok(true))
        }
        Err(Fault::PrivateBuyer | Fault::Basis) => Ok(Ok(false)),
        Err(fault) => {
            let refusal = Refusal::from(fault);
            let detail = format!("{number}: {}", refusal.detail);
            Ok(Err(Refusal { detail, ..refusal }))
        }
    }
}

/// Whole or not at all: written beside its place, then moved there.
fn put(file: &Path, text: &str) -> AppResult<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = file.with_file_name(name);
    std::fs::write(&beside, text).map_err(|error| unwritten(file, &error))?;
    std::fs::rename(&beside, file).map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        unwritten(file, &error)
    })
}

fn unwritten(file: &Path, error: &std::io::Error) -> AppError {
    AppError::internal(format!("{} kan ikke skrives: {error}", file.display()))
}
