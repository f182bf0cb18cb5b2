//! Backup and restore, by the commands, on whichever database the tests run on.

use std::fs;

use crate::harness::cast::AMINA;
use crate::harness::{FreshDb, run_on, spawn};
use serde_json::json;

#[test]
fn a_backup_taken_while_serving_is_the_whole_database_again() {
    let app = spawn();
    let hours = json!({"date": "2026-03-16", "start": "08:00", "end": "14:30",
                       "enterprise": "snekkeri", "kind": "work"});
    assert_eq!(app.api_as(AMINA).post_json("/api/v1/hours", "k", &hours).status, 201);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("farm.backup");
    let name = file.display().to_string();
    let told = app.run(&["backup", &name]);
    assert!(told.ok, "{told:?}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing unfinished is left");
    assert_private(&file);

    let restored = FreshDb::empty();
    let told = run_on(&restored, &["restore", &name]);
    assert!(told.ok, "{told:?}");
    for table in ["hour_entry", "account", "offering", "secret", "vat_rate", "setting"] {
        let count = format!("SELECT count(*) AS value FROM {table}");
        assert_eq!(restored.number(&count), app.number(&count), "{table}");
    }
    assert!(run_on(&restored, &["check"]).ok);

    let told = run_on(&restored, &["restore", &name]);
    assert!(!told.ok && told.code == 1 && told.stderr.contains("is not empty"), "{told:?}");
    let told = app.run(&["restore", &name]);
    assert!(!told.ok && told.stderr.contains("is not empty"), "{told:?}");
}

fn assert_private(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_damaged_backup_is_refused_and_changes_nothing() {
    let app = spawn();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("farm.backup");
    let name = file.display().to_string();
    assert!(app.run(&["backup", &name]).ok);
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let cut = whole[..whole.len() - 1000].to_vec();
    let fresh = FreshDb::empty();
    for damaged in [flipped, cut, Vec::new(), b"something else".to_vec()] {
        fs::write(&file, damaged).unwrap();
        let told = run_on(&fresh, &["restore", &name]);
        assert!(!told.ok && told.stderr.contains("damaged"), "{told:?}");
    }
    fs::write(&file, whole).unwrap();
    let told = run_on(&fresh, &["restore", &name]);
    assert!(told.ok, "a database that was refused a damaged file is still empty: {told:?}");
}

#[test]
fn a_migrated_database_without_rows_is_empty() {
    let app = spawn();
    let dir = tempfile::tempdir().unwrap();
    let name = dir.path().join("farm.backup").display().to_string();
    assert!(app.run(&["backup", &name]).ok);
    let fresh = FreshDb::empty();
    assert!(run_on(&fresh, &["migrate"]).ok);
    let told = run_on(&fresh, &["restore", &name]);
    assert!(told.ok, "{told:?}");
}
