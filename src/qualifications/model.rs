//! Curricula and goals, routes, and evidence with its stamps.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rules::Count;
use crate::base::{AccountId, EnterpriseId, EntryId, OfferingId, ResidentId, UtcTime};
use crate::db::schema::{curriculum, evidence, evidence_stamp, goal, goal_work, route};

text_enum!(
    /// What a curriculum is of.
    CurriculumKind {
        /// A trade with a certificate.
        Trade = "trade",
        School = "school",
        /// The centre's own: private economy, cooking, cleaning.
        Own = "own",
    }
);

text_enum!(
    /// The ways to a certificate.
    RouteKind {
        Apprentice = "apprentice",
        LearningCandidate = "learning_candidate",
        PracticeCandidate = "practice_candidate",
        /// Closed without a wage contract.
        OnTheJob = "on_the_job",
    }
);

text_enum!(
    /// What someone said of a piece of evidence. Only `approved` counts.
    StampKind {
        /// The mentor's.
        Seen = "seen",
        /// The skilled person's.
        Approved = "approved",
        /// With a kind line.
        NotYet = "not_yet",
    }
);

/// A curriculum: Udir's, or the farm's own.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = curriculum)]
pub(crate) struct Curriculum {
    /// `TMF03-02`
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: CurriculumKind,
    /// `svennebrev`, `fagbrev`; empty for none.
    pub(crate) certificate: String,
    /// `Grep`, or `gården`.
    pub(crate) source: String,
    pub(crate) read_at: UtcTime,
}

/// Something to be able to do.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = goal, treat_none_as_default_value = false)]
pub(crate) struct Goal {
    pub(crate) id: String,
    pub(crate) curriculum_code: String,
    /// `KM1234`
    pub(crate) code: String,
    pub(crate) words: String,
    /// The aim set it stands in; empty for the farm's own.
    pub(crate) set_code: String,
    pub(crate) place: i32,
    /// None while it stands; what was reached stays reached.
    pub(crate) ended_at: Option<UtcTime>,
}

/// Work that can give a goal.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = goal_work, treat_none_as_default_value = false)]
pub(crate) struct GoalWork {
    pub(crate) id: String,
    pub(crate) goal_id: String,
    pub(crate) enterprise_id: EnterpriseId,
    /// None: the enterprise's daily work.
    pub(crate) offering_id: Option<OfferingId>,
}

/// How months are counted on a kind of route.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct RouteRule {
    pub(crate) kind: RouteKind,
    pub(crate) valid_from: NaiveDate,
    pub(crate) months_needed: i32,
    /// Or this many; 0: months alone decide.
    pub(crate) minutes_needed: i64,
    pub(crate) full_month_minutes: i32,
    /// A month of at least this part of a full one is a whole month; 8000 is 80 %.
    pub(crate) full_from_bp: i32,
    /// Fewer months in a row count nothing.
    pub(crate) stretch_months: i32,
    pub(crate) recent_years: i32,
    /// At least this part is not older than the years above.
    pub(crate) recent_part_bp: i32,
    pub(crate) year_months_max: i32,
    pub(crate) needs_wage: bool,
    /// Counted from the day the route began.
    pub(crate) from_start: bool,
    pub(crate) source: String,
}

/// A resident's way to a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = route, treat_none_as_default_value = false)]
pub(crate) struct Route {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) kind: RouteKind,
    pub(crate) curriculum_code: String,
    pub(crate) started_on: NaiveDate,
    pub(crate) wage_contract_on: Option<NaiveDate>,
    pub(crate) opened_by: AccountId,
    pub(crate) opened_at: UtcTime,
    /// The last day.
    pub(crate) ended_on: Option<NaiveDate>,
    pub(crate) ended_by: Option<AccountId>,
    /// Who told of the wage contract last, also that there is none.
    pub(crate) wage_set_by: Option<AccountId>,
    pub(crate) wage_set_at: Option<UtcTime>,
}

