//! The plan that a resident and those who follow them make together, and what is told of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, ResidentId, UtcTime};
use crate::db::schema::{
    departure, help_ask, mentor_step, model_step, pause, plan_element, talk, talk_step,
};

text_enum!(
    /// A part of the plan beside the routes.
    ElementKind {
        PrimarySchool = "primary_school",
        UpperSecondary = "upper_secondary",
        Economy = "economy",
        Cooking = "cooking",
        Cleaning = "cleaning",
        /// In one's own words.
        Other = "other",
    }
);

/// A part of someone's plan.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = plan_element, treat_none_as_default_value = false)]
pub(crate) struct PlanElement {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) kind: ElementKind,
    /// Empty but for one of own words.
    pub(crate) words: String,
    pub(crate) started_on: NaiveDate,
    pub(crate) done_on: Option<NaiveDate>,
    pub(crate) added_by: AccountId,
    pub(crate) added_at: UtcTime,
    pub(crate) taken_away_at: Option<UtcTime>,
    /// Who said that it is done; None where that was not kept yet.
    pub(crate) done_by: Option<AccountId>,
    pub(crate) done_at: Option<UtcTime>,
}

/// That someone is on a step of the model from a day on; the newest counts.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = model_step)]
pub(crate) struct ModelStep {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    /// 1 to 3.
    pub(crate) step: i32,
    pub(crate) from_date: NaiveDate,
    pub(crate) set_by: AccountId,
    pub(crate) set_at: UtcTime,
}

/// A pause; for what is nobody's to write.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = pause, treat_none_as_default_value = false)]
pub(crate) struct Pause {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) first_day: NaiveDate,
    /// None until one is back.
    pub(crate) last_day: Option<NaiveDate>,
    pub(crate) set_by: AccountId,
    pub(crate) set_at: UtcTime,
}

/// A half-year talk that was held.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = talk, treat_none_as_default_value = false)]
pub(crate) struct Talk {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) held_on: NaiveDate,
    pub(crate) next_on: Option<NaiveDate>,
    pub(crate) held_by: AccountId,
    pub(crate) recorded_at: UtcTime,
}

/// A step that was agreed in a talk.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = talk_step, treat_none_as_default_value = false)]
pub(crate) struct TalkStep {
    pub(crate) id: String,
    pub(crate) talk_id: String,
    pub(crate) place: i32,
    pub(crate) words: String,
    pub(crate) done_on: Option<NaiveDate>,
}

/// That a resident would like a word with someone.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = help_ask, treat_none_as_default_value = false)]
pub(crate) struct HelpAsk {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) asked_at: UtcTime,
    pub(crate) answered_at: Option<UtcTime>,
    pub(crate) answered_by: Option<AccountId>,
}

/// Becoming a mentor: who wished it, and who has said yes.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = mentor_step, treat_none_as_default_value = false)]
pub(crate) struct MentorStep {
    pub(crate) id: String,
    pub(crate) resident_id: ResidentId,
    pub(crate) wished_by: AccountId,
    pub(crate) wished_at: UtcTime,
    pub(crate) resident_agreed_at: Option<UtcTime>,
    /// The leader's yes gives the role in the same moment.
    pub(crate) leader_agreed_at: Option<UtcTime>,
    pub(crate) leader_agreed_by: Option<AccountId>,
    pub(crate) withdrawn_at: Option<UtcTime>,
}

/// Where becoming a mentor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growing {
    /// Nobody has spoken of it.
    Unspoken,
    /// The leader has offered it, and the resident not answered.
    Offered,
    /// The resident says yes, and the leader gives the role.
    Agreed,
    /// Both said yes, and the role is given.
    Done,
}

/// What someone left for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = departure)]
pub(crate) struct Departure {
    pub(crate) resident_id: ResidentId,
    pub(crate) left_on: NaiveDate,
    pub(crate) to_work: bool,
    pub(crate) own_home: bool,
    pub(crate) self_supporting: bool,
    pub(crate) recorded_by: AccountId,
    pub(crate) recorded_at: UtcTime,
}

