//! What a resident takes along, what anyone checks, and what the leader answers for.

mod archive;
mod check;
mod cut;
mod leader;
mod mine;
mod papers;

pub(crate) use archive::everything;
pub(crate) use check::{check, check_form, check_one, keys};
pub(crate) use cut::{agree_to_cut, cut_form, cut_wishes, stop_cut, stop_own_cut, wish_cut};
pub(crate) use leader::{
    issuer as issuer_page, let_hold, save_issuer, withdraw as withdraw_proof, withdrawn,
};
pub(crate) use mine::{file, mine, take};
pub(crate) use papers::{certificate, paper};

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
