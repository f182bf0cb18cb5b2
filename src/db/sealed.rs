//! A file that proves itself: what it holds, then one line with its kind and SHA-256.
//!
//! The line stands last, so that `sqlite3` and `pg_restore` read the file too.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What a sealed file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A `SQLite` database.
    Sqlite,
    /// `pg_dump -Fc`.
    Postgres,
}

impl Kind {
    /// Eight letters, so that every seal is equally long.
    const fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite  ",
            Self::Postgres => "postgres",
        }
    }
}

const MARK: &str = "\ngardsbok-backup 1 ";
/// Mark, kind, a space, 64 digits, a line's end.
const SEAL_LENGTH: usize = MARK.len() + 8 + 1 + 64 + 1;

/// A new and empty file that only its owner reads.
///
/// # Errors
/// The operating system's.
pub(super) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// Writes the seal at the end of a file, and waits until all of it is on the disk.
///
/// # Errors
/// The operating system's.
pub(super) fn seal(path: &Path, kind: Kind) -> io::Result<()> {
    let digest = digest_of(&mut File::open(path)?)?;
    let mut file = OpenOptions::new().append(true).open(path)?;
    file.write_all(seal_text(kind, &digest).as_bytes())?;
    file.sync_all()
}

/// The file's contents without its seal; None when it is no sealed file, or was damaged.
///
/// # Errors
/// The operating system's.
pub(super) fn unseal(path: &Path) -> io::Result<Option<(Kind, io::Take<File>)>> {
    let mut file = File::open(path)?;
    let seal_length = u64::try_from(SEAL_LENGTH).unwrap_or_default();
    let Some(length) = file.metadata()?.len().checked_sub(seal_length) else { return Ok(None) };
    file.seek(SeekFrom::Start(length))?;
    let mut found = Vec::new();
    file.read_to_end(&mut found)?;
    file.seek(SeekFrom::Start(0))?;
    let digest = digest_of(&mut file.try_clone()?.take(length))?;
    file.seek(SeekFrom::Start(0))?;
    let kind = [Kind::Sqlite, Kind::Postgres]
        .into_iter()
        .find(|kind| seal_text(*kind, &digest).as_bytes() == found);
    Ok(kind.map(|kind| (kind, file.take(length))))
}

/// The same path with `.part` at its end, for a file that is not finished.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn seal_text(kind: Kind, digest: &str) -> String {
    format!("{MARK}{} {digest}\n", kind.word())
}

fn digest_of(content: &mut impl Read) -> io::Result<String> {
    use std::fmt::Write as _;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = content.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hasher.update(bytes);
    }
    Ok(hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_file_shows_every_changed_byte() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sealed");
        create(&path).unwrap().write_all(b"the books of a year").unwrap();
        seal(&path, Kind::Sqlite).unwrap();
        let (kind, mut content) = unseal(&path).unwrap().unwrap();
        let mut text = String::new();
        content.read_to_string(&mut text).unwrap();
        assert_eq!((kind, text.as_str()), (Kind::Sqlite, "the books of a year"));

        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            assert!(unseal(&path).unwrap().is_none(), "byte {at}");
        }
        for length in [0, 10, whole.len() - 1] {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert!(unseal(&path).unwrap().is_none(), "{length} bytes");
        }
    }
}
