//! What keeps a Baza Wiedzy from doing its work, as long as it does: a folder that went, a disk that is full.
//!
//! Searching goes on through all of it, from what was last good; what may stop is writing. Whoever meets a condition
//! raises its [`Cause`] and clears it when it is over; the log hears of both once, not of every look in between. The
//! door for editors asks [`Readiness::writable`] before it takes anything, and `/readyz` tells operators.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The conditions there are. Each stands at most once, however many files it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// `kb/` is missing, cannot be read, or stands there empty.
    ArticlesLost,
    /// A folder in `kb/` cannot be read, or another one stands in its place, empty.
    FolderLost,
    /// The disk of `kb/` takes no more: full, read-only, failing.
    ArticlesDisk,
    /// The disk of `data/` takes no more.
    DataDisk,
    /// A dictionary went, or cannot be read; the last good one is in use.
    DictionaryLost,
    /// `index/` went or was exchanged, and cannot be rebuilt yet.
    IndexLost,
    /// The disk of `index/` takes no more: what is saved is not found yet.
    IndexDisk,
}

impl Cause {
    /// A name that logs and programs can rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::ArticlesLost => "articles-lost",
            Self::FolderLost => "folder-lost",
            Self::ArticlesDisk => "articles-disk",
            Self::DataDisk => "data-disk",
            Self::DictionaryLost => "dictionary-lost",
            Self::IndexLost => "index-lost",
            Self::IndexDisk => "index-disk",
        }
    }

    /// What it means, in words that anybody may read: no path and no name of a folder stands in them.
    pub fn brief(self) -> &'static str {
        match self {
            Self::ArticlesLost => "nie ma folderu artykułów (kb/) albo jest pusty",
            Self::FolderLost => "nie da się odczytać jednego z folderów w kb/",
            Self::ArticlesDisk => "na dysku z artykułami (kb/) nie da się zapisywać",
            Self::DataDisk => "na dysku z danymi (data/) nie da się zapisywać",
            Self::DictionaryLost => "brakuje słownika w kb/slowniki; używany jest ostatni dobry",
            Self::IndexLost => "indeks (index/) zniknął i nie dał się jeszcze odbudować",
            Self::IndexDisk => "na dysku z indeksem (index/) nie da się zapisywać",
        }
    }

    /// Whether changes are refused while it lasts. What is acknowledged has to be on disk and findable; a dictionary
    /// that is missing keeps no article from being either.
    pub fn stops_writing(self) -> bool {
        self != Self::DictionaryLost
    }
}

/// A condition that stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Trouble {
    /// Which.
    pub cause: Cause,
    /// The place and the remedy, in Polish, for editors and operators.
    pub detail: String,
}

/// The conditions that stand now.
#[derive(Debug, Default)]
pub struct Readiness {
    standing: Mutex<BTreeMap<Cause, String>>,
}

impl Readiness {
    /// `cause` stands, and `detail` says where and what to do. Told to the log when it begins or says something new.
    pub fn raise(&self, cause: Cause, detail: impl Into<String>) {
        let detail = detail.into();
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        if standing.get(&cause) == Some(&detail) {
            return;
        }
        if cause.stops_writing() {
            tracing::error!(cause = cause.code(), "writing is refused, searching goes on: {detail}");
        } else {
            tracing::warn!(cause = cause.code(), "{detail}");
        }
        standing.insert(cause, detail);
    }

    /// `cause` is over, if it stood.
    pub fn clear(&self, cause: Cause) {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        if standing.remove(&cause).is_some() {
            tracing::info!(cause = cause.code(), "over: {}", cause.brief());
        }
    }

    /// Raises `cause` with the detail, or clears it where there is none.
    pub fn set(&self, cause: Cause, detail: Option<String>) {
        match detail {
            Some(detail) => self.raise(cause, detail),
            None => self.clear(cause),
        }
    }

    /// Whether `cause` stands.
    pub fn has(&self, cause: Cause) -> bool {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&cause)
    }

    /// All that stands, what matters most first.
    pub fn troubles(&self) -> Vec<Trouble> {
        let standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        standing.iter().map(|(cause, detail)| Trouble { cause: *cause, detail: detail.clone() }).collect()
    }

    /// Whether changes can be taken.
    ///
    /// # Errors
    /// The [`Trouble`] that stands against it.
    pub fn writable(&self) -> Result<(), Trouble> {
        match self.troubles().into_iter().find(|trouble| trouble.cause.stops_writing()) {
            Some(trouble) => Err(trouble),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_against_writing_is_told_until_it_is_over() {
        let readiness = Readiness::default();
        assert_eq!(readiness.writable(), Ok(()));
        readiness.raise(Cause::DictionaryLost, "brakuje słownika");
        assert_eq!(readiness.writable(), Ok(()), "articles can be written without a dictionary");
        readiness.raise(Cause::ArticlesDisk, "pełny dysk");
        readiness.raise(Cause::ArticlesLost, "nie ma kb");
        assert_eq!(readiness.writable().map_err(|trouble| trouble.cause), Err(Cause::ArticlesLost));
        assert_eq!(readiness.troubles().len(), 3);
        readiness.clear(Cause::ArticlesLost);
        assert_eq!(readiness.writable().map_err(|trouble| trouble.detail), Err("pełny dysk".to_owned()));
        readiness.set(Cause::ArticlesDisk, None);
        assert_eq!(readiness.writable(), Ok(()));
    }

    #[test]
    fn what_anybody_may_read_names_no_place_on_the_machine() {
        for cause in [Cause::ArticlesLost, Cause::FolderLost, Cause::ArticlesDisk, Cause::DataDisk] {
            assert!(!cause.brief().is_empty());
            assert!(!cause.brief().contains("/srv") && !cause.brief().contains("--"), "{}", cause.brief());
        }
    }
}
