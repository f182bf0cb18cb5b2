//! Roles, the one who acts, and the rows behind them.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, EnterpriseId, ResidentId, UtcTime};
use crate::db::schema::{
    account, account_reopening, account_role, api_token, kiosk, kiosk_pin, one_time_link, session,
};
use crate::error::{AppError, AppResult};

use super::Right;

text_enum!(
    /// What someone is at the farm; several a person, each with dates.
    Role {
        Resident = "resident",
        Mentor = "mentor",
        WorkLeader = "work_leader",
        BusinessManager = "business_manager",
        Leader = "leader",
        SteeringGroup = "steering_group",
        Auditor = "auditor",
        Admin = "admin",
    }
);

text_enum!(
    /// What someone is to an enterprise.
    Part {
        Leads = "leads",
        Works = "works",
    }
);

/// Someone signed in, with what is in force for them today.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) account_id: AccountId,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    /// The key of one's own hours, for one who is or was a resident.
    pub(crate) resident_id: Option<ResidentId>,
    /// Was a resident, and is none today.
    pub(crate) has_left: bool,
    /// Enterprises one leads today.
    pub(crate) leads: Vec<EnterpriseId>,
    /// Enterprises one works in today.
    pub(crate) works_in: Vec<EnterpriseId>,
    /// Residents one is a mentor for today.
    pub(crate) mentees: Vec<ResidentId>,
    /// The shared tablet one is signed in on; there one does nothing but own hours.
    pub(crate) tablet: Option<String>,
}

impl Actor {
    /// Does any of today's roles hold the right?
    pub(crate) fn may(&self, right: Right) -> bool {
        match right {
            Right::Public => true,
            _ if self.tablet.is_some() && right != Right::LogHours => false,
            Right::SignedIn => true,
            other if self.has_left && other.outlasts_residence() => true,
            other => other.roles().iter().any(|role| self.roles.contains(role)),
        }
    }

    /// # Errors
    /// `Forbidden` when the right is not held.
    pub(crate) fn must(&self, right: Right) -> AppResult<()> {
        if self.may(right) { Ok(()) } else { Err(AppError::Forbidden) }
    }

    pub(crate) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Does this person answer for the enterprise? The business manager answers for all.
    pub(crate) fn answers_for(&self, enterprise: &EnterpriseId) -> bool {
        self.is(Role::BusinessManager)
            || (self.is(Role::WorkLeader) && self.leads.contains(enterprise))
    }
}

/// A login to make, or to give more roles.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewUser {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    /// Enterprises by code: led by a work leader, worked in by a resident.
    pub(crate) enterprises: Vec<String>,
    /// The key that a resident's imported hours stand under.
    pub(crate) pseudonym: Option<String>,
}

/// Someone who signs in.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = account, treat_none_as_default_value = false)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) login: String,
    pub(crate) name: String,
    /// argon2id; None until the one-time link is used.
    pub(super) password_hash: Option<String>,
    pub(crate) created_at: UtcTime,
    pub(crate) ended_at: Option<UtcTime>,
}

/// A role someone has or had, and who said so.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = account_role, treat_none_as_default_value = false)]
pub(crate) struct RoleGrant {
    pub(crate) id: String,
    pub(crate) account_id: AccountId,
    pub(crate) role: Role,
    pub(crate) valid_from: NaiveDate,
    /// The last day; None until further notice.
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) granted_by: Option<AccountId>,
    pub(crate) granted_at: UtcTime,
    pub(crate) ended_by: Option<AccountId>,
    pub(crate) ended_at: Option<UtcTime>,
}

/// A sign-in that lasts, by the digest of its cookie.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = session, treat_none_as_default_value = false)]
pub(crate) struct Session {
    pub(crate) id_hash: String,
    pub(crate) account_id: AccountId,
    pub(crate) created_at: UtcTime,
    pub(crate) last_seen_at: UtcTime,
    pub(crate) ended_at: Option<UtcTime>,
    /// The shared tablet it was begun on.
    pub(crate) kiosk_id: Option<String>,
}

/// A link that sets a password once, by the digest of its token.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = one_time_link, treat_none_as_default_value = false)]
pub(crate) struct OneTimeLink {
    pub(super) token_hash: String,
    pub(crate) account_id: AccountId,
    pub(crate) created_by: Option<AccountId>,
    pub(crate) created_at: UtcTime,
    pub(crate) expires_at: UtcTime,
    pub(crate) used_at: Option<UtcTime>,
}

