//! What a resident takes along, what anyone checks, and what the leader answers for.

mod check;
mod leader;
mod mine;

pub(crate) use check::{check, check_form, check_one, keys};
pub(crate) use leader::{
    issuer as issuer_page, let_hold, save_issuer, withdraw as withdraw_proof, withdrawn,
};
pub(crate) use mine::{file, mine, take};

use actix_web::HttpResponse;

use super::Signer;
use crate::error::AppResult;
use crate::web::Ctx;

/// The key that signs proofs here.
async fn signer(ctx: &Ctx) -> AppResult<Signer> {
    super::signer(ctx.db(), ctx.app.settings.proof_key_file.as_deref()).await
}

/// A file to take along, under a name that tells nothing.
fn download(kind: &'static str, name: &str, body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
        .body(body)
}

/// `16.03.2026`.
fn day_words(day: chrono::NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A number in groups of four, as it is read from paper.
fn grouped(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
