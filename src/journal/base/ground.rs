//! What the open database stands on. Somebody moves `data/` away, puts a backup over it, removes what "looks temporary":
//! the open file goes on taking writes, and nobody will ever read them. So before a write is begun, and again before it
//! is acknowledged, what stands at the path is compared with what is open.
//!
//! All by asking the system about names, never by opening the database: closing any descriptor of the file would let go
//! of the locks that SQLite holds on it in this process.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// By which a file is known again, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::journal) struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    #[cfg(unix)]
    pub fn of(meta: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { device: meta.dev(), inode: meta.ino() }
    }

    /// Elsewhere a file has no number to be known by; what is missing is noticed all the same.
    #[cfg(not(unix))]
    pub fn of(_meta: &Metadata) -> Self {
        Self { device: 0, inode: 0 }
    }
}

/// What is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::journal) struct Shift {
    /// What it means and what to do, in Polish.
    pub what: String,
    /// Whether the database itself stands and is whole, and only the files beside it went: then what was acknowledged
    /// can still be brought into it.
    pub rescue: bool,
    /// Whether the content was changed under us, so that what is read may be neither the old nor the new.
    pub spoilt: bool,
}

/// The files of one open database.
#[derive(Debug)]
pub(in crate::journal) struct Ground {
    folder: PathBuf,
    file: PathBuf,
    log: PathBuf,
    shared: PathBuf,
    seen: Mutex<Seen>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    folder: Identity,
    file: Identity,
    log: Identity,
    shared: Identity,
    /// The database changes only when the log is brought into it, which this process alone does ([`Ground::changing`]).
    size: u64,
    modified: Option<std::time::SystemTime>,
    /// The log only ever grows in between.
    log_size: u64,
}

impl Ground {
    /// Takes note of what stands at `file`, a database that is open and has been written to.
    pub fn of(file: &Path) -> io::Result<Self> {
        let beside = |end: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (folder, log, shared) = (folder.to_owned(), beside("-wal"), beside("-shm"));
        let seen = look(&folder, file, &log, &shared)?;
        Ok(Self { folder, file: file.to_owned(), log, shared, seen: Mutex::new(seen) })
    }

    /// Size of the log in bytes, as last seen.
    pub fn log_size(&self) -> u64 {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).log_size
    }

    /// Whether what stands there is what is open.
    pub fn check(&self) -> Result<(), Shift> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Self { folder, file, log, shared, .. } = self;
        let (folder_, file_, log_, shared_) =
            (folder.display(), file.display(), log.display(), shared.display());
        let lost = |what: String| Err(Shift { what, rescue: false, spoilt: false });
        let beside = |what: String| Err(Shift { what, rescue: true, spoilt: false });
        let spoilt = |what: String| Err(Shift { what, rescue: false, spoilt: true });

        let Ok(meta) = fs::metadata(folder) else {
            return lost(format!(
                "folderu danych {folder_} nie ma na swoim miejscu; przywróć go (zamontuj dysk albo cofnij przeniesienie), a zapis ruszy sam"
            ));
        };
        if Identity::of(&meta) != seen.folder {
            return lost(format!(
                "w miejscu folderu danych {folder_} jest inny; przywróć poprzedni, a zapis ruszy sam, albo uruchom serwer ponownie, jeśli ma używać tego, co jest tam teraz"
            ));
        }
        let Ok(meta) = fs::metadata(file) else {
            return lost(format!(
                "pliku bazy {file_} nie ma na swoim miejscu; odłóż go tam, a zapis ruszy sam, albo zatrzymaj serwer, przywróć kopię zapasową i uruchom go ponownie"
            ));
        };
        if Identity::of(&meta) != seen.file {
            return lost(format!(
                "plik bazy {file_} zastąpiono innym; uruchom serwer ponownie, a zacznie go używać"
            ));
        }
        if meta.len() != seen.size || meta.modified().ok() != seen.modified {
            return spoilt(format!(
                "plik bazy {file_} nadpisano, gdy serwer działał; zatrzymaj serwer, usuń {log_} i {shared_}, przywróć kopię zapasową i uruchom go ponownie"
            ));
        }
        match fs::metadata(log) {
            Ok(meta) if Identity::of(&meta) == seen.log && meta.len() >= seen.log_size => {
                seen.log_size = meta.len();
            }
            Ok(meta) if Identity::of(&meta) == seen.log => {
                return spoilt(format!(
                    "plik {log_} obcięto, gdy serwer działał; ostatnich zapisów może brakować: uruchom serwer ponownie i sprawdź je"
                ));
            }
            Ok(_) => {
                return lost(format!(
                    "plik {log_} zastąpiono innym; uruchom serwer ponownie i sprawdź ostatnie zapisy"
                ));
            }
            Err(_) => {
                return beside(format!(
                    "usunięto plik {log_}, gdy serwer działał; zatrzymaj serwer poleceniem, które pozwala mu skończyć (SIGTERM), i uruchom go ponownie"
                ));
            }
        }
        match fs::metadata(shared) {
            Ok(meta) if Identity::of(&meta) == seen.shared => Ok(()),
            _ => beside(format!(
                "usunięto plik {shared_}, gdy serwer działał; zatrzymaj serwer poleceniem, które pozwala mu skończyć (SIGTERM), i uruchom go ponownie"
            )),
        }
    }

    /// Runs work of ours that changes the database's file, and takes note of what it is now. `None`, and nothing run,
    /// where somebody else has written over it.
    pub fn changing<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = fs::metadata(&self.file).ok()?;
        let untouched = Identity::of(&before) == seen.file
            && before.len() == seen.size
            && before.modified().ok() == seen.modified;
        if !untouched {
            return None;
        }
        let done = work();
        if let Ok(meta) = fs::metadata(&self.file) {
            (seen.size, seen.modified) = (meta.len(), meta.modified().ok());
        }
        // Cut off, perhaps.
        seen.log_size = fs::metadata(&self.log).map_or(0, |meta| meta.len());
        Some(done)
    }
}

fn look(folder: &Path, file: &Path, log: &Path, shared: &Path) -> io::Result<Seen> {
    let (of_file, of_log) = (fs::metadata(file)?, fs::metadata(log)?);
    Ok(Seen {
        folder: Identity::of(&fs::metadata(folder)?),
        file: Identity::of(&of_file),
        log: Identity::of(&of_log),
        shared: Identity::of(&fs::metadata(shared)?),
        size: of_file.len(),
        modified: of_file.modified().ok(),
        log_size: of_log.len(),
    })
}
