//! What a model test does with weeks and corrections, and the reports it reads.

use chrono::NaiveDate;

use super::World;
use super::world::Outcome;
use crate::base::EntryId;
use crate::error::AppError;
use crate::hours::{self, CorrectionForm, DayForm};
use crate::overview::{self, By, Kind, Sight, Span};

impl World<'_> {
    /// Takes back that someone's week from a Monday is finished; answers how many are drafts again.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn reopen_week(&mut self, who: &str, monday: NaiveDate) -> Outcome<usize> {
        let actor = self.actor(who)?;
        self.act(|tx, _now| hours::reopen_week(tx, actor, monday))
    }

    /// Asks to have an approved entry put right; `fields` as for [`World::log`], none to have it
    /// taken away.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn ask_correction(
        &mut self,
        who: &str,
        entry: &str,
        fields: Option<[&str; 7]>,
    ) -> Outcome<()> {
        let (actor, id) = (self.actor(who)?, EntryId::from_text(entry));
        let takes_away = fields.is_none();
        let [date, start, end, break_minutes, enterprise, kind, order] =
            fields.unwrap_or_default().map(str::to_owned);
        let day = DayForm { date, start, end, break_minutes, enterprise, kind, order };
        let form = CorrectionForm { day, takes_away, reason: "Det var feil.".into() };
        self.act(|tx, now| hours::ask_correction(tx, actor, &id, &form, now).map(drop))
    }

    /// Says yes to a correction.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn accept_correction(&mut self, who: &str, id: &str) -> Outcome<()> {
        let actor = self.actor(who)?;
        self.act(|tx, now| hours::accept_correction(tx, actor, id, now))
    }

    /// Says no to a correction.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn decline_correction(&mut self, who: &str, id: &str) -> Outcome<()> {
        let actor = self.actor(who)?;
        self.act(|tx, now| hours::decline_correction(tx, actor, id, "Det stemmer.", now))
    }

    /// Takes back that one asked for a correction.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn withdraw_correction(&mut self, who: &str, id: &str) -> Outcome<()> {
        let actor = self.actor(who)?;
        self.act(|tx, now| hours::withdraw_correction(tx, actor, id, now).map(drop))
    }

    /// The report of hours by month, by kind and by resident, as CSV.
    ///
    /// # Errors
    /// The refusal's words.
    pub fn hours_reports(&mut self, from: NaiveDate, to: NaiveDate) -> Outcome<[String; 3]> {
        let mut report = |by| {
            let span = Span { from, to };
            overview::report(self.tx, Kind::Hours, span, by, Sight::Open)
                .map(|report| overview::csv(&report))
                .map_err(|error: AppError| error.to_string())
        };
        Ok([report(None)?, report(Some(By::WorkKind))?, report(Some(By::Resident))?])
    }
}
