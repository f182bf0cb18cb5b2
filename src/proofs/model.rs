//! Proofs, what can stand on them, and what is said to make one.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::{AccountId, ResidentId, UtcTime};
use crate::db::schema::{link_cut, proof};

/// That a proof was made; what it says is with its holder.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = proof, treat_none_as_default_value = false)]
pub(crate) struct Proof {
    /// 128 random bits as 32 hexadecimal digits.
    pub(crate) id: String,
    pub(super) resident_id: ResidentId,
    /// SHA-256 of the signed text.
    pub(super) digest: String,
    pub(crate) issued_at: UtcTime,
    /// For error only.
    pub(crate) withdrawn_at: Option<UtcTime>,
    pub(super) withdrawn_by: Option<AccountId>,
    /// What was wrong; for the farm's own eyes.
    pub(crate) withdrawal_note: String,
}

/// All that someone has built and can take along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Built {
    pub(crate) routes: Vec<BuiltRoute>,
    pub(crate) courses: Vec<BuiltCourse>,
}

/// Practice on a way to a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuiltRoute {
    pub(crate) key: String,
    /// The trade and the way, as `Tømrerfaget (praksiskandidat)`.
    pub(crate) name: String,
    /// The trade is Udir's, and so is its name.
    pub(crate) is_public: bool,
    /// The first and last day of the months that count; None when it is goals alone.
    pub(crate) days: Option<(NaiveDate, NaiveDate)>,
    /// Counted by the dated rule, in words.
    pub(crate) months: String,
    /// Approved.
    pub(crate) minutes: i64,
    pub(crate) goals: Vec<BuiltGoal>,
}

/// A goal that is approved, with the work that showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuiltGoal {
    pub(crate) key: String,
    pub(crate) words: String,
    /// The words are Udir's.
    pub(crate) is_public: bool,
    pub(crate) reached_on: NaiveDate,
    pub(crate) tasks: Vec<Task>,
}

/// A piece of work, as the one who did it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) on: NaiveDate,
    pub(crate) words: String,
}

/// A course that was completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuiltCourse {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) completed_on: NaiveDate,
    /// The last day it counts; None for ever.
    pub(crate) valid_to: Option<NaiveDate>,
}

/// What someone wishes to have on a proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TakeOut {
    /// As the holder wants it shown.
    pub(crate) name: String,
    /// Keys of routes, of goals as `route/goal`, and of courses.
    pub(crate) lines: Vec<String>,
}

/// What was left out, as it tells what kind of place it is, or names someone else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Words that someone wrote of own work.
    pub(crate) words: bool,
    /// Routes, goals or courses of the farm's own, by their name.
    pub(crate) lines: bool,
}

/// A line that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) key: String,
    /// Beneath which route it stands; empty for a route or a course.
    pub(crate) under: String,
    pub(crate) name: String,
    pub(crate) says: String,
    pub(crate) is_course: bool,
}

/// A line of a proof: what it is about, and what it says of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// `rute-1`, `rute-1-mal-2`, `kurs-1`: which line beneath which.
    pub(crate) mark: String,
    pub(crate) name: String,
    pub(crate) says: String,
}

/// What a proof says, read from its signed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) id: String,
    pub(crate) holder: String,
    pub(crate) issuer: String,
    pub(crate) issued_on: NaiveDate,
    pub(crate) lines: Vec<Line>,
    /// Where it is checked.
    pub(crate) address: String,
}

/// A proof just made, in full; the farm keeps no copy.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) jwt: String,
    pub(crate) said: Said,
}

/// What one's own page shows.
#[derive(Clone, Debug)]
pub(crate) struct MyProofs {
    pub(crate) name: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) left_out: LeftOut,
    /// What was taken out before, the newest first.
    pub(crate) taken: Vec<Proof>,
}

/// Who a proof is from, and where that one is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issuer {
    pub(crate) name: String,
    /// `https://bestilling.example.no`
    pub(crate) address: String,
}

/// That someone wishes the link between their name and the farm cut.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = link_cut, treat_none_as_default_value = false)]
pub(crate) struct LinkCut {
    pub(crate) id: String,
    pub(super) resident_id: ResidentId,
    pub(crate) wished_at: UtcTime,
    /// When a leader said yes.
    pub(crate) agreed_at: Option<UtcTime>,
    pub(super) agreed_by: Option<AccountId>,
    /// Not before this.
    pub(crate) due_at: Option<UtcTime>,
    /// When someone changed their mind.
    pub(super) stopped_at: Option<UtcTime>,
    pub(super) cut_at: Option<UtcTime>,
}

impl LinkCut {
    pub(super) const fn is_open(&self) -> bool {
        self.stopped_at.is_none() && self.cut_at.is_none()
    }
}

/// A wish to be cut, with the first name of the one whose it is.
#[derive(Clone, Debug)]
pub(crate) struct CutWish {
    pub(crate) name: String,
    pub(crate) cut: LinkCut,
}
