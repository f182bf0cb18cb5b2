//! What an hour of each kind is reckoned at.

use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::base::Ore;
use crate::costing::{self, RateForm};
use crate::error::{AppError, PageResult, Refusals};
use crate::hours::{HourKind, kind_words};
use crate::web::{Ctx, HtmlForm, Page};

const PLACE: &str = "/intern/satser";

#[derive(Template)]
#[template(path = "costing/rates.html")]
struct RatesPage {
    page: Page,
    rows: Vec<Row>,
    changes: Vec<Change>,
    kinds: Vec<(&'static str, &'static str)>,
    form: Typed,
}

struct Row {
    kind: &'static str,
    from: String,
    rate: Ore,
    /// Is it the one in force today?
    is_now: bool,
}

struct Change {
    day: String,
    by: String,
    kind: &'static str,
    from: String,
    /// Empty when there was none from that day.
    before: String,
    rate: Ore,
}

/// A rate as a browser sends it.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    kroner: String,
}

/// `GET /intern/satser`
///
/// # Errors
/// The database's.
pub(crate) async fn rates(ctx: Ctx) -> PageResult {
    let form = Typed { valid_from: ctx.today().to_string(), ..Typed::default() };
    show(&ctx, form, None).await
}

fn date_words(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

async fn show(ctx: &Ctx, form: Typed, refused: Option<&Refusals>) -> PageResult {
    let today = ctx.today();
    let (rates, changes) = ctx
        .db()
        .read(|conn| Ok((costing::list_rates(conn)?, costing::list_rate_changes(conn)?)))
        .await?;
    let changes = changes.into_iter().map(|(change, by)| Change {
        day: date_words(change.set_at.oslo_date()),
        by,
        kind: kind_words(change.kind),
        from: date_words(change.valid_from),
        before: change.ore_before.map(|before| before.to_string()).unwrap_or_default(),
        rate: change.ore_per_hour,
    });
    let mut rows = Vec::new();
    for kind in HourKind::ALL {
        let own = || rates.iter().filter(|rate| rate.kind == *kind);
        let now = own().find(|rate| rate.valid_from <= today).map(|rate| rate.valid_from);
        rows.extend(own().map(|rate| Row {
            kind: kind_words(*kind),
            from: date_words(rate.valid_from),
            rate: rate.ore_per_hour,
            is_now: Some(rate.valid_from) == now,
        }));
    }
    let page = ctx.page("Satser for arbeid");
    let template = RatesPage {
        page: match refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        rows,
        changes: changes.collect(),
        kinds: HourKind::ALL.iter().map(|kind| (kind.as_str(), kind_words(*kind))).collect(),
        form,
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// `POST /intern/satser`
///
/// # Errors
/// The database's; refusals are shown at their fields.
pub(crate) async fn set_rate(ctx: Ctx, form: HtmlForm<Typed>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (typed, now) = (form.value, ctx.now);
    let wish = RateForm {
        kind: typed.kind.clone(),
        valid_from: typed.valid_from.clone(),
        kroner: typed.kroner.clone(),
    };
    match ctx.db().write(move |tx| costing::set_rate(tx, &actor, &wish, now)).await {
        Ok(()) => ctx.saved(PLACE),
        Err(AppError::Refused(refusals)) => show(&ctx, typed, Some(&refusals)).await,
        Err(other) => Err(other.into()),
    }
}
