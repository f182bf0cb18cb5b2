//! Who needs a mentor today, and whom a leader finds.

use super::super::model::{Followed, Growing, Listed};
use super::super::{rules, store};
use super::LOOKED_AT;
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people::{self, Actor, Right};

/// Those one is a mentor for today, who needs one first; each look is kept.
///
/// # Errors
/// `Forbidden` for who is no mentor.
pub(crate) fn who_needs_me(
    tx: &mut DbConn,
    actor: &Actor,
    now: UtcTime,
) -> AppResult<Vec<Followed>> {
    actor.must(Right::SeeMentees)?;
    let today = now.oslo_date();
    let mut followed: Vec<Followed> = Vec::new();
    for (id, since) in store::follows_since(tx, &actor.account_id, today)? {
        if followed.iter().any(|known| known.resident_id == id) {
            continue; // followed twice at once; the first relation tells for how long
        }
        people::log_look_daily(tx, actor, &id, LOOKED_AT, now)?;
        let new_since = rules::new_since(since, today);
        let talk = store::last_talk(tx, &id)?;
        followed.push(Followed {
            name: people::first_name_of(tx, &id)?,
            asked_at: store::ask_of(tx, &id)?.map(|ask| ask.asked_at),
            paused_since: store::pause_of(tx, &id)?.map(|pause| pause.first_day),
            unseen: store::unseen_of(tx, &id)?,
            talk: rules::talk_due(talk.as_ref(), new_since.is_some(), today),
            new_since,
            resident_id: id,
        });
    }
    followed.sort_by_key(|one| (one.asked_at.is_none(), !one.needs_something(), one.name.clone()));
    Ok(followed)
}

/// The residents of today by first name, as a leader finds them. Of those who have asked and have
/// no mentor, and of those on the way to being one, the look is kept.
///
/// # Errors
/// `Forbidden` for who is no leader.
pub(crate) fn listed(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Vec<Listed>> {
    actor.must(Right::LeadPlans)?;
    let today = now.oslo_date();
    let mut all = Vec::new();
    for id in store::residents_of_today(tx, today)? {
        let has_asked = store::ask_of(tx, &id)?.is_some();
        let asked = has_asked && !store::has_mentor(tx, &id, today)?;
        let growing = rules::growing(store::growing_of(tx, &id)?.as_ref());
        let growing = if growing == Growing::Done { Growing::Unspoken } else { growing };
        if asked || growing != Growing::Unspoken {
            people::log_look_daily(tx, actor, &id, LOOKED_AT, now)?;
        }
        all.push(Listed { name: people::first_name_of(tx, &id)?, resident_id: id, asked, growing });
    }
    all.sort_by_key(|one| (!one.asked, one.growing == Growing::Unspoken, one.name.clone()));
    Ok(all)
}
