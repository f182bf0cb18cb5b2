//! Whatever bytes a file from the bank has, it is read or refused, soon and in little memory.
//!
//! `tests/fuzz/corpus` holds what fuzzing began with and, as `found-…`, the forty files of each kind
//! that reach most of its reader.

use std::io::{BufReader, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use gardsbok::testing::read_bank_file;

#[test]
fn every_file_of_the_corpus_is_read_or_refused_in_words() {
    let mut read = 0;
    for kind in ["ocr", "camt"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(kind);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let told = read_bank_file(kind, bytes.as_slice());
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // `good-4-1098700.txt`: its movements and their sum in øre.
            if let Some(said) = name.strip_prefix("good-") {
                let said: Vec<i64> =
                    said.split(['-', '.']).filter_map(|word| word.parse().ok()).collect();
                assert_eq!(told.map(|(n, sum)| vec![n.cast_signed(), sum]), Ok(said), "{name}");
            } else if let Err(words) = told {
                assert!(!words.is_empty(), "{name}");
            }
            read += 1;
        }
    }
    assert!(read >= 92, "{read} files");
}

/// Something written over and over, then an end; it is never in memory.
fn endless(begin: &'static str, again: &'static str, bytes: u64) -> impl Read {
    begin.as_bytes().chain(Repeat { of: again.as_bytes(), at: 0 }.take(bytes))
}

struct Repeat {
    of: &'static [u8],
    at: usize,
}

impl Read for Repeat {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        for byte in buf.iter_mut() {
            *byte = self.of[self.at];
            self.at = (self.at + 1) % self.of.len();
        }
        Ok(buf.len())
    }
}

#[test]
fn a_gigabyte_of_nothing_is_refused_at_once() {
    const GIGABYTE: u64 = 1 << 30;
    const ROOT: &str = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">";
    let began = Instant::now();
    for (begin, again) in [
        (ROOT, " "),
        ("", " "),
        (ROOT, "<a>"),
        ("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08", "x"),
        ("<!--", "<>"),
        ("<!DOCTYPE a [", "<!ENTITY b \"b\">"),
        (ROOT, "&#32;"),
        ("<", "a"),
    ] {
        let told = read_bank_file("camt", BufReader::new(endless(begin, again, GIGABYTE)));
        assert!(told.is_err(), "{begin}{again}");
    }
    for (begin, again) in [("", " "), ("NY", "0"), ("NY000010", "\n")] {
        let told = read_bank_file("ocr", BufReader::new(endless(begin, again, GIGABYTE)));
        assert!(told.is_err(), "{begin}{again}");
    }
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}
