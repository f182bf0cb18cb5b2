//! Who pays late at the made-up farm: three have been reminded, and the one who has owed the longest
//! is proposed as lost.

use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::{invoicing, people};

use super::cast;

/// How many are reminded.
const REMINDED: usize = 3;
/// Days ago that they were, the first time first.
const DAYS_AGO: [i64; 3] = [64, 42, 20];

/// Solveig reminds those who have owed the longest, and proposes the first of them as lost.
///
/// # Errors
/// The database's.
pub(super) fn remind(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let Some(solveig) = people::actor_by_login(tx, cast::MANAGER, now)? else { return Ok(()) };
    let late = invoicing::list_remindable(tx, &solveig, now.oslo_date())?;
    let numbers: Vec<i64> =
        late.iter().map(|one| one.receivable.invoice.number).take(REMINDED).collect();
    for days in DAYS_AGO {
        invoicing::remind(tx, &solveig, &numbers, now.plus_seconds(-days * 86_400))?;
    }
    if let Some(first) = numbers.first() {
        let reason = "Har ikke svart på tre purringer, og brev kommer i retur.";
        invoicing::propose_loss(tx, &solveig, *first, reason, now)?;
    }
    Ok(())
}
