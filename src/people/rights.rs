//! What each role may do. One table, read by the guard and walked by the access test.

use super::Role;

/// A thing one may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Right {
    /// Open to all, without signing in.
    Public,
    /// Open to everyone who is signed in: own page, own sessions, who looked.
    SignedIn,
    /// Log and send own hours.
    LogHours,
    /// Own papers to take along: not on a shared tablet.
    OwnPapers,
    /// Approve hours of the enterprises one leads.
    ApproveHours,
    /// Orders of the enterprises one leads; the business manager sees all.
    Desk,
    /// Issue invoices and credit notes, register payments, merge customers.
    Invoice,
    /// Read invoices and receivables.
    SeeInvoices,
    /// Propose that a debt is lost, and settle what another proposed.
    WriteOff,
    /// Enter receipts.
    Purchase,
    /// Read the books.
    SeeLedger,
    /// Close a VAT term.
    CloseTerm,
    /// Read revenue, costs and self-financing; hours without persons.
    SeeOverview,
    /// Read the reports over the API.
    SeeReports,
    /// Read the results of the enterprises one works in.
    SeeResults,
    /// Offerings, prices, closed days, and stopping new orders.
    ManageOfferings,
    /// The seller and the enterprises.
    ManageFarm,
    /// People, roles, relations, links and sessions.
    ManagePeople,
    /// Agree with the leader which kinds one's own hours may be of; not on a shared tablet.
    AgreeOwnKinds,
    /// Agree with residents which kinds their hours may be of.
    AgreeKinds,
    /// Read hours of own mentees.
    SeeMentees,
    /// The mails queued and sent.
    SeeMail,
    /// What an hour of each kind is reckoned at.
    SetRates,
    /// Time sheets and personallister of the enterprises one answers for, by employee code.
    SeePapers,
    /// A resident's working time, by day and month.
    SeeWorkingTime,
    /// Open and end shared tablets.
    OpenTablets,
    /// The board of the day of the enterprises one leads.
    PlanDay,
    /// Sign up to courses, and own certificates; not on a shared tablet.
    TakeCourses,
    /// Make courses, and hold those one teaches; the leader holds all.
    HoldCourses,
    /// Participants of courses by municipality, without persons.
    SeeCourseReport,
    /// What one has learnt, and showing it; not on a shared tablet.
    OwnProgress,
    /// Sign goals: of the enterprises one leads; the leader what is outside them.
    SignGoals,
    /// Routes and evidence of own mentees; the leader sees all.
    SeeProgress,
    /// Curricula and goals.
    ManageGoals,
    /// One's own plan; not on a shared tablet.
    OwnPlan,
    /// The plans of own mentees, and for a leader everyone's.
    FollowPlans,
    /// Find everyone's plan, give the role of mentor, and write down who has left.
    LeadPlans,
    /// How many are on each route and step, and what people left for.
    SeeQualification,
    /// Take own proofs, and everything about oneself, along; not on a shared tablet.
    TakeProofs,
    /// Withdraw a proof for error, and say who proofs are from.
    WithdrawProofs,
    /// Say yes with a resident who wishes the link to the farm cut.
    CutLinks,
}

impl Right {
    /// Does one who was a resident keep it, for as long as the account is open? What someone built,
    /// and what the farm keeps of them, is theirs when they have moved out too.
    ///
    /// Source: personvernforordningen art. 15.
    pub(crate) const fn outlasts_residence(self) -> bool {
        matches!(self, Self::TakeProofs)
    }

    /// The roles that hold the right. `Public` and `SignedIn` name none: they ask for no role.
    pub(crate) const fn roles(self) -> &'static [Role] {
        use Role::{
            Admin, Auditor, BusinessManager, Leader, Mentor, Resident, SteeringGroup, WorkLeader,
        };
        match self {
            Self::Public | Self::SignedIn => &[],
            Self::LogHours
            | Self::AgreeOwnKinds
            | Self::OwnPapers
            | Self::OwnProgress
            | Self::OwnPlan
            | Self::TakeCourses
            | Self::TakeProofs => &[Resident],
            Self::ApproveHours | Self::PlanDay => &[WorkLeader],
            Self::OpenTablets | Self::SeeWorkingTime | Self::SignGoals => &[WorkLeader, Leader],
            Self::Desk | Self::ManageOfferings => &[WorkLeader, BusinessManager],
            Self::Invoice | Self::Purchase | Self::CloseTerm | Self::SetRates => &[BusinessManager],
            Self::SeeInvoices => &[BusinessManager, Auditor],
            Self::SeeLedger | Self::SeeReports => &[BusinessManager, Leader, Auditor],
            Self::SeeOverview => &[BusinessManager, Leader, Auditor, SteeringGroup],
            Self::SeeResults => &[Resident, Mentor, WorkLeader],
            Self::ManageFarm | Self::ManageGoals | Self::WriteOff => &[BusinessManager, Leader],
            Self::ManagePeople => &[Leader, Admin],
            Self::AgreeKinds | Self::LeadPlans | Self::WithdrawProofs | Self::CutLinks => &[Leader],
            Self::SeeMentees => &[Mentor],
            Self::SeeProgress | Self::FollowPlans => &[Mentor, Leader],
            Self::SeePapers => &[WorkLeader, BusinessManager, Leader],
            Self::SeeMail => &[BusinessManager, Admin],
            Self::HoldCourses => &[Leader, Mentor, WorkLeader],
            Self::SeeCourseReport | Self::SeeQualification => &[Leader, SteeringGroup, Auditor],
        }
    }
}
