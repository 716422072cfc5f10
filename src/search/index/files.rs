//! How the files of the index are read: none of them is mapped into memory.
//!
//! Whoever reads a mapped file that somebody cut short is killed by the system, without a word and with everybody who
//! is being served. So what a search goes through from end to end (dictionaries, columns) is read into memory when it is
//! opened, and with it every file of a city's Baza Wiedzy, as each is small; of what is larger, postings and texts, a
//! search reads the pieces that it needs. What lies in memory answers on whatever becomes of its file; a piece that is
//! no longer there is an error. Either way [`Files::is_as_it_was`] tells that the file is another one, and the library
//! builds the index anew.
//!
//! Writing, locks and the small files that are replaced as a whole are tantivy's own.

use std::collections::HashMap;
use std::fmt;
use std::fs::{File, Metadata};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::SystemTime;

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};

/// Every file of a city's Baza Wiedzy is smaller, in bytes.
const SMALL: u64 = 32 << 20;

/// Endings of the files of which a search takes pieces: postings, positions, texts.
const IN_PIECES: [&str; 3] = ["idx", "pos", "store"];

/// The folder of an index.
#[derive(Clone)]
pub(in crate::search) struct Files {
    folder: PathBuf,
    /// Files up to this size, in bytes, lie in memory as they are.
    small: u64,
    writing: MmapDirectory,
    opened: Arc<Mutex<HashMap<PathBuf, Opened>>>,
}

/// A file as it was when it was opened. What a segment's file holds never changes.
struct Opened {
    stamp: Stamp,
    /// Whether it lies in memory as it was, to be compared with.
    in_memory: bool,
    /// Readers share it for as long as any of them lives: a commit opens all segments again.
    handle: Weak<dyn FileHandle>,
}

/// What tells that a file was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    len: u64,
    written: Option<SystemTime>,
}

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        Self { len: meta.len(), written: meta.modified().ok() }
    }
}

/// A file of which pieces are read.
#[derive(Debug)]
struct Pieces {
    file: File,
    len: usize,
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        read(&self.file, range).map(OwnedBytes::new)
    }
}

impl Files {
    /// The files of `folder`, which must be there.
    ///
    /// # Errors
    /// What the system says, or that it is no folder.
    pub fn of(folder: &Path) -> Result<Self, OpenDirectoryError> {
        let writing = MmapDirectory::open(folder)?;
        Ok(Self { folder: folder.to_owned(), small: SMALL, writing, opened: Arc::default() })
    }

    /// Whether the file is there and is the one that was opened, if it was.
    pub fn is_as_it_was(&self, name: &Path) -> bool {
        let Ok(meta) = std::fs::metadata(self.folder.join(name)) else { return false };
        let now = Stamp::of(&meta);
        let mut opened = self.opened();
        let Some(before) = opened.get_mut(name) else { return true };
        if before.stamp == now {
            return true;
        }
        // Touched, or written anew with what it held: a disk that keeps time badly must not cost an index a second.
        let is_same = before.stamp.len == now.len && before.holds(&self.folder.join(name));
        if is_same {
            before.stamp = now;
        }
        is_same
    }

    fn open(&self, name: &Path) -> io::Result<Arc<dyn FileHandle>> {
        let mut opened = self.opened();
        if let Some(handle) = opened.get(name).and_then(|opened| opened.handle.upgrade()) {
            return Ok(handle);
        }
        let file = File::open(self.folder.join(name))?;
        let stamp = Stamp::of(&file.metadata()?);
        let in_pieces = name.extension().is_some_and(|ending| IN_PIECES.iter().any(|one| ending == *one));
        let in_memory = !in_pieces || stamp.len <= self.small;
        let handle: Arc<dyn FileHandle> = if in_memory {
            Arc::new(OwnedBytes::new(read(&file, 0..length(stamp)?)?))
        } else {
            Arc::new(Pieces { file, len: length(stamp)? })
        };
        opened.insert(name.to_owned(), Opened { stamp, in_memory, handle: Arc::downgrade(&handle) });
        Ok(handle)
    }

