//! Curricula and goals, kept by who answers for the farm.

use crate::base::{EnterpriseId, OfferingId, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise};
use crate::error::{AppError, AppResult, Refusals};
use crate::people::{Actor, Right};
use crate::qualifications::model::{Curriculum, CurriculumKind, Goal, GoalWork};
use crate::qualifications::rules::{self, RuleError};
use crate::qualifications::store;

/// Letters in a curriculum's name, at most.
const NAME_MAX: usize = 120;
/// Letters in a goal of one's own, at most.
const GOAL_MAX: usize = 300;
/// Where the farm's own come from.
const OWN_SOURCE: &str = "gården";

/// A curriculum as a form tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CurriculumForm {
    /// Made when empty.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) certificate: String,
}

/// A curriculum with its goals and where it is practised.
#[derive(Clone, Debug)]
pub(crate) struct CurriculumPage {
    pub(crate) curriculum: Curriculum,
    pub(crate) goals: Vec<Goal>,
    /// Each enterprise, and whether the curriculum is practised in it.
    pub(crate) places: Vec<(Enterprise, bool)>,
}

/// A goal with the work that can give it.
#[derive(Clone, Debug)]
pub(crate) struct GoalPage {
    pub(crate) curriculum: Curriculum,
    pub(crate) goal: Goal,
    /// The value of its box, the words, and whether it is ticked.
    pub(crate) work: Vec<(String, String, bool)>,
}

/// Every curriculum with the number of its goals that stand, and where it is practised.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn list_curricula(
    conn: &mut DbConn,
    actor: &Actor,
) -> AppResult<Vec<(Curriculum, usize, Vec<String>)>> {
    actor.must(Right::ManageGoals)?;
    let goals = store::all_goals(conn)?;
    let practice = store::practice(conn)?;
    let places = enterprises::list_enterprises(conn)?;
    let mut listed = Vec::new();
    for curriculum in store::curricula(conn)? {
        let own = |goal: &&Goal| goal.curriculum_code == curriculum.code && goal.ended_at.is_none();
        let is_there = |place: &&Enterprise| {
            practice.iter().any(|(code, id)| *code == curriculum.code && *id == place.id)
        };
        let names = places.iter().filter(is_there).map(|place| place.name.clone()).collect();
        listed.push((curriculum.clone(), goals.iter().filter(own).count(), names));
    }
    Ok(listed)
}

/// Adds a curriculum; answers its code.
///
/// # Errors
/// Refusals at each field; `Forbidden`.
pub(crate) fn add_curriculum(
    tx: &mut DbConn,
    actor: &Actor,
    form: &CurriculumForm,
    now: UtcTime,
) -> AppResult<String> {
    actor.must(Right::ManageGoals)?;
    let mut refusals = Refusals::default();
    let kind = CurriculumKind::parse(&form.kind).unwrap_or(CurriculumKind::Own);
    let code = match form.code.trim() {
        "" => own_code(tx)?,
        code => code.to_uppercase(),
    };
    let name = form.name.trim();
    if name.is_empty() {
        refusals.add(RuleError::NameMissing);
    }
    if name.chars().count() > NAME_MAX || form.certificate.chars().count() > NAME_MAX {
        refusals.add(RuleError::NameTooLong);
    }
    if !rules::is_code(&code) {
        refusals.add(RuleError::CodeUnreadable);
    } else if store::find_curriculum(tx, &code)?.is_some() {
        refusals.add(RuleError::CodeTaken);
    }
    refusals.or(())?;
    let new = Curriculum {
        code,
        name: name.to_owned(),
        kind,
        certificate: form.certificate.trim().to_owned(),
        source: OWN_SOURCE.to_owned(),
        read_at: now,
    };
    store::keep_curriculum(tx, &new)?;
    Ok(new.code)
}

/// `EGEN-1`, or the next that is free.
fn own_code(conn: &mut DbConn) -> AppResult<String> {
    let known: Vec<String> = store::curricula(conn)?.into_iter().map(|one| one.code).collect();
    let mut codes = (1_u32..).map(|number| format!("EGEN-{number}"));
    codes.find(|code| !known.contains(code)).ok_or_else(|| AppError::internal("no code is free"))
}

/// A curriculum's page.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub(crate) fn curriculum_page(
    conn: &mut DbConn,
    actor: &Actor,
    code: &str,
) -> AppResult<CurriculumPage> {
    actor.must(Right::ManageGoals)?;
    let curriculum = store::find_curriculum(conn, code)?.ok_or(AppError::NotFound)?;
    let practice = store::practice(conn)?;
    let places = enterprises::list_enterprises(conn)?.into_iter().map(|place| {
        let is_there = practice.iter().any(|(own, id)| own == code && *id == place.id);
        (place, is_there)
    });
    Ok(CurriculumPage { goals: store::goals_of(conn, code)?, places: places.collect(), curriculum })
}

/// Says in which enterprises a curriculum is practised, by their codes.
///
/// # Errors
/// `NotFound` for a curriculum or enterprise that is not there; `Forbidden`.
pub(crate) fn set_practice(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    enterprises: &[String],
) -> AppResult<()> {
    actor.must(Right::ManageGoals)?;
    store::find_curriculum(tx, code)?.ok_or(AppError::NotFound)?;
    let mut ids: Vec<EnterpriseId> = Vec::new();
    for code in enterprises {
        let place = enterprises::find_enterprise_by_code(tx, code)?.ok_or(AppError::NotFound)?;
        if !ids.contains(&place.id) {
            ids.push(place.id);
        }
    }
    Ok(store::set_practice(tx, code, &ids)?)
}

