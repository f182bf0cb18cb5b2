//! Everything the farm keeps about one person, as one file: JSON for programs, a table each for a
//! spreadsheet, pages to read, and the person's own pictures.
//!
//! Source: personvernforordningen art. 15 and 20.
//!
//! *Invariant:* nobody else's name is in it. Others stand by what they are at the farm, and their
//! names are taken out of what people wrote.
//!
//! *Invariant:* a file never grows past [`PICTURE_BYTES`] of pictures; what is beyond comes in more files.

mod columns;
mod known;
mod tables;
mod tables_courses;
mod tables_learned;
mod writing;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::actions::own_key;
use super::store::pictures as store;
use crate::base::{AccountId, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::people::Actor;

pub(super) use known::Known;

/// Letters of pictures in one file, as they are kept; at least one picture is in each.
const PICTURE_BYTES: i64 = 20 * 1024 * 1024;

/// A table's rows of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// As the database calls it.
    pub(super) table: &'static str,
    /// As a file is called.
    pub(super) file: &'static str,
    /// As a person calls it.
    pub(super) title: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<Value>>,
}

/// A picture of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    /// `bilder/2026-03-16-1.jpg`
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Whose everything it is.
#[derive(Clone, Debug)]
pub(super) struct Whose {
    pub(super) account_id: AccountId,
    pub(super) resident_id: ResidentId,
}

/// Everything, before it is written.
#[derive(Clone, Debug)]
pub(crate) struct Everything {
    pub(super) made_at: UtcTime,
    pub(super) part: usize,
    pub(super) parts: usize,
    /// None beyond the first file.
    pub(super) sections: Vec<Section>,
    pub(super) pictures: Vec<Picture>,
}

/// How many files everything about oneself takes; one when there are few pictures.
///
/// # Errors
/// `Forbidden` for who is no resident; the database's.
pub(crate) fn parts(conn: &mut DbConn, actor: &Actor) -> AppResult<usize> {
    let sizes = store::sizes(conn, own_key(actor)?)?;
    Ok(parted(sizes).len())
}

/// Everything about oneself, or one file of it, the first being 1.
///
/// # Errors
/// `NotFound` for a file beyond the last; `Forbidden`; the database's.
pub(crate) fn gather(
    conn: &mut DbConn,
    actor: &Actor,
    part: usize,
    now: UtcTime,
) -> AppResult<Everything> {
    let resident_id = own_key(actor)?.clone();
    let whose = Whose { account_id: actor.account_id.clone(), resident_id };
    let all = parted(store::sizes(conn, &whose.resident_id)?);
    let place = part.checked_sub(1).ok_or(AppError::NotFound)?;
    let own = all.get(place).ok_or(AppError::NotFound)?;
    let mut sections = Vec::new();
    if place == 0 {
        sections.extend(tables::sections(conn, &whose)?);
        sections.extend(tables_learned::sections(conn, &whose)?);
        sections.extend(tables_courses::sections(conn, &whose)?);
        let known = Known::of(conn, &actor.name, &whose)?;
        for section in &mut sections {
            known.tell(section);
        }
    }
    let mut pictures = Vec::new();
    for (number, id) in (1_usize..).zip(own) {
        pictures.extend(picture(conn, number, id)?);
    }
    Ok(Everything { made_at: now, part, parts: all.len(), sections, pictures })
}

/// Everything as one ZIP file.
///
/// # Errors
/// Of a template that is wrong, or a file that cannot be written, which are faults of ours.
pub(crate) fn zipped(everything: &Everything) -> AppResult<Vec<u8>> {
    writing::zipped(everything)
}

fn picture(conn: &mut DbConn, number: usize, id: &str) -> AppResult<Option<Picture>> {
    let Some((day, kind, base64)) = store::picture(conn, id)? else { return Ok(None) };
    let bytes = STANDARD.decode(base64).map_err(|e| AppError::internal(e.to_string()))?;
    let ending = kind.rsplit('/').next().unwrap_or_default().replace("jpeg", "jpg");
    Ok(Some(Picture { name: format!("bilder/{day}-{number}.{ending}"), bytes }))
}

/// Pictures by file, in order; always one file.
fn parted(sizes: Vec<(String, i64)>) -> Vec<Vec<String>> {
    let mut files = vec![Vec::new()];
    let mut used = 0_i64;
    for (id, size) in sizes {
        if used > 0 && used.saturating_add(size) > PICTURE_BYTES {
            files.push(Vec::new());
            used = 0;
        }
        used = used.saturating_add(size);
        if let Some(last) = files.last_mut() {
            last.push(id);
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_parted_so_that_no_file_is_too_large_and_none_is_lost() {
        let mib = 1024 * 1024;
        let sizes = |sizes: &[i64]| {
            let named = sizes.iter().enumerate();
            named.map(|(place, size)| (place.to_string(), size * mib)).collect::<Vec<_>>()
        };
        assert_eq!(parted(vec![]), [Vec::<String>::new()]);
        assert_eq!(parted(sizes(&[5, 5])).len(), 1);
        assert_eq!(parted(sizes(&[12, 8, 1])), [vec!["0", "1"], vec!["2"]]);
        assert_eq!(parted(sizes(&[30, 30])), [vec!["0"], vec!["1"]]);
    }
}
