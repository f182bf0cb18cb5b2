//! A resident shows what they did.

use chrono::{Days, NaiveDate};

use crate::base::{
    EnterpriseId, EntryId, MEDIA_TYPE, Minutes, Prepared, ResidentId, UtcTime, fresh_id,
};
use crate::db::DbConn;
use crate::enterprises;
use crate::error::{AppError, AppResult, Refusals};
use crate::people::{self, Actor, Right};
use crate::qualifications::model::{CurriculumKind, Goal, Shown, StampKind};
use crate::qualifications::rules::{self, RuleError, Wanted};
use crate::qualifications::store::{self, NewEvidence};

/// Days that the picture of something taken back is kept, so that it can be had back.
const TAKEN_BACK_DAYS: i64 = 7;
/// Days back that own hours can be pointed at from the form.
const HOURS_DAYS: u64 = 31;

/// What a resident tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EvidenceForm {
    pub(crate) words: String,
    pub(crate) date: String,
    /// The enterprise's code; empty outside them.
    pub(crate) enterprise: String,
    /// An hour entry of one's own; may be empty.
    pub(crate) hours: String,
    pub(crate) goals: Vec<String>,
}

/// What can be chosen in the form.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// Code and name of the enterprises one works in.
    pub(crate) enterprises: Vec<(String, String)>,
    /// Id and words of own hours.
    pub(crate) hours: Vec<(EntryId, NaiveDate, Minutes, String)>,
    /// By curriculum: name, and the goals that are left.
    pub(crate) goals: Vec<(String, Vec<Goal>)>,
}

/// What a resident can point at.
///
/// # Errors
/// `Forbidden` for who is no resident; the database's.
pub(crate) fn choices(conn: &mut DbConn, actor: &Actor, today: NaiveDate) -> AppResult<Chosen> {
    let own = own_key(actor)?;
    let progress = super::progress_of(conn, own, today)?;
    let open = progress.routes.into_iter().filter(|route| route.route.ended_on.is_none());
    let goals = open.map(|route| route.goals).chain(progress.others);
    let places = enterprises::list_enterprises(conn)?.into_iter();
    let mut seen: Vec<String> = Vec::new();
    let mut by_curriculum = Vec::new();
    for goals in goals {
        if !goals.left.is_empty() && !seen.contains(&goals.curriculum.code) {
            seen.push(goals.curriculum.code);
            by_curriculum.push((goals.curriculum.name, goals.left));
        }
    }
    Ok(Chosen {
        enterprises: places
            .filter(|place| actor.works_in.contains(&place.id))
            .map(|place| (place.code, place.name))
            .collect(),
        hours: store::own_hours(conn, own, today - Days::new(HOURS_DAYS))?,
        goals: by_curriculum,
    })
}

/// Keeps a piece of evidence; answers its id.
///
/// # Errors
/// Refusals at each field; `Forbidden` for who is no resident.
pub(crate) fn show_evidence(
    tx: &mut DbConn,
    actor: &Actor,
    form: &EvidenceForm,
    photo: Option<&Prepared>,
    now: UtcTime,
) -> AppResult<String> {
    let own = own_key(actor)?;
    let mut refusals = Refusals::default();
    let place = match place_of(tx, actor, &form.enterprise)? {
        Ok(place) => place,
        Err(error) => {
            refusals.add(error);
            None
        }
    };
    let entry = match own_entry(tx, own, &form.hours)? {
        Ok(entry) => entry,
        Err(error) => {
            refusals.add(error);
            None
        }
    };
    let mut asked = form.goals.clone();
    asked.sort();
    asked.dedup();
    let found = found_goals(tx, &asked, place.as_ref())?;
    let wanted = Wanted {
        words: &form.words,
        date: &form.date,
        has_photo: photo.is_some(),
        has_hours: entry.is_some(),
        asked: asked.len(),
        found: &found,
    };
    let date = match rules::check_wanted(&wanted, now.oslo_date()) {
        Ok(date) => refusals.or(date)?,
        Err(errors) => {
            for error in errors {
                refusals.add(error);
            }
            return Err(refusals.into());
        }
    };
    let id = fresh_id();
    let new = NewEvidence {
        id: &id,
        resident_id: own,
        enterprise_id: place.as_ref(),
        happened_on: date,
        words: form.words.trim(),
        photo: photo.map(|photo| (MEDIA_TYPE, photo.base64.as_str())),
        entry_id: entry.as_ref(),
        made_by: &actor.account_id,
        made_at: now,
    };
    let goals: Vec<Goal> = found.into_iter().map(|(goal, ..)| goal).collect();
    store::insert_evidence(tx, &new, &goals)?;
    store::forget_photos(tx, now.plus_seconds(-TAKEN_BACK_DAYS * 86_400))?;
    Ok(id)
}

