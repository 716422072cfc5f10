//! Nobody but the server's own user looks into `data/`: folders are 0700 and files 0600, whatever the umask, and what
//! was found with wider rights is mended.

use std::fs;
use std::io;
use std::path::Path;

/// Makes a folder that only its owner may enter; one that is there is left to [`secure`].
pub(in crate::journal) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    set(folder, FOLDER)
}

/// Makes an empty file that only its owner may read, before anybody writes into it; `false` if it was there.
///
/// A database must never be opened here once it is in use: closing any descriptor of a file lets go of the locks that
/// SQLite holds on it in this process.
pub(in crate::journal) fn make_file(file: &Path) -> io::Result<bool> {
    let mut new = fs::OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, FILE);
    match new.open(file) {
        Ok(_) => set(file, FILE).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes a small file that only its owner may read, the old content or the new, never a part.
pub(in crate::journal) fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}.nowy", std::process::id()));
    let beside = Path::new(&beside);
    let written = (|| {
        let _ = fs::remove_file(beside);
        make_file(beside)?;
        fs::write(beside, text)?;
        fs::File::open(beside)?.sync_all()?;
        fs::rename(beside, file)
    })();
    if written.is_err() {
        let _ = fs::remove_file(beside);
    }
    written
}

/// Writes a small file below `folder`, making the folders between for the owner alone.
pub(crate) fn write_below(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let mut at = folder.to_owned();
    for part in path.split('/') {
        make_folder(&at)?;
        at.push(part);
    }
    write(&at, text)
}

/// Takes the rights of everybody but the owner away from `folder` and all that is in it; gives how many had some. What
/// cannot be changed (another owner, a disk without rights) is logged and passed over.
pub(in crate::journal) fn secure(folder: &Path) -> usize {
    let mut wide = usize::from(narrow(folder, FOLDER));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // A link is somebody's decision, and what it leads to is elsewhere.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => wide += secure(&entry.path()),
            Ok(kind) if kind.is_file() => wide += usize::from(narrow(&entry.path(), FILE)),
            _ => {}
        }
    }
    wide
}

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;

#[cfg(unix)]
fn set(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn narrow(path: &Path, mode: u32) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let Ok(meta) = fs::metadata(path) else { return false };
    if meta.permissions().mode() & 0o077 == 0 {
        return false;
    }
    match set(path, mode) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "others may look into the data, and it cannot be changed");
            false
        }
    }
}

#[cfg(not(unix))]
fn narrow(_path: &Path, _mode: u32) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_wider_than_its_owner_is_narrowed_and_counted() {
        let folder = tempfile::tempdir().unwrap();
        let (inner, outside) = (folder.path().join("data/a"), folder.path().join("obcy"));
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("plik"), "x").unwrap();
        fs::write(&outside, "x").unwrap();
        set(&outside, 0o644).unwrap();
        set(&inner, 0o755).unwrap();
        set(&inner.join("plik"), 0o666).unwrap();
        set(&folder.path().join("data"), 0o750).unwrap();
        std::os::unix::fs::symlink(&outside, inner.join("link")).unwrap();
        assert_eq!(secure(&folder.path().join("data")), 3);
        assert_eq!((mode(&inner), mode(&inner.join("plik"))), (0o700, 0o600));
        assert_eq!(mode(&outside), 0o644, "what a link leads to is not ours");
        assert_eq!(secure(&folder.path().join("data")), 0);
    }

    #[test]
    fn a_file_is_made_for_its_owner_alone_and_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("baza");
        assert!(make_file(&file).unwrap());
        assert!(!make_file(&file).unwrap());
        assert_eq!(mode(&file), 0o600);
        write(&file, "a").unwrap();
        write(&file, "b").unwrap();
        assert_eq!((fs::read_to_string(&file).unwrap().as_str(), mode(&file)), ("b", 0o600));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside");
    }
}
