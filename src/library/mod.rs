//! Layer 3: the Baza Wiedzy as a whole: the files of `kb/`, the index that follows them, and the one door through
//! which the server and the command line ask for either.
//!
//! Files are the truth and the index follows: [`Library::sync`] finds what changed by content, indexes that, and
//! leaves the rest alone. An index that is missing, damaged or of another version is rebuilt beside and swapped in.
//!
//! [`publishing::door::Publisher`] is the one way by which the product changes articles, and [`publishing::store`] keeps
//! them with their revisions; [`following::watch`] follows what is changed by hand. What editors see before anybody else
//! does ([`desk`], [`intake`]) stands beside and changes nothing.

mod asking;
pub mod background;
pub mod desk;
mod disk;
mod error;
pub mod following;
pub mod intake;
mod opening;
pub mod progress;
pub mod publishing;
pub mod readiness;
mod syncing;
pub mod understanding;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::civil::Date;

pub use disk::{LARGEST, read_at_most, write_whole};
pub use error::LibraryError;
pub use following::survey::{Draft, mistaken_for_articles};
pub use opening::Opening;
pub use progress::Progress;
pub use syncing::SyncReport;

use crate::article::body::markdown::Html;
use crate::article::dictionary::Dictionaries;
use crate::article::force::validity;
use crate::article::{Article, ArticleId, Problem};
use crate::journal::base::lock::FolderLock;
use following::generation::Engines;
use following::pages::Pages;
use following::survey::{Drafts, Ground};
use readiness::Readiness;

/// Where a Baza Wiedzy lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The articles and dictionaries, edited by people.
    pub kb: PathBuf,
    /// The index; may be deleted at any moment.
    pub index: PathBuf,
    /// What is neither: last good versions of broken articles. The folder to back up.
    pub data: PathBuf,
}

/// Who asks: each view has an engine of its own, so that what a reader may see is not a flag that can be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Agents and editors: everything live.
    Staff,
    /// Residents: public articles in force, without their internal sections.
    Public,
}

impl View {
    /// As reports and counters name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Public => "public",
        }
    }
}

/// An article as it is served now.
#[derive(Debug, Clone)]
pub struct Served {
    /// The article; for residents, without what is not theirs.
    pub article: Article,
    /// In force, expired, repealed.
    pub state: validity::State,
    /// Strong entity tag of its content (lower-case hex, without quotes).
    pub etag: String,
    /// Its text as safe HTML for whoever asked, rendered once for each version.
    pub html: Arc<Html>,
}

/// The right to write; one holder at a time.
pub struct Turn<'a>(#[allow(dead_code, reason = "held, not read")] MutexGuard<'a, ()>);

/// An open Baza Wiedzy. Searching and syncing may run at the same time.
pub struct Library {
    folders: Folders,
    engines: RwLock<Arc<Engines>>,
    dictionaries: RwLock<Arc<Dictionaries>>,
    /// Articles that are not published: editors work on them, searches do not know them.
    drafts: RwLock<Drafts>,
    /// One writer at a time.
    syncing: Mutex<()>,
    /// Grows with every change that a reader could notice.
    version: AtomicU64,
    /// The day for which the public engine was last reconciled.
    public_day: Mutex<Date>,
    /// Agents' pages of late.
    pages: Pages<Html>,
    /// What stands against the whole of the work.
    readiness: Arc<Readiness>,
    /// Files that cannot be used as they are, by path.
    rejected: RwLock<BTreeMap<String, Rejected>>,
    /// What the last look at `kb/` stood on.
    ground: Mutex<Ground>,
    /// The files of the dictionaries in use.
    words: Mutex<BTreeSet<String>>,
    /// What is wrong with dictionaries and was told.
    told: Mutex<Vec<Problem>>,
    /// Whether `kb/` was read-only when it was opened: then that is how it is meant.
    is_read_only: bool,
    /// The right to the folder of the index, where a server holds it.
    lock: Option<Arc<FolderLock>>,
}

/// A file that cannot be used as it is; if it ever could, its last good version is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// What is wrong with it, and where.
    pub problem: Problem,
    /// The article whose last good version is served.
    pub serves: Option<ArticleId>,
}

impl Library {
    /// Grows with every change of what readers can see: what was computed from an earlier version is out of date.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// The folders of this Baza Wiedzy.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// What stands against the whole of the work.
    pub fn readiness(&self) -> &Readiness {
        &self.readiness
    }

    fn set_public_day(&self, today: Date) {
        *self.public_day.lock().unwrap_or_else(PoisonError::into_inner) = today;
    }

    fn engines(&self) -> Arc<Engines> {
        Arc::clone(&self.engines.read().unwrap_or_else(PoisonError::into_inner))
    }
}
