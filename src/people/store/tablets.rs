//! Shared tablets, the PINs residents choose for them, and who works where.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::model::{Account, Kiosk, KioskPin, Part, Role};
use crate::base::{AccountId, EnterpriseId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{account, account_role, kiosk, kiosk_pin, membership, resident, session};

pub(in super::super) fn insert_kiosk(tx: &mut DbConn, new: &Kiosk) -> QueryResult<()> {
    diesel::insert_into(kiosk::table).values(new).execute(tx).map(drop)
}

/// A tablet not ended, with the account of the one who opened it, not ended either.
pub(in super::super) fn open_kiosk(
    conn: &mut DbConn,
    id: &str,
) -> QueryResult<Option<(Kiosk, Account)>> {
    kiosk::table
        .inner_join(account::table)
        .filter(kiosk::id.eq(id).and(kiosk::ended_at.is_null()))
        .filter(account::ended_at.is_null())
        .select((kiosk::all_columns, account::all_columns))
        .first(conn)
        .optional()
}

/// [`open_kiosk`], by the digest of its cookie.
pub(in super::super) fn open_kiosk_by_hash(
    conn: &mut DbConn,
    token_hash: &str,
) -> QueryResult<Option<(Kiosk, Account)>> {
    kiosk::table
        .inner_join(account::table)
        .filter(kiosk::token_hash.eq(token_hash).and(kiosk::ended_at.is_null()))
        .filter(account::ended_at.is_null())
        .select((kiosk::all_columns, account::all_columns))
        .first(conn)
        .optional()
}

/// Tablets not ended, newest first, with the name of who opened them.
pub(in super::super) fn open_kiosks(conn: &mut DbConn) -> QueryResult<Vec<(Kiosk, String)>> {
    kiosk::table
        .inner_join(account::table)
        .filter(kiosk::ended_at.is_null())
        .order(kiosk::opened_at.desc())
        .select((kiosk::all_columns, account::name))
        .load(conn)
}

/// Ends a tablet, and every sign-in on it.
pub(in super::super) fn end_kiosk(tx: &mut DbConn, id: &str, now: UtcTime) -> QueryResult<()> {
    diesel::update(kiosk::table.find(id).filter(kiosk::ended_at.is_null()))
        .set(kiosk::ended_at.eq(Some(now)))
        .execute(tx)?;
    let on_it = session::kiosk_id.eq(id).and(session::ended_at.is_null());
    diesel::update(session::table.filter(on_it))
        .set(session::ended_at.eq(Some(now)))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn find_pin(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> QueryResult<Option<KioskPin>> {
    kiosk_pin::table.find(resident_id).first(conn).optional()
}

/// Puts a PIN in the place of the one before.
pub(in super::super) fn put_pin(tx: &mut DbConn, new: &KioskPin) -> QueryResult<()> {
    delete_pin(tx, &new.resident_id)?;
    diesel::insert_into(kiosk_pin::table).values(new).execute(tx).map(drop)
}

pub(in super::super) fn delete_pin(tx: &mut DbConn, id: &ResidentId) -> QueryResult<()> {
    diesel::delete(kiosk_pin::table.find(id)).execute(tx).map(drop)
}

/// Removes the PIN of an account's resident, when there is one.
pub(in super::super) fn delete_pin_of(tx: &mut DbConn, id: &AccountId) -> QueryResult<()> {
    let residents = resident::table.filter(resident::account_id.eq(id)).select(resident::id);
    diesel::delete(kiosk_pin::table.filter(kiosk_pin::resident_id.eq_any(residents)))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn note_tries(
    tx: &mut DbConn,
    id: &ResidentId,
    misses: i32,
    locked_until: Option<UtcTime>,
) -> QueryResult<()> {
    diesel::update(kiosk_pin::table.find(id))
        .set((kiosk_pin::misses.eq(misses), kiosk_pin::locked_until.eq(locked_until)))
        .execute(tx)
        .map(drop)
}

/// Residents today by key, account and full name.
pub(in super::super) type Named = (ResidentId, AccountId, String);

/// Residents of today who have chosen a PIN.
pub(in super::super) fn residents_with_pin(
    conn: &mut DbConn,
    on: NaiveDate,
) -> QueryResult<Vec<Named>> {
    let residents = residents_on(conn, on)?;
    resident::table
        .inner_join(account::table)
        .inner_join(kiosk_pin::table)
        .filter(account::ended_at.is_null())
        .filter(account::id.eq_any(residents))
        .order(account::name)
        .select((resident::id, account::id, account::name))
        .load(conn)
}

/// Residents who work in some of these enterprises on a day.
pub(in super::super) fn residents_who_work(
    conn: &mut DbConn,
    enterprises: &[EnterpriseId],
    on: NaiveDate,
) -> QueryResult<Vec<(Named, EnterpriseId)>> {
    let residents = residents_on(conn, on)?;
    membership::table
        .inner_join(account::table.on(account::id.eq(membership::account_id)))
        .inner_join(resident::table.on(resident::account_id.eq(account::id.nullable())))
        .filter(membership::enterprise_id.eq_any(enterprises))
        .filter(membership::part.eq(Part::Works))
        .filter(membership::valid_from.le(on).and(membership::ended_at.is_null()))
        .filter(membership::valid_to.is_null().or(membership::valid_to.ge(on)))
        .filter(account::ended_at.is_null())
        .filter(account::id.eq_any(residents))
        .order((account::name, resident::id))
        .select(((resident::id, account::id, account::name), membership::enterprise_id))
        .load(conn)
}

/// Accounts that hold the role of resident on a day.
fn residents_on(conn: &mut DbConn, on: NaiveDate) -> QueryResult<Vec<AccountId>> {
    account_role::table
        .filter(account_role::role.eq(Role::Resident))
        .filter(account_role::valid_from.le(on).and(account_role::ended_at.is_null()))
        .filter(account_role::valid_to.is_null().or(account_role::valid_to.ge(on)))
        .select(account_role::account_id)
        .load(conn)
}