    fn opened(&self) -> MutexGuard<'_, HashMap<PathBuf, Opened>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Opened {
    /// Whether `file` holds what lies in memory of it.
    fn holds(&self, file: &Path) -> bool {
        let Some(handle) = self.handle.upgrade().filter(|_| self.in_memory) else { return false };
        let (Ok(known), Ok(now)) = (handle.read_bytes(0..handle.len()), std::fs::read(file)) else {
            return false;
        };
        *known == *now
    }
}

fn length(stamp: Stamp) -> io::Result<usize> {
    usize::try_from(stamp.len).map_err(|_| io::ErrorKind::FileTooLarge.into())
}

/// The bytes of `range`; an error where the file ends before.
fn read(file: &File, range: Range<usize>) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; range.len()];
    #[cfg(unix)]
    std::os::unix::fs::FileExt::read_exact_at(file, &mut bytes, range.start as u64)?;
    #[cfg(not(unix))]
    {
        use std::io::{Read, Seek};
        // Where to read is the file's, not the reader's: one at a time.
        static PLACE: Mutex<()> = Mutex::new(());
        let _one = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = file;
        file.seek(io::SeekFrom::Start(range.start as u64))?;
        file.read_exact(&mut bytes)?;
    }
    Ok(bytes)
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Files").field(&self.folder).finish()
    }
}

impl Directory for Files {
    fn get_file_handle(&self, name: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.open(name).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(name.to_owned()),
            _ => OpenReadError::wrap_io_error(error, name.to_owned()),
        })
    }

    fn delete(&self, name: &Path) -> Result<(), DeleteError> {
        self.opened().remove(name);
        self.writing.delete(name)
    }

    fn exists(&self, name: &Path) -> Result<bool, OpenReadError> {
        self.writing.exists(name)
    }

    fn open_write(&self, name: &Path) -> Result<WritePtr, OpenWriteError> {
        self.writing.open_write(name)
    }

    fn atomic_read(&self, name: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.writing.atomic_read(name)
    }

    fn atomic_write(&self, name: &Path, bytes: &[u8]) -> io::Result<()> {
        self.writing.atomic_write(name, bytes)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.writing.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.writing.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.writing.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;

    fn put(folder: &Path, name: &str, bytes: &[u8]) {
        std::fs::File::create(folder.join(name)).unwrap().write_all(bytes).unwrap();
    }

    fn cut(folder: &Path, name: &str, len: u64) {
        std::fs::File::options().write(true).open(folder.join(name)).unwrap().set_len(len).unwrap();
    }

    #[test]
    fn a_file_that_is_cut_short_kills_nobody_and_is_told_from_one_that_was_touched() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let names = ["a.term", "a.store", "a.idx"];
        for (small, whole) in [(u64::MAX, names.as_slice()), (0, &["a.term"])] {
            let files = Files { small, ..Files::of(folder).unwrap() };
            for name in names {
                put(folder, name, &[7; 100_000]);
                let handle = files.get_file_handle(Path::new(name)).unwrap();
                let again = files.get_file_handle(Path::new(name)).unwrap();
                assert!(Arc::ptr_eq(&handle, &again), "{name} is read once");
                assert_eq!(*handle.read_bytes(10..13).unwrap(), [7; 3]);
                assert!(files.is_as_it_was(Path::new(name)));
                let times = std::fs::FileTimes::new().set_modified(SystemTime::UNIX_EPOCH);
                let lies_in_memory = whole.contains(&name);
                let touched = std::fs::File::options().write(true).open(folder.join(name)).unwrap();
                touched.set_times(times).unwrap();
                assert_eq!(files.is_as_it_was(Path::new(name)), lies_in_memory, "{name} was touched");
                cut(folder, name, 11);
                assert!(!files.is_as_it_was(Path::new(name)), "{name} was cut");
                let read = handle.read_bytes(10..13);
                assert_eq!(read.is_ok(), lies_in_memory, "{name}: {read:?}");
                put(folder, name, &[8; 100_000]);
                assert!(!files.is_as_it_was(Path::new(name)), "{name} is another one of the same length");
                files.delete(Path::new(name)).unwrap();
                assert!(!files.is_as_it_was(Path::new(name)), "{name} is gone");
            }
        }
    }
}
