//! Roles, and the one who acts.

use crate::base::{AccountId, EnterpriseId, ResidentId};
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

/// Someone signed in, with what is in force for them today.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) account_id: AccountId,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    /// The key of one's own hours, for a resident.
    pub(crate) resident_id: Option<ResidentId>,
    /// Enterprises one leads today.
    pub(crate) leads: Vec<EnterpriseId>,
    /// Enterprises one works in today.
    pub(crate) works_in: Vec<EnterpriseId>,
    /// Residents one is a mentor for today.
    pub(crate) mentees: Vec<ResidentId>,
}

impl Actor {
    /// Does any of today's roles hold the right?
    pub(crate) fn may(&self, right: Right) -> bool {
        match right {
            Right::Public | Right::SignedIn => true,
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
