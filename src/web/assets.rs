//! Files a page needs, from the binary, under names that hold a hash of what is in them.
//!
//! A name changes when its file does, so a browser may keep what it has for a year.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Path};

use crate::base::sha256_hex;
use crate::error::{AppError, PageResult};

/// The sheets every page links to, in order.
const SHEETS: [(&str, &str); 3] = [
    ("designsystemet-theme.css", include_str!("../../static/designsystemet-theme.css")),
    ("designsystemet.css", include_str!("../../static/designsystemet.css")),
    ("gardsbok.css", include_str!("../../static/gardsbok.css")),
];

/// What the sheets name as `url(NAME)`.
const FONTS: [(&str, &[u8]); 2] = [
    ("inter-latin.woff2", include_bytes!("../../static/inter-latin.woff2")),
    ("inter-latin-ext.woff2", include_bytes!("../../static/inter-latin-ext.woff2")),
];

/// Digits of the hash in a name; enough that two versions of a file never meet.
const HASH_DIGITS: usize = 12;

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(load);

struct Asset {
    name: &'static str,
    /// `gardsbok.0123456789ab.css`
    served_as: String,
    body: Bytes,
}

/// The style sheets of every page, in order.
pub(crate) fn stylesheets() -> Vec<String> {
    SHEETS.iter().map(|(name, _)| url(name)).collect()
}

/// The scripts of every page; pages work without them.
pub(crate) fn scripts() -> Vec<String> {
    Vec::new()
}

/// The address of a file by its name in `static/`; one that answers 404 when it is not there.
pub(crate) fn url(name: &str) -> String {
    let known = ASSETS.iter().find(|asset| asset.name == name);
    format!("/s/{}", known.map_or(name, |asset| asset.served_as.as_str()))
}

/// `GET /s/{name}`: the file, to be kept for a year.
pub(crate) async fn file(name: Path<String>) -> PageResult {
    let asset = ASSETS.iter().find(|asset| asset.served_as == *name).ok_or(AppError::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    if asset.name.ends_with("woff2") {
        // A font is compressed already; this keeps the middleware's hands off it.
        answer.insert_header(header::ContentEncoding::Identity).content_type("font/woff2");
    } else {
        answer.content_type("text/css; charset=utf-8");
    }
    Ok(answer.body(asset.body.clone()))
}

/// The fonts first, for the sheets hold their hashed addresses.
fn load() -> Vec<Asset> {
    let fonts: Vec<Asset> =
        FONTS.iter().map(|&(name, body)| Asset::new(name, Bytes::from_static(body))).collect();
    let sheets: Vec<Asset> = SHEETS
        .iter()
        .map(|&(name, text)| {
            let text = fonts.iter().fold(text.to_owned(), |text, font| {
                text.replace(&format!("url({})", font.name), &format!("url(/s/{})", font.served_as))
            });
            Asset::new(name, Bytes::from(text))
        })
        .collect();
    fonts.into_iter().chain(sheets).collect()
}

impl Asset {
    fn new(name: &'static str, body: Bytes) -> Self {
        let mut hash = sha256_hex(&body);
        hash.truncate(HASH_DIGITS);
        let (stem, ending) = name.split_once('.').unwrap_or((name, "bin"));
        Self { name, served_as: format!("{stem}.{hash}.{ending}"), body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_the_hash_of_what_is_served() {
        for asset in ASSETS.iter() {
            let hash = sha256_hex(&asset.body);
            let part = asset.served_as.split('.').nth(1).unwrap();
            assert!(part.len() == HASH_DIGITS && hash.starts_with(part), "{part}");
        }
    }

    #[test]
    fn the_sheets_name_their_fonts_by_hash() {
        let sheet = ASSETS.iter().find(|asset| asset.name == "gardsbok.css").unwrap();
        let text = String::from_utf8(sheet.body.to_vec()).unwrap();
        for (name, _) in FONTS {
            assert!(text.contains(&url(name)) && !text.contains(&format!("url({name})")));
        }
    }

    #[test]
    fn every_page_links_to_three_sheets_that_exist() {
        assert_eq!(stylesheets().len(), 3);
        let parts = |url: &String| url.split('.').map(str::to_owned).collect::<Vec<_>>();
        assert!(stylesheets().iter().map(parts).all(|p| p.len() == 3 && p[2] == "css"));
    }
}
