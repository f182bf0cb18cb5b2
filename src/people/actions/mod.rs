//! What is done with people, a function a verb.

mod add;
mod manage;
mod own;
mod tablets;

pub(crate) use add::{add_mentor, add_user, make_resident};
pub(crate) use manage::{
    end_account, end_all_sessions, end_mentor, end_part, end_role, give_mentor, give_part,
    give_role, link_for, list_people, register, reopen_account, show_person,
};
pub(crate) use own::{
    change_password, check_sign_in, end_other_sessions, end_own_session, give_password, link_owner,
    my_page, revoke_own_token, set_first_password,
};
pub(crate) use tablets::{
    choose_pin, end_tablet, forget_pin, hands_in, hands_on_tablet, open_tablet, open_tablets,
    refuse_on_tablet, sign_in_on_tablet,
};
