//! An import at work: the transaction, the instant, what is wrong so far, and the progress bar.

use std::collections::HashMap;

use indicatif::{ProgressBar, ProgressStyle};

use super::columns::Kind;
use super::known::{Cells, Known, Stand};
use super::reading::{Row, Table};
use super::words::{self, Place, Troubles};
use crate::base::{EnterpriseId, UtcTime};
use crate::db::DbConn;
use crate::enterprises;
use crate::error::{AppError, AppResult};

/// What every kind's import works with.
pub(super) struct Work<'a> {
    pub(super) tx: &'a mut DbConn,
    pub(super) now: UtcTime,
    pub(super) troubles: Troubles,
    pub(super) bar: ProgressBar,
    enterprises: HashMap<String, EnterpriseId>,
    is_stopped: bool,
}

/// A bar on standard error, hidden where there is no terminal.
pub(super) fn bar(steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(steps).unwrap_or_default());
    let style = ProgressStyle::with_template("{msg:>14} {wide_bar} {pos}/{len} {eta}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

impl<'a> Work<'a> {
    pub(super) fn new(tx: &'a mut DbConn, now: UtcTime, bar: ProgressBar) -> Self {
        let troubles = Troubles::default();
        Self { tx, now, troubles, bar, enterprises: HashMap::new(), is_stopped: false }
    }

    /// Is there no sense in going on?
    pub(super) fn is_over(&self) -> bool {
        self.is_stopped || self.troubles.is_full()
    }

    /// Imports rows one by one: each is compared, and what is new or filled is taken in.
    ///
    /// `farm` tells what the farm holds under a row's key; `take` records a new row or fills cells.
    ///
    /// # Errors
    /// The database's; refusals are told in `troubles`.
    pub(super) fn each(
        &mut self,
        table: &Table,
        mut farm: impl FnMut(&mut Self, &Row) -> AppResult<Option<Cells>>,
        mut take: impl FnMut(&mut Self, &Row, &Stand) -> AppResult<()>,
    ) -> AppResult<()> {
        let mut known = Known::load(self.tx, table.kind)?;
        for row in &table.rows {
            if self.is_over() {
                return Ok(());
            }
            self.bar.inc(1);
            let mut stand = known.stand(row, None, &mut self.troubles);
            if matches!(stand, Stand::New | Stand::Filled(_)) {
                let held = farm(self, row);
                let Some(held) = self.told(&row.place, row, "", held)? else { continue };
                stand = known.stand(row, held.as_ref(), &mut self.troubles);
            }
            match &stand {
                Stand::Refused => continue,
                Stand::Same => {}
                Stand::New | Stand::Filled(_) => {
                    let taken = take(self, row, &stand);
                    if self.told(&row.place, row, "", taken)?.is_none() {
                        continue;
                    }
                }
            }
            known.keep(row);
        }
        if self.troubles.is_empty() { known.save(self.tx) } else { Ok(()) }
    }

    /// What an action answered; None when it refused, which is told at the row's place.
    ///
    /// # Errors
    /// What is no refusal.
    pub(super) fn told<T>(
        &mut self,
        place: &Place,
        row: &Row,
        field: &str,
        result: AppResult<T>,
    ) -> AppResult<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(AppError::Refused(refusals)) => {
                for refusal in refusals.all() {
                    let field = column_of(row, &refusal.field).unwrap_or(field);
                    self.troubles.add(refusal.code, place, field, &refusal.detail);
                }
                Ok(None)
            }
            // PostgreSQL takes nothing more after a refused insert; what is known is told.
            Err(_) if !self.troubles.is_empty() => {
                self.is_stopped = true;
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// The enterprise a row names; None when there is none, which is told.
    ///
    /// # Errors
    /// The database's.
    pub(super) fn enterprise(&mut self, row: &Row) -> AppResult<Option<EnterpriseId>> {
        let code = row.text("enterprise");
        if self.enterprises.is_empty() {
            let all = enterprises::list_enterprises(self.tx)?;
            self.enterprises = all.into_iter().map(|e| (e.code, e.id)).collect();
        }
        let id = self.enterprises.get(code).cloned();
        if id.is_none() {
            self.unknown(row, "enterprise", "Næringen");
        }
        Ok(id)
    }

    /// Tells that what a row points to is not there.
    pub(super) fn unknown(&mut self, row: &Row, field: &str, what: &str) {
        let words = words::unknown(what, row.text(field));
        self.troubles.add("import.unknown", &row.place, field, &words);
    }

    /// Names what is being imported.
    pub(super) fn begin(&mut self, kind: Kind) {
        self.bar.set_message(kind.file_name());
    }
}

/// The column that an action's field is about; its own name, or the file's name for it.
fn column_of<'r>(row: &'r Row, field: &str) -> Option<&'r str> {
    let name = match field {
        "price" | "unit_price" => "price_incl_vat",
        "capacity" => "capacity_per_day",
        "code" if row.columns().iter().any(|c| c.name == "offering") => "offering",
        "code" => "enterprise",
        "break" => "break_minutes",
        "days" => "resident_days",
        other => other,
    };
    row.columns().iter().map(|column| column.name).find(|known| *known == name)
}
