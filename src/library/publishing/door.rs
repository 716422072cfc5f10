//! Publishing: what an editor asks for becomes durable and findable before they are told so.
//!
//! ```text
//! check → file written, synced, renamed → revision recorded → index committed, reloaded → answer
//! ```
//! Edits that arrive while one batch is being committed wait together and share the next commit (group commit), so
//! that a hundred edits in a second are a handful of commits, and none is answered before its own.

mod articles;
mod dictionaries;
mod queue;
mod terms;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use queue::Wanted;
pub use terms::{Acknowledged, Action, Deed, Moment, PublishError, Rules, Unconfirmed};

use super::store::{Files, Store};
use crate::article::ArticleId;
use crate::journal::{Journal, Millis};
use crate::library::{Library, LibraryError, Progress, SyncReport, disk};

/// The one door through which the product changes articles.
pub struct Publisher {
    library: Arc<Library>,
    store: Arc<dyn Store>,
    rules: Rules,
    /// One change of a dictionary at a time.
    dictionaries: Mutex<()>,
    queue: Mutex<Vec<Wanted>>,
    /// When something was last committed, if the writer has not rested since.
    busy: Mutex<Option<Instant>>,
    /// Whether something is saved that the index could not take.
    behind: AtomicBool,
}

impl Publisher {
    /// A publisher for an open library, whose articles are files and whose revisions are in `journal`. Records what was
    /// changed by hand while nobody was looking.
    ///
    /// # Errors
    /// [`PublishError::Store`] if the journal cannot be read or written.
    pub fn new(
        library: Arc<Library>,
        journal: Arc<Journal>,
        rules: Rules,
        at: Millis,
    ) -> Result<Self, PublishError> {
        disk::sweep_unfinished(&library.folders().kb);
        let files = Files::new(library.folders().kb.clone(), journal);
        Self::over(library, Arc::new(files), rules, at)
    }

    /// The same over another store.
    ///
    /// # Errors
    /// [`PublishError::Store`] if the store cannot begin.
    pub fn over(
        library: Arc<Library>,
        store: Arc<dyn Store>,
        rules: Rules,
        at: Millis,
    ) -> Result<Self, PublishError> {
        let started = Instant::now();
        let first = store.begin(Arc::clone(&library) as _, at)?;
        if first > 0 {
            tracing::info!(files = first, took = ?started.elapsed(), "kept the first version of files not seen before");
        }
        Ok(Self {
            library,
            store,
            rules,
            dictionaries: Mutex::default(),
            queue: Mutex::default(),
            busy: Mutex::default(),
            behind: AtomicBool::default(),
        })
    }

    /// What is kept, and what was done to it.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The library that follows.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The rules in force.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// Follows changes made by hand in `kb/`: records and indexes them.
    ///
    /// # Errors
    /// As [`Library::sync`].
    pub fn follow(
        &self,
        progress: &dyn Progress,
        moment: Moment,
    ) -> Result<(SyncReport, Vec<ArticleId>), LibraryError> {
        let store = Arc::clone(&self.store);
        let mut changed = Vec::new();
        // Before the look: what fails to be indexed during it has to be made up for by another.
        let was_behind = self.behind.swap(false, Ordering::AcqRel);
        let report = self.library.sync_noticing(false, progress, moment.today, &mut |found| {
            changed.extend(found.iter().map(|found| found.id.clone()));
            // While nobody else writes: what is published a moment later must not be forgotten again.
            if let Err(error) = store.notice(&found, moment.at) {
                tracing::error!(%error, "changes made by hand are indexed but could not be recorded yet");
            }
        });
        if store.is_behind()
            && let Err(error) = store.catch_up(moment.at)
        {
            tracing::debug!(%error, "changes made by hand still wait to be recorded");
        }
        if report.is_err() {
            self.behind.fetch_or(was_behind, Ordering::AcqRel);
        }
        Ok((report?, changed))
    }

    /// That changes can be taken at this moment: everything stands where it stood, or has just been looked at anew.
    ///
    /// # Errors
    /// [`PublishError::Unwritable`] with the place and the remedy.
    pub(in crate::library) fn ready_to_write(&self, moment: Moment) -> Result<(), PublishError> {
        if !self.library.stands()
            && let Err(error) = self.follow(&crate::library::progress::Silent, moment)
        {
            tracing::error!(%error, "cannot follow kb/; the index stays as it was");
        }
        self.library.readiness().writable().map_err(PublishError::Unwritable)
    }

    /// Whether something is saved that the index could not take, or changed by hand and not recorded:
    /// [`Publisher::follow`] makes up for it.
    pub(in crate::library) fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire) || self.store.is_behind()
    }

    /// The folder of the articles.
    pub(in crate::library) fn kb(&self) -> &Path {
        &self.library.folders().kb
    }

    /// Has the store put back what of its own surroundings was removed.
    pub(in crate::library) fn tend(&self) {
        self.store.tend();
    }

    /// Lets the writer's memory go once nothing was committed for `quiet`.
    pub(in crate::library) fn rest_if_idle(&self, quiet: Duration) {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.is_some_and(|since| since.elapsed() >= quiet) {
            *busy = None;
            drop(busy);
            self.library.rest();
        }
    }
}

#[cfg(test)]
mod tests;
