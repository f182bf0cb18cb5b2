//! Taking a proof out, reading it back, checking one, and withdrawing one for error.

use serde::{Deserialize, Serialize};

use super::key::Signer;
use super::model::{Built, Issued, LeftOut, Line, MyProofs, Proof, Said, TakeOut};
use super::rules::{self, NotTaken};
use super::{credential, facts, issuer, store};
use crate::base::{ResidentId, UtcTime, hex, sha256_hex};
use crate::db::{DbConn, Once, answer_once};
use crate::error::{AppError, AppResult, Refusals};
use crate::people::{self, Actor, Right};

pub(super) fn own_key(actor: &Actor) -> AppResult<&ResidentId> {
    actor.must(Right::TakeProofs)?;
    actor.resident_id.as_ref().ok_or(AppError::Forbidden)
}

/// What one can take along, and what one took out before.
///
/// # Errors
/// `Forbidden` for who is no resident; the database's.
pub(crate) fn my_proofs(conn: &mut DbConn, actor: &Actor, now: UtcTime) -> AppResult<MyProofs> {
    let resident_id = own_key(actor)?.clone();
    let (built, left_out) = built_by(conn, actor, &resident_id, now)?;
    Ok(MyProofs {
        name: actor.name.clone(),
        choices: rules::choices(&built),
        left_out,
        taken: store::of_resident(conn, &resident_id)?,
    })
}

/// What one has built, without words that tell or name someone else.
fn built_by(
    conn: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    now: UtcTime,
) -> AppResult<(Built, LeftOut)> {
    let built = facts::built_by(conn, resident_id, now)?;
    let names = people::farm_names(conn)?.except(&actor.name);
    Ok(rules::without_telling(built, &names))
}

/// What is remembered of a proof that was asked for, so that the same asking makes the same proof.
#[derive(Serialize, Deserialize)]
struct Made {
    id: String,
    at: i64,
}

/// Makes a proof of the lines that its holder chose; it is answered in full and kept nowhere.
///
/// The same key again makes the same text anew.
///
/// # Refuses
/// `proof.name`, `proof.name_tells`, `proof.name_own`, `proof.nothing`, `proof.too_much`, `proof.line_unknown`,
/// `proof.issuer`, `proof.issuer_tells`, `proof.address_tells`; `proof.changed` when the key is known
/// and what it made cannot be made anew.
pub(crate) fn take_out(
    tx: &mut DbConn,
    actor: &Actor,
    wish: &TakeOut,
    (signer, public_url, once): (&Signer, &str, &Once),
    now: UtcTime,
) -> AppResult<Issued> {
    let resident_id = own_key(actor)?.clone();
    let issuer = issuer::issuer(tx, public_url, now)?;
    let (built, _) = built_by(tx, actor, &resident_id, now)?;
    let (holder, lines) = chosen(&built, wish, &actor.name)?;
    let sign = |id: &str, at: UtcTime| {
        credential::sign(signer, &issuer, (id, holder.as_str()), &lines, at)
    };
    let made = answer_once(tx, once, now, |tx| {
        let id = fresh_number()?;
        let row = Proof {
            digest: sha256_hex(sign(&id, now)?),
            id: id.clone(),
            resident_id,
            issued_at: now,
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawal_note: String::new(),
        };
        store::insert(tx, &row)?;
        Ok(Made { id, at: now.unix_seconds() })
    })?;
    let row = store::find(tx, &made.id)?.ok_or(AppError::NotFound)?;
    let jwt = sign(&made.id, row.issued_at)?;
    if sha256_hex(&jwt) != row.digest {
        return Err(NotTaken::Changed.into());
    }
    let said = credential::read(signer, &jwt).ok_or(NotTaken::NotOurs)?;
    Ok(Issued { jwt, said })
}

