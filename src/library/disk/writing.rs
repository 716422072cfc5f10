//! Writing that survives a crash.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Removes what [`write_whole`] left unfinished when its process died.
pub fn sweep_unfinished(kb: &Path) {
    let mut folders = vec![kb.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && name != ".git" => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && name.starts_with('.') && name.ends_with(UNFINISHED) => {
                    let _ = fs::remove_file(entry.path());
                }
                _ => {}
            }
        }
    }
}

/// Ends the names of files that are still being written.
pub(super) const UNFINISHED: &str = ".nowy";

/// As [`write_whole`], for the file `path` below `kb`, which must be there: to make the folder of the articles anew would
/// stand in the way of the one that is on its way back.
///
/// # Errors
/// As [`write_whole`].
pub fn write_below(kb: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let mut folder = kb.to_owned();
    let (folders, _) = path.rsplit_once('/').unwrap_or_default();
    for name in folders.split('/').filter(|name| !name.is_empty()) {
        let above = folder.clone();
        folder.push(name);
        match fs::create_dir(&folder) {
            // A file is as durable as the folder that it lies in.
            Ok(()) => sync_folder(&above)?,
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            Err(_) => {}
        }
    }
    // Every folder stands now, or this fails.
    write_into(&folder, &kb.join(path), bytes)
}

/// Writes `bytes` to `file` so that after a crash it holds the old content or the new, never a part. Makes the folders
/// above it where they are missing.
///
/// # Errors
/// What the system says; the old content then stands.
pub fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    write_into(folder, file, bytes)
}

fn write_into(folder: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}{UNFINISHED}", std::process::id()));
    let written = (|| {
        let mut out = fs::File::create(&beside)?;
        out.write_all(bytes)?;
        sync(&out, &beside)?;
        rename(&beside, file)?;
        // The rename itself is durable only once the folder is.
        sync_folder(folder)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

// The calls on which it depends whether a write survives a power cut. Tests read along: what is not asked for leaves no
// other trace until the power goes.

fn sync(file: &fs::File, path: &Path) -> io::Result<()> {
    file.sync_all()?;
    steps::note(|| format!("sync {}", path.display()));
    Ok(())
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    sync(&fs::File::open(folder)?, folder)
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    steps::note(|| format!("rename {} {}", from.display(), to.display()));
    Ok(())
}

/// What was done to the disk, for tests on the same thread.
pub(super) mod steps {
    #[cfg(test)]
    thread_local! {
        static TAKEN: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
    }

    #[cfg(test)]
    pub fn note(step: impl FnOnce() -> String) {
        TAKEN.with_borrow_mut(|taken| taken.push(step()));
    }

    #[cfg(not(test))]
    pub fn note(_step: impl FnOnce() -> String) {}

    /// What was done since it was asked last.
    #[cfg(test)]
    pub fn taken() -> Vec<String> {
        TAKEN.take()
    }
}
