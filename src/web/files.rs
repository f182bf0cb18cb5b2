//! A file to take along.

use actix_web::HttpResponse;
use actix_web::http::header;
use tokio::sync::Semaphore;

use crate::error::{AppError, AppResult};
use crate::pdf::{self, Draft};

/// Papers that are set at once; each takes a core and some tens of megabytes.
static PAPERS: Semaphore = Semaphore::const_new(2);

/// CSV under a name of ours, with the mark by which a spreadsheet knows the letters.
pub(crate) fn csv_file(name: &str, body: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}.csv\"")))
        .body(format!("\u{feff}{body}"))
}

/// XML under a name of ours.
pub(crate) fn xml_file(name: &str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/xml; charset=utf-8")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}.xml\"")))
        .body(body)
}

/// A paper as PDF under a name of ours, set beside the workers.
///
/// # Errors
/// `pdf.not_built`; of a template that is wrong.
pub(crate) async fn pdf_file(name: &str, draft: Draft) -> AppResult<HttpResponse> {
    let turn = PAPERS.acquire().await.map_err(|closed| AppError::internal(closed.to_string()))?;
    let set = actix_web::web::block(move || pdf::render(&draft)).await;
    drop(turn);
    let body = set.map_err(|lost| AppError::internal(lost.to_string()))??;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}.pdf\"")))
        // It is compressed already; this keeps the middleware's hands off it.
        .insert_header(header::ContentEncoding::Identity)
        .body(body))
}
