//! `/intern/stopp`: stop new orders for a while.

use actix_web::web::Path;
use askama::Template;

use super::Nothing;
use crate::catalog::{self, Stop, StopForm};
use crate::enterprises::Enterprise;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "catalog/stops.html")]
struct StopsPage {
    page: Page,
    form: StopForm,
    enterprises: Vec<(String, String)>,
    stops: Vec<Row>,
}

/// A stop in force, in words.
struct Row {
    id: String,
    enterprise: String,
    days: String,
}

/// The enterprises one answers for, and their stops in force.
async fn load(ctx: &Ctx) -> AppResult<(Vec<Enterprise>, Vec<Stop>)> {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    ctx.db()
        .read(move |conn| {
            let mut mine = catalog::enterprises_of(conn, &actor)?;
            mine.retain(|enterprise| !enterprise.internal);
            let mut stops = catalog::stops_in_force(conn, today)?;
            stops.retain(|stop| mine.iter().any(|e| e.id == stop.enterprise_id));
            Ok((mine, stops))
        })
        .await
}

async fn render(ctx: &Ctx, form: StopForm, refusals: Option<&Refusals>) -> PageResult {
    let (mine, stops) = load(ctx).await?;
    let row = |stop: Stop| {
        let enterprise = mine.iter().find(|e| e.id == stop.enterprise_id);
        let days = catalog::stop_days_in_words(&stop);
        Row {
            id: stop.id,
            enterprise: enterprise.map(|e| e.name.clone()).unwrap_or_default(),
            days,
        }
    };
    let stops = stops.into_iter().map(row).collect();
    let enterprises = mine.iter().map(|e| (e.code.clone(), e.name.clone())).collect();
    let page = ctx.page("Stopp nye bestillinger");
    match refusals {
        None => ctx.show(&StopsPage { page, form, enterprises, stops }),
        Some(refusals) => {
            ctx.show_refused(&StopsPage { page: page.refused(refusals), form, enterprises, stops })
        }
    }
}

/// `GET /intern/stopp`
pub(crate) async fn stops(ctx: Ctx) -> PageResult {
    let (mine, _) = load(&ctx).await?;
    let enterprise = match mine.as_slice() {
        [only] => only.code.clone(),
        _ => String::new(),
    };
    let form = StopForm { enterprise, first_day: ctx.today().to_string(), last_day: String::new() };
    render(&ctx, form, None).await
}

/// `POST /intern/stopp`
pub(crate) async fn stop(ctx: Ctx, form: HtmlForm<StopForm>) -> PageResult {
    match begin(&ctx, &form.value).await {
        Ok(words) => ctx.done("/intern/stopp", &words),
        Err(AppError::Refused(refusals)) => render(&ctx, form.value, Some(&refusals)).await,
        Err(error) => Err(error.into()),
    }
}

async fn begin(ctx: &Ctx, form: &StopForm) -> AppResult<String> {
    let (mine, _) = load(ctx).await?;
    let (first_day, last_day) = form.parse()?;
    let enterprise = mine
        .into_iter()
        .find(|enterprise| enterprise.code == form.enterprise)
        .ok_or_else(|| Refusal::new("stop.enterprise", "enterprise", "Velg en næring."))?;
    let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, enterprise.id);
    let stop = ctx
        .db()
        .write(move |tx| catalog::stop_orders(tx, &actor, &id, first_day, last_day, now))
        .await?;
    Ok(format!(
        "{} tar ikke imot nye bestillinger {}.",
        enterprise.name,
        catalog::stop_days_in_words(&stop)
    ))
}

/// `POST /intern/stopp/{id}/oppheving`
pub(crate) async fn lift(ctx: Ctx, id: Path<String>, _form: HtmlForm<Nothing>) -> PageResult {
    let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, id.into_inner());
    ctx.db().write(move |tx| catalog::lift_stop(tx, &actor, &id, now)).await?;
    ctx.done("/intern/stopp", "Nå tar dere imot bestillinger igjen.")
}
