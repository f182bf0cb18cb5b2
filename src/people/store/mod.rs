//! Rows of accounts, residents and their relations; of sessions, links, tokens and tablets.

mod accounts;
mod overview;
mod relations;
mod sessions;
mod tablets;

pub(super) use accounts::{
    account_by_id, add_role, days_of_role, end_account, end_role, has_left, insert_account,
    reopen_account, reopenings_of, role_of_grant, roles_in_force, set_password_hash, was_resident,
};
pub(crate) use accounts::{account_by_login, account_name};
pub(super) use overview::{enterprise_names, looks_at, people, person_page};
pub(super) use relations::{
    add_membership, add_mentorship, end_membership, end_mentorship, end_mentorships_by,
    enterprise_id_by_code, insert_resident, resident_by_pseudonym, resident_of_account, standing,
    tie_resident,
};
pub(crate) use relations::{find_resident_by_pseudonym, first_name_of};
pub(super) use sessions::{
    end_session, end_sessions_but, end_sessions_of, insert_link, insert_session, insert_token,
    link_by_hash, note_session, open_sessions, open_tokens, revoke_links_of, revoke_token,
    revoke_tokens_of, session_with_account, token_account, use_link,
};
pub(super) use tablets::{
    Named, delete_pin, delete_pin_of, end_kiosk, find_pin, insert_kiosk, note_tries, open_kiosk,
    open_kiosk_by_hash, open_kiosks, put_pin, residents_who_work, residents_with_pin,
};
