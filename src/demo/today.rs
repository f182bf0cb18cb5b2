//! What goes on at the made-up farm today: a name on the board, and someone at work.

use crate::base::UtcTime;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::hours::ClockIn;
use crate::{board, hours, people};

/// How long ago the one at work came in, in seconds: an hour and a half.
const IN_SINCE: i64 = 90 * 60;

/// Terje sets Amina to the first order, and Jonas is in.
///
/// # Errors
/// The database's.
pub(super) fn set(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let terje = people::actor_by_login(tx, "terje", now)?;
    let amina = people::find_resident_by_pseudonym(tx, "B01")?;
    if let (Some(terje), Some(amina)) = (terje, amina)
        && let Some(place) = board::board_of(tx, &terje, now)?.into_iter().next()
    {
        let mut jobs = place.today.into_iter().chain(place.coming);
        let job = jobs.find(|job| !job.number.is_empty());
        let number = job.map(|job| job.number).unwrap_or_default();
        board::set_hand(tx, &terje, &amina, (&place.code, &number), now)?;
    }
    let since = now.plus_seconds(-IN_SINCE);
    if let Some(jonas) = people::actor_by_login(tx, "jonas", now)?
        && since.oslo_date() == now.oslo_date()
    {
        let work = ClockIn {
            enterprise: "verksted".into(),
            kind: hours::HourKind::Work.to_string(),
            order: String::new(),
        };
        hours::clock_in(tx, &jonas, &work, since)?;
    }
    Ok(())
}
