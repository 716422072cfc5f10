//! One server for one folder: a lock of the operating system, which a process that dies lets go of by dying, and a
//! note beside it that says who holds it.
//!
//! Commands that work beside a running server (`token create`) take no lock: SQLite keeps their writes apart.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::ground::Identity;
use super::private;

/// The file below the folder.
const FILE: &str = "serwer.lock";

/// Who holds a folder, for whoever comes second.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// The process.
    pub pid: u32,
    /// Since when, as it is written in the city.
    pub since: String,
    /// Where it listens; empty while it is not known yet.
    pub address: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "proces {}, od {}", self.pid, self.since)?;
        if self.address.is_empty() { Ok(()) } else { write!(f, ", adres {}", self.address) }
    }
}

/// Why a folder cannot be held.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotHeld {
    /// Another server has it.
    #[error("folderu {} używa już inny serwer ({holder})", folder.display())]
    Taken {
        /// The folder.
        folder: PathBuf,
        /// Who, in words.
        holder: String,
    },
    /// The lock cannot be made.
    #[error("nie można założyć blokady {}: {source}", file.display())]
    Disk {
        /// The lock's file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A folder that is ours until this is dropped, or the process ends in whatever way.
#[derive(Debug)]
pub struct FolderLock {
    folder: PathBuf,
    held: Mutex<Held>,
}

#[derive(Debug)]
struct Held {
    file: File,
    holder: Holder,
}

impl FolderLock {
    /// Takes the folder, making it where it is missing.
    ///
    /// # Errors
    /// [`NotHeld`] says who has it, or what the disk said.
    pub fn take(folder: &Path, holder: Holder) -> Result<Self, NotHeld> {
        private::make_folder(folder).map_err(|source| NotHeld::Disk { file: folder.to_owned(), source })?;
        let file = grasp(folder, &holder)?;
        Ok(Self { folder: folder.to_owned(), held: Mutex::new(Held { file, holder }) })
    }

    /// Says where the server listens, now that it is known.
    pub fn listens(&self, address: &str) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.holder.address = address.to_owned();
        note(&held.file, &held.holder);
    }

    /// Whether the folder is still ours: a lock whose file somebody removed is taken anew.
    ///
    /// # Errors
    /// [`NotHeld`] if another server was faster, or the folder is gone.
    pub fn keep(&self) -> Result<(), NotHeld> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.folder.join(FILE);
        let stands = fs::metadata(&path).ok().map(|meta| Identity::of(&meta));
        let ours = held.file.metadata().ok().map(|meta| Identity::of(&meta));
        if stands.is_some() && stands == ours {
            return Ok(());
        }
        held.file = grasp(&self.folder, &held.holder)?;
        tracing::warn!(path = %path.display(), "the lock of the folder had been removed and was taken anew");
        Ok(())
    }
}

fn grasp(folder: &Path, holder: &Holder) -> Result<File, NotHeld> {
    let path = folder.join(FILE);
    let failed = |source| NotHeld::Disk { file: path.clone(), source };
    private::make_file(&path).map_err(failed)?;
    let file = File::options().read(true).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let told = fs::read_to_string(&path).unwrap_or_default();
            let holder = if told.trim().is_empty() { "nie wiadomo jaki" } else { told.trim() };
            return Err(NotHeld::Taken { folder: folder.to_owned(), holder: holder.to_owned() });
        }
        // A disk that knows no locks: better served without a guard than not at all.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            tracing::warn!(path = %path.display(), %error, "this disk knows no locks: see to it that one server runs");
        }
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    }
    note(&file, holder);
    Ok(file)
}

/// A note that cannot be written costs a name in a message.
fn note(mut file: &File, holder: &Holder) {
    let _ = file.set_len(0).and_then(|()| {
        io::Seek::rewind(&mut file)?;
        writeln!(file, "{holder}")
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn holder(pid: u32) -> Holder {
        Holder { pid, since: "2026-11-27T16:00:00+01:00".into(), address: String::new() }
    }

    #[test]
    fn the_second_is_told_who_came_first_and_where_it_listens() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path(), holder(7)).unwrap();
        first.listens("http://127.0.0.1:8080");
        let second = FolderLock::take(folder.path(), holder(8)).unwrap_err().to_string();
        for word in ["proces 7", "od 2026-11-27T16:00:00+01:00", "http://127.0.0.1:8080"] {
            assert!(second.contains(word), "{second}");
        }
        drop(first);
        FolderLock::take(folder.path(), holder(8)).unwrap();
    }

    #[test]
    fn a_lock_whose_file_was_removed_is_taken_anew_unless_another_was_faster() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path(), holder(7)).unwrap();
        first.keep().unwrap();
        fs::remove_file(folder.path().join(FILE)).unwrap();
        first.keep().unwrap();
        assert!(FolderLock::take(folder.path(), holder(8)).is_err(), "it guards again");
        fs::remove_file(folder.path().join(FILE)).unwrap();
        let other = FolderLock::take(folder.path(), holder(9)).unwrap();
        assert!(first.keep().unwrap_err().to_string().contains("proces 9"));
        drop(other);
        first.keep().unwrap();
    }
}
