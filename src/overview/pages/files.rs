//! `/intern/oversikt/{what}.csv`: each table of the overview for a spreadsheet.

use actix_web::web::{Path, Query};

use super::period::{Asked, Period};
use super::work::csv_rows;
use crate::base::csv_lines;
use crate::error::{AppError, PageError, PageResult};
use crate::overview::grid::{What, grid};
use crate::overview::margins;
use crate::overview::print::csv;
use crate::overview::{Sight, figures, self_financing};
use crate::web::{Ctx, csv_file};

/// `GET /intern/oversikt/{what}.csv`
///
/// # Errors
/// `NotFound` for a table that is none.
pub(crate) async fn file(ctx: Ctx, what: Path<String>, asked: Query<Asked>) -> PageResult {
    let period = Period::read(&asked, ctx.today()).map_err(PageError::from)?;
    let sight = Sight::of(ctx.actor()?, ctx.today());
    let body = match (What::parse(&what), what.as_str()) {
        (Some(what), _) => {
            let months = period.months();
            ctx.db()
                .read(move |conn| {
                    let figures = figures(conn, period.first, period.last, sight)?;
                    Ok(csv_lines(grid(&figures, what, &months).csv_rows().into_iter()))
                })
                .await?
        }
        (None, "margin") if sight == Sight::Open => {
            ctx.db()
                .read(move |conn| {
                    let figures = figures(conn, period.first, period.last, sight)?;
                    let work = margins::work(conn, (period.first, period.last), None)?;
                    Ok(csv_lines(csv_rows(&figures, &work).into_iter()))
                })
                .await?
        }
        (None, "egenfinansiering") => {
            ctx.db()
                .read(move |conn| Ok(csv(&self_financing(conn, period.span())?.report())))
                .await?
        }
        _ => return Err(AppError::NotFound.into()),
    };
    Ok(csv_file(&format!("{what}-{}-{}", period.first, period.last), &body))
}