/// The name and the lines, or every reason against them.
fn chosen(built: &Built, wish: &TakeOut, own: &str) -> Result<(String, Vec<Line>), Refusals> {
    match (rules::holder_name(&wish.name, own), rules::lines(built, wish)) {
        (Ok(holder), Ok(lines)) => Ok((holder, lines)),
        (holder, lines) => {
            let mut refusals = Refusals::default();
            for fault in [holder.err(), lines.err()].into_iter().flatten() {
                refusals.add(fault);
            }
            Err(refusals)
        }
    }
}

/// 128 random bits as 32 digits.
fn fresh_number() -> AppResult<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| AppError::internal(e.to_string()))?;
    Ok(hex(&bytes))
}

/// Reads one's own proof back from its text, to set it on paper.
///
/// # Refuses
/// `proof.not_ours` for a text that is changed or another's; `proof.withdrawn`.
pub(crate) fn read_own(
    conn: &mut DbConn,
    actor: &Actor,
    signer: &Signer,
    jwt: &str,
) -> AppResult<Said> {
    let resident_id = own_key(actor)?;
    let said = credential::read(signer, jwt).ok_or(NotTaken::NotOurs)?;
    let row = store::find(conn, &said.id)?.filter(|row| row.resident_id == *resident_id);
    let row = row.ok_or(NotTaken::NotOurs)?;
    if row.digest != sha256_hex(jwt.trim()) {
        return Err(NotTaken::NotOurs.into());
    }
    if row.withdrawn_at.is_some() { Err(NotTaken::Withdrawn.into()) } else { Ok(said) }
}

/// A text that is signed by nobody, so that a number alone is as much work as a whole proof.
const UNSIGNED: &str = "eyJhbGciOiJFZERTQSJ9.e30.\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Does it hold? A number, an address with one, or the whole text of a proof.
///
/// A signature is tried and the number looked up whatever was asked, and nothing else depends on what
/// was found: an unknown number, a withdrawn one and a text of someone else's are the same work.
///
/// # Errors
/// The database's.
pub(crate) fn check(conn: &mut DbConn, signer: &Signer, asked: &str) -> AppResult<bool> {
    let asked = asked.trim();
    let is_whole = asked.matches('.').count() == 2 && rules::number_in(asked).is_none();
    let said = credential::read(signer, if is_whole { asked } else { UNSIGNED });
    let number = if is_whole { said.map(|said| said.id) } else { rules::number_in(asked) };
    let is_known = number.is_some();
    let is_in_force = store::is_in_force(conn, &number.unwrap_or_default())?;
    Ok(is_known && is_in_force)
}

/// The proofs that were withdrawn, the newest first.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn withdrawn(conn: &mut DbConn, actor: &Actor) -> AppResult<Vec<Proof>> {
    actor.must(Right::WithdrawProofs)?;
    Ok(store::withdrawn(conn)?)
}

/// Withdraws a proof for error; from then on it is not valid to anyone.
///
/// # Refuses
/// `proof.number` for a number that no proof has, or that is withdrawn; `proof.note`.
pub(crate) fn withdraw(
    tx: &mut DbConn,
    actor: &Actor,
    (number, note): (&str, &str),
    now: UtcTime,
) -> AppResult<String> {
    actor.must(Right::WithdrawProofs)?;
    let note = rules::note(note)?;
    let id = rules::number_in(number).ok_or(NotTaken::NumberUnknown)?;
    if store::withdraw(tx, &id, (&actor.account_id, &note), now)? {
        Ok(id)
    } else {
        Err(NotTaken::NumberUnknown.into())
    }
}

/// Lets a proof that was withdrawn by mistake hold again.
///
/// # Errors
/// `NotFound` for one that is not withdrawn; `Forbidden`.
pub(crate) fn let_hold(tx: &mut DbConn, actor: &Actor, id: &str) -> AppResult<()> {
    actor.must(Right::WithdrawProofs)?;
    if store::let_hold(tx, id)? { Ok(()) } else { Err(AppError::NotFound) }
}
