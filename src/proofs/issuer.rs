//! Who proofs are from: the seller, or the name that the leader has set; neutral and true.

use chrono::NaiveDate;

use super::model::Issuer;
use super::rules::{self, NotTaken};
use super::store;
use crate::base::UtcTime;
use crate::db::{self, DbConn};
use crate::enterprises;
use crate::error::AppResult;
use crate::people::{Actor, Right};

/// The dated setting that holds the issuer's name.
const SETTING: &str = "proof.issuer";

/// The issuer's name in force on a day, also when it tells; empty when nobody has said who sells.
fn name_on(conn: &mut DbConn, on: NaiveDate) -> diesel::QueryResult<String> {
    if let Some(name) = db::setting(conn, SETTING, on)? {
        return Ok(name);
    }
    Ok(enterprises::seller(conn)?.map(|seller| seller.name).unwrap_or_default())
}

/// Who a proof made now is from.
///
/// # Refuses
/// `proof.issuer`, `proof.issuer_tells`, `proof.address_tells`.
pub(super) fn issuer(conn: &mut DbConn, public_url: &str, now: UtcTime) -> AppResult<Issuer> {
    let name = rules::issuer_name(&name_on(conn, now.oslo_date())?)?;
    let address = public_url.trim_end_matches('/').to_owned();
    if rules::name_tells(&address) {
        return Err(NotTaken::AddressTells.into());
    }
    Ok(Issuer { name, address })
}

/// The issuer's name for the leader to see and change; and whether it can be used as it is.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn issuer_form(
    conn: &mut DbConn,
    actor: &Actor,
    now: UtcTime,
) -> AppResult<(String, bool)> {
    actor.must(Right::WithdrawProofs)?;
    let name = name_on(conn, now.oslo_date())?;
    let fits = rules::issuer_name(&name).is_ok();
    Ok((name, fits))
}

/// Sets the issuer's name from today on; proofs made before keep the name they have.
///
/// # Refuses
/// `proof.issuer`, `proof.issuer_tells`; `Forbidden`.
pub(crate) fn set_issuer(
    tx: &mut DbConn,
    actor: &Actor,
    typed: &str,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::WithdrawProofs)?;
    let name = rules::issuer_name(typed)?;
    Ok(store::put_setting(tx, SETTING, now.oslo_date(), &name)?)
}