/// Adds a goal of the farm's own to a curriculum; answers its id.
///
/// # Errors
/// `NotFound`, `goal.words`; `Forbidden`.
pub(crate) fn add_goal(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    words: &str,
) -> AppResult<String> {
    actor.must(Right::ManageGoals)?;
    store::find_curriculum(tx, code)?.ok_or(AppError::NotFound)?;
    let words = goal_words(words)?;
    let known = store::goals_of(tx, code)?;
    let place = known.iter().map(|goal| goal.place).max().unwrap_or(0) + 1;
    let mut codes = (1_u32..).map(|number| format!("E{number}"));
    let is_free = |code: &String| known.iter().all(|goal| goal.code != *code);
    let goal = Goal {
        id: fresh_id(),
        curriculum_code: code.to_owned(),
        code: codes.find(is_free).ok_or_else(|| AppError::internal("no code is free"))?,
        words,
        set_code: String::new(),
        place,
        ended_at: None,
    };
    store::insert_goal(tx, &goal)?;
    Ok(goal.id)
}

fn goal_words(words: &str) -> Result<String, RuleError> {
    let words = words.trim();
    if words.is_empty() {
        return Err(RuleError::NameMissing);
    }
    if words.chars().count() > GOAL_MAX {
        return Err(RuleError::NameTooLong);
    }
    Ok(words.to_owned())
}

/// Changes the words of a goal of the farm's own.
///
/// # Errors
/// `goal.not_own` for one of Udir's; `goal.words`; `NotFound`; `Forbidden`.
pub(crate) fn change_goal(tx: &mut DbConn, actor: &Actor, id: &str, words: &str) -> AppResult<()> {
    let mut goal = own_goal(tx, actor, id)?;
    goal.words = goal_words(words)?;
    Ok(store::change_goal(tx, &goal)?)
}

/// Ends a goal of the farm's own: nothing new can point at it, and what was reached stays.
///
/// # Errors
/// As [`change_goal`].
pub(crate) fn end_goal(tx: &mut DbConn, actor: &Actor, id: &str, now: UtcTime) -> AppResult<()> {
    let goal = own_goal(tx, actor, id)?;
    Ok(store::set_goal_end(tx, id, Some(goal.ended_at.unwrap_or(now)))?)
}

/// Has a goal of the farm's own back that was ended.
///
/// # Errors
/// As [`change_goal`].
pub(crate) fn reopen_goal(tx: &mut DbConn, actor: &Actor, id: &str) -> AppResult<()> {
    own_goal(tx, actor, id)?;
    Ok(store::set_goal_end(tx, id, None)?)
}

/// One that is not Udir's to word or to end.
fn own_goal(conn: &mut DbConn, actor: &Actor, id: &str) -> AppResult<Goal> {
    let goal = managed_goal(conn, actor, id)?;
    if goal.set_code.is_empty() { Ok(goal) } else { Err(RuleError::NotOwnGoal.into()) }
}

fn managed_goal(conn: &mut DbConn, actor: &Actor, id: &str) -> AppResult<Goal> {
    actor.must(Right::ManageGoals)?;
    store::find_goals(conn, &[id.to_owned()])?.into_iter().next().ok_or(AppError::NotFound)
}

/// A goal's page: every enterprise's daily work and offerings, ticked where they can give it. What
/// is out of sale is there too while it is ticked, so that saving the page leaves it as it was.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub(crate) fn goal_page(conn: &mut DbConn, actor: &Actor, id: &str) -> AppResult<GoalPage> {
    let goal = managed_goal(conn, actor, id)?;
    let curriculum =
        store::find_curriculum(conn, &goal.curriculum_code)?.ok_or(AppError::NotFound)?;
    let mut given = store::goal_work(conn)?;
    given.retain(|work| work.goal_id == goal.id);
    let is_given = |place: &EnterpriseId, offering: Option<&OfferingId>| {
        given.iter().any(|w| w.enterprise_id == *place && w.offering_id.as_ref() == offering)
    };
    let offerings = store::offerings(conn)?;
    let mut work = Vec::new();
    for place in enterprises::list_enterprises(conn)? {
        let words = format!("{}: daglig arbeid", place.name);
        work.push((place.id.to_string(), words, is_given(&place.id, None)));
        for (id, _, name, is_sold) in offerings.iter().filter(|(_, own, ..)| *own == place.id) {
            let is_ticked = is_given(&place.id, Some(id));
            let words = if *is_sold { "" } else { " (ikke til salgs)" };
            if *is_sold || is_ticked {
                let words = format!("{}: {name}{words}", place.name);
                work.push((format!("{}/{id}", place.id), words, is_ticked));
            }
        }
    }
    Ok(GoalPage { curriculum, goal, work })
}

/// Says which work can give a goal: enterprise, or enterprise/offering, by their keys.
///
/// # Errors
/// `NotFound` for a goal or work that is not there; `Forbidden`.
pub(crate) fn set_work(tx: &mut DbConn, actor: &Actor, id: &str, work: &[String]) -> AppResult<()> {
    let page = goal_page(tx, actor, id)?;
    let mut wanted = work.to_vec();
    wanted.sort();
    wanted.dedup();
    let mut rows = Vec::new();
    for one in wanted {
        if !page.work.iter().any(|(known, ..)| *known == one) {
            return Err(AppError::NotFound);
        }
        let (place, offering) = match one.split_once('/') {
            Some((place, offering)) => (place, Some(OfferingId::from_text(offering))),
            None => (one.as_str(), None),
        };
        rows.push(GoalWork {
            id: fresh_id(),
            goal_id: page.goal.id.clone(),
            enterprise_id: EnterpriseId::from_text(place),
            offering_id: offering,
        });
    }
    Ok(store::set_work(tx, &page.goal.id, &rows)?)
}
