//! Who a cookie or a bearer token stands for, now.

use super::Actor;
use crate::base::UtcTime;
use crate::db::Db;
use crate::error::AppResult;

/// Who the session cookie stands for; None when it is unknown, ended or idle for too long.
pub(crate) async fn signed_in(db: &Db, cookie: &str, now: UtcTime) -> AppResult<Option<Actor>> {
    let _ = (db, cookie, now);
    Ok(None)
}

/// Who the bearer token stands for; None when it is forged, expired or revoked.
pub(crate) async fn bearer(
    db: &Db,
    signing_key: &str,
    token: &str,
    now: UtcTime,
) -> AppResult<Option<Actor>> {
    let _ = (db, signing_key, token, now);
    Ok(None)
}

/// The key that signs, from its file or from the database, made there when there is none.
pub(crate) fn signing_key(db: &Db, settings: &crate::config::Settings) -> AppResult<String> {
    use crate::db::schema::secret::dsl;
    use diesel::prelude::*;
    if let Some(file) = &settings.signing_key_file {
        let key = std::fs::read_to_string(file)
            .map_err(|e| crate::error::AppError::internal(format!("{}: {e}", file.display())))?;
        return Ok(key.trim().to_owned());
    }
    db.write_now(|tx| {
        let kept = dsl::secret.find("signing").select(dsl::value).first(tx).optional()?;
        if let Some(key) = kept {
            return Ok(key);
        }
        let key = crate::base::random_token() + &crate::base::random_token();
        diesel::insert_into(dsl::secret)
            .values((dsl::name.eq("signing"), dsl::value.eq(&key)))
            .execute(tx)?;
        Ok(key)
    })
}
