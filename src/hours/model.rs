//! An hour entry, its states and kinds, and what is said to make one.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::{
    AccountId, ClockTime, EnterpriseId, EntryId, Minutes, OrderId, ResidentId, UtcTime, sha256_hex,
};
use crate::db::schema::{hour_correction, hour_entry, kind_agreement};

/// Letters of an entry's mark.
const MARK_DIGITS: usize = 16;

text_enum!(
    /// What the time was; a safety field, as benefits hang on it.
    HourKind {
        /// Work-oriented measure.
        Training = "training",
        /// Work that is normally paid.
        Work = "work",
        /// Voluntary.
        Dugnad = "dugnad",
    }
);

text_enum!(
    /// draft → submitted → approved; sent back, it is a draft again.
    EntryState {
        Draft = "draft",
        Submitted = "submitted",
        Approved = "approved",
    }
);

/// A piece of a resident's day.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = hour_entry, treat_none_as_default_value = false)]
pub(crate) struct HourEntry {
    pub(crate) id: EntryId,
    pub(crate) resident_id: ResidentId,
    pub(crate) entry_date: NaiveDate,
    pub(crate) start_minute: ClockTime,
    /// 24:00 is midnight at the day's end.
    pub(crate) end_minute: ClockTime,
    pub(crate) break_minutes: Minutes,
    /// End − start − break.
    pub(crate) worked_minutes: Minutes,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) kind: HourKind,
    pub(crate) order_id: Option<OrderId>,
    pub(crate) state: EntryState,
    /// The work leader's line, when sent back; empty else.
    pub(crate) returned_note: String,
    /// The approved entry that this one corrects.
    pub(crate) corrects: Option<EntryId>,
    /// Takes the minutes of the entry it corrects back; its own are below nothing.
    pub(crate) counter: bool,
    pub(crate) created_at: UtcTime,
    pub(crate) submitted_at: Option<UtcTime>,
    pub(crate) approved_at: Option<UtcTime>,
    pub(crate) approved_by: Option<AccountId>,
}

impl HourEntry {
    /// A short mark of what the entry says: another time, place, kind or order has another one.
    pub(crate) fn mark(&self) -> String {
        let order = self.order_id.as_ref().map(OrderId::as_str).unwrap_or_default();
        let says = format!(
            "{}|{}|{}|{}|{}|{}|{}|{order}",
            self.entry_date,
            self.start_minute,
            self.end_minute,
            self.break_minutes.get(),
            self.worked_minutes.get(),
            self.enterprise_id,
            self.kind,
        );
        let mut mark = sha256_hex(says);
        mark.truncate(MARK_DIGITS);
        mark
    }
}

/// An entry with the words of what it points to.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Logged {
    pub(crate) entry: HourEntry,
    pub(crate) enterprise_code: String,
    pub(crate) enterprise_name: String,
    pub(crate) order_number: Option<String>,
}

text_enum!(
    /// asked → accepted, declined or withdrawn.
    CorrectionState {
        Asked = "asked",
        Accepted = "accepted",
        Declined = "declined",
        Withdrawn = "withdrawn",
    }
);

/// What a resident asks to have put right in an approved entry, and what came of it.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = hour_correction, treat_none_as_default_value = false)]
pub(crate) struct HourCorrection {
    pub(crate) id: String,
    pub(crate) entry_id: EntryId,
    pub(crate) reason: String,
    /// The entry should not be there; what follows repeats it.
    pub(crate) takes_away: bool,
    pub(crate) entry_date: NaiveDate,
    pub(crate) start_minute: ClockTime,
    pub(crate) end_minute: ClockTime,
    pub(crate) break_minutes: Minutes,
    pub(crate) worked_minutes: Minutes,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) kind: HourKind,
    pub(crate) order_id: Option<OrderId>,
    pub(crate) state: CorrectionState,
    pub(crate) asked_by: AccountId,
    pub(crate) asked_at: UtcTime,
    pub(crate) settled_by: Option<AccountId>,
    pub(crate) settled_at: Option<UtcTime>,
    /// The work leader's line, when declined.
    pub(crate) answer: String,
}

