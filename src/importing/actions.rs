//! One file, or a farm's folder: read whole, then taken in whole or not at all.

use std::path::Path;

use super::columns::Kind;
use super::reading::{self, Table};
use super::words::Troubles;
use super::work::{self, Work};
use super::{daily, farm, funding, orders};
use crate::base::UtcTime;
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult};

/// Bytes in a file, at most.
const FILE_MAX: u64 = 200 * 1024 * 1024;

/// Imports one file, all of it or nothing.
///
/// # Errors
/// Refusals with file, line and field; else the file's or the database's.
pub(crate) fn import_file(db: &Db, kind: Kind, file: &Path, now: UtcTime) -> AppResult<()> {
    let mut troubles = Troubles::default();
    let table = read(kind, file, now, &mut troubles)?;
    troubles.none_or_refused()?;
    take_in(db, vec![table], now)
}

/// Imports every file of a farm that the folder holds, all of them or nothing.
///
/// # Errors
/// As [`import_file`]; also when there is no such folder, or none of the files in it.
pub(crate) fn import_farm(db: &Db, dir: &Path, now: UtcTime) -> AppResult<()> {
    if !dir.is_dir() {
        return Err(AppError::internal(format!("{}: there is no such folder", dir.display())));
    }
    let mut troubles = Troubles::default();
    let mut tables = Vec::new();
    for kind in Kind::ALL {
        let file = dir.join(kind.file_name());
        if file.exists() {
            tables.push(read(*kind, &file, now, &mut troubles)?);
        }
    }
    if tables.is_empty() {
        let words = format!("{}: none of a farm's files is there", dir.display());
        return Err(AppError::internal(words));
    }
    troubles.none_or_refused()?;
    take_in(db, tables, now)
}

fn read(kind: Kind, file: &Path, now: UtcTime, troubles: &mut Troubles) -> AppResult<Table> {
    let wrong = |error: std::io::Error| AppError::internal(format!("{}: {error}", file.display()));
    let size = std::fs::metadata(file).map_err(wrong)?.len();
    if size > FILE_MAX {
        return Err(AppError::internal(format!("{}: the file is too large", file.display())));
    }
    let bytes = std::fs::read(file).map_err(wrong)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(reading::read(kind, &name, &bytes, now.oslo_date(), troubles))
}

fn take_in(db: &Db, tables: Vec<Table>, now: UtcTime) -> AppResult<()> {
    let bar = work::bar(tables.iter().map(|table| table.rows.len()).sum());
    let shown = bar.clone();
    let done = db.write_now(move |tx| {
        let mut work = Work::new(tx, now, bar);
        for table in &tables {
            if !work.troubles.is_empty() {
                break;
            }
            work.begin(table.kind);
            take_in_one(&mut work, table)?;
        }
        work.troubles.none_or_refused().map_err(AppError::from)
    });
    shown.finish_and_clear();
    done
}

/// Imports rows that stand in the program and in no file, in the caller's transaction.
///
/// # Errors
/// As [`import_file`].
pub(crate) fn import_text(tx: &mut DbConn, kind: Kind, csv: &str, now: UtcTime) -> AppResult<()> {
    let mut troubles = Troubles::default();
    let name = kind.file_name();
    let table = reading::read(kind, &name, csv.as_bytes(), now.oslo_date(), &mut troubles);
    troubles.none_or_refused()?;
    let mut work = Work::new(tx, now, indicatif::ProgressBar::hidden());
    take_in_one(&mut work, &table)?;
    work.troubles.none_or_refused().map_err(AppError::from)
}

fn take_in_one(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    match table.kind {
        Kind::Seller => farm::sellers(work, table),
        Kind::Enterprises => farm::enterprises(work, table),
        Kind::Offerings => farm::offerings(work, table),
        Kind::Customers => farm::customers(work, table),
        Kind::Orders => orders::orders(work, table),
        Kind::Hours => daily::hours(work, table),
        Kind::Purchases => daily::purchases(work, table),
        Kind::RunningCosts => funding::running_costs(work, table),
        Kind::ResidentDays => funding::resident_days(work, table),
        Kind::Funding => funding::sources(work, table),
    }
}
