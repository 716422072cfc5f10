//! Whether a disk takes anything more.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::writing::UNFINISHED;

/// Why a disk takes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoom {
    /// It is mounted so, or the system has made it so after an error.
    ReadOnly,
    /// No space.
    Full,
    /// No room for one more file, however small.
    TooManyFiles,
}

impl NoRoom {
    /// In words for the operator.
    pub fn words(self) -> &'static str {
        match self {
            Self::ReadOnly => "dysk jest tylko do odczytu",
            Self::Full => "brak wolnego miejsca na dysku",
            Self::TooManyFiles => "na dysku jest za wiele plików (brak wolnych i-węzłów)",
        }
    }
}

/// Why nothing can be written where `folder` lies, if the disk says so by itself; `None` also where nobody knows.
#[cfg(target_os = "linux")]
pub fn no_room(folder: &Path) -> Option<NoRoom> {
    use rustix::fs::{StatVfsMountFlags, statvfs};
    let disk = statvfs(folder).ok()?;
    if disk.f_flag.contains(StatVfsMountFlags::RDONLY) {
        Some(NoRoom::ReadOnly)
    } else if disk.f_blocks > 0 && disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM {
        Some(NoRoom::Full)
    } else if disk.f_files > 0 && disk.f_favail == 0 {
        Some(NoRoom::TooManyFiles)
    } else {
        None
    }
}

/// Elsewhere a full disk is known once a write fails.
#[cfg(not(target_os = "linux"))]
pub fn no_room(_folder: &Path) -> Option<NoRoom> {
    None
}

/// With less than this left, an article and the revision that records it may not both fit.
#[cfg(target_os = "linux")]
const ROOM: u64 = 256 << 10;

/// Tries whether `folder` takes a file, and takes it away again.
///
/// # Errors
/// What the system says.
pub fn try_writing(folder: &Path) -> io::Result<()> {
    let file = folder.join(format!(".proba.{}{UNFINISHED}", std::process::id()));
    let tried = fs::File::create_new(&file).and_then(|mut out| {
        out.write_all(&[0; 64 << 10])?;
        out.sync_all()
    });
    let _ = fs::remove_file(&file);
    tried
}

/// Whether an error is one of the disk, not of what is written: nothing else will fit there either.
pub fn is_of_the_disk(error: &io::Error) -> bool {
    use ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StaleNetworkFileHandle, StorageFull};
    /// `EIO`, for which there is no kind.
    const FAILING: i32 = 5;
    let known = [QuotaExceeded, ReadOnlyFilesystem, StaleNetworkFileHandle, StorageFull];
    known.contains(&error.kind()) || error.raw_os_error() == Some(FAILING)
}
