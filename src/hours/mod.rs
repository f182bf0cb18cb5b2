//! Residents log, work leaders approve.
//!
//! An entry is a piece of one resident's day: date, start, end, break, enterprise, kind, and an
//! order if there was one. A row names the resident by key only; names stand in `people`.
//!
//! *Invariant:* an approved entry never changes, on any path; a correction will be a row of its own.
//!
//! *Invariant:* two entries of one resident never overlap.
//!
//! *Invariant:* `hours_kept` holds the sums of the approved rows, kept in the approval's own
//! transaction.

mod actions;
pub(crate) mod api;
mod approval;
mod model;
pub(crate) mod pages;
mod rules;
mod sent;
mod store;
mod sums;
mod words;

pub(crate) use actions::{
    change_day, copy_day, day_to_copy, forget_entry, log_and_send, log_draft, record_hours,
    record_job,
};
pub(crate) use approval::{approve, approve_all, send_back};
pub(crate) use model::{DayForm, EntryState, HourKind, Logged, RecordHours};
pub(crate) use sent::{
    all_enterprises, day_to_fill, enterprise_choices, get_own_entry, open_jobs, send_week,
    waiting_for, week_of,
};
pub(crate) use sums::{
    Approved, ApprovedIn, approved, approved_by_month, by_kind, by_resident, sum_approved,
};
