//! The files of a Baza Wiedzy: which there are, what they hold, and writing that survives a crash.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::article::dictionary;

mod identity;
mod room;
mod writing;

pub use identity::Identity;
pub use room::{NoRoom, is_of_the_disk, no_room, try_writing};
pub use writing::{sweep_unfinished, write_below, write_whole};

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

/// The largest dictionary, list of questions or setting that is read, in bytes.
pub const LARGEST: u64 = 8 << 20;

/// Reads a file of at most `most` bytes. Whatever is no file (a pipe, a device, a folder) is refused and waited for by
/// nobody: opening a pipe would last until somebody writes into it.
///
/// # Errors
/// What the system says; [`ErrorKind::FileTooLarge`] without reading it, [`ErrorKind::InvalidInput`] for what is no file.
pub fn read_at_most(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut options = fs::File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Of a file it means nothing.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let opened = options.open(file)?;
    let meta = opened.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "to nie jest zwykły plik"));
    }
    let too_large = |size: u64| {
        let what = format!("plik ma {} KB, a może mieć najwyżej {} KB", size >> 10, most >> 10);
        io::Error::new(ErrorKind::FileTooLarge, what)
    };
    if meta.len() > most {
        return Err(too_large(meta.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    // It may grow while it is read.
    opened.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

/// The same for text in UTF-8.
///
/// # Errors
/// As [`read_at_most`]; [`ErrorKind::InvalidData`] if it is no text.
pub fn read_text(file: &Path, most: u64) -> io::Result<String> {
    let bytes = read_at_most(file, most)?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// What lies in `kb/`, and what of it could not be looked at.
#[derive(Debug, Default)]
pub struct Listing {
    /// The articles, in the order of their paths.
    pub articles: Vec<ArticleFile>,
    /// Folders that were read to their end, by path below `kb/`; `kb/` itself is "".
    pub folders: HashMap<String, Identity>,
    /// Folders that could not be.
    pub unread: BTreeMap<String, io::Error>,
    /// What is neither a folder nor an article: links, other files. Passed over, but it may stand where an article or a
    /// folder of articles stood.
    pub others: HashSet<String>,
    /// Those of them that somebody may take for an article, or for a folder of articles, and what they are.
    pub mistaken: BTreeMap<String, Mistaken>,
}

impl Listing {
    /// Whether there is certainly nothing at `path`: the folder in which it would stand, or the one in which that would,
    /// was read to its end and holds no such name.
    pub fn lacks(&self, path: &str) -> bool {
        let mut at = path;
        loop {
            if self.unread.contains_key(at) || self.others.contains(at) {
                return false;
            }
            let folder = at.rsplit_once('/').map_or("", |(folder, _)| folder);
            if self.folders.contains_key(folder) {
                return true;
            }
            if folder.is_empty() {
                return false;
            }
            at = folder;
        }
    }
}

/// What looks as if it were an article, or held some, and is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistaken {
    /// A symbolic link.
    Link,
    /// A pipe, a socket, a device.
    NoFile,
    /// A file whose name does not end as those of articles do, or is not text.
    Name,
}

impl Mistaken {
    /// What stands at `file`, and is neither a folder nor an article.
    fn of(file: &Path, kind: fs::FileType) -> Option<Self> {
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let is_like_an_article = ending.is_some_and(|ending| ["md", "markdown"].contains(&&*ending));
        let is_readme = file.file_stem().is_some_and(|name| name.eq_ignore_ascii_case("README"));
        if kind.is_symlink() {
            // Only looked at: what a link leads to may be a pipe, or nowhere.
            let leads_to_a_folder = fs::metadata(file).is_ok_and(|meta| meta.is_dir());
            return (leads_to_a_folder || is_like_an_article && !is_readme).then_some(Self::Link);
        }
        let what = if kind.is_file() { Self::Name } else { Self::NoFile };
        (is_like_an_article && !is_readme).then_some(what)
    }

    /// What is wrong with it and what to do, for whoever put it there.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Link => (
                "to dowiązanie symboliczne, a dowiązania są pomijane",
                "wstaw w tym miejscu plik albo folder, do którego ono prowadzi",
            ),
            Self::NoFile => {
                ("to nie jest zwykły plik, więc jest pomijany", "wstaw w tym miejscu zwykły plik")
            }
            Self::Name => (
                "nazwa pliku nie jest nazwą artykułu, więc plik jest pomijany",
                "zmień nazwę: tekst w UTF-8, z końcówką .md małymi literami",
            ),
        }
    }
}

/// Whether nothing at all stands at `path`, not even a link to nowhere.
pub fn is_absent(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// Where the file system keeps what a repair found; for nobody's eyes but root's.
const SYSTEMS_OWN: &str = "lost+found";

/// Looks through `kb`. `README.md` and folders that start with a dot are for people, links could lead out of it or round
/// in a circle.
///
/// # Errors
/// If `kb` itself cannot be read; what cannot be read in it is in [`Listing::unread`].
pub fn list(kb: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let place = kb.join(&folder);
        let read = Identity::of(&place).and_then(|identity| {
            // A folder that fails half-way has not been read: whatever is missing may stand in the other half.
            let entries = fs::read_dir(&place)?.collect::<io::Result<Vec<_>>>()?;
            let kinds = entries.into_iter().map(|entry| match entry.file_type() {
                Ok(kind) => Ok(Some((entry.file_name(), kind))),
                // Taken away while we looked.
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            });
            Ok((identity, kinds.filter_map(Result::transpose).collect::<io::Result<Vec<_>>>()?))
        });
        let (identity, entries) = match read {
            Ok(read) => read,
            Err(error) if folder.is_empty() => return Err(error),
            Err(_) if folder == SYSTEMS_OWN => continue,
            Err(error) if error.kind() == ErrorKind::NotFound && is_absent(&place) => continue,
            Err(error) => {
                listing.unread.insert(folder, error);
                continue;
            }
        };
        for (name, kind) in entries {
            let (is_text, file) = (name.to_str().is_some(), place.join(&name));
            let name = name.to_string_lossy();
            let path = if folder.is_empty() { name.clone().into_owned() } else { format!("{folder}/{name}") };
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() && is_text {
                folders.push(path);
            } else if kind.is_file() && is_text && name.ends_with(".md") && name != "README.md" {
                listing.articles.push(ArticleFile { file, path });
            } else {
                if let Some(mistaken) = Mistaken::of(&file, kind) {
                    listing.mistaken.insert(path.clone(), mistaken);
                }
                // What no path can name stands where no article stood.
                if is_text {
                    listing.others.insert(path);
                }
            }
        }
        listing.folders.insert(folder, identity);
    }
    listing.articles.sort();
    Ok(listing)
}

/// The dictionary files: names below `slowniki/` and their text, in the order in which they are to be read; unreadable
/// ones are reported and passed over.
///
/// # Errors
/// If the folder cannot be read; `NotFound` where there is none.
pub fn dictionaries(
    kb: &Path,
    complain: &mut dyn FnMut(&Path, &io::Error),
) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(kb.join(DICTIONARIES))? {
        let file = entry?.path();
        let Some(name) = file.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
        if !name.ends_with(".toml") || name.starts_with('.') {
            continue;
        }
        match read_text(&file, LARGEST) {
            Ok(text) => found.push((name, text)),
            Err(error) => complain(&file, &error),
        }
    }
    found.sort();
    found.sort_by_key(|(name, _)| dictionary::turn(name));
    Ok(found)
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

#[cfg(test)]
mod tests;
