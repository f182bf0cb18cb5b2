//! `/intern/oversikt/{what}.csv`: each table of the overview for a spreadsheet.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};

use super::period::{Asked, Period};
use crate::error::{AppError, PageError, PageResult};
use crate::overview::grid::{What, grid};
use crate::overview::print::{csv, csv_lines};
use crate::overview::{Sight, figures, self_financing};
use crate::web::Ctx;

/// `GET /intern/oversikt/{what}.csv`
///
/// # Errors
/// `NotFound` for a table that is none.
pub(crate) async fn file(ctx: Ctx, what: Path<String>, asked: Query<Asked>) -> PageResult {
    let period = Period::read(&asked, ctx.today()).map_err(PageError::from)?;
    let sight = Sight::of(ctx.actor()?);
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
        (None, "egenfinansiering") => {
            ctx.db()
                .read(move |conn| Ok(csv(&self_financing(conn, period.span())?.report())))
                .await?
        }
        _ => return Err(AppError::NotFound.into()),
    };
    let name = format!("{what}-{}-{}.csv", period.first, period.last);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
        .body(format!("\u{feff}{body}")))
}