/// Something a person did, shown by themselves; its picture is read on its own.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = evidence)]
pub(crate) struct Evidence {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) enterprise_id: Option<EnterpriseId>,
    pub(crate) happened_on: NaiveDate,
    pub(crate) words: String,
    /// None when there is no picture.
    pub(crate) photo_media_type: Option<String>,
    pub(crate) entry_id: Option<EntryId>,
    pub(crate) made_at: UtcTime,
    pub(crate) withdrawn_at: Option<UtcTime>,
    /// The hours it pointed at when it was taken back; they may be gone since.
    pub(crate) let_go_entry_id: Option<EntryId>,
}

/// What someone said of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = evidence_stamp, treat_none_as_default_value = false)]
pub(crate) struct Stamp {
    pub(crate) id: String,
    pub(crate) evidence_id: String,
    pub(crate) kind: StampKind,
    pub(crate) words: String,
    pub(crate) stamped_by: AccountId,
    pub(crate) stamped_at: UtcTime,
    pub(crate) undone_at: Option<UtcTime>,
}

/// A stamp that stands, with who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamped {
    pub(crate) id: String,
    pub(crate) kind: StampKind,
    pub(crate) words: String,
    pub(crate) by: String,
    pub(crate) by_id: AccountId,
    pub(crate) at: UtcTime,
}

/// A piece of evidence with what it points at and what was said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) evidence: Evidence,
    /// Empty outside the enterprises.
    pub(crate) enterprise_name: String,
    pub(crate) goals: Vec<Goal>,
    /// Minutes of the own hours it points at.
    pub(crate) minutes: Option<i64>,
    /// Those that stand, oldest first.
    pub(crate) stamps: Vec<Stamped>,
}

impl Shown {
    pub(crate) fn approval(&self) -> Option<&Stamped> {
        self.stamps.iter().find(|stamp| stamp.kind == StampKind::Approved)
    }

    /// Its newest word of a kind.
    pub(crate) fn newest(&self, kind: StampKind) -> Option<&Stamped> {
        self.stamps.iter().rev().find(|stamp| stamp.kind == kind)
    }

    /// Nobody skilled has answered it yet.
    pub(crate) fn waits(&self) -> bool {
        let answered = |stamp: &Stamped| stamp.kind != StampKind::Seen;
        !self.stamps.iter().any(answered)
    }
}

/// A goal that was reached: when, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reached {
    pub(crate) goal: Goal,
    pub(crate) on: NaiveDate,
    pub(crate) by: String,
}

/// A curriculum's goals as they stand for someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GoalsOf {
    pub(crate) curriculum: Curriculum,
    /// By date.
    pub(crate) reached: Vec<Reached>,
    /// In the curriculum's order.
    pub(crate) left: Vec<Goal>,
}

/// Approved minutes in an enterprise, and whether they count on a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlaceMinutes {
    pub(crate) place: String,
    pub(crate) minutes: i64,
    pub(crate) standing: Standing,
}

/// Do hours count on a route, and if not, why?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Counts,
    /// The trade is not practised there.
    OtherTrade,
    /// Before the wage contract, or there is none.
    NoWage,
    /// Before the route began.
    BeforeStart,
    /// After its last day.
    AfterEnd,
    /// Voluntary.
    Dugnad,
}

/// How far someone has come on a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RouteProgress {
    pub(crate) route: Route,
    pub(crate) rule: RouteRule,
    pub(crate) goals: GoalsOf,
    pub(crate) count: Count,
    /// Every approved minute, by place and standing.
    pub(crate) hours: Vec<PlaceMinutes>,
    /// Nothing counts on it without a wage contract, and there is none.
    pub(crate) is_closed: bool,
}

/// How far someone has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Those that go on first, then those that ended.
    pub(crate) routes: Vec<RouteProgress>,
    /// The centre's own goals, and those of curricula one is on no route to and has reached.
    pub(crate) others: Vec<GoalsOf>,
}
