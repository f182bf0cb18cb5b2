//! Shared tablets: opened and ended by staff, used by residents with a PIN of their own choice.

use super::super::model::{Hand, Kiosk, KioskPin};
use super::super::rules;
use super::super::{Actor, Right, Role, access, keys, store, words};
use super::own::hashing;
use crate::base::{
    AccountId, EnterpriseId, ResidentId, UtcTime, fresh_id, random_token, sha256_hex,
};
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult, Refusal};

/// Letters in a tablet's name, at most.
const TABLET_NAME_MAX: usize = 40;

/// Opens the tablet in one's hand; answers what its cookie holds, which is kept nowhere.
///
/// The session of the one who opens it ends, and so does what this tablet was opened as before.
///
/// # Errors
/// `tablet.name`; `Forbidden` for who may open none.
pub(crate) fn open_tablet(
    tx: &mut DbConn,
    actor: &Actor,
    name: &str,
    (session, before): (&str, Option<&str>),
    now: UtcTime,
) -> AppResult<String> {
    actor.must(Right::OpenTablets)?;
    let name = name.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > TABLET_NAME_MAX || name.contains(char::is_control) {
        return Err(words::nameless_tablet().into());
    }
    if let Some(before) = before {
        forget_tablet(tx, before, now)?;
    }
    access::sign_out(tx, session, now)?;
    let cookie = random_token();
    let kiosk = Kiosk {
        id: fresh_id(),
        name: name.to_owned(),
        token_hash: sha256_hex(&cookie),
        opened_by: actor.account_id.clone(),
        opened_at: now,
        ended_at: None,
    };
    store::insert_kiosk(tx, &kiosk)?;
    Ok(cookie)
}

fn forget_tablet(tx: &mut DbConn, cookie: &str, now: UtcTime) -> AppResult<()> {
    if let Some((kiosk, _)) = store::open_kiosk_by_hash(tx, &sha256_hex(cookie))? {
        store::end_kiosk(tx, &kiosk.id, now)?;
    }
    Ok(())
}

/// Refuses a sign-in by password on a tablet that is open, but of those who may open and end one.
///
/// # Errors
/// `tablet.pin`.
pub(crate) fn refuse_on_tablet(
    tx: &mut DbConn,
    account_id: &AccountId,
    cookie: &str,
    now: UtcTime,
) -> AppResult<()> {
    if store::open_kiosk_by_hash(tx, &sha256_hex(cookie))?.is_none() {
        return Ok(());
    }
    let account = store::account_by_id(tx, account_id)?;
    let actor = account.map(|account| access::actor(tx, account, now)).transpose()?.flatten();
    if actor.is_some_and(|actor| actor.may(Right::OpenTablets)) {
        return Ok(());
    }
    Err(words::tablet_wants_pin().into())
}