fn own_key(actor: &Actor) -> AppResult<&ResidentId> {
    actor.must(Right::OwnProgress)?;
    actor.resident_id.as_ref().ok_or(AppError::Forbidden)
}

/// An enterprise one works in, by its code; none for an empty one.
fn place_of(
    conn: &mut DbConn,
    actor: &Actor,
    code: &str,
) -> AppResult<Result<Option<EnterpriseId>, RuleError>> {
    if code.is_empty() {
        return Ok(Ok(None));
    }
    let place = enterprises::find_enterprise_by_code(conn, code)?;
    let own = place.filter(|place| actor.works_in.contains(&place.id));
    Ok(own.map(|place| Some(place.id)).ok_or(RuleError::NoPlace))
}

fn own_entry(
    conn: &mut DbConn,
    own: &ResidentId,
    id: &str,
) -> AppResult<Result<Option<EntryId>, RuleError>> {
    if id.is_empty() {
        return Ok(Ok(None));
    }
    let entry = store::entry_of(conn, id)?.filter(|(_, whose, _)| whose == own);
    Ok(entry.map(|(id, ..)| Some(id)).ok_or(RuleError::NotOwnHours))
}

/// The goals that are there, and whether each can be given at the place.
fn found_goals(
    conn: &mut DbConn,
    ids: &[String],
    place: Option<&EnterpriseId>,
) -> AppResult<Vec<(Goal, CurriculumKind, bool)>> {
    let practice = store::practice(conn)?;
    let given = store::goal_work(conn)?;
    let mut found = Vec::new();
    for goal in store::find_goals(conn, ids)? {
        let curriculum = store::find_curriculum(conn, &goal.curriculum_code)?;
        let kind = curriculum.map_or(CurriculumKind::Own, |curriculum| curriculum.kind);
        let is_practised = |(code, there): &(String, EnterpriseId)| {
            *code == goal.curriculum_code && Some(there) == place
        };
        let is_given = practice.iter().any(is_practised)
            || given.iter().any(|one| one.goal_id == goal.id && Some(&one.enterprise_id) == place);
        found.push((goal, kind, is_given));
    }
    Ok(found)
}

/// Takes back a piece of one's own evidence.
///
/// # Errors
/// `NotFound` for another's, `evidence.approved` for one that counts.
pub(crate) fn take_back(tx: &mut DbConn, actor: &Actor, id: &str, now: UtcTime) -> AppResult<()> {
    let own = own_key(actor)?;
    let one = store::find_evidence(tx, id)?.filter(|one| one.resident_id == *own);
    let one = one.ok_or(AppError::NotFound)?;
    let stamps = store::stamps_of(tx, std::slice::from_ref(&one.id))?;
    if stamps.values().flatten().any(|stamp| stamp.kind == StampKind::Approved) {
        return Err(Refusals::from(crate::error::Refusal::from(RuleError::Approved)).into());
    }
    Ok(store::withdraw(tx, id, now)?)
}

/// Has a piece of one's own evidence back, with the hours it pointed at if they are still there.
///
/// # Errors
/// `NotFound` for another's; `evidence.gone` when nothing is left of it to show.
pub(crate) fn undo_take_back(tx: &mut DbConn, actor: &Actor, id: &str) -> AppResult<()> {
    let own = own_key(actor)?;
    let one = store::find_evidence(tx, id)?.filter(|one| one.resident_id == *own);
    let one = one.ok_or(AppError::NotFound)?;
    if one.withdrawn_at.is_none() {
        return Ok(());
    }
    let let_go = one.let_go_entry_id.as_ref().map_or("", EntryId::as_str);
    let entry = own_entry(tx, own, let_go)?.ok().flatten();
    if one.words.is_empty() && one.photo_media_type.is_none() && entry.is_none() {
        return Err(RuleError::NothingLeft.into());
    }
    Ok(store::stand_again(tx, id, entry.as_ref())?)
}

