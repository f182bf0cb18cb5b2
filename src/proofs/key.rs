//! The key that signs proofs: made at first use and kept in the database, or in a file that is named.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey};

use crate::db::schema::secret::dsl;
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult};

/// The secret's name in the database.
const NAME: &str = "proofs";

/// Signs proofs, and says by which public key they are checked.
#[derive(Clone)]
pub(crate) struct Signer {
    /// The secret half, PKCS #8.
    pub(super) der: Vec<u8>,
    /// The public half, under its own thumbprint.
    pub(super) public: Jwk,
}

/// The key, from its file or from the database, made there when there is none.
///
/// # Errors
/// When the file cannot be read or holds no Ed25519 key, or the database does not answer.
pub(crate) async fn signer(db: &Db, file: Option<&Path>) -> AppResult<Signer> {
    if let Some(file) = file {
        return from_file(file);
    }
    let kept = db.look_up(|conn| Ok(kept(conn)?)).await?;
    let kept = match kept {
        Some(kept) => kept,
        None => db.write(make).await?,
    };
    let der = STANDARD.decode(kept).map_err(|e| AppError::internal(e.to_string()))?;
    of_der(der)
}

/// [`signer`] within a transaction that makes a proof, for those who have no server.
///
/// # Errors
/// As [`signer`].
pub(crate) fn signer_now(tx: &mut DbConn) -> AppResult<Signer> {
    let kept = make(tx)?;
    let der = STANDARD.decode(kept).map_err(|e| AppError::internal(e.to_string()))?;
    of_der(der)
}

fn from_file(file: &Path) -> AppResult<Signer> {
    let at = |e: &dyn std::fmt::Display| AppError::internal(format!("{}: {e}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|e| at(&e))?;
    let inside: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = STANDARD.decode(inside.trim()).map_err(|e| at(&e))?;
    of_der(der).map_err(|e| at(&e))
}

fn kept(conn: &mut DbConn) -> QueryResult<Option<String>> {
    dsl::secret.find(NAME).select(dsl::value).first(conn).optional()
}

fn make(tx: &mut DbConn) -> AppResult<String> {
    if let Some(kept) = kept(tx)? {
        return Ok(kept);
    }
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|e| AppError::internal(e.to_string()))?;
    let fresh = STANDARD.encode(of_seed(&seed)?.der);
    diesel::insert_into(dsl::secret)
        .values((dsl::name.eq(NAME), dsl::value.eq(&fresh)))
        .execute(tx)?;
    Ok(fresh)
}

pub(super) fn of_seed(seed: &[u8; 32]) -> AppResult<Signer> {
    let key = SigningKey::from_bytes(seed);
    let der = key.to_pkcs8_der().map_err(|e| AppError::internal(e.to_string()))?;
    of_der(der.as_bytes().to_vec())
}

fn of_der(der: Vec<u8>) -> AppResult<Signer> {
    let key = SigningKey::from_pkcs8_der(&der).map_err(|e| AppError::internal(e.to_string()))?;
    let public = DecodingKey::from_ed_der(key.verifying_key().as_bytes());
    let fault = |e: jsonwebtoken::errors::Error| AppError::internal(e.to_string());
    let mut public = Jwk::from_decoding_key(&public, Some(Algorithm::EdDSA)).map_err(fault)?;
    let thumbprint = public.thumbprint(ThumbprintHash::SHA256).map_err(fault)?;
    public.common.key_id = Some(thumbprint);
    public.common.public_key_use = Some(PublicKeyUse::Signature);
    public.common.key_algorithm = Some(KeyAlgorithm::EdDSA);
    Ok(Signer { der, public })
}
