//! Who signs in, what they may do, and who they are to one another.
//!
//! Accounts and residents are separate tables: an order's or a voucher's "by" is an account, and
//! hours are kept under a resident's pseudonym. The link between the two is one column, and can be
//! cut. Roles and relations have dates and are never removed: who was what, and who said so, stays.
//!
//! *Invariant:* nothing that writes to customers imports this slice's residents.
//!
//! *Invariant:* rights are read anew for every request; what ended a second ago no longer opens.

mod access;
mod actions;
mod keys;
mod model;
mod named;
mod names;
mod privacy;
mod rights;
mod rules;
mod store;
mod words;

pub(crate) mod pages;

pub(crate) use access::{actor_by_login, bearer, open_session, sign_out, signed_in, signing_key};
pub(crate) use actions::{
    add_mentor, add_user, change_password, check_sign_in, choose_pin, end_account,
    end_all_sessions, end_mentor, end_other_sessions, end_own_session, end_part, end_role,
    end_tablet, forget_pin, give_mentor, give_part, give_password, give_role, hands_in,
    hands_on_tablet, link_for, link_owner, list_people, make_resident, my_page, open_tablet,
    open_tablets, refuse_on_tablet, register, reopen_account, revoke_own_token, set_first_password,
    show_person, sign_in_on_tablet,
};
pub(crate) use keys::new_token;
pub(crate) use model::{Actor, Hand, Held, NewUser, Part, PersonLine, PersonPage, Reopened, Role};
pub(crate) use named::Names;
pub(crate) use names::{NOBODY, employee_codes, farm_names, find_resident_by_code};
pub(crate) use privacy::{Cell, SMALL, Shown, hide_small, log_look, log_look_daily, suppress};
pub(crate) use rights::Right;
pub(crate) use rules::called;
use rules::{counted_login, next_path};
use store::enterprise_names;
pub(crate) use store::{account_by_login, account_name, find_resident_by_pseudonym, first_name_of};
