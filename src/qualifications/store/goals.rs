//! Curricula, their goals, and which work gives them.

use diesel::prelude::*;

use crate::base::{EnterpriseId, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{curriculum, curriculum_practice, goal, goal_work};
use crate::qualifications::model::{Curriculum, Goal, GoalWork};

/// Every curriculum, by name.
pub(in super::super) fn curricula(conn: &mut DbConn) -> QueryResult<Vec<Curriculum>> {
    let mut all: Vec<Curriculum> = curriculum::table.load(conn)?;
    all.sort_by(|a, b| (&a.name, &a.code).cmp(&(&b.name, &b.code)));
    Ok(all)
}

pub(in super::super) fn find_curriculum(
    conn: &mut DbConn,
    code: &str,
) -> QueryResult<Option<Curriculum>> {
    curriculum::table.find(code).first(conn).optional()
}

/// Makes it, or changes its name, certificate and source.
pub(in super::super) fn keep_curriculum(tx: &mut DbConn, new: &Curriculum) -> QueryResult<()> {
    let changed = diesel::update(curriculum::table.find(&new.code))
        .set((
            curriculum::name.eq(&new.name),
            curriculum::kind.eq(new.kind),
            curriculum::certificate.eq(&new.certificate),
            curriculum::source.eq(&new.source),
            curriculum::read_at.eq(new.read_at),
        ))
        .execute(tx)?;
    if changed == 0 {
        diesel::insert_into(curriculum::table).values(new).execute(tx)?;
    }
    Ok(())
}

/// The goals of a curriculum, ended ones too, in its own order.
pub(in super::super) fn goals_of(conn: &mut DbConn, code: &str) -> QueryResult<Vec<Goal>> {
    goal::table.filter(goal::curriculum_code.eq(code)).order((goal::place, goal::id)).load(conn)
}

/// Every goal, by curriculum and place.
pub(in super::super) fn all_goals(conn: &mut DbConn) -> QueryResult<Vec<Goal>> {
    goal::table.order((goal::curriculum_code, goal::place, goal::id)).load(conn)
}

pub(in super::super) fn find_goals(conn: &mut DbConn, ids: &[String]) -> QueryResult<Vec<Goal>> {
    goal::table.filter(goal::id.eq_any(ids)).order((goal::place, goal::id)).load(conn)
}

pub(in super::super) fn insert_goal(tx: &mut DbConn, new: &Goal) -> QueryResult<()> {
    diesel::insert_into(goal::table).values(new).execute(tx).map(drop)
}

/// Its words, set, place and end; its id and code stay.
pub(in super::super) fn change_goal(tx: &mut DbConn, changed: &Goal) -> QueryResult<()> {
    diesel::update(goal::table.find(&changed.id))
        .set((
            goal::words.eq(&changed.words),
            goal::set_code.eq(&changed.set_code),
            goal::place.eq(changed.place),
            goal::ended_at.eq(changed.ended_at),
        ))
        .execute(tx)
        .map(drop)
}

pub(in super::super) fn set_goal_end(
    tx: &mut DbConn,
    id: &str,
    at: Option<UtcTime>,
) -> QueryResult<()> {
    diesel::update(goal::table.find(id)).set(goal::ended_at.eq(at)).execute(tx).map(drop)
}

/// Curriculum and enterprise, of all that are practised.
pub(in super::super) fn practice(conn: &mut DbConn) -> QueryResult<Vec<(String, EnterpriseId)>> {
    curriculum_practice::table
        .order((curriculum_practice::curriculum_code, curriculum_practice::enterprise_id))
        .load(conn)
}

/// The enterprises a curriculum is practised in, these and no others.
pub(in super::super) fn set_practice(
    tx: &mut DbConn,
    code: &str,
    enterprises: &[EnterpriseId],
) -> QueryResult<()> {
    let own = curriculum_practice::table.filter(curriculum_practice::curriculum_code.eq(code));
    diesel::delete(own).execute(tx)?;
    for enterprise in enterprises {
        diesel::insert_into(curriculum_practice::table)
            .values((
                curriculum_practice::curriculum_code.eq(code),
                curriculum_practice::enterprise_id.eq(enterprise),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// Which work gives which goal, all of it.
pub(in super::super) fn goal_work(conn: &mut DbConn) -> QueryResult<Vec<GoalWork>> {
    goal_work::table.order(goal_work::id).load(conn)
}

/// The work that gives a goal, this and no other.
pub(in super::super) fn set_work(
    tx: &mut DbConn,
    goal_id: &str,
    work: &[GoalWork],
) -> QueryResult<()> {
    diesel::delete(goal_work::table.filter(goal_work::goal_id.eq(goal_id))).execute(tx)?;
    for one in work {
        diesel::insert_into(goal_work::table).values(one).execute(tx)?;
    }
    Ok(())
}
