//! PDF documents as files.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::draft;
use crate::db::Db;
use crate::error::{AppError, AppResult};
use crate::invoicing::files::{each_number, make_folder, put, unknown};
use crate::invoicing::reading::find_document;
use crate::pdf::{self, Draft};

/// Documents read before they are set; no more are in memory.
const WAITING: usize = 8;

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

/// Writes `NUMBER.pdf` for every invoice and credit note, on every core; answers how many.
///
/// # Refuses
/// `pdf.not_built`.
///
/// # Errors
/// The refusal; of a file that cannot be written; the database's.
pub(crate) fn export_all_pdf(db: &Db, dir: &Path) -> AppResult<usize> {
    make_folder(dir)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (sender, waiting) = sync_channel(WAITING);
    let waiting = Arc::new(Mutex::new(waiting));
    std::thread::scope(|scope| {
        let set = |_| {
            let waiting = waiting.clone();
            scope.spawn(move || write_each(&waiting, dir))
        };
        let setters: Vec<_> = (0..cores).map(set).collect();
        drop(waiting);
        let read = db.read_now(|conn| {
            each_number(conn, |conn, number| {
                let ready = draft(&find_document(conn, number)?.ok_or(AppError::NotFound)?)?;
                // Nobody waits any more when every setter has failed, which is then told below.
                sender.send((number, ready)).map_err(|lost| AppError::internal(lost.to_string()))
            })
        });
        drop(sender);
        let mut written = 0;
        for setter in setters {
            written += setter.join().map_err(|_panic| AppError::internal("a setter died"))??;
        }
        read.map(|()| written)
    })
}

/// Sets and writes what comes, until nothing more does; answers how many.
fn write_each(waiting: &Mutex<Receiver<(i64, Draft)>>, dir: &Path) -> AppResult<usize> {
    let mut written = 0;
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, ready)) = next else { return Ok(written) };
        put(&dir.join(format!("{number}.pdf")), &pdf::render(&ready)?)?;
        written += 1;
    }
}
