//! The cut of the link between a name and the farm: wished by the one, agreed by a leader, and done
//! when the days to change one's mind have gone by.
//!
//! *Invariant:* what the law keeps stays as it is, under a number that leads to nobody.

use std::time::Duration;

use super::actions::own_key;
use super::model::{CutWish, LinkCut};
use super::rules::{self, NotCut};
use super::store::cut as store;
use crate::base::{UtcTime, fresh_id};
use crate::db::{self, DbConn};
use crate::error::{AppError, AppResult};
use crate::people::{self, Actor, Right};
use crate::web::App;

/// Days to change one's mind when no setting says otherwise.
const DAYS: i64 = 7;
/// Between two looks at the clock.
const PAUSE: Duration = Duration::from_secs(1);
/// Between two looks for what is due.
const LOOK_SECONDS: i64 = 60;

/// One's own wish that waits or counts its days; None when there is none.
///
/// # Errors
/// `Forbidden` for who is no resident; the database's.
pub(crate) fn own_cut(conn: &mut DbConn, actor: &Actor) -> AppResult<Option<LinkCut>> {
    Ok(store::open_of(conn, own_key(actor)?)?)
}

/// Wishes the link cut; a leader says yes to it.
///
/// # Refuses
/// `cut.asked` when there is such a wish; `cut.other_roles` for who has more to do at the farm.
pub(crate) fn wish_cut(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let resident_id = own_key(actor)?;
    rules::may_cut(&actor.roles)?;
    if store::open_of(tx, resident_id)?.is_some() {
        return Err(NotCut::Asked.into());
    }
    let row = LinkCut {
        id: fresh_id(),
        resident_id: resident_id.clone(),
        wished_at: now,
        agreed_at: None,
        agreed_by: None,
        due_at: None,
        stopped_at: None,
        cut_at: None,
    };
    Ok(store::insert(tx, &row)?)
}

/// Takes one's own wish back, until the very end.
///
/// # Errors
/// `NotFound` when there is none.
pub(crate) fn stop_own_cut(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<()> {
    let open = store::open_of(tx, own_key(actor)?)?.ok_or(AppError::NotFound)?;
    Ok(store::stop(tx, &open.id, now)?)
}

/// The wishes that wait or count their days, by first name; each look is kept.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn cut_wishes(tx: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<Vec<CutWish>> {
    actor.must(Right::CutLinks)?;
    let mut wishes = Vec::new();
    for cut in store::open(tx)? {
        if actor.resident_id.as_ref() != Some(&cut.resident_id) {
            people::log_look(tx, actor, &cut.resident_id, "ønske om kutt", now)?;
        }
        wishes.push(CutWish { name: people::first_name_of(tx, &cut.resident_id)?, cut });
    }
    Ok(wishes)
}

/// Says yes to a wish; from now the days count.
///
/// # Refuses
/// `cut.settled`; `cut.own` for one's own wish; `NotFound`; `Forbidden`.
pub(crate) fn agree_to_cut(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::CutLinks)?;
    let cut = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    if actor.resident_id.as_ref() == Some(&cut.resident_id) {
        return Err(NotCut::Own.into());
    }
    if !cut.is_open() || cut.agreed_at.is_some() {
        return Err(NotCut::Settled.into());
    }
    let days = db::setting(tx, "link_cut.days", now.oslo_date())?;
    let days: i64 = days.and_then(|days| days.parse().ok()).unwrap_or(DAYS);
    let due = now.plus_seconds(days.saturating_mul(86_400));
    Ok(store::agree(tx, id, &actor.account_id, (now, due))?)
}

/// Stops a wish, until the very end; the resident can wish anew.
///
/// # Refuses
/// `cut.settled`; `NotFound`; `Forbidden`.
pub(crate) fn stop_cut(tx: &mut DbConn, actor: &Actor, id: &str, now: UtcTime) -> AppResult<()> {
    actor.must(Right::CutLinks)?;
    let cut = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    if !cut.is_open() {
        return Err(NotCut::Settled.into());
    }
    Ok(store::stop(tx, id, now)?)
}

/// Cuts every link whose days have gone by; answers how many.
///
/// # Errors
/// The database's; then none was cut.
pub(crate) fn cut_due(tx: &mut DbConn, now: UtcTime) -> AppResult<usize> {
    let due = store::due(tx, now)?;
    for cut in &due {
        store::forget_person(tx, &cut.resident_id, now)?;
        store::set_cut(tx, &cut.id, now)?;
    }
    Ok(due.len())
}

/// Starts what cuts links beside the server.
pub(crate) fn start_loop(app: &App) -> tokio::task::JoinHandle<()> {
    actix_web::rt::spawn(keep_cutting(app.clone()))
}

async fn keep_cutting(app: App) {
    let mut last: Option<UtcTime> = None;
    loop {
        let now = app.clock.now();
        if last.is_none_or(|last| last.plus_seconds(LOOK_SECONDS) <= now) {
            last = Some(now);
            let is_due = app.db.read(move |conn| Ok(!store::due(conn, now)?.is_empty())).await;
            let cut = match is_due {
                Ok(true) => app.db.write(move |tx| cut_due(tx, now)).await,
                Ok(false) => Ok(0),
                Err(error) => Err(error),
            };
            match cut {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "links were cut"),
                Err(error) => tracing::error!(%error, "links could not be cut"),
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