/// A bearer token that can be revoked.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = api_token, treat_none_as_default_value = false)]
pub(crate) struct ApiToken {
    pub(crate) id: String,
    pub(crate) account_id: AccountId,
    pub(crate) created_at: UtcTime,
    pub(crate) expires_at: UtcTime,
    pub(crate) revoked_at: Option<UtcTime>,
}

/// A line of the list of people.
#[derive(Clone, Debug)]
pub(crate) struct PersonLine {
    pub(crate) id: AccountId,
    pub(crate) login: String,
    pub(crate) name: String,
    /// In force on the day asked for.
    pub(crate) roles: Vec<Role>,
    /// Is or was a resident.
    pub(crate) was_resident: bool,
    pub(crate) has_password: bool,
    pub(crate) has_ended: bool,
}

/// A role or a relation on a person's page, with its days and who said so.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) id: String,
    /// The role, the enterprise, or the mentor.
    pub(crate) what: String,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) granted_by: Option<String>,
    pub(crate) granted_at: UtcTime,
    pub(crate) ended_by: Option<String>,
    pub(crate) ended_at: Option<UtcTime>,
}

/// Everything on a person's page.
#[derive(Clone, Debug)]
pub(crate) struct PersonPage {
    pub(crate) account: Account,
    pub(crate) roles: Vec<Held>,
    pub(crate) parts: Vec<Held>,
    pub(crate) resident: Option<(ResidentId, String)>,
    pub(crate) mentors: Vec<Held>,
    /// Sessions neither ended nor forgotten.
    pub(crate) sessions: usize,
    /// Whom one can choose as a mentor: id and name.
    pub(crate) mentor_choices: Vec<(String, String)>,
    /// Enterprises, id and name.
    pub(crate) enterprise_choices: Vec<(String, String)>,
    /// The times that the account had ended and was opened again, the first first.
    pub(crate) reopenings: Vec<Reopened>,
}

/// That an account which had ended was opened again. Never changed.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = account_reopening)]
pub(crate) struct Reopening {
    pub(crate) id: String,
    pub(crate) account_id: AccountId,
    pub(crate) ended_at: UtcTime,
    pub(crate) reopened_at: UtcTime,
    pub(crate) reopened_by: AccountId,
}

/// A reopening for the eye.
#[derive(Clone, Debug)]
pub(crate) struct Reopened {
    pub(crate) ended_at: UtcTime,
    pub(crate) at: UtcTime,
    /// Who did it.
    pub(crate) by: String,
}

/// Everything on one's own page.
#[derive(Clone, Debug)]
pub(crate) struct MyPage {
    pub(crate) sessions: Vec<Session>,
    /// Which of them asks.
    pub(crate) this_session: String,
    /// Bearer tokens that still work, newest first.
    pub(crate) tokens: Vec<ApiToken>,
    /// Who looked at one's data; residents' only.
    pub(crate) looks: Vec<Look>,
    /// A PIN for shared tablets is chosen; residents' only.
    pub(crate) has_pin: bool,
}

/// That someone looked.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Look {
    pub(crate) looked_at: UtcTime,
    /// Who, by name.
    pub(crate) who: String,
    pub(crate) what: String,
}

/// A shared tablet that someone has opened, by the digest of its cookie.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = kiosk, treat_none_as_default_value = false)]
pub(crate) struct Kiosk {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(super) token_hash: String,
    pub(crate) opened_by: AccountId,
    pub(crate) opened_at: UtcTime,
    pub(crate) ended_at: Option<UtcTime>,
}

/// The PIN a resident chose for shared tablets.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = kiosk_pin, treat_none_as_default_value = false)]
pub(super) struct KioskPin {
    pub(super) resident_id: ResidentId,
    /// argon2id
    pub(super) pin_hash: String,
    pub(super) set_at: UtcTime,
    /// Tries since one was right.
    pub(super) misses: i32,
    pub(super) locked_until: Option<UtcTime>,
}

/// A resident who works in an enterprise, as a colleague calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hand {
    pub(crate) resident_id: ResidentId,
    pub(crate) account_id: AccountId,
    /// The first name; with the surname's first letter where two share it.
    pub(crate) name: String,
}
