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

/// Scripts, and what names other files here in double quotes; pages work without them.
const SCRIPTS: [(&str, &str); 2] = [
    ("phone.js", include_str!("../../static/phone.js")),
    ("tablet.js", include_str!("../../static/tablet.js")),
];
const MANIFEST: (&str, &str) = ("app.webmanifest", include_str!("../../static/app.webmanifest"));
const WORKER: &str = include_str!("../../static/worker.js");

const ICONS: [(&str, &[u8]); 2] = [
    ("icon-192.png", include_bytes!("../../static/icon-192.png")),
    ("icon-512.png", include_bytes!("../../static/icon-512.png")),
];

/// Where the worker works: the pages of one's own hours.
const WORKER_SCOPE: &str = "/intern/timer";

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
    let content_type = match asset.name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "woff2" => "font/woff2",
        "png" => "image/png",
        "js" => "text/javascript; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        _ => "text/css; charset=utf-8",
    };
    if !content_type.ends_with("utf-8") {
        // It is compressed already; this keeps the middleware's hands off it.
        answer.insert_header(header::ContentEncoding::Identity);
    }
    Ok(answer.content_type(content_type).body(asset.body.clone()))
}

/// `GET /worker.js`: the service worker, at one address for ever and asked for anew each time.
pub(crate) async fn worker() -> PageResult {
    static TEXT: LazyLock<String> = LazyLock::new(|| with_addresses(WORKER, &ASSETS));
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header(("service-worker-allowed", WORKER_SCOPE))
        .content_type("text/javascript; charset=utf-8")
        .body(TEXT.as_str()))
}

/// A text that names files in double quotes, with their hashed addresses.
fn with_addresses(text: &str, assets: &[Asset]) -> String {
    assets.iter().fold(text.to_owned(), |text, asset| {
        text.replace(&format!("\"{}\"", asset.name), &format!("\"/s/{}\"", asset.served_as))
    })
}

/// Fonts and icons first, for the sheets and the manifest hold their hashed addresses.
fn load() -> Vec<Asset> {
    let plain =
        |&(name, body): &(&'static str, &'static [u8])| Asset::new(name, Bytes::from_static(body));
    let fonts: Vec<Asset> = FONTS.iter().map(plain).collect();
    let icons: Vec<Asset> = ICONS.iter().map(plain).collect();
    let manifest = Asset::new(MANIFEST.0, Bytes::from(with_addresses(MANIFEST.1, &icons)));
    let scripts =
        SCRIPTS.iter().map(|&(name, text)| Asset::new(name, Bytes::from_static(text.as_bytes())));
    let sheets: Vec<Asset> = SHEETS
        .iter()
        .map(|&(name, text)| {
            let text = fonts.iter().fold(text.to_owned(), |text, font| {
                text.replace(&format!("url({})", font.name), &format!("url(/s/{})", font.served_as))
            });
            Asset::new(name, Bytes::from(text))
        })
        .collect();
    fonts.into_iter().chain(icons).chain(sheets).chain(scripts).chain([manifest]).collect()
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
    fn the_worker_and_the_manifest_name_files_that_are_served() {
        let manifest = ASSETS.iter().find(|asset| asset.name == MANIFEST.0).unwrap();
        let manifest = String::from_utf8(manifest.body.to_vec()).unwrap();
        assert!(ICONS.iter().all(|(name, _)| manifest.contains(&url(name))), "{manifest}");
        let worker = with_addresses(WORKER, &ASSETS);
        let files = worker.split("const FILES = [").nth(1).unwrap().split(']').next().unwrap();
        for file in files.split(',').map(|file| file.trim().trim_matches('"')) {
            let is_served = ASSETS.iter().any(|asset| format!("/s/{}", asset.served_as) == file);
            assert!(is_served || file.is_empty(), "{file}");
        }
    }

    #[test]
    fn every_page_links_to_three_sheets_that_exist() {
        assert_eq!(stylesheets().len(), 3);
        let parts = |url: &String| url.split('.').map(str::to_owned).collect::<Vec<_>>();
        assert!(stylesheets().iter().map(parts).all(|p| p.len() == 3 && p[2] == "css"));
    }
}
