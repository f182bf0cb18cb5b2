//! Every crate in the binary may be used without giving away the program: permissive licences only.

use std::process::Command;

const PERMISSIVE: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "0BSD",
    "Unlicense",
    "BSL-1.0",
    "MIT-0",
    "CDLA-Permissive-2.0",
    "PostgreSQL",
];

/// `MIT OR Apache-2.0`, `(MIT AND BSD-3-Clause) OR …`: some way of choosing is all permissive.
fn is_permissive(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" OR ").any(|choice| {
        choice.split(" AND ").all(|licence| {
            let name = licence.split(" WITH ").next().unwrap_or_default().trim();
            PERMISSIVE.contains(&name)
        })
    })
}

#[test]
fn every_crate_has_a_permissive_licence() {
    let host = Command::new("rustc").arg("-vV").output().expect("rustc tells its host");
    let host = String::from_utf8(host.stdout).expect("in UTF-8");
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tells its metadata");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages are listed");
    assert!(packages.len() > 100, "the whole tree is listed");
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_permissive(package["license"].as_str().unwrap_or("none")))
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "not permissive: {refused:?}");
}

#[test]
fn a_copyleft_licence_would_be_seen() {
    assert!(!is_permissive("GPL-3.0-only"));
    assert!(!is_permissive("MIT AND LGPL-3.0"));
    assert!(is_permissive("GPL-3.0-only OR MIT"));
}
