//! A mentor's view of a mentee's week, while the relation lasts.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::super::words;
use super::{DayLine, day_or, minutes_of, monday_of, week_lines};
use crate::base::{Minutes, ResidentId};
use crate::error::{AppError, PageResult};
use crate::hours;
use crate::people;
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "hours/mentee.html")]
struct MenteePage {
    page: Page,
    id: ResidentId,
    week: String,
    lines: Vec<DayLine>,
    sum: String,
    before: NaiveDate,
    after: Option<NaiveDate>,
}

/// Which week; any of its days.
#[derive(Deserialize)]
pub(crate) struct WhichWeek {
    dag: Option<String>,
}

/// GET `/intern/adepter/{id}`: a mentee's week; the look is kept.
pub(crate) async fn mentee(
    ctx: Ctx,
    path: web::Path<String>,
    query: web::Query<WhichWeek>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let id = ResidentId::from_text(path.into_inner());
    if !actor.mentees.contains(&id) {
        return Err(AppError::NotFound.into());
    }
    let (now, today) = (ctx.now, ctx.today());
    let monday = monday_of(day_or(query.dag.as_ref(), today));
    let seen = id.clone();
    let (name, logged) = ctx
        .db()
        .write(move |tx| {
            people::log_look(tx, &actor, &seen, "timer som mentor", now)?;
            Ok((people::first_name_of(tx, &seen)?, hours::week_of(tx, &seen, monday)?))
        })
        .await?;
    let is_this_week = monday == monday_of(today);
    ctx.show(&MenteePage {
        page: ctx.page(format!("Timene til {name}")),
        id,
        week: words::week_words(monday),
        lines: week_lines(monday, today, &logged, &[]),
        sum: Minutes::words(minutes_of(logged.iter())),
        before: monday - chrono::TimeDelta::days(7),
        after: (!is_this_week).then(|| monday + chrono::TimeDelta::days(7)),
    })
}