/// Someone's evidence that stands, with goals and stamps, newest first.
///
/// # Errors
/// The database's.
pub(crate) fn evidence_of(conn: &mut DbConn, resident_id: &ResidentId) -> AppResult<Vec<Shown>> {
    shown_of(conn, resident_id)
}

/// [`evidence_of`]
pub(in super::super) fn shown_of(
    conn: &mut DbConn,
    resident_id: &ResidentId,
) -> AppResult<Vec<Shown>> {
    let pieces = store::evidence_of(conn, resident_id)?;
    dressed(conn, pieces)
}

/// Pieces of evidence with their goals and stamps, in their order.
pub(super) fn dressed(
    conn: &mut DbConn,
    pieces: Vec<crate::qualifications::model::Evidence>,
) -> AppResult<Vec<Shown>> {
    let ids: Vec<String> = pieces.iter().map(|one| one.id.clone()).collect();
    let mut goals = store::goals_of_evidence(conn, &ids)?;
    let mut stamps = store::stamps_of(conn, &ids)?;
    let places = enterprises::list_enterprises(conn)?;
    let entries: Vec<EntryId> = pieces.iter().filter_map(|one| one.entry_id.clone()).collect();
    let worked = store::minutes_of(conn, &entries)?;
    let mut shown = Vec::new();
    for evidence in pieces {
        let minutes = evidence.entry_id.as_ref().and_then(|id| worked.get(id));
        let minutes = minutes.map(|minutes| i64::from(minutes.get()));
        let name = places.iter().find(|place| Some(&place.id) == evidence.enterprise_id.as_ref());
        shown.push(Shown {
            enterprise_name: name.map(|place| place.name.clone()).unwrap_or_default(),
            goals: goals.remove(&evidence.id).unwrap_or_default(),
            stamps: stamps.remove(&evidence.id).unwrap_or_default(),
            minutes,
            evidence,
        });
    }
    Ok(shown)
}

/// The picture of a piece of one's own evidence: its type and its bytes as text.
///
/// # Errors
/// `NotFound` for another's, and for one without a picture.
pub(crate) fn own_photo(conn: &mut DbConn, actor: &Actor, id: &str) -> AppResult<(String, String)> {
    let own = own_key(actor)?;
    let one = store::find_evidence(conn, id)?.filter(|one| one.resident_id == *own);
    one.ok_or(AppError::NotFound)?;
    store::photo(conn, id)?.ok_or(AppError::NotFound)
}

/// The picture of someone's evidence, for their mentor and the leader; that it was seen is kept.
///
/// # Errors
/// `NotFound` for who does not follow them, and for one without a picture or taken back.
pub(crate) fn photo_of(
    tx: &mut DbConn,
    actor: &Actor,
    resident_id: &ResidentId,
    id: &str,
    now: UtcTime,
) -> AppResult<(String, String)> {
    super::routes::must_follow(tx, actor, resident_id)?;
    let one = store::find_evidence(tx, id)?.filter(|one| one.resident_id == *resident_id);
    one.filter(|one| one.withdrawn_at.is_none()).ok_or(AppError::NotFound)?;
    people::log_look_daily(tx, actor, resident_id, "bilde av det jeg kan", now)?;
    store::photo(tx, id)?.ok_or(AppError::NotFound)
}

/// The picture of evidence that one signs, for who does; that it was seen is kept.
///
/// # Errors
/// `NotFound` for evidence of another place, and for one without a picture or taken back.
pub(crate) fn led_photo(
    tx: &mut DbConn,
    actor: &Actor,
    id: &str,
    now: UtcTime,
) -> AppResult<(String, String)> {
    let one = super::stamps::evidence_to_sign(tx, actor, id)?;
    people::log_look_daily(tx, actor, &one.resident_id, "bilde av det jeg kan", now)?;
    store::photo(tx, id)?.ok_or(AppError::NotFound)
}
