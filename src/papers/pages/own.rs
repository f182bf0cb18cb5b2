//! A resident's own papers: fourteen days by kind, and a month's working time.

use actix_web::web::Query;
use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::Deserialize;

use super::show::{PaperPage, WhichMonth, file_of, pdf_of};
use crate::base::Month;
use crate::error::{AppResult, PageResult};
use crate::papers::{self, Paper};
use crate::web::Ctx;

/// From which Monday; any day of its week.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct WhichDays {
    #[serde(default)]
    fra: String,
}

const NAV_FIRST: &[&str] = &[
    "Snakk med NAV før du fyller ut meldekortet. NAV vet hva som gjelder for deg.",
    "Arket er ditt. Ingenting sendes herfra, heller ikke til NAV.",
];

impl WhichDays {
    /// Last week and this, when nothing is named.
    fn monday(&self, ctx: &Ctx) -> NaiveDate {
        let named: Option<NaiveDate> = self.fra.parse().ok();
        let named = named.filter(|day| (1900..=2200).contains(&day.year()));
        let day = named.unwrap_or_else(|| ctx.today() - TimeDelta::days(7));
        day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()))
    }
}

async fn days(ctx: &Ctx, monday: NaiveDate) -> AppResult<Paper> {
    let actor = ctx.actor()?.clone();
    ctx.db().read(move |conn| papers::own_fortnight(conn, &actor, monday)).await
}

/// `GET /intern/timer/14-dager`
///
/// # Errors
/// The database's.
pub(crate) async fn fortnight(ctx: Ctx, which: Query<WhichDays>) -> PageResult {
    let monday = which.monday(&ctx);
    let paper = days(&ctx, monday).await?;
    let way = |days: i64, words: &str| {
        let from = monday + TimeDelta::days(days);
        (format!("/intern/timer/14-dager?fra={from}"), words.to_owned())
    };
    // A week at a time, so that each period of NAV's own can be reached.
    let mut ways = vec![way(-7, "Én uke før")];
    if monday + TimeDelta::days(7) <= ctx.today() {
        ways.push(way(7, "Én uke etter"));
    }
    ways.push(("/intern/timer".to_owned(), "Timene mine".to_owned()));
    let file = format!("/intern/timer/14-dager.csv?fra={monday}");
    ctx.show(&PaperPage { intro: NAV_FIRST, ways, ..PaperPage::of(&ctx, paper, file) })
}

/// `GET /intern/timer/14-dager.csv`
///
/// # Errors
/// The database's.
pub(crate) async fn fortnight_file(ctx: Ctx, which: Query<WhichDays>) -> PageResult {
    Ok(file_of(&days(&ctx, which.monday(&ctx)).await?))
}

/// `GET /intern/timer/14-dager.pdf`
///
/// # Errors
/// `pdf.not_built`; the database's.
pub(crate) async fn fortnight_pdf(ctx: Ctx, which: Query<WhichDays>) -> PageResult {
    pdf_of(&days(&ctx, which.monday(&ctx)).await?, NAV_FIRST).await
}

async fn own_month(ctx: &Ctx, month: Month) -> AppResult<Paper> {
    let actor = ctx.actor()?.clone();
    // A write, as one who has no employee code yet gets it now.
    ctx.db().write(move |tx| papers::own_working_time(tx, &actor, month)).await
}

/// `GET /intern/timer/arbeidstid`
///
/// # Errors
/// The database's.
pub(crate) async fn own_time(ctx: Ctx, which: Query<WhichMonth>) -> PageResult {
    let month = which.or_this(&ctx);
    let paper = own_month(&ctx, month).await?;
    let way = |month: Month| (format!("/intern/timer/arbeidstid?maned={month}"), month.words());
    let mut ways = vec![way(month.previous())];
    if month < Month::of(ctx.today()) {
        ways.push(way(month.next()));
    }
    ways.push(("/intern/timer".to_owned(), "Timene mine".to_owned()));
    let file = format!("/intern/timer/arbeidstid.csv?maned={month}");
    ctx.show(&PaperPage { ways, ..PaperPage::of(&ctx, paper, file) })
}

/// `GET /intern/timer/arbeidstid.csv`
///
/// # Errors
/// The database's.
pub(crate) async fn own_time_file(ctx: Ctx, which: Query<WhichMonth>) -> PageResult {
    Ok(file_of(&own_month(&ctx, which.or_this(&ctx)).await?))
}

/// `GET /intern/timer/arbeidstid.pdf`
///
/// # Errors
/// `pdf.not_built`; the database's.
pub(crate) async fn own_time_pdf(ctx: Ctx, which: Query<WhichMonth>) -> PageResult {
    pdf_of(&own_month(&ctx, which.or_this(&ctx)).await?, &[]).await
}
