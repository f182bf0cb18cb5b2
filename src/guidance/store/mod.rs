//! Rows of plans, talks, mentors and figures.

mod figures;
mod learning;
mod mentoring;
mod plan;
mod talks;

pub(super) use figures::{
    ToldRow, approved_goals, certificates, departures_between, figures_told, gone_by,
    insert_figure, known_before, routes_on, steps_on,
};
pub(super) use learning::{learning_of, order_with, tie_learning, work_of_goal};
pub(super) use mentoring::{
    account_of, delete_departure, departure_of, follows_since, growing_of, has_mentor, holds_role,
    insert_departure, insert_growing, residents_of_today, set_growing, update_departure,
};
pub(super) use plan::{
    delete_step, elements_of, end_pause, find_element, insert_element, insert_pause, insert_step,
    pause_of, resident_exists, set_element, step_of, unseen_of,
};
pub(super) use talks::{
    answer, ask_of, find_agreed, insert_ask, insert_talk, last_talk, set_agreed, steps_of,
    talk_held_on,
};
