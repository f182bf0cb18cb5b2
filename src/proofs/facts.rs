//! What a resident has built, gathered from the slices that know.

use super::model::Built;
use crate::base::{ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::AppResult;

pub(super) fn built_by(_conn: &mut DbConn, _id: &ResidentId, _now: UtcTime) -> AppResult<Built> {
    Ok(Built::default())
}
