//! Which papers there are of a month.

use actix_web::web::Query;
use askama::Template;

use super::show::WhichMonth;
use crate::error::PageResult;
use crate::papers::{self, Shelf};
use crate::people::Right;
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "papers/shelf.html")]
struct ShelfPage {
    page: Page,
    month: String,
    words: String,
    shelf: Shelf,
    sees_persons: bool,
}

/// `GET /intern/papirer`
///
/// # Errors
/// The database's.
pub(crate) async fn shelf(ctx: Ctx, which: Query<WhichMonth>) -> PageResult {
    let (actor, now, month) = (ctx.actor()?.clone(), ctx.now, which.or_this(&ctx));
    let sees_persons = actor.may(Right::SeeWorkingTime);
    // A write, as each look at someone's hours is kept.
    let shelf = ctx.db().write(move |tx| papers::shelf(tx, &actor, month, now)).await?;
    ctx.show(&ShelfPage {
        page: ctx.page("Papirer"),
        month: month.to_string(),
        words: month.words(),
        shelf,
        sees_persons,
    })
}
