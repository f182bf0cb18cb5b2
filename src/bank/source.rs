//! A file that can be read twice, and its digest; and either kind of it as one reader.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};

use super::camt::Camt;
use super::fault::{Fault, Wrong};
use super::model::FileKind;
use super::movement::Movement;
use super::ocr::Ocr;
use crate::base::hex;

/// Where the bytes are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

impl Source {
    /// As a person knows it; empty for what came by the page.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Memory(_) => String::new(),
        }
    }

    fn open(&self) -> io::Result<Box<dyn Read>> {
        match self {
            Self::File(path) => Ok(Box::new(File::open(path)?)),
            Self::Memory(bytes) => Ok(Box::new(io::Cursor::new(bytes.clone()))),
        }
    }

    /// What the first letters say it is; None when they say neither.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn kind(&self) -> io::Result<Option<FileKind>> {
        let mut first = Vec::new();
        self.open()?.take(64).read_to_end(&mut first)?;
        let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first).trim_ascii_start();
        Ok(match text {
            [b'N', b'Y', ..] => Some(FileKind::Ocr),
            [b'<', ..] => Some(FileKind::Camt),
            _ => None,
        })
    }

    /// The movements of the file, which must be of one of the accounts, and the digest of what is read of it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(super) fn movements(
        &self,
        kind: FileKind,
        accounts: Option<Vec<String>>,
    ) -> Result<Movements, Fault> {
        let unreadable = |e: io::Error| Fault::at(0, Wrong::Unreadable(e.to_string()));
        let digest = Arc::new(Mutex::new(Sha256::new()));
        let input = self.open().map_err(unreadable)?;
        let input =
            BufReader::with_capacity(64 * 1024, Digesting { input, digest: digest.clone() });
        let reader = match kind {
            FileKind::Ocr => Reader::Ocr(Box::new(Ocr::new(input, accounts))),
            FileKind::Camt => Reader::Camt(Box::new(Camt::new(input, accounts))),
        };
        Ok(Movements { reader, digest })
    }
}

type Input = BufReader<Digesting>;

enum Reader {
    Ocr(Box<Ocr<Input>>),
    Camt(Box<Camt<Input>>),
}

/// A file of either kind that is being read.
pub(super) struct Movements {
    reader: Reader,
    digest: Arc<Mutex<Sha256>>,
}

impl Movements {
    /// The next movement; None when the whole file has been read and its sums hold.
    ///
    /// # Errors
    /// The first fault of the file.
    pub(super) fn next(&mut self) -> Result<Option<Movement>, Fault> {
        match &mut self.reader {
            Reader::Ocr(ocr) => ocr.next(),
            Reader::Camt(camt) => camt.next(),
        }
    }

    /// SHA-256 of what has been read; of the whole file after the last movement.
    pub(super) fn digest(&self) -> String {
        let digest = self.digest.lock().map(|digest| digest.clone()).unwrap_or_default();
        hex(&digest.finalize())
    }
}

/// Digests what is read through it.
struct Digesting {
    input: Box<dyn Read>,
    digest: Arc<Mutex<Sha256>>,
}

impl Read for Digesting {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buf)?;
        if let (Ok(mut digest), Some(bytes)) = (self.digest.lock(), buf.get(..read)) {
            digest.update(bytes);
        }
        Ok(read)
    }
}

/// Counts the movements of bytes, for tests and fuzzing: whatever the bytes, an answer.
///
/// # Errors
/// The first fault, in a person's words.
pub(crate) fn try_read(kind: FileKind, bytes: impl BufRead) -> Result<(u64, i64), String> {
    let told = |fault: Fault| fault.refusal("").detail;
    let totals = match kind {
        FileKind::Ocr => super::ocr::read_whole(bytes, None, |_| Ok(())),
        FileKind::Camt => super::camt::read_whole(bytes, None, |_| Ok(())),
    };
    totals.map(|totals| (totals.entries, totals.sum.ore())).map_err(told)
}
