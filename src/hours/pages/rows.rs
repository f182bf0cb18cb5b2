//! The rows behind the sums of hours: date, enterprise, kind, order, minutes, and no person.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::model::HourKind;
use super::super::words;
use crate::base::{Minutes, Month};
use crate::error::{AppError, PageResult};
use crate::hours::{self, ApprovedIn};
use crate::people::{Right, Role};
use crate::web::{Ctx, Page};

/// Rows on a page, at most.
const ROWS_MAX: i64 = 200;

/// Which rows; a link from a sum names them.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct WhichRows {
    /// `2026-11`.
    maned: Option<String>,
    /// First and last day, when it is not a month.
    fra: Option<String>,
    til: Option<String>,
    /// An enterprise's code.
    naering: Option<String>,
    slag: Option<String>,
    /// From 1.
    side: Option<String>,
}

struct Row {
    date: String,
    place: String,
    kind: &'static str,
    order: String,
    minutes: i32,
}

#[derive(Template)]
#[template(path = "hours/rows.html")]
struct RowsPage {
    page: Page,
    month: String,
    span: String,
    enterprise: String,
    kind: String,
    enterprises: Vec<(String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    /// May the orders be opened?
    opens_orders: bool,
    count: i64,
    minutes: i64,
    words: String,
    /// The rest of a link to another page of the same rows.
    same: String,
    before: Option<i64>,
    after: Option<i64>,
}

/// GET `/intern/oversikt/timer`: approved hours, row by row, for the business manager and leader.
pub(crate) async fn rows(ctx: Ctx, query: web::Query<WhichRows>) -> PageResult {
    let actor = ctx.actor()?.clone();
    // To others a row of hours is too close to a person: they see sums of five and more.
    if !actor.is(Role::BusinessManager) && !actor.is(Role::Leader) {
        return Err(AppError::NotFound.into());
    }
    let query = query.into_inner();
    let (wish, month) = wish_of(&query, Month::of(ctx.today()));
    let number = query.side.as_ref().and_then(|s| s.parse().ok()).unwrap_or(1).clamp(1, 1_000_000);
    let asked = wish.clone();
    let ((count, minutes), found, enterprises) = ctx
        .db()
        .read(move |conn| {
            let sum = hours::sum_approved(conn, &asked)?;
            let found = hours::approved(conn, &asked, (number - 1) * ROWS_MAX, ROWS_MAX)?;
            Ok((sum, found, hours::all_enterprises(conn)?))
        })
        .await?;
    let row = |row: hours::Approved| Row {
        date: row.date.format("%d.%m.%Y").to_string(),
        place: row.enterprise_name,
        kind: words::kind_words(row.kind),
        order: row.order_number.unwrap_or_default(),
        minutes: row.minutes.get(),
    };
    ctx.show(&RowsPage {
        page: ctx.page("Godkjente timer"),
        month,
        span: format!("{} til {}", wish.from.format("%d.%m.%Y"), wish.to.format("%d.%m.%Y")),
        enterprise: wish.enterprise_code.clone().unwrap_or_default(),
        kind: wish.kind.map(|k| k.to_string()).unwrap_or_default(),
        enterprises,
        kinds: HourKind::ALL.iter().map(|k| (k.as_str(), words::kind_words(*k))).collect(),
        rows: found.into_iter().map(row).collect(),
        opens_orders: actor.may(Right::Desk),
        count,
        minutes,
        words: Minutes::words(minutes),
        same: same_rows(&wish),
        before: (number > 1).then_some(number - 1),
        after: (number * ROWS_MAX < count).then_some(number + 1),
    })
}

/// The rows a link names; a month that cannot be read is the one that runs.
fn wish_of(query: &WhichRows, this_month: Month) -> (ApprovedIn, String) {
    let filled = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
    let day = |text: &Option<String>| text.as_ref().and_then(|t| t.parse().ok());
    let month = query.maned.as_ref().and_then(|m| Month::parse(m));
    let (from, to, shown) = match (month, day(&query.fra), day(&query.til)) {
        (None, Some(from), Some(to)) => (from, to, String::new()),
        (month, ..) => {
            let month = month.unwrap_or(this_month);
            (month.first_day(), month.last_day(), month.to_string())
        }
    };
    let kind = query.slag.as_ref().and_then(|k| HourKind::parse(k));
    (ApprovedIn { from, to, enterprise_code: filled(&query.naering), kind }, shown)
}

fn same_rows(wish: &ApprovedIn) -> String {
    let mut fields = vec![("fra", wish.from.to_string()), ("til", wish.to.to_string())];
    if let Some(code) = &wish.enterprise_code {
        fields.push(("naering", code.clone()));
    }
    if let Some(kind) = wish.kind {
        fields.push(("slag", kind.to_string()));
    }
    serde_html_form::to_string(&fields).unwrap_or_default()
}
