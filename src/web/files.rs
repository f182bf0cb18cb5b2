//! A file to take along.

use actix_web::HttpResponse;

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
