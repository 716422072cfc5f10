//! Following the files while the Baza Wiedzy is open, and taking in what has just been published: one writer at a time,
//! while searches go on.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use super::following::absence::Memory;
use super::following::survey::Before;
use super::following::sync::{self, Noticing, Placed, Synced, Words};
use super::opening::rebuild;
use super::publishing::store::FoundFile;
use super::readiness::Cause;
use super::{Library, LibraryError, Progress, Rejected, Turn};
use crate::article::Problem;

/// What bringing the index up to date did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SyncReport {
    /// Articles in kb/ that were looked at.
    pub seen: usize,
    /// Articles indexed anew.
    pub changed: usize,
    /// Articles taken out of the index.
    pub removed: usize,
    /// Files that could not be used (the last good version stays).
    pub rejected: usize,
    /// Why the whole index was rebuilt, if it was.
    pub rebuilt: Option<String>,
    /// What was wrong with articles and dictionaries.
    pub problems: Vec<Problem>,
    /// How long it took.
    pub took: Duration,
}

impl Library {
    /// Brings the index up to date again; with `full`, rebuilds it beside the live one and swaps. Searches go on.
    ///
    /// # Errors
    /// As [`Library::open`]; the live index then stays as it was.
    pub fn sync(&self, full: bool, progress: &dyn Progress, today: Date) -> Result<SyncReport, LibraryError> {
        self.sync_noticing(full, progress, today, &mut |_| {})
    }

    /// The same, telling `notice` what differs from before, ahead of its being found. An index that went, or in whose
    /// place another one stands, is rebuilt in any case.
    ///
    /// # Errors
    /// As [`Library::sync`].
    pub fn sync_noticing(
        &self,
        full: bool,
        progress: &dyn Progress,
        today: Date,
        notice: &mut dyn FnMut(Vec<FoundFile>),
    ) -> Result<SyncReport, LibraryError> {
        let started = Instant::now();
        let _turn = self.turn();
        self.index_is_ours().inspect_err(|error| self.tell_of_the_index(true, error))?;
        let files = self.words.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let words = sync::read_dictionaries(&self.folders.kb, &self.dictionaries(), &files);
        let engines = self.engines();
        let lost = engines.lost(&self.folders.index);
        if let Some(why) = &lost {
            tracing::error!(index = %self.folders.index.display(), "the index is lost, rebuilding it: {why}");
        }
        let trusted = self.ground.lock().unwrap_or_else(PoisonError::into_inner).trusted.clone();
        let before = Before {
            staff: Some(&engines.staff),
            drafts: &self.drafts(),
            memory: Memory { trusted: &trusted, root: None, may_be_empty: false },
            places: &HashMap::new(),
        };
        let noticing: Noticing<'_> = (progress, notice);
        let synced = if full || lost.is_some() {
            rebuild(&self.folders, &words.dictionaries, noticing, &before, today).map(|(engines, synced)| {
                engines.rest();
                *self.engines.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(engines);
                synced
            })
        } else {
            sync::sync(&self.folders, &engines, &words.dictionaries, noticing, &before, today)
                .inspect(|_| engines.rest())
        };
        let mut synced = synced.inspect_err(|error| self.tell_of_the_index(lost.is_some(), error))?;
        if let Some(why) = lost {
            tracing::info!(articles = self.len(), "the index is rebuilt");
            synced.report.rebuilt = Some(why);
        }
        self.index_is_well();
        self.set_public_day(today);
        self.engines().set_dictionaries(&words.dictionaries);
        let report = self.take_over(synced, words, started);
        self.version.fetch_add(1, Ordering::Release);
        Ok(report)
    }

    /// Makes what a sync found known to those who ask for it.
    pub(super) fn take_over(&self, synced: Synced, words: Words, started: Instant) -> SyncReport {
        let Synced { mut report, drafts, rejected, causes, ground } = synced;
        let Words { dictionaries, files, problems, lost } = words;
        if let Some(root) = ground.root() {
            self.engines().note_root(root);
        }
        let is_lost = ground.lost.is_some();
        *self.drafts.write().unwrap_or_else(PoisonError::into_inner) = drafts;
        *self.dictionaries.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(dictionaries);
        *self.words.lock().unwrap_or_else(PoisonError::into_inner) = files;
        let mut before = self.ground.lock().unwrap_or_else(PoisonError::into_inner);
        *before = ground.after(&before);
        drop(before);
        for (cause, detail) in causes {
            self.readiness.set(cause, detail);
        }
        // With the folder of the articles the dictionaries went, too: that is said already, and nothing new.
        if !is_lost {
            self.readiness.set(Cause::DictionaryLost, lost);
            self.reject(rejected);
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            for Problem { path, line, code, message, .. } in problems.iter().filter(|one| !told.contains(one))
            {
                tracing::warn!(code, "{path}:{}: {message}", (*line).max(1));
            }
            told.clone_from(&problems);
        }
        report.problems.splice(0..0, problems);
        report.took = started.elapsed();
        report
    }

