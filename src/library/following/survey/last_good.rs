//! Last good versions of files that broke: kept below `data/`, so that a rebuild finds them.

use std::fs;
use std::path::{Path, PathBuf};

use super::problem;
use crate::article;
use crate::library::{SyncReport, disk};

/// Where last good versions of broken files are kept, below `data/`.
const FOLDER: &str = "ostatnie-dobre";

/// Puts a last good version aside for a rebuild, or says that it cannot.
pub(super) fn keep(data: &Path, path: &str, text: &str, report: &mut SyncReport) {
    if let Err(error) = put_aside(data, path, text) {
        let message = format!("nie można zachować ostatniej dobrej wersji w {}: {error}", data.display());
        report.problems.push(problem("W905", path, message));
    }
}

/// Keeps `raw`, the last good version of a file that cannot be used any more, for a rebuild.
fn put_aside(data: &Path, path: &str, raw: &str) -> std::io::Result<()> {
    let file = of(data, path);
    if disk::read_at_most(&file, article::LARGEST).is_ok_and(|kept| kept == raw.as_bytes()) {
        return Ok(());
    }
    // Where a folder of data stood and stands no more, none is made: it is elsewhere, and comes back.
    crate::journal::standing(data, &[]).map_err(std::io::Error::other)?;
    crate::journal::base::private::write_below(data, &format!("{FOLDER}/{path}"), raw)
}

/// Files whose last good versions are kept below `data`.
pub(super) fn all(data: &Path) -> Vec<String> {
    let kept = disk::list(&data.join(FOLDER));
    kept.map(|kept| kept.articles.into_iter().map(|file| file.path).collect()).unwrap_or_default()
}

/// Lets go of the last good version of a file that is good again.
pub(in crate::library) fn forget(data: &Path, path: &str) {
    let _ = fs::remove_file(of(data, path));
}

pub(super) fn of(data: &Path, path: &str) -> PathBuf {
    data.join(FOLDER).join(path)
}
