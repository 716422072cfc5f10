//! The files of a Baza Wiedzy: which there are, what they hold, and writing that survives a crash.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The folder of dictionaries below `kb/`.
pub const DICTIONARIES: &str = "slowniki";

/// A file that may be an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleFile {
    /// Below `kb/`, with `/` between its parts: the article's path in messages.
    pub path: String,
    /// On this machine.
    pub file: PathBuf,
}

/// Lists the articles below `kb`, in the order of their paths. `README.md` and folders that start with a dot are for
/// people. A folder that cannot be read is reported by the caller's `complain` and passed over.
pub fn articles(kb: &Path, complain: &mut dyn FnMut(&Path, &io::Error)) -> Vec<ArticleFile> {
    let mut found = Vec::new();
    let mut folders = vec![kb.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                complain(&folder, &error);
                continue;
            }
        };
        for entry in entries.flatten() {
            let file = entry.path();
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            // A link could lead out of kb/ or round in a circle.
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                if !name.starts_with('.') {
                    folders.push(file);
                }
            } else if kind.is_file() && name.ends_with(".md") && name != "README.md" && !name.starts_with('.')
            {
                let path = file
                    .strip_prefix(kb)
                    .unwrap_or(&file)
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect::<Vec<_>>()
                    .join("/");
                found.push(ArticleFile { path, file });
            }
        }
    }
    found.sort();
    found
}

/// The dictionary files: names below `slowniki/` and their text; unreadable ones are reported and passed over.
pub fn dictionaries(kb: &Path, complain: &mut dyn FnMut(&Path, &io::Error)) -> Vec<(String, String)> {
    let folder = kb.join(DICTIONARIES);
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let file = entry.path();
        let Some(name) = file.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
        if !name.ends_with(".toml") || name.starts_with('.') {
            continue;
        }
        match fs::read_to_string(&file) {
            Ok(text) => found.push((name, text)),
            Err(error) => complain(&file, &error),
        }
    }
    found.sort();
    found
}

/// Texts of the golden questions; what cannot be read is passed over.
pub fn golden(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|kind| kind == "tsv")).collect();
    files.sort();
    files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// Where `path` stands below `kb`, for messages.
pub fn below(kb: &Path, path: &Path) -> String {
    path.strip_prefix(kb).unwrap_or(path).to_string_lossy().into_owned()
}

/// The first half of SHA-256: enough to tell two versions of a file apart.
pub fn digest(parts: &[&[u8]]) -> [u8; 16] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let full = hasher.finalize();
    let mut half = [0; 16];
    half.copy_from_slice(&full[..16]);
    half
}

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
const UNFINISHED: &str = ".nowy";

/// Writes `bytes` to `file` so that after a crash it holds the old content or the new, never a part.
///
/// # Errors
/// What the system says; the old content then stands.
pub fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}{UNFINISHED}", std::process::id()));
    let written = (|| {
        let mut out = fs::File::create(&beside)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        fs::rename(&beside, file)?;
        // The rename itself is durable only once the folder is.
        fs::File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn readmes_dot_folders_and_other_files_are_no_articles() {
        let kb = tempfile::tempdir().unwrap();
        for path in ["a.md", "README.md", "b/README.md", "b/c.md", ".git/d.md", "e.txt", "b/.tmp.md"] {
            let file = kb.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "# x").unwrap();
        }
        let paths: Vec<String> = articles(kb.path(), &mut |_, _| panic!("all readable"))
            .into_iter()
            .map(|file| file.path)
            .collect();
        assert_eq!(paths, ["a.md", "b/c.md"]);
    }

    #[test]
    fn a_failed_write_leaves_the_old_content_and_no_litter() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plik.md");
        write_whole(&file, b"stary").unwrap();
        fs::create_dir(folder.path().join("zajety")).unwrap();
        assert!(write_whole(&folder.path().join("zajety"), b"nowy").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"stary");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
