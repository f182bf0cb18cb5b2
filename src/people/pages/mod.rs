//! Signing in, one's own page, and the pages about people.

mod folk;
mod home;
mod me;
mod person;
mod sign_in;
mod tablet;

pub(crate) use folk::{list, new, register};
pub(crate) use home::{Way, greeting, home, ways};
pub(crate) use me::{change_password, end_others, end_session, me, revoke_token};
pub(crate) use person::{
    end_account, end_mentor, end_part, end_role, end_sessions, give_mentor, give_part, give_role,
    new_link, person, reopen_account,
};
pub(crate) use sign_in::{set_password, show_sign_in, sign_in, sign_in_again, sign_out, welcome};
pub(crate) use tablet::{
    choose, choose_pin, end_tablet, forget_pin, lock, open_tablet, tablets, unlock,
};

use chrono::NaiveDate;

use crate::base::AccountId;
use crate::error::{AppResult, Refusal};
use crate::web::Ctx;

/// What a browser is told when someone is signed out of it: to keep nothing it was shown or stored.
const FORGET_ALL: (&str, &str) = ("clear-site-data", "\"cache\", \"storage\"");

/// `16.03.2026`.
fn day_words(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A date field; empty is None.
fn read_day(text: &str, field: &str) -> AppResult<Option<NaiveDate>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d");
    day.map(Some).map_err(|_shape| Refusal::new("date.unreadable", field, "Velg en dato.").into())
}

/// The first day, today when nothing is typed, and the last, until further notice when nothing is.
fn read_days(ctx: &Ctx, from: &str, to: &str) -> AppResult<(NaiveDate, Option<NaiveDate>)> {
    Ok((read_day(from, "from")?.unwrap_or_else(|| ctx.today()), read_day(to, "to")?))
}

/// The link as it is sent to the one it is for.
fn link_text(ctx: &Ctx, token: &str) -> String {
    format!("{}/velkommen/{token}", ctx.app.settings.public_url.trim_end_matches('/'))
}

fn path_of(id: &AccountId) -> String {
    format!("/intern/folk/{id}")
}
