//! Residents log, work leaders approve.
//!
//! An entry is a piece of one resident's day: date, start, end, break, enterprise, kind, and an
//! order if there was one. A row names the resident by key only; names stand in `people`.
//!
//! *Invariant:* an approved entry never changes, on any path, and the database itself refuses it. A
//! correction is a counter-entry beside it, which takes its minutes back, and an entry of its own.
//!
//! *Invariant:* two entries of one resident never overlap, of those that stand.
//!
//! *Invariant:* minutes are those that went by, also on the nights when the clock is set.
//!
//! *Invariant:* `hours_kept` holds the sums of the approved rows, kept in the approval's own
//! transaction.

mod actions;
pub(crate) mod api;
mod approval;
mod clock;
mod corrections;
mod guard;
mod kinds;
mod layers;
mod locked;
mod model;
pub(crate) mod pages;
mod rules;
mod sent;
mod store;
mod sums;
mod warnings;
mod weeks;
mod words;

pub(crate) use actions::{
    change_day, copy_day, day_to_copy, forget_entry, log_and_send, log_draft, record_break,
    record_hours, record_job,
};
pub(crate) use approval::{approve, approve_all, send_back};
pub(crate) use clock::{
    Clock, ClockIn, ClockedOut, clock_form, clock_in, clock_of, clock_out, clock_proposal,
    clock_resume, clock_told, clock_undo, clocked_out_words,
};
pub(crate) use corrections::{
    CorrectionForm, accept_correction, ask_correction, corrections_for, decline_correction,
    own_corrections, withdraw_correction,
};
pub(crate) use guard::{Guard, Level, guards, job_words};
pub(crate) use kinds::{
    ProposeKind, accept_kind, agreed_on, decline_kind, kinds_for, kinds_seen, open_kinds,
    own_kinds, propose_kind,
};
pub(crate) use layers::{days_by_kind, kept_by_kind};
pub(crate) use locked::{
    LockedRow, approved_rows, approved_rows_of_order, approved_rows_of_resident,
};
pub(crate) use model::{
    AskedCorrection, DayForm, EntryState, HourCorrection, HourKind, Logged, RecordHours,
};
pub(crate) use rules::{WorkingTimeRule, read_date};
pub(crate) use sent::{
    all_enterprises, day_to_fill, enterprise_choices, get_own_entry, open_jobs, waiting_for,
    week_of,
};
pub(crate) use sums::{
    Approved, ApprovedIn, approved, approved_by_month, by_kind, by_resident, sum_approved,
};
pub(crate) use warnings::{Warning, warnings_among, warnings_for};
pub(crate) use weeks::{finish_week, is_finished, not_sent_in, reopen_week};
pub(crate) use words::kind_words;