/// A correction beside the entry it is about, with the words of what it points to.
#[derive(Clone, Debug)]
pub(crate) struct AskedCorrection {
    pub(crate) correction: HourCorrection,
    pub(crate) enterprise_name: String,
    pub(crate) order_number: Option<String>,
    pub(crate) original: Logged,
    /// Has the original's order been invoiced?
    pub(crate) is_invoiced: bool,
}

/// A kind that a resident's hours may be of from a day on, once both have said yes.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = kind_agreement, treat_none_as_default_value = false)]
pub(crate) struct KindAgreement {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) kind: HourKind,
    pub(crate) valid_from: NaiveDate,
    /// The last day; None until further notice.
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) proposed_by: AccountId,
    pub(crate) proposed_at: UtcTime,
    pub(crate) resident_agreed_at: Option<UtcTime>,
    pub(crate) leader_agreed_at: Option<UtcTime>,
    pub(crate) leader_agreed_by: Option<AccountId>,
    pub(crate) declined_at: Option<UtcTime>,
}

impl KindAgreement {
    /// Has the resident said yes, has the leader?
    pub(crate) const fn said(&self) -> (bool, bool) {
        (self.resident_agreed_at.is_some(), self.leader_agreed_at.is_some())
    }

    /// Does it wait for a yes?
    pub(crate) const fn is_open(&self) -> bool {
        self.declined_at.is_none() && !matches!(self.said(), (true, true))
    }
}

/// A day's piece as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DayForm {
    pub(crate) date: String,
    pub(crate) start: String,
    pub(crate) end: String,
    /// Whole minutes.
    pub(crate) break_minutes: String,
    /// An enterprise's code.
    pub(crate) enterprise: String,
    pub(crate) kind: String,
    /// An order's number; empty when none.
    pub(crate) order: String,
}

/// A day's piece as an import says it.
#[derive(Clone, Debug)]
pub(crate) struct RecordHours {
    pub(crate) resident_id: ResidentId,
    pub(crate) date: NaiveDate,
    pub(crate) start: ClockTime,
    pub(crate) end: ClockTime,
    pub(crate) break_minutes: Minutes,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) kind: HourKind,
    pub(crate) order_id: Option<OrderId>,
    /// Submitted or approved.
    pub(crate) state: EntryState,
}

/// An hour entry as programs see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct EntryAnswer {
    pub(crate) id: String,
    /// `draft`, `submitted` or `approved`.
    pub(crate) state: String,
    /// `2026-11-20`.
    pub(crate) date: String,
    /// `08:00`.
    pub(crate) start: String,
    /// `14:30`, at most `24:00`.
    pub(crate) end: String,
    pub(crate) break_minutes: i32,
    pub(crate) worked_minutes: i32,
    /// The enterprise's code.
    pub(crate) enterprise: String,
    /// `training`, `work` or `dugnad`.
    pub(crate) kind: String,
    /// The order's number, if the time was for one.
    pub(crate) order: Option<String>,
}

impl From<Logged> for EntryAnswer {
    fn from(logged: Logged) -> Self {
        let Logged { entry, enterprise_code, order_number, .. } = logged;
        Self {
            id: entry.id.to_string(),
            state: entry.state.to_string(),
            date: entry.entry_date.to_string(),
            start: entry.start_minute.to_string(),
            end: entry.end_minute.to_string(),
            break_minutes: entry.break_minutes.get(),
            worked_minutes: entry.worked_minutes.get(),
            enterprise: enterprise_code,
            kind: entry.kind.to_string(),
            order: order_number,
        }
    }
}

/// An open order's part, by number and what is to be done; nothing of who ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenJob {
    pub(crate) number: String,
    pub(crate) what: String,
}
