//! Goals from Udir's Grep, as files or as it answers: ids stay, new goals come, and those that have
//! gone are ended.

use crate::base::{UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppResult, Refusal};
use crate::people::{Actor, Right};
use crate::qualifications::model::{Curriculum, CurriculumKind, Goal};
use crate::qualifications::rules::{Aim, Aims, read_aims};
use crate::qualifications::store;

const GREP: &str = "Grep";

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Imported {
    /// The curriculum it was of.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) new: usize,
    pub(crate) kept: usize,
    pub(crate) ended: usize,
    /// The documents told of no goals at all.
    pub(crate) has_no_goals: bool,
}

/// Reads documents of Grep of one or more curricula, all or none.
///
/// # Errors
/// `grep.*` for what cannot be read, naming what is missing; `Forbidden`.
pub(crate) fn import_aims(
    tx: &mut DbConn,
    actor: &Actor,
    documents: &[Vec<u8>],
    now: UtcTime,
) -> AppResult<Imported> {
    actor.must(Right::ManageGoals)?;
    let mut read = Vec::new();
    for document in documents {
        read.push(read_aims(document).map_err(Refusal::from)?);
    }
    let mut done = Imported { has_no_goals: true, ..Imported::default() };
    for aims in &read {
        keep_curriculum(tx, aims, now)?;
        done.code.clone_from(&aims.curriculum_code);
        done.name.clone_from(&aims.curriculum_name);
        done.has_no_goals &= aims.goals.is_empty();
        keep_aims(tx, aims, now, &mut done)?;
    }
    Ok(done)
}

/// One that is known keeps its kind, its certificate, and a name that the farm gave it.
fn keep_curriculum(tx: &mut DbConn, aims: &Aims, now: UtcTime) -> AppResult<()> {
    let known = store::find_curriculum(tx, &aims.curriculum_code)?;
    let name = known.as_ref().filter(|known| known.source != GREP && !known.name.is_empty());
    let kept = Curriculum {
        code: aims.curriculum_code.clone(),
        name: name.map_or_else(|| aims.curriculum_name.clone(), |known| known.name.clone()),
        kind: known.as_ref().map_or(CurriculumKind::Trade, |known| known.kind),
        certificate: known.as_ref().map(|known| known.certificate.clone()).unwrap_or_default(),
        source: known.map_or_else(|| GREP.to_owned(), |known| known.source),
        read_at: now,
    };
    Ok(store::keep_curriculum(tx, &kept)?)
}

fn keep_aims(tx: &mut DbConn, aims: &Aims, now: UtcTime, done: &mut Imported) -> AppResult<()> {
    let known = store::goals_of(tx, &aims.curriculum_code)?;
    for aim in &aims.goals {
        if let Some(goal) = known.iter().find(|goal| goal.code == aim.code) {
            done.kept += 1;
            store::change_goal(tx, &changed(goal, aim))?;
        } else {
            done.new += 1;
            store::insert_goal(tx, &fresh(&aims.curriculum_code, aim))?;
        }
    }
    let is_gone = |goal: &&Goal| {
        let of_set = aims.whole_set.as_ref() == Some(&goal.set_code);
        let in_lost_set = aims.sets.as_ref().is_some_and(|sets| !sets.contains(&goal.set_code));
        let is_named = aims.goals.iter().any(|aim| aim.code == goal.code);
        !goal.set_code.is_empty() && goal.ended_at.is_none() && !is_named && (of_set || in_lost_set)
    };
    for goal in known.iter().filter(is_gone) {
        done.ended += 1;
        store::set_goal_end(tx, &goal.id, Some(now))?;
    }
    Ok(())
}

fn changed(goal: &Goal, aim: &Aim) -> Goal {
    Goal {
        words: aim.words.clone(),
        set_code: aim.set_code.clone(),
        place: aim.place,
        ended_at: None,
        ..goal.clone()
    }
}

fn fresh(curriculum_code: &str, aim: &Aim) -> Goal {
    Goal {
        id: fresh_id(),
        curriculum_code: curriculum_code.to_owned(),
        code: aim.code.clone(),
        words: aim.words.clone(),
        set_code: aim.set_code.clone(),
        place: aim.place,
        ended_at: None,
    }
}
