//! The house rules that the compiler cannot hold. Text search: it teaches, it does not police.

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Reading order: a slice calls those to its left.
const ORDER: &[&str] = &[
    "base",
    "error",
    "pdf",
    "db",
    "people",
    "web",
    "enterprises",
    "ledger",
    "catalog",
    "customers",
    "orders",
    "invoicing",
    "bank",
    "purchases",
    "hours",
    "costing",
    "board",
    "papers",
    "qualifications",
    "guidance",
    "courses",
    "proofs",
    "funding",
    "overview",
    "importing",
    "demo",
    "app",
    "commands",
    "testing",
];

/// What customers meet.
const CUSTOMER_SIDE: [&str; 6] =
    ["enterprises", "catalog", "customers", "orders", "invoicing", "bank"];

const FILE_LINES_MAX: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(dir: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(dir)];
    while let Some(dir) = waiting.pop() {
        for entry in std::fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if endings.iter().any(|e| path.extension().is_some_and(|own| own == *e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// A source file without its comments.
fn code(path: &Path) -> String {
    let text = read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// `src/orders/pages/shop.rs` is of `orders`, `src/error.rs` of `error`.
fn slice_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Is the file this part of its slice, as `pages.rs` or within `pages/`?
fn is_part(path: &Path, part: &str) -> bool {
    let inside = short(path);
    inside.ends_with(&format!("/{part}.rs")) || inside.contains(&format!("/{part}/"))
}

/// What a file names of ours: `crate::x::…` and `use crate::{x, y::z}`.
fn imports(code: &str) -> BTreeSet<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            named.insert(word(rest));
            continue;
        };
        let mut depth = 1;
        let mut begins = true;
        for (place, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' => begins = depth == 1,
                c if c.is_alphabetic() && begins && depth == 1 => {
                    named.insert(word(&group[place..]));
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    named.remove("");
    named
}

fn all_hold(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn imports_run_from_left_to_right() {
    let place = |slice: &str| ORDER.iter().position(|known| *known == slice);
    let mut broken = Vec::new();
    for path in files("src", &["rs"]) {
        let own = slice_of(&path);
        let Some(here) = place(&own) else { continue };
        let whole = code(&path);
        let text = whole.split("#[cfg(test)]").next().unwrap_or_default(); // a test may use all
        for named in imports(text) {
            let meets_people = is_part(&path, "pages") || is_part(&path, "api");
            let fine = match named.as_str() {
                // What pages and programs meet stands on `web`, in every slice.
                "web" => meets_people || own == "error" || place("web").unwrap() <= here,
                // An action queues a row, and a page may ask the register; nothing else of the
                // outside is called.
                "outside" => {
                    here >= place("app").unwrap()
                        || only_queues(text)
                        || (meets_people && only_asks(text))
                }
                // The server opens its database as every command does.
                "commands" if own == "app" => true,
                other => place(other).is_none_or(|there| there <= here),
            };
            if !fine {
                broken.push(format!("{}: `crate::{named}` is to the right of {own}", short(&path)));
            }
        }
    }
    all_hold(&broken);
}

fn only_queues(text: &str) -> bool {
    let calls = text.matches("outside::").count();
    let known = ["outside::queue", "outside::MailText", "outside::Attachment"];
    calls == known.iter().map(|word| text.matches(word).count()).sum::<usize>()
}

fn only_asks(text: &str) -> bool {
    let known = ["outside::look_up", "outside::has_registry"];
    let calls = text.matches("outside::").count();
    calls == known.iter().map(|word| text.matches(word).count()).sum::<usize>()
}

#[test]
fn a_page_asks_an_action_and_never_the_database() {
    let mut broken = Vec::new();
    for path in files("src", &["rs"]) {
        if slice_of(&path) == "web" || !(is_part(&path, "pages") || is_part(&path, "api")) {
            continue;
        }
        let text = code(&path);
        for never in ["diesel::", "use diesel", "store::", "store;", "schema::"] {
            if text.contains(never) {
                broken.push(format!("{}: `{never}`", short(&path)));
            }
        }
    }
    all_hold(&broken);
}

#[test]
fn rules_are_pure_and_actions_know_no_browser() {
    let mut broken = Vec::new();
    for path in files("src", &["rs"]) {
        let text = code(&path);
        let impure =
            ["diesel", "actix", "DbConn", "web::Clock", "std::env", "random_token", "fresh_id"];
        let browser = ["actix_web", "askama", "HttpResponse", "crate::web"];
        let never: &[&str] = match () {
            () if is_part(&path, "rules") => &impure,
            () if is_part(&path, "actions") => &browser,
            () if is_part(&path, "store") => &["actix_web", "askama", "AppError", "Refusal"],
            () if is_part(&path, "model") => &["actix_web"],
            () => &[],
        };
        for word in never.iter().filter(|word| text.contains(**word)) {
            broken.push(format!("{}: `{word}`", short(&path)));
        }
    }
    all_hold(&broken);
}

#[test]
fn what_customers_meet_knows_no_resident() {
    let mut broken = Vec::new();
    let words = [
        "ResidentId",
        "resident_id",
        "schema::resident",
        "first_name_of",
        "make_resident",
        "find_resident",
        "mentees",
        "log_look",
    ];
    for path in files("src", &["rs"]) {
        let own = slice_of(&path);
        if CUSTOMER_SIDE.contains(&own.as_str()) || own == "outside" {
            let text = code(&path);
            for word in words.iter().filter(|word| text.contains(**word)) {
                broken.push(format!("{}: `{word}`", short(&path)));
            }
        }
    }
    all_hold(&broken);
}

#[test]
fn files_stay_short_and_lines_too() {
    let mut broken = Vec::new();
    for path in files("src", &["rs"]).into_iter().chain(files("tests/it", &["rs"])) {
        let name = short(&path);
        if name == "src/db/schema.rs" {
            continue;
        }
        let text = read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX {
            broken.push(format!("{name} has {lines} lines"));
        }
        if !text.starts_with("//!") {
            broken.push(format!("{name} does not begin by saying what it is"));
        }
        for word in ["TODO", "FIXME", "XXX"] {
            if text.contains(word) && !name.ends_with("tidy.rs") {
                broken.push(format!("{name}: {word}"));
            }
        }
    }
    all_hold(&broken);
}

#[test]
fn no_statement_is_pasted_together() {
    let mut broken = Vec::new();
    for path in files("src", &["rs"]) {
        let text: String = code(&path).split_whitespace().collect();
        for pasted in ["sql_query(format!", "sql_query(&format!", "sql(&format!"] {
            if text.contains(pasted) {
                broken.push(format!("{}: `{pasted}`", short(&path)));
            }
        }
    }
    for path in files("templates", &["html", "txt"]) {
        let text: String = read_to_string(&path).unwrap().split_whitespace().collect();
        for never in ["|safe", "style=", "<script>", "onclick="] {
            if text.contains(never) && !short(&path).ends_with("base.html") {
                broken.push(format!("{}: `{never}`", short(&path)));
            }
        }
    }
    all_hold(&broken);
}

#[test]
fn every_template_is_used() {
    let mut readers: Vec<String> =
        files("src", &["rs"]).iter().map(|path| read_to_string(path).unwrap()).collect();
    let templates = files("templates", &["html", "txt", "svg", "typ"]);
    readers.extend(templates.iter().map(|path| read_to_string(path).unwrap()));
    let unused = templates.iter().filter(|path| {
        let name = path.strip_prefix(root().join("templates")).unwrap().display().to_string();
        let quoted = format!("\"{name}\"");
        !readers.iter().any(|text| text.contains(&quoted))
    });
    let unused: Vec<String> = unused.map(|path| format!("{} is unused", short(path))).collect();
    all_hold(&unused);
}

#[test]
fn every_rule_of_law_says_where_it_is_from() {
    let law = ["src/base/vat.rs", "src/base/time.rs", "src/ledger/kontering.rs"];
    let period = ["src/ledger/period.rs"];
    for name in law.iter().chain(&period) {
        if let Ok(text) = read_to_string(root().join(name)) {
            assert!(text.contains("Source:"), "{name} names no source");
        }
    }
}

#[test]
fn sealed_migrations_are_as_they_were_sealed() {
    let Ok(sealed) = read_to_string(root().join("migrations/SEALED")) else { return };
    for line in sealed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (hash, name) = line.split_once("  ").expect("a hash, two spaces, a path");
        let text = read_to_string(root().join("migrations").join(name)).unwrap();
        let bytes: Vec<String> =
            Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        let now = bytes.concat();
        assert_eq!(now, hash, "migrations/{name} has landed and may not change");
    }
}

#[test]
fn every_migration_goes_both_ways() {
    for entry in std::fs::read_dir(root().join("migrations")).unwrap().flatten() {
        if entry.path().is_dir() {
            assert!(entry.path().join("up.sql").exists() && entry.path().join("down.sql").exists());
        }
    }
}
