//! PDF documents as files.

use std::path::Path;

use super::draft;
use crate::db::Db;
use crate::error::{AppError, AppResult};
use crate::invoicing::files::{each_number, make_folder, put, unknown};
use crate::invoicing::reading::find_document;
use crate::pdf;

/// Writes one document's PDF, a private buyer's too.
///
/// # Refuses
/// `pdf.unknown` for a number that is none; `pdf.not_built`.
///
/// # Errors
/// The refusals; of a file that cannot be written; the database's.
pub(crate) fn export_pdf(db: &Db, number: i64, file: &Path) -> AppResult<()> {
    let ready = db.read_now(|conn| {
        draft(&find_document(conn, number)?.ok_or_else(|| unknown("pdf.unknown", number))?)
    })?;
    put(file, &pdf::render(&ready)?)
}

/// Writes `NUMBER.pdf` for every invoice and credit note; answers how many.
///
/// # Refuses
/// `pdf.not_built`.
///
/// # Errors
/// The refusal; of a file that cannot be written; the database's.
pub(crate) fn export_all_pdf(db: &Db, dir: &Path) -> AppResult<usize> {
    make_folder(dir)?;
    db.read_now(|conn| {
        let mut written = 0;
        each_number(conn, |conn, number| {
            let ready = draft(&find_document(conn, number)?.ok_or(AppError::NotFound)?)?;
            written += 1;
            put(&dir.join(format!("{number}.pdf")), &pdf::render(&ready)?)
        })?;
        Ok(written)
    })
}
