//! Bearer tokens and passwords: what is signed, and what is hashed.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::model::ApiToken;
use super::{store, words};
use crate::base::{UtcTime, fresh_id};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};

/// Days a bearer token works, unless it is revoked.
const TOKEN_DAYS: i64 = 365;

/// What a bearer token says: whose it is, and the row that can revoke it.
#[derive(Deserialize, Serialize)]
struct Claims {
    sub: String,
    jti: String,
    iat: i64,
    exp: i64,
}

/// Makes a bearer token for the API; the token is shown once, its row can be revoked.
///
/// # Refuses
/// `user.unknown` for a login nobody has, or whose account has ended.
pub(crate) fn new_token(
    tx: &mut DbConn,
    signing_key: &str,
    login: &str,
    now: UtcTime,
) -> AppResult<String> {
    let account = store::account_by_login(tx, login)?
        .filter(|account| account.ended_at.is_none())
        .ok_or_else(|| words::unknown_login(login))?;
    let expires_at = now.plus_seconds(TOKEN_DAYS * 86_400);
    let claims = Claims {
        sub: account.id.as_str().to_owned(),
        jti: fresh_id(),
        iat: now.unix_seconds(),
        exp: expires_at.unix_seconds(),
    };
    let row = ApiToken {
        id: claims.jti.clone(),
        account_id: account.id,
        created_at: now,
        expires_at,
        revoked_at: None,
    };
    store::insert_token(tx, &row)?;
    let key = EncodingKey::from_secret(signing_key.as_bytes());
    encode(&Header::new(Algorithm::HS256), &claims, &key)
        .map_err(|e| AppError::internal(e.to_string()))
}

/// The row that a token names; None when we did not sign it or it has expired.
pub(super) fn row_of_token(signing_key: &str, token: &str, now: UtcTime) -> Option<String> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.validate_exp = false; // by our own clock, below
    let key = DecodingKey::from_secret(signing_key.as_bytes());
    let claims = decode::<Claims>(token, &key, &rules).ok()?.claims;
    (claims.exp > now.unix_seconds()).then_some(claims.jti)
}

/// Hashes a password with argon2id and a salt of its own; takes some 20 ms of work.
///
/// # Errors
/// When the operating system has no random bits.
pub(super) fn hash_password(password: &str) -> AppResult<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|e| AppError::internal(e.to_string()))
}

/// A hash nobody's password has, so that an unknown login takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRmb3Jub2JvZHk$\
                      CsYfOV0sQ1RxYbKjTHpaBUzR7LwQkZ1vXc5mJ8gN2eE";

/// Is this the password behind the hash? Without a hash the answer is no, and takes as long.
pub(super) fn is_password(password: &str, hash: Option<&str>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    let right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    right && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let hash = hash_password("en lang tur").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_password("en lang tur", Some(&hash)));
        assert!(!is_password("en lang tut", Some(&hash)));
        assert!(!is_password("en lang tur", None));
    }

    #[test]
    fn the_hash_of_nobody_is_worth_as_much_work() {
        let ours = hash_password("en lang tur").unwrap();
        let work = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(work(&ours), work(NOBODY));
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
