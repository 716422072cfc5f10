//! Opening a Baza Wiedzy: its index is brought up to date, or built anew where it is missing, damaged or of another
//! version.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Instant;

use jiff::civil::Date;

use super::following::absence::Memory;
use super::following::generation::{self, Engines, Nascent};
use super::following::pages::Pages;
use super::following::survey::{Before, Drafts, Remains};
use super::following::sync::{self, Noticing, Synced};
use super::{Folders, Library, LibraryError, Progress, SyncReport, disk};
use crate::article::ArticleId;
use crate::article::dictionary::Dictionaries;
use crate::journal::base::lock::FolderLock;
use crate::search::EngineError;

/// What is taken for granted when a Baza Wiedzy is opened.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// Articles that were there once need not be there any more: `kb/` may be empty, or is made.
    pub begin_empty: bool,
    /// Articles that others remember, and where each stood: revisions know what a deleted index does not.
    pub known: HashMap<ArticleId, String>,
    /// The right to the folder of the index: while the library is open, no other server takes it.
    pub lock: Option<Arc<FolderLock>>,
}

impl Library {
    /// Opens the Baza Wiedzy and brings its index up to date: touching what changed, or rebuilding the whole when
    /// the index is missing, damaged or of another version (the report says which).
    ///
    /// # Errors
    /// [`LibraryError::Kb`] if there are no articles to read at all, [`LibraryError::Emptied`] if there were some and
    /// none is left; [`LibraryError::Index`] and [`LibraryError::Engine`] if the index cannot be written.
    pub fn open(
        folders: &Folders,
        progress: &dyn Progress,
        today: Date,
    ) -> Result<(Self, SyncReport), LibraryError> {
        Self::open_as(folders, &Opening::default(), progress, today)
    }

    /// The same, with more said about what may be there.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_as(
        folders: &Folders,
        opening: &Opening,
        progress: &dyn Progress,
        today: Date,
    ) -> Result<(Self, SyncReport), LibraryError> {
        let started = Instant::now();
        let unreadable = |source| LibraryError::Kb { kb: folders.kb.clone(), source };
        if opening.begin_empty {
            std::fs::create_dir_all(&folders.kb).map_err(unreadable)?;
        }
        std::fs::read_dir(&folders.kb).map_err(unreadable)?;
        std::fs::create_dir_all(&folders.index)
            .map_err(|source| LibraryError::Index { index: folders.index.clone(), source })?;
        let words = sync::read_dictionaries(&folders.kb, &Dictionaries::default(), &BTreeSet::new());
        let (drafts, trusted) = (Drafts::new(), HashMap::new());
        let memory = Memory { trusted: &trusted, root: None, may_be_empty: opening.begin_empty };
        let before = Before { staff: None, drafts: &drafts, memory, places: &opening.known };
        let noticing: Noticing<'_> = (progress, &mut |_| {});
        let dictionaries = &words.dictionaries;
        let (engines, synced) = match Engines::open(&folders.index) {
            Ok(engines) => {
                let memory = Memory { root: engines.root(), ..memory };
                let before = Before { staff: Some(&engines.staff), memory, ..before };
                let synced = sync::sync(folders, &engines, dictionaries, noticing, &before, today)?;
                (engines, synced)
            }
            Err(EngineError::Unusable { reason }) => {
                progress.say(&format!("Buduję indeks od nowa: {reason}."));
                let (engines, mut synced) = rebuild(folders, dictionaries, noticing, &before, today)?;
                synced.report.rebuilt = Some(reason);
                (engines, synced)
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(Remains { known, left }) = synced.ground.lost {
            return Err(LibraryError::Emptied { kb: folders.kb.clone(), known, left });
        }
        engines.set_dictionaries(dictionaries);
        engines.rest();
        let library = Self {
            folders: folders.clone(),
            engines: RwLock::new(Arc::new(engines)),
            dictionaries: RwLock::default(),
            drafts: RwLock::default(),
            syncing: Mutex::new(()),
            version: AtomicU64::new(0),
            public_day: Mutex::new(today),
            readiness: Arc::default(),
            rejected: RwLock::new(synced.rejected.clone()),
            ground: Mutex::default(),
            words: Mutex::default(),
            told: Mutex::new(words.problems.clone()),
            is_read_only: disk::no_room(&folders.kb) == Some(disk::NoRoom::ReadOnly),
            pages: Pages::default(),
            lock: opening.lock.clone(),
        };
        let report = library.take_over(synced, words, started);
        Ok((library, report))
    }
}

/// Builds a new generation beside the live one and makes it current. A failure leaves the live one alone; so does a
/// `kb/` that was emptied, where nothing is left of which the new one could be made.
pub(super) fn rebuild(
    folders: &Folders,
    dictionaries: &Dictionaries,
    noticing: Noticing<'_>,
    before: &Before<'_>,
    today: Date,
) -> Result<(Engines, Synced), LibraryError> {
    let folder = generation::next(&folders.index);
    let built = Nascent::create(folder.clone())
        .map_err(LibraryError::from)
        .and_then(|nascent| sync::build(folders, nascent, dictionaries, noticing, before, today))
        .and_then(|(engines, synced)| {
            if let (Some(Remains { known, left }), None) = (synced.ground.lost, before.staff) {
                return Err(LibraryError::Emptied { kb: folders.kb.clone(), known, left });
            }
            if let Some(root) = synced.ground.root() {
                engines.note_root(root);
            }
            engines.set_dictionaries(dictionaries);
            engines.rest();
            engines
                .make_current(&folders.index)
                .map_err(|source| LibraryError::Index { index: folders.index.clone(), source })?;
            Ok((engines, synced))
        });
    if built.is_err() {
        let _ = std::fs::remove_dir_all(folder);
    }
    built
}
