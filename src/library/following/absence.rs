//! What it means that an article's file is not there: that somebody removed it, or that we cannot see it.
//!
//! Taking an article out of service is derived from this, so it is decided in one place, and in doubt the article stays.
//!
//! * **A file is gone** when the folder it stood in (or the one which held that folder, and so on) was read to its end and
//!   does not have it. A folder that cannot be read, a link or a file in the place of a folder, say nothing.
//! * **An absence counts only in the folder in which the presence was seen.** An empty mount point, a new folder made by
//!   a script that went wrong: both stand where the articles stood and are other folders ([`Identity`]). A folder in
//!   which somebody deleted every file is the same one, and its articles are gone; so they are when the folder itself
//!   was deleted from the same folder above it, which is what `rm -r` and git do to a category.
//! * **Another folder with articles in it is followed**: a link switched to the next release, `mv kb.new kb`. Unless it
//!   holds less than half of what is known, where that is more than a [`HANDFUL`]: a copy on its way, or the wrong folder.
//! * **A whole base does not go at once**: where more than a handful are known and none is left, all of them are kept, even
//!   in the same folder. At a start one known article is enough for that.
//! * **At a start** the index alone remembers which folder `kb/` was. Where it does not, or `kb/` is another one now, the
//!   rule of the half holds as it does for a folder that is exchanged under a running server. Of the folders in `kb/`
//!   nothing is remembered: one that is there with nothing in it counts as one that was not mounted.
//!
//! What is kept stays in service as it was, writing is refused ([`crate::library::readiness`]), and the remedy is named: put the
//! folder back, or start with `begin-empty`.

use std::collections::{HashMap, HashSet};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::library::disk::{Identity, Listing};
use crate::library::readiness::Cause;
use crate::text::say::ARTICLE;

/// So many articles may well be deleted by hand together; more of them do not vanish by anybody's wish.
const HANDFUL: usize = 5;

/// Which folders articles were last seen in, by path below `kb/`.
pub(in crate::library) type Trusted = HashMap<String, Identity>;

/// What is known of where articles stood before a look.
#[derive(Debug, Clone, Copy)]
pub(in crate::library) struct Memory<'a> {
    /// The folders in which this process last saw articles; empty at a start.
    pub trusted: &'a Trusted,
    /// Which folder `kb/` was when the index was last brought up to date, if the index remembers.
    pub root: Option<Identity>,
    /// Whether a `kb/` without most of its articles is meant.
    pub may_be_empty: bool,
}

/// What a look at `kb/` is worth.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::library) enum Verdict {
    /// Nothing may be derived from it.
    Lost {
        /// The reason, with the remedy.
        why: String,
        /// How many files there are, so far as can be seen.
        left: usize,
    },
    /// It is the truth, but for what is kept.
    Stands {
        /// Files that were not found and are not known to be gone.
        kept: HashSet<String>,
        /// Why some are kept, with the remedy.
        trouble: Option<String>,
    },
}

/// Judges what was found of the files that are `known`.
pub(in crate::library) fn judge(
    kb: &Path,
    listing: &io::Result<Listing>,
    known: &HashSet<&str>,
    memory: Memory<'_>,
) -> Verdict {
    let Memory { trusted, may_be_empty, .. } = memory;
    let count = known.len();
    let place = kb.display();
    let back = "wyszukiwanie działa na ostatnich dobrych wersjach; przywróć folder (zamontuj dysk, cofnij przeniesienie), a wszystko wróci bez ponownego uruchamiania";
    let listing = match listing {
        Ok(listing) => listing,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Verdict::Lost { why: format!("nie ma folderu artykułów {place}: {back}"), left: 0 };
        }
        Err(error) => {
            let why = format!("nie można odczytać folderu artykułów {place} ({error}): {back}");
            return Verdict::Lost { why, left: 0 };
        }
    };
    let found: HashSet<&str> = listing.articles.iter().map(|file| file.path.as_str()).collect();
    let root = listing.folders.get("");
    let starts = trusted.is_empty();
    let before = if starts { memory.root.as_ref() } else { trusted.get("") };
    let same_root = before.is_some() && before == root;
    let left = found.len();
    // What cannot be read may hold them all: the folder is not empty then, and nothing of it is taken for gone below.
    let all_gone = left == 0 && known.iter().all(|path| listing.lacks(path));
    if !may_be_empty && count > 0 && all_gone && !(same_root && !starts && count <= HANDFUL) {
        let why = format!(
            "folder artykułów {place} jest pusty, a znanych artykułów jest {count}: {back}; jeśli naprawdę ma być pusty, \
             uruchom program ponownie z opcją --begin-empty"
        );
        return Verdict::Lost { why, left };
    }
    if !may_be_empty && !same_root && count > HANDFUL && left * 2 < count {
        let why = format!(
            "w miejscu folderu artykułów {place} stoi inny: artykułów jest w nim {left}, a znanych jest {count}: {back}; \
             jeśli ten folder jest właściwy, uruchom program ponownie z opcją --begin-empty"
        );
        return Verdict::Lost { why, left };
    }
    let emptied = if may_be_empty { Vec::new() } else { emptied(listing, known, &found, trusted) };
    let is_emptied = |path: &str| emptied.iter().any(|folder| is_below(path, folder));
    let kept: HashSet<String> = known
        .iter()
        .filter(|path| !found.contains(**path) && (!listing.lacks(path) || is_emptied(path)))
        .map(|path| (*path).to_owned())
        .collect();
    let trouble = trouble(kb, listing, &kept, &emptied);
    Verdict::Stands { kept, trouble }
}

