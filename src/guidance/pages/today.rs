//! `/intern/adepter`: who needs their mentor today.

use askama::Template;

use crate::error::PageResult;
use crate::guidance::{self, words};
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "guidance/today.html")]
struct TodayPage {
    page: Page,
    followed: Vec<Line>,
}

struct Line {
    id: String,
    name: String,
    reasons: Vec<String>,
    has_asked: bool,
    /// Something is shown that nobody has seen.
    has_unseen: bool,
}

/// GET `/intern/adepter`
pub(crate) async fn today(ctx: Ctx) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let followed = ctx.db().write(move |tx| guidance::who_needs_me(tx, &actor, now)).await?;
    let line = |one: &super::super::model::Followed| Line {
        id: one.resident_id.to_string(),
        name: one.name.clone(),
        reasons: words::reasons(one),
        has_asked: one.asked_at.is_some(),
        has_unseen: one.unseen > 0,
    };
    let followed = followed.iter().map(line).collect();
    ctx.show(&TodayPage { page: ctx.page("Hvem trenger meg i dag?"), followed })
}