/// Everything of someone's plan.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// None until it is set.
    pub(crate) step: Option<ModelStep>,
    /// Not taken away; the oldest first.
    pub(crate) elements: Vec<PlanElement>,
    /// Names of others who said that one is done.
    pub(crate) ticked_by: BTreeMap<AccountId, String>,
    /// One that lasts.
    pub(crate) pause: Option<Pause>,
    /// The newest.
    pub(crate) talk: Option<Talk>,
    /// What was agreed in it.
    pub(crate) agreed: Vec<TalkStep>,
    /// One that waits for an answer.
    pub(crate) ask: Option<HelpAsk>,
    pub(crate) growing: Growing,
    /// Someone is a mentor for the one whose plan it is.
    pub(crate) has_mentor: bool,
    /// Goals to be learned at today's jobs, in their own words.
    pub(crate) learning: Vec<String>,
}

/// Someone a mentor follows, and why today.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    pub(crate) resident_id: ResidentId,
    pub(crate) name: String,
    /// The first day of a relation that is new.
    pub(crate) new_since: Option<NaiveDate>,
    pub(crate) asked_at: Option<UtcTime>,
    pub(crate) paused_since: Option<NaiveDate>,
    /// Pieces of evidence that nobody has seen.
    pub(crate) unseen: i64,
    pub(crate) talk: TalkDue,
}

impl Followed {
    /// Is there a reason to meet today?
    pub(crate) fn needs_something(&self) -> bool {
        let is_due = self.talk != TalkDue::Later;
        let has_news = self.new_since.is_some() || self.paused_since.is_some();
        self.asked_at.is_some() || self.unseen > 0 || is_due || has_news
    }
}

/// When the next half-year talk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TalkDue {
    /// None was held, and it is time.
    First,
    /// On a day that is near or has been.
    On(NaiveDate),
    /// Not yet.
    Later,
}

/// A resident in the leader's list.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) resident_id: ResidentId,
    pub(crate) name: String,
    /// Asked for a word, and has no mentor who sees it.
    pub(crate) asked: bool,
    pub(crate) growing: Growing,
}

/// Which way to a certificate someone is on; each is on one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    None,
    Apprentice,
    LearningCandidate,
    PracticeCandidate,
    OnTheJob,
    /// More than one.
    Several,
}

impl Way {
    /// The lines of the table, in this order.
    pub(crate) const ALL: [Self; 6] = [
        Self::Apprentice,
        Self::LearningCandidate,
        Self::PracticeCandidate,
        Self::OnTheJob,
        Self::Several,
        Self::None,
    ];

    /// As it is kept with a figure, and as a route's kind.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Apprentice => "apprentice",
            Self::LearningCandidate => "learning_candidate",
            Self::PracticeCandidate => "practice_candidate",
            Self::OnTheJob => "on_the_job",
            Self::Several => "several",
        }
    }
}

/// Parts of the table of people: the model's steps, and that none is set.
pub(crate) const STEPS: [&str; 4] = ["1", "2", "3", "none"];

/// A figure of persons as it may be read: None is hidden.
pub(crate) type Told = Option<i64>;

/// People with a plan on a day, by way and step.
#[derive(Clone, Debug)]
pub(crate) struct PeopleOn {
    pub(crate) until: NaiveDate,
    /// In the order of [`Way::ALL`], each with the steps in the order of [`STEPS`] and their sum.
    pub(crate) lines: Vec<Vec<Told>>,
    /// The same of all ways.
    pub(crate) sums: Vec<Told>,
}

/// What was reached in a half-year, and by how many.
#[derive(Clone, Debug)]
pub(crate) struct ReachedIn {
    pub(crate) until: NaiveDate,
    pub(crate) goals: Told,
    pub(crate) by: Told,
    pub(crate) courses: Told,
    pub(crate) through: Told,
}

/// Courses completed in a half-year, and by how many, as they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CompletedTold {
    pub(crate) courses: Told,
    pub(crate) people: Told,
}

/// A figure of a table that was told: its line, its part (empty: all of the line), and what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldCell {
    pub(crate) line: String,
    pub(crate) part: String,
    pub(crate) value: Told,
}

/// What people left for in a year.
#[derive(Clone, Debug)]
pub(crate) struct LeftIn {
    pub(crate) year: i32,
    /// Who left in all.
    pub(crate) all: Told,
    /// To work, to a home of their own, and supporting themselves.
    pub(crate) to: [Told; 3],
}

/// Everything told of qualification.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    /// Nothing is hidden, and today is told too.
    pub(crate) is_whole: bool,
    pub(crate) people: Vec<PeopleOn>,
    pub(crate) reached: Vec<ReachedIn>,
    pub(crate) left: Vec<LeftIn>,
}