/// Folders that stand in the places of others, or of others as it seems, and hold no article; the outermost ones.
fn emptied(
    listing: &Listing,
    known: &HashSet<&str>,
    found: &HashSet<&str>,
    trusted: &Trusted,
) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for folder in known.iter().flat_map(|path| folders_above(path)) {
        *counts.entry(folder).or_default() += 1;
    }
    for folder in found.iter().flat_map(|path| folders_above(path)) {
        counts.remove(folder);
    }
    let is_other = |folder: &str, known: usize| match (listing.folders.get(folder), trusted.get(folder)) {
        (Some(now), Some(before)) => now != before,
        (Some(_), None) => known > HANDFUL,
        (None, _) => false,
    };
    let mut emptied: Vec<String> = counts
        .into_iter()
        .filter(|(folder, known)| is_other(folder, *known))
        .map(|(folder, _)| folder.to_owned())
        .collect();
    emptied.sort();
    emptied.dedup_by(|inner, outer| is_below(inner, outer));
    emptied
}

/// What to say about the files that are kept and about folders that cannot be read.
fn trouble(kb: &Path, listing: &Listing, kept: &HashSet<String>, emptied: &[String]) -> Option<String> {
    let named = |folder: &str| kb.join(folder).display().to_string();
    let mut said: Vec<String> = listing
        .unread
        .iter()
        .map(|(folder, error)| format!("nie można odczytać folderu {} ({error})", named(folder)))
        .collect();
    said.extend(emptied.iter().map(|folder| {
        format!(
            "folder {} jest pusty, a były w nim artykuły (jeśli usunięto je celowo, usuń też sam folder)",
            named(folder)
        )
    }));
    let mut covered: Vec<&str> = kept
        .iter()
        .flat_map(|path| folders_above(path))
        .filter(|path| listing.others.contains(*path))
        .collect();
    covered.sort_unstable();
    covered.dedup();
    said.extend(
        covered.iter().map(|folder| format!("w miejscu folderu {} stoi dowiązanie albo plik", named(folder))),
    );
    if said.is_empty() {
        return None;
    }
    Some(format!(
        "{}; {} stamtąd – działa ostatnia dobra wersja; przywróć folder albo prawa odczytu, a wszystko \
         wróci bez ponownego uruchamiania",
        said.join("; "),
        ARTICLE.counted(kept.len())
    ))
}

/// Which cause a verdict is, if it is one.
pub(in crate::library) fn causes(verdict: &Verdict) -> [(Cause, Option<String>); 2] {
    match verdict {
        Verdict::Lost { why, .. } => [(Cause::ArticlesLost, Some(why.clone())), (Cause::FolderLost, None)],
        Verdict::Stands { trouble, .. } => {
            [(Cause::ArticlesLost, None), (Cause::FolderLost, trouble.clone())]
        }
    }
}

/// The folders in which `path` stands, the outermost first; `kb/` itself is not among them.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether `path` lies in `folder`, at whatever depth.
pub(in crate::library) fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