    /// Takes over which files cannot be used, and says of each once that it is so, and that it is over.
    fn reject(&self, now: BTreeMap<String, Rejected>) {
        let mut rejected = self.rejected.write().unwrap_or_else(PoisonError::into_inner);
        for (path, one) in &now {
            if rejected.get(path).is_none_or(|known| known.problem != one.problem) {
                let Problem { line, code, message, .. } = &one.problem;
                let served = if one.serves.is_some() { ", its last good version is served" } else { "" };
                tracing::warn!(code, "{path}:{}: rejected{served}: {message}", (*line).max(1));
            }
        }
        for path in rejected.keys().filter(|path| !now.contains_key(*path)) {
            tracing::info!("{path}: no longer rejected");
        }
        *rejected = now;
    }

    /// Waits for the right to write.
    pub(super) fn turn(&self) -> Turn<'_> {
        Turn(self.syncing.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Indexes articles that have just been written; when this returns, searches find them as they are now.
    pub(super) fn index(
        &self,
        texts: &[Placed<'_>],
        today: Date,
        _turn: &Turn<'_>,
    ) -> Result<(), LibraryError> {
        if texts.is_empty() {
            return Ok(());
        }
        let drafts = sync::index(&self.folders, &self.engines(), &self.dictionaries(), texts, today)
            .inspect_err(|error| self.tell_of_the_index(false, error))?;
        let mut rejected = self.rejected.write().unwrap_or_else(PoisonError::into_inner);
        texts.iter().for_each(|(path, _)| drop(rejected.remove(*path)));
        drop(rejected);
        let mut known = self.drafts.write().unwrap_or_else(PoisonError::into_inner);
        for (_, article) in texts {
            known.remove(&article.id);
        }
        known.extend(drafts.into_iter().map(|draft| (draft.article.id.clone(), Arc::new(draft))));
        self.version.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Lets go of the memory that writing needs; for a quiet moment.
    pub fn rest(&self) {
        let _turn = self.turn();
        self.engines().rest();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::*;
    use crate::journal::base::lock::FolderLock;
    use crate::library::{Folders, Opening, progress};

    /// Folders of a Baza Wiedzy without an article.
    fn folders_in(place: &std::path::Path) -> Folders {
        let [kb, index, data] = ["kb", "index", "data"].map(|name| place.join(name));
        std::fs::create_dir(&kb).unwrap();
        Folders { kb, index, data }
    }

    #[test]
    fn an_index_that_another_server_has_taken_is_neither_built_nor_written_until_it_is_ours_again() {
        use crate::journal::base::lock::Holder;
        let folder = tempfile::tempdir().unwrap();
        let folders = folders_in(folder.path());
        std::fs::write(folders.kb.join("a.md"), "# Kiermasz\n\nStragany.\n").unwrap();
        let today = date(2026, 12, 1);
        let lock = || FolderLock::take(&folders.index, Holder { pid: 7, ..Holder::default() });
        let opening = Opening { lock: Some(Arc::new(lock().unwrap())), ..Opening::default() };
        let (library, _) = Library::open_as(&folders, &opening, &progress::Silent, today).unwrap();
        assert!(library.stands() && lock().is_err());
        std::fs::remove_dir_all(&folders.index).unwrap();
        let other = lock().unwrap();
        assert!(!library.stands());
        assert!(library.readiness().writable().is_ok());
        library.glance();
        assert!(library.readiness().has(Cause::IndexLost), "told at the next glance");
        let refused = library.sync(true, &progress::Silent, today).unwrap_err().to_string();
        assert!(refused.contains("proces 7") && refused.contains("zatrzymaj"), "{refused}");
        let left = std::fs::read_dir(&folders.index).unwrap().count();
        assert_eq!(left, 1, "nothing but the other's lock");
        drop(other);
        let report = library.sync(false, &progress::Silent, today).unwrap();
        assert!(report.rebuilt.is_some() && library.stands() && lock().is_err());
        assert!(!library.readiness().has(Cause::IndexLost));
    }
}
