//! What leaves with people at the made-up farm: Amina has taken a proof out and had one made anew that
//! was wrong, and Leila wishes the link to the farm cut.

use crate::base::UtcTime;
use crate::db::{DbConn, Once};
use crate::error::AppResult;
use crate::people::{self, Actor};
use crate::proofs::{self, TakeOut};

/// Where the made-up proofs would be checked.
const ADDRESS: &str = "https://gard.example";
/// Lines of a made-up proof, at most.
const LINES_MAX: usize = 24;
/// Seconds of a week.
const WEEK: i64 = 7 * 86_400;

/// # Errors
/// The database's.
pub(super) fn tell(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    if let Some(amina) = people::actor_by_login(tx, "amina", now)? {
        let wrong = take_out(tx, &amina, now.plus_seconds(-WEEK))?;
        take_out(tx, &amina, now)?;
        if let (Some(wrong), Some(lars)) = (wrong, people::actor_by_login(tx, "lars", now)?) {
            proofs::withdraw(tx, &lars, (&wrong, "Feil periode på veien"), now)?;
        }
    }
    if let Some(leila) = people::actor_by_login(tx, "leila", now)? {
        proofs::wish_cut(tx, &leila, now)?;
    }
    Ok(())
}

/// A proof of all that one has built, by its number; None when that is nothing yet.
fn take_out(tx: &mut DbConn, actor: &Actor, at: UtcTime) -> AppResult<Option<String>> {
    let choices = proofs::my_proofs(tx, actor, at)?.choices;
    if choices.is_empty() {
        return Ok(None);
    }
    let lines = choices.into_iter().take(LINES_MAX).map(|choice| choice.key).collect();
    let wish = TakeOut { name: actor.name.clone(), lines };
    let signer = proofs::signer_now(tx)?;
    let once = Once::new("demo", &at.rfc3339(), "")?;
    let issued = proofs::take_out(tx, actor, &wish, (&signer, ADDRESS, &once), at)?;
    Ok(Some(issued.said.id))
}
