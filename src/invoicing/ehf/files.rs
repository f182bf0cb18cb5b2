//! EHF documents as files.

use std::path::Path;

use super::rules::Fault;
use super::{ehf_of, rules};
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult, Refusal, Refusals};
use crate::invoicing::files::{each_number, make_folder, put, unknown};
use crate::invoicing::reading;

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
        let document = document.ok_or_else(|| unknown("ehf.unknown", number))?;
        Ok(ehf_of(&document)?)
    })?;
    put(file, text.as_bytes())
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
    make_folder(dir)?;
    db.read_now(|conn| {
        let (mut written, mut refusals) = (0, Refusals::default());
        each_number(conn, |conn, number| {
            match export_from(conn, number, dir)? {
                Ok(true) => written += 1,
                Ok(false) => {}
                Err(refusal) => refusals.add(refusal),
            }
            Ok(())
        })?;
        Ok(refusals.or(written)?)
    })
}

/// Was it written? The refusal names its number.
fn export_from(conn: &mut DbConn, number: i64, dir: &Path) -> AppResult<Result<bool, Refusal>> {
    let document = reading::find_document(conn, number)?.ok_or(AppError::NotFound)?;
    match rules::figures(&document) {
        Ok(figures) => {
            let text = super::writing::write(&document, &figures);
            put(&dir.join(format!("{number}.xml")), text.as_bytes())?;
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
