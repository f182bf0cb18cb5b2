//! What people do with curricula, routes and evidence.

mod curricula;
mod evidence;
mod importing;
mod leading;
mod progress;
mod routes;
mod stamps;

pub(crate) use curricula::{
    CurriculumForm, CurriculumPage, GoalPage, add_curriculum, add_goal, change_goal,
    curriculum_page, end_goal, goal_page, list_curricula, reopen_goal, set_practice, set_work,
};
pub(super) use evidence::shown_of;
pub(crate) use evidence::{
    Chosen, EvidenceForm, choices, evidence_of, led_photo, own_photo, photo_of, show_evidence,
    take_back, undo_take_back,
};
pub(crate) use importing::{Imported, import_aims};
pub(crate) use leading::{GoalLine, LedPage, WorkLine, goals_led, keep_looks, may_undo};
pub(crate) use progress::{goals_reached, next_for, progress_of};
pub(crate) use routes::{
    FollowedPage, RouteForm, end_route, followed, followed_page, keep_look, open_route,
    reopen_route, set_wage_contract,
};
pub(crate) use stamps::{stamp, undo_answer, undo_seen};