/// Tablets that are open, with who opened them: one's own, and for a leader all.
///
/// # Errors
/// The database's.
pub(crate) fn open_tablets(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<(Kiosk, String)>> {
    let mut tablets = store::open_kiosks(conn)?;
    tablets.retain(|(kiosk, _)| is_theirs(actor, kiosk));
    Ok(tablets)
}

fn is_theirs(actor: &Actor, kiosk: &Kiosk) -> bool {
    actor.is(Role::Leader) || kiosk.opened_by == actor.account_id
}

/// Ends a tablet and every sign-in on it; answers it.
///
/// # Errors
/// `NotFound` for one that has ended or is another's.
pub(crate) fn end_tablet(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<Kiosk> {
    actor.must(Right::OpenTablets)?;
    let found = store::open_kiosks(tx)?.into_iter().map(|(kiosk, _)| kiosk);
    let kiosk = found
        .into_iter()
        .find(|kiosk| kiosk.id == id && is_theirs(actor, kiosk))
        .ok_or(AppError::NotFound)?;
    store::end_kiosk(tx, id, now)?;
    Ok(kiosk)
}

/// Who may choose themselves on a tablet; None when the cookie is of no tablet that is open.
///
/// They have chosen a PIN, and work in an enterprise that the opener leads; on a tablet a leader
/// opened, all who have chosen one.
///
/// # Errors
/// The database's.
pub(crate) fn hands_on_tablet(
    conn: &mut DbConn,
    cookie: &str,
    now: UtcTime,
) -> AppResult<Option<Vec<Hand>>> {
    Ok(tablet_and_hands(conn, cookie, now)?.map(|(_, hands)| hands))
}

fn tablet_and_hands(
    conn: &mut DbConn,
    cookie: &str,
    now: UtcTime,
) -> AppResult<Option<(Kiosk, Vec<Hand>)>> {
    let Some((kiosk, opener)) = access::tablet(conn, cookie, now)? else { return Ok(None) };
    let today = now.oslo_date();
    let mut named = store::residents_with_pin(conn, today)?;
    if !opener.is(Role::Leader) {
        let there = store::residents_who_work(conn, &opener.leads, today)?;
        named.retain(|(id, ..)| there.iter().any(|((other, ..), _)| other == id));
    }
    Ok(Some((kiosk, hands_of(named))))
}

fn hands_of(named: Vec<store::Named>) -> Vec<Hand> {
    let names: Vec<String> = named.iter().map(|(.., name)| name.clone()).collect();
    let called = rules::called(&names);
    named
        .into_iter()
        .zip(called)
        .map(|((resident_id, account_id, _), name)| Hand { resident_id, account_id, name })
        .collect()
}

/// Residents who work in some of these enterprises today, each with where.
///
/// # Errors
/// The database's.
pub(crate) fn hands_in(
    conn: &mut DbConn,
    enterprises: &[EnterpriseId],
    now: UtcTime,
) -> AppResult<Vec<(Hand, Vec<EnterpriseId>)>> {
    let mut named: Vec<store::Named> = Vec::new();
    let mut places: Vec<Vec<EnterpriseId>> = Vec::new();
    for (one, enterprise) in store::residents_who_work(conn, enterprises, now.oslo_date())? {
        let known = named.iter().position(|(id, ..)| *id == one.0);
        if let Some(own) = known.and_then(|place| places.get_mut(place)) {
            own.push(enterprise);
        } else {
            named.push(one);
            places.push(vec![enterprise]);
        }
    }
    Ok(hands_of(named).into_iter().zip(places).collect())
}

/// What a try on a tablet rests on: whose PIN, and on which tablet.
struct Try {
    pin_hash: String,
    account_id: AccountId,
    kiosk_id: String,
    /// This was the last try before the PIN is locked.
    locks: Option<UtcTime>,
}

/// Signs a resident in on a tablet; answers the new session's cookie.
///
/// A try is counted before it is known to be right, so that no more than five are made at once
/// either.
///
/// # Errors
/// `tablet.who`, `pin.wrong`, `pin.locked`; `NotFound` when the cookie is of no open tablet.
pub(crate) async fn sign_in_on_tablet(
    db: &Db,
    tablet: String,
    (who, pin): (ResidentId, String),
    before: Option<String>,
    now: UtcTime,
) -> AppResult<String> {
    let asked = who.clone();
    let counted = db.write(move |tx| count_try(tx, &tablet, &asked, now)).await?;
    let counted = counted.map_err(AppError::from)?;
    let hash = counted.pin_hash;
    let right = hashing(move || keys::is_password(&pin, Some(&hash))).await?;
    if !right {
        return Err(counted.locks.map_or_else(words::wrong_pin, words::locked_pin).into());
    }
    db.write(move |tx| {
        store::note_tries(tx, &who, 0, None)?;
        if let Some(before) = &before {
            access::sign_out(tx, before, now)?;
        }
        access::open_session_on(tx, &counted.account_id, Some(counted.kiosk_id), now)
    })
    .await
}

/// Counts a try, when one may be made.
fn count_try(
    tx: &mut DbConn,
    tablet: &str,
    who: &ResidentId,
    now: UtcTime,
) -> AppResult<Result<Try, Refusal>> {
    let (kiosk, hands) = tablet_and_hands(tx, tablet, now)?.ok_or(AppError::NotFound)?;
    let hand = hands.into_iter().find(|hand| hand.resident_id == *who);
    let (Some(hand), Some(pin)) = (hand, store::find_pin(tx, who)?) else {
        return Ok(Err(words::unknown_hand()));
    };
    let misses = match pin.locked_until {
        Some(until) if until > now => return Ok(Err(words::locked_pin(until))),
        _ => pin.misses.saturating_add(1),
    };
    let locks = rules::pin_lock(misses).map(|seconds| now.plus_seconds(seconds));
    store::note_tries(tx, who, misses, locks)?;
    let Hand { account_id, .. } = hand;
    Ok(Ok(Try { pin_hash: pin.pin_hash, account_id, kiosk_id: kiosk.id, locks }))
}

/// Chooses one's own PIN for shared tablets, in the place of the one before.
///
/// # Errors
/// `pin.shape`, `pin.easy`; `Forbidden` for who is no resident.
pub(crate) async fn choose_pin(db: &Db, actor: &Actor, pin: String, now: UtcTime) -> AppResult<()> {
    let resident_id = own_key(actor)?;
    rules::check_pin(pin.trim()).map_err(Refusal::from)?;
    let pin_hash = hashing(move || keys::hash_password(pin.trim())).await??;
    let new = KioskPin { resident_id, pin_hash, set_at: now, misses: 0, locked_until: None };
    db.write(move |tx| Ok(store::put_pin(tx, &new)?)).await
}

/// Takes one's own PIN away; one's name is then on no tablet.
///
/// # Errors
/// `Forbidden` for who is no resident.
pub(crate) fn forget_pin(tx: &mut DbConn, actor: &Actor) -> AppResult<()> {
    Ok(store::delete_pin(tx, &own_key(actor)?)?)
}

fn own_key(actor: &Actor) -> AppResult<ResidentId> {
    actor.must(Right::SignedIn)?;
    actor.resident_id.clone().ok_or(AppError::Forbidden)
}
