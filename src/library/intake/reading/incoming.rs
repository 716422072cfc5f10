//! A document on its way in: a folder of its own, which goes with its value.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::{LARGEST, ReadingError};

/// How such folders are named; nothing else may be.
const PREFIX: &str = ".wczytywanie-";

/// The document in its folder.
pub(super) const DOCUMENT: &str = "dokument";

/// Documents that may be on their way at once, those included that are being read.
const MOST: usize = 8;

/// Numbers the folders of one process.
static FOLDERS: AtomicU64 = AtomicU64::new(0);

/// A document of which everything, something or nothing has arrived.
#[derive(Debug)]
pub struct Incoming {
    folder: Folder,
    file: File,
    arrived: usize,
    _ticket: Ticket,
}

/// A folder that goes with its value.
#[derive(Debug)]
struct Folder(PathBuf);

/// One of those on their way.
#[derive(Debug)]
struct Ticket(Arc<AtomicUsize>);

impl Incoming {
    /// Makes room for one below `scratch`, unless there are too many on their way.
    pub(super) fn below(scratch: &Path, on_their_way: &Arc<AtomicUsize>) -> Result<Self, ReadingError> {
        let ticket = Ticket::take(on_their_way).ok_or(ReadingError::Busy)?;
        let folder = Folder::below(scratch).map_err(|error| ReadingError::unavailable(&error))?;
        let file = File::create_new(folder.0.join(DOCUMENT));
        let file = file.map_err(|error| ReadingError::unavailable(&error))?;
        Ok(Self { folder, file, arrived: 0, _ticket: ticket })
    }

    /// Takes the next part.
    ///
    /// # Errors
    /// [`ReadingError::TooLarge`], or [`ReadingError::Unavailable`] if the disk refuses.
    pub fn take(&mut self, part: &[u8]) -> Result<(), ReadingError> {
        self.arrived += part.len();
        if self.arrived > LARGEST {
            return Err(ReadingError::TooLarge);
        }
        self.file.write_all(part).map_err(|error| ReadingError::unavailable(&error))
    }

    /// Its folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// The document, to be read from its beginning.
    pub(super) fn open(&self) -> Result<File, ReadingError> {
        File::open(self.folder.0.join(DOCUMENT)).map_err(|error| ReadingError::unavailable(&error))
    }
}

impl Folder {
    fn below(scratch: &Path) -> io::Result<Self> {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let own = scratch.join(format!("{PREFIX}{}-{number}", std::process::id()));
        fs::create_dir_all(scratch)?;
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&own)?;
        Ok(Self(own))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "a scratch folder stays behind");
        }
    }
}

impl Ticket {
    fn take(on_their_way: &Arc<AtomicUsize>) -> Option<Self> {
        let ticket = Self(Arc::clone(on_their_way));
        (on_their_way.fetch_add(1, Ordering::AcqRel) < MOST).then_some(ticket)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Removes what a process that was killed left below `scratch`.
pub(super) fn sweep(scratch: &Path) {
    for entry in fs::read_dir(scratch).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        if let Err(error) = fs::remove_dir_all(entry.path()) {
            tracing::warn!(folder = %entry.path().display(), %error, "a scratch folder stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn left_in(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_document_takes_its_folder_along_and_there_are_never_too_many() {
        let scratch = tempfile::tempdir().unwrap();
        let on_their_way = Arc::default();
        let incoming = || Incoming::below(scratch.path(), &on_their_way);
        let mut all: Vec<_> = (0..MOST).map(|_| incoming().unwrap()).collect();
        assert_eq!(incoming().unwrap_err(), ReadingError::Busy);
        all.pop();
        all[0].take(b"ab").unwrap();
        all[0].take(b"c").unwrap();
        assert_eq!(io::read_to_string(all[0].open().unwrap()).unwrap(), "abc");
        assert_eq!(left_in(scratch.path()), MOST - 1);
        assert!(incoming().is_ok());
        drop(all);
        assert_eq!(left_in(scratch.path()), 0);
    }

    #[test]
    fn no_more_arrives_than_a_document_may_have() {
        let scratch = tempfile::tempdir().unwrap();
        let mut incoming = Incoming::below(scratch.path(), &Arc::default()).unwrap();
        let part = vec![b'a'; LARGEST / 2];
        assert_eq!([incoming.take(&part), incoming.take(&part)], [Ok(()), Ok(())]);
        assert_eq!(incoming.take(b"a"), Err(ReadingError::TooLarge));
    }

    #[test]
    fn what_a_killed_server_left_is_swept_and_nothing_else() {
        let scratch = tempfile::tempdir().unwrap();
        std::mem::forget(Incoming::below(scratch.path(), &Arc::default()).unwrap());
        fs::write(scratch.path().join("dziennik.sqlite"), "x").unwrap();
        sweep(scratch.path());
        assert_eq!(left_in(scratch.path()), 1);
        assert!(scratch.path().join("dziennik.sqlite").exists());
    }
}
